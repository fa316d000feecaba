"""Two outlets: their rows, how well a word gives its outlet away, and how well it would if labels meant nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from crossframe.compare.inference import FEWEST, critical_t
from crossframe.compare.rates import HALF_WEIGHT

THREADS = 2
SPLITS = 10


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


def permuted(sample, draws, rng):
    """Labels as they might have fallen, had they meant nothing.

    Clusters that hold one outlet are dealt out anew as wholes, as many to each outlet as before; within a cluster that
    holds both, labels change places among its rows.

    Returns
    -------
    bool array, shape (draws, n_rows)
    """
    out = np.tile(sample.label, (draws, 1))
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

    From the estimate the mean over permuted labels is taken off. Its variance is that under permuted labels (articles
    that meet by chance) plus that of the clusters' influences (outlets that differ, seen through these articles).

    Returns
    -------
    Guess
        NaN with fewer than 2 clusters on a side; with fewer than 5 the estimate alone.
    """
    if min(sample.clusters, default=0) < 2:
        return Guess()
    rng, kernel = np.random.default_rng(seed), Kernel(sample)
    null = kernel.under(permuted(sample, draws, rng))
    raw = kernel.guess(np.ones(len(sample.label), dtype=bool))[0]
    estimate = raw - null.mean()
    if min(sample.clusters) < FEWEST:
        return Guess(estimate)
    variance, df = _variance(sample, kernel, rng)
    std_error = np.sqrt(null.var(ddof=1) + variance)
    reach = critical_t(df) * std_error
    p_value = (1 + (null >= raw - 1e-12).sum()) / (draws + 1)
    return Guess(estimate, std_error, estimate - reach, estimate + reach, p_value,
                 np.quantile(null, 0.95) - null.mean())


class Kernel:
    """A sample as the compiled loops take it."""

    def __init__(self, sample):
        from crossframe.compare.partisanship import Rows

        shares = _scaled(sample.shares, sample.weight)
        ends = np.append(np.flatnonzero(np.diff(sample.cluster)) + 1, len(sample.cluster))
        self.label = sample.label
        self.rows = Rows(shares.indptr.astype(np.int64), shares.indices.astype(np.int64), shares.data, sample.weight,
                         ends, np.asarray(shares.sum(axis=0)).ravel())

    def _room(self):
        return (*np.zeros((2, 2, len(self.rows.total))), *np.empty((2, len(self.label))))

    def guess(self, seen):
        """The guess of one who knows the rows seen, and every row's influence on it."""
        from crossframe.compare.partisanship import guess

        room = self._room()
        raw, slope, influence = guess(self.label, seen, self.rows, *room), room[3], np.empty(len(self.label))
        for side in (self.label, ~self.label):
            weight = self.rows.weight[side]
            influence[side] = (slope[side] - weight * slope[side].sum() / weight.sum()) / weight.sum()
        return raw, influence

    def under(self, labels):
        """The guesses under other labels, float array of shape (len(labels),)."""
        from crossframe.compare.partisanship import guess_all

        out, seen = np.empty(len(labels)), np.ones(len(self.label), dtype=bool)

        def work(part):
            guess_all(*part, labels, seen, self.rows, *self._room(), out)

        edges = np.linspace(0, len(labels), THREADS + 1).astype(int)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, zip(edges[:-1], edges[1:], strict=True)))
        return out


def _variance(sample, kernel, rng):
    """Variance of the clusters' influences on the guess, and its degrees of freedom: of the side with fewer clusters.

    Influences come from rates that are themselves uncertain, which squares would add to the variance. So each is taken
    twice, by those who know one half of the clusters and those who know the other, and the product stands for the
    square.
    """
    n_clusters = sample.cluster[-1] + 1
    parts = np.zeros(n_clusters)
    holds = [np.bincount(sample.cluster, weights=side) > 0 for side in (sample.label, ~sample.label)]
    kind = holds[0] + 2 * holds[1]  # every half has its share of each kind
    for _ in range(SPLITS):
        order = np.lexsort((rng.random(n_clusters), kind))
        half = (np.argsort(order) % 2 == 0)[sample.cluster]
        one, two = (np.bincount(sample.cluster, weights=kernel.guess(seen)[1]) for seen in (half, ~half))
        parts = parts + one * two / SPLITS
    if sample.crossed.any():
        return max(parts.sum(), 0.0), n_clusters - 1
    return max(parts.sum(), 0.0), min(sample.clusters) - 1
