//! What a class shares is the program's, not a resident's: it is asked once.

use std::collections::{BTreeMap, HashMap};

use super::facts::Facts;
use super::prompt::{About, Chance, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::catalog::Catalog;
use crate::domain::experience::Definition;
use crate::domain::id::{Code, ResidentId};
use crate::growth::bands::FEWEST_FOR_CENTILES;
use crate::growth::forecast::Outlook;
use crate::growth::negative_binomial::NegativeBinomial;

/// What the residents of each entry class met together, and what would be expected of them.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    members: BTreeMap<u16, Vec<ResidentId>>,
    together: HashMap<(u16, Code), Together>,
}

/// One experience of one class.
#[derive(Clone, Copy, Debug, Default)]
struct Together {
    residents: usize,
    observed: u32,
    expected: f64,
    /// Of the sum, from resident to resident.
    variance: f64,
    /// What the group's mean may be off, relative to it and squared; alike for all.
    unsure: f64,
}

impl Together {
    /// Returns the mid-P of a sum as low as this, if the class is like the group.
    fn as_low_as(self) -> f64 {
        let variance = self.variance + self.unsure * self.expected * self.expected;
        let dispersion = (variance - self.expected) / (self.expected * self.expected);
        NegativeBinomial::new(self.expected, dispersion).mid_p(self.observed)
    }
}

impl Classes {
    /// Adds one current resident; whose class is not known is in none.
    ///
    /// `outlooks` are the facts' own.
    pub fn add(&mut self, facts: &Facts<'_>, outlooks: &[(&Definition, Outlook<'_>)]) {
        let Some(class) = facts.resident.entry_class else { return };
        self.members.entry(class).or_default().push(facts.resident.id.clone());
        for (definition, outlook) in outlooks {
            let expected = outlook.usual.expected(outlook.place());
            if outlook.usual.n() < FEWEST_FOR_CENTILES || expected <= 0.0 {
                continue;
            }
            let dispersion = outlook.usual.dispersion(outlook.place());
            let together = self.together.entry((class, definition.code.clone())).or_default();
            together.residents += 1;
            together.observed = together.observed.saturating_add(outlook.so_far);
            together.expected += expected;
            together.variance += expected + dispersion * expected * expected;
            together.unsure = together.unsure.max(outlook.usual.unsure(expected, dispersion));
        }
    }

    /// Takes the experience prompts that a class shares away from its residents, and returns one prompt
    /// about the class for each, by class and in order of presentation.
    ///
    /// Shared is what is asked of half of the class, at least `class_from` residents; and what the class
    /// together met less of than `class_short` of the expected, where chance explains that less often
    /// than `class_chance`, shared out over all experiences.
    pub fn shared(
        &self,
        prompts: &mut HashMap<ResidentId, Vec<Prompt>>,
        catalog: &Catalog,
        thresholds: &Thresholds,
    ) -> Vec<Prompt> {
        let level = thresholds.class_chance / catalog.definitions.len().max(1) as f64;
        let mut shared = Vec::new();
        for (&class, members) in &self.members {
            let most = thresholds.class_from.max(members.len().div_ceil(2));
            for definition in &catalog.definitions {
                let short = |id: &&ResidentId| {
                    prompts.get(*id).is_some_and(|all| all.iter().any(|p| is_short(p, &definition.code)))
                };
                let asked = members.iter().filter(short).count();
                let together =
                    self.together.get(&(class, definition.code.clone())).copied().unwrap_or_default();
                let low = together.residents >= thresholds.class_from
                    && f64::from(together.observed) < thresholds.class_short * together.expected
                    && together.as_low_as() <= level;
                // Where too few graduates say what a class would meet, each is asked alone: together they were not added up.
                if together.residents == 0 || asked < most && !low {
                    continue;
                }
                for id in members {
                    if let Some(theirs) = prompts.get_mut(id) {
                        theirs.retain(|prompt| !is_short(prompt, &definition.code));
                    }
                }
                let prompt = shortage(catalog, definition, class, together, (asked, members.len()));
                let chance = Chance::OfClasses {
                    share: thresholds.class_chance,
                    why: "over all experiences together",
                };
                shared.push(if low { Prompt { chance, ..prompt } } else { prompt });
            }
        }
        shared
    }
}

fn is_short(prompt: &Prompt, code: &Code) -> bool {
    matches!(prompt.rule, Rule::MinimumInDoubt | Rule::FewForTrainingTime)
        && matches!(&prompt.about, About::Experience(about) if about == code)
}

fn shortage(
    catalog: &Catalog,
    definition: &Definition,
    class: u16,
    together: Together,
    (asked, members): (usize, usize),
) -> Prompt {
    let Together { residents, observed, expected, .. } = together;
    let minimum = catalog
        .minimums
        .get(&definition.code)
        .map_or(String::new(), |m| format!(" (minimum {} each)", m.minimum));
    let sentence = format!(
        "{}: residents who entered in {class} met {observed} together, where {expected:.0} would be expected of \
         {residents}{minimum}; {asked} of {members} alone would be asked about it. What can the program change?",
        definition.title,
    );
    let numbers = (Quantity::Count(observed), Quantity::Exposures(expected));
    let about = About::OfClass { class, code: definition.code.clone() };
    Prompt::new(Rule::ClassShortage, about, numbers, residents, &sentence).counted_by(&definition.hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::experience;
    use crate::testing::prompts::Case;

    /// Six residents of one class of whom the n-th met `counts[n]`, where 61.5 are expected.
    fn asked(counts: [u32; 6]) -> (Vec<Prompt>, usize) {
        let thresholds = Thresholds { chance_prompts: 0.01, ..Thresholds::default() };
        let mut classes = Classes::default();
        let mut prompts = HashMap::new();
        let mut catalog = None;
        for (i, count) in counts.into_iter().enumerate() {
            let mut case = Case::entering(2024).counting(count);
            case.rename(&format!("R{i}"));
            case.with_facts(|facts| {
                let outlooks = facts.outlooks();
                classes.add(facts, &outlooks);
                prompts.insert(facts.resident.id.clone(), experience::prompts(facts, &outlooks, &thresholds));
                catalog = Some(facts.catalog.clone());
            });
        }
        let shared = classes.shared(&mut prompts, &catalog.unwrap(), &thresholds);
        (shared, prompts.values().flatten().count())
    }

    #[test]
    fn what_half_a_class_lacks_is_asked_of_the_program_once() {
        let alone = asked([0, 61, 80, 90, 61, 70]);
        assert_eq!((alone.0.len(), alone.1), (0, 1));
        let half = asked([0, 0, 0, 90, 90, 100]);
        assert_eq!((half.0.len(), half.1), (1, 0));
        assert_eq!(half.0[0].key(), "class_shortage/2024/spinal");
        assert_eq!(
            half.0[0].sentence,
            "spinal: residents who entered in 2024 met 280 together, where 369 would be expected of 6; 3 of 6 alone \
             would be asked about it. What can the program change?"
        );
    }

    #[test]
    fn a_class_that_is_low_together_is_asked_about_though_nobody_alone_is() {
        let (shared, _) = asked([30, 28, 31, 30, 29, 27]);
        assert!(shared[0].sentence.contains("0 of 6 alone would be asked"), "{}", shared[0].sentence);
        assert!(asked([50, 40, 60, 70, 45, 55]).0.is_empty());
    }
}
