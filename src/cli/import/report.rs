//! The report of an import as JSON.

use std::path::Path;

use color_eyre::Result;
use serde_json::{Value, json};

use crate::casefile::error::CaseFileError;
use crate::casefile::import::{Request, Summary};
use crate::cli::{Exit, writing};
use crate::domain::text::sanitised;

/// Writes what became of an import into `path`, in the place of an earlier report.
pub(super) fn write(
    path: &Path,
    request: &Request<'_>,
    outcome: Result<&Summary, &CaseFileError>,
) -> Result<()> {
    let mut text = serde_json::to_string_pretty(&report(request, outcome))?;
    text.push('\n');
    writing::written(path, &text, true)
}

fn report(request: &Request<'_>, outcome: Result<&Summary, &CaseFileError>) -> Value {
    let nothing = Summary::default();
    let (summary, error) = match outcome {
        Ok(summary) => (summary, None),
        Err(error) => (&nothing, Some(sanitised(&error.to_string()))),
    };
    let is_made = error.is_none() && summary.losses.is_empty();
    let exit = if is_made { Exit::Done } else { Exit::Wrong };
    let relations = summary.tallies.iter().map(|tally| {
        json!({
            "relation": tally.relation, "read": tally.read, "kept": tally.kept, "set_aside": tally.set_aside,
        })
    });
    let losses = summary.losses.iter().map(|loss| {
        json!({ "relation": loss.relation, "rows": loss.rows, "of": loss.of, "sentence": loss.sentence })
    });
    let notes = summary.reasons.iter().map(|reason| {
        let examples: Vec<_> = reason.examples.iter().map(|said| sanitised(said)).collect();
        json!({
            "relation": reason.relation, "kind": reason.kind, "reason": sanitised(&reason.reason),
            "rows": reason.rows, "examples": examples,
        })
    });
    json!({
        "source": sanitised(&request.source.display().to_string()),
        "case_file": sanitised(&request.target.display().to_string()),
        "day": request.today,
        "made": is_made,
        "exit": exit as u8,
        "error": error,
        "relations": relations.collect::<Vec<_>>(),
        "losses": losses.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
    })
}
