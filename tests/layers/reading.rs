//! What a Rust source names, defines and imports, as `syn` reads it; what stands in a macro is read token by token.

use std::mem;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, UseTree};

/// One file.
#[derive(Debug, Default)]
pub struct Source {
    pub found: Vec<Found>,
    pub defined: Vec<Defined>,
}

/// One path that a source names.
#[derive(Clone, Debug)]
pub struct Found {
    pub line: usize,
    /// `super` and `self` are resolved: what lies in this crate begins with `crate`, where the path says so.
    pub path: Vec<String>,
    /// The module, inline ones included, in which it stands.
    pub here: Vec<String>,
    pub import: Option<Import>,
    /// Is compiled for tests only.
    pub test: bool,
}

/// What a `use` brings into its module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Import {
    Named(String),
    All,
}

/// An item, or a module in a file of its own.
#[derive(Clone, Debug)]
pub struct Defined {
    pub name: String,
    pub here: Vec<String>,
    pub module: bool,
    pub test: bool,
}

/// Reads `source`, which is the module `module`.
pub fn read(source: &str, module: &[String]) -> Result<Source, syn::Error> {
    let file = syn::parse_file(source)?;
    let mut reader = Reader { here: module.to_vec(), test: false, source: Source::default() };
    reader.visit_file(&file);
    Ok(reader.source)
}

struct Reader {
    here: Vec<String>,
    test: bool,
    source: Source,
}

impl Reader {
    fn found(&mut self, words: Vec<String>, line: usize, import: Option<Import>) {
        let path = self.resolved(words);
        self.source.found.push(Found { line, path, here: self.here.clone(), import, test: self.test });
    }

    fn defined(&mut self, name: String, module: bool) {
        self.source.defined.push(Defined { name, here: self.here.clone(), module, test: self.test });
    }

    /// Turns `super` and `self` into a path from the crate's root.
    fn resolved(&self, words: Vec<String>) -> Vec<String> {
        let itself = usize::from(words.first().is_some_and(|word| word == "self"));
        let climbs = words[itself..].iter().take_while(|word| *word == "super").count();
        if itself + climbs == 0 {
            return words;
        }
        let stem = self.here.len().saturating_sub(climbs);
        let root = std::iter::once("crate".to_owned());
        root.chain(self.here[..stem].iter().cloned())
            .chain(words[itself + climbs..].iter().cloned())
            .collect()
    }

    fn within(&mut self, module: String, read: impl FnOnce(&mut Self)) {
        self.here.push(module);
        read(self);
        self.here.pop();
    }

    fn marked(&mut self, attributes: &[Attribute], read: impl FnOnce(&mut Self)) {
        let test = self.test || attributes.iter().any(is_for_tests);
        let before = mem::replace(&mut self.test, test);
        read(self);
        self.test = before;
    }

    fn tree(&mut self, mut stem: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                stem.push(word(&path.ident));
                self.tree(stem, &path.tree);
            }
            UseTree::Name(name) => self.leaf(stem, &name.ident, &name.ident),
            UseTree::Rename(renamed) => self.leaf(stem, &renamed.ident, &renamed.rename),
            UseTree::Glob(star) => self.found(stem, star.star_token.spans[0].start().line, Some(Import::All)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(stem.clone(), tree)),
        }
    }

    fn leaf(&mut self, mut stem: Vec<String>, name: &Ident, known_as: &Ident) {
        let mut known_as = word(known_as);
        let name_line = name.span().start().line;
        match word(name) {
            // `use a::b::{self}` brings `b`.
            own if own == "self" => {
                if let (true, Some(last)) = (known_as == "self", stem.last()) {
                    known_as.clone_from(last);
                }
            }
            other => stem.push(other),
        }
        self.found(stem, name_line, Some(Import::Named(known_as)));
    }

    fn tokens(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut i = 0;
        while i < tokens.len() {
            match &tokens[i] {
                TokenTree::Group(group) => match opened(&tokens[..i]) {
                    Some(module) if group.delimiter() == Delimiter::Brace => {
                        self.within(module, |reader| reader.tokens(group.stream()));
                    }
                    _ => self.tokens(group.stream()),
                },
                TokenTree::Ident(first) if first == "use" => {
                    i = self.token_tree(&tokens, i + 1, &[], true);
                    continue;
                }
                // A field or a method follows one dot; behind two stands a path again.
                TokenTree::Ident(_) if !is(&tokens, i, 1, '.') || is(&tokens, i, 2, '.') => {
                    i = self.token_tree(&tokens, i, &[], false);
                    continue;
                }
                _ => {}
            }
            i += 1;
        }
    }

    /// Reads one path with its groups from `i` on and returns where it ends.
    fn token_tree(&mut self, tokens: &[TokenTree], mut i: usize, stem: &[String], imported: bool) -> usize {
        let mut path = stem.to_vec();
        let line = tokens.get(i).map_or(0, |token| token.span().start().line);
        if colons(tokens, i) {
            i += 2;
        }
        loop {
            match tokens.get(i) {
                Some(TokenTree::Ident(ident)) => {
                    path.push(word(ident));
                    i += 1;
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && imported => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in
                        inner.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','))
                    {
                        self.token_tree(branch, 0, &path, true);
                    }
                    return i + 1;
                }
                _ => break,
            }
            if !colons(tokens, i) {
                break;
            }
            i += 2;
        }
        let all = imported && is(tokens, i + 1, 1, '*');
        let mut known_as = path.last().cloned().unwrap_or_default();
        if let (true, [TokenTree::Ident(keyword), TokenTree::Ident(name)]) =
            (imported, &tokens[i..(i + 2).min(tokens.len()).max(i)])
            && keyword == "as"
        {
            known_as = word(name);
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if path.len() > 1 || imported && !path.is_empty() {
            let import = imported.then_some(if all { Import::All } else { Import::Named(known_as) });
            self.found(path, line, import);
        }
        i
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        self.marked(attributes(item), |reader| {
            if let Some(name) = name(item) {
                reader.defined(word(name), false);
            }
            visit::visit_item(reader, item);
        });
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Fn(it) => &it.attrs,
            ImplItem::Const(it) => &it.attrs,
            _ => &[],
        };
        self.marked(attributes, |reader| visit::visit_impl_item(reader, item));
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        module.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        let name = word(&module.ident);
        match &module.content {
            Some((_, items)) => {
                self.within(name, |reader| items.iter().for_each(|item| reader.visit_item(item)));
            }
            None => self.defined(name, true),
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(Vec::new(), &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.leaf(Vec::new(), &item.ident, &item.ident);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (Some(last), true) = (path.segments.last(), path.segments.len() > 1) {
            let words = path.segments.iter().map(|segment| word(&segment.ident)).collect();
            self.found(words, last.ident.span().start().line, None);
        }
        visit::visit_path(self, path);
    }

    fn visit_token_stream(&mut self, stream: &'ast TokenStream) {
        self.tokens(stream.clone());
    }
}

fn word(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Tells whether the token `back` places before `i` is `sign`.
fn is(tokens: &[TokenTree], i: usize, back: usize, sign: char) -> bool {
    let token = i.checked_sub(back).and_then(|at| tokens.get(at));
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn colons(tokens: &[TokenTree], i: usize) -> bool {
    is(tokens, i + 1, 1, ':') && is(tokens, i + 2, 1, ':')
}

/// Returns the inline module whose brace comes next: `mod tests`.
fn opened(before: &[TokenTree]) -> Option<String> {
    match before {
        [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] if keyword == "mod" => Some(word(name)),
        _ => None,
    }
}

/// `#[test]`, and `#[cfg(test)]` in every combination that does not turn it round.
fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let told = list.tokens.to_string();
    let mut words = told.split(|c: char| !c.is_alphanumeric());
    list.path.is_ident("cfg") && words.any(|word| word == "test") && !told.contains("not")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<&Ident> {
    Some(match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Macro(it) => it.ident.as_ref()?,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Type(it) => &it.ident,
        _ => return None,
    })
}
