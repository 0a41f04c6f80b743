//! `trellis import`.

mod report;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail, eyre};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::Exit;
use super::check::print_finding;
use super::config::settings::Settings;
use super::opening::{self, SpecialtyArgs};
use super::signing::shown;
use super::telling::show_progress;
use super::{whereabouts, writing};
use crate::casefile::import::{self, Encoding, HalfSteps, Manner, Reason, Request, Summary, Text, template};
use crate::casefile::specialty::Folder;
use crate::domain::text::{self, sanitised};
use crate::ledger::file;
use crate::ledger::place::LedgerPlace;

/// Make a case file from exports
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  trellis import exports/ -o program.duckdb --data-to 2026-06-30\n\n\
    The folder holds files named after a relation (residents.csv, cases.parquet, …), or pairs of\n\
    NAME.CaseList.csv and NAME.ProcedureList.csv, or both. docs/import.md has the details.\n\n\
    A DuckDB file made elsewhere, with the types and names that it has:\n  trellis import own.duckdb -o program.duckdb\n\n\
    What the rules make of procedure texts, to be read through once:\n  trellis import exports/ --texts > texts.csv")]
pub struct ImportArgs {
    /// The folder of exports, a file made elsewhere (.duckdb), or what the mapping reads
    #[arg(required_unless_present = "template")]
    source: Option<PathBuf>,
    /// The case file to make
    #[arg(short, long, value_name = "CASES", required_unless_present_any = ["texts", "template"])]
    output: Option<PathBuf>,
    /// Print every text of the source with what the rules give it, as CSV, and make no case file
    #[arg(long, conflicts_with_all = ["output", "replace", "data_to", "definitions"])]
    pub texts: bool,
    /// Write a folder to fill in, with a headed file for each relation and a README, and make no case file
    #[arg(long, value_name = "DIR", exclusive = true)]
    template: Option<PathBuf>,
    /// A file of SQL views that maps the source to the canonical relations
    #[arg(long, value_name = "SQL")]
    mapping: Option<PathBuf>,
    /// A folder of definitions that add to those of the specialty or override them
    #[arg(long, value_name = "DIR")]
    definitions: Option<PathBuf>,
    #[command(flatten)]
    specialty: SpecialtyArgs,
    /// The last day that the data cover, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    data_to: Option<NaiveDate>,
    /// The codes that residents have by their names, as CSV; `codes.csv` beside the case file if it is not given
    #[arg(long, value_name = "CSV", conflicts_with = "texts")]
    codes: Option<PathBuf>,
    /// What the numbers of milestones are, where import asks
    #[arg(long, value_name = "WHAT", conflicts_with = "texts")]
    milestones: Option<Milestones>,
    /// What the texts of the source are written in, where they are not UTF-8
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<Written>,
    /// The share of a relation that may be set aside, such as 0.1 or 10%
    #[arg(long, value_name = "SHARE", default_value = "5%", value_parser = share, conflicts_with = "texts")]
    losses: f64,
    /// Make the case file whatever is set aside or gone
    #[arg(long, conflicts_with_all = ["losses", "texts"])]
    accept_losses: bool,
    /// Write what was taken and what was not into this file as JSON, for a job that runs at night
    #[arg(long, value_name = "FILE", conflicts_with = "texts")]
    report: Option<PathBuf>,
    /// The committee's ledger, which the case file is to name: a file beside it
    #[arg(long, value_name = "LEDGER", conflicts_with = "texts")]
    ledger: Option<LedgerPlace>,
    /// Replace the case file if it exists
    #[arg(long)]
    replace: bool,
}

/// What a text is written in.
#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Written {
    /// As a spreadsheet saves "Unicode text"
    #[value(name = "utf-16")]
    Utf16,
    /// As a spreadsheet saves CSV in western Europe
    #[value(name = "windows-1252")]
    Windows1252,
}

impl From<Written> for Encoding {
    fn from(given: Written) -> Self {
        match given {
            Written::Utf16 => Self::Utf16,
            Written::Windows1252 => Self::Windows1252,
        }
    }
}

/// Reads a share: 0.05 or 5%.
fn share(said: &str) -> Result<f64, String> {
    let (number, whole) = match said.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (said, 1.0),
    };
    let share = number.parse::<f64>().ok().map(|number| number / whole);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "a share such as 0.05 or 5% was expected, from 0 to 1".to_owned())
}

/// What the numbers of milestone ratings are.
#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Milestones {
    /// Level 3 is 3
    Levels,
    /// Level 3 is 6
    HalfSteps,
}

impl From<Milestones> for HalfSteps {
    fn from(given: Milestones) -> Self {
        match given {
            Milestones::Levels => Self::Levels,
            Milestones::HalfSteps => Self::HalfSteps,
        }
    }
}

/// Runs the command.
pub fn run(args: &ImportArgs, out: &mut impl Write) -> Result<Exit> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let specialty = args.specialty.folder()?;
    let limits = Settings::read()?.limits()?;
    let mut progress = |doing: &str| show_progress(&sanitised(doing), doing.is_empty());
    let Some(source) = &args.source else {
        return args.template.as_deref().map_or(Ok(Exit::Usage), |folder| write_template(folder, out));
    };
    let Some(target) = &args.output else {
        let mapping = args.mapping.as_deref();
        let manner = Manner { encoding: args.encoding.map(Encoding::from), stop: &stop };
        let read = import::texts(
            source,
            &specialty,
            mapping,
            limits,
            opening::today_in_utc(),
            manner,
            &mut progress,
        );
        progress("");
        return write_texts(&read?, out);
    };
    let ledger = args.ledger.as_ref().map(|place| whereabouts::named_for(target, place));
    let request = Request {
        source,
        target,
        specialty: &specialty,
        mapping: args.mapping.as_deref(),
        definitions: args.definitions.as_deref(),
        data_to: args.data_to,
        codes: args.codes.as_deref(),
        half_steps: args.milestones.map(HalfSteps::from),
        today: opening::today_in_utc(),
        limits,
        encoding: args.encoding.map(Encoding::from),
        ledger: ledger.as_deref(),
        replace: args.replace,
        losses: (!args.accept_losses).then_some(args.losses),
        stop: &stop,
    };
    let made = import::import(&request, &mut progress);
    progress("");
    if let Some(path) = &args.report {
        report::write(path, &request, made.as_ref())?;
    }
    let summary = made?;
    tell(&summary, out)?;
    if summary.losses.is_empty() {
        writeln!(out, "\nmade {}", shown(target))?;
        writeln!(out, "{}", goes_on(target))?;
        return Ok(Exit::Done);
    }
    out.flush()?;
    Err(eyre!(too_much(&request, &summary)))
}

/// Says which ledger goes on with the case file, so that last time's decisions are not left behind.
fn goes_on(target: &Path) -> String {
    let chosen = match whereabouts::chosen(None, target.into()) {
        Ok(chosen) => chosen,
        Err(why) => return format!("ledger: {why}"),
    };
    let (place, by) = (&chosen.place, chosen.by);
    let Some(file) = place.file() else { return format!("ledger: {place} goes on, {by}") };
    if file.exists() {
        return format!("ledger: {place} goes on, {by}");
    }
    let near = match file::near(file).as_slice() {
        [] => String::new(),
        near => format!(
            "; near it stands {}: if one of them goes on, import again with --replace --ledger NAME",
            near.join(", ")
        ),
    };
    format!("ledger: none stands yet at {place}, {by}{near}")
}

/// Says what would be lost, and that nothing was made.
fn too_much(request: &Request<'_>, summary: &Summary) -> String {
    let stands = if request.target.exists() { "stands as it was" } else { "was not made" };
    let head = format!("{} {stands}, because too much would be lost", shown(request.target));
    let losses = summary.losses.iter().map(|loss| format!("  {}", loss.sentence));
    std::iter::once(head).chain(losses).collect::<Vec<_>>().join("\n")
}

/// Writes the files to fill in; none takes the place of one that is there.
fn write_template(folder: &Path, out: &mut impl Write) -> Result<Exit> {
    let files = template::files(&Folder::built_in());
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        bail!("{} is there already; name a folder that is empty or is not there", shown(&folder.join(name)));
    }
    fs::create_dir_all(folder).wrap_err_with(|| format!("{} could not be made", shown(folder)))?;
    for (name, text) in &files {
        writing::written(&folder.join(name), text, false)?;
    }
    writeln!(out, "wrote {} files into {}; its README.md says what goes where", files.len(), shown(folder))?;
    Ok(Exit::Done)
}

/// Prints the texts of a source as a table for a spreadsheet.
fn write_texts(texts: &[Text], out: &mut impl Write) -> Result<Exit> {
    let header = ["text", "cases", "gives", "rule", "words"].map(str::to_owned).to_vec();
    let row = |t: &Text| {
        let [text, gives, rule, words] = [&t.text, &t.gives, &t.rule, &t.words].map(|said| sanitised(said));
        vec![text, t.cases.to_string(), gives, rule, words]
    };
    let table = text::csv(std::iter::once(header).chain(texts.iter().map(row)))?;
    write!(out, "{table}")?;
    Ok(Exit::Done)
}

/// Prints what was taken, and why the rest was not.
fn tell(summary: &Summary, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{:<18}{:>12}{:>12}{:>12}", "relation", "rows read", "kept", "set aside")?;
    for tally in &summary.tallies {
        let (read, kept, aside) = (tally.read, tally.kept, tally.set_aside);
        writeln!(out, "{:<18}{read:>12}{kept:>12}{aside:>12}", tally.relation)?;
    }
    for reason in &summary.reasons {
        explain(reason, out)?;
    }
    for question in &summary.questions {
        writeln!(out)?;
        print_finding(question, out)?;
    }
    Ok(())
}

fn explain(reason: &Reason, out: &mut impl Write) -> Result<()> {
    let relation = if reason.relation.is_empty() { "source" } else { &reason.relation };
    let rows = if reason.rows == 1 { "once".to_owned() } else { format!("{} times", reason.rows) };
    writeln!(out, "\n{} ({relation}): {}, {rows}", reason.kind, sanitised(&reason.reason))?;
    for example in &reason.examples {
        writeln!(out, "  {}", sanitised(example))?;
    }
    let more = reason.rows.saturating_sub(reason.examples.len() as u64);
    if more > 0 {
        writeln!(out, "  and {more} more; `trellis check` lists them by kind")?;
    }
    Ok(())
}
