#!/usr/bin/env bash
# After waiting for an advisory lock, a statement still does not see what the lock's last holder wrote.
#
# One would guess: a writer that waits for pg_advisory_xact_lock, and then reads the last number, reads it after the
#   holder's commit, and so takes the next one.
# What happens: the snapshot is taken before the wait. Where lock and read stand in one statement, or in two under
#   REPEATABLE READ, the read misses the row that was just committed. In two statements under READ COMMITTED it
#   does not; and LOCK TABLE as the first statement under REPEATABLE READ does not either.
# Versions: PostgreSQL 15.18 (Debian 12).
# Why it matters: two entries get the same number although their writers stood in line for the lock. Putting both
#   steps into one statement, to save an exchange with the server, brings it in.
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

sql -c "create table ledger (seq int)"
held() { sql -c "select count(*) from pg_locks where granted and (locktype = 'advisory' or mode = 'AccessExclusiveLock' and relation = 'ledger'::regclass)"; }
round() { # how the holder locks, what the second writer does
  sql -c "truncate ledger" -c "insert into ledger values (1)"
  sql -c "begin" -c "$1" -c "select pg_sleep(2)" -c "insert into ledger values (2)" -c "commit" > /dev/null &
  local holder=$!
  for _ in $(seq 50); do [ "$(held)" = 0 ] || break; sleep 0.1; done
  sql -c "begin $2" "${@:3}" -c "commit" | grep -v '^|*$'
  wait "$holder"
}
lock="select pg_advisory_xact_lock(7)" read="select max(seq) from ledger"
one=$(round "$lock" "" -c "with held as ($lock) select max(seq) from ledger, held")
repeatable=$(round "$lock" "isolation level repeatable read" -c "$lock" -c "$read")
committed=$(round "$lock" "isolation level read committed" -c "$lock" -c "$read")
table=$(round "lock table ledger" "isolation level repeatable read" -c "lock table ledger" -c "$read")
echo "version: $(sql -c 'show server_version')"
echo "expected: the second writer reads 2 in each case"
echo "seen: one statement $one | two, repeatable read $repeatable | two, read committed $committed | LOCK TABLE, repeatable read $table"
[ "$one $repeatable $committed $table" = "1 1 2 2" ] || { echo "the behaviour changed"; exit 1; }
