#!/usr/bin/env bash
# Of five libraries for canonical JSON, one refuses a large whole number, three change it, one keeps it.
#
# One would guess: RFC 8785 leaves one form for each number, so every library gives the same bytes, or all refuse.
# What happens with 9007199254740993, which is 2^53 + 1: rfc8785 refuses it, canonicaljson (which follows a form
#   of its own) keeps it, and jcs, canonicalize and serde_json_canonicalizer write 9007199254740992, the
#   canonical form of another number. 2^53 itself is written by all but rfc8785.
# Versions: rfc8785 0.1.4, jcs 0.2.1, canonicaljson 2.0.0 (PyPI), canonicalize 2.1.0 (npm),
#   serde_json_canonicalizer 0.4.1 with serde_json 1.0.154 (crates.io).
# Why it matters: two entries that differ in one long case number have one hash on three sides. A ledger that
#   is to be verified elsewhere has to keep whole numbers below 2^53, and longer identifiers in texts.
set -euo pipefail
for tool in python3 cargo npm node; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check rfc8785==0.1.4 jcs==0.2.1 canonicaljson==2.0.0
npm install --silent --no-audit --no-fund --prefix "$dir" canonicalize@2.1.0
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
serde_json = "=1.0.154"
serde_json_canonicalizer = "=0.4.1"
TOML
cat > src/main.rs <<'RS'
fn main() {
    let value: serde_json::Value = serde_json::from_reader(std::io::stdin()).unwrap();
    println!("{}", serde_json_canonicalizer::to_string(&value).unwrap());
}
RS
CARGO_TARGET_DIR="$dir/target" cargo build -q
cat > probe.mjs <<'JS'
import canonicalize from 'canonicalize';
import { readFileSync } from 'node:fs';
console.log(canonicalize(JSON.parse(readFileSync(0, 'utf8'))));
JS
by() {
  venv/bin/python - "$1" "$2" <<'PY'
import json, sys
name, value = sys.argv[1], json.loads(sys.argv[2])
try:
    if name == "rfc8785":
        import rfc8785
        print(rfc8785.dumps(value).decode())
    if name == "jcs":
        import jcs
        print(jcs.canonicalize(value).decode())
    if name == "canonicaljson":
        import canonicaljson
        print(canonicaljson.encode_canonical_json(value).decode())
except ValueError:
    print("refused")
PY
}
all() {
  echo "rfc8785 $(by rfc8785 "$1"), canonicaljson $(by canonicaljson "$1"), jcs $(by jcs "$1")," \
    "canonicalize $(echo "$1" | node probe.mjs), serde_json_canonicalizer $(echo "$1" | target/debug/probe)"
}
odd=$(all 9007199254740993) even=$(all 9007199254740992)
echo "version: rfc8785 0.1.4, jcs 0.2.1, canonicaljson 2.0.0, canonicalize 2.1.0, serde_json_canonicalizer 0.4.1"
echo "expected: 9007199254740993 by all, or refused by all"
echo "seen for 2^53 + 1: $odd"
echo "seen for 2^53: $even"
want() { echo "rfc8785 refused, canonicaljson $1, jcs $2, canonicalize $2, serde_json_canonicalizer $2"; }
[ "$odd" = "$(want 9007199254740993 9007199254740992)" ] && [ "$even" = "$(want 9007199254740992 9007199254740992)" ] \
  || { echo "the behaviour changed"; exit 1; }
