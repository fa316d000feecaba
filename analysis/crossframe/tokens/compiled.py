"""Counting many texts: the kernel over Arrow's buffers, in as many threads as there are cores.

Parts of the articles are counted apart and merged by their terms: the answer does not depend on how many there are.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from crossframe.sentences import TITLES
from crossframe.tokens.rule import classes, fold

PART_BYTES = 4_000_000  # at least so much for a thread to count


@dataclass(frozen=True)
class Level:
    """The n-grams of one length that are used often enough."""

    terms: object  # Arrow large_string array, one a term
    firsts: np.ndarray  # for every term, which word is its first
    lasts: np.ndarray  # and its last
    streams: list  # for every part, the distinct n-gram that ends at every place, -1 for none
    numbers: list  # for every part, the term of every distinct n-gram, -1 for one used too seldom


def count_compiled(texts, low, high, stops, min_count):
    """Matrix, terms and totals of an Arrow large_string array; the parameters are those of ``count_terms``, checked."""
    from crossframe.tokens.kernel import scan

    text, bounds = _buffers(texts)
    cuts = _cuts(bounds)
    starts, ends = np.split(bounds[:-1], cuts), np.split(bounds[1:], cuts)
    with ThreadPoolExecutor(len(starts)) as pool:
        scanned = list(pool.map(scan, repeat(text), starts, ends, repeat(classes())))
        levels, totals = _levels(scanned, low, high, min_count)
        terms, columns = _columns(levels, low, stops)
        rows = [part.rows for part in scanned]
        chosen = zip(levels[low - 1 :], columns, strict=True)
        matrix = sum(_matrix(level, column, rows, len(terms), pool) for level, column in chosen)
    return matrix, terms, totals


def word_codes(texts):
    """The words of all texts as numbers, alike where they count as one term: what ``rule.words`` gives, in its order.

    Parameters
    ----------
    texts : Arrow large_string array, length n_texts

    Returns
    -------
    codes : ndarray of int32, shape (n_words,)
    rows : ndarray of int64, shape (n_texts + 1,)
        Where the words of every text begin.
    """
    scanned = _scanned(texts)
    _, numbers = _words(scanned)
    return _codes(scanned, numbers), _rows(scanned)


def stream_compiled(texts):
    """Codes, follows, rows and terms of an Arrow large_string array, as ``stream.word_stream`` gives them."""
    scanned = _scanned(texts)
    terms, numbers = _words(scanned)
    runs, _ = _runs(scanned, terms, numbers, 1, 2)
    follows = np.concatenate([run > 1 for run in runs])
    return _codes(scanned, numbers), follows, _rows(scanned), terms.to_numpy(zero_copy_only=False)


def _scanned(texts):
    """The parts of an Arrow array of strings, as ``kernel.scan`` gives them."""
    from crossframe.tokens.kernel import scan

    text, bounds = _buffers(texts)
    cuts = _cuts(bounds)
    starts, ends = np.split(bounds[:-1], cuts), np.split(bounds[1:], cuts)
    with ThreadPoolExecutor(len(starts)) as pool:
        return list(pool.map(scan, repeat(text), starts, ends, repeat(classes())))


def _codes(scanned, numbers):
    """The number of the word at every place, over all parts."""
    return np.concatenate([number[part.stream] for part, number in zip(scanned, numbers, strict=True)])


def _rows(scanned):
    """Where the words of every text begin, over all parts."""
    return np.append(0, np.cumsum(np.concatenate([np.diff(part.rows) for part in scanned])))


def _buffers(texts):
    """The bytes of an Arrow array of strings, and where each text begins and ends."""
    _, offsets, letters = texts.buffers()
    bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(letters, np.uint8), bounds


def _cuts(bounds):
    """Articles at which to cut, so that every core has about as many bytes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = int(bounds[-1] - bounds[0])
    n = max(1, min(cores, size // PART_BYTES))
    inner = np.searchsorted(bounds, bounds[0] + np.arange(1, n) * (size / n))
    return np.unique(inner)


def _levels(scanned, low, high, min_count):
    """The terms of 1 to ``high`` words, and how many n-grams every article has."""
    words, numbers = _words(scanned)
    levels = [_single(words, numbers, scanned, min_count)]
    if high == 1:
        return levels, np.concatenate([np.diff(part.rows) for part in scanned])
    runs, totals = _runs(scanned, words, numbers, low, high)
    for n in range(2, high + 1):
        levels.append(_longer(levels, runs, n, min_count))
    return levels, totals


def _words(scanned):
    """The distinct words of all parts together, folded, and the number of each part's words among them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    raw = pa.concat_arrays([_strings(part.letters, part.bounds) for part in scanned])
    odd = pa.array(np.concatenate([part.odd for part in scanned]))
    folded = pa.array([fold(word) for word in raw.filter(odd).to_pylist()], pa.large_string())
    coded = pc.replace_with_mask(raw, odd, folded).dictionary_encode()
    return coded.dictionary, np.split(coded.indices.to_numpy(), np.cumsum([len(part.odd) for part in scanned])[:-1])


def _strings(letters, bounds):
    import pyarrow as pa

    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(letters)]
    return pa.Array.from_buffers(pa.large_string(), len(bounds) - 1, buffers)


def _is_in(terms, chosen):
    """Which of the terms are among the chosen, as an array of bool."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(terms, value_set=pa.array(sorted(chosen), pa.large_string())).to_numpy(zero_copy_only=False)


def _single(words, numbers, scanned, min_count):
    """The words that are used often enough."""
    uses = np.bincount(np.concatenate(numbers), np.concatenate([part.uses for part in scanned]), len(words))
    keep, number = _kept(uses, min_count)
    order = np.arange(keep.sum(), dtype=np.int32)
    streams = [part.stream for part in scanned]
    return Level(words.filter(keep), order, order, streams, [number[part] for part in numbers])


def _kept(uses, min_count):
    """Which are used often enough, and their numbers among these, -1 for the others."""
    keep = uses >= min_count
    return keep, np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)


def _runs(scanned, words, numbers, low, high):
    """For every part how long an n-gram may end at every place; and how many n-grams every article has."""
    from crossframe.tokens.kernel import link

    titles = _is_in(words, TITLES)
    linked = [link(part, number, titles, low, high) for part, number in zip(scanned, numbers, strict=True)]
    return [runs for runs, _ in linked], np.concatenate([totals for _, totals in linked])


def _longer(levels, runs, n, min_count):
    """The n-grams, from those one word shorter: none is used more often than its parts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from crossframe.tokens.kernel import pair

    words, shorter = levels[0], levels[-1]
    parts = zip(shorter.streams, shorter.numbers, words.streams, words.numbers, runs, strict=True)
    streams, fronts, lasts, uses = pair(list(parts), n)
    keep, number = _kept(uses, min_count)
    fronts, lasts = fronts[keep], lasts[keep]
    terms = pc.binary_join_element_wise(
        shorter.terms.take(fronts), words.terms.take(lasts), pa.scalar(" ", pa.large_string()))
    return Level(terms, shorter.firsts[fronts], lasts, streams, [number] * len(streams))


def _columns(levels, low, stops):
    """The terms in order, and for every level from ``low`` on the column of each of its terms, -1 for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stop = _is_in(levels[0].terms, stops)
    levels = levels[low - 1 :]
    used = [~(stop[level.firsts] | stop[level.lasts]) for level in levels]
    terms = pa.concat_arrays([level.terms.filter(keep) for level, keep in zip(levels, used, strict=True)])
    order = pc.array_sort_indices(terms).to_numpy()
    columns = np.full(sum(map(len, used)), -1, np.int32)
    columns[np.flatnonzero(np.concatenate(used))[order]] = np.arange(len(order))
    columns = np.split(columns, np.cumsum([len(keep) for keep in used])[:-1])
    return terms.take(order).to_numpy(zero_copy_only=False), columns


def _matrix(level, columns, rows, n_terms, pool):
    """The matrix of one level."""
    from scipy.sparse import csr_array

    from crossframe.tokens.kernel import tally

    columns = np.append(columns, np.int32(-1))  # -1 stays -1
    places = [columns[number] for number in level.numbers]
    counted = pool.map(tally, level.streams, places, rows, repeat(n_terms))
    data, indices, lengths = map(np.concatenate, zip(*counted, strict=True))
    return csr_array((data, indices, np.cumsum([0, *lengths])), shape=(len(lengths), n_terms))
