#!/usr/bin/env bash
# GNU screen reads one colour of 24 bits as five other settings.
#
# One would guess: a multiplexer that cannot show 38;2;r;g;b leaves it out, or shows the nearest colour, and does not
#   say COLORTERM=truecolor to the programs within it.
# What happens: screen 4.9.0 hands COLORTERM on as it found it, and takes the five numbers one by one. The colour
#   215, 95, 44 becomes: faint (2), magenta (95) on a blue ground (44).
# Versions: GNU screen 4.9.0 (Debian 12).
# Why it matters: whoever starts screen in a terminal with 24-bit colour gets pages that cannot be read, and the
#   program within has been told that the colour works. TERM begins with "screen"; COLORTERM must not be believed there.
set -euo pipefail
for tool in python3 apt-get dpkg; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq screen=4.9.0-4 2> said || { cat said; echo "missing: Debian's screen 4.9.0-4 (Debian 12, after apt-get update)"; exit 3; }
dpkg -x screen_4.9.0-4_*.deb unpacked
mkdir -m 700 sockets
cat > within.sh <<'SH'
echo "$TERM $COLORTERM" > told
printf '\033[38;2;215;95;44mWORD\033[0m\n'
sleep 1
SH
cat > look.py <<'PY'
# Runs screen on a terminal of its own and prints the settings that it sent before the word.
import os, pty, re, select, time
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8", SCREENDIR=os.getcwd() + "/sockets")
    os.environ.pop("STY", None)
    os.execv("unpacked/usr/bin/screen", ["screen", "-c", "/dev/null", "-q", "sh", "within.sh"])
sent, end = b"", time.monotonic() + 10
while b"WORD" not in sent and time.monotonic() < end:
    if select.select([terminal], [], [], 0.05)[0]:
        try:
            sent += os.read(terminal, 65536)
        except OSError:
            break
os.kill(child, 15)
before = sent.split(b"WORD")[0].split(b"\x1b[2J")[-1]
print(" ".join(re.findall(r"\x1b\[([\d;]*)m", before.decode("latin-1"))))
PY
sent=$(python3 look.py)
told=$(cat told)
echo "version: $(unpacked/usr/bin/screen -v)"
echo "expected: 38;2;215;95;44, or a near colour of 256, or none"
echo "seen: settings before the word: $sent | TERM and COLORTERM within: $told"
[[ " $sent " = *" 2 "* && " $sent " = *" 95 "* && " $sent " = *" 44 "* && "$sent" != *"38;"* ]] || { echo "the behaviour changed"; exit 1; }
[[ $told = screen*" truecolor" ]] || { echo "the behaviour changed"; exit 1; }
