#!/usr/bin/env bash
# In tmux, Esc and the key after it become one key.
#
# One would guess: Esc, and a quarter of a second later Enter, are two keys for a program in tmux as they are
#   anywhere else.
# What happens: tmux 3.3a holds a lone Esc for half a second, in case it begins a longer sequence, and sends it on
#   together with the next key. crossterm reads both at once as Alt+Enter. After 0.8 s they are two keys again.
# Versions: tmux 3.3a (Debian 12), crossterm 0.29.0 (crates.io).
# Why it matters: Esc takes back what was about to be recorded. A program that does not look at Alt sees only Enter,
#   and records it.
set -euo pipefail
for tool in python3 cargo tmux; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'tmux -L "$tmux_socket" kill-server > /dev/null 2>&1 || :; rm -rf "$dir"' EXIT
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
use crossterm::{event::{poll, read, Event}, terminal::{disable_raw_mode, enable_raw_mode}};
use std::{fs::File, io::Write, time::{Duration, Instant}};

fn main() {
    enable_raw_mode().unwrap();
    let mut log = File::create(std::env::args().nth(1).unwrap()).unwrap();
    writeln!(log, "ready").unwrap();
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if poll(Duration::from_millis(50)).unwrap() {
            if let Event::Key(key) = read().unwrap() {
                writeln!(log, "{:?}+{:?}", key.modifiers, key.code).unwrap();
            }
        }
    }
    disable_raw_mode().unwrap();
}
RS
CARGO_TARGET_DIR="$dir/target" cargo build -q
cat > type.py <<'PY'
# Runs a command on a terminal of its own and types into it: type.py LOG STEP... -- COMMAND...
import fcntl, os, pty, select, struct, sys, termios, time
log, *rest = sys.argv[1:]
cut = rest.index("--")
steps, command = rest[:cut], rest[cut + 1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

def read_for(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.02)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:
                return

for _ in range(100):
    if os.path.exists(log) and "ready" in open(log).read():
        break
    read_for(0.1)
read_for(0.3)
for step in steps:
    if step[0].isdigit():
        read_for(float(step))
    else:
        os.write(terminal, step[1:].encode().decode("unicode_escape").encode("latin-1"))
read_for(0.8)
print(", ".join(open(log).read().split()[1:]))
os.kill(child, 15)
PY
tmux_socket=finding-$$

export TERM=xterm-256color LC_ALL=C.UTF-8 TMUX_TMPDIR="$dir"
unset TMUX
alone=$(python3 type.py alone.log '=\x1b' 0.25 '=\r' -- target/debug/keys alone.log)
soon=$(python3 type.py soon.log '=\x1b' 0.25 '=\r' -- tmux -L "$tmux_socket" -f /dev/null new-session "target/debug/keys soon.log")
tmux -L "$tmux_socket" kill-server > /dev/null 2>&1 || :
late=$(python3 type.py late.log '=\x1b' 0.8 '=\r' -- tmux -L "$tmux_socket" -f /dev/null new-session "target/debug/keys late.log")
two='KeyModifiers(0x0)+Esc, KeyModifiers(0x0)+Enter'
echo "version: $(tmux -V), crossterm 0.29.0"
echo "expected: Esc, then Enter"
echo "seen: without tmux, 0.25 s apart: $alone | in tmux, 0.25 s apart: $soon | in tmux, 0.8 s apart: $late"
[ "$alone" = "$two" ] && [ "$soon" = 'KeyModifiers(ALT)+Enter' ] && [ "$late" = "$two" ] || { echo "the behaviour changed"; exit 1; }
