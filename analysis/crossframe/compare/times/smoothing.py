"""A smooth mean over time: local polynomials of articles' days, with intervals that count clusters, not rows.

The mean at a day is the height there of a parabola fitted to the rows within `bandwidth` days, near ones weighing more
(Epanechnikov's kernel). The bandwidth is the one that suits a straight line: a straight line with it errs where the
truth bends, and its interval would not know; the parabola takes that error out, and its own, wider interval counts what
that costs (Calonico, Cattaneo & Farrell 2018: the local linear estimate, corrected for bias with the same bandwidth,
is the local quadratic one).
"""

from dataclasses import dataclass

import numpy as np

from crossframe.compare.inference import critical_t

FEWEST = 8  # clusters within the window: a parabola takes three
FEWEST_DAYS = 5  # different days within it
EFFECTIVE = 4  # as many clusters of equal weight the mean must be worth: 3 degrees of freedom
FOLDS = 10
GRID = 12  # bandwidths tried
NARROWEST = 30  # clusters that the narrowest window tried holds; half of them at the edges
ROUNDING = 1e-6  # sums by Fourier transform below this are taken for 0


@dataclass(frozen=True)
class Points:
    """Scored rows in the order of their days.

    Parameters
    ----------
    days, scores : float arrays, shape (n_rows,)
        Whole days, counted from any one day.
    clusters : int array, shape (n_rows,)
    """

    days: np.ndarray
    scores: np.ndarray
    clusters: np.ndarray

    @classmethod
    def of(cls, days, scores, clusters):
        """Sort the rows by day."""
        order = np.lexsort((clusters, days))
        return cls(*(np.asarray(values)[order] for values in (days, scores, clusters)))


def curve(sides, bandwidth, at):
    """A smooth mean at given days, or the difference between two, with its 95% interval at each by itself.

    Parameters
    ----------
    sides : sequence of Points
        One, or two whose difference is wanted, the first less the second; a cluster has one code in both.
    bandwidth : float
        Days from a day at which rows cease to count for it.
    at : float array, shape (n,)
        Days.

    Returns
    -------
    float array, shape (n, 3)
        The curve, and the lower and upper ends; NaN where a window holds fewer than 8 clusters or 5 days, all of them
        before the day or all after it, or where few have nearly all the weight. The ends alone are NaN where all scores
        are alike.
    """
    return np.array([_at(sides, bandwidth, day) for day in at]).reshape(-1, 3)


def _at(sides, bandwidth, day):
    fits = [_local_fit(points, day, bandwidth) for points in sides]
    if any(fit is None for fit in fits):
        return (np.nan,) * 3
    first, second = fits[0], fits[-1]
    variance, mean = sum(fit.variance for fit in fits), first.mean
    df = variance**2 / sum(fit.variance**2 / fit.df for fit in fits) if variance > 0 else np.inf
    if len(fits) == 2:
        mean = mean - second.mean
        _, here, there = np.intersect1d(first.clusters, second.clusters, assume_unique=True, return_indices=True)
        variance -= 2 * (first.moved[here] * second.moved[there]).sum()
    if not variance > 1e-24 * mean**2:  # all scores alike: no telling how far off the mean may be
        return mean, np.nan, np.nan
    reach = critical_t(df) * np.sqrt(variance)
    return mean, mean - reach, mean + reach


@dataclass(frozen=True)
class _Fit:
    mean: float
    clusters: np.ndarray
    moved: np.ndarray  # by how much the mean moves when each is left out
    df: float

    @property
    def variance(self):
        """The jackknife's."""
        return float((self.moved**2).sum())


def _local_fit(points, day, bandwidth):
    """The parabola's height at one day, or None where the window holds too little."""
    low, high = np.searchsorted(points.days, [day - bandwidth, day + bandwidth])
    u = (points.days[low:high] - day) / bandwidth
    clusters, unit = np.unique(points.clusters[low:high], return_inverse=True)
    if len(clusters) < FEWEST or len(np.unique(u)) < FEWEST_DAYS or not u[0] <= 0 <= u[-1]:
        return None  # too little, or all of it on one side: nothing is said of days beyond the articles
    design, scores = u[:, None] ** np.arange(3), points.scores[low:high]
    weighted = design * (1 - u**2)[:, None]
    each = _sums(weighted[:, :, None] * design[:, None, :], unit, len(clusters))
    moments = each.sum(axis=0)
    without = moments - each
    share = _sums(weighted @ np.linalg.inv(moments)[0], unit, len(clusters)) ** 2
    effective = share.sum() ** 2 / (share**2).sum()
    if effective < EFFECTIVE or np.linalg.det(without).min() < 0.01 * np.linalg.det(moments):
        return None  # few clusters settle the height, or one the shape
    beta = np.linalg.solve(moments, weighted.T @ scores)
    left = _sums(weighted * (scores - design @ beta)[:, None], unit, len(clusters))
    moved = np.linalg.solve(without, left[:, :, None])[:, 0, 0]
    return _Fit(float(beta[0]), clusters, moved, effective - 1)


def choose_bandwidth(points, least=4):
    """The bandwidth with which a local straight line best foretells clusters it has not seen.

    Parameters
    ----------
    points : Points
    least : float
        None is tried below so many days.

    Returns
    -------
    float or None
        Days: the best of 12 in a geometric row, from the one whose window holds some 30 clusters to all the time there
        is. Clusters are left out by tenths, dealt out in turn along time. None where there are
        fewer than 8 clusters or 5 days.
    """
    clusters, first, unit = np.unique(points.clusters, return_index=True, return_inverse=True)
    if len(clusters) < FEWEST or len(np.unique(points.days)) < FEWEST_DAYS:
        return None
    fold = np.empty(len(clusters), dtype=int)
    fold[np.argsort(first, kind="stable")] = np.arange(len(clusters)) % FOLDS
    day, fold = (points.days - points.days[0]).astype(int), fold[unit]
    n, y = (np.bincount(day * FOLDS + fold, weights=of, minlength=(day[-1] + 1) * FOLDS).reshape(-1, FOLDS)
            for of in (np.ones(len(day)), points.scores))
    n, y = n.sum(axis=1, keepdims=True) - n, y.sum(axis=1, keepdims=True) - y
    tried = np.geomspace(min(max(least, NARROWEST / 2 * day[-1] / len(clusters)), day[-1]), day[-1], GRID)
    errors = [np.square(points.scores - _foretold(n, y, bandwidth)[day, fold]).sum() for bandwidth in tried]
    return float(tried[np.argmin(errors)])


def _foretold(n, y, bandwidth):
    """A local straight line at every day from each column's rows (n) and sums (y); shape (n_days, n_columns)."""
    from scipy.signal import fftconvolve

    reach = int(np.ceil(bandwidth))
    u = np.arange(-reach, reach + 1)[:, None] / bandwidth
    kernel = np.clip(1 - u**2, 0, None)

    def moment(values, power):
        return fftconvolve(values, (kernel * u**power)[::-1], mode="same", axes=0)

    s0, s1, s2, t0, t1 = moment(n, 0), moment(n, 1), moment(n, 2), moment(y, 0), moment(y, 1)
    filled = s0 > ROUNDING  # where it is not, the mean of all days stands in
    level = np.where(filled, t0, y.sum(axis=0)) / np.where(filled, s0, n.sum(axis=0))
    spread = s0 * s2 - s1**2
    bent = filled & (spread > ROUNDING * s0**2)
    return np.where(bent, (s2 * t0 - s1 * t1) / np.where(bent, spread, 1), level)


def _sums(values, unit, n):
    """Sums of rows by unit, shape (n, ...)."""
    flat = values.reshape(len(values), -1)
    return np.stack([np.bincount(unit, weights=column, minlength=n) for column in flat.T], axis=-1).reshape(
        n, *values.shape[1:])
