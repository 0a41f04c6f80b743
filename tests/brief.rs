//! The coaching brief by the real program, as a reader, a browser and a printer have it.

use std::fs;
use std::path::Path;

use crate::review::{Program, err, out, trellis};
use crate::skipped::skipped;

pub mod browser;

use browser::Browser;

/// A resident of the sample program in each clinical year; nobody of them exists.
const RESIDENTS: [&str; 3] = ["R0064", "R0080", "R0099"];

/// Runs `trellis brief` on one resident of a program, as the chair of the samples.
fn brief(program: &Program, resident: &str, further: &[&str]) -> std::process::Output {
    trellis()
        .arg("brief")
        .arg(program.cases())
        .arg(resident)
        .args(["--as", "lin", "--role", "chair"])
        .args(further)
        .output()
        .unwrap()
}

/// Writes the page of one resident beside the case file, and returns what it holds.
fn page(program: &Program, resident: &str) -> (std::path::PathBuf, String) {
    let file = program.cases().with_file_name(format!("{resident}.html"));
    let told = brief(program, resident, &["--html", "-o", file.to_str().unwrap()]);
    assert!(told.status.success(), "{}", err(&told));
    let text = fs::read_to_string(&file).unwrap();
    (file, text)
}

/// The names of everyone whose data the sample program holds, with their family names first.
pub fn names() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/program");
    let read = |file: &str| fs::read_to_string(source.join(file)).unwrap();
    let named = |text: String| -> Vec<(String, String)> {
        let rows = text.lines().skip(1);
        rows.filter_map(|row| {
            let (id, rest) = row.split_once(',')?;
            let name = rest.strip_prefix('"')?.split('"').next()?;
            Some((id.to_owned(), name.to_owned()))
        })
        .collect()
    };
    let all: Vec<_> = named(read("residents.csv")).into_iter().chain(named(read("faculty.csv"))).collect();
    assert!(all.len() > 50, "{all:?}");
    all
}

#[test]
fn the_page_is_about_one_resident_and_names_nobody_else() {
    let program = Program::sample();
    let names = names();
    for resident in RESIDENTS {
        let told = brief(&program, resident, &[]);
        assert_eq!(told.status.code(), Some(0), "{}", err(&told));
        let text = out(&told);
        for (id, name) in &names {
            assert_eq!(text.contains(name.as_str()), id == resident, "{name} in the brief of {resident}");
        }
        let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let order = [
            "What you have met",
            "What is rare and still to come",
            "Open questions",
            "Last goals",
            "New goals",
        ];
        assert_eq!(headings, order);
        assert!(text.contains("data to 1 Nov 2026") && text.contains("60 graduates 2023–2026"), "{text}");
        assert!(text.contains("Experience, not competence"), "{text}");
    }
}

#[test]
fn a_look_for_the_brief_is_an_entry() {
    let program = Program::sample();
    assert!(brief(&program, "R0064", &[]).status.success());
    let log = program.log();
    assert!(log.contains("R0064") && log.contains("brief"), "{log}");
}

#[test]
fn a_file_is_not_replaced_unasked_and_a_wrong_resident_is_said() {
    let program = Program::sample();
    let (file, text) = page(&program, "R0064");
    let name = file.to_str().unwrap();
    let again = brief(&program, "R0080", &["-o", name]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("--replace"), "{}", err(&again));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let replaced = brief(&program, "R0080", &["-o", name, "--replace"]);
    assert!(replaced.status.success(), "{}", err(&replaced));
    assert!(fs::read_to_string(&file).unwrap().starts_with("# "));
    let nobody = brief(&program, "R9999", &[]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(err(&nobody).contains("trellis triage"), "{}", err(&nobody));
}

#[test]
fn a_browser_reads_the_page_whole_and_runs_nothing() {
    let Some(browser) = Browser::found() else { return skipped(browser::MISSING) };
    let program = Program::sample();
    let (file, written) = page(&program, "R0064");
    let Some(dom) = browser.dom(&file) else { return skipped(browser::REFUSED) };
    assert!(dom.contains("<html lang=\"en\">") && !dom.contains("<script"), "{dom:.2000}");
    let count = |text: &str, what: &str| text.matches(what).count();
    assert_eq!(count(&dom, "<svg "), 8);
    // What a screen reader reads of a picture came through the parser as it was written.
    for part in ["role=\"img\"", "<title id=", "<desc id=", "<figcaption>", "<caption>", "scope=\"col\""] {
        assert!(count(&dom, part) > 0, "{part}");
        assert_eq!(count(&dom, part), count(&written, part), "{part}");
    }
    assert!(dom.contains("training month 28.0. By then 8 in 10 of 60 graduates 2023–2026 had "));
}

#[test]
fn the_page_prints_on_one_sheet_of_either_size() {
    let Some(browser) = Browser::found() else { return skipped(browser::MISSING) };
    let program = Program::sample();
    for resident in RESIDENTS {
        let (file, written) = page(&program, resident);
        for size in ["letter", "A4"] {
            let sized = written.replace("@page{", &format!("@page{{size:{size};"));
            assert_ne!(sized, written);
            fs::write(&file, sized).unwrap();
            let Some(pages) = browser.pages(&file) else { return skipped(browser::REFUSED) };
            assert_eq!(pages, 1, "{resident} on {size}");
        }
        fs::remove_file(&file).unwrap();
    }
}
