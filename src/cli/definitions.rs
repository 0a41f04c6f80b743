//! `trellis definitions`: lists the definitions in force, prints one, or publishes them all.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use color_eyre::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::Exit;
use super::opening::SpecialtyArgs;
use super::telling::tell;
use crate::casefile::prepare;
use crate::casefile::specialty::Folder;
use crate::domain::experience::{Definition, DefinitionStanding, Minimum};
use crate::domain::id::Code;
use crate::domain::text::sanitised;

mod site;

/// List the definitions of experiences, print one, or publish them as a website
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
    trellis definitions                           list them\n  \
    trellis definitions hemorrhage_major          print one, with its SQL\n  \
    trellis definitions my.duckdb                 list them with the exposures of a case file\n  \
    trellis definitions --site public/definitions write one page a definition")]
pub struct DefinitionsArgs {
    /// Case file whose exposures are counted, or the code of a definition
    #[arg(value_name = "CASES")]
    cases: Option<PathBuf>,
    /// Code of the one definition to print
    code: Option<String>,
    /// Folder of the program's own definitions, which override or add
    #[arg(long, value_name = "DIR")]
    definitions: Option<PathBuf>,
    #[command(flatten)]
    specialty: SpecialtyArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write a static website into this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["json", "code"])]
    site: Option<PathBuf>,
}

/// A definition as it is shown: with its reference minimum, and n where a case file was named.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    definition: &'a Definition,
    /// The specialty's reference row; a case file may hold another.
    minimum: Option<Minimum>,
    /// Exposures that the case file holds under this very version.
    n: Option<u64>,
}

/// Runs the command.
pub fn run(args: &DefinitionsArgs, out: &mut impl Write) -> Result<Exit> {
    let specialty = args.specialty.folder()?;
    let in_force = specialty.definitions(args.definitions.as_deref())?;
    let (cases, code) = asked(args, &in_force);
    let held = cases.map(|path| prepare::held(path, &in_force)).transpose()?.unwrap_or_default();
    let shown = shown(&specialty, &in_force, &held);
    if let Some(folder) = &args.site {
        site::write(folder, &shown)?;
        writeln!(out, "wrote {} definitions; open {}", shown.len(), folder.join("index.html").display())?;
        return Ok(Exit::Done);
    }
    let Some(code) = code else {
        return if args.json { json(&shown, out) } else { list(&shown, out) };
    };
    match shown.iter().find(|s| s.definition.code.as_str() == code) {
        Some(one) if args.json => json(one, out),
        Some(one) => print(one, out),
        None => {
            let code = sanitised(code);
            tell(format_args!("there is no definition {code}; `trellis definitions` lists them all"));
            Ok(Exit::Usage)
        }
    }
}

/// Tells case file and code apart: a lone word that names a definition, or no file, is a code.
fn asked<'a>(args: &'a DefinitionsArgs, in_force: &[Definition]) -> (Option<&'a Path>, Option<&'a str>) {
    let first = args.cases.as_deref();
    if args.code.is_some() {
        return (first, args.code.as_deref());
    }
    let is_code = |word: &&str| {
        in_force.iter().any(|d| d.code.as_str() == *word) || word.parse::<Code>().is_ok() && !is_path(word)
    };
    match first.and_then(Path::to_str).filter(is_code) {
        Some(code) => (None, Some(code)),
        None => (first, None),
    }
}

fn is_path(word: &str) -> bool {
    word.contains(['.', '/', '\\']) || Path::new(word).exists()
}

fn shown<'a>(specialty: &Folder, in_force: &'a [Definition], held: &BTreeMap<Code, u64>) -> Vec<Shown<'a>> {
    let show = |definition| Shown {
        definition,
        minimum: specialty.minimum(definition),
        n: held.get(&definition.code).copied(),
    };
    in_force.iter().map(show).collect()
}

fn json(what: &impl Serialize, out: &mut impl Write) -> Result<Exit> {
    serde_json::to_writer_pretty(&mut *out, what)?;
    writeln!(out)?;
    Ok(Exit::Done)
}

/// Prints one line a definition, under its group.
fn list(shown: &[Shown], out: &mut impl Write) -> Result<Exit> {
    let with_n = shown.iter().any(|s| s.n.is_some());
    let codes = shown.iter().map(|s| s.definition.code.as_str().len()).max().unwrap_or(0);
    let mut group = None;
    for one in shown {
        let d = one.definition;
        if group.replace(d.group) != Some(d.group) {
            let n = if with_n { " exposures" } else { "" };
            writeln!(out, "{:<codes$} {:<28} {:<8} {:>7}{n}", d.group, "", "status", "minimum")?;
        }
        let (title, status) = (padded(&d.title, 28), d.status);
        let minimum = one.minimum.as_ref().map_or_else(|| "-".to_owned(), short);
        let n = match (with_n, one.n) {
            (false, _) => String::new(),
            (true, n) => format!(" {:>9}", n.map_or_else(|| "not yet".to_owned(), |n| n.to_string())),
        };
        writeln!(out, "{:<codes$} {title} {status:<8} {minimum:>7}{n}", d.code)?;
    }
    writeln!(
        out,
        "\n* unverified, see the definition. Experience, not competence.\n`trellis definitions CODE` prints one with its SQL."
    )?;
    Ok(Exit::Done)
}

/// Writes a minimum in a table, marked where no authority was read that publishes it.
fn short(minimum: &Minimum) -> String {
    let mark = if minimum.status == DefinitionStanding::Standard { "" } else { "*" };
    format!("{}{mark}", minimum.minimum)
}

/// Writes a minimum with all that is known about it.
fn long(minimum: &Minimum) -> String {
    let note = minimum.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    let Minimum { minimum, version, source, status, .. } = minimum;
    format!("{minimum} by graduation{note} ({status}; {version}; {source}); not a sign of competence")
}

/// Returns `text` with spaces up to `width` columns.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Prints one definition whole.
fn print(one: &Shown, out: &mut impl Write) -> Result<Exit> {
    let d = one.definition;
    writeln!(out, "{} ({})\n", d.title, d.code)?;
    for (name, value) in facts(one) {
        let lines = wrapped(&value, 68);
        writeln!(out, "{name:<12}{}", lines.join("\n            "))?;
    }
    writeln!(out)?;
    for line in query(d).lines() {
        writeln!(out, "{}", sanitised(line))?;
    }
    Ok(Exit::Done)
}

/// Breaks text between words into lines of at most `width` columns; a longer word stands alone.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns what is to be said of a definition, in order.
fn facts(one: &Shown) -> Vec<(&'static str, String)> {
    let d = one.definition;
    let rotations = if d.rotations.is_empty() { "all".to_owned() } else { d.rotations.join(", ") };
    let minimum = one.minimum.as_ref().map_or_else(|| "none".to_owned(), long);
    let mut facts = vec![
        ("summary", d.summary.clone()),
        ("includes", d.includes.clone()),
        ("excludes", d.excludes.clone()),
        ("limits", d.limits.clone()),
        ("group", d.group.to_string()),
        ("unit", d.unit.clone()),
        ("rotations", rotations),
        ("minimum", minimum),
        ("status", d.status.to_string()),
        ("source", d.source.clone()),
        ("version", d.hash.clone()),
    ];
    if let Some(n) = one.n {
        facts.push(("exposures", n.to_string()));
    }
    facts
}

/// Returns a definition's SQL without the header, which is shown in words.
fn query(definition: &Definition) -> &str {
    let header: usize =
        definition.sql.split_inclusive('\n').take_while(|line| line.starts_with("--")).map(str::len).sum();
    definition.sql[header..].trim()
}
