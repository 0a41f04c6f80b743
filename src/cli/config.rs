//! `trellis config`, and where the thresholds of the rules come from.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, eyre};

use super::Exit;
use crate::domain::text::sanitised;
use crate::prompts::Thresholds;
use crate::prompts::thresholds;

pub mod file;
pub mod settings;
mod themes;
mod written;

use settings::config_folder;

use file::File;
use settings::Settings;

/// Which thresholds the rules ask by
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ThresholdsArgs {
    /// The thresholds of the rules, as TOML; `trellis config thresholds` prints those in force
    #[arg(long, value_name = "FILE", env = "TRELLIS_THRESHOLDS")]
    pub thresholds: Option<PathBuf>,
}

/// Print the settings in force, and where each comes from
///
/// As TOML: saved as `trellis/config.toml` in the platform's config folder it changes nothing. A flag of a command
/// beats an environment variable beats the file, which `TRELLIS_CONFIG` may name.
/// Example: trellis config check
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Name the line and the key of whatever does not hold in the file
    Check,
    /// Print what may stand in the file, as JSON Schema
    Schema,
    /// Print the thresholds of the rules in force, and where they come from
    ///
    /// As TOML, each under its meaning: `--thresholds`, else `TRELLIS_THRESHOLDS`, else `rules.thresholds` of the
    /// settings, else `trellis/thresholds.toml` in the platform's config folder, else the defaults.
    /// Example: trellis config thresholds > thresholds.toml
    #[command(verbatim_doc_comment)]
    Thresholds(ThresholdsArgs),
}

impl ThresholdsArgs {
    /// Reads the thresholds in force; the defaults where no file is given and none stands in the config folder.
    pub fn read(&self) -> Result<Thresholds> {
        Ok(self.found()?.1)
    }

    /// Returns the thresholds in force and the file that they come from.
    fn found(&self) -> Result<(Option<PathBuf>, Thresholds)> {
        let file = match &self.thresholds {
            Some(file) => Some(file.clone()),
            None => Settings::read()?.thresholds().or_else(usual_place),
        };
        match file {
            Some(path) => read(&path).map(|thresholds| (Some(path), thresholds)),
            None => Ok((None, Thresholds::default())),
        }
    }
}

/// Returns the file in the platform's config folder, if it is there.
fn usual_place() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("thresholds.toml")).filter(|path| path.exists())
}

fn read(path: &Path) -> Result<Thresholds> {
    let shown = sanitised(&path.display().to_string());
    let text = std::fs::read_to_string(path)
        .wrap_err_with(|| format!("the thresholds file {shown} could not be read"))?;
    thresholds::read(&text).map_err(|why| eyre!("the thresholds file {shown} does not hold: {why}"))
}

/// Prints what is asked for.
pub fn run(args: &ConfigArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.what {
        None => write!(out, "{}", written::settings(&Settings::read()?)?)?,
        Some(What::Check) => return check(out),
        Some(What::Schema) => {
            let schema = schemars::schema_for!(File);
            writeln!(out, "{}", serde_json::to_string_pretty(&schema)?)?;
        }
        Some(What::Thresholds(args)) => print_thresholds(args, out)?,
    }
    Ok(Exit::Done)
}

/// Names everything that does not hold in the file.
fn check(out: &mut impl Write) -> Result<Exit> {
    let (settings, mut wrong) = Settings::checked()?;
    wrong.extend(settings.keys().err().into_iter().flatten());
    wrong.sort_by_key(|mistake| mistake.line);
    let path = settings.path.as_deref().unwrap_or(Path::new("config.toml"));
    let path = sanitised(&path.display().to_string());
    if !settings.exists {
        writeln!(out, "{path} is not there; all settings are the defaults")?;
        return Ok(Exit::Done);
    }
    for mistake in &wrong {
        writeln!(out, "{path}: {mistake}")?;
    }
    if wrong.is_empty() {
        writeln!(out, "{path} holds")?;
    }
    Ok(if wrong.is_empty() { Exit::Done } else { Exit::Wrong })
}

fn print_thresholds(args: &ThresholdsArgs, out: &mut impl Write) -> Result<()> {
    let (from, known) = args.found()?;
    let from = if let Some(path) = &from {
        path.display().to_string()
    } else {
        let place = config_folder().map(|folder| folder.join("thresholds.toml").display().to_string());
        place.map_or("the defaults".to_owned(), |place| format!("the defaults; a file {place} would be read"))
    };
    let from = sanitised(&from);
    writeln!(out, "# Thresholds of the rules. None of them is an authority's: each is a place to ask.")?;
    writeln!(out, "# from: {from}")?;
    writeln!(out, "# SHA-256 of the values: {}", thresholds::hash(&known))?;
    write!(out, "{}", thresholds::written(&known))?;
    Ok(())
}
