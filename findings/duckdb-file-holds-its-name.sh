#!/usr/bin/env bash
# A database file holds the name that it was made under, so its fingerprint does too.
#
# One would guess: the bytes of a DuckDB file depend on what is in it, and the alias of ATTACH is a name
#   of the connection alone.
# What happens: the same statements under the same alias give the same bytes, whatever the file is called.
#   Under another alias (or by connect(), which takes the alias from the file's name) they do not:
#   the alias stands in the file, and stays there when the file is renamed.
# Versions: duckdb 1.5.5 (PyPI).
# Why it matters: a fingerprint that is to show that a case file was rebuilt as it was needs one fixed
#   alias. A rebuild under another name is the same data with another SHA-256.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb, hashlib

def made(path, alias):
    c = duckdb.connect()
    c.execute(f"attach '{path}' as {alias} (storage_version 'v1.2.0')")
    c.execute(f"create table {alias}.residents as select 'R1' as resident_id")
    c.close()
    held = open(path, "rb").read()
    return hashlib.sha256(held).hexdigest()[:16], alias.encode() in held

one, two, other = made("one.duckdb", "harbor"), made("two.duckdb", "harbor"), made("three.duckdb", "lakeside")
print("version: duckdb", duckdb.__version__)
print("expected: one fingerprint for all three")
print("seen: alias harbor", one[0], "| another file, alias harbor", two[0], "| alias lakeside", other[0])
print("the alias stands in the file:", one[1], other[1])
assert one == two and one[1] and other[1], "the behaviour changed"
assert one[0] != other[0], "the behaviour changed"
PY
