#!/usr/bin/env bash
# What a terminal answers about its colours arrives as typed keys.
#
# One would guess: a reader of terminal input that knows control sequences drops one that it has no event for, whole.
# What happens: crossterm 0.29.0 knows no operating system command (ESC ]). The answer to "which colour is your ground"
#   (OSC 11) becomes Alt+], then each of its characters as a key of its own, then Alt+\. An answer that it knows, the
#   cursor's place, is swallowed.
# Versions: crossterm 0.29.0 (crates.io).
# Why it matters: a program that asks for the ground, or that is started right after one that asked and left, is typed
#   at: "11;rgb:ffff/ffff/ffff" are twenty-one keys, and letters and digits among them mean something on many screens.
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
[dependencies]
crossterm = "=0.29.0"
TOML
cat > src/main.rs <<'RS'
use crossterm::event::{poll, read, Event, KeyCode, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::Write;
use std::time::Duration;

fn main() {
    enable_raw_mode().unwrap();
    print!("\x1b]11;?\x1b\\\x1b[6n");
    std::io::stdout().flush().unwrap();
    let mut seen = Vec::new();
    while poll(Duration::from_millis(500)).unwrap() {
        if let Event::Key(key) = read().unwrap() {
            let alt = if key.modifiers.contains(KeyModifiers::ALT) { "Alt+" } else { "" };
            if let KeyCode::Char(c) = key.code {
                seen.push(format!("{alt}{c}"));
            }
        }
    }
    disable_raw_mode().unwrap();
    println!("keys: {}", seen.join(" "));
}
RS
cat > answer.py <<'PY'
# Runs a command on a terminal of its own, which answers as xterm does on a white ground.
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
    if b"\x1b[6n" in more:
        os.write(terminal, b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[1;1R")
    said += more
os.waitpid(child, 0)
print([line.strip() for line in said.decode().splitlines() if "keys:" in line][-1].split("keys:")[1].strip())
PY
export CARGO_TARGET_DIR="$dir/target"
cargo build -q
seen=$(python3 answer.py "$dir/target/debug/keys")
echo "version: crossterm 0.29.0"
echo "expected: no key, as for the cursor's place, which was answered too"
echo "seen: $seen"
[ "$seen" = 'Alt+] 1 1 ; r g b : f f f f / f f f f / f f f f Alt+\' ] || { echo "the behaviour changed"; exit 1; }
