#!/usr/bin/env bash
# A missing age is an old patient or no patient, by the library that it came through.
#
# One would guess: one table with a missing number gives one count, whether it stands in a polars or in
#   a pandas frame when DuckDB reads it.
# What happens: NaN in a pandas column is read as NULL. NaN in a polars column stays NaN, and in DuckDB
#   NaN is greater than every number: it is "80 and over", it is no NULL, and the mean is NaN.
# Versions: duckdb 1.5.5, pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1 (PyPI).
# Why it matters: counts of patients of 80 and over rise by every unknown age, and a list of missing ages
#   comes out empty, when a data team moves its script from pandas to polars.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
venv/bin/python - <<'PY'
import duckdb, pandas, polars

ages = {"age": [81.0, float("nan"), 30.0]}
ask = """select count(*) filter (age >= 80) as old, count(*) filter (age is null) as missing,
                avg(age)::varchar as mean from """
from_pandas, from_polars = pandas.DataFrame(ages), polars.DataFrame(ages)
by_pandas, by_polars = duckdb.sql(ask + "from_pandas").fetchone(), duckdb.sql(ask + "from_polars").fetchone()
print("version: duckdb", duckdb.__version__, "pandas", pandas.__version__, "polars", polars.__version__)
print("expected: 1 of 80 and over, 1 missing, mean 55.5, by both")
print("seen: by pandas", by_pandas, "| by polars", by_polars)
assert by_pandas == (1, 1, "55.5"), "the behaviour changed"
assert by_polars == (2, 0, "nan"), "the behaviour changed"
PY
