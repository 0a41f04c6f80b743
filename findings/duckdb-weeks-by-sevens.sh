#!/usr/bin/env bash
# date_diff counts months by the calendar and weeks by sevens of days.
#
# One would guess: date_diff counts the boundaries between two days, of whatever unit, as it does for months and
#   years: from 31 October to 1 November is 1 month. So from a Sunday to the Monday after it is 1 week.
# What happens: that is 0 weeks. date_diff('week', ...) is date_sub('week', ...), the number of whole seven days,
#   although date_trunc('week', ...) begins weeks on Mondays.
# Versions: duckdb 1.5.5 (PyPI); the same in 1.5.6 and 2.0.1.
# Why it matters: cases by week that are grouped by date_trunc and numbered by date_diff fall apart: three of
#   seven pairs of days are another number of weeks apart by the one than by the other.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb

seen = duckdb.sql("""
    select date_diff('month', date '2026-10-31', date '2026-11-01'),
           date_diff('year', date '2025-12-31', date '2026-01-01'),
           date_diff('week', date '2026-11-01', date '2026-11-02'),
           dayname(date '2026-11-01')""").fetchone()
other, as_sub, pairs = duckdb.sql("""
    select count(*) filter (weeks <> (date_trunc('week', b)::date - date_trunc('week', a)::date) // 7),
           count(*) filter (weeks <> date_sub('week', a, b)),
           count(*)
    from (select *, date_diff('week', a, b) as weeks
          from (select date '2026-01-01' + i::int as a, date '2026-01-01' + (i + j)::int as b
                from range(7) x(i), range(364) y(j)))""").fetchone()
print("version: duckdb", duckdb.__version__)
print("expected: 1 month, 1 year, 1 week (from a Sunday to the Monday after it)")
print("seen: %s month, %s year, %s week (from a %s)" % seen)
print(f"of {pairs} pairs of days, {other} are another number of weeks apart by date_trunc, {as_sub} by date_sub")
assert seen == (1, 1, 0, "Sunday"), "the behaviour changed"
assert as_sub == 0 and other * 7 == pairs * 3, "the behaviour changed"
PY
