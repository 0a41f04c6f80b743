//! Any size, any keys, any order: the review goes on.

use std::collections::BTreeSet;

use super::Program;
use super::pty::{ESC, Terminal};

/// What a terminal can send and no table binds.
const UNBOUND: &[&str] = &["é", "7", "\u{1b}[200~two\nlines\u{1b}[201~", "\u{1b}[24~", "\u{0}"];

/// The keys of the table, as a terminal sends them; what leaves is left out.
fn keys() -> Vec<String> {
    let table = trellis::ui::keymap::Keymap::default().markdown();
    let mut keys = BTreeSet::new();
    for line in table.lines().skip(2) {
        let cell = line.split('|').nth(2).unwrap_or_else(|| panic!("{line}"));
        let names = cell.split_whitespace().map(|name| name.trim_matches('`'));
        // What closes a list that lies on top leaves where nothing does.
        keys.extend(names.filter(|name| !["q", "Ctrl-c", "Ctrl-z"].contains(name)).map(sent));
    }
    keys.into_iter().chain(UNBOUND.iter().map(|key| (*key).to_owned())).collect()
}

/// Returns what a terminal sends for a key that is written as people read it.
fn sent(name: &str) -> String {
    let mut letters = name.chars();
    match (name, letters.next(), letters.next()) {
        ("Space", ..) => " ".to_owned(),
        ("↵", ..) => "\r".to_owned(),
        ("Esc", ..) => ESC.to_owned(),
        ("Tab", ..) => "\t".to_owned(),
        ("Shift-Tab", ..) => "\u{1b}[Z".to_owned(),
        ("Backspace", ..) => "\u{7f}".to_owned(),
        ("Delete", ..) => "\u{1b}[3~".to_owned(),
        ("Ctrl-←", ..) => "\u{1b}[1;5D".to_owned(),
        ("Ctrl-→", ..) => "\u{1b}[1;5C".to_owned(),
        ("↑", ..) => "\u{1b}[A".to_owned(),
        ("↓", ..) => "\u{1b}[B".to_owned(),
        ("→", ..) => "\u{1b}[C".to_owned(),
        ("←", ..) => "\u{1b}[D".to_owned(),
        ("PgUp", ..) => "\u{1b}[5~".to_owned(),
        ("PgDn", ..) => "\u{1b}[6~".to_owned(),
        ("Home", ..) => "\u{1b}[H".to_owned(),
        ("End", ..) => "\u{1b}[F".to_owned(),
        (_, Some(letter), None) => letter.to_string(),
        _ => match name.strip_prefix("Ctrl-").map(str::as_bytes) {
            Some([letter]) => char::from(letter & 0x1f).to_string(),
            _ => panic!("the table has a key that the storm cannot press: {name}"),
        },
    }
}

#[test]
fn the_storm_presses_every_key_of_the_table_and_none_that_leaves() {
    let keys = keys();
    assert!(keys.len() > 60, "{}: {keys:?}", keys.len());
    // Meeting, review, card, decision on the whole, break, later, chair, close.
    for key in ["M", "R", "K", "O", "b", "z", "c", "X", " ", "[", "]", "-", "=", "D", "y", "\u{13}"] {
        assert!(keys.iter().any(|known| known == key), "{key:?}");
    }
    assert!(!keys.iter().any(|key| ["q", "\u{3}"].contains(&key.as_str())), "{keys:?}");
}

/// Draws numbers that look random and are the same in every run (xorshift64*).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound
    }
}

#[test]
fn a_storm_of_sizes_and_keys_is_weathered() {
    let program = Program::sample();
    let (keys, mut draw) = (keys(), Draw(20_261_123));
    let mut review = program.review(&[]);
    for _ in 0..600 {
        if draw.below(4) == 0 {
            review.resize(1 + draw.below(300) as u16, 1 + draw.below(100) as u16);
        }
        let key = &keys[draw.below(keys.len())];
        // Some come alone, and some with others.
        if draw.below(2) == 0 {
            review.press(key);
        } else {
            review.send(key.as_bytes());
        }
        if let Some(ended) = review.has_ended() {
            // The palette has a way out too; anything else is a fault.
            assert_eq!(ended.exit_code(), 0, "{}", String::from_utf8_lossy(&review.raw()));
            review = program.review(&[]);
        }
    }
    calm_down(&mut review);
    assert_eq!(review.leaves().exit_code(), 0);
    review.is_clean();
    program.log();
}

/// Closes whatever lies on top and finds the way to triage.
fn calm_down(review: &mut Terminal) {
    review.resize(120, 40);
    // How much lies on top is not known, and keys that follow an Esc at once may be read as one key with it.
    for _ in 0..20 {
        review.press(ESC);
        review.comes_soon("not a ranking");
        review.press("t");
        // The storm may have sorted the list in any way.
        if review.comes_soon("not a ranking") {
            return;
        }
    }
    review.shows("not a ranking");
}

#[test]
fn sixty_by_sixteen_is_enough_and_less_asks_for_room() {
    let program = Program::sample();
    let mut review = program.review_at((60, 16), &[], &[]);
    review.resize(59, 16);
    review.shows("60 × 16");
    review.resize(60, 15);
    review.shows("60 × 16");
    for (cols, rows) in [(1, 1), (2, 40), (300, 2), (300, 100)] {
        review.resize(cols, rows);
    }
    review.shows(super::TRIAGE);
    review.resize(60, 16);
    review.shows(super::TRIAGE);
    assert_eq!(review.leaves().exit_code(), 0);
}

#[test]
fn a_size_that_stays_as_it_was_keeps_the_screen() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.shows(super::TRIAGE);
    review.resize(120, 40);
    assert!(review.screen().contains(super::TRIAGE), "{}", review.screen());
    assert_eq!(review.leaves().exit_code(), 0);
}
