"""Wordscores: texts of known position give words their scores, and these score all other texts."""

from typing import NamedTuple

import numpy as np

from crossframe.compare.scales.errors import pooled
from crossframe.compare.scales.scale import Scale
from crossframe.errors import DataError

__all__ = ["RESCALE", "fit_wordscores", "left_out", "score_texts", "score_words"]


def fit_wordscores(counts, reference_scores, *, rescale="none", smooth=0.0, reference_raw=None):
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
    reference_raw : float array, shape (n_units,), or None
        Raw scores of the references as :func:`left_out` gives them, to be used where they are not NaN. None: they are
        scored by their own words, as published, which puts them further out than other texts of theirs; then "mv"
        draws all virgin texts to the middle, the more so the fewer words there are.

    Returns
    -------
    Scale
        ``positions`` in units of `reference_scores`; NaN where a unit uses no scored term. ``words``: ``estimate`` the
        score of each term, NaN where no reference uses it, ``weight`` its share of the references' words.
        ``std_errors`` are the published ones, which take every word for an independent draw and word scores for known:
        too small. ``about``: ``raw`` (n_units,), ``shift`` and ``stretch`` (positions are shift + stretch * raw),
        ``n_scored`` (n_units,) words of each unit that are scored, ``n_terms_unscored`` terms that no reference uses,
        ``share_unscored`` their share of the virgin texts' words.

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
    learned = learned_from(sparse(counts), reference_scores, rescale, smooth, reference_raw)
    virgin = np.isnan(learned.known)
    if not learned.n_scored[virgin].any():
        raise DataError("no text to be scored shares a word with the references; lower min_count or add references.")
    shift, stretch, _ = RESCALE[rescale](learned.raw, learned.known)
    about = {"raw": learned.raw, "shift": float(shift), "stretch": float(stretch), "n_scored": learned.n_scored,
             "n_terms_unscored": learned.unscored, "share_unscored": learned.share_unscored}
    return Scale(shift + stretch * learned.raw, {"estimate": learned.words, "weight": learned.shares.mean(axis=0)},
                 about, stretch * learned.std_error)


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


def left_out(counts, groups, reference_scores, *, smooth=0.0):
    """Raw scores of the references' articles, each by the words learned without it.

    A text that taught a word its score is drawn to its own reference by it; a virgin text is not. Where the two are
    laid side by side, or the one is stretched by the other, both must be scored alike.

    Parameters
    ----------
    counts : matrix, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
        The unit of each article, 0 to n_units - 1.
    reference_scores, smooth
        As in :func:`fit_wordscores`.

    Returns
    -------
    articles : float array, shape (n_articles,)
        NaN of articles of no reference, of those without a scored word, and of a reference's only article.
    units : float array, shape (n_units,)
        The references' raw scores, all articles of one together; NaN of other units.

    Examples
    --------
    >>> articles, units = left_out(np.array([[3, 1], [1, 1], [1, 3]]), np.array([0, 0, 1]), [-1, 1])
    >>> articles.round(3).tolist()
    [-0.2, 0.0, nan]
    """
    counts, groups = sparse(counts), np.asarray(groups)
    known = np.asarray(reference_scores, dtype=float)
    units = pooled(counts, groups, len(known))
    at = np.flatnonzero(~np.isnan(known))
    shares, size = _shares(units, known, smooth)
    total, lean = shares.sum(axis=0), known[at] @ shares
    score, n_scored = np.full(len(groups), np.nan), np.zeros(len(groups))
    for place in np.flatnonzero(np.bincount(groups, minlength=len(known))[at] > 1):
        own = groups == at[place]
        part, word = counts[own], counts[own].indices
        length = np.repeat(part.sum(axis=1), np.diff(part.indptr))
        rest = (shares[place, word] * size[place] - part.data) / (size[place] - length)
        change = np.where(rest > 1e-12, rest, 0.0) - shares[place, word]
        left = total[word] + change
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where(left > 1e-12, (lean[word] + known[at[place]] * change) / left, np.nan)
        row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        n_scored[own] = np.bincount(row, part.data * ~np.isnan(each), part.shape[0])
        score[own] = np.bincount(row, part.data * np.nan_to_num(each), part.shape[0])
    articles = score / np.where(n_scored > 0, n_scored, np.nan)
    n = np.bincount(groups, n_scored, len(known))
    return articles, np.bincount(groups, np.nan_to_num(score), len(known)) / np.where(n > 0, n, np.nan)


class Learned(NamedTuple):
    """What the references teach, and how the units then stand."""

    known: np.ndarray  # (n_units,) positions of the references, NaN elsewhere
    shares: np.ndarray  # (n_references, n_terms)
    gain: np.ndarray  # (n_references, n_terms) of a word's score, for one more use of it in a reference
    words: np.ndarray  # (n_terms,) scores
    in_sample: np.ndarray  # (n_units,) raw scores, those of the references by their own words
    raw: np.ndarray  # (n_units,) raw scores
    std_error: np.ndarray  # (n_units,) as published
    n_scored: np.ndarray  # (n_units,)
    unscored: int  # terms
    share_unscored: float  # of the virgin texts' words


def learned_from(counts, reference_scores, rescale, smooth, reference_raw):
    """What units of known position teach, checked; the parameters are those of ``fit_wordscores``."""
    known = _checked(counts, reference_scores, rescale, smooth)
    at = ~np.isnan(known)
    shares, size = _shares(counts, known, smooth)
    words = score_words(shares, known[at])
    gone = np.isnan(words)
    gain = (known[at][:, None] - words) / np.where(gone, np.nan, shares.sum(axis=0)) / size[:, None]
    in_sample, std_error, n_scored = score_texts(counts, words)
    raw = in_sample
    if reference_raw is not None:
        raw = np.where(at & ~np.isnan(reference_raw), reference_raw, in_sample)
    n_words = counts[~at].sum()
    share = float(counts[~at][:, gone].sum() / n_words) if n_words else np.nan
    return Learned(known, shares, np.nan_to_num(gain), words, in_sample, raw, std_error, n_scored, int(gone.sum()),
                   share)


def _none(raw, known):
    """Shift and stretch that make positions of raw scores, and the derivative of every position by every raw score."""
    return 0.0, 1.0, np.eye(len(raw))


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
    return middle * (1 - stretch), stretch, jacobian


def _mv(raw, known):
    """As ``_none``: the lowest and the highest reference stay where they are known to be."""
    low, high = np.nanmin(known), np.nanmax(known)
    at_low, at_high = ((known == end) / (known == end).sum() for end in (low, high))
    begin, width = at_low @ np.nan_to_num(raw), (at_high - at_low) @ np.nan_to_num(raw)
    if not width > 0:
        raise DataError("rescale='mv': by their words the lowest and the highest reference cannot be told apart; "
                        "there is nothing to stretch. Choose references that differ, or 'none'.")
    stretch = (high - low) / width
    jacobian = stretch * (np.eye(len(raw)) - at_low)
    jacobian -= np.outer(np.nan_to_num(raw - begin), at_high - at_low) * stretch / width
    return low - stretch * begin, stretch, jacobian


RESCALE = {"none": _none, "lbg": _lbg, "mv": _mv}


def _checked(counts, reference_scores, rescale, smooth):
    """Known positions as an array, if wordscores can be had from them."""
    known = np.asarray(reference_scores, dtype=float)
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
        raise DataError(f"all {len(given)} references have the score {given[0]:g}; words can tell apart only "
                        "references with different scores.")
    if len(given) == len(known):
        raise DataError(f"all {len(known)} texts are references; there is none to score.")
    empty = np.flatnonzero(~np.isnan(known) & (counts.sum(axis=1) == 0))
    if len(empty):
        raise DataError(f"reference {int(empty[0])} (score {known[empty[0]]:g}) has no word that is counted; take it "
                        "out or lower min_count.")
    return known


def sparse(counts):
    from scipy.sparse import csr_array

    return csr_array(counts, dtype=float)


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
