//! A headless browser, where one is installed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What is said where the tests that need a browser cannot run.
pub const MISSING: &str = "no Chromium is installed (Debian: apt-get install chromium): no page was rendered";
pub const REFUSED: &str = "the browser does not start here: no page was rendered";

/// Names under which Chromium is known.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

#[derive(Debug)]
pub struct Browser {
    program: &'static str,
}

impl Browser {
    /// Returns the first browser that answers.
    pub fn found() -> Option<Self> {
        let answers =
            |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
        NAMES.into_iter().find(answers).map(|program| Self { program })
    }

    /// Returns the page as the browser holds it after reading it; `None` where it does not start.
    pub fn dom(&self, page: &Path) -> Option<String> {
        let told = self.run(page, "--dump-dom");
        told.status.success().then(|| String::from_utf8(told.stdout).unwrap())
    }

    /// Prints the page and returns the number of sheets; `None` where the browser does not start.
    pub fn pages(&self, page: &Path) -> Option<usize> {
        let printed = page.with_extension("pdf");
        let told = self.run(page, &format!("--print-to-pdf={}", printed.display()));
        let pdf = fs::read(&printed).ok().filter(|_| told.status.success())?;
        fs::remove_file(&printed).unwrap();
        // Each sheet is an object of this type; the list of them is of the type `Pages`.
        let text = String::from_utf8_lossy(&pdf).replace("/Type/Page", "/Type /Page");
        let sheets = text.split("/Type /Page").skip(1);
        Some(sheets.filter(|rest| !rest.starts_with('s')).count())
    }

    fn run(&self, page: &Path, what: &str) -> Output {
        let profile = tempfile::tempdir().unwrap();
        Command::new(self.program)
            // In a container there is no user namespace to put the browser's own sandbox into.
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(what)
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap()
    }
}
