"""From what the network found to whole attributions: quotation marks kept whole, none forgotten, paragraphs joined."""

import re

import numpy as np

from crossframe.models.attribution import THRESHOLD, Attributions

__all__ = ["UNSURE", "complete"]

UNSURE = 0.1  # least score of an attribution that is kept where it accounts for a quotation nothing else does
FEWEST = 5  # words in marks that are a quotation even where the network saw nobody speak
NONE = (-1, -1)
JOINTS = " \n\t\xa0,;–—-"
CLOSERS = "\"”»’'.,!?…"

_WORD = re.compile(r"\w+")
_SAID = re.compile(r"\b(?:said|says|say|added|adds|told|tells|wrote|writes)$")
_ASIDE = re.compile(r"\s(?:as|while|after|when|before|during|following|amid|in|on|at|to)\b")
_LAST = re.compile(r"[.,!?…—–-]\W*$")


def complete(text, found, marks):
    """Attributions as a reader would mark them.

    - What was said reaches from mark to mark where it stood nearly so.
    - A quotation of five words or more that nothing attributes is taken up with the best of the unsure attributions it
      lies in; else it goes on the one before, where only white space stands between (a quotation of several
      paragraphs); else it is an attribution of its own, without cue and source, if it ends as a sentence does.
    - What follows *he said* in its sentence with *as*, *while*, *in* and their like, and no quotation mark, is the
      outlet's, unless what was said stands behind.
    - Sure ones stay; unsure ones go.

    Parameters
    ----------
    text : str
    found : Attributions
        Those that score UNSURE or more.
    marks : ndarray of int, shape (n, 4)
        Of :func:`crossframe.quotes.marked_spans`.

    Returns
    -------
    Attributions
        In order; no two contents overlap.

    Examples
    --------
    >>> text = "“We go on,” she said.\\n\\n“There is no other way to do it.”"
    >>> found = Attributions(np.array([[[1, 10], [12, 15], [16, 20]]], np.int32), np.array([0.9], np.float32))
    >>> whole = complete(text, found, np.array([[0, 1, 10, 11], [23, 24, 55, 56]]))
    >>> [text[start:end] for start, end in whole.spans[:, 0]]
    ['“We go on,”', '“There is no other way to do it.”']
    """
    spans, kept = _without_tails(text, found.spans.astype(np.int64), marks), found.score >= THRESHOLD
    spans = _to_marks(spans, marks)
    alone, first = [], 0
    for mark in marks:
        while first < len(spans) and spans[first, 0, 1] <= mark[0]:
            first += 1
        holding = _holding(spans, first, mark)
        if kept[holding].any() or len(_WORD.findall(text, mark[1], mark[2])) < FEWEST:
            continue
        if len(holding):
            kept[holding[found.score[holding].argmax()]] = True
        elif first and kept[first - 1] and _goes_on(text, spans[first - 1, 0, 1], mark[0]):
            spans[first - 1, 0, 1] = mark[3]
        elif _LAST.search(text, mark[1], mark[3]):
            alone.append([(mark[0], mark[3]), NONE, NONE])
    spans = np.concatenate([spans[kept], np.array(alone, np.int64).reshape(-1, 3, 2)])
    score = np.concatenate([found.score[kept], np.full(len(alone), np.nan, np.float32)])
    order = np.argsort(spans[:, 0, 0])
    return Attributions(spans[order].astype(np.int32), score[order])


def _without_tails(text, spans, marks):
    """Contents of reported speech that end before *, X said as ...*: the clause after the cue is the outlet's."""
    for content, source, cue in spans:
        first, last = cue
        if source[0] >= 0 and abs(source[0] - cue[1]) <= 2 or abs(cue[0] - source[1]) <= 2:
            first, last = min(first, source[0]), max(last, source[1])
        if (content[0] < first and last < content[1] and _SAID.search(text, cue[0], cue[1]) and _ASIDE.match(text, last)
                and np.searchsorted(marks[:, 3], last) == np.searchsorted(marks[:, 0], content[1])):
            content[1] = content[0] + len(text[content[0] : first].rstrip(JOINTS))
    return spans


def _to_marks(spans, marks):
    """Contents with both marks of a quotation or neither: one that begins or ends in a quotation and goes beyond it has
    all of it, as far as the contents beside it leave it free.
    """
    before, after = [0, *spans[:, 0, 1].tolist()], [*spans[1:, 0, 0].tolist(), np.inf]
    for span, least, most in zip(spans, before, after, strict=False):
        start, end = span[0].tolist()
        opened = _mark_at(marks, start)
        if opened is not None and (start == opened[1] or end > opened[2]):
            start = max(int(opened[0]), least)
        closed = _mark_at(marks, end - 1)
        if closed is not None and (end == closed[2] or start < closed[1]):
            end = int(closed[3]) if closed[3] <= most else end
        span[0] = start, end
    return spans


def _mark_at(marks, place):
    """The quotation in which a character stands, its marks included; None where it stands in none."""
    row = int(np.searchsorted(marks[:, 0], place, side="right")) - 1
    return marks[row] if row >= 0 and place < marks[row, 3] else None


def _holding(spans, first, mark):
    """Those from the first on whose content lies in part within the mark."""
    last = first
    while last < len(spans) and spans[last, 0, 0] < mark[3]:
        last += 1
    return np.arange(first, last)


def _goes_on(text, end, begin):
    """Whether a quotation that begins there goes on one that ends here."""
    return text[end - 1] in CLOSERS and not text[end:begin].strip()
