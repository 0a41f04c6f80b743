//! Finds what somebody means by a few letters of it.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::domain::text::folded;

/// Returns the items of which a text has every typed word, the best first; where two are as good, or nothing is
/// typed, they stay in their own order.
///
/// Where nothing has the words, those are listed whose first text, a name, has the letters in their order. Of prose
/// that would be nearly everything.
pub fn matching<T, S: AsRef<str>>(typed: &str, items: impl IntoIterator<Item = (T, Vec<S>)>) -> Vec<T> {
    let fold = |text: S| folded(text.as_ref());
    let items: Vec<_> = items
        .into_iter()
        .map(|(item, texts)| (item, texts.into_iter().map(fold).collect::<Vec<_>>()))
        .collect();
    let typed = &folded(typed);
    let of = |kind| Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
    let (words, letters) = (of(AtomKind::Substring), of(AtomKind::Fuzzy));
    if words.atoms.is_empty() {
        return items.into_iter().map(|(item, _)| item).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut scores: Vec<_> = items
        .iter()
        .map(|(_, texts)| {
            // Of what is written as one character the matcher knows the first part only: a letter behind a
            // prefixed sign is none to it. Whoever typed all of it finds it all the same.
            let holds = |text: &str| text.contains(typed.as_str()).then_some(0);
            let score = |text: &String| scored(&words, &mut matcher, text).or_else(|| holds(text));
            texts.iter().filter_map(score).max()
        })
        .collect();
    if scores.iter().all(Option::is_none) {
        let names = items.iter().map(|(_, texts)| texts.first());
        scores = names.map(|name| scored(&letters, &mut matcher, name?)).collect();
    }
    let found = scores.into_iter().zip(items).filter_map(|(score, (item, _))| Some((Reverse(score?), item)));
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(score, _)| *score);
    found.into_iter().map(|(_, item)| item).collect()
}

fn scored(wanted: &Pattern, matcher: &mut Matcher, text: &str) -> Option<u32> {
    wanted.score(Utf32Str::new(text, &mut Vec::new()), matcher)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(typed: &str, texts: &[&'static str]) -> Vec<&'static str> {
        matching(typed, texts.iter().map(|text| (*text, vec![*text])))
    }

    #[test]
    fn what_has_the_words_comes_first_and_alone() {
        let actions = ["Go to the growth curve", "Set a goal", "Go to the ledger's entries"];
        assert_eq!(found("goal", &actions), ["Set a goal"]);
        assert_eq!(found("entries ledger", &actions), ["Go to the ledger's entries"]);
        assert_eq!(found("", &actions), actions);
        assert_eq!(found("zzz", &actions), [""; 0]);
    }

    #[test]
    fn a_few_letters_of_a_name_find_it_where_nothing_has_the_word() {
        let named =
            |typed| matching(typed, [(1, vec!["go-triage", "Go to the table"]), (2, vec!["go-goal", "Aim"])]);
        assert_eq!(
            (named("gtri"), named("ggl"), named("the"), named("gttt")),
            (vec![1], vec![2], vec![1], vec![])
        );
    }

    #[test]
    fn case_and_marks_do_not_keep_a_name_from_being_found() {
        assert_eq!(found("garcia", &["Lin, Mei", "García, Ana"]), ["García, Ana"]);
        assert_eq!(found("GARCÍA", &["Lin, Mei", "García, Ana"]), ["García, Ana"]);
        assert_eq!(found("ana gar", &["Lin, Mei", "García, Ana"]), ["García, Ana"]);
    }

    proptest! {
        #[test]
        fn what_holds_the_whole_of_it_is_always_found(before in "\\w{0,6}", typed in "[a-z]{1,6}", after in "\\w{0,6}") {
            let text = format!("{before}{typed}{after}");
            prop_assert_eq!(matching(&typed, [((), vec![text])]).len(), 1);
        }
    }
}
