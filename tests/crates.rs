//! What `Cargo.toml` promises of the crates.

use std::collections::BTreeSet;
use std::process::Command;

/// Lists the crates of a build, each with its version and its features.
fn crates(edges: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--prefix", "none", "--edges", edges, "--format", "{p} {f}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

/// Otherwise `make demo` and `make test` would each compile arrow and duckdb for themselves.
#[test]
fn one_compilation_serves_the_program_and_its_tests() {
    // What runs while compiling has features of its own; a crate that is on both sides would hide behind itself.
    for (program, tests) in
        [("no-dev", "normal,build,dev"), ("no-dev,no-build,no-proc-macro", "no-build,no-proc-macro")]
    {
        let (program, tests) = (crates(program), crates(tests));
        assert!(program.len() > 200, "{program:?}");
        let other: Vec<_> = program.difference(&tests).collect();
        assert!(
            other.is_empty(),
            "with the tests these have more features; name those in Cargo.toml: {other:#?}"
        );
    }
}
