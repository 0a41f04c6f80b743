//! Unsent decisions and goals beside the ledger.

use trellis::committee::sheet::Draft;
use trellis::committee::sheet::decision::DecisionDraft;
use trellis::committee::sheet::goal::{Ending, GoalDraft};
use trellis::ledger::drafts::Drafts;
use trellis::ledger::store::Ledger;

use super::samples::{identity, recommendation};

fn decision(id: &str, resident: &str) -> DecisionDraft {
    DecisionDraft {
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
        out_of_turn: String::new(),
    }
}

fn unsent(id: &str, resident: &str) -> Draft {
    Draft::Decision(decision(id, resident))
}

#[test]
fn an_unsent_decision_is_offered_until_it_became_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    let drafts = Drafts::beside(&path, "c.chair");
    drafts.keep(&unsent("act-1", "R-007")).unwrap();
    drafts.keep(&unsent("act-2", "R-008")).unwrap();
    let rationale = "Half a sentence".to_owned();
    let longer = Draft::Decision(DecisionDraft { rationale, ..decision("act-1", "R-007") });
    drafts.keep(&longer).unwrap();
    assert_eq!(drafts.unsent::<Draft>(ledger.state()).unwrap(), [longer, unsent("act-2", "R-008")]);
    assert_eq!(Drafts::beside(&path, "c-chair").unsent::<Draft>(ledger.state()).unwrap(), []);
    // A crash between the entry and the removal of its draft must not offer the draft again.
    ledger.append(&recommendation(1, "3"), identity("c.chair")).unwrap();
    assert_eq!(drafts.unsent::<Draft>(ledger.state()).unwrap(), [unsent("act-2", "R-008")]);
    drafts.remove::<Draft>("act-2").unwrap();
    assert_eq!(drafts.unsent::<Draft>(ledger.state()).unwrap(), []);
}

#[test]
fn damaged_drafts_are_reported_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let drafts = Drafts::beside(&path, "c.chair");
    std::fs::write(drafts.path("draft"), b"{\"R-007").unwrap();
    assert!(drafts.keep(&unsent("act-1", "R-007")).is_err());
    assert_eq!(std::fs::read(drafts.path("draft")).unwrap(), b"{\"R-007");
}

#[test]
fn an_unsent_goal_is_kept_beside_the_decisions_and_removed_by_its_identifier() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let ledger = Ledger::open(&path).unwrap();
    let drafts = Drafts::beside(&path, "c.chair");
    let goal = |id: &str, ends| GoalDraft {
        id: id.to_owned(),
        resident: "R-007".parse().unwrap(),
        ends,
        text: "Lead a one-".to_owned(),
        owner: "Lin".to_owned(),
        due: "2027-05".to_owned(),
        about: None,
        ending: Some(Ending::Carried),
        reason: String::new(),
    };
    drafts.keep(&unsent("act-1", "R-007")).unwrap();
    let goal = |id: &str, ends| Draft::Goal(goal(id, ends));
    drafts.keep(&goal("act-2", None)).unwrap();
    drafts.keep(&goal("act-3", Some(4))).unwrap();
    let Draft::Goal(shorter) = goal("act-2", None) else { unreachable!() };
    let longer = Draft::Goal(GoalDraft { text: "Lead a one-lung case".to_owned(), ..shorter });
    drafts.keep(&longer).unwrap();
    let kept = || drafts.unsent::<Draft>(ledger.state()).unwrap();
    let is_kept = |draft: &Draft| kept().contains(draft);
    assert!(kept().len() == 3 && is_kept(&longer) && is_kept(&goal("act-3", Some(4))), "{:?}", kept());
    drafts.remove::<Draft>("act-2").unwrap();
    assert_eq!(kept(), [unsent("act-1", "R-007"), goal("act-3", Some(4))]);
}
