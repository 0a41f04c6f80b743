//! Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint), the form that witnesses of transparency logs
//! cosign and that tools made for those read.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::hash::Hash;
use super::signature::PublicKey;

/// What stands before each signature.
const DASH: &str = "\u{2014} ";
/// The type of a signature by Ed25519 over the note's text.
const ED25519: u8 = 1;
/// The most bytes of a note that is read; one has to take sixteen signatures, of up to some 5 kB.
const MOST: usize = 200_000;

/// A text, signed by one or more keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    /// With its last line feed.
    text: String,
    signatures: Vec<Signed>,
}

/// A signature of a note.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signed {
    /// The name of the key.
    pub name: String,
    key: [u8; 4],
    signature: Vec<u8>,
}

/// What a note says that is a checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TreeHead {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// Why a text is no note, or no checkpoint.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadNote {
    #[error("it is no signed note: a text, an empty line, and lines of signatures")]
    Form,
    #[error("it is a note, and no checkpoint: an origin, a size and a root, a line each")]
    NoCheckpoint,
    #[error("{0:?} cannot name a log or a key: leave blanks and + out, as in example.org/ledger")]
    Name(String),
}

impl Note {
    /// Returns the note of a checkpoint, which nobody has signed.
    pub fn unsigned(head: &TreeHead) -> Result<Self, BadNote> {
        named(&head.origin)?;
        let root = Base64::encode_string(&head.root.0);
        Ok(Self { text: format!("{}\n{}\n{root}\n", head.origin, head.size), signatures: Vec::new() })
    }

    /// Reads a note; its signatures are judged by [`Signed::is_by`].
    pub fn parse(text: &str) -> Result<Self, BadNote> {
        let is_plain = text.len() <= MOST && !text.contains(|c: char| c.is_ascii_control() && c != '\n');
        let (body, lines) = text.rsplit_once("\n\n").filter(|_| is_plain).ok_or(BadNote::Form)?;
        let lines = lines.strip_suffix('\n').ok_or(BadNote::Form)?;
        let signatures: Option<Vec<_>> = lines.split('\n').map(Signed::parse).collect();
        let signatures = signatures.ok_or(BadNote::Form)?;
        Ok(Self { text: format!("{body}\n"), signatures })
    }

    /// Returns what is signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signatures(&self) -> &[Signed] {
        &self.signatures
    }

    /// Adds what `key` signed of the text, under a name.
    pub fn add(&mut self, name: &str, key: &[u8; 32], signature: &[u8; 64]) -> Result<(), BadNote> {
        named(name)?;
        let signed = Signed { name: name.to_owned(), key: key_id(name, key), signature: signature.to_vec() };
        self.signatures.push(signed);
        Ok(())
    }

    /// Returns what the note says, where it is a checkpoint.
    pub fn head(&self) -> Result<TreeHead, BadNote> {
        let mut lines = self.text.lines();
        let mut next = || lines.next().filter(|line| !line.is_empty()).ok_or(BadNote::NoCheckpoint);
        let [origin, size, root] = [next()?, next()?, next()?];
        let number: u64 = size.parse().map_err(|_no_number| BadNote::NoCheckpoint)?;
        let bytes = Base64::decode_vec(root).map_err(|_not_base64| BadNote::NoCheckpoint)?;
        let root = Hash(bytes.try_into().map_err(|_length| BadNote::NoCheckpoint)?);
        // Without needless zeros or signs, and no empty line among those that may follow.
        let is_plain = number.to_string() == size && lines.all(|line| !line.is_empty());
        if is_plain {
            Ok(TreeHead { origin: origin.to_owned(), size: number, root })
        } else {
            Err(BadNote::NoCheckpoint)
        }
    }

    /// Returns the file, which ends with a line feed.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.text);
        for Signed { name, key, signature } in &self.signatures {
            let bytes = [&key[..], signature].concat();
            let _ = writeln!(text, "{DASH}{name} {}", Base64::encode_string(&bytes));
        }
        text
    }
}

impl Signed {
    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
        named(name).ok()?;
        let bytes = Base64::decode_vec(signature).ok()?;
        let (key, signature) = bytes.split_first_chunk::<4>()?;
        Some(Self { name: name.to_owned(), key: *key, signature: signature.to_vec() })
    }

    /// Tells whether `key` made it over the text of `note`; `None` where it is by another key.
    pub fn is_by(&self, key: &PublicKey, note: &Note) -> Option<bool> {
        key.as_ed25519().filter(|bytes| key_id(&self.name, bytes) == self.key)?;
        Some(key.made_plainly(note.text.as_bytes(), &self.signature))
    }
}

/// Returns the key as verifiers of notes are given it: name, identifier, and type with key.
pub fn verifier_key(name: &str, key: &[u8; 32]) -> String {
    let id = base16ct::lower::encode_string(&key_id(name, key));
    format!("{name}+{id}+{}", Base64::encode_string(&[&[ED25519][..], key].concat()))
}

fn key_id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn named(name: &str) -> Result<(), BadNote> {
    let is_one =
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    if is_one { Ok(()) } else { Err(BadNote::Name(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of `golang.org/x/mod/sumdb/note`: its verifier key, and a note that the key signed.
    const VERIFIER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    fn published() -> ([u8; 32], PublicKey) {
        let base64 = VERIFIER.splitn(3, '+').nth(2).unwrap();
        let bytes: [u8; 32] = Base64::decode_vec(base64).unwrap()[1..].try_into().unwrap();
        (bytes, PublicKey::ed25519(bytes))
    }

    #[test]
    fn a_published_note_and_its_key_are_read_and_written() {
        let (bytes, key) = published();
        let note = Note::parse(NOTE).unwrap();
        assert_eq!(note.to_text(), NOTE);
        assert_eq!(verifier_key("PeterNeumann", &bytes), VERIFIER);
        assert_eq!(note.signatures()[0].is_by(&key, &note), Some(true));
        assert_eq!(note.head(), Err(BadNote::NoCheckpoint));
        let other = Note::parse(&NOTE.replacen("problem", "question", 1)).unwrap();
        assert_eq!(other.signatures()[0].is_by(&key, &other), Some(false));
        let renamed = Note::parse(&NOTE.replace("PeterNeumann", "Peter")).unwrap();
        assert_eq!(renamed.signatures()[0].is_by(&key, &renamed), None, "another name is another key");
    }

    #[test]
    fn what_is_no_note_and_no_checkpoint_is_refused() {
        let good = "example.org/log\n12\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— a AAAAAAA=\n";
        let head = Note::parse(good).unwrap().head().unwrap();
        assert_eq!((head.origin.as_str(), head.size), ("example.org/log", 12));
        for text in [
            "",
            "a\n",
            "a\n\n",
            "a\n\nb\n",
            "a\n\n— a\n",
            "a\n\n— a AAA\n",
            "a\n\n— a AAAAAAA=",
            "a\t\n\n— a AAAAAAA=\n",
        ] {
            assert_eq!(Note::parse(text), Err(BadNote::Form), "{text:?}");
        }
        for (old, new) in [("12", "012"), ("12", "+12"), ("12", ""), ("CsUY", "Cs"), ("example.org/log", "")]
        {
            let note = Note::parse(&good.replacen(old, new, 1)).unwrap();
            assert_eq!(note.head(), Err(BadNote::NoCheckpoint), "{new:?}");
        }
        for origin in ["", "two words", "a+b", "a\nb"] {
            let head = TreeHead { origin: origin.to_owned(), ..head.clone() };
            assert!(Note::unsigned(&head).is_err(), "{origin:?}");
        }
    }
}
