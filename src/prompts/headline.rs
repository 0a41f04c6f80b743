//! What a prompt asks, in one short line; its sentence says the rest.

use super::prompt::{About, Prompt, Quantity, Rule};
use crate::domain::catalog::Catalog;
use crate::domain::words::{counted, day, probability};

/// Returns what is asked and about what, with its number: `Intracranial, open: 6, few for training time`.
pub fn headline(catalog: &Catalog, prompt: &Prompt) -> String {
    let asked = asked(catalog, prompt);
    match about(catalog, &prompt.about) {
        Some(about) if prompt.each.is_empty() => format!("{about}: {asked}"),
        _ => asked,
    }
}

/// Returns what a prompt is about, by its title; `None` where it is about the record or about many.
pub fn about(catalog: &Catalog, about: &About) -> Option<String> {
    let title = match about {
        About::Experience(code) | About::OfClass { code, .. } => {
            catalog.definition(code).map(|definition| definition.title.clone())
        }
        About::Subcompetency(id) => Some(id.to_string()),
        About::Epa(id) => catalog.epa(id).map(|epa| epa.title.clone()),
        About::Measure(id) => {
            catalog.measures.iter().find(|measure| measure.id == *id).map(|measure| measure.title.clone())
        }
        About::Goal(_) | About::Experiences | About::Milestones | About::Epas | About::Record => return None,
    };
    Some(title.unwrap_or_else(|| about.to_string()))
}

fn asked(catalog: &Catalog, prompt: &Prompt) -> String {
    let title = prompt.rule.title();
    if !prompt.each.is_empty() {
        let what = match prompt.about {
            About::Epas => "activities",
            About::Experiences => "experiences",
            _ => "subcompetencies",
        };
        return format!("{} {what}: {title}", prompt.each.len());
    }
    match (prompt.rule, prompt.value, prompt.threshold) {
        (Rule::MinimumInDoubt | Rule::MinimumWatched, Quantity::Probability(reach), _) => {
            let minimum = match &prompt.about {
                About::Experience(code) => catalog.minimums.get(code),
                _ => None,
            };
            let of = minimum.map_or(String::new(), |minimum| format!(" of {}", minimum.minimum));
            let state = if prompt.rule == Rule::MinimumInDoubt { "in doubt" } else { "watched" };
            format!("minimum{of} {state}, probability {}", probability(reach))
        }
        (Rule::ClassShortage, Quantity::Count(n), Quantity::Exposures(expected)) => {
            let class = match prompt.about {
                About::OfClass { class, .. } => format!(" of {class}"),
                _ => String::new(),
            };
            format!("the class{class} together met {n}, {expected:.0} expected")
        }
        (Rule::RareNotMet, ..) => "not met, and training is nearly over".to_owned(),
        (Rule::BelowTargetFinal, level, Quantity::Level(Some(goal))) => format!("{level}, goal {goal}"),
        (Rule::Regression, Quantity::HalfSteps(change), _) => {
            format!("fell by {}", levels(change.unsigned_abs()))
        }
        (Rule::Jump, Quantity::HalfSteps(change), _) => format!("rose by {}", levels(change.unsigned_abs())),
        (Rule::SelfCccGap, Quantity::HalfSteps(gap), _) => {
            format!("{title}, {} apart", levels(gap.unsigned_abs()))
        }
        (Rule::Plateau, Quantity::Count(n), _) => format!("plateau, the same level {n} times"),
        (Rule::StraightLine, level, _) => format!("{level} in every subcompetency"),
        (Rule::StaleEvidence, Quantity::Day(on), _) => format!("{title}, last rated {}", day(on)),
        (Rule::GoalOverdue, Quantity::Day(due), _) => format!("{title}, due {}", day(due)),
        (Rule::SilentMonths, Quantity::Count(n), _) => {
            format!("{} without a case", counted(n, "month"))
        }
        (Rule::NotPractised, Quantity::Months(months), _) => format!("not practised for {months:.0} months"),
        (Rule::MeasureOutside, Quantity::Share(share), Quantity::Share(limit)) => {
            format!("{:.0} %, outside the limit of {:.0} %", 100.0 * share, 100.0 * limit)
        }
        (Rule::MeasureWorsening, Quantity::Share(newest), Quantity::Share(first)) => {
            format!("{title}, from {:.0} % to {:.0} %", 100.0 * first, 100.0 * newest)
        }
        (Rule::SelfLogApart, ratio, _) => format!("{title}, {ratio}"),
        (Rule::RatingsAtOdds, Quantity::Count(n), _) => {
            format!("the last {n} ratings at odds with the level")
        }
        (Rule::FewForTrainingTime, Quantity::Count(n), _) => format!("{n}, {title}"),
        (Rule::EarlyLow, level, _) => format!("{level}, low this early"),
        _ => title.to_owned(),
    }
}

/// Returns a difference of half steps in levels.
fn levels(half_steps: u8) -> String {
    match half_steps {
        1 => "half a level".to_owned(),
        2 => "1 level".to_owned(),
        n if n % 2 == 0 => format!("{} levels", n / 2),
        n => format!("{}.5 levels", n / 2),
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::testing::prompts::Case;

    #[test]
    fn a_headline_names_the_subject_and_the_number() {
        let case = Case::entering(2024).counting(3).with_minimum(90);
        let headlines: Vec<_> = case.prompts().iter().map(|prompt| headline(&case.catalog, prompt)).collect();
        assert!(headlines.contains(&"spinal: 3, few for training time".to_owned()), "{headlines:?}");
        let doubt = "spinal: minimum of 90 in doubt, probability less than 0.01";
        assert!(headlines.contains(&doubt.to_owned()), "{headlines:?}");
    }

    #[test]
    fn many_are_told_by_their_number() {
        let case = Case::entering(2024);
        let each =
            (1..=5).map(|n| (About::Subcompetency(format!("PC{n}").parse().unwrap()), Quantity::Count(3)));
        let numbers = (Quantity::Count(5), Quantity::Count(3));
        let prompt =
            Prompt { each: each.collect(), ..Prompt::new(Rule::Plateau, About::Milestones, numbers, 5, "") };
        assert_eq!(headline(&case.catalog, &prompt), "5 subcompetencies: plateau");
    }

    #[test]
    fn a_difference_is_told_in_levels() {
        let told: Vec<_> = (1..=5).map(levels).collect();
        assert_eq!(told, ["half a level", "1 level", "1.5 levels", "2 levels", "2.5 levels"]);
    }

    /// What a rule brings one day without a line of its own is still named.
    #[test]
    fn every_rule_has_a_headline() {
        let catalog = Case::entering(2024).catalog;
        for rule in Rule::iter() {
            let numbers = (Quantity::Count(1), Quantity::Count(2));
            let prompt = Prompt::new(rule, About::Record, numbers, 1, "");
            assert!(!headline(&catalog, &prompt).is_empty(), "{rule}");
        }
    }
}
