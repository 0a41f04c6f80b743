//! SSH signatures (SSHSIG) and the keys that make them.
//!
//! Format: OpenSSH's `PROTOCOL.sshsig`. `ssh-keygen -Y verify` checks what this module makes.

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha512};

pub mod batch;
mod curve;
mod key;
mod kind;
pub(super) mod wire;

use batch::Claim;
pub use key::{BadKey, PublicKey};
pub use kind::Kind;
use wire::{Parts, Writing};

/// What a signature of ours is for, so that one made for anything else never passes.
pub const NAMESPACE: &str = "trellis-ledger";

/// What stands before the key in a signature by an ssh-ed25519 key, and between the key and what it made.
const BEFORE_KEY: &[u8] = b"SSHSIG\0\0\0\x01\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0\x20";
const AFTER_KEY: &[u8] =
    b"\0\0\0\x0etrellis-ledger\0\0\0\0\0\0\0\x06sha512\0\0\0\x53\0\0\0\x0bssh-ed25519\0\0\0\x40";

/// The hash of what is signed.
const HASH: &[u8] = b"sha512";

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// How OpenSSH wraps the base64 text of a signature.
const WIDTH: usize = 70;

/// A signature as base64 text on one line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Signature(String);

/// Why a text is no signature, or none of this ledger.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadSignature {
    #[error("its signature is no SSH signature in canonical base64")]
    Unreadable,
    #[error("its signature is of a kind that this program does not know ({0}); use a trellis that reads it")]
    UnknownKind(String),
    #[error("its signature is in another spelling than the one that the format has")]
    OtherSpelling,
    #[error("its signature is made for {0:?} and not for a ledger")]
    OtherNamespace(String),
    #[error("its signature was not made over it by the key that it names")]
    Forged,
}

impl Signature {
    /// Takes over a signature as `ssh-keygen -Y sign` writes it, in its one spelling.
    pub fn from_armour(armour: &str) -> Result<Self, BadSignature> {
        let mut lines = armour.trim().lines().map(str::trim_end);
        let framed = lines.next() == Some(BEGIN) && lines.next_back() == Some(END);
        let blob = Base64::decode_vec(&lines.collect::<String>()).ok().filter(|_| framed);
        let read = Read::from_blob(&blob.ok_or(BadSignature::Unreadable)?)?;
        let proof = read.key.spelt(&read.proof).ok_or(BadSignature::Unreadable)?;
        Ok(Self::of(&Read { proof, ..read }))
    }

    /// Signs `message` with the private half of `key`, which `sign` has: it returns what SSH writes of a signature.
    pub(super) fn by(
        key: &PublicKey,
        message: &[u8],
        sign: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<Self, BadSignature> {
        let proof = sign(&signed(message)).and_then(|proof| key.spelt(&proof));
        let proof = proof.ok_or(BadSignature::Unreadable)?;
        Ok(Self::of(&Read { key: key.clone(), proof, beside: Vec::new() }))
    }

    fn of(Read { key, proof, beside }: &Read) -> Self {
        let made = Writing::default().string(key.kind().signs_by().as_bytes()).string(proof).bytes(beside).0;
        let blob = Writing::default()
            .bytes(b"SSHSIG\0\0\0\x01")
            .string(key.wire())
            .string(NAMESPACE.as_bytes())
            .string(b"")
            .string(HASH)
            .string(&made);
        Self(Base64::encode_string(&blob.0))
    }

    /// Returns the base64 text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the signature in the form that `ssh-keygen -Y verify` reads.
    pub fn to_armour(&self) -> String {
        let mut armour = format!("{BEGIN}\n");
        let (mut rest, mut wrapped) = (self.0.as_str(), String::new());
        while let Some((line, after)) = rest.split_at_checked(WIDTH) {
            wrapped.push_str(line);
            wrapped.push('\n');
            rest = after;
        }
        wrapped.push_str(rest);
        armour.push_str(wrapped.trim_end());
        armour + "\n" + END + "\n"
    }

    /// Returns the key that the signature names, without checking that it made it.
    pub fn key(&self) -> Result<PublicKey, BadSignature> {
        match self.plain() {
            Some((key, _)) => Ok(PublicKey::ed25519(key)),
            None => Ok(self.read()?.key),
        }
    }

    /// Returns what the signature claims of `message`, where it is by an ssh-ed25519 key: of another kind of key, and of
    /// what is no signature of ours, [`Self::verify`] tells.
    pub fn claim(&self, message: &[u8]) -> Option<Claim> {
        let (key, signature) = self.plain()?;
        Some(Claim::new(key, &signature, &signed(message)))
    }

    /// Reads key and signature out of the one form that every signature by an ssh-ed25519 key has.
    fn plain(&self) -> Option<([u8; 32], [u8; 64])> {
        let blob = Base64::decode_vec(&self.0).ok()?;
        let rest = blob.strip_prefix(BEFORE_KEY)?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let signature: &[u8; 64] = rest.strip_prefix(AFTER_KEY)?.try_into().ok()?;
        // Equal text rules out another spelling of the same bytes.
        (Base64::encode_string(&blob) == self.0).then_some((*key, *signature))
    }

    /// Tells whether the key that the signature names made it over `message`.
    pub fn verify(&self, message: &[u8]) -> Result<PublicKey, BadSignature> {
        let Read { key, proof, beside } = self.read()?;
        if key.spelt(&proof).is_some_and(|spelt| spelt != proof) {
            return Err(BadSignature::OtherSpelling);
        }
        if key.made(&signed(message), &proof, &beside) { Ok(key) } else { Err(BadSignature::Forged) }
    }

    /// Reads the text, and refuses all but the one form that a writer gives it.
    fn read(&self) -> Result<Read, BadSignature> {
        // A later OpenSSH may write what this one cannot read; what is no base64 is simply wrong.
        let blob = Base64::decode_vec(&self.0).map_err(|_not_base64| BadSignature::Unreadable)?;
        let read = Read::from_blob(&blob)?;
        if Base64::encode_string(&blob) == self.0 { Ok(read) } else { Err(BadSignature::Unreadable) }
    }
}

/// A signature of ours, read and not yet judged.
struct Read {
    key: PublicKey,
    /// What the key made, as SSH writes it.
    proof: Vec<u8>,
    /// What a security token signed beside.
    beside: Vec<u8>,
}

impl Read {
    fn from_blob(blob: &[u8]) -> Result<Self, BadSignature> {
        if let Some(kind) = unknown(blob) {
            return Err(BadSignature::UnknownKind(kind));
        }
        let [key, namespace, reserved, hash, made] = parts_of(blob).ok_or(BadSignature::Unreadable)?;
        let key = PublicKey::from_wire(key).map_err(|_bad_key| BadSignature::Unreadable)?;
        let (by, proof, beside) = made_of(made).ok_or(BadSignature::Unreadable)?;
        let of_its_key = by == key.kind().signs_by().as_bytes() && beside.len() == key.beside();
        if !of_its_key || !reserved.is_empty() || hash != HASH {
            return Err(BadSignature::Unreadable);
        }
        if namespace != NAMESPACE.as_bytes() {
            let namespace = String::from_utf8_lossy(namespace).into_owned();
            return Err(BadSignature::OtherNamespace(namespace));
        }
        Ok(Self { key, proof: proof.to_vec(), beside: beside.to_vec() })
    }
}

/// Returns what is unknown about a signature that is otherwise whole (OpenSSH's `PROTOCOL.sshsig`): its version,
/// the kind of its key, or its hash.
fn unknown(blob: &[u8]) -> Option<String> {
    let mut parts = Parts(blob);
    if parts.take(6)? != b"SSHSIG" {
        return None;
    }
    let version = parts.number()?;
    if version != 1 {
        return Some(format!("version {version}"));
    }
    let [key, namespace, reserved, hash] =
        [parts.string()?, parts.string()?, parts.string()?, parts.string()?];
    let _proof = parts.string()?;
    parts.end()?;
    if let Some(kind) = kind::unknown(key) {
        return Some(kind);
    }
    // What is wrong in another way is wrong, whatever the hash.
    PublicKey::from_wire(key).ok()?;
    let ours = namespace == NAMESPACE.as_bytes() && reserved.is_empty();
    (ours && hash != HASH).then(|| kind::printable(hash))
}

/// Returns key, namespace, reserved part, hash and what was made, of a signature of version 1.
fn parts_of(blob: &[u8]) -> Option<[&[u8]; 5]> {
    let mut parts = Parts(blob.strip_prefix(b"SSHSIG\0\0\0\x01")?);
    let read = [parts.string()?, parts.string()?, parts.string()?, parts.string()?, parts.string()?];
    parts.end().map(|()| read)
}

/// Returns by what a proof was made, the proof, and what stands behind it.
fn made_of(made: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let mut parts = Parts(made);
    Some((parts.string()?, parts.string()?, parts.0))
}

/// Returns what a key signs of `message`.
fn signed(message: &[u8]) -> Vec<u8> {
    let hash = Sha512::digest(message);
    Writing::default().bytes(b"SSHSIG").string(NAMESPACE.as_bytes()).string(b"").string(HASH).string(&hash).0
}

/// Returns a signature of nobody's, for tests that need an entry to be whole and do not verify it.
///
/// # Panics
/// Never: the key is whole.
#[cfg(test)]
pub(crate) fn sample() -> Signature {
    use ed25519_dalek::{Signer as _, SigningKey};
    let key = SigningKey::from_bytes(&[7; 32]);
    let public = PublicKey::ed25519(key.verifying_key().to_bytes());
    Signature::by(&public, b"a sample", |signed| Some(key.sign(signed).to_bytes().to_vec())).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_one_line_and_the_armour_that_openssh_reads() {
        let signature = sample();
        assert!(!signature.as_str().contains(['\n', '-']));
        assert_eq!(Signature::from_armour(&signature.to_armour()), Ok(signature.clone()));
        assert!(signature.to_armour().lines().all(|line| line.len() <= WIDTH));
        assert_eq!(signature.verify(b"a sample"), signature.key());
        assert_eq!(signature.verify(b"another"), Err(BadSignature::Forged));
    }

    #[test]
    fn a_plain_signature_is_read_as_any_and_no_other_text_is() {
        let good = sample();
        let (key, _) = good.plain().unwrap();
        assert_eq!(good.read().unwrap().key, PublicKey::ed25519(key));
        for at in 0..good.0.len() {
            for other in ['A', 'B', '/', '=', 'z', ' '] {
                let mut text = good.0.clone();
                text.replace_range(at..=at, &other.to_string());
                let changed = Signature(text);
                // One whose key is no point of the curve is plain, and refused where it is read.
                if let (Some(_), Ok(read)) = (changed.plain(), changed.read()) {
                    assert_eq!(changed.key(), Ok(read.key), "character {at}: {other}");
                }
            }
        }
        for text in [good.0.clone() + "=", format!("{}\n", good.0), good.0[1..].to_owned(), String::new()] {
            assert_eq!(Signature(text).plain(), None);
        }
    }

    #[test]
    fn what_is_no_canonical_signature_is_refused() {
        let good = sample().0;
        let other = [
            String::new(),
            "AAAA".to_owned(),
            good.clone() + "=",
            good.clone() + "\n",
            good.replace('A', "!"),
        ];
        for text in other {
            assert!(Signature(text.clone()).verify(b"a sample").is_err(), "{text}");
        }
        // No text but the one that was made is read as it: every bit of every character.
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut bytes = good.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(text) = String::from_utf8(bytes) else { continue };
                assert!(Signature(text).verify(b"a sample").is_err(), "character {at}, bit {bit}");
            }
        }
    }
}
