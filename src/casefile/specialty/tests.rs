use super::*;
use crate::domain::specialty::CaseField;

const WORDS: &str = "name = \"emergency medicine\"\ntraining_years = [\"PGY-1\", \"PGY-2\"]\n";
const LISTS: &str = "[[list]]\nfile = \"Visits.csv\"\ntable = \"visit_list\"\nrelation = \"cases\"\n\
                     required = [\"Visit\"]\nwithout = \"…\"\n";

/// A folder with these files, which are looked at as a specialty.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Reads a specialty to its last word and returns why it does not hold.
fn refused(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let read = Folder::read(folder.path()).and_then(|specialty| {
        specialty.in_force(None)?;
        specialty.mappings().map(drop)
    });
    read.unwrap_err().to_string().replace(&folder.path().display().to_string(), "DIR")
}

#[test]
fn anesthesiology_is_built_in_whole() {
    let specialty = Folder::built_in();
    let InForce { specialty: words, definitions } = specialty.in_force(None).unwrap();
    assert_eq!((words.name.as_str(), &words.training_years[1]), ("anesthesiology", &"CA-2".to_owned()));
    assert_eq!(words.board.unwrap().name, "American Board of Anesthesiology");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specialties/anesthesiology");
    assert_eq!(fs::read_dir(folder.join("experiences")).unwrap().count(), definitions.len());
    assert_eq!(fs::read_dir(folder.join("reference")).unwrap().count(), specialty.reference().count());
    let mappings = specialty.mappings().unwrap();
    assert_eq!((mappings.len(), mappings[0].name.as_str(), mappings[0].lists.len()), (1, "mpog", 2));
}

#[test]
fn the_folder_of_the_built_in_one_reads_as_it_does() {
    let read =
        Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("specialties/anesthesiology")).unwrap();
    assert_eq!(read.texts, Folder::built_in().texts);
}

#[test]
fn a_column_may_show_a_fact() {
    let words = format!("{WORDS}[[case_list]]\ntitle = \"ESI\"\nshows = {{ fact = \"acuity\" }}\n");
    let read = words::read(&words).unwrap();
    assert_eq!(read.case_list[0].shows, CaseField::Fact("acuity".to_owned()));
    assert_eq!(read.case_facts().collect::<Vec<_>>(), ["acuity"]);
}

#[test]
fn what_does_not_hold_is_named_with_file_and_line() {
    let lists = |was: &str, is: &str| {
        assert!(LISTS.contains(was), "{was}");
        let text = LISTS.replace(was, is);
        let one = Folder::built_in().texts["experiences/age_65.sql"].to_string();
        refused(&[
            ("specialty.toml", WORDS),
            ("experiences/age_65.sql", &one),
            ("mappings/visits.toml", &text),
            ("mappings/visits.sql", "select 1"),
        ])
    };
    for (said, why) in [
        (refused(&[]), "DIR is not the folder of a specialty: there is no specialty.toml in it"),
        (
            refused(&[("specialty.toml", "name = \"e\"\nknown_by = []")]),
            "DIR/specialty.toml: line 1: missing field `training_years`",
        ),
        (
            refused(&[("specialty.toml", "name = \"e\"\ntraining_years = [\"first year\"]")]),
            "DIR/specialty.toml: line 2: training_years[0]: \"first year\" takes 10 columns, and 5 fit",
        ),
        (
            refused(&[("specialty.toml", "name = \"e\"\ntraining_years = [\"A\", \"A\"]")]),
            "DIR/specialty.toml: line 2: training_years[1]: two years are called \"A\"",
        ),
        (
            refused(&[("specialty.toml", &format!("{WORDS}known_by = [\" \"]"))]),
            "DIR/specialty.toml: line 3: known_by[0]: it is empty",
        ),
        (refused(&[("specialty.toml", &format!("{WORDS}motto = 1"))]), "unknown field `motto`"),
        (refused(&[("specialty.toml", WORDS)]), "DIR/experiences: it holds no definition"),
        (
            refused(&[("specialty.toml", WORDS), ("experiences/a.csv", "")]),
            "DIR/experiences/a.csv: it would not be read here",
        ),
        (
            refused(&[("specialty.toml", WORDS), ("reference/residents.csv", "")]),
            "DIR/reference/residents.csv: it would not be read here",
        ),
        (
            refused(&[("specialty.toml", WORDS), ("experiences/a.sql", "select 1")]),
            "definition a.sql: the header lacks",
        ),
        (
            lists("\"visit_list\"", "\"cases\""),
            "DIR/mappings/visits.toml: line 3: list[0].table: \"cases\": lower-case",
        ),
        (lists("\"visit_list\"", "\"a; drop\""), "list[0].table: \"a; drop\": lower-case letters"),
        (
            lists("relation = \"cases\"", "relation = \"visits\""),
            "line 4: list[0].relation: \"visits\" is no relation",
        ),
        (
            lists("\"Visits.csv\"", "\"Visits.xlsx\""),
            "list[0].file: \"Visits.xlsx\": the end of a name in .csv",
        ),
        (
            lists("[\"Visit\"]", "[\"Visit\", \"visit\"]"),
            "list[0].required: the column \"visit\" is there twice",
        ),
        (
            refused(&[
                ("specialty.toml", WORDS),
                ("experiences/age_65.sql", &Folder::built_in().texts["experiences/age_65.sql"]),
                ("mappings/visits.toml", LISTS),
            ]),
            "DIR/mappings/visits.toml: there is no visits.sql beside it",
        ),
    ] {
        assert!(said.contains(why) && !said.contains('\n'), "{said}\nlacks {why}");
    }
}
