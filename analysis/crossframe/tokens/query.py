"""Where a term is used: found fast, by a loose expression first and by the word rule in what that leaves."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from crossframe.errors import DataError
from crossframe.tokens.rule import APOSTROPHES, HYPHENS, IGNORED, classes, tokenize, words

BATCH = 1000  # articles cut into paragraphs at a time


@dataclass(frozen=True)
class Slot:
    """One word of a term that is looked for; an open end takes any letters."""

    core: str
    open_start: bool = False
    open_end: bool = False

    def takes(self, word):
        """Whether a word, folded, fits."""
        if self.open_start:
            return self.core in word if self.open_end else word.endswith(self.core)
        return word.startswith(self.core) if self.open_end else word == self.core


def parse_term(term):
    """What a term asks for.

    Parameters
    ----------
    term : str
        Words, read by the rule of ``tokenize``; a * at the start or end of a word stands for any letters, a * alone for
        any word.

    Returns
    -------
    list of Slot

    Raises
    ------
    DataError
        There is no word in it, or a * stands within a word.

    Examples
    --------
    >>> parse_term("Mayor’s tax*")
    [Slot(core='mayor', open_start=False, open_end=False), Slot(core='tax', open_start=False, open_end=True)]
    """
    if not isinstance(term, str):
        raise DataError(f"term must be a string such as 'tax cut' or 'immigra*', got {term!r}.")
    slots = []
    for piece in term.split():
        core = piece.strip("*")
        found = [word for word, _, _ in tokenize(core)]
        if "*" in core or (core != piece and len(found) != bool(core)):
            raise DataError(f"{piece!r} in term {term!r}: a * may stand only at either end of one word, or alone.")
        if core == piece:
            slots += [Slot(word) for word in found]
        else:
            slots.append(Slot("".join(found), piece.startswith("*"), piece.endswith("*")))
    if not any(slot.core for slot in slots):
        raise DataError(f"term {term!r} holds no word to look for.")
    return slots


@lru_cache(maxsize=1)
def _written():
    """Letter -> other characters that, folded, begin with it: the Kelvin sign for k, ideographs of other standards."""
    written = {}
    for codes in (range(0x80, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x1F000), range(0x2F800, 0x2FA20)):
        for char in map(chr, codes):
            for folded in {unicodedata.normalize("NFC", char)[0], char.lower()[0]} - {char}:
                written.setdefault(folded, []).append(char)
    return written


@lru_cache(maxsize=1)
def _ignored():
    codes = np.flatnonzero(classes() == IGNORED)
    runs = np.split(codes, np.flatnonzero(np.diff(codes) > 1) + 1)
    return "[" + "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs) + "]*"


def _expression(slot):
    """A regular expression that finds every way in which a word may be written, and more."""
    letters = [_letter(char, slot.core[k + 1 : k + 2]) for k, char in enumerate(slot.core)]
    edge = [char.isascii() and char.isalnum() for char in (slot.core[0], slot.core[-1])]
    if edge[0] and not slot.open_start:
        others = "".join(f"|{char}" for char in _written().get(slot.core[0], []))  # may follow upon an address
        letters[0] = f"(?:(?:^|[^a-z0-9]){letters[0]}{others})"
    after = "(?:$|[^a-z0-9])" if edge[1] and not slot.open_end else ""
    capitals = "|(?-i:US)" if slot.takes("u.s.") else ""  # which counts as u.s.
    return "(?is)" + _ignored().join(letters) + after + capitals


def _letter(char, after):
    if char in "'-":
        return f"[{APOSTROPHES}]" if char == "'" else rf"[\{HYPHENS}]"
    if char == ".":
        return r"\." if after and after not in "'-" else r"\.?"  # the last stop of initials may be missing
    if unicodedata.normalize("NFD", char) != char or unicodedata.category(char)[0] == "M":
        return ".{0,4}"  # accents, in whatever order they come
    return f"[{char}{''.join(_written().get(char, []))}]" + ("\u0307?" if char == "i" else "")


def candidates(texts, slots):
    """Which texts may use a term: all that do, and some more.

    Parameters
    ----------
    texts : Arrow large_string array, length n_texts
    slots : list of Slot

    Returns
    -------
    ndarray of int64
        Numbers of texts, in order.
    """
    rows = np.arange(len(texts))
    for expression in _expressions(slots):
        rows = rows[_matches(texts if len(rows) == len(texts) else texts.take(rows), expression)]
    return rows


def _expressions(slots):
    """The longest word first: it leaves least to search."""
    return [_expression(slot) for slot in sorted(slots, key=lambda slot: -len(slot.core)) if slot.core]


def _matches(texts, expression):
    import pyarrow.compute as pc

    return pc.match_substring_regex(texts, expression).to_numpy(zero_copy_only=False)


def find_uses(texts, rows, slots):
    """Every use of a term, with the paragraph it stands in.

    Parameters
    ----------
    texts : Arrow large_string array
    rows : ndarray of int
        The texts to search.
    slots : list of Slot

    Yields
    ------
    row : int
    offset : int
        Characters of the text before the paragraph (its parts between blank lines).
    paragraph : str
    uses : list of (int, int)
        First character and one past the last of every use, counted in the paragraph.
    """
    for begin in range(0, len(rows), BATCH):
        for row, offset, paragraph in _paragraphs(texts, rows[begin : begin + BATCH], slots):
            if uses := _uses(paragraph, slots):
                yield row, offset, paragraph, uses


def _paragraphs(texts, rows, slots):
    """(row, offset, paragraph) of the paragraphs that may use a term: no word, n-gram or sentence goes beyond one."""
    import pyarrow.compute as pc

    parts = pc.split_pattern(texts.take(rows), "\n\n")
    flat, parent = parts.flatten(), pc.list_parent_indices(parts).to_numpy()
    ends = np.cumsum(pc.utf8_length(flat).to_numpy() + 2)
    first = np.searchsorted(parent, np.arange(len(rows)))
    offsets = np.append(0, ends)[np.arange(len(flat))] - np.append(0, ends)[first[parent]]
    keep = np.logical_and.reduce([_matches(flat, expression) for expression in _expressions(slots)])
    return zip(rows[parent[keep]].tolist(), offsets[keep].tolist(), flat.filter(keep).to_pylist(), strict=True)


def _uses(paragraph, slots):
    found, uses = list(words(paragraph)), []
    for last in (k for k, word in enumerate(found) if slots[-1].takes(word[0])):
        phrase = found[max(0, last - len(slots) + 1) : last + 1]
        fits = len(phrase) == len(slots) and all(slot.takes(word[0]) for slot, word in zip(slots, phrase, strict=True))
        if fits and all(follows for _, _, _, follows in phrase[1:]):
            uses.append((phrase[0][1], phrase[-1][2]))
    return uses
