"""Means of cells, and sums and differences of them, rows in clusters: a period, two outlets, before and after."""

from dataclasses import dataclass

import numpy as np

from crossframe.compare.inference import FEWEST, critical_t, two_sided
from crossframe.schema import INTERVAL, names

TESTED = names(INTERVAL)[:5]  # estimate std_error conf_low conf_high p_value


@dataclass(frozen=True)
class Cells:
    """Sums of cells over the clusters; arrays of shape (n_cells, n_clusters).

    Parameters
    ----------
    rows, sums : float arrays
        Rows of each cluster in each cell, and their scores' sum.
    """

    rows: np.ndarray
    sums: np.ndarray

    @classmethod
    def of(cls, scores, cells, clusters, n_cells):
        """Gather rows by cell (its number; negative for none) and cluster."""
        scores, cells, clusters = (np.asarray(values)[np.asarray(cells) >= 0] for values in (scores, cells, clusters))
        found, unit = np.unique(clusters, return_inverse=True)
        at, shape = cells * len(found) + unit, (n_cells, len(found))
        return cls(*(np.bincount(at, weights=of, minlength=n_cells * len(found)).reshape(shape)
                     for of in (np.ones(len(at)), scores.astype(float))))

    @property
    def n(self):
        """Rows of all cells."""
        return int(self.rows.sum())

    @property
    def n_clusters(self):
        """Clusters with rows in any cell."""
        return int((self.rows > 0).any(axis=0).sum())

    def combined(self, signs):
        """A sum of signed cell means, with Student's t interval.

        Parameters
        ----------
        signs : sequence of float
            Of each cell: (1,) its mean, (1, -1) a difference, (1, -1, -1, 1) a difference of differences.

        Returns
        -------
        dict of str to float
            estimate std_error conf_low conf_high p_value. The estimate is NaN where a cell is empty, the rest where
            one has fewer than 5 clusters, or where no score of a cell differs from another. Clusters that lie in one
            cell each have Satterthwaite's degrees of freedom, others the number of clusters less 1.
        """
        out, signs = dict.fromkeys(TESTED, np.nan), np.asarray(signs, dtype=float)
        n, present = self.rows.sum(axis=1, keepdims=True), self.rows > 0
        if not n.all():
            return out
        means = self.sums.sum(axis=1, keepdims=True) / n
        out["estimate"] = float(signs @ means[:, 0])
        counts = present.sum(axis=1)
        influence = signs[:, None] * (self.sums - means * self.rows) / n
        if counts.min() < FEWEST:
            return out
        if present.sum(axis=0).max() == 1:
            parts = (influence**2).sum(axis=1) * counts / (counts - 1)
            variance = parts.sum()
            df = variance**2 / (parts**2 / (counts - 1)).sum() if variance > 0 else 0.0
        else:
            df = self.n_clusters - 1
            variance = (influence.sum(axis=0) ** 2).sum() * self.n_clusters / df
        std_error = np.sqrt(variance)
        if not std_error > 1e-12 * np.abs(means).max():
            return out
        reach = critical_t(df) * std_error
        p_value = float(two_sided(out["estimate"] / std_error, df))
        return out | {"std_error": float(std_error), "conf_low": out["estimate"] - reach,
                      "conf_high": out["estimate"] + reach, "p_value": p_value}
