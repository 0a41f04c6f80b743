//! A real SSH agent, and programs that it asks.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::review::err;

/// Writes a program of the shell's.
pub fn script(path: &Path, text: &str) {
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

/// A real `ssh-agent` on a socket of its own, which ends when this does.
pub struct Agent {
    process: Child,
    pub socket: PathBuf,
}

impl Agent {
    pub fn started(folder: &Path) -> Self {
        Self::asking(folder, None)
    }

    /// Starts one that has `askpass` ask before it uses a key that is to be confirmed.
    pub fn asking(folder: &Path, askpass: Option<&Path>) -> Self {
        Self::with(folder, |command| {
            if let Some(askpass) = askpass {
                command
                    .env("SSH_ASKPASS", askpass)
                    .env("SSH_ASKPASS_REQUIRE", "force")
                    .env("DISPLAY", "none");
            }
        })
    }

    /// Starts one that finds `value` in its environment.
    pub fn knowing(folder: &Path, name: &str, value: &Path) -> Self {
        Self::with(folder, |command| {
            command.env(name, value);
        })
    }

    fn with(folder: &Path, told: impl FnOnce(&mut Command)) -> Self {
        let socket = folder.join("agent");
        let mut command = Command::new("ssh-agent");
        command.args(["-D", "-a"]).arg(&socket).stdout(Stdio::null());
        told(&mut command);
        let process = command.spawn().expect("ssh-agent is not installed: it belongs to OpenSSH");
        let begun = Instant::now();
        while !socket.exists() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the agent did not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { process, socket }
    }

    /// Loads a key with `ssh-add`; `passphrase` is a program that prints it.
    pub fn add(&self, key: &Path, passphrase: Option<&Path>) {
        let mut command = Command::new("ssh-add");
        command.arg(key);
        self.told(command, passphrase);
    }

    /// Loads the keys of a card, by the library that speaks with it; `pin` is a program that prints its number.
    pub fn add_card(&self, library: &Path, pin: &Path) {
        let mut command = Command::new("ssh-add");
        command.arg("-s").arg(library);
        self.told(command, Some(pin));
    }

    /// Loads a key of which each use is to be confirmed.
    pub fn add_asking(&self, key: &Path) {
        let mut command = Command::new("ssh-add");
        command.arg("-c").arg(key);
        self.told(command, None);
    }

    /// Locks the agent with what `passphrase` prints.
    pub fn lock(&self, passphrase: &Path) {
        let mut command = Command::new("ssh-add");
        command.arg("-x");
        self.told(command, Some(passphrase));
    }

    fn told(&self, mut command: Command, passphrase: Option<&Path>) {
        command.env("SSH_AUTH_SOCK", &self.socket).stdin(Stdio::null());
        if let Some(passphrase) = passphrase {
            command.env("SSH_ASKPASS", passphrase).env("SSH_ASKPASS_REQUIRE", "force").env("DISPLAY", "none");
        }
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
    }

    /// Sends the agent a signal by its name: one that is stopped takes calls and answers none.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success(), "kill -s {name}");
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
