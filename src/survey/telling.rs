//! Who is yet to be told of what was released, by whom, and in which file the copy stands.

use chrono::NaiveDate;

use super::overall::StandingOverall;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::resident::Resident;
use crate::ledger::fold::State;

/// To whom and by when a resident answers or appeals, as far as the program has said so.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answering {
    /// To whom one writes; to the program director where nobody is named.
    pub to: Option<String>,
    /// How many days after the release.
    pub days: Option<u16>,
}

/// Somebody to whom something was released, and whom nobody told of it yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToTell<'a> {
    pub id: &'a ResidentId,
    /// Absent where the case file does not know the resident: then there is no copy.
    pub resident: Option<&'a Resident>,
    /// The entry of the release, and its day where the program is.
    pub release: u64,
    pub on: NaiveDate,
    /// Who is to tell the resident.
    pub by: String,
}

/// Returns everybody whom somebody is yet to tell of the last release, by resident.
pub fn to_tell<'a>(catalog: &'a Catalog, ledger: &'a State) -> Vec<ToTell<'a>> {
    let untold = ledger.residents().filter_map(|(id, known)| {
        let last = known.untold()?;
        let (release, on) = (last.entry, catalog.program.zone.day(last.at));
        Some(ToTell { id, resident: catalog.resident(id), release, on, by: by_whom(catalog, ledger, id) })
    });
    untold.collect()
}

/// Names by role who is to tell a resident: the coach where all is as usual, else the program director, who has to
/// answer for the decision.
fn by_whom(catalog: &Catalog, ledger: &State, id: &ResidentId) -> String {
    let is_usual = StandingOverall::of(ledger, id).is_some_and(|stands| stands.is_usual(catalog));
    match catalog.resident(id).and_then(|resident| resident.coach.as_ref()) {
        Some(coach) if is_usual => format!("the coach, {coach}"),
        Some(coach) => format!("the program director, with the coach, {coach}"),
        None => "the program director".to_owned(),
    }
}

/// Returns the name of a copy's file: of each release another.
pub fn copy_name(id: &ResidentId, release: u64) -> String {
    format!("copy-{}-entry{release}.html", in_a_file_name(id.as_str()))
}

/// Puts a line in the place of whatever would be more than a letter in the name of a file.
pub fn in_a_file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect()
}
