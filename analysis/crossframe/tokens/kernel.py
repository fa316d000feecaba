"""The word rule of ``tokens/rule.py`` over UTF-8 bytes, compiled by numba; imported only where texts are many.

Words become numbers on the way (``scan``), n-grams become numbers from those of their parts (``pair``), and numbers are
counted (``tally``). No Python string is made here; ``rule.fold`` says what a word counts as, once a distinct word.
All compiled functions stand in this one module: numba's cache on disk knows a function by its own file, and would miss
a change in another.
"""

from typing import NamedTuple

import numpy as np

from crossframe.jit import jit
from crossframe.tokens.rule import APOSTROPHE, BREAK, HYPHEN, IGNORED, LETTER, MARK, NUMBER, SINGLE

FOLLOWS, AFTER_STOP, APART = 0, 1, 2  # what lies between a word and the one before it
STOP, COMMA, COLON, SLASH, AT, QUOTE, SPACE, SMALL_S, LARGE_S, LARGE_U = (ord(char) for char in ".,:/@' sSU")
US = np.uint64(LARGE_U | LARGE_S << 8)  # the key of US in capitals; no other has capitals
LONG = np.uint64(0xFF) << np.uint64(56)  # no UTF-8 byte is 0xFF: marks the key of a word longer than eight bytes
HALF, ONE = np.uint64(32), np.uint64(1)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
BIT_OF = np.zeros(64, np.uint8)
BIT_OF[[(int(DE_BRUIJN) << k) % 2**64 >> 58 for k in range(64)]] = range(64)


class Scan(NamedTuple):
    """Texts as numbers; see ``scan``."""

    stream: np.ndarray
    gaps: np.ndarray
    rows: np.ndarray
    letters: np.ndarray
    bounds: np.ndarray
    odd: np.ndarray
    uses: np.ndarray


def _bytes_of(chars):
    table = np.zeros(256, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ALPHANUMERIC = _DIGITS + _LETTERS + _LETTERS.upper()
PLAIN = np.array([ord(chr(b).lower()) if chr(b) in _ALPHANUMERIC else 0 for b in range(256)], np.uint8)
LOWER = np.array([ord(chr(b).lower()) if b < 128 else b for b in range(256)], np.uint8)
IN_NAME = _bytes_of(_ALPHANUMERIC + "._%+-")
IN_HOST = _bytes_of(_ALPHANUMERIC + ".-")
IN_ADDRESS = _bytes_of(set(map(chr, range(0x21, 0x7F))) - set('"<>'))
LOOK = _bytes_of("'-_%+@/" + "".join(map(chr, range(128, 256))))  # after a plain word: look closer
LOOK_AFTER_STOP = LOOK | IN_NAME | _bytes_of(":")


@jit
def _decode(text, i):
    """The code point at byte i, and where the next begins."""
    a = np.int64(text[i])
    if a < 0x80:
        return a, i + 1
    b = np.int64(text[i + 1]) & 0x3F
    if a < 0xE0:
        return (a & 0x1F) << 6 | b, i + 2
    c = np.int64(text[i + 2]) & 0x3F
    if a < 0xF0:
        return (a & 0x0F) << 12 | b << 6 | c, i + 3
    return (a & 0x07) << 18 | b << 12 | c << 6 | (np.int64(text[i + 3]) & 0x3F), i + 4


@jit
def _kind(text, i, end, kinds):
    """The class of the character at byte i; BREAK at the end."""
    return kinds[_decode(text, i)[0]] if i < end else np.uint8(BREAK)


@jit
def _skip(text, i, end, inside):
    """One past the last of the bytes from i on that are in a set."""
    while i < end and inside[text[i]]:
        i += 1
    return i


@jit
def _extend(text, i, end, kinds):
    """One past the marks and ignored characters from i on."""
    while i < end:
        code, after = _decode(text, i)
        if kinds[code] != MARK and kinds[code] != IGNORED:
            break
        i = after
    return i


@jit
def _address_end(text, start, i, end):
    """One past the web or e-mail address at byte i, or i; the text begins at byte start."""
    www = i + 4 < end and LOWER[text[i]] == LOWER[text[i + 1]] == LOWER[text[i + 2]] == 119 and text[i + 3] == STOP
    if www and PLAIN[text[i + 4]]:
        return _skip(text, i + 4, end, IN_ADDRESS)
    name = _skip(text, i, min(end, i + 64), IN_NAME)
    if name + 2 < end and text[name] == COLON and text[name + 1] == SLASH and text[name + 2] == SLASH:
        return _skip(text, name, end, IN_ADDRESS)
    if name + 1 < end and text[name] == AT and PLAIN[text[name + 1]]:
        return _skip(text, name + 1, end, IN_HOST)
    if name < end and text[name] == SLASH:
        low = name
        while low > start and name - low < 5 and 97 <= text[low - 1] <= 122:
            low -= 1
        if 2 <= name - low <= 4 and low > start and text[low - 1] == STOP:
            return _skip(text, name, end, IN_ADDRESS)
    return i


@jit
def _initials_end(text, i, end, kinds):
    """One past initials such as U.S. at byte i, or -1."""
    code, j = _decode(text, i)
    if kinds[code] != LETTER:
        return -1
    j = _extend(text, j, end, kinds)
    n = 0
    while j < end and text[j] == STOP and _kind(text, j + 1, end, kinds) == LETTER:
        after = _extend(text, _decode(text, j + 1)[1], end, kinds)
        following = _kind(text, after, end, kinds)
        if following == LETTER or following == NUMBER:
            break
        j = after
        n += 1
    if n == 0:
        return -1
    return j + 1 if j < end and text[j] == STOP else j


@jit
def _run_end(text, i, end, kinds):
    """One past the run of letters, marks and numbers at byte i, points within numbers included."""
    kind = np.uint8(BREAK)
    while i < end:
        code, after = _decode(text, i)
        now = kinds[code]
        if now == LETTER or now == NUMBER or now == MARK or now == IGNORED:
            kind = now
        elif not ((code == STOP or code == COMMA) and kind == NUMBER and _kind(text, after, end, kinds) == NUMBER):
            break
        i = after
    return i


@jit
def _word_end(text, i, end, kinds):
    """One past the word at byte i."""
    code, after = _decode(text, i)
    if kinds[code] == SINGLE:
        return _extend(text, after, end, kinds)
    while True:
        j = _initials_end(text, i, end, kinds)
        if j < 0:
            j = _run_end(text, i, end, kinds)
        joint = _kind(text, j, end, kinds)
        if joint != APOSTROPHE and joint != HYPHEN:
            return j
        i = _decode(text, j)[1]
        following = _kind(text, i, end, kinds)
        if following != LETTER and following != NUMBER:
            return j


@jit
def _after_apostrophe(text, start, i, kinds):
    """Whether the character before byte i is an apostrophe; the text begins at byte start."""
    k = i - 1
    while k > start and text[k] & 0xC0 == 0x80:
        k -= 1
    return k >= start and kinds[_decode(text, k)[0]] == APOSTROPHE


@jit
def _plain(text, i, end):
    """One past the ASCII letters and digits at byte i, and their key; -1 where they may not be the whole word."""
    key = np.uint64(0)
    shift = np.uint64(0)
    j = i
    stop = min(end, i + 8)
    while j < stop and PLAIN[text[j]]:
        key |= np.uint64(PLAIN[text[j]]) << shift
        shift += np.uint64(8)
        j += 1
    if j == i + 8:
        while j < end and PLAIN[text[j]]:
            key = _mix(key, PLAIN[text[j]])
            j += 1
        if j > i + 8:
            key |= LONG
    return (j if j == end or _ends_plainly(text, j, end) else -1), key


@jit
def _ends_plainly(text, j, end):
    """Whether a run of ASCII letters and digits that stops at byte j is a word and no part of a longer one."""
    b = text[j]
    if LOOK[b]:
        return False
    after = text[j + 1] if j + 1 < end else np.uint8(32)
    if b == STOP:
        return not LOOK_AFTER_STOP[after]
    if b == COMMA:
        return not (text[j - 1] <= 57 and (after >= 128 or 48 <= after <= 57))
    return b != COLON or after != SLASH


@jit
def _mix(key, byte):
    key = (key ^ np.uint64(byte)) * GOLDEN
    return key ^ (key >> np.uint64(29))


@jit
def _key(text, i, end):
    """A word's 64-bit key: its bytes in lower case, or a hash of them where there are more than eight."""
    key = np.uint64(0)
    shift = np.uint64(0)
    for k in range(i, min(end, i + 8)):
        key |= np.uint64(LOWER[text[k]]) << shift
        shift += np.uint64(8)
    if end - i > 8:
        for k in range(i + 8, end):
            key = _mix(key, LOWER[text[k]])
        key |= LONG
    return key


@jit
def _home(key, size):
    """Where a table of ``size`` places, a power of two, looks for a key first."""
    return np.int64(((key ^ (key >> np.uint64(32))) * GOLDEN) >> np.uint64(32)) & (size - 1)


@jit
def _number(value):
    """Which word or n-gram a place of a table holds: its number and one stand above 32 bits of uses; 0 where empty."""
    return np.int64(value >> HALF) - 1


@jit
def _same(text, i, j, letters, at):
    """Whether the word at bytes i to j is the one stored at ``at``."""
    for k in range(j - i):
        if letters[at + k] != LOWER[text[i + k]]:
            return False
    return True


@jit
def _find(text, i, j, key, table, letters, bounds):
    """The place of a word in the table, or the empty one where it belongs."""
    place = _home(key, len(table))
    while table[place, 1]:
        if table[place, 0] == key:
            if j - i <= 8:
                break
            word = _number(table[place, 1])
            if bounds[word + 1] - bounds[word] == j - i and _same(text, i, j, letters, bounds[word]):
                break
        place = (place + 1) & (len(table) - 1)
    return place


@jit
def _scan(text, starts, ends, kinds, stream, gaps, rows, table, letters, bounds, odd, state):
    """Number the words from ``state`` on, as far as the table has room; see ``scan``."""
    row, i, n, distinct, gap = state
    reached = np.int64(-1)
    while row < len(starts):
        end = ends[row]
        while i < end:
            b = text[i]
            if b == SPACE:
                i += 1
                continue
            key = np.uint64(0)
            j = np.int64(-1)
            if PLAIN[b]:
                j, key = _plain(text, i, end)
            else:
                code, after = _decode(text, i)
                kind = kinds[code]
                if kind != LETTER and kind != NUMBER and kind != SINGLE:
                    if kind == BREAK or kind == HYPHEN:
                        gap = AFTER_STOP if b == STOP and i == reached else APART
                    i = after
                    continue
            if j < 0:
                if PLAIN[b]:
                    j = _address_end(text, starts[row], i, end)
                    if j > i:
                        gap = APART
                        i = j
                        continue
                j = _word_end(text, i, end, kinds)
                key = _key(text, i, j)
            if j == i + 1 and LOWER[b] == SMALL_S and _after_apostrophe(text, starts[row], i, kinds):
                reached = j if gap != APART else np.int64(-1)
                i = j
                continue
            country = j == i + 2 and b == LARGE_U and text[i + 1] == LARGE_S
            if country:
                key = US
            place = _find(text, i, j, key, table, letters, bounds)
            if not table[place, 1]:
                at = bounds[distinct]
                if distinct + 1 == len(bounds) or at + j - i > len(letters):
                    state[:] = row, i, n, distinct, gap
                    return j - i
                for k in range(j - i):
                    b = text[i + k]
                    letters[at + k] = b if country else LOWER[b]
                    odd[distinct] |= country or b >= 128 or b == QUOTE or b == STOP
                distinct += 1
                bounds[distinct] = at + j - i
                table[place, 0] = key
                table[place, 1] = np.uint64(distinct) << HALF
            table[place, 1] += ONE
            stream[n] = _number(table[place, 1])
            gaps[n] = gap
            n += 1
            gap = FOLLOWS
            reached = j
            i = j
        row += 1
        rows[row] = n
        gap = APART
        if row < len(starts):
            i = starts[row]
            reached = np.int64(-1)
    state[:] = row, i, n, distinct, gap
    return 0


@jit
def _refill(table, bigger):
    """Put the content of a table into an empty one."""
    for old in range(len(table)):
        if table[old, 1]:
            place = _home(table[old, 0], len(bigger))
            while bigger[place, 1]:
                place = (place + 1) & (len(bigger) - 1)
            bigger[place, 0] = table[old, 0]
            bigger[place, 1] = table[old, 1]


def _doubled(table):
    bigger = np.zeros((2 * len(table), 2), np.uint64)
    _refill(table, bigger)
    return bigger


def _uses(table, distinct):
    """How often each word or n-gram of a table is used."""
    held = table[table[:, 1] > 0, 1]
    uses = np.empty(distinct, np.int64)
    uses[(held >> HALF).astype(np.int64) - 1] = (held & (ONE << HALF) - ONE).astype(np.int64)
    return uses


def _grown(array, n):
    """The array with room for n, zeros behind its content."""
    return np.concatenate([array, np.zeros(max(n - len(array), 0), array.dtype)])


def scan(text, starts, ends, kinds):
    """Words as numbers, in the order of their first use.

    Parameters
    ----------
    text : ndarray of uint8
        UTF-8.
    starts, ends : ndarray of int64, shape (n_articles,)
        Bytes of every article.
    kinds : ndarray of uint8, shape (0x110000,)
        ``rule.classes()``.

    Returns
    -------
    stream : ndarray of int32, shape (n_words,)
        The distinct word that stands at every place.
    gaps : ndarray of uint8, shape (n_words,)
        FOLLOWS, AFTER_STOP or APART: how it stands to the word before it.
    rows : ndarray of int64, shape (n_articles + 1,)
        Where the words of every article begin.
    letters : ndarray of uint8
        The distinct words end to end, ASCII in lower case, else as first written.
    bounds : ndarray of int64, shape (n_distinct + 1,)
        Where each begins in ``letters``.
    odd : ndarray of bool, shape (n_distinct,)
        Whether ``rule.fold`` may change it.
    uses : ndarray of int64, shape (n_distinct,)
        How often it is used.
    """
    most = int((ends - starts).sum()) // 2 + len(starts) + 1  # a word and what parts it take two bytes or more
    stream, gaps, rows = np.empty(most, np.int32), np.empty(most, np.uint8), np.zeros(len(starts) + 1, np.int64)
    table, letters = np.zeros((1 << 16, 2), np.uint64), np.empty(1 << 19, np.uint8)
    bounds, odd = np.zeros((1 << 15) + 1, np.int64), np.zeros(1 << 15, np.bool_)
    state = np.array([0, starts[0] if len(starts) else 0, 0, 0, APART], np.int64)
    while lacking := _scan(text, starts, ends, kinds, stream, gaps, rows, table, letters, bounds, odd, state):
        table, letters = _doubled(table), _grown(letters, 2 * len(letters) + lacking)
        bounds, odd = _grown(bounds, len(table) // 2 + 1), _grown(odd, len(table) // 2)
    n, distinct = state[2], state[3]
    letters, bounds, odd = letters[: bounds[distinct]], bounds[: distinct + 1], odd[:distinct]
    return Scan(stream[:n], gaps[:n], rows, letters, bounds, odd, _uses(table, distinct))


@jit
def _link(words, numbers, gaps, rows, titles, shortest, longest, runs, totals):
    for row in range(len(rows) - 1):
        run = 0
        for i in range(rows[row], rows[row + 1]):
            joined = gaps[i] == FOLLOWS or (gaps[i] == AFTER_STOP and titles[numbers[words[i - 1]]])
            run = min(run + 1, longest) if joined else 1
            runs[i] = run
            totals[row] += max(0, run - shortest + 1)


def link(scanned, numbers, titles, shortest, longest):
    """How long an n-gram may end at every place, and how many n-grams every article has.

    Parameters
    ----------
    scanned : Scan
    numbers : ndarray of int32
        The term of every distinct word of ``scanned``.
    titles : ndarray of bool
        Whether the full stop after a term may stand within an n-gram.
    shortest, longest : int
        Lengths of the n-grams asked for.

    Returns
    -------
    runs : ndarray of uint8, shape (n_words,)
        1 to ``longest``.
    totals : ndarray of int64, shape (n_articles,)
    """
    runs, totals = np.empty(len(scanned.stream), np.uint8), np.zeros(len(scanned.rows) - 1, np.int64)
    _link(scanned.stream, numbers, scanned.gaps, scanned.rows, titles, shortest, longest, runs, totals)
    return runs, totals


@jit
def _pair(grams, alive, words, numbers, runs, n, table, out, firsts, lasts, state):
    """Number the n-grams from ``state`` on, as far as the table has room; see ``pair``."""
    i, distinct = state
    while i < len(words):
        out[i] = -1
        if runs[i] >= n and grams[i - 1] >= 0 and alive[grams[i - 1]] >= 0 and numbers[words[i]] >= 0:
            gram = alive[grams[i - 1]]
            word = numbers[words[i]]
            key = np.uint64(gram) << HALF | np.uint64(word)
            place = _home(key, len(table))
            while table[place, 1] and table[place, 0] != key:
                place = (place + 1) & (len(table) - 1)
            if not table[place, 1]:
                if distinct == len(firsts):
                    state[:] = i, distinct
                    return True
                firsts[distinct] = gram
                lasts[distinct] = word
                distinct += 1
                table[place, 0] = key
                table[place, 1] = np.uint64(distinct) << HALF
            table[place, 1] += ONE
            out[i] = _number(table[place, 1])
        i += 1
    state[:] = 0, distinct
    return False


def pair(parts, n):
    """N-grams as numbers, from those of the (n - 1)-grams and of the words that follow them.

    Parameters
    ----------
    parts : list of (grams, alive, words, numbers, runs)
        For every place: which distinct (n - 1)-gram ends there (-1 for none), which distinct word stands there, and the
        longest n-gram that may end there; ``alive`` and ``numbers`` give the terms of these, -1 for one left out.
    n : int
        2 or more.

    Returns
    -------
    streams : list of int32 ndarray
        For every part the distinct n-gram that ends at every place, or -1.
    firsts, lasts : ndarray of int32, shape (n_distinct,)
        The terms of the (n - 1)-gram and of the word that make up every n-gram.
    uses : ndarray of int64, shape (n_distinct,)
        How often it is used.
    """
    table, state = np.zeros((1 << 16, 2), np.uint64), np.zeros(2, np.int64)
    firsts, lasts = np.empty(1 << 15, np.int32), np.empty(1 << 15, np.int32)
    streams = [np.empty(len(part[0]), np.int32) for part in parts]
    for part, stream in zip(parts, streams, strict=True):
        while _pair(*part, n, table, stream, firsts, lasts, state):
            table = _doubled(table)
            firsts, lasts = _grown(firsts, len(table) // 2), _grown(lasts, len(table) // 2)
    return streams, firsts[: state[1]], lasts[: state[1]], _uses(table, state[1])


@jit
def _lowest(bits):
    """The number of the lowest bit that is set."""
    return np.int64(BIT_OF[((bits & (~bits + ONE)) * DE_BRUIJN) >> np.uint64(58)])


@jit
def _tally(stream, columns, rows, counts, bits, blocks, indices, data, lengths):
    """Count row by row; two levels of bits, one a column and one for 64 of those, give the columns in order."""
    n = 0
    for row in range(len(rows) - 1):
        begin = n
        for i in range(rows[row], rows[row + 1]):
            column = columns[stream[i]] if stream[i] >= 0 else -1
            if column >= 0:
                counts[column] += 1
                bits[column >> 6] |= ONE << np.uint64(column & 63)
                blocks[column >> 12] |= ONE << np.uint64(column >> 6 & 63)
        for block in range(len(blocks)):
            while blocks[block]:
                at = block << 6 | _lowest(blocks[block])
                blocks[block] &= blocks[block] - ONE
                while bits[at]:
                    column = at << 6 | _lowest(bits[at])
                    bits[at] &= bits[at] - ONE
                    indices[n] = column
                    data[n] = counts[column]
                    counts[column] = 0
                    n += 1
        lengths[row] = n - begin


def tally(stream, columns, rows, n_columns):
    """Count how often every row uses every column.

    Parameters
    ----------
    stream : ndarray of int32
        The distinct word or n-gram at every place, -1 for none.
    columns : ndarray of int32
        The column of each of these, -1 for none.
    rows : ndarray of int64, shape (n_rows + 1,)
        Where every row begins in ``stream``.
    n_columns : int

    Returns
    -------
    data, indices : ndarray of int32
        Uses and columns, row after row, the columns of a row in order.
    lengths : ndarray of int64, shape (n_rows,)
        How many columns every row uses.
    """
    indices, data = np.empty(len(stream), np.int32), np.empty(len(stream), np.int32)
    counts, lengths = np.zeros(n_columns, np.int32), np.zeros(len(rows) - 1, np.int64)
    bits, blocks = np.zeros((n_columns >> 6) + 1, np.uint64), np.zeros((n_columns >> 12) + 1, np.uint64)
    _tally(stream, columns, rows, counts, bits, blocks, indices, data, lengths)
    return data[: lengths.sum()], indices[: lengths.sum()], lengths
