"""Words and phrases of a list, found in running text; neighbours decide where one of them may mean something else."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Marker", "find_markers", "markers"]

WINDOW = 40  # characters before a marker that its rule may look at
_STRAIGHT = str.maketrans("’‘ʼ＇", "''''")
_SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety")
_UNIT = (
    r"dozen|hundred|thousand|million|billion|trillion|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|"
    r"miles?|feet|foot|yards?|inches|kilomet\w+|met(?:er|re)s?|percent|pounds?|dollars?")
_SETS = {
    "digits": r"[$£€]?\d", "smallnumber": rf"(?:{_SMALL})\b", "unit": _UNIT,
    "number": rf"(?:[$£€]?\d|(?:one|{_SMALL})\b)",
    "quantity": rf"(?:[$£€]?\d|(?:{_SMALL}|half|hundreds|thousands|dozens|noon|midnight)\b|"
                rf"(?:an?|one|every|the\s+same)(?:\s+\w+)?\s+(?:third|quarter|fifth|tenth|half|couple|{_UNIT})\b)",
}


class Marker(NamedTuple):
    """One word or phrase, and where it counts."""

    term: str
    kind: str
    before: tuple | None  # (expression, whether it must be found) on what stands before it
    after: tuple | None
    lower: bool  # only where it is not capitalised


@cache
def markers():
    """The list of hedges, boosters and evidentials (``lexicons/hedging.csv``): term -> Marker.

    Examples
    --------
    >>> markers()["perhaps"].kind, len({marker.kind for marker in markers().values()})
    ('hedge', 4)
    """
    lines = files("crossframe.lexicons").joinpath("hedging.csv").read_text(encoding="utf-8").splitlines()
    rows = [(row["term"], row["kind"], _rule(row["before"]), _rule(row["after"]), row["written"] == "lower")
            for row in csv.DictReader(lines)]
    return {row[0]: Marker(*row) for row in rows}


def find_markers(text):
    """Every marker in a text.

    The longest counts where several begin at one place, and none within another.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int, str)
        First character, one past the last, and the term as the list spells it.

    Examples
    --------
    >>> text = "It may rain in May, perhaps about noon. He was about to ask about 20 boats."
    >>> [(text[start:end], term) for start, end, term in find_markers(text)]
    [('may', 'may'), ('perhaps', 'perhaps'), ('about', 'about')]
    """
    plain, known, found = _plain(text), markers(), []
    for match in _expression().finditer(plain):
        marker = known[" ".join(match.group().split())]
        if _counts(marker, text, plain, *match.span()):
            found.append((*match.span(), marker.term))
    return found


def _counts(marker, text, plain, start, end):
    """Whether a marker, found at these characters, is one there."""
    if marker.lower and not text[start].islower():
        return False
    if marker.before is not None:
        expression, wanted = marker.before
        if bool(expression.search(plain[max(0, start - WINDOW) : start])) != wanted:
            return False
    if marker.after is None:
        return True
    expression, wanted = marker.after
    return bool(expression.match(plain, end)) == wanted


def _plain(text):
    """A text in lower case with straight apostrophes, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.translate(_STRAIGHT)


def _rule(written):
    if not written:
        return None
    expression = re.sub(r"<(\w+)>", lambda name: _SETS[name[1]], written.removeprefix("!"))
    return re.compile(expression), not written.startswith("!")


@cache
def _expression():
    """All terms in one expression that branches by letters, so that most words are done with after one look."""
    tree = {}
    for term in markers():
        node = tree
        for char in term:
            node = node.setdefault(char, {})
        node[""] = {}
    return re.compile(rf"(?<![\w-])(?<!\w')(?:{_branches(tree)})(?!\w)(?!['-]\w)")


def _branches(node):
    """The expression of a tree of letters; the longest way is tried first."""
    ways = [(r"\s+" if char == " " else re.escape(char)) + _branches(node[char]) for char in sorted(node) if char]
    if not ways:
        return ""
    inside = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return inside + ("?" if "" in node else "")
