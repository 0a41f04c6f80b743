//! What is read as a line is written as the very same bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use trellis::ledger::entry::Line;
use trellis::ledger::signers::Signers;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match Line::parse(text) {
        Ok(Line::Entry(entry)) => {
            assert_eq!(entry.to_line(), text);
            let signature = entry.signature.as_ref().expect("an entry is signed");
            let _ = signature.verify(entry.message().as_bytes());
        }
        Ok(Line::Cut(cut)) => assert_eq!(cut.to_line(), text),
        Err(_) => {}
    }
    if let Ok(signers) = Signers::parse(text) {
        assert_eq!(signers.to_string(), text);
    }
});
