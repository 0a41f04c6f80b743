#!/usr/bin/env bash
# The log of a file that was replaced is played into the file that took its place.
#
# One would guess: a write-ahead log belongs to one database file and is refused beside another.
# What happens: a process ended without a checkpoint and left cases.duckdb.wal. A new file is made and
#   renamed to cases.duckdb. Opening it plays the old log into the new file: rows that were never there.
# Versions: duckdb 1.5.5 and 1.5.6 (PyPI). 2.0.1 refuses: "WAL does not match database file".
# Why it matters: "make the new file, then rename it over the old one" is the usual safe way to renew
#   a file of case data. With DuckDB 1.5 it is safe only where no log lies beside the old one.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb, os, subprocess, sys

subprocess.run([sys.executable, "-c", """
import duckdb, os
c = duckdb.connect('cases.duckdb')
c.execute("create table cases (id int, half_year text)")
c.execute("checkpoint")
c.execute("insert into cases values (1, 'last half-year')")
os._exit(0)
"""], check=True)
new = duckdb.connect("new.duckdb")
new.execute("create table cases (id int, half_year text)")
new.execute("insert into cases values (2, 'this half-year')")
new.close()
os.rename("new.duckdb", "cases.duckdb")
seen = duckdb.connect("cases.duckdb").execute("from cases order by id").fetchall()
print("version: duckdb", duckdb.__version__)
print("expected:", [(2, "this half-year")], "or a refusal")
print("seen:", seen)
assert seen == [(1, "last half-year"), (2, "this half-year")], "the behaviour changed"
PY
