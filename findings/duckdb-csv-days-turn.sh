#!/usr/bin/env bash
# One more row at the end of a CSV turns the days of all rows before it.
#
# One would guess: 03/04/2026 is read in one fixed way, or is refused as ambiguous, or stays text.
# What happens: read_csv takes whichever order of day and month fits the whole sample, and says nothing.
#   With days up to the 12th alone it is 3 April. One row of 06/25/2026 more, and it is 4 March.
#   Two such exports in one read_csv([...]) are read each in its own way, into one column.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: case lists from the United States have month first. A resident's first twelve days of a
#   month are read one way until the thirteenth, and the counts by month change for the past.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

first = "case_id,day\nA1,03/04/2026\nA2,05/06/2026\n"
open("short.csv", "w").write(first)
open("long.csv", "w").write(first + "A3,06/25/2026\n")
ask = "select strftime(day, '%Y-%m-%d') from read_csv({}) where case_id = 'A1' order by 1"
short = duckdb.sql(ask.format("'short.csv'")).fetchall()
long = duckdb.sql(ask.format("'long.csv'")).fetchall()
both = duckdb.sql(ask.format("['long.csv', 'short.csv']")).fetchall()
print("version: duckdb", duckdb.__version__)
print("expected: A1 has one day in both files")
print("seen: A1 in the short file", short, "| with one row more", long, "| both in one read", both)
assert short == [("2026-04-03",)], "the behaviour changed"
assert long == [("2026-03-04",)], "the behaviour changed"
assert both == [("2026-03-04",), ("2026-04-03",)], "the behaviour changed"
PY
