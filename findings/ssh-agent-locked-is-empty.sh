#!/usr/bin/env bash
# A locked agent is told from an empty one by nothing that it says.
#
# One would guess: whoever asks a locked ssh-agent for its keys, or for a signature, hears that it is locked.
# What happens: it lists no key ("The agent has no identities.", exit 1), and ssh-keygen -Y sign ends with 255 and "No
#   private key found for public key": word for word what an agent without the key says. Only a
#   refusal of the key's own confirmation has a sentence of its own.
# Versions: OpenSSH 9.2p1 (Debian 12).
# Why it matters: a program that signs decisions through the agent cannot say "unlock it". Somebody who locked the agent
#   over lunch is sent to load a key that is loaded.
set -euo pipefail
for tool in ssh-agent ssh-add ssh-keygen; do command -v "$tool" >/dev/null || { echo "missing: $tool (apt-get install openssh-client)"; exit 3; }; done
dir=$(mktemp -d)
trap 'kill "$agent" 2>/dev/null || :; rm -rf "$dir"' EXIT
cd "$dir"
ssh-keygen -q -t ed25519 -N '' -C '' -f key
echo "ready for practice" > act
printf '#!/bin/sh\nexit 1\n' > no
printf '#!/bin/sh\necho word\n' > word
chmod 700 no word
export SSH_AUTH_SOCK=$dir/agent DISPLAY=none SSH_ASKPASS_REQUIRE=force
SSH_ASKPASS=$dir/no ssh-agent -D -a "$SSH_AUTH_SOCK" > /dev/null & agent=$!
for _ in $(seq 100); do [ -S "$SSH_AUTH_SOCK" ] && break; sleep 0.05; done
mv key away
says() {
  local code=0 keys=0 list
  rm -f act.sig
  ssh-keygen -q -Y sign -n review -f key.pub act > said 2>&1 || code=$?
  list=$(ssh-add -l 2>&1) || keys=$?
  echo "$code $(tail -1 said | sed 's/ "*key.pub.*//; s/: .*refused/ … refused/') | $keys $(sed 's/^256 .*/a key/' <<< "$list")"
}
empty=$(says)
ssh-add -q -c away 2> /dev/null
refused=$(says)
SSH_ASKPASS=$dir/word ssh-add -q -x 2> /dev/null
locked=$(says)
echo "version: $(ssh -V 2>&1)"
echo "expected: a locked agent says so, to who signs or to who lists"
echo "seen, empty:   $empty"
echo "seen, refused: $refused"
echo "seen, locked:  $locked"
[ "$empty" = "255 No private key found for public key | 1 The agent has no identities." ] && [ "$locked" = "$empty" ] \
  && [[ "$refused" = *"refused operation"*"| 0 a key" ]] || { echo "the behaviour changed"; exit 1; }
