#!/usr/bin/env bash
# Reading the file once within one's own process gives DuckDB's lock away.
#
# One would guess: while a process has a database open for writing, no other process can, until it closes.
# What happens: the process opens the file once more as plain bytes, to hash it, and closes that.
#   With it goes the lock, for POSIX record locks end with any close of the file by their process.
#   Another process opens it, writes a row and is told that it stands. The first one's next checkpoint
#   takes that row away. Nobody sees an error.
# Versions: duckdb 1.5.5 (PyPI), Linux.
# Why it matters: a tool that fingerprints the file it reviews loses the lock by doing so. Hash before
#   opening, or keep a lock file of one's own.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check duckdb==1.5.5
venv/bin/python - <<'PY'
import duckdb, hashlib, subprocess, sys

def another_process():
    done = subprocess.run([sys.executable, "-c", """
import duckdb
c = duckdb.connect('ledger.duckdb')
c.execute("insert into acts values ('of the other process')")
c.close()
print('recorded')
"""], capture_output=True, text=True)
    return done.stdout.strip() or ("refused" if "Conflicting lock" in done.stderr else done.stderr)

c = duckdb.connect("ledger.duckdb")
c.execute("create table acts (what text)")
c.execute("checkpoint")
before = another_process()
with open("ledger.duckdb", "rb") as held:
    hashlib.sha256(held.read())
after = another_process()
c.execute("insert into acts values ('of this process')")
c.execute("checkpoint")
c.close()
left = duckdb.connect("ledger.duckdb").execute("from acts").fetchall()
print("version: duckdb", duckdb.__version__)
print("expected: the other process is refused before and after the hash")
print("seen: before the hash it is", before, "| after it,", after, "| what stands in the end:", left)
assert (before, after) == ("refused", "recorded"), "the behaviour changed"
assert left == [("of this process",)], "the behaviour changed"
PY
