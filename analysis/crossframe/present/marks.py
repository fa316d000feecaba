"""A text with marks in it, as HTML: marks may overlap, elements may not."""

from html import escape


def mark_up(text, marks):
    """Put elements about stretches of a text.

    Marks nest where one holds another. Where they cross, the later one is cut in two at the earlier one's end.

    Parameters
    ----------
    text : str
    marks : list of (int, int, str, str)
        First character, one past the last, and the tags that open each piece of the mark: the first piece and, where it
        had to be cut, the others. Of marks of the same stretch the first listed is outermost. Tags are trusted, the
        text is not.

    Returns
    -------
    str
        Without its tags, and unescaped, it is the text to the character.

    Examples
    --------
    >>> mark_up("a < b < c", [(0, 5, "<b>", "<b>"), (4, 9, "<i>", "<i>")])
    '<b>a &lt; <i>b</i></b><i> &lt; c</i>'
    """
    kept = sorted((mark for mark in marks if mark[0] < mark[1]), key=lambda mark: (mark[0], -mark[1]))
    edges = sorted({0, len(text), *(edge for start, end, *_ in kept for edge in (start, end))})
    pieces, open_now, begun, waiting, following = [], [], set(), [], 0
    for at, after in zip(edges, edges[1:], strict=False):
        while following < len(kept) and kept[following][0] == at:
            waiting.append(following)
            following += 1
        waiting = [number for number in waiting if kept[number][1] > at]
        common = _same_beginning(open_now, waiting)
        pieces += [_closing(kept[number][2]) for number in reversed(open_now[common:])]
        pieces += [kept[number][3 if number in begun else 2] for number in waiting[common:]]
        begun.update(waiting)
        open_now = list(waiting)
        pieces.append(_escaped(text[at:after]))
    return "".join([*pieces, *(_closing(kept[number][2]) for number in reversed(open_now))])


def _same_beginning(one, two):
    return next((k for k, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _closing(tag):
    return f"</{tag[1:].split()[0].rstrip('>')}>"


def _escaped(text):
    """A browser takes a bare carriage return for a new line; as a reference it stays what it is."""
    return escape(text).replace("\r", "&#13;")
