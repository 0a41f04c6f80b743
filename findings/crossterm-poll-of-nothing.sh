#!/usr/bin/env bash
# Asked without waiting, crossterm does not know of a key that it has read already.
#
# One would guess: after three keys came in one read and the first was taken, `poll` with no time to wait says that
#   there are more; that is what it documents no time to wait for.
# What happens: with the feature `use-dev-tty`, 0.29.0 looks at nothing when there is no time to wait, not even at the
#   keys that it has taken from the terminal and parsed. A millisecond is enough for it to find them. Without the
#   feature the keys are found.
# Versions: crossterm 0.29.0 (crates.io).
# Why it matters: whether more is there already is what tells a paste from a hand. A program that asks so takes
#   each key of a paste for one that came alone.
set -euo pipefail
for tool in python3 cargo; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "keys"
version = "0.0.0"
edition = "2021"
[features]
tty = ["crossterm/use-dev-tty"]
[dependencies]
crossterm = "=0.29.0"
TOML
cat > src/main.rs <<'RS'
use crossterm::{event::{poll, read}, terminal::{disable_raw_mode, enable_raw_mode}};
use std::time::Duration;

fn main() {
    enable_raw_mode().unwrap();
    println!("ready\r");
    read().unwrap();
    let at_once = poll(Duration::ZERO).unwrap();
    let waiting = poll(Duration::from_millis(1)).unwrap();
    disable_raw_mode().unwrap();
    println!("no time: {at_once}, one millisecond: {waiting}");
}
RS
cat > type.py <<'PY'
# Runs a command on a terminal of its own and types three keys at once, when it says that it is ready.
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while True:
    try:
        more = os.read(terminal, 65536)
    except OSError:
        break
    if not more:
        break
    if b"ready" in more:
        os.write(terminal, b"abc")
    said += more
os.waitpid(child, 0)
print([line.strip() for line in said.decode().splitlines() if "no time" in line][-1])
PY
export CARGO_TARGET_DIR="$dir/target"
cargo build -q
plain=$(python3 type.py "$dir/target/debug/keys")
cargo build -q --features tty
tty=$(python3 type.py "$dir/target/debug/keys")
found='no time: true, one millisecond: true'
echo "version: crossterm 0.29.0"
echo "expected: with two of three keys still to be taken, $found"
echo "seen: by default, $plain | with use-dev-tty, $tty"
[ "$plain" = "$found" ] && [ "$tty" = 'no time: false, one millisecond: true' ] || { echo "the behaviour changed"; exit 1; }
