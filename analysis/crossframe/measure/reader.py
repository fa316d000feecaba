"""Texts -> the code of every word: in plain Python for a few texts, compiled for many; both read alike."""

import re
import string
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from crossframe.lexicons.lexicon import STRAIGHT, word_form
from crossframe.measure.scan import N_GAPS, Table, is_loaded
from crossframe.measure.vocabulary import Vocabulary

COMPILE_FROM = 1_000_000  # characters that repay loading the compiled scan
DASHES = "\u2013\u2014\u2026"


class Reading(NamedTuple):
    """The words of some texts in a row: three gaps before each text and after the last, so that neighbours need no bounds."""

    code: np.ndarray  # int32, the word's code in the Vocabulary
    shout: np.ndarray  # bool, the word has letters and all are capitals
    n_words: np.ndarray  # by text
    exclaims: np.ndarray  # by text, exclamation marks
    questions: np.ndarray  # by text, question marks

    def text_of(self, places):
        """The text in which each place (an int array) lies."""
        return np.searchsorted(np.cumsum(self.n_words + N_GAPS), places, side="right")


class Reader:
    """Reads texts for one lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    straight : bool
        Read curly quotes as straight ones, and dashes and ellipses as spaces.
    """

    def __init__(self, lexicon, *, straight):
        self.lexicon, self.straight = lexicon, straight
        self.vocabulary = Vocabulary(lexicon)
        self._codes = _Codes(self.vocabulary, straight=straight, keep_short=lexicon.rules == "vader")
        self._emoji_points = np.array([ord(sign) for sign in lexicon.emoji])

    def read(self, texts):
        """The words of a list of texts, as a Reading."""
        many = is_loaded() or sum(map(len, texts)) >= COMPILE_FROM
        reading = self._scan(texts) if many and not self.lexicon.wildcards else self._split(texts)
        self.vocabulary.merge_phrases(reading.code)
        return reading

    def spans(self, text):
        """Where the words of one text stand in it, in the order in which :meth:`read` has them.

        Returns
        -------
        int array, shape (n_words, 2)
            First character and one past the last, without the punctuation around; words of an emoji all stand where it stands.
        """
        parts = list(self._parts(text))
        origin = np.repeat(np.arange(len(parts) + 1), [*map(len, parts), 1])
        spans = []
        for token in re.finditer(r"\S+", "".join(parts)):
            bare = token.group().strip(string.punctuation)
            first = token.start() + token.group().find(bare)
            last = first + len(bare) if bare else token.end()
            spans.append((origin[first], origin[last - 1] + 1))
        return np.array(spans, dtype=np.int64).reshape(-1, 2)

    def _plain(self, text):
        if text.isascii():
            return text
        if self.straight:
            for dash in DASHES:
                text = text.replace(dash, " ")
        return text if self.lexicon.emoji.keys().isdisjoint(text) else "".join(self._parts(text))

    def _parts(self, text):
        """What is read for each character: emoji are spelled out as vaderSentiment does."""
        emoji, before = self.lexicon.emoji, " "
        for sign in text:
            if sign in emoji:
                yield emoji[sign] if before == " " else " " + emoji[sign]
            else:
                yield " " if self.straight and sign in DASHES else sign
            before = sign

    def _split(self, texts):
        texts = [self._plain(text) for text in texts]
        words = [[self._codes[token] for token in text.split()] for text in texts]
        gaps = [0] * N_GAPS
        both = np.fromiter(chain(*(chain(gaps, each) for each in words), gaps), dtype=np.int64)
        n_words = np.array([len(each) for each in words], dtype=np.int64)
        marks = (np.array([text.count(mark) for text in texts], dtype=np.int64) for mark in "!?")
        return Reading((both >> 1).astype(np.int32), (both & 1).astype(bool), n_words, *marks)

    def _scan(self, texts):
        data, ends = _joined(texts)
        if len(ends) != len(texts):  # a text holds a zero character, by which the scan would part texts
            return self._split(texts)
        if with_emoji := self._with_emoji(data, ends):
            texts = list(texts)
            for place in with_emoji:
                texts[place] = self._plain(texts[place])
            data, ends = _joined(texts)
        code, shout, odd, counts = self._table.scan(data, ends, keep_short=self._codes.keep_short)
        if len(odd):
            both = np.array([self._codes[data[start:end].tobytes().decode("utf-8", "surrogatepass")] for _, start, end in odd])
            code[odd[:, 0]], shout[odd[:, 0]] = both >> 1, both & 1
        return Reading(code, shout, *counts)

    def _with_emoji(self, data, ends):
        """Which texts hold emoji that are spelled out."""
        if not self.lexicon.emoji:
            return []
        lead = np.flatnonzero(data >= 0xC2)
        held = np.isin(_code_points(data, lead), self._emoji_points)
        return np.unique(np.searchsorted(ends, lead[held])).tolist()

    @cached_property
    def _table(self):
        return Table(self.vocabulary.code, STRAIGHT if self.straight else {})


class _Codes(dict):
    """A token as it stands between spaces -> twice its code, plus one where it is all capitals."""

    def __init__(self, vocabulary, *, straight, keep_short):
        self.vocabulary, self.straight, self.keep_short = vocabulary, straight, keep_short

    def __missing__(self, token):
        item = token.translate(STRAIGHT) if self.straight else token
        code = self.vocabulary.find(word_form(item, keep_short=self.keep_short))
        self[token] = both = 2 * code + item.isupper()
        return both


def _joined(texts):
    """Texts in UTF-8 with a zero byte after each, as an array, and where the zero bytes are."""
    data = np.frombuffer("\0".join([*texts, ""]).encode("utf-8", "surrogatepass"), dtype=np.uint8)
    return data, np.flatnonzero(data == 0)


def _code_points(data, lead):
    """The code points whose UTF-8 begins at `lead` (places of bytes from 0xC2 on)."""
    data = np.concatenate([data, np.zeros(3, dtype=np.uint8)])
    first, second, third, fourth = (data[lead + step].astype(np.int64) & mask for step, mask in enumerate((0xFF, 63, 63, 63)))
    three = (first & 15) << 12 | second << 6 | third
    return np.where(first < 0xE0, (first & 31) << 6 | second,
                    np.where(first < 0xF0, three, (first & 7) << 18 | second << 12 | third << 6 | fourth))
