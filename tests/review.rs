//! The review in a real terminal: by keys, cut short, on small and changing screens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, OnceLock};

use tempfile::TempDir;

use trellis::ledger::entry::{Act, Actor, Role};
use trellis::ledger::signers::Signers;
use trellis::ledger::store::Ledger;

use crate::ledger::samples::{founding, identity, key_file, signer};

mod asked;
mod begins;
mod endings;
mod hand;
mod journey;
mod looks;
mod manners;
mod names;
pub mod pty;
mod reading;
mod storm;
mod waiting;

use pty::Terminal;

/// What triage says on every width, and no other screen does.
const TRIAGE: &str = "sorted by open prompts";

/// A copy of a case file, in a folder of its own.
pub struct Program {
    folder: TempDir,
}

impl Program {
    /// The sample program, with a ledger that lin has begun as chair.
    pub fn sample() -> Self {
        let program = Self::without_ledger();
        begun(&program.ledger());
        program
    }

    /// The sample program, which is built once, without a ledger.
    pub fn without_ledger() -> Self {
        static BUILT: OnceLock<PathBuf> = OnceLock::new();
        let built = BUILT.get_or_init(|| {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-program");
            // Built anew for each run, so that it never is an older program's.
            let _ = fs::remove_dir_all(&folder);
            let output = trellis().args(["demo", "--no-review", "--dir"]).arg(&folder).output().unwrap();
            assert!(output.status.success(), "{}", err(&output));
            folder.join("lakeside.duckdb")
        });
        let program = Self { folder: tempfile::tempdir().unwrap() };
        fs::copy(built, program.cases()).unwrap();
        program
    }

    /// What an import makes of the exports in this folder of `sample-data`.
    pub fn imported(exports: &str) -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap() };
        let exports = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(exports);
        let imported = trellis().arg("import").arg(exports).arg("-o").arg(program.cases()).output().unwrap();
        assert!(imported.status.success(), "{}", err(&imported));
        program
    }

    pub fn cases(&self) -> PathBuf {
        self.folder.path().join("cases.duckdb")
    }

    pub fn ledger(&self) -> PathBuf {
        self.folder.path().join("cases.ledger.jsonl")
    }

    /// Opens the review at 120 × 40 and waits for everyone to be listed.
    pub fn review(&self, further: &[&str]) -> Terminal {
        self.review_at((120, 40), further, &[])
    }

    pub fn review_at(&self, size: (u16, u16), further: &[&str], env: &[(&str, &str)]) -> Terminal {
        let mut terminal = Terminal::review(&self.cases(), size, further, env);
        listed(&mut terminal);
        terminal
    }

    pub fn audit(&self, command: &str) -> Output {
        trellis().args(["audit", command]).arg(self.ledger()).output().unwrap()
    }

    /// Checks that the ledger is valid and returns its log.
    pub fn log(&self) -> String {
        let verified = self.audit("verify");
        assert_eq!(verified.status.code(), Some(0), "{}{}", out(&verified), err(&verified));
        out(&self.audit("log"))
    }
}

/// Begins a ledger: lin signs in it as chair, and nobody else.
pub fn begun(ledger: &Path) {
    let (lin, role) = (identity("lin"), Role::Chair);
    let allowed = Signers::default().with(signer("lin", &[role])).to_string();
    let mut draft = founding();
    draft.actor = Actor { id: "lin".to_owned(), role };
    draft.act = Act::SignersNamed { allowed };
    Ledger::open(ledger).unwrap().append(&draft, lin).unwrap();
}

/// Waits until triage lists residents.
pub fn listed(terminal: &mut Terminal) -> String {
    terminal
        .until("triage with everyone", |s| s.contains(TRIAGE) && s.contains("CA-") && !s.contains("counting"))
}

/// The program, with the key that signs where somebody acts.
pub fn trellis() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env("TRELLIS_KEY", key_file("lin")).env("XDG_STATE_HOME", state_home());
    command
}

/// Where the programs of this run remember what they verified, so that the machine's own memory is left alone.
pub fn state_home() -> &'static Path {
    static HOME: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());
    HOME.path()
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
