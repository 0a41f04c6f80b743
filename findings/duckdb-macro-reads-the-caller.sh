#!/usr/bin/env bash
# In an attached file, a view reads the file's table and a macro reads the caller's.
#
# One would guess: a view and a macro that were made in one file over the same table "cases" both read
#   that file's table when the file is attached under another name.
# What happens: the view does. The macro, called as src.n_cases(), reads the table "cases" of the
#   connection that calls it, without a word.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: a count that a data team stored as a macro in a case file answers from another file
#   as soon as two are attached, as in a comparison of this half-year with the last.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

made = duckdb.connect("harbor.duckdb")
made.execute("create table cases as from range(3)")
made.execute("create view v_cases as from cases")
made.execute("create macro n_cases() as (select count(*) from cases)")
made.close()
here = duckdb.connect()
here.execute("create table cases as from range(100)")
here.execute("attach 'harbor.duckdb' as src (read_only)")
view, macro = here.execute("select (select count(*) from src.v_cases), src.n_cases()").fetchone()
print("version: duckdb", duckdb.__version__)
print("expected: 3 by the view, 3 by the macro")
print("seen:", view, "by the view,", macro, "by the macro")
assert (view, macro) == (3, 100), "the behaviour changed"
PY
