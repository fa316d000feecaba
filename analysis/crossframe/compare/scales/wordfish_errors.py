"""What articles do to positions on the Wordfish scale."""

import numpy as np

from crossframe.compare.scales.errors import pooled
from crossframe.compare.scales.wordfish_model import Slopes, between, divided, of_terms, pieces, state_of

FEWEST_SIGNS, MOST_SIGNS, CELLS = 4, 30, 12_000  # random vectors behind a sum of squares: fewer where units are many


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
    for piece in pieces(counts, state):
        to_psi, to_beta = divided(*of_terms(state, piece)[:3], *between(state, piece))
        some = words[:, piece.part]
        slopes -= (some @ to_psi.T).T + (some @ to_beta.T).T * state.theta[own]
    out = np.full((len(own), len(scale.positions)), np.nan)
    out[:, units] = Slopes.at(counts, state).solved(slopes)[n:].T
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
    share, total = size / np.bincount(own, weights=size)[own], counts.toarray()
    to_psi, to_beta, taken_psi, taken_beta, answer = _answers(counts, state)
    rng, out = np.random.default_rng(seed), np.full(len(scale.positions), np.nan)
    words, members, found = words.tocsr(), [np.flatnonzero(own == unit) for unit in range(n)], np.zeros(n)
    signs = max(FEWEST_SIGNS, min(MOST_SIGNS, CELLS // n**2))
    for _ in range(signs):
        push = rng.choice([-1.0, 0.0, 0.0, 1.0], len(own))  # half the articles push, the others are pushed
        pushed = pooled(words, own, n, push).toarray() - np.bincount(own, push * share, n)[:, None] * total
        beta, psi = (to_beta * pushed).sum(axis=0), (to_psi * pushed).sum(axis=0)
        others = answer @ pushed - taken_psi * psi - taken_beta * beta
        for unit in range(n):
            direct = answer[:, [unit]] - taken_psi * to_psi[unit] - taken_beta * to_beta[unit]
            ways = direct * beta + to_beta[unit] * others
            rows = members[unit][push[members[unit]] == 0]
            found += ((words[rows] @ ways.T - np.outer(share[rows], ways @ total[unit])) ** 2).sum(axis=0)
    out[units] = found * 4 / signs / 2
    return out


def _answers(counts, state):
    """How terms answer to uses by a unit, and positions to these.

    Returns
    -------
    to_psi, to_beta : float arrays, shape (n_units, n_terms)
        Change of psi and beta for one more use by this unit.
    taken_psi, taken_beta : float arrays, shape (n_units, n_terms)
        By how much a change in psi and beta, beta counting for one, takes back of this unit's position.
    answer : float array, shape (n_units, n_units)
        Change of positions (rows) for a slope in theta (columns).
    """
    n = len(state.theta)
    answer = Slopes.at(counts, state).solved(np.concatenate([np.zeros((n, n)), np.eye(n)]))[n:]
    parts = []
    for piece in pieces(counts, state):
        a, b, c = of_terms(state, piece)[:3]
        parts.append([*divided(a, b, c, 1.0, state.theta[:, None]), answer @ piece.mean,
                      answer @ (piece.mean * state.theta[:, None])])
    return (*(np.concatenate(part, axis=1) for part in zip(*parts, strict=True)), answer)


def _prepared(uses, groups, scale):
    """Units and terms on the scale, whose the articles are, their words, counts of units, and the fit."""
    from scipy.sparse import csc_array

    units = np.flatnonzero(~np.isnan(scale.positions))
    terms = np.flatnonzero(~np.isnan(scale.words["estimate"]))
    own = np.where(np.isin(groups, units), np.searchsorted(units, groups), 0)  # a unit without a word adds nothing
    words = csc_array(uses, dtype=float)[:, terms]
    return units, own, words, csc_array(pooled(words, own, len(units))), state_of(scale, units, terms)

