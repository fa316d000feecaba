"""The words of texts one after the other, as numbers: what whatever looks for words in many texts reads."""

from typing import NamedTuple

import numpy as np

from crossframe.tokens.compiled import stream_compiled
from crossframe.tokens.count import PLAIN_BYTES, as_arrow
from crossframe.tokens.rule import words


class Stream(NamedTuple):
    """Every word of every text, in order; see :func:`word_stream`."""

    codes: np.ndarray  # int32, (n_words,): which term stands at every place
    follows: np.ndarray  # bool, (n_words,): whether it can stand in one phrase with the word before it
    rows: np.ndarray  # int64, (n_texts + 1,): where the words of every text begin
    terms: np.ndarray  # str objects, (n_terms,): the terms, in the order of their first use


def word_stream(texts):
    """The words of texts as numbers, in plain Python or by the compiled kernel: the same answer either way.

    Parameters
    ----------
    texts : Series, array or list of str, length n_texts

    Returns
    -------
    Stream

    Raises
    ------
    DataError
        A text is missing or no string.

    Examples
    --------
    >>> stream = word_stream(["The tax, the tax cut.", "Tax."])
    >>> stream.terms.tolist(), stream.codes.tolist(), stream.rows.tolist()
    (['the', 'tax', 'cut'], [0, 1, 0, 1, 2, 1], [0, 5, 6])
    >>> stream.follows.tolist()
    [False, True, False, True, True, False]
    """
    texts = as_arrow(texts)
    return Stream(*(_stream_plain if texts.nbytes < PLAIN_BYTES else stream_compiled)(texts))


def _stream_plain(texts):
    """As ``stream_compiled``, in plain Python."""
    number, codes, follows, rows = {}, [], [], [0]
    for text in texts.to_pylist():
        for term, _, _, joined in words(text):
            codes.append(number.setdefault(term, len(number)))
            follows.append(joined)
        rows.append(len(codes))
    terms = np.array(list(number), np.object_)
    return np.array(codes, np.int32), np.array(follows, bool), np.array(rows, np.int64), terms
