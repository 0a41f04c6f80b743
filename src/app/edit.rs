//! What keys do to a line of words.

use tui_input::{Input, InputRequest};

/// One change of a line of words, or of the cursor in it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Edit {
    CharLeft,
    CharRight,
    WordLeft,
    WordRight,
    Start,
    End,
    EraseLeft,
    EraseRight,
    EraseWord,
    EraseToEnd,
    EraseAll,
}

impl Edit {
    /// Does it to `input`; characters are those that a reader sees, whatever they are made of.
    pub fn on(self, input: &mut Input) {
        let request = match self {
            Self::CharLeft => InputRequest::GoToPrevChar,
            Self::CharRight => InputRequest::GoToNextChar,
            Self::WordLeft => InputRequest::GoToPrevWord,
            Self::WordRight => InputRequest::GoToNextWord,
            Self::Start => InputRequest::GoToStart,
            Self::End => InputRequest::GoToEnd,
            Self::EraseLeft => InputRequest::DeletePrevChar,
            Self::EraseRight => InputRequest::DeleteNextChar,
            Self::EraseWord => InputRequest::DeletePrevWord,
            Self::EraseToEnd => InputRequest::DeleteTillEnd,
            Self::EraseAll => InputRequest::DeleteLine,
        };
        input.handle(request);
    }

    /// Tells whether it takes something away.
    pub fn erases(self) -> bool {
        matches!(
            self,
            Self::EraseLeft | Self::EraseRight | Self::EraseWord | Self::EraseToEnd | Self::EraseAll
        )
    }
}
