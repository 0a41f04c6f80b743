//! What the model is told by the thread that writes, with real files and a second writer.

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::ledger::entry::Role;

fn chair() -> Actor {
    Actor { id: "lin".to_owned(), role: Role::Chair }
}

fn request(id: &str, act: Act) -> Task {
    let (id, subject) = (id.to_owned(), None);
    Task::Record(Box::new(Request { id, subject, act, supersedes: None, evidence: None }))
}

fn opened(title: &str) -> Act {
    Act::MeetingOpened { meeting: "M1".to_owned(), title: title.to_owned() }
}

/// A ledger that somebody else writes to as well, under the same key.
fn other(path: &Path, key: &Path) -> (Ledger, Identity) {
    (Ledger::open(path).unwrap(), Identity::read(key).unwrap())
}

#[test]
fn what_others_did_before_an_act_was_refused_is_told_and_nothing_is_told_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (folder.path().join("p.ledger.jsonl"), folder.path().join("key"));
    Identity::make(&key, "lin").unwrap();
    let (events, received) = channel();
    let (drafts, cards) = (Drafts::beside(&path, "lin"), Cards::beside(&path, "lin"));
    let opens = path.clone();
    let ledger_writer = start(
        move || Ok(Ledger::open(&opens)?),
        (drafts, cards),
        (chair(), Identity::read(&key).unwrap()),
        || true,
        false,
        events,
    );
    let told = || match received.recv_timeout(Duration::from_mins(1)).unwrap() {
        Event::Message(message) => *message,
        _ => panic!("the thread ended"),
    };
    assert!(matches!(told(), Message::LedgerRead(_)));

    let (mut ledger, identity) = other(&path, &key);
    ledger.begin();
    let draft = |id: &str, act: Act| {
        let (id, actor) = (id.to_owned(), chair());
        Unplaced { id, at: now(), actor, subject: None, act, supersedes: None, evidence: None }
    };
    ledger.append(&draft("theirs-1", opened("Fall")), &identity).unwrap();

    let tasks = ledger_writer.tasks().unwrap();
    tasks.send(request("ours-1", opened("Autumn"))).unwrap();
    let Message::Others(entries) = told() else { panic!("others' entries are told before the refusal") };
    let seqs: Vec<_> = entries.iter().map(|recorded| recorded.entry.seq).collect();
    assert_eq!(seqs, [1, 2], "the list of signers and the opening");
    let Message::NotRecorded { request: refused, why } = told() else { panic!() };
    assert!(refused == "ours-1" && why.contains("M1"), "{why}");

    ledger.append(&draft("theirs-2", Act::MeetingClosed { meeting: "M1".to_owned() }), &identity).unwrap();
    let next = Act::MeetingOpened { meeting: "M2".to_owned(), title: "Spring".to_owned() };
    tasks.send(request("ours-2", next)).unwrap();
    let Message::Recorded { request: done, entries } = told() else { panic!() };
    let seqs: Vec<_> = entries.iter().map(|recorded| recorded.entry.seq).collect();
    assert_eq!((done.as_str(), seqs), ("ours-2", vec![3, 4, 5]), "the close, its checkpoint, and ours");

    // Nothing new is nothing told: the next message answers the next act.
    tasks.send(Task::Refresh).unwrap();
    tasks.send(request("ours-3", Act::MeetingClosed { meeting: "M2".to_owned() })).unwrap();
    assert!(matches!(told(), Message::Recorded { request, .. } if request == "ours-3"));
    drop((tasks, ledger_writer));
}
