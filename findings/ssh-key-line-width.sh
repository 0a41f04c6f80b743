#!/usr/bin/env bash
# The crate ssh-key reads a private key only where its lines are 70 characters long.
#
# One would guess: the lines of an OpenSSH private key may be broken anywhere, as in any such text form,
#   and a key that ssh-keygen reads is read by the library.
# What happens: Python's cryptography writes lines of 64 characters. ssh-keygen reads that key. ssh-key 0.6.7
#   answers that its Base64 is invalid. The same bytes in lines of 70 are read.
# Versions: ssh-key 0.6.7 (crates.io), cryptography 50.0.2 (PyPI), any ssh-keygen.
# Why it matters: the message says that the key is broken. It is the member's good key, made by a hospital's
#   script and not by ssh-keygen; "ssh-keygen -p -f KEY" writes it anew and makes it readable.
set -euo pipefail
for tool in python3 cargo ssh-keygen; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check cryptography==50.0.2
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
ssh-key = { version = "=0.6.7", default-features = false, features = ["std", "ed25519"] }
TOML
cat > src/main.rs <<'RS'
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    match ssh_key::PrivateKey::from_openssh(&text) {
        Ok(_) => println!("read"),
        Err(error) => println!("refused ({error})"),
    }
}
RS
CARGO_TARGET_DIR="$dir/target" cargo build -q
umask 077
venv/bin/python - <<'PY'
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
open("made", "wb").write(made)
first, *lines, last = made.decode().splitlines()
body = "".join(lines)
broken = [body[at:at + 70] for at in range(0, len(body), 70)]
open("seventy", "w").write("\n".join([first, *broken, last]) + "\n")
PY
width=$(sed -n 2p made | tr -d '\n' | wc -c)
openssh=$(ssh-keygen -y -f made > made.pub && echo read || echo refused)
as_made=$(target/debug/probe made) seventy=$(target/debug/probe seventy)
cp made anew
ssh-keygen -q -p -P '' -N '' -f anew > /dev/null
anew=$(target/debug/probe anew)
echo "version: ssh-key 0.6.7, cryptography 50.0.2, $(ssh -V 2>&1)"
echo "expected: a key in lines of $width characters is read by both"
echo "seen: ssh-keygen: $openssh | ssh-key: $as_made | the same bytes in lines of 70: $seventy | after ssh-keygen -p: $anew"
[[ $width = 64 && $openssh = read && $as_made = refused* && $seventy = read && $anew = read ]] || { echo "the behaviour changed"; exit 1; }
