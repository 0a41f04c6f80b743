//! Which kinds of keys may sign: of a key or signature of another kind nobody can tell.

use strum::{EnumIter, IntoEnumIterator as _};

use super::wire::Parts;

/// The kinds of keys that may sign.
#[derive(Clone, Copy, Debug, EnumIter, Eq, PartialEq)]
pub enum Kind {
    Ed25519,
    SkEd25519,
    EcdsaP256,
    EcdsaP384,
    SkEcdsaP256,
    Rsa,
}

impl Kind {
    /// Returns the kind by its name in a key.
    pub fn of(name: &[u8]) -> Option<Self> {
        Self::iter().find(|kind| kind.name().as_bytes() == name)
    }

    /// Returns the name in a key.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ssh-ed25519",
            Self::SkEd25519 => "sk-ssh-ed25519@openssh.com",
            Self::EcdsaP256 => "ecdsa-sha2-nistp256",
            Self::EcdsaP384 => "ecdsa-sha2-nistp384",
            Self::SkEcdsaP256 => "sk-ecdsa-sha2-nistp256@openssh.com",
            Self::Rsa => "ssh-rsa",
        }
    }

    /// Returns the name of what it signs by, as a signature has it: RSA never by SHA-1 (RFC 8332).
    pub fn signs_by(self) -> &'static str {
        if self == Self::Rsa { "rsa-sha2-512" } else { self.name() }
    }
}

/// Returns the kind of a public key, if it is another than those that may sign.
pub(super) fn unknown(key: &[u8]) -> Option<String> {
    let kind = Parts(key).string()?;
    Kind::of(kind).is_none().then(|| printable(kind))
}

/// Returns a name that a file gives, so that it can be shown.
pub(in crate::ledger) fn printable(name: &[u8]) -> String {
    name.escape_ascii().to_string().chars().take(40).collect()
}
