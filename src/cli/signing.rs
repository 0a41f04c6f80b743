//! Which ledger, who acts, and with which key: from flags, the environment, and `identity.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, SubsecRound as _, Utc};
use clap::builder::FalseyValueParser;
use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail, eyre};
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use super::config::settings::Settings;
use super::config::settings::config_folder;
use super::passphrase::Passphrase;
use super::telling::tell;
use super::whereabouts::{self, Cases};
use crate::committee::request::Request;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::domain::toml_text;
use crate::domain::words::counted;
use crate::ledger::chain::{Recorded, Unplaced};
use crate::ledger::entry::{Act, Actor, Role};
use crate::ledger::error::AppendError;
use crate::ledger::file::fresh_id;
use crate::ledger::hash::Hash;
use crate::ledger::identity::{Identity, Patience};
use crate::ledger::place::LedgerPlace;
use crate::ledger::rules::Refused;
use crate::ledger::signers::is_person;
use crate::ledger::store::Ledger;

/// Which ledger, and who looks
#[derive(clap::Args, Clone, Debug, Default)]
pub struct LedgerArgs {
    /// The ledger: a file, or `postgres://…` as docs/shared-ledger.md says. Unless given: as `TRELLIS_LEDGER` says, else
    /// the settings, else the case file itself, else beside it
    #[arg(long, value_name = "LEDGER")]
    pub ledger: Option<LedgerPlace>,
    #[command(flatten)]
    pub who: WhoArgs,
    /// Say on standard error which ledger was taken, and why
    #[arg(short, long)]
    pub verbose: bool,
}

/// Which ledger, who acts, and whether a new one may begin
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ActArgs {
    #[command(flatten)]
    pub at: LedgerArgs,
    /// Begin a new ledger where there is none: whoever records is its only signer, until another is allowed
    #[arg(long)]
    pub new_ledger: bool,
}

/// Who acts
#[derive(clap::Args, Clone, Debug, Default)]
pub struct WhoArgs {
    /// Who acts: a short identifier of the person; that of `trellis identity` unless given
    #[arg(long = "as", value_name = "WHO", env = "TRELLIS_ACTOR")]
    pub actor: Option<String>,
    /// In which role: chair, member, `program_director`, coordinator, coach, auditor or resident
    #[arg(long, value_name = "ROLE", env = "TRELLIS_ROLE", value_parser = role_of)]
    pub role: Option<Role>,
    /// The SSH key that signs: a private key, whose passphrase is asked for, or a public one that the agent holds
    #[arg(long, value_name = "FILE", env = "TRELLIS_KEY")]
    pub key: Option<PathBuf>,
    /// Record in a file on a network or in a cloud folder all the same: only this machine ever writes it
    #[arg(long, env = "TRELLIS_LOCKS_ARE_LOCAL", value_parser = FalseyValueParser::new())]
    pub i_know_locks_are_local: bool,
    #[arg(skip)]
    pub passphrase: Passphrase,
}

/// What `trellis identity` keeps about the person who works on this machine.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub id: Option<String>,
    pub role: Option<Role>,
    pub key: Option<PathBuf>,
}

/// Returns the file that keeps the profile.
pub fn profile_file() -> Result<PathBuf> {
    let folder = config_folder().ok_or_else(|| eyre!("the user's config folder is not known; set HOME"))?;
    Ok(folder.join("identity.toml"))
}

impl Profile {
    /// Reads the profile; empty where there is none.
    pub fn read() -> Result<Self> {
        let Ok(path) = profile_file() else { return Ok(Self::default()) };
        match fs::read_to_string(&path) {
            Ok(text) => toml_text::read(&text).map(|read| read.value).map_err(|mistake| {
                let path = shown(&path);
                eyre!("{path} does not hold, {mistake}; make it anew with `trellis identity use`")
            }),
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).wrap_err_with(|| format!("{} could not be read", shown(&path))),
        }
    }

    /// Returns who works here: as the settings say, and where they are silent as the profile does.
    pub fn in_force() -> Result<Self> {
        let (settings, kept) = (Settings::read()?, Self::read()?);
        Ok(Self {
            id: settings.id().or(kept.id),
            role: settings.role().or(kept.role),
            key: settings.key().or(kept.key),
        })
    }

    /// Writes the profile and returns where.
    pub fn write(&self) -> Result<PathBuf> {
        let path = profile_file()?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).wrap_err_with(|| format!("{} could not be made", shown(folder)))?;
        }
        let text = toml::to_string(self)?;
        fs::write(&path, text).wrap_err_with(|| format!("{} could not be written", shown(&path)))?;
        Ok(path)
    }
}

impl WhoArgs {
    /// Returns who acts; the name of the system's user, as chair, where nothing else is said.
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    pub fn actor(&self) -> Result<Actor> {
        let profile = Profile::in_force()?;
        let system = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let id = self.actor.clone().or(profile.id).or_else(system).filter(|id| !id.trim().is_empty());
        let id = id.ok_or_else(|| {
            eyre!("it is not said who acts; add --as WHO, a short identifier of the person")
        })?;
        if !is_person(&id) {
            bail!("{:?} cannot name a person; use letters, digits and ._+@- only", sanitised(&id));
        }
        Ok(Actor { id, role: self.role.or(profile.role).unwrap_or(Role::Chair) })
    }

    /// Returns who acts, and the key that signs for them; its passphrase is asked for where it has one that no agent knows.
    pub fn signer(&self) -> Result<(Actor, Identity)> {
        let actor = self.actor()?;
        let key = self
            .key
            .clone()
            .map_or_else(|| Profile::in_force().map(|profile| profile.key), |key| Ok(Some(key)))?;
        let key = key.ok_or_else(|| {
            eyre!(
                "there is no key to sign with; make one with `trellis identity new --as {} --role {}`, \
                 or name yours with --key FILE",
                actor.id,
                actor.role
            )
        })?;
        let patience = Patience { tell: Box::new(say_that_it_waits), ..Patience::default() };
        let mut identity = Identity::read(&key)?.with_patience(patience);
        self.passphrase.open(&key, &mut identity)?;
        Ok((actor, identity))
    }
}

/// Reads a role, or says which there are.
pub fn role_of(text: &str) -> Result<Role, String> {
    let all = || Role::iter().map(|role| role.to_string()).collect::<Vec<_>>().join(", ");
    text.parse().map_err(|_unknown| format!("a role is one of {}", all()))
}

fn say_that_it_waits(waits: bool) {
    if waits {
        tell("waiting for your key: confirm it where its agent asks");
    }
}

impl LedgerArgs {
    /// Records that a resident was looked at outside the review, as far as somebody is known who can sign.
    ///
    /// An auditor may read a copy that cannot be written: a look that is not recorded is said, and no error. Of a
    /// ledger that is not there, [`Self::open`] has said it.
    pub fn viewed(&self, ledger: &mut Ledger, resident: &ResidentId, screen: &str) {
        if ledger.state().count() == 0 {
            return;
        }
        let act = Act::Viewed { screen: screen.to_owned() };
        if let Err(why) = self.who.record(ledger, Some(resident), act) {
            let why = sanitised(&why.to_string());
            let why = why.strip_prefix("nothing was recorded: ").unwrap_or(&why);
            tell(format_args!("this look is not recorded: {why}"));
        }
    }

    /// Returns where the ledger of a case file stands.
    pub fn place<'a>(&self, cases: impl Into<Cases<'a>>) -> Result<LedgerPlace> {
        let chosen = whereabouts::chosen(self.ledger.as_ref(), cases.into())?;
        if self.verbose {
            tell(format_args!("the ledger is {}, {}", chosen.place, chosen.by));
        }
        Ok(chosen.place)
    }

    /// Opens the ledger of a case file to read it; where there is none, that is said.
    pub fn open<'a>(&self, cases: impl Into<Cases<'a>>) -> Result<Ledger> {
        let mut ledger = opened(&self.place(cases)?)?;
        whereabouts::refuse_a_mistyped_name(&mut ledger)?;
        if ledger.state().count() == 0 {
            let near = whereabouts::others(&ledger.near());
            tell(format_args!(
                "there is no ledger {}: what was decided is not known, and this look is not recorded{near}",
                ledger.shown()
            ));
        }
        Ok(ledger)
    }
}

impl ActArgs {
    /// Opens the ledger of a case file to record in it.
    pub fn open<'a>(&self, cases: impl Into<Cases<'a>>) -> Result<Ledger> {
        let mut ledger = opened(&self.at.place(cases)?)?;
        self.at.who.may_begin(&mut ledger, self.new_ledger)?;
        Ok(ledger)
    }

    /// Records an act that rests on no evidence, signed by whoever acts.
    pub fn record(
        &self,
        ledger: &mut Ledger,
        resident: Option<&ResidentId>,
        act: Act,
    ) -> Result<Arc<Recorded>> {
        self.at.who.record(ledger, resident, act)
    }

    /// Records what is wished for, signed by whoever acts.
    pub fn send(&self, ledger: &mut Ledger, request: Request) -> Result<Arc<Recorded>> {
        self.at.who.send(ledger, request)
    }
}

impl WhoArgs {
    /// Lets the first act begin a ledger where that was asked for, and says what else stands near; else refuses to
    /// record where there is none.
    pub fn may_begin(&self, ledger: &mut Ledger, asked: bool) -> Result<()> {
        let n = ledger.state().count();
        if n > 0 {
            if asked {
                bail!(
                    "nothing was recorded: there is a ledger already, {}, with {}; leave --new-ledger away",
                    ledger.shown(),
                    counted(n, "entry")
                );
            }
            return Ok(());
        }
        if let Some(news) = ledger.news() {
            return Err(AppendError::NotAsRemembered(Box::new(news.clone())).into());
        }
        let (actor, identity) = self.signer()?;
        let (at, near) = (ledger.shown(), whereabouts::others(&ledger.near()));
        let only = whereabouts::only_signer(&actor, &identity);
        if !actor.role.keeps_the_record() {
            return Err(Refused::NobodySigns.into());
        }
        if !asked {
            bail!(
                "nothing was recorded: there is no ledger {at}{near}; to begin a new one there, whose only signer is \
                 {only}, add --new-ledger"
            );
        }
        tell(format_args!(
            "there is no ledger {at}, and a new one begins there; its only signer is {only}{near}"
        ));
        ledger.begin();
        Ok(())
    }

    /// Hands on the word of whoever acts that nobody writes the ledger's file from another machine, if it was given.
    pub fn vouch_for(&self, ledger: &mut Ledger) {
        if self.i_know_locks_are_local {
            ledger.take_locks_as_local();
        }
    }

    /// Records an act that rests on no evidence, signed by whoever acts.
    pub fn record(
        &self,
        ledger: &mut Ledger,
        resident: Option<&ResidentId>,
        act: Act,
    ) -> Result<Arc<Recorded>> {
        let subject = resident.cloned();
        self.send(ledger, Request { id: fresh_id(), subject, act, supersedes: None, evidence: None })
    }

    /// Records what is wished for, signed by whoever acts.
    pub fn send(&self, ledger: &mut Ledger, request: Request) -> Result<Arc<Recorded>> {
        self.vouch_for(ledger);
        let (actor, identity) = self.signer()?;
        let Request { id, subject, act, supersedes, evidence } = request;
        let at = now();
        Ok(ledger.append(&Unplaced { id, at, actor, subject, act, supersedes, evidence }, &identity)?)
    }
}

/// Opens the ledger at `place`, against what was read here before; what is out of the ordinary with it is said first.
pub fn opened(place: &LedgerPlace) -> Result<Ledger> {
    let ledger = remembering(place)?;
    ledger.notes().iter().for_each(|note| tell(sanitised(note)));
    Ok(ledger)
}

/// Opens the ledger at `place`, against what was read here before.
pub fn remembering(place: &LedgerPlace) -> Result<Ledger> {
    Ok(Ledger::remembering(place, memory_folder().as_deref(), now)?)
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

/// Returns the folder in which is kept what was verified of ledgers, where the platform has one for it.
pub fn memory_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir()?.join("trellis").join("ledgers"))
}

/// Returns the file beside which the drafts of a ledger are kept: its own, or one in the user's data folder.
pub fn drafts_beside(place: &LedgerPlace) -> Result<PathBuf> {
    let Some(file) = place.file() else {
        let folder = data_folder()?.join("drafts");
        fs::create_dir_all(&folder).wrap_err_with(|| format!("{} could not be made", shown(&folder)))?;
        let name = Hash::of(place.to_string().as_bytes()).to_string();
        return Ok(folder.join(format!("{}.ledger.jsonl", &name[..16])));
    };
    Ok(file.to_owned())
}

/// Returns the program's own folder in the platform's data folder.
pub fn data_folder() -> Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy()
        .map_err(|e| eyre!("the user's data folder is not known ({e}); set HOME"))?;
    Ok(strategy.data_dir().join("trellis"))
}

/// Returns a path that is safe in a terminal.
pub fn shown(path: &Path) -> String {
    sanitised(&path.display().to_string())
}
