//! Tells when an import loses so much that it should not take the place of a good case file.

use super::{Follow, Reason, Summary, Tally};
use crate::domain::text::sanitised;

/// What an import would lose, and what to do about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Loss {
    pub relation: String,
    /// Rows that are not taken, of how many.
    pub rows: u64,
    pub of: u64,
    pub sentence: String,
}

/// What the reason of a row begins with that loses nothing, because the same is taken once.
const TAKEN_ONCE: &str = "the same row stands in the source already";

/// Returns the relations of which more than the share `allowed` is set aside, and those of `before` that are gone.
///
/// A relation that is lost only with the cases or residents that it hangs on is told with these, where they are lost.
pub(super) fn of(summary: &Summary, before: &[(String, u64)], allowed: f64) -> Vec<Loss> {
    let lost = |tally: &Tally| {
        let once: u64 = set_aside(summary, tally.relation).filter(|r| is_once(r)).map(|r| r.rows).sum();
        let rows = tally.set_aside.saturating_sub(once);
        let by_itself = rows.saturating_sub(following(summary, tally.relation).map(|f| f.rows).sum());
        let is_much = |rows: u64| rows as f64 > allowed * tally.read as f64;
        (rows, is_much(rows), is_much(by_itself))
    };
    let is_lost_itself = |name: &str| summary.tallies.iter().any(|t| t.relation == name && lost(t).2);
    let aside = summary.tallies.iter().filter_map(|tally| {
        let (rows, is_much, is_much_by_itself) = lost(tally);
        let is_told =
            !is_much_by_itself && following(summary, tally.relation).any(|f| is_lost_itself(&f.home));
        (is_much && !is_told).then(|| loss(summary, tally, rows, allowed))
    });
    let gone = before.iter().filter(|(relation, rows)| *rows > 0 && kept(summary, relation) == 0);
    let gone = gone.map(|(relation, rows)| Loss {
        relation: relation.clone(),
        rows: *rows,
        of: *rows,
        sentence: format!(
            "{relation}: the case file that would be replaced has {rows} {}, and this import takes none; bring them \
             again, or give --accept-losses",
            if *rows == 1 { "row" } else { "rows" }
        ),
    });
    aside.chain(gone).collect()
}

/// Says what would be lost of a relation, and with it.
fn loss(summary: &Summary, tally: &Tally, rows: u64, allowed: f64) -> Loss {
    let of = tally.read;
    let cause = set_aside(summary, tally.relation).filter(|r| !is_once(r)).max_by_key(|r| r.rows);
    let home = following(summary, tally.relation).max_by_key(|f| f.rows);
    let because = match (cause, home) {
        (Some(cause), home) if home.is_none_or(|home| home.rows <= cause.rows) => {
            let example =
                cause.examples.first().map_or(String::new(), |said| format!(" ({})", sanitised(said)));
            format!("; most often because {}{example}", sanitised(&cause.reason))
        }
        (_, Some(home)) => format!("; most often because rows of {} that they name are set aside", home.home),
        _ => String::new(),
    };
    let with = summary.follows.iter().filter(|f| f.home == tally.relation);
    let with: Vec<_> = with.map(|f| format!("{} of {}", f.rows, f.relation)).collect();
    let with = if with.is_empty() { String::new() } else { format!("; with them go {}", with.join(", ")) };
    let sentence = format!(
        "{}: {rows} of {of} rows are set aside, which is {} and more than {}{because}{with}; correct the source, or \
         give --accept-losses, or another share with --losses",
        tally.relation,
        percent(rows as f64 / of as f64),
        percent(allowed),
    );
    Loss { relation: tally.relation.to_owned(), rows, of, sentence }
}

fn set_aside<'a>(summary: &'a Summary, relation: &'a str) -> impl Iterator<Item = &'a Reason> {
    summary.reasons.iter().filter(move |r| r.relation == relation && r.kind == "set aside")
}

fn is_once(reason: &Reason) -> bool {
    reason.reason.starts_with(TAKEN_ONCE)
}

fn following<'a>(summary: &'a Summary, relation: &'a str) -> impl Iterator<Item = &'a Follow> {
    summary.follows.iter().filter(move |f| f.relation == relation)
}

fn kept(summary: &Summary, relation: &str) -> u64 {
    summary.tallies.iter().filter(|tally| tally.relation == relation).map(|tally| tally.kept).sum()
}

/// Writes a share for people: without decimals where that says enough.
fn percent(share: f64) -> String {
    let hundredfold = share * 100.0;
    if (hundredfold - hundredfold.round()).abs() < 0.05 || hundredfold > 10.0 {
        format!("{hundredfold:.0} %")
    } else {
        format!("{hundredfold:.1} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(read: u64, set_aside: u64, reasons: &[(&str, u64)]) -> Summary {
        let reason = |(said, rows): &(&str, u64)| Reason {
            relation: "procedures".to_owned(),
            kind: "set aside".to_owned(),
            reason: (*said).to_owned(),
            rows: *rows,
            examples: vec!["procedures.csv row 2: so".to_owned()],
        };
        Summary {
            tallies: vec![Tally { relation: "procedures", read, kept: read - set_aside, set_aside }],
            reasons: reasons.iter().map(reason).collect(),
            ..Summary::default()
        }
    }

    #[test]
    fn a_share_is_lost_where_it_is_greater_than_the_one_allowed() {
        let said = |read, aside, reasons: &[(&str, u64)]| of(&summary(read, aside, reasons), &[], 0.05);
        assert!(said(100, 5, &[("why", 5)]).is_empty());
        let lost = said(100, 6, &[("rare", 2), ("frequent", 4)]);
        assert_eq!((lost[0].rows, lost[0].of), (6, 100));
        assert!(lost[0].sentence.starts_with("procedures: 6 of 100 rows are set aside, which is 6 % and more than 5 %; most often because frequent (procedures.csv row 2: so)"), "{}", lost[0].sentence);
        assert!(said(0, 0, &[]).is_empty());
    }

    #[test]
    fn what_is_taken_once_is_not_lost() {
        assert!(of(&summary(100, 50, &[(TAKEN_ONCE, 50)]), &[], 0.05).is_empty());
    }

    #[test]
    fn what_goes_with_its_case_is_told_with_it() {
        let mut lost = summary(100, 60, &[("never", 10)]);
        lost.tallies.insert(0, Tally { relation: "cases", read: 20, kept: 10, set_aside: 10 });
        lost.follows = vec![Follow { relation: "procedures".to_owned(), home: "cases".to_owned(), rows: 56 }];
        let cause =
            Reason { relation: "cases".to_owned(), reason: "why".to_owned(), ..lost.reasons[0].clone() };
        lost.reasons.push(cause);
        let told = of(&lost, &[], 0.05);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].sentence.contains("because why")
                && told[0].sentence.contains("with them go 56 of procedures")
        );
        // Few cases, on which much hangs.
        lost.tallies[0] = Tally { relation: "cases", read: 2000, kept: 1990, set_aside: 10 };
        let told = of(&lost, &[], 0.05);
        assert_eq!((told.len(), &*told[0].relation), (1, "procedures"));
        assert!(
            told[0].sentence.contains("rows of cases that they name are set aside"),
            "{}",
            told[0].sentence
        );
        // Enough is lost by itself.
        lost.tallies[0] = Tally { relation: "cases", read: 20, kept: 10, set_aside: 10 };
        lost.follows[0].rows = 50;
        assert_eq!(of(&lost, &[], 0.05).len(), 2);
    }

    #[test]
    fn a_relation_that_was_there_and_is_gone_is_lost() {
        let before = [("procedures".to_owned(), 7), ("milestones".to_owned(), 7), ("exams".to_owned(), 0)];
        let lost = of(&summary(10, 0, &[]), &before, 0.05);
        assert_eq!(lost.iter().map(|loss| &*loss.relation).collect::<Vec<_>>(), ["milestones"]);
    }
}
