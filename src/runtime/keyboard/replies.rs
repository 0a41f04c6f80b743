//! What a terminal answers comes in among the keys, taken apart into them: it is put together here and never taken for
//! keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::ui::theme::{Answers, Rgb};

/// No answer that is asked for is as long.
const LONGEST: usize = 128;

/// Reads the answer that `keys` begin with; returns what it says and how many keys it was taken for.
///
/// An answer is an operating system command (`ESC ]`) or a device control string (`ESC P`) up to its end, `ESC \\` or BEL
/// (ECMA-48, 5.6; xterm).
pub fn reply<'a>(mut keys: impl Iterator<Item = &'a KeyEvent>) -> Option<(Answers, usize)> {
    let kind = keys.next().filter(|key| begins_a_reply(key))?.code;
    let mut said = String::new();
    for (at, key) in keys.take(LONGEST).enumerate() {
        match key.code {
            KeyCode::Char('\\') if key.modifiers.contains(KeyModifiers::ALT) => {
                return Some((read(kind, &said), at + 2));
            }
            KeyCode::Char('g') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Some((read(kind, &said), at + 2));
            }
            KeyCode::Char(c) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                said.push(c);
            }
            _ => return None,
        }
    }
    None
}

/// Tells whether an answer may begin with this key.
pub fn begins_a_reply(key: &KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::ALT) && matches!(key.code, KeyCode::Char(']' | 'P'))
}

fn read(kind: KeyCode, said: &str) -> Answers {
    match kind {
        KeyCode::Char(']') => {
            Answers { ground: said.strip_prefix("11;").and_then(color), ..Answers::default() }
        }
        _ => Answers { truecolor: kept(said), ..Answers::default() },
    }
}

/// Reads a colour as X writes it: `rgb:` or `rgba:` and one to four hexadecimal digits a channel.
fn color(said: &str) -> Option<Rgb> {
    let channels = said.strip_prefix("rgb:").or_else(|| said.strip_prefix("rgba:"))?;
    let mut channels = channels.split('/').map(|digits| {
        let most =
            16u32.checked_pow(u32::try_from(digits.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        u8::try_from(u64::from(value) * 255 / u64::from(most)).ok()
    });
    Some(Rgb(channels.next()??, channels.next()??, channels.next()??))
}

/// Tells whether the answer to DECRQSS holds the colour that was set: with or without a colour space, by semicolons or
/// colons. `None` where the terminal says that it knows no such question.
fn kept(said: &str) -> Option<bool> {
    let settings = said.strip_prefix("1$r")?.strip_suffix('m')?;
    let all: Vec<_> = settings.split([';', ':']).filter(|number| !number.is_empty()).collect();
    Some(all.windows(5).any(|it| it == ["48", "2", "1", "2", "3"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys that crossterm makes of an answer.
    fn keys(answer: &str) -> Vec<KeyEvent> {
        let mut keys = Vec::new();
        let mut all = answer.chars();
        while let Some(c) = all.next() {
            keys.push(match c {
                '\u{1b}' => KeyEvent::new(KeyCode::Char(all.next().unwrap()), KeyModifiers::ALT),
                '\u{7}' => KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL),
                c => KeyEvent::from(KeyCode::Char(c)),
            });
        }
        keys
    }

    #[test]
    fn a_ground_is_read_in_every_form_and_keys_behind_it_are_left() {
        for (answer, ground) in [
            ("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", Some(Rgb(255, 255, 255))),
            ("\u{1b}]11;rgb:1d/1f/21\u{7}", Some(Rgb(0x1d, 0x1f, 0x21))),
            ("\u{1b}]11;rgba:0/8/f/f\u{1b}\\", Some(Rgb(0, 0x88, 255))),
            ("\u{1b}]11;?\u{1b}\\", None),
            ("\u{1b}]10;rgb:00/00/00\u{7}", None),
            ("\u{1b}]11;rgb:/1/2\u{7}", None),
            ("\u{1b}]11;rgb:fffffffff/1/2\u{7}", None),
        ] {
            let all = keys(&format!("{answer}jx"));
            let (found, taken) = reply(all.iter()).unwrap();
            assert_eq!((found.ground, all.len() - taken), (ground, 2), "{answer:?}");
        }
    }

    #[test]
    fn colours_of_24_bits_are_kept_where_the_answer_holds_them() {
        for (answer, truecolor) in [
            ("\u{1b}P1$r48:2:1:2:3m\u{1b}\\", Some(true)),
            ("\u{1b}P1$r0;48:2::1:2:3m\u{1b}\\", Some(true)),
            ("\u{1b}P1$r0;48;2;1;2;3m\u{1b}\\", Some(true)),
            ("\u{1b}P1$r0;48;5;16m\u{1b}\\", Some(false)),
            ("\u{1b}P0$r\u{1b}\\", None),
        ] {
            let all = keys(answer);
            let (found, taken) = reply(all.iter()).unwrap();
            assert_eq!((found.truecolor, taken), (truecolor, all.len()), "{answer:?}");
        }
    }

    #[test]
    fn keys_are_no_answer() {
        for pressed in ["j", "\u{1b}]", "\u{1b}]11;", "\u{1b}x11;rgb:1/1/1\u{7}", "]11;rgb:1/1/1\u{7}"] {
            assert!(reply(keys(pressed).iter()).is_none(), "{pressed:?}");
        }
    }
}
