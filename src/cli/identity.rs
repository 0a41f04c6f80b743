//! `trellis identity`: who one is, with which key, and who else may sign in a ledger.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Subcommand;
use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::Exit;
use super::config::settings::config_folder;
use super::signing::{Profile, WhoArgs, now, opened, profile_file, role_of, shown};
use super::telling::tell;
use crate::domain::text::sanitised;
use crate::ledger::chain::Unplaced;
use crate::ledger::entry::{Act, Role};
use crate::ledger::file::{fresh_id, signers_beside};
use crate::ledger::identity::Identity;
use crate::ledger::place::LedgerPlace;
use crate::ledger::signers::{Signer, Signers};
use crate::ledger::store::Ledger;

/// Say who you are, make or pick your key, and name who else may sign
///
/// Every entry of a ledger is signed with an SSH key. Without a command, prints who you are.
/// Example: trellis identity new --as lin --role chair
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct IdentityArgs {
    #[command(subcommand)]
    command: Option<IdentityCommand>,
}

#[derive(Debug, Subcommand)]
enum IdentityCommand {
    /// Make a key and remember it
    #[command(after_help = "Example: trellis identity new --as lin --role chair")]
    New {
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Remember a key that you have: a private key, or a public one that the agent holds
    #[command(after_help = "Example: trellis identity use --as lin --key ~/.ssh/id_ed25519.pub")]
    Use {
        #[command(flatten)]
        who: WhoArgs,
    },
    /// List who may sign in a ledger
    #[command(after_help = "Example: trellis identity list my.ledger.jsonl")]
    List {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
    },
    /// Let somebody's key sign in a ledger, from now on
    #[command(
        after_help = "Example: trellis identity allow my.ledger.jsonl cho cho.pub --for program_director --until 2027-06-30"
    )]
    Allow {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The person: a short identifier
        person: String,
        /// The person's public key
        public_key: PathBuf,
        /// In which roles, with commas between
        #[arg(long = "for", value_name = "ROLE", value_delimiter = ',', required = true, value_parser = role_of)]
        roles: Vec<Role>,
        /// The first day on which the key may sign, in UTC
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// The last day on which the key may sign, in UTC
        #[arg(long, value_name = "DAY")]
        until: Option<NaiveDate>,
        /// Begin a new ledger where there is none, with a list of whoever records and of this person
        #[arg(long)]
        new_ledger: bool,
        /// Take a key from the person as whom it signs, or let the only key that can name signers end, all the same
        #[arg(long)]
        even_so: bool,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Take a key off the list: it signs no entry from now on, and what it signed stands
    #[command(after_help = "Example: trellis identity revoke my.ledger.jsonl SHA256:…")]
    Revoke {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The key, as `trellis identity list` prints it, or the person whose keys all go
        #[arg(value_name = "KEY")]
        gone: String,
        #[command(flatten)]
        who: WhoArgs,
    },
}

/// Runs the command.
pub fn run(args: &IdentityArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.command {
        None => say_who(out),
        Some(IdentityCommand::New { who }) => make(who, out),
        Some(IdentityCommand::Use { who }) => remember(who, out),
        Some(IdentityCommand::List { ledger }) => list(&existing(ledger)?, out),
        Some(IdentityCommand::Allow {
            ledger,
            person,
            public_key,
            roles,
            from,
            until,
            new_ledger,
            even_so,
            who,
        }) => {
            let signer = Signer {
                id: person.clone(),
                roles: roles.clone(),
                after: from.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
                before: until.map(end_of),
                key: Identity::read(public_key)?.public().clone(),
            };
            // The first list of a ledger has to have the one who writes it.
            let mut ledger = opened(ledger)?;
            if !even_so {
                refuse_a_slip(ledger.state().signers(), &signer)?;
            }
            who.may_begin(&mut ledger, *new_ledger)?;
            change(ledger, who, &|signers| signers.with(signer.clone()), out)
        }
        Some(IdentityCommand::Revoke { ledger, gone: key, who }) => {
            let list = existing(ledger)?;
            let gone: Vec<_> = list
                .state()
                .signers()
                .iter()
                .filter(|s| s.id == *key || s.key.fingerprint() == *key)
                .collect();
            if gone.is_empty() {
                bail!("nobody on the list is or has {:?}; `trellis identity list` prints it", sanitised(key));
            }
            let gone: Vec<_> = gone.into_iter().map(|signer| signer.key.clone()).collect();
            let without =
                |signers: &Signers| gone.iter().fold(signers.clone(), |list, key| list.without(key));
            change(list, who, &without, out)
        }
    }
}

fn say_who(out: &mut impl Write) -> Result<Exit> {
    let profile = Profile::read()?;
    let Some(key) = &profile.key else {
        writeln!(out, "nobody is known here\n\nnext       trellis identity new --as WHO --role chair")?;
        return Ok(Exit::Done);
    };
    let identity = Identity::read(key)?;
    let or_asked = |said: Option<String>| said.unwrap_or_else(|| "asked for each time".to_owned());
    writeln!(out, "who        {}", or_asked(profile.id))?;
    writeln!(out, "role       {}", or_asked(profile.role.map(|role| role.to_string())))?;
    print_key(key, &identity, out)?;
    writeln!(out, "kept in    {}", shown(&profile_file()?))?;
    Ok(Exit::Done)
}

fn print_key(path: &Path, identity: &Identity, out: &mut impl Write) -> Result<()> {
    writeln!(out, "key        {} (held by {})", shown(path), identity.held_by())?;
    writeln!(out, "           {}", identity.public().fingerprint())?;
    writeln!(out, "public     {}", identity.public().to_openssh())?;
    Ok(())
}

fn make(who: &WhoArgs, out: &mut impl Write) -> Result<Exit> {
    let actor = who.actor()?;
    let folder =
        config_folder().ok_or_else(|| eyre!("the user's config folder is not known; give --key FILE"));
    let key = who.key.clone().map_or_else(|| folder.map(|folder| folder.join("keys").join(&actor.id)), Ok)?;
    if key.exists() {
        bail!(
            "{} exists; nothing is written over a key: use it with `trellis identity use --key`",
            shown(&key)
        );
    }
    Identity::make(&key, &format!("{} for trellis", actor.id))?;
    kept(&Profile { id: Some(actor.id), role: Some(actor.role), key: Some(key) }, out)
}

fn remember(who: &WhoArgs, out: &mut impl Write) -> Result<Exit> {
    let Some(key) = &who.key else { bail!("it is not said which key; add --key FILE") };
    let key = std::path::absolute(key)?;
    let actor = who.actor()?;
    kept(&Profile { id: Some(actor.id), role: Some(actor.role), key: Some(key) }, out)
}

fn kept(profile: &Profile, out: &mut impl Write) -> Result<Exit> {
    let at_hand = match &profile.key {
        None => Ok(()),
        Some(key) => {
            let identity = Identity::read(key)?;
            print_key(key, &identity, out)?;
            if identity.wants_passphrase() { Ok(()) } else { identity.is_at_hand() }
        }
    };
    let path = profile.write()?;
    writeln!(out, "kept in    {}", shown(&path))?;
    if let Err(why) = at_hand {
        tell(format_args!("this key cannot sign now: {why}"));
    }
    writeln!(
        out,
        "\nnext       give the line after “public” to whoever keeps the ledger: trellis identity allow"
    )?;
    Ok(Exit::Done)
}

fn existing(ledger: &LedgerPlace) -> Result<Ledger> {
    let found = opened(ledger)?;
    if found.state().count() == 0 {
        bail!("{ledger} has no entry yet; its first one names who may sign");
    }
    Ok(found)
}

fn list(ledger: &Ledger, out: &mut impl Write) -> Result<Exit> {
    for signer in ledger.state().signers().iter() {
        let roles: Vec<_> = signer.roles.iter().map(ToString::to_string).collect();
        let until = signer.before.map(|before| format!(", until {before}")).unwrap_or_default();
        let from = signer.after.map(|after| format!(", from {after}")).unwrap_or_default();
        writeln!(out, "{:<16} {}  {}{from}{until}", signer.id, signer.key.fingerprint(), roles.join(", "))?;
    }
    if let Some(file) = ledger.file() {
        writeln!(out, "\nfor stock tools: {}", shown(&signers_beside(file.path())))?;
    }
    Ok(Exit::Done)
}

/// Refuses what nobody means who has the wrong file in hand, or the only key: it is asked for in so many words.
fn refuse_a_slip(signers: &Signers, new: &Signer) -> Result<()> {
    if let Some(other) = signers.of_key(&new.key).filter(|known| known.id != new.id) {
        bail!(
            "nothing was recorded: this key signs as {0}, and would no more; name the key of {1}, or, where it is theirs by \
             now, add --even-so",
            other.id,
            sanitised(&new.id)
        );
    }
    // Of a ledger that begins, whoever records it is a keeper without an end.
    if signers.iter().next().is_none() {
        return Ok(());
    }
    let keepers = signers.with(new.clone());
    let mut keepers = keepers.iter().filter(|signer| signer.keeps_the_record());
    if let (Some(only), None) = (keepers.next(), keepers.next())
        && let Some(until) = only.before
    {
        bail!(
            "nothing was recorded: this is the only key that can name signers, and after {} nobody could; leave --until \
             away, or let a second chair, director or coordinator sign first; or add --even-so",
            until.format("%Y-%m-%d")
        );
    }
    Ok(())
}

/// Says where a single loss would leave nobody who can name signers.
fn say_who_is_alone(signers: &Signers) {
    let keepers: BTreeSet<&str> =
        signers.iter().filter(|signer| signer.keeps_the_record()).map(|signer| &*signer.id).collect();
    if let (1, Some(only)) = (keepers.len(), keepers.first()) {
        tell(format_args!(
            "only {only} can name signers: where that key is lost, nobody can; let a second chair, program director or \
             coordinator sign too, and keep a checkpoint elsewhere"
        ));
    }
}

/// Records a new list of signers; in an empty ledger the list begins with the one who records it.
fn change(
    mut ledger: Ledger,
    who: &WhoArgs,
    changed: &dyn Fn(&Signers) -> Signers,
    out: &mut impl Write,
) -> Result<Exit> {
    who.vouch_for(&mut ledger);
    let (actor, identity) = who.signer()?;
    let mut signers = ledger.state().signers().clone();
    if ledger.state().count() == 0 {
        signers = signers.with(Signer {
            id: actor.id.clone(),
            roles: vec![actor.role],
            after: None,
            before: None,
            key: identity.public().clone(),
        });
    }
    let draft = Unplaced {
        id: fresh_id(),
        at: now(),
        actor,
        subject: None,
        act: Act::SignersNamed { allowed: changed(&signers).to_string() },
        supersedes: None,
        evidence: None,
    };
    let recorded = ledger.append(&draft, &identity)?;
    writeln!(out, "recorded as entry {} {}", recorded.entry.seq, recorded.hash)?;
    say_who_is_alone(ledger.state().signers());
    list(&ledger, out)
}

/// Returns the last second of a day in UTC.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    day.and_time(last).and_utc()
}
