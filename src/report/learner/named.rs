//! Titles in the place of the codes that the program goes by: a resident reads no code.

use std::collections::BTreeMap;

use super::Copy;
use crate::domain::id::EpaId;
use crate::domain::overall::ChoiceKind;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Decision, DefinitionUsed, Fact};
use crate::report::decided::{level_in_words, titled};
use crate::report::names::replaced;
use crate::report::titles::Titles;

/// How the evidence names the prompts that it holds.
const PROMPT: &str = "prompt ";

impl Copy<'_> {
    /// Returns what an activity is called.
    pub(super) fn epa_title(&self, id: &EpaId) -> String {
        let known = self.known.catalog.epa(id);
        sanitised(known.map_or(id.as_str(), |epa| &epa.title))
    }

    /// Returns the level of a decision in words; `None` where it gives none.
    pub(super) fn level_title(&self, decision: &Decision) -> Option<String> {
        let level = decision.level.as_deref()?;
        Some(level_in_words(self.known.catalog.scale(&decision.scale), level))
    }

    /// Says a prompt by its rule and by the title of what it is about.
    pub(super) fn prompt_title(&self, key: &str) -> String {
        Titles::of(self.known.catalog).prompt(key)
    }

    /// Returns the label of a fact of evidence.
    pub(super) fn label(&self, fact: &Fact) -> String {
        match fact.label.strip_prefix(PROMPT) {
            Some(key) => format!("asked: {}", self.prompt_title(key)),
            None => fact.label.clone(),
        }
    }

    /// Returns what a fact of evidence shows; the codes that older entries wrote into it are told by their titles.
    pub(super) fn shown(&self, fact: &Fact) -> String {
        let catalog = self.known.catalog;
        let mut shown = fact.shown.clone();
        if fact.label.ends_with("/epas") || fact.label.ends_with("/experiences") {
            let activities = catalog.epas.iter().map(|epa| (epa.id.as_str(), &epa.title));
            let experiences = catalog.definitions.iter().map(|it| (it.code.as_str(), &it.title));
            shown = items_by_titles(&shown, &activities.chain(experiences).collect());
        }
        // What stands is written by the code of the program's word for progress.
        if fact.label.ends_with(" that stands") {
            let progress = catalog.choices(ChoiceKind::Progress).map(|it| (it.code.as_str(), &it.title));
            shown = by_titles(&shown, progress);
        }
        shown
    }

    /// Returns the title of the definition that a fact was counted by.
    pub(super) fn definition(&self, used: &DefinitionUsed) -> String {
        let known = self.known.catalog.definition(&used.code);
        sanitised(known.map_or(used.code.as_str(), |known| &known.title))
    }

    /// Says what the board is told of a resident's attributes, and other words that were chosen.
    pub(super) fn choice(&self, kind: ChoiceKind, code: &str) -> String {
        titled(&self.known.catalog.choices, kind, code)
    }
}

/// Puts titles in the place of the codes of a list: of items that are a code and nothing else, since a code may be a word
/// that stands in a title.
fn items_by_titles(text: &str, titles: &BTreeMap<&str, &String>) -> String {
    let mut told = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = [": ", ", ", "; ", ". "].iter().filter_map(|mark| rest.find(mark)).min();
        let (item, after) = rest.split_at(end.unwrap_or(rest.len()));
        told += titles.get(item).map_or(item, |title| title.as_str());
        let (mark, next) = after.split_at(after.len().min(2));
        told += mark;
        rest = next;
    }
    told
}

/// Puts titles in the place of codes, each where it stands as a word of the list: once, so that no title is read as a code.
fn by_titles<'a>(text: &str, titles: impl Iterator<Item = (&'a str, &'a String)>) -> String {
    let mut titles: Vec<_> = titles.filter(|(code, title)| *code != title.as_str()).collect();
    titles.sort_by_key(|(code, _)| std::cmp::Reverse(code.len()));
    let marked = titles.iter().enumerate().fold(text.to_owned(), |text, (place, (code, _))| {
        replaced(&text, &[(*code).to_owned()], &mark(place))
    });
    titles.iter().enumerate().fold(marked, |text, (place, (_, title))| text.replace(&mark(place), title))
}

/// A sign that no text holds, since texts are sanitised where they come in.
fn mark(place: usize) -> String {
    format!("\u{2}{place}\u{3}")
}
