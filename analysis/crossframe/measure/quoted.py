"""What stands inside quotation marks, by a simple rule."""

import re

import numpy as np

__all__ = ["passage_voices", "quoted_characters"]

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”\"«»„]")


def quoted_characters(text):
    """Which characters of a text lie inside double quotation marks.

    Marks are paired within a paragraph; a quotation that stays open at the end of one is closed there where the next
    paragraph opens with a mark again, as in print.

    Returns
    -------
    inside : ndarray of bool, shape (len(text),)
    known : ndarray of bool, shape (len(text),)
        False in paragraphs whose marks do not pair.

    Examples
    --------
    >>> inside, known = quoted_characters('He said: "Go." Then he left.')
    >>> "".join(letter for letter, quoted in zip('He said: "Go." Then he left.', inside) if quoted)
    'Go.'
    """
    inside, known = np.zeros(len(text), bool), np.ones(len(text), bool)
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(text)]
    for place, (start, end) in enumerate(paragraphs):
        follows = place + 1 < len(paragraphs) and text[slice(*paragraphs[place + 1])].lstrip()[:1] in '“"'
        opened = None
        for mark in _MARK.finditer(text, start, end):
            opens = mark.group() in "“«„" or mark.group() == '"' and opened is None
            if opens != (opened is None):
                known[start:end] = False
            if opens:
                opened = mark.end()
            elif opened is not None:
                inside[opened : mark.start()], opened = True, None
        if opened is not None and follows:
            inside[opened:end] = True
        elif opened is not None:
            known[start:end] = False
    return inside, known


def passage_voices(text, starts, ends):
    """Whose voice a passage is in.

    Returns
    -------
    list of str
        "quoted" where more than half of the passage's letters stand inside quotation marks, "outlet" where not, "" in a
        paragraph whose marks do not pair.
    """
    inside, known = quoted_characters(text)
    letters = np.fromiter((char.isalnum() for char in text), bool, len(text))
    return ["" if not known[start:end].all() else
            "quoted" if 2 * (inside & letters)[start:end].sum() > letters[start:end].sum() else "outlet"
            for start, end in zip(starts, ends, strict=True)]
