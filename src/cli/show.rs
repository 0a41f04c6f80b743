//! `trellis show`.

use std::io::Write;

use chrono::NaiveDate;
use color_eyre::Result;
use color_eyre::eyre::eyre;
use serde_json::{Value, json};

use crate::app::Screen;
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::goal::Goal;
use crate::domain::zone::Zone;
use crate::growth::bands::Bands;
use crate::growth::measure::Reading;
use crate::growth::proportion::Rate;
use crate::growth::totals::{Spread, Totals};
use crate::ledger::fold::State;
use crate::survey::dossier::{Dossier, EpaRow, ExperienceRow, MilestoneRow, Ratings};
use crate::survey::overall::StandingOverall;
use crate::survey::since::{self, Since};
use crate::ui::plain::{self, Rows};

use super::Exit;
use super::config::ThresholdsArgs;
use super::opening::{self, CaseFileArgs};
use super::signing::LedgerArgs;

/// Print one resident, or one growth curve
///
/// Example: trellis show my.duckdb R0042 --experience `cardiac_bypass`
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ShowArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code, or a part of the name that fits one resident
    resident: String,
    #[command(flatten)]
    ledger: LedgerArgs,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
    /// Print the growth curve of one experience
    #[arg(long, value_name = "CODE")]
    experience: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Writes what is known of one resident to `out`.
pub fn run(args: &ShowArgs, out: &mut impl Write) -> Result<Exit> {
    let thresholds = args.thresholds.read()?;
    let case_file = args.case_file.open()?;
    let mut ledger = args.ledger.open(&case_file)?;
    let (catalog, survey) = opening::survey(&case_file, ledger.state(), &thresholds)?;
    let dossier = opening::dossier(&case_file, &survey, ledger.state(), &args.resident)?;
    let one =
        match &args.experience {
            None => None,
            Some(code) => {
                Some(dossier.experiences.iter().find(|row| row.definition.code.as_str() == code).ok_or_else(
                    || eyre!("there is no experience {code:?}; `trellis definitions` lists them"),
                )?)
            }
        };
    let screen = if one.is_some() { Screen::Growth } else { Screen::Resident };
    args.ledger.viewed(&mut ledger, &dossier.resident.id, &screen.to_string());
    let since = since::of_one((&survey, ledger.state()), &dossier.resident, &dossier.prompts);
    if args.json {
        let object = match one {
            Some(row) => curve(&catalog, &dossier, row),
            None => object(&catalog, &dossier, ledger.state(), &since),
        };
        writeln!(out, "{}", serde_json::to_string_pretty(&object)?)?;
        return Ok(Exit::Done);
    }
    let lines = match one {
        Some(row) => plain::growth(&catalog, &dossier, row, &dossier.resident.name),
        None => plain::resident(
            Rows::InColumns,
            (&catalog, &dossier),
            ledger.state(),
            &dossier.resident.name,
            (true, opening::today(&catalog), Some(&since)),
        ),
    };
    plain::with_notice(&catalog, lines).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(Exit::Done)
}

fn object(catalog: &Catalog, dossier: &Dossier, ledger: &State, since: &Since) -> Value {
    let id = &dossier.resident.id;
    json!({
        "resident_id": id,
        "name": dossier.resident.name,
        "level": dossier.training_year,
        "training_month": dossier.month.map(tenth),
        "months_away": tenth(dossier.months_away),
        "as_of": catalog.program.data_to,
        "wrong_with_the_case_file": catalog.wrong,
        "reference_group": { "label": dossier.standard.group.label, "n": dossier.standard.group.n() },
        "experiences": dossier.experiences.iter().map(experience).collect::<Vec<_>>(),
        "milestones": dossier.milestones.iter().map(|row| milestone(row, dossier.milestone_ratings)).collect::<Vec<_>>(),
        "epas": dossier.epas.iter().map(|row| epa(row, ledger, dossier)).collect::<Vec<_>>(),
        "measures": dossier.measures.iter().map(measure).collect::<Vec<_>>(),
        "prompts": dossier.prompts,
        "class_prompts": dossier.class_prompts,
        "overall": super::triage::overall(catalog, StandingOverall::of(ledger, id).as_ref()),
        "since_last_meeting": super::triage::since(Some(since)),
        "goals": ledger.standing(id).goals.iter().map(|g| goal(g, (catalog.program.zone, opening::today(catalog)))).collect::<Vec<_>>(),
        "statements": dossier.record.statements.iter().map(|s| json!({ "on": s.on, "text": s.text })).collect::<Vec<_>>(),
    })
}

/// Returns the days that the data cover where these are not all of the training; `null` where they are.
fn covered(row: &ExperienceRow) -> Value {
    match &row.covered {
        Covered::Whole => Value::Null,
        Covered::Partly(spans) => json!(spans),
        Covered::Nowhere => json!([]),
    }
}

fn experience(row: &ExperienceRow) -> Value {
    json!({
        "code": row.definition.code,
        "title": row.definition.title,
        "definition": row.definition.hash,
        "n": row.n,
        "known": row.n.is_some(),
        "covered": covered(row),
        "self_logged": row.self_logged,
        "group": row.definition.group,
        "last_on": row.last,
        "graduates_by_the_end": row.ends.map(ends),
        "centile": row.position.map(|p| json!({
            "value": tenth(p.centile), "low": tenth(p.interval.low), "high": tenth(p.interval.high), "n": p.n,
        })),
        "minimum": row.minimum.as_ref().map(|m| json!({ "minimum": m.minimum, "source": m.source, "status": m.status })),
        "forecast": row.forecast.map(|f| {
            let (low, high) = f.interval80();
            json!({
                "expected": tenth(f.expected_total()), "low": low, "high": high,
                "expected_more": tenth(f.expected_more()),
                "reaches_minimum": row.minimum.as_ref().map(|m| f.reaches(m.minimum)),
                "none_more": f.none_more(),
            })
        }),
        "prompts": row.prompts,
    })
}

fn measure(row: &Reading) -> Value {
    json!({
        "measure": row.kind.id,
        "title": row.kind.title,
        "direction": row.kind.direction,
        "n": row.tally.n(),
        "count": row.tally.count(row.kind.direction),
        "interval": row.rate.map(Rate::interval),
        "others": row.others.map(|rate| json!({ "count": rate.count(), "n": rate.n() })),
        "limits_95": row.limits_95,
        "limits_998": row.limits_998,
    })
}

fn ends(ends: Totals) -> Value {
    let (spread, low, high) = match ends.spread {
        Spread::Range(least, most) => ("range", f64::from(least), f64::from(most)),
        Spread::Centiles(low, high) => ("10th to 90th centile", tenth(low), tenth(high)),
    };
    json!({ "n": ends.n, "median": tenth(ends.median), "spread": spread, "low": low, "high": high, "with_none": ends.none })
}

fn goal(goal: &Goal, (zone, today): (Zone, NaiveDate)) -> Value {
    json!({
        "entry": goal.entry, "goal": goal.text, "owner": goal.owner, "due": goal.due, "about": goal.about,
        "since": zone.day(goal.since), "carried": goal.carried, "overdue": goal.is_overdue(today),
    })
}

fn milestone(row: &MilestoneRow, of_anybody: Ratings) -> Value {
    let ratings = |by: &std::collections::BTreeMap<_, Option<crate::domain::milestone::HalfSteps>>| {
        by.iter()
            .map(|(period, level): (&crate::domain::milestone::Period, _)| {
                json!({ "period": String::from(*period), "level": level.map(|l| l.to_string()) })
            })
            .collect::<Vec<_>>()
    };
    json!({
        "subcompetency": row.subcompetency.id,
        "title": row.subcompetency.title,
        "known": of_anybody == Ratings::InThisData,
        "committee": ratings(&row.committee),
        "self": ratings(&row.own),
        "prompts": row.prompts,
    })
}

fn epa(row: &EpaRow, ledger: &State, dossier: &Dossier) -> Value {
    let standing = |found: Option<(&crate::ledger::chain::Recorded, &crate::ledger::entry::Decision)>| {
        found.map(|(recorded, decision)| {
            json!({ "entry": recorded.entry.seq, "outcome": decision.outcome, "level": decision.level })
        })
    };
    let id = &dossier.resident.id;
    let known = dossier.epa_ratings == Ratings::InThisData;
    let thin: Vec<_> = row.sufficiency.thin().iter().filter(|_| known).map(ToString::to_string).collect();
    json!({
        "epa": row.id,
        "title": row.title,
        "known": known,
        "ratings": known.then_some(row.sufficiency.n),
        "raters": known.then_some(row.sufficiency.raters),
        "levels": row.sufficiency.by_level.iter().map(|(level, n)| json!({ "level": level, "n": n })).collect::<Vec<_>>(),
        "median": row.sufficiency.median.as_ref().map(ToString::to_string),
        "thin": thin,
        "recommendation": standing(ledger.recommendation(id, &row.id)),
        "determination": standing(ledger.determination(id, &row.id)),
    })
}

fn curve(catalog: &Catalog, dossier: &Dossier, row: &ExperienceRow) -> Value {
    let bands = dossier.standard.usual(&row.definition.code).map_or(&Bands::None, |usual| &usual.bands);
    let lines: serde_json::Map<_, _> =
        bands.lines().iter().map(|line| (line.mark.to_string(), json!(line.values))).collect();
    json!({
        "resident_id": dossier.resident.id,
        "experience": experience(row),
        "training_month": dossier.month.map(tenth),
        "cumulative": row.curve,
        "reference_group": { "label": dossier.standard.group.label, "n": dossier.standard.group.n() },
        "bands": lines,
        "wrong_with_the_case_file": catalog.wrong,
    })
}

/// Rounds to one decimal, which is as much as a month or a centile bears.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
