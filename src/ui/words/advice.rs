//! Recommendations that wait for the program director, in words.

use crate::app::Model;
use crate::app::advice::{Advice, Matter};
use crate::domain::catalog::Catalog;
use crate::domain::text::sanitised;

use super::{day, overall, shown};

/// Says what is recommended.
pub fn advice(catalog: &Catalog, advice: &Advice<'_>) -> String {
    match advice.matter {
        Matter::Activity(decision) => {
            let title = catalog.epa(&decision.epa).map_or(decision.epa.as_str(), |epa| &epa.title);
            let level = decision.level.as_ref().map(|level| format!(" at level {level}")).unwrap_or_default();
            sanitised(&format!("{}{level}: {title}", decision.outcome))
        }
        Matter::Overall(decided) => format!("overall: {}", overall(catalog, decided)),
    }
}

/// Says everything that stands behind a recommendation: reasons, dissent and the evidence as it was shown.
pub fn advice_detail(model: &Model, one: &Advice<'_>) -> Vec<String> {
    let entry = &one.recorded.entry;
    let mut lines = vec![
        format!("entry {} of {}: {}", entry.seq, day(entry.at.date_naive()), advice(&model.catalog, one)),
        format!("rationale: {}", sanitised(one.rationale())),
        format!("dissent: {}", if one.is_contested() { "recorded; w opens the entry" } else { "none" }),
    ];
    if let Some(evidence) = &entry.evidence {
        lines.push(format!("evidence as shown, data to {}:", day(evidence.as_of)));
        lines.extend(evidence.facts.iter().map(|fact| format!("  {}", shown(fact))));
    }
    lines
}
