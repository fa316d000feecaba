"""What an article is about, as one sparse vector: its words, its headline and the names in it."""

import re
from array import array
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from crossframe.tokens import as_arrow, count_terms

IMAGINED = 1000  # articles that common_words.csv stands for, beside the caller's
ENGLISH = 0.25  # share of words that are stop words: below, the text is not English
SHARES = {"words": 0.8, "headline": 0.1, "names": 0.1}  # of the squared length of a vector
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w.&'’-]*\w(?: [A-Z][\w.&'’-]*\w)*")  # capitals that open no sentence


def article_vectors(texts, titles):
    """A vector an article; the product of two is how alike they are, 0 to 1.

    Parameters
    ----------
    texts, titles : Series of str, length n_articles

    Returns
    -------
    vectors : scipy.sparse.csr_array of float32, shape (n_articles, n_features)
        Rows of length 1 (0 where an article has no word). Words, headline and names each weigh log(uses) + 1 times
        their rarity; SHARES says how much the three count.
    words : ndarray of str
        The words, in the order of the first columns.
    """
    from scipy.sparse import diags_array, hstack

    n = len(texts)
    counts = count_terms(pd.concat([texts, titles], ignore_index=True), stop_words="english")
    background = _background(counts)
    rarity = _rarity(counts.matrix[:n], background)
    phrases, names = _names(texts)
    # A name is at most as rare as the rarest of its words is in the background.
    known = dict(zip(counts.terms, background, strict=True))
    prior = np.array([min(known.get(word, 0) for word in phrase.split()) for phrase in phrases])
    parts = [(SHARES["words"], counts.matrix[:n], rarity), (SHARES["headline"], counts.matrix[n:], rarity),
             (SHARES["names"], names, _rarity(names, prior))]
    blocks = [np.float32(np.sqrt(share)) * _weighted(matrix, rare) for share, matrix, rare in parts]
    vectors = hstack(blocks, format="csr", dtype=np.float32)
    return (diags_array(_inverse(_lengths(vectors))) @ vectors).tocsr(), counts.terms


def _background(counts):
    """Of IMAGINED articles, how many use each word; none where the texts are not English."""
    stopped = 1 - counts.matrix.sum() / max(counts.totals.sum(), 1)
    if stopped < ENGLISH:
        return np.zeros(len(counts.terms))
    common = _common_words()
    return np.array([common.get(word, 0) for word in counts.terms]) * (IMAGINED / 1000)


@cache
def _common_words():
    """Word -> articles of 1,000 that use it."""
    table = pd.read_csv(files("crossframe.match") / "common_words.csv", keep_default_na=False)
    return dict(zip(table.word, table.per_thousand, strict=True))


def _rarity(matrix, background):
    """log(articles / articles that use it), the imagined ones counted; none rarer than 1 in IMAGINED."""
    used = np.bincount(matrix.indices, minlength=matrix.shape[1])
    imagined = IMAGINED if np.any(background) else 0
    articles = matrix.shape[0] + imagined
    return np.log(np.clip(articles / (used + background + (imagined > 0)), 1, IMAGINED))


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
