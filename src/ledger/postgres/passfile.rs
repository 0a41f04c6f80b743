//! A file of passwords in the form of libpq's `.pgpass`, so that none stands in a command line.

use std::fs;
use std::path::Path;

use postgres::Config;
use postgres::config::Host;

use super::error::TableError;

/// Gives `config` the password that the file at `path` has for it, if it has one.
pub(super) fn apply(path: &Path, config: &mut Config) -> Result<(), TableError> {
    let unreadable = |why| TableError::PasswordFile { path: path.to_owned(), why };
    let text = fs::read_to_string(path).map_err(|_said_plainly| unreadable("it cannot be read"))?;
    if others_may_read(path) {
        return Err(unreadable("others may read it: chmod 600 it"));
    }
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(_) => "localhost".to_owned(),
    });
    let port = config.get_ports().first().unwrap_or(&5432).to_string();
    let (database, user) = (
        config.get_dbname().unwrap_or_default().to_owned(),
        config.get_user().unwrap_or_default().to_owned(),
    );
    if let Some(password) = found(&text, &[&host, &port, &database, &user]) {
        config.password(password);
    }
    Ok(())
}

/// Returns the password of the first line that fits; `*` fits anything.
fn found(text: &str, wanted: &[&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let (password, keys) = fields.split_last()?;
        let fits =
            keys.len() == 4 && keys.iter().zip(wanted).all(|(key, wanted)| key == "*" || key == wanted);
        fits.then(|| password.clone())
    })
}

/// Splits a line at its colons; a backslash takes away the meaning of what follows it.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let literal = match letter {
            ':' if fields.len() < 5 => {
                fields.push(String::new());
                continue;
            }
            '\\' => letters.next(),
            other => Some(other),
        };
        if let Some(last) = fields.last_mut() {
            last.extend(literal);
        }
    }
    fields
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        let text = "# ours\ndb:5432:other:ann:no\ndb:*:trellis:ann:a\\:b:c\\\\d\n*:*:*:*:last\nshort:line\n";
        assert_eq!(found(text, &["db", "5432", "trellis", "ann"]).as_deref(), Some("a:b:c\\d"));
        assert_eq!(found(text, &["db", "5432", "trellis", "bob"]).as_deref(), Some("last"));
        assert_eq!(found("db:5432:trellis:ann:x", &["db", "5432", "trellis", "bob"]), None);
    }
}
