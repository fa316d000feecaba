"""How likely it is that two passages of one story state the same fact.

The likelihood is a logistic regression on what speaks for and against it: how near they are in meaning (cosine of a
sentence encoder), how many rare words and numbers they share, whether they state numbers, years or months of which
none is the same, whether only one denies something, and whether they stand in one article, which seldom says a
thing twice. How near each is to the sentences of its own article (*kin*) is taken off: there it is kinship of
topic, not sameness. Who is named as the speaker is taken off before; a full name, or a compound that stands all
over the story, is one word.

The weights were fitted, and then rounded, on eight stories of the demo corpus and on 238 pairs of passages from 25
events of BASIL (Fan et al. 2019), labelled by one reader; *clash* and *one_article* were set by hand. Read the
likelihood as a scale, not as a probability.

Measured where nothing was fitted, by one reader, at the threshold .45:

- 25 other events of BASIL, three outlets each: of 60 pairs of passages put into one point, 49 state one fact. At .5,
  before short sentences went on with their neighbours and countries had one name: 81 of 100; of 60 claims that an
  outlet alone carries a point 55 held against the other outlet's nearest passage; of 60 claims that the third outlet
  leaves out what two carry 47 did: 36 of 40 where that passage's likelihood was below .3, 11 of 20 where it was above.
- eight other stories of the demo corpus: of pairs put together 95% belong together, and 55% of those that do are found
  (55% at .4, 54% at .5 and 53% at .6: a plateau); of 28 points planted as left out 24 are shown so; of 194 that an
  outlet carries 22 are missed.
- articles of different stories, paired as if they told one (at .5): 2 of 4,335 passages are matched (17% where it is
  one story).

Tried and left, as they did not help on what the weights were fitted on: shares of common words (overlap, Jaccard,
cosine), the meaning without a story's common words, and likeness word by word (each word's best match in the other).
"""

import re
from collections import Counter
from functools import cache

import numpy as np

from crossframe.match.features import common_words
from crossframe.tokens import STOP_WORDS

__all__ = ["Passages"]

LONGEST = 6  # letters of a stem: production, producer and produce are one
CONTEXT = 0.3  # weight of the whole sentence beside the passage's own words
# Of a logistic regression; the module's docstring says on what.
WEIGHTS = {"never": -5.3, "meaning": 11.0, "kin": -6.0, "words": 2.7, "numbers": 1.3, "clash": -3.0, "denial": -0.8,
           "one_article": -3.0}
KIN = 0.5  # of a passage whose article has no other sentences to compare it with

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.,-](?=[^\W_]))*")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ENDING = re.compile(r"(?:ing|edly|ed|ies|es|s|ly)$")
_DENIAL = frozenset("no not never none neither nor nobody nothing without refused refuses denied denies".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_UNITS = {word: value for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())} | {"dozen": 12}
_TENS = {word: 10 * value for value, word in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LIGHT = STOP_WORDS | frozenset("said says say told one".split())


def read_words(text, compounds=frozenset()):
    """The content words of a passage, stemmed; its numbers, by kind; and whether it denies something.

    Parameters
    ----------
    text : str
    compounds : set of (str, str)
        Two words, lower case, that follow each other all over the story: a name in lower case, as in *tear gas*.

    Returns
    -------
    words : dict
        Stem -> weight: 1, or, for each of the n words of a name or compound, 1 / sqrt(n): it counts as one word.
        Numbers are ``#value``, written out or in digits.
    stated : dict
        "number", "year" and "month" -> set of what is stated.
    denies : bool
    """
    words, stated, denies = {}, {"number": set(), "year": set(), "month": set()}, False
    tokens = [found.group() for found in _WORD.finditer(text)]
    names = _names(text, compounds)
    place = 0
    while place < len(tokens):
        word = tokens[place].lower().replace("’", "'")
        value, weight = _value(word), names[place]
        place += 1
        if value is not None:
            while place < len(tokens) and tokens[place].lower() in _SCALES:
                value *= _SCALES[tokens[place].lower()]
                place += 1
            year = 1800 <= value < 2100 and len(word) == 4 and word.isdigit()
            stated["year" if year else "number"].add(f"#{value:g}")
            words[f"#{value:g}"] = 1.0
            continue
        denies |= word in _DENIAL or word.endswith("n't")
        if word in _MONTHS and (word not in ("may", "march") or tokens[place - 1][0].isupper()):
            stated["month"].add(word)
        for part in word.split("-") if word.replace("-", "").isalpha() else [word]:
            if part not in _LIGHT and len(part) > 2 - (word == part):
                words[_stem(part)] = max(words.get(_stem(part), 0), weight)
    return words, stated, denies


def _names(text, compounds):
    """Weight of each word: 1 / sqrt(n) in a run of n capitalised words or words of compounds, else 1."""
    weights, run, last = [], 0, None
    for found in _WORD.finditer(text):
        word = found.group()
        joined = last and not text[last.end() : found.start()].strip() and (
            word[0].isupper() and last.group()[0].isupper() or (last.group().lower(), word.lower()) in compounds)
        run = run + 1 if joined else 1
        weights.append(1.0)
        weights[len(weights) - run :] = [run ** -0.5] * run
        last = found
    return weights


def _compounds(texts, n_articles):
    """Pairs of words that more passages have than there are articles: no fact is told so often, but a name is."""
    counts = Counter()
    for text in texts:
        words = [found.group().lower() for found in _WORD.finditer(text)]
        counts.update({pair for pair in zip(words, words[1:]) if not _LIGHT & set(pair)})
    return {pair for pair, n in counts.items() if n > max(n_articles, 2)}


def _value(word):
    """A number's value; "one" counts as a word, not as a number."""
    if _DIGITS.fullmatch(word):
        return float(word.replace(",", ""))
    ten, _, unit = word.partition("-")
    if ten in _TENS and (not unit or unit in _UNITS):
        return float(_TENS[ten] + _UNITS.get(unit, 0))
    return float(_UNITS[word]) if word in _UNITS and word not in ("zero", "one") else None


def _stem(word):
    word = re.sub(r"'s?$", "", word)
    if (ending := _ENDING.search(word)) and ending.start() >= 4 - (ending.group() == "s"):
        word = word[: ending.start()]
    return (word.rstrip("e") if len(word) > 4 else word)[:LONGEST]


@cache
def _common():
    """Stem -> how common it is in news at large, 0 to 1: the share of articles that use it, on a log scale."""
    shares = {}
    for word, per_thousand in common_words().items():
        shares[_stem(word)] = max(shares.get(_stem(word), 0), per_thousand)
    return {stem: np.log(share / 10) / np.log(100) for stem, share in shares.items() if share > 10}


class Passages:
    """The passages of one story, ready to be compared block by block.

    Parameters
    ----------
    texts : list of str, length n
    meaning : ndarray, shape (n, 384)
        Rows of length 1.
    article, sentence : ndarray of int, shape (n,)
        Where they stand; the sentences of an article are numbered.
    n_articles : int
        Different articles of the story.
    """

    def __init__(self, texts, meaning, article, sentence, n_articles):
        compounds = _compounds(texts, n_articles)
        read = [read_words(text, compounds) for text in texts]
        self.meaning, self.article, self.kin = meaning, article, _kin(meaning, article, sentence)
        self.words, names = _matrix([words for words, _, _ in read])
        self.rare_words = self.words * _rarity(self.words, names, n_articles)
        self.stated = {kind: _matrix([each[kind] for _, each, _ in read])[0] for kind in ("number", "year", "month")}
        self.denies = np.array([denies for _, _, denies in read], bool)

    def __len__(self):
        return len(self.meaning)

    def alike(self, rows, columns):
        """How likely each pair states the same fact: 0 to 1, shape (n_rows, n_columns)."""
        shared = (self.rare_words[rows] @ self.words[columns].T).toarray()
        logit = WEIGHTS["meaning"] * (self.meaning[rows] @ self.meaning[columns].T)
        logit += WEIGHTS["words"] * np.log1p(shared)
        logit += WEIGHTS["kin"] * (self.kin[rows][:, None] + self.kin[columns]) / 2
        same, clash = np.zeros_like(shared), np.zeros_like(shared, dtype=bool)
        for kind, stated in self.stated.items():
            agree = (stated[rows] @ stated[columns].T).toarray()
            has = np.diff(stated.indptr) > 0
            same += agree * (kind != "month")
            clash |= has[rows][:, None] & has[columns] & (agree == 0)
        denial = self.denies[rows][:, None] != self.denies[columns]
        logit += WEIGHTS["one_article"] * (self.article[rows][:, None] == self.article[columns])
        logit += WEIGHTS["numbers"] * same.clip(max=2) + WEIGHTS["clash"] * clash + WEIGHTS["denial"] * denial
        return 1 / (1 + np.exp(-(logit + WEIGHTS["never"])))


def _kin(meaning, article, sentence):
    """How near each passage is to the two nearest of its own article, its own and the next sentences left out."""
    kin = np.full(len(meaning), KIN)
    for each in np.unique(article):
        own = np.flatnonzero(article == each)
        near = meaning[own] @ meaning[own].T
        near[np.abs(sentence[own][:, None] - sentence[own]) <= 1] = np.nan
        two = -np.sort(-near, axis=1)[:, :2]  # NaN is sorted last
        known = ~np.isnan(two[:, 0])
        kin[own[known]] = np.nanmean(two[known], axis=1)
    return kin


def _matrix(sets):
    from scipy.sparse import csr_array

    names = {}
    indices = [names.setdefault(word, len(names)) for each in sets for word in sorted(each)]
    weights = [each[word] if isinstance(each, dict) else 1.0 for each in sets for word in sorted(each)]
    starts = np.cumsum([0, *map(len, sets)])
    matrix = csr_array((weights, indices, starts), shape=(len(sets), max(len(names), 1)))
    return matrix, list(names)


def _rarity(words, names, n_articles):
    """Weight of each word, 0 to 1: 1 where an article uses it in one passage at most, and news at large seldom."""
    n = max(words.shape[0], 1)
    used = np.bincount(words.indices, minlength=words.shape[1]).clip(1)
    per_article = max(n / max(n_articles, 1), 2)
    within = (np.log(n / used) / np.log(per_article)).clip(0, 1)
    common = _common()
    at_large = np.array([common.get(name, 0.0) for name in names] or [0.0])
    return within * (1 - at_large)
