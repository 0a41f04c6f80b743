//! What a writer's login alone cannot do: put a line where the committee writes that stops it.

use std::fs;
use std::path::Path;
use std::process::Command;

use postgres::error::SqlState;
use trellis::ledger::place::LedgerPlace;
use trellis::ledger::store::Ledger;

use super::server::shared;
use super::{SIGNATURE, Writer, hash, line, nothing};
use crate::ledger::samples::{founding, identity, key_file, recommendation, viewed};
use crate::review::{err, out, trellis};

/// Puts a line behind the last one of a ledger by a writer's own login, as `psql` would.
fn put(ledger: &str, seq: i64, line: &str) -> Result<u64, postgres::Error> {
    let insert = "insert into trellis.ledger (ledger, seq, line) values ($1, $2, $3)";
    shared().client("writer", "trellis").execute(insert, &[&ledger, &seq, &line])
}

#[test]
fn the_server_refuses_a_line_that_has_not_the_form_of_an_entry() {
    let mut writer = Writer::at(&shared().address("formless"));
    writer.record("one").unwrap();
    let last = writer.known.hash.clone();
    let good = line(2, "x", &last);
    let with = |old: &str, new: &str| {
        let changed = good.replacen(old, new, 1);
        assert_ne!(changed, good, "{old}");
        changed
    };
    let other_signature = |change: fn(&mut Vec<u8>)| {
        use base64ct::{Base64, Encoding as _};
        let mut blob = Base64::decode_vec(SIGNATURE).unwrap();
        change(&mut blob);
        with(SIGNATURE, &Base64::encode_string(&blob))
    };
    let wrong = [
        // What a login can write in one line of psql.
        format!(r#"{{"previous":"{last}","seq":2}}"#),
        format!(r#"{{"previous":"{last}","seq":2,"v":2}}"#),
        with("}", "} "),
        with(",\"at\"", ", \"at\""),
        with("\"v\":2", "\"v\":3"),
        with("\"v\":2", "\"v\":\"2\""),
        with("\"v\":2", "\"v\":2.0"),
        with("\"v\":2", "\"v\":02"),
        with("\"v\":2", "\"v\":2,\"w\":1"),
        with("\"v\":2", "\"v\":null"),
        with("{\"act\":", "{\"aaa\":1,\"act\":"),
        with("\"screen\":\"resident\",\"type\":\"viewed\"", "\"type\":\"viewed\",\"screen\":\"resident\""),
        with("\"screen\":\"resident\"", "\"screen\":\"resident\",\"screen\":\"resident\""),
        with("{\"screen\":\"resident\",\"type\":\"viewed\"}", "\"viewed\""),
        with("{\"screen\":\"resident\",\"type\":\"viewed\"}", "[1,null]"),
        with(",\"type\":\"viewed\"", ""),
        with("resident", "resident\\/"),
        with("resident", "resident\\u0041"),
        with("resident", "resident\\u000A"),
        with("resident", "resident\\ud83d\\ude00"),
        with("resident", "resident\t"),
        with("resident", "resident\\"),
        with("c.chair", "c chair"),
        with("\"role\":\"chair\"", "\"role\":\"chair\",\"rolf\":\"x\""),
        with("2026-11-20T18:00:00Z", "yesterday"),
        with("\"id\":\"act-x\"", "\"id\":\"\""),
        with("\"id\":\"act-x\"", "\"id\":\"x x\""),
        with("R-007", "R 007"),
        with(&format!("\"signature\":\"{SIGNATURE}\","), ""),
        with(SIGNATURE, ""),
        with(SIGNATURE, "none"),
        with(SIGNATURE, &SIGNATURE[..SIGNATURE.len() - 4]),
        with(SIGNATURE, &SIGNATURE.replace("==", "=")),
        other_signature(|blob| blob.push(0)),
        other_signature(|blob| blob[9] = 2),
        other_signature(|blob| blob[20] ^= 1),
        other_signature(|blob| {
            let at = blob.windows(14).position(|it| it == b"trellis-ledger").unwrap();
            blob[at] ^= 1;
        }),
        "nonsense".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
    ];
    for line in &wrong {
        let refused = put("formless", 2, line).unwrap_err();
        assert_eq!(refused.code().map(SqlState::code), Some("TL003"), "{line}: {refused}");
    }
    // And takes what has: any text, and every kind of key.
    let mut previous = last;
    let texts =
        ["a \\\" and \\\\u0041", "\\u0000\\u001f\\b", "é, 漢, 😀", "{\\\"seq\\\": 1, null}", "0123 1e5"];
    for (seq, text) in (2..).zip(texts) {
        let line = line(seq, "x", &previous).replacen("resident", text, 1);
        assert_eq!(put("formless", seq.cast_signed(), &line).unwrap(), 1, "{line}");
        previous = hash(&line);
    }
    assert!(put("formless-too", 1, &line(1, "x", &nothing())).is_ok());
}

fn audit(arguments: &[&str]) -> std::process::Output {
    trellis().arg("audit").args(arguments).output().unwrap()
}

fn as_chair(command: &mut Command) -> &mut Command {
    command.args(["--as", "c.chair", "--role", "chair", "--key"]).arg(key_file("c.chair"))
}

/// What the second verifier says of an exported copy.
fn second(folder: &Path, address: &str) -> String {
    let copy = folder.join("copy.ledger.jsonl");
    let _ = fs::remove_file(&copy);
    let exported = audit(&["export", address, "-o", copy.to_str().unwrap()]);
    assert!(exported.status.success(), "{}", err(&exported));
    let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/verify.py");
    out(&Command::new("python3").arg(verifier).arg(&copy).output().unwrap())
}

#[test]
fn what_gets_past_is_set_aside_by_who_keeps_the_record_and_the_committee_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let address = shared().address("stopped");
    let place = LedgerPlace::Table(address.clone());
    let chair = identity("c.chair");
    let mut running = Ledger::at(&place).unwrap();
    running.append(&founding(), chair).unwrap();
    running.append(&viewed(2), chair).unwrap();
    // One with a signature that was made by nobody, one behind it.
    let bad = line(3, "x", &running.state().head().hash.to_string());
    put("stopped", 3, &bad).unwrap();
    put("stopped", 4, &line(4, "y", &hash(&bad))).unwrap();
    let refused = running.append(&recommendation(3, "3"), chair).unwrap_err().to_string();
    assert!(refused.contains("entry 3") && refused.contains("trellis audit set-aside"), "{refused}");
    let shown = audit(&["set-aside", &address]);
    assert_eq!(shown.status.code(), Some(1));
    for part in
        ["broken at entry 3: the key", "2 entries hold", "behind entry 2", "    4  {\"act\"", "--reason TEXT"]
    {
        assert!(out(&shown).contains(part), "{part}: {}", out(&shown));
    }
    let verified = audit(&["verify", &address]);
    assert!(out(&verified).contains("what to do: bring a copy back"), "{}", out(&verified));
    let not_hers = trellis()
        .args([
            "audit",
            "set-aside",
            &address,
            "--reason",
            "x",
            "--as",
            "m.member",
            "--role",
            "member",
            "--key",
        ])
        .arg(key_file("m.member"))
        .output()
        .unwrap();
    assert!(
        !not_hers.status.success() && err(&not_hers).contains("the role of member"),
        "{}",
        err(&not_hers)
    );
    let mut command = trellis();
    command.args(["audit", "set-aside", &address, "--reason", "put there by a script"]);
    let done = as_chair(&mut command).output().unwrap();
    assert!(out(&done).contains("recorded as entry 5 "), "{}{}", out(&done), err(&done));
    assert!(out(&done).contains("the lines stay where they are"), "{}", out(&done));
    // The session that was open, and a new one, go on.
    let recorded = running.append(&recommendation(3, "3"), chair).unwrap();
    assert_eq!(recorded.entry.seq, 6);
    let found = audit(&["verify", &address]);
    assert!(found.status.success(), "{}", out(&found));
    assert!(out(&found).contains("note: 2 lines did not hold and are no entries"), "{}", out(&found));
    let log = audit(&["log", &address]);
    assert!(out(&log).contains("set aside 2 lines from entry 3 on"), "{}", out(&log));
    assert!(second(folder.path(), &address).starts_with("valid: 6 entries hold"));
    assert_eq!(Ledger::at(&place).unwrap().state().count(), 6);
    // An exported copy is put back with them.
    let again = shared().address("stopped-again");
    let copy = folder.path().join("copy.ledger.jsonl");
    let restored = audit(&["import", copy.to_str().unwrap(), &again]);
    assert!(restored.status.success(), "{}", err(&restored));
    assert!(second(folder.path(), &again).starts_with("valid: 6 entries hold"));
    // With nothing left to set aside nothing is.
    let nothing_left = audit(&["set-aside", &address]);
    assert!(nothing_left.status.success() && out(&nothing_left).contains("every entry holds"));
}
