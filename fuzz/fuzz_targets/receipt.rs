//! What is read as a receipt is written as the very same bytes, and is judged without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use trellis::ledger::receipt::Receipt;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(receipt) = Receipt::parse(text) {
        assert_eq!(receipt.to_text(), text);
        let _ = receipt.verify();
    }
});
