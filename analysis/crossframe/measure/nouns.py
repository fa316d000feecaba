"""What common nouns say of a source: a person, people, an organisation or a document."""

import csv
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

__all__ = [
    "alike", "given_names", "is_common", "is_group", "is_plural", "is_role", "kind_of", "places", "singular",
    "speaker_words"]

_PERSON_ENDING = re.compile(r"(?:er|or|ist|man|woman|ian|ant|eer|crat|ee|mate|goer|person)$")
_COMMON = ("document", "organisation", "people", "role", "title")
_SAME = [frozenset(group.split()) for group in (
    "leader president premier chancellor minister king queen ruler strongman emir sultan pm | lawmaker senator "
    "sen representative rep congressman congresswoman legislator politician mp | candidate nominee contender "
    "hopeful frontrunner front-runner favorite | businessman businesswoman mogul tycoon billionaire magnate "
    "entrepreneur developer executive ceo | spokesman spokeswoman spokesperson | governor gov | secretary sec "
    "minister | chairman chairwoman chair | professor prof academic scholar | congressman congresswoman "
    "representative rep | lawyer attorney solicitor barrister | adviser advisor aide strategist | officer "
    "sergeant constable lieutenant | actor actress star | pope pontiff | sen senator | gen general | democrat "
    "senator sen congressman congresswoman representative rep governor gov lawmaker | republican senator sen "
    "congressman congresswoman representative rep governor gov lawmaker").split("|")]


@cache
def speaker_words():
    """``lexicons/speaker_words.csv``: class -> dict of word to its gender, m, f or ""."""
    classes = defaultdict(dict)
    with files("crossframe.lexicons").joinpath("speaker_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            classes[row["class"]][row["word"]] = row["gender"]
    return dict(classes)


@cache
def given_names():
    """``lexicons/given_names.csv``: name in small letters -> m, f or "" where both have it."""
    with files("crossframe.lexicons").joinpath("given_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["gender"] for row in csv.DictReader(file)}


@cache
def places():
    """Names of countries, their people and their seats of government, in small letters."""
    lines = files("crossframe.measure").joinpath("places.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    pairs = [line.lower().split(",") for line in lines]
    return {name for pair in pairs for name in pair} | set(speaker_words()["place"])


def is_common(word):
    """Whether the lists know a word, in the singular or the plural, as a common noun for whoever may speak."""
    known = speaker_words()
    return any(each in known[name] for each in (word, singular(word)) for name in _COMMON)


def is_group(word):
    """Whether a capitalised word means people: *Republicans*, *Iowans*."""
    one = word.removesuffix("s")
    return word in speaker_words()["people"] or one != word and (
        one in speaker_words()["role"] or one in places() or one.endswith(("ican", "exan", "owan", "nnial")))


@cache
def alike(head):
    """Words for what a head means: a lawmaker may be a senator."""
    return {head}.union(*(same for same in _SAME if head in same))


def singular(word):
    """A noun in the singular, by its ending."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def is_plural(word):
    """Whether a noun means several, by its ending or the list."""
    several = word.endswith("men") or singular(word) != word and not word.endswith("ics")
    return several or word in speaker_words()["people"]


def is_role(word):
    """Whether a word means one person by what he or she is."""
    word = word.strip(".")
    known = speaker_words()
    return (word in known["role"] or word in known["title"] and word not in ("mr", "mrs", "ms", "dr")
            or bool(_PERSON_ENDING.search(word)) and len(word) > 4 and word not in known["document"]
            and word not in known["organisation"])


def kind_of(head):
    """The kind of what a common noun heads."""
    known, one = speaker_words(), singular(head)
    if head in known["people"]:
        return "unnamed"
    if head in known["document"] or one in known["document"]:
        return "document"
    if head in known["organisation"] or one in known["organisation"]:
        return "organisation"
    return "unnamed" if is_role(one) or one != head else "unknown"
