"""The rule that says what a word is, in plain Python: one regular expression and one folding function.

The compiled kernel (``tokens/kernel.py``) follows the same rule over UTF-8 bytes; the tests hold the two against each
other and against a third, character by character.
"""

import re
import unicodedata
from functools import lru_cache

import numpy as np

from crossframe.sentences import TITLES

# Compiled into the kernel: whoever changes these numbers touches tokens/kernel.py, or numba's cache keeps the old ones.
BREAK, GAP, LETTER, NUMBER, MARK, IGNORED, APOSTROPHE, HYPHEN, SINGLE = range(9)

APOSTROPHES = "'’‘ʼʻ＇"
HYPHENS = "-‐‑"
BETWEEN = "%‰@#&_"  # besides spaces and currency signs, what may stand between the words of one n-gram
_APOSTROPHE = tuple(APOSTROPHES)
KEEP_S = frozenset("it he she that what there here who where how when why let".split())

_FOLDS = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
_HAN_AND_HIRAGANA = ("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA")
_ASSIGNED = (range(0x33480), range(0xE0000, 0xE0200))  # nothing above but private use


@lru_cache(maxsize=1)
def classes():
    """The class of every code point.

    Returns
    -------
    ndarray of uint8, shape (0x110000,)
        BREAK, GAP, LETTER, NUMBER, MARK, IGNORED, APOSTROPHE, HYPHEN or SINGLE.
    """
    table = np.zeros(0x110000, np.uint8)
    for codes in _ASSIGNED:
        for code in codes:
            table[code] = _class_of(chr(code))
    return table


def _class_of(char):
    if char in APOSTROPHES:
        return APOSTROPHE
    if char in HYPHENS:
        return HYPHEN
    category = unicodedata.category(char)
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return IGNORED
    if category == "Lo" and unicodedata.name(char, "").startswith(_HAN_AND_HIRAGANA):
        return SINGLE
    if category[0] in "LNM":
        return {"L": LETTER, "N": NUMBER, "M": MARK}[category[0]]
    line_break = char in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    return GAP if category == "Sc" or char in BETWEEN or (char.isspace() and not line_break) else BREAK


def _set(*kinds):
    """A regular expression's character set for some classes."""
    inside = np.isin(classes(), kinds).astype(np.int8)
    edges = np.flatnonzero(np.diff(inside, prepend=0, append=0)).reshape(-1, 2)
    return "[" + "".join(f"\\U{low:08x}-\\U{high - 1:08x}" for low, high in edges) + "]"


_HERE = "[!#-;=?-~]*"
ADDRESS = (
    rf"(?:[Ww]{{3}}\.[A-Za-z0-9]{_HERE}|(?=[A-Za-z0-9])[A-Za-z0-9._%+-]{{1,64}}+"
    rf"(?:://{_HERE}|@[A-Za-z0-9][A-Za-z0-9.-]*|(?:(?<=\.[a-z]{{2}})|(?<=\.[a-z]{{3}})|(?<=\.[a-z]{{4}}))/{_HERE}))"
)


@lru_cache(maxsize=1)
def _patterns():
    """The expressions for words and addresses (these leave an empty group), for bare initials, and for a gap."""
    letter, number, word, extend = _set(LETTER), _set(NUMBER), _set(LETTER, NUMBER), _set(MARK, IGNORED)
    inner = _set(LETTER, NUMBER, MARK, IGNORED)
    plain = r"""[A-Za-z]++(?=[\s,;!?")]|\.\s)"""
    run = rf"{word}{inner}*+(?:(?<={number})[.,](?={number}){inner}*+)*+"
    initials = rf"{letter}{extend}*+(?:\.{letter}{extend}*+(?!{word}))++\.?+"
    part = rf"(?:{initials}|{run})"
    token = rf"{part}(?:{_set(APOSTROPHE, HYPHEN)}(?={word}){part})*+|{_set(SINGLE)}{extend}*+"
    bare = rf"(?:^|(?<=['-]))((?:{letter}{_set(MARK)}*\.)+{letter}{_set(MARK)}*)(?=['-]|$)"
    gap = rf"(\.?){_set(GAP, MARK, IGNORED, APOSTROPHE)}*"
    return re.compile(rf"{plain}|(?=[^\W_])(?:{ADDRESS}()|{token})"), re.compile(bare), re.compile(gap)


@lru_cache(maxsize=1)
def _dropped():
    return _FOLDS | dict.fromkeys(np.flatnonzero(classes() == IGNORED).tolist())


@lru_cache(maxsize=1 << 16)
def fold(word):
    """The term that a word, as it stands in a text, counts as.

    Apostrophes and hyphens become the ASCII ones, soft hyphens and zero-width characters go, accents are composed
    (NFC) and kept, *US* in capitals is *u.s.*, letters are lower case (``str.lower``; dotted İ gives i; ß stays),
    initials end in a full stop, and a closing 's goes unless the word before it is one of ``KEEP_S``.

    Parameters
    ----------
    word : str
        One word.

    Returns
    -------
    str

    Examples
    --------
    >>> [fold(word) for word in ("Mayor’s", "It’s", "U.S", "co‑op", "É")]
    ['mayor', "it's", 'u.s.', 'co-op', 'é']
    """
    if word == "US":
        return "u.s."
    if not word.isascii():
        word = unicodedata.normalize("NFC", word.translate(_dropped()))
    term = word.lower()
    if not term.isascii():
        term = unicodedata.normalize("NFC", term.replace("i\u0307", "i"))
    while term.endswith("'s") and term[:-2] not in KEEP_S:
        term = term[:-2]
    return _patterns()[1].sub(r"\1.", term) if "." in term else term


def words(text):
    """The words of a text, in order.

    Parameters
    ----------
    text : str

    Yields
    ------
    term : str
    start, end : int
        Characters of the word; a possessive 's is left out.
    follows : bool
        Whether it can stand in one n-gram with the word before it.
    """
    pattern, _, gap = _patterns()
    previous, reached = None, 0
    for found in pattern.finditer(text):
        if found.lastindex:
            previous = None
            continue
        word = found[0]
        start, end = found.span()
        follows = previous is not None and text[reached:start] == " "
        if previous is not None and not follows and (between := gap.fullmatch(text, reached, start)):
            follows = not between[1] or previous in TITLES
        if word in ("s", "S") and text[start - 1 : start] in _APOSTROPHE:
            previous, reached = previous if follows else None, end
            continue
        term = fold(word)
        yield term, start, end - 2 * _is_possessive(word, term), follows
        previous, reached = term, end


def spans(text):
    """Where the words of a text stand: the characters that ``words`` gives, sooner.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        First character and one past the last of every word; a possessive 's is left out.

    Examples
    --------
    >>> spans("The mayor’s bus")
    [(0, 3), (4, 9), (12, 15)]
    """
    places = []
    for found in _patterns()[0].finditer(text):
        start, end = found.span()
        if found.lastindex:
            continue
        if text[end - 1] in "sS":
            if end - start == 1 and text[start - 1 : start] in _APOSTROPHE:
                continue
            end -= 2 * (end - start > 2 and _is_possessive(found[0], fold(found[0])))
        places.append((start, end))
    return places


def _is_possessive(word, term):
    """Whether ``fold`` took a possessive 's off the word."""
    return word[-1] in "sS" and len(word) > 2 and word[-2] in APOSTROPHES and not term.endswith("'s")


def tokenize(text):
    """The words of a text as terms, with the characters they stand on.

    A word is a run of letters, marks and numbers (Unicode categories L, M and N), with these additions:

    * an apostrophe (' ’ ‘ ʼ ʻ ＇) or a hyphen (- ‐ ‑) between two of them joins: *don't*, *long-term*; dashes part;
    * a full stop or comma between two numbers joins: *1,000*, *3.5*;
    * single letters with full stops between them are one word, with the last stop: *U.S.*, *a.m.*, *U.S.-led*;
    * a possessive *'s* is not counted (*mayor's* is *mayor*, and so is *mayor 's*), but *it's, he's, she's,
      that's, what's, there's, here's,
      who's, where's, how's, when's, why's, let's* stay whole;
    * soft hyphens, zero-width and other invisible formatting characters inside a word are dropped;
    * every Han or Hiragana character is a word of its own; Katakana, Hangul, Thai and the like are taken in runs,
      so that of languages written without spaces only characters or whole phrases are counted;
    * web and e-mail addresses (*http://…*, *www.…*, *site.com/…*, *a@b.org*) are no words; of *@name* and *#tag*
      the word counts, without its sign;
    * *US* in capitals is *u.s.*, not the pronoun;
    * numbers are words: drop them afterwards where a comparison is better without dates and sums.

    What a word counts as is told in :func:`crossframe.tokens.rule.fold`. *US* counts as *us*, unlike *U.S.*.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (str, int, int)
        Term, first character, one past the last character (of the word without its possessive 's).

    Examples
    --------
    >>> tokenize("The mayor’s U.S.-made bus")
    [('the', 0, 3), ('mayor', 4, 9), ('u.s.-made', 12, 21), ('bus', 22, 25)]
    """
    return [word[:3] for word in words(text)]
