"""LoadedLanguage: is a sentence's wording loaded, and which of its words make it so? Trained."""

import json
from functools import cached_property
from importlib import resources
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.models.texts import texts_of
from crossframe.models.tuned import START, STOP, pieces_of, run_tuned

__all__ = ["LoadedLanguage"]

RULES = 1  # to be counted up when sentences are read otherwise; the weights tell themselves apart
LONGEST = 200  # word pieces read at once; a longer sentence is read in parts of nearly equal length


class LoadedLanguage:
    """Whether the wording of English news sentences is loaded: slanted by the choice of words, whatever it is about.

    *They rammed the bill through* is loaded, *they passed the bill* is not. The natural-log odds of a sentence are
    ``intercept`` plus a contribution of each of its words, so that what :meth:`explain` shows is the model itself and
    no guess about it. It was trained on sentences that people had judged, and on the words that they had marked in
    them; the card (``.card``) says how right it is, also on outlets that it has not seen, and what it must not be used
    for.

    Attributes
    ----------
    classes_ : ndarray of int
        0 not loaded, 1 loaded.
    intercept : float
        Natural-log odds of a sentence whose words say nothing either way.
    threshold : float
        Of sentences held out, 90% of the labels are right whose probability is at least this.

    References
    ----------
    Spinde, Plank, Krieger, Ruas, Gipp & Aizawa (2021), Neural media bias detection using distant supervision with BABE:
    bias annotations by experts, Findings of EMNLP.

    Examples
    --------
    >>> LoadedLanguage().predict(["The council passed the levy.", "The shameless council rammed the levy through."])
    array([0, 1])
    """

    name = "loaded language"
    english = True
    path = Path(str(resources.files(__package__).joinpath("loaded_language.onnx")))

    def __init__(self):
        settings = json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))
        self.classes_, self._scale = np.array([0, 1]), 1 / settings["temperature"]
        self.intercept, self.threshold = settings["intercept"] * self._scale, settings["threshold"]

    @cached_property
    def kept_as(self):
        """A name of rules and weights: what one has read may be kept under it."""
        settings = self.path.with_suffix(".json").read_bytes()
        return f"loaded language {RULES} {crc32(self.path.read_bytes() + settings):x}"

    @property
    def card(self):
        """Data, licence, figures and limits, in Markdown."""
        return self.path.with_suffix(".md").read_text(encoding="utf-8")

    def predict(self, sentences, *, progress=True):
        """Which sentences are loaded.

        Parameters
        ----------
        sentences : sequence of str, length n
            English.
        progress : bool
            Whether a bar is shown where it takes more than two seconds.

        Returns
        -------
        ndarray of int, shape (n,)
            1 loaded, 0 not.

        Raises
        ------
        DataError
            What was given is no sequence of str, or a sentence has no letter or number.
        """
        sentences = texts_of(sentences)
        proba = self.predict_proba(sentences, progress=progress)[:, 1]
        if (empty := np.flatnonzero(np.isnan(proba))).size:
            raise DataError(f"sentence {empty[0]} has no word: {sentences[empty[0]]!r}; leave it out, or take "
                            "predict_proba, which gives NaN for it.")
        return (proba > 0.5).astype(np.int64)

    def predict_proba(self, sentences, *, progress=True):
        """How probable it is that a sentence is not loaded, and that it is; calibrated on sentences held out.

        Parameters
        ----------
        sentences, progress
            As for ``predict``.

        Returns
        -------
        ndarray of float, shape (n, 2)
            Rows that sum to 1. NaN where a sentence has no letter or number.
        """
        sentences = texts_of(sentences)
        odds = np.array([self.intercept + each.sum() for _, each in self._read(sentences, progress)])
        loaded = 1 / (1 + np.exp(-odds))
        loaded[[not any(map(str.isalnum, text)) for text in sentences]] = np.nan
        return np.stack([1 - loaded, loaded], axis=1)

    def explain(self, sentences, *, progress=True):
        """What each word adds to the log odds that its sentence is loaded.

        Parameters
        ----------
        sentences, progress
            As for ``predict``.

        Returns
        -------
        DataFrame
            A row a word or mark, in order: sentence (which of them, from 0) start end (characters) word contribution
            (natural-log odds: above 0, it speaks for loaded). ``intercept`` and the contributions of a sentence add up
            to the log odds of its probability. A contribution holds for the word where it stands, beside these others.

        Examples
        --------
        >>> model = LoadedLanguage()
        >>> words = model.explain(["A brazen scam."])
        >>> words.word.tolist()
        ['A', 'brazen', 'scam', '.']
        >>> odds = model.intercept + words.contribution.sum()
        >>> bool(abs(1 / (1 + np.exp(-odds)) - model.predict_proba(["A brazen scam."])[0, 1]) < 1e-9)
        True
        """
        sentences = texts_of(sentences)
        parts = [_by_word(text, *read) for text, read in zip(sentences, self._read(sentences, progress), strict=True)]
        places = np.concatenate([np.empty((0, 2), np.int64), *(places for places, _ in parts)])
        sentence = np.repeat(np.arange(len(parts)), [len(places) for places, _ in parts])
        words = [sentences[row][start:end] for row, (start, end) in zip(sentence.tolist(), places.tolist())]
        return pd.DataFrame({
            "sentence": sentence, "start": places[:, 0], "end": places[:, 1], "word": pd.Series(words, dtype="str"),
            "contribution": np.concatenate([np.empty(0), *(added for _, added in parts)]),
        })

    def _read(self, sentences, progress):
        """The characters of each sentence's word pieces, shape (n, 2), and what each adds, shape (n,)."""
        pieces = pieces_of(sentences)
        cuts = [_cuts(len(ids)) for ids, _ in pieces]
        parts = [ids[a:b] for (ids, _), cut in zip(pieces, cuts) for a, b in zip(cut, cut[1:])]
        said = iter(run_tuned(self.path, [[START, *part, STOP] for part in parts],
                              [[0] * (len(part) + 2) for part in parts], label="loaded language", progress=progress))
        read = []
        for (ids, places), cut in zip(pieces, cuts):
            of_parts = [(b - a) / len(ids) * next(said)[1:-1, 0].astype(float) for a, b in zip(cut, cut[1:])]
            read.append((places, self._scale * np.concatenate([np.empty(0), *of_parts])))
        return read


def _cuts(n):
    """Where a sentence of so many pieces is cut; the whole then is the mean of its parts, by their lengths."""
    n_parts = -(-n // LONGEST)
    return [n * part // n_parts for part in range(n_parts + 1)] if n else [0]


def _by_word(text, places, added):
    """What pieces add, word by word; a mark that is in no word stands by itself."""
    from crossframe.tokens import tokenize

    words = np.array([(start, end) for _, start, end in tokenize(text)], np.int64).reshape(-1, 2)
    word = np.searchsorted(words[:, 0], places[:, 0], side="right") - 1
    within = (word >= 0) & (places[:, 0] < np.append(words[:, 1], 0)[word])
    spans = np.where(within[:, None], np.append(words, [[0, 0]], axis=0)[word], places)
    first = np.flatnonzero(np.append(True, (spans[1:] != spans[:-1]).any(axis=1))[: len(spans)])
    return spans[first], np.add.reduceat(added, first) if len(first) else np.empty(0)
