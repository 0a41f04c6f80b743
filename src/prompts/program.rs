//! What a class shares is asked of the program too, once for all.

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
    /// Below which probability few exposures of a resident are asked about.
    levels: HashMap<ResidentId, f64>,
}

/// One experience of one class.
#[derive(Clone, Debug, Default)]
struct Together {
    /// What each met, and what is usual of each.
    each: Vec<(ResidentId, u32, NegativeBinomial)>,
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
    fn as_low_as(&self) -> f64 {
        let variance = self.variance + self.unsure * self.expected * self.expected;
        let dispersion = (variance - self.expected) / (self.expected * self.expected);
        NegativeBinomial::new(self.expected, dispersion).mid_p(self.observed)
    }

    /// Tells whether a resident has few even beside the others of the class, which met less than the group: at the same
    /// `level`, with what is expected lowered by as much as the others lack together.
    fn is_low_within(&self, id: &ResidentId, level: f64) -> bool {
        let Some((_, observed, usual)) = self.each.iter().find(|(of, ..)| of == id) else { return true };
        let others = f64::from(self.observed - observed);
        let expected = self.expected - usual.mean();
        let share = if expected > 0.0 { (others / expected).min(1.0) } else { 1.0 };
        let within = NegativeBinomial::new(usual.mean() * share, usual.dispersion());
        within.mid_p(*observed) <= level
    }
}

impl Classes {
    /// Adds one current resident; whose class is not known is in none.
    ///
    /// `outlooks` are the facts' own.
    pub fn add(
        &mut self,
        facts: &Facts<'_>,
        outlooks: &[(&Definition, Outlook<'_>)],
        thresholds: &Thresholds,
    ) {
        let Some(class) = facts.resident.entry_class else { return };
        let id = &facts.resident.id;
        self.members.entry(class).or_default().push(id.clone());
        self.levels.insert(id.clone(), super::experience::level(outlooks, thresholds));
        for (definition, outlook) in outlooks {
            let expected = outlook.usual.expected(outlook.place());
            if outlook.usual.n() < FEWEST_FOR_CENTILES || expected <= 0.0 {
                continue;
            }
            let dispersion = outlook.usual.dispersion(outlook.place());
            let together = self.together.entry((class, definition.code.clone())).or_default();
            together.each.push((id.clone(), outlook.so_far, outlook.usual.distribution(outlook.place())));
            together.residents += 1;
            together.observed = together.observed.saturating_add(outlook.so_far);
            together.expected += expected;
            together.variance += expected + dispersion * expected * expected;
            together.unsure = together.unsure.max(outlook.usual.unsure(expected, dispersion));
        }
    }

    /// Returns one prompt for each experience that a class shares a shortage of, by class and in order of presentation.
    ///
    /// Shared is what is asked of half of the class, at least `class_from` residents; and what the class
    /// together met less of than `class_short` of the expected, where chance explains that less often
    /// than `class_chance`, shared out over all experiences.
    ///
    /// A minimum stays with each resident, whatever the class has. Few exposures stay with whoever has few beside the
    /// class too; for the others they are what the class lacks, and its prompt says so on their own page.
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
                let Some(together) = self.together.get(&(class, definition.code.clone())) else {
                    // Where too few graduates say what a class would meet, each is asked alone.
                    continue;
                };
                let low = together.residents >= thresholds.class_from
                    && f64::from(together.observed) < thresholds.class_short * together.expected
                    && together.as_low_as() <= level;
                if asked < most && !low {
                    continue;
                }
                for id in members {
                    let level = self.levels.get(id).copied().unwrap_or(0.0);
                    if let Some(theirs) = prompts.get_mut(id)
                        && !together.is_low_within(id, level)
                    {
                        theirs.retain(|prompt| !is_few(prompt, &definition.code));
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

fn is_few(prompt: &Prompt, code: &Code) -> bool {
    prompt.rule == Rule::FewForTrainingTime && is_short(prompt, code)
}

fn shortage(
    catalog: &Catalog,
    definition: &Definition,
    class: u16,
    together: &Together,
    (asked, members): (usize, usize),
) -> Prompt {
    let Together { residents, observed, expected, .. } = *together;
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
    fn asked(counts: [u32; 6]) -> (Vec<Prompt>, Vec<String>) {
        asked_with(counts, None)
    }

    /// The same where there is a minimum; the prompts of the class, and those of its residents.
    fn asked_with(counts: [u32; 6], minimum: Option<u32>) -> (Vec<Prompt>, Vec<String>) {
        let thresholds = Thresholds { chance_prompts: 0.01, ..Thresholds::default() };
        let mut classes = Classes::default();
        let mut prompts = HashMap::new();
        let mut catalog = None;
        for (i, count) in counts.into_iter().enumerate() {
            let mut case = Case::entering(2024).counting(count);
            if let Some(minimum) = minimum {
                case = case.with_minimum(minimum);
            }
            case.rename(&format!("R{i}"));
            case.with_facts(|facts| {
                let outlooks = facts.outlooks();
                classes.add(facts, &outlooks, &thresholds);
                prompts.insert(facts.resident.id.clone(), experience::prompts(facts, &outlooks, &thresholds));
                catalog = Some(facts.catalog.clone());
            });
        }
        let shared = classes.shared(&mut prompts, &catalog.unwrap(), &thresholds);
        let of = |(id, theirs): (&ResidentId, &Vec<Prompt>)| {
            theirs.iter().map(|prompt| format!("{id} {}", prompt.rule)).collect::<Vec<_>>()
        };
        let mut alone: Vec<String> = prompts.iter().flat_map(of).collect();
        alone.sort();
        (shared, alone)
    }

    #[test]
    fn what_half_a_class_lacks_is_asked_of_the_program_once() {
        let alone = asked([0, 61, 80, 90, 61, 70]);
        assert_eq!((alone.0.len(), alone.1.len()), (0, 1));
        let half = asked([0, 0, 0, 90, 90, 100]);
        assert_eq!(half.0.len(), 1);
        assert_eq!(half.0[0].key(), "class_shortage/2024/spinal");
        assert_eq!(
            half.0[0].sentence,
            "spinal: residents who entered in 2024 met 280 together, where 369 would be expected of 6; 3 of 6 alone \
             would be asked about it. What can the program change?"
        );
    }

    #[test]
    fn few_stay_with_whoever_has_few_beside_the_class_and_are_the_programs_for_the_others() {
        let few = |counts| asked(counts).1;
        assert_eq!(few([12, 10, 11, 12, 9, 13]), Vec::<String>::new(), "all alike");
        assert_eq!(few([0, 30, 28, 31, 29, 30]), ["R0 few_for_training_time"], "one has none of the little");
    }

    #[test]
    fn a_minimum_stays_with_each_resident_whatever_the_class_has() {
        let (shared, alone) = asked_with([12, 10, 11, 12, 9, 13], Some(100));
        assert_eq!(shared.len(), 1);
        assert_eq!(alone, [0, 1, 2, 3, 4, 5].map(|i| format!("R{i} minimum_in_doubt")));
    }

    #[test]
    fn a_class_that_is_low_together_is_asked_about_though_nobody_alone_is() {
        let (shared, _) = asked([30, 28, 31, 30, 29, 27]);
        assert!(shared[0].sentence.contains("0 of 6 alone would be asked"), "{}", shared[0].sentence);
        assert!(asked([50, 40, 60, 70, 45, 55]).0.is_empty());
    }
}
