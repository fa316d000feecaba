"""Where a text speaks of a country as a state: its name, its people, its government's adjective, its seat."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from crossframe.measure.country_list import country_table, names_of, state_words

__all__ = ["Place", "find_countries", "in_longer"]

_OPENERS = (
    "The A An In On At But And As If When While For From With By After Before That This These Those His Her Their Its "
    "Although Since Because Unlike Like Under Over Against About Even Yet So Then Now Did Does Is Was Has Will Can Why "
    "How What Who Where Both Either Neither Only Also Still Not No Or Nor Until Once Though Whether Would Could Should "
    "Meanwhile Yesterday Today Instead However Between Into Toward Towards To Of Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday January February March April May June July August September October November December "
    "President Prime Minister").split()
_LONGER_BEFORE = re.compile(
    rf"(?!(?:{'|'.join(_OPENERS)})[ \xa0])(?<![\w.])"
    r"(?:[A-Z][\w'-]*|(?:[A-Z]\.)+|(?:St|Gov|Sen|Rep|Mr|Mrs|Ms|Dr)\.)[ \xa0](?:of[ \xa0](?:the[ \xa0])?)?$")
_OFFICE = re.compile(
    r"(?:Republic|Government|State|Kingdom|President|Minister|Leader|King|People|Parliament|Embassy)[ \xa0]of")
_OPENS = re.compile(r"(?:^|[.!?:;\"”)(\n—–-]\s*)$")
_NEXT = re.compile(r"[ \xa0]+([A-Za-z][\w'-]*)")
_IN_PLACE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|outside|around|across|at|[Ff]rom|inside|throughout|leave|leaves|leaving|left|visit|visits|"
    r"visiting|visited|reach|reached|reaching|enter|entered|over|central|downtown|northern|southern|eastern|western|"
    r"(?:travel|trip|fl(?:y|ew|ight|ights|ying|own)|went|go|going|gone|return|c[oa]m(?:e|ing)|visits?|journey|mov|driv|drove|"
    r"head|arriv|invit|ticket|tour|road|route|welcome|back|marched|train|bus)(?:l?ed|ing|e|s|es|d)?[ \xa0]to|"
    r"(?:city|capital|capitals|mayor|streets?|suburbs?|outskirts|north|south|east|west|squares?|cent(?:er|re)|part|parts|town|"
    r"districts?|residents?|university|bishop|miles|kilometers|neighborhoods?|heart|metropolis|port|siege|fall|battle)"
    r"[ \xa0]of)(?:[ \xa0](?:the|downtown|central|northern|southern|eastern|western|nearby))?[ \xa0]$")
_AT_PLACE = re.compile(r",[ \xa0](?:[A-Z]|D\.C)|'s?[ \xa0][A-Z]|[ \xa0]*\(|[ \xa0]*(?:--|—|–)|:|/")
_JOINED = re.compile(r"[ \xa0](?:and|or)[ \xa0][A-Z]")
_WHO = re.compile(r"[ \xa0]who(?:se|'ve|'d)?\b")
_LOUD = re.compile(r"[A-Z]{2,}\W*$"), re.compile(r"\W{0,3}[A-Z]{3,}\b")


class Place(NamedTuple):
    """A mention of a country."""

    start: int
    end: int
    country: str
    form: str  # name, abbreviation, people, adjective, seat


def find_countries(text, countries):
    """Where a text speaks of countries.

    What counts is told in the card (``lexicons/cards/countries.md``): names and abbreviations as nouns; *the Turks*;
    adjectives and abbreviations before a word for an organ or an act of the state (*Turkish officials*, *U.S. army*),
    with that word, but not where a person's name follows (*Turkish president Ada Rook* is that person); the seat of the
    government where it is no place (*Ankara said*, not *in Ankara*).

    Parameters
    ----------
    text : str
        As :func:`crossframe.measure.aliases.fold` gives it.
    countries : tuple of str
        As the list calls them.

    Returns
    -------
    list of Place
        In order; none overlap.

    Examples
    --------
    >>> text = "In Ankara it rained. Ankara told the Russians that Turkish officials would not buy Turkish tea."
    >>> [(text[each.start:each.end], each.form) for each in find_countries(text, ("Russia", "Turkey"))]
    [('Ankara', 'seat'), ('Russians', 'people'), ('Turkish officials', 'adjective')]
    """
    pattern, names = _compiled(tuple(countries))
    found, reached = [], 0
    for match in pattern.finditer(text):
        start, end = match.span()
        if start < reached or names.get(match[0]) is None:
            continue
        for row in names[match[0]]:
            if span := _CHECKS[row.form](text, start, end, row):
                found.append(Place(*span, row.country, row.form))
                reached = span[1]
                break
    return [place for place in found if _beside(text, place, found)] if _unsure(countries) else found


@cache
def _compiled(countries):
    """What to look for: the names of these countries, and longer names of others that hold one of them."""
    wanted = [row for row in country_table() if row.country in countries]
    own = {row.name for row in wanted}
    longer = {row.name for row in country_table() if row.name not in own
              and any(name in row.name and re.search(rf"\b{re.escape(name)}\b", row.name) for name in own)}
    names = defaultdict(list)
    for row in sorted(wanted, key=lambda row: _ORDER.index(row.form)):
        names[row.name].append(row)
    for name in [name for name in names if not name.isupper() and len(name) > 3]:
        names[name.upper()] += names[name]
    every = sorted(names.keys() | longer, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w&-])(?<!\w\.)(?:{'|'.join(map(re.escape, every))})(?![\w&])(?!-\w)"), dict(names)


_ORDER = ("name", "abbreviation", "people", "adjective", "seat")


@cache
def _unsure(countries):
    return any(row.use != "sure" for row in country_table() if row.country in countries)


def _beside(text, place, found):
    """Whether an unsure name stands beside what it needs."""
    use = _uses().get(text[place.start : place.end], "sure")
    if use == "article":
        return any(other.country == place.country and text[other.start : other.end] != text[place.start : place.end]
                   for other in found)
    if use == "sentence":
        left = max(text.rfind(stop, 0, place.start) for stop in (". ", "\n", "? ", "! "))
        right = min((at for stop in (". ", "\n", "? ", "! ") if (at := text.find(stop, place.end)) >= 0),
                    default=len(text))
        return any(match.span() != (place.start, place.end) for match in _any().finditer(text, left + 1, right))
    return True


@cache
def _uses():
    return {row.name: row.use for row in country_table() if row.use != "sure"}


@cache
def _any():
    """Any name, abbreviation or seat of any country, and people."""
    names = {row.name for row in country_table() if row.form != "adjective" and row.use != "article"}
    return re.compile(rf"(?<![\w&.-])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w&-])")


def _name(text, start, end, row):
    """A name as a noun: no part of a longer one, no attribute of something else."""
    if in_longer(text, start):
        return None
    following = _NEXT.match(text, end)
    if following and following[1][0].isupper() and following[1].lower() not in state_words()["function"]:
        return _state(text, start, end) if row.kind == "country" else None
    return None if following and _is_topic(text, following) else (start, end)


def _is_topic(text, following):
    """*the Iran deal*, *the China trade talks*."""
    words, first = state_words(), following[1].lower()
    if first in words["topic"] and first not in words["verb"]:
        return True
    second = _NEXT.match(text, following.end())
    joins = first in words["function"] or first in words["verb"] or first.endswith(("ed", "s", "ly"))
    return bool(second and not joins and second[1].lower() in words["topic"])


def _abbreviation(text, start, end, row):
    """*the U.S. said* is the state, *U.S. citizens* is not; *US* in a line of capitals is a pronoun."""
    if text[start:end] == "US" and (_LOUD[0].search(text, max(0, start - 20), start) or _LOUD[1].match(text, end)):
        return None
    if in_longer(text, start):
        return None
    return (start, end) if _is_noun(text, end) else _state(text, start, end)


def _people(text, start, end, row):
    """*the Turks*; of a word that is an adjective too, only where no noun follows. Not *the Americans who fell ill*,
    *the French and German ministers*.
    """
    if text[max(0, start - 4) : start].lower() != "the ":
        return None
    if _is_noun(text, end):
        return None if _JOINED.match(text, end) or _WHO.match(text, end) else (start, end)
    also = any(other.form == "adjective" and other.name == row.name for other in names_of(row.country))
    following = _NEXT.match(text, end)
    return None if also or following is None or following[1][0].isupper() else (start, end)


def _adjective(text, start, end, row):
    return None if in_longer(text, start) else _state(text, start, end)


def _seat(text, start, end, row):
    """A seat of government that is no place: nothing happens in it or comes from it, and it has no streets."""
    before = text[max(0, start - 40) : start]
    if _IN_PLACE.search(before) or in_longer(text, start) or _AT_PLACE.match(text, end):
        return None
    following = _NEXT.match(text, end)
    if following and following[1].lower() in state_words()["topic"] or not _is_noun(text, end, endings=("ed", "s")):
        span = _state(text, start, end)
        return span if span and text[span[1] - 6 : span[1]] != " state" else None  # Washington state
    return start, end


_CHECKS = {"name": _name, "abbreviation": _abbreviation, "people": _people, "adjective": _adjective, "seat": _seat}


def in_longer(text, start):
    """Whether a word with a capital stands right before that does not only open the sentence: *Bank of America*."""
    near = text[max(0, start - 30) : start]
    found = _LONGER_BEFORE.search(near)
    if not found or _OFFICE.search(near):
        return False
    return not _OPENS.search(near[: found.start()]) or " of" in found[0]


def _is_noun(text, end, *, endings=("ed",)):
    """Whether what follows goes on with the sentence, so that the word before is no attribute."""
    following = _NEXT.match(text, end)
    if not following:
        return not re.match(r"'s?[ \xa0]+[A-Z]", text[end : end + 5])
    word, words = following[1], state_words()
    if word[0].isupper():
        return False
    return word in words["function"] or word in words["verb"] or word.endswith(endings) and len(word) > 4


def _state(text, start, end):
    """The span of *Turkish (foreign) ministry*: with the organ or act of the state; None where it is none, or where a
    name follows the title.
    """
    words, at, last, noun = state_words(), end, None, ""
    nouns = words["organ"] | words["act"]
    for _ in range(4):
        following = _NEXT.match(text, at)
        word = following[1].lower().removesuffix("'s") if following else ""
        if following is None or word not in nouns | words["before"]:
            break
        at = following.end()
        if word in nouns:
            last, noun = following.start(1) + len(word), word
        if following[1].endswith("'s"):
            break
    if last is None:
        return None
    following = _NEXT.match(text, last)
    named = following is not None and following[1][0].isupper() and following[1] not in _OPENERS
    return None if named and noun not in words["act"] else (start, last)
