#!/usr/bin/env bash
# One process can open a DuckDB file twice for writing, and the first one's rows are lost.
#
# One would guess: a file that is open for writing refuses a second opening, in the same process as in another, or
#   both openings share one instance.
# What happens: DuckDBInstance.create() twice on one path makes two instances that do not know of each other, for a
#   lock of the file holds between processes only. Both insert, both say yes, both close. One row is left. With
#   DuckDBInstance.fromCache() they share one instance and both rows stand. Python shares by itself.
# Versions: @duckdb/node-api 1.5.5-r.5 (npm). Its create() is the C library's duckdb_open_ext.
# Why it matters: a program that opens its database in two places, one for reading and one for writing, loses
#   acknowledged rows without an error. Whoever uses the C library opens once and makes connections of that.
set -euo pipefail
for tool in node npm; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" @duckdb/node-api@1.5.5-r.5
cat > probe.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api';

async function left(open, path) {
  const first = await open(path), one = await first.connect();
  await one.run('create table acts (n int)');
  await one.run('checkpoint');
  const second = await open(path), two = await second.connect();
  await one.run('insert into acts values (1)');
  await two.run('insert into acts values (2)');
  one.closeSync(); first.closeSync(); two.closeSync(); second.closeSync();
  const again = await DuckDBInstance.create(path), look = await again.connect();
  const rows = await (await look.run('select n from acts order by n')).getRows();
  return rows.flat().join(',');
}

console.log(await left(path => DuckDBInstance.create(path), 'create.duckdb'));
console.log(await left(path => DuckDBInstance.fromCache(path), 'cache.duckdb'));
JS
{ read -r created; read -r cached; } < <(node probe.mjs)
echo "version: @duckdb/node-api 1.5.5-r.5, node $(node --version)"
echo "expected: a refusal, or the rows 1,2"
echo "seen: with create() $created | with fromCache() $cached"
[ "$created" = 2 ] && [ "$cached" = 1,2 ] || { echo "the behaviour changed"; exit 1; }
