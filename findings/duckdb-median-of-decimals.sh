#!/usr/bin/env bash
# The median of half steps is cut to one digit.
#
# One would guess: the median of 2.5 and 3.0 is 2.75, as their mean is.
# What happens: DuckDB reads the literals 2.5 and 3.0 as DECIMAL(2,1), and median() and
#   quantile_cont() answer in the type of their column. 2.75 does not fit, and becomes 2.7.
#   avg() of the same column answers in DOUBLE, 2.75.
# Versions: duckdb 1.5.5 (PyPI); the same in 1.5.6 and 2.0.1.
# Why it matters: milestone levels come in half steps, and half-way between two of them lies a quarter.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

levels = "(values (2.5), (3.0)) t(level)"
row = duckdb.sql(f"""
    select typeof(any_value(level)), median(level)::varchar, quantile_cont(level, 0.5)::varchar, avg(level),
           median(level::double)
    from {levels}""").fetchone()
print("version: duckdb", duckdb.__version__)
print("expected: median 2.75, like the mean")
print("seen: type %s, median %s, quantile_cont %s, mean %s, median of doubles %s" % row)
assert row == ("DECIMAL(2,1)", "2.7", "2.7", 2.75, 2.75), "the behaviour changed"
PY
