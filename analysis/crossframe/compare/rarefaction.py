"""Hill numbers at an equal number of quotations, and how uncertain they are.

The Hill number of order q is the number of speakers, were all quoted alike often, that would be as diverse:
(sum p^q)^(1 / (1 - q)), for q = 1 the exponential of the entropy. It grows with the number of quotations, so outlets
are compared at m quotations each. Quotations of one article go to few speakers, so it is whole articles (or clusters of
them) that are drawn, one after another in random order, until there are m quotations: a small outlet's few articles and
a large one's many then read alike. If every article had one quotation this would be Hurlbert's rarefaction.

A draw lays all quotations in a line, those of an article together, and cuts it into runs of m; sums of p^q are averaged
over the runs of all draws, then turned into a Hill number. The runs that hold an article, against those that do not,
tell what it adds: from that the standard error comes (the infinitesimal jackknife, less what the draws' chance adds).

References
----------
Hurlbert (1971), Ecology 52(4); Gotelli & Colwell (2001), Ecology Letters 4(4), on drawing samples, not individuals;
Chao et al. (2014), Ecological Monographs 84(1), on Hill numbers; Wager, Hastie & Efron (2014), J. Mach. Learn. Res. 15,
on the jackknife of averages over draws.
"""

from typing import NamedTuple

import numpy as np


class Rarefied(NamedTuple):
    """Hill numbers of one side; arrays of shape (n_orders,) and (n_orders, n_units)."""

    hill: np.ndarray
    influence: np.ndarray  # by how much each unit moves the Hill number; their squares sum to its variance and `noise`
    noise: np.ndarray  # what the draws' chance adds

    def times(self, factor):
        """The part that it has in a sum."""
        return Rarefied(factor * self.hill, factor * self.influence, factor**2 * self.noise)

    @property
    def variance(self):
        """Of the Hill numbers, shape (n_orders,)."""
        return np.maximum((self.influence**2).sum(axis=1) - self.noise, 0.0)


def added(parts):
    """The sum of independently drawn parts, whose units are the same."""
    return Rarefied(*(sum(each) for each in zip(*parts, strict=True)))


def hill_number(counts, order):
    """The Hill number of counts.

    Parameters
    ----------
    counts : int array, shape (n_speakers,)
        Those above 0 count.
    order : float
        0 or more.

    Examples
    --------
    >>> [round(float(hill_number(np.array([6, 3, 1]), order)), 3) for order in (0, 1, 2)]
    [3.0, 2.455, 2.174]
    """
    p = counts[counts > 0] / counts.sum()
    return _hill(_term(p, order).sum(), order)


def _term(p, order):
    return -p * np.log(p) if order == 1 else p**order


def _hill(total, order):
    return np.exp(total) if order == 1 else total ** (1 / (1 - order))


def _slope(total, order):
    """By how much the Hill number rises with the sum."""
    return np.exp(total) if order == 1 else total ** (order / (1 - order)) / (1 - order)


def rarefy(units, speakers, m, orders, draws, rng):
    """Hill numbers at `m` quotations.

    Parameters
    ----------
    units : int array, shape (n_quotes,)
        Code 0, 1, 2, ... of the article, or cluster, of every quotation.
    speakers : int array, shape (n_quotes,)
        Code of who is quoted.
    m : int
        1 to n_quotes.
    orders : sequence of float
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    Rarefied
    """
    size, runs = np.bincount(units).astype(float), len(units) // m
    run, n_speakers = np.repeat(np.arange(runs), m), speakers.max() + 1
    total, square = np.zeros((2, len(orders)))
    held, held_square = np.zeros((2, len(size)))
    held_total = np.zeros((len(orders), len(size)))
    for _ in range(draws):
        line = np.argsort(rng.permutation(len(size))[units] + rng.random(len(units)))[:len(run)]
        sums = _sums(run * n_speakers + speakers[line], n_speakers, m, runs, orders)
        first = np.flatnonzero((np.diff(units[line], prepend=-1) != 0) | (np.diff(run, prepend=-1) != 0))
        unit = units[line[first]]
        part = np.diff(np.append(first, len(run))) / size[unit]  # of the unit's quotations that stand in the run
        total += sums.sum(axis=1)
        square += (sums**2).sum(axis=1)
        held += np.bincount(unit, weights=part, minlength=len(size))
        held_square += np.bincount(unit, weights=part**2, minlength=len(size))
        held_total += [np.bincount(unit, weights=part * each[run[first]], minlength=len(size)) for each in sums]
    n = draws * runs
    mean, spread = total / n, square / n - (total / n) ** 2
    varying = held_square / n - (held / n) ** 2
    slope = np.array([_slope(each, order) for each, order in zip(mean, orders, strict=True)])
    slope *= m / len(units) * np.sqrt(len(size) / (len(size) - 1))
    influence = slope[:, None] * (held_total - mean[:, None] * held) / n / varying
    return Rarefied(np.array([_hill(each, order) for each, order in zip(mean, orders, strict=True)]), influence,
                    slope**2 * spread / n * (1 / varying).sum())


def _sums(codes, n_speakers, m, runs, orders):
    """For every order and run the sum of p^q (for q = 1 the entropy), shape (n_orders, n_runs)."""
    codes = np.sort(codes)
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    p, run = np.diff(np.append(first, len(codes))) / m, codes[first] // n_speakers
    return np.array([np.bincount(run, weights=_term(p, order), minlength=runs) for order in orders])
