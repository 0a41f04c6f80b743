//! `trellis decide`.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use crate::committee::evidence::decision::evidence;
use crate::committee::sheet::Sheet as _;
use crate::committee::sheet::decision::{DecisionDraft, DecisionSheet};
use crate::domain::id::EpaId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Actor, Outcome};
use crate::ledger::file::fresh_id;

use super::Exit;
use super::config::ThresholdsArgs;
use super::opening::{self, CaseFileArgs};
use super::signing::ActArgs;

/// Record an entrustment decision
///
/// By the same rules as the review; prints the entry's number and hash.
/// Example: trellis decide my.duckdb R0042 --epa thoracic --level 3 --rationale "Four raters agree" --as lin
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DecideArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    resident: String,
    /// The activity's code
    #[arg(long, value_name = "CODE")]
    epa: String,
    /// The level on the activity's scale; left out to defer
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// What is decided: entrust, keep, withdraw or defer
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<Outcome>,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    rationale: String,
    /// The evidence was looked at and found too thin
    #[arg(long)]
    insufficient_evidence: bool,
    /// The entry that this decision replaces
    #[arg(long, value_name = "ENTRY", requires = "reason")]
    supersedes: Option<u64>,
    /// Why it replaces that entry
    #[arg(long, value_name = "TEXT", requires = "supersedes")]
    reason: Option<String>,
    /// Dissent in the committee, without names
    #[arg(long, value_name = "TEXT")]
    dissent: Option<String>,
    /// Who is recused; may be given several times
    #[arg(long, value_name = "WHO")]
    recused: Vec<String>,
    #[command(flatten)]
    ledger: ActArgs,
    /// Why it is decided while an open meeting is at somebody else; for whoever leads it
    #[arg(long, value_name = "TEXT")]
    out_of_turn: Option<String>,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
}

/// Records the decision and prints where it stands.
pub fn run(args: &DecideArgs, out: &mut impl Write) -> Result<Exit> {
    let case_file = args.case_file.open()?;
    let mut ledger = args.ledger.open(&case_file)?;
    let form = form(args, &case_file, &ledger, &args.ledger.at.who.actor()?)?;
    if let (Some(standing), None) = (&form.standing, &args.reason) {
        let entry = standing.by.entry;
        bail!(
            "nothing was recorded: entry {entry} stands; replace it with --supersedes {entry} --reason TEXT"
        );
    }
    if let Some(missing) = form.missing() {
        bail!("nothing was recorded: {missing}");
    }
    let request = form.request().ok_or_else(|| eyre!("nothing was recorded: choose an outcome"))?;
    if let (Some(named), Some(standing)) = (args.supersedes, &request.supersedes)
        && named != standing.entry
    {
        bail!("nothing was recorded: entry {} stands on this activity, not entry {named}", standing.entry);
    }
    let recorded = args.ledger.send(&mut ledger, request)?;
    writeln!(out, "{}", form.read_back())?;
    writeln!(out, "recorded as entry {} {}", recorded.entry.seq, recorded.hash)?;
    writeln!(out, "in {}", ledger.shown())?;
    Ok(Exit::Done)
}

/// Fills in the form as the review would.
fn form(
    args: &DecideArgs,
    case_file: &crate::casefile::open::CaseFile,
    ledger: &crate::ledger::store::Ledger,
    actor: &Actor,
) -> Result<DecisionSheet> {
    let (catalog, survey) = opening::survey(case_file, ledger.state(), &args.thresholds.read()?)?;
    let dossier = opening::dossier(case_file, &survey, ledger.state(), &args.resident)?;
    let epa = args.epa.parse::<EpaId>().ok().and_then(|id| catalog.epa(&id).cloned());
    let epa = epa.ok_or_else(|| {
        let known: Vec<_> = catalog.epas.iter().map(|e| e.id.as_str()).collect();
        eyre!("there is no activity {:?}; the case file has {}", args.epa, known.join(", "))
    })?;
    let scale =
        catalog.scale(&epa.scale).ok_or_else(|| eyre!("the scale {} is not in the case file", epa.scale))?;
    if let Some(level) = args.level.as_deref().filter(|level| scale.rank(level).is_none()) {
        let known: Vec<_> = scale.levels.iter().map(|l| l.level.as_str()).collect();
        bail!("{level:?} is no level of {}; its levels are {}", scale.title, known.join(", "));
    }
    let outcome =
        args.outcome.unwrap_or(if args.level.is_some() { Outcome::Entrust } else { Outcome::Defer });
    let as_of = catalog.program.data_to;
    let case_file = opening::fingerprint(case_file)?;
    let shown = evidence(&dossier, &epa, ledger.state(), as_of, &case_file);
    let text = |text: &Option<String>| text.as_deref().map(sanitised);
    let saved = DecisionDraft {
        id: fresh_id(),
        resident: dossier.resident.id.clone(),
        epa: epa.id.clone(),
        outcome: Some(outcome),
        level: args.level.clone(),
        rationale: sanitised(&args.rationale),
        insufficient_evidence: args.insufficient_evidence,
        dissent: text(&args.dissent),
        recused: args.recused.iter().map(|who| sanitised(who)).collect(),
        reason: text(&args.reason),
        out_of_turn: text(&args.out_of_turn).unwrap_or_default(),
    };
    let mut sheet = DecisionSheet::open(&dossier, scale, ledger.state(), actor.role, shown, saved);
    sheet.take_turn(ledger.state(), actor);
    Ok(sheet)
}
