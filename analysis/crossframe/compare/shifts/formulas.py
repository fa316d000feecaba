"""Word shifts: what each term contributes to the difference between two texts, as published, and its slopes.

Throughout p is a term's share of the target's words, q its share of the reference's, arrays of one shape that add up to
1. What a text is worth is a sum over its terms of p times a score of the term; a term contributes the difference of
its two summands, so that contributions add up to the difference between the texts. 0 log 0 is 0.

References
----------
Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth & Dodds (2021), EPJ Data Sci. 10:4.
"""

import numpy as np

BITS = np.log(2)  # of a bit, nats


def proportion(p, q):
    """Difference in shares.

    Parameters
    ----------
    p, q : float arrays, shape (n_terms,)

    Returns
    -------
    float array, shape (n_terms,)
        Adds up to 0.

    Examples
    --------
    >>> proportion(np.array([0.75, 0.25]), np.array([0.5, 0.5])).tolist()
    [0.25, -0.25]
    """
    return p - q


def proportion_slopes(p, q):
    """Derivatives of :func:`proportion` by p and by q."""
    return np.ones_like(p), -np.ones_like(q)


def entropy(p, q):
    """Contributions to the difference in Shannon entropy: -p log2 p + q log2 q, bits.

    Examples
    --------
    >>> entropy(np.array([0.5, 0.5]), np.array([0.25, 0.75])).round(3).tolist()
    [0.0, 0.189]
    """
    return (_p_log(q, q) - _p_log(p, p)) / BITS


def entropy_slopes(p, q):
    """Derivatives of :func:`entropy`; p and q > 0."""
    return -(np.log(p) + 1) / BITS, (np.log(q) + 1) / BITS


def tsallis(p, q, alpha):
    """Contributions to the difference in Tsallis entropy of order alpha: (q^alpha - p^alpha) / (alpha - 1).

    Parameters
    ----------
    p, q : float arrays, shape (n_terms,)
    alpha : float
        Above 0, not 1. The higher, the less rare terms matter; of order 2 the entropy is the chance that two words
        drawn from the text are different terms.

    Examples
    --------
    >>> tsallis(np.array([0.5, 0.5]), np.array([0.25, 0.75]), 2).tolist()
    [-0.1875, 0.3125]
    """
    return (q**alpha - p**alpha) / (alpha - 1)


def tsallis_slopes(p, q, alpha):
    """Derivatives of :func:`tsallis`; p and q > 0."""
    order = alpha / (alpha - 1)
    return -order * p ** (alpha - 1), order * q ** (alpha - 1)


def kullback_leibler(p, q):
    """Contributions to the Kullback-Leibler divergence of the target from the reference: p log2(p / q), bits.

    Infinite where q is 0 and p is not.

    Examples
    --------
    >>> kullback_leibler(np.array([0.5, 0.5]), np.array([0.25, 0.75])).round(3).tolist()
    [0.5, -0.292]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * (np.log(p) - np.log(q)), 0.0) / BITS


def kullback_leibler_slopes(p, q):
    """Derivatives of :func:`kullback_leibler`; p and q > 0."""
    return (np.log(p / q) + 1) / BITS, -p / q / BITS


def jensen_shannon(p, q, alpha, weights):
    """Contributions to the Jensen-Shannon divergence; none is below 0.

    With the mixture m = w p + v q: w p log2(p / m) + v q log2(q / m), bits; of another order than 1
    (w p^alpha + v q^alpha - m^alpha) / (alpha - 1), the mixture's Tsallis entropy less the texts' own.

    Parameters
    ----------
    p, q : float arrays, shape (n_terms,)
    alpha : float
        Order, above 0; 1 is Shannon's.
    weights : (float, float)
        w of the target and v of the reference, which add up to 1.

    Examples
    --------
    >>> jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 1, (0.5, 0.5)).tolist()
    [0.5, 0.5]
    """
    w, v = weights
    m = w * p + v * q
    if alpha == 1:
        return (w * _p_log(p, p) + v * _p_log(q, q) - _p_log(m, m)) / BITS
    return (w * p**alpha + v * q**alpha - m**alpha) / (alpha - 1)


def jensen_shannon_slopes(p, q, alpha, weights):
    """Derivatives of the signed root of :func:`jensen_shannon`: of its square root, taken negative where p < q.

    The divergence is flat where p equals q, its signed root is not: it goes straight through 0.
    """
    w, v = weights
    m = w * p + v * q
    near = np.abs(p - q) < 1e-4 * m  # there the root of w v alpha m^(alpha - 2) / 2 times p - q
    flat = np.sqrt(w * v * alpha * m ** (alpha - 2) / 2 / (BITS if alpha == 1 else 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        twice = 2 * np.sign(p - q) * np.sqrt(np.maximum(jensen_shannon(p, q, alpha, weights), 0))
        if alpha == 1:
            rise = w * np.log(p / m) / BITS, v * np.log(q / m) / BITS
        else:
            order, power = alpha / (alpha - 1), alpha - 1
            rise = w * order * (p**power - m**power), v * order * (q**power - m**power)
        return tuple(np.where(near, sign * flat, one / twice) for sign, one in zip((1, -1), rise))


def weighted(p, q, score, score_reference, reference_score):
    """Contributions to the difference between average scores: p (s - r) - q (s' - r).

    Parameters
    ----------
    p, q : float arrays, shape (n_terms,)
    score, score_reference : float arrays, shape (n_terms,)
        The terms' scores s in the target and s' in the reference; the same where there is one list.
    reference_score : float
        r: terms that score higher make a text's average rise. It moves no total, as p and q each add up to 1.

    Examples
    --------
    >>> score = np.array([2.0, -1.0])
    >>> weighted(np.array([0.75, 0.25]), np.array([0.5, 0.5]), score, score, 0.5).tolist()
    [0.375, 0.375]
    """
    return p * (score - reference_score) - q * (score_reference - reference_score)


def components(p, q, score, score_reference, reference_score):
    """The two parts of a contribution to :func:`weighted`: from other rates, and from other scores.

    (p - q) ((s + s') / 2 - r) and (p + q) / 2 (s - s').

    Returns
    -------
    (float array, float array), each of shape (n_terms,)

    Examples
    --------
    >>> [part.tolist() for part in components(*map(np.array, ([0.5], [0.25], [3.0], [1.0])), 1.0)]
    [[0.25], [0.75]]
    """
    return ((p - q) * ((score + score_reference) / 2 - reference_score),
            (p + q) / 2 * (score - score_reference))


def _p_log(p, of):
    """p log(of), 0 where p is 0."""
    from scipy.special import xlogy

    return xlogy(p, of)
