//! A sheet of a workbook is a table like any other, whoever wrote it, and never what a hostile one makes of it.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Export, err, out};

/// Writes rows of words; one that begins with `=` is a number.
fn filled(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, fields) in (0..).zip(rows) {
        for (column, field) in (0..).zip(*fields) {
            match field.strip_prefix('=') {
                Some(number) => drop(sheet.write(row, column, number.parse::<f64>().unwrap()).unwrap()),
                None if field.is_empty() => {}
                None => drop(sheet.write(row, column, *field).unwrap()),
            }
        }
    }
}

/// A workbook with the sheets of these names and rows.
fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        filled(book.add_worksheet().set_name(*name).unwrap(), rows);
    }
    book.save_to_buffer().unwrap()
}

/// A workbook with one sheet, which `write` fills.
fn made(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    write(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// Puts another text into a part of a workbook.
fn changed(book: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        to.start_file(&*name, SimpleFileOptions::default()).unwrap();
        let text = if name == part { change(&text) } else { text };
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

const CASES: &[&[&str]] = &[
    &["case_id", "started_at", "age_years", "asa"],
    &["=1", "2025-07-02 07:30", "=40", "=3"],
    &["=2", "2025-07-03 07:30", "=0.25", ""],
];
const STAFF: &[&[&str]] =
    &[&["case_id", "resident_id", "role"], &["=1", "R1", "primary"], &["=2", "R2", "primary"]];

/// A canonical folder without cases and stays.
fn without_cases() -> Export {
    let export = Export::canonical();
    fs::remove_file(export.source().join("cases.csv")).unwrap();
    fs::remove_file(export.source().join("case_staff.csv")).unwrap();
    export
}

fn imported(export: &Export) -> String {
    let made = export.import(&["--replace"]);
    assert!(made.status.success(), "{}{}", out(&made), err(&made));
    out(&made)
}

fn refused(export: &Export) -> String {
    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1), "{}", out(&refused));
    assert!(!err(&refused).contains("panicked"), "{}", err(&refused));
    err(&refused)
}

const ALL: &str = "select string_agg(case_id || ' ' || started_at || ' ' || coalesce(age_years::varchar, '-') || ' ' || coalesce(asa::varchar, '-'), ', ' order by case_id) from cases";

#[test]
fn a_sheet_is_the_table_that_its_file_is_named_after_and_of_several_each_is_its_own() {
    let expected = Some("1 2025-07-02 07:30:00 40.0 3, 2 2025-07-03 07:30:00 0.25 -".to_owned());
    let export = without_cases();
    export.write("Cases.XLSX", book(&[("Sheet1", CASES), ("Sheet2", &[])]));
    export.write("case_staff.xlsm", book(&[("case_staff", STAFF)]));
    imported(&export);
    assert_eq!(export.ask(ALL), expected);

    let export = without_cases();
    export.write(
        "export of 2026.xlsx",
        book(&[("cases", CASES), ("Case_Staff ", STAFF), ("Legend", &[&["a legend"]])]),
    );
    let said = imported(&export);
    assert_eq!(export.ask(ALL), expected);
    assert!(
        said.contains("the sheet is named after no relation of queries/schema.sql and is not read"),
        "{said}"
    );
    assert!(said.contains("\n  export of 2026.xlsx, sheet Legend\n"), "{said}");
}

#[test]
fn a_sheet_that_is_not_plainly_a_table_is_refused_and_none_is_passed_over() {
    let name = |name: &str, content: Vec<u8>, expected: &str| {
        let export = without_cases();
        export.write("case_staff.xlsx", book(&[("x", STAFF)]));
        export.write(name, content);
        let said = refused(&export);
        assert!(said.contains(expected), "{name}: {said}");
    };
    name(
        "cases.xlsx",
        book(&[("A", CASES), ("B", STAFF)]),
        "cases.xlsx holds several sheets (A, B), and none is named",
    );
    name(
        "cases.xlsx",
        book(&[("faculty", CASES)]),
        "cases.xlsx holds the sheet faculty, which is another table",
    );
    name("all.xlsx", book(&[("case", CASES), ("faculty", STAFF)]), "all.xlsx, sheet case is nearly cases");
    name("cases.xlsx", book(&[("x", &[])]), "cases.xlsx is empty; export it again");
    name("cases.xlsx", Vec::new(), "cases.xlsx is empty; export it again");
    name("cases.xlsx", b"case_id,started_at\n".to_vec(), "cases.xlsx is no workbook, whatever its ending");
    name("cases.xlsx", b"PK\x03\x04".to_vec(), "cases.xlsx cannot be unpacked");
    name("cases.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec(), "locked with a password");
    name("cases.csv", book(&[("x", CASES)]), "give a workbook a name that ends in .xlsx");
    name("cases.xlsx", book(&[("x", &[&[], &["case_id"]])]), "cases.xlsx, row 1: nothing stands there");
    let hidden = || {
        let mut book = Workbook::new();
        filled(book.add_worksheet().set_name("x").unwrap(), CASES);
        let hidden = book.add_worksheet().set_name("faculty").unwrap();
        filled(hidden, &[&["faculty_id", "name", "core"]]);
        hidden.set_hidden(true);
        book.save_to_buffer().unwrap()
    };
    name("cases.xlsx", hidden(), "cases.xlsx hides its sheet faculty; show it, or remove it");
}

#[test]
fn days_and_times_are_those_that_the_spreadsheet_shows_in_both_its_calendars() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("m/d/yy h:mm");
    let write = |sheet: &mut Worksheet| {
        filled(sheet, &[&["case_id", "started_at", "ended_at"], &["=10100000"], &["C2"]]);
        let moment = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
        sheet.write_with_format(1, 1, moment("2025-07-02T07:20:00"), &time).unwrap();
        sheet.write_with_format(1, 2, moment("2025-07-02T09:05:30"), &time).unwrap();
        sheet.write_with_format(2, 1, moment("2025-07-03T00:00:00"), &day).unwrap();
    };
    let staff: &[&[&str]] =
        &[&["case_id", "resident_id", "role"], &["=10100000", "R1", "primary"], &["C2", "R1", "primary"]];
    let times = "select string_agg(case_id || ' ' || started_at || ' ' || coalesce(ended_at::varchar, '-'), ', ' order by case_id) from cases";
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", staff)]));
    export.write("cases.xlsx", made(write));
    imported(&export);
    let shown = "10100000 2025-07-02 07:20:00 2025-07-02 09:05:30, C2 2025-07-03 00:00:00 -";
    assert_eq!(export.ask(times).as_deref(), Some(shown));

    // The same counts of days from 1904 on are four years and a day later.
    let later = changed(&made(write), "xl/workbook.xml", |text| {
        text.replace("<workbookPr", "<workbookPr date1904=\"1\"")
    });
    export.write("cases.xlsx", later);
    let refused = refused(&export);
    assert!(refused.contains("started_at lies after the day of this import"), "{refused}");
    assert!(refused.contains("2029-07-03 07:20:00"), "{refused}");
}

#[test]
fn what_a_formula_could_not_say_is_nothing_and_named() {
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", STAFF)]));
    export.write(
        "cases.xlsx",
        made(|sheet| {
            filled(sheet, CASES);
            sheet.write_formula(1, 2, Formula::new("VLOOKUP(1,A1:A2,9)").set_result("#REF!")).unwrap();
            sheet.write_formula(2, 2, Formula::new("20*2").set_result("40")).unwrap();
            sheet.write_formula(1, 3, Formula::new("NA()").set_result("#N/A")).unwrap();
        }),
    );
    let said = imported(&export);
    assert_eq!(export.ask(ALL).as_deref(), Some("1 2025-07-02 07:30:00 - -, 2 2025-07-03 07:30:00 40.0 -"));
    assert!(said.contains("missing value (cases): age_years holds the error #REF!, once"), "{said}");
    assert!(
        said.contains("cases.xlsx row 2: age_years holds the error #REF!; it is taken as nothing"),
        "{said}"
    );
    assert!(said.contains("asa holds the error #N/A"), "{said}");

    // As a program writes it that does not work formulas out.
    let unworked =
        changed(&fs::read(export.source().join("cases.xlsx")).unwrap(), "xl/worksheets/sheet1.xml", |text| {
            let text = text.replace("<v>40</v></c></row></sheetData>", "</c></row></sheetData>");
            text.replace("<v>40</v></c><c r=\"D3\"", "</c><c r=\"D3\"")
                .replace("<f>20*2</f><v>40</v>", "<f>20*2</f>")
        });
    export.write("cases.xlsx", unworked);
    let said = imported(&export);
    assert!(said.contains("age_years holds a formula that was never worked out"), "{said}");
    assert_eq!(export.ask("select count(age_years) from cases").as_deref(), Some("0"));
}

#[test]
fn merged_cells_are_refused_with_their_place() {
    let write = |range: (u32, u16, u32, u16)| {
        made(|sheet| {
            filled(sheet, CASES);
            sheet.merge_range(range.0, range.1, range.2, range.3, "x", &Format::new()).unwrap();
        })
    };
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", STAFF)]));
    export.write("cases.xlsx", write((0, 1, 0, 2)));
    let said = refused(&export);
    assert!(
        said.contains("cases.xlsx: the cells B1:C1 are merged, so that not every column has a name"),
        "{said}"
    );
    export.write("cases.xlsx", write((1, 1, 2, 1)));
    let said = refused(&export);
    assert!(
        said.contains("cases.xlsx: the cells B2:B3 are merged, so that the value stands in the first"),
        "{said}"
    );
}

#[test]
fn what_stands_beyond_the_names_sets_the_row_aside_and_blanks_do_not() {
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", STAFF)]));
    export.write(
        "cases.xlsx",
        made(|sheet| {
            filled(sheet, CASES);
            sheet.write(1, 9000, "a remark far off").unwrap();
            sheet.write_blank(2, 5, &Format::new().set_bold()).unwrap();
            sheet.write(900_000, 0, " ").unwrap();
        }),
    );
    let made = export.import(&["--accept-losses"]);
    let said = out(&made);
    assert!(
        said.contains(
            "cases.xlsx row 2: the number of fields is not that of the header: found 5 fields, expected 4"
        ),
        "{said}"
    );
    assert!(said.contains("row 900001 holds nothing"), "{said}");
    assert_eq!(export.ask("select string_agg(case_id, ',') from cases").as_deref(), Some("2"));
}

#[test]
fn a_number_with_more_digits_than_a_spreadsheet_keeps_is_no_identifier() {
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", STAFF)]));
    export.write(
        "cases.xlsx",
        book(&[("x", &[CASES[0], &["=12345678901234567", "2025-07-02 07:30"], CASES[2]])]),
    );
    let said = out(&export.import(&["--accept-losses"]));
    assert!(said.contains("case_id holds a number of more than 15 digits"), "{said}");
    assert_eq!(export.ask("select string_agg(case_id, ',') from cases").as_deref(), Some("2"));
}

#[test]
fn lists_of_people_may_be_workbooks_two_files_or_one() {
    const LIST: &[&[&str]] = &[
        &[
            "MPOG_Case_ID",
            "AIMS_Scheduled_DT",
            "AIMS_Patient_Age_Years",
            "ASA_Status",
            "AIMS_Actual_Procedure_Text",
            "AnesAttendings",
            "Emergency",
        ],
        &["=10100000", "2026-03-02 07:30", "=60", "=3", "CABG", "DOE, J@2026-03-02 07:00", "No"],
    ];
    const PROCEDURES: &[&[&str]] = &[
        &[
            "MPOG_Case_ID",
            "AIMS_Scheduled_DT",
            "ASA_Status",
            "Emergency",
            "ProcedureName",
            "PrimaryBlock",
            "Comment",
            "Details",
            "AIMS_Actual_Procedure_Text",
            "AnesAttendingNames",
        ],
        &["=10100000", "2026-03-02 07:30", "=3", "No", "Arterial line", "", "", "", "CABG", "DOE, J"],
    ];
    let of = |files: &[(&str, Vec<u8>)]| {
        let export = Export::empty();
        for (name, content) in files {
            fs::create_dir_all(export.source().join(name).parent().unwrap()).unwrap();
            export.write(name, content);
        }
        let made = export.import(&["--data-to", "2026-06-30"]);
        assert!(made.status.success(), "{}", err(&made));
        export.ask("select (select string_agg(name, ',') from residents) || ' ' || (select count(*) from procedures where case_id = '10100000')")
    };
    let expected = Some("RIVERA, ANA 1".to_owned());
    let (list, procedures) = (book(&[("Sheet1", LIST)]), book(&[("Sheet1", PROCEDURES)]));
    assert_eq!(
        of(&[
            ("RIVERA, ANA.CaseList.xlsx", list.clone()),
            ("RIVERA, ANA.ProcedureList.xlsx", procedures.clone())
        ]),
        expected
    );
    assert_eq!(
        of(&[("RIVERA, ANA.xlsx", book(&[("CaseList", LIST), ("Procedure List", PROCEDURES)]))]),
        expected
    );
    assert_eq!(
        of(&[
            ("case-list/RIVERA, ANA.CaseList.xlsx", list),
            ("procedure-list/RIVERA, ANA.ProcedureList.xlsx", procedures)
        ]),
        expected
    );
}

#[test]
fn a_workbook_that_means_harm_is_refused_before_it_takes_the_machine() {
    let export = without_cases();
    export.write("case_staff.xlsx", book(&[("x", STAFF)]));
    let plain = book(&[("x", CASES)]);
    let with = |part: &str, change: &dyn Fn(&str) -> String, expected: &str| {
        export.write("cases.xlsx", changed(&plain, part, change));
        let said = refused(&export);
        assert!(said.contains(expected), "{part}: {said}");
    };
    let sheet = "xl/worksheets/sheet1.xml";
    let blanks = " ".repeat(300 << 20);
    with(
        "xl/sharedStrings.xml",
        &|text| text.replace("</sst>", &format!("{blanks}</sst>")),
        "unpacks to more than 256 MB",
    );
    with(
        "xl/sharedStrings.xml",
        &|text| text.replace("uniqueCount=\"", "uniqueCount=\"99999999999"),
        "it claims 99999999999",
    );
    with(sheet, &|text| text.replace("r=\"A2\"", "r=\"ZZZZ2\""), "more columns than a sheet can have");
    with(sheet, &|text| text.replace("r=\"A3\"", "r=\"A1\""), "stands below row");
    with(sheet, &|text| text[..text.len() / 2].to_owned(), "is no whole workbook");
    with(sheet, &|text| text.replace("<v>0</v>", "<v>77777</v>"), "is no whole workbook");
    with("xl/workbook.xml", &|_| "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><workbook>&a;".to_owned(), "cases.xlsx");

    // Cells at the two ends of a sheet are two cells, and no square of all between.
    let far = changed(&plain, sheet, |text| {
        text.replace(
            "</sheetData>",
            "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>x</v></c></row></sheetData>",
        )
    });
    export.write("cases.xlsx", far);
    let made = export.import(&["--replace", "--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("row 1048576: the number of fields"), "{}", out(&made));
}
