//! Any size, any keys, any order: the review goes on.

use super::Program;
use super::pty::{ESC, Terminal};

/// What a person may press or lean on; what leaves is left out.
const KEYS: &[&str] = &[
    "\r",
    "\t",
    ESC,
    "j",
    "k",
    "L",
    "H",
    "d",
    "e",
    "g",
    "m",
    "o",
    "c",
    "i",
    "l",
    "r",
    "t",
    "p",
    "P",
    "b",
    "a",
    "f",
    "s",
    "M",
    "x",
    "/",
    "?",
    ":",
    "G",
    " ",
    "é",
    "\u{1b}[A",
    "\u{1b}[B",
    "\u{1b}[C",
    "\u{1b}[D",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[H",
    "\u{1b}[F",
    "\u{1b}[Z",
    "\u{7f}",
    "\u{13}",
    "\u{15}",
    "\u{1b}[200~two\nlines\u{1b}[201~",
    "7",
];

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
    let mut draw = Draw(20_261_123);
    let mut review = program.review(&[]);
    for _ in 0..600 {
        if draw.below(4) == 0 {
            review.resize(1 + draw.below(300) as u16, 1 + draw.below(100) as u16);
        }
        review.press(KEYS[draw.below(KEYS.len())]);
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
