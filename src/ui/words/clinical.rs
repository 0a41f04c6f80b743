//! The growth curve by clinical months, in sentences.

use crate::survey::clinical::ClinicalCurve;
use crate::survey::dossier::{Dossier, ExperienceRow};

use super::counted;
use super::counted_here;
use super::curve::{block, standing, usual_of};

/// What the curve stands on, for the head of the screen.
pub const BY_CLINICAL_MONTHS: &str = "by clinical months: the not clinical left out";

/// Says what the picture by clinical months shows, now or at another clinical month.
pub fn clinical_sentence(
    dossier: &Dossier,
    row: &ExperienceRow,
    clinical: &ClinicalCurve,
    at: Option<usize>,
) -> String {
    let now = clinical.month;
    let unit = &row.definition.unit;
    let reading = match at {
        None => format!("At clinical month {now:.1}: {}.", counted_here(row)),
        Some(at) if at as f64 > now => format!("Clinical month {at} is still to come."),
        Some(at) => {
            let n = clinical.curve.get(at).map_or("no data".to_owned(), |n| counted(*n, unit));
            format!("At clinical month {at}: {n}.")
        }
    };
    let sentences = [
        Some(reading),
        Some(group(dossier, clinical, at.map_or(now, |at| at as f64))),
        clinical.position.filter(|_| at.is_none()).map(standing),
        block(dossier, row),
        (at.is_none() && !row.block.comparable()).then(|| "Hence no centile.".to_owned()),
        Some(
            "Rotations marked as not clinical are left out. The forecast stands on training months; {key:clinical-months} goes back."
                .to_owned(),
        ),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Says what the group had, where its curves reach so far, and whom it lacks.
fn group(dossier: &Dossier, clinical: &ClinicalCurve, month: f64) -> String {
    let n = clinical.bands.n();
    let label = match &dossier.standard.group.label {
        label if n == clinical.of => label.clone(),
        label => format!("{n} with known rotations of {label}"),
    };
    match clinical.group_to() {
        None if clinical.of > 0 => {
            format!(
                "The rotations of the {} are not known, so there is nobody to compare with.",
                dossier.standard.group.label
            )
        }
        Some(last) if month > last as f64 => {
            format!("The {label} are compared up to clinical month {last}, which all of them had.")
        }
        _ => usual_of(&clinical.bands, &label, month),
    }
}
