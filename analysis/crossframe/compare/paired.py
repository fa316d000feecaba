"""The mean of within-story differences: stories, or clusters of them, are the units."""

from dataclasses import dataclass

import numpy as np

from crossframe.compare.means import Groups, hardly_varies
from crossframe.compare.resampling import chunks
from crossframe.compare.stories import told_by_both
from crossframe.compare.tellers import Tellers


@dataclass(frozen=True)
class Paired:
    """Two sides on the stories that both tell.

    Parameters
    ----------
    by_story : float array, shape (2, n_stories)
        Mean score of each side on each story, target first.
    sums, stories : float arrays, shape (n_units,)
        Each unit's sum of differences, and how many stories it holds.
    groups : Groups
        The rows of these stories.
    tellers : Tellers
        The outlets that tell these stories.
    """

    by_story: np.ndarray
    sums: np.ndarray
    stories: np.ndarray
    groups: Groups
    tellers: Tellers

    @classmethod
    def of(cls, scores, target, stories, units, outlets):
        """Gather rows by story.

        Parameters
        ----------
        scores : float array, shape (n_rows,)
        target : bool array, shape (n_rows,)
        stories, units, outlets : int arrays, shape (n_rows,)
            A unit holds whole stories. The target is one outlet.

        Returns
        -------
        Paired or None
            None where no story has rows on both sides.
        """
        both = told_by_both(target, stories)
        if not both.any():
            return None
        scores, target, units, outlets = np.asarray(scores, dtype=float)[both], target[both], units[both], outlets[both]
        _, first, stories = np.unique(stories[both], return_index=True, return_inverse=True)
        means = np.array([np.bincount(stories[side], weights=scores[side]) / np.bincount(stories[side])
                          for side in (target, ~target)])
        tellers = Tellers.of(scores, target, stories, units, outlets)
        units = np.unique(units[first], return_inverse=True)[1]
        return cls(means, np.bincount(units, weights=means[0] - means[1]), np.bincount(units).astype(float),
                   Groups.of(scores, target, np.arange(len(scores))), tellers)

    @property
    def clusters(self):
        """Number of units."""
        return len(self.sums)

    @property
    def means(self):
        """Mean over the stories of each side's mean."""
        return self.by_story.mean(axis=1)

    @property
    def difference(self):
        """Mean over the stories of the target's mean less the reference's."""
        return float(self.sums.sum() / self.stories.sum())

    @property
    def hedges_g(self):
        """The difference in pooled standard deviations of the rows that take part, small-sample corrected."""
        return self.difference / self.groups.pooled_sd

    @property
    def std_error(self):
        """Standard error of the mean difference; over stories their standard deviation / sqrt(n_stories).

        Where a side hardly varies from story to story, it is that of any of a story's outlets if larger.
        """
        own = float(_standard_error(self.sums, self.stories))
        ratio = self.tellers.spread_ratio(self.difference)
        return own * np.sqrt(ratio) if ratio > 1 and any(map(hardly_varies, self.by_story)) else own

    @property
    def df(self):
        """Degrees of freedom."""
        return self.clusters - 1

    def permuted(self, rng, draws):
        """As ``Groups.permuted``: which of a story's outlets is the target, unit by unit."""
        return self.tellers.drawn(rng, draws)

    def resampled(self, rng, draws):
        """As ``Groups.resampled``: units drawn with replacement."""
        t = []
        for size in chunks(draws, self.clusters):
            picked = rng.integers(0, self.clusters, (size, self.clusters))
            sums, stories = self.sums[picked], self.stories[picked]
            with np.errstate(divide="ignore", invalid="ignore"):
                gap = sums.sum(axis=1) / stories.sum(axis=1) - self.difference
                t.append(gap / _standard_error(sums, stories))
        return np.concatenate(t)


def _standard_error(sums, stories):
    """Cluster-robust standard error of sum(sums) / sum(stories); the last axis is the units."""
    n, total = sums.shape[-1], stories.sum(axis=-1)
    residual = sums - (sums.sum(axis=-1) / total)[..., None] * stories
    return np.sqrt((residual**2).sum(axis=-1) * n / (n - 1)) / total
