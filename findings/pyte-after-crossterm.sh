#!/usr/bin/env bash
# A Python terminal shows letters where crossterm switched the keyboard back, and keeps a screen that was left.
#
# One would guess: a terminal emulator for tests drops sequences that it does not know, and returns from the
#   alternate screen as every terminal does.
# What happens: pyte has no alternate screen, so the last page of a full-screen program stands over what was there
#   before; and of ESC [ < 1 u, by which crossterm ends the kitty keyboard protocol, it drops the first three
#   bytes and shows "1u". The crate vt100 does both right.
# Versions: pyte 0.8.2 (PyPI), crossterm 0.29.0, vt100 0.18.1 (crates.io).
# Why it matters: tests that end a program and look at what it left find rubbish that no user sees, and would not
#   find rubbish that a user does see.
set -euo pipefail
for tool in python3 cargo; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check pyte==0.8.2
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
crossterm = "=0.29.0"
vt100 = "=0.18.1"
TOML
cat > src/main.rs <<'RS'
use crossterm::{cursor::MoveTo, event, style::Print, terminal, Command};
use std::{fmt::Write as _, io::Write as _, num::NonZero};

fn ansi(commands: &[&dyn Fn(&mut String) -> std::fmt::Result]) -> String {
    let mut sent = String::new();
    for command in commands {
        command(&mut sent).unwrap();
    }
    sent
}

fn main() {
    let mut sent = String::from("$ review\r\n");
    let flags = event::KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
    write!(sent, "{}", ansi(&[
        &|out| terminal::EnterAlternateScreen.write_ansi(out),
        &|out| event::PushKeyboardEnhancementFlags(flags).write_ansi(out),
        &|out| terminal::Clear(terminal::ClearType::All).write_ansi(out),
        &|out| MoveTo(0, 1).write_ansi(out),
        &|out| Print("a page").write_ansi(out),
        &|out| event::PopKeyboardEnhancementFlags.write_ansi(out),
        &|out| terminal::LeaveAlternateScreen.write_ansi(out),
    ])).unwrap();
    std::fs::File::create("sent").unwrap().write_all(sent.as_bytes()).unwrap();
    let mut parser = vt100::Parser::new(NonZero::new(3).unwrap(), NonZero::new(20).unwrap(), 0);
    parser.process(sent.as_bytes());
    println!("{}", parser.screen().contents().trim_end().replace('\n', "|"));
}
RS
CARGO_TARGET_DIR="$dir/target" cargo build -q
vt100=$(target/debug/probe)
pyte=$(venv/bin/python - <<'PY'
import pyte
screen = pyte.Screen(20, 3)
pyte.ByteStream(screen).feed(open("sent", "rb").read())
print("|".join(line.rstrip() for line in screen.display))
PY
)
echo "version: pyte 0.8.2, crossterm 0.29.0, vt100 0.18.1"
echo "sent: $(python3 -c 'print(ascii(open("sent", newline="").read()))')"
echo "expected: \$ review"
echo "seen: vt100: $vt100"
echo "seen: pyte: $pyte"
[ "$vt100" = '$ review' ] && [ "$pyte" = '|a page1u|' ] || { echo "the behaviour changed"; exit 1; }
