//! Names in words that people wrote, found as whole words and replaced.

use crate::domain::resident::Resident;

/// Returns how a resident is named: "Family, Given", and the other way round.
pub fn names_of(resident: &Resident) -> impl Iterator<Item = String> {
    let turned = resident.name.split_once(", ").map(|(family, given)| format!("{given} {family}"));
    std::iter::once(resident.name.clone()).chain(turned)
}

/// Sorts what is looked for, so that of two that begin alike the longer one is found.
pub fn longest_first(mut needles: Vec<String>) -> Vec<String> {
    needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    needles.dedup();
    needles.retain(|needle| !needle.is_empty());
    needles
}

/// Puts `with` in the place of each whole word or run of words of `needles`, whatever the case of its letters.
pub fn replaced(text: &str, needles: &[String], with: &str) -> String {
    let in_a_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut told = String::with_capacity(text.len());
    let (mut rest, mut before) = (text, None);
    while let Some(next) = rest.chars().next() {
        let begins = |needle: &String| {
            let head = beginning(rest, needle)?;
            (!in_a_word(rest[head.len()..].chars().next())).then_some(head)
        };
        let found = if in_a_word(before) { None } else { needles.iter().find_map(begins) };
        let taken = found.map_or(next.len_utf8(), str::len);
        match found {
            Some(_) => told.push_str(with),
            None => told.push(next),
        }
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    told
}

/// Returns the beginning of a text that is `needle` but for the case of its letters.
fn beginning<'a>(text: &'a str, needle: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let same = |wanted: char| rest.next().is_some_and(|c| c.to_lowercase().eq(wanted.to_lowercase()));
    needle.chars().all(same).then(|| &text[..text.len() - rest.as_str().len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced_and_parts_of_words_are_left() {
        let needles = longest_first(["R1", "R10", "Roe, Bo", "Bo Roe"].map(str::to_owned).to_vec());
        let told = |text| replaced(text, &needles, "…");
        assert_eq!(told("like R1, r10 and R100; not PR1"), "like …, … and R100; not PR1");
        assert_eq!(told("Roe, Bo did; so did bo roe."), "… did; so did ….");
        assert_eq!(told("ééR1é R1"), "ééR1é …");
        assert_eq!(told(""), "");
    }

    #[test]
    fn letters_with_marks_are_the_same_in_either_case() {
        let needles = longest_first(["García, Ösp", "Ösp García"].map(str::to_owned).to_vec());
        assert_eq!(replaced("GARCÍA, ÖSP and ösp garcía; García-Ösp", &needles, "…"), "… and …; García-Ösp");
    }
}
