//! Milestones: subcompetencies by reporting period, the committee's and the resident's own.

use std::collections::BTreeMap;

use crate::app::Model;
use crate::committee::levels::with_decided;
use crate::domain::catalog::Catalog;
use crate::domain::milestone::{HalfSteps, Period};
use crate::survey::dossier::{Dossier, MilestoneRow, Ratings, periods};
use crate::ui::words;

use crate::ui::lines::{Rows, heading, lacking};

/// Returns every rating of every subcompetency.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let catalog = &model.catalog;
    let mut lines = vec![heading("Milestones", &words::header(catalog, dossier, called))];
    lines.push("levels are ordinal".to_owned());
    lines.push("level 4 is a goal for graduation, not a requirement".to_owned());
    lines.extend(lacking(catalog, "milestones"));
    let all = with_decided(dossier, &model.ledger);
    let periods = periods(&all);
    if dossier.milestone_ratings == Ratings::NotInThisData && periods.is_empty() {
        lines.extend(
            catalog
                .has("milestones")
                .then(|| format!("{}; {}", words::NO_RATINGS, words::brings("milestones"))),
        );
        return lines;
    }
    lines.extend(words::decided_here(model, &dossier.resident.id));
    lines.extend(all.iter().map(|row| line(row, &periods)));
    lines
}

fn line(row: &MilestoneRow, periods: &[Period]) -> String {
    let of = |period: &Period| {
        let (committee, own) = (in_words(&row.committee, *period), in_words(&row.own, *period));
        format!("{period}: committee {committee}, self {own}")
    };
    let ratings: Vec<_> = periods.iter().map(of).collect();
    let ratings = if ratings.is_empty() { "no rating".to_owned() } else { ratings.join("; ") };
    format!("{} {}: {ratings}{}", row.subcompetency.id, row.subcompetency.title, prompts(row))
}

fn in_words(ratings: &BTreeMap<Period, Option<HalfSteps>>, period: Period) -> String {
    if ratings.contains_key(&period) { words::rating(ratings, period) } else { "not rated".to_owned() }
}

/// Returns the committee's last two periods of every subcompetency.
pub fn summary(told: Rows, catalog: &Catalog, dossier: &Dossier) -> Vec<String> {
    if let Some(why) = lacking(catalog, "milestones") {
        return vec![why];
    }
    if dossier.milestone_ratings == Ratings::NotInThisData {
        return vec![format!("{}; {}", words::NO_RATINGS, words::brings("milestones"))];
    }
    let rated = |period: &Period| dossier.milestones.iter().any(|row| row.committee.contains_key(period));
    let periods: Vec<_> = periods(&dossier.milestones).into_iter().filter(rated).collect();
    let last = &periods[periods.len().saturating_sub(2)..];
    if last.is_empty() {
        return vec![format!("no rating by the committee; {}", words::brings("milestones"))];
    }
    let names: Vec<_> = last.iter().map(ToString::to_string).collect();
    let legend = if told == Rows::InColumns { "; n/a not assessable, · no rating" } else { "" };
    let mut lines = vec![format!("committee, {}{legend}", names.join(" → "))];
    lines.extend(dossier.milestones.iter().map(|row| {
        let rating = |period: &Period| match told {
            Rows::InColumns => words::rating(&row.committee, *period),
            Rows::InWords => in_words(&row.committee, *period),
        };
        let levels: Vec<_> = last.iter().map(rating).collect();
        format!(
            "{} {}: {}{}",
            row.subcompetency.id,
            row.subcompetency.title,
            levels.join(" → "),
            prompts(row)
        )
    }));
    lines
}

fn prompts(row: &MilestoneRow) -> String {
    if row.prompts.is_empty() { String::new() } else { format!("; prompts: {}", row.prompts.join(", ")) }
}
