//! What became of the program's own graduates who had the same prompt on the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{at_rating, series};
use crate::domain::catalog::Catalog;
use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::domain::milestone::{HalfSteps, MilestoneRating, Period, RatedBy};
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Status};
use crate::prompts::aftermath::Aftermath;
use crate::prompts::prompt::{About, Prompt, Quantity, Rule};
use crate::prompts::thresholds::Thresholds;

/// Fewer than so many make no base rate, as everywhere.
const FEWEST: u32 = 10;

/// How many had a prompt, and how many of them still reached the goal.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Tally {
    had: u32,
    reached: u32,
}

/// The base rates of the milestone rules among the program's own graduates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// By question and subcompetency: one for each graduate who had the prompt before the last rating.
    each: BTreeMap<(Question, SubcompetencyId), Tally>,
    /// By question, all subcompetencies together.
    all: BTreeMap<Question, Tally>,
}

/// A rule, and of a low level the one that is low: one at the end of the first year is another question
/// than one at the end of the second.
type Question = (Rule, Option<HalfSteps>);

fn question(prompt: &Prompt) -> Question {
    match (prompt.rule, prompt.threshold) {
        (Rule::EarlyLow, Quantity::Level(low)) => (prompt.rule, low),
        _ => (prompt.rule, None),
    }
}

impl History {
    /// Asks the rules of every graduate again, at each rating but the last, and sees what the last one was.
    ///
    /// `records` are by resident; a graduate without a committee's level at the end says nothing.
    pub fn of(catalog: &Catalog, records: &HashMap<ResidentId, Record>, thresholds: &Thresholds) -> Self {
        let mut history = Self::default();
        for resident in catalog.residents.iter().filter(|r| r.status == Status::Graduated) {
            if let Some(record) = records.get(&resident.id) {
                history.add(catalog, resident, &record.milestones, thresholds);
            }
        }
        history
    }

    fn add(
        &mut self,
        catalog: &Catalog,
        resident: &Resident,
        ratings: &[MilestoneRating],
        thresholds: &Thresholds,
    ) {
        let committee = ratings.iter().filter(|r| r.by == RatedBy::Committee);
        let periods: BTreeSet<Period> = committee.map(|r| r.period).collect();
        let Some(last) = periods.last() else { return };
        let mut had: BTreeSet<(Question, SubcompetencyId)> = BTreeSet::new();
        let all = series(catalog, &ratings.iter().collect::<Vec<_>>());
        for period in periods.iter().filter(|period| *period < last) {
            for one in all.iter().map(|one| one.until(*period)) {
                let asked = at_rating(resident, &one, thresholds);
                had.extend(asked.iter().map(|prompt| (question(prompt), one.subcompetency.id.clone())));
            }
        }
        let ends: BTreeMap<_, _> = ratings
            .iter()
            .filter(|r| r.by == RatedBy::Committee && r.period == *last)
            .filter_map(|r| Some((&r.subcompetency, r.level?)))
            .collect();
        for (question, subcompetency) in had {
            let Some(end) = ends.get(&subcompetency) else { continue };
            let reached = u32::from(*end >= thresholds.goal);
            for tally in [
                self.all.entry(question).or_default(),
                self.each.entry((question, subcompetency)).or_default(),
            ] {
                tally.had += 1;
                tally.reached += reached;
            }
        }
    }

    /// Returns what became of those who had the same prompt before; `about` is what is asked about now.
    ///
    /// Of the same subcompetency where ten or more had it, else of all together, else what is published.
    pub fn after(&self, prompt: &Prompt, about: &About, thresholds: &Thresholds) -> Aftermath {
        let question = question(prompt);
        let enough = |tally: &&Tally| tally.had >= FEWEST;
        let own = |tally: &Tally, about: Option<SubcompetencyId>| Aftermath::Own {
            reached: tally.reached,
            of: tally.had,
            goal: thresholds.goal,
            about,
        };
        if let About::Subcompetency(id) = about
            && let Some(tally) = self.each.get(&(question, id.clone())).filter(enough)
        {
            return own(tally, Some(id.clone()));
        }
        let published = (Rule::EarlyLow, Some(HalfSteps::EARLY_LOW));
        match self.all.get(&question).filter(enough) {
            Some(tally) => own(tally, None),
            None if question == published => Aftermath::Published { figure: HOLMBOE },
            None => Aftermath::NotKnown,
        }
    }
}

/// Holmboe 2020 (PMC6924938): three specialties of three years, each by subcompetency.
const HOLMBOE: &str = "of residents at 2.5 or lower a year before graduation, 15 to 36 % in internal medicine, \
                       32 to 56 % in emergency medicine and 32 to 67 % in family medicine ended below 4.0 \
                       (Holmboe 2020, PMC6924938)";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::graduate;
    use crate::testing::prompts::Case;

    /// Makes so many graduates of one year whose levels of PC6 are `half_steps`, up to the spring of 2026.
    fn graduates(n: usize, half_steps: &[Option<u8>]) -> Vec<(Resident, Record)> {
        let one = |i: usize| {
            let case = Case::entering(2023).rated("PC6", half_steps);
            (graduate(&format!("{half_steps:?}-{i}").replace(' ', ""), 2023, "2023-07-01"), case.record)
        };
        (0..n).map(one).collect()
    }

    fn history(all: Vec<(Resident, Record)>) -> (History, Prompt) {
        let mut case = Case::entering(2024).rated("PC6", &[Some(6), Some(5)]);
        case.catalog.subcompetencies.retain(|s| s.id.as_str() == "PC6");
        case.catalog.residents = all.iter().map(|(resident, _)| resident.clone()).collect();
        let records = all.into_iter().map(|(resident, record)| (resident.id, record)).collect();
        let regression = case.prompts().into_iter().find(|p| p.rule == Rule::Regression).unwrap();
        (History::of(&case.catalog, &records, &Thresholds::default()), regression)
    }

    fn after(all: Vec<(Resident, Record)>) -> Aftermath {
        let (history, prompt) = history(all);
        history.after(&prompt, &prompt.about, &Thresholds::default())
    }

    #[test]
    fn graduates_count_who_had_the_prompt_on_the_way_and_reached_the_goal_or_not() {
        let fell = [Some(6), Some(5), Some(8)];
        let stayed_low = [Some(6), Some(5), Some(7)];
        let never = [Some(5), Some(6), Some(8)];
        let mut all = graduates(7, &fell);
        all.extend(graduates(4, &stayed_low));
        all.extend(graduates(20, &never));
        let said = after(all);
        let about = "PC6".parse().ok();
        assert_eq!(said, Aftermath::Own { reached: 7, of: 11, goal: 8.try_into().unwrap(), about });
        assert_eq!(
            said.to_string(),
            "historically 7 of 11 own graduates with this prompt still reached 4.0 in PC6"
        );
    }

    #[test]
    fn fewer_than_ten_make_no_base_rate() {
        assert_eq!(after(graduates(9, &[Some(6), Some(5), Some(8)])), Aftermath::NotKnown);
        assert_eq!(after(Vec::new()), Aftermath::NotKnown);
    }

    #[test]
    fn a_prompt_at_the_last_rating_and_an_end_that_nobody_rated_say_nothing() {
        assert_eq!(
            after(graduates(12, &[Some(4), Some(6), Some(5)])),
            Aftermath::NotKnown,
            "at the last rating"
        );
        assert_eq!(after(graduates(12, &[Some(6), Some(5), None])), Aftermath::NotKnown, "no end");
    }

    #[test]
    fn all_subcompetencies_stand_in_for_one_that_few_had() {
        let mut all = graduates(9, &[Some(6), Some(5), Some(8)]);
        let others = Case::entering(2023).rated("PC1", &[Some(6), Some(5), Some(7)]);
        all.push((graduate("G", 2023, "2023-07-01"), others.record));
        let (_, prompt) = history(all.clone());
        let mut case = Case::entering(2024);
        case.catalog.residents = all.iter().map(|(resident, _)| resident.clone()).collect();
        let records = all.into_iter().map(|(resident, record)| (resident.id, record)).collect();
        let history = History::of(&case.catalog, &records, &Thresholds::default());
        let said = history.after(&prompt, &prompt.about, &Thresholds::default());
        assert_eq!(said, Aftermath::Own { reached: 9, of: 10, goal: 8.try_into().unwrap(), about: None });
    }

    #[test]
    fn what_is_published_stands_in_for_low_a_year_before_graduation_only() {
        let (history, prompt) = history(Vec::new());
        let low = |half_steps: u8| {
            let numbers = (Quantity::Level(None), Quantity::Level(half_steps.try_into().ok()));
            let early = Prompt::new(Rule::EarlyLow, prompt.about.clone(), numbers, 1, "low");
            history.after(&early, &early.about, &Thresholds::default())
        };
        assert!(low(5).to_string().contains("Holmboe 2020"));
        assert_eq!(low(3), Aftermath::NotKnown, "of 1.5 at the end of the first year nothing is published");
    }

    #[test]
    fn low_at_the_end_of_the_first_year_is_another_question_than_at_the_end_of_the_second() {
        let mut all = graduates(10, &[Some(3), Some(5), Some(6), Some(7), Some(8)]);
        all.extend(graduates(10, &[Some(4), Some(4), Some(5), Some(6), Some(7)]));
        let (history, prompt) = history(all);
        let of = |half_steps: u8| {
            let numbers = (Quantity::Level(None), Quantity::Level(half_steps.try_into().ok()));
            let early = Prompt::new(Rule::EarlyLow, prompt.about.clone(), numbers, 1, "low");
            history.after(&early, &early.about, &Thresholds::default())
        };
        let own = |reached| Aftermath::Own {
            reached,
            of: 10,
            goal: 8.try_into().unwrap(),
            about: "PC6".parse().ok(),
        };
        assert_eq!([of(3), of(5)], [own(10), own(0)]);
    }
}
