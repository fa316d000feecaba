"""The difference between the shares that values have on two sides, rows in clusters, all values at once.

A share is a ratio of sums over the clusters. Its test is a score test: z(d) is the observed difference less d, over its
standard deviation if the true difference were d. That deviation is the binomial one, at the shares that fit d and both
sides' common share best, times a factor by which the clusters' sums vary more (or less) than binomial ones do. So a
side that never has the value is not taken for one that cannot have it, and a rare value's few rows do not decide how
uncertain they are. The p value comes from z(0), the interval from |z(d)| <= t: they tell one story.

Within stories the difference is Mantel and Haenszel's: the mean of the stories' differences, story s weighing
N N' / (N + N') with N and N' rows on its two sides. The story, not the article, is the unit, and what is random in it
is which of its outlets is the target; as that may be skewed (of four outlets one is), so is the reference.

References
----------
Wallenstein (1997), Statistics in Medicine 16(12), on the shares that fit d; Greenland & Robins (1985), Biometrics
41(1), on the stratified difference; Rao & Scott (1992), Biometrics 48(2), on binomial variances in clusters.
"""

from typing import NamedTuple

import numpy as np

from crossframe.compare.inference import critical_t, two_sided


class Spread(NamedTuple):
    """The binomial variance of one side's part of the difference, a quadratic in d; never below 0."""

    constant: np.ndarray  # (n_values,)
    slope: np.ndarray  # (n_values,)
    curve: float

    def at(self, d):
        """The variance if the true difference is d, shape (n_values,)."""
        return np.maximum(self.constant + d * (self.slope + d * self.curve), 0.0)


class Shares(NamedTuple):
    """Both sides' shares of every value, their difference and how it varies; arrays of shape (n_values,)."""

    target: np.ndarray
    reference: np.ndarray
    weight: float  # the difference times it is the sum of the clusters' parts
    variance: np.ndarray  # of that sum, cluster-robust
    null: np.ndarray  # the same if there were no difference
    df: np.ndarray
    spreads: tuple  # Spread of the target, Spread of the reference
    skew: np.ndarray | float = 0.0  # of that sum, if there were no difference

    @property
    def difference(self):
        """Share of the target less share of the reference."""
        return self.target - self.reference

    @property
    def varying(self):
        """Whether clusters of a side differ; else the clusters of both sides together tell how much they may."""
        return (self.variance > 1e-12 * self.null) & (self._binomial(self.difference) > 0)

    def _binomial(self, d):
        return sum(spread.at(d) for spread in self.spreads)

    def variance_at(self, d):
        """Variance of the sum of parts if the true difference is d."""
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(self.varying, self.variance / self._binomial(self.difference),
                              self.null / self._binomial(0.0))
        return factor * self._binomial(d)

    def tested(self):
        """Standard error, interval and p value; NaN where all clusters of both sides are alike.

        Returns
        -------
        (std_error, conf_low, conf_high, p_value), each of shape (n_values,)
        """
        gap, critical = self.difference, np.array([critical_t(df) for df in self.df])

        def score(d):
            with np.errstate(divide="ignore", invalid="ignore"):
                return _unskew((gap - d) * self.weight / np.sqrt(self.variance_at(d)), self.skew)

        def inside(d):
            return np.abs(score(d)) <= critical

        std_error = np.sqrt(np.where(self.varying, self.variance, self.null)) / self.weight
        low, high = (_furthest(inside, gap, np.full_like(gap, end)) for end in (-1.0, 1.0))
        alike = self.null <= 1e-14 * self.weight**2
        return [np.where(alike, np.nan, each) for each in (std_error, low, high, two_sided(score(0.0), self.df))]


def _unskew(z, skew):
    """Normal scores of standardised gamma variables of this skewness (Wilson & Hilferty 1931)."""
    g = np.where(np.abs(skew) < 1e-4, 1.0, skew)
    return np.where(np.abs(skew) < 1e-4, z, 6 / g * (np.cbrt(np.maximum(g * z / 2 + 1, 0.0)) - 1) + g / 6)


def _furthest(inside, near, far):
    """By bisection, for every value the point between `near` and `far` up to which `inside` holds."""
    near = np.where(inside(far), far, near)
    for _ in range(50):
        middle = (near + far) / 2
        kept = inside(middle)
        near, far = np.where(kept, middle, near), np.where(kept, far, middle)
    return near


class Cells(NamedTuple):
    """Sums of the rows' weights by group and side, and by group, value and side; the target first."""

    size: np.ndarray  # (2, n_groups)
    group: np.ndarray  # (n_cells,) of each group and value that occur together
    value: np.ndarray  # (n_cells,)
    part: np.ndarray  # (2, n_cells)

    @classmethod
    def of(cls, groups, values, target, weights):
        """Gather rows; groups and values are codes 0, 1, 2, ..."""
        sides = np.array([weights * target, weights * ~target])
        n_values = values.max() + 1
        pair, place = np.unique(groups * n_values + values, return_inverse=True)
        return cls(_sums(groups, sides), pair // n_values, pair % n_values, _sums(place, sides))


def _sums(codes, rows):
    return np.array([np.bincount(codes, weights=row) for row in rows])


def between(units, values, target, weights):
    """Shares over all rows; every cluster lies on one side, or some lie on both.

    Parameters
    ----------
    units, values : int arrays, shape (n_rows,)
        Codes 0, 1, 2, ... of clusters and of values.
    target : bool array, shape (n_rows,)
    weights : float array, shape (n_rows,)

    Returns
    -------
    Shares

    Examples
    --------
    >>> shares = between(np.arange(6), np.array([0, 0, 1, 0, 1, 1]), np.arange(6) < 3, np.ones(6))
    >>> shares.difference.round(3).tolist()
    [0.333, -0.333]
    """
    cells = Cells.of(units, values, target, weights)
    n, here = cells.size.sum(axis=1), cells.size > 0
    row = n[::-1] / n.sum()  # what a row of the target adds to the sum of parts, and one of the reference takes off
    p = _sums(cells.value, cells.part) / n[:, None]
    sides = cells.size if not here.all(axis=0).any() else cells.size.sum(axis=0, keepdims=True)
    signed, df = row * [1, -1], [_df(side) for side in sides]
    every, common = np.arange(p.shape[1]), n @ p / n.sum()
    squares, null = ([_squares(cells.group, cells.value, signed @ cells.part, signed[:, None] * cells.size, fitted,
                               _factor(side)) for side in sides] for fitted in (p, np.array([common, common])))
    parts = np.where(sum(squares) > 1e-12 * sum(null), squares, null)
    with np.errstate(divide="ignore", invalid="ignore"):  # a side of one cluster has no df
        df = parts.sum(axis=0) ** 2 / sum(part**2 / each for part, each in zip(parts, df, strict=True))
    spreads = _spreads((n * row**2)[:, None], row[:, None], 0 * every, every, common, common * (1 - common))
    return Shares(*p, n[0] * row[0], sum(squares), sum(null), df, spreads)


def within_stories(units, stories, outlets, values, target, weights):
    """Shares within stories that both sides tell: means over the stories, each weighing as in the difference.

    What is random is which of a story's outlets is the target: of m outlets, each as likely.

    Parameters
    ----------
    units, stories, outlets, values : int arrays, shape (n_rows,)
        Codes 0, 1, 2, ...; a unit holds whole stories, every story has rows of both sides.
    target : bool array, shape (n_rows,)
    weights : float array, shape (n_rows,)

    Returns
    -------
    Shares
    """
    cells = Cells.of(stories, values, target, weights)
    size, story, value = cells.size, cells.group, cells.value
    row, common = size[::-1] / size.sum(axis=0), cells.part.sum(axis=0) / size.sum(axis=0)[story]
    weight = size[0] * row[0]
    p = _sums(value, cells.part * row[:, story]) / weight.sum()
    # a teller: an outlet on a story; a group: an outlet on a unit
    _, first, teller = np.unique(stories * (outlets.max() + 1) + outlets, return_index=True, return_inverse=True)
    group, of_group = np.unique(units[first] * (outlets.max() + 1) + outlets[first], return_inverse=True)
    n, unit = np.bincount(teller, weights=weights), group // (outlets.max() + 1)
    one_row = np.where(target[first], row[0][stories[first]], -row[1][stories[first]])
    cell, other = _in_same_story(story, stories[first])
    pair = np.concatenate([of_group[teller], of_group[other]]) * p.shape[1] + np.concatenate([values, value[cell]])
    pair, place = np.unique(pair, return_inverse=True)
    part = np.bincount(place, weights=np.concatenate([weights, -common[cell] * n[other]]))
    factor, df = _of_tellers(np.bincount(unit), _sums(units[first], [n * one_row * target[first]])[0])
    square = _squares(pair // p.shape[1], pair % p.shape[1], part, _sums(of_group, [n * one_row]), p[:1] - p[1:],
                      factor[unit])
    n_rows, m, of_value = np.bincount(stories)[story], np.bincount(unit)[unit[pair // p.shape[1]]], pair % p.shape[1]
    second, third = (np.bincount(of_value, weights=part**k / m) for k in (2, 3))
    skew = np.divide(third, second**1.5, out=np.zeros_like(third), where=second > 0)
    of_cells = story, value, common, common * (1 - common) * n_rows / (n_rows - 1)
    spreads = _spreads(size * row**2, row, *of_cells)
    m = np.bincount(unit)[units[np.unique(stories, return_index=True)[1]]]
    seen = _spreads(_among_tellers(n, stories[first], target[first], m), row, *of_cells)
    at_gap = [sum(spread.at(p[0] - p[1]) for spread in each) for each in (spreads, seen)]
    square *= np.divide(*at_gap, out=np.ones_like(square), where=at_gap[1] > 0)
    return Shares(*p, weight.sum(), square, second, np.full(p.shape[1], df), spreads, skew)


def _in_same_story(story, stories):
    """All pairs of a cell and a teller of its story, as their places in `story` and in `stories`, which rises."""
    n = np.bincount(stories)
    cell = np.repeat(np.arange(len(story)), n[story])
    start = np.cumsum(n[story]) - n[story]
    return cell, (np.cumsum(n) - n)[story][cell] + np.arange(len(cell)) - start[cell]


def _of_tellers(m, weight):
    """What a squared part counts for in units of m outlets and of these weights, and the degrees of freedom."""
    factor = 1 / m / np.maximum(1 - weight / weight.sum() / (m - 1), 1e-9)
    return factor, weight.sum() ** 2 / (weight**2 / (m - 1)).sum() - 1


def _factor(size):
    """By how much a cluster's squared part is too small, because the share was fitted to it: n / (n - 1) of n alike."""
    return np.where(size > 0, 1 / np.maximum(1 - size / size.sum(), 1e-9), 0.0)


def _df(size):
    """Degrees of freedom of clusters of these sizes: n - 1 of n alike, fewer where some are large (Satterthwaite)."""
    return size.sum() ** 2 / (size**2).sum() - 1


def _squares(group, value, part, own, p, factor):
    """By value, the sum over the groups of factor (part - p @ own)^2; in cells that do not occur the part is 0."""
    cross = _sums(value, part * (factor * own)[:, group])
    square = np.bincount(value, weights=factor[group] * part**2)
    return np.maximum(square - 2 * (p * cross).sum(axis=0) + (factor * own @ own.T @ p * p).sum(axis=0), 0.0)


def _spreads(counts, row, story, value, common, product):
    """A binomial variance of either side: the sum over the stories of `counts` times its share times the rest.

    In a story the target's share is common + d row[0], the reference's common - d row[1].

    Parameters
    ----------
    counts, row : float arrays, shape (2, n_stories)
    story, value : int arrays, shape (n_cells,)
    common, product : float arrays, shape (n_cells,)
        Both sides' common share p in the story, and an unbiased p (1 - p).
    """
    spreads = []
    for n, part, sign in zip(counts, row, (1, -1), strict=True):
        constant, of_slope = _sums(value, [n[story] * product, (n * part)[story] * common])
        spreads.append(Spread(constant, sign * ((n * part).sum() - 2 * of_slope), -(n * part**2).sum()))
    return tuple(spreads)


def _among_tellers(n, story, target, m):
    """What each side's binomial variance counts for in the sum over tellers of (x - n x_story / n_story)^2 / m.

    Parameters
    ----------
    n, story, target : arrays, shape (n_tellers,)
        Each teller's rows, its story and whether it is the target.
    m : int array, shape (n_stories,)

    Returns
    -------
    float array, shape (2, n_stories)
    """
    share = n / np.bincount(story, weights=n)[story]
    counts = n * (1 - 2 * share + np.bincount(story, weights=share**2)[story])
    return np.array([np.bincount(story, weights=counts * side) for side in (target, ~target)]) / m
