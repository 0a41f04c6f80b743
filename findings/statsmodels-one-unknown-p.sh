#!/usr/bin/env bash
# One unknown p-value makes all adjusted ones unknown, and the same call still rejects.
#
# One would guess: multipletests leaves a NaN as NaN and adjusts the others, or refuses it.
# What happens with fdr_bh: all adjusted p-values are NaN, and the flags beside them still say which are rejected,
#   with the NaN counted as a test. So "adjusted < 0.05" finds nothing where the flags find two. holm, in the same
#   function, adjusts the others. scipy refuses.
# Versions: statsmodels 0.15.0, numpy 2.4.6, scipy 1.17.1 (PyPI).
# Why it matters: one experience that has nobody to compare with, and so no p-value, takes every question about
#   everybody else away, or none, by the half of the answer that is read.
set -euo pipefail
for tool in python3; do command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 3; }; done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv || { echo "missing: python3-venv"; exit 3; }
venv/bin/pip install -q --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1
venv/bin/python - <<'PY'
import numpy, scipy, statsmodels
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

p = [0.001, float("nan"), 0.5, 0.01]
flags, adjusted = multipletests(p, method="fdr_bh")[:2]
holm = multipletests(p, method="holm")[1]
try:
    other = false_discovery_control(p)
except ValueError as error:
    other = f"refused ({error})"
show = lambda values: [round(float(value), 4) for value in values]
print("version: statsmodels", statsmodels.__version__, "scipy", scipy.__version__)
print("expected: two small adjusted p-values, one NaN, or a refusal")
print("seen: fdr_bh adjusted", show(adjusted), "with the flags", flags.tolist(), "| holm", show(holm), "| scipy", other)
assert numpy.isnan(adjusted).all() and flags.tolist() == [True, False, False, True], "the behaviour changed"
assert numpy.isnan(holm).tolist() == [False, True, False, False], "the behaviour changed"
assert str(other).startswith("refused"), "the behaviour changed"
PY
