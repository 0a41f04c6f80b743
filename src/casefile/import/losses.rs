//! Tells when an import loses so much that it should not take the place of a good case file.

use super::Summary;
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
pub(super) fn of(summary: &Summary, before: &[(String, u64)], allowed: f64) -> Vec<Loss> {
    let aside = summary.tallies.iter().filter_map(|tally| {
        let reasons = || summary.reasons.iter().filter(|r| r.relation == tally.relation && r.kind == "set aside");
        let once: u64 = reasons().filter(|r| r.reason.starts_with(TAKEN_ONCE)).map(|r| r.rows).sum();
        let (rows, of) = (tally.set_aside.saturating_sub(once), tally.read);
        if rows as f64 <= allowed * of as f64 {
            return None;
        }
        let cause = reasons().filter(|r| !r.reason.starts_with(TAKEN_ONCE)).max_by_key(|r| r.rows);
        let because = cause.map_or(String::new(), |cause| {
            let example = cause.examples.first().map_or(String::new(), |said| format!(" ({})", sanitised(said)));
            format!("; most often because {}{example}", sanitised(&cause.reason))
        });
        let sentence = format!(
            "{}: {rows} of {of} rows are set aside, which is {} and more than {}{because}; correct the source, or \
             give --accept-losses, or another share with --losses",
            tally.relation,
            percent(rows as f64 / of as f64),
            percent(allowed),
        );
        Some(Loss { relation: tally.relation.to_owned(), rows, of, sentence })
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
    use super::super::{Reason, Tally};
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
    fn a_relation_that_was_there_and_is_gone_is_lost() {
        let before = [("procedures".to_owned(), 7), ("milestones".to_owned(), 7), ("exams".to_owned(), 0)];
        let lost = of(&summary(10, 0, &[]), &before, 0.05);
        assert_eq!(lost.iter().map(|loss| &*loss.relation).collect::<Vec<_>>(), ["milestones"]);
    }
}
