"""What every word means to a lexicon and to its rules, as numbers by code."""

import threading
from functools import cached_property
from typing import NamedTuple

import numpy as np

GAP, UNKNOWN, UNKNOWN_NOT = 0, 1, 2  # codes: between two texts, a word without meaning here, such a word with n't
WORDS_OF_RULES = "no or nor never so this without doubt least at very but kind of".split()


class Arrays(NamedTuple):
    """What the words mean, by code."""

    score: np.ndarray  # as a term; NaN: none
    booster: np.ndarray  # strength; 0: none
    negator: np.ndarray
    known: np.ndarray  # is a term
    scored: np.ndarray  # is a term and no booster
    acts: np.ndarray  # does something to the words after it
    anchor: np.ndarray  # the longest word of one of the vocabulary's `phrases`
    size: np.ndarray  # words of the phrase, or 1


class Vocabulary:
    """Codes of the words that mean something to a lexicon; under wildcards it grows as words are met.

    Parameters
    ----------
    lexicon : Lexicon

    Attributes
    ----------
    code : dict of str to int
    """

    def __init__(self, lexicon):
        self.lexicon, self.code, self._arrays, self._lock = lexicon, {}, None, threading.RLock()
        self._score, self._booster, self._size = [np.nan] * 3, [0.0] * 3, [1] * 3
        self._negator = [False, False, bool(lexicon.negators)]
        self._edges, self._ends = {}, {}  # the tree of phrases: (node, code) -> nodes; last node -> the phrase's code
        self._steps = {}  # word or wildcard -> [(node before it, node after it)]
        phrases = [term for term in lexicon.scores if " " in term]
        last_nodes = self._grow_tree(phrases)
        parts = " ".join([*WORDS_OF_RULES, *lexicon.special, *lexicon.boosters, *phrases]).split()
        words = dict.fromkeys([*parts, *lexicon.boosters, *lexicon.negators, *lexicon.scores])
        self._wildcards = {word for word in words if lexicon.wildcards and word.endswith("*") and " " not in word}
        self._lengths = sorted({len(word) - 1 for word in self._wildcards})
        for word in words:
            if " " not in word and word not in self._wildcards:
                self._add(word)
        for phrase, node in zip(phrases, last_nodes, strict=True):
            self._ends[node] = self._new(lexicon.scores[phrase], size=phrase.count(" ") + 1)

    def find(self, word):
        """The code of a word, spelled as :func:`crossframe.lexicons.lexicon.word_form` spells it."""
        if word not in self.code and any(word[:length] + "*" in self._wildcards for length in self._lengths):
            with self._lock:
                return self.code[word] if word in self.code else self._add(word)
        return self.code.get(word, UNKNOWN_NOT if "n't" in word else UNKNOWN)

    @property
    def arrays(self):
        """What each code means; kept until the vocabulary grows."""
        with self._lock:
            if self._arrays is None or len(self._arrays.score) < len(self._score):
                self._arrays = self._as_arrays()
            return self._arrays

    @cached_property
    def special(self):
        """Phrases with a score of their own: the codes of their words -> the score."""
        return self._by_codes(self.lexicon.special)

    @cached_property
    def boosting(self):
        """Boosters of several words: the codes of their words -> the strength."""
        return self._by_codes(self.lexicon.boosters)

    @cached_property
    def phrases(self):
        """Both: the codes of their words, and which of these is the longest word."""
        letters = {code: len(word) for word, code in self.code.items()}
        return [(codes, codes.index(max(codes, key=letters.__getitem__))) for codes in (*self.special, *self.boosting)]

    def merge_phrases(self, code):
        """Write each phrase's code over its first word and UNKNOWN over the rest, in place; the longest phrase wins."""
        if not self._ends:
            return
        with self._lock:
            opens = np.zeros(len(self._score), dtype=bool)
            opens[[each for node, each in self._edges if node == 0]] = True
        done = 0
        for first in np.flatnonzero(opens[code]).tolist():
            if first >= done and (found := self._longest(code, first)):
                done, code[first] = found
                code[first + 1:done] = UNKNOWN

    def _as_arrays(self):
        score, booster, negator = np.array(self._score), np.array(self._booster), np.array(self._negator)
        known, anchor, acts = ~np.isnan(score), np.zeros(len(score), dtype=bool), (booster != 0) | negator
        anchor[[words[longest] for words, longest in self.phrases]] = True
        acts[[self.code[word] for word in ("no", "so", "this", "least")]] = True
        return Arrays(score, booster, negator, known, known & (booster == 0), acts, anchor, np.array(self._size))

    def _by_codes(self, phrases):
        several = {phrase: value for phrase, value in phrases.items() if " " in phrase}
        return {tuple(self.code[word] for word in phrase.split()): value for phrase, value in several.items()}

    def _longest(self, code, first):
        """(one past the last word, code) of the longest phrase that begins at `first`, or None."""
        nodes, at, found = [0], first, None
        while nodes := [after for node in nodes for after in self._edges.get((node, int(code[at])), ())]:
            at += 1
            found = next(((at, self._ends[node]) for node in nodes if node in self._ends), found)
        return found

    def _grow_tree(self, phrases):
        """The last node of each phrase."""
        nodes = {(): 0}
        for phrase in phrases:
            words = tuple(phrase.split())
            for size in range(len(words)):
                if words[:size + 1] not in nodes:
                    nodes[words[:size + 1]] = len(nodes)
                    self._steps.setdefault(words[size], []).append((nodes[words[:size]], nodes[words[:size + 1]]))
        return [nodes[tuple(phrase.split())] for phrase in phrases]

    def _add(self, word):
        """A new word: its score is its own, else that of the longest wildcard; it steps wherever either does."""
        stems = [word[:length] + "*" for length in self._lengths if length <= len(word)]
        matching = [*(stem for stem in stems if stem in self._wildcards), word]
        scores = [self.lexicon.scores[each] for each in matching if each in self.lexicon.scores]
        code = self.code[word] = self._new(scores[-1] if scores else np.nan)
        self._booster[code] = self.lexicon.boosters.get(word, 0.0)
        self._negator[code] = word in self.lexicon.negators or bool(self.lexicon.negators) and "n't" in word
        for each in matching:
            for before, after in self._steps.get(each, ()):
                self._edges.setdefault((before, code), []).append(after)
        return code

    def _new(self, score, size=1):
        self._score.append(score)
        self._booster.append(0.0)
        self._negator.append(False)
        self._size.append(size)
        return len(self._score) - 1
