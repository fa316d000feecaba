"""What articles do to positions by Wordscores."""

import numpy as np

from crossframe.compare.scales.errors import pooled
from crossframe.compare.scales.wordscores import RESCALE, learned_from, sparse

__all__ = ["counted_twice", "influence"]

SIGNS = 30  # random vectors behind a sum of squares


def influence(counts, groups, reference_scores, *, rescale="none", smooth=0.0, reference_raw=None):
    """How far each article moves each unit's position: what article-clustered standard errors are made of.

    To first order, adding ``w[a]`` further copies of every article a moves position u by
    ``(w[:, None] * influence)[:, u].sum()``. Articles of the references move all units, by the words' scores.

    Parameters
    ----------
    counts : matrix, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
        The unit of each article, 0 to n_units - 1.
    reference_scores, rescale, smooth, reference_raw
        As in :func:`crossframe.compare.scales.wordscores.fit_wordscores`.

    Returns
    -------
    float array, shape (n_articles, n_units)
    """
    counts = sparse(counts)
    units = pooled(counts, groups, len(reference_scores))
    learned = learned_from(units, reference_scores, rescale, smooth, reference_raw)
    moved = np.zeros((counts.shape[0], len(learned.known)))
    own = _own(counts, groups, learned, np.nan_to_num(learned.words), learned.in_sample)
    moved[np.arange(len(groups)), groups] = own
    n = np.where(learned.n_scored > 0, learned.n_scored, np.nan)
    for row, gain, shares in zip(np.flatnonzero(~np.isnan(learned.known)), learned.gain, learned.shares):
        pull, part = units.multiply(gain).T.tocsr(), counts[groups == row]
        moved[groups == row] += (part @ pull - np.outer(part.sum(axis=1), shares @ pull)) / n
    moved = np.nan_to_num(moved) @ RESCALE[rescale](learned.raw, learned.known)[2].T
    return np.where(np.isnan(learned.raw), np.nan, moved)


def counted_twice(counts, groups, reference_scores, *, rescale="none", smooth=0.0, reference_raw=None, seed=0):
    """What the influences' squares have too much: the part of the variance that belongs to pairs of articles.

    Noise in the words' scores meets noise in the scored texts' words, and is seen from the articles of both; where
    terms are many and articles few it is no small part (Efron & Stein 1981, The Annals of Statistics 9(3)).

    Parameters
    ----------
    counts, groups, reference_scores, rescale, smooth, reference_raw
        As in :func:`influence`.
    seed : int
        Of the random signs by which the sum over all pairs is estimated.

    Returns
    -------
    float array, shape (n_units,)
        To be taken off the variance of every position.
    """
    counts = sparse(counts)
    units = pooled(counts, groups, len(reference_scores))
    learned = learned_from(units, reference_scores, rescale, smooth, reference_raw)
    at, size = ~np.isnan(learned.known), len(learned.known)
    rng, pairs, length = np.random.default_rng(seed), np.zeros(size), counts.sum(axis=1)
    for _ in range(SIGNS):
        signs = rng.choice([-1.0, 1.0], len(groups))
        pushed = pooled(counts, groups, size, signs)[at].toarray()
        pushed -= np.bincount(groups, signs * length, size)[at][:, None] * learned.shares
        push = (learned.gain * pushed).sum(axis=0)  # of the words' scores
        mean = units @ push / np.where(learned.n_scored > 0, learned.n_scored, np.nan)
        pairs += np.bincount(groups, _own(counts, groups, learned, push, mean) ** 2, size) / SIGNS
    return RESCALE[rescale](learned.raw, learned.known)[2] ** 2 @ np.where(at | np.isnan(learned.raw), 0.0, pairs)


def _own(counts, groups, learned, words, means):
    """How far each article moves the mean of its own unit's words; shape (n_articles,)."""
    scored = counts @ (~np.isnan(learned.words)).astype(float)
    n = np.where(learned.n_scored > 0, learned.n_scored, np.nan)
    return (counts @ words - means[groups] * scored) / n[groups]
