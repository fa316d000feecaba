"""What a reporting cue lends to what it reports."""

import csv
import re
from functools import cache
from importlib.resources import files

from crossframe.errors import DataError

__all__ = ["cue_stances"]

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_NEGATION = re.compile(r"(?:not|never|no|nor|neither|nobody|without|cannot|hardly|barely|refus\w+|declin\w+|fail\w*"
                       r"|den(?:y|ie[ds]|ying)|.+n't)$")
_TRUE_ANYWAY = frozenset({"factive", "semi-factive"})  # a negation leaves their complement true: did not realise that


def cue_stances(cues):
    """The stance that each reporting cue takes to what was said.

    The words of the cue are looked up in ``lexicons/cue_stance.csv`` (its card says where the classes come from), the
    longest term first, without regard to case and in every inflected form. An adverb of truth decides where there is
    one (*falsely stated*), else the first term that is not neutral. A negation before it makes it neutral (*did not
    confirm*, *denied claiming*), but for factive verbs, which take their complement for true all the same (*did not
    realise that*).

    Parameters
    ----------
    cues : iterable of str
        Words that attribute, as they stand; "" where there are none.

    Returns
    -------
    list of str
        "neutral", "doubting" or "endorsing", one for each cue; a cue that the list does not know is neutral.

    Raises
    ------
    DataError
        A cue is no text.

    Examples
    --------
    >>> cue_stances(["said", "has CLAIMED", "did not claim", "made it clear", "", "falsely stated"])
    ['neutral', 'doubting', 'neutral', 'endorsing', 'neutral', 'doubting']
    """
    known = {}
    stances = []
    for cue in cues:
        if not isinstance(cue, str):
            raise DataError(f"a cue is text, got {cue!r}; give '' where there is none.")
        if cue not in known:
            known[cue] = _stance(cue)
        stances.append(known[cue])
    return stances


def _stance(cue):
    words = _WORD.findall(cue.lower().replace("’", "'"))
    found, negated, place = "neutral", False, 0
    while place < len(words):
        length, stance, kind = _longest(words, place)
        if stance != "neutral" and (kind in _TRUE_ANYWAY or not negated):
            if length == 1 and words[place].endswith("ly") or words[place] == "without":
                return stance
            found = stance if found == "neutral" else found
        negated = negated or bool(_NEGATION.match(words[place])) and stance == "neutral"
        place += length
    return found


def _longest(words, place):
    """How many words the longest term at a place has, its stance and class."""
    terms, most = _terms()
    for length in range(min(most, len(words) - place), 0, -1):
        if known := terms.get(" ".join(words[place : place + length])):
            return length, *known
    return 1, "neutral", ""


@cache
def _terms():
    """Every form of every term -> its stance and class; the number of words of the longest."""
    with files("crossframe.lexicons").joinpath("cue_stance.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    terms = {form: (row["stance"], row["class"]) for row in rows for form in _inflected(row["term"], row["forms"])}
    return terms, max(term.count(" ") + 1 for term in terms)


def _inflected(term, irregular):
    """A term in all forms of its first word.

    Examples
    --------
    >>> sorted(_inflected("deny", "")), sorted(_inflected("let slip", "let letting"))
    (['denied', 'denies', 'deny', 'denying'], ['let slip', 'lets slip', 'letting slip'])
    """
    first, *rest = term.split(" ")
    consonant_y = first.endswith("y") and first[-2:-1] not in "aeiou"
    third = first[:-1] + "ies" if consonant_y else first + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", first) else "s")
    past = first[:-1] + "ied" if consonant_y else first + ("d" if first.endswith("e") else "ed")
    going = (first[:-1] if first.endswith("e") and not first.endswith("ee") else first) + "ing"
    forms = [first, third, *(irregular.split() or (past, going))]
    return {" ".join([form, *rest]) for form in forms}
