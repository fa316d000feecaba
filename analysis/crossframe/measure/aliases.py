"""Where given names stand in a text: whole words, the longest first, possessives and plurals as the name itself."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

import pandas as pd

from crossframe.errors import DataError

__all__ = ["check_entities", "compile_names", "find_names", "fold", "near_names", "shown"]

LONGEST = 64  # characters of a name in a message
_FIRST = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_IRREGULAR = {"man": "men", "woman": "women", "child": "children", "person": "people", "wife": "wives"}
_CAPITALS = re.compile(r"(?<!\w)(?:[^\W\d_a-zà-öø-ÿ][\w’'.-]*)(?:\s+[^\W\d_a-zà-öø-ÿ][\w’'.-]*)*")


def fold(text):
    """A text of the same length without accents and with straight quotation marks.

    Examples
    --------
    >>> fold("Erdoğan’s Élysée")
    "Erdogan's Elysee"
    """
    text = text.translate(_QUOTES)
    if text.isascii():
        return text
    return text.translate({ord(char): _plain(char) for char in set(text) if char > "\x7f"})


@lru_cache(maxsize=4096)
def _plain(char):
    base = unicodedata.normalize("NFKD", char)[0]
    return base if base.isascii() and base.isalpha() else char


def find_names(text, index):
    """Every use of the names of an index that :func:`compile_names` made, as (start, end, name); none overlap.

    Examples
    --------
    >>> find_names("Rook’s aides met Ada Rook and two Protesters.", compile_names(["Rook", "Ada Rook", "protester"]))
    [(0, 4, 'Rook'), (17, 25, 'Ada Rook'), (34, 44, 'protester')]
    """
    found, reached, text = [], 0, fold(text)
    for word in _FIRST.finditer(text):
        start = word.start()
        if start < reached:
            continue
        for name in index.get(word[0].lower(), ()):
            if match := _expression(name).match(text, start):
                reached = match.end()
                found.append((start, reached, name))
                break
    return found


def compile_names(names):
    """An index of names by their first words, the longest name first.

    A word with a capital is found so written or in capitals throughout, a word without one in any case. The last word
    of a name without capitals is found in the singular and the plural.
    """
    index = {}
    for name in sorted(dict.fromkeys(names), key=lambda name: (-len(name.split()), -len(name), name)):
        for first in _first_words(name):
            index.setdefault(first, []).append(name)
    return index


@lru_cache(maxsize=65536)
def _first_words(name):
    words = fold(name).split()
    forms = {words[0], *_numbers(words[0])} if len(words) == 1 and name == name.lower() else words[:1]
    return sorted({found[0].lower() for form in forms if (found := _FIRST.search(form))})


@lru_cache(maxsize=65536)
def _expression(name):
    words = fold(name).split()
    common = name == name.lower()
    parts = [_word(word, common and place == len(words)) for place, word in enumerate(words, 1)]
    together = r"[\s\xa0]+".join(parts)
    return re.compile(rf"(?<![\w&]){together}(?![\w&])(?!-\w)")


def _word(word, inflected):
    if word == word.lower():
        forms = sorted({word, *_numbers(word)} if inflected else {word}, key=len, reverse=True)
        return f"(?i:{'|'.join(map(re.escape, forms))})"
    return re.escape(word) if word == word.upper() else f"(?:{re.escape(word)}|{re.escape(word.upper())})"


def _numbers(word):
    """Singular and plural of a common noun, whichever was given."""
    for one, many in _IRREGULAR.items():
        if re.search(rf"(?:^|[\w-]){many}$|^{many}$", word):
            return {word[: -len(many)] + one}
        if word == one or one in ("man", "woman") and word.endswith(one):
            return {word[: -len(one)] + many}
    if word.endswith("ies") and len(word) > 4:
        return {word[:-3] + "y"}
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return {word[:-2], word[:-1]}
    if re.search(r"[^su]s$", word):
        return {word[:-1]}
    if re.search(r"[^aeiou]y$", word):
        return {word[:-1] + "ies"}
    return {word + "es"} if re.search(r"(?:s|x|z|ch|sh)$", word) else {word + "s"}


def check_entities(entities, *, what="entities"):
    """The names of every referent as a dict of lists.

    Raises
    ------
    DataError
        Neither a dict nor a list of names; a name is empty or no str; one name stands for two referents.
    """
    if isinstance(entities, str):
        entities = [entities]
    if isinstance(entities, dict):
        pairs = {referent: [names] if isinstance(names, str) else names for referent, names in entities.items()}
    elif isinstance(entities, Iterable) and not isinstance(entities, bytes | pd.DataFrame):
        listed = sorted(entities, key=str) if isinstance(entities, set | frozenset) else list(entities)
        pairs = {str(name): [name] for name in listed}
    else:
        raise DataError(f"{what} is a dict of referent to names, or a list of names, not {type(entities).__name__}.")
    owner = {}
    for referent, names in pairs.items():
        if not isinstance(names, list | tuple | set | frozenset) or not names:
            raise DataError(f"{what}[{shown(referent)}] is {shown(names)}; give a list of names.")
        for name in names:
            _check_name(name, referent, owner, what)
        if not isinstance(referent, str) or not re.search(r"[^\W_]", referent):
            raise DataError(f"{what} has {shown(referent)} for a referent; "
                            "it is a str with a letter or a figure in it.")
    if not owner:
        raise DataError(f"{what} is empty; name somebody, or leave it out to have the names found.")
    return {referent: sorted(names) if isinstance(names, set | frozenset) else list(map(str, names))
            for referent, names in pairs.items()}


def _check_name(name, referent, owner, what):
    if not isinstance(name, str) or not re.search(r"[^\W_]", name):
        raise DataError(f"{what}[{shown(referent)}] holds {shown(name)}; "
                        "a name is a str with a letter or a figure in it.")
    first = owner.setdefault(" ".join(fold(name).split()), referent)
    if first != referent:
        raise DataError(f"the name {shown(name)} stands for {shown(first)} and for {shown(referent)}; "
                        "a name has one referent.")


def shown(name):
    """A name as it stands in messages: in quotation marks, its middle left out where it is long.

    Examples
    --------
    >>> shown("Ada Rook")
    "'Ada Rook'"
    >>> shown("Ada " * 2_000)
    "'Ada Ada Ada Ada Ada Ada Ada Ad...a Ada Ada Ada Ada Ada Ada Ada '"
    """
    text = repr(name)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2 - 1]}...{text[1 - LONGEST // 2 :]}"


def near_names(name, texts, *, n=3):
    """Names and words of the texts that are spelled nearly like one that was not found."""
    found = {}
    for text in texts:
        pieces = _CAPITALS.findall(text) if name != name.lower() else re.findall(r"[^\W\d_]{3,}", text.lower())
        for piece in pieces:
            for each in {piece, *piece.split()}:
                found[each.rstrip(".'’")] = found.get(each.rstrip(".'’"), 0) + 1
    near = get_close_matches(name, sorted(found, key=lambda each: (-found[each], each))[:20000], n=n, cutoff=0.72)
    last = name.split()[-1]
    return near or get_close_matches(last, [each for each in found if " " not in each], n=n, cutoff=0.8)
