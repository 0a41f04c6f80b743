//! No sentence names a key: it holds `{key:action}`, which the review fills from the keys in force.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// Keys by the words and glyphs that stand for them.
const NAMES: &[&str] = &[
    "Enter",
    "Esc",
    "Escape",
    "Tab",
    "Space",
    "Backspace",
    "PgUp",
    "PgDn",
    "Home",
    "End",
    "↵",
    "←",
    "→",
    "↑",
    "↓",
];

/// Characters that are keys where they stand alone between words.
const SIGNS: &[&str] = &["/", "?", "+", "=", "[", "]", ":"];

/// The texts of a file that a person may read.
#[derive(Default)]
struct Texts(Vec<(usize, String)>);

impl Texts {
    fn of(source: &str) -> Self {
        let mut texts = Self::default();
        texts.visit_file(&syn::parse_file(source).unwrap());
        texts
    }

    /// Takes the literals of a macro, which nothing else parses.
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.visit_lit_str(&text);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.take(text);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
    }

    // Comments and derives say nothing on a screen; what an error says does.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("error")
            && let syn::Meta::List(list) = &attribute.meta
        {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let of_tests = module
            .attrs
            .iter()
            .any(|a| a.path().is_ident("cfg") && a.parse_args::<syn::Ident>().is_ok_and(|cfg| cfg == "test"));
        if !of_tests {
            syn::visit::visit_item_mod(self, module);
        }
    }
}

impl Texts {
    fn take(&mut self, text: &syn::LitStr) {
        self.0.push((text.span().start().line, text.value()));
    }
}

/// Returns the first key that a text names.
fn key_in(text: &str) -> Option<String> {
    let told = without_placeholders(text);
    let words = told.split(|c: char| c.is_whitespace() || ",;.()!·".contains(c));
    let names = |word: &&str| {
        let mut letters = word.chars();
        let alone = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_ascii_alphabetic());
        NAMES.contains(word)
            || word.starts_with("Ctrl-")
            || (alone && !["a", "A"].contains(word))
            || (SIGNS.contains(word) && text.trim() != *word && !text.contains(" = "))
    };
    words.filter(|word| !word.is_empty()).find(names).map(str::to_owned)
}

/// Takes out what is filled in.
fn without_placeholders(text: &str) -> String {
    let mut told = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                // A letter before it is none that stands alone.
                told.push_str("value");
            }
            c if depth <= 0 => told.push(c),
            _ => {}
        }
    }
    told
}

#[test]
fn no_sentence_of_app_and_committee_names_a_key() {
    let mut wrong = Vec::new();
    for file in ["app", "committee"].iter().flat_map(|layer| sources(layer)) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (line, said) in Texts::of(&text).0 {
            wrong.extend(key_in(&said).map(|key| format!("{}:{line}: {key:?} in {said:?}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "say {{key:action}} instead:\n{}", wrong.join("\n"));
}

#[test]
fn every_placeholder_names_an_action() {
    let keymap = trellis::ui::keymap::Keymap::default();
    let fill = |text: &str| {
        keymap.fill(
            trellis::ui::keymap::Context::On(trellis::app::Screen::Triage),
            trellis::ui::theme::Glyphs::Unicode,
            &text.replace("{{key:", "{key:"),
        )
    };
    let mut found = 0;
    for file in ["app", "committee", "ui"].iter().flat_map(|layer| sources(layer)) {
        if file.ends_with("ui/keymap/sentence.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for (line, said) in Texts::of(&text).0.into_iter().filter(|(_, said)| is_filled(said)) {
            found += 1;
            let filled = fill(&said);
            assert!(!is_filled(&filled), "{}:{line}: {filled}", file.display());
        }
    }
    assert!(found > 20, "{found} placeholders were found");
}

/// Tells whether a text has a placeholder; `{key:?}` prints a value.
fn is_filled(text: &str) -> bool {
    text.split("{key:").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

#[test]
fn a_key_in_a_sentence_is_found_and_a_word_is_none() {
    for (text, key) in [
        ("nothing is open; M goes to the meeting", Some("M")),
        ("Tab goes on", Some("Tab")),
        ("Ctrl-s records it", Some("Ctrl-s")),
        ("find it with / and go on", Some("/")),
        ("↵ opens it", Some("↵")),
        ("d", Some("d")),
        ("{key:open} opens a meeting", None),
        ("{{key:open}} opens {n} of {count:>3}", None),
        ("director_chairs = true\n", None),
        (": ", None),
        ("{value}: {}", None),
        ("M{number}", None),
        ("A goal is set", None),
        ("a rating by 3 members", None),
    ] {
        assert_eq!(key_in(text).as_deref(), key, "{text}");
    }
    let source = "/// Press M.\n#[error(\"M goes\")] struct E; fn f() { g!(\"X closes {}\", 1); h(\"z leaves\") }\n#[cfg(test)] mod tests { const T: &str = \"K\"; }";
    let texts: Vec<_> = Texts::of(source).0.into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["M goes", "X closes {}", "z leaves"]);
}

/// Lists the Rust files of a layer, without those of its tests.
fn sources(layer: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut folders) = (vec![root.join(layer).with_extension("rs")], vec![root.join(layer)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files
}
