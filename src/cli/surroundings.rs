//! What psql takes from its surroundings for a database's address, so that no password stands in a command line: a
//! service, a password or the file with it, and root certificates (libpq's `PGSERVICE`, `PGPASSWORD`, `PGPASSFILE`,
//! `PGSSLROOTCERT`, and the files in the home folder that stand in their place).

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::config::settings::variable;
use crate::ledger::place::LedgerPlace;

/// What stands around the program.
#[derive(Clone, Debug, Default)]
struct Surroundings {
    password: Option<String>,
    /// A file in the form of `.pgpass`.
    passfile: Option<PathBuf>,
    roots: Option<PathBuf>,
    /// The name of a service, and the text of the file that describes it.
    service: Option<String>,
    services: String,
}

impl Surroundings {
    fn read() -> Self {
        let home = etcetera::choose_base_strategy().ok().map(|strategy| strategy.home_dir().to_owned());
        let at_home = |name: &str| home.as_ref().map(|home| home.join(name)).filter(|path| path.exists());
        let named = |name: &str, file: &str| variable(name).map(PathBuf::from).or_else(|| at_home(file));
        let services = named("PGSERVICEFILE", ".pg_service.conf");
        Self {
            password: variable("PGPASSWORD"),
            passfile: named("PGPASSFILE", ".pgpass"),
            roots: named("PGSSLROOTCERT", ".postgresql/root.crt"),
            service: variable("PGSERVICE"),
            services: services.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default(),
        }
    }
}

/// Completes the address of a database by what psql would take; what the address says itself stands.
pub fn completed(place: LedgerPlace) -> LedgerPlace {
    match place {
        LedgerPlace::File(_) => place,
        LedgerPlace::Table(address) => LedgerPlace::Table(complete(&address, &Surroundings::read())),
    }
}

fn complete(address: &str, around: &Surroundings) -> String {
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let mut options: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let asked = options.iter().position(|(name, _)| name == "service").map(|at| options.remove(at).1);
    let names_nothing = matches!(base.split_once("://"), Some((_, "" | "/")));
    let mut base = base.to_owned();
    if let Some(service) = asked.or_else(|| around.service.clone()).filter(|_| names_nothing) {
        let said = service_of(&around.services, &service);
        base = based_on(&said);
        let others =
            said.into_iter().filter(|(name, _)| !matches!(&**name, "host" | "port" | "dbname" | "user"));
        for (name, value) in others {
            add(&mut options, &name, &value);
        }
    }
    let has = |options: &[(String, String)], wanted: &str| options.iter().any(|(name, _)| name == wanted);
    let user = base.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).map(|(user, _)| user);
    let has_password =
        user.is_some_and(|user| user.contains(':')) || has(&options, "password") || has(&options, "passfile");
    match (&around.password, &around.passfile) {
        _ if has_password => {}
        (Some(password), _) => add(&mut options, "password", password),
        (None, Some(file)) => add_file(&mut options, "passfile", file),
        (None, None) => {}
    }
    if let Some(roots) = &around.roots {
        add_file(&mut options, "sslrootcert", roots);
    }
    let options: Vec<_> = options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if options.is_empty() { base } else { format!("{base}?{}", options.join("&")) }
}

fn add_file(options: &mut Vec<(String, String)>, name: &str, path: &Path) {
    if let Some(path) = path.to_str() {
        add(options, name, path);
    }
}

/// Adds an option that is not there.
fn add(options: &mut Vec<(String, String)>, name: &str, value: &str) {
    if !options.iter().any(|(known, _)| known == name) {
        options.push((name.to_owned(), encoded(value)));
    }
}

/// Reads the lines of one service: `NAME=VALUE` below `[SERVICE]`.
fn service_of(text: &str, service: &str) -> Vec<(String, String)> {
    let heading = format!("[{service}]");
    text.lines()
        .map(str::trim)
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// Writes the address that a service describes, without its options.
fn based_on(said: &[(String, String)]) -> String {
    let get = |wanted: &str| said.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let user = get("user").map(|user| encoded(user) + "@").unwrap_or_default();
    let port = get("port").map(|port| format!(":{port}")).unwrap_or_default();
    let host = get("host").map(encoded).unwrap_or_default();
    let database = get("dbname").map(encoded).unwrap_or_default();
    format!("postgres://{user}{host}{port}/{database}")
}

/// Writes a value as an address holds it.
fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let byte = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: &str = "# ours\n[other]\nhost=elsewhere\n[ccc]\nhost = db.example\nport=6432\ndbname=trellis\n\
                            user=d.director\nsslmode=require\n[last]\nhost=none\n";

    fn around(password: Option<&str>, service: Option<&str>) -> Surroundings {
        Surroundings {
            password: password.map(str::to_owned),
            passfile: Some("/home/lin o/.pgpass".into()),
            roots: Some("/etc/roots.pem".into()),
            service: service.map(str::to_owned),
            services: SERVICES.to_owned(),
        }
    }

    #[test]
    fn what_the_address_does_not_say_is_taken_from_around_it() {
        for (given, password, service, completed) in [
            (
                "postgres://lin@db/t?ledger=a",
                Some("p@s&s"),
                None,
                "postgres://lin@db/t?ledger=a&password=p%40s%26s&sslrootcert=/etc/roots.pem",
            ),
            (
                "postgres://lin@db/t",
                None,
                None,
                "postgres://lin@db/t?passfile=/home/lin%20o/.pgpass&sslrootcert=/etc/roots.pem",
            ),
            (
                "postgres://lin:own@db/t?sslrootcert=x",
                Some("p"),
                None,
                "postgres://lin:own@db/t?sslrootcert=x",
            ),
            (
                "postgres://lin@db/t?passfile=y&sslrootcert=x",
                Some("p"),
                None,
                "postgres://lin@db/t?passfile=y&sslrootcert=x",
            ),
            (
                "postgres:///?ledger=a&sslrootcert=x&passfile=y",
                None,
                Some("ccc"),
                "postgres://d.director@db.example:6432/trellis?ledger=a&sslrootcert=x&passfile=y&sslmode=require",
            ),
            (
                "postgres://?service=ccc&sslmode=verify-full&sslrootcert=x&passfile=y",
                None,
                None,
                "postgres://d.director@db.example:6432/trellis?sslmode=verify-full&sslrootcert=x&passfile=y",
            ),
            (
                "postgres://lin@db/t?sslrootcert=x&passfile=y",
                None,
                Some("ccc"),
                "postgres://lin@db/t?sslrootcert=x&passfile=y",
            ),
        ] {
            assert_eq!(complete(given, &around(password, service)), completed, "{given}");
        }
        assert_eq!(complete("postgres://lin@db/t", &Surroundings::default()), "postgres://lin@db/t");
    }
}
