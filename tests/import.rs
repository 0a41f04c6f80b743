//! Exports become a case file whole or not at all, and what is not taken is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use duckdb::Connection;
use tempfile::TempDir;

mod bad_input;
mod clock;
mod databases;
mod files;
mod losses;
mod mpog;
mod people;
mod rows;
mod texts;
mod values;
mod whole;
mod words;
mod workbooks;

/// A folder of exports and the case file that is made of it.
struct Export {
    folder: TempDir,
}

impl Export {
    /// The smallest canonical folder that makes a case file.
    fn canonical() -> Self {
        let export = Self::empty();
        export.write(
            "program.csv",
            "name,specialty,data_to,training_months\nSmall,anesthesiology,2026-06-30,36\n",
        );
        export.write(
            "residents.csv",
            "resident_id,name,entered_on,status\nR1,\"Lin, Ada\",2025-07-01,current\nR2,\"Roe, Bo\",2025-07-01,current\n",
        );
        export.write(
            "cases.csv",
            "case_id,started_at,age_years\nC1,2025-07-02 07:30,40\nC2,2025-07-01 07:30:00.5,0.25\n",
        );
        export.write(
            "case_staff.csv",
            "case_id,resident_id,role\nC1,R1,primary\nC2,R1,primary\nC2,R2,second\n",
        );
        export
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("exports")).unwrap();
        Self { folder }
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("exports")
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("cases.duckdb")
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.source().join(name), content).unwrap();
    }

    fn import(&self, further: &[&str]) -> Output {
        let mut command = self.command();
        command.args(further).output().unwrap()
    }

    fn command(&self) -> Command {
        let mut command = trellis();
        command.arg("import").arg(self.source()).arg("-o").arg(self.target());
        command
    }

    fn open(&self) -> Connection {
        Connection::open(self.target()).unwrap()
    }

    /// The first column of the first row.
    fn ask(&self, sql: &str) -> Option<String> {
        let sql = format!("select ({sql})::varchar");
        self.open().query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    /// What lies beside the exports: the case file, if there is one, and nothing else.
    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "exports");
        names
    }
}

fn trellis() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env("TRELLIS_KEY", crate::ledger::samples::key_file("lin"));
    command
}

fn check(path: &Path, further: &[&str]) -> Output {
    trellis().arg("check").arg(path).args(further).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
