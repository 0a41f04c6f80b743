//! The words by which rows are counted: those that the schema lists, the definitions ask for and the specialty knows.
//!
//! Capitals, blanks and hyphens make no difference. A word that nobody asks for counts for nothing, and is named.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::definitions;
use super::engine::{Source, literal};
use super::error::{CaseFileError, Result};
use super::finding::{Finding, Weight};
use super::schema;
use super::specialty::InForce;
use crate::domain::text::sanitised;

/// How like a word has to be to one that is known to be taken for a slip of the pen.
const LIKE: f64 = 0.75;

/// How many distinct words of a column are looked at, the most frequent first.
const MOST: usize = 1000;

/// The words of one column.
#[derive(Clone, Debug)]
struct Words {
    relation: &'static str,
    column: &'static str,
    /// The column that says of what a word is, with what is known of it: a text is one of a fact, a site one of a kind.
    within: Option<&'static str>,
    /// Empty below the name of that column's word where nothing is known.
    known: BTreeMap<String, BTreeSet<String>>,
    /// The schema's own list, which no definition adds to.
    is_closed: bool,
}

/// All words that are known.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary(Vec<Words>);

/// What a file has of the vocabulary.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// What stands in the place of a column that is spelt otherwise, by relation and column.
    pub instead: BTreeMap<(&'static str, &'static str), String>,
    pub unknown: Vec<Finding>,
}

impl Vocabulary {
    /// Gathers the words of the definitions and the specialty in force.
    pub fn of(in_force: &InForce) -> Self {
        let open = [
            ("procedures", "kind", None),
            ("procedures", "site", Some("kind")),
            ("case_facts", "fact", None),
            ("case_facts", "text", Some("fact")),
            ("coverage", "kind", None),
            ("coverage", "fact", None),
        ];
        let mut all: Vec<Words> = open
            .into_iter()
            .map(|(relation, column, within)| Words {
                relation,
                column,
                within,
                known: BTreeMap::new(),
                is_closed: false,
            })
            .collect();
        for asked in in_force.definitions.iter().flat_map(|d| definitions::asked(&d.sql)) {
            add(&mut all, &asked.column, asked.within.as_deref(), &asked.word);
        }
        for (column, within, word) in in_force.specialty.known_words.all() {
            add(&mut all, column, within, word);
        }
        // `case` is what coverage may say of the cases themselves.
        if let Some(facts) = all.iter_mut().find(|w| (w.relation, w.column) == ("coverage", "fact")) {
            facts.known.entry(String::new()).or_default().insert("case".to_owned());
        }
        for relation in schema::relations() {
            for column in &relation.columns {
                let Some(words) = relation.closed_words(column.name) else { continue };
                let words = words.into_iter().map(str::to_owned).collect();
                all.push(Words {
                    relation: relation.name,
                    column: column.name,
                    within: None,
                    known: BTreeMap::from([(String::new(), words)]),
                    is_closed: true,
                });
            }
        }
        Self(all)
    }

    /// Returns what reads a column of exports in its canonical words, as SQL; `None` where it has no vocabulary.
    pub fn normalised(&self, relation: &str, column: &str, text: &str) -> Option<String> {
        let words = self.0.iter().find(|w| (w.relation, w.column) == (relation, column))?;
        let known: BTreeSet<&String> = words.known.values().flatten().collect();
        if known.is_empty() {
            return None;
        }
        let exact = known.iter().map(|word| literal(word)).collect::<Vec<_>>().join(", ");
        let folded = known.iter().map(|word| format!("when {} then {}", literal(&fold(word)), literal(word)));
        let folded = folded.collect::<Vec<_>>().join(" ");
        // Most words are spelt as they should be, and are not looked at letter by letter. Behind `in`, so many would be a
        // join of all rows, once for each time that the text is named.
        Some(format!(
            "case when list_contains([{exact}], {text}) then {text} else \
             case regexp_replace(lower(trim({text})), '[ _-]+', '_', 'g') {folded} else {text} end end"
        ))
    }

    /// Looks at the words of a file: which are spelt otherwise, and which nobody asks for.
    pub fn spelling(
        &self,
        connection: &Connection,
        sources: &BTreeMap<&'static str, Source>,
    ) -> Result<Spelling> {
        let mut spelling = Spelling::default();
        let (mut slips, mut strays) = (Vec::new(), Vec::new());
        for (words, held) in self.held(connection, sources)? {
            spelling.respell(words, &held);
            for (within, word, n) in &held {
                let Some(near) = words.nearest(within, word) else { continue };
                let (found, is_slip) = words.unknown(within, word, *n, near);
                if is_slip { slips.push(found) } else { strays.push(found) }
            }
        }
        let finding = |weight, what: &str, examples: Vec<String>, advice: &str| {
            (!examples.is_empty()).then(|| Finding {
                check: "words_unknown".to_owned(),
                weight,
                what: what.to_owned(),
                n: examples.len() as u64,
                examples,
                advice: advice.to_owned(),
            })
        };
        spelling.unknown.extend(finding(
            Weight::Wrong,
            "words are like one that is known and are none, so that their rows count for nothing",
            slips,
            "correct the spelling at the source and import again",
        ));
        spelling.unknown.extend(finding(
            Weight::Gap,
            "words are there that no definition asks for, so that their rows count for nothing",
            strays,
            "rename them where another word is meant, or add a definition that asks for them",
        ));
        Ok(spelling)
    }

    /// Returns the distinct words of each column, with what they are of and how many rows have them.
    ///
    /// One statement: what costs in a small file is each statement by itself.
    fn held(
        &self,
        connection: &Connection,
        sources: &BTreeMap<&'static str, Source>,
    ) -> Result<Vec<(&Words, Vec<Held>)>> {
        let part = |(nth, words): (usize, &Words)| {
            let source = sources.get(words.relation)?;
            let column = source.columns.get(words.column)?;
            let within = match words.within {
                Some(within) => format!("coalesce({}, '')", source.columns.get(within)?),
                None => "''".to_owned(),
            };
            Some(format!(
                "select {nth} as nth, * from (select {within} as within, {column} as word, count(*) as n \
                 from src.main.{} where {column} is not null group by all order by n desc, 1, 2 limit {MOST})",
                words.relation
            ))
        };
        let parts: Vec<_> = self.0.iter().enumerate().filter_map(part).collect();
        let mut all: Vec<(&Words, Vec<Held>)> = self.0.iter().map(|words| (words, Vec::new())).collect();
        let failed = |e: duckdb::Error| CaseFileError::query("the words of the vocabulary", &e);
        let sql = format!(
            "select nth::ubigint, within, word, n::ubigint from ({}) order by nth, n desc, within, word",
            parts.join(" union all ")
        );
        let mut statement = connection.prepare(&sql).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let nth: u64 = row.get(0).map_err(failed)?;
            let held =
                (row.get(1).map_err(failed)?, row.get(2).map_err(failed)?, row.get(3).map_err(failed)?);
            all.get_mut(nth as usize).into_iter().for_each(|(_, words)| words.push(held.clone()));
        }
        Ok(all)
    }
}

/// What a word is of, the word, and how many rows have it.
type Held = (String, String, u64);

fn add(all: &mut [Words], column: &str, within: Option<&str>, word: &str) {
    for words in all.iter_mut().filter(|w| w.column == column) {
        if words.within.is_some() == within.is_some() {
            let known = words.known.entry(within.unwrap_or_default().to_owned()).or_default();
            known.insert(word.to_owned());
        }
    }
}

impl Words {
    /// Returns the known words of what stands in the other column, if anything is known of it.
    fn known(&self, within: &str) -> Option<&BTreeSet<String>> {
        self.known.get(&fold(within)).or_else(|| self.known.get(within)).filter(|known| !known.is_empty())
    }

    /// Returns the word that is meant by one that is spelt otherwise.
    fn meant(&self, within: &str, word: &str) -> Option<&String> {
        let folded = fold(word);
        self.known(within)?.iter().find(|known| fold(known) == folded)
    }

    /// Returns the known word that is most like one that is not known, and how like it is; `None` for a known one.
    fn nearest(&self, within: &str, word: &str) -> Option<(&str, f64)> {
        let known = self.known(within)?;
        if self.meant(within, word).is_some() {
            return None;
        }
        let folded = fold(word);
        let like = |known: &String| strsim::normalized_damerau_levenshtein(&folded, &fold(known));
        let measured = known.iter().map(|known| (known.as_str(), like(known)));
        measured.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Names an unknown word with its number and the nearest known one; tells whether it is a slip of the pen.
    fn unknown(&self, within: &str, word: &str, n: u64, (near, like): (&str, f64)) -> (String, bool) {
        let shown = |text: &str| sanitised(text).chars().take(60).collect::<String>();
        let of = if within.is_empty() { String::new() } else { format!(" of {}", shown(within)) };
        let rows = if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
        let (relation, column) = (self.relation, self.column);
        let said =
            format!("{relation}.{column}{of}: \"{}\", {rows}; the nearest known word is {near}", shown(word));
        (said, like >= LIKE || self.is_closed)
    }
}

impl Spelling {
    /// Puts the canonical word in the place of each that is spelt otherwise.
    fn respell(&mut self, words: &Words, held: &[Held]) {
        let other: BTreeMap<&String, &String> = held
            .iter()
            .filter_map(|(within, word, _)| Some((word, words.meant(within, word)?)))
            .filter(|(word, meant)| word != meant)
            .collect();
        let column = words.column;
        let arms: Vec<_> =
            other.iter().map(|(was, is)| format!("when {} then {}", literal(was), literal(is))).collect();
        // An outcome that is neither is not known.
        let knows_all = held.iter().all(|(within, word, _)| words.meant(within, word).is_some());
        let is_outcome = (words.relation, column) == ("procedures", "outcome");
        let rest = match (is_outcome, knows_all) {
            (true, false) => "when 'success' then 'success' when 'failure' then 'failure' end".to_owned(),
            _ if arms.is_empty() => return,
            _ => format!("else \"{column}\" end"),
        };
        self.instead.insert((words.relation, column), format!("case \"{column}\" {} {rest}", arms.join(" ")));
    }
}

/// Returns a word without what makes no difference: capitals, and blanks, hyphens and underscores between its parts.
fn fold(word: &str) -> String {
    let parts = word.split(|c: char| c.is_whitespace() || c == '_' || c == '-');
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::specialty::Folder;

    fn words(relation: &str, column: &str) -> Words {
        let vocabulary = Vocabulary::of(&Folder::built_in().in_force(None).unwrap());
        vocabulary.0.into_iter().find(|w| (w.relation, w.column) == (relation, column)).unwrap()
    }

    #[test]
    fn capitals_blanks_and_hyphens_make_no_difference() {
        let kinds = words("procedures", "kind");
        for word in
            ["labor_epidural", "LABOR_EPIDURAL", "labor epidural", "Labor-Epidural", " labor  epidural "]
        {
            assert_eq!(kinds.meant("", word).unwrap(), "labor_epidural", "{word}");
        }
        assert_eq!(kinds.meant("", "laborepidural"), None);
        let says = words("coverage", "says");
        assert_eq!(says.meant("", "Failures_Only").unwrap(), "failures only");
    }

    #[test]
    fn a_word_that_is_not_known_is_told_with_the_nearest() {
        let kinds = words("procedures", "kind");
        let (near, like) = kinds.nearest("", "supraglotic_airways").unwrap();
        assert!((near, like >= LIKE) == ("supraglottic_airway", true), "{near} {like}");
        let (_, like) = kinds.nearest("", "chest_tube").unwrap();
        assert!(like < LIKE, "{like}");
        assert_eq!(kinds.nearest("", "tee"), None);
    }

    #[test]
    fn a_text_is_one_of_its_fact_and_free_where_nothing_asks_for_it() {
        let texts = words("case_facts", "text");
        assert_eq!(texts.meant("Category", "CESAREAN").unwrap(), "cesarean");
        assert!(texts.nearest("category", "cesarian").is_some());
        assert_eq!(texts.nearest("acuity", "cesarian"), None);
    }

    /// What the comments of the schema list, and what definitions and the specialty know, is the same.
    #[test]
    fn the_vocabulary_of_the_schema_is_known() {
        let comments = |from: &str, to: &str| -> BTreeSet<String> {
            let (_, rest) = schema::SCHEMA.split_once(from).unwrap();
            let (listed, _) = rest.split_once(to).unwrap();
            let is_word = |w: &&str| w.contains('_') || ["tee", "caudal", "spinal", "epidural"].contains(w);
            let words = listed.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            words.filter(is_word).map(str::to_owned).collect()
        };
        let kinds: BTreeSet<_> = words("procedures", "kind").known.into_values().flatten().collect();
        let listed = comments("--   kind  arterial_line", "--   site  of a peripheral_block");
        assert!(listed.len() > 15 && listed.is_subset(&kinds), "{:?}", listed.difference(&kinds));
        let facts: BTreeSet<_> = words("case_facts", "fact").known.into_values().flatten().collect();
        let texts: BTreeSet<_> = words("case_facts", "text").known.into_values().flatten().collect();
        let known: BTreeSet<_> = facts.union(&texts).cloned().collect();
        let listed = comments("The vocabulary of `fact`:", "create table case_facts");
        let strays: Vec<_> = listed.difference(&known).collect();
        assert!(listed.len() > 20 && strays.is_empty(), "{strays:?}");
    }
}
