"""Which characters of a text are somebody else's words: quotations in double marks, tweets, transcripts."""

import re

import numpy as np

from crossframe.quotes import marked_spans

__all__ = ["quoted_spans"]

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_SIGNED = r"[^—–\n\r]{1,60}\(@\w{1,15}\)(?:\s?[A-Z][a-z]+ \d{1,2}, \d{4})?"
_TWEET = re.compile(rf"(?:—|–|--?)\s?{_SIGNED}")
_TWEETER = re.compile(rf"[ \t]*{_SIGNED}")
_SPEAKER = re.compile(r"^[ \t]*(?:[A-Z][\w.’'-]*[ \t]?){1,4}:\s", re.MULTILINE)
FEWEST_SPEAKERS = 3  # lines that begin with a name and a colon and make a text a transcript


def quoted_spans(text):
    """The parts of a text that are quotations in double marks, tweets or lines of a transcript.

    Marks are straight or curly, «guillemets» or 「corner brackets」, one in the other. A quotation ends with its mark
    or, where that is missing, with its line; so do quotations of several paragraphs, which close only at the end of the
    last. Single marks are not read: too many are apostrophes. A tweet is what stands in a line before its signature,
    *— Name (@name) May 3, 2025*, or after it. Lines that begin with a name and a colon are a transcript's where there
    are three or more.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        First character within the marks and one past the last, in order and apart from each other.

    Examples
    --------
    >>> text = 'He said: “We go on.” Then: "Stop.\\nToo late! — Ada Holm (@adaholm) May 3, 2025'
    >>> [text[start:end] for start, end in quoted_spans(text)]
    ['We go on.', 'Stop.', 'Too late! — Ada Holm (@adaholm) May 3, 2025']
    """
    own = [span for line in _LINE.finditer(text) for span in _whole(text, *line.span())] if "(@" in text else []
    speakers = [found.start() for found in _SPEAKER.finditer(text)] if text.count(":") >= FEWEST_SPEAKERS else []
    if len(speakers) >= FEWEST_SPEAKERS:
        own += [_LINE.match(text, start).span() for start in speakers]
    marked = [(begin, end) for opened, begin, end, _ in marked_spans(text, single=False).tolist() if opened < begin]
    return _apart(own, marked)


def _whole(text, begin, end):
    """The tweets of a line."""
    if _TWEETER.match(text, begin, end):
        yield begin, end
    elif tweets := list(_TWEET.finditer(text, begin, end)):
        yield begin, tweets[-1].end()


def _apart(first, second):
    """Spans in order, those of ``second`` that touch one of ``first`` left out."""
    taken = np.array(sorted(set(first)), np.int64).reshape(-1, 2)
    kept = [(start, end) for start, end in second
            if np.searchsorted(taken[:, 0], end) == np.searchsorted(taken[:, 1], start, side="right")]
    return sorted({*map(tuple, taken.tolist()), *kept})
