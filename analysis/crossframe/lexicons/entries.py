"""Where the entries of a dictionary stand in texts: one look-up a word, whatever the number of entries.

Entries become numbers of the corpus's own words, wildcards once for all texts; a single word is then found by its
number alone, a phrase by the rarest of its words, whose neighbours are looked at. What remains in sequence is who takes
a word that several entries ask for (``settle``).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from crossframe.lexicons.dictionary import WINDOW
from crossframe.lexicons.settling import TAKEN, settle

__all__ = ["Matches", "find_entries"]

LAST = "\U0010ffff"
SAMPLED = 16  # one word in so many tells which word of a phrase is the rarest: where to look first, no more


@dataclass(frozen=True)
class Matches:
    """The matches that count, in the order of the texts, and what was found beside.

    Parameters
    ----------
    start, size : int64 arrays, shape (n_matches,)
        First word, counted over all texts, and how many words.
    entry, category : int64 arrays, shape (n_matches,)
        Row of ``Dictionary.table``; number in `categories`.
    negated : bool array, shape (n_matches,)
    categories : list of str
        Those of the dictionary; where negated matches are split, the categories ``neg_...`` after them.
    uses : int64 array, shape (n_entries,)
        How often each entry stands in the texts, counted there or not.
    n_covered : int
        Words of the texts that any entry matches.
    """

    start: np.ndarray
    size: np.ndarray
    entry: np.ndarray
    category: np.ndarray
    negated: np.ndarray
    categories: list
    uses: np.ndarray
    n_covered: int


def find_entries(stream, dictionary):
    """Match the entries of a dictionary.

    Parameters
    ----------
    stream : Stream
        The texts, as ``crossframe.tokens.word_stream`` gives them.
    dictionary : Dictionary
        It says how its matches are counted.

    Returns
    -------
    Matches

    Examples
    --------
    >>> from crossframe.lexicons import load_dictionary
    >>> from crossframe.tokens import word_stream
    >>> stream = word_stream(["A tax cut, not a good tax."])
    >>> matches = find_entries(stream, load_dictionary({"money": ["tax*", "tax cut"], "praise": ["good"]}))
    >>> list(zip(matches.start.tolist(), matches.size.tolist(), matches.entry.tolist(), matches.negated.tolist()))
    [(1, 2, 1, False), (5, 1, 2, True), (6, 1, 0, True)]
    """
    vocabulary, names = Vocabulary(stream), list(dictionary.categories)
    owner = np.repeat(np.arange(len(names)), [len(entries) for entries in dictionary.categories.values()])
    slots = [[vocabulary.matching(piece) for piece in entry.split(" ")]
             for entries in dictionary.categories.values() for entry in entries]
    sizes = np.array([len(each) for each in slots], np.int64)
    start, entry = _all_matches(stream, vocabulary, slots, sizes)
    uses = np.bincount(entry, minlength=len(slots))
    n_covered = _n_covered(start, sizes[entry], len(stream.codes))
    start, entry = _in_order(start, entry, sizes)
    negated = _after_negator(stream, vocabulary, dictionary.negators, start)
    category, negated, kept, names = _settled(dictionary, names, start, sizes[entry], owner[entry], negated)
    return Matches(start[kept], sizes[entry[kept]], entry[kept], category[kept], negated[kept], names, uses, n_covered)


class Vocabulary:
    """The distinct words of texts, to be asked for those that fit a word of an entry."""

    def __init__(self, stream):
        self.n = len(stream.terms)
        self.uses = np.bincount(stream.codes[::SAMPLED], minlength=self.n)
        self._order = _sorted(stream.terms)
        self._terms = stream.terms[self._order].tolist()
        self._known, self._backwards = {}, None

    def matching(self, piece):
        """Numbers of the words that fit, in order; `piece` may hold wildcards."""
        if piece not in self._known:
            self._known[piece] = np.sort(self._find(piece))
        return self._known[piece]

    def _find(self, piece):
        parts = re.split(r"[*?]", piece)
        head, tail = parts[0], parts[-1]
        if head == piece:
            place = bisect_left(self._terms, piece)
            return self._order[place : place + (self._terms[place : place + 1] == [piece])]
        if not head and len(tail) < len(piece):
            return self._by_ending(piece, tail)
        low, high = bisect_left(self._terms, head), bisect_left(self._terms, head + LAST)
        if piece == head + "*":
            return self._order[low:high]
        return self._order[low:high][_fits(self._terms[low:high], piece)]

    def _by_ending(self, piece, tail):
        """As ``_find``, for a piece that begins with a wildcard."""
        if self._backwards is None:
            reversed_terms = np.array([term[::-1] for term in self._terms], object)
            order = _sorted(reversed_terms)
            self._backwards = self._order[order], np.array(self._terms, object)[order], reversed_terms[order].tolist()
        numbers, terms, backwards = self._backwards
        low, high = bisect_left(backwards, tail[::-1]), bisect_left(backwards, tail[::-1] + LAST)
        return numbers[low:high][_fits(terms[low:high], piece)]


def _sorted(terms):
    """The order of terms by their code points."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.array_sort_indices(pa.array(terms, pa.large_string())).to_numpy().astype(np.int64)


def _fits(terms, piece):
    """Which of the terms fit a piece with wildcards."""
    fits = re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in piece), re.DOTALL).fullmatch
    return np.fromiter((fits(term) is not None for term in terms), bool, len(terms))


def _all_matches(stream, vocabulary, slots, sizes):
    """Every place at which an entry stands: first word and entry. A phrase is looked for by its rarest word."""
    anchor = np.array([_rarest(each, vocabulary.uses) if len(each) > 1 else 0 for each in slots])
    place, entry = _at(stream.codes, vocabulary.n, [each[at] for each, at in zip(slots, anchor.tolist())])
    single = sizes[entry] == 1
    phrase = entry[~single]
    start, phrase = _phrases(stream, vocabulary.n, slots, sizes, place[~single] - anchor[phrase], phrase)
    return np.append(place[single], start), np.append(entry[single], phrase)


def _rarest(slots, uses):
    """Which word of a phrase has fewest uses."""
    return min(range(len(slots)), key=lambda at: uses[slots[at]].sum())


def _at(codes, n_terms, wanted):
    """(place, which) of all words that are among the wanted ones, a list of arrays of numbers of words."""
    which = np.repeat(np.arange(len(wanted)), [len(each) for each in wanted])
    numbers = np.concatenate(wanted)
    order = np.argsort(numbers, kind="stable")
    numbers, which = numbers[order], which[order]
    n_wanted = np.bincount(numbers, minlength=n_terms)
    first = np.cumsum(n_wanted) - n_wanted
    places = np.flatnonzero((n_wanted > 0)[codes])
    found = codes[places]
    first, left = first[found], n_wanted[found]
    at, whose = [], []
    while len(places):
        at.append(places)
        whose.append(which[first])
        more = left > 1
        places, first, left = places[more], first[more] + 1, left[more] - 1
    return np.concatenate([*at, places]), np.concatenate([*whose, first])


def _phrases(stream, n_terms, slots, sizes, start, entry):
    """Of the places at which phrases may stand, first word and entry, those where all their words do."""
    inside = (start >= 0) & (start + sizes[entry] <= len(stream.codes))
    start, entry = start[inside], entry[inside]
    pieces = {}  # the words of phrases, each different one with its number
    numbered = [[pieces.setdefault(numbers.tobytes(), len(pieces)) for numbers in each] if len(each) > 1 else []
                for each in slots]
    fitting = [np.frombuffer(numbers, np.int64) for numbers in pieces]
    pairs = np.sort(np.concatenate([np.empty(0, np.int64), *(each + at * n_terms for at, each in enumerate(fitting))]))
    in_any = np.zeros(n_terms, bool)
    in_any[pairs % n_terms] = True
    for at in range(max(map(len, numbered), default=0)):
        here = stream.codes[np.minimum(start + at, len(stream.codes) - 1)]
        fits = in_any[here]
        if at:
            fits &= stream.follows[np.minimum(start + at, len(stream.codes) - 1)]
        fits |= sizes[entry] <= at
        start, entry, here = start[fits], entry[fits], here[fits]
        piece = np.array([each[at] if at < len(each) else -1 for each in numbered])[entry]
        fits = (piece < 0) | _is_in(piece * n_terms + here, pairs)
        start, entry = start[fits], entry[fits]
    return start, entry


def _is_in(values, ordered):
    return ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values


def _n_covered(start, size, n_words):
    """How many words lie in a match."""
    covered = np.zeros(n_words, bool)
    covered[start] = True
    longer = size > 1
    for at in range(1, int(size.max(initial=1))):
        longer &= size > at
        covered[start[longer] + at] = True
    return int(covered.sum())


def _in_order(start, entry, sizes):
    """Matches by their first word, those of more words first, then as the dictionary lists them."""
    rank = np.empty(len(sizes), np.int64)
    by_rank = np.lexsort([np.arange(len(sizes)), -sizes])
    rank[by_rank] = np.arange(len(sizes))
    keys = np.sort(start * len(sizes) + rank[entry])
    return keys // len(sizes), by_rank[keys % len(sizes)]


def _after_negator(stream, vocabulary, negators, start):
    """Whether one of the words before each match, nothing but spaces between, is a negator."""
    negates = np.zeros(vocabulary.n, bool)
    for negator in negators:
        negates[vocabulary.matching(negator)] = True
    reached = np.zeros(len(stream.codes), bool)
    place = np.flatnonzero(negates[stream.codes])
    for _ in range(WINDOW):
        place = place[place + 1 < len(reached)] + 1
        place = place[stream.follows[place]]
        reached[place] = True
    return reached[start]


def _settled(dictionary, names, start, size, category, negated):
    """Of matches in order: category, whether negated, which are kept; and the names of the categories."""
    number = {name: at for at, name in enumerate(names)}
    denial = np.array([number.get(dictionary.denials.get(name), -1) for name in names], np.int64)
    denies = np.isin(np.arange(len(names)), denial)
    negated = negated & ~denies[category]
    if dictionary.negation == "split":
        added = [at for at in range(len(names)) if denial[at] < 0 and not denies[at]]
        denial[added] = len(names) + np.arange(len(added))
        names = names + [_denial_of(names[at]) for at in added]
    denial = np.append(denial, np.full(len(names) - len(denial), -1))
    mode = ("ignore", "drop", "split").index(dictionary.negation)
    verdict, negated = settle(start, start + size, category, negated, denial, mode, dictionary.exclusive)
    category = np.where(negated & (denial[category] >= 0), denial[category], category) if mode == 2 else category
    return category, negated, verdict == TAKEN, names


def _denial_of(name):
    above, slash, last = name.rpartition("/")
    return f"{above}{slash}neg_{last}"
