"""Where quotation marks open and close: one reader for whole texts, marks that are missing included."""

import re

import numpy as np

from crossframe.sentences import split_sentences

__all__ = ["marked_spans"]

_BREAK = re.compile(r"[\n\r\u2028\u2029]\s*")
_MARK = re.compile(r"[“”„«»「」『』\"]|``|''|’’")
_ALWAYS = {"„": "open", "「": "open", "『": "open", "``": "open", "」": "close", "』": "close"}
_LEANS = {"“": "open", "«": "open", "”": "close", "»": "close"}
_BEFORE, _AFTER = frozenset("([{—–-/‘'“„«「『"), frozenset(".,;:!?…)]}’'—–-")
_OPENS = re.compile(r"\s*(?:[“„«\"]|``|‘(?=\w))")
_SAID = r"(?:said|says|told|tells|added|adds|asked|asks|wrote|writes|replied|argued|insisted|warned|explained)"
_REPORTS = re.compile(rf"\b{_SAID}\b")
_SPEAKER_FOLLOWS = re.compile(rf"[,?!.…](?=\s+(?:[\w.’'-]+\s+){{0,4}}?{_SAID}\b)")
_CLIPPED = r"(?:em|til|tis|twas|cause|cuz|n|bout|round|\d\ds?)\b"
_SINGLE = re.compile(
    rf"(?P<open>(?<![^\s(\[{{—–\"“„«-])['‘](?!{_CLIPPED})(?=[\w“\"$£€]))"
    r"|(?P<close>(?<=[^\s'‘])['’](?![\w'’]))")
_POSSESSIVE = re.compile(r"s['’]\s+[a-z]")


def marked_spans(text, *, single=True):
    """The stretches of a text that stand in quotation marks.

    Marks are straight or curly, «guillemets», „low“ or 「corner brackets」; single ones, curly or straight, are told
    from apostrophes by what stands beside them. Marks are paired within a paragraph, so that one that is missing does
    no harm to the next paragraph, and only the outermost count. A mark without its other half:

    - nothing closes before the paragraph ends: the quotation ends there (and is taken up again where the next paragraph
      opens with a mark, as in print: one row a paragraph), or before *, she said* in that paragraph;
    - nothing opened: the quotation begins with the paragraph, or after the last sentence in it that ends another
      quotation or reports what somebody said. A straight mark must stand after punctuation for this: it may mean
      inches.

    Single marks must close, or be taken up again in the next paragraph.

    Parameters
    ----------
    text : str
    single : bool
        Whether single marks are read.

    Returns
    -------
    ndarray of int64, shape (n_spans, 4)
        open_start, open_end, close_start, close_end: characters of the opening and of the closing mark. What is quoted
        is ``text[open_end:close_start]``; a mark that is missing has no width. In order and apart from each other.

    Examples
    --------
    >>> text = "We go on,” she said. He called it ‘a sham’. “I’ll stay."
    >>> [text[row[1]:row[2]] for row in marked_spans(text)]
    ['We go on,', 'a sham', 'I’ll stay.']
    >>> [int(row[1] - row[0]) for row in marked_spans(text)]
    [0, 1, 1]
    """
    spans, going_on = [], False
    for begin, end in _paragraphs(text):
        follows = bool(_OPENS.match(text, end))
        found, going_on = _double(text, begin, end, going_on, follows)
        spans += _outermost(found, _single(text, begin, end, follows)) if single else found
    return np.array(spans, np.int64).reshape(-1, 4)


def _paragraphs(text):
    begin = 0
    for found in _BREAK.finditer(text):
        if found.group().count("\n") > 1 or not text[found.end() : found.end() + 1].islower():  # no wrapped line
            yield begin, found.start()
            begin = found.end()
    yield begin, len(text)


def _double(text, begin, end, going_on, follows):
    """Spans in double marks of one paragraph, and whether its last one goes on in the next.

    ``going_on``: the paragraph before left a quotation open; ``follows``: the next one begins with a mark.
    """
    marks = [found.span() for found in _MARK.finditer(text, begin, end)]
    spans, opened, depth, closed = [], (begin, begin), 0, begin
    nested = _closes_all(text, marks, begin, end)
    for start, stop in marks:
        role = _role(text, start, stop, depth, begin, end)
        if role == "open":
            if depth and not nested:
                spans.append((*opened, *_unclosed(text, opened[1], start)))
                depth = 0
            opened = opened if depth else (start, stop)
            depth += 1
        elif role == "close" and depth:
            depth -= 1
            if not depth:
                closed = stop
                if text[opened[1] : start].strip():
                    spans.append((*opened, start, stop))
        elif role == "close" and (text[start] != '"' or start and text[start - 1] in ".,!?…"):
            opening = begin if going_on and not spans else _unopened(text, closed, start, bool(spans))
            if opening < start:
                spans.append((opening, opening, start, stop))
            closed = stop
    if depth:
        spans.append((*opened, end, end) if follows else (*opened, *_unclosed(text, opened[1], end)))
    return spans, bool(depth)


def _closes_all(text, marks, begin, end):
    """Whether every mark that opens in the paragraph is closed in it, one in the other."""
    depth = 0
    for start, stop in marks:
        role = _role(text, start, stop, depth, begin, end)
        depth += 1 if role == "open" else -1 if role == "close" and depth else 0
    return not depth


def _role(text, start, stop, depth, begin, end):
    """Whether a double mark opens or closes; None where it does neither."""
    mark = text[start:stop]
    if mark in _ALWAYS:
        return _ALWAYS[mark]
    before, after = text[start - 1] if start > begin else " ", text[stop] if stop < end else " "
    free_before = before.isspace() or before in _BEFORE
    free_after = after.isspace() or after in _AFTER and not (after in "'’" and text[stop + 1 : stop + 2].isalnum())
    if mark in _LEANS:
        turned = free_after and not free_before if _LEANS[mark] == "open" else free_before and not free_after
        return {"open": "close", "close": "open"}[_LEANS[mark]] if turned else _LEANS[mark]
    if free_before and not free_after:
        return "open"
    if free_after and not free_before or depth:
        return "close"
    return "open" if before in ":, (—-" and text[stop : stop + 2].strip()[:1].isalnum() else None


def _unclosed(text, begin, end):
    """Where a quotation without a closing mark ends, twice: before *, she said*, else with the stretch."""
    found = _SPEAKER_FOLLOWS.search(text, begin, end)
    stop = found.end() if found else begin + len(text[begin:end].rstrip())
    return stop, stop


def _unopened(text, begin, close, after_other):
    """Where a quotation without an opening mark begins; ``after_other``: another one ends at ``begin``."""
    sentences = split_sentences(text[begin:close]) + begin
    opening = begin + len(text[begin:close]) - len(text[begin:close].lstrip())
    for place, (start, end) in enumerate(sentences[:-1]):
        if after_other and not place or _REPORTS.search(text, start, end):
            opening = int(sentences[place + 1][0])
    return opening


def _single(text, begin, end, follows):
    """Spans in single marks of one paragraph."""
    marks, spans, opened = list(_SINGLE.finditer(text, begin, end)), [], None
    for place, mark in enumerate(marks):
        if mark["open"]:
            opened = mark
        elif opened and not _is_possessive(text, mark, marks[place + 1 : place + 2]):
            spans.append((*opened.span(), *mark.span()))
            opened = None
    if opened and follows and not text[begin : opened.start()].strip():
        spans.append((*opened.span(), end, end))
    return spans


def _is_possessive(text, mark, following):
    """Whether a mark that could close is the apostrophe of *the workers' rights*: a better one closes after it."""
    at = mark.start()
    return bool(_POSSESSIVE.match(text, at - 1) and following and following[0]["close"]
                and text[following[0].start() - 1] != "s")


def _outermost(double, single):
    """Both kinds in order, without those that stand in another or cross it; where two cross, the double one stays."""
    spans = sorted([(span, True) for span in double] + [(span, False) for span in single],
                   key=lambda each: (each[0][0], -each[0][3]))
    kept = []
    for span, is_double in spans:
        if not kept or span[0] >= kept[-1][0][3]:
            kept.append((span, is_double))
        elif is_double and not kept[-1][1] and span[3] > kept[-1][0][3]:
            kept[-1] = (span, is_double)
    return [span for span, _ in kept]
