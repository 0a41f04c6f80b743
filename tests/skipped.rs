//! What a test says where it cannot be tried: the one way in which a test may pass without having run.

use std::io::Write as _;

/// Says past the test's captured output that something was not tried; a failure where everything has to be.
#[expect(clippy::disallowed_methods, reason = "the environment says whether everything has to be tried")]
pub fn skipped(why: &str) {
    let complete = std::env::var_os("TRELLIS_TEST_COMPLETE").is_some_and(|value| value == "1");
    assert!(!complete, "not tried, though TRELLIS_TEST_COMPLETE=1 asks for every test: {why}");
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
}

/// A test says why it does less than it could, or it asserts. Nothing else gives up early.
#[test]
fn no_test_gives_up_without_a_word() {
    let mut silent = Vec::new();
    for (file, text) in crate::layers::texts("tests") {
        for (n, line) in text.lines().enumerate() {
            let gives_up = line.contains("else { return };") || line.trim() == "return;";
            let before = text.lines().nth(n.saturating_sub(1)).unwrap_or_default();
            let known = SAID_ELSEWHERE
                .iter()
                .any(|(place, words)| file == *place && (line.contains(words) || before.contains(words)));
            if gives_up && !known {
                silent.push(format!("tests/{file}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    assert!(silent.is_empty(), "say it with skipped(…):\n{}", silent.join("\n"));
}

/// Where something returns early and is no skip, or has said so already.
const SAID_ELSEWHERE: &[(&str, &str)] = &[
    ("hostile/files.rs", "TRELLIS_TEST_HOLD"),
    ("layers/circles.rs", "self.owner("),
    ("ledger/disk.rs", "Small::mounted("),
    ("ledger/faults.rs", "counted()"),
    ("ledger/writers.rs", "told(\"WRITER_LEDGER\")"),
    ("review/storm.rs", "comes_soon("),
    ("skipped.rs", "else { return };"),
];
