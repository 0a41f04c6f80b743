//! Reads a TOML text that people edit: whatever does not fit ends in one sentence with its line.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
pub use crate::domain::toml_text::{Mistake, mistake, parsed};

/// The fields of one table, all of whose keys are known.
pub struct Fields<'a> {
    text: &'a str,
    at: Range<usize>,
    table: &'a DeTable<'a>,
}

impl<'a> Fields<'a> {
    /// Takes up a table whose keys are among `known`.
    pub fn of(
        text: &'a str,
        at: Range<usize>,
        table: &'a DeTable<'a>,
        known: &[&str],
    ) -> Result<Self, Mistake> {
        let strange = table.keys().find(|key| !known.contains(&key.get_ref().as_ref()));
        if let Some(key) = strange {
            let named = sanitised(key.get_ref());
            let what = format!("{named:?} is not known here; what is: {}", known.join(", "));
            return Err(mistake(text, key.span(), what));
        }
        Ok(Self { text, at, table })
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn needed(&self, key: &str) -> Result<&'a Spanned<DeValue<'a>>, Mistake> {
        self.value(key).ok_or_else(|| mistake(self.text, self.at.clone(), format!("{key:?} is missing here")))
    }

    /// Says that the value under `key` is not what was expected.
    pub fn unfit(&self, key: &str, expected: &str) -> Mistake {
        let at = self.value(key).map_or(self.at.clone(), Spanned::span);
        mistake(self.text, at, format!("{key} should be {expected}"))
    }

    /// Returns a text that says something, sanitised.
    pub fn text(&self, key: &str) -> Result<String, Mistake> {
        let text = self.needed(key)?.get_ref().as_str().map(|text| sanitised(text).trim().to_owned());
        text.filter(|text| !text.is_empty()).ok_or_else(|| self.unfit(key, "a text in quotation marks"))
    }

    /// Returns such a text where the key is there.
    pub fn maybe_text(&self, key: &str) -> Result<Option<String>, Mistake> {
        self.value(key).map(|_| self.text(key)).transpose()
    }

    /// Returns whether something holds.
    pub fn flag(&self, key: &str) -> Result<bool, Mistake> {
        self.needed(key)?.get_ref().as_bool().ok_or_else(|| self.unfit(key, "true or false"))
    }

    /// Returns whether something holds that need not be said; what is not said does not.
    pub fn maybe_flag(&self, key: &str) -> Result<bool, Mistake> {
        self.value(key).map_or(Ok(false), |_| self.flag(key))
    }

    /// Returns a whole number within `range`.
    pub fn whole(&self, key: &str, range: RangeInclusive<u64>) -> Result<u64, Mistake> {
        let number = self.needed(key)?.get_ref().as_integer();
        let number = number.and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        number.filter(|n| range.contains(n)).ok_or_else(|| {
            self.unfit(key, &format!("a whole number from {} to {}", range.start(), range.end()))
        })
    }

    /// Returns the fields of the table under `key`, where it is there.
    pub fn table(&self, key: &str, known: &[&str]) -> Result<Option<Self>, Mistake> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let table = value.get_ref().as_table().ok_or_else(|| self.unfit(key, "a table"))?;
        Self::of(self.text, value.span(), table, known).map(Some)
    }

    /// Returns a resident's code.
    pub fn resident(&self, key: &str) -> Result<ResidentId, Mistake> {
        let code = self.text(key)?.parse().ok();
        code.ok_or_else(|| self.unfit(key, "a resident's code, printable ASCII without spaces"))
    }

    /// Returns the fields of each table in the list under `key`; none where it is not there.
    pub fn maybe_tables(&self, key: &str, known: &[&str]) -> Result<Vec<Self>, Mistake> {
        self.value(key).map_or(Ok(Vec::new()), |_| self.tables(key, known))
    }

    /// Returns the fields of each table in the list under `key`, which has to be there.
    pub fn tables(&self, key: &str, known: &[&str]) -> Result<Vec<Self>, Mistake> {
        let list = self.needed(key)?.get_ref().as_array();
        let list = list.ok_or_else(|| self.unfit(key, "a list of tables"))?;
        let one = |value: &'a Spanned<DeValue<'a>>| {
            let table = value.get_ref().as_table().ok_or_else(|| {
                mistake(self.text, value.span(), format!("each of {key} should be a table"))
            })?;
            Self::of(self.text, value.span(), table, known)
        };
        list.iter().map(one).collect()
    }
}
