"""How sure a word shift is: intervals of terms, tests of terms, and the total freed of small-sample bias.

The articles, or clusters of them, are the draws. A side's share of a term is a ratio of two sums over its clusters,
uses over words, so a cluster moves it by (its uses - share * its words) / the side's words, and a contribution by that
times the contribution's slope (the linearised, or sandwich, variance).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from crossframe.compare.inference import critical_t, two_sided

UNSEEN = 1.0  # uses that a side might have had of a term, beyond those it has
LEAN = 3.0  # clusters that use a term, at which a side's own variance counts for half in intervals
LEAN_TEST = 20.0  # and in tests, where both sides' common rate gives the other half
NODES = 9  # a side: where the total is worked out as a cluster's share of the words grows
TRIED = 2  # permutations of which the jackknife is taken, too
CELLS = 4_000_000  # of permuted shares held at a time


class Shift(NamedTuple):
    """A kind of shift, its parameters filled in."""

    value: object  # (p, q, columns) -> contributions
    slopes: object  # (p, q) -> derivatives by p and q, of the signed root where `rooted`
    rooted: bool = False  # contributions are never below 0, and flat there
    divergence: bool = False  # so is the total, and chance alone raises it
    scores: tuple | None = None  # of the terms, (target's, reference's), where contributions differ from p - q by them
    centred: bool = False  # the reference's own average is what scores are held against


@dataclass(frozen=True)
class Sample:
    """Articles of two sides, the target's and the reference's.

    Parameters
    ----------
    uses : scipy.sparse.csr_array of float, shape (n_articles, n_terms)
    words : float array, shape (n_articles,)
        All > 0.
    weight : float array, shape (2, n_articles)
        What each use and word of an article counts for in target and reference; 0 on the other side.
    units : int array, shape (n_articles,)
        Code of the article's cluster, 0, 1, 2, ...
    tellers : (float array, int array, int array) or None
        Where stories are the clusters: what an article counted for, were its outlet the target, its teller (an outlet
        on a story), each of shape (n_articles,), and the story of each teller.
    like : int array, shape (n_terms,), or None
        How many terms each column stands for; None: one each.
    """

    uses: Any
    words: np.ndarray
    weight: np.ndarray
    units: np.ndarray
    tellers: tuple | None = None
    like: np.ndarray | None = None

    @property
    def copies(self):
        """How many terms each column stands for, shape (n_terms,)."""
        return np.ones(self.uses.shape[1]) if self.like is None else self.like

    @cached_property
    def shares(self):
        """Share of each term on either side, shape (2, n_terms)."""
        return shares(self.uses, self.words, self.weight)

    @cached_property
    def clusters(self):
        """What each cluster adds to the shares: two sparse arrays of shape (n_clusters, n_terms)."""
        from scipy.sparse import csr_array

        n = len(self.words)
        sides = self.weight / (self.weight @ self.words)[:, None]
        members = [csr_array((side, (self.units, np.arange(n))), shape=(self.n_clusters, n)) for side in sides]
        parts = [(side @ self.uses).tocsr() for side in members]
        for part in parts:
            part.eliminate_zeros()
            part.sort_indices()
        return parts

    @cached_property
    def cluster_words(self):
        """Each cluster's share of either side's words, shape (2, n_clusters)."""
        sides = self.weight * self.words / (self.weight @ self.words)[:, None]
        return np.stack([np.bincount(self.units, weights=side, minlength=self.n_clusters) for side in sides])

    @property
    def n_clusters(self):
        """Clusters of both sides."""
        return int(self.units.max()) + 1

    @cached_property
    def nested(self):
        """Whether no cluster has articles on both sides."""
        return not (self.cluster_words > 0).all(axis=0).any()

    @property
    def per_use(self):
        """What one more use would add to a term's share, either side, shape (2, 1)."""
        return ((self.weight**2 @ self.words) / (self.weight @ self.words) ** 2)[:, None]

    @cached_property
    def using(self):
        """How many clusters use each term, on either side, shape (2, n_terms)."""
        return np.stack([np.bincount(part.indices, minlength=part.shape[1]) for part in self.clusters])

    @cached_property
    def pooled(self):
        """Share of each term on both sides together."""
        sums = self.weight @ self.words
        return sums @ self.shares / sums.sum()

    @cached_property
    def dispersion(self):
        """Second and third moment of each term's uses in a cluster, over those of uses that fall independently: two
        arrays of shape (n_terms,); where clusters are nested in sides.
        """
        sums = self.weight @ self.words
        uses, words = self.clusters[0] * sums[0] + self.clusters[1] * sums[1], sums @ self.cluster_words
        rate, squares, cubes = self.pooled, uses.power(2), uses.power(3)
        second = squares.sum(axis=0) - 2 * rate * (uses.T @ words) + rate**2 * (words @ words)
        third = (cubes.sum(axis=0) - 3 * rate * (squares.T @ words) + 3 * rate**2 * (uses.T @ words**2)
                 - rate**3 * (words**3).sum())
        return np.maximum(second, 0) / (rate * sums.sum()), third / (rate * sums.sum())


def condensed(sample):
    """The sample with one column for all terms that the same one article uses equally often: most terms of any text.

    Totals are the same and sooner done; no score may tell such terms apart.
    """
    columns = sample.uses.tocsc()
    alone = np.flatnonzero(np.diff(columns.indptr) == 1)
    first = columns.indptr[alone]
    _, where, like = np.unique(np.stack([columns.indices[first], columns.data[first]], axis=1), axis=0,
                               return_index=True, return_counts=True)
    kept = np.concatenate([np.flatnonzero(np.diff(columns.indptr) > 1), alone[where]])
    like = np.concatenate([np.ones(len(kept) - len(like)), like])
    return replace(sample, uses=columns[:, kept].tocsr(), like=like)


def shares(uses, words, weight):
    """Weighted uses over weighted words: shape (n_weights, n_terms)."""
    return np.asarray(uses.T @ weight.T).T / (weight @ words)[:, None]


def term_errors(sample, shift):
    """Standard errors of contributions (of their signed roots, where rooted) and their degrees of freedom.

    The variance of a side is that of its clusters; where few of them use a term it leans on what the term's dispersion
    on both sides together makes of its uses and one more: who never uses a term shows no spread, and yet might have
    used it. Satterthwaite's degrees of freedom where clusters are nested in sides, else clusters less one.

    Parameters
    ----------
    sample : Sample
    shift : Shift

    Returns
    -------
    (float array, float array), each of shape (n_terms,)
    """
    known, seen = sample.shares, sample.shares + UNSEEN * sample.per_use
    slopes = np.stack(shift.slopes(*seen))
    parts, words = sample.clusters, sample.cluster_words
    moved = np.zeros(sample.n_clusters)  # how a cluster moves the average that scores are held against
    if shift.centred:
        moved = parts[1] @ shift.scores[1] - known[1] @ shift.scores[1] * words[1]
    dense, along = np.column_stack([*words, moved]), np.column_stack([*(-slopes * known), known[1] - known[0]])
    if sample.nested:
        own = [_squares([parts[k]], [slopes[k]], dense * (words[k] > 0)[:, None], along) for k in (0, 1)]
        return _welch(sample, own, slopes**2 * sample.dispersion[0] * seen * sample.per_use, LEAN)
    n = sample.n_clusters
    least = (slopes**2 * seen * sample.per_use).sum(axis=0)
    return np.sqrt(np.maximum(n / (n - 1) * _squares(parts, slopes, dense, along), least)), np.full(len(least), n - 1.0)


def _welch(sample, squares, expected, lean):
    """Standard error and degrees of freedom of two sides' clusters.

    Parameters
    ----------
    sample : Sample
    squares : two float arrays, shape (n_terms,)
        Sums of squared influences of each side's clusters.
    expected : float array, shape (2, n_terms)
        The variance to lean on where few clusters use a term.
    lean : float
        Clusters that use a term at which its own variance counts for half.
    """
    n = (sample.cluster_words > 0).sum(axis=1)[:, None]
    using = sample.using
    side = (using * n / (n - 1) * np.stack(squares) + lean * expected) / (using + lean)
    total, most = side.sum(axis=0), n.sum() - 2.0
    df = np.divide(total**2, (side**2 / (n - 1)).sum(axis=0), out=np.full_like(total, most), where=total > 0)
    return np.sqrt(total), df


def _squares(parts, slopes, dense, along):
    """Sum over clusters of (sum_k slope_k part_kc + dense_c . along)^2, term by term."""
    total = ((along @ (dense.T @ dense)) * along).sum(axis=1)
    for part, slope in zip(parts, slopes):
        total += slope**2 * np.asarray(part.power(2).sum(axis=0)) + 2 * slope * ((part.T @ dense) * along).sum(axis=1)
    if len(parts) == 2:
        total += 2 * slopes[0] * slopes[1] * np.asarray((parts[0] * parts[1]).sum(axis=0))
    return np.maximum(total, 0)


def interval(estimate, std_error, df, shift, difference):
    """Ends of the 95% intervals; of rooted contributions by way of their signed roots, so never below 0.

    Parameters
    ----------
    estimate, std_error, df : float arrays, shape (n_terms,)
    shift : Shift
    difference : float array, shape (n_terms,)
        p - q, for the sign of the root.

    Returns
    -------
    (float array, float array), each of shape (n_terms,)
    """
    reach = critical_t(df) * std_error
    if not shift.rooted:
        return estimate - reach, estimate + reach
    root = np.sqrt(np.maximum(estimate, 0)) * np.sign(difference)
    low, high = root - reach, root + reach
    return np.where(low * high < 0, 0, np.minimum(low**2, high**2)), np.maximum(low**2, high**2)


def rate_tests(sample):
    """p values of the terms for one and the same rate on both sides, shape (n_terms,).

    - Clusters of one side each: Welch's t of the difference in shares; where few of a side's clusters use a term, its
      variance leans on that of both sides' common rate.
    - Stories: which of a story's outlets is the target is what is permuted; z is the normal score of the gamma variable
      that has the variance and skewness of the sum of contrasts.
    - Other clusters that lie on both sides: the sign of each one's own contrast is permuted.
    """
    parts, words = sample.clusters, sample.cluster_words
    p, q = sample.shares
    if sample.tellers is not None:
        variance, third = _relabelled(sample)
        return two_sided(_unskew(_ratio(p - q, np.sqrt(variance)), _ratio(third, variance**1.5)), np.inf)
    if not sample.nested:
        n, pooled = sample.n_clusters, (p + q) / 2
        squares = _squares(parts, np.array([[1.0], [-1.0]]) * np.ones_like(p), (words[0] - words[1])[:, None],
                           -pooled[:, None])
        z = _ratio(p - q, np.sqrt(squares))
        return two_sided(z * np.sqrt((n - 1) / np.maximum(n - z**2, 1e-12)), n - 1)
    ones = np.ones_like(p)
    own = [_squares([part], [ones], side[:, None], -share[:, None])
           for part, side, share in zip(parts, words, sample.shares)]
    dispersion, third = sample.dispersion
    error, df = _welch(sample, own, dispersion * sample.pooled * sample.per_use, LEAN_TEST)
    leaning = LEAN_TEST / (sample.using + LEAN_TEST)  # a variance of one's own moves with the sum, and skews t back
    skew = _ratio(third * sample.pooled * (np.array([[1], [-1]]) * leaning * sample.per_use**2).sum(axis=0), error**3)
    return two_sided(_unskew(_ratio(p - q, error), skew), df)


def _relabelled(sample):
    """Second and third cumulant of every term's contrast when any outlet of a story may be the target."""
    from scipy.sparse import csr_array

    each, teller, story = sample.tellers
    n, m = len(each), np.bincount(story)[:, None].astype(float)  # outlets of each story
    members = csr_array((each / (sample.weight[0] @ sample.words), (teller, np.arange(n))), shape=(len(story), n))
    stories = csr_array((np.ones(len(story)), (story, np.arange(len(story)))))
    values = (members @ sample.uses).tocsr()
    first, second, third = (stories @ values.power(k) for k in (1, 2, 3))
    stretch, ones = m / (m - 1), np.ones(len(m))
    mean = first.multiply(1 / m)
    two = (second.multiply(1 / m) - mean.power(2)).multiply(stretch**2)
    three = (third.multiply(1 / m) - 3 * second.multiply(1 / m) * mean + 2 * mean.power(3)).multiply(stretch**3)
    return np.maximum(two.T @ ones, 0), three.T @ ones


def _ratio(above, below):
    """above / below, 0 where below is 0."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _unskew(z, skew):
    """Normal score of a standardised gamma variable with this skewness (Wilson & Hilferty 1931)."""
    bent = np.where(np.abs(skew) < 1e-4, 1e-4, skew)
    return np.where(np.abs(skew) < 1e-4, z, 6 / bent * (np.cbrt(np.maximum(bent * z / 2 + 1, 0)) - 1) + bent / 6)


def jackknife(sample, shift):
    """The total when one cluster after the other is left out: its bias, its standard error and degrees of freedom.

    Without a cluster, terms that it does not use change by one factor a side, so the total over all terms is worked
    out at a few such factors and interpolated, exactly but for rounding; only the terms it uses are done one by one.

    Parameters
    ----------
    sample : Sample
    shift : Shift

    Returns
    -------
    (float, float, float)
        Plain total less its bias is the corrected one.

    References
    ----------
    Zahl (1977), Ecology 58(4), on the jackknifed entropy; Efron & Stein (1981), Ann. Stat. 9(3), on the variance.
    """
    p, q = sample.shares
    words, copies = sample.cluster_words, sample.copies
    left = _scaled(sample, lambda a, b: shift.value(a * p, b * q, slice(None)) @ copies)
    cluster, term, used = _cells(sample.clusters)
    a, b = 1 / (1 - words[:, cluster])
    with np.errstate(invalid="ignore"):
        change = (shift.value(np.maximum(a * (p[term] - used[0]), 0), np.maximum(b * (q[term] - used[1]), 0), term)
                  - shift.value(a * p[term], b * q[term], term))
        left += np.bincount(cluster, weights=change * copies[term], minlength=sample.n_clusters)
    total = shift.value(p, q, slice(None)) @ copies
    groups = [left[side > 0] for side in words] if sample.nested else [left]
    n = np.array([len(group) for group in groups])
    means = np.array([group.mean() for group in groups])
    variance = np.array([(k - 1) / k * ((group - mean) ** 2).sum() for group, mean, k in zip(groups, means, n)])
    bias = float(((n - 1) * (means - total)).sum())
    if not variance.sum() > 0:
        return bias, np.nan, np.nan
    return bias, float(np.sqrt(variance.sum())), float(variance.sum() ** 2 / (variance**2 / (n - 1)).sum())


def _scaled(sample, total):
    """total(a, b) at the factors by which shares grow without each cluster, shape (n_clusters,), from a few nodes."""
    words = sample.cluster_words
    nodes, bases = zip(*(_basis(1 / (1 - side)) for side in words))
    if np.allclose(*words, rtol=1e-9, atol=0):  # stories: both sides of each weigh alike
        return bases[0] @ np.array([total(a, a) for a in nodes[0]])
    if sample.nested:
        alone = [bases[0] @ np.array([total(a, 1.0) for a in nodes[0]]),
                 bases[1] @ np.array([total(1.0, b) for b in nodes[1]])]
        return np.where(words[0] > 0, *alone)
    values = np.array([[total(a, b) for b in nodes[1]] for a in nodes[0]])
    return np.einsum("ci,ij,cj->c", bases[0], values, bases[1])


def _basis(factor):
    """Chebyshev nodes from 1 to the largest factor, and each factor's weights of them, shape (n, n_nodes)."""
    top = factor.max()
    if top - 1 < 1e-12:
        return np.ones(1), np.ones((len(factor), 1))
    angle = (np.arange(NODES) + 0.5) * np.pi / NODES
    nodes = 1 + (top - 1) * (1 + np.cos(angle)) / 2
    away = factor[:, None] - nodes
    exact = np.abs(away) < 1e-14
    weight = (-1.0) ** np.arange(NODES) * np.sin(angle) / np.where(exact, 1, away)
    weight = np.where(exact.any(axis=1)[:, None], exact, weight)
    return nodes, weight / weight.sum(axis=1, keepdims=True)


def _cells(parts):
    """Cluster, term and what is used on either side, for every pair that occurs on one."""
    both = (abs(parts[0]) + abs(parts[1])).tocsr()
    both.sort_indices()
    cluster = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    key = cluster.astype(np.int64) * both.shape[1] + both.indices
    used = np.zeros((2, len(key)))
    for side, part in zip(used, parts):
        row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr)).astype(np.int64)
        side[np.searchsorted(key, row * part.shape[1] + part.indices)] = part.data
    return cluster, both.indices, used


def by_chance(sample, shift, relabel, draws, seed):
    """Totals under permuted labels, shape (draws,).

    Parameters
    ----------
    sample : Sample
    shift : Shift
    relabel : function of a numpy Generator
        Gives other weights, shape (2, n_articles).
    draws, seed : int
    """
    rng, size = np.random.default_rng(seed), max(1, CELLS // sample.uses.shape[1])
    totals = []
    for start in range(0, draws, size):
        weights = np.concatenate([relabel(rng) for _ in range(min(size, draws - start))])
        drawn = shares(sample.uses, sample.words, weights)
        totals += [shift.value(p, q, slice(None)) @ sample.copies for p, q in zip(drawn[::2], drawn[1::2])]
    return np.array(totals)


def excess_error(sample, shift, relabel, error, drawn, seed):
    """Standard error of a divergence less what chance gives.

    The jackknife takes the noise of two samples for influence where they hardly differ. What it says of permuted labels
    is that part: its variance is replaced by that of the permuted totals themselves.

    Parameters
    ----------
    sample : Sample
    shift : Shift
    relabel : function of a numpy Generator
    error : float
        The jackknife's standard error.
    drawn : float array, shape (draws,)
        Totals under permuted labels.
    seed : int
    """
    rng = np.random.default_rng([seed, 1])
    noise = [jackknife(replace(sample, weight=relabel(rng)), shift)[1] for _ in range(TRIED)]
    return float(np.sqrt(drawn.var(ddof=1) + max(error**2 - np.square(noise).mean(), 0)))
