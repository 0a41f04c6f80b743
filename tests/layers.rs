//! The direction of imports, and which layer may touch what outside: design rules that hold because this fails.

mod circles;
mod reading;

use std::path::Path;

use reading::Found;

/// Each layer with the layers that it may import, lowest first.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("growth", &["domain"]),
    ("ledger", &["domain"]),
    ("casefile", &["domain"]),
    ("prompts", &["growth", "domain"]),
    ("survey", &["prompts", "ledger", "growth", "domain"]),
    ("report", &["survey", "prompts", "ledger", "growth", "domain"]),
    ("committee", &["survey", "prompts", "ledger", "growth", "domain"]),
    ("app", &["committee", "report", "survey", "prompts", "ledger", "growth", "domain"]),
    ("ui", &["app", "committee", "survey", "prompts", "ledger", "growth", "domain"]),
    (
        "runtime",
        &["ui", "app", "committee", "report", "survey", "prompts", "casefile", "ledger", "growth", "domain"],
    ),
    (
        "cli",
        &[
            "runtime",
            "ui",
            "app",
            "committee",
            "report",
            "survey",
            "prompts",
            "casefile",
            "ledger",
            "growth",
            "domain",
        ],
    ),
];

/// What only some folders or files may name: outside crates, and what reaches out of the process.
const TOUCHY: &[(&str, &[&str])] = &[
    ("duckdb", &["casefile"]),
    ("ratatui", &["ui", "runtime"]),
    ("crossterm", &["ui/keymap", "ui/tests/scripts", "runtime"]),
    ("crokey", &["ui/keymap/key"]),
    ("nucleo_matcher", &["app/matching"]),
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli/completions"]),
    ("clap_mangen", &["cli/man"]),
    ("schemars", &["cli/config"]),
    ("tracing", &["cli", "runtime", "casefile/reads/query"]),
    ("tracing_subscriber", &["cli/log"]),
    ("toml", &["cli", "committee/plan", "domain/toml_text", "prompts/thresholds"]),
    ("color_eyre", &["cli", "main", "runtime"]),
    ("signal_hook", &["cli/import", "runtime"]),
    ("etcetera", &["cli"]),
    ("curve25519_dalek", &["ledger/signature/batch"]),
    ("maud", &["report"]),
    ("plotters", &["report/plot"]),
    (
        "tempfile",
        &[
            "cli",
            "casefile",
            "ledger/drafts",
            "ledger/cards",
            "ledger/file",
            "ledger/identity",
            "ledger/memory",
            "runtime/ledger_writer/tests",
            "runtime/papers",
        ],
    ),
    ("chrono_tz", &["domain/zone", "casefile/clock", "casefile/import/load/zone"]),
    ("encoding_rs", &["casefile/import/bytes"]),
    ("flate2", &["casefile/import/bytes"]),
    ("calamine", &["casefile/import/workbook", "casefile/import/sheet"]),
    ("zip", &["casefile/import/workbook"]),
    ("strsim", &["casefile/import/form", "casefile/vocabulary", "growth/rotation_names"]),
    ("csv", &["domain/text", "casefile/definitions/minimums", "cli/meeting/levels"]),
    ("postgres", &["ledger/postgres"]),
    ("rustls", &["ledger/postgres"]),
    ("rustls_native_certs", &["ledger/postgres"]),
    ("tokio_postgres_rustls", &["ledger/postgres"]),
    (
        "std::fs",
        &[
            "cli",
            "runtime",
            "casefile",
            "ledger/file",
            "ledger/drafts",
            "ledger/cards",
            "ledger/postgres/passfile",
            "ledger/memory",
            "ledger/identity",
        ],
    ),
    // Addresses as values; what connects is the driver.
    ("std::net", &["ledger/postgres/address"]),
    ("std::process", &["main", "cli", "runtime", "ledger/file", "ledger/identity"]),
    ("std::env", &["cli", "runtime"]),
    (
        "std::thread",
        &[
            "runtime",
            "casefile/import",
            "casefile/machine",
            "casefile/shared",
            "ledger/file",
            "ledger/identity/agent",
            "ledger/postgres/session",
            "ledger/verify",
        ],
    ),
    ("std::time::SystemTime", &["cli", "runtime"]),
    ("std::time::Instant", &["cli", "runtime", "ledger/file", "ledger/identity/agent"]),
    // The pure layers know entries and their fold, and nothing of the disk.
    ("crate::ledger::file", &["ledger", "runtime", "cli"]),
    ("crate::ledger::identity", &["ledger", "runtime", "cli"]),
    ("crate::ledger::store", &["ledger", "runtime", "cli"]),
    ("crate::ledger::postgres", &["ledger", "runtime", "cli"]),
];

#[test]
fn imports_run_only_downward() {
    let mut wrong = Vec::new();
    for (file, text) in texts("src") {
        wrong.extend(breaches(&file, &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_layer() {
    for (file, _) in texts("src") {
        let module = module_of(&file);
        let Some(name) = layer_of(&module) else { continue };
        assert!(["lib", "main"].contains(&name) || rule(name).is_some(), "{name} is no layer of the design");
    }
}

#[test]
fn a_layer_lists_only_layers_below_it() {
    for (i, (layer, may)) in LAYERS.iter().enumerate() {
        for below in *may {
            let place = LAYERS.iter().position(|(name, _)| name == below);
            assert!(place.is_some_and(|place| place < i), "{layer} may not import {below}");
        }
    }
}

#[test]
fn an_import_that_climbs_is_found_with_its_line() {
    let climbing =
        "//! crate::cli in a comment is nothing.\nuse crate::domain::id::Code;\nuse crate::ui::theme;\n";
    assert_eq!(breaches("growth/bands.rs", climbing), ["src/growth/bands.rs:3: growth may not import ui"]);
}

#[test]
fn an_import_that_climbs_is_found_in_every_disguise() {
    for (file, text) in [
        ("app.rs", "use crate::{domain::id, ui::{theme}};"),
        ("app/model.rs", "fn f() -> super::super::ui::Theme { theme() }"),
        ("app/model.rs", "mod tests { use super::super::super::ui; }"),
        ("app.rs", "use super::ui;"),
        ("app.rs", "use crate::ui::*;"),
        ("app.rs", "const X: &str = \"// {\"; fn f<'a>(_: &'a str, _: char) { crate::ui::draw('\\'') }"),
        ("app.rs", "pub use crate::ledger::{entry, file::Ledger};"),
        ("app.rs", "use std::{collections::HashMap, fs};"),
        ("app.rs", "fn f() { ::std::thread::sleep(d) }"),
        ("growth.rs", "use ratatui as pictures;"),
        ("growth.rs", "fn f() -> String { format!(\"{}\", crate::ui::words::said(x)) }"),
        ("growth.rs", "fn f(x: X) -> bool { matches!(x, super::ui::X { .. } if y.len() > 1) }"),
        ("growth.rs", "fn f() { assert!(g(vec![0, 1..crate::ui::END]), \"no\") }"),
        ("growth.rs", "macro_rules! m { ($x:expr) => { $crate::ui::draw($x) } }"),
        ("growth.rs", "proptest! { mod deep { use super::super::{ui::theme as t}; } }"),
        ("growth.rs", "#[derive(Debug, clap::Args)] struct S { #[cfg(test)] x: Vec<Option<u8>> }"),
        ("growth.rs", "fn f() -> Result<Option<crate::ui::Theme>, ()> { Ok(None) }"),
        ("growth.rs", "extern crate maud;"),
        ("growth.rs", "mod tests { use crate::testing::{growth::epa, committee::seat}; }"),
        ("testing/growth.rs", "use crate::prompts::Prompt;"),
        ("growth.rs", "use self::super::r#ui::theme;"),
    ] {
        assert_eq!(breaches(file, text).len(), 1, "{file}: {text}");
    }
}

#[test]
fn what_the_design_allows_is_left_alone() {
    for (file, text) in [
        ("app/model.rs", "use super::message; mod tests { use super::*; use crate::app::Model; }"),
        ("app.rs", "mod tests { use super::*; fn f() { super::update() } }"),
        ("app.rs", "/* crate::ui */ const SAID: &str = r#\"use crate::ui;\"#; // crate::cli"),
        ("casefile/reads/query.rs", "use duckdb::Row; use crate::casefile::error; use super::super::engine;"),
        ("growth.rs", "mod tests { use crate::testing::growth::epa; }"),
        ("testing/ui/room.rs", "use crate::app::Model; use crate::testing::growth::epa;"),
        ("ui.rs", "use crate::{app, ledger::entry}; fn f() { my::crate_ui(); a.std(); }"),
        (
            "growth.rs",
            "fn f() { println!(\"crate::ui::x {}\", a.crate_ui::<Vec<u8>>()) } /// crate::ui::theme\nfn g() {}",
        ),
    ] {
        assert_eq!(breaches(file, text), Vec::<String>::new(), "{file}: {text}");
    }
}

/// Says where `text`, as the file `file` under `src/`, breaks the rules.
fn breaches(file: &str, text: &str) -> Vec<String> {
    let module = module_of(file);
    let at = |found: &Found, what: String| format!("src/{file}:{}: {what}", found.line);
    let mut wrong = Vec::new();
    let source = reading::read(text, &module).unwrap_or_else(|e| panic!("src/{file}: {e}"));
    let layer = layer_of(&module);
    for found in source.found {
        if let Some((root, below)) = found.path.split_first()
            && root == "crate"
            && let Some(other) = layer_of(below)
            && let Some(may) = layer.and_then(rule)
            && layer != Some(other)
            && rule(other).is_some()
            && !may.contains(&other)
        {
            wrong.push(at(&found, format!("{} may not import {other}", layer.unwrap_or_default())));
        }
        let named = found.path.join("::");
        for (touchy, allowed) in TOUCHY {
            if within(&named, touchy, "::")
                && !allowed.iter().any(|place| within(&module.join("/"), place, "/"))
            {
                wrong.push(at(&found, format!("{touchy} may be named only in {}", allowed.join(", "))));
            }
        }
    }
    wrong
}

/// Tells whether `path` is `root` or lies under it.
fn within(path: &str, root: &str, separator: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

/// Returns the layer of a path from the root; values for tests belong to the layer that they are of.
fn layer_of(path: &[String]) -> Option<&str> {
    let first = path.first()?;
    if first == "testing" { path.get(1).map(String::as_str) } else { Some(first) }
}

fn rule(layer: &str) -> Option<&'static [&'static str]> {
    LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, may)| *may)
}

/// Returns the module path of a file under `src/`: `app/update.rs` is app, update.
fn module_of(file: &str) -> Vec<String> {
    file.trim_end_matches(".rs").split('/').map(str::to_owned).collect()
}

/// Returns every Rust file under a folder of this crate, by its name from there, with its text.
pub fn texts(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&root).unwrap();
                let name = name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
                files.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(files.len() > 40, "the folder {folder} was not read");
    files
}
