//! Who signs: an SSH key in a file, or one that the SSH agent holds. Private keys never leave this module.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ssh_key::rand_core::OsRng;
use ssh_key::{Algorithm, LineEnding, PrivateKey};

use super::signature::{PublicKey, Signature};
use crate::domain::text::sanitised;

mod agent;
mod reading;

pub use agent::{NotSigned, Patience, Watch};
use reading::Key;
pub use reading::NoKey;

/// A key that can sign.
#[derive(Debug)]
pub struct Identity {
    public: PublicKey,
    holder: Holder,
    /// How long the agent is waited for.
    patience: Patience,
}

/// Where the private half is.
#[derive(Debug)]
enum Holder {
    /// The file's own key; its two halves were seen to belong together.
    Here(Box<SigningKey>),
    /// The agent, which `ssh-keygen` asks; so do keys with a passphrase and those of a security key.
    Agent,
}

/// Why there is no key, or why it did not sign.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error("the key {} cannot be read: {source}; make one with `trellis identity new`", shown(path))]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {why}", shown(path))]
    NotAKey { path: PathBuf, why: NoKey },
    #[error("the key {} could not be written: {source}", shown(path))]
    Unwritten { path: PathBuf, source: io::Error },
    #[error("the key could not be made; try again")]
    NotMade,
    #[error("the key {key} did not sign: {why}")]
    Agent { key: String, why: NotSigned },
    #[error("the signature that was made for the key {key} does not hold; check the agent")]
    Wrong { key: String },
}

impl Identity {
    /// Reads a private key; for one with a passphrase, and for a public key, the agent signs.
    pub fn read(path: &Path) -> Result<Self, IdentityError> {
        let unreadable = |source| IdentityError::Unreadable { path: path.to_owned(), source };
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let no_key = |why| IdentityError::NotAKey { path: path.to_owned(), why };
        let private = match reading::read(&text).map_err(no_key)? {
            Key::Public(public) => return Ok(Self::new(public, Holder::Agent)),
            Key::Private(private) => private,
        };
        let public = PublicKey::of(private.public_key()).map_err(|why| no_key(why.into()))?;
        let Some(pair) = private.key_data().ed25519() else {
            return Ok(Self::new(public, Holder::Agent));
        };
        let key = SigningKey::try_from(pair).map_err(|_halves| no_key(NoKey::Unreadable))?;
        Ok(Self::new(public, Holder::Here(Box::new(key))))
    }

    fn new(public: PublicKey, holder: Holder) -> Self {
        Self { public, holder, patience: Patience::default() }
    }

    /// Returns the same key, whose agent is waited for as `patience` says.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Tells whether the key could sign now, and if not why: one in a file can, of another the agent is asked.
    pub fn is_at_hand(&self) -> Result<(), NotSigned> {
        match self.holder {
            Holder::Here(_) => Ok(()),
            Holder::Agent => agent::holds(&self.public),
        }
    }

    /// Makes a new key at `path`, which only its owner may read, and its public half beside it.
    pub fn make(path: &Path, comment: &str) -> Result<Self, IdentityError> {
        let unwritten = |source| IdentityError::Unwritten { path: path.to_owned(), source };
        let not_made = |_error| IdentityError::NotMade;
        let mut private = PrivateKey::random(&mut OsRng, Algorithm::Ed25519).map_err(not_made)?;
        private.set_comment(comment);
        let text = private.to_openssh(LineEnding::LF).map_err(not_made)?;
        let public = private.public_key().to_openssh().map_err(not_made)? + "\n";
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(unwritten)?;
        }
        let make = |path: &Path, mode: u32, text: &str| -> io::Result<()> {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        make(path, 0o600, &text).map_err(unwritten)?;
        // Appended, as ssh-keygen does it: a person's name may hold a point.
        let mut beside = path.as_os_str().to_owned();
        beside.push(".pub");
        make(Path::new(&beside), 0o644, &public).map_err(unwritten)?;
        Self::read(path)
    }

    /// Returns the public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Says where the private half is, for people.
    pub fn held_by(&self) -> &'static str {
        match self.holder {
            Holder::Here(_) => "its file",
            Holder::Agent => "the SSH agent",
        }
    }

    /// Signs `message`; what another program signed has been verified.
    pub fn sign(&self, message: &[u8]) -> Result<Signature, IdentityError> {
        let key = || self.public.fingerprint();
        let wrong = |_bad| IdentityError::Wrong { key: key() };
        if let Holder::Here(private) = &self.holder {
            return Signature::by(private, message).map_err(wrong);
        }
        let armour = agent::sign(&self.public, message, &self.patience)
            .map_err(|why| IdentityError::Agent { key: key(), why })?;
        let signature = Signature::from_armour(&armour).map_err(wrong)?;
        match signature.verify(message) {
            Ok(made_by) if made_by == self.public => Ok(signature),
            _ => Err(IdentityError::Wrong { key: key() }),
        }
    }
}

fn shown(path: &Path) -> String {
    sanitised(&path.display().to_string())
}
