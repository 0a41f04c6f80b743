//! Words that a record of a committee should not hold: health, leave, family, what law protects, and quotations.
//!
//! Minutes are factual, and rest on behaviour; they leave such things out. A word alone proves nothing: what is
//! found here is a question to whoever writes, and never a refusal.

/// Beginnings of words, in lower case, that in such a record mostly speak of a person's own life and not of a
/// patient's. Clinical words that a resident's work is full of (pregnancy, injury, illness) stand here only as
/// somebody's own.
const BEGINNINGS: [&str; 4] = [HEALTH, LEAVE, FAMILY, PROTECTED];

const HEALTH: &str = "mental health, her health, his health, their health, own health, depressed, her depression, \
                      his depression, burnout, burned out, burnt out, adhd, autis, therapist, psychiatrist, in rehab, \
                      addict, her illness, his illness, their illness, disabilit";
const LEAVE: &str = "on leave, sick leave, medical leave, leave of absence, parental leave, maternity, paternity, fmla, \
                     bereave";
const FAMILY: &str = "her pregnan, she is pregnant, she was pregnant, childcare, divorc, her husband, his wife, her wife, \
                      his husband, their spouse, her child, his child, her baby, his baby, newly married";
const PROTECTED: &str = "religio, muslim, christian, jewish, hindu, ethnic, racial, immigra, her visa, his visa, native \
                         speaker, foreign accent, sexual orientation, gender identity, her age, his age";

/// Returns what in a text may speak of such things, as it stands there, in order.
pub fn delicate(text: &str) -> Vec<String> {
    let lower: Vec<char> = text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect();
    let mut found: Vec<(usize, String)> = Vec::new();
    for beginning in BEGINNINGS.iter().flat_map(|list| list.split(", ")) {
        let wanted: Vec<char> = beginning.chars().collect();
        for at in 0..lower.len().saturating_sub(wanted.len() - 1) {
            let begins_a_word = at == 0 || !lower[at - 1].is_alphanumeric();
            if begins_a_word && lower[at..].starts_with(&wanted) {
                let rest = lower[at + wanted.len()..].iter().take_while(|c| c.is_alphanumeric()).count();
                found.push((at, text.chars().skip(at).take(wanted.len() + rest).collect()));
            }
        }
    }
    found.extend(quoted(text));
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, words)| words).collect()
}

/// Finds what stands in quotation marks and is more than one word: somebody's own words, and no term.
fn quoted(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = (from..chars.len()).find(|at| matches!(chars[*at], '"' | '“' | '„' | '«')) {
        let closes = |at: &usize| matches!(chars[*at], '"' | '”' | '“' | '»');
        let Some(close) = (open + 1..chars.len()).find(closes) else { break };
        if chars[open + 1..close].iter().collect::<String>().split_whitespace().count() > 1 {
            found.push((open, chars[open..=close].iter().collect()));
        }
        from = close + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_speaks_of_a_persons_life_is_found_as_it_was_written() {
        let text = "Was On Leave in June; seems depressed since. A colleague said \"she never calls back\".";
        assert_eq!(delicate(text), ["On Leave", "depressed", "\"she never calls back\""]);
        assert_eq!(delicate("Her husband’s illness"), ["Her husband"]);
    }

    #[test]
    fn the_language_of_the_work_raises_no_question() {
        for text in [
            "Leads the resuscitation of critically ill and injured patients; leaves the room prepared.",
            "Manages pregnant patients with preeclampsia, and neonates, by the book.",
            "Ready for \"indirect\" supervision; four raters agree.",
            "Saw respiratory depression early, and the illness behind it.",
        ] {
            assert_eq!(delicate(text), Vec::<String>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_found_stands_in_the_text(text in "\\PC{0,60}|(on leave|\"|“a b”|ß|İ| ){0,8}") {
            for words in delicate(&text) {
                prop_assert!(text.contains(&words), "{} in {}", words, text);
            }
        }
    }
}
