//! Where a shared ledger stands, and how its server is met: `postgres://user@host:port/database?ledger=NAME`.

use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::{Host, SslMode};

use super::error::TableError;
use crate::domain::text::sanitised;

/// The name of a ledger where the address gives none.
const MAIN: &str = "main";
/// How long to wait for a machine that does not answer at all.
const REACHING: Duration = Duration::from_secs(10);

/// How the connection is protected; the names and their meanings are those of libpq.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Protection {
    /// No TLS.
    Disable,
    /// TLS where the server has it, without asking who the server is.
    Prefer,
    /// TLS, without asking who the server is; with a root certificate like [`Protection::VerifyCa`].
    Require,
    /// TLS with a server whose certificate comes from a known root.
    VerifyCa,
    /// TLS with a server whose certificate comes from a known root and carries the name in the address.
    VerifyFull,
}

/// A parsed address.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub config: Config,
    pub protection: Protection,
    /// A file of root certificates; `None` is the system's store.
    pub roots: Option<PathBuf>,
    /// A file in the form of `.pgpass`.
    pub passwords: Option<PathBuf>,
    pub ledger: String,
}

impl Address {
    /// Reads an address; what is wrong with it is said without repeating it, for it may hold a password.
    pub fn parse(given: &str) -> Result<Self, TableError> {
        let (base, query) = given.split_once('?').unwrap_or((given, ""));
        let (mut ledger, mut mode, mut roots, mut passwords) = (None, None, None, None);
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let ours = match name {
                "ledger" => &mut ledger,
                "sslmode" => &mut mode,
                "sslrootcert" => &mut roots,
                "passfile" => &mut passwords,
                _ => {
                    kept.push(pair);
                    continue;
                }
            };
            *ours =
                Some(decoded(value).ok_or(TableError::Address("a % in it is not followed by two digits"))?);
        }
        let mut config: Config =
            format!("{base}?{}", kept.join("&")).parse().map_err(|_may_repeat_a_password| {
                TableError::Address("it, or an option in it, is not understood")
            })?;
        if config.get_hosts().len()
            + usize::from(config.get_hosts().is_empty()) * config.get_hostaddrs().len()
            != 1
        {
            return Err(TableError::Address(
                "it must name one host: the entries of one ledger stand in one place",
            ));
        }
        // The driver ends a password at the first @, and would take and tell the rest of it as the host.
        if base.matches('@').count() > 1 {
            return Err(TableError::Address("an @ in its password is not written %40"));
        }
        if config.get_dbname().is_none() {
            return Err(TableError::Address("it names no database"));
        }
        let ledger = ledger.unwrap_or_else(|| MAIN.to_owned());
        if ledger.is_empty() || ledger != sanitised(&ledger) {
            return Err(TableError::Address("the name of its ledger is empty or not plain text"));
        }
        let protection = match mode {
            Some(mode) => mode.parse().map_err(|_unknown| {
                TableError::Address("its sslmode is none of disable, prefer, require, verify-ca, verify-full")
            })?,
            None if is_local(&config) => Protection::Prefer,
            None => Protection::VerifyFull,
        };
        set_up(&mut config, protection);
        let roots = roots.filter(|roots| roots != "system").map(PathBuf::from);
        Ok(Self { config, protection, roots, passwords: passwords.map(PathBuf::from), ledger })
    }

    /// Returns host, database and ledger, for messages and titles.
    pub fn shown(&self) -> String {
        let host = self.config.get_hosts().first().map_or_else(
            || self.config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
            |host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(folder) => folder.display().to_string(),
            },
        );
        let host = match self.config.get_ports() {
            [] | [5432] => host,
            [port, ..] => format!("{host}:{port}"),
        };
        let database = self.config.get_dbname().unwrap_or_default();
        sanitised(&format!("{host}, database {database}, ledger {}", self.ledger))
    }
}

/// Gives the connection a name, and an end where the other side falls silent.
fn set_up(config: &mut Config, protection: Protection) {
    config.ssl_mode(match protection {
        Protection::Disable => SslMode::Disable,
        Protection::Prefer => SslMode::Prefer,
        Protection::Require | Protection::VerifyCa | Protection::VerifyFull => SslMode::Require,
    });
    if config.get_application_name().is_none() {
        config.application_name("trellis");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(REACHING);
    }
    config.keepalives_idle(REACHING);
}

/// Tells whether the connection cannot leave this machine.
fn is_local(config: &Config) -> bool {
    if !config.get_hostaddrs().is_empty() {
        return config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

/// Undoes percent-encoding; `None` where it is none.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(given: &str) -> Address {
        Address::parse(given).unwrap_or_else(|why| panic!("{given}: {why}"))
    }

    #[test]
    fn an_address_says_where_and_under_which_name() {
        let address =
            parsed("postgres://a.member:secret@db.hospital.example:5433/trellis?ledger=an%C3%A6sthesia");
        assert_eq!(address.shown(), "db.hospital.example:5433, database trellis, ledger anæsthesia");
        assert_eq!(address.ledger, "anæsthesia");
        assert_eq!(parsed("postgres://db.example/trellis").ledger, "main");
        let socket = parsed("postgresql:///trellis?host=/run/postgresql&ledger=x");
        assert_eq!(socket.shown(), "/run/postgresql, database trellis, ledger x");
    }

    #[test]
    fn what_leaves_the_machine_is_verified_unless_the_address_says_otherwise() {
        for (given, protection) in [
            ("postgres://db.example/t", Protection::VerifyFull),
            ("postgres://10.0.0.7/t", Protection::VerifyFull),
            ("postgres://localhost.example/t", Protection::VerifyFull),
            ("postgres://localhost/t?hostaddr=10.0.0.7", Protection::VerifyFull),
            ("postgres://localhost/t", Protection::Prefer),
            ("postgres://127.0.0.1/t", Protection::Prefer),
            ("postgres:///t?host=/run/postgresql", Protection::Prefer),
            ("postgres://db.example/t?sslmode=disable", Protection::Disable),
            ("postgres://db.example/t?sslmode=require", Protection::Require),
            ("postgres://db.example/t?sslmode=verify-ca", Protection::VerifyCa),
            ("postgres://localhost/t?sslmode=verify-full", Protection::VerifyFull),
        ] {
            assert_eq!(parsed(given).protection, protection, "{given}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_meant_is_refused_without_its_password() {
        for given in [
            "postgres://u:hunter2@db.example",
            "postgres://u:hunter2@one.example,two.example/t",
            "postgres:///t?password=hunter2",
            "postgres://u:hunter2@db.example/t?sslmode=allow",
            "postgres://u:hunter2@db.example/t?ledger=",
            "postgres://u:hunter2@db.example/t?ledger=a%1",
            "postgres://u:hunter2@db.example/t?ledger=%1b[31m",
            "postgres://u:hunter2@db.example/t?hunter2=1",
            "u:hunter2@db.example/t",
        ] {
            let refused = Address::parse(given).err().unwrap_or_else(|| panic!("{given} was accepted"));
            assert!(!refused.to_string().contains("hunter2"), "{refused}");
        }
    }
}
