//! What a line says when it is heard: a speech synthesiser passes over most signs without a word.

/// Returns a line with its signs in words: `40–71` is `40 to 71`, `·` is `no data`, `→` is `to`.
///
/// espeak-ng 1.51 says nothing at all for `·`, `–`, `—`, `…` and `−`, and names `→`.
pub fn heard(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let words = line.split_whitespace().map(word).collect::<Vec<_>>();
    let mut told = line[..indent].to_owned();
    for (i, word) in words.iter().enumerate() {
        // Between two things said stands a sign for the eye; the ear wants a rest.
        if word == "·"
            && told.ends_with(|c: char| c.is_alphanumeric() || ")]%.".contains(c))
            && i + 1 < words.len()
        {
            told.push(',');
            continue;
        }
        if i > 0 {
            told.push(' ');
        }
        told.push_str(match word.as_str() {
            "·" => "no data",
            other => other,
        });
    }
    told
}

fn word(word: &str) -> String {
    let bare = word.trim_end_matches([',', ';', '.', ':', ')']);
    let alone = match bare {
        "—" => Some("none"),
        "→" => Some("to"),
        "×" => Some("times"),
        "·" if bare != word => Some("no data"),
        _ => None,
    };
    if let Some(alone) = alone {
        return format!("{alone}{}", &word[bare.len()..]);
    }
    let assessed =
        if word.starts_with("n/a") { word.replacen("n/a", "not assessable", 1) } else { word.to_owned() };
    let letters: Vec<char> = assessed.chars().collect();
    let mut told = String::with_capacity(assessed.len());
    for (i, c) in letters.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let between_numbers = digit(i.checked_sub(1)) && digit(Some(i + 1));
        match c {
            '–' if between_numbers => told.push_str(" to "),
            '–' | '‑' => told.push('-'),
            '−' => told.push_str("minus "),
            '≥' => told.push_str("at least "),
            '≤' => told.push_str("at most "),
            '±' => told.push_str("plus or minus "),
            '×' if between_numbers => told.push_str(" times "),
            '…' => told.push_str("..."),
            other => told.push(*other),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_told_in_words() {
        for (seen, expected) in [
            ("P · data to 1 Nov 2026 · 2 residents", "P, data to 1 Nov 2026, 2 residents"),
            ("30 (14–27 in 8 of 10)", "30 (14 to 27 in 8 of 10)"),
            ("committee ·, self 3.0", "committee no data, self 3.0"),
            (
                "PC1: n/a → 2.5; prompts: self–committee gap",
                "PC1: not assessable to 2.5; prompts: self-committee gap",
            ),
            ("minimum — so far", "minimum none so far"),
            ("  a change of −2, ≥7 and ±1…", "  a change of minus 2, at least 7 and plus or minus 1..."),
            ("n ·", "n no data"),
            ("expected —; 80 % 3–4", "expected none; 80 % 3 to 4"),
            ("", ""),
        ] {
            assert_eq!(heard(seen), expected);
        }
    }
}
