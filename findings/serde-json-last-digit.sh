#!/usr/bin/env bash
# serde_json reads some numbers as their neighbours, unless an unrelated crate is in the build.
#
# One would guess: a JSON number that a program printed is read back as the same double, in Rust as in
#   Python, and adding a dependency does not change how an existing line reads a number.
# What happens: with its usual features serde_json reads about one long number in twenty as the double
#   next to it. 83/9 is printed by Python as 9.222222222222221; Rust reads 9.22222222222222. Once the crate
#   serde_json_canonicalizer stands anywhere in Cargo.toml, the same code reads it right: that crate asks for the
#   feature float_roundtrip, and features hold for the whole build.
# Versions: serde_json 1.0.154, serde_json_canonicalizer 0.4.1 (crates.io), rfc8785 0.1.4 (PyPI).
# Why it matters: a hash or signature over a mean or a centile fails on the other side for one line in twenty,
#   with nothing wrong on either; and taking out a crate that seems unused brings it back.
set -euo pipefail
for tool in python3 cargo; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check rfc8785==0.1.4
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[features]
canonical = ["dep:serde_json_canonicalizer"]
[dependencies]
serde_json = "=1.0.154"
serde_json_canonicalizer = { version = "=0.4.1", optional = true }
TOML
cat > src/main.rs <<'RS'
fn main() {
    for line in std::io::stdin().lines() {
        let value: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{value}");
    }
}
RS
export CARGO_TARGET_DIR="$dir/target"
cargo build -q
venv/bin/python > python.txt <<'PY'
import json, rfc8785
for n in range(2, 31):
    for k in range(1, 200):
        if k % n:
            print(rfc8785.dumps(json.loads(repr(k / n))).decode())
PY
target/debug/probe < python.txt > alone.txt
cargo build -q --features canonical
target/debug/probe < python.txt > beside.txt
differ() { paste python.txt "$1" | awk '$1 != $2' | wc -l; }
example=$(paste python.txt alone.txt | awk '$1 == "9.222222222222221" && !n++ { print $2 }')
echo "version: serde_json 1.0.154, serde_json_canonicalizer 0.4.1, rfc8785 0.1.4"
echo "expected: each of $(wc -l < python.txt) means is read as it was printed, 0 differ"
echo "seen: $(differ alone.txt) differ, 83/9 is 9.222222222222221 in Python and $example in Rust; with serde_json_canonicalizer in the build $(differ beside.txt) differ"
[ "$example" = 9.22222222222222 ] && [ "$(differ alone.txt)" -gt 100 ] && [ "$(differ beside.txt)" = 0 ] || { echo "the behaviour changed"; exit 1; }
