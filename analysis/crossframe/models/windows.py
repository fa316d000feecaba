"""A text as windows of word pieces, which a network reads one at a time: paragraphs, the long ones cut at sentences."""

import re
from typing import NamedTuple

import numpy as np

from crossframe.quotes import marked_spans
from crossframe.sentences import split_sentences

__all__ = ["LONGEST", "SHAPES", "Window", "cut_windows"]

LONGEST = 158  # word pieces of a window
SHAPES = 6  # lower case, Capital, CAPITALS; the same three inside quotation marks

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W_]*")


class Window(NamedTuple):
    """Some word pieces in a row, and what the lower-cased pieces no longer show."""

    ids: np.ndarray  # int64, shape (n,): numbers of the pieces
    shape: np.ndarray  # int64, shape (n,): 0 to SHAPES - 1
    start: np.ndarray  # int64, shape (n,): first character in the text
    end: np.ndarray  # int64, shape (n,): one past the last


def cut_windows(text, tokenizer):
    """Cut a text into windows.

    Parameters
    ----------
    text : str
    tokenizer : tokenizers.Tokenizer
        Gives pieces and their characters, without marks for the ends.

    Returns
    -------
    list of Window
        In order; no piece lies in two, none has more than LONGEST.

    Examples
    --------
    >>> from crossframe.models.encoder import word_pieces
    >>> text = "Ada Holm left.\\n“We stay,” said NATO."
    >>> windows = cut_windows(text, word_pieces())
    >>> [text[window.start[0]:window.end[-1]] for window in windows]
    ['Ada Holm left.', '“We stay,” said NATO.']
    >>> windows[1].shape.tolist()
    [0, 4, 3, 3, 0, 0, 2, 0]
    """
    lines = [found.span() for found in _LINE.finditer(text)]
    shapes, windows = _shapes(text), []
    for (begin, end), pieces in zip(lines, tokenizer.encode_batch([text[slice(*line)] for line in lines]), strict=True):
        if ids := pieces.ids:
            places = begin + np.array(pieces.offsets, np.int64)
            whole = Window(np.array(ids, np.int64), shapes[places[:, 0]], places[:, 0], places[:, 1])
            windows += [whole] if len(ids) <= LONGEST else _cut(whole, text, begin, end)
    return windows


def _shapes(text):
    """The shape of the word at each character, and whether it is quoted."""
    shapes = np.zeros(len(text), np.int64)
    for found in _CAPITALISED.finditer(text):
        start, end = found.span()
        if text[start].isupper():
            shapes[start:end] = 2 if text[start + 1 : start + 2].isupper() else 1
    for _, start, end, _ in marked_spans(text):
        shapes[start:end] += SHAPES // 2
    return shapes


def _cut(whole, text, begin, end):
    """The parts of a long paragraph: whole sentences where they fit."""
    opens = np.searchsorted(whole.start, begin + split_sentences(text[begin:end])[:, 0])
    cuts = [0]
    for place, following in zip(opens, [*opens[1:], len(whole.ids)], strict=True):
        if following - cuts[-1] > LONGEST and place > cuts[-1]:
            cuts.append(int(place))
        while following - cuts[-1] > LONGEST:
            cuts.append(cuts[-1] + LONGEST)
    parts = zip(cuts, [*cuts[1:], len(whole.ids)], strict=True)
    return [Window(*(column[a:b] for column in whole)) for a, b in parts if b > a]
