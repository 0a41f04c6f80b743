//! `trellis config` and `--thresholds` from outside.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with a config folder of its own, so that the machine's says nothing.
fn trellis(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env("HOME", home).env_remove("XDG_CONFIG_HOME").env_remove("TRELLIS_THRESHOLDS");
    command.args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn what_config_prints_is_a_thresholds_file_that_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let printed = out(&trellis(home.path(), &["config"]));
    assert!(printed.contains("# from: the defaults"), "{printed}");
    let file = home.path().join("thresholds.toml");
    std::fs::write(&file, &printed).unwrap();
    let again = out(&trellis(home.path(), &["config", "--thresholds", file.to_str().unwrap()]));
    let body = |text: &str| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&again), body(&printed));
    assert!(again.contains("thresholds.toml"), "{again}");
}

#[test]
fn a_file_in_the_config_folder_holds_unless_another_is_given() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/trellis");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("thresholds.toml"), "reach = 0.25\n").unwrap();
    if cfg!(target_os = "linux") {
        assert!(out(&trellis(home.path(), &["config"])).contains("reach = 0.25"));
    }
    let other = home.path().join("other.toml");
    std::fs::write(&other, "reach = 0.75\n").unwrap();
    let printed = out(&trellis(home.path(), &["config", "--thresholds", other.to_str().unwrap()]));
    assert!(printed.contains("reach = 0.75") && !printed.contains("reach = 0.25"), "{printed}");
}

#[test]
fn an_impossible_threshold_stops_a_command_before_it_opens_anything() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("bad.toml");
    std::fs::write(&file, "reach = 7\n").unwrap();
    let file = file.to_str().unwrap();
    for command in [&["config"][..], &["triage", "nowhere.duckdb"], &["show", "nowhere.duckdb", "R1"]] {
        let output = trellis(home.path(), &[command, &["--thresholds", file]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.ends_with("reach = 7 is impossible: a number from 0 to 1 was expected\n"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
