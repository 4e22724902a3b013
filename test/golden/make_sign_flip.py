"""Writes sign_flip.json: exact sign-flip tests of SciPy, and intervals from the averages of all subsets (Hartigan 1969). Needs: pip install scipy."""

import json
import os
from fractions import Fraction

import numpy as np
import scipy
from scipy.stats import permutation_test

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = (0.04, 0.005)
draws = np.random.default_rng(1)


def p_value(differences):
    """One sample: SciPy changes the sign of each difference, here in all 2^n ways."""
    found = permutation_test(
        (np.array(differences),),
        lambda x, axis: np.sum(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
        batch=1 << 14,
    )
    return float(found.pvalue)


def interval(differences, level):
    """The smallest and the largest mean that are not rejected; None where there are too few pairs."""
    n = len(differences)
    members = (np.arange(1, 1 << n)[:, None] >> np.arange(n)) & 1
    sums, sizes = members @ np.array(differences), members.sum(1)
    order = np.argsort(sums / sizes, kind="stable")
    rejected = int(np.ceil(level * 2 ** (n - 1))) - 1
    if rejected < 1:
        return None
    ends = [order[rejected - 1], order[-rejected]]
    return [float(Fraction(int(sums[i]), int(sizes[i]))) for i in ends]


samples = [[7, 7], [0, 0, 0], [5, 5, 5, 5, 5, 5], [31, 12, 55, 20, 8, 47], [31, 12, 55, 20, -8, 47], [0, 0, 3, -3, 1, 0, 0]]
for n in (6, 7, 8, 10, 12, 15):
    samples.append(np.rint(draws.normal(20, 50, n)).astype(int).tolist())  # half a point of 10,000 images
    samples.append(draws.integers(-2, 4, n).tolist())  # ties and zeros
    samples.append(np.rint(draws.exponential(300, n) - 200).astype(int).tolist())
samples += [np.rint(draws.normal(30, 50, 20)).astype(int).tolist(), draws.integers(-3, 5, 20).tolist()]
samples.append(draws.integers(-10_000, 10_001, 18).tolist())

cases = [
    {
        "differences": differences,
        "p": p_value(differences),
        "intervals": {str(level): interval(differences, level) for level in LEVELS},
    }
    for differences in samples
]
with open(os.path.join(HERE, "sign_flip.json"), "w") as file:
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    file.write(f'{{\n  "scipy": "{scipy.__version__}",\n  "cases": [\n    {lines}\n  ]\n}}\n')
