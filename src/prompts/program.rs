//! What most of a class shares is the program's, not a resident's: it is asked once.

use std::collections::{BTreeMap, HashMap};

use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::catalog::Catalog;
use crate::domain::experience::Definition;
use crate::domain::id::{Code, ResidentId};

/// Takes the experience prompts that most of a class shares away from its residents, and returns one
/// prompt about the class for each, by class and in order of presentation.
///
/// Most of a class: half of its residents in training, and at least `class_from`.
pub fn shared_shortages(
    prompts: &mut HashMap<ResidentId, Vec<Prompt>>,
    catalog: &Catalog,
    thresholds: &Thresholds,
) -> Vec<Prompt> {
    let mut classes: BTreeMap<u16, Vec<&ResidentId>> = BTreeMap::new();
    for resident in catalog.current() {
        if let Some(class) = resident.entry_class {
            classes.entry(class).or_default().push(&resident.id);
        }
    }
    let mut shared = Vec::new();
    for (class, members) in classes {
        let most = thresholds.class_from.max(members.len().div_ceil(2));
        for definition in &catalog.definitions {
            let asked = |id: &&&ResidentId| {
                prompts.get(**id).is_some_and(|all| all.iter().any(|p| is_short(p, &definition.code)))
            };
            let short = members.iter().filter(asked).count();
            if short < most {
                continue;
            }
            for id in &members {
                if let Some(theirs) = prompts.get_mut(*id) {
                    theirs.retain(|prompt| !is_short(prompt, &definition.code));
                }
            }
            shared.push(shortage(catalog, definition, class, (short, members.len(), most)));
        }
    }
    shared
}

fn is_short(prompt: &Prompt, code: &Code) -> bool {
    matches!(prompt.rule, Rule::MinimumInDoubt | Rule::FewForTrainingTime)
        && matches!(&prompt.about, About::Experience(about) if about == code)
}

fn shortage(
    catalog: &Catalog,
    definition: &Definition,
    class: u16,
    (short, members, most): (usize, usize, usize),
) -> Prompt {
    let what = match catalog.minimums.get(&definition.code) {
        Some(minimum) => {
            format!("the minimum of {} is in doubt, or the count low for training time,", minimum.minimum)
        }
        None => "the count is low for training time".to_owned(),
    };
    let sentence = format!(
        "{}: {what} for {short} of {members} residents who entered in {class}. That is the program's supply: what \
         can change?",
        definition.title,
    );
    let numbers = (Quantity::Count(short as u32), Quantity::Count(most as u32));
    let about = About::OfClass { class, code: definition.code.clone() };
    Prompt::new(Rule::ClassShortage, about, numbers, members, &sentence).counted_by(&definition.hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::resident::{Resident, Status};
    use crate::growth::group::tests::{graduate, program};

    /// Six residents of one class, of whom so many have their minimum in doubt.
    fn class(in_doubt: usize) -> (Catalog, HashMap<ResidentId, Vec<Prompt>>) {
        let (mut catalog, _) = program(0);
        let current =
            |i| Resident { status: Status::Current, ..graduate(&format!("R{i}"), 2024, "2024-07-01") };
        catalog.residents = (0..6).map(current).collect();
        let about = About::Experience("spinal".parse().unwrap());
        let numbers = (Quantity::Probability(0.2), Quantity::Probability(0.5));
        let doubt = Prompt::new(Rule::MinimumInDoubt, about, numbers, 40, "in doubt");
        let other = Prompt { rule: Rule::RareNotMet, ..doubt.clone() };
        let prompts = |i| if i < in_doubt { vec![doubt.clone(), other.clone()] } else { vec![other.clone()] };
        let all = catalog.residents.iter().enumerate().map(|(i, r)| (r.id.clone(), prompts(i))).collect();
        (catalog, all)
    }

    #[test]
    fn half_a_class_is_asked_about_once_and_its_residents_no_more() {
        for (in_doubt, lifted) in [(2, false), (3, true), (6, true)] {
            let (catalog, mut prompts) = class(in_doubt);
            let shared = shared_shortages(&mut prompts, &catalog, &Thresholds::default());
            assert_eq!(shared.len(), usize::from(lifted), "{in_doubt}");
            let left = prompts.values().flatten().filter(|p| p.rule == Rule::MinimumInDoubt).count();
            assert_eq!(left, if lifted { 0 } else { in_doubt });
            assert_eq!(prompts.values().flatten().filter(|p| p.rule == Rule::RareNotMet).count(), 6);
        }
    }

    #[test]
    fn it_says_which_class_and_how_many() {
        let (catalog, mut prompts) = class(4);
        let shared = shared_shortages(&mut prompts, &catalog, &Thresholds::default());
        assert_eq!(shared[0].key(), "class_shortage/2024/spinal");
        assert_eq!(
            shared[0].sentence,
            "spinal: the count is low for training time for 4 of 6 residents who entered in 2024. That is the \
             program's supply: what can change?"
        );
    }

    #[test]
    fn two_of_two_are_no_class() {
        let (mut catalog, mut prompts) = class(2);
        catalog.residents.truncate(2);
        assert_eq!(shared_shortages(&mut prompts, &catalog, &Thresholds::default()), []);
    }
}
