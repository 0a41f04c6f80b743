#!/usr/bin/env bash
# Two jsonb values are equal, and their texts and hashes are not.
#
# One would guess: jsonb keeps one form of a document, so equal documents have equal texts, and a hash over the text
#   is a fingerprint of the document.
# What happens: 1, 1.0 and 1.00 are equal and count as duplicates under UNIQUE and DISTINCT, but each keeps its
#   digits, so the texts and their hashes differ. DISTINCT keeps any one of them. The text is not RFC 8785 either:
#   members stand by the length of their names first, and blanks follow colons.
# Versions: PostgreSQL 15.18 (Debian 12).
# Why it matters: entries that are signed as bytes cannot be stored as jsonb and got back, and a fingerprint over
#   jsonb::text tells equal rows apart.
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

equal=$(sql -c "select count(distinct v) from unnest(array['{\"n\":1}', '{\"n\":1.0}', '{\"n\":1.00}']::jsonb[]) v")
hashes=$(sql -c "select count(distinct md5(v::text)) from unnest(array['{\"n\":1}', '{\"n\":1.0}', '{\"n\":1.00}']::jsonb[]) v")
text=$(sql -c "select '{\"role\":\"chair\",\"by\":\"lin\",\"level\":3.50}'::jsonb")
sql -c "create table entries (line jsonb unique)" -c "insert into entries values ('{\"n\":1.0}')"
again=$(sql -c "insert into entries values ('{\"n\":1}') on conflict do nothing returning 1" | wc -l)
echo "version: $(sql -c 'show server_version')"
echo "expected: as many documents as hashes"
echo "seen: $equal document by =, $hashes by the hash of its text; rows added by the second of two: $again"
echo "the text of a document: $text"
[ "$equal $hashes $again" = "1 3 0" ] && [ "$text" = '{"by": "lin", "role": "chair", "level": 3.50}' ] || { echo "the behaviour changed"; exit 1; }
