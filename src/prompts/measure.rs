//! Rules on quality measures. A measure reflects a team, and every sentence says so.

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::measure::Direction;
use crate::growth::funnel::TAIL_998;
use crate::growth::measure::Reading;
use crate::growth::trend::Trend;

/// Returns the prompts on measures, in the order of the measures.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    let rules = |reading| [outside_limits(reading), worsening(reading, thresholds)];
    facts.measures.iter().flat_map(rules).flatten().collect()
}

/// Asks where the share of twelve months lies outside the 99.8 % limits around the others' share, on the
/// side that nobody wants.
fn outside_limits(reading: &Reading) -> Option<Prompt> {
    let (rate, others, limits) = (reading.rate?, reading.others?, reading.limits_998?);
    if !reading.is_worse_than(Some(limits)) {
        return None;
    }
    let limit = match reading.kind.direction {
        Direction::Higher => limits.low,
        Direction::Lower => limits.high,
    };
    let sentence = format!(
        "{}: {} of {} cases in twelve months ({}), beside {} among the program's others; by chance 998 of 1000 \
         lie between {} and {}. It reflects the team. What were these cases, and what would the team change?",
        reading.kind.title,
        rate.count(),
        rate.n(),
        percent(rate.share()),
        percent(others.share()),
        percent(limits.low),
        percent(limits.high),
    );
    let numbers = (Quantity::Share(rate.share()), Quantity::Share(limit));
    let prompt = Prompt::new(Rule::MeasureOutside, about(reading), numbers, rate.n() as usize, &sentence);
    Some(prompt.by_chance(TAIL_998, "the limit is drawn so, for each measure by itself"))
}

/// Asks where three periods in a row went the way that nobody wants, by more than chance often makes.
fn worsening(reading: &Reading, thresholds: &Thresholds) -> Option<Prompt> {
    let trend: Trend = reading.worsening().filter(|trend| trend.chance <= thresholds.measure_trend_chance)?;
    let shares = trend.rates.map(|rate| format!("{} of {}", percent(rate.share()), rate.n()));
    let n: u32 = trend.rates.iter().map(|rate| rate.n()).sum();
    let sentence = format!(
        "{}: {} over three periods of three months, {}. It reflects the team. What changed?",
        reading.kind.title,
        shares.join(", then "),
        trend.course,
    );
    let [.., newest] = trend.rates;
    let [first, ..] = trend.rates;
    let numbers = (Quantity::Share(newest.share()), Quantity::Share(first.share()));
    let prompt = Prompt::new(Rule::MeasureWorsening, about(reading), numbers, n as usize, &sentence);
    let why = "the slope must be as steep as chance makes it so often, for each measure by itself";
    Some(prompt.by_chance(thresholds.measure_trend_chance, why))
}

fn about(reading: &Reading) -> About {
    About::Measure(reading.kind.id.clone())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::Thresholds;
    use crate::testing::growth::reading;

    fn keys(reading: &Reading) -> Vec<String> {
        let found = [outside_limits(reading), worsening(reading, &Thresholds::default())];
        found.into_iter().flatten().map(|prompt| prompt.key()).collect()
    }

    #[test]
    fn measures_are_asked_about_where_more_than_chance_is_seen() {
        use Direction::{Higher, Lower};
        const OUTSIDE: &str = "measure_outside/M-01";
        const WORSE: &str = "measure_worsening/M-01";
        for (direction, quarters, asked, what) in [
            (Higher, &[(45, 50)][..], &[][..], "as the others"),
            (Higher, &[(38, 50)], &[], "inside 998 of 1000"),
            (Higher, &[(36, 50)], &[OUTSIDE], "outside"),
            (Higher, &[(1, 9)], &[], "nine are no rate"),
            (Higher, &[(50, 50)], &[], "above is no question"),
            (Lower, &[(36, 50)], &[OUTSIDE], "14 flagged"),
            (Lower, &[(50, 50)], &[], "none flagged"),
            (Higher, &[(29, 30), (27, 30), (20, 30)], &[WORSE], "falling"),
            (Lower, &[(29, 30), (27, 30), (20, 30)], &[WORSE], "more and more flagged"),
            (Higher, &[(28, 30), (27, 30), (26, 30)], &[], "falling as chance often makes it"),
            (Higher, &[(29, 30), (27, 30), (20, 30), (3, 9)], &[], "the newest is no rate"),
            (Lower, &[(20, 30), (27, 30), (29, 30)], &[], "better and better"),
        ] {
            assert_eq!(keys(&reading(direction, quarters)), asked, "{what}");
        }
    }

    #[test]
    fn the_sentences_speak_of_a_team_and_ask() {
        let outside = outside_limits(&reading(Direction::Higher, &[(36, 50)])).unwrap();
        assert_eq!(
            outside.sentence,
            "M-01 as titled: 36 of 50 cases in twelve months (72 %), beside 90 % among the program's others; by chance \
             998 of 1000 lie between 74 % and 100 %. It reflects the team. What were these cases, and what would the \
             team change?"
        );
        assert_eq!(
            outside.chance.to_string(),
            "by chance this fires on about 1 in 1000 residents: the limit is drawn so, for each measure by itself"
        );
        let thresholds = Thresholds::default();
        let falling =
            worsening(&reading(Direction::Higher, &[(29, 30), (27, 30), (20, 30)]), &thresholds).unwrap();
        assert_eq!(
            falling.sentence,
            "M-01 as titled: 97 % of 30, then 90 % of 30, then 67 % of 30 over three periods of three months, falling. \
             It reflects the team. What changed?"
        );
        assert_eq!((falling.n, falling.value.to_string()), (90, "66.7 %".to_owned()));
    }
}
