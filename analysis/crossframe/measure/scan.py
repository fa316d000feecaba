"""The compiled scan: UTF-8 bytes -> the code of every word, through one hash table."""

import string
import threading
from functools import lru_cache

import numpy as np

from crossframe.lexicons.lexicon import STRAIGHT
from crossframe.measure.vocabulary import GAP, UNKNOWN, UNKNOWN_NOT

N_GAPS = 3
SPACE, UPPER, LOWER, MARK = 1, 2, 3, 4  # what an ASCII character may be
ODD = 0xFF  # stands for a character that the caller is to read
BLOCK = 8192  # bytes parted into words at a time
OFFSET, PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)  # of the 64-bit FNV-1a hash
MIX, LOOK_BITS = 0x9E3779B1, 16  # of the short one that looks at four letters


def is_loaded():
    """Whether the scan has been compiled or loaded in this process."""
    return _compiled.cache_info().currsize > 0


class Table:
    """The words of a vocabulary, laid out for the scan.

    Parameters
    ----------
    codes : dict of str to int
        Words without wildcards, as ``word_form`` spells them.
    straight : bool
        Read curly quotes as straight ones, and dashes and ellipses as spaces.
    odd : iterable of str
        Characters that are left to the caller, with the words they stand in, beside letters that are not ASCII.
    """

    def __init__(self, codes, *, straight, odd):
        words = {word.encode("utf-8", "surrogatepass"): code for word, code in codes.items()}
        self.looks = np.zeros(1 << LOOK_BITS, dtype=bool)
        self.looks[[_look(word) for word in words]] = True
        self.keys, self.codes = _slots({_hash(word): code for word, code in words.items()})
        self._spare = threading.local()
        self.becomes = _becomes().copy()
        self.becomes[[ord(sign) for sign in odd if ord(sign) < len(self.becomes)]] = ODD
        if straight:
            self.becomes[list(STRAIGHT)] = [ord(char) for char in STRAIGHT.values()]

    def scan(self, data, offsets, *, keep_short):
        """Codes of the words of texts.

        Parameters
        ----------
        data : uint8 array
            The texts in UTF-8, one after the other.
        offsets : int64 array, shape (n_texts + 1,)
            Where each begins, and where the last ends.
        keep_short : bool
            As in ``word_form``.

        Returns
        -------
        code, shout, text : int32, bool and int32 array
            By word: its code, whether it is all capitals, its text. Three gaps stand before each text and at the end.
        n_words, exclaims, questions : int array, shape (n_texts,)
        odd : list of (int, bytes)
            Place and bytes of the words whose code is for the caller to find.

        Notes
        -----
        `code`, `shout` and `text` are overwritten by the next scan in the same thread.
        """
        data, offsets, odd = self._ascii(data, offsets)
        exclaims, questions = (_count(data, mark, offsets) for mark in "!?")
        code, shout, text = self._space((len(data) + 1) // 2 + N_GAPS * len(offsets))
        n_words, left = np.zeros(len(offsets) - 1, dtype=np.int64), np.empty((len(odd), 3), dtype=np.int64)
        n_places, n_left = _compiled()(
            data, offsets, np.append(odd, len(data)), np.append(_nots(data), len(data)), keep_short, _kinds(),
            self.looks, self.keys, self.codes, code, shout, text, n_words, left)
        left = [(place, data[start:stop].tobytes()) for place, start, stop in left[:n_left].tolist()]
        return code[:n_places], shout[:n_places], text[:n_places], n_words, exclaims, questions, left

    def _space(self, size):
        """Arrays to write words to, used again by this thread's next scan: fresh memory costs a tenth of the time."""
        if getattr(self._spare, "size", -1) < size:
            arrays = np.empty(size, dtype=np.int32), np.empty(size, dtype=bool), np.empty(size, dtype=np.int32)
            self._spare.size, self._spare.arrays = size, arrays
        return self._spare.arrays

    def _ascii(self, data, offsets):
        """The texts with white space (and, read straight, quotes and dashes) in ASCII; and where odd characters are."""
        lead = np.flatnonzero(data >= 0xC2)
        point, size = _code_points(data, lead)
        becomes = self.becomes[np.minimum(point, len(self.becomes) - 1)]
        odd = lead[becomes == ODD]
        at, size, becomes = (each[(becomes > 0) & (becomes < ODD)] for each in (lead, size, becomes))
        data, rest = data.copy(), np.sort(np.concatenate([at + 1, (at + 2)[size == 3]]))
        data[rest] = ord(" ")
        data[at] = becomes
        if np.all(becomes == ord(" ")):
            return data, offsets, odd
        return np.delete(data, rest), offsets - np.searchsorted(rest, offsets), odd - np.searchsorted(rest, odd)


def _code_points(data, lead):
    """Code points whose UTF-8 begins at `lead` (0x10000 for any from there on), and how many bytes each takes."""
    data = np.append(data, np.zeros(2, dtype=np.uint8))
    first, second, third = (data[lead + step].astype(np.int64) for step in range(3))
    size = 2 + (first >= 0xE0) + (first >= 0xF0)
    two, three = (first & 31) << 6 | second & 63, (first & 15) << 12 | (second & 63) << 6 | third & 63
    return np.where(size == 2, two, np.where(size == 3, three, 0x10000)), size


def _nots(data):
    """Where the apostrophes of n't are."""
    at = np.flatnonzero(data[1:-1] == ord("'")) + 1
    return at[(data[at - 1] | 32 == ord("n")) & (data[at + 1] | 32 == ord("t"))]


def _count(data, mark, offsets):
    """How often an ASCII character stands in each text."""
    return np.diff(np.searchsorted(np.flatnonzero(data == ord(mark)), offsets))


def _hash(word):
    value = int(OFFSET)
    for byte in word:
        value = (value ^ byte) * int(PRIME) & (1 << 64) - 1
    return value


def _look(word):
    """A word's first, second, middle and last letter and its length in a few bits: few words look like a table's."""
    size = len(word)
    look = min(size, 15) << 20
    look |= (word[0] & 31) << 15 | (word[size > 1] & 31) << 10 | (word[size // 2] & 31) << 5 | word[-1] & 31
    return (look * MIX & 0xFFFFFFFF) >> 32 - LOOK_BITS


def _slots(codes):
    """Hashes laid out by their low bits, a taken place moving one on (0: free), and beside them the codes."""
    size = 1 << max(4, (2 * len(codes)).bit_length())
    keys, values = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.int32)
    for key, code in codes.items():
        at = key & (size - 1)
        while keys[at]:
            at = at + 1 & size - 1
        keys[at], values[at] = key, code
    return keys, values


@lru_cache(maxsize=1)
def _kinds():
    """What each byte is; those beyond ASCII are nothing special."""
    kinds = [SPACE if char.isspace() else MARK if char in string.punctuation else UPPER if char.isupper() else
             LOWER if char.islower() else 0 for char in map(chr, range(128))]
    return np.array(kinds + [0] * 128, dtype=np.uint8)


@lru_cache(maxsize=1)
def _becomes():
    """By code point below 0x10000, and last for all others: a space for white space, ODD for cased letters, else 0."""
    def of(char):
        return 0 if char.isascii() else ord(" ") if char.isspace() else ODD * (
            char.islower() or char.isupper() or char.istitle() or char.lower() != char)
    return np.array([*(of(chr(point)) for point in range(0x10000)), ODD], dtype=np.uint8)


@lru_cache(maxsize=1)
def _compiled():
    import numba

    return numba.njit(cache=True, nogil=True)(_scan)


def _scan(data, offsets, odd, nots, keep_short, kind, looks, keys, codes, code, shout, text_of, n_words, left):
    cuts = np.empty(BLOCK + 2, dtype=np.int64)  # where words begin and end, by turns
    last_slot = np.uint64(len(keys) - 1)
    place, next_odd, next_not, n_left = 0, 0, 0, 0
    for text in range(len(offsets) - 1):
        for _ in range(N_GAPS):
            code[place], shout[place], text_of[place] = GAP, False, text
            place += 1
        at, end, n_cuts, inside = offsets[text], offsets[text + 1], 0, False
        while at < end:
            stop = min(at + BLOCK, end)
            for i in range(at, stop):
                word = kind[data[i]] != SPACE
                cuts[n_cuts] = i
                n_cuts += word != inside
                inside = word
            at = stop
            if at == end and inside:
                cuts[n_cuts] = end
                n_cuts += 1
            for cut in range(0, n_cuts - 1, 2):
                first, last = cuts[cut], cuts[cut + 1]
                here, place = place, place + 1
                text_of[here], shout[here] = text, False
                n_words[text] += 1
                if odd[next_odd] < last:
                    left[n_left, 0], left[n_left, 1], left[n_left, 2] = here, first, last
                    n_left += 1
                    while odd[next_odd] < last:
                        next_odd += 1
                    continue
                # The word: without the marks around it, unless little else is left.
                start, stop = first, last
                while first < stop and kind[data[first]] == MARK:
                    first += 1
                while last > first and kind[data[last - 1]] == MARK:
                    last -= 1
                length = last - first
                if keep_short and 0 < length <= 8 and (data[first] >= 0x80 or data[last - 1] >= 0x80):
                    for i in range(first, last):
                        length -= data[i] & 0xC0 == 0x80
                if length == 0 or keep_short and length <= 2:
                    first, last = start, stop
                length = last - first
                for i in range(first, last):
                    if kind[data[i]] == LOWER:
                        shout[here] = False
                        break
                    if kind[data[i]] == UPPER:
                        shout[here] = True
                # Its code.
                found = UNKNOWN
                look = (min(length, 15) << 20 | (data[first] & 31) << 15 | (data[first + (length > 1)] & 31) << 10
                        | (data[first + length // 2] & 31) << 5 | data[last - 1] & 31)
                if looks[(look * MIX & 0xFFFFFFFF) >> 32 - LOOK_BITS]:
                    value = OFFSET
                    for i in range(first, last):
                        value = (value ^ np.uint64(data[i] | (kind[data[i]] == UPPER) << 5)) * PRIME
                    slot = np.int64(value & last_slot)
                    while keys[slot] and keys[slot] != value:
                        slot = slot + 1 & np.int64(last_slot)
                    if keys[slot]:
                        found = codes[slot]
                while nots[next_not] <= first:
                    next_not += 1
                if found == UNKNOWN and nots[next_not] < last - 1:
                    found = UNKNOWN_NOT
                code[here] = found
            cuts[0] = cuts[n_cuts - 1]
            n_cuts &= 1
    for _ in range(N_GAPS):
        code[place], shout[place], text_of[place] = GAP, False, max(len(offsets) - 2, 0)
        place += 1
    return place, n_left
