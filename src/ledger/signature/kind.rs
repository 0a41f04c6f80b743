//! Which keys and signatures are of a kind that the format does not name: of those nobody can tell.

use super::{NAMESPACE, PublicKey};

/// The kinds of keys that may sign.
const KNOWN: [&[u8]; 2] = [b"ssh-ed25519", b"sk-ssh-ed25519@openssh.com"];

/// The parts of an SSH structure (RFC 4251, section 5).
#[derive(Clone, Copy)]
pub struct Parts<'a>(pub &'a [u8]);

impl<'a> Parts<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Returns the number that comes next.
    pub fn number(&mut self) -> Option<u32> {
        self.take(4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
    }

    /// Returns the bytes that come next, behind their length.
    pub fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }
}

/// Returns the kind of a public key, if it is another than those that may sign.
pub(super) fn unknown_key(blob: &[u8]) -> Option<String> {
    let kind = Parts(blob).string()?;
    (!KNOWN.contains(&kind)).then(|| printable(kind))
}

/// Returns what is unknown about a signature that is otherwise whole (OpenSSH's `PROTOCOL.sshsig`): its version,
/// the kind of its key, or its hash.
pub(super) fn unknown_signature(blob: &[u8]) -> Option<String> {
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
    if !parts.0.is_empty() {
        return None;
    }
    if let Some(kind) = unknown_key(key) {
        return Some(kind);
    }
    // What is wrong in another way is wrong, whatever the hash.
    PublicKey::of(&ssh_key::PublicKey::from_bytes(key).ok()?).ok()?;
    let ours = namespace == NAMESPACE.as_bytes() && reserved.is_empty();
    (ours && hash != b"sha512").then(|| printable(hash))
}

fn printable(name: &[u8]) -> String {
    name.escape_ascii().to_string().chars().take(40).collect()
}
