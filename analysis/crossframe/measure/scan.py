"""The compiled scan: UTF-8 bytes -> the code of every word, through one hash table."""

import string
from functools import lru_cache

import numpy as np

from crossframe.measure.vocabulary import UNKNOWN, UNKNOWN_NOT

N_GAPS = 3
SPACE, UPPER, LOWER, MARK, ODD = 1, 2, 4, 8, 16  # what a character may be; ODD ones are for the caller to read
OFFSET, PRIME = np.uint32(2166136261), np.uint32(16777619)  # of the FNV-1a hash
ROOM = 64  # bytes of the longest word that the scan reads itself


def is_loaded():
    """Whether the scan has been compiled or loaded in this process."""
    return _compiled.cache_info().currsize > 0


class Table:
    """The words of a vocabulary, laid out for the scan.

    Parameters
    ----------
    codes : dict of str to int
        Words without wildcards, as ``word_form`` spells them.
    reads_as : dict of int to str
        Code points that are read as an ASCII character, beside white space.
    """

    def __init__(self, codes, reads_as):
        words = [(word.encode("utf-8", "surrogatepass"), code) for word, code in codes.items()]
        self.letters = np.frombuffer(b"".join(word for word, _ in words), dtype=np.uint8)
        self.starts = np.cumsum([0, *(len(word) for word, _ in words)])
        self.codes = np.array([code for _, code in words], dtype=np.int32)
        self.hashes = np.array([_hash(word) for word, _ in words], dtype=np.uint32)
        self.slots = _slots(self.hashes)
        self.kind = _kinds()
        self.reads_as = np.zeros(len(self.kind), dtype=np.uint8)
        self.reads_as[self.kind == SPACE] = ord(" ")
        for point, char in reads_as.items():
            self.reads_as[point] = ord(char)

    def scan(self, data, ends, *, keep_short):
        """Codes of the words of texts.

        Parameters
        ----------
        data : uint8 array
            Texts in UTF-8, with a zero byte after each.
        ends : int64 array, shape (n_texts,)
            Where those zero bytes are.
        keep_short : bool
            As in ``word_form``.

        Returns
        -------
        code : int32 array
            Three gaps before each text and after the last.
        shout : bool array
            Beside each code, whether the word is all capitals.
        odd : int64 array, shape (n, 3)
            Place, first byte and one past the last byte of the words whose code is for the caller to find.
        counts : int64 array, shape (3, n_texts)
            Words, exclamation marks and question marks.
        """
        room = (len(data) + 1) // 2 + N_GAPS * (len(ends) + 1)
        code, shout = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=bool)
        odd, counts = np.empty((room, 3), dtype=np.int64), np.zeros((3, len(ends)), dtype=np.int64)
        n_places, n_odd = _compiled()(data, ends, self.kind, self.reads_as, keep_short, self.slots, self.hashes, self.starts,
                                      self.letters, self.codes, code, shout, odd, counts)
        return code[:n_places], shout[:n_places], odd[:n_odd], counts


def _hash(word):
    value = int(OFFSET)
    for byte in word:
        value = (value ^ byte) * int(PRIME) & 0xFFFFFFFF
    return value


def _slots(hashes):
    """Where each word is found, counted from 1, by the low bits of its hash; a taken place moves it on."""
    size = 1 << max(4, (4 * len(hashes)).bit_length())
    slots = np.zeros(size, dtype=np.int32)
    for number, value in enumerate(hashes.tolist(), 1):
        at = value & (size - 1)
        while slots[at]:
            at = at + 1 & size - 1
        slots[at] = number
    return slots


@lru_cache(maxsize=1)
def _kinds():
    """What each code point below 0x10000 is; capitals and the like beyond ASCII are ODD."""
    return np.array([_kind(chr(point)) for point in range(0x10000)], dtype=np.uint8)


def _kind(char):
    if char.isspace():
        return SPACE
    if char in string.punctuation:
        return MARK
    if char.isascii():
        return UPPER if char.isupper() else LOWER if char.islower() else 0
    return LOWER if char.islower() else ODD if char.lower() != char or char.isupper() or char.istitle() else 0


@lru_cache(maxsize=1)
def _compiled():
    import numba

    return numba.njit(cache=True, nogil=True)(_scan)


def _scan(data, ends, kind, reads_as, keep_short, slots, hashes, starts, letters, codes, code, shout, odd, counts):
    word = np.empty(ROOM, dtype=np.uint8)  # the word at hand, in lower case
    last_slot = len(slots) - 1
    place, n_odd, at = 0, 0, 0
    for text in range(len(ends)):
        place += N_GAPS
        end = ends[text]
        start, seen, size, points = -1, 0, 0, 0
        bare_start, bare_end, first_point, last_point = -1, -1, 0, 0
        while True:
            point, width, what = 32, 1, SPACE
            if at < end:
                point = np.int64(data[at])
                if point >= 0xF0:
                    point, width = 0x10000, 4
                elif point >= 0xE0:
                    point = (point & 15) << 12 | (np.int64(data[at + 1]) & 63) << 6 | np.int64(data[at + 2]) & 63
                    width = 3
                elif point >= 0x80:
                    point = (point & 31) << 6 | np.int64(data[at + 1]) & 63
                    width = 2
                if point >= 0x80:
                    what = ODD
                    if point < 0x10000:
                        if reads_as[point]:
                            point = np.int64(reads_as[point])
                        what = np.int64(kind[point])
                else:
                    what = np.int64(kind[point])
                    if what == MARK:
                        if point == 33:
                            counts[1, text] += 1
                        elif point == 63:
                            counts[2, text] += 1
            if what != SPACE:
                if start < 0:
                    start, seen, size, points, bare_start, bare_end = at, 0, 0, 0, -1, -1
                if what != MARK and bare_start < 0:
                    bare_start, first_point = size, points
                if size + 3 < ROOM:
                    if point < 0x80:
                        word[size] = point + 32 if what == UPPER else point
                        size += 1
                    else:
                        for i in range(width):
                            word[size] = data[at + i]
                            size += 1
                else:
                    what |= ODD
                points += 1
                if what != MARK:
                    bare_end, last_point = size, points
                seen |= what
                at += width
                continue
            if start >= 0:
                if seen & ODD:
                    odd[n_odd, 0], odd[n_odd, 1], odd[n_odd, 2] = place, start, at
                    n_odd += 1
                else:
                    if bare_start < 0 or keep_short and last_point - first_point <= 2:
                        bare_start, bare_end = 0, size
                    shout[place] = seen & (UPPER | LOWER) == UPPER
                    value = OFFSET
                    for i in range(bare_start, bare_end):
                        value = np.uint32((value ^ np.uint32(word[i])) * PRIME)
                    slot = np.int64(value) & last_slot
                    found = UNKNOWN
                    while slots[slot]:
                        number = slots[slot] - 1
                        first = starts[number]
                        if hashes[number] == value and starts[number + 1] - first == bare_end - bare_start:
                            same = True
                            for i in range(bare_end - bare_start):
                                same &= word[bare_start + i] == letters[first + i]
                            if same:
                                found = codes[number]
                                break
                        slot = slot + 1 & last_slot
                    if found == UNKNOWN and seen & MARK:
                        for i in range(bare_start + 1, bare_end - 1):
                            if word[i] == 39 and word[i - 1] == 110 and word[i + 1] == 116:
                                found = UNKNOWN_NOT
                    code[place] = found
                place += 1
                counts[0, text] += 1
                start = -1
            if at >= end:
                break
            at += width
        at = end + 1
    return place + N_GAPS, n_odd
