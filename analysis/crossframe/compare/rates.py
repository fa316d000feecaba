"""Two sides, one term a row: counts, rates, the tested difference and its interval."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.compare.classic import g2, log_odds_z
from crossframe.compare.inference import (
    FEWEST,
    FEWEST_MATCHED,
    adjust,
    critical_t,
    too_few,
    too_few_matched,
    two_sided,
)
from crossframe.compare.stories import story_weights, told_by_both
from crossframe.schema import KEYNESS

OUTSIDE = -1  # the side of articles that belong to neither
PRIOR_USES = 0.5  # added to the lighter side (and in proportion to the other) in estimates, which stay finite so
HALF_WEIGHT = 500.0  # words at which an article has half of its greatest weight
THREADS = 2


class Pair(NamedTuple):
    """Which articles are compared with which."""

    side: np.ndarray  # (n_articles,) 1 target, 0 reference, -1 neither
    units: np.ndarray  # (n_articles,) code of the cluster each article belongs to
    target: str
    reference: str
    unit: str  # what a cluster is called
    stories: np.ndarray | None = None  # (n_articles,) code of each article's story, where compared within stories
    outlets: np.ndarray | None = None  # (n_articles,) code of each article's outlet, there


def compare_pair(counts, pair, min_count, prior_sd):
    """Compare the rates of every term on two sides.

    Parameters
    ----------
    counts : crossframe.tokens.Counts
    pair : Pair
    min_count : int
        Least uses on both sides together.
    prior_sd : float
        log2 units; see ``keyness``.

    Returns
    -------
    (DataFrame, str or None)
        The columns of ``crossframe.schema.KEYNESS``, the best-supported terms first; a caution where nothing can be
        tested.
    """
    rows = _taking_part(counts, pair)
    if not len(rows):
        return _nothing(), f"No story is told by both {pair.target} and {pair.reference}: nothing is compared."
    for side, name in ((1, pair.target), (0, pair.reference)):
        if not (pair.side[rows] == side).any():
            return _nothing(), f"No article of {name} has a word that counts: nothing is compared."
    outlets = np.zeros(len(counts.totals), dtype=np.int64) if pair.outlets is None else pair.outlets
    # the target first, a cluster's articles together, and in it those of one outlet
    rows = rows[np.lexsort((outlets[rows], pair.units[rows], -pair.side[rows]))]
    matrix = counts.matrix[rows].tocsc()
    kept = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= min_count)
    if not len(kept):
        return _nothing(), f"No term is used {min_count} times or more in the stories that both tell."
    matrix = matrix[:, kept] if len(kept) < matrix.shape[1] else matrix
    matrix.sort_indices()
    words, n_target = counts.totals[rows].astype(float), int((pair.side[rows] == 1).sum())
    units = np.unique(pair.units[rows], return_inverse=True)[1]
    weight, within = words / (words + HALF_WEIGHT), None
    if pair.stories is not None:
        stories = np.unique(pair.stories[rows], return_inverse=True)[1]
        weight, others = story_weights(words, np.arange(len(rows)) < n_target, stories, outlets[rows], HALF_WEIGHT)
        within = (outlets[rows], others) if np.array_equal(stories, units) else None
    table = _describe(matrix, words, n_target, units)
    table.insert(0, "term", counts.terms[kept])
    clusters = {pair.target: len(np.unique(units[:n_target])), pair.reference: len(np.unique(units[n_target:]))}
    if pair.stories is None:
        fewest, caution = FEWEST, too_few(clusters, pair.unit)
    else:
        fewest, caution = FEWEST_MATCHED, too_few_matched(units.max() + 1, pair.unit)
    raw, std_error, low, high, t, df = _test(matrix, words, weight, n_target, units, within, table,
                                             fewest if caution is None else np.inf)
    spread = np.where(np.isnan(std_error), _poisson_error(table), std_error)
    estimate = raw * prior_sd**2 / (prior_sd**2 + spread**2)
    p_value = two_sided(t, df)
    table = table.assign(
        outlet=pair.target, estimate=np.fmin(np.fmax(estimate, low), high), std_error=std_error, conf_low=low,
        conf_high=high, p_value=p_value, p_adjusted=adjust(p_value))
    strength = np.where(np.isnan(t), -1.0, np.abs(t))
    return table.iloc[np.lexsort((table.term.astype(str), -np.abs(estimate), -strength))], caution


def _taking_part(counts, pair):
    """The articles that are compared: those with words, of either side and, within stories, of stories told by both."""
    rows = np.flatnonzero((pair.side != OUTSIDE) & (counts.totals > 0))
    if pair.stories is None:
        return rows
    return rows[told_by_both(pair.side[rows] == 1, pair.stories[rows])]


def _nothing():
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in KEYNESS})


def _describe(matrix, words, n_target, units):
    """Counts, rates, spread, and the figures that other tools report."""
    starts = matrix.indptr[:-1]
    total = np.add.reduceat(matrix.data, starts, dtype=np.int64)
    n = matrix.T @ (np.arange(len(words)) < n_target).astype(np.int64)
    sides = words[:n_target].sum(), words[n_target:].sum()
    share = words / words.sum()
    expected = share[matrix.indices]
    apart = np.abs(matrix.data / np.repeat(total, np.diff(matrix.indptr)) - expected) - expected
    dispersion = (np.add.reduceat(apart, starts) + 1) / 2 / (1 - share.min())
    rest = total - n
    return pd.DataFrame({
        "n": n, "rate": n / sides[0] * 1e6, "n_reference": rest, "rate_reference": rest / sides[1] * 1e6,
        "n_articles": np.diff(matrix.indptr).astype(np.int64), "n_clusters": _clusters_using(matrix, units),
        "dispersion": dispersion.clip(0, 1), "g2": g2(n, rest, *sides), "log_odds_z": log_odds_z(n, rest, *sides)})


def _clusters_using(matrix, units):
    """How many clusters use each term; a cluster that stands on both sides counts once."""
    if units.max() == len(units) - 1:
        return np.diff(matrix.indptr).astype(np.int64)
    from scipy.sparse import csr_array

    members = csr_array((np.ones(len(units), dtype=np.int32), (units, np.arange(len(units)))))
    return np.diff((members @ matrix).tocsc().indptr).astype(np.int64)


def _poisson_error(table):
    """Standard error of log2(n / n_reference) if uses were independent: for terms that cannot be tested."""
    return np.sqrt(1 / (table.n + PRIOR_USES) + 1 / (table.n_reference + PRIOR_USES)).to_numpy() / np.log(2)


def _test(matrix, words, weight, n_target, units, within, table, fewest):
    """Estimate before shrinking, standard error, interval, t and its degrees of freedom; NaN where not tested."""
    raw = _plain_ratio(matrix, words, weight, n_target)
    std_error, low, high, t = (np.full(len(raw), np.nan) for _ in range(4))
    tested = np.flatnonzero(table.n_clusters >= fewest)
    if not len(tested):
        return raw, std_error, low, high, t, np.nan
    n_units = units.max() + 1
    nested = len(np.intersect1d(units[:n_target], units[n_target:])) == 0
    df = n_units - 2 if nested else np.inf  # turned signs have a normal score of their own
    t_crit = critical_t(df)
    fit = _thin(matrix[:, tested], words, weight, n_target, units, nested, within,
                t_crit * np.sqrt((n_units - 1) / (df + t_crit**2)) if nested else t_crit)
    raw[tested], low[tested], high[tested], z = fit.T
    # the permutation variance holds the difference itself; with that undone, z is Student's t
    t[tested] = z * np.sqrt(df / np.maximum(n_units - 1 - z**2, 1e-12)) if nested else z
    reach = np.where(np.isinf(low), high - raw, np.where(np.isinf(high), raw - low, (high - low) / 2))
    std_error[tested] = np.where(np.isfinite(reach), reach / t_crit, np.nan)[tested]
    return raw, std_error, low, high, t, df


def _plain_ratio(matrix, words, weight, n_target):
    """log2 ratio of weighted mean rates, half a use added to the lighter side and in proportion to the other."""
    per_use, in_target = weight / words, np.arange(len(words)) < n_target
    target, reference = matrix.T @ (per_use * in_target), matrix.T @ (per_use * ~in_target)
    sides = weight[:n_target].sum(), weight[n_target:].sum()
    prior = PRIOR_USES * (target + reference) / matrix.sum(axis=0) / min(sides)
    return np.log2((target / sides[0] + prior) / (reference / sides[1] + prior))


def _thin(matrix, words, weight, n_target, units, nested, within, critical):
    """The kernel over all terms, in threads; columns: estimate, conf_low, conf_high, z.

    Where clusters are nested in sides, their labels are permuted: the variance of the target's sum of residuals is
    n_t n_r / (n (n - 1)) times the sum of squared cluster sums. Where clusters cross sides (a story told by both), each
    cluster's own contrast is the unit, and its sign what is permuted; within stories, which of a story's outlets is the
    target.
    """
    from crossframe.compare.thinning import EXCERPTS, Sides, thin_terms

    short = min(np.quantile(side, 0.05) for side in (words[:n_target], words[n_target:]))
    drawn = np.array([np.minimum(m * short or words, words) for m in EXCERPTS])
    w_target, w_reference, n_units = weight[:n_target].sum(), weight[n_target:].sum(), units.max() + 1
    n_first = len(np.unique(units[:n_target]))  # clusters with articles of the target
    if nested:
        sign, scale = np.ones(len(words)), n_first * (n_units - n_first) / (n_units * (n_units - 1))
        third_scale = scale * (n_units - 2 * n_first) / (n_units - 2)
    else:
        sign = (np.arange(len(words)) < n_target) - w_target / (w_target + w_reference)
        scale, third_scale = w_target * w_reference / (w_target + w_reference) ** 2, 0.0  # of guesses only
    cluster_weight = np.bincount(units, weights=sign * weight)
    sides = Sides(weight / drawn, drawn / words, weight, sign, units.astype(np.int64), cluster_weight, nested, n_target,
                  w_target, w_reference, scale, weight @ weight, cluster_weight @ cluster_weight,
                  (cluster_weight**3).sum(), (cluster_weight**4).sum(), third_scale, _limits(), within is not None,
                  *(within or (units, units)), n_first / n_units)
    out = np.empty((matrix.shape[1], 4))
    data = (matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data.astype(np.int64))
    ends = np.searchsorted(matrix.indptr, np.linspace(0, matrix.indptr[-1], 8 * THREADS + 1))

    def fit(part):
        room = np.empty((2, len(words)), dtype=np.int64)
        thin_terms(*part, *data, sides, critical, PRIOR_USES, *room, out)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fit, zip(ends[:-1], ends[1:], strict=True)))
    return out


def _limits():
    """Normal scores of the chances 2^-b, for b from 0 to 60."""
    from scipy.special import ndtri

    from crossframe.compare.thinning import SCORES_A_BIT

    return np.maximum(-ndtri(2.0 ** -(np.arange(60 * SCORES_A_BIT) / SCORES_A_BIT)), 0.0)
