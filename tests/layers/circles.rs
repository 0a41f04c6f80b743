//! No two files import each other, directly or round a corner.
//!
//! A mother and her children, and theirs, may know each other; what is compiled for tests only is left aside. A name
//! is followed through what hands it on, so that a circle is found that closes over a `pub use` of the mother.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{self, Defined, Found, Import, Source};
use super::{module_of, texts};

#[test]
fn no_two_files_import_each_other() {
    let house = House::read(texts("src").into_iter());
    let told: Vec<String> = house.circles().iter().map(|circle| house.told(circle)).collect();
    assert!(told.is_empty(), "files import each other:\n\n{}", told.join("\n\n"));
}

#[test]
fn a_circle_is_found_round_a_corner_and_through_what_is_handed_on() {
    let round = [
        ("a.rs", "use crate::b::Thing;"),
        ("b.rs", "mod inner; pub use inner::Thing;"),
        ("b/inner.rs", "pub struct Thing; fn f() { assert!(crate::c::holds()) }"),
        ("c.rs", "use super::{a, d}; use d::{Other}; fn holds() -> bool { a::yes() }"),
        ("d.rs", "pub struct Other;"),
    ];
    assert_eq!(
        told(&round),
        [
            "src/a.rs:1 imports src/b/inner.rs",
            "src/b/inner.rs:1 imports src/c.rs",
            "src/c.rs:1 imports src/a.rs"
        ]
    );
    let direct = [
        ("a.rs", "mod x; mod y;"),
        ("a/x.rs", "use super::y::*; pub fn of() {}"),
        ("a/y.rs", "use super::{x as other}; fn f() { other::of() }"),
    ];
    assert_eq!(told(&direct), ["src/a/x.rs:1 imports src/a/y.rs", "src/a/y.rs:1 imports src/a/x.rs"]);
}

#[test]
fn a_family_and_its_tests_are_no_circle() {
    let family = [
        ("a.rs", "mod x; mod y; pub struct A; pub use x::X;"),
        ("a/x.rs", "use super::A; pub struct X; #[cfg(test)] mod tests { use super::super::y::Y; }"),
        ("a/y.rs", "mod deep; use super::X; pub struct Y;"),
        ("a/y/deep.rs", "use crate::a::A; use super::Y; #[cfg(test)] mod tests;"),
        ("a/y/deep/tests.rs", "use crate::b::B; use std::fmt;"),
        ("b.rs", "use crate::a::A; use serde::a; pub struct B;"),
    ];
    assert_eq!(told(&family), Vec::<String>::new());
}

/// Lists the imports of the circles among some files.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let house = House::read(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())));
    house
        .circles()
        .iter()
        .flat_map(|c| house.told(c).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

type Module = Vec<String>;

/// All files, what each names, and what can be reached in each module.
struct House {
    files: BTreeMap<Module, String>,
    names: BTreeMap<Module, BTreeMap<String, Known>>,
    stars: BTreeMap<Module, Vec<Module>>,
    imports: BTreeMap<Module, BTreeMap<Module, usize>>,
}

/// What a name stands for in a module.
enum Known {
    Item,
    Import(Module),
}

impl House {
    fn read(files: impl Iterator<Item = (String, String)>) -> Self {
        let mut read = BTreeMap::new();
        let mut house = Self {
            files: BTreeMap::new(),
            names: BTreeMap::new(),
            stars: BTreeMap::new(),
            imports: BTreeMap::new(),
        };
        // The other file is a crate of its own and names this one from outside.
        for (file, text) in files.filter(|(file, _)| file != "main.rs") {
            let module = if file == "lib.rs" { Module::new() } else { module_of(&file) };
            let source = reading::read(&text, &module).unwrap_or_else(|e| panic!("src/{file}: {e}"));
            house.files.insert(module.clone(), file);
            read.insert(module, source);
        }
        let tests: Vec<Module> = read.values().flat_map(of_tests).collect();
        let is_product = |module: &Module| !tests.iter().any(|test| module.starts_with(test));
        read.retain(|module, _| is_product(module));
        for source in read.values() {
            house.learn(source);
        }
        for (module, source) in &read {
            for found in source.found.iter().filter(|found| !found.test) {
                house.take(module, found);
            }
        }
        house
    }

    fn learn(&mut self, source: &Source) {
        for Defined { name, here, .. } in source.defined.iter().filter(|it| !it.module && !it.test) {
            self.names.entry(here.clone()).or_default().insert(name.clone(), Known::Item);
        }
        for Found { path, here, import, .. } in source.found.iter().filter(|found| !found.test) {
            match import {
                Some(Import::Named(name)) => {
                    let names = self.names.entry(here.clone()).or_default();
                    names.entry(name.clone()).or_insert(Known::Import(path.clone()));
                }
                Some(Import::All) => {
                    self.stars.entry(here.clone()).or_default().push(path.clone());
                }
                None => {}
            }
        }
    }

    /// Notes that the file `module` imports the one where what is found really stands.
    fn take(&mut self, module: &Module, found: &Found) {
        let Some(owner) = self.owner(&found.here, &found.path, 0) else { return };
        let family = owner.starts_with(module) || module.starts_with(&owner);
        if !family {
            self.imports.entry(module.clone()).or_default().entry(owner).or_insert(found.line);
        }
    }

    /// Returns the file in which the item of a path stands; `None` for what is of another crate.
    fn owner(&self, here: &[String], path: &[String], corners: usize) -> Option<Module> {
        // Two names that stand for each other would be followed for ever.
        if corners > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        if first != "crate" {
            let child = [here, std::slice::from_ref(first)].concat();
            if self.files.contains_key(&child) {
                let whole = [vec!["crate".to_owned()], child, rest.to_vec()].concat();
                return self.owner(here, &whole, corners + 1);
            }
            return match self.names.get(here)?.get(first)? {
                // The import of a name does not stand for itself.
                Known::Import(stem) if stem != path => self.owner(here, &[stem, rest].concat(), corners + 1),
                _ => None,
            };
        }
        let mut at = Module::new();
        for (i, word) in rest.iter().enumerate() {
            let child = [&at[..], std::slice::from_ref(word)].concat();
            if self.files.contains_key(&child) {
                at = child;
                continue;
            }
            if let Some(Known::Import(stem)) = self.names.get(&at).and_then(|names| names.get(word)) {
                let onward = [stem, &rest[i + 1..]].concat();
                if let Some(owner) = self.owner(&at, &onward, corners + 1) {
                    return Some(owner);
                }
            }
            return Some(self.starred(&at, word).unwrap_or(at));
        }
        Some(at)
    }

    /// Returns the module that a star of `module` takes a name from.
    fn starred(&self, module: &Module, name: &str) -> Option<Module> {
        let stars = self.stars.get(module)?;
        stars.iter().find_map(|path| {
            let owner = self.owner(module, path, 0)?;
            let there = matches!(self.names.get(&owner)?.get(name)?, Known::Item);
            there.then_some(owner)
        })
    }

    /// Returns the groups of files that reach each other.
    fn circles(&self) -> Vec<BTreeSet<&Module>> {
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            self.imports.keys().map(|module| (module, self.reached(module))).collect();
        let mut circles: Vec<BTreeSet<&Module>> = Vec::new();
        for (module, there) in &reached {
            if circles.iter().any(|circle| circle.contains(module)) {
                continue;
            }
            let back = |other: &&&Module| reached.get(*other).is_some_and(|back| back.contains(module));
            let circle: BTreeSet<_> = there.iter().filter(back).copied().collect();
            if circle.len() > 1 {
                circles.push(circle);
            }
        }
        circles
    }

    fn reached<'a>(&'a self, from: &'a Module) -> BTreeSet<&'a Module> {
        let mut reached = BTreeSet::new();
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            for other in self.imports.get(module).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(other) {
                    next.push(other);
                }
            }
        }
        reached
    }

    /// Lists the imports within a circle.
    fn told(&self, circle: &BTreeSet<&Module>) -> String {
        let mut lines = Vec::new();
        for module in circle {
            for (other, line) in self.imports.get(*module).into_iter().flatten() {
                if circle.contains(other) {
                    lines.push(format!(
                        "src/{}:{line} imports src/{}",
                        self.files[*module], self.files[other]
                    ));
                }
            }
        }
        lines.join("\n")
    }
}

/// Returns the modules in files of their own that are compiled for tests only.
fn of_tests(source: &Source) -> Vec<Module> {
    let tests = source.defined.iter().filter(|it| it.module && it.test);
    tests.map(|it| [&it.here[..], std::slice::from_ref(&it.name)].concat()).collect()
}
