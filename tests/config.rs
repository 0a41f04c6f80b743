//! `trellis config`, its file and `--thresholds` from outside.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with a config folder of its own, so that the machine's says nothing.
fn trellis(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command
        .env("HOME", home)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("TRELLIS_THRESHOLDS")
        .env_remove("TRELLIS_CONFIG");
    command.args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn what_config_prints_is_a_thresholds_file_that_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let printed = out(&trellis(home.path(), &["config", "thresholds"]));
    assert!(printed.contains("# from: the defaults"), "{printed}");
    let file = home.path().join("thresholds.toml");
    std::fs::write(&file, &printed).unwrap();
    let again = out(&trellis(home.path(), &["config", "thresholds", "--thresholds", file.to_str().unwrap()]));
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
        assert!(out(&trellis(home.path(), &["config", "thresholds"])).contains("reach = 0.25"));
    }
    let other = home.path().join("other.toml");
    std::fs::write(&other, "reach = 0.75\n").unwrap();
    let printed =
        out(&trellis(home.path(), &["config", "thresholds", "--thresholds", other.to_str().unwrap()]));
    assert!(printed.contains("reach = 0.75") && !printed.contains("reach = 0.25"), "{printed}");
}

#[test]
fn an_impossible_threshold_stops_a_command_before_it_opens_anything() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("bad.toml");
    std::fs::write(&file, "reach = 7\n").unwrap();
    let file = file.to_str().unwrap();
    for command in
        [&["config", "thresholds"][..], &["triage", "nowhere.duckdb"], &["show", "nowhere.duckdb", "R1"]]
    {
        let output = trellis(home.path(), &[command, &["--thresholds", file]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.ends_with("reach = 7 is impossible: a number from 0 to 1 was expected\n"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

/// Writes the settings of a home folder.
fn set(home: &Path, text: &str) -> std::path::PathBuf {
    let file = home.join("config.toml");
    std::fs::write(&file, text).unwrap();
    file
}

/// Runs the program with a file of settings.
fn with(home: &Path, text: &str, env: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env("HOME", home).env_remove("XDG_CONFIG_HOME").env("TRELLIS_CONFIG", set(home, text));
    command.envs(env.iter().copied()).args(arguments).output().unwrap()
}

#[test]
fn the_settings_that_are_printed_change_nothing() {
    let home = tempfile::tempdir().unwrap();
    let printed = out(&trellis(home.path(), &["config"]));
    let checked = out(&with(home.path(), &printed, &[], &["config", "check"]));
    assert!(checked.trim_end().ends_with("holds"), "{checked}");
    let again = out(&with(home.path(), &printed, &[], &["config"]));
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split("  # ").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(values(&again), values(&printed));
    assert!(printed.contains("colors = \"auto\"  # the default"), "{printed}");
    assert!(again.contains("of the file"), "{again}");
}

#[test]
fn a_variable_beats_the_file_and_a_flag_both() {
    let home = tempfile::tempdir().unwrap();
    let text = "[engine]\nthreads = 3\n\n[log]\nfile = \"file.log\"\n";
    let printed = out(&with(home.path(), text, &[], &["config"]));
    assert!(printed.contains("threads = 3  # from line 2 of the file"), "{printed}");
    assert!(home.path().join("file.log").exists(), "a path is meant from the file's own folder");
    let env = [("TRELLIS_THREADS", "5"), ("TRELLIS_LOG", "/nowhere/at.log")];
    let flag = home.path().join("flag.log");
    let printed = with(home.path(), text, &env, &["config", "--log", flag.to_str().unwrap()]);
    assert!(out(&printed).contains("threads = 5  # from TRELLIS_THREADS"), "{printed:?}");
    assert!(flag.exists());
}

#[test]
fn what_does_not_hold_is_named_with_file_line_and_key() {
    let home = tempfile::tempdir().unwrap();
    let text = "[engine]\nmemory = \"much\"\n[keys.triage]\nsort = [\"f\"]\nsrot = [\"g\"]\n[keys.everywhere]\nquit = []\n";
    let checked = with(home.path(), text, &[], &["config", "check"]);
    let said = out(&checked);
    assert_eq!(checked.status.code(), Some(1), "{said}");
    let file = home.path().join("config.toml");
    for (line, key) in
        [(2, "engine.memory"), (4, "keys.triage.sort"), (5, "keys.triage.srot"), (7, "keys.everywhere.quit")]
    {
        assert!(said.contains(&format!("{}: line {line}: {key}: ", file.display())), "{line}: {said}");
    }
    assert_eq!(said.lines().count(), 4, "{said}");
    let review = with(home.path(), "[keys.triage]\nsort = [\"f\"]\n", &[], &["review", "nowhere.duckdb"]);
    let said = String::from_utf8(review.stderr).unwrap();
    assert!(said.contains("line 2: keys.triage.sort: ") && said.contains("`trellis config check`"), "{said}");
}

#[test]
fn the_schema_knows_what_the_file_may_say() {
    let home = tempfile::tempdir().unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(&out(&trellis(home.path(), &["config", "schema"]))).unwrap();
    let printed = out(&trellis(home.path(), &["config"]));
    let settings: toml::Table = printed.parse().unwrap();
    for (part, keys) in &settings {
        let known =
            schema["properties"][part]["$ref"].as_str().map_or(schema["properties"][part].clone(), |name| {
                schema.pointer(name.trim_start_matches('#')).unwrap().clone()
            });
        for key in keys.as_table().unwrap().keys() {
            assert!(known["properties"][key].is_object(), "{part}.{key}");
        }
    }
}

#[test]
fn completions_and_the_manual_know_every_command_and_the_keys_in_force() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = out(&trellis(home.path(), &["completions", shell]));
        assert!(text.contains("calibrate") && text.contains("completions"), "{shell}");
    }
    let page = out(&with(home.path(), "[keys.triage]\nsort = [\"f5\"]\n", &[], &["man"]));
    assert!(page.starts_with(".ie") || page.contains(".TH trellis 1"), "{page}");
    assert!(
        page.contains(".SH KEYS") && page.contains("trellis\\-calibrate") && page.contains("F5"),
        "{page}"
    );
    let own = out(&trellis(home.path(), &["man", "review"]));
    assert!(own.contains("\\-\\-present"), "{own}");
    assert_eq!(trellis(home.path(), &["man", "nothing"]).status.code(), Some(1));
}

#[test]
fn the_log_names_what_was_done_and_nobody() {
    let home = tempfile::tempdir().unwrap();
    let cases = home.path().join("small.duckdb");
    let log = home.path().join("trellis.log");
    let log = log.to_str().unwrap();
    let made = trellis(home.path(), &["simulate", "-o", cases.to_str().unwrap(), "--residents", "6"]);
    assert!(made.status.success(), "{made:?}");
    let triage =
        out(&trellis(home.path(), &["triage", cases.to_str().unwrap(), "--format", "csv", "--log", log]));
    let written = std::fs::read_to_string(log).unwrap();
    assert!(
        written.contains("query{name=\"residents\"}") && written.contains("command=\"triage\""),
        "{written}"
    );
    for row in triage.lines().skip(1) {
        let id = row.split(',').next().unwrap();
        assert!(!written.contains(id), "{id}: {written}");
    }
}
