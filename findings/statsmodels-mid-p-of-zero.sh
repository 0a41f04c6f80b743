#!/usr/bin/env bash
# An interval for a count of zero leaves out the zero.
#
# One would guess: with no event in 10 months the interval of the rate begins at 0, in every method.
# What happens: confint_poisson(0, 10, method="midp-c") has its lower end at 0.29957, which is its upper end:
#   an interval without width, around a rate that nobody saw. From one event on the method is right.
# Versions: statsmodels 0.15.0, numpy 2.4.6, scipy 1.17.1 (PyPI).
# Why it matters: rare events are mostly zeros, and mid-P is the method that is recommended for them. A table of
#   rates says "0.30 (0.30 to 0.30)" of a resident who had none.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1
venv/bin/python - <<'PY'
import math, statsmodels
from statsmodels.stats.rates import confint_poisson

zero, one = (tuple(map(float, confint_poisson(count, 10, method="midp-c"))) for count in (0, 1))
exact = tuple(map(float, confint_poisson(0, 10, method="exact-c")))
upper = -math.log(0.05) / 10   # where half of the probability of no event is 0.025
print("version: statsmodels", statsmodels.__version__)
print(f"expected for 0 events in 10 months: (0, {upper:.5f})")
print("seen: mid-P (%.5f, %.5f)" % zero, "| exact (%.5f, %.5f)" % exact, "| mid-P for 1 event (%.5f, %.5f)" % one)
assert abs(zero[0] - upper) < 1e-5 and abs(zero[1] - upper) < 1e-5, "the behaviour changed"
assert exact[0] == 0 and one[0] < 0.1 < one[1], "the behaviour changed"
PY
