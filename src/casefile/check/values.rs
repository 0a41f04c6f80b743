//! Checks of single values that many columns have in common, made from the schema.

use crate::casefile::schema;

/// Days that are looked at, each with what names its row.
const DAYS: &[(&str, &str, &str)] = &[
    ("cases", "started_at", "case_id"),
    ("procedures", "performed_at", "procedure_id"),
    ("assessments", "assessed_on", "assessment_id"),
];

/// Words that programs write for nothing. As words of a person they are written otherwise: `none`, `Null`.
const NOTHING: &str = "('NA', 'N/A', '#N/A', 'NULL', 'null', 'None', 'NaN', 'nan', 'NaT', '<NA>')";

/// Returns a check for each day column: that no day lies ahead, or far from all others.
pub(super) fn days() -> impl Iterator<Item = String> {
    let fill = |(relation, column, id): &(&str, &str, &str)| {
        include_str!("../../../queries/checks/days_far.sql")
            .replace("{relation}", relation)
            .replace("{column}", column)
            .replace("{id}", id)
            .replace("{far}", include_str!("../../../queries/far_days.sql"))
    };
    DAYS.iter().map(fill)
}

/// Returns the check that no word for nothing stands as a value.
pub(super) fn nothing() -> String {
    let relations = schema::relations().iter().filter(|relation| !relation.internal);
    let columns = relations.flat_map(|relation| {
        relation
            .columns
            .iter()
            .filter(|c| c.kind == "VARCHAR")
            .map(move |column| (relation.name, column.name))
    });
    let each: Vec<_> = columns
        .map(|(relation, column)| {
            format!(
                "select '{relation}.{column} is ' || \"{column}\" as place from {relation} where \"{column}\" in {NOTHING}"
            )
        })
        .collect();
    format!(
        "-- what:   a word for nothing stands as a value\n-- advice: leave the value empty and import again\n\
         -- weight: gap\n{}",
        each.join("\nunion all\n")
    )
}
