#!/usr/bin/env bash
# sqlglot rounds weeks up for PostgreSQL, where DuckDB counts whole ones.
#
# One would guess: SQL for DuckDB, translated to PostgreSQL, gives the same number of weeks between two days.
# What happens: DuckDB's date_diff('week', ...) is the number of whole seven days. sqlglot writes
#   CAST(days / 7 AS BIGINT), and that cast rounds in PostgreSQL: 4 days are 0 weeks in the one and 1 in the other.
#   Months and years are translated as DuckDB counts them.
# Versions: sqlglot 30.30.0, duckdb 1.5.5 (PyPI), PostgreSQL 15.18 (Debian 12).
# Why it matters: weeks of leave that are counted in a case file and again in a warehouse differ for three of seven
#   lengths, always by one more.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1) || :
command -v python3 > /dev/null || { echo "missing: python3"; exit 3; }
[ -n "$bin" ] && [ -x "$bin/initdb" ] && [ -x "$bin/psql" ] || { echo "missing: a PostgreSQL server (apt-get install postgresql)"; exit 3; }
as() { if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi; }
dir=$(mktemp -d)
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate stop > /dev/null 2>&1 || :; rm -rf "$dir"' EXIT
cd "$dir"
[ "$(id -u)" != 0 ] || chown nobody "$dir"
as "$bin/initdb" -D "$dir/data" -A trust -U me -E UTF8 --locale=C --no-sync > /dev/null
as "$bin/pg_ctl" -D "$dir/data" -o "-k $dir -c listen_addresses=''" -l "$dir/log" -w start > /dev/null
export PGHOST=$dir PGUSER=me PGDATABASE=postgres
sql() { "$bin/psql" -XqAt -v ON_ERROR_STOP=1 "$@"; }
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check sqlglot==30.30.0 duckdb==1.5.5
duck() { venv/bin/python -c "import duckdb, sys; print(*duckdb.sql(sys.argv[1]).fetchone())" "$1"; }
translated() { venv/bin/python -c "import sqlglot, sys; print(sqlglot.transpile(sys.argv[1], read='duckdb', write='postgres')[0])" "$1"; }
both() { local ask="select date_diff('$1', date '$2', date '$3')"; echo "DuckDB $(duck "$ask"), PostgreSQL $(sql -c "$(translated "$ask")")"; }
three=$(both week 2026-11-02 2026-11-05) four=$(both week 2026-11-02 2026-11-06) month=$(both month 2026-10-31 2026-11-01)
echo "version: sqlglot 30.30.0, duckdb 1.5.5, PostgreSQL $(sql -c 'show server_version')"
echo "translated: $(translated "select date_diff('week', a, b)")"
echo "expected: the same number from both"
echo "seen: weeks in 3 days: $three | in 4 days: $four | months from 31 October to 1 November: $month"
[ "$three|$four|$month" = "DuckDB 0, PostgreSQL 0|DuckDB 0, PostgreSQL 1|DuckDB 1, PostgreSQL 1" ] || { echo "the behaviour changed"; exit 1; }
