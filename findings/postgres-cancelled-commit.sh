#!/usr/bin/env bash
# A commit that waits for its standby answers success when it is cancelled.
#
# One would guess: where synchronous_standby_names is set, a commit that answers success is on the standby; one that
#   is cancelled while it waits answers an error; and statement_timeout bounds the wait.
# What happens: the cancelled commit answers success, with a warning that a program has to look for. The row is
#   there, and on no other machine. statement_timeout does not end the wait at all.
# Versions: PostgreSQL 15.18 (Debian 12).
# Why it matters: "recorded" is then true of one disk alone. A program that cancels a slow request, or an
#   administrator who does, turns an unanswered act into an acknowledged one.
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
sql -c "alter system set synchronous_standby_names = 'elsewhere'" -c "select pg_reload_conf()" > /dev/null
for _ in $(seq 50); do [ "$(sql -c 'show synchronous_standby_names')" != elsewhere ] || break; sleep 0.1; done
waits() { sql -c "select count(*) from pg_stat_activity where application_name = 'writer' and wait_event = 'SyncRep'"; }
PGAPPNAME=writer PGOPTIONS="-c statement_timeout=500ms" sql -c "insert into ledger values (1)" > said 2>&1 & writer=$!
for _ in $(seq 50); do [ "$(waits)" = 0 ] || break; sleep 0.1; done
sleep 1.5
after_timeout=$(waits)
sql -c "select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'writer'" > /dev/null
wait "$writer" && answer=success || answer=error
echo "version: $(sql -c 'show server_version')"
echo "expected: an error, by the timeout of 0.5 s or by the cancel"
echo "seen: still waiting after 1.5 s: $after_timeout | answer to the cancelled commit: $answer | rows: $(sql -c 'select count(*) from ledger')"
sed 's/^/said: /' said
[ "$after_timeout" = 1 ] && [ "$answer" = success ] && [ "$(sql -c 'select count(*) from ledger')" = 1 ] \
  && grep -q "might not have been replicated" said || { echo "the behaviour changed"; exit 1; }
