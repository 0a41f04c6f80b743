//! Thresholds as a TOML text that a program edits, and the hash by which a decision names them.

use sha2::{Digest as _, Sha256};
use toml::{Table, Value};

use super::meaning::{Meaning, RATES, Values};
use super::{MEANINGS, Thresholds};
use crate::domain::text::sanitised;
use crate::domain::toml_text::{self, Mistake};

/// Why a text is no thresholds file; one sentence that names the key.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
enum NotThresholds {
    #[error("there is no threshold {0:?}; `trellis config thresholds` lists them")]
    Unknown(String),
    #[error("{key} = {given} is impossible: {expected} was expected")]
    Impossible { key: String, given: String, expected: Values },
    #[error("{0}.unacceptable is impossible: a share above {0}.acceptable was expected")]
    Disordered(String),
}

impl Eq for Values {}

impl NotThresholds {
    fn key(&self) -> &str {
        match self {
            Self::Unknown(key) | Self::Impossible { key, .. } | Self::Disordered(key) => key,
        }
    }
}

/// Reads thresholds from a TOML text, which names only those that it changes.
pub fn read(text: &str) -> Result<Thresholds, Mistake> {
    let read = toml_text::read::<Table>(text)?;
    let unfit = |why: NotThresholds| {
        let line = read.line(why.key()).unwrap_or(1);
        Mistake { line, key: String::new(), what: why.to_string() }
    };
    let named = entries(MEANINGS, "", read.value.clone()).map_err(unfit)?;
    // Every key is known and every value fits by now, so this cannot fail but for a gap in the table.
    let known: Thresholds =
        named.try_into().map_err(|error: toml::de::Error| read.mistake("", sanitised(error.message())))?;
    let each = known.attempts_by_kind.iter().map(|(kind, rates)| (format!("attempts_by_kind.{kind}"), rates));
    for (key, rates) in std::iter::once(("attempts".to_owned(), &known.attempts)).chain(each) {
        if rates.acceptable >= rates.unacceptable {
            return Err(unfit(NotThresholds::Disordered(key)));
        }
    }
    Ok(known)
}

/// Returns the entries of a table whose keys and values `meanings` know; `prefix` says where it stands.
fn entries(meanings: &[Meaning], prefix: &str, table: Table) -> Result<Table, NotThresholds> {
    let mut known = Table::new();
    for (key, value) in table {
        let place = format!("{prefix}{}", sanitised(&key));
        let Some(meaning) = meanings.iter().find(|m| m.key == key) else {
            return Err(NotThresholds::Unknown(place));
        };
        known.insert(key, checked(place, meaning.values, value)?);
    }
    Ok(known)
}

/// Returns the value in the form of its field, if it is one of those that make sense.
fn checked(key: String, expected: Values, value: Value) -> Result<Value, NotThresholds> {
    let number = match &value {
        Value::Integer(n) => Some(*n as f64),
        Value::Float(n) => Some(*n),
        _ => None,
    };
    match (expected, value) {
        (Values::Words, Value::String(text)) if !text.trim().is_empty() => {
            Ok(Value::String(sanitised(&text).replace('\n', " ")))
        }
        (Values::Rates, Value::Table(table)) => entries(RATES, &format!("{key}."), table).map(Value::Table),
        (Values::RatesByKind, Value::Table(kinds)) => {
            let mut known = Table::new();
            for (kind, value) in kinds {
                let kind = sanitised(&kind);
                let rates = checked(format!("{key}.{kind}"), Values::Rates, value)?;
                known.insert(kind, rates);
            }
            Ok(Value::Table(known))
        }
        (expected, value) => match number.filter(|n| expected.hold(*n)) {
            Some(number) if matches!(expected, Values::Whole(..)) => Ok(Value::Integer(number as i64)),
            Some(number) => Ok(Value::Float(number)),
            None => Err(NotThresholds::Impossible { key, given: one_line(&value), expected }),
        },
    }
}

fn one_line(value: &Value) -> String {
    sanitised(&value.to_string()).replace('\n', " ")
}

/// Writes the thresholds in force as TOML, each under its meaning; one that was changed says from what.
pub fn written(thresholds: &Thresholds) -> String {
    let (now, usual) = (table(thresholds), table(&Thresholds::default()));
    let numbers = lines(MEANINGS, &now, Some(&usual));
    let tables = MEANINGS.iter().filter_map(|meaning| {
        let Some(Value::Table(table)) = now.get(meaning.key) else { return None };
        let head = format!("\n# {}\n", meaning.says);
        let usual = usual.get(meaning.key).and_then(Value::as_table);
        Some(match meaning.values {
            Values::RatesByKind if table.is_empty() => {
                format!("{head}# for example [{}.epidural], with the lines of [attempts]\n", meaning.key)
            }
            Values::RatesByKind => head + &by_kind(meaning.key, table),
            _ => format!("{head}[{}]\n{}", meaning.key, lines(RATES, table, usual)),
        })
    });
    // In TOML all that stands behind a table's head belongs to the table.
    numbers + &tables.collect::<String>()
}

fn by_kind(key: &str, kinds: &Table) -> String {
    let one = |(kind, rates): (&String, &Value)| {
        let rates = rates.as_table().map(|table| lines(RATES, table, None)).unwrap_or_default();
        format!("[{key}.{}]\n{rates}", Value::String(kind.clone()))
    };
    kinds.iter().map(one).collect()
}

/// Writes the lines of one table; those of tables inside it are left out.
fn lines(meanings: &[Meaning], now: &Table, usual: Option<&Table>) -> String {
    let one = |Meaning { key, says, values }: &Meaning| {
        let value = now.get(*key).filter(|value| !value.is_table())?;
        let changed = match usual.and_then(|usual| usual.get(*key)) {
            Some(usual) if usual != value => format!("; the default is {usual}"),
            _ => String::new(),
        };
        Some(format!("\n# {says}\n# {values}{changed}\n{key} = {value}\n"))
    };
    meanings.iter().filter_map(one).collect()
}

fn table(thresholds: &Thresholds) -> Table {
    Table::try_from(thresholds).unwrap_or_default()
}

/// Returns the SHA-256 of the thresholds in force: of their canonical JSON (RFC 8785), in hexadecimal.
///
/// Two files that say the same have the same hash, whatever their order and their comments.
pub fn hash(thresholds: &Thresholds) -> String {
    let canonical = serde_json_canonicalizer::to_vec(thresholds).unwrap_or_default();
    base16ct::lower::encode_string(&Sha256::digest(canonical))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let changed = Thresholds { reach: 0.25, plateau_ratings: 4, ..Thresholds::default() };
        let text = written(&changed);
        assert_eq!(read(&text), Ok(changed));
        assert!(text.contains("# a number from 0 to 1; the default is 0.5\nreach = 0.25\n"), "{text}");
        assert_eq!(text.matches("the default is").count(), 2, "{text}");
        let of_kinds = read("[attempts_by_kind.\"spinal, single\"]\nfailure = \"no \\\"block\\\"\"").unwrap();
        assert_eq!(of_kinds.attempts_by_kind["spinal, single"].failure, "no \"block\"");
        assert_eq!(read(&written(&of_kinds)), Ok(of_kinds));
    }

    #[test]
    fn a_file_names_only_what_it_changes_and_a_whole_number_is_a_number() {
        let read = read("# ours\npace_from_month = 9\n").unwrap();
        assert_eq!(read, Thresholds { pace_from_month: 9.0, ..Thresholds::default() });
        assert_eq!(super::read(""), Ok(Thresholds::default()));
    }

    #[test]
    fn nonsense_ends_in_one_sentence_with_its_key() {
        for (text, expected) in [
            ("reech = 0.5", "there is no threshold \"reech\"; `trellis config thresholds` lists them"),
            ("reach = 1.5", "reach = 1.5 is impossible: a number from 0 to 1 was expected"),
            ("reach = nan", "reach = nan is impossible: a number from 0 to 1 was expected"),
            ("reach = \"half\"", "reach = \"half\" is impossible: a number from 0 to 1 was expected"),
            ("goal = 11", "goal = 11 is impossible: a whole number from 2 to 10 was expected"),
            ("jump = 1.5", "jump = 1.5 is impossible: a whole number from 1 to 8 was expected"),
            (
                "plateau_ratings = -1",
                "plateau_ratings = -1 is impossible: a whole number from 2 to 20 was expected",
            ),
            (
                "[attempts]\nerror = 0",
                "attempts.error = 0 is impossible: a number from 0.001 to 0.499 was expected",
            ),
            (
                "[attempts]\nrate = 0.1",
                "there is no threshold \"attempts.rate\"; `trellis config thresholds` lists them",
            ),
            (
                "[attempts]\nfailure = \" \"",
                "attempts.failure = \" \" is impossible: a text in quotation marks was expected",
            ),
            (
                "[attempts_by_kind.spinal]\nacceptable = 0.3",
                "attempts_by_kind.spinal.unacceptable is impossible: a share above attempts_by_kind.spinal.acceptable was expected",
            ),
            ("[reach]\nx = 1", "reach = { x = 1 } is impossible: a number from 0 to 1 was expected"),
        ] {
            assert_eq!(read(text).unwrap_err().what, expected);
        }
        assert_eq!(read("\n[attempts]\nerror = 0").unwrap_err().line, 3);
        let said = read("reach = 0.5\nreach = 0.6").unwrap_err().to_string();
        assert!(said.starts_with("line 2: this is not TOML ("), "{said}");
    }

    /// The hash of the defaults as `sha256sum` finds it for their canonical JSON is not written here,
    /// since it changes with every new threshold; what must hold is that the way of writing is no part.
    #[test]
    fn the_hash_is_of_the_values_and_not_of_the_text() {
        let one = read("reach = 0.25\njump = 4").unwrap();
        let same = read("# why\njump = 4\nreach = 2.5e-1\nself_gap = 2").unwrap();
        assert_eq!(hash(&one), hash(&same));
        assert_ne!(hash(&one), hash(&Thresholds::default()));
        assert_eq!(hash(&one).len(), 64);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_in_one_line(text in "\\PC{0,40}|[a-z_]{1,20} = [-0-9.e]{1,8}") {
            if let Err(error) = read(&text) {
                prop_assert!(!error.to_string().contains('\n'));
            }
        }
    }
}
