#!/usr/bin/env bash
# The crate ssh-key refuses one of 256 ECDSA keys that ssh-keygen makes.
#
# One would guess: whether a library reads a key file hangs on its kind and form, so that one P-256 key that is read
#   stands for all, and no test needs more than one.
# What happens: OpenSSH writes the secret number of an ECDSA key without its leading zeros. Where its first byte is
#   zero, which chance makes so once in 256 keys, the number has 31 bytes; ssh-key 0.6.7 wants 32 or 33, and answers
#   that the length is wrong. The same ssh-keygen, asked the same way, makes keys that are read and keys that are not.
# Versions: ssh-key 0.6.7 (crates.io), any ssh-keygen.
# Why it matters: of a committee's keys one in a few hundred is called no key, and making it anew "mends" it.
set -euo pipefail
for tool in python3 cargo ssh-keygen; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
ssh-key = { version = "=0.6.7", default-features = false, features = ["std", "p256"] }
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
cat > length.py <<'PY'
import base64, sys
body = base64.b64decode("".join(open(sys.argv[1]).read().splitlines()[1:-1]))
# The secret number stands behind the second copy of the public point, which begins with 04.
at = body.rindex(b"nistp256") + 8
point = int.from_bytes(body[at:at + 4], "big")
at += 4 + point
print(int.from_bytes(body[at:at + 4], "big"))
PY
read_too=0 refused=0 made=0
while [ "$refused" = 0 ] && [ "$made" -lt 5000 ]; do
  made=$((made + 1))
  rm -f key key.pub
  ssh-keygen -q -t ecdsa -b 256 -N '' -C '' -f key
  length=$(python3 length.py key)
  if [ "$length" -ge 32 ]; then
    [ "$read_too" = 1 ] || { [ "$(target/debug/probe key)" = read ] && read_too=1; }
    continue
  fi
  short=$length
  answer=$(target/debug/probe key)
  openssh=$(ssh-keygen -y -f key >/dev/null && echo read || echo refused)
  case $answer in refused*) refused=1 ;; *) break ;; esac
done
echo "version: ssh-key 0.6.7, $(ssh -V 2>&1)"
echo "expected: every key that ssh-keygen makes in one way is read"
echo "seen: keys with a number of 32 or 33 bytes: $([ "$read_too" = 1 ] && echo read) | one of ${short:-?} bytes, after $made keys: ${answer:-none came} | ssh-keygen -y of it: ${openssh:-?}"
[[ $read_too = 1 && ${answer:-} = refused* && ${openssh:-} = read ]] || { echo "the behaviour changed"; exit 1; }
