//! Who may sign, in which role, and from when to when: the text of an OpenSSH `allowed_signers` file.
//!
//! The text stands in the ledger itself, so that a list rules the entries after it and no other.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::entry::{Actor, Role};
use super::signature::{BadKey, NAMESPACE, PublicKey};

/// How OpenSSH writes a time in UTC.
const TIME: &str = "%Y%m%d%H%M%SZ";

/// A list of signers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Signers(Vec<Signer>);

/// One key of one person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signer {
    /// The person's identifier, as [`Actor::id`] has it.
    pub id: String,
    pub roles: Vec<Role>,
    /// The first moment at which the key may sign.
    pub after: Option<DateTime<Utc>>,
    /// The last moment at which the key may sign.
    pub before: Option<DateTime<Utc>>,
    pub key: PublicKey,
}

/// Why a text is no list of signers.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line} of the list of signers: {why}")]
pub struct SignersError {
    pub line: usize,
    pub why: BadSigner,
}

/// What is wrong with a line of the list.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadSigner {
    #[error("it is not of the form ID@ROLE namespaces=\"{NAMESPACE}\" KEYTYPE BASE64")]
    Form,
    #[error("{0:?} is no identifier of a person followed by @ and a role, or stands there twice")]
    Principal(String),
    #[error("its times are not after 1970 and in order; let valid-after be the earlier")]
    Times,
    #[error("it names two persons; give each a line of their own")]
    TwoPersons,
    #[error("{0}")]
    Key(#[from] BadKey),
    #[error("its key stands on a line above")]
    KeyTwice,
}

impl SignersError {
    /// Tells whether the list may be one that another version of this program reads.
    pub fn is_of_an_unknown_kind(&self) -> bool {
        matches!(self.why, BadSigner::Key(BadKey::OtherKind(_)))
    }
}

/// Why a key may not sign an act.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotPermitted {
    #[error("the key {0} is not on the list of signers in force")]
    UnknownKey(String),
    #[error("the key {key} may not sign as {} in the role of {}", actor.id, actor.role)]
    AnotherPrincipal { key: String, actor: Actor },
    #[error("the key {key} signs from {from}")]
    TooEarly { key: String, from: DateTime<Utc> },
    #[error("the key {key} signed until {until}")]
    TooLate { key: String, until: DateTime<Utc> },
}

/// Tells whether `id` can name a person in a list of signers.
pub fn is_person(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric();
    (1..=64).contains(&id.len())
        && id.bytes().next().is_some_and(plain)
        && id.bytes().all(|b| plain(b) || b"._+@-".contains(&b))
}

impl Signers {
    /// Reads a list, and refuses all but the one form that the ledger's format gives it.
    pub fn parse(text: &str) -> Result<Self, SignersError> {
        let mut signers = Self::default();
        for (i, line) in text.split_inclusive('\n').enumerate() {
            let wrong = |why| SignersError { line: i + 1, why };
            let signer = Signer::parse(line).map_err(wrong)?;
            if signers.of_key(&signer.key).is_some() {
                return Err(wrong(BadSigner::KeyTwice));
            }
            signers.0.push(signer);
        }
        Ok(signers)
    }

    /// Returns the keys with their persons.
    pub fn iter(&self) -> impl Iterator<Item = &Signer> {
        self.0.iter()
    }

    /// Returns the list with one more key, or with another line for a key that it has.
    #[must_use]
    pub fn with(&self, signer: Signer) -> Self {
        let mut list = self.without(&signer.key);
        list.0.push(signer);
        list
    }

    /// Returns the list without a key.
    #[must_use]
    pub fn without(&self, key: &PublicKey) -> Self {
        Self(self.0.iter().filter(|signer| signer.key != *key).cloned().collect())
    }

    /// Returns the person whose key it is.
    pub fn of_key(&self, key: &PublicKey) -> Option<&Signer> {
        self.0.iter().find(|signer| signer.key == *key)
    }

    /// Tells whether `key` may sign as `actor`, whenever that is.
    pub fn lists(&self, actor: &Actor, key: &PublicKey) -> Result<&Signer, NotPermitted> {
        let fingerprint = || key.fingerprint();
        let signer = self.of_key(key).ok_or_else(|| NotPermitted::UnknownKey(fingerprint()))?;
        if signer.id == actor.id && signer.roles.contains(&actor.role) {
            Ok(signer)
        } else {
            Err(NotPermitted::AnotherPrincipal { key: fingerprint(), actor: actor.clone() })
        }
    }

    /// Tells whether `key` may sign as `actor` at `at`.
    pub fn permit(&self, actor: &Actor, key: &PublicKey, at: DateTime<Utc>) -> Result<(), NotPermitted> {
        let signer = self.lists(actor, key)?;
        let key = || key.fingerprint();
        match (signer.after, signer.before) {
            (Some(from), _) if at < from => Err(NotPermitted::TooEarly { key: key(), from }),
            (_, Some(until)) if at > until => Err(NotPermitted::TooLate { key: key(), until }),
            _ => Ok(()),
        }
    }

    /// Tells whether somebody is left at `at` who can name signers again.
    pub fn can_go_on(&self, at: DateTime<Utc>) -> bool {
        self.0
            .iter()
            .any(|signer| signer.keeps_the_record() && signer.before.is_none_or(|before| before > at))
    }
}

impl fmt::Display for Signers {
    /// Writes the text that [`Signers::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|signer| writeln!(f, "{signer}"))
    }
}

impl Signer {
    /// Tells whether the key can name signers, in one of its roles.
    pub fn keeps_the_record(&self) -> bool {
        self.roles.iter().any(|role| role.keeps_the_record())
    }

    fn parse(line: &str) -> Result<Self, BadSigner> {
        let parts: Vec<_> = line.strip_suffix('\n').ok_or(BadSigner::Form)?.split(' ').collect();
        let [principals, options, kind, base64] = parts[..] else { return Err(BadSigner::Form) };
        let (id, roles) = principals_of(principals)?;
        let (after, before) = times_of(options).ok_or(BadSigner::Form)?;
        let epoch = DateTime::UNIX_EPOCH;
        let times: Vec<_> = [Some(epoch), after, before].into_iter().flatten().collect();
        if !times.is_sorted_by(|earlier, later| earlier < later) {
            return Err(BadSigner::Times);
        }
        // Last, so that a line that is wrong in another way is wrong, whatever kind of key it has.
        let key = PublicKey::from_openssh(&format!("{kind} {base64}"))?;
        let signer = Self { id, roles, after, before, key };
        // Equal text also rules out another order, another spelling and what OpenSSH would read otherwise.
        if format!("{signer}\n") == line { Ok(signer) } else { Err(BadSigner::Form) }
    }
}

/// Reads `ID@ROLE,ID@ROLE`.
fn principals_of(text: &str) -> Result<(String, Vec<Role>), BadSigner> {
    let mut person: Option<&str> = None;
    let mut roles = Vec::new();
    for principal in text.split(',') {
        let wrong = || BadSigner::Principal(principal.to_owned());
        let (id, role) = principal.rsplit_once('@').ok_or_else(wrong)?;
        let role: Role = role.parse().map_err(|_unknown| wrong())?;
        if !is_person(id) || roles.contains(&role) {
            return Err(wrong());
        }
        if *person.get_or_insert(id) != id {
            return Err(BadSigner::TwoPersons);
        }
        roles.push(role);
    }
    Ok((person.unwrap_or_default().to_owned(), roles))
}

type Times = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Reads `namespaces="…"[,valid-after="…"][,valid-before="…"]`.
fn times_of(options: &str) -> Option<Times> {
    let mut rest = options.strip_prefix("namespaces=\"")?.strip_prefix(NAMESPACE)?.strip_prefix('"')?;
    let mut next = |name: &str| -> Option<Option<DateTime<Utc>>> {
        let Some(found) = rest.strip_prefix(',').and_then(|r| r.strip_prefix(name)?.strip_prefix("=\""))
        else {
            return Some(None);
        };
        let (time, after) = found.split_once('"')?;
        rest = after;
        Some(Some(NaiveDateTime::parse_from_str(time, TIME).ok()?.and_utc()))
    };
    let times = (next("valid-after")?, next("valid-before")?);
    rest.is_empty().then_some(times)
}

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let principals: Vec<_> = self.roles.iter().map(|role| format!("{}@{role}", self.id)).collect();
        write!(f, "{} namespaces=\"{NAMESPACE}\"", principals.join(","))?;
        for (name, time) in [("valid-after", self.after), ("valid-before", self.before)] {
            if let Some(time) = time {
                write!(f, ",{name}=\"{}\"", time.format(TIME))?;
            }
        }
        write!(f, " {}", self.key.to_openssh())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID5m9ftwZ/0h+yc0jJZgUhs9TFzBO6t1WiUu/IpXd5cz";

    fn actor(id: &str, role: Role) -> Actor {
        Actor { id: id.to_owned(), role }
    }

    #[test]
    fn a_list_is_read_and_written_in_one_form() {
        let text = format!(
            "lin@chair,lin@member namespaces=\"trellis-ledger\" {KEY}\n\
             cho@hospital.org@program_director namespaces=\"trellis-ledger\",\
             valid-after=\"20260101000000Z\",valid-before=\"20261231235959Z\" {OTHER}\n"
        );
        let signers = Signers::parse(&text).unwrap();
        assert_eq!(signers.to_string(), text);
        let ids: Vec<_> = signers.iter().map(|signer| signer.id.as_str()).collect();
        assert_eq!(ids, ["lin", "cho@hospital.org"]);
    }

    #[test]
    fn every_other_form_is_refused_with_its_line() {
        let good = format!("lin@chair namespaces=\"trellis-ledger\" {KEY}\n");
        for bad in [
            format!("lin@chair {KEY}\n"),
            format!("lin@chair namespaces=\"trellis-ledger\" {KEY}"),
            format!("lin@chair namespaces=\"trellis-ledger\" {KEY} comment\n"),
            format!("lin@chair namespaces=\"trellis-ledger\"  {KEY}\n"),
            format!("lin@chair namespaces=\"trellis-ledger\" {KEY}\r\n"),
            format!("lin@chair namespaces=\"file\" {KEY}\n"),
            format!("*@chair namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("!lin@chair namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("lin@king namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("lin namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("lin@chair,lin@chair namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("lin@chair,cho@member namespaces=\"trellis-ledger\" {KEY}\n"),
            format!("lin@chair namespaces=\"trellis-ledger\",valid-before=\"20261231\" {KEY}\n"),
            format!("lin@chair namespaces=\"trellis-ledger\",cert-authority {KEY}\n"),
            "\n".to_owned(),
            "# comment\n".to_owned(),
            "lin@chair namespaces=\"trellis-ledger\" ssh-ed25519 AAAA\n".to_owned(),
        ] {
            let text = format!("cho@member namespaces=\"trellis-ledger\" {OTHER}\n{bad}");
            assert_eq!(Signers::parse(&text).map_err(|e| e.line), Err(2), "{bad}");
        }
        assert!(Signers::parse(&good).is_ok());
        assert_eq!(Signers::parse(&good.repeat(2)).map_err(|e| e.why), Err(BadSigner::KeyTwice));
    }

    #[test]
    fn a_key_signs_for_its_person_in_its_roles_and_in_its_time() {
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let key = PublicKey::from_openssh(KEY).unwrap();
        let signers = Signers::default().with(Signer {
            id: "lin".to_owned(),
            roles: vec![Role::Chair],
            after: Some(time("2026-01-01T00:00:00Z")),
            before: Some(time("2026-12-31T23:59:59Z")),
            key: key.clone(),
        });
        let permit = |who: &Actor, at: &str| signers.permit(who, &key, time(at)).map_err(|e| e.to_string());
        let lin = actor("lin", Role::Chair);
        assert_eq!(permit(&lin, "2026-01-01T00:00:00Z"), Ok(()));
        assert_eq!(permit(&lin, "2026-12-31T23:59:59Z"), Ok(()));
        assert!(permit(&lin, "2025-12-31T23:59:59Z").unwrap_err().contains("signs from 2026-01-01"));
        assert!(permit(&lin, "2027-01-01T00:00:00Z").unwrap_err().contains("signed until 2026-12-31"));
        assert!(permit(&actor("lin", Role::ProgramDirector), "2026-05-01T00:00:00Z").is_err());
        assert!(permit(&actor("cho", Role::Chair), "2026-05-01T00:00:00Z").is_err());
        let stranger = PublicKey::from_openssh(OTHER).unwrap();
        assert!(signers.permit(&lin, &stranger, time("2026-05-01T00:00:00Z")).is_err());
        assert!(signers.can_go_on(time("2026-05-01T00:00:00Z")));
        assert!(!signers.can_go_on(time("2027-05-01T00:00:00Z")));
    }
}
