"""What an article is about, as a sparse vector: its words, its headline and the names in it."""

import re
from array import array
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from crossframe.tokens import as_arrow, count_terms

IMAGINED = 1000  # articles that common_words.csv stands for, beside the caller's
ENGLISH = 0.12  # share of words that are stop words: below, the text is not English
SHARES = {"words": 0.8, "headline": 0.1, "names": 0.1}  # of the squared length of a vector
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w.&'’-]*\w(?: [A-Z][\w.&'’-]*\w)*")  # capitals that open no sentence


@dataclass(frozen=True)
class Features:
    """What n articles consist of.

    Parameters
    ----------
    parts : tuple of (float, scipy.sparse.csr_array, ndarray)
        Share, uses (n, n_features), and of IMAGINED articles how many use each feature.
    words : ndarray of str
        The words, in the order of the first features.
    """

    parts: tuple
    words: np.ndarray

    def vectors(self, counted=None):
        """A vector an article; the product of two is how alike they are, 0 to 1.

        Parameters
        ----------
        counted : ndarray of int or None
            The articles by which rarity is judged, beside the imagined ones; None: by these alone.

        Returns
        -------
        scipy.sparse.csr_array of float32, shape (n, n_features)
            Rows of length 1 (0 where an article has no word). Words, headline and names each weigh log(uses) + 1 times
            their rarity; SHARES says how much the three count.
        """
        from scipy.sparse import diags_array, hstack

        words = self.parts[0][1]
        blocks = []
        for share, uses, background in self.parts:
            judged = words if uses.shape[1] == len(self.words) else uses  # a headline's words by the texts
            rarity = _rarity(judged if counted is None else judged[counted], background, plain=counted is None)
            blocks.append(np.float32(np.sqrt(share)) * _weighted(uses, rarity))
        vectors = hstack(blocks, format="csr", dtype=np.float32)
        return (diags_array(_inverse(_lengths(vectors))) @ vectors).tocsr()


def features_of(texts, titles):
    """Count the words, the headline's words and the names of articles.

    Parameters
    ----------
    texts, titles : Series of str, length n_articles

    Returns
    -------
    Features
    """
    n = len(texts)
    counts = count_terms(pd.concat([texts, titles], ignore_index=True), stop_words="english")
    background = _background(counts)
    phrases, names = _names(texts)
    # A name is at most as rare as the rarest of its words is in the background.
    known = dict(zip(counts.terms, background, strict=True))
    prior = np.array([min(known.get(word, 0) for word in phrase.split()) for phrase in phrases])
    parts = ((SHARES["words"], counts.matrix[:n], background), (SHARES["headline"], counts.matrix[n:], background),
             (SHARES["names"], names, prior))
    return Features(parts, counts.terms)


def _background(counts):
    """Of IMAGINED articles, how many use each word; none where the texts are not English."""
    stopped = 1 - counts.matrix.sum() / max(counts.totals.sum(), 1)
    if stopped < ENGLISH:
        return np.zeros(len(counts.terms))
    common = common_words()
    return np.array([common.get(word, 0) for word in counts.terms]) * (IMAGINED / 1000)


@cache
def common_words():
    """Word -> articles of 1,000 that use it."""
    table = pd.read_csv(files("crossframe.match") / "common_words.csv", keep_default_na=False)
    return dict(zip(table.word, table.per_thousand, strict=True))


def _rarity(uses, background, plain):
    """log(articles / articles that use it), the imagined ones counted; none rarer than 1 in IMAGINED, none quite 0."""
    used = 0 if plain else np.bincount(uses.indices, minlength=uses.shape[1])
    imagined = IMAGINED if plain or np.any(background) else 0
    articles = imagined + (0 if plain else uses.shape[0])
    return np.log(np.clip(articles / np.maximum(used + background + (imagined > 0), 1), 1.05, IMAGINED))


def _weighted(matrix, rarity):
    """(log(uses) + 1) * rarity, rows of length 1."""
    from scipy.sparse import csr_array, diags_array

    weight = (np.log(matrix.data, dtype=np.float32) + 1) * rarity.astype(np.float32)[matrix.indices]
    weighted = csr_array((weight, matrix.indices, matrix.indptr), shape=matrix.shape)
    return diags_array(_inverse(_lengths(weighted))) @ weighted


def _lengths(matrix):
    squares = np.concatenate([[0], np.cumsum(np.square(matrix.data, dtype=np.float64))])
    return np.sqrt(np.diff(squares[matrix.indptr]))


def _inverse(lengths):
    return np.divide(1, lengths, out=np.zeros(len(lengths)), where=lengths > 0).astype(np.float32)


def _names(texts):
    """Every sequence of capitalised words that opens no sentence, and how often every article has it."""
    from scipy.sparse import csr_array

    number, at, indptr = {}, array("i"), [0]
    for text in as_arrow(texts):
        at.extend(number.setdefault(_fold(name), len(number)) for name in _NAME.findall(text.as_py()))
        indptr.append(len(at))
    phrases = sorted(number)
    column = np.empty(len(number), np.int32)
    column[[number[phrase] for phrase in phrases]] = np.arange(len(number))
    uses = csr_array((np.ones(len(at), np.int32), column[np.array(at, np.int32)], indptr),
                     shape=(len(indptr) - 1, len(number)))
    uses.sum_duplicates()
    return phrases, uses


def _fold(name):
    return name.replace("’", "'").removesuffix("'s").casefold()
