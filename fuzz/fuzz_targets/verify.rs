//! Whatever the bytes, a verdict, and the same one again; the rules are reached behind a chain that is mended.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use trellis::ledger::chain::hash_after;
use trellis::ledger::entry::Hash;
use trellis::ledger::verify::{KnownElsewhere, Verdict, verified};

fuzz_target!(|bytes: &[u8]| {
    judged(bytes);
    judged(&mended(bytes));
});

fn judged(bytes: &[u8]) {
    let (found, state) = verified(bytes, &KnownElsewhere::default(), &mut |_, _| {});
    assert_eq!(found.holds, state.head());
    if found.verdict == Verdict::Valid {
        assert_eq!(found.holds.count, bytes.iter().filter(|b| **b == b'\n').count() as u64);
    }
    let known = KnownElsewhere { head: Some(found.holds), signers: None };
    assert_eq!(verified(bytes, &known, &mut |_, _| {}).0.verdict, found.verdict);
}

/// Gives every line its place and the hash of the line before, so that what breaks is not the chain.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let (mut mended, mut previous) = (Vec::new(), Hash::NONE);
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let Ok(Value::Object(mut entry)) = serde_json::from_slice(line) else { continue };
        entry.insert("seq".to_owned(), json!(i + 1));
        entry.insert("previous".to_owned(), json!(previous));
        let Ok(line) = serde_json_canonicalizer::to_string(&entry) else { continue };
        previous = hash_after(line.as_bytes());
        mended.extend(line.into_bytes());
        mended.push(b'\n');
    }
    mended
}
