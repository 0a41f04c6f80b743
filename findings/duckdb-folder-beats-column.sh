#!/usr/bin/env bash
# The name of a folder wins over a column that stands in the file.
#
# One would guess: where a file has a column "status" of its own, its values are read.
# What happens: a folder named status=left anywhere above the file replaces every value of that column,
#   in Parquet and in CSV, without a word. hive_partitioning = false reads the file's own.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: a data lake sorts exports into folders like site=north/. Whoever lays a full export
#   into one of them finds every resident's status, or every case's site, to be the folder's.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb, os, shutil

os.makedirs("lake/status=left/2026-10")
for ending in ("parquet", "csv"):
    duckdb.sql(f"copy (select 'R1' as resident_id, 'current' as status)"
               f" to 'lake/status=left/2026-10/residents.{ending}'")
    shutil.copy(f"lake/status=left/2026-10/residents.{ending}", f"residents.{ending}")
read = lambda path, more="": duckdb.sql(f"select status from read_{path.split('.')[-1]}('{path}'{more})").fetchone()[0]
print("version: duckdb", duckdb.__version__)
print("expected: current, in any folder")
for ending in ("parquet", "csv"):
    path = f"lake/status=left/2026-10/residents.{ending}"
    seen = (read(f"residents.{ending}"), read(path), read(path, ", hive_partitioning = false"))
    print(f"seen ({ending}): in no such folder {seen[0]}, in status=left/ {seen[1]}, with hive_partitioning off {seen[2]}")
    assert seen == ("current", "left", "current"), "the behaviour changed"
PY
