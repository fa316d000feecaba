"""Lines, sentences, and what is left of a text when pieces are taken out of it."""

import re

__all__ = ["LINE", "kept_slices", "sentences", "squash"]

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
# A sentence ends before a capital, a digit or an @, not after an initial or an abbreviation.
BREAK = re.compile(
    r"[.!?…](?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt|No)\.)"
    r"(?<!\b(?:Mrs|Sen|Rep|Rev|Gov|Gen|Col|Jan|Feb|Aug|Oct|Nov|Dec)\.)"
    r"(?<!\b(?:Sept|Reps|Sens)\.)[\"”’')\]]*(\s+)(?=[\"“‘'(\[*•—–-]*[A-Z0-9@©])")
SPACE = re.compile(r"\s+")


def squash(text):
    """A line as it is compared: case, digits and spaces do not count.

    Examples
    --------
    >>> squash("Updated  at 5:10 p.m. ET") == squash("UPDATED at 12:45 p.m. ET")
    True
    """
    return " ".join(re.sub(r"\d+", "0", text).casefold().split())


def sentences(text):
    """Start and end of the sentences of one line, split at sentence ends before a capital.

    Examples
    --------
    >>> sentences("It rained. Nobody came.")
    [(0, 10), (11, 23)]
    """
    cuts = [match.span(1) for match in BREAK.finditer(text)]
    return list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))


def kept_slices(text, spans):
    """The pieces of a text that stay when spans are taken out and white space is tidied.

    Every run of white space that is left becomes two line ends where it holds two or more, one where it holds one, and
    otherwise its first character; at both ends of the text it goes.

    Returns
    -------
    list of (int, int)
        Start and end in `text`; joined, the pieces are the kept text.

    Examples
    --------
    >>> raw = "Advertisement\\n\\n\\nIt rained [] in Oslo.  "
    >>> "".join(raw[start:end] for start, end in kept_slices(raw, [(0, 13, "advertisement"), (26, 28, "placeholder")]))
    'It rained in Oslo.'
    """
    pieces, at = [], 0
    for start, end, *_ in spans:
        pieces.append((at, start))
        at = end
    pieces.append((at, len(text)))
    tidy, run = [], []
    for start, end in pieces:
        for match in re.finditer(r"\s+|[^\s]+(?:[ \n][^\s]+)*", text[start:end]):
            begin, stop = start + match.start(), start + match.end()
            if text[begin].isspace():
                run += range(begin, stop)
            else:
                tidy += _space(text, run) if tidy else []
                run = []
                tidy.append((begin, stop))
    return tidy


def _space(text, run):
    """The characters of a run of white space that stay."""
    ends = [place for place in run if text[place] == "\n"][:2] or run[:1]
    return [(place, place + 1) for place in ends]
