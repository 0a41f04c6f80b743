//! `trellis` alone: what there is to begin with, and the case file of this folder.

use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use color_eyre::Result;

use super::Exit;
use super::review::{self, ReviewArgs};
use crate::domain::text::sanitised;

/// The review's arguments, as its command line would give them.
#[derive(Debug, Parser)]
struct Review {
    #[command(flatten)]
    args: ReviewArgs,
}

/// Says what to begin with; where this folder has one case file, offers it.
pub fn run(out: &mut impl Write) -> Result<Exit> {
    writeln!(out, "trellis: experience, not competence\n")?;
    let files = case_files(Path::new("."));
    let [file] = &files[..] else {
        lines(out, &files)?;
        return Ok(Exit::Done);
    };
    let name = sanitised(&file.display().to_string());
    writeln!(
        out,
        "  trellis review {name:<18}  step through the residents of the case file of this folder by keys"
    )?;
    writeln!(out, "  trellis --help                      all commands")?;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Ok(Exit::Done);
    }
    write!(out, "\nEnter opens {name}; anything else and Enter leaves: ")?;
    out.flush()?;
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer)?;
    if read == 0 || !answer.trim().is_empty() {
        return Ok(Exit::Done);
    }
    // A name may begin as a flag does.
    let file = Path::new(".").join(file);
    let review = Review::try_parse_from([Path::new("trellis").as_os_str(), file.as_os_str()])?;
    review::run(&review.args, out)
}

fn lines(out: &mut impl Write, files: &[PathBuf]) -> io::Result<()> {
    if files.is_empty() {
        writeln!(out, "  trellis demo                        try it on a synthetic program")?;
        writeln!(out, "  trellis import FOLDER -o my.duckdb  make a case file from exports")?;
        writeln!(out, "  trellis review my.duckdb            step through residents by keys")?;
    }
    for file in files {
        writeln!(out, "  trellis review {}", sanitised(&file.display().to_string()))?;
    }
    writeln!(out, "  trellis --help                      all commands")
}

/// Returns the files of a folder that are called as case files are, by name.
fn case_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_one = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "duckdb") && path.is_file();
    let mut files: Vec<_> = entries.map(|entry| PathBuf::from(entry.file_name())).collect();
    files.retain(|name| is_one(&folder.join(name)));
    files.sort();
    files
}
