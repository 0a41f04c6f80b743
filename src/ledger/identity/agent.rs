//! Has `ssh-keygen` ask the SSH agent for a signature: with a limit, with a way to give it up, and, where there is none,
//! with the cause.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::text::sanitised;
use crate::ledger::signature::{NAMESPACE, PublicKey};

/// So long an agent may take, which may ask a person for a touch or a passphrase.
pub const LIMIT: Duration = Duration::from_secs(30);
/// So long a person may take who types a passphrase in this very terminal.
const LIMIT_HERE: Duration = Duration::from_mins(3);
/// What takes no longer is not worth a word.
const MOMENT: Duration = Duration::from_millis(300);
/// So long the agent may take to say which keys it holds.
const LISTING: Duration = Duration::from_secs(3);

/// Why an agent did not sign, and what to do.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotSigned {
    #[error("no SSH agent runs here; start one and load the key: eval $(ssh-agent); ssh-add KEY")]
    NoAgent,
    #[error(
        "the SSH agent that SSH_AUTH_SOCK names has gone, as in a session that is older than the last login; name the \
         one that runs now, or start again in a new terminal"
    )]
    Gone,
    #[error("the SSH agent does not answer; end it and start another, or use a key in a file")]
    Silent,
    #[error(
        "the SSH agent holds no key, or is locked; load the key with ssh-add, or unlock it with ssh-add -X"
    )]
    Empty,
    #[error(
        "the SSH agent holds {} and not this key; load it into the agent with ssh-add",
        crate::domain::words::counted(*others, "key")
    )]
    WithoutIt { others: u64 },
    #[error(
        "the SSH agent holds it and refused ({said}); confirm it where the agent asks, and record the same draft again"
    )]
    Refused { said: String },
    #[error(
        "nobody confirmed it within {limit} s; confirm it where the agent asks, and record the same draft again"
    )]
    Late { limit: u64 },
    #[error("it was given up")]
    GivenUp,
    #[error("ssh-keygen could not be run ({0}); install OpenSSH's client")]
    NoProgram(String),
}

/// Looks on while a key is waited for: another thread may ask whether one is, and give it up.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Watched>);

#[derive(Debug, Default)]
struct Watched {
    waits: AtomicBool,
    given_up: AtomicBool,
    for_good: AtomicBool,
}

impl Watch {
    /// Tells whether a key is waited for, longer than a moment.
    pub fn waits(&self) -> bool {
        self.0.waits.load(Ordering::Acquire)
    }

    /// Gives up the signature that is waited for.
    pub fn give_up(&self) {
        self.0.given_up.store(true, Ordering::Release);
    }

    /// Gives up this signature and every later one.
    pub fn give_up_for_good(&self) {
        self.0.for_good.store(true, Ordering::Release);
    }

    fn is_given_up(&self) -> bool {
        self.0.given_up.load(Ordering::Acquire) || self.0.for_good.load(Ordering::Acquire)
    }
}

/// How long an agent is waited for, who may give it up, and who is told that it is waited for and no more.
pub struct Patience {
    pub limit: Duration,
    pub watch: Watch,
    pub tell: Box<dyn Fn(bool) + Send + Sync>,
    /// Gives the terminal away, and takes it again; where the agent is gpg's, which may ask in it.
    pub give_away: Option<Box<dyn Fn(bool) + Send + Sync>>,
}

impl Default for Patience {
    fn default() -> Self {
        Self { limit: LIMIT, watch: Watch::default(), tell: Box::new(|_| {}), give_away: None }
    }
}

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patience")
            .field("limit", &self.limit)
            .field("watch", &self.watch)
            .finish_non_exhaustive()
    }
}

/// Has the agent sign `message` with `key`, and returns the armoured signature.
pub fn sign(key: &PublicKey, message: &[u8], patience: &Patience) -> Result<String, NotSigned> {
    let failed = |error: io::Error| NotSigned::NoProgram(error.to_string());
    let mut public = tempfile::NamedTempFile::new().map_err(failed)?;
    writeln!(public, "{}", key.to_openssh()).map_err(failed)?;
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(public.path());
    let given = Given::away(patience.give_away.as_deref().filter(|_| may_ask(key)));
    let limit = if given.is_away() { LIMIT_HERE } else { patience.limit };
    let told = Told::of(patience);
    let watch = || told.looks_on();
    match run(command, message, limit, &watch).map_err(failed)? {
        Ran::Ended { status, out, .. } if status.success() => Ok(out),
        Ran::Ended { said, .. } => Err(cause(key, said)),
        Ran::GivenUp => Err(NotSigned::GivenUp),
        Ran::Late => Err(match holds(key) {
            Err(why) => why,
            Ok(()) => NotSigned::Late { limit: patience.limit.as_secs() },
        }),
    }
}

/// Tells whether the agent holds `key`, and if not why.
pub fn holds(key: &PublicKey) -> Result<(), NotSigned> {
    let mut command = Command::new("ssh-add");
    command.arg("-L");
    let listed = run(command, b"", LISTING, &|| false).map_err(|e| NotSigned::NoProgram(e.to_string()))?;
    let Ran::Ended { status, out, said } = listed else { return Err(NotSigned::Silent) };
    match status.code() {
        Some(0) => {
            let own = key.to_openssh();
            let is_own = |line: &str| {
                line.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            let others = out.lines().count() as u64;
            if out.lines().any(is_own) { Ok(()) } else { Err(NotSigned::WithoutIt { others }) }
        }
        Some(1) => Err(NotSigned::Empty),
        // As ssh-add says it where a socket is named behind which nobody listens.
        _ if said.contains("connecting to agent") => Err(NotSigned::Gone),
        _ => Err(NotSigned::NoAgent),
    }
}

/// Says why ssh-keygen got no signature, of which it says itself only that it has no private key.
fn cause(key: &PublicKey, said: String) -> NotSigned {
    holds(key).err().unwrap_or(NotSigned::Refused { said })
}

/// Tells whether gpg's agent would ask somebody before it signs with `key`: for a passphrase that it does not keep, for
/// a card's number, or for a nod.
fn may_ask(key: &PublicKey) -> bool {
    let mut command = Command::new("gpg-connect-agent");
    command.args(["--no-autostart", "keyinfo --list --ssh-fpr=sha256", "/bye"]);
    let Ok(Ran::Ended { out, .. }) = run(command, b"", LISTING, &|| false) else { return true };
    let fingerprint = key.fingerprint();
    // S KEYINFO keygrip type serial idstr cached protection fingerprint ttl flags, as `gpg-connect-agent "help keyinfo"`
    // has it.
    let fields = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let is_ready = |fields: Vec<String>| match fields.get(3..).unwrap_or_default() {
        [kind, _, _, cached, protection, its, _, flags, ..] => {
            *its == fingerprint && kind == "D" && (cached == "1" || protection == "C") && !flags.contains('c')
        }
        _ => false,
    };
    !out.lines().map(fields).any(is_ready)
}

/// The terminal, given away as long as this lives.
struct Given<'a>(Option<&'a (dyn Fn(bool) + Send + Sync)>);

impl<'a> Given<'a> {
    fn away(give: Option<&'a (dyn Fn(bool) + Send + Sync)>) -> Self {
        if let Some(give) = give {
            give(true);
        }
        Self(give)
    }

    fn is_away(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for Given<'_> {
    fn drop(&mut self) {
        if let Some(give) = self.0 {
            give(false);
        }
    }
}

/// Tells once that a key is waited for, and at the end that it is no more.
struct Told<'a> {
    patience: &'a Patience,
    began: Instant,
}

impl<'a> Told<'a> {
    fn of(patience: &'a Patience) -> Self {
        // What was given up before was another one.
        patience.watch.0.given_up.store(false, Ordering::Release);
        Self { patience, began: Instant::now() }
    }

    /// Tells whether it is given up.
    fn looks_on(&self) -> bool {
        let watch = &self.patience.watch;
        if self.began.elapsed() > MOMENT && !watch.0.waits.swap(true, Ordering::AcqRel) {
            (self.patience.tell)(true);
        }
        watch.is_given_up()
    }
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if self.patience.watch.0.waits.swap(false, Ordering::AcqRel) {
            (self.patience.tell)(false);
        }
    }
}

/// How a program ended, or was ended.
enum Ran {
    /// With what it wrote, and the last line of what it said.
    Ended {
        status: ExitStatus,
        out: String,
        said: String,
    },
    GivenUp,
    Late,
}

/// Runs a program of OpenSSH to its end, at most for `limit`, unless `is_given_up`.
fn run(
    mut command: Command,
    input: &[u8],
    limit: Duration,
    is_given_up: &dyn Fn() -> bool,
) -> io::Result<Ran> {
    let began = Instant::now();
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut child = Ending(spawned);
    if let Some(mut stdin) = child.0.stdin.take() {
        // One that ended already has said why.
        let _ = stdin.write_all(input);
    }
    let status = loop {
        if let Some(status) = child.0.try_wait()? {
            break status;
        }
        if is_given_up() {
            return Ok(Ran::GivenUp);
        }
        if began.elapsed() > limit {
            return Ok(Ran::Late);
        }
        // A key in an agent takes a few milliseconds, a person seconds.
        thread::sleep(Duration::from_millis(if began.elapsed() < MOMENT { 1 } else { 20 }));
    };
    let (mut out, mut said) = (Vec::new(), Vec::new());
    if let (Some(stdout), Some(stderr)) = (&mut child.0.stdout, &mut child.0.stderr) {
        stdout.read_to_end(&mut out)?;
        stderr.read_to_end(&mut said)?;
    }
    let said = sanitised(String::from_utf8_lossy(&said).lines().last().unwrap_or("it said nothing"));
    Ok(Ran::Ended { status, out: String::from_utf8_lossy(&out).into_owned(), said })
}

/// A program that is ended with this.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // One that has ended is not there any more.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
