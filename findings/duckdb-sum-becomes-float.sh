#!/usr/bin/env bash
# A sum of whole numbers leaves DuckDB as a floating-point number.
#
# One would guess: the sum of a BIGINT column is a whole number wherever it goes, as count(*) is.
# What happens: the sum is a HUGEINT. DuckDB writes it to Parquet as DOUBLE, and to pandas as float64, so
#   a number over 2^53 is another number there. Nothing is said. Only polars gets a whole number.
# Versions: duckdb 1.5.5, pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1 (PyPI).
# Why it matters: a total that is printed, joined or hashed after it went through a Parquet file is 5.0
#   where it was 5, and a sum of long identifiers is no checksum.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
venv/bin/python - <<'PY'
import duckdb, pandas, polars

sql = "select sum(n) as total, count(*) as rows from (values (9007199254740992::bigint), (1)) t(n)"
here = duckdb.sql(sql).fetchone()
duckdb.sql(f"copy ({sql}) to 'total.parquet'")
stored = duckdb.sql("select total, typeof(total) from 'total.parquet'").fetchone()
frame, polar = duckdb.sql(sql).df(), duckdb.sql(sql).pl()
print("version: duckdb", duckdb.__version__, "pandas", pandas.__version__, "polars", polars.__version__)
print("expected: 9007199254740993, a whole number, everywhere")
print("seen: fetchone", here[0], "| Parquet", *stored, "| pandas", int(frame.total[0]), frame.dtypes["total"],
      "| polars", polar["total"][0], polar["total"].dtype)
assert here == (9007199254740993, 2), "the behaviour changed"
assert stored == (9007199254740992.0, "DOUBLE"), "the behaviour changed"
assert str(frame.dtypes["total"]) == "float64" and str(frame.dtypes["rows"]) == "int64", "the behaviour changed"
assert int(polar["total"][0]) == 9007199254740993, "the behaviour changed"
PY
