//! The open prompts as questions to the resident. No verdict, no level, and nothing that the committee decided.

use super::{Experience, Known};
use crate::domain::goal::Topic;
use crate::domain::id::{Code, MeasureId, SubcompetencyId};
use crate::domain::words::{counted, day, probability};
use crate::prompts::{About, Prompt, Quantity, Rule};

/// How many questions of the prompts the page has room for.
const QUESTIONS: usize = 5;
/// How many things one question names.
const NAMED: usize = 4;
/// What every conversation asks.
const ALWAYS: [&str; 2] = ["What surprises you on this page?", "What do you want next?"];

/// Returns the questions, in the order of the prompts, after the two that every conversation asks.
pub fn questions(known: &Known<'_>) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    let mut about: Vec<&About> = Vec::new();
    for prompt in &known.prompts {
        // Two rules may ask about one experience: the first question stands for both.
        if about.contains(&&prompt.about) && prompt.each.is_empty() {
            continue;
        }
        if let Some(question) = question(known, prompt) {
            about.push(&prompt.about);
            asked.push(question);
        }
    }
    let left_out = asked.len().saturating_sub(QUESTIONS);
    asked.truncate(QUESTIONS);
    if left_out > 0 {
        asked.push(format!(
            "The review asks {} more: which of them matter to you?",
            counted(left_out as u64, "question")
        ));
    }
    ALWAYS.map(str::to_owned).into_iter().chain(asked).collect()
}

/// Asks the resident what a prompt asks the committee; `None` where it is not the resident's to answer.
fn question(known: &Known<'_>, prompt: &Prompt) -> Option<String> {
    if !prompt.each.is_empty() {
        return of_many(known, prompt);
    }
    match prompt.rule {
        Rule::FewForTrainingTime => few(known, experience(known, prompt)?),
        Rule::MinimumInDoubt => minimum(known, experience(known, prompt)?),
        Rule::RareNotMet => rare(known, experience(known, prompt)?),
        Rule::SelfLogApart => self_log(known, experience(known, prompt)?),
        Rule::MeasureOutside | Rule::MeasureWorsening => Some(measure(known, prompt)),
        Rule::TrainingTimeUnknown => Some(
            "The record has no first day of your training, so that nothing can be compared or forecast: when did \
             it begin?"
                .to_owned(),
        ),
        Rule::SilentMonths => Some(format!(
            "The record has no case of yours in {} of training, up to {}: is something missing?",
            counted(prompt.n as u64, "whole calendar month"),
            day(known.as_of())
        )),
        Rule::ThinEvidence => Some(format!(
            "{}: {} so far, up to {}. Who could observe you next?",
            name(known, &prompt.about),
            counted(prompt.n as u64, "rating"),
            day(known.as_of())
        )),
        Rule::NotPractised => not_practised(known, prompt),
        _ => of_milestone(prompt.rule).map(|asked| format!("{}: {asked}", name(known, &prompt.about))),
    }
}

/// Asks about a subcompetency, without a level.
///
/// Not asked: whether raters looked at each by itself, whether a level that stands still fits, what the
/// program lacks; these are the committee's questions. A goal that is overdue is asked about among the goals.
fn of_milestone(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::BelowTargetFinal | Rule::EarlyLow | Rule::Plateau => {
            Some("what would your next step look like, and what would help?")
        }
        Rule::Regression | Rule::Jump => Some("what has changed there for you since the period before?"),
        Rule::NotAssessed | Rule::StaleEvidence => {
            Some("nobody has given a newer level. Where could it be seen?")
        }
        Rule::SelfCccGap => Some("you and the committee see it differently. What do you see?"),
        _ => None,
    }
}

/// Asks about several things that one rule found together.
fn of_many(known: &Known<'_>, prompt: &Prompt) -> Option<String> {
    let names = listed(known, prompt);
    Some(match prompt.rule {
        Rule::FewForTrainingTime => format!(
            "{names} by {}: going by {}, more of each would be expected. What do they have in common, and which do \
             you want more of?",
            day(known.as_of()),
            known.group.label
        ),
        Rule::MinimumInDoubt => {
            format!("{names}: the minimum of each may not be reached at the present pace. What is planned?")
        }
        Rule::RareNotMet => {
            format!("{names}: none so far, up to {}. Could a simulation stand in?", day(known.as_of()))
        }
        Rule::SelfLogApart => {
            format!("{names}: the record and your own log differ. What does one of them lack?")
        }
        Rule::ThinEvidence => format!(
            "{names}: few ratings so far, up to {}. Which of these do you want observed next, and by whom?",
            day(known.as_of())
        ),
        Rule::NotPractised => {
            format!("{names}: not met for long, up to {}. When is the next occasion?", day(known.as_of()))
        }
        Rule::MeasureOutside | Rule::MeasureWorsening => {
            format!("{names}: these reflect the team. What were the cases, and what would the team change?")
        }
        rule => format!("{names}: {}", of_milestone(rule)?),
    })
}

/// Names what a gathered prompt is about, with the counts where they are counts of exposures or ratings.
fn listed(known: &Known<'_>, prompt: &Prompt) -> String {
    let one = |(about, _): &(About, Quantity)| match (about, prompt.rule) {
        (About::Experience(code), _) => match found(known, code) {
            Some(one) => format!("{} ({})", one.definition.title, one.n),
            None => name(known, about),
        },
        _ => name(known, about),
    };
    let mut names: Vec<String> = prompt.each.iter().map(one).collect();
    if names.len() > NAMED {
        let more = names.split_off(NAMED - 1).len();
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join("; ")),
        _ => names.concat(),
    }
}

fn few(known: &Known<'_>, one: &Experience<'_>) -> Option<String> {
    let month = known.month?;
    Some(format!(
        "{}: {} by {}, training month {month:.1}; going by {}, more would be expected. What explains it, and do \
         you want more?",
        one.definition.title,
        counted(one.n, &one.definition.unit),
        day(known.as_of()),
        known.group.label
    ))
}

fn minimum(known: &Known<'_>, one: &Experience<'_>) -> Option<String> {
    let (minimum, forecast) = (one.minimum?, one.forecast?);
    let (low, high) = forecast.interval80();
    Some(format!(
        "{}: {} of the minimum of {} by {}; {low} to {high} expected by graduation (80 %, going by {}). What is \
         planned, and what would help?",
        one.definition.title,
        one.n,
        minimum.minimum,
        day(known.as_of()),
        known.group.label
    ))
}

fn rare(known: &Known<'_>, one: &Experience<'_>) -> Option<String> {
    Some(format!(
        "{}: none by {}, and none to come with probability {} (going by {}). Could a simulation or a colleague's \
         case stand in?",
        one.definition.title,
        day(known.as_of()),
        probability(one.forecast?.none_more()),
        known.group.label
    ))
}

fn self_log(known: &Known<'_>, one: &Experience<'_>) -> Option<String> {
    let logged = known.record.self_logged.get(&one.definition.code)?;
    Some(format!(
        "{}: {} in the record and {} in your own log by {}. What does one of them lack?",
        one.definition.title,
        logged.recorded,
        logged.n,
        day(logged.as_of)
    ))
}

fn measure(known: &Known<'_>, prompt: &Prompt) -> String {
    let name = name(known, &prompt.about);
    match (prompt.rule, prompt.value) {
        (Rule::MeasureOutside, share @ Quantity::Share(_)) => format!(
            "{name}: {share} of {} in the twelve months to {}. It reflects the team. What were these cases, and \
             what would the team change?",
            counted(prompt.n as u64, "case"),
            day(known.as_of())
        ),
        _ => format!(
            "{name}: it has moved over three periods of three months ({} to {}). It reflects the team. What changed?",
            counted(prompt.n as u64, "case"),
            day(known.as_of())
        ),
    }
}

fn not_practised(known: &Known<'_>, prompt: &Prompt) -> Option<String> {
    let Quantity::Months(months) = prompt.value else { return None };
    Some(format!(
        "{}: not met in the last {months:.0} training months to {}. When is the next occasion?",
        name(known, &prompt.about),
        day(known.as_of())
    ))
}

fn experience<'a>(known: &'a Known<'_>, prompt: &Prompt) -> Option<&'a Experience<'a>> {
    let About::Experience(code) = &prompt.about else { return None };
    found(known, code)
}

fn found<'a>(known: &'a Known<'_>, code: &Code) -> Option<&'a Experience<'a>> {
    known.experiences.iter().find(|one| &one.definition.code == code)
}

/// Names what a prompt is about, by its title where there is one.
fn name(known: &Known<'_>, about: &About) -> String {
    let topic = match about {
        About::Experience(code) => Topic::Experience(code.clone()),
        About::Subcompetency(id) => return subcompetency_name(known, id),
        About::Epa(id) => Topic::Epa(id.clone()),
        About::Measure(id) => return measure_name(known, id),
        // The prompts that are about all milestones, all activities or the whole record.
        About::Milestones => return "Milestones".to_owned(),
        other => return other.to_string(),
    };
    known.catalog.title_of(&topic)
}

fn subcompetency_name(known: &Known<'_>, id: &SubcompetencyId) -> String {
    let found = known.catalog.subcompetencies.iter().find(|one| &one.id == id);
    found.map_or_else(|| id.to_string(), |one| format!("{} ({id})", one.title))
}

fn measure_name(known: &Known<'_>, id: &MeasureId) -> String {
    let kind = known.catalog.measures.iter().find(|kind| &kind.id == id);
    kind.map_or_else(|| id.to_string(), |kind| kind.title.clone())
}
