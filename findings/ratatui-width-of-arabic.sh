#!/usr/bin/env bash
# ratatui measures an Arabic name as narrower than it draws it.
#
# One would guess: the width that Line::width() gives is the number of cells that the same line takes in the buffer
#   and on the terminal.
# What happens: the letters lam and alef, side by side, count as one column in unicode-width, since a font may draw
#   them as one sign. ratatui draws them into two cells, and tmux and Python's wcwidth count two. The name of 4
#   letters in this script is 3 wide by Line::width() and 4 wide everywhere else.
# Versions: ratatui 0.30.2, unicode-width 0.2.3 (crates.io), wcwidth 0.9.4 (PyPI), tmux 3.3a (Debian 12).
# Why it matters: a column that is as wide as its longest name cuts that name's last letter, and what is set to the
#   right or the middle stands one cell off.
set -euo pipefail
for tool in python3 cargo tmux; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
socket=finding-$$
trap 'tmux -L "$socket" kill-server > /dev/null 2>&1 || :; rm -rf "$dir"' EXIT
cd "$dir"
export LC_ALL=C.UTF-8 TMUX_TMPDIR="$dir" TERM=xterm-256color
unset TMUX
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check wcwidth==0.9.4
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
ratatui = { version = "=0.30.2", default-features = false }
unicode-width = "=0.2.3"
TOML
cat > src/main.rs <<'RS'
use ratatui::{buffer::Buffer, layout::Rect, style::Style, text::Line};
use unicode_width::UnicodeWidthChar as _;

fn main() {
    let name = std::env::args().nth(1).unwrap();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    let (cells, _) = buffer.set_stringn(0, 0, &name, 20, Style::default());
    let letters: usize = name.chars().map(|letter| letter.width().unwrap_or(0)).sum();
    println!("{} {} {}", Line::from(name.as_str()).width(), cells, letters);
}
RS
CARGO_TARGET_DIR="$dir/target" cargo build -q
in_tmux() { # how far the cursor moved
  printf '%s' "$1" > name
  tmux -L "$socket" -f /dev/null new-session -d -x 40 -y 5 "cat name; sleep 5"
  sleep 1
  tmux -L "$socket" display-message -p '#{cursor_x}'
  tmux -L "$socket" kill-server
}
name=$(printf '\u0639\u0644\u0627\u0621')
read -r line cells letters < <(target/debug/probe "$name")
python=$(venv/bin/python -c 'import sys, wcwidth; print(wcwidth.wcswidth(sys.argv[1]))' "$name")
terminal=$(in_tmux "$name")
echo "version: ratatui 0.30.2, unicode-width 0.2.3, wcwidth 0.9.4, $(tmux -V)"
echo "expected: one width"
echo "seen: Line::width() $line | cells that ratatui fills $cells | unicode-width by letters $letters | wcwidth $python | tmux $terminal"
[ "$line $cells $letters $python $terminal" = "3 4 4 4 4" ] || { echo "the behaviour changed"; exit 1; }
