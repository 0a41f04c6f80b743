//! `trellis definitions` from outside.

use std::path::Path;
use std::process::{Command, Output};

use super::{Fixture, rows};
use trellis::casefile::specialty::Folder;

fn trellis(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trellis")).arg("definitions").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_list_has_a_line_for_each_definition_and_fits_80_columns() {
    let list = text(&trellis(&[]));
    for definition in Folder::built_in().definitions(None).unwrap() {
        let line = list.lines().find(|l| l.split_whitespace().next() == Some(definition.code.as_str()));
        assert!(line.is_some_and(|l| l.contains(&definition.title)), "{}", definition.code);
    }
    assert!(list.lines().all(|l| l.chars().count() <= 80), "{list}");
}

#[test]
fn one_definition_is_printed_with_its_minimum_its_version_and_its_sql() {
    let one = text(&trellis(&["spinal"]));
    let spinal = Folder::built_in()
        .definitions(None)
        .unwrap()
        .into_iter()
        .find(|d| d.code.as_str() == "spinal")
        .unwrap();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [&spinal.summary, &spinal.limits, &spinal.hash, "40 by graduation", "select resident_id"] {
        assert!(words(&one).contains(said), "{said} is missing in\n{one}");
    }
    assert!(
        words(&text(&trellis(&["cardiac_bypass"])))
            .contains("(proposed; newer text, year unknown; unverified")
    );
}

#[test]
fn an_unknown_code_is_a_mistake_of_usage_and_says_what_to_do() {
    let output = trellis(&["spinnal"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "trellis: there is no definition spinnal; `trellis definitions` lists them all\n");
}

#[test]
fn a_case_file_that_is_not_there_is_said() {
    let output = trellis(&["nowhere.duckdb"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no case file at nowhere.duckdb"));
}

#[test]
fn a_case_file_brings_its_number_of_exposures() {
    let fixture = Fixture::new(&rows());
    let prepared = fixture.prepare();
    let cases = fixture.close();
    let path = cases.path().join("cases.duckdb");
    let json = text(&trellis(&[path.to_str().unwrap(), "--json"]));
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(list.len(), prepared.len());
    for (shown, prepared) in list.iter().zip(&prepared) {
        assert_eq!(shown["code"], prepared.code.as_str());
        assert_eq!(shown["n"], prepared.n, "{}", prepared.code);
    }
    let table = text(&trellis(&[path.to_str().unwrap()]));
    assert!(table.contains(" exposures\n") && table.lines().all(|l| l.chars().count() <= 80), "{table}");
    assert!(text(&trellis(&[path.to_str().unwrap(), "cardiac"])).contains("exposures   "));
}

#[test]
fn a_case_file_that_was_never_prepared_has_no_number_to_show() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bare.duckdb");
    drop(duckdb::Connection::open(&path).unwrap());
    let json = text(&trellis(&[path.to_str().unwrap(), "--json"]));
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(list.iter().all(|shown| shown["n"].is_null()));
}

#[test]
fn the_site_has_a_page_at_a_stable_address_and_escapes_everything() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    let site = folder.path().join("site");
    std::fs::create_dir(&own).unwrap();
    let spinal = include_str!("../../specialties/anesthesiology/experiences/spinal.sql")
        .replace("title:     Spinal", "title:     <script>\"&'")
        .replace("as patients", "as patients where '<b>' < 'x'");
    std::fs::write(own.join("spinal.sql"), spinal).unwrap();
    text(&trellis(&["--definitions", own.to_str().unwrap(), "--site", site.to_str().unwrap()]));

    let read = |name: &Path| std::fs::read_to_string(site.join(name)).unwrap();
    let index = read(Path::new("index.html"));
    for definition in Folder::built_in().definitions(Some(&own)).unwrap() {
        let address = format!("{}.html", definition.code);
        assert!(index.contains(&format!("href=\"{address}\"")));
        assert!(read(Path::new(&address)).contains(&definition.hash));
    }
    let page = read(Path::new("spinal.html"));
    assert!(
        page.contains("<h1>&lt;script&gt;&quot;&amp;&#39;</h1>") && page.contains("&#39;&lt;b&gt;&#39; &lt;")
    );
    for html in [page, index] {
        assert!(!html.contains("<script") && !html.contains("<b>"));
    }
}
