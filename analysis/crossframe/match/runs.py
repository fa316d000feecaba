"""Runs of equal words in two texts, compiled by numba: found by hashed shingles, then compared word by word.

All compiled functions stand in this one module (``crossframe.jit``).
"""

from typing import NamedTuple

import numpy as np

from crossframe.jit import jit

SHINGLE = 8  # words: a shared passage must hold at least one run as long as this
GAP = 5  # words of either text that a passage may skip
RESUME = 3  # equal words that must follow upon a gap, and no fewer than it skips
CROWD = 100  # a shingle that stands in more places is compared with its first carrier alone
REPEATS = 4  # places of one article that are kept for a shingle
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)
BITS = 32  # of a pair of numbers in one, for the second


class Shingles(NamedTuple):
    """Where the shingles stand that several articles have; see ``shingles``."""

    at: np.ndarray
    owners: np.ndarray
    group: np.ndarray


@jit
def _key(codes, i):
    """A 64-bit hash of the shingle at word i."""
    key = np.uint64(0)
    for k in range(i, i + SHINGLE):
        key = (key ^ np.uint64(codes[k])) * GOLDEN
        key ^= key >> SHIFT
    return key


@jit
def _mark(codes, rows, seen, shift):
    """Count the shingles in a table of one byte a place, up to two."""
    for row in range(len(rows) - 1):
        for i in range(rows[row], rows[row + 1] - SHINGLE + 1):
            place = _key(codes, i) >> shift
            seen[place] = min(seen[place] + 1, 2)


@jit
def _gather(codes, rows, seen, shift, keys, at, owners):
    """Key, first word and article of the shingles that may stand in two places; how many there are."""
    n = 0
    for row in range(len(rows) - 1):
        for i in range(rows[row], rows[row + 1] - SHINGLE + 1):
            key = _key(codes, i)
            if seen[key >> shift] > 1:
                keys[n], at[n], owners[n] = key, i, row
                n += 1
    return n


def shingles(codes, rows):
    """The runs of ``SHINGLE`` words that several articles have.

    Of one article the first ``REPEATS`` places of a shingle count.

    Parameters
    ----------
    codes, rows : ndarray
        As ``tokens.word_codes`` gives them.

    Returns
    -------
    at : ndarray of int64, shape (n,)
        First word (place in ``codes``); one group of equal shingles after the other, each in the order of the words.
    owners : ndarray of int32, shape (n,)
        The article.
    group : ndarray of int64, shape (n,)
        Number of the group.
    """
    bits = max(12, len(codes).bit_length() + 2)
    seen, shift = np.zeros(1 << bits, np.uint8), np.uint64(64 - bits)
    _mark(codes, rows, seen, shift)
    keys, at, owners = (np.empty(len(codes), kind) for kind in (np.uint64, np.int64, np.int32))
    n = _gather(codes, rows, seen, shift, keys, at, owners)
    order = np.argsort(keys[:n], kind="stable")
    return _several(keys[order], at[order], owners[order])


def _several(keys, at, owners):
    """Groups of equal keys with places in several articles, some places of each; what comes in lies in order."""
    new = _starts(keys)
    other = new | _starts(owners)
    group, place = np.cumsum(new) - 1, np.arange(len(keys))
    nth = place - np.maximum.accumulate(np.where(other, place, 0))
    keep = (np.bincount(group, other)[group] > 1) & (nth < REPEATS)
    return Shingles(at[keep], owners[keep], np.cumsum(_starts(group[keep])) - 1)


def _starts(values):
    """True where another value stands before."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def recurring_words(found, n_words, outlets, months, *, articles, spread):
    """Words that stand in a shingle which comes again and again.

    Parameters
    ----------
    found : Shingles
    n_words : int
        Words of all articles together.
    outlets, months : ndarray of int64, shape (n_articles,)
        Where and when they appeared; -1 where it is not known.
    articles : int
        So many articles of one outlet make a shingle recurring,
    spread : int
        and so do so many months.

    Returns
    -------
    ndarray of bool, shape (n_words,)
    """
    once = _starts(found.group) | _starts(found.owners)
    group, owners = found.group[once], found.owners[once]
    often = np.zeros(group[-1] + 1 if len(group) else 0, bool)
    pairs, n_articles = np.unique(_paired(group, outlets[owners]), return_counts=True)
    often[pairs[n_articles >= articles] >> BITS] = True
    dated = months[owners] >= 0
    distinct = np.unique(_paired(group[dated], months[owners[dated]])) >> BITS
    often |= np.bincount(distinct, minlength=len(often)) >= spread
    worn = np.zeros(n_words, bool)
    for k in range(SHINGLE):
        worn[found.at[often[found.group]] + k] = True
    return worn


def _paired(group, kind):
    """Two numbers as one, in the order of the first and then of the second."""
    return group << BITS | kind


def split_groups(found, kinds):
    """The shingles that several articles of one kind have; ``kinds`` gives the kind of every article."""
    kind = kinds[found.owners]
    order = np.lexsort((kind, found.group))
    at, owners = found.at[order], found.owners[order]
    return _several(_paired(found.group[order], kind[order]), at, owners)


@jit
def _extent(codes, rows, a, b, i, j):
    """How many words before, and from, word i of article a and word j of article b are equal."""
    before = 0
    while i - before > rows[a] and j - before > rows[b] and codes[i - before - 1] == codes[j - before - 1]:
        before += 1
    after = 0
    while i + after < rows[a + 1] and j + after < rows[b + 1] and codes[i + after] == codes[j + after]:
        after += 1
    return before, after


@jit
def _runs(codes, rows, days, reach, order, at, owners, group, first, whole, low, met, until, diagonal, out, state):
    """Write runs from ``state`` on, as far as there is room; see ``runs``."""
    turn, place, n = state
    while turn < len(order):
        here = order[turn]
        i, a, g = at[here], owners[here], group[here]
        before = order[max(turn - 1, 0)]
        known = i > rows[a] and at[before] == i - 1 and whole[group[before]]
        place, end = max(place, first[g]), np.int64(here)
        if first[g + 1] - first[g] > CROWD:
            while days[a] - days[owners[low[g]]] > reach:
                low[g] += 1
            place, end = max(place, low[g]), low[g] + 1
        while place < end:
            j, b = at[place], owners[place]
            if b != a and not days[a] - days[b] > reach:
                more = i > rows[a] and j > rows[b] and codes[i - 1] == codes[j - 1]
                if not (more and (known or (met[b] == a and diagonal[b] == i - j and i < until[b]))):
                    if n == len(out):
                        state[:] = turn, place, n
                        return True
                    left, right = _extent(codes, rows, a, b, i, j)
                    out[n, 0], out[n, 1], out[n, 2], out[n, 3], out[n, 4] = a, b, i - left, j - left, left + right
                    met[b], diagonal[b], until[b] = a, i - j, i + right
                    n += 1
            place += 1
        place = 0
        turn += 1
    state[:] = turn, 0, n
    return False


def runs(codes, rows, found, days, reach):
    """All maximal runs of at least ``SHINGLE`` equal words in two articles.

    A shingle that stands in more than ``CROWD`` places is compared with its first carrier in reach alone: so work and
    answer grow with the articles, not with their pairs.

    Parameters
    ----------
    codes, rows : ndarray
        As ``tokens.word_codes`` gives them; the articles in the order of their dates.
    found : Shingles
    days : ndarray of float64, shape (n_articles,)
        When they appeared, in days; NaN where unknown: such an article is in everyone's reach.
    reach : float
        Only articles at most so many days apart are compared.

    Returns
    -------
    ndarray of int64, shape (n_runs, 5)
        Article, earlier article, first word of the run in both (places in ``codes``), words; by article and earlier
        article, the longest run first.
    """
    at, owners, group = found
    order, first = np.argsort(at, kind="stable"), np.append(0, np.cumsum(np.bincount(group)))
    repeated = np.bincount(group, ~(_starts(group) | _starts(owners)), len(first) - 1) > REPEATS - 2
    whole = ~repeated & (np.diff(first) <= CROWD)
    met, until, diagonal = np.full(len(rows) - 1, -1, np.int32), *np.zeros((2, len(rows) - 1), np.int64)
    out, state, low = np.empty((1 << 16, 5), np.int64), np.zeros(3, np.int64), first.copy()
    while _runs(codes, rows, days, reach, order, at, owners, group, first, whole, low, met, until, diagonal, out,
                state):
        out = np.concatenate([out, np.empty_like(out)])
    out = out[: state[2]]
    out = out[np.lexsort((out[:, 3], out[:, 2], -out[:, 4], out[:, 1], out[:, 0]))]
    return out[np.append(True, (out[1:] != out[:-1]).any(axis=1))[: len(out)]]


@jit
def _equal(codes, i, j, n):
    for k in range(n):
        if codes[i + k] != codes[j + k]:
            return False
    return True


@jit
def _ahead(codes, i, j, end, end_other):
    """The words to skip in both texts, from words i and j on, until enough are equal again; -1 where they are not."""
    for total in range(1, 2 * GAP + 1):
        for skip in range(max(0, total - GAP), min(GAP, total) + 1):
            x, y, n = i + skip, j + total - skip, max(RESUME, skip, total - skip)
            if x + n <= end and y + n <= end_other and _equal(codes, x, y, n):
                return skip, total - skip
    return -1, -1


@jit
def _behind(codes, i, j, begin, begin_other):
    """As ``_ahead``, for what stands before words i and j."""
    for total in range(1, 2 * GAP + 1):
        for skip in range(max(0, total - GAP), min(GAP, total) + 1):
            n = max(RESUME, skip, total - skip)
            x, y = i - skip - n, j - total + skip - n
            if x >= begin and y >= begin_other and _equal(codes, x, y, n):
                return skip, total - skip
    return -1, -1


@jit
def _write(out, n, passage, i, j, words):
    """Write a run, where there is room; the number of runs there should be."""
    if n < len(out):
        out[n, 0], out[n, 1], out[n, 2], out[n, 3] = passage, i, j, words
    return n + 1


@jit
def _passage(codes, rows, a, b, i, j, words, passage, out, n, span):
    """Write the runs of the passage that holds one run; how many runs there are then, and the passage's words."""
    n = _write(out, n, passage, i, j, words)
    x, y, total = i + words, j + words, words
    skip, other = _ahead(codes, x, y, rows[a + 1], rows[b + 1])
    while skip >= 0:
        x, y = x + skip, y + other
        _, more = _extent(codes, rows, a, b, x, y)
        n = _write(out, n, passage, x, y, more)
        x, y, total = x + more, y + more, total + more
        skip, other = _ahead(codes, x, y, rows[a + 1], rows[b + 1])
    span[1], span[3] = x, y
    x, y = i, j
    skip, other = _behind(codes, x, y, rows[a], rows[b])
    while skip >= 0:
        x, y = x - skip, y - other
        more, _ = _extent(codes, rows, a, b, x, y)
        x, y, total = x - more, y - more, total + more
        n = _write(out, n, passage, x, y, more)
        skip, other = _behind(codes, x, y, rows[a], rows[b])
    span[0], span[2] = x, y
    return n, total


@jit
def _passages(codes, rows, found, min_words, spans, out, state):
    """Write passages from ``state`` on, as far as there is room; see ``passages``."""
    turn, passage, first, n = state
    while turn < len(found):
        a, b, i, j, words = found[turn]
        if turn and (found[turn - 1, 0] != a or found[turn - 1, 1] != b):
            first = passage
        new = True
        for k in range(first, passage):
            if spans[k, 0] <= i and i + words <= spans[k, 1] and spans[k, 2] <= j and j + words <= spans[k, 3]:
                new = False
                break
        if new:
            after, total = _passage(codes, rows, a, b, i, j, words, passage, out, n, spans[passage])
            if after > len(out):
                state[:] = turn, passage, first, n
                return True
            if total >= min_words:
                n = after
                passage += 1
        turn += 1
    state[:] = turn, passage, first, n
    return False


def passages(codes, rows, found, min_words):
    """Runs joined over small gaps to passages of enough equal words.

    A gap of up to ``GAP`` words in either text is bridged where as many equal words, ``RESUME`` or more, stand beyond
    it; a run that lies within a passage of the same two articles in both makes none of its own.

    Parameters
    ----------
    codes, rows : ndarray
        As ``runs`` takes them.
    found : ndarray
        What ``runs`` gives.
    min_words : int
        Equal words that a passage must hold.

    Returns
    -------
    ndarray of int64, shape (n, 4)
        A row a run of equal words: passage, first word in the article and in the earlier one, words; in the order of
        the words.
    articles : ndarray of int64, shape (n_passages, 2)
        The article and the earlier one.
    """
    spans, out, state = np.zeros((len(found) + 1, 4), np.int64), np.empty((1 << 16, 4), np.int64), np.zeros(4, np.int64)
    while _passages(codes, rows, found, min_words, spans, out, state):
        out = np.concatenate([out, np.empty_like(out)])
    out, spans = out[: state[3]], spans[: state[1]]
    articles = np.searchsorted(rows, spans[:, [0, 2]], side="right") - 1
    return out[np.lexsort((out[:, 1], out[:, 0]))], articles
