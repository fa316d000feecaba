"""Where persons stand in an article, by name and by pronoun, and which full name each use belongs to."""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from crossframe.measure.aliases import fold
from crossframe.measure.names import given_name, one_person
from crossframe.measure.pronouns import he_or_she
from crossframe.measure.speakers import ArticleReader
from crossframe.quotes import marked_spans

__all__ = ["DOMINANT", "Bearer", "Use", "bearer_of", "is_junior", "person_uses", "same_person", "surname"]

_PRONOUN = re.compile(r"(?<![\w'’-])(?:(he|him|his|himself)|she|hers?|herself)(?![\w-])", re.IGNORECASE)
_SUFFIX = frozenset("jr sr ii iii iv".split())
# What is named after a person, or belongs to one, without being the person: the Rook administration.
_ATTRIBUTE = re.compile(
    r"[ \xa0](?:(?:re-?election|presidential|legal|transition|defen[cs]e|national|senior|top|entire|\d+)[ \xa0])?"
    r"(?:administration|advisers?|aides?|allies|appointees?|backers|base|cabinet|campaign|camp|coalition|critics|"
    r"doctrine|donors?|era|family|fans|foundation|government|insiders?|lawyers?|loyalists?|officials?|operatives?|"
    r"orbit|organi[sz]ation|presidency|properties|rall(?:y|ies)|regime|staff|staffers?|supporters?|surrogates?|team|"
    r"ticket|transition|university|voters?|years)\b")
DOMINANT = 3  # times as many articles: then a last name alone is this person's in articles that give no full name


class Use(NamedTuple):
    """A name or pronoun that means a person."""

    start: int
    end: int
    last: str  # last name, folded
    owner: str  # the full name in the article; empty where it gives none
    form: str  # name, title, partial, pronoun
    certain: int  # 1: its bearer is a person, -1: a thing, 0: nothing tells


class Bearer(NamedTuple):
    """Who is meant by a target's name: the full names in the corpus that are this person's."""

    names: frozenset
    alone: bool  # whether a last name without any full name in the article is this person's
    others: tuple  # full names of others with the same last name, the most frequent first


def surname(name):
    """The last word of a name that is no suffix, folded.

    Examples
    --------
    >>> surname("Bram Sill Jr."), surname("Erdoğan")
    ('sill', 'erdogan')
    """
    words = [word.rstrip(".,") for word in fold(name).lower().split()]
    return next((word for word in reversed(words) if word not in _SUFFIX), "")


def person_uses(text, lasts, *, pronouns):
    """The uses of some last names in an article, of first names and pronouns that mean their bearers, too.

    Parameters
    ----------
    text : str
    lasts : set of str or None
        Last names as :func:`surname` gives them; None for all.
    pronouns : bool
        Whether *he*, *she* and their forms are resolved.

    Returns
    -------
    list of Use

    Examples
    --------
    >>> text = "Mayor Ada Rook left the pier. She was tired. The Rook administration was not, Rook said."
    >>> [(text[use.start:use.end], use.owner, use.form) for use in person_uses(text, {"rook"}, pronouns=True)]
    [('Mayor Ada Rook', 'Ada Rook', 'title'), ('She', 'Ada Rook', 'pronoun'), ('Rook', 'Ada Rook', 'partial')]
    """
    reader = ArticleReader(text, [(int(row[1]), int(row[2])) for row in marked_spans(text)])
    uses = []
    for mention, person in zip(reader.mentions, reader.people.owner, strict=True):
        full = person is not None and len(person.words) > 1
        last = person.words[-1] if full else fold(mention.words[-1]).lower().rstrip(".")
        if (lasts is None or last in lasts) and (full or _alone(mention)) and not _ATTRIBUTE.match(text, mention.end):
            start, form = _start(mention, person) if full else (mention.start, "")
            form = form or ("title" if mention.titles else "name" if len(mention.words) > 1 else "partial")
            certain = _certain(reader, mention, person if full else None)
            uses.append(Use(start, mention.end, last, person.label if full else "", form, certain))
    if pronouns and any(use.owner or use.certain > 0 for use in uses):
        uses += _pronouns(reader, lasts)
    return sorted(uses)


def _start(mention, person):
    """Where a mention of a person begins: without a first word that is none of the name's, as in *Consider Rook*."""
    first, last = (fold(mention.words[place]).lower().rstrip(".") for place in (0, -1))
    fits = first in person.words or first == last or given_name(first) == given_name(person.words[0]) or (
        first[0] == person.words[0][0])
    if fits or last != person.words[-1] or mention.titles:
        return mention.start, ""
    return mention.end - len(mention.words[-1]), "partial"


def _alone(mention):
    return len(mention.words) == 1 and mention.kind in ("person", "")


def _certain(reader, mention, person):
    """Whether the bearer of a name is a person (1), a thing (-1) or nothing tells (0)."""
    if mention.titles or person is not None and (person.sure or reader.people.gender(person)):
        return 1
    words = person.label.split() if person else mention.words
    return -1 if reader.people.is_thing(words, person) else 0


def _pronouns(reader, lasts):
    for found in _PRONOUN.finditer(reader.text):
        answer = he_or_she(reader, found.start(), "m" if found[1] else "f")
        if answer.person and (lasts is None or answer.person.words[-1] in lasts):
            full = len(answer.person.words) > 1
            yield Use(*found.span(), answer.person.words[-1], answer.speaker if full else "", "pronoun", 1)


def bearer_of(name, uses):
    """Who a target's name means, from the uses of its last name in all articles; None where it is no person's.

    Parameters
    ----------
    name : str
        A full name, or a last name: then the person is meant whose full name stands in most articles.
    uses : list of list of Use
        By article, of that last name.

    Returns
    -------
    Bearer or None

    Examples
    --------
    >>> texts = ["Ada Rook, a docker, left. She sang.", "Rook is back.", "Mr. Bram Rook sang."]
    >>> bearer_of("Ada Rook", [person_uses(text, {"rook"}, pronouns=False) for text in texts])
    Bearer(names=frozenset({'Ada Rook'}), alone=False, others=('Bram Rook',))
    """
    articles, votes = Counter(), defaultdict(int)
    for each in uses:
        articles.update({use.owner for use in each if use.owner})
        for use in each:
            votes[use.owner] += use.certain
    names = sorted(articles, key=lambda owner: (-articles[owner], owner))
    if len(name.split()) > 1:
        mine = [other for other in names if same_person(name, other)]
    else:
        mine = [other for other in names if same_person(names[0], other)]
    if not mine:
        return Bearer(frozenset(), True, ()) if votes[""] > 0 and not names else None
    if sum(votes[each] for each in mine) < 0:
        return None
    others = tuple(other for other in names if other not in mine and votes[other] > 0)
    rivals = [other for other in others if not is_junior(other)]  # a last name alone is not the son's
    alone = not rivals or sum(articles[each] for each in mine) >= DOMINANT * articles[rivals[0]]
    return Bearer(frozenset(mine), alone, others)


def same_person(name, other):
    """Whether two full names with one last name may be one person's. *Jr.* tells father and son apart, but not where
    only the full form of a shortened name has it: Joe Sill is Joseph Sill Jr.
    """
    one, two = _bare(name), _bare(other)
    if len(one) < 2 or len(two) < 2 or one[-1] != two[-1]:
        return False
    suffixes = _suffix(name), _suffix(other)
    if suffixes[0] != suffixes[1]:
        short = (two if suffixes[0] else one)[0]
        if all(suffixes) or given_name(short) == short:
            return False
    return one_person(" ".join(one), " ".join(two))


def _bare(name):
    return [word for word in fold(name).lower().replace(",", "").split() if word.rstrip(".") not in _SUFFIX]


def is_junior(name):
    """Whether a full name ends in *Jr.* or the like."""
    return bool(_suffix(name))


def _suffix(name):
    last = fold(name).lower().split()[-1].rstrip(".")
    return last if last in _SUFFIX else ""
