#!/usr/bin/env bash
# In tmux, the Enter of the keypad is Ctrl-j.
#
# One would guess: the two Enter keys of a keyboard send the same to a program that asked for nothing special.
# What happens: a terminal whose keypad is in its application mode sends ESC O M for the keypad's Enter, and tmux
#   puts it in that mode by itself. To the program within it passes on a line feed and not a carriage return.
#   crossterm in raw mode names that Ctrl-j. Without tmux crossterm knows ESC O M as no key at all.
# Versions: tmux 3.3a (Debian 12), crossterm 0.29.0 (crates.io).
# Why it matters: numbers are typed on the keypad, and then its Enter is pressed. Nothing happens, in tmux alone.
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
main=$(python3 type.py main.log '=4\r' -- tmux -L "$tmux_socket" -f /dev/null new-session "target/debug/keys main.log")
tmux -L "$tmux_socket" kill-server > /dev/null 2>&1 || :
pad=$(python3 type.py pad.log '=4\x1bOM' -- tmux -L "$tmux_socket" -f /dev/null new-session "target/debug/keys pad.log")
alone=$(python3 type.py alone.log '=4\x1bOM' -- target/debug/keys alone.log)
echo "version: $(tmux -V), crossterm 0.29.0"
echo "expected: Enter for both keys"
echo "seen in tmux: 4 and Enter: $main | 4 and the keypad's Enter: $pad"
echo "the keypad's bytes without tmux: $alone"
four="KeyModifiers(0x0)+Char('4')"
[ "$main" = "$four, KeyModifiers(0x0)+Enter" ] && [ "$pad" = "$four, KeyModifiers(CONTROL)+Char('j')" ] || { echo "the behaviour changed"; exit 1; }
