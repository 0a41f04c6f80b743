//! `trellis config`, and where the thresholds of the rules come from.

use std::io::Write;
use std::path::{Path, PathBuf};

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, eyre};
use etcetera::BaseStrategy as _;

use super::Exit;
use crate::domain::text::sanitised;
use crate::prompts::Thresholds;
use crate::prompts::thresholds;

/// Which thresholds the rules ask by
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ThresholdsArgs {
    /// The thresholds of the rules, as TOML; `trellis config` prints those in force
    #[arg(long, value_name = "FILE", env = "TRELLIS_THRESHOLDS")]
    pub thresholds: Option<PathBuf>,
}

/// Print the thresholds in force
///
/// As TOML, each under its meaning, and where they come from: `--thresholds`, else
/// `TRELLIS_THRESHOLDS`, else `trellis/thresholds.toml` in the platform's config folder, else the defaults.
/// Example: trellis config > thresholds.toml
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigArgs {
    #[command(flatten)]
    thresholds: ThresholdsArgs,
}

impl ThresholdsArgs {
    /// Reads the thresholds in force; the defaults where no file is given and none stands in the config folder.
    pub fn read(&self) -> Result<Thresholds> {
        Ok(self.found()?.1)
    }

    /// Returns the thresholds in force and the file that they come from.
    fn found(&self) -> Result<(Option<PathBuf>, Thresholds)> {
        match self.thresholds.clone().or_else(usual_place) {
            Some(path) => read(&path).map(|thresholds| (Some(path), thresholds)),
            None => Ok((None, Thresholds::default())),
        }
    }
}

/// Returns the file in the platform's config folder, if it is there.
fn usual_place() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("thresholds.toml")).filter(|path| path.exists())
}

/// Returns the program's own folder in the platform's config folder.
pub fn config_folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir().join("trellis"))
}

fn read(path: &Path) -> Result<Thresholds> {
    let shown = sanitised(&path.display().to_string());
    let text = std::fs::read_to_string(path)
        .wrap_err_with(|| format!("the thresholds file {shown} could not be read"))?;
    thresholds::read(&text).map_err(|why| eyre!("the thresholds file {shown} does not hold: {why}"))
}

/// Prints the thresholds in force.
pub fn run(args: &ConfigArgs, out: &mut impl Write) -> Result<Exit> {
    let (from, known) = args.thresholds.found()?;
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
    Ok(Exit::Done)
}
