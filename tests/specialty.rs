//! A second specialty is a folder: emergency medicine runs whole, and nothing on its screens is of anesthesiology.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use strum::IntoEnumIterator as _;
use tempfile::TempDir;
use trellis::app::Screen;
use trellis::casefile::specialty::Folder;

use crate::review::pty::{CTRL_L, CTRL_S, ENTER, ESC, TAB, Terminal};
use crate::review::{err, out, trellis};

/// In training for two years and four months.
const RESIDENT: &str = "E113";

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(name)
}

/// The emergency program in a folder of its own, imported with its specialty.
struct Emergency(TempDir);

impl Emergency {
    fn imported() -> Self {
        let program = Self(tempfile::tempdir().unwrap());
        let said = program.does(&["import", sample("emergency-program").to_str().unwrap(), "-o"], &[]);
        assert!(!said.contains("set aside (") && !said.contains("not understood ("), "{said}");
        program
    }

    fn cases(&self) -> PathBuf {
        self.0.path().join("em.duckdb")
    }

    /// Runs a command on the case file with the specialty, and expects it to end well.
    fn does(&self, before: &[&str], after: &[&str]) -> String {
        let done = self.tries(before, after);
        assert!(done.status.success(), "{before:?} {after:?}: {}{}", out(&done), err(&done));
        out(&done)
    }

    fn tries(&self, before: &[&str], after: &[&str]) -> Output {
        let mut command = trellis();
        command.args(before).arg(self.cases()).args(after);
        command.arg("--specialty").arg(sample("emergency-medicine")).output().unwrap()
    }
}

/// Counts the rows of a resident's list that fit.
fn rows(list: &str, fits: impl Fn(&[&str]) -> bool) -> usize {
    let text =
        fs::read_to_string(sample("emergency-program").join(format!("{RESIDENT}.{list}.csv"))).unwrap();
    text.lines().skip(1).filter(|line| fits(&line.split(',').collect::<Vec<_>>())).count()
}

/// What only anesthesiology says: stems, its years, and every title of its definitions and reference rows that
/// emergency medicine has not too.
fn foreign() -> Vec<String> {
    let titles = |folder: &Folder| -> BTreeSet<String> {
        let mut titles: BTreeSet<_> =
            folder.definitions(None).unwrap().into_iter().map(|d| d.title).collect();
        for (relation, rows) in folder.reference() {
            let rows: Vec<_> = rows.lines().collect();
            let Some(title) = rows[0].split(',').position(|column| column == "title") else { continue };
            // Levels of a scale and choices are the field's own, and shared.
            if title > 1 || relation == "overall_choices" {
                continue;
            }
            titles.extend(
                rows[1..]
                    .iter()
                    .filter(|row| !row.contains('"'))
                    .map(|row| row.split(',').nth(title).unwrap().to_owned()),
            );
        }
        titles
    };
    let theirs: Vec<_> = titles(&Folder::read(&sample("emergency-medicine")).unwrap()).into_iter().collect();
    let theirs = theirs.join("\n").to_lowercase();
    let mut words: Vec<_> = titles(&Folder::built_in()).into_iter().collect();
    words.retain(|title| !theirs.contains(&title.to_lowercase()));
    assert!(words.len() > 80, "{words:?}");
    words.extend(
        ["anesth", "anaesth", "ASA ", " ASA", "CA-1", "CA-2", "CA-3", "American Board"].map(str::to_owned),
    );
    words
}

/// Fails where a screen has a word of the other specialty.
fn speaks_of_its_own(screen: &str, foreign: &[String]) {
    let lower = screen.to_lowercase();
    for word in foreign {
        let capitals = word.len() < 5;
        let found = if capitals { screen.contains(word) } else { lower.contains(&word.to_lowercase()) };
        assert!(!found, "{word:?} is of anesthesiology:\n{screen}");
    }
}

#[test]
fn another_specialty_is_imported_checked_and_counted_by_its_own_definitions() {
    let program = Emergency::imported();
    let checked = program.does(&["check"], &[]);
    assert!(checked.contains("nothing is wrong"), "{checked}");
    // Fewer graduates than say what a class would meet: nobody is asked about a class that met nothing of nothing.
    let lines = program.does(&["triage"], &[]);
    assert!(lines.contains("Rossi, Sana") && !lines.contains("met 0 together"), "{lines}");
    let triage = program.does(&["triage"], &["--format", "json"]);
    let triage: Vec<serde_json::Value> = serde_json::from_str(&triage).unwrap();
    let years: BTreeSet<_> = triage.iter().map(|row| row["level"].as_str().unwrap()).collect();
    assert_eq!(years, ["PGY-1", "PGY-2", "PGY-3"].into());

    let shown = program.does(&["show"], &[RESIDENT, "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let n = |code: &str| {
        let all = shown["experiences"].as_array().unwrap();
        all.iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("{code}"))["n"].as_u64().unwrap()
    };
    // Counted in the exports themselves.
    assert_eq!(n("all_visits"), rows("Visits", |_| true) as u64);
    assert_eq!(n("resuscitation"), rows("Visits", |cells| cells[5] == "yes") as u64);
    assert_eq!(n("child"), rows("Visits", |cells| cells[2].parse().is_ok_and(|age: f64| age < 18.0)) as u64);
    assert_eq!(n("acuity_1_2"), rows("Visits", |cells| ["1", "2"].contains(&cells[3])) as u64);
    assert_eq!(n("lumbar_puncture"), rows("Procedures", |cells| cells[2] == "Lumbar puncture") as u64);
    assert_eq!(shown["experiences"].as_array().unwrap().len(), 10);
    assert_eq!(shown["milestones"].as_array().unwrap().len(), 22);
}

#[test]
fn no_screen_in_lines_speaks_of_anesthesiology() {
    let (program, foreign) = (Emergency::imported(), foreign());
    for screen in Screen::iter() {
        let name = screen.to_string();
        let lines = program.tries(&["review"], &["--plain", &name, "--resident", RESIDENT]);
        if screen == Screen::Card {
            assert!(
                err(&lines).ends_with("trellis: no meeting is open; M goes to the meeting\n"),
                "{}",
                err(&lines)
            );
        } else {
            assert!(lines.status.success(), "{name}: {}", err(&lines));
        }
        speaks_of_its_own(&(out(&lines) + &err(&lines)), &foreign);
    }
    for commands in [["definitions"], ["triage"]] {
        speaks_of_its_own(&program.does(&commands, &[]), &foreign);
    }
    speaks_of_its_own(&program.does(&["brief"], &[RESIDENT]), &foreign);
}

#[test]
fn a_file_of_another_specialty_is_not_counted_by_the_wrong_definitions() {
    let program = Emergency::imported();
    let tried = trellis().arg("triage").arg(program.cases()).output().unwrap();
    assert!(!tried.status.success());
    let why = "the program's specialty is \"Emergency Medicine\", and the definitions in force are of anesthesiology";
    assert!(err(&tried).contains(why) && err(&tried).contains("--specialty DIR"), "{}", err(&tried));
    let checked = trellis().arg("check").arg(program.cases()).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("the program is of another specialty"), "{}", out(&checked));
    let imported = trellis()
        .arg("import")
        .args([sample("emergency-program"), "-o".into(), program.0.path().join("other.duckdb")])
        .output()
        .unwrap();
    assert!(!imported.status.success() && !program.0.path().join("other.duckdb").exists());
    // And not that cases are missing, which its lists would have brought.
    assert!(err(&imported).contains(why), "{}", err(&imported));
}

#[test]
fn a_meeting_of_another_specialty_by_keys_reports_its_own_subcompetencies() {
    let (program, foreign) = (Emergency::imported(), foreign());
    crate::review::begun(&program.cases().with_extension("ledger.jsonl"));
    let committee = sample("emergency-program").join("committee.toml");
    let plan = program.0.path().join("plan.toml");
    let (committee, plan) = (committee.to_str().unwrap(), plan.to_str().unwrap());
    program.does(&["meeting", "plan"], &["--committee", committee, "-o", plan, "--class", "PGY-3"]);
    let specialty = sample("emergency-medicine");
    let further = ["--role", "chair", "--plan", plan, "--specialty", specialty.to_str().unwrap()];
    let mut chair = Terminal::review(&program.cases(), (120, 40), &further, &[]);
    let mut seen =
        vec![chair.until("triage", |screen| screen.contains("PGY-3") && !screen.contains("counting"))];
    chair.press("j").press(ENTER).shows("EXPERIENCE");
    // Every screen about a resident, with the form that each leads to, and what lies on top.
    for (key, says) in [
        ("r", "EXPERIENCE"),
        ("g", "by graduation"),
        ("i", "all_visits · example"),
        ("c", "the rows behind"),
        ("m", "MILESTONES"),
        ("e", "EPAS"),
        ("o", "ROTATIONS"),
        ("U", "MEASURES"),
        ("v", "RARE"),
        ("l", "viewed the resident screen"),
        ("D", "to be determined"),
    ] {
        seen.push(chair.press(key).shows(says));
    }
    chair.press("r").shows("EXPERIENCE");
    for (key, says) in [("d", "Decide ·"), ("+", "year-month-day"), ("?", "keys of the screen")] {
        seen.push(chair.press(key).shows(says));
        chair.press(ESC).loses(says);
    }
    seen.push(chair.press("M").shows("AGENDA"));
    chair.press(ENTER).shows("nobody has said yet who is there");
    chair.press(TAB);
    for _ in 0..3 {
        chair.press(" ");
    }
    chair.press("c").shows("chairs");
    seen.push(chair.press(ENTER).shows("quorum: 3 faculty present"));
    chair.press(TAB).press(ENTER);
    seen.push(chair.shows("the meeting is not here yet"));
    chair.press("K");
    seen.push(chair.shows("Rating card of"));
    chair.press(ESC).loses("Rating card of");
    seen.push(chair.press("O").shows("Recommend overall"));
    chair.press("1").shows("still to do: write the rationale");
    chair.press(TAB).write("In step with the year.").shows("In step with the year.");
    seen.push(chair.press(CTRL_L).shows("▌ PC1"));
    seen.push(chair.press("L").shows("1 take them over"));
    chair.confirm("1").loses("1 take them over");
    seen.push(chair.press(CTRL_S).shows("Because: In step"));
    chair.confirm("1").shows("recommendation is recorded");
    for screen in &seen {
        speaks_of_its_own(screen, &foreign);
        assert!(!screen.contains("to the board"), "{screen}");
    }
    assert_eq!(chair.leaves().exit_code(), 0);

    let reported = program.tries(&["report", "ads"], &[]);
    let levels: Vec<_> = out(&reported).lines().skip(1).map(str::to_owned).collect();
    // What was not assessable last time is not taken over, and missing.
    let missing = err(&reported);
    let missing = missing.lines().find(|line| line.contains("no level for")).unwrap_or_default();
    let open = missing.split(" for ").nth(1).map_or(0, |ids| ids.split(", ").count());
    assert_eq!(levels.len() + open, 22, "{}{}", out(&reported), err(&reported));
    assert!(levels.len() > 15 && levels.iter().all(|row| row.ends_with(",yes")), "{levels:?}");
    let board = program.tries(&["report", "ads"], &["--board"]);
    assert!(err(&board).contains("emergency medicine has no board that asks"), "{}", err(&board));
    let minutes = program.does(&["report", "minutes"], &[]);
    speaks_of_its_own(&minutes, &foreign);
}

#[test]
fn check_names_what_a_specialty_speaks_of_and_nobody_knows() {
    let folder = tempfile::tempdir().unwrap();
    copy(&sample("emergency-medicine"), folder.path());
    for (file, was, is) in [
        ("reference/epas.csv", "ten_cate_5,4,4,3,all_visits", "ten_cate_55,4,4,3,all_visit"),
        ("experiences/child.sql", "-- rotations: children,ed", "-- rotations: pediatrics"),
    ] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(was), "{file}");
        fs::write(path, text.replace(was, is)).unwrap();
    }
    let cases = folder.path().join("em.duckdb");
    let run = |arguments: &[&str]| {
        trellis().args(arguments).arg("--specialty").arg(folder.path()).output().unwrap()
    };
    let (source, cases) = (sample("emergency-program"), cases.to_str().unwrap());
    let made = run(&["import", source.to_str().unwrap(), "-o", cases]);
    assert!(made.status.success(), "{}", err(&made));
    let checked = run(&["check", cases]);
    assert_eq!(checked.status.code(), Some(1), "{}", out(&checked));
    for line in [
        "activity stable_adult: scale ten_cate_55",
        "definition child: rotation pediatrics",
        "experience all_visit of an activity",
    ] {
        assert!(out(&checked).contains(line), "{line}\n{}", out(&checked));
    }
}

/// Copies a folder with what is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
