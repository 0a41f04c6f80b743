//! Files that a command writes for people.

use std::io::Write as _;
use std::path::Path;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;

use super::signing::shown;

/// Writes a file that appears whole or not at all, and that only its owner may read.
pub fn written(path: &Path, text: &str, replace: bool) -> Result<()> {
    let failed = || format!("{} could not be written; name another with -o", shown(path));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).wrap_err_with(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).wrap_err_with(failed)?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|refused| refused.error).wrap_err_with(failed)
}
