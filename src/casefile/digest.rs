//! One hash of several texts, by which what was worked out of them is known again.

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 of texts in their order, in hexadecimal; where one ends and the next begins is part of it.
pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    base16ct::lower::encode_string(&hash.finalize())
}

#[cfg(test)]
mod tests {
    #[test]
    fn where_a_text_ends_makes_another_hash() {
        assert_ne!(super::of(["ab", "c"]), super::of(["a", "bc"]));
        assert_eq!(super::of(["ab", "c"]), super::of(["ab", "c"]));
    }
}
