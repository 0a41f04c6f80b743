//! The file that keeps which code a name has, so that nobody is numbered anew. It is read, added to and never rewritten.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::names::key;
use super::records::{Record, Records};
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::{self, sanitised};

/// The name of the file beside a case file.
pub const FILE: &str = "codes.csv";

/// One line of the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Coded {
    pub code: String,
    /// As the export spelt it.
    pub name: String,
}

/// Which codes names have. Two names may share a code: a person whose name changed.
#[derive(Debug, Default)]
pub struct Codes {
    path: PathBuf,
    /// What stood in the file; `None`: it is not there.
    bytes: Option<Vec<u8>>,
    header: Vec<String>,
    rows: Vec<Coded>,
    /// How many of the rows the file holds already.
    held: usize,
    /// Somebody's code was taken from here, so that it must be kept.
    used: bool,
}

impl Codes {
    /// Reads the file at `path`, which need not be there.
    ///
    /// # Errors
    /// Fails where the file is no table of codes and names, or gives a name two codes.
    pub fn read(path: &Path) -> Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self { path, ..Self::default() }),
            Err(source) => return Err(CaseFileError::Io { what: "cannot read", path, source }),
        };
        let mut codes = Self { path, header: Vec::new(), bytes: None, ..Self::default() };
        let (header, rows) = table(&codes.path, &bytes)?;
        for row in rows {
            codes.add(row)?;
        }
        codes.header = header;
        codes.held = codes.rows.len();
        codes.bytes = Some(bytes);
        Ok(codes)
    }

    /// Tells whether the file is there.
    pub fn is_there(&self) -> bool {
        self.bytes.is_some()
    }

    /// Takes over what another file of codes says.
    ///
    /// # Errors
    /// Fails where the two give a name different codes.
    pub fn also(&mut self, other: &Path) -> Result<()> {
        if fs::canonicalize(other).is_ok_and(|other| other == self.path) {
            return Ok(());
        }
        for row in Self::read(other)?.rows {
            self.add(row)?;
        }
        Ok(())
    }

    /// Takes over the codes that residents have in a case file, as far as a name has one only.
    pub fn remember(&mut self, residents: &[(String, String)]) {
        let count = |name: &str| residents.iter().filter(|(_, other)| key(other) == key(name)).count();
        // Where the code is the name, nobody was given one.
        let coded = residents.iter().filter(|(code, name)| key(code) != key(name) && count(name) == 1);
        let rows: Vec<_> =
            coded.map(|(code, name)| Coded { code: code.clone(), name: name.clone() }).collect();
        let unknown: Vec<_> = rows.into_iter().filter(|row| self.of(&row.name).is_none()).collect();
        self.rows.extend(unknown);
    }

    fn add(&mut self, row: Coded) -> Result<()> {
        match self.rows.iter().find(|known| key(&known.name) == key(&row.name)) {
            Some(known) if known.code == row.code => Ok(()),
            Some(known) => Err(self.wrong(&format!(
                "{:?} has the codes {} and {}; keep the one under which decisions are recorded",
                sanitised(&row.name),
                sanitised(&known.code),
                sanitised(&row.code)
            ))),
            None => {
                self.rows.push(row);
                Ok(())
            }
        }
    }

    /// Returns the code of a name.
    pub(super) fn of(&self, name: &str) -> Option<String> {
        let wanted = key(name);
        self.rows.iter().find(|row| key(&row.name) == wanted).map(|row| row.code.clone())
    }

    /// Returns the first name of a code, whatever its capitals.
    pub(super) fn name_of(&self, code: &str) -> Option<&str> {
        self.rows.iter().find(|row| row.code.eq_ignore_ascii_case(code)).map(|row| row.name.as_str())
    }

    /// Tells whether `name` is one of the names of a code.
    pub(super) fn is_named(&self, code: &str, name: &str) -> bool {
        self.rows.iter().any(|row| row.code == code && key(&row.name) == key(name))
    }

    /// Gives codes to those who have none; nobody is given one of `taken`.
    ///
    /// The order tells nothing of the names: it is that of their hashes.
    pub(super) fn give(&mut self, names: &BTreeSet<&str>, taken: &BTreeSet<String>) {
        let number = |row: &Coded| row.code.strip_prefix('R')?.parse::<u32>().ok();
        let mut next = self.rows.iter().filter_map(number).max().unwrap_or(0) + 1;
        let mut newcomers: Vec<_> = names.iter().filter(|name| self.of(name).is_none()).collect();
        newcomers.sort_by_key(|name| Sha256::digest(key(name)).to_vec());
        for name in newcomers {
            while taken.contains(&format!("R{next:03}")) {
                next += 1;
            }
            self.rows.push(Coded { code: format!("R{next:03}"), name: (*name).to_owned() });
            next += 1;
        }
        self.used = true;
    }

    /// Writes what the file does not hold yet, for its owner alone: whole or not at all.
    ///
    /// # Errors
    /// Fails where the file changed since it was read, or cannot be written.
    pub fn write(&self) -> Result<()> {
        if !self.used || self.rows.len() == self.held || self.path.as_os_str().is_empty() {
            return Ok(());
        }
        let failed = |source| CaseFileError::Io { what: "cannot write", path: self.path.clone(), source };
        let stands = match fs::read(&self.path) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(failed(e)),
        };
        if stands != self.bytes {
            return Err(self.wrong("it changed while the import ran; import again"));
        }
        let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Such a file is readable for its owner alone from its first byte on.
        let mut made = NamedTempFile::new_in(folder).map_err(failed)?;
        made.write_all(&self.bytes_to_write().map_err(failed)?).map_err(failed)?;
        made.as_file().sync_all().map_err(failed)?;
        made.persist(&self.path).map_err(|e| failed(e.error))?;
        Ok(())
    }

    /// Returns what stood in the file, byte for byte, and the new lines.
    fn bytes_to_write(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = self.bytes.clone().unwrap_or_default();
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let default = ["code", "name"].map(str::to_owned).to_vec();
        let header = if self.bytes.is_some() { &self.header } else { &default };
        let place = |row: &Coded| {
            let value = |column: &String| match column.to_ascii_lowercase().as_str() {
                "code" => row.code.clone(),
                "name" => row.name.clone(),
                _ => String::new(),
            };
            header.iter().map(value).collect::<Vec<_>>()
        };
        let first = self.bytes.is_none().then(|| default.clone());
        let lines = text::csv(first.into_iter().chain(self.rows[self.held..].iter().map(place)))?;
        bytes.extend(lines.into_bytes());
        Ok(bytes)
    }

    fn wrong(&self, what: &str) -> CaseFileError {
        wrong(&self.path, what)
    }
}

fn wrong(path: &Path, what: &str) -> CaseFileError {
    CaseFileError::Import(format!("{}: {what}", sanitised(&path.display().to_string())))
}

/// Reads the header and the rows of a file of codes.
fn table(path: &Path, bytes: &[u8]) -> Result<(Vec<String>, Vec<Coded>)> {
    std::str::from_utf8(bytes).map_err(|e| {
        wrong(path, &format!("byte {} is not UTF-8; save the file as CSV (UTF-8)", e.valid_up_to() + 1))
    })?;
    let unread = |row: u64| wrong(path, &format!("row {row} cannot be read; see that its quotes are closed"));
    let mut records = Records::new(BufReader::new(bytes), b',').map_err(|_error| unread(1))?;
    let mut record = Record::default();
    let fields = |record: &Record| -> Vec<String> {
        record.fields().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
    };
    let header = match records.read(&mut record) {
        Ok(true) => fields(&record),
        _ => Vec::new(),
    };
    let find = |column: &str| header.iter().position(|h| h.eq_ignore_ascii_case(column));
    let (Some(code), Some(name)) = (find("code"), find("name")) else {
        return Err(wrong(path, "row 1: the columns code and name were expected, separated by a comma"));
    };
    let mut rows = Vec::new();
    while records.read(&mut record).map_err(|_error| unread(record.row))? {
        let fields = fields(&record);
        if fields.iter().all(String::is_empty) {
            continue;
        }
        let at = |place: usize| fields.get(place).cloned().unwrap_or_default();
        let row = Coded { code: at(code), name: as_exported(&at(name)) };
        let is_fit =
            !row.code.is_empty() && row.code.len() <= 64 && row.code.bytes().all(|b| b.is_ascii_graphic());
        if fields.len() != header.len() || !is_fit || key(&row.name).is_empty() {
            let what = "a code of 1 to 64 letters and digits without blanks, and a name, were expected";
            return Err(wrong(path, &format!("row {}: {what}", record.row)));
        }
        rows.push(row);
    }
    Ok((header, rows))
}

/// Takes back the apostrophe that keeps a spreadsheet from running a name as a formula.
fn as_exported(name: &str) -> String {
    let rest = name.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    rest.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> (tempfile::TempDir, Result<Codes>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        let codes = Codes::read(&folder.path().join(FILE));
        (folder, codes)
    }

    #[test]
    fn nobody_is_numbered_anew_and_what_stands_stays_as_it_was_written() {
        let stood = "\u{feff}name,note,Code\r\n\"RIVERA, ANA\",left,R007\r\n=LEE,,X1";
        let (folder, codes) = given(stood);
        let mut codes = codes.unwrap();
        codes.give(&["Rivera, Ana", "=LEE", "ROE, BO"].into(), &["R008".to_owned()].into());
        codes.write().unwrap();
        let path = folder.path().join(FILE);
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{stood}\n\"ROE, BO\",,R009\n"));
        let again = Codes::read(&path).unwrap();
        assert_eq!(again.of("roe,  bo").as_deref(), Some("R009"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_name_that_looks_like_a_formula_comes_back_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut codes = Codes::read(&folder.path().join(FILE)).unwrap();
        codes.give(&["=LEE, A", "ROE, BO"].into(), &BTreeSet::new());
        codes.write().unwrap();
        let again = Codes::read(&folder.path().join(FILE)).unwrap();
        assert_eq!(again.of("=LEE, A"), codes.of("=LEE, A"));
        assert_eq!(again.rows.len(), 2);
    }

    #[test]
    fn two_imports_at_once_do_not_give_one_code_twice() {
        let (folder, codes) = given("code,name\nR001,A\n");
        let mut codes = codes.unwrap();
        codes.give(&["B"].into(), &BTreeSet::new());
        fs::write(folder.path().join(FILE), "code,name\nR001,A\nR002,C\n").unwrap();
        assert!(codes.write().unwrap_err().to_string().contains("it changed while the import ran"));
    }

    #[test]
    fn what_is_no_table_of_codes_is_told_with_its_row() {
        for (text, told) in [
            ("", "row 1: the columns code and name"),
            ("code;name\n", "row 1: the columns code and name"),
            ("code,name\nR001,A\nR 2,B\n", "row 3: a code of 1 to 64"),
            ("code,name\nR001,\n", "row 2: a code of 1 to 64"),
            ("code,name\nR001,A,B\n", "row 2: a code of 1 to 64"),
            ("code,name\nR001,\"A\n", "row 2 cannot be read"),
            ("code,name\nR001,A\nR002,a\n", "\"a\" has the codes R001 and R002"),
        ] {
            let said = given(text).1.unwrap_err().to_string();
            assert!(said.contains(told), "{text:?}: {said}");
        }
    }
}
