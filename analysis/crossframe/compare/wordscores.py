"""Wordscores: texts of known position give words their scores, and these score all other texts."""

import numpy as np

from crossframe.compare.scale import Scale
from crossframe.errors import DataError

__all__ = ["RESCALE", "fit_wordscores", "influence", "score_texts", "score_words"]


def fit_wordscores(counts, reference_scores, *, rescale="none", smooth=0.0):
    """Score texts by the words that texts of known position use.

    Parameters
    ----------
    counts : matrix, shape (n_units, n_terms)
        Uses of every term; sparse or dense.
    reference_scores : float array, shape (n_units,)
        The known positions; NaN for the units to be scored (the virgin texts).
    rescale : {"none", "lbg", "mv"}
        Raw scores bunch around the mean of the references, since most words are used by all: they tell the order of
        the virgin texts and which of them differ, on no scale of the references. "lbg" (Laver, Benoit & Garry)
        stretches the virgin texts to the standard deviation of the references; it depends on which virgin texts there
        are, and needs two. "mv" (Martin & Vanberg) puts the lowest and the highest reference at their known positions
        (the mean of those with the same score) and the others accordingly.
    smooth : float
        Uses added to every term of every reference, 0 or more; terms that no reference uses stay unscored.

    Returns
    -------
    Scale
        ``positions`` in units of `reference_scores`, of the references, too (scored by their own words, they lie
        further out than new texts of theirs would); NaN where a unit uses no scored term. ``words``: ``estimate`` the
        score of each term, NaN where no reference uses it, ``weight`` its share of the references' words.
        ``std_errors`` are the published ones, which take every word for an independent draw and word scores for known:
        too small. ``about``: ``raw`` (n_units,), ``n_scored`` (n_units,) words of each unit that are scored,
        ``n_terms_unscored`` terms that no reference uses, ``share_unscored`` their share of the virgin texts' words.

    Raises
    ------
    DataError
        Fewer than two references, all of the same score, one without a word, none left to score, no term in common;
        `rescale` or `smooth` is none of the above, or cannot be done.

    References
    ----------
    Laver, Benoit & Garry (2003), American Political Science Review 97(2); Martin & Vanberg (2007), Political Analysis
    16(1); Lowe (2008), Political Analysis 16(4), on what the scores estimate.

    Examples
    --------
    >>> fit = fit_wordscores([[3, 1, 0], [1, 1, 2], [2, 0, 2]], [-1, 1, np.nan])
    >>> fit.words["estimate"].tolist(), float(fit.positions[2])
    ([-0.5, 0.0, 1.0], 0.25)
    """
    counts, known = _checked(counts, reference_scores, rescale, smooth)
    shares, _ = _shares(counts, known, smooth)
    words = score_words(shares, known[~np.isnan(known)])
    raw, std_error, n_scored = score_texts(counts, words)
    virgin = np.isnan(known)
    if not n_scored[virgin].any():
        raise DataError("no text to be scored shares a word with the references; lower min_count or add references.")
    positions, stretch, _ = RESCALE[rescale](raw, known)
    return Scale(positions, {"estimate": words, "weight": shares.mean(axis=0)},
                 _about(counts, words, virgin, raw, n_scored), stretch * std_error)


def score_words(shares, scores):
    """The score of every word: the mean of the references' scores, each weighted by how often it uses the word.

    Parameters
    ----------
    shares : float array, shape (n_references, n_terms)
        Share of each reference's words that are this term.
    scores : float array, shape (n_references,)

    Returns
    -------
    float array, shape (n_terms,)
        Between the lowest and the highest of `scores`; NaN where no reference uses the term.

    Examples
    --------
    >>> score_words(np.array([[0.75, 0.25, 0], [0.25, 0.75, 0]]), np.array([-1, 1])).tolist()
    [-0.5, 0.5, nan]
    """
    total = shares.sum(axis=0)
    return (scores @ shares) / np.where(total > 0, total, np.nan)


def score_texts(counts, words):
    """Mean score of the scored words of every text, and its published standard error.

    Parameters
    ----------
    counts : csr_array, shape (n_texts, n_terms)
    words : float array, shape (n_terms,)
        NaN where a term has no score.

    Returns
    -------
    raw, std_error, n_scored : float arrays, shape (n_texts,)
        ``std_error``: square root of the words' variance in the text over its scored words. NaN where there are none.
    """
    scores, scored = np.nan_to_num(words), (~np.isnan(words)).astype(float)
    n_scored = counts @ scored
    n = np.where(n_scored > 0, n_scored, np.nan)
    raw = counts @ scores / n
    variance = np.maximum(counts @ scores**2 / n - raw**2, 0)
    return raw, np.sqrt(variance / n), n_scored


def influence(counts, groups, reference_scores, *, rescale="none", smooth=0.0):
    """How far each article moves each unit's position: what article-clustered standard errors are made of.

    To first order, adding ``w[a]`` further copies of every article a moves position u by
    ``(w[:, None] * influence)[:, u].sum()``. Articles of the references move all units, by the words' scores.

    Parameters
    ----------
    counts : matrix, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
        The unit of each article, 0 to n_units - 1.
    reference_scores, rescale, smooth
        As in :func:`fit_wordscores`.

    Returns
    -------
    float array, shape (n_articles, n_units)
    """
    counts = _sparse(counts)
    units, known = _checked(_summed(counts, groups), reference_scores, rescale, smooth)
    at = np.flatnonzero(~np.isnan(known))
    shares, size = _shares(units, known, smooth)
    words = score_words(shares, known[at])
    raw, _, n_scored = score_texts(units, words)
    n = np.where(n_scored > 0, n_scored, np.nan)
    moved = np.zeros((counts.shape[0], len(known)))
    own = counts @ np.nan_to_num(words) - raw[groups] * (counts @ (~np.isnan(words)).astype(float))
    moved[np.arange(len(groups)), groups] = own / n[groups]
    total = np.where(np.isnan(words), np.nan, shares.sum(axis=0))
    for place, row in enumerate(at):
        gain = np.nan_to_num((known[row] - words) / total) / size[place]  # of a word's score, for one more use of it
        pull = units.multiply(gain).T.tocsr()
        part = counts[groups == row]
        moved[groups == row] += (part @ pull - np.outer(part.sum(axis=1), shares[place] @ pull)) / n
    return moved @ RESCALE[rescale](raw, known)[2].T


def _none(raw, known):
    """Positions, by how much standard errors are stretched, and the derivative of every position by every raw score."""
    return raw, 1.0, np.eye(len(raw))


def _lbg(raw, known):
    """As ``_none``: stretched about their mean to the standard deviation of the references."""
    virgin = np.isnan(known) & ~np.isnan(raw)
    spread = raw[virgin].std(ddof=1) if virgin.sum() > 1 else 0.0
    if not spread > 0:
        raise DataError(f"rescale='lbg' needs two texts to be scored that differ; there is {virgin.sum()}. Use 'mv'.")
    stretch, middle = known[~np.isnan(known)].std(ddof=1) / spread, raw[virgin].mean()
    off = np.where(np.isnan(raw), 0.0, raw - middle)
    jacobian = stretch * np.eye(len(raw)) + (1 - stretch) * virgin / virgin.sum()
    jacobian -= np.outer(off, off * virgin) * stretch / (spread**2 * (virgin.sum() - 1))
    return middle + stretch * (raw - middle), stretch, jacobian


def _mv(raw, known):
    """As ``_none``: the lowest and the highest reference stay where they are known to be."""
    low, high = np.nanmin(known), np.nanmax(known)
    at_low, at_high = ((known == end) / (known == end).sum() for end in (low, high))
    begin, width = at_low @ np.nan_to_num(raw), (at_high - at_low) @ np.nan_to_num(raw)
    if not width > 0:
        raise DataError("rescale='mv': the lowest and the highest reference use the same words alike; use 'none'.")
    stretch = (high - low) / width
    jacobian = stretch * (np.eye(len(raw)) - at_low)
    jacobian -= np.outer(np.nan_to_num(raw - begin), at_high - at_low) * stretch / width
    return low + stretch * (raw - begin), stretch, jacobian


RESCALE = {"none": _none, "lbg": _lbg, "mv": _mv}


def _checked(counts, reference_scores, rescale, smooth):
    """Counts as a sparse array and known positions as an array."""
    counts, known = _sparse(counts), np.asarray(reference_scores, dtype=float)
    if rescale not in RESCALE:
        raise DataError(f"rescale is one of {', '.join(map(repr, RESCALE))}, got {rescale!r}.")
    if not 0 <= smooth < np.inf:
        raise DataError(f"smooth must be 0 or more, got {smooth!r}.")
    if known.shape != counts.shape[:1]:
        raise DataError(f"reference_scores has {len(known)} values and counts {counts.shape[0]} rows; give one a row, "
                        "NaN for a text to be scored.")
    given = known[~np.isnan(known)]
    if len(given) < 2:
        raise DataError(f"wordscores needs two references or more, got {len(given)}.")
    if not np.isfinite(given).all():
        raise DataError("reference_scores must be finite numbers, NaN for a text to be scored.")
    if given.min() == given.max():
        raise DataError(f"all {len(given)} references have the score {given[0]:g}; words can tell apart only references "
                        "with different scores.")
    if len(given) == len(known):
        raise DataError(f"all {len(known)} texts are references; there is none to score.")
    empty = np.flatnonzero(~np.isnan(known) & (counts.sum(axis=1) == 0))
    if len(empty):
        raise DataError(f"reference {int(empty[0])} (score {known[empty[0]]:g}) has no word that is counted; take it "
                        "out or lower min_count.")
    return counts, known


def _sparse(counts):
    from scipy.sparse import csr_array

    return csr_array(counts, dtype=float)


def _summed(counts, groups):
    """Counts of units: the sums of their articles' rows."""
    from scipy.sparse import csr_array

    n = len(groups)
    return csr_array((np.ones(n), (groups, np.arange(n))), shape=(int(groups.max()) + 1, n)) @ counts


def _shares(counts, known, smooth):
    """Each term's share of each reference, and the references' sizes, after smoothing the terms that one of them uses.

    Returns
    -------
    shares : float array, shape (n_references, n_terms)
    size : float array, shape (n_references,)
    """
    uses = counts[~np.isnan(known)].toarray()
    uses += smooth * (uses.sum(axis=0) > 0)
    size = uses.sum(axis=1)
    return uses / size[:, None], size


def _about(counts, words, virgin, raw, n_scored):
    gone = np.isnan(words)
    n_words = counts[virgin].sum()
    return {"raw": raw, "n_scored": n_scored.astype(np.int64), "n_terms_unscored": int(gone.sum()),
            "share_unscored": float(counts[virgin][:, gone].sum() / n_words) if n_words else np.nan}
