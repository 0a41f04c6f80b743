//! A file that people bring is taken whatever its ending, or refused by name: none is passed over in silence.

use std::fs;
use std::io::Write as _;

use duckdb::Connection;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Export, err, out, trellis};

const PROCEDURES: &str = "procedure_id,case_id,resident_id,kind,performed_at,attempts\n\
                          P1,C1,R1,tee,2025-07-02 08:00,1\nP2,C2,R1,spinal,2025-07-01 08:00,2\n";

fn procedures() -> Export {
    Export::canonical()
}

/// How many procedures were taken.
fn taken(export: &Export) -> String {
    let made = export.import(&["--replace"]);
    assert!(made.status.success(), "{}", err(&made));
    export.ask("select count(*) from procedures where kind in ('tee', 'spinal')").unwrap()
}

/// Imports over a good case file, and returns what is said on refusing it.
fn refusal(export: &Export) -> String {
    let good = fs::read(export.target()).unwrap();
    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1), "{}", out(&refused));
    assert_eq!(fs::read(export.target()).unwrap(), good, "the good file was touched");
    err(&refused)
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// Writes the rows of a CSV text as Parquet, with every type as it falls.
fn parquet(export: &Export, csv: &str, select: &str, name: &str) {
    let source = export.folder.path().join("text.csv");
    fs::write(&source, csv).unwrap();
    let target = export.source().join(name);
    let sql =
        format!("copy (select {select} from read_csv('{}')) to '{}'", source.display(), target.display());
    Connection::open_in_memory().unwrap().execute_batch(&sql).unwrap();
    fs::remove_file(source).unwrap();
}

#[test]
fn a_table_is_taken_whatever_it_is_packed_and_written_in() {
    let tabs = PROCEDURES.replace(',', "\t");
    for (name, content) in [
        ("procedures.csv.gz", packed(PROCEDURES)),
        ("Procedures.CSV", packed(PROCEDURES)),
        ("procedures.tsv", tabs.clone().into_bytes()),
        ("procedures.tsv.gz", packed(&tabs)),
        ("procedures.txt", tabs.into_bytes()),
        ("procedures.csv", PROCEDURES.replace(',', ";").into_bytes()),
    ] {
        let export = procedures();
        export.write(name, content);
        assert_eq!(taken(&export), "2", "{name}");
    }
    let export = procedures();
    parquet(&export, PROCEDURES, "*", "procedures.parquet");
    fs::rename(export.source().join("procedures.parquet"), export.source().join("procedures.pq")).unwrap();
    assert_eq!(taken(&export), "2");
}

#[test]
fn a_table_in_parts_is_taken_whole() {
    let export = procedures();
    let parts = export.source().join("procedures.parquet");
    fs::create_dir(&parts).unwrap();
    for at in 0..2 {
        let row = format!(
            "* exclude (rank) from (select *, row_number() over () - 1 as rank from read_csv('{{}}')) where rank = {at}"
        );
        let source = export.folder.path().join("text.csv");
        fs::write(&source, PROCEDURES).unwrap();
        let sql = format!(
            "copy (select {}) to '{}' (format parquet)",
            row.replace("{}", &source.display().to_string()),
            parts.join(format!("part-0000{at}-c000.snappy.parquet")).display()
        );
        Connection::open_in_memory().unwrap().execute_batch(&sql).unwrap();
        fs::remove_file(source).unwrap();
    }
    let refused = err(&export.import(&[]));
    assert!(refused.contains("the folder procedures.parquet has no file _SUCCESS"), "{refused}");
    fs::write(parts.join("_SUCCESS"), "").unwrap();
    fs::write(parts.join("._SUCCESS.crc"), "x").unwrap();
    assert_eq!(taken(&export), "2");

    fs::write(parts.join("part-00002.crc"), "x").unwrap();
    assert!(refusal(&export).contains("procedures.parquet/part-00002.crc is no part of a table"));
    fs::remove_file(parts.join("part-00002.crc")).unwrap();
    fs::create_dir(parts.join("site=north")).unwrap();
    assert!(refusal(&export).contains("procedures.parquet/site=north is a folder within a table"));
}

#[test]
fn parts_of_text_may_be_empty_and_without_an_ending() {
    let export = procedures();
    let parts = export.source().join("procedures.csv");
    fs::create_dir(&parts).unwrap();
    let mut lines = PROCEDURES.lines();
    let header = lines.next().unwrap();
    for (at, row) in lines.enumerate() {
        fs::write(parts.join(format!("part-0000{at}")), format!("{header}\n{row}\n")).unwrap();
    }
    fs::write(parts.join("part-00002"), "").unwrap();
    fs::write(parts.join("_SUCCESS"), "").unwrap();
    assert_eq!(taken(&export), "2");
    assert_eq!(
        export
            .ask("select count(*) from import_notes where relation = 'procedures' and kind = 'set aside'")
            .unwrap(),
        "0"
    );
}

#[test]
fn no_file_of_a_known_name_is_passed_over_in_silence() {
    for (name, expected) in [
        (
            "procedures.json",
            "procedures.json cannot be read; save it as CSV (UTF-8) under the name procedures.csv",
        ),
        ("procedures.ods", "procedures.ods cannot be read; save it as CSV (UTF-8)"),
        ("Procedures.XLSB", "Procedures.XLSB cannot be read"),
        ("procedures.csv.zip", "procedures.csv.zip cannot be read"),
        ("procedures.sas7bdat", "procedures.sas7bdat cannot be read"),
        ("procedures", "procedures cannot be read"),
        ("procedure.csv", "procedure.csv is nearly procedures; rename it"),
        ("procedures (1).csv", "procedures (1).csv is nearly procedures"),
        ("dbo.procedures.tsv", "dbo.procedures.tsv is nearly procedures"),
        ("case facts.csv", "case facts.csv is nearly case_facts"),
        ("case facts.xlsx", "case facts.xlsx is no workbook"),
        ("cases.tsv", "cases.csv and cases.tsv are both the relation cases"),
        ("old/procedures.csv", "old/procedures.csv is in a folder within the folder"),
        ("a/b/procedures.json", "a/b/procedures.json is in a folder within the folder"),
        ("a/R1.CaseList.csv", "a/R1.CaseList.csv is in a folder within the folder"),
        ("procedures/readme.md", "procedures/readme.md is no part of a table"),
        (
            "R1.CaseList.ods",
            "R1.CaseList.ods is not read; save it as CSV (UTF-8) under the name NAME.CaseList.csv",
        ),
        ("R1_CaseList.csv", "R1_CaseList.csv is not read"),
        ("rules.ods", "rules.ods cannot be read"),
        ("codes.ods", "codes.ods cannot be read"),
    ] {
        let export = procedures();
        assert!(export.import(&[]).status.success());
        if let Some((folder, _)) = name.rsplit_once('/') {
            fs::create_dir_all(export.source().join(folder)).unwrap();
        }
        export.write(name, PROCEDURES);
        let said = refusal(&export);
        assert!(said.contains(expected), "expected {expected:?}, got {said:?}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
}

#[test]
fn what_is_wrong_with_several_files_is_told_at_once() {
    let export = procedures();
    assert!(export.import(&[]).status.success());
    export.write("procedures.json", "[]");
    export.write("milestones.xls", "PK");
    let said = refusal(&export);
    assert!(said.contains("procedures.json") && said.contains("milestones.xls"), "{said}");
}

#[test]
fn what_this_program_writes_beside_the_exports_is_none_of_them() {
    let export = procedures();
    for name in ["program.duckdb", "program.ledger.jsonl", "README.md", "notes.txt"] {
        export.write(name, "x");
    }
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("notes.txt"), "a stranger that may be a table is named: {}", out(&made));
}

#[test]
fn a_packed_file_that_was_cut_short_is_refused() {
    let export = procedures();
    let whole = packed(&PROCEDURES.repeat(400));
    export.write("procedures.csv.gz", &whole[..whole.len() - 9]);
    let said = err(&export.import(&[]));
    assert!(said.contains("procedures.csv.gz cannot be unpacked to its end"), "{said}");
}

#[test]
fn a_decimal_comma_is_read_where_semicolons_stand_between_fields() {
    let export = procedures();
    export.write(
        "cases.csv",
        "case_id;started_at;age_years\nC1;2025-07-02 07:30;40,5\nC2;2025-07-01 07:30;0,25\n",
    );
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask("select sum(age_years) from cases").as_deref(), Some("40.75"));
    let said =
        "its fields stand between semicolons, and commas in 2 numbers were read as their decimal points";
    assert!(out(&made).contains(said), "{}", out(&made));

    // Of a point before three digits nobody can say what it is, unless another number tells.
    let facts = |values: &str| format!("case_id;fact;value\n{values}");
    export.write("case_facts.csv", facts("C1;blood_loss_ml;1.200\nC2;red_cells_units;1,5\n"));
    assert!(refusal(&export).contains("case_facts.csv, row 2: 1.200 may be a number of thousands"));
    export.write("case_facts.csv", facts("C1;blood_loss_ml;1.200\n"));
    assert!(refusal(&export).contains("row 2: 1.200 may be"));
    export.write("case_facts.csv", facts("C1;blood_loss_ml;1.200\nC2;red_cells_units;1.5\n"));
    assert!(export.import(&["--replace"]).status.success());
    assert_eq!(export.ask("select min(value) from case_facts").as_deref(), Some("1.2"));
}

#[test]
fn a_text_that_is_not_utf_8_is_read_where_its_encoding_is_named() {
    let text = "resident_id;name;status\nR1;Müller, Zoë;current\nR2;Roe, Bo;current\n";
    let western: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for (bytes, encoding, hint) in [
        (western, "windows-1252", "give --encoding windows-1252"),
        (wide(&format!("\u{feff}{text}")), "utf-16", "give --encoding utf-16"),
        (wide(text), "utf-16", "give --encoding utf-16"),
    ] {
        let export = procedures();
        export.write("residents.csv", bytes);
        let refused = export.import(&[]);
        assert!(err(&refused).contains(hint), "{}", err(&refused));
        let made = export.import(&["--encoding", encoding]);
        assert!(made.status.success(), "{}", err(&made));
        assert_eq!(export.ask("select name from residents where resident_id = 'R1'").unwrap(), "Müller, Zoë");
    }
}

#[test]
fn rows_below_a_spreadsheets_last_are_left_out_and_counted_once() {
    let export = procedures();
    export.write("procedures.csv", format!("{PROCEDURES}{}", ",,,,,\n".repeat(200)));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(
        out(&made).matches("200 rows, the first of them row 4, hold nothing").count(),
        1,
        "{}",
        out(&made)
    );
    assert!(!out(&made).contains("is missing: "), "{}", out(&made));
    assert_eq!(super::check(&export.target(), &[]).status.code(), Some(0));
}

#[test]
fn a_time_by_utc_is_put_on_the_hospitals_clock_or_asked_about() {
    let zoned = "case_id,started_at,age_years\nC1,2025-07-02T11:30:00Z,40\nC2,2025-01-02 12:30:00.5+00,1\n";
    let starts = "select string_agg(started_at::varchar, ' ' order by case_id) from cases";
    let on_clock = Some("2025-07-02 07:30:00 2025-01-02 07:30:00.5");
    let export = procedures();
    export.write("cases.csv", zoned);
    let refused = export.import(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        err(&refused).contains("it is told by UTC; write it by the hospital's own clock"),
        "{}",
        err(&refused)
    );

    let named = "name,specialty,time_zone,data_to,training_months\nSmall,anesthesiology,America/Detroit,2026-06-30,36\n";
    export.write("program.csv", named);
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask(starts).as_deref(), on_clock);
    let said = "the times of 2 rows were given by UTC and put on the clock of America/Detroit";
    assert!(out(&made).contains(said), "{}", out(&made));

    // The same of Parquet, whatever the clock of whoever imports.
    parquet(&export, zoned, "case_id, started_at::timestamptz as started_at, age_years", "cases.parquet");
    fs::remove_file(export.source().join("cases.csv")).unwrap();
    for clock in ["UTC", "Asia/Tokyo"] {
        let made = export.command().arg("--replace").env("TZ", clock).output().unwrap();
        assert!(made.status.success(), "{}", err(&made));
        assert_eq!(export.ask(starts).as_deref(), on_clock, "{clock}");
    }
}

#[test]
fn a_day_written_as_midnight_is_a_day() {
    for day in ["2024-07-01 00:00:00.000", "2024-07-01T00:00:00.000000", "2024-07-01T00:00:00"] {
        let export = procedures();
        export.write(
            "residents.csv",
            format!("resident_id,name,entered_on,status\nR1,A,{day},current\nR2,B,{day},current\n"),
        );
        assert!(export.import(&[]).status.success());
        assert_eq!(
            export.ask("select min(entered_on) from residents").as_deref(),
            Some("2024-07-01"),
            "{day}"
        );
    }
    let export = procedures();
    let residents = "resident_id,name,entered_on,status\nR1,A,2024-07-01,current\nR2,B,2024-07-01,current\n";
    parquet(&export, residents, "* replace (entered_on::timestamp as entered_on)", "residents.parquet");
    fs::remove_file(export.source().join("residents.csv")).unwrap();
    assert!(export.import(&[]).status.success());
    assert_eq!(export.ask("select max(entered_on) from residents").as_deref(), Some("2024-07-01"));
}

#[test]
fn a_folder_to_fill_in_is_written_and_its_rows_can_be_read() {
    let export = Export::empty();
    let made = trellis().args(["import", "--template"]).arg(export.source()).output().unwrap();
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("README.md"), "{}", out(&made));
    let readme = fs::read_to_string(export.source().join("README.md")).unwrap();
    // As it is written it holds nobody.
    assert!(err(&export.import(&[])).contains("program has no rows"), "{}", err(&export.import(&[])));
    let again = trellis().args(["import", "--template"]).arg(export.source()).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("is there already"), "{}", err(&again));

    // With the rows of the README it holds one of each.
    let mut filled = 0;
    for block in readme.split("### ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let Some((_, rows)) = rest.split_once("```csv\n") else { continue };
        let (rows, _) = rows.split_once("```").unwrap();
        let path = export.source().join(format!("{name}.csv"));
        let header = fs::read_to_string(&path).unwrap();
        assert!(rows.starts_with(&header), "{name}");
        fs::write(path, rows).unwrap();
        filled += 1;
    }
    assert!(filled >= 15, "{filled}");
    let imported = export.import(&[]);
    assert!(imported.status.success(), "{}{}", out(&imported), err(&imported));
    assert!(
        !out(&imported).contains("set aside (") && !out(&imported).contains("not understood"),
        "{}",
        out(&imported)
    );
}
