//! Decisions on a resident as a whole, and the program director's agreement, by commands.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::levels;
use super::turn::AboutArgs;
use crate::cli::Exit;
use crate::cli::config::ThresholdsArgs;
use crate::cli::opening::{self, CaseFileArgs};
use crate::cli::signing::ActArgs;
use crate::committee::evidence::overall::evidence;
use crate::committee::levels::LevelTable;
use crate::committee::sheet::Sheet as _;
use crate::committee::sheet::overall::{OverallDraft, OverallSheet, levels_to_determine};
use crate::committee::waiting;
use crate::domain::catalog::Catalog;
use crate::domain::overall::ChoiceKind;
use crate::domain::text::sanitised;
use crate::ledger::entry::Actor;
use crate::ledger::file::fresh_id;
use crate::ledger::store::Ledger;
use crate::ui::words;

/// Record a decision on a resident as a whole
///
/// By the same rules as the review: a recommendation, or where the program director
/// signs and something is recommended, the determination on it. Of the milestones only
/// those that are named are recorded; a determination begins with the recommended ones.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: trellis meeting overall my.duckdb R0042 --progress as_expected --rationale \"Four rated so\""
)]
#[group(id = "what", required = true, args = ["progress", "defer"])]
pub struct OverallArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// How the resident gets on: a code of progress in the case file's `overall_choices`
    #[arg(long, value_name = "CODE")]
    progress: Option<String>,
    /// Nothing is decided now
    #[arg(long, conflicts_with_all = ["progress", "action"])]
    defer: bool,
    /// What follows: a code of action in `overall_choices`
    #[arg(long, value_name = "CODE")]
    action: Option<String>,
    /// What the board is told; nothing unless given
    #[arg(long, value_name = "OUTCOME")]
    board: Option<BoardOutcome>,
    /// The essential attributes that are not satisfactory, as codes with commas between them
    #[arg(long, value_name = "CODES", requires = "board")]
    attributes: Option<String>,
    /// Milestone levels, as `PC6 3.5, PROF1 na`
    #[arg(long, value_name = "LEVELS")]
    milestones: Option<String>,
    /// Milestone levels from a CSV file with the columns code, level and perhaps comment: 1 to 5 in half steps, `<1`,
    /// `na` for not assessable, `last` for last time's level taken over; a comment goes into the rationale
    #[arg(long, value_name = "FILE", conflicts_with = "milestones")]
    milestones_file: Option<PathBuf>,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    rationale: String,
    /// The evidence was looked at and found too thin
    #[arg(long)]
    insufficient_evidence: bool,
    /// Dissent in the committee, without names
    #[arg(long, value_name = "TEXT")]
    dissent: Option<String>,
    /// The entry that this decision replaces
    #[arg(long, value_name = "ENTRY", requires = "reason")]
    supersedes: Option<u64>,
    /// Why it replaces that entry
    #[arg(long, value_name = "TEXT", requires = "supersedes")]
    reason: Option<String>,
    /// Why it is decided while the open meeting is at somebody else; for whoever leads it
    #[arg(long, value_name = "TEXT")]
    out_of_turn: Option<String>,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
}

/// What the board is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum BoardOutcome {
    Satisfactory,
    Unsatisfactory,
}

/// Determine as the committee recommends, for its reasons
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting agree my.duckdb 512 --as mccarthy --role program_director")]
pub struct AgreeArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The entry of the recommendation
    entry: u64,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Records the decision and prints where it stands.
pub fn overall(args: &OverallArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let form = form(args, &ledger, &args.about.ledger.at.who.actor()?)?;
    match (&form.standing, args.supersedes) {
        (Some(standing), named) if named != Some(standing.by.entry) => {
            let entry = standing.by.entry;
            bail!(
                "nothing was recorded: entry {entry} stands; replace it with --supersedes {entry} --reason TEXT"
            );
        }
        (None, Some(named)) => bail!("nothing was recorded: entry {named} does not stand on this resident"),
        _ => {}
    }
    if let Some(missing) = form.missing() {
        bail!("nothing was recorded: {missing}");
    }
    let recorded = args.about.ledger.send(&mut ledger, form.request())?;
    writeln!(out, "{}", form.read_back())?;
    form.questions().iter().try_for_each(|text| writeln!(out, "? {text}"))?;
    writeln!(out, "recorded as entry {} {}", recorded.entry.seq, recorded.hash)?;
    Ok(Exit::Done)
}

/// Records the determination that agrees with a recommendation.
pub fn agree(args: &AgreeArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let waiting = waiting::advised(ledger.state());
    let advice = waiting.iter().find(|advice| advice.recorded.entry.seq == args.entry);
    let advice = advice.ok_or_else(|| match waiting.len() {
        0 => eyre!("nothing waits to be determined"),
        n => eyre!("entry {} is no recommendation that waits to be determined; {n} do", args.entry),
    })?;
    let request = waiting::agreed(ledger.state(), advice, fresh_id());
    let recorded = args.ledger.send(&mut ledger, request)?;
    writeln!(out, "entry {}: {}", recorded.entry.seq, words::act(&recorded.entry.act))?;
    Ok(Exit::Done)
}

/// Fills in the form as the review would.
fn form(args: &OverallArgs, ledger: &Ledger, actor: &Actor) -> Result<OverallSheet> {
    let case_file = args.about.case_file.open()?;
    let (catalog, survey) = opening::survey(&case_file, ledger.state(), &args.thresholds.read()?)?;
    let dossier = opening::dossier(&case_file, &survey, ledger.state(), args.about.resident.as_str())?;
    let known =
        |kind, code: &Option<String>| code.as_deref().map(|code| known(&catalog, kind, code)).transpose();
    if args.attributes.is_some() && args.board != Some(BoardOutcome::Unsatisfactory) {
        bail!("attributes that are not satisfactory go with --board unsatisfactory");
    }
    let text = |text: &Option<String>| text.as_deref().map(sanitised).unwrap_or_default();
    let saved = OverallDraft {
        id: fresh_id(),
        resident: args.about.resident.clone(),
        progress: known(ChoiceKind::Progress, &args.progress)?,
        deferred: args.defer,
        action: known(ChoiceKind::Action, &args.action)?,
        board: args.board.map(|outcome| outcome == BoardOutcome::Satisfactory),
        attributes: text(&args.attributes),
        milestones: text(&args.milestones),
        levels: levels_to_determine(ledger.state(), &args.about.resident, actor.role),
        rationale: sanitised(&args.rationale),
        insufficient_evidence: args.insufficient_evidence,
        dissent: text(&args.dissent),
        reason: text(&args.reason),
        out_of_turn: text(&args.out_of_turn),
    };
    let as_of = catalog.program.data_to;
    let case_file = opening::fingerprint(&case_file)?;
    let shown = evidence(&dossier, &catalog, ledger.state(), as_of, &case_file);
    let table = LevelTable::beside_a_decision(&catalog.subcompetencies, &dossier, ledger.state(), actor);
    let mut sheet = OverallSheet::open(saved, ledger.state(), actor.role, (&catalog, table), shown);
    sheet.take_turn(ledger.state(), actor);
    if let Some(file) = &args.milestones_file {
        levels::take(&levels::read(file)?, &mut sheet)?;
    }
    Ok(sheet)
}

/// Returns a code that the case file has.
fn known(catalog: &Catalog, kind: ChoiceKind, code: &str) -> Result<String> {
    let codes: Vec<_> = catalog.choices(kind).map(|choice| choice.code.as_str()).collect();
    if codes.contains(&code) {
        return Ok(code.to_owned());
    }
    let what = kind.to_string();
    if codes.is_empty() {
        bail!("the case file has no {what} to choose from; import it anew");
    }
    bail!("{:?} is no {what} of this case file; it has {}", sanitised(code), codes.join(", "))
}
