//! The canonical relations as `queries/schema.sql` names them.

use std::sync::LazyLock;

/// The text that creates every canonical relation, with the meaning of each column.
pub const SCHEMA: &str = include_str!("../../queries/schema.sql");

/// One canonical relation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Relation {
    pub name: &'static str,
    pub columns: Vec<Column>,
    /// The columns that identify a row; empty where nothing does.
    pub key: Vec<&'static str>,
    /// What must hold for every row, as SQL.
    pub checks: Vec<&'static str>,
    /// A case file without it is refused; all others may be missing.
    pub required: bool,
    /// Written by import, never taken from a source.
    pub internal: bool,
}

/// One column of a canonical relation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Column {
    pub name: &'static str,
    /// The engine's name of the type, in capitals: `VARCHAR`, `TIMESTAMP`, …
    pub kind: &'static str,
    pub nullable: bool,
}

impl Relation {
    /// Returns what makes the number of a column one that may be counted, as SQL; `None` where nothing can be wrong.
    ///
    /// The engine orders "not a number" above every number, so that a comparison would take it for a great one; and
    /// a file from elsewhere need not keep the checks. Where a number is required, none can be unknown: the
    /// relation's own checks judge it.
    pub fn sound(&self, column: &Column) -> Option<String> {
        if !column.nullable || !matches!(column.kind, "DOUBLE" | "SMALLINT" | "INTEGER" | "BIGINT") {
            return None;
        }
        let name = column.name;
        let finite = (column.kind == "DOUBLE").then(|| format!("isfinite(\"{name}\")"));
        let of_it_alone = |check: &&&str| {
            let mut words = check.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.next() == Some(name) && !words.any(|word| self.columns.iter().any(|c| c.name == word))
        };
        let checks = self.checks.iter().filter(of_it_alone).map(|check| (*check).to_owned());
        let all: Vec<_> = finite.into_iter().chain(checks).collect();
        (!all.is_empty()).then(|| all.join(" and "))
    }

    /// Returns the words that a column may hold, where its check lists them: `role in ('primary', …)`.
    pub fn closed_words(&self, column: &str) -> Option<Vec<&'static str>> {
        let list = self
            .checks
            .iter()
            .find_map(|check| check.strip_prefix(column)?.strip_prefix(" in (")?.strip_suffix(')'))?;
        Some(list.split(", ").map(|word| word.trim_matches('\'')).collect())
    }
}

const REQUIRED: &[&str] = &["program", "residents", "cases", "case_staff"];
const INTERNAL: &[&str] = &["exposures", "prepared", "committee", "import_notes"];

/// Returns the canonical relations in the order of the file, which is the order to fill them in.
pub fn relations() -> &'static [Relation] {
    static RELATIONS: LazyLock<Vec<Relation>> = LazyLock::new(|| read(SCHEMA));
    &RELATIONS
}

/// Returns the relation with this name.
pub fn relation(name: &str) -> Option<&'static Relation> {
    relations().iter().find(|r| r.name == name)
}

/// Reads the relations out of the schema's text, which keeps one column a line.
fn read(text: &'static str) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let code = line.split("--").next().unwrap_or("").trim();
        if let Some(name) = code.strip_prefix("create table ").and_then(|rest| rest.strip_suffix(" (")) {
            inside = true;
            relations.push(Relation {
                name,
                columns: Vec::new(),
                key: Vec::new(),
                checks: Vec::new(),
                required: REQUIRED.contains(&name),
                internal: INTERNAL.contains(&name),
            });
        } else if code == ");" {
            inside = false;
        } else if let (true, Some(relation)) = (inside, relations.last_mut()) {
            read_line(code, relation);
        }
    }
    relations
}

fn read_line(code: &'static str, relation: &mut Relation) {
    if let Some(columns) = code.strip_prefix("primary key (") {
        relation.key = columns.trim_end_matches([')', ',']).split(", ").collect();
        return;
    }
    if let Some(check) = code.strip_prefix("check (") {
        let check = check.trim_end_matches(',');
        relation.checks.extend(check.strip_suffix(')'));
        return;
    }
    let mut words = code.trim_end_matches(',').split_whitespace();
    let (Some(name), Some(kind)) = (words.next(), words.next()) else { return };
    // A word that the engine keeps for itself stands in quotes.
    let name = name.trim_matches('"');
    let kind = match kind {
        "varchar" => "VARCHAR",
        "date" => "DATE",
        "timestamp" => "TIMESTAMP",
        "boolean" => "BOOLEAN",
        "double" => "DOUBLE",
        "smallint" => "SMALLINT",
        "integer" => "INTEGER",
        "bigint" => "BIGINT",
        "utinyint" => "UTINYINT",
        other => other,
    };
    relation.columns.push(Column { name, kind, nullable: !code.contains("not null") });
    if code.contains("primary key") {
        relation.key = vec![name];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_judged_by_the_checks_that_are_about_it_alone() {
        let sound = |relation: &str, column: &str| {
            let relation = super::relation(relation).unwrap();
            relation.sound(relation.columns.iter().find(|c| c.name == column).unwrap())
        };
        assert_eq!(
            sound("cases", "age_years").unwrap(),
            "isfinite(\"age_years\") and age_years between 0 and 120"
        );
        assert_eq!(sound("procedures", "age_years"), sound("cases", "age_years"));
        assert_eq!(sound("cases", "asa").unwrap(), "asa between 1 and 6");
        assert_eq!(sound("exams", "score").unwrap(), "isfinite(\"score\")");
        // Required, no number, and a number whose absence says something.
        for (relation, column) in
            [("benchmarks", "value"), ("cases", "ended_at"), ("milestones", "half_steps")]
        {
            assert_eq!(sound(relation, column), None, "{relation}.{column}");
        }
    }

    #[test]
    fn the_words_of_a_closed_vocabulary_are_those_of_its_check() {
        let words = |relation: &str, column: &str| super::relation(relation).unwrap().closed_words(column);
        assert_eq!(words("case_staff", "role").unwrap(), ["primary", "second", "observer"]);
        assert_eq!(words("coverage", "says").unwrap(), ["recorded", "failures only", "not recorded"]);
        assert_eq!(words("procedures", "kind"), None);
    }

    #[test]
    fn our_reading_of_the_schema_is_the_engines() {
        let engine = duckdb::Connection::open_in_memory().unwrap();
        engine.execute_batch(SCHEMA).unwrap();
        let mut statement = engine
            .prepare("select table_name, column_name, data_type, is_nullable from duckdb_columns() where not internal order by table_oid, column_index")
            .unwrap();
        let theirs: Vec<(String, String, String, bool)> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .unwrap()
            .collect::<std::result::Result<_, _>>()
            .unwrap();
        let ours: Vec<_> = relations()
            .iter()
            .flat_map(|r| r.columns.iter().map(move |c| (r, c)))
            .map(|(r, c)| {
                let nullable = c.nullable && !r.key.contains(&c.name);
                (r.name.to_owned(), c.name.to_owned(), c.kind.to_owned(), nullable)
            })
            .collect();
        assert_eq!(ours, theirs);
    }
}
