//! When keys came and when frames were drawn: what tells an answer from a held key, a queue and a paste.
//!
//! No clock is read here. The moments are counted from the beginning of the review by whoever reads keys and draws.

use std::time::Duration;

/// The least time from the first frame that asks to the key that answers it: nobody has read a question sooner, and
/// neither a key that repeats nor keys that piled up leave such a gap.
pub const PAUSE: Duration = Duration::from_millis(400);

/// How a key came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Press {
    pub at: Duration,
    /// No other key came with it, in one read or within a few milliseconds.
    pub alone: bool,
    /// It may be one key that is held: the terminal says so, or the same key came shortly before.
    pub held: bool,
}

/// The hand at the keyboard, as far as the times tell.
///
/// Before the first key of a hand nothing is held back: what drives the review without a keyboard presses no key too
/// early.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Hand {
    press: Option<Press>,
    /// The key before came with others.
    after_others: bool,
    /// When the screen that the key at hand answers was first drawn; `None` where it never was.
    answered: Option<Duration>,
    /// When the screen was first drawn as it is since the last key, or since something was recorded.
    drawn: Option<Duration>,
}

impl Hand {
    /// Takes in how the next key came; what it changes is still to be drawn.
    pub fn pressed(&mut self, press: Press) {
        self.after_others = self.press.is_some_and(|before| !before.alone);
        (self.press, self.answered) = (Some(press), self.drawn.take());
    }

    /// Returns when the last key came.
    pub fn last(&self) -> Option<Duration> {
        self.press.map(|press| press.at)
    }

    /// Takes in that the screen was drawn.
    pub fn drawn(&mut self, at: Duration) {
        self.drawn.get_or_insert(at);
    }

    /// Takes in that a key would now do something else than before, though none was pressed.
    pub fn changed(&mut self) {
        self.drawn = None;
    }

    /// Tells whether the key came alone, not held, and after what it acts on was in sight.
    pub fn sees(&self) -> bool {
        self.waited(if self.after_others { PAUSE } else { Duration::ZERO })
    }

    /// Tells whether the key answers a question that a person can have read.
    pub fn answers(&self) -> bool {
        self.waited(PAUSE)
    }

    /// Tells whether the key came alone.
    pub fn is_alone(&self) -> bool {
        self.press.is_none_or(|press| press.alone)
    }

    fn waited(&self, pause: Duration) -> bool {
        let Some(press) = self.press else { return true };
        press.alone && !press.held && self.answered.is_some_and(|drawn| press.at >= drawn + pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// A hand after these keys, each with the moment of the frame that is drawn behind it.
    fn after(keys: &[(Press, Option<u64>)]) -> Hand {
        let mut hand = Hand::default();
        for (press, drawn) in keys {
            hand.pressed(*press);
            if let Some(at) = drawn {
                hand.drawn(ms(*at));
            }
        }
        hand
    }

    fn alone(at: u64) -> Press {
        Press { at: ms(at), alone: true, held: false }
    }

    #[test]
    fn an_answer_comes_after_a_frame_that_asks_and_a_pause() {
        for (second, sees, answers) in
            [(5, false, false), (30, true, false), (409, true, false), (410, true, true)]
        {
            let hand = after(&[(alone(0), Some(10)), (alone(second), None)]);
            assert_eq!((hand.sees(), hand.answers()), (sees, answers), "{second} ms");
        }
        let unseen = after(&[(alone(0), None), (alone(5000), None)]);
        assert!(!unseen.sees() && !unseen.answers());
    }

    #[test]
    fn neither_a_held_key_nor_one_of_several_nor_one_behind_a_paste_answers() {
        let held = Press { held: true, ..alone(5000) };
        let among = Press { alone: false, ..alone(5000) };
        for press in [held, among] {
            let hand = after(&[(alone(0), Some(10)), (press, None)]);
            assert!(!hand.sees() && !hand.answers(), "{press:?}");
        }
        let pasted = Press { alone: false, ..alone(0) };
        for (next, sees) in [(50, false), (500, true)] {
            assert_eq!(after(&[(pasted, Some(10)), (alone(next), None)]).sees(), sees, "{next} ms");
        }
    }

    #[test]
    fn what_changes_by_itself_is_read_anew() {
        let mut hand = after(&[(alone(0), Some(10))]);
        hand.changed();
        hand.drawn(ms(2000));
        hand.pressed(alone(2100));
        assert!(hand.sees() && !hand.answers());
    }
}
