"""Two outlets: their rows, how well a word gives its outlet away, and how well it would if labels meant nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from crossframe.compare.inference import FEWEST, critical_t
from crossframe.compare.rates import HALF_WEIGHT

THREADS = 2


class Sample(NamedTuple):
    """The rows of two outlets; rows of one cluster stand together."""

    shares: object  # csr_array, shape (n_rows, n_terms): shares of the row's words
    weight: np.ndarray  # (n_rows,)
    label: np.ndarray  # (n_rows,) bool: of the first outlet
    cluster: np.ndarray  # (n_rows,) 0, 1, ..., never falling

    @property
    def clusters(self):
        """Clusters with rows of the first and of the second outlet."""
        return tuple(len(np.unique(self.cluster[side])) for side in (self.label, ~self.label))

    @property
    def crossed(self):
        """True for each row whose cluster holds both outlets (bool array, shape (n_rows,))."""
        return np.isin(self.cluster, np.intersect1d(self.cluster[self.label], self.cluster[~self.label]))


class Guess(NamedTuple):
    """How well one word gives its outlet away, corrected; NaN where it cannot be known."""

    estimate: float = np.nan
    std_error: float = np.nan
    conf_low: float = np.nan
    conf_high: float = np.nan
    p_value: float = np.nan
    null_high: float = np.nan


def by_article(matrix, label, cluster):
    """Rows are articles; a long one weighs more than a short one, but not in proportion to its words.

    Parameters
    ----------
    matrix : csr_array, shape (n_articles, n_terms)
        Uses.
    label : bool array
    cluster : int array

    Returns
    -------
    Sample
        Without articles that use none of the terms.
    """
    words = np.asarray(matrix.sum(axis=1), dtype=float).ravel()
    rows = np.flatnonzero(words > 0)
    rows = rows[np.argsort(cluster[rows], kind="stable")]
    words = words[rows]
    return Sample(_scaled(matrix[rows], 1 / words), words / (words + HALF_WEIGHT), label[rows],
                  np.unique(cluster[rows], return_inverse=True)[1])


def by_story(matrix, label, story):
    """Rows are what one outlet wrote on one story, pooled; only stories of both count, and both weigh alike in each.

    Returns
    -------
    Sample
        Two rows a story, which is the cluster: the first outlet's, then the second's.
    """
    from scipy.sparse import csr_array

    cells = 2 * story + ~label
    pooled = csr_array((np.ones(len(cells)), (cells, np.arange(len(cells)))),
                       shape=(2 * story.max(initial=-1) + 2, len(cells))) @ matrix
    words = np.asarray(pooled.sum(axis=1), dtype=float).reshape(-1, 2)
    both = np.flatnonzero((words > 0).all(axis=1))
    words = words[both]
    mean = 2 / (1 / words).sum(axis=1)  # harmonic: the shorter telling limits what a story can show
    rows = (2 * both[:, None] + [0, 1]).ravel()
    return Sample(_scaled(pooled[rows], 1 / words.ravel()), np.repeat(mean / (mean + HALF_WEIGHT), 2),
                  np.tile([True, False], len(both)), np.repeat(np.arange(len(both)), 2))


def _scaled(matrix, factor):
    """The rows of a matrix times a factor each."""
    matrix = matrix.tocsr().astype(float)
    matrix.data *= np.repeat(factor, np.diff(matrix.indptr))
    return matrix


def permuted(sample, draws, seed):
    """Labels as they might have fallen, had they meant nothing.

    Clusters that hold one outlet are dealt out anew as wholes, as many to each outlet as before; within a cluster that
    holds both, labels change places among its rows.

    Returns
    -------
    bool array, shape (draws, n_rows)
    """
    rng, out = np.random.default_rng(seed), np.tile(sample.label, (draws, 1))
    crossed = sample.crossed
    if (~crossed).any():
        _, first, member = np.unique(sample.cluster[~crossed], return_index=True, return_inverse=True)
        whole = sample.label[~crossed][first]
        out[:, ~crossed] = rng.permuted(np.tile(whole, (draws, 1)), axis=1)[:, member]
    if crossed.any():
        order = np.argsort(sample.cluster[crossed] + rng.random((draws, crossed.sum())), axis=1)
        out[:, crossed] = sample.label[crossed][order]
    return out


def compare_outlets(sample, draws, seed):
    """Estimate, interval and p value of the chance, less 1/2, that a word gives its outlet away.

    From the estimate the mean over permuted labels is taken off. The variance is that of the rows' influences, summed
    by cluster; near 0 these count the chance meetings of two articles twice, so the permutations' variance is taken off
    again, and is the least there can be.

    Returns
    -------
    Guess
        NaN with fewer than 2 clusters on a side; with fewer than 5 the estimate alone.
    """
    if min(sample.clusters, default=0) < 2:
        return Guess()
    raw, influence, null = _guesses(sample, permuted(sample, draws, seed))
    centre = null.mean()
    if min(sample.clusters) < FEWEST:
        return Guess(raw - centre)
    variance, df = _variance(sample, influence)
    std_error = np.sqrt(max(variance - null.var(ddof=1), null.var(ddof=1)))
    reach = critical_t(df) * std_error
    p_value = (1 + (null >= raw - 1e-12).sum()) / (draws + 1)
    return Guess(raw - centre, std_error, raw - centre - reach, raw - centre + reach, p_value,
                 np.quantile(null, 0.95) - centre)


def _guesses(sample, labels):
    """The guess, each row's influence on it, and the guesses under other labels."""
    from crossframe.compare.partisanship import Rows, guess, guess_all

    shares = _scaled(sample.shares, sample.weight)
    ends = np.append(np.flatnonzero(np.diff(sample.cluster)) + 1, len(sample.cluster))
    rows = Rows(shares.indptr.astype(np.int64), shares.indices.astype(np.int64), shares.data, sample.weight, ends,
                np.asarray(shares.sum(axis=0)).ravel())
    n_rows, n_terms = shares.shape
    null = np.empty(len(labels))

    def work(part):
        guess_all(*part, labels, rows, *np.zeros((2, 2, n_terms)), *np.empty((2, n_rows)), null)

    edges = np.linspace(0, len(labels), THREADS + 1).astype(int)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, zip(edges[:-1], edges[1:], strict=True)))
    gain, slope = np.empty((2, n_rows))
    raw = guess(sample.label, rows, *np.zeros((2, 2, n_terms)), gain, slope)
    influence = np.empty(n_rows)
    for side in (sample.label, ~sample.label):
        weight = sample.weight[side]
        influence[side] = (slope[side] - weight * slope[side].sum() / weight.sum()) / weight.sum()
    return raw, influence, null


def _variance(sample, influence):
    """Variance of the guess from the clusters' influences, and its degrees of freedom (Satterthwaite's, if nested)."""
    if sample.crossed.any():
        n = sample.cluster[-1] + 1
        return (np.bincount(sample.cluster, weights=influence) ** 2).sum() * n / (n - 1), n - 1
    n = np.array(sample.clusters)  # rows that are all alike have no influence
    part = np.array([(np.bincount(sample.cluster[side], weights=influence[side]) ** 2).sum()
                     for side in (sample.label, ~sample.label)]) * n / (n - 1)
    total = part.sum()
    return total, total**2 / (part**2 / (n - 1)).sum() if total > 0 else n.sum() - 2
