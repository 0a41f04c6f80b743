#!/usr/bin/env bash
# COMMIT after a failed statement answers success, and nothing is recorded.
#
# One would guess: once a statement of a transaction has failed, COMMIT is an error, or records the rest.
# What happens: every further statement is refused ("Current transaction is aborted"), except COMMIT:
#   it returns without an error and has rolled everything back.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: a program that asks only whether COMMIT succeeded says "recorded" over nothing. Whoever
#   writes decisions should roll back on any error, and read the row again before saying so.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

c = duckdb.connect("decisions.duckdb")
c.execute("create table decisions (id int primary key, outcome text)")
c.execute("begin")
c.execute("insert into decisions values (1, 'ready')")
answers = []
for sql in ("insert into decisions values (1, 'twice')", "select 1", "commit"):
    try:
        c.execute(sql)
        answers.append("no error")
    except duckdb.Error as error:
        answers.append(str(error).split(":")[0])
left = c.execute("select count(*) from decisions").fetchone()[0]
print("version: duckdb", duckdb.__version__)
print("expected: an error at COMMIT, or one row")
print("seen: a second row of the same key:", answers[0], "| SELECT:", answers[1], "| COMMIT:", answers[2],
      "| rows that stand:", left)
assert answers == ["Constraint Error", "TransactionContext Error", "no error"], "the behaviour changed"
assert left == 0, "the behaviour changed"
PY
