//! Where the committee's ledger stands, who said so, and whether a new one may begin there.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::builder::{TypedValueParser, ValueParserFactory};
use clap::error::ErrorKind;
use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::config::settings::{Settings, variable};
use super::surroundings::completed;
use crate::casefile::open::{self, CaseFile};
use crate::domain::text::sanitised;
use crate::ledger::entry::Actor;
use crate::ledger::file;
use crate::ledger::identity::Identity;
use crate::ledger::place::LedgerPlace;
use crate::ledger::store::Ledger;

const VARIABLE: &str = "TRELLIS_LEDGER";

/// Reads a place on the command line; what it refuses it does not repeat, since a password may stand in it.
#[derive(Clone, Debug)]
pub struct PlaceParser;

impl TypedValueParser for PlaceParser {
    type Value = LedgerPlace;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<LedgerPlace, clap::Error> {
        let Some(text) = value.to_str() else { return Ok(LedgerPlace::File(PathBuf::from(value))) };
        text.parse()
            .map(completed)
            .map_err(|why| clap::Error::raw(ErrorKind::ValueValidation, format!("{why}\n")).with_cmd(command))
    }
}

impl ValueParserFactory for LedgerPlace {
    type Parser = PlaceParser;

    fn value_parser() -> PlaceParser {
        PlaceParser
    }
}

/// Who said where the ledger stands; whoever comes first is heard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NamedBy {
    Option,
    Environment,
    Settings,
    CaseFile,
    Nobody,
}

impl fmt::Display for NamedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Option => "as --ledger says",
            Self::Environment => "as TRELLIS_LEDGER says",
            Self::Settings => "as the settings say",
            Self::CaseFile => "as the case file says",
            Self::Nobody => "beside the case file, since nobody names another",
        })
    }
}

/// Where the ledger stands, and who said so.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub place: LedgerPlace,
    pub by: NamedBy,
}

/// The case file whose ledger is meant: opened, or by its path where nothing else is read from it.
#[derive(Clone, Copy, Debug)]
pub enum Cases<'a> {
    Open(&'a CaseFile),
    At(&'a Path),
}

impl<'a> From<&'a CaseFile> for Cases<'a> {
    fn from(opened: &'a CaseFile) -> Self {
        Self::Open(opened)
    }
}

impl<'a> From<&'a Path> for Cases<'a> {
    fn from(path: &'a Path) -> Self {
        Self::At(path)
    }
}

impl<'a> From<&'a PathBuf> for Cases<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::At(path)
    }
}

impl Cases<'_> {
    fn path(&self) -> &Path {
        match self {
            Self::Open(opened) => opened.path(),
            Self::At(path) => path,
        }
    }

    /// Returns the ledger that the case file itself names.
    fn names(&self) -> Result<Option<String>> {
        Ok(match self {
            Self::Open(opened) => opened.ledger(),
            Self::At(path) => open::ledger_named_in(path, Settings::read()?.limits()?),
        })
    }
}

/// Finds out where the ledger of a case file stands: as the option says, else the environment, the settings, the case
/// file, and else beside it.
pub fn chosen(option: Option<&LedgerPlace>, cases: Cases<'_>) -> Result<Chosen> {
    if let Some(place) = option {
        return Ok(Chosen { place: place.clone(), by: NamedBy::Option });
    }
    if let Some(text) = variable(VARIABLE) {
        let place = text.parse().map_err(|why| eyre!("{VARIABLE}: {why}"))?;
        return Ok(Chosen { place: completed(place), by: NamedBy::Environment });
    }
    if let Some(place) = Settings::read()?.ledger() {
        return Ok(Chosen { place: completed(place), by: NamedBy::Settings });
    }
    let path = cases.path();
    Ok(match cases.names()? {
        Some(name) => Chosen { place: LedgerPlace::File(beside(path, &name)?), by: NamedBy::CaseFile },
        None => Chosen { place: LedgerPlace::File(file::beside(path)), by: NamedBy::Nobody },
    })
}

/// Returns the file beside `cases` that it names. Nobody vouches for a case file: it leads into no other folder, and
/// across no network.
fn beside(cases: &Path, name: &str) -> Result<PathBuf> {
    let shown = sanitised(name);
    let is_plain = !name.contains(['/', '\\', ':', '=']) && !name.starts_with('.') && shown == name;
    if !is_plain || name.contains(", database ") {
        bail!(
            "the case file names {shown} as its committee's ledger, which is no file beside it, and no case file is \
             followed elsewhere; where that is your ledger, say so with --ledger, {VARIABLE}, or place under [ledger] \
             in the settings"
        );
    }
    Ok(cases.with_file_name(name))
}

/// Returns what a case file at `cases` is to say of its ledger: the name of a file beside it, else where it stands,
/// without user and password, for people to read.
pub fn named_for(cases: &Path, place: &LedgerPlace) -> String {
    let folder = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).canonicalize().ok()
    };
    let name = place.file().filter(|file| folder(file) == folder(cases)).and_then(Path::file_name);
    name.map_or_else(|| place.to_string(), |name| name.to_string_lossy().into_owned())
}

/// Says which other ledgers lie near, of which one may be meant.
pub fn others(near: &[String]) -> String {
    match near {
        [] => String::new(),
        [one] => format!("; near it stands {one}: if that is the one, name it with --ledger"),
        many => {
            format!("; near it stand {}: if one of them is meant, name it with --ledger", many.join(", "))
        }
    }
}

/// Says who would be the only one to sign in a ledger that begins.
pub fn only_signer(actor: &Actor, identity: &Identity) -> String {
    format!("{}, {}, {}", actor.id, actor.role, identity.public().fingerprint())
}

/// Refuses a database in which other ledgers stand and none under the given name: it is mistyped sooner than new.
pub fn refuse_a_mistyped_name(ledger: &mut Ledger) -> Result<()> {
    if ledger.state().count() == 0 && ledger.file().is_none() {
        let near = ledger.near();
        if !near.is_empty() {
            bail!(
                "there is no ledger of this name: {}; the database has {}; give one of them as ?ledger=NAME, or \
                 begin a new one by a command with --new-ledger",
                ledger.shown(),
                near.join(", ")
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_file_names_a_file_beside_it_and_leads_nowhere_else() {
        let cases = Path::new("/data/ccc/2027.duckdb");
        let named = |name: &str| beside(cases, name);
        assert_eq!(named("lakeside.ledger.jsonl").unwrap(), Path::new("/data/ccc/lakeside.ledger.jsonl"));
        for elsewhere in [
            "/etc/passwd",
            "../other.ledger.jsonl",
            "sub/other.ledger.jsonl",
            "..",
            ".hidden",
            "a\\b.jsonl",
            "postgres://lin@db/ccc",
            "db, database ccc, ledger main",
            "C:x.jsonl",
            "host=db",
            "x\u{1b}[31m.jsonl",
        ] {
            let why = named(elsewhere).unwrap_err().to_string();
            assert!(why.contains("no case file is followed elsewhere") && !why.contains('\u{1b}'), "{why}");
        }
    }

    #[test]
    fn what_a_case_file_is_given_to_say_holds_no_password() {
        let folder = tempfile::tempdir().unwrap();
        let cases = folder.path().join("cases.duckdb");
        let said = |place: &str| named_for(&cases, &place.parse().unwrap());
        let beside = folder.path().join("a.ledger.jsonl");
        assert_eq!(said(beside.to_str().unwrap()), "a.ledger.jsonl");
        assert_eq!(said("/elsewhere/a.ledger.jsonl"), "/elsewhere/a.ledger.jsonl");
        let shared = said("postgres://lin:SECRET@db.example/ccc?ledger=a");
        assert!(!shared.contains("SECRET") && !shared.contains("lin"), "{shared}");
        assert!(beside_is_refused(&cases, &shared), "{shared}");
    }

    fn beside_is_refused(cases: &Path, name: &str) -> bool {
        beside(cases, name).is_err()
    }
}
