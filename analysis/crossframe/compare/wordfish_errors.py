"""What articles do to positions on the Wordfish scale."""

import numpy as np

from crossframe.compare.scaling_errors import pooled
from crossframe.compare.wordfish import curvature, of_terms, parts, solved, state_of, through_terms

SIGNS = 30  # random vectors behind a sum of squares


def influence(uses, groups, scale):
    """How far each article moves each unit's position: what standard errors clustered by article are made of.

    To first order, adding ``w[a]`` further copies of every article a moves position u by
    ``(w[:, None] * influence)[:, u].sum()``: by its own unit's words, by what it teaches of the terms, and by the
    positions' being standardised.

    Parameters
    ----------
    uses : scipy.sparse array, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
        The unit of each article, 0 to n_units - 1.
    scale : Scale
        Of the units, by ``fit_wordfish``.

    Returns
    -------
    float array, shape (n_articles, n_units)
        NaN of a unit without a position.
    """
    units, own, words, counts, state = _prepared(uses, groups, scale)
    places, n = np.arange(len(own)), len(units)
    slopes = np.zeros((2 * n, len(own)))
    slopes[own, places], slopes[own + n, places] = words.sum(axis=1), words @ state.beta
    for part in parts(counts):
        to_psi, to_beta = through_terms(counts, state, part)
        slopes -= (words[:, part] @ to_psi.T).T + (words[:, part] @ to_beta.T).T * state.theta[own]
    out = np.full((len(own), len(scale.positions)), np.nan)
    out[:, units] = solved(curvature(counts, state), slopes)[n:].T
    return out


def counted_twice(uses, groups, scale, seed):
    """What the influences' squares have too much.

    Noise in the words' places meets noise in the units' words: how far an article moves a position depends on which
    other articles there are. The part of the variance that belongs to pairs of articles is so seen from both, and
    counted twice; where terms are many and articles few it is the larger part (Efron & Stein 1981, The Annals of
    Statistics 9(3)).

    Parameters
    ----------
    uses, groups, scale
        As in :func:`influence`.
    seed : int
        Of the random signs by which the sum over all pairs is estimated.

    Returns
    -------
    float array, shape (n_units,)
        To be taken off the variance of every position.
    """
    units, own, words, counts, state = _prepared(uses, groups, scale)
    n, size = len(units), words.sum(axis=1)
    a, b, c = np.concatenate([of_terms(counts, state, part)[:3] for part in parts(counts)], axis=1)
    information = c - b**2 / a  # on beta
    share, total = size / np.bincount(own, weights=size)[own], counts.toarray()
    rng, pairs = np.random.default_rng(seed), np.zeros((n, n))
    for _ in range(SIGNS):
        signs = rng.choice([-1.0, 0.0, 0.0, 1.0], len(own))  # half the articles push, the others are pushed
        push = pooled(words, own, n, signs).toarray() - np.bincount(own, signs * share, n)[:, None] * total
        push = (push / information).T
        pushed = words @ push - share[:, None] * (total @ push)[own]
        for unit in range(n):
            pairs[unit] += (pushed[(own == unit) & (signs == 0)] ** 2).sum(axis=0) * 4 / SIGNS
    slope = np.concatenate([np.zeros((n, n)), np.eye(n)])
    answer = solved(curvature(counts, state), slope)[n:]
    middle = state.theta - total.sum(axis=1) @ state.theta / total.sum()
    both = answer[:, :, None] * middle + answer[:, None, :] * middle[:, None]
    out = np.full(len(scale.positions), np.nan)
    out[units] = (both**2 * pairs).sum(axis=(1, 2)) / 2
    return out


def _prepared(uses, groups, scale):
    """Units and terms on the scale, whose the articles are, their words, counts of units, and the fit."""
    from scipy.sparse import csc_array

    units = np.flatnonzero(~np.isnan(scale.positions))
    terms = np.flatnonzero(~np.isnan(scale.words["estimate"]))
    own = np.where(np.isin(groups, units), np.searchsorted(units, groups), 0)  # a unit without a word adds nothing
    words = csc_array(uses, dtype=float)[:, terms]
    return units, own, words, csc_array(pooled(words, own, len(units))), state_of(scale, units, terms)

