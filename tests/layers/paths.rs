//! Finds the paths that a Rust source names, without a parser of the language: enough for its imports.

/// One path, with `super` and groups resolved.
#[derive(Debug)]
pub struct Found {
    pub line: usize,
    pub path: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    /// `::`
    Colons,
    Other(char),
}

/// Returns every path of two words or more, and every crate that a `use` names, as seen from `module`.
pub fn paths(source: &str, module: &[String]) -> Vec<Found> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    // One entry an open brace: the name of the inline module that it opens, if it opens one.
    let mut braces: Vec<Option<String>> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let before = i.checked_sub(1).map(|i| &tokens[i].1);
        match &tokens[i].1 {
            Token::Other('{') => braces.push(opened(&tokens[..i])),
            Token::Other('}') => {
                braces.pop();
            }
            Token::Word(_) if before != Some(&Token::Other('.')) => {
                let here: Vec<_> = module.iter().chain(braces.iter().flatten()).cloned().collect();
                let mut list = Vec::new();
                let end = tree(&tokens, i, &[], &mut list);
                let imported = before == Some(&Token::Word("use".to_owned()));
                list.retain(|f| f.path.len() > 1 || imported);
                found.extend(list.into_iter().map(|f| Found { path: resolved(&f.path, &here), ..f }));
                i = end;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// Reads one path with its groups from `i` on and returns where it ends.
fn tree(tokens: &[(usize, Token)], mut i: usize, stem: &[String], found: &mut Vec<Found>) -> usize {
    let mut path = stem.to_vec();
    while let Some((line, token)) = tokens.get(i) {
        match token {
            Token::Word(word) => path.push(word.clone()),
            Token::Other('{') => {
                i += 1;
                while let Some((_, token)) = tokens.get(i) {
                    match token {
                        Token::Other('}') => return i + 1,
                        Token::Word(_) => i = tree(tokens, i, &path, found),
                        _ => i += 1,
                    }
                }
                return i;
            }
            // A star, or the `<` of a type's arguments.
            Token::Colons | Token::Other(_) => {
                found.push(Found { line: *line, path });
                return i;
            }
        }
        i += 1;
        if tokens.get(i).map(|(_, t)| t) != Some(&Token::Colons) {
            found.push(Found { line: *line, path });
            return i;
        }
        i += 1;
    }
    i
}

/// Returns the inline module whose brace comes next: `mod tests`.
fn opened(before: &[(usize, Token)]) -> Option<String> {
    match before {
        [.., (_, Token::Word(keyword)), (_, Token::Word(name))] if keyword == "mod" => Some(name.clone()),
        _ => None,
    }
}

/// Turns `super` and `self` into a path from the crate's root.
fn resolved(path: &[String], here: &[String]) -> Vec<String> {
    let climbs = path.iter().take_while(|word| *word == "super").count();
    if climbs == 0 {
        return path.to_vec();
    }
    let stem = here.len().saturating_sub(climbs);
    let root = std::iter::once("crate".to_owned());
    root.chain(here[..stem].iter().cloned()).chain(path[climbs..].iter().cloned()).collect()
}

/// Splits a source into words, `::` and single characters; comments and literals are left out.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let text: Vec<char> = source.chars().collect();
    let (mut tokens, mut line, mut i) = (Vec::new(), 1, 0);
    while i < text.len() {
        let end = match text[i] {
            '/' if text.get(i + 1) == Some(&'/') => until(&text, i, "\n"),
            '/' if text.get(i + 1) == Some(&'*') => until(&text, i + 2, "*/"),
            '"' => quoted(&text, i, '"'),
            'r' if raw_hashes(&text, i).is_some() => {
                let hashes = raw_hashes(&text, i).unwrap_or(0);
                until(&text, i + hashes + 2, &format!("\"{}", "#".repeat(hashes)))
            }
            // A lifetime has no closing quote behind its first character.
            '\'' if text.get(i + 1) == Some(&'\\') || text.get(i + 2) == Some(&'\'') => {
                quoted(&text, i, '\'')
            }
            c if c.is_alphabetic() || c == '_' => {
                let length = text[i..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
                tokens.push((line, Token::Word(text[i..i + length].iter().collect())));
                i + length
            }
            ':' if text.get(i + 1) == Some(&':') => {
                tokens.push((line, Token::Colons));
                i + 2
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push((line, Token::Other(c)));
                }
                i + 1
            }
        };
        line += text[i..end].iter().filter(|c| **c == '\n').count();
        i = end;
    }
    tokens
}

/// Returns how many `#` open the raw string that begins at `i`, if one does.
fn raw_hashes(text: &[char], i: usize) -> Option<usize> {
    let hashes = text[i + 1..].iter().take_while(|c| **c == '#').count();
    (text.get(i + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// Returns the place behind the next `end`, or the end of the text.
fn until(text: &[char], from: usize, end: &str) -> usize {
    let end: Vec<char> = end.chars().collect();
    let place = text[from..].windows(end.len()).position(|window| window == end);
    place.map_or(text.len(), |place| from + place + end.len())
}

/// Returns the place behind the closing quote of the literal that begins at `i`.
fn quoted(text: &[char], i: usize, quote: char) -> usize {
    let mut at = i + 1;
    while at < text.len() && text[at] != quote {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}
