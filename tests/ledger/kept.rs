//! Unsent decisions beside the ledger.

use trellis::ledger::drafts::{Drafts, Unsent};
use trellis::ledger::file::Ledger;

use super::samples::recommendation;

fn unsent(id: &str, resident: &str) -> Unsent {
    Unsent {
        id: id.to_owned(),
        resident: resident.parse().unwrap(),
        epa: "EPA-3".parse().unwrap(),
        outcome: None,
        level: Some("3".to_owned()),
        rationale: "Half a sent".to_owned(),
        insufficient_evidence: false,
        dissent: None,
        recused: Vec::new(),
        reason: None,
    }
}

#[test]
fn an_unsent_decision_is_offered_until_it_became_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let mut ledger = Ledger::open(&path).unwrap();
    let drafts = Drafts::beside(&path, "c.chair");
    drafts.keep(&unsent("act-1", "R-007")).unwrap();
    drafts.keep(&unsent("act-2", "R-008")).unwrap();
    let mut longer = unsent("act-1", "R-007");
    longer.rationale = "Half a sentence".to_owned();
    drafts.keep(&longer).unwrap();
    assert_eq!(drafts.unsent(ledger.state()).unwrap(), [longer, unsent("act-2", "R-008")]);
    assert_eq!(Drafts::beside(&path, "c-chair").unsent(ledger.state()).unwrap(), []);
    // A crash between the entry and the removal of its draft must not offer the draft again.
    ledger.append(&recommendation(1, "3")).unwrap();
    assert_eq!(drafts.unsent(ledger.state()).unwrap(), [unsent("act-2", "R-008")]);
    drafts.remove("act-2").unwrap();
    assert_eq!(drafts.unsent(ledger.state()).unwrap(), []);
}

#[test]
fn damaged_drafts_are_reported_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let drafts = Drafts::beside(&path, "c.chair");
    std::fs::write(drafts.path(), b"{\"R-007").unwrap();
    assert!(drafts.keep(&unsent("act-1", "R-007")).is_err());
    assert_eq!(std::fs::read(drafts.path()).unwrap(), b"{\"R-007");
}
