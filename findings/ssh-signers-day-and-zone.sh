#!/usr/bin/env bash
# Whether a signature holds depends on the time zone of whoever verifies it.
#
# One would guess: a date in a list of allowed signers is one moment, and the day named by valid-before is
#   the last on which the key signs, or the first on which it does not, for everybody alike.
# What happens: valid-before="20261201" is midnight of the verifier's own zone. The same signature, list and
#   moment are good in New York and UTC and not in Tokyo. With a Z, "20261201Z", the three agree.
# Versions: OpenSSH 9.2p1 (Debian 12).
# Why it matters: a ledger is verified by people elsewhere, years later. A list that names days without Z has
#   no one answer for acts of its last hours, and two honest auditors contradict each other.
set -euo pipefail
for tool in ssh-keygen; do command -v "$tool" >/dev/null || { echo "missing: $tool (apt-get install openssh-client)"; exit 3; }; done
[ -e /usr/share/zoneinfo/Asia/Tokyo ] || { echo "missing: time zones (apt-get install tzdata)"; exit 3; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
ssh-keygen -q -t ed25519 -N '' -C '' -f key
echo "ready for practice" > act
ssh-keygen -q -Y sign -n review -f key act
verdict() { # valid-before, zone
  echo "lin@chair valid-before=\"$1\" $(cut -d' ' -f1,2 key.pub)" > signers
  TZ=$2 ssh-keygen -Y verify -f signers -I lin@chair -n review -s act.sig -O verify-time=20261130233000Z < act > out 2>&1 \
    && echo good || { grep -q "key has expired" out && echo expired || cat out; }
}
each() { echo "UTC $(verdict "$1" UTC), New York $(verdict "$1" America/New_York), Tokyo $(verdict "$1" Asia/Tokyo)"; }
plain=$(each 20261201) zulu=$(each 20261201Z)
echo "version: $(ssh -V 2>&1)"
echo "expected at 2026-11-30 23:30 UTC with valid-before=20261201: one verdict in all zones"
echo "seen: $plain"
echo "with valid-before=20261201Z: $zulu"
[ "$plain" = "UTC good, New York good, Tokyo expired" ] && [ "$zulu" = "UTC good, New York good, Tokyo good" ] \
  || { echo "the behaviour changed"; exit 1; }
