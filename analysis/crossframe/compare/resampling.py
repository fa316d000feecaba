"""Interval and p value of a difference, by t, permutation or bootstrap: each method gives both from one distribution.

`groups` is a ``means.Groups`` or a ``paired.Paired``: it knows its ``difference``, ``std_error`` and ``df``, and how it
is ``permuted`` and ``resampled``.
"""

import numpy as np

from crossframe.compare.inference import critical_t, two_sided

CHUNK = 2_000_000  # cells of a resampling matrix held at a time


def chunks(draws, width):
    """Sizes of the parts in which so many draws of so many cells are made.

    Examples
    --------
    >>> chunks(1000, 5000).tolist()
    [400, 400, 200]
    """
    return np.diff(np.append(np.arange(0, draws, max(1, CHUNK // width)), draws))


def by_t(groups, draws, seed):
    """Interval and p value from Student's t; `draws` and `seed` play no part."""
    reach = critical_t(groups.df) * groups.std_error
    return (groups.difference - reach, groups.difference + reach,
            float(two_sided(groups.difference / groups.std_error, groups.df)))


def by_permutation(groups, draws, seed):
    """p = (1 + k) / (B + 1) over permuted labels, and the shifts that it does not reject at .05.

    Under a shift d of the target's scores, a permutation's difference is D - d * a, where a is how much larger a share
    of its target than of its reference was target before: so one set of permutations serves every d.
    """
    drawn, overlap = groups.permuted(np.random.default_rng(seed), draws)

    def p_at(shift):
        beyond = np.abs(drawn - shift * overlap) >= abs(groups.difference - shift) * (1 - 1e-12)
        return (1 + beyond.sum()) / (draws + 1)

    step = 10 * groups.std_error + abs(groups.difference)
    ends = [_last_kept(p_at, groups.difference, groups.difference + side * step) for side in (-1, 1)]
    return ends[0], ends[1], float(p_at(0.0))


def _last_kept(p_at, inside, outside):
    """The shift furthest from `inside` that is not rejected at .05, by bisection towards `outside`; endless where none
    is rejected.
    """
    if p_at(outside) >= 0.05:
        return np.copysign(np.inf, outside - inside)
    for _ in range(60):
        middle = (inside + outside) / 2
        if p_at(middle) >= 0.05:
            inside = middle
        else:
            outside = middle
    return inside


def by_bootstrap(groups, draws, seed):
    """Symmetric studentised interval over clusters drawn with replacement, and the p value it implies."""
    t = np.abs(groups.resampled(np.random.default_rng(seed), draws))
    t = np.sort(np.where(np.isnan(t), np.inf, t))  # a sample without spread or without one side can rule nothing out
    kept = int(np.ceil(0.05 * (draws + 1) - 1))  # so many draws beyond it, and p is not below .05
    reach = t[draws - kept] * groups.std_error
    beyond = (t >= abs(groups.difference) / groups.std_error).sum()
    return groups.difference - reach, groups.difference + reach, float((1 + beyond) / (draws + 1))


METHODS = {"t": by_t, "permutation": by_permutation, "bootstrap": by_bootstrap}
