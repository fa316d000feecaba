"""TargetSentiment: is a sentence negative, neutral or positive toward the target marked in it? Trained."""

import json
from collections.abc import Iterable
from functools import cached_property
from importlib import resources
from numbers import Integral
from pathlib import Path
from zlib import crc32

import numpy as np

from crossframe.errors import DataError
from crossframe.models.texts import texts_of
from crossframe.models.tuned import START, STOP, pieces_of, run_tuned

__all__ = ["TargetSentiment"]

RULES = 1  # to be counted up when sentences are read otherwise; the weights tell themselves apart
LONGEST = 126  # word pieces of a sentence that are read; of a longer one, those around the target


class TargetSentiment:
    """Sentiment of English news sentences toward a target in them.

    The label is that of the sentence toward the target, whoever speaks: *Rook called Moor a liar* is negative toward
    Moor, whether the outlet or its source says so, and neutral toward Rook. Trained on labelled sentences about persons
    in political news; the card (``.card``) says how right it is, by kind of target, and what it must not be used for.

    Parameters
    ----------
    path : Path or None
        Weights that ``analysis/training/target_sentiment.py`` wrote, their settings and card beside them; None: those
        that are shipped.

    Attributes
    ----------
    classes_ : ndarray of int
        -1 negative, 0 neutral, 1 positive.
    threshold : float
        Of sentences held out, 90% of the labels are right whose probability is at least this.

    References
    ----------
    Hamborg & Donnay (2021), NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in political news
    articles, EACL.

    Examples
    --------
    >>> text = "Rook praised Moor as brave."
    >>> TargetSentiment().predict([text], [text.index("Moor")], [text.index("Moor") + 4])
    array([1])
    """

    name = "target sentiment"
    english = True

    def __init__(self, path=None):
        self.path = Path(str(resources.files(__package__).joinpath("target_sentiment.onnx")) if path is None else path)
        settings = json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))
        self.classes_ = np.array([-1, 0, 1])
        self.temperature, self.threshold = settings["temperature"], settings["threshold"]

    @cached_property
    def kept_as(self):
        """A name of rules and weights: what one has read may be kept under it."""
        return f"target sentiment {RULES} {crc32(self.path.read_bytes()):x}"

    @property
    def card(self):
        """Data, licence, figures and limits, in Markdown."""
        return self.path.with_suffix(".md").read_text(encoding="utf-8")

    def predict(self, sentences, starts, ends, *, progress=True):
        """The sentiment toward each target.

        Parameters
        ----------
        sentences : sequence of str, shape (n,)
            English. One sentence may come several times, with different targets.
        starts, ends : sequence of int, shape (n,)
            First character of the target in its sentence, and one past its last.
        progress : bool
            Whether a bar is shown where it takes more than two seconds.

        Returns
        -------
        ndarray of int, shape (n,)
            -1 negative, 0 neutral, 1 positive.

        Raises
        ------
        DataError
            The lengths differ, a sentence is no str, a target is empty or lies outside its sentence.
        """
        return self.classes_[self.predict_proba(sentences, starts, ends, progress=progress).argmax(axis=1)]

    def predict_proba(self, sentences, starts, ends, *, progress=True):
        """How probable each label is, calibrated on sentences held out.

        Parameters
        ----------
        sentences, starts, ends, progress
            As for ``predict``.

        Returns
        -------
        ndarray of float, shape (n, 3)
            Rows that sum to 1: negative, neutral, positive.
        """
        sentences, starts, ends = _checked(sentences, starts, ends)
        examples = marked(sentences, starts, ends)
        said = run_tuned(self.path, [ids for ids, _ in examples], [kinds for _, kinds in examples],
                         label="sentiment toward targets", progress=progress)
        scores = np.array(said, np.float64).reshape(-1, len(self.classes_)) / self.temperature
        proba = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        return proba / proba.sum(axis=1, keepdims=True)


def marked(sentences, starts, ends):
    """Word pieces of sentences with their target marked, for the network.

    Parameters
    ----------
    sentences : sequence of str
    starts, ends : sequence of int

    Returns
    -------
    list of (list of int, ndarray of int)
        Pieces with START and STOP, at most LONGEST of the sentence, and 1 where a piece is the target's.
    """
    distinct = list(dict.fromkeys(sentences))
    pieces = dict(zip(distinct, pieces_of(distinct), strict=True))
    return [_around(*pieces[text], start, end) for text, start, end in zip(sentences, starts, ends, strict=True)]


def _around(ids, places, start, end):
    own = ((places[:, 0] < end) & (places[:, 1] > start)).astype(np.int64)
    if len(ids) > LONGEST:
        middle = int(np.flatnonzero(own).mean()) if own.any() else 0
        first = min(max(0, middle - LONGEST // 2), len(ids) - LONGEST)
        ids, own = ids[first : first + LONGEST], own[first : first + LONGEST]
    return [START, *ids, STOP], np.concatenate([[0], own, [0]])


def _checked(sentences, starts, ends):
    """Lists of the same length whose targets lie in their sentences."""
    sentences = texts_of(sentences)
    if not (isinstance(starts, Iterable) and isinstance(ends, Iterable)):
        raise DataError(f"starts and ends are lists of whole numbers, one a sentence; got {starts!r} and {ends!r}.")
    starts, ends = list(starts), list(ends)
    if not len(sentences) == len(starts) == len(ends):
        raise DataError(f"a start and an end for each sentence: there are {len(sentences)} sentences, {len(starts)} "
                        f"starts and {len(ends)} ends.")
    for row, (text, start, end) in enumerate(zip(sentences, starts, ends, strict=True)):
        if any(isinstance(each, bool) or not isinstance(each, Integral) for each in (start, end)):
            raise DataError(f"the target of sentence {row} goes from {start!r} to {end!r}; both are whole numbers, the "
                            "first character and one past the last.")
        if not 0 <= start < end <= len(text):
            raise DataError(f"the target of sentence {row} goes from {start} to {end}, which is empty or outside the "
                            f"sentence of {len(text)} characters: {text[:60]!r}.")
        if not any(each.isprintable() and not each.isspace() for each in text[start:end]):
            raise DataError(f"the target of sentence {row}, {start} to {end}, is nothing but spaces: {text[:60]!r}.")
    return sentences, starts, ends
