//! The committee as a TOML text: who may attend, in the order in which they speak.

use strum::IntoEnumIterator as _;

use super::Recusal;
use super::fields::{Fields, Mistake, parsed};
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Member, Quorum};
use crate::domain::resident::Resident;
use crate::domain::role::Role;

/// Who belongs to a committee, in the order in which they speak.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Committee {
    pub quorum: Quorum,
    /// The program director may chair.
    pub director_chairs: bool,
    pub seats: Vec<Seat>,
    /// Those that stand for every meeting.
    pub recusals: Vec<Recusal>,
}

/// One member, and the name by which the case file knows them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seat {
    pub member: Member,
    /// As the case file writes coaches, for example "Family, Given".
    pub name: Option<String>,
}

const FILE: &[&str] = &["quorum", "director_chairs", "members", "recusals"];

/// The keys of a member in a plan.
pub(super) const MEMBER: &[&str] = &["id", "role", "faculty", "core", "votes"];

impl Committee {
    /// Reads a committee from a TOML text; the quorum is the usual one where none stands in it.
    pub fn read(text: &str) -> Result<Self, Mistake> {
        let parsed = parsed(text)?;
        let file = Fields::of(text, 0..0, parsed.get_ref(), FILE)?;
        let seat =
            |fields: &Fields<'_>| Ok(Seat { member: member(fields)?, name: fields.maybe_text("name")? });
        let seats = file.tables("members", &[MEMBER, &["name"]].concat())?;
        Ok(Self {
            quorum: quorum(&file)?,
            director_chairs: file.maybe_flag("director_chairs")?,
            seats: seats.iter().map(seat).collect::<Result<_, _>>()?,
            recusals: Recusal::all(&file)?,
        })
    }

    /// Returns the members without their names, as a plan holds them.
    pub fn members(&self) -> Vec<Member> {
        self.seats.iter().map(|seat| seat.member.clone()).collect()
    }

    /// Tells whether this member never takes part in the review of `resident`.
    pub fn recuses(&self, member: &str, resident: &ResidentId) -> bool {
        self.recusals.iter().any(|recusal| recusal.member == member && recusal.resident == *resident)
    }

    /// Returns the seat of the member with this identifier.
    pub fn seat(&self, id: &str) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.member.id == id)
    }
}

impl Seat {
    /// Tells whether this member coaches `resident`: by name, or by identifier where the case file has no name.
    pub fn coaches(&self, resident: &Resident) -> bool {
        let Some(coach) = resident.coach.as_deref().map(folded) else { return false };
        self.name.as_deref().map(folded) == Some(coach.clone()) || folded(&self.member.id) == coach
    }
}

/// Returns a name without regard to case and spacing.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads one member.
pub(super) fn member(fields: &Fields<'_>) -> Result<Member, Mistake> {
    let role = fields.text("role")?.parse::<Role>().ok();
    Ok(Member {
        id: fields.text("id")?,
        role: role.ok_or_else(|| {
            // A resident may sign, and has no seat: `check` says so in a sentence of its own.
            let sits = |role: &Role| *role != Role::Resident;
            let roles: Vec<_> = Role::iter().filter(sits).map(|role| role.to_string()).collect();
            fields.unfit("role", &format!("one of {}", roles.join(", ")))
        })?,
        faculty: fields.flag("faculty")?,
        core: fields.flag("core")?,
        votes: fields.flag("votes")?,
    })
}

/// Reads the table `quorum` of a file; the usual one where there is none.
pub(super) fn quorum(file: &Fields<'_>) -> Result<Quorum, Mistake> {
    let Some(fields) = file.table("quorum", &["core", "faculty"])? else { return Ok(Quorum::default()) };
    let number = |key, least| fields.whole(key, least..=u64::from(u8::MAX)).map(|n| n as u8);
    Ok(Quorum { core: number("core", 0)?, faculty: number("faculty", 1)? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TWO: &str = r#"# ours
[[members]]
id = "lin"
name = " Lin,  Ada "
role = "chair"
faculty = true
core = true
votes = true

[[members]]
id = "F0007"
role = "coordinator"
faculty = false
core = false
votes = false
"#;

    fn coached_by(coach: &str) -> Resident {
        Resident {
            id: "R1".parse().unwrap(),
            name: "R".to_owned(),
            entry_class: None,
            track: None,
            entered_on: None,
            graduates_on: None,
            status: crate::domain::resident::Status::Current,
            coach: Some(coach.to_owned()),
            absences: Vec::new(),
        }
    }

    #[test]
    fn a_committee_is_read_with_its_names_and_the_usual_quorum() {
        let read = Committee::read(TWO).unwrap();
        assert_eq!(read.quorum, Quorum { core: 1, faculty: 3 });
        let [lin, other] = &read.seats[..] else { panic!("{read:?}") };
        assert_eq!((lin.member.id.as_str(), lin.member.role, lin.member.core), ("lin", Role::Chair, true));
        assert_eq!((other.member.role, other.member.votes, &other.name), (Role::Coordinator, false, &None));
        let three = Committee::read(&format!("[quorum]\ncore = 2\nfaculty = 0x5\n{TWO}")).unwrap();
        assert_eq!(three.quorum, Quorum { core: 2, faculty: 5 });
    }

    #[test]
    fn a_coach_is_known_by_name_or_by_code_whatever_the_case() {
        let read = Committee::read(TWO).unwrap();
        assert!(read.seats[0].coaches(&coached_by("lin, ada")));
        assert!(!read.seats[0].coaches(&coached_by("Lin, Adam")));
        assert!(read.seats[1].coaches(&coached_by("F0007")));
    }

    #[test]
    fn a_mistake_is_one_sentence_with_its_line() {
        for (from, to, expected) in [
            (
                "[[members]]",
                "[[member]]",
                r#"line 2: "member" is not known here; what is: quorum, director_chairs, members, recusals"#,
            ),
            ("faculty = true", "faculty = 1", "line 6: faculty should be true or false"),
            ("core = true\n", "", r#"line 2: "core" is missing here"#),
            (
                "\"chair\"",
                "\"boss\"",
                "line 5: role should be one of chair, member, program_director, coordinator, coach, auditor",
            ),
            ("id = \"lin\"", "id = ' '", "line 3: id should be a text in quotation marks"),
            (
                "votes = true",
                "\"vo\\u001btes\" = 1",
                r#"line 8: "vo␛tes" is not known here; what is: id, role, faculty, core, votes, name"#,
            ),
            ("# ours", "quorum = 3", "line 1: quorum should be a table"),
            (
                "# ours",
                "quorum = { core = 1, faculty = 300 }",
                "line 1: faculty should be a whole number from 1 to 255",
            ),
        ] {
            let said = Committee::read(&TWO.replacen(from, to, 1)).unwrap_err().to_string();
            assert_eq!(said, expected);
        }
        assert_eq!(Committee::read("").unwrap_err().to_string(), r#"line 1: "members" is missing here"#);
        let said = Committee::read("\n\nmembers = [").unwrap_err().to_string();
        assert!(said.starts_with("line 3: this is not TOML (") && !said.contains('\n'), "{said}");
        let said = Committee::read("members = [3]").unwrap_err().to_string();
        assert_eq!(said, "line 1: each of members should be a table");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_in_one_line(
            text in "\\PC{0,40}|(members|quorum) = [-{}\\[\\]a-z= 0-9.]{0,20}"
        ) {
            if let Err(mistake) = Committee::read(&text) {
                prop_assert!(!mistake.to_string().chars().any(char::is_control));
            }
        }
    }
}
