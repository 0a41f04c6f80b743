#!/usr/bin/env bash
# A CSV that DuckDB wrote does not come back as it was.
#
# One would guess: COPY TO writes an empty text as "" and NULL as nothing, so that the two can be told
#   apart, and read_csv tells them apart.
# What happens: it writes them apart and reads both as NULL. allow_quoted_nulls = false keeps them.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: "asked, and nothing was said" and "never asked" are two facts in a review. A table
#   that goes out as CSV and comes back has lost the first.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

duckdb.sql("create table remarks as from (values (1, ''), (2, null), (3, 'good')) t(id, remark)")
duckdb.sql("copy remarks to 'remarks.csv'")
lines = open("remarks.csv").read().splitlines()
back = duckdb.sql("from read_csv('remarks.csv') order by id").fetchall()
kept = duckdb.sql("from read_csv('remarks.csv', allow_quoted_nulls = false) order by id").fetchall()
print("version: duckdb", duckdb.__version__)
print("written:", lines)
print("expected:", [(1, ""), (2, None), (3, "good")])
print("seen:", back)
print("with allow_quoted_nulls = false:", kept)
assert lines == ["id,remark", '1,""', "2,", "3,good"], "the behaviour changed"
assert back == [(1, None), (2, None), (3, "good")], "the behaviour changed"
assert kept == [(1, ""), (2, None), (3, "good")], "the behaviour changed"
PY
