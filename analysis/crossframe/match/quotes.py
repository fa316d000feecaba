"""Which characters of a text are somebody else's words: quotations in double marks, and tweets."""

import re

__all__ = ["quoted_spans"]

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MARK = re.compile(r"""(?P<open>[“„«「『]|(?<![\w.,!?…"])"(?=\S))|(?P<close>[”»」』"])""")
_TWEET = re.compile(r"(?:—|–|--?)\s?[^—–\n\r]{1,60}\(@\w{1,15}\)(?:\s?[A-Z][a-z]+ \d{1,2}, \d{4})?")


def quoted_spans(text):
    """The parts of a text that stand within double quotation marks, or in tweets.

    Marks are straight or curly, «guillemets» or 「corner brackets」. A quotation ends with its mark or, where that is
    missing, with its line; so do quotations of several paragraphs, which close only at the end of the last. Single
    marks are not read: too many are apostrophes. A tweet is what stands in a line up to *— Name (@name) May 3, 2025*.

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
    return [span for line in _LINE.finditer(text) for span in _of_line(text, *line.span())]


def _of_line(text, begin, end):
    if "(@" in text[begin:end] and (tweets := list(_TWEET.finditer(text, begin, end))):
        yield begin, tweets[-1].end()
        begin = tweets[-1].end()
    opened = None
    for mark in _MARK.finditer(text, begin, end):
        if opened is None and mark["open"]:
            opened = mark.end()
        elif opened is not None and mark["close"]:
            yield opened, mark.start()
            opened = None
    if opened is not None:
        yield opened, end
