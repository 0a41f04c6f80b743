//! The ledger as tables, read by a bare engine: what `queries/reads/ledger.sql` promises.

use duckdb::Connection;
use tempfile::TempDir;
use trellis::ledger::fold::State;

use super::room::{advised, as_director, at_the_first, overall, revoked, settled};
use super::samples::{recommendation, record, thirty_one, written};

const VIEWS: &str = include_str!("../../queries/reads/ledger.sql");

/// Returns one text a row, as a client would see it.
fn asked(engine: &Connection, sql: &str) -> Vec<String> {
    let mut statement = engine.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    rows.map(|row| row.unwrap().unwrap_or_else(|| "null".to_owned())).collect()
}

/// Opens the ledger of `state` as tables.
fn opened(state: &State) -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), state);
    let engine = Connection::open_in_memory().unwrap();
    let name = path.display().to_string().replace('\'', "''");
    engine.execute_batch(&format!("set variable ledger = '{name}'; {VIEWS}")).unwrap();
    // The views read the file whenever they are asked.
    (folder, engine)
}

#[test]
fn any_client_reads_a_ledger_as_tables() {
    let state = thirty_one();
    let (_folder, engine) = opened(&state);
    let hashes: Vec<_> = state.entries().map(|recorded| recorded.hash.to_string()).collect();
    assert_eq!(asked(&engine, "select hash from ledger_lines order by seq"), hashes);
    assert_eq!(
        asked(
            &engine,
            "select seq || ' ' || standing || ' ' || coalesce(ended_by::text, '-') from ledger_decisions order by seq"
        ),
        ["3 superseded 5", "4 superseded 6", "5 stands -", "6 revoked 7"]
    );
    assert_eq!(
        asked(&engine, "select seq || ' ' || standing || ' ' || due from ledger_goals order by seq"),
        ["10 superseded 2027-05-01", "11 closed 2027-11-01"]
    );
    assert_eq!(
        asked(&engine, "select distinct label || ': ' || shown || ', ' || n from ledger_evidence"),
        ["Ratings: 7 by 4 raters, 7"]
    );
    let signers = asked(&engine, "select principals || ' ' || options || ' ' || key from ledger_signers");
    assert_eq!(signers.join("\n") + "\n", state.signers().to_string());
}

/// An auditor who asks what was decided on a resident misses nothing: decisions on the resident as a whole stand
/// beside those on activities.
#[test]
fn overall_decisions_stand_beside_those_on_activities() {
    let mut state = at_the_first();
    record(&mut state, &recommendation(6, "3"));
    record(&mut state, &advised(7, "as_expected"));
    record(&mut state, &settled(8, 7, true, overall("as_expected")));
    record(&mut state, &as_director(revoked(9, 8)));
    record(&mut state, &revoked(10, 7));
    let (_folder, engine) = opened(&state);
    let rows = "select concat_ws(' ', seq, act, coalesce(epa, '-'), outcome, coalesce(level, '-'), standing, \
                coalesce(ended_by::text, '-'), coalesce(determines::text, '-')) from ledger_decisions order by seq";
    assert_eq!(
        asked(&engine, rows),
        [
            "6 recommendation EPA-3 entrust 3 stands - -",
            "7 overall_recommendation - as_expected - revoked 10 -",
            "8 overall_determination - as_expected - revoked 9 7"
        ]
    );
    assert_eq!(
        asked(&engine, "select distinct cast(rationale is not null as text) from ledger_decisions"),
        ["true"]
    );
}
