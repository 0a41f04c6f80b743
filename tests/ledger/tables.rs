//! The ledger as tables, read by a bare engine: what `queries/reads/ledger.sql` promises.

use duckdb::Connection;

use super::samples::{thirty_one, written};

const VIEWS: &str = include_str!("../../queries/reads/ledger.sql");

/// Returns one text a row, as a client would see it.
fn asked(engine: &Connection, sql: &str) -> Vec<String> {
    let mut statement = engine.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    rows.map(|row| row.unwrap().unwrap_or_else(|| "null".to_owned())).collect()
}

#[test]
fn any_client_reads_a_ledger_as_tables() {
    let folder = tempfile::tempdir().unwrap();
    let state = thirty_one();
    let path = written(folder.path(), &state);
    let engine = Connection::open_in_memory().unwrap();
    let name = path.display().to_string().replace('\'', "''");
    engine.execute_batch(&format!("set variable ledger = '{name}'; {VIEWS}")).unwrap();

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
