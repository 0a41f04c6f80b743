//! The sample program, carried in the binary: a synthetic one, in which nobody exists.

use std::fs;
use std::path::Path;

use super::error::{CaseFileError, Result};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The files of `sample-data/program`, with their names.
        const FILES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../sample-data/program/", $name)))),*];
    };
}

files! {
    "absences.csv",
    "assessments.csv",
    "benchmarks.csv",
    "case_facts.parquet",
    "case_staff.parquet",
    "cases.parquet",
    "exams.csv",
    "faculty.csv",
    "measures.parquet",
    "milestones.csv",
    "procedures.parquet",
    "program.csv",
    "residents.csv",
    "rotations.csv",
    "self_logged.csv",
    "statements.csv",
}

/// Writes the sample program's files into `folder`, from where `import` reads them.
pub fn unpack(folder: &Path) -> Result<()> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|source| CaseFileError::Io { what: "writing", path, source })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_of_the_sample_program_is_forgotten() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/program");
        let mut on_disk: Vec<_> =
            fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        on_disk.sort();
        assert_eq!(on_disk, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
