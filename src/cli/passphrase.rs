//! Asks for the passphrase of a key's file, once a run.

use std::fmt;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use color_eyre::Result;
use color_eyre::eyre::eyre;
use zeroize::Zeroizing;

use super::telling::tell;
use crate::domain::text::sanitised;
use crate::ledger::identity::{Identity, NotOpened};

/// How often a passphrase may be mistyped, as with ssh.
const TRIES: usize = 3;

/// The passphrase that was given in this run, if one was.
#[derive(Clone, Default)]
pub struct Passphrase(Arc<Mutex<Option<Zeroizing<String>>>>);

impl Passphrase {
    /// Opens the file of a key behind a passphrase that no agent holds: by the passphrase that was given before, or by
    /// one that is asked for on the terminal. Where there is none, the key stays locked, and says so when it signs.
    pub fn open(&self, key: &Path, identity: &mut Identity) -> Result<()> {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(passphrase) = &*given {
            return Ok(identity.unlock(passphrase)?);
        }
        if !identity.wants_passphrase() || !io::stderr().is_terminal() {
            return Ok(());
        }
        let name = sanitised(&key.display().to_string());
        for _ in 0..TRIES {
            let asked = format!("Passphrase of {name}: ");
            let typed = rpassword::prompt_password(asked).map(Zeroizing::new).map_err(|error| {
                eyre!("nothing was recorded: the passphrase could not be read from the terminal ({error})")
            })?;
            match identity.unlock(&typed) {
                Ok(()) => {
                    *given = Some(typed);
                    return Ok(());
                }
                Err(again @ NotOpened::Passphrase) => tell(again),
                Err(other) => return Err(other.into()),
            }
        }
        Err(eyre!(
            "nothing was recorded: {name} was not opened; try again, or load it into an agent with ssh-add"
        ))
    }
}

impl fmt::Debug for Passphrase {
    /// Says nothing of the passphrase.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}
