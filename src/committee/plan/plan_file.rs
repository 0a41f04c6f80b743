//! A meeting's plan as a TOML text that people edit: one line a member, one line a resident.

use std::fmt::Write as _;

use toml::Value;

use super::class::class;
use super::committee::{MEMBER, member, quorum};
use super::fields::{Fields, Mistake, parsed};
use super::{GREATEST_SEED, MOST_MINUTES, Recusal};
use crate::domain::catalog::Catalog;
use crate::domain::meeting::{Plan, Slot};
use crate::ledger::fold::Meeting;

/// What a plan file holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlanFile {
    /// The meeting's identifier, under which the ledger will know it.
    pub meeting: String,
    pub title: String,
    pub plan: Plan,
    /// Those that are known before; the opening puts them on record.
    pub recusals: Vec<Recusal>,
}

const FILE: &[&str] =
    &["meeting", "title", "seed", "quorum", "director_chairs", "members", "agenda", "recusals"];

impl PlanFile {
    /// Reads a plan from a TOML text; whether it holds for a case file, `check::faults` says.
    pub fn read(text: &str) -> Result<Self, Mistake> {
        let parsed = parsed(text)?;
        let file = Fields::of(text, 0..0, parsed.get_ref(), FILE)?;
        let members = file.tables("members", MEMBER)?;
        let agenda = file.tables("agenda", &["resident", "reviewer", "minutes"])?;
        Ok(Self {
            meeting: file.text("meeting")?,
            title: file.text("title")?,
            plan: Plan {
                quorum: quorum(&file)?,
                members: members.iter().map(member).collect::<Result<_, _>>()?,
                agenda: agenda.iter().map(slot).collect::<Result<_, _>>()?,
                seed: file.whole("seed", 0..=GREATEST_SEED)?,
                director_chairs: file.maybe_flag("director_chairs")?,
            },
            recusals: Recusal::all(&file)?,
        })
    }

    /// Writes the plan; beside each resident stands their clinical year, which is a comment and not read.
    pub fn written(&self, catalog: &Catalog) -> String {
        let plan = &self.plan;
        let mut text = String::from(HEAD);
        let _ = writeln!(text, "meeting = {}\ntitle = {}", quoted(&self.meeting), quoted(&self.title));
        let _ = writeln!(text, "seed = {}  # what the order was drawn from", plan.seed);
        let _ =
            writeln!(text, "quorum = {{ faculty = {}, core = {} }}", plan.quorum.faculty, plan.quorum.core);
        if plan.director_chairs {
            text += "director_chairs = true\n";
        }
        text += "\n# In the order in which they speak: the most junior first, the program director last.\nmembers = [\n";
        for m in &plan.members {
            let (id, role) = (quoted(&m.id), quoted(&m.role.to_string()));
            let flags = format!("faculty = {}, core = {}, votes = {}", m.faculty, m.core, m.votes);
            let _ = writeln!(text, "  {{ id = {id}, role = {role}, {flags} }},");
        }
        text += "]\n\n# In the order of the meeting; the reviewer reads everything before, and proposes.\nagenda = [\n";
        for slot in &plan.agenda {
            let resident = quoted(slot.resident.as_str());
            let reviewer =
                slot.reviewer.as_ref().map(|who| format!(", reviewer = {}", quoted(who))).unwrap_or_default();
            let year = catalog.resident(&slot.resident).map(|r| class(r, catalog)).unwrap_or_default();
            let line =
                format!("  {{ resident = {resident}{reviewer}, minutes = {} }},  # {year}", slot.minutes);
            let _ = writeln!(text, "{}", line.trim_end_matches([' ', '#']));
        }
        text += "]\n";
        if !self.recusals.is_empty() {
            text += "\n# Who takes no part in one resident's review. The reason goes into the ledger, not into the minutes.\nrecusals = [\n";
            for Recusal { member, resident, reason } in &self.recusals {
                let (member, resident) = (quoted(member), quoted(resident.as_str()));
                let reason = quoted(reason);
                let _ =
                    writeln!(text, "  {{ member = {member}, resident = {resident}, reason = {reason} }},");
            }
            text += "]\n";
        }
        text
    }

    /// Returns the recusals that the meeting does not have on record yet.
    pub fn unrecorded<'a>(&'a self, open: Option<&'a Meeting>) -> impl Iterator<Item = &'a Recusal> {
        let recorded = move |recusal: &Recusal| {
            let review = open.filter(|open| open.id == self.meeting)?.review(&recusal.resident)?;
            review.recused.get(&recusal.member)
        };
        self.recusals.iter().filter(move |recusal| recorded(recusal).is_none())
    }
}

const HEAD: &str = "# The plan of a meeting. Change it as you like: move, take out or add lines.\n\
                    # `trellis meeting plan CASES --check` with this file says what does not hold.\n";

fn slot(fields: &Fields<'_>) -> Result<Slot, Mistake> {
    Ok(Slot {
        resident: fields.resident("resident")?,
        reviewer: fields.maybe_text("reviewer")?,
        minutes: fields.whole("minutes", 1..=u64::from(MOST_MINUTES))? as u16,
    })
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::meeting::Quorum;
    use crate::domain::role::Role;
    use crate::testing::committee::{catalog, resident};

    const PLAN: &str = r#"meeting = "2026-11"
title = "November"
seed = 7
quorum = { faculty = 4, core = 2 }
members = [
  { id = "lin", role = "chair", faculty = true, core = true, votes = true },
]
agenda = [
  { resident = "R2", reviewer = "lin", minutes = 9 },
  { resident = "R1", minutes = 6 },
]
"#;

    #[test]
    fn a_plan_is_read_as_it_stands() {
        let read = PlanFile::read(PLAN).unwrap();
        assert_eq!((read.meeting.as_str(), read.title.as_str(), read.plan.seed), ("2026-11", "November", 7));
        assert_eq!(read.plan.quorum, Quorum { core: 2, faculty: 4 });
        assert_eq!((read.plan.members[0].id.as_str(), read.plan.members[0].role), ("lin", Role::Chair));
        let [first, second] = &read.plan.agenda[..] else { panic!("{read:?}") };
        assert_eq!(
            (first.resident.as_str(), first.reviewer.as_deref(), first.minutes),
            ("R2", Some("lin"), 9)
        );
        assert_eq!((second.resident.as_str(), &second.reviewer, second.minutes), ("R1", &None, 6));
    }

    #[test]
    fn that_the_program_director_may_chair_is_said_and_else_does_not_hold() {
        let directed = format!("director_chairs = true\n{PLAN}");
        let read = PlanFile::read(&directed).unwrap();
        assert!(read.plan.director_chairs && !PlanFile::read(PLAN).unwrap().plan.director_chairs);
        assert_eq!(PlanFile::read(&read.written(&catalog(Vec::new()))), Ok(read));
    }

    #[test]
    fn tables_under_heads_are_the_same_plan() {
        let heads = PLAN
            .replace("quorum = { faculty = 4, core = 2 }\n", "")
            .replace("members = [\n  { id = \"lin\", role = \"chair\", faculty = true, core = true, votes = true },\n]\n", "")
            .replace("agenda = [\n  { resident = \"R2\", reviewer = \"lin\", minutes = 9 },\n  { resident = \"R1\", minutes = 6 },\n]\n", "")
            + "[quorum]\nfaculty = 4\ncore = 2\n[[members]]\nid = \"lin\"\nrole = \"chair\"\nfaculty = true\n\
               core = true\nvotes = true\n[[agenda]]\nresident = \"R2\"\nreviewer = \"lin\"\nminutes = 9\n\
               [[agenda]]\nresident = \"R1\"\nminutes = 6\n";
        assert_eq!(PlanFile::read(&heads), PlanFile::read(PLAN));
    }

    #[test]
    fn a_written_plan_says_each_residents_year_beside_them() {
        let program = catalog(vec![resident("R1", Some(3), None), resident("R2", None, None)]);
        let written = PlanFile::read(PLAN).unwrap().written(&program);
        assert!(written.contains("  { resident = \"R1\", minutes = 6 },  # CA-3\n"), "{written}");
        assert!(
            written.contains("  { resident = \"R2\", reviewer = \"lin\", minutes = 9 },  # —\n"),
            "{written}"
        );
        assert!(written.contains("\nseed = 7  # what"), "{written}");
    }

    #[test]
    fn a_mistake_is_one_sentence_with_its_line() {
        for (from, to, expected) in [
            (
                "seed",
                "sead",
                "line 3: \"sead\" is not known here; what is: meeting, title, seed, quorum, director_chairs, members, agenda, recusals",
            ),
            ("seed = 7\n", "", "line 1: \"seed\" is missing here"),
            ("seed = 7", "seed = -7", "line 3: seed should be a whole number from 0 to 9007199254740991"),
            ("minutes = 6", "minutes = 0", "line 10: minutes should be a whole number from 1 to 240"),
            ("minutes = 6", "minutes = 6.5", "line 10: minutes should be a whole number from 1 to 240"),
            (
                "minutes = 6",
                "time = 6",
                "line 10: \"time\" is not known here; what is: resident, reviewer, minutes",
            ),
            (
                "\"R1\"",
                "\"R 1\"",
                "line 10: resident should be a resident's code, printable ASCII without spaces",
            ),
            ("\"R1\"", "1", "line 10: resident should be a text in quotation marks"),
            ("\"lin\", minutes", "\"\", minutes", "line 9: reviewer should be a text in quotation marks"),
            ("core = true, ", "", "line 6: \"core\" is missing here"),
        ] {
            let said = PlanFile::read(&PLAN.replacen(from, to, 1)).unwrap_err().to_string();
            assert_eq!(said, expected);
        }
        let twice = PlanFile::read(&format!("{PLAN}seed = 8\n")).unwrap_err().to_string();
        assert!(twice.starts_with("line 12: this is not TOML (") && !twice.contains('\n'), "{twice}");
    }

    proptest! {
        #[test]
        fn a_plan_cut_or_garbled_anywhere_is_read_or_refused_in_one_line(at in 0usize..400, with in "\\PC{0,3}") {
            let at = at.min(PLAN.len());
            for text in [PLAN[..at].to_owned(), format!("{}{with}{}", &PLAN[..at], &PLAN[at..])] {
                if let Err(mistake) = PlanFile::read(&text) {
                    prop_assert!(!mistake.to_string().chars().any(char::is_control));
                }
            }
        }
    }
}
