//! The text of a version's tag is that version's section of the changelog, and nothing of it is lost in the tag.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::skipped::skipped;

const CHANGELOG: &str = "# Changelog

## [Unreleased]

- not yet

## [0.2.0] - 2027-02-03

In a sentence.

### Added
- **One.** A line.

### Fixed
- Another.

## [0.1.0] - 2026-12-01

- the first

## [0.0.9]

- without a day

## [0.0.8] - 2026-01-01

";

const TEXT: &str = "trellis 0.2.0 (2027-02-03)

In a sentence.

Added
- **One.** A line.

Fixed
- Another.
";

fn tag_text(version: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let changelog = folder.path().join("CHANGELOG.md");
    std::fs::write(&changelog, CHANGELOG).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/tag-text");
    Command::new(script).arg(changelog).arg(version).output().unwrap()
}

#[test]
fn the_text_of_a_tag_is_the_section_of_its_version() {
    let (second, first) = (tag_text("0.2.0"), tag_text("0.1.0"));
    assert!(second.status.success() && first.status.success(), "{second:?} {first:?}");
    assert_eq!(String::from_utf8(second.stdout).unwrap(), TEXT);
    assert_eq!(String::from_utf8(first.stdout).unwrap(), "trellis 0.1.0 (2026-12-01)\n\n- the first\n");
}

#[test]
fn a_version_that_is_not_cut_has_no_text() {
    for (version, why) in [
        ("0.3.0", "has no heading '## [0.3.0] - YYYY-MM-DD'"),
        ("0.0.9", "has no heading '## [0.0.9] - YYYY-MM-DD'"),
        ("0.0.8", "is empty"),
    ] {
        let said = tag_text(version);
        assert_eq!(said.status.code(), Some(1), "{version}: {said:?}");
        assert!(said.stdout.is_empty(), "{version}: {said:?}");
        assert!(String::from_utf8(said.stderr).unwrap().contains(why), "{version}");
    }
}

#[test]
fn git_keeps_the_text_whole() {
    if Command::new("git").arg("--version").output().is_err() {
        return skipped("git is not installed, so no tag was made");
    }
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"], "");
    git(folder.path(), &["commit", "--quiet", "--allow-empty", "--message", "one"], "");
    git(folder.path(), &["tag", "--annotate", "v0.2.0", "--file", "-"], TEXT);
    let kept = git(folder.path(), &["for-each-ref", "--format", "%(contents)", "refs/tags/v0.2.0"], "");
    assert_eq!(kept.trim_end(), TEXT.trim_end());
}

/// Runs git in a folder, with no settings but its own.
fn git(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {done:?}");
    String::from_utf8(done.stdout).unwrap()
}
