"""Which characters of a text are somebody else's words: quotations in double marks, tweets, transcripts."""

import re

__all__ = ["quoted_spans"]

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MARK = re.compile(
    r"""(?P<open>[“„«「『]|(?<![^\s(\[—–-])["”](?=\s?\w))"""  # a mark of either kind after a space, before a word
    r"""|(?P<close>[”»」』"])""")
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
    speakers = [found.start() for found in _SPEAKER.finditer(text)] if text.count(":") >= FEWEST_SPEAKERS else []
    spoken = set(speakers) if len(speakers) >= FEWEST_SPEAKERS else ()
    return [span for line in _LINE.finditer(text) for span in _of_line(text, *line.span(), line.start() in spoken)]


def _of_line(text, begin, end, spoken):
    if spoken or "(@" in text[begin:end] and _TWEETER.match(text, begin, end):
        yield begin, end
        return
    if "(@" in text[begin:end] and (tweets := list(_TWEET.finditer(text, begin, end))):
        yield begin, tweets[-1].end()
        begin = tweets[-1].end()
    opened, depth = begin, 0
    for mark in _MARK.finditer(text, begin, end):
        if mark["open"]:
            opened = opened if depth else mark.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield opened, mark.start()
    if depth:
        yield opened, end
