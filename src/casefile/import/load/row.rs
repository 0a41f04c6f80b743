//! Casts the text of a row's columns as `queries/schema.sql` says, and names what does not fit.

use crate::casefile::engine;
use crate::casefile::schema::{Column, Relation};

/// Columns whose absence means that something is not known, and nothing else: what stands there and cannot be read
/// costs the value and not the row. A row is set aside for any other, as for a milestone without its level, which
/// would say that it is not assessable.
pub(super) const OPTIONAL: &[(&str, &[&str])] = &[
    ("residents", &["entry_class", "entered_on", "graduates_on", "coach_id"]),
    ("faculty", &["core"]),
    ("cases", &["ended_at", "age_years", "asa", "emergency"]),
    ("case_staff", &["signed_in_at", "signed_out_at", "attending_id"]),
    ("case_facts", &["at"]),
    ("procedures", &["age_years", "ultrasound", "outcome", "attempts"]),
    ("assessments", &["case_id"]),
    ("exams", &["score", "percentile", "passed"]),
];

/// The type of what is said of a value.
const SAID: &str = "struct(reason varchar, found varchar, advice varchar)";

fn is_optional(relation: &Relation, column: &str) -> bool {
    OPTIONAL.iter().any(|(name, columns)| *name == relation.name && columns.contains(&column))
}

/// One thing that may be wrong: when, and what is said then.
struct Objection {
    when: String,
    said: String,
}

impl Objection {
    fn new(when: String, reason: &str, found: &str, advice: &str) -> Self {
        let (reason, advice) = (engine::literal(reason), engine::literal(advice));
        Self { when, said: format!("{{'reason': {reason}, 'found': {found}::varchar, 'advice': {advice}}}") }
    }
}

/// Returns what makes the table `staged` of a mapped view: every column cast, with `problem` where the row does not
/// fit and `lost` with the values that could not be read.
///
/// `as_read` may read the text of a column in a way of its own, and is given its name and its expression.
pub(super) fn staged(
    relation: &Relation,
    have: &[String],
    as_read: impl Fn(&str, String) -> String,
) -> String {
    let has = |name: &str| have.iter().any(|h| h.eq_ignore_ascii_case(name));
    let columns = |each: &dyn Fn(&Column) -> String| -> String {
        let named: Vec<_> =
            relation.columns.iter().map(|c| format!("{} as {}, ", each(c), quoted(c))).collect();
        named.concat()
    };
    let trimmed = columns(&|c| {
        let name = quoted(c);
        if has(c.name) { format!("reading.trimmed({name}::varchar)") } else { "null::varchar".to_owned() }
    });
    let given = columns(&|c| as_read(c.name, format!("reading.unless_nothing({})", quoted(c))));
    let cast = columns(&value);
    let (mut bad, mut lost) = (Vec::new(), Vec::new());
    for column in &relation.columns {
        let found = objections(column, relation.key.contains(&column.name));
        if is_optional(relation, column.name) { lost.extend(found) } else { bad.extend(found) }
    }
    let file = if has("source_file") { "source_file" } else { "'mapping'" };
    let row = if has("source_row") { "source_row" } else { "row_number() over ()" };
    let day_only = relation
        .columns
        .iter()
        .find(|c| c.kind == "TIMESTAMP" && !c.nullable)
        .map_or_else(|| "false".to_owned(), |c| format!("coalesce(length({}) = 10, false)", c.name));
    let times = relation.columns.iter().filter(|c| c.kind == "TIMESTAMP");
    let by_utc: Vec<_> = times.map(|c| format!("coalesce({}, false)", is_by_utc(&quoted(c)))).collect();
    let by_utc = if by_utc.is_empty() { "false".to_owned() } else { by_utc.join(" or ") };
    let (mended, problem, lost_later) = checked(relation);
    format!(
        "create or replace table staged as \
         with trimmed as (select {trimmed} {file} as source_file, {row} as source_row from mapped.{name}), \
         given as (select {given} source_file, source_row from trimmed), \
         read as (select {cast} source_file, source_row, {day_only} as only_a_day, {by_utc} as was_by_utc, \
            {problems} as problem, {lost} as lost from given) \
         select {mended} source_file, source_row, only_a_day, was_by_utc, {problem} as problem, \
            {lost_later} as lost from read",
        name = relation.name,
        problems = first(&bad),
        lost = added(&lost, &format!("null::{SAID}[]")),
    )
}

/// Returns what the checks of the relation make of its columns, of `problem` and of `lost`.
fn checked(relation: &Relation) -> (String, String, String) {
    let (mut bad, mut lost) = (Vec::new(), Vec::new());
    let mut unfit: Vec<(&str, String)> = Vec::new();
    for check in &relation.checks {
        let named: Vec<_> = relation.columns.iter().filter(|c| names(check, c.name)).collect();
        let optional: Vec<_> = named.iter().filter(|c| is_optional(relation, c.name)).collect();
        let (when, reason) = (format!("not ({check})"), format!("it does not meet {check}"));
        if optional.is_empty() {
            bad.push(Objection::new(when, &reason, "null", "correct the row"));
            continue;
        }
        let found: Vec<_> = named.iter().map(|c| format!("{}::varchar", quoted(c))).collect();
        let found = format!("concat_ws(' and ', {})", found.join(", "));
        unfit.extend(optional.iter().map(|c| (c.name, when.clone())));
        lost.push(Objection::new(when, &reason, &found, "correct it, or leave it empty"));
    }
    let mended = relation
        .columns
        .iter()
        .map(|c| {
            let when: Vec<_> =
                unfit.iter().filter(|(name, _)| *name == c.name).map(|(_, when)| &**when).collect();
            match &when[..] {
                [] => format!("{}, ", quoted(c)),
                when => format!("case when {} then null else {1} end as {1}, ", when.join(" or "), quoted(c)),
            }
        })
        .collect();
    let problem = format!("coalesce(problem, {})", first(&bad));
    (mended, problem, added(&lost, "lost"))
}

/// Tells whether a check speaks of a column.
fn names(check: &str, column: &str) -> bool {
    check.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column)
}

/// Returns the first objection that holds, or null.
fn first(objections: &[Objection]) -> String {
    if objections.is_empty() {
        return format!("null::{SAID}");
    }
    let branches: Vec<_> = objections.iter().map(|o| format!("when {} then {} ", o.when, o.said)).collect();
    format!("case {} end", branches.concat())
}

/// Adds the objections that hold to a list; most rows have none, and keep what they had.
fn added(objections: &[Objection], list: &str) -> String {
    if objections.is_empty() {
        return list.to_owned();
    }
    let any = objections.iter().map(|o| format!("({})", o.when)).collect::<Vec<_>>().join(" or ");
    let each: Vec<_> =
        objections.iter().map(|o| format!("case when {} then {} end", o.when, o.said)).collect();
    format!(
        "case when {any} then list_concat({list}, list_filter([{}], lambda said: said is not null)) else {list} end",
        each.join(", ")
    )
}

/// Returns the expression that reads a column's text, strictly.
fn value(column: &Column) -> String {
    let name = quoted(column);
    match column.kind {
        // An identifier that is none is said so, or lost where it may be missing.
        "VARCHAR" if column.nullable && is_identifier(column.name) => {
            format!("case when regexp_full_match({name}, '{IDENTIFIER}') then {name} end")
        }
        "VARCHAR" => name,
        "DOUBLE" => format!("case when isfinite(try_cast({name} as double)) then {name}::double end"),
        "DATE" => format!(
            "case when regexp_full_match({name}, '{DATE}{MIDNIGHT}?') then try_cast(left({name}, 10) as date) end"
        ),
        "TIMESTAMP" => format!(
            "case when regexp_full_match({name}, '{DATE}{time}') then try_cast({name} as timestamp) \
             when {} then reading.on_clock({name}) end",
            is_by_utc(&name),
            time = if column.nullable { TIME.to_owned() } else { format!("({TIME})?") }
        ),
        "BOOLEAN" => format!("try_cast(regexp_replace({name}, '^([01])[.]0+$', '\\1') as boolean)"),
        kind => format!(
            "case when regexp_full_match({name}, '[+-]?[0-9]+([.]0+)?') then try_cast({name} as {kind}) end"
        ),
    }
}

/// Returns what tells whether a time names its distance from UTC.
fn is_by_utc(name: &str) -> String {
    // Most times end without one, which is seen faster than by a pattern.
    format!(
        "((ends_with({name}, 'Z') or contains(substr({name}, 17), '+') or contains(substr({name}, 17), '-')) \
         and regexp_full_match({name}, '{DATE}{TIME}{ZONE}'))"
    )
}

const IDENTIFIER: &str = "[!-~]{1,64}";
const DATE: &str = "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}";
/// As databases write a day that they hold as a time.
const MIDNIGHT: &str = "([ T]00:00(:00([.]0{1,9})?)?)";
const ZONE: &str = "\\s*(Z|[+-][0-9]{2}(:?[0-9]{2})?)";
const TIME: &str = "[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?";

/// Returns what may be wrong with a column's text.
fn objections(column: &Column, in_key: bool) -> Vec<Objection> {
    let (name, column_name) = (column.name, quoted(column));
    let mut found = Vec::new();
    if !column.nullable || in_key {
        let reason = format!("{name} is missing");
        found.push(Objection::new(format!("{column_name} is null"), &reason, "null", "every row needs it"));
    }
    let (expected, advice) = match column.kind {
        "VARCHAR" if is_identifier(name) => {
            let unfit = format!("not regexp_full_match({column_name}, '{IDENTIFIER}')");
            let reason = format!("{name} is not an identifier");
            let advice = "use 1 to 64 letters, digits and signs without spaces or accents";
            found.push(Objection::new(unfit, &reason, &column_name, advice));
            return found;
        }
        "VARCHAR" => return found,
        "DATE" => ("a date written YYYY-MM-DD", date_advice(&column_name, "2025-07-01")),
        "TIMESTAMP" => ("a time written YYYY-MM-DD HH:MM", date_advice(&column_name, "2025-07-01 07:30")),
        "BOOLEAN" => ("true or false", engine::literal("write true or false, or leave it empty")),
        "DOUBLE" => ("a number", engine::literal("write a number with a decimal point, or leave it empty")),
        _ => ("a whole number in range", engine::literal("write a whole number, or leave it empty")),
    };
    let reason = engine::literal(&format!("{name} is not {expected}"));
    found.push(Objection {
        when: format!("{column_name} is not null and ({}) is null", value(column)),
        said: format!("{{'reason': {reason}, 'found': {column_name}, 'advice': {advice}}}"),
    });
    found
}

/// Returns the advice for a date, by what a spreadsheet may have made of it.
fn date_advice(name: &str, example: &str) -> String {
    let slashes = engine::literal(&format!(
        "a spreadsheet wrote it, and whether month or day comes first cannot be known; write {example}"
    ));
    let serial = engine::literal(&format!("it is a spreadsheet's count of days; write {example}"));
    let other = engine::literal(&format!("write it like {example}"));
    let by_utc = is_by_utc(name);
    let clock = engine::literal(&format!(
        "it is told by UTC; write it by the hospital's own clock, like {example}, or name the time zone of that clock \
         in program.csv (time_zone, such as America/Detroit)"
    ));
    format!(
        "case when regexp_matches({name}, '^[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}') then {slashes} \
         when regexp_full_match({name}, '[0-9]{{5}}([.][0-9]+)?') then {serial} \
         when {by_utc} then {clock} else {other} end"
    )
}

fn is_identifier(name: &str) -> bool {
    name.ends_with("_id")
        || matches!(name, "code" | "epa" | "scale" | "subcompetency" | "measure" | "rotation")
}

/// Returns the name of a column for the engine, which keeps some words for itself.
pub(super) fn quoted(column: &Column) -> String {
    format!("\"{}\"", column.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::schema;

    #[test]
    fn what_may_be_lost_is_a_column_that_may_be_empty() {
        for (relation, columns) in OPTIONAL {
            let relation = schema::relation(relation).unwrap();
            for column in *columns {
                let found = relation.columns.iter().find(|c| c.name == *column);
                assert!(found.is_some_and(|c| c.nullable), "{}.{column}", relation.name);
            }
        }
    }
}
