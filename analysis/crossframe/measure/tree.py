"""One sentence as a tree of words, and the phrases in it that may be doers and undergoers."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["OF_TIME", "Argument", "Clause", "Tree", "argument", "can_do", "is_nobody", "words_of"]

_MODIFIERS = ("compound", "nummod", "poss", "flat", "nmod", "amod", "det", "quantmod")
_NOBODY = frozenset("nobody nothing none neither".split())
_PARTS = frozenset(
    "bunch couple crowd dozen group half handful hundred majority member most number one part rest score series some "
    "team ten thousand two three several many few all those".split())  # ... of whom: these are meant
OF_TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today tomorrow yesterday tonight noon midnight dawn dusk morning afternoon "
    "evening night day week weekend month year decade end time deadline summer winter spring autumn fall hour minute "
    "second moment mid-day midday sunset sunrise now then christmas easter".split())
_OF_MEASURE = frozenset(
    "percent % point percentage pound dollar euro cent crown mile kilometre kilometer metre meter foot inch margin "
    "vote third quarter half tenth fifth fraction degree ton tonne barrel".split())
_OF_MEANS = frozenset(
    "accident air bicycle bike boat bus car chance choice comparison consensus contrast decree default definition "
    "design example extension far fax ferry foot force hand helicopter land law lottery mail means mistake name nature "
    "necessity phone plane post proxy rail road sea secret ship show surprise tax taxi telephone text train tram truck "
    "turn virtue voice way word".split())


class Argument(NamedTuple):
    """A doer or an undergoer: its first and last word, and the words that say who it is."""

    first: int
    last: int
    heads: tuple


class Clause(NamedTuple):
    """One event: its verb's lemma, its voice, and who takes part."""

    verb: str
    voice: str
    negated: bool
    first: int  # word of the predicate
    last: int
    doer: Argument | None
    undergoer: Argument | None


@cache
def words_of(kind):
    """The words of one kind in ``lexicons/agency.csv``: term -> (verb, which argument a lone possessive is).

    Examples
    --------
    >>> words_of("event")["killing"], words_of("form")["shot"]
    (('kill', 'undergoer'), ('shoot', ''))
    """
    lines = files("crossframe.lexicons").joinpath("agency.csv").read_text(encoding="utf-8").splitlines()
    return {row["term"]: (row["verb"], row["alone"]) for row in csv.DictReader(lines) if row["kind"] == kind}


class Tree:
    """One sentence's words as lists, with who depends on whom.

    Parameters
    ----------
    word, lemma : list of str
        In lower case.
    pos, tag, dep : list of str
        spaCy's labels.
    head : list of int
        Place in the sentence; a root's own.
    """

    def __init__(self, word, lemma, pos, tag, dep, head):
        self.word, self.lemma, self.pos, self.tag, self.dep, self.head = word, lemma, pos, tag, dep, head
        self.kids = [[] for _ in head]
        for place, above in enumerate(head):
            if above != place:
                self.kids[above].append(place)

    def kid(self, place, *deps):
        """The first word that depends on one by any of these labels, or None."""
        return next((kid for kid in self.kids[place] if self.dep[kid] in deps), None)

    def edge(self, place):
        """The first word of what hangs on the left of one."""
        while self.kids[place] and self.kids[place][0] < place:
            place = self.kids[place][0]
        return place

    def prepositions(self, place):
        """(preposition, its object) of every phrase that depends on a word."""
        for kid in self.kids[place]:
            if self.dep[kid] in ("prep", "agent", "dative") and (thing := self.kid(kid, "pobj")) is not None:
                yield self.word[kid], thing

    def is_verb(self, place):
        """Whether a word is a verb that may head a clause."""
        return self.tag[place][:2] == "VB" and self.dep[place] not in ("aux", "auxpass", "compound", "amod", "prep")


def argument(tree, head):
    """The words of a noun phrase: what stands before its head, of-phrases and what is joined to it by and.

    Relative clauses, appositions and other phrases are left out.
    """
    return Argument(_first(tree, head), _last(tree, head), tuple(_heads(tree, head)))


def _first(tree, head):
    left = [kid for kid in tree.kids[head] if kid < head and tree.dep[kid] in _MODIFIERS]
    return min((tree.edge(kid) for kid in left), default=head)


def _last(tree, head):
    last = head
    for kid in tree.kids[head]:
        if kid < head:
            continue
        if tree.dep[kid] in ("nummod", "flat", "conj"):
            last = max(last, _last(tree, kid))
        elif tree.word[kid] == "of" and (thing := tree.kid(kid, "pobj")) is not None:
            last = max(last, _last(tree, thing))
    return last


def _heads(tree, head, depth=0):
    """The words that say who is meant: the head, what is joined to it, and of a part (dozens of) the whole."""
    yield head
    for kid in tree.kids[head]:
        if kid > head and tree.dep[kid] == "conj" and depth < 20:
            yield from _heads(tree, kid, depth + 1)
        thing = tree.kid(kid, "pobj") if tree.word[kid] == "of" else None
        if thing is not None and depth < 20 and (tree.lemma[head] in _PARTS or tree.tag[head] == "CD"):
            yield from _heads(tree, thing, depth + 1)


def can_do(tree, place):
    """Whether what stands behind by may be a doer: no time, measure or means."""
    lemma, kids = tree.lemma[place], [tree.dep[kid] for kid in tree.kids[place]]
    if lemma in OF_TIME or lemma in _OF_MEASURE or tree.tag[place] == "CD" and "prep" not in kids:
        return False
    return lemma not in _OF_MEANS or "det" in kids or "poss" in kids and lemma not in ("nature", "virtue", "way")


def is_nobody(tree, place):
    """Whether a phrase names nobody: nobody, no shots."""
    no = any(tree.word[kid] in ("no", "neither") for kid in tree.kids[place] if tree.dep[kid] in ("det", "neg"))
    return no or tree.word[place] in _NOBODY
