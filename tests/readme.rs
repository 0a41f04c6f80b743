//! What the README says is so: its keys, its commands, its files.

use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KEYS: &str = "<!-- keys: written by `Keymap::markdown` of `src/ui/keymap.rs` -->\n";

fn readme() -> String {
    page("README.md")
}

fn page(file: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(file)).unwrap()
}

#[test]
fn the_page_of_keys_is_that_of_the_key_table() {
    let page = page("docs/keys.md");
    let (_, shown) = page.split_once(KEYS).expect("docs/keys.md marks where its keys begin");
    let table = trellis::ui::keymap::Keymap::default().markdown();
    assert!(shown.trim() == table.trim(), "the keys of docs/keys.md should read:\n{table}");
}

#[test]
fn every_command_stands_in_the_readme_and_on_its_page() {
    let (readme, page, commands) = (readme(), page("docs/commands.md"), commands());
    assert!(commands.len() > 5, "{commands:?}");
    for command in commands {
        let named = format!("trellis {command}");
        assert!(readme.contains(&named), "the README says nothing of `{named}`");
        assert!(page.contains(&format!("| `{named}")), "docs/commands.md has no row for `{named}`");
    }
}

#[test]
fn no_page_names_a_command_that_is_not_there() {
    let (readme, commands) = (readme(), commands());
    let rows = page("docs/commands.md").replace("| `trellis", "trellis").replace('`', " ");
    let all = [readme, page("docs/meeting.md"), rows].join("\n");
    let named = all.lines().filter_map(|line| line.trim_start().strip_prefix("trellis "));
    for command in
        named.filter_map(|rest| rest.split_whitespace().next()).filter(|word| !word.starts_with('-'))
    {
        assert!(commands.iter().any(|known| known == command), "there is no `trellis {command}`");
    }
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let readme = readme();
    let named = files_named_in(&readme);
    assert!(named.len() > 10, "{named:?}");
    for file in named {
        assert!(Path::new(ROOT).join(file).exists(), "the README names {file}, which is not there");
    }
    assert!(readme.lines().count() <= 90, "the README is one page; a page of its own has room for the rest");
}

#[test]
fn every_make_target_that_the_readme_names_is_there() {
    let makefile = std::fs::read_to_string(Path::new(ROOT).join("Makefile")).unwrap();
    let readme = readme();
    let targets: Vec<_> = readme
        .split("make ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next())
        .filter(|word| makefile.contains(&format!("\n{word}:")))
        .collect();
    for target in ["demo", "test", "build", "bench", "install", "package", "ci"] {
        assert!(targets.contains(&target), "the README says nothing of `make {target}`");
    }
}

/// Returns the targets of relative links, and the paths in code that begin with a folder of ours.
fn files_named_in(readme: &str) -> Vec<&str> {
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let code = readme.split('`').skip(1).step_by(2).filter(|code| {
        let ours = ["src/", "queries/", "sample-data/", "docs/", "tests/", "benches/", "scripts/"];
        ours.iter().any(|folder| code.starts_with(folder)) && !code.contains([' ', '*', '\n'])
    });
    links.filter(|link| !link.is_empty() && !link.contains("://")).chain(code).collect()
}

/// Returns the commands that `trellis --help` lists.
fn commands() -> Vec<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_trellis")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let listed = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    listed
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}
