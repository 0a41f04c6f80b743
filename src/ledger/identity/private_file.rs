//! Private keys in OpenSSH's own form (`PROTOCOL.key`), with and without a passphrase.

use ssh_key::{Cipher, Kdf};
use zeroize::Zeroizing;

use super::secret::{NoSecret, Secret};
use crate::ledger::signature::wire::Parts;
use crate::ledger::signature::{BadKey, PublicKey};

/// What the form begins with.
const MAGIC: &[u8] = b"openssh-key-v1\0";

/// A file with both halves of a key: the public one in the clear, the private one perhaps behind a passphrase.
#[derive(Clone, Debug)]
pub struct PrivateFile {
    public: PublicKey,
    locked: Option<Locked>,
    /// The private half, with what stands around it.
    section: Zeroizing<Vec<u8>>,
}

/// How a private half is locked.
#[derive(Clone, Debug)]
struct Locked {
    cipher: Cipher,
    derivation: Kdf,
    tag: Option<[u8; 16]>,
}

/// Why a private half is not to be had.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotOpened {
    #[error("this is not its passphrase")]
    Passphrase,
    #[error("only an agent signs with it")]
    Elsewhere,
    #[error("its file is damaged; take it from a backup, or make another key with `trellis identity new`")]
    Wrong,
}

impl PrivateFile {
    /// Reads what stands between the lines that frame such a file, out of base64.
    pub fn read(blob: &[u8]) -> Result<Self, BadKey> {
        let parts = sections(blob).ok_or(BadKey::Unreadable)?;
        let public = PublicKey::from_wire(parts.public)?;
        let locked = match (parts.cipher, parts.derivation) {
            (b"none", b"none") if parts.behind.is_empty() => None,
            (cipher, b"bcrypt") => Some(locked(cipher, &parts).ok_or(BadKey::Unreadable)?),
            _ => return Err(BadKey::Unreadable),
        };
        Ok(Self { public, locked, section: Zeroizing::new(parts.section.to_vec()) })
    }

    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Tells whether the private half is behind a passphrase.
    pub fn is_locked(&self) -> bool {
        self.locked.is_some()
    }

    /// Returns the private half; `passphrase` opens one that is locked.
    pub fn open(&self, passphrase: &str) -> Result<Secret, NotOpened> {
        let mut section = self.section.clone();
        if let Some(Locked { cipher, derivation, tag }) = &self.locked {
            let wrong = |_error| NotOpened::Passphrase;
            let (key, iv) = derivation.derive_key_and_iv(*cipher, passphrase).map_err(wrong)?;
            cipher.decrypt(&key, &iv, &mut section, *tag).map_err(|_wrong| NotOpened::Passphrase)?;
        }
        let mut parts = Parts(&section);
        // The same number twice shows that it was unlocked by the right passphrase.
        let checks = (parts.number(), parts.number());
        if checks.0.is_none() || checks.0 != checks.1 {
            return Err(if self.is_locked() { NotOpened::Passphrase } else { NotOpened::Wrong });
        }
        if parts.string() != Some(self.public.kind().name().as_bytes()) {
            return Err(NotOpened::Wrong);
        }
        let secret = Secret::read(&self.public, &mut parts).map_err(|why| match why {
            NoSecret::Elsewhere => NotOpened::Elsewhere,
            NoSecret::Wrong => NotOpened::Wrong,
        })?;
        // Behind the comment stands padding of whatever length the writing program pads to.
        let _comment = parts.string().ok_or(NotOpened::Wrong)?;
        let is_padding = parts.0.len() < 256 && parts.0.iter().zip(1_u8..=255).all(|(byte, n)| *byte == n);
        if is_padding { Ok(secret) } else { Err(NotOpened::Wrong) }
    }
}

/// The parts of the form, as they stand behind one another.
struct Sections<'a> {
    cipher: &'a [u8],
    derivation: &'a [u8],
    options: &'a [u8],
    public: &'a [u8],
    section: &'a [u8],
    /// The tag of a cipher that has one.
    behind: &'a [u8],
}

fn sections(blob: &[u8]) -> Option<Sections<'_>> {
    let mut parts = Parts(blob.strip_prefix(MAGIC)?);
    let [cipher, derivation, options] = [parts.string()?, parts.string()?, parts.string()?];
    if parts.number()? != 1 {
        return None;
    }
    let [public, section] = [parts.string()?, parts.string()?];
    Some(Sections { cipher, derivation, options, public, section, behind: parts.0 })
}

fn locked(cipher: &[u8], parts: &Sections<'_>) -> Option<Locked> {
    let cipher = Cipher::new(std::str::from_utf8(cipher).ok()?).ok().filter(|cipher| cipher.is_some())?;
    let mut options = Parts(parts.options);
    let derivation = Kdf::Bcrypt { salt: options.string()?.to_vec(), rounds: options.number()? };
    let tag = if cipher.has_tag() { Some(parts.behind.try_into().ok()?) } else { None };
    (cipher.has_tag() || parts.behind.is_empty()).then_some(Locked { cipher, derivation, tag })
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding as _};

    use super::*;
    use crate::ledger::signature::Signature;

    /// A key of `ssh-keygen`, made for this test and thrown away, whose secret number begins with a zero, which the form
    /// leaves out, as that of every 256th key.
    const SHORT: &str = "
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
        1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQQObYvoNGhROifitS5ZVyUxTSrtQX/g
        8m/Lq+uhfourLeks5DSiWjmFFKDBTzjskN04U5DywnuQo3LLjk6Ts4b6AAAAmPVZR4v1WU
        eLAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA5ti+g0aFE6J+K1
        LllXJTFNKu1Bf+Dyb8ur66F+i6st6SzkNKJaOYUUoMFPOOyQ3ThTkPLCe5CjcsuOTpOzhv
        oAAAAfI2jmK0Q6a92XtcKuj03c/tYsVs3sVte3AC7vPmqS0wAAAAAB";

    #[test]
    fn a_secret_number_that_begins_with_a_zero_is_read_and_signs() {
        let blob = Base64::decode_vec(&SHORT.split_whitespace().collect::<String>()).unwrap();
        let file = PrivateFile::read(&blob).unwrap();
        assert!(!file.is_locked());
        let secret = file.open("").unwrap();
        // Of ECDSA's two numbers the lesser, whichever comes out.
        for n in 0..40_u8 {
            let made = Signature::by(file.public(), &[n], |signed| secret.sign(signed)).unwrap();
            assert_eq!(made.verify(&[n]).as_ref(), Ok(file.public()));
        }
        for at in (MAGIC.len()..blob.len()).step_by(3) {
            let mut other = blob.clone();
            other[at] ^= 1;
            let opened = PrivateFile::read(&other).map(|file| file.open("").map(|secret| (file, secret)));
            let Ok(Ok((changed, secret))) = opened else { continue };
            // What is not judged is the comment, and what stands twice.
            assert_eq!(changed.public(), file.public(), "byte {at}");
            assert!(
                Signature::by(file.public(), b"", |signed| secret.sign(signed)).unwrap().verify(b"").is_ok()
            );
        }
    }
}
