//! What is asked before something is done that cannot be taken back.

use super::room::Sure;

/// A question on top of a screen: it is answered by a choice, never by the key that asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    pub sure: Sure,
    /// What would be done, in one sentence.
    pub text: String,
}

/// What is chosen instead of doing it.
const NOT: &str = "not yet";

impl Question {
    /// Says what can be answered, each with the digit that chooses it.
    pub fn choices(&self) -> String {
        offered([self.sure.does(), NOT])
    }

    /// Returns whether a character says yes or no.
    pub fn answered(&self, key: char) -> Option<bool> {
        picked([self.sure.does(), NOT], key)
    }
}

/// What can be done with what was read back.
const READ_BACK: [&str; 2] = ["record it", "keep writing"];

/// Says what can be done with what was read back.
pub fn read_back_choices() -> String {
    offered(READ_BACK)
}

/// Returns whether a character says that what was read back is recorded, or that it is written on.
pub fn recorded_by(key: char) -> Option<bool> {
    picked(READ_BACK, key)
}

fn offered([yes, no]: [&str; 2]) -> String {
    format!("1 {yes} · 2 {no}")
}

/// A digit chooses, or a first letter.
fn picked(choices: [&str; 2], key: char) -> Option<bool> {
    let is = |(digit, words): (char, &str)| key == digit || words.starts_with(key.to_ascii_lowercase());
    [('1', choices[0]), ('2', choices[1])].into_iter().position(is).map(|at| at == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_or_a_first_letter_answers_and_the_two_are_never_alike() {
        for sure in [
            Sure::CloseMeeting,
            Sure::Agree(1),
            Sure::Conclude,
            Sure::Release(2),
            Sure::OpenWithoutPlan,
            Sure::Call,
            Sure::TakeBack(3),
            Sure::Leave,
            Sure::TakeAgreed,
            Sure::TakeLast,
            Sure::Begin,
        ] {
            let question = Question { sure, text: String::new() };
            let first = sure.does().chars().next().unwrap();
            assert_ne!(first, 'n', "{sure:?}");
            for (key, answer) in
                [('1', Some(true)), (first, Some(true)), ('2', Some(false)), ('n', Some(false))]
            {
                assert_eq!(question.answered(key), answer, "{sure:?}: {key}");
            }
            assert_eq!(['3', ' ', 'x', '\r'].map(|key| question.answered(key)), [None; 4], "{sure:?}");
        }
    }
}
