#!/usr/bin/env bash
# A standby says that it cannot write in two ways, and one of them says "feature not supported".
#
# One would guess: whoever tries to write on a hot standby gets SQLSTATE 25006, read_only_sql_transaction.
# What happens: a write gets 25006. BEGIN READ WRITE, and BEGIN ISOLATION LEVEL SERIALIZABLE, fail before any
#   write with 0A000, feature_not_supported, the code of things that PostgreSQL cannot do at all. An advisory lock
#   is granted there, although the primary's holder has the same one.
# Versions: PostgreSQL 15.18 (Debian 12).
# Why it matters: a program that knows 25006 calls an ordinary failover an unknown fault as soon as it opens its
#   transactions by READ WRITE.
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

standby() { "$bin/psql" -XqAt -v VERBOSITY=sqlstate -h "$dir/standby-socket" "$@" 2>&1; }
as mkdir standby-socket
as "$bin/pg_basebackup" -h "$dir" -U me -D "$dir/standby" -R -c fast
trap 'for d in standby data; do as "$bin/pg_ctl" -D "$dir/$d" -m immediate stop > /dev/null 2>&1 || :; done; rm -rf "$dir"' EXIT
as "$bin/pg_ctl" -D "$dir/standby" -o "-k $dir/standby-socket -c listen_addresses=''" -l "$dir/standby-log" -w start > /dev/null
write=$(standby -c "create temp table t (i int)" || :)
begin=$(standby -c "begin read write" || :)
serializable=$(standby -c "begin isolation level serializable" || :)
sql -c "select pg_advisory_lock(7)" -c "select pg_sleep(2)" > /dev/null & holder=$!
for _ in $(seq 50); do [ "$(sql -c "select count(*) from pg_locks where locktype = 'advisory'")" = 0 ] || break; sleep 0.1; done
lock=$(standby -c "select pg_try_advisory_lock(7)")
wait "$holder"
echo "version: $(sql -c 'show server_version')"
echo "expected: 25006 each time, and no lock"
echo "seen: a write $write | begin read write $begin | serializable $serializable | the lock that the primary holds: $lock"
[ "$write|$begin|$serializable|$lock" = "ERROR:  25006|ERROR:  0A000|ERROR:  0A000|t" ] || { echo "the behaviour changed"; exit 1; }
