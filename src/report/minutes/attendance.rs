//! Who was there, who chaired, and whether that was a quorum; all of it each time that attendance was taken.

use super::{Told, taken};
use crate::domain::meeting::{Count, Plan};
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;
use crate::report::decided::entries;
use crate::report::page::Section;

/// One time that attendance was taken.
struct Taken<'a> {
    entry: u64,
    chair: &'a str,
    present: &'a [String],
}

/// Says who was there throughout, for a part and never, who chaired, and how the quorum stood.
pub fn section(told: Told<'_>) -> Section {
    let section = |lines| Section::list("Attendance and quorum", lines);
    let Some(plan) = &told.held.plan else {
        return section(vec!["the meeting had no plan, so that no quorum was asked for".to_owned()]);
    };
    let planned = told.during().filter(|recorded| matches!(recorded.entry.act, Act::MeetingPlanned { .. }));
    let planned: Vec<u64> = planned.map(|recorded| recorded.entry.seq).collect();
    let quorum = plan.quorum;
    let asked = format!(
        "asked for: {} of the faculty, {} of them core ({})",
        quorum.faculty,
        quorum.core,
        entries(&planned)
    );
    let all: Vec<_> = taken::attendances(told)
        .filter_map(|recorded| match &recorded.entry.act {
            Act::AttendanceTaken { chair, present, .. } => {
                Some(Taken { entry: recorded.entry.seq, chair, present })
            }
            _ => None,
        })
        .collect();
    if all.is_empty() {
        return section(vec![asked, "attendance was not taken, and nothing could be decided".to_owned()]);
    }
    let mut lines = present(plan, &all);
    lines.extend(chairs(&all));
    lines.push(asked);
    lines.extend(all.iter().map(|taken| counted(plan, taken)));
    section(lines)
}

fn present(plan: &Plan, all: &[Taken<'_>]) -> Vec<String> {
    let every: Vec<u64> = all.iter().map(|taken| taken.entry).collect();
    let (mut throughout, mut for_a_part, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for member in &plan.members {
        let there: Vec<u64> =
            all.iter().filter(|taken| taken.present.contains(&member.id)).map(|taken| taken.entry).collect();
        let name = sanitised(&member.id);
        match there.len() {
            0 => never.push(name),
            n if n == all.len() => throughout.push(name),
            _ => for_a_part.push(format!("{name} (by {})", entries(&there))),
        }
    }
    let line = |label: &str, who: &[String]| {
        let who = if who.is_empty() { "nobody".to_owned() } else { who.join(", ") };
        format!("{label}: {who} ({})", entries(&every))
    };
    if all.len() == 1 {
        return vec![line("present", &throughout), line("absent", &never)];
    }
    vec![
        line("present throughout", &throughout),
        line("present for a part", &for_a_part),
        line("never present", &never),
    ]
}

/// Names each who chaired, with the first entry that says so.
fn chairs(all: &[Taken<'_>]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last = None;
    for taken in all.iter().filter(|taken| last.replace(taken.chair) != Some(taken.chair)) {
        lines.push(format!("chair: {} (entry {})", sanitised(taken.chair), taken.entry));
    }
    lines
}

fn counted(plan: &Plan, taken: &Taken<'_>) -> String {
    let there = plan.members.iter().filter(|member| taken.present.contains(&member.id));
    let Count { faculty, core, reached } = plan.quorum.count(there);
    let verdict = if reached { "a quorum" } else { "no quorum, and nothing could be decided" };
    format!("present: {faculty} of the faculty, {core} of them core: {verdict} (entry {})", taken.entry)
}
