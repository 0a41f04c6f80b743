//! Files that are no case file, or not all of one, or somebody else's just now.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use duckdb::Connection;

use super::{Small, refusal, refused, run};
use crate::review::{err, out};

/// Writes `bytes` where a case file is expected and returns what is said of it.
fn said_of(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.duckdb");
    fs::write(&path, bytes).unwrap();
    refused(&path)
}

#[test]
fn what_is_no_case_file_is_refused_in_one_sentence() {
    let zeros = [0; 5000];
    let sqlite = [b"SQLite format 3\0".as_slice(), &zeros].concat();
    let zip = [b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), &zeros].concat();
    let cases: [(&[u8], &str); 6] = [
        (b"", "it is empty"),
        (b"resident_id,name\nR1,Lin\n", "not a DuckDB file"),
        (&zip, "not a DuckDB file"),
        (&sqlite, "SQLite"),
        (&zeros, "not a DuckDB file"),
        (b"\0\0\0\0\0\0\0\0DUCK", "cut off"),
    ];
    for (bytes, expected) in cases {
        let said = said_of(bytes);
        assert!(said.contains(expected), "expected {expected:?}: {said}");
    }
}

#[test]
fn a_case_file_that_is_cut_off_is_refused_or_says_what_the_whole_one_says() {
    let small = Small::new();
    let whole = fs::read(small.cases()).unwrap();
    let command = ["show", "R1", "--json"];
    let said = small.prints(&command);
    for length in [1, 7, 8, 12, 15, 16, 100, 4096, 8192, 12287, 12288, 12289, 20_000, whole.len() / 2] {
        said_of(&whole[..length]);
    }
    // What is missing at the very end may be a block that nothing uses.
    for missing in [1, 512, 4096, 100_000] {
        fs::write(small.cases(), &whole[..whole.len() - missing]).unwrap();
        let output = run(small.cases(), &command);
        match output.status.code() {
            Some(0) => assert_eq!(out(&output), said, "{missing} bytes are missing"),
            _ => drop(refusal(&command, &output, &small.cases())),
        }
    }
}

#[test]
fn a_newer_storage_format_is_named_with_the_way_out() {
    let whole = fs::read(Small::new().cases()).unwrap();
    let written = |number: u32| {
        let mut bytes = whole.clone();
        bytes[12..16].copy_from_slice(&number.to_le_bytes());
        signed(&mut bytes, 0);
        said_of(&bytes)
    };
    for newer in [69, 999] {
        let said = written(newer);
        assert!(said.contains("newer storage format") && said.contains("STORAGE_VERSION"), "{said}");
    }
    assert!(written(39).contains("written by a DuckDB of before 0.10"));

    // A file that DuckDB 2 raised in place keeps its first number, and has the new one further down.
    let mut raised = whole.clone();
    raised[12] = 65;
    signed(&mut raised, 0);
    for header in [4096, 8192] {
        raised[header + 56..header + 64].copy_from_slice(&69_u64.to_le_bytes());
        signed(&mut raised, header);
    }
    let said = said_of(&raised);
    assert!(said.contains("newer storage format") && said.contains("STORAGE_VERSION"), "{said}");
}

/// Writes the engine's checksum over one of the three headers.
fn signed(bytes: &mut [u8], header: usize) {
    let words = bytes[header + 8..header + 4096].chunks_exact(8);
    let words = words.map(|word| u64::from_le_bytes(word.try_into().unwrap()));
    let sum = words.fold(5381, |sum, word| sum ^ word.wrapping_mul(0xbf58_476d_1ce4_e5b9));
    bytes[header..header + 8].copy_from_slice(&sum.to_le_bytes());
}

#[test]
fn a_log_beside_the_file_is_named_since_what_it_holds_is_in_no_fingerprint() {
    let small = Small::new();
    let log = small.folder.path().join("cases.duckdb.wal");
    fs::write(&log, "rows that were not taken in").unwrap();
    let said = refused(&small.cases());
    assert!(said.contains("cases.duckdb.wal stands beside it") && said.contains("-c checkpoint"), "{said}");
    fs::write(&log, "").unwrap();
    small.prints(&["show", "R1"]);
}

#[test]
fn bytes_turned_over_in_the_middle_never_end_in_a_panic() {
    let small = Small::new();
    let whole = fs::read(small.cases()).unwrap();
    for at in (4096..whole.len()).step_by(whole.len() / 24) {
        let mut bytes = whole.clone();
        // Each byte by another value: the engine's checksum adds words up without a carry, and words that all turn in
        // the same way cancel out.
        bytes[at..].iter_mut().take(64).zip(1_u8..).for_each(|(byte, by)| *byte ^= by.wrapping_mul(37));
        fs::write(small.cases(), &bytes).unwrap();
        let output = small.run(&["triage", "--format", "json"]);
        let said = err(&output);
        assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "byte {at}: {} {said}", output.status);
        assert!(said.trim_end().lines().count() <= 1 && !said.contains("panicked"), "byte {at}: {said}");
    }
}

#[test]
fn an_encrypted_file_is_named_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.duckdb");
    let connection = Connection::open_in_memory().unwrap();
    let sql = format!(
        "set force_mbedtls_unsafe = true; attach '{}' as secret (encryption_key 'k'); \
         create table secret.residents (resident_id varchar); detach secret",
        path.display()
    );
    connection.execute_batch(&sql).unwrap();
    let said = refused(&path);
    assert!(said.contains("it is encrypted"), "{said}");
}

#[test]
fn a_folder_a_missing_file_and_a_device_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(folder.path());
    assert!(said.contains("it is a folder") && said.contains("trellis import"), "{said}");
    let said = refused(&folder.path().join("none.duckdb"));
    assert!(said.contains("there is no case file") && said.contains("trellis import"), "{said}");
    if cfg!(unix) {
        let said = err(&run(Path::new("/dev/null"), &["triage"]));
        assert!(said.contains("not a regular file"), "{said}");
    }
}

#[test]
fn a_file_that_another_process_writes_is_not_read() {
    let small = Small::new();
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["hostile::files::the_other_process", "--exact", "--ignored", "--nocapture"])
        .env("TRELLIS_TEST_HOLD", small.cases())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    assert!(
        lines.by_ref().map_while(Result::ok).any(|line| line.contains("held open")),
        "the writer did not open it"
    );
    let said = refused(&small.cases());
    assert!(
        said.contains("is being written by another program") && said.contains("close it there"),
        "{said}"
    );
    drop(writer.stdin.take());
    lines.for_each(drop);
    assert!(writer.wait().unwrap().success());
    small.prints(&["triage"]);
}

#[test]
#[ignore = "runs as the other process of the test above"]
#[expect(clippy::disallowed_methods, reason = "the environment says which file to hold")]
fn the_other_process() {
    let Ok(path) = std::env::var("TRELLIS_TEST_HOLD") else { return };
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("begin; insert into statements values ('R1', '2026-05-02', 'more')").unwrap();
    std::io::stdout().write_all(b"\nheld open\n").unwrap();
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    connection.execute_batch("rollback").unwrap();
}
