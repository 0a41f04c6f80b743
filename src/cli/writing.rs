//! Files that a command writes for people.

use std::io::Write;
use std::path::{Path, PathBuf};

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail};

use super::signing::shown;

/// Where a text goes
#[derive(clap::Args, Clone, Debug)]
pub struct OutputArgs {
    /// Write into this file instead of printing
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    replace: bool,
}

impl OutputArgs {
    /// Refuses a file that is there and may not be replaced, before anything is worked out or recorded.
    pub fn free(&self) -> Result<()> {
        match self.output.as_deref().filter(|path| !self.replace && path.exists()) {
            Some(path) => bail!("{} is there already; add --replace, or name another with -o", shown(path)),
            None => Ok(()),
        }
    }

    /// Prints the text, or writes it into the file that was named.
    pub fn deliver(&self, text: &str, out: &mut impl Write) -> Result<()> {
        match &self.output {
            Some(path) => {
                written(path, text, self.replace)?;
                writeln!(out, "wrote {}", shown(path))?;
            }
            None => out.write_all(text.as_bytes())?,
        }
        Ok(())
    }
}

/// Writes a file that appears whole or not at all, and that only its owner may read.
pub fn written(path: &Path, text: &str, replace: bool) -> Result<()> {
    let failed = || format!("{} could not be written; name another with -o", shown(path));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).wrap_err_with(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).wrap_err_with(failed)?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|refused| refused.error).wrap_err_with(failed)
}
