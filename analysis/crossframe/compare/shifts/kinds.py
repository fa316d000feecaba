"""The kinds of word shift: what each asks for, what it is called, and which way it points."""

from functools import partial
from typing import NamedTuple

import numpy as np

from crossframe.compare.shifts import formulas
from crossframe.compare.shifts.inference import Shift
from crossframe.errors import DataError

KINDS = ("proportion", "entropy", "tsallis", "jensen_shannon", "kullback_leibler", "weighted")
DIVERGENCES = ("jensen_shannon", "kullback_leibler")
TAKES = {  # option -> the kinds that it is for
    "alpha": ("tsallis", "jensen_shannon"), "weights": ("jensen_shannon",), "smoothing": ("kullback_leibler",),
    "scores": ("weighted",), "scores_reference": ("weighted",), "reference_score": ("weighted",),
    "stop_lens": ("weighted",),
}
UNITS = {
    "proportion": "share of all words", "entropy": "bits", "tsallis": "Tsallis entropy", "jensen_shannon": "bits",
    "kullback_leibler": "bits", "weighted": "points of the score",
}
READS = {
    "proportion": "above 0: a larger share of the words of {target} than of {reference}; the shares' differences add "
                  "up to 0.",
    "entropy": "above 0: the term makes the words of {target} more varied than those of {reference}.",
    "jensen_shannon": "the higher, the more the term sets {target} and {reference} apart; direction says who uses it "
                      "more (↑ {target}).",
    "kullback_leibler": "above 0: the term is commoner in {target} than {reference} leads to expect; together they say "
                        "how poorly {reference} foretells {target}.",
    "weighted": "above 0: the term makes the average score of {target} higher than that of {reference}.",
}
READS["tsallis"] = READS["entropy"]


class Kind(NamedTuple):
    """A kind of shift and its options, checked."""

    name: str
    alpha: float = 1.0
    weights: tuple = (0.5, 0.5)
    smoothing: float = 0.0
    reference_score: float | None = None  # None: the reference's own average

    @property
    def unit(self):
        """What contributions are measured in."""
        return f"Tsallis entropy of order {self.alpha:g}" if self.alpha != 1 else UNITS[self.name]


def checked_kind(kind, **options):
    """The kind asked for, its options checked.

    Parameters
    ----------
    kind : str
    **options
        Those of ``TAKES``; None where not given.

    Returns
    -------
    Kind

    Raises
    ------
    DataError
        The kind is unknown, an option is not for it, or is out of range.

    Examples
    --------
    >>> checked_kind("tsallis", alpha=2)
    Kind(name='tsallis', alpha=2.0, weights=(0.5, 0.5), smoothing=0.0, reference_score=None)
    """
    if kind not in KINDS:
        raise DataError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}.")
    given = {name: value for name, value in options.items() if value is not None}
    if strange := [name for name in given if kind not in TAKES[name]]:
        raise DataError(f"{strange[0]}= is for kind={' or '.join(map(repr, TAKES[strange[0]]))}, not for {kind!r}.")
    made = Kind(kind, _alpha(kind, given.get("alpha")), _weights(given.get("weights", (0.5, 0.5))))
    if not 0 <= (smoothing := _number(given.get("smoothing", 0.0), "smoothing")) < np.inf:
        raise DataError(f"smoothing must be 0 or more uses of every term, got {smoothing!r}.")
    reference_score = given.get("reference_score")
    if reference_score is not None:
        reference_score = _number(reference_score, "reference_score")
    return made._replace(smoothing=smoothing, reference_score=reference_score)


def _number(value, name):
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or np.isnan(value):
        raise DataError(f"{name} must be a number, got {value!r}.")
    return float(value)


def _alpha(kind, alpha):
    alpha = _number((2.0 if kind == "tsallis" else 1.0) if alpha is None else alpha, "alpha")
    if not 0 < alpha < np.inf:
        raise DataError(f"alpha must be above 0, got {alpha:g}; below 1 rare terms matter more, above 1 common ones.")
    if kind == "tsallis" and alpha == 1:
        raise DataError("alpha=1 is Shannon's entropy: kind='entropy' gives it, in bits.")
    return alpha


def _weights(weights):
    try:
        target, reference = map(float, weights)
    except (TypeError, ValueError):
        target = reference = np.nan
    if not (target > 0 and reference > 0 and abs(target + reference - 1) < 1e-9):
        raise DataError(f"weights must be two numbers above 0 that add up to 1, target first, got {weights!r}.")
    return target, reference


def bound(kind, sample, scores):
    """The shift of a sample: the kind's formulas, its options filled in.

    Parameters
    ----------
    kind : Kind
    sample : Sample
    scores : float array, shape (2, n_terms), or None
        The terms' scores in target and reference; for "weighted".

    Returns
    -------
    Shift
    """
    options = {"tsallis": {"alpha": kind.alpha}, "jensen_shannon": {"alpha": kind.alpha, "weights": kind.weights}}
    if kind.name == "weighted":
        return _weighted(kind, sample, scores)
    if kind.name == "kullback_leibler":
        return _kullback_leibler(kind, sample)
    value, slopes = (partial(getattr(formulas, kind.name + part), **options.get(kind.name, {}))
                     for part in ("", "_slopes"))
    rooted = kind.name == "jensen_shannon"
    return Shift(lambda p, q, _: value(p, q), slopes, rooted, kind.name in DIVERGENCES)


def _weighted(kind, sample, scores):
    centred = kind.reference_score is None
    middle = float(sample.shares[1] @ scores[1]) if centred else kind.reference_score
    slopes = scores[0] - middle, middle - scores[1]
    return Shift(lambda p, q, at: formulas.weighted(p, q, scores[0][at], scores[1][at], middle),
                 lambda p, q: slopes, scores=tuple(scores), centred=centred)


def _kullback_leibler(kind, sample):
    """Shares with `smoothing` uses of every term added on both sides."""
    words = np.array([sample.words[side > 0].sum() for side in sample.weight])
    added = kind.smoothing / words
    shrunk = 1 / (1 + added * sample.uses.shape[1])

    def smoothed(p, q):
        return (p + added[0]) * shrunk[0], (q + added[1]) * shrunk[1]

    def slopes(p, q):
        rise = formulas.kullback_leibler_slopes(*smoothed(p, q))
        return rise[0] * shrunk[0], rise[1] * shrunk[1]

    return Shift(lambda p, q, _: formulas.kullback_leibler(*smoothed(p, q)), slopes, divergence=True)
