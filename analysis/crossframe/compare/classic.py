"""The figures that others report, so that readers can compare; both treat every word as an independent draw."""

import numpy as np


def g2(n, n_reference, words, words_reference):
    """Log-likelihood ratio of a 2 x 2 table: term or not, target or reference.

    Parameters
    ----------
    n, n_reference : int arrays, shape (n_terms,)
        Uses on either side.
    words, words_reference : int
        All words of either side.

    Returns
    -------
    float array, shape (n_terms,)
        Never negative; says nothing about the direction.

    References
    ----------
    Dunning (1993), Computational Linguistics 19(1).

    Examples
    --------
    >>> g2(np.array([8]), np.array([2]), 100, 100).round(3).tolist()
    [4.044]
    """
    cells = np.array([n, n_reference, words - n, words_reference - n_reference], dtype=float)
    total = words + words_reference
    uses = cells[0] + cells[1]
    rest = total - uses
    expected = np.array([uses * words, uses * words_reference, rest * words, rest * words_reference]) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(cells > 0, cells * np.log(cells / expected), 0.0)
    return np.maximum(2 * parts.sum(axis=0), 0.0)


def log_odds_z(n, n_reference, words, words_reference, *, prior_words=500):
    """z of weighted log-odds with an informative Dirichlet prior; positive leans to the target.

    The prior is the rate of both sides together, worth `prior_words` words; the variance is the full one, with the
    complement's 1 / (n - y).

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), equations 15, 18, 22 and 23.

    Examples
    --------
    >>> log_odds_z(np.array([8, 2]), np.array([2, 8]), 10, 10).round(2).tolist()
    [0.38, -0.38]
    """
    prior = prior_words * (n + n_reference) / (words + words_reference)
    logit, variance = 0.0, 0.0
    for y, total, side in ((n, words, 1), (n_reference, words_reference, -1)):
        term, rest = y + prior, total + prior_words - y - prior
        with np.errstate(divide="ignore", invalid="ignore"):
            logit = logit + side * np.log(term / rest)
            variance = variance + 1 / term + 1 / rest
    with np.errstate(invalid="ignore"):
        return logit / np.sqrt(variance)
