//! Who signs: an SSH key in a file, or one that the SSH agent holds. Private keys never leave this module.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use ssh_key::rand_core::OsRng;
use ssh_key::{Algorithm, LineEnding, PrivateKey};

use super::signature::{PublicKey, Signature};
use crate::domain::text::sanitised;

mod agent;
mod private_file;
mod reading;
mod secret;

pub use agent::{NotSigned, Patience, Watch};
pub use private_file::NotOpened;
use private_file::PrivateFile;
use reading::Key;
pub use reading::NoKey;
use secret::Secret;

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
    /// The file's own key.
    Here(Secret),
    /// The agent, which `ssh-keygen` asks; so do keys of a security key.
    Agent,
    /// A file behind a passphrase; as long as that is not known, the agent.
    Locked(Box<PrivateFile>),
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
    #[error("the signature that was made for the key {key} does not hold; check the key and its agent")]
    Wrong { key: String },
}

impl Identity {
    /// Reads a private key; for a public one the agent signs, and for one behind a passphrase as long as it is locked.
    pub fn read(path: &Path) -> Result<Self, IdentityError> {
        let unreadable = |source| IdentityError::Unreadable { path: path.to_owned(), source };
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let no_key = |why| IdentityError::NotAKey { path: path.to_owned(), why };
        let file = match reading::read(&text).map_err(no_key)? {
            Key::Public(public) => return Ok(Self::new(public, Holder::Agent)),
            Key::Private(file) => file,
        };
        let public = file.public().clone();
        if file.is_locked() {
            return Ok(Self::new(public, Holder::Locked(file)));
        }
        let holder = opened(&file, "").map_err(|_wrong| no_key(NoKey::Unreadable))?;
        Ok(Self::new(public, holder))
    }

    /// Tells whether a passphrase is missing: the file has one, and the agent does not hold the key.
    pub fn wants_passphrase(&self) -> bool {
        matches!(self.holder, Holder::Locked(_)) && agent::holds(&self.public).is_err()
    }

    /// Opens the key's file with its passphrase.
    pub fn unlock(&mut self, passphrase: &str) -> Result<(), NotOpened> {
        if let Holder::Locked(file) = &self.holder {
            self.holder = opened(file, passphrase)?;
        }
        Ok(())
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
            Holder::Agent | Holder::Locked(_) => agent::holds(&self.public),
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
            Holder::Locked(_) => "its file, behind a passphrase",
        }
    }

    /// Signs `message`; what is returned has been verified, whoever made it: an entry that does not hold stops a ledger.
    pub fn sign(&self, message: &[u8]) -> Result<Signature, IdentityError> {
        let key = || self.public.fingerprint();
        let wrong = |_bad| IdentityError::Wrong { key: key() };
        let signature = match &self.holder {
            Holder::Here(private) => {
                Signature::by(&self.public, message, |signed| private.sign(signed)).map_err(wrong)?
            }
            Holder::Agent | Holder::Locked(_) => {
                let armour = agent::sign(&self.public, message, &self.patience)
                    .map_err(|why| IdentityError::Agent { key: key(), why })?;
                Signature::from_armour(&armour).map_err(wrong)?
            }
        };
        match signature.verify(message) {
            Ok(made_by) if made_by == self.public => Ok(signature),
            _ => Err(IdentityError::Wrong { key: key() }),
        }
    }

    /// Signs these very bytes, with nothing of SSH around them, by an Ed25519 key in a file: others sign only as SSH does.
    pub fn sign_plainly(&self, bytes: &[u8]) -> Option<([u8; 32], [u8; 64])> {
        let Holder::Here(secret) = &self.holder else { return None };
        let signature = secret.sign(bytes)?.try_into().ok()?;
        Some((*self.public.as_ed25519()?, signature))
    }
}

/// Opens a key's file; one that only an agent signs with is left to it.
fn opened(file: &PrivateFile, passphrase: &str) -> Result<Holder, NotOpened> {
    match file.open(passphrase) {
        Ok(secret) => Ok(Holder::Here(secret)),
        Err(NotOpened::Elsewhere) => Ok(Holder::Agent),
        Err(why) => Err(why),
    }
}

fn shown(path: &Path) -> String {
    sanitised(&path.display().to_string())
}
