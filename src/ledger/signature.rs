//! SSH signatures (SSHSIG) and the keys that make them.
//!
//! Format: OpenSSH's `PROTOCOL.sshsig`. `ssh-keygen -Y verify` checks what this module makes.

use std::fmt;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, LineEnding, SshSig};

pub mod batch;
pub(super) mod kind;

use batch::Claim;

/// What a signature of ours is for, so that one made for anything else never passes.
pub const NAMESPACE: &str = "trellis-ledger";

/// What stands before the key in a signature by an ssh-ed25519 key, and between the key and what it made.
const BEFORE_KEY: &[u8] = b"SSHSIG\0\0\0\x01\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0\x20";
const AFTER_KEY: &[u8] =
    b"\0\0\0\x0etrellis-ledger\0\0\0\0\0\0\0\x06sha512\0\0\0\x53\0\0\0\x0bssh-ed25519\0\0\0\x40";

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// How OpenSSH wraps the base64 text of a signature.
const WIDTH: usize = 70;

/// A signature as base64 text on one line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Signature(String);

/// A public key: ssh-ed25519, or sk-ssh-ed25519 of a security key.
#[derive(Clone, Eq, PartialEq)]
pub struct PublicKey(KeyData);

/// Why a text is no signature, or none of this ledger.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadSignature {
    #[error("its signature is no SSH signature in canonical base64")]
    Unreadable,
    #[error("its signature is of a kind that this program does not know ({0}); use a trellis that reads it")]
    UnknownKind(String),
    #[error("its signature is made for {0:?} and not for a ledger")]
    OtherNamespace(String),
    #[error("its signature was not made over it by the key that it names")]
    Forged,
}

/// A text that is no public key that may sign.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadKey {
    #[error("it is no public key of OpenSSH")]
    Unreadable,
    #[error("keys of the kind {0} do not sign here; make an ed25519 key with `trellis identity new`")]
    OtherKind(String),
    #[error("it is a weak key, which any text is signed by; make another with `trellis identity new`")]
    Weak,
}

impl Signature {
    /// Takes over a signature as `ssh-keygen -Y sign` writes it.
    pub fn from_armour(armour: &str) -> Result<Self, BadSignature> {
        let signature =
            SshSig::from_pem(armour.trim_end()).map_err(|_unreadable| BadSignature::Unreadable)?;
        Self::of(&signature)
    }

    /// Signs `message` with `key`.
    pub(super) fn by(key: &SigningKey, message: &[u8]) -> Result<Self, BadSignature> {
        let unwritable = |_error| BadSignature::Unreadable;
        let signed = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, message).map_err(unwritable)?;
        let bytes = key.sign(&signed).to_bytes().to_vec();
        let made = ssh_key::Signature::new(Algorithm::Ed25519, bytes).map_err(unwritable)?;
        let public = Ed25519PublicKey::from(key.verifying_key()).into();
        Self::of(&SshSig::new(public, NAMESPACE, HashAlg::Sha512, made).map_err(unwritable)?)
    }

    fn of(signature: &SshSig) -> Result<Self, BadSignature> {
        let armour = signature.to_pem(LineEnding::LF).map_err(|_unwritable| BadSignature::Unreadable)?;
        Ok(Self(armour.lines().filter(|line| !line.starts_with("-----")).collect()))
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
            Some((key, _)) => Ok(PublicKey(Ed25519PublicKey(key).into())),
            None => Ok(PublicKey(self.read()?.public_key().clone())),
        }
    }

    /// Returns what the signature claims of `message`, where it is by an ssh-ed25519 key: of a key on a token, and of
    /// what is no signature of ours, [`Self::verify`] tells.
    pub fn claim(&self, message: &[u8]) -> Option<Claim> {
        let (key, signature) = self.plain()?;
        let signed = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, message).ok()?;
        Some(Claim::new(key, &signature, &signed))
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
        let signature = self.read()?;
        let key = PublicKey(signature.public_key().clone());
        let signed = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, message);
        let signed = signed.map_err(|_unwritable| BadSignature::Forged)?;
        let bytes = signature.signature_bytes();
        let made = match key.0 {
            KeyData::SkEd25519(ref token) => {
                // A security token signs a hash, and one flag byte and a counter beside (PROTOCOL.u2f).
                let (bytes, beside) = bytes.split_at_checked(64).ok_or(BadSignature::Forged)?;
                let application = Sha256::digest(token.application().as_bytes());
                let by_token = [&application[..], beside, &Sha256::digest(&signed)[..]].concat();
                key.made(&by_token, bytes).filter(|()| beside.len() == 5)
            }
            _ => key.made(&signed, bytes),
        };
        made.map(|()| key).ok_or(BadSignature::Forged)
    }

    /// Reads the text, and refuses all but the one form that a writer gives it.
    fn read(&self) -> Result<SshSig, BadSignature> {
        // A later OpenSSH may write what this one cannot read; what is no base64 is simply wrong.
        let blob = Base64::decode_vec(&self.0).map_err(|_not_base64| BadSignature::Unreadable)?;
        if let Some(kind) = kind::unknown_signature(&blob) {
            return Err(BadSignature::UnknownKind(kind));
        }
        let unreadable = |_error| BadSignature::Unreadable;
        let signature = SshSig::from_pem(self.to_armour()).map_err(unreadable)?;
        let same = Self::of(&signature).is_ok_and(|again| again == *self);
        let of_its_key = signature.public_key().algorithm() == signature.algorithm();
        let ours = signature.reserved().is_empty() && signature.hash_alg() == HashAlg::Sha512;
        if !same || !of_its_key || !ours {
            return Err(BadSignature::Unreadable);
        }
        if signature.namespace() != NAMESPACE {
            return Err(BadSignature::OtherNamespace(signature.namespace().to_owned()));
        }
        Ok(signature)
    }
}

impl PublicKey {
    /// Reads `KEYTYPE BASE64`, with or without a comment behind.
    pub fn from_openssh(text: &str) -> Result<Self, BadKey> {
        let key = ssh_key::PublicKey::from_openssh(text.trim()).map_err(|_unreadable| {
            let blob = text.split_whitespace().nth(1).and_then(|base64| Base64::decode_vec(base64).ok());
            blob.and_then(|blob| kind::unknown_key(&blob)).map_or(BadKey::Unreadable, BadKey::OtherKind)
        })?;
        Self::of(&key)
    }

    pub(super) fn of(key: &ssh_key::PublicKey) -> Result<Self, BadKey> {
        let key = match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::SkEd25519 => Self(key.key_data().clone()),
            other => return Err(BadKey::OtherKind(other.to_string())),
        };
        if key.point().is_some() { Ok(key) } else { Err(BadKey::Weak) }
    }

    /// Returns the key as a point of the curve, if it is one in its reduced spelling and of full order.
    fn point(&self) -> Option<VerifyingKey> {
        let bytes = match &self.0 {
            KeyData::Ed25519(key) => key.0,
            KeyData::SkEd25519(key) => key.public_key().0,
            _ => return None,
        };
        VerifyingKey::from_bytes(&bytes).ok().filter(|key| batch::is_reduced(&bytes) && !key.is_weak())
    }

    /// Tells whether the key made the Ed25519 signature `bytes` over `signed`, strictly.
    fn made(&self, signed: &[u8], bytes: &[u8]) -> Option<()> {
        let signature = ed25519_dalek::Signature::from_slice(bytes).ok()?;
        self.point()?.verify_strict(signed, &signature).ok()
    }

    /// Returns `KEYTYPE BASE64`.
    pub fn to_openssh(&self) -> String {
        // Only a comment with a line break could fail, and there is none.
        ssh_key::PublicKey::from(self.0.clone())
            .to_openssh()
            .unwrap_or_else(|error| unreachable!("a key without a comment is written: {error}"))
    }

    /// Returns `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

/// Returns a signature of nobody's, for tests that need an entry to be whole and do not verify it.
///
/// # Panics
/// Never: the key is whole.
#[cfg(test)]
pub(crate) fn sample() -> Signature {
    Signature::by(&SigningKey::from_bytes(&[7; 32]), b"a sample").unwrap()
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
        assert_eq!(good.read().unwrap().public_key().ed25519().unwrap().0, key);
        for at in 0..good.0.len() {
            for other in ['A', 'B', '/', '=', 'z', ' '] {
                let mut text = good.0.clone();
                text.replace_range(at..=at, &other.to_string());
                let changed = Signature(text);
                if changed.plain().is_some() {
                    assert!(changed.read().is_ok(), "character {at}: {other}");
                    assert_eq!(
                        changed.key(),
                        changed.read().map(|read| PublicKey(read.public_key().clone()))
                    );
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
