#!/usr/bin/env bash
# A blank after a comma takes a namespace away from a signer.
#
# One would guess: namespaces="minutes, review" in a list of allowed signers names two namespaces, or is refused
#   as a list.
# What happens: the list is taken, and the second name is " review" with its blank, which no signature has. What
#   the key signed in "review" is "not permitted"; in "minutes" it is good. Without the blank both are good.
# Versions: OpenSSH 9.2p1 (Debian 12).
# Why it matters: a list that a person edits by hand looks right and half works. The message speaks of
#   permission, so that one looks for a missing signer and not for a blank.
set -euo pipefail
for tool in ssh-keygen; do command -v "$tool" >/dev/null || { echo "missing: $tool (apt-get install openssh-client)"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
ssh-keygen -q -t ed25519 -N '' -C '' -f key
for name in minutes review; do
  echo "an act" > "$name"
  ssh-keygen -q -Y sign -n "$name" -f key "$name"
done
verdict() { # list of namespaces, namespace
  echo "lin@chair namespaces=\"$1\" $(cut -d' ' -f1,2 key.pub)" > signers
  ssh-keygen -Y verify -f signers -I lin@chair -n "$2" -s "$2.sig" < "$2" > out 2>&1 && echo good \
    || { grep -q "not permitted" out && echo "not permitted" || cat out; }
}
blank="minutes $(verdict 'minutes, review' minutes), review $(verdict 'minutes, review' review)"
close="minutes $(verdict 'minutes,review' minutes), review $(verdict 'minutes,review' review)"
echo "version: $(ssh -V 2>&1)"
echo "expected with namespaces=\"minutes, review\": both good, or the list refused"
echo "seen: $blank"
echo "without the blank: $close"
[ "$blank" = "minutes good, review not permitted" ] && [ "$close" = "minutes good, review good" ] \
  || { echo "the behaviour changed"; exit 1; }
