"""How often Wordfish's 95% intervals hold the true position, and how well positions are recovered.

    python tests/bench/scaling_coverage.py [WORLDS]

Worlds of articles, each drawn from its outlet's words: in some every word is drawn by itself, in others words come in
bursts (gamma-Poisson, by article). Prints a row a world; 400 worlds a row take some five minutes.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from crossframe.compare.inference import critical_t  # noqa: E402
from crossframe.compare.scales.errors import position_errors  # noqa: E402
from crossframe.compare.scales.wordfish_errors import counted_twice, influence  # noqa: E402
from test_scaling import fitted, naive_errors, world  # noqa: E402


def row(n_units, n, burst, worlds):
    rng, ours, naive, r = np.random.default_rng(n_units + int(10 * burst)), [], [], []
    for _ in range(worlds):
        theta, uses, groups = world(rng, n_units=n_units, n=n, burst=burst)
        scale = fitted(theta, uses, groups)
        error, df = position_errors(influence(uses, groups, scale), groups, counted_twice(uses, groups, scale, 0))
        off = np.abs(scale.positions - theta)
        ours.append(off <= critical_t(df) * error)
        naive.append(off <= 1.96 * naive_errors(scale))
        r.append(np.corrcoef(theta, scale.positions)[0, 1])
    print(f"{n_units:3} outlets of {n:3} articles, bursts {burst:3}: r {np.mean(r):.4f} (least {min(r):.4f}), "
          f"covers {np.mean(ours):.3f}, naive {np.mean(naive):.3f}", flush=True)


if __name__ == "__main__":
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for n_units, n in ((4, 60), (6, 40), (10, 40)):
        for burst in (0, 1, 3):
            row(n_units, n, burst, worlds)
