"""The difference between two means when rows come in clusters: t, permutation and bootstrap."""

from dataclasses import dataclass

import numpy as np

from crossframe.compare.inference import critical_t, two_sided

CHUNK = 2_000_000  # cells of a resampling matrix held at a time


@dataclass(frozen=True)
class Groups:
    """Sums of two sides over the clusters; arrays of shape (2, n_clusters), target first.

    Parameters
    ----------
    rows, sums, squares : float arrays
        Rows of each cluster on each side, their scores' sum and sum of squares.
    scores, target, units : arrays of shape (n_rows,)
        The rows themselves.
    """

    rows: np.ndarray
    sums: np.ndarray
    squares: np.ndarray
    scores: np.ndarray
    target: np.ndarray
    units: np.ndarray

    @classmethod
    def of(cls, scores, target, clusters):
        """Gather rows by cluster."""
        scores, target = np.asarray(scores, dtype=float), np.asarray(target, dtype=bool)
        units = np.unique(np.asarray(clusters), return_inverse=True)[1]

        def by_side(values):
            return np.array([np.bincount(units, weights=values * side, minlength=units.max() + 1)
                             for side in (target, ~target)])

        return cls(by_side(np.ones_like(scores)), by_side(scores), by_side(scores**2), scores, target, units)

    @property
    def clusters(self):
        """Clusters with rows on each side."""
        return tuple(int(n) for n in (self.rows > 0).sum(axis=1))

    @property
    def nested(self):
        """Whether every cluster lies on one side."""
        return not np.any((self.rows > 0).all(axis=0))

    @property
    def means(self):
        """Mean score of each side."""
        return self.sums.sum(axis=1) / self.rows.sum(axis=1)

    @property
    def difference(self):
        """Mean of the target minus mean of the reference."""
        return float(self.means[0] - self.means[1])

    @property
    def hedges_g(self):
        """Difference over the pooled standard deviation of the rows, times 1 - 3 / (4 df - 1)."""
        n = self.rows.sum(axis=1)
        df = n.sum() - 2
        within = (self.squares.sum(axis=1) - n * self.means**2).sum()
        if df < 1 or within <= 0:
            return np.nan
        return float(self.difference / np.sqrt(within / df) * (1 - 3 / (4 * df - 1)))

    @property
    def std_error(self):
        """Cluster-robust standard error of the difference."""
        return float(standard_error(self.rows, self.sums, self.nested))

    @property
    def df(self):
        """Satterthwaite's degrees of freedom; clusters less one where clusters hold both sides."""
        if not self.nested:
            return int((self.rows.sum(axis=0) > 0).sum()) - 1
        part = _side_variances(self.rows, self.sums)
        n = np.array(self.clusters)
        return float(part.sum() ** 2 / (part**2 / (n - 1)).sum())


def _influence(rows, sums):
    """What each cluster adds to each side's mean, beyond that mean; shape (..., 2, n_clusters)."""
    n = rows.sum(axis=-1, keepdims=True)
    return (sums - sums.sum(axis=-1, keepdims=True) / n * rows) / n


def _side_variances(rows, sums):
    n = (rows > 0).sum(axis=-1)
    return (_influence(rows, sums) ** 2).sum(axis=-1) * n / (n - 1)


def standard_error(rows, sums, nested):
    """Cluster-robust standard error of the difference in means; leading axes are draws."""
    if nested:
        return np.sqrt(_side_variances(rows, sums).sum(axis=-1))
    influence = _influence(rows, sums)
    n = (rows.sum(axis=-2) > 0).sum(axis=-1)
    return np.sqrt(((influence[..., 0, :] - influence[..., 1, :]) ** 2).sum(axis=-1) * n / (n - 1))


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
    rng = np.random.default_rng(seed)
    drawn, overlap = np.empty(draws), np.empty(draws)
    for b in range(draws):
        label = _permuted(groups, rng)
        n = label.sum()
        drawn[b] = groups.scores[label].sum() / n - groups.scores[~label].sum() / (len(label) - n)
        overlap[b] = groups.target[label].sum() / n - groups.target[~label].sum() / (len(label) - n)

    def p_at(shift):
        beyond = np.abs(drawn - shift * overlap) >= abs(groups.difference - shift) * (1 - 1e-12)
        return (1 + beyond.sum()) / (draws + 1)

    step = 10 * groups.std_error + abs(groups.difference)
    ends = [_last_kept(p_at, groups.difference, groups.difference + side * step) for side in (-1, 1)]
    return ends[0], ends[1], float(p_at(0.0))


def _permuted(groups, rng):
    """Labels after a permutation: of whole clusters, or of the rows within each where clusters hold both sides."""
    if groups.nested:
        return rng.permutation(groups.rows[0] > 0)[groups.units]
    order = np.lexsort((rng.random(len(groups.units)), groups.units))
    label = np.empty(len(order), dtype=bool)
    label[order] = groups.target[np.argsort(groups.units, kind="stable")]
    return label


def _last_kept(p_at, inside, outside):
    """The shift furthest from `inside` that is not rejected at .05, by bisection towards `outside`."""
    for _ in range(60):
        middle = (inside + outside) / 2
        if p_at(middle) >= 0.05:
            inside = middle
        else:
            outside = middle
    return inside


def by_bootstrap(groups, draws, seed):
    """Symmetric studentised interval over clusters drawn with replacement, and the p value it implies."""
    rng, n_clusters = np.random.default_rng(seed), groups.rows.shape[1]
    sides = [np.flatnonzero(side > 0) for side in groups.rows] if groups.nested else [np.arange(n_clusters)]
    t = []
    for size in np.diff(np.append(np.arange(0, draws, max(1, CHUNK // n_clusters)), draws)):
        picked = np.concatenate([side[rng.integers(0, len(side), (size, len(side)))] for side in sides], axis=1)
        rows, sums = (np.moveaxis(values[:, picked], 0, 1) for values in (groups.rows, groups.sums))
        with np.errstate(divide="ignore", invalid="ignore"):
            means = sums.sum(axis=-1) / rows.sum(axis=-1)
            t.append((means[:, 0] - means[:, 1] - groups.difference) / standard_error(rows, sums, groups.nested))
    t = np.abs(np.concatenate(t))
    t = np.sort(np.where(np.isnan(t), np.inf, t))  # a sample without spread or without one side can rule nothing out
    kept = int(np.ceil(0.05 * (draws + 1) - 1))  # so many draws beyond it, and p is not below .05
    reach = t[draws - kept] * groups.std_error
    beyond = (t >= abs(groups.difference) / groups.std_error).sum()
    return groups.difference - reach, groups.difference + reach, float((1 + beyond) / (draws + 1))


METHODS = {"t": by_t, "permutation": by_permutation, "bootstrap": by_bootstrap}
