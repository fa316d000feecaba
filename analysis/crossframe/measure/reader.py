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

COMPILE_FROM = 500_000  # characters, all calls together, that repay loading the compiled scan
DASHES = [chr(point) for point, char in STRAIGHT.items() if char == " "]
MEMO = 500_000  # tokens kept with their codes


class Reading(NamedTuple):
    """The words of some texts in a row: three gaps before each and after the last, so that neighbours always exist."""

    code: np.ndarray  # int32, the word's code in the Vocabulary
    shout: np.ndarray  # bool, the word has letters and all are capitals
    text: np.ndarray  # int32, the text it is in
    n_words: np.ndarray  # by text
    exclaims: np.ndarray  # by text, exclamation marks
    questions: np.ndarray  # by text, question marks

    def word_in_text(self, places):
        """Which word of its text stands at each place, from 0."""
        first = np.cumsum(self.n_words + N_GAPS) - self.n_words
        return places - first[self.text[places]]


class Reader:
    """Reads texts for one lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    straight : bool
        Read curly quotes as straight ones, and dashes and ellipses as spaces.
    """

    def __init__(self, lexicon, *, straight):
        self.lexicon, self.straight, self._n_read = lexicon, straight, 0
        self.vocabulary = Vocabulary(lexicon)
        self._codes = _Codes(self.vocabulary, straight=straight, keep_short=lexicon.rules == "vader")

    def read(self, texts):
        """The words of a list of texts, as a Reading (which the next call may overwrite)."""
        if not is_loaded():
            self._n_read += sum(map(len, texts))
        many = texts and (is_loaded() or self._n_read >= COMPILE_FROM)
        reading = self._scan(texts) if many and not self.lexicon.wildcards else self._split(texts)
        self.vocabulary.merge_phrases(reading.code)
        return reading

    def spans(self, text):
        """Where the words of one text stand in it, in the order in which :meth:`read` has them.

        Returns
        -------
        int array, shape (n_words, 2)
            First character and one past the last, without punctuation around; words of an emoji stand where it does.
        """
        parts = list(self._parts(text)) if self._has_emoji(text) else None
        plain = "".join(parts) if parts else text.translate(STRAIGHT) if self.straight else text
        spans = []
        for token in re.finditer(r"\S+", plain):
            bare = token.group().strip(string.punctuation)
            first = token.start() + token.group().find(bare)
            spans.append((first, (first + len(bare) if bare else token.end()) - 1))
        spans = np.array(spans, dtype=np.int64).reshape(-1, 2)
        origin = np.repeat(np.arange(len(parts)), [*map(len, parts)]) if parts else np.arange(len(text))
        return origin[spans] + [0, 1]

    def _has_emoji(self, text):
        return not text.isascii() and not self.lexicon.emoji.keys().isdisjoint(text)

    def _plain(self, text):
        if self.straight and not text.isascii():
            for dash in DASHES:
                text = text.replace(dash, " ")
        return "".join(self._parts(text)) if self._has_emoji(text) else text

    def _parts(self, text):
        """What is read for each character: emoji are spelled out as vaderSentiment does."""
        emoji, before = self.lexicon.emoji, " "
        for sign in text:
            if sign in emoji:
                yield emoji[sign] if before == " " else " " + emoji[sign]
            else:
                yield STRAIGHT.get(ord(sign), sign) if self.straight else sign
            before = sign

    def _split(self, texts):
        texts = [self._plain(text) for text in texts]
        words = [[self._codes[token] for token in text.split()] for text in texts]
        both = np.fromiter(chain(*(chain([0] * N_GAPS, each) for each in words), [0] * N_GAPS), dtype=np.int64)
        n_words = np.array([len(each) for each in words], dtype=np.int64)
        text = np.repeat(np.arange(len(texts)), n_words + N_GAPS)
        marks = (np.array([text.count(mark) for text in texts], dtype=np.int64) for mark in "!?")
        return Reading(both >> 1, (both & 1).astype(bool), np.append(text, [0] * N_GAPS), n_words, *marks)

    def _scan(self, texts):
        import pyarrow

        try:
            array = pyarrow.array(texts, type=pyarrow.large_string())
        except UnicodeEncodeError:  # half a surrogate pair, which has no place in UTF-8
            return self._split(texts)
        _, offsets, data = (np.frombuffer(buffer or b"", dtype=dtype)
                            for buffer, dtype in zip(array.buffers(), (np.uint8, np.int64, np.uint8), strict=True))
        offsets = offsets[array.offset:array.offset + len(texts) + 1]
        *reading, left = self._table.scan(data, offsets, keep_short=self._codes.keep_short)
        return self._filled(Reading(*reading), left) if left else Reading(*reading)

    def _filled(self, reading, left):
        """The words put in that the scan left; spelled-out emoji make several of one."""
        places = np.array([place for place, _ in left])
        tokens = [token.decode() for _, token in left]
        spelled = ["".join(self._parts(token)) for token in tokens]
        both = [[self._codes[word] for word in text.split()] for text in spelled]
        first = np.array([each[0] for each in both])
        reading.code[places], reading.shout[places] = first >> 1, first & 1
        if spelled == tokens:
            return reading
        text, more = reading.text[places], np.array([len(each) - 1 for each in both])
        np.add.at(reading.n_words, text, more)
        marks = [new.count("!") - old.count("!") for new, old in zip(spelled, tokens, strict=True)]
        np.add.at(reading.exclaims, text, marks)
        after, rest = np.repeat(places + 1, more), np.array(list(chain(*(each[1:] for each in both))), dtype=np.int64)
        return reading._replace(
            code=np.insert(reading.code, after, rest >> 1), shout=np.insert(reading.shout, after, rest & 1),
            text=np.insert(reading.text, after, np.repeat(text, more)))

    @cached_property
    def _table(self):
        return Table(self.vocabulary.code, straight=self.straight, odd=self.lexicon.emoji)


class _Codes(dict):
    """A token as it stands between spaces -> twice its code, plus one where it is all capitals."""

    def __init__(self, vocabulary, *, straight, keep_short):
        self.vocabulary, self.straight, self.keep_short = vocabulary, straight, keep_short

    def __missing__(self, token):
        if len(self) >= MEMO:
            self.clear()
        item = token.translate(STRAIGHT) if self.straight else token
        code = self.vocabulary.find(word_form(item, keep_short=self.keep_short))
        self[token] = both = 2 * code + item.isupper()
        return both
