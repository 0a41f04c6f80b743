//! Titles made to fit so that no two of a list read alike.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::text::{columns, fitted};

/// Returns each title in at most `width` columns. What begins like others and is too long is told by what it does not
/// share with them: `Anesthesia for cardiac surgery with bypass` by `…cardiac surgery with bypass`.
pub fn distinct(titles: &[&str], width: usize, ascii: bool) -> Vec<String> {
    let dots = if ascii { "~" } else { "…" };
    let mut told: Vec<String> = titles
        .iter()
        .map(|title| {
            if columns(title) <= width {
                return (*title).to_owned();
            }
            let shared =
                titles.iter().filter(|other| *other != title).map(|other| shared_words(title, other));
            let shared = shared.max().unwrap_or(0);
            if shared == 0 {
                return fitted(title, width, ascii);
            }
            // No more is left out than has to be.
            let words = title.match_indices(' ').map(|(at, _)| at + 1).take_while(|from| *from <= shared);
            let begun = |from| format!("{dots}{}", &title[from..]);
            let fits = words.map(begun).find(|begun| columns(begun) <= width);
            fits.unwrap_or_else(|| fitted(&begun(shared), width, ascii))
        })
        .collect();
    // Where the cut made two alike, their ends may still differ.
    for at in alike(&told, titles) {
        told[at] = both_ends(titles[at], width, dots);
    }
    // What is still alike is at least told to be another.
    for (n, at) in alike(&told, titles).into_iter().enumerate() {
        let sign = format!(" {}", n + 1);
        told[at] = fitted(titles[at], width.saturating_sub(columns(&sign)), ascii) + &sign;
    }
    told
}

/// Returns the places of those that read like another one of another title.
fn alike(told: &[String], titles: &[&str]) -> Vec<usize> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut doubled: Vec<&str> = Vec::new();
    for (told, title) in told.iter().zip(titles) {
        if *first.entry(told).or_insert(title) != *title {
            doubled.push(told);
        }
    }
    (0..told.len()).filter(|at| doubled.contains(&told[*at].as_str())).collect()
}

/// Returns how many bytes of whole words the two begin with alike.
fn shared_words(one: &str, other: &str) -> usize {
    let mut shared = 0;
    for (a, b) in one.split_inclusive(' ').zip(other.split_inclusive(' ')) {
        if a != b || shared + a.len() == one.len() {
            break;
        }
        shared += a.len();
    }
    shared
}

/// Returns the beginning and the end of a text.
fn both_ends(text: &str, width: usize, dots: &str) -> String {
    let room = width.saturating_sub(columns(dots));
    let head = room / 2;
    let start: String = within(text.graphemes(true), head).collect();
    let mut end: Vec<_> = within(text.graphemes(true).rev(), room - head).collect();
    end.reverse();
    format!("{start}{dots}{}", end.concat())
}

/// Takes grapheme clusters for as long as they fit.
fn within<'a>(clusters: impl Iterator<Item = &'a str>, width: usize) -> impl Iterator<Item = &'a str> {
    let mut used = 0;
    clusters.take_while(move |cluster| {
        used += columns(cluster);
        used <= width
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_begins_alike_is_told_by_what_it_does_not_share() {
        let titles = [
            "Anesthesia for cesarean delivery",
            "Anesthesia for a child of 3 years or more",
            "Anesthesia for a child under 3 years",
            "Labor analgesia",
            "General anesthesia, ASA 1-2",
            "General anesthesia, ASA 3-4",
        ];
        let told = distinct(&titles, 20, false);
        assert_eq!(
            told,
            [
                "…cesarean delivery",
                "…of 3 years or more",
                "…child under 3 years",
                "Labor analgesia",
                "…anesthesia, ASA 1-2",
                "…anesthesia, ASA 3-4"
            ]
        );
    }

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(distinct(&["Spinal", "Spinal cord"], 20, true), ["Spinal", "Spinal cord"]);
    }

    proptest! {
        #[test]
        fn no_two_titles_read_alike_and_none_is_too_wide(
            titles in prop::collection::hash_set("[a-c]{1,3}( [a-c]{1,3}){0,8}", 2..9), width in 6_usize..30
        ) {
            let titles: Vec<_> = titles.iter().map(String::as_str).collect();
            let told = distinct(&titles, width, false);
            for (i, one) in told.iter().enumerate() {
                prop_assert!(columns(one) <= width, "{one}");
                prop_assert!(!told[..i].contains(one), "{told:?}");
            }
        }
    }
}
