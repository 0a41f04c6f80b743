#!/usr/bin/env bash
# A table that is only ever appended to does not keep the order of its rows.
#
# One would guess: where nobody updates or deletes, a table's rows lie in the order of their appends, so a dump
#   holds them so, and restoring it appends them in that order again.
# What happens: vacuum, which the server runs by itself, notes the gaps at the ends of pages, and a later short
#   row goes into one of them. In pg_dump, and without ORDER BY, entry 23 then stands before entry 17.
# Versions: PostgreSQL 15.18 (Debian 12).
# Why it matters: a ledger whose trigger lets only the next number in refuses its own backup. Restore it with the
#   trigger off and verify afterwards, or export it by its numbers.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1) || :
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

sql -c "create table ledger (seq int primary key, line text)"
for seq in $(seq 40); do
  lengths=(200 300 900 1900 400 1200 1800)
  sql -c "insert into ledger select $seq, string_agg(md5(n::text), '') from generate_series(1, ${lengths[seq % 7]} / 32) n"
  [ "$seq" != 20 ] || sql -c "vacuum ledger"
done
inversions() { awk 'NR > 1 && $1 < last { n++ } { last = $1 } END { print n + 0 }'; }
dump=$("$bin/pg_dump" --data-only --table ledger | grep -P '^\d+\t' | cut -f1)
plain=$(sql -c "select seq from ledger")
echo "version: $(sql -c 'show server_version')"
echo "expected: 1 2 3 ... 40 in the dump, 0 steps back"
echo "seen in pg_dump:" $dump
echo "steps back in the dump: $(inversions <<< "$dump"), in a SELECT without ORDER BY: $(inversions <<< "$plain")"
[ "$(wc -l <<< "$dump")" = 40 ] && [ "$(inversions <<< "$dump")" -gt 0 ] || { echo "the behaviour changed"; exit 1; }
