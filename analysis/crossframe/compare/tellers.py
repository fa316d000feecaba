"""Which of a story's outlets is the target: the difference that the labels of all of them allow."""

from dataclasses import dataclass

import numpy as np

from crossframe.compare.resampling import chunks


@dataclass(frozen=True)
class Tellers:
    """The outlets of every story; arrays of shape (n_tellers,), a teller being an outlet on a story, story by story.

    Parameters
    ----------
    story : int array
        Code of the story, rising.
    outlet_in_unit : int array
        Code of the outlet in the story's unit: the same for all stories of a unit (a week, a topic) that it tells.
    gap : float array
        What the difference on the story would be were this outlet the target: its mean less that of all other rows,
        widened where it has more rows than the target and so would vary less.
    overlap : float array
        By how much `gap` falls when all scores of the real target fall by 1.
    target : bool array
        Which is the real target.
    """

    story: np.ndarray
    outlet_in_unit: np.ndarray
    gap: np.ndarray
    overlap: np.ndarray
    target: np.ndarray

    @classmethod
    def of(cls, scores, target, stories, units, outlets):
        """Gather rows by story and outlet.

        Parameters
        ----------
        scores : float array, shape (n_rows,)
        target : bool array, shape (n_rows,)
            True for the rows of one outlet, which every story has.
        stories, units, outlets : int arrays, shape (n_rows,)
            Stories coded 0, 1, 2, ...; every one is told by two outlets at least.
        """
        (story, _), first, teller = _unique_pairs(stories, outlets)
        rows, own = np.bincount(teller), target[first]
        mean = np.bincount(teller, weights=scores) / rows
        others = np.bincount(story, weights=rows)[story] - rows
        gap = mean - (np.bincount(story, weights=rows * mean)[story] - rows * mean) / others
        overlap = np.where(own, 1.0, -rows[own][story] / others)
        difference = gap[own].mean()
        spread = _variance(scores - difference * target, mean - difference * own, rows, story, teller)
        wider = np.sqrt(np.maximum(1.0, spread[own][story] / spread))
        return cls(story, _unique_pairs(units[first], outlets[first])[2], gap * wider, overlap * wider, own)

    def spread_ratio(self, shift):
        """Variance of the gap of any teller of a story over that of the target's, its scores lowered by `shift`."""
        square = np.square(self.gap - shift * self.overlap)
        of_target = square[self.target].sum()
        return float((square / np.bincount(self.story)[self.story]).sum() / of_target) if of_target > 0 else 1.0

    def drawn(self, rng, draws):
        """Mean gap and mean overlap over the stories, each with one of its outlets drawn as the target; (draws,) each.

        Every unit ranks its outlets at random, and in each of its stories the first of those that tell it is taken: so
        each teller of a story has the same chance, and a unit keeps its outlets together.
        """
        first = np.flatnonzero(np.diff(self.story, prepend=-1))
        values, out = np.stack([self.gap, self.overlap], axis=1) / len(first), []
        for size in chunks(draws, len(self.story)):
            rank = rng.random((size, self.outlet_in_unit.max() + 1))[:, self.outlet_in_unit]
            taken = rank == np.minimum.reduceat(rank, first, axis=1)[:, self.story]
            out.append(taken.astype(float) @ values)
        return tuple(np.concatenate(out).T)


def _unique_pairs(one, other):
    """The pairs of two codes in order (shape (2, n)), where each first stands, and which one each row has."""
    pairs, first, which = np.unique(np.stack([one, other]), axis=1, return_index=True, return_inverse=True)
    return pairs, first, which.ravel()


def _variance(scores, mean, rows, story, teller):
    """Variance of each teller's gap where outlets do not differ, up to a factor: from how many rows there are.

    A row's variance is that between the tellers of a story plus that among the rows of a teller, estimated over all
    stories as in a one-way analysis of variance.
    """
    total = np.bincount(story, weights=rows)
    within = np.square(scores - mean[teller]).sum() / max(1, len(scores) - len(rows))
    around = mean - (np.bincount(story, weights=rows * mean) / total)[story]
    even = (total - np.bincount(story, weights=rows**2) / total).sum()
    between = max(0.0, ((rows * around**2).sum() - (len(rows) - len(total)) * within) / even)
    others = total[story] - rows
    squares = np.bincount(story, weights=rows**2)[story] - rows**2
    variance = between * (1 + squares / others**2) + within * (1 / rows + 1 / others)
    return variance if variance.any() else np.ones_like(variance)
