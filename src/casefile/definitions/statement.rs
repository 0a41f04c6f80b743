//! Makes sure that a definition's SQL is one query and nothing else.
//!
//! The engine would run several statements, or one that writes, without a word; so the text is read
//! here first, the way the engine splits it: comments, strings and quoted names are stepped over.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::coverage::Item;

/// Words that write, reach outside or end the query; none has a place in a definition.
const REFUSED: &[&str] = &[
    "alter", "attach", "copy", "create", "delete", "detach", "drop", "export", "insert", "install", "load",
    "merge", "pragma", "truncate", "update",
];

/// Accepts `sql` if it is a single query; the sentence of an error says what it is instead.
pub fn single_query(sql: &str) -> Result<(), String> {
    let words = Words { rest: sql }.collect::<Result<Vec<_>, _>>()?;
    match words.first() {
        None => return Err("there is no SQL under the header; write one `select`".to_owned()),
        Some(Word::Bare(word)) if word == "select" || word == "with" => {}
        Some(_) => return Err("the SQL must begin with `select` or `with`".to_owned()),
    }
    let mut depth = 0_i32;
    for word in &words {
        match word {
            Word::Sign(';') => {
                return Err("the SQL holds a `;`; write a single `select` without one".to_owned());
            }
            Word::Sign('(') => depth += 1,
            Word::Sign(')') => depth -= 1,
            Word::Bare(bare) if REFUSED.contains(&bare.as_str()) => {
                return Err(format!("the SQL may only read, but says `{bare}`"));
            }
            Word::Bare(_) | Word::Text(_) | Word::Sign(_) => {}
        }
        if depth < 0 {
            return Err("the SQL closes a parenthesis that it did not open".to_owned());
        }
    }
    if depth > 0 { Err("the SQL leaves a parenthesis open".to_owned()) } else { Ok(()) }
}

/// Columns whose absence leaves a count without a ground, by their bare names.
const COLUMNS: &[(&str, &str)] = &[
    ("age_years", "cases.age_years"),
    ("asa", "cases.asa"),
    ("emergency", "cases.emergency"),
    // A day alone is written as midnight: an hour says something only where hours were written down.
    ("hour", "cases.hour"),
    ("ultrasound", "procedures.ultrasound"),
];

/// Returns what a query reads of the vocabulary: each fact and kind that it compares with, and the columns and the
/// relation of stays.
pub fn reads(sql: &str) -> BTreeSet<Item> {
    let words: Vec<Word> = Words { rest: sql }.map_while(Result::ok).collect();
    let mut found = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let Word::Bare(bare) = word else { continue };
        if bare == "case_staff" {
            found.insert(Item::Case);
        }
        if let Some((_, column)) = COLUMNS.iter().find(|(name, _)| name == bare) {
            found.insert(Item::Column((*column).to_owned()));
        }
        let item: fn(String) -> Item = match bare.as_str() {
            "fact" => Item::Fact,
            "kind" => Item::Procedure,
            _ => continue,
        };
        found.extend(compared(&words[at + 1..]).cloned().map(item));
    }
    found
}

/// A word that a query compares a column of the vocabulary with.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Asked {
    /// `kind`, `fact`, `text` or `site`.
    pub column: String,
    pub word: String,
    /// Of a text the fact and of a site the kind that the query names before it.
    pub within: Option<String>,
}

/// Returns the words that a query asks for.
pub fn asked(sql: &str) -> BTreeSet<Asked> {
    let words: Vec<Word> = Words { rest: sql }.map_while(Result::ok).collect();
    let mut last: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let Word::Bare(bare) = word else { continue };
        let column = bare.as_str();
        let home = match column {
            "kind" | "fact" => None,
            "text" => Some("fact"),
            "site" => Some("kind"),
            _ => continue,
        };
        let named: Vec<String> = compared(&words[at + 1..]).cloned().collect();
        let within = match home {
            None => vec![None],
            Some(home) => last.get(home).into_iter().flatten().cloned().map(Some).collect(),
        };
        for (word, within) in named.iter().flat_map(|word| within.iter().map(move |within| (word, within))) {
            let (word, within) = (word.clone(), within.clone());
            found.insert(Asked { column: column.to_owned(), word, within });
        }
        if home.is_none() && !named.is_empty() {
            last.insert(if column == "kind" { "kind" } else { "fact" }, named);
        }
    }
    found
}

/// Returns the strings that a column is compared with, by `= '…'` or `in ('…', …)`.
fn compared(after: &[Word]) -> impl Iterator<Item = &String> {
    let (list, rest): (bool, &[Word]) = match after {
        [Word::Sign('='), rest @ ..] => (false, rest),
        [Word::Bare(within), Word::Sign('('), rest @ ..] if within == "in" => (true, rest),
        _ => (false, &[]),
    };
    let rest = if list { rest } else { &rest[..rest.len().min(1)] };
    rest.iter().filter(|word| **word != Word::Sign(',')).map_while(|word| match word {
        Word::Text(text) => Some(text),
        _ => None,
    })
}

#[derive(Debug, Eq, PartialEq)]
enum Word {
    /// An unquoted word, in lower case.
    Bare(String),
    /// A string, as it is written between its quotes.
    Text(String),
    Sign(char),
}

/// Splits SQL into what the engine would act on.
struct Words<'a> {
    rest: &'a str,
}

impl Iterator for Words<'_> {
    type Item = Result<Word, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.rest = self.rest.trim_start();
            let first = self.rest.chars().next()?;
            let skipped = match first {
                '\'' => match self.skip_to(1, "'", "string") {
                    Ok(text) => return Some(Ok(Word::Text(text.to_owned()))),
                    Err(said) => Err(said),
                },
                '-' if self.rest.starts_with("--") => self.skip_line(),
                '/' if self.rest.starts_with("/*") => self.skip_to(2, "*/", "comment").map(drop),
                '"' => self.skip_to(1, "\"", "quoted name").map(drop),
                // Dollar quotes hide anything, and backslash strings end elsewhere: neither is needed.
                '$' => Err("the SQL holds a `$`; write strings in single quotes".to_owned()),
                'e' | 'E' if self.rest[1..].starts_with('\'') => {
                    Err("the SQL holds an `e'…'` string; write a plain one".to_owned())
                }
                c if c.is_alphanumeric() || c == '_' => return Some(Ok(self.bare())),
                c => {
                    self.rest = &self.rest[c.len_utf8()..];
                    return Some(Ok(Word::Sign(c)));
                }
            };
            if let Err(said) = skipped {
                self.rest = "";
                return Some(Err(said));
            }
        }
    }
}

impl<'a> Words<'a> {
    fn bare(&mut self) -> Word {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Word::Bare(word.to_lowercase())
    }

    #[expect(clippy::unnecessary_wraps, reason = "stands beside skip_to, which can fail")]
    fn skip_line(&mut self) -> Result<(), String> {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        Ok(())
    }

    /// Steps over `opening` bytes and on past `closing`, and returns what lies between; a doubled quote closes and opens
    /// again.
    fn skip_to(&mut self, opening: usize, closing: &str, what: &str) -> Result<&'a str, String> {
        let inside = &self.rest[opening..];
        let (within, after) =
            inside.split_once(closing).ok_or_else(|| format!("the SQL leaves a {what} open"))?;
        if what == "comment" && within.contains("/*") {
            return Err("the SQL holds a comment within a comment".to_owned());
        }
        self.rest = after;
        Ok(within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_query_with_comments_strings_and_quoted_names_is_accepted() {
        for sql in [
            "select 1",
            "-- why; because\nwith a as (select ';' as \"drop; \") select * from a -- end;",
            "select 'it''s; fine' /* ; drop */",
            "select replace(a, 'b', 'c') as updated_at from cases",
        ] {
            assert_eq!(single_query(sql), Ok(()), "{sql}");
        }
    }

    #[test]
    fn what_a_query_reads_is_found_whatever_its_names_for_relations() {
        let read = |sql| reads(sql).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert_eq!(read("select 1 from case_staff s where s.role = 'primary'"), "case");
        assert_eq!(
            read(
                "select 1 from procedures p where p.kind in ('spinal', 'caudal') and site = 'tap' and ultrasound"
            ),
            "procedure caudal, procedure spinal, procedures.ultrasound"
        );
        assert_eq!(
            read(
                "select case f.fact when 'x' then 1 end from case_facts f where f.fact = 'burn' -- kind = 'no'"
            ),
            "fact burn"
        );
    }

    #[test]
    fn the_words_that_a_query_asks_for_are_found_with_what_they_belong_to() {
        let asked = |sql| {
            let one = |asked: &Asked| match &asked.within {
                Some(within) => format!("{} {within}/{}", asked.column, asked.word),
                None => format!("{} {}", asked.column, asked.word),
            };
            super::asked(sql).iter().map(one).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(
            asked(
                "select 1 from case_facts f where f.fact = 'technique' and f.text in ('spinal', 'caudal') \
                 union select 1 from procedures where kind = 'peripheral_block' and site = 'tap'"
            ),
            "fact technique, kind peripheral_block, site peripheral_block/tap, text technique/caudal, \
             text technique/spinal"
        );
        assert_eq!(asked("select 1 from cases where site = 'north'"), "");
    }

    #[test]
    fn anything_but_one_query_is_refused() {
        for (sql, why) in [
            ("", "no SQL"),
            ("-- only a comment", "no SQL"),
            ("select 1; drop table cases", "a `;`"),
            ("select 1;", "a `;`"),
            ("copy cases to 'x.csv'", "must begin"),
            ("from read_csv('x')", "must begin"),
            ("with a as (DELETE from cases returning 1) select * from a", "says `delete`"),
            ("select 1) union (select 2", "did not open"),
            ("select (1", "parenthesis open"),
            ("select 'open", "string open"),
            ("select /* open", "comment open"),
            ("select /* a /* b */ 1 */", "comment within"),
            ("select $$;$$", "a `$`"),
            ("select e'\\'; drop table cases --'", "`e'…'`"),
        ] {
            let said = single_query(sql).unwrap_err();
            assert!(said.contains(why), "{sql}: {said}");
        }
    }
}
