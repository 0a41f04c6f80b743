//! `trellis triage`.

use std::io::Write;

use clap::ValueEnum;
use color_eyre::Result;
use serde_json::{Value, json};

use super::telling::tell;
use crate::domain::catalog::Catalog;
use crate::domain::overall::Overall;
use crate::domain::record::Activity;
use crate::domain::text::csv;
use crate::prompts::{Prompt, headline};
use crate::runtime;
use crate::survey::bearing::Bearing;
use crate::survey::earlier::{Earlier, Freshness};
use crate::survey::overall::StandingOverall;
use crate::survey::since::Since;
use crate::survey::triage::{self, Order, TriageRow};
use crate::ui::plain;

use super::Exit;
use super::config::ThresholdsArgs;
use super::opening::{self, CaseFileArgs};
use super::signing::LedgerArgs;

/// Print the triage table
///
/// Every current resident, sorted by open prompts: it is not a ranking.
/// Example: trellis triage my.duckdb --format csv
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TriageArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Print codes instead of names
    #[arg(long)]
    codes: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl TriageArgs {
    pub fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Table)
    }
}

/// Writes the table to `out`.
pub fn run(args: &TriageArgs, out: &mut impl Write) -> Result<Exit> {
    let thresholds = args.thresholds.read()?;
    let case_file = args.case_file.open()?;
    let ledger = args.ledger.open(&case_file)?;
    let (catalog, survey) = opening::survey(&case_file, ledger.state(), &thresholds)?;
    let today = opening::today(&catalog);
    // The table for people does not tell what is new.
    let earlier =
        (!args.is_for_people()).then(|| Earlier::of(&survey, runtime::since(ledger.state(), &catalog)));
    let mut rows = triage::rows(&survey, ledger.state(), earlier.as_ref(), Order::default(), today);
    if args.codes {
        for row in &mut rows {
            row.name = row.id.to_string();
        }
    }
    match args.format {
        Format::Table => {
            let asked = triage::open_of_program(&survey, ledger.state());
            let lines = plain::triage(&catalog, &survey.bearing, &rows, &asked);
            plain::with_notice(&catalog, lines).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        Format::Csv => {
            let limits: Vec<_> = survey.bearing.limits.iter().map(|limit| limit.limit).collect();
            let fields = |row: &TriageRow| fields(row, &limits.join(";"));
            let table = std::iter::once(COLUMNS.map(str::to_owned).to_vec()).chain(rows.iter().map(fields));
            out.write_all(csv(table)?.as_bytes())?;
            // A table has no head; what reads it takes every line for a resident.
            catalog.notice().iter().for_each(tell);
        }
        Format::Json => {
            let object = |row| object(&catalog, &survey.bearing, row);
            let objects: Vec<_> = rows.iter().map(object).collect::<Result<_>>()?;
            writeln!(out, "{}", serde_json::to_string_pretty(&objects)?)?;
        }
    }
    Ok(Exit::Done)
}

fn object(catalog: &Catalog, bearing: &Bearing, row: &TriageRow) -> Result<Value> {
    let activity = row.activity.as_ref();
    let prompts = row.asked.iter().chain(&row.watched).map(|asked| {
        let is_new = asked.freshness.and_then(Freshness::is_new);
        let mut value = asked_of(catalog, &asked.prompt)?;
        value["new"] = json!(is_new);
        Ok(value)
    });
    let of_class = row.of_class.iter().map(|prompt| asked_of(catalog, prompt));
    Ok(json!({
        "resident_id": row.id,
        "name": row.name,
        "level": row.training_year,
        "training_month": row.month.map(|month| (month * 10.0).round() / 10.0),
        "coach": row.coach,
        "prompts": prompts.collect::<Result<Vec<_>>>()?,
        "class_prompts": of_class.collect::<Result<Vec<_>>>()?,
        "compared": row.compared,
        "limits_of_the_data": bearing.limits,
        "overall": overall(catalog, row.overall.as_ref()),
        "since_last_meeting": since(row.since.as_ref()),
        "cases_by_month": activity.map(|a| a.months),
        "cases_since_last_meeting": activity.map(|a| a.cases_since),
        "ratings_since_last_meeting": activity.map(|a| a.ratings_since),
        "review": row.review.to_string(),
        "wrong_with_the_case_file": catalog.wrong,
    }))
}

/// Returns a prompt with its headline.
fn asked_of(catalog: &Catalog, prompt: &Prompt) -> Result<Value> {
    let mut value = serde_json::to_value(prompt)?;
    value["headline"] = json!(headline(catalog, prompt));
    Ok(value)
}

/// Returns what was decided last of a resident as a whole, by the program's codes.
pub fn overall(catalog: &Catalog, stands: Option<&StandingOverall>) -> Value {
    stands.map_or(Value::Null, |stands| {
        json!({
            "entry": stands.entry,
            "on": catalog.program.zone.day(stands.at),
            "determined": stands.is_determined,
            "released": stands.is_released,
            "told": stands.is_told,
            "progress": stands.decided.progress,
            "action": stands.decided.action,
            "board": stands.decided.board,
        })
    })
}

/// Returns what is other than at the last meeting.
pub fn since(since: Option<&Since>) -> Value {
    since.map_or(Value::Null, |since| {
        json!({
            "day": since.day,
            "met": since.met,
            "new_prompts": since.new,
            "prompts_of_which_nobody_can_tell": since.not_known,
            "gone_prompts": since.gone,
            "answered_prompts": since.answered,
            "cases": since.cases,
            "ratings": since.ratings,
        })
    })
}

const COLUMNS: [&str; 18] = [
    "resident_id",
    "name",
    "level",
    "training_month",
    "coach",
    "open_prompts",
    "new_prompts",
    "watched",
    "class_prompts",
    "cases_since",
    "ratings_since",
    "review",
    "progress",
    "action",
    "compared_with",
    "graduates",
    "silent_rules",
    "limits_of_the_data",
];

/// Returns the cells of a row. Where nothing was compared there is no number of prompts, rather than 0.
fn fields(row: &TriageRow, limits: &str) -> Vec<String> {
    let decided = |of: fn(&Overall) -> Option<&String>| {
        row.overall.as_ref().and_then(|it| of(&it.decided)).cloned().unwrap_or_default()
    };
    let since = |of: fn(&Activity) -> Option<u32>| {
        row.activity.as_ref().and_then(of).map_or(String::new(), |n| n.to_string())
    };
    let silent: Vec<_> = row.compared.silent.iter().map(|silent| silent.rule.to_string()).collect();
    vec![
        row.id.to_string(),
        row.name.clone(),
        row.training_year.clone(),
        row.month.map_or(String::new(), |month| format!("{month:.1}")),
        row.coach.clone().unwrap_or_default(),
        if row.says_nothing() { String::new() } else { row.open().to_string() },
        row.newly_asked().map_or(String::new(), |n| n.to_string()),
        row.watched.len().to_string(),
        row.of_class.len().to_string(),
        since(|a| Some(a.cases_since)),
        since(|a| a.ratings_since),
        row.review.to_string(),
        decided(|it| it.progress.as_ref()),
        decided(|it| it.action.as_ref()),
        row.compared.graduates.to_string(),
        row.compared.of.to_string(),
        silent.join(";"),
        limits.to_owned(),
    ]
}
