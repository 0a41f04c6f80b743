//! Ratings that nobody sees before all are called.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail, eyre};
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use super::room::record;
use super::standing::open_meeting;
use crate::cli::Exit;
use crate::cli::opening::CaseFileArgs;
use crate::cli::signing::{ActArgs, drafts_beside, shown};
use crate::committee::request::Request;
use crate::domain::catalog::Catalog;
use crate::domain::entrustment::Epa;
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Card, Progress};
use crate::domain::milestone::HalfSteps;
use crate::domain::overall::ChoiceKind;
use crate::domain::text::sanitised;
use crate::ledger::cards::{Cards, SealedCard};
use crate::ledger::entry::Act;
use crate::ledger::file::fresh_id;
use crate::ui::words;

/// Rate a resident before the meeting, under seal
///
/// The card comes as TOML from standard input or a file: `progress` and tables `epas` and `milestones`.
/// It stays in a folder beside the ledger that only you can read; on record is that you rated, and a seal.
/// Example: trellis meeting rate my.duckdb R0042 --as haddad --role member < card.toml
/// where card.toml holds, for example: epas = { thoracic = "3" }
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RateArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    resident: ResidentId,
    /// Read the card from this file; from standard input unless given
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Whose rating it is, where the chair takes the cards of members without a terminal
    #[arg(long = "for", value_name = "WHO")]
    rater: Option<String>,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Open your cards of every resident whose ratings are called
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting reveal my.duckdb --as haddad --role member")]
pub struct RevealArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    #[command(flatten)]
    ledger: ActArgs,
}

/// A card as a member writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    progress: Option<String>,
    epas: BTreeMap<String, String>,
    /// Levels, as 3.5.
    milestones: BTreeMap<String, f64>,
}

/// Keeps the card, then records its seal: a seal without its card could never be opened.
pub fn rate(args: &RateArgs, out: &mut impl Write) -> Result<Exit> {
    let text = text(args.card.as_deref())?;
    // What is wrong is named without the line: a card is not for other eyes.
    let written: Written = toml::from_str(&text)
        .map_err(|why| eyre!("the card does not read as TOML: {}", sanitised(why.message())))?;
    let card = checked(&written, &super::plan::catalog(&args.case_file)?)?;
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let actor = args.ledger.at.who.actor()?;
    let rater = args.rater.clone().unwrap_or_else(|| actor.id.clone());
    let open = open_meeting(&ledger)?;
    let there = open.attendance.as_ref().is_none_or(|taken| taken.present.contains(&rater));
    if rater != actor.id && !there {
        bail!(
            "{} is not there: nobody rates for who is absent; take the attendance again",
            sanitised(&rater)
        );
    }
    let meeting = open.id.clone();
    let sealed = SealedCard::new(meeting, args.resident.clone(), rater, card);
    let kept = cards(args.case_file.cases.as_path(), &args.ledger)?.keep(&sealed)?;
    let request = Request {
        id: fresh_id(),
        subject: Some(args.resident.clone()),
        act: sealed.sealed(),
        supersedes: sealed.supersedes(ledger.state()),
        evidence: None,
    };
    let entry = &args.ledger.send(&mut ledger, request)?.entry;
    writeln!(out, "entry {}: {}", entry.seq, words::act(&entry.act))?;
    writeln!(out, "the card is in {}; it opens when the ratings are called", shown(&kept))?;
    Ok(Exit::Done)
}

/// Opens what was called and is on this machine.
pub fn reveal(args: &RevealArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let cards = cards(&args.case_file.cases, &args.ledger)?;
    let mut opened = 0;
    open_meeting(&ledger)?;
    for waiting in cards.waiting(ledger.state()) {
        let (resident, entry, card) = waiting?;
        let act = Act::RatingRevealed { entry, card: card.card, salt: card.salt };
        write!(out, "{resident}: ")?;
        record(&args.ledger, &mut ledger, Some(&resident), act, out)?;
        opened += 1;
    }
    if opened == 0 {
        writeln!(
            out,
            "no rating that was called waits on this machine; `trellis meeting status` lists them all"
        )?;
    }
    Ok(Exit::Done)
}

fn cards(cases: &Path, ledger: &ActArgs) -> Result<Cards> {
    Ok(Cards::beside(&drafts_beside(&ledger.at.place(cases)?)?, &ledger.at.who.actor()?.id))
}

fn text(path: Option<&Path>) -> Result<String> {
    let Some(path) = path else {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).wrap_err("the card could not be read from standard input")?;
        return Ok(text);
    };
    fs::read_to_string(path).wrap_err_with(|| format!("{} could not be read", shown(path)))
}

/// Returns the card with every word that the case file knows.
fn checked(written: &Written, catalog: &Catalog) -> Result<Card> {
    let progress = written.progress.as_deref().map(|code| progress(catalog, code)).transpose()?;
    let mut card = Card { progress, ..Card::default() };
    for (code, level) in &written.epas {
        let epa = epa(catalog, code)?;
        let scale = catalog.scale(&epa.scale);
        let scale = scale.ok_or_else(|| eyre!("the scale {} is not in the case file", epa.scale))?;
        if scale.rank(level).is_none() {
            let known: Vec<_> = scale.levels.iter().map(|level| level.level.as_str()).collect();
            bail!(
                "{:?} is no level of {}; its levels are {}",
                sanitised(level),
                scale.title,
                known.join(", ")
            );
        }
        card.epas.insert(epa.id.clone(), level.clone());
    }
    for (code, level) in &written.milestones {
        let found = catalog.subcompetencies.iter().find(|found| found.id.as_str() == code);
        let id = found.ok_or_else(|| eyre!("there is no subcompetency {:?}", sanitised(code)))?.id.clone();
        card.milestones.insert(id, half_steps(*level)?);
    }
    if card.is_empty() {
        bail!("the card is empty; rate an activity, a milestone or the progress");
    }
    Ok(card)
}

/// Returns a code of progress that the case file knows; it may be older than such rows, and then ours hold.
fn progress(catalog: &Catalog, code: &str) -> Result<String> {
    let mut known: Vec<_> = catalog.choices(ChoiceKind::Progress).map(|choice| choice.code.clone()).collect();
    if known.is_empty() {
        known = Progress::iter().map(|progress| progress.to_string()).collect();
    }
    if known.iter().any(|known| known == code) {
        return Ok(code.to_owned());
    }
    bail!("{:?} is no progress; write one of {}", sanitised(code), known.join(", "))
}

fn epa<'a>(catalog: &'a Catalog, code: &str) -> Result<&'a Epa> {
    catalog.epas.iter().find(|epa| epa.id.as_str() == code).ok_or_else(|| {
        let known: Vec<_> = catalog.epas.iter().map(|epa| epa.id.as_str()).collect();
        eyre!("there is no activity {:?}; the case file has {}", sanitised(code), known.join(", "))
    })
}

/// Reads a milestone level, as 3.5.
fn half_steps(level: f64) -> Result<HalfSteps> {
    let steps = level * 2.0;
    let whole = (0.0..=10.0).contains(&steps) && steps.fract() == 0.0;
    let found = whole.then(|| HalfSteps::try_from(steps as u8).ok()).flatten();
    found.ok_or_else(|| {
        eyre!("{level} is no milestone level; write 0 (not yet level 1), or 1 to 5 in steps of 0.5")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::overall::Choice;
    use crate::testing::growth::program;

    #[test]
    fn the_case_files_own_rows_of_progress_hold_and_ours_only_where_it_has_none() {
        let (mut catalog, _) = program(1);
        assert_eq!(progress(&catalog, "as_expected").ok().as_deref(), Some("as_expected"));
        let told = progress(&catalog, "ahead").unwrap_err().to_string();
        assert!(told.contains("is no progress") && told.contains("not_as_expected"), "{told}");
        let (code, title) = ("ahead".to_owned(), "Ahead of schedule".to_owned());
        catalog.choices.push(Choice { kind: ChoiceKind::Progress, code, title });
        assert_eq!(progress(&catalog, "ahead").ok().as_deref(), Some("ahead"));
        assert!(progress(&catalog, "as_expected").is_err());
    }

    #[test]
    fn a_level_is_read_in_half_steps_and_nothing_between() {
        let read = |level| half_steps(level).ok().map(HalfSteps::get);
        assert_eq!([0.0, 1.0, 3.5, 5.0].map(read), [Some(0), Some(2), Some(7), Some(10)]);
        for wrong in [0.5, 3.25, 5.5, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
