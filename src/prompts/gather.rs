//! One prompt instead of many alike: twenty activities with few ratings are one question.

use std::collections::BTreeMap;

use super::headline;
use super::prompt::{About, Kind, Prompt, Quantity, Rule};
use crate::domain::catalog::Catalog;

/// More prompts of one rule about subcompetencies, activities or self-logs than this are asked as one.
const APART: usize = 3;

/// Returns `prompts` with those of one rule gathered where there are many; the order is kept.
///
/// Other experiences, measures, goals and data stay apart: each is a question of its own.
pub fn gathered(catalog: &Catalog, prompts: Vec<Prompt>) -> Vec<Prompt> {
    let mut many: BTreeMap<Rule, Vec<Prompt>> = BTreeMap::new();
    let gathers = |p: &Prompt| match p.kind() {
        Kind::Milestone => p.about != About::Milestones,
        kind => kind == Kind::Epa || p.rule == Rule::SelfLogApart,
    };
    for prompt in prompts.iter().filter(|p| gathers(p)) {
        many.entry(prompt.rule).or_default().push(prompt.clone());
    }
    many.retain(|_, alike| alike.len() > APART);
    let mut kept = Vec::with_capacity(prompts.len());
    for prompt in prompts {
        let is_one_of_many = many.get(&prompt.rule).is_some_and(|alike| alike.contains(&prompt));
        if !is_one_of_many {
            kept.push(prompt);
        } else if !kept.iter().any(|k: &Prompt| k.rule == prompt.rule && !k.each.is_empty()) {
            kept.extend(many.get(&prompt.rule).map(|alike| one(catalog, prompt.rule, alike)));
        }
    }
    kept
}

fn one(catalog: &Catalog, rule: Rule, alike: &[Prompt]) -> Prompt {
    let (about, what) = match rule.kind() {
        Kind::Epa => (About::Epas, "activities"),
        Kind::Experience => (About::Experiences, "experiences"),
        _ => (About::Milestones, "subcompetencies"),
    };
    let title = |p: &Prompt| headline::about(catalog, &p.about).unwrap_or_else(|| p.about.to_string());
    let names: Vec<_> = alike.iter().map(title).collect();
    let sentence = format!(
        "{} {what}: {}: {}. What do they have in common?",
        alike.len(),
        rule.title(),
        names.join("; ")
    );
    let numbers = (Quantity::Count(alike.len() as u32), Quantity::Count(APART as u32));
    let n = alike.iter().map(|p| p.n).sum();
    let each = alike.iter().map(|p| (p.about.clone(), p.value)).collect();
    Prompt { each, ..Prompt::new(rule, about, numbers, n, &sentence) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thin(epa: &str, n: u32) -> Prompt {
        let numbers = (Quantity::Count(n), Quantity::Count(4));
        Prompt::new(Rule::ThinEvidence, About::Epa(epa.parse().unwrap()), numbers, n as usize, epa)
    }

    #[test]
    fn three_alike_stay_apart_and_four_become_one() {
        let mut catalog = crate::testing::growth::program(1).0;
        let title = "Set up the machine".to_owned();
        catalog.epas.push(crate::domain::entrustment::Epa {
            id: "b".parse().unwrap(),
            title,
            ..crate::testing::growth::epa()
        });
        let three: Vec<_> = ["a", "b", "c"].map(|e| thin(e, 1)).to_vec();
        assert_eq!(gathered(&catalog, three.clone()), three);
        let four = gathered(&catalog, ["a", "b", "c", "d"].map(|e| thin(e, 1)).to_vec());
        assert_eq!(four.len(), 1);
        assert_eq!((four[0].key(), four[0].n), ("thin_evidence/epas".to_owned(), 4));
        let said = "4 activities: thin evidence: a; Set up the machine; c; d. What";
        assert!(four[0].sentence.starts_with(said), "{}", four[0].sentence);
        assert!(four[0].touches(&About::Epa("c".parse().unwrap())));
    }

    #[test]
    fn the_facts_of_one_are_the_facts_of_all() {
        let catalog = crate::testing::growth::program(1).0;
        let hash = |last| {
            gathered(
                &catalog,
                ["a", "b", "c", "d"].map(|e| thin(e, if e == "d" { last } else { 1 })).to_vec(),
            )[0]
            .facts_hash()
        };
        assert_ne!(hash(1), hash(2));
    }
}
