"""Nominal labels: regime or government, protesters or rioters; from a list of rivals, each with its sense."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from crossframe.measure.aliases import compile_names, find_names
from crossframe.measure.names import title_words
from crossframe.measure.places import with_countries

__all__ = ["bind_owners", "find_labels", "may_label", "rival_labels"]

UNKNOWN = "?"  # the owner that a pronoun stands for
ALONE = 0.8  # share of the owners said of a referent, from which on the corpus is about one and need not say whose
_LITERAL = frozenset(["use of arms", "killing"])  # a trade war is none
_OWNED = frozenset(["those who govern", "killing"])  # whose it is decides which one it is


class Label(NamedTuple):
    """A label of the list."""

    referent: str
    kind: str
    name: str
    sure: bool  # False: only in a story that also has a sure label of the referent


class Found(NamedTuple):
    """One use of a label."""

    text: int
    start: int
    end: int
    label: Label
    name: str
    modifiers: str
    owner: str  # a country or a name; empty where it is not said


@cache
def rival_labels():
    """The labels of ``lexicons/labels.csv`` by name, small letters unless they are proper names."""
    with files("crossframe.lexicons").joinpath("labels.csv").open(encoding="utf-8", newline="") as stream:
        return {row["label"]: Label(row["referent"], row["kind"], row["label"], row["use"] == "sure")
                for row in csv.DictReader(stream)}


@cache
def _pattern():
    return compile_names(rival_labels())


def may_label(sentence):
    """Whether a label may stand in a sentence: the cheap test before the parser.

    Examples
    --------
    >>> may_label("The regime fell."), may_label("The rain fell.")
    (True, False)
    """
    return bool(find_names(sentence, _pattern()))


def find_labels(parse, stories):
    """Uses of rival labels as heads of noun phrases.

    Parameters
    ----------
    parse : Parse
    stories : list of str
        The story of each text.

    Returns
    -------
    list of Found
        In the order of the texts. A label that is sure to mean its referent in some contexts alone counts where its
        story uses a sure one, too.
    """
    found = [use for text in range(len(parse.texts)) for use in _uses(parse, text)]
    sure = {(stories[use.text], use.label.referent) for use in found if use.label.sure}
    return [use for use in found if (stories[use.text], use.label.referent) in sure]


def _uses(parse, text):
    for start, end, name in find_names(parse.texts[text], _pattern()):
        span = parse.within(text, start, end)
        label = rival_labels()[name]
        if span and _is_head(parse, span, label) and not (label.referent in _LITERAL and joined_noun(parse, span[0])):
            yield _found(parse, span, label)


def _is_head(parse, span, label):
    """Whether the label is a noun phrase's head: *the regime*, not *regime change*; nor part of a name."""
    last = span[-1]
    if parse.pos[last] not in ("NOUN", "PROPN") or parse.dep[last] in ("compound", "amod", "nmod"):
        return False
    follower = last + 1
    joined = follower < len(parse) and parse.sentence[follower] == parse.sentence[last]
    if joined and parse.pos[follower] in ("NOUN", "PROPN") and parse.head[last] == follower:
        return False
    if label.kind == "organisation" and parse.tag[last] == "NNS":
        return False  # governments: not one
    if label.kind == "organisation" and not any(child < span[0] for child in parse.children[last]):
        return False  # branches of government: none in particular
    proper = label.name != label.name.lower()
    first_word = span[0] == 0 or parse.sentence[span[0] - 1] != parse.sentence[span[0]]
    return proper or first_word or label.kind == "organisation" or parse.word(last)[:1].islower()


def _found(parse, span, label):
    head = span[-1]
    inside = [child for child in parse.children[head] if child < span[0]]
    name = label.name
    if label.kind == "thing" and name == name.lower() and (noun := joined_noun(parse, span[0])):
        name = f"{noun} {name}"
    modifiers = [parse.word(child).lower() for child in inside if parse.dep[child] == "amod"]
    start = min([span[0], *(child for child in inside if parse.dep[child] in ("amod", "compound"))])
    return Found(parse.text[head], parse.start[start], parse.end[head], label, name, " ".join(modifiers),
                 _owner(parse, head, span[0]) if label.referent in _OWNED else "")


def joined_noun(parse, first):
    """The common noun that stands right before a thing's label and makes one name with it: *dock* tax."""
    noun = first - 1
    joined = noun >= 0 and parse.head[noun] in (first, first + 1) and parse.dep[noun] in ("compound", "nmod")
    word = parse.word(noun).lower() if joined and parse.word(noun)[1:].islower() else ""
    return "" if joined and any(parse.dep[child] == "nummod" for child in parse.children[noun]) else word


def _owner(parse, head, first):
    """Whose: *Syria's regime*, *the Syrian regime*, *the government of Syria*, *the Rook administration*."""
    for child in parse.children[head]:
        names = parse.dep[child] == "poss" or parse.pos[child] == "PROPN" or _is_country(parse, child)
        if child < first and names and (owner := UNKNOWN if parse.pos[child] == "PRON" else _name_of(parse, child)):
            return owner
        if parse.dep[child] == "prep" and parse.word(child).lower() in ("of", "in", "under"):
            for place in parse.children[child]:
                if parse.dep[place] == "pobj" and (owner := _name_of(parse, place)):
                    return owner
    return ""


def _is_country(parse, token):
    word = parse.word(token)
    return with_countries(word) != word


def _name_of(parse, token):
    """The proper name that a token is the head of; a country by its own name, a person by the last."""
    if parse.pos[token] != "PROPN" and not _is_country(parse, token):
        return ""
    words = [child for child in parse.children[token] if parse.dep[child] == "compound" and parse.pos[child] == "PROPN"]
    start = min([token, *words])
    name = re.sub(r"\s+", " ", parse.texts[parse.text[token]][parse.start[start] : parse.end[token]])
    return with_countries(name) if name[:1].isupper() and name.lower() not in title_words() else ""


def bind_owners(found, stories):
    """Whose government (or killing) each use means.

    The owner said; else the one last said in the article with the same label; else the only one that the article, or
    the story, names. Of *his government* nobody knows whose it is.

    Parameters
    ----------
    found : list of Found
    stories : list of str
        The story of each text.

    Returns
    -------
    list of str
        Empty where nothing tells, or where the corpus is nearly all about one owner.
    """
    same = _one_owner(found, stories)
    by_text, by_story, overall = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    said = [same.get((stories[use.text], use.owner), use.owner) for use in found]
    for use, owner in zip(found, said, strict=True):
        if owner and owner != UNKNOWN:
            by_text[use.text, use.label.referent][owner] += 1
            by_story[stories[use.text], use.label.referent][owner] += 1
            overall[use.label.referent][owner] += 1
    whose, last = [], {}
    for use, owner in zip(found, said, strict=True):
        referent = use.label.referent
        if owner and owner != UNKNOWN:
            last[use.text, use.label.name] = owner
        elif not owner:
            owner = last.get((use.text, use.label.name)) or _only(by_text[use.text, referent]) \
                or _only(by_story[stories[use.text], referent])
        owners = overall[referent]
        whose.append("" if owner in ("", UNKNOWN) or owners[owner] >= ALONE * owners.total() else owner)
    return whose


def _one_owner(found, stories):
    """Where a story's outlets say whose in two ways that no article of the corpus has both of, they mean one owner.

    One calls the government by its country and the other by its head: (story, owner) to the owner said more often.
    """
    together, owners = set(), defaultdict(Counter)
    by_text = defaultdict(set)
    for use in found:
        if use.owner and use.owner != UNKNOWN:
            by_text[use.text].add(use.owner)
            owners[stories[use.text], use.label.referent][use.owner] += 1
    for each in by_text.values():
        together |= {frozenset(pair) for pair in combinations(sorted(each), 2)}
    same = {}
    for (story, _), count in owners.items():
        if len(count) == 2 and frozenset(count) not in together:
            first = max(sorted(count), key=count.get)
            same |= {(story, owner): first for owner in count}
    return same


def _only(owners):
    """The owner, where there is one alone; else empty."""
    return next(iter(owners)) if len(owners) == 1 else ""
