//! Text from data on its way into Markdown.

use crate::domain::text::sanitised;

/// Makes text safe anywhere in a line of Markdown (`CommonMark` 0.31): no character of it is read as markup.
///
/// Every punctuation mark that can begin markup is escaped, and so is what would begin a list at the start.
pub fn escaped(text: &str) -> String {
    let text = sanitised(text);
    let text = text.trim();
    let mut safe = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_markup(c) || begins_a_list(text, at, c) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`'
            | '*'
            | '_'
            | '{'
            | '}'
            | '['
            | ']'
            | '<'
            | '>'
            | '#'
            | '|'
            | '~'
            | '&'
            | '!'
            | '='
            | '$'
            | '^'
    )
}

/// Tells whether `c` would make a list of the text: a dash or a plus in front, or the mark after a number.
fn begins_a_list(text: &str, at: usize, c: char) -> bool {
    match c {
        '-' | '+' => at == 0,
        '.' | ')' => {
            let after = text[at + 1..].chars().next();
            at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit()) && after.is_none_or(char::is_whitespace)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// Reads Markdown with every extension, apart from the one that sets dashes and quotes as in print;
    /// `None` where anything is markup.
    fn read(markdown: &str) -> Option<String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(text)
    }

    #[test]
    fn markup_in_a_name_is_text() {
        for name in [
            "<script>alert(1)</script>",
            "# Not, a heading",
            "[click](https://example.org)",
            "![x](y)",
            "1. first",
            "- item",
            "`code` **bold** _em_ ~~gone~~",
            "a | b",
            "&lt;b&gt;",
            "---",
        ] {
            assert_eq!(read(&escaped(name)).as_deref(), Some(name), "{}", escaped(name));
        }
    }

    #[test]
    fn what_steers_a_terminal_or_breaks_a_line_is_made_visible() {
        assert_eq!(escaped("a\u{1b}[2J\nb\u{202e}"), "a␛\\[2J b�");
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(raw in "[!-~]( ?[!-~]){0,30}") {
            prop_assert_eq!(read(&escaped(&raw)), Some(raw));
        }
    }
}
