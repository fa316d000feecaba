"""Texts to a sparse article x term matrix, in plain Python or by the compiled kernel: the same answer either way."""

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from crossframe.errors import DataError
from crossframe.tokens.compiled import count_compiled
from crossframe.tokens.rule import tokenize, words

PLAIN_BYTES = 3_000_000  # below, plain Python is done before the kernel is loaded

STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either
    ever every few for from further had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers
    herself him himself his how how's i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let's
    may me might more most much must my myself neither no nor not now of off on once only onto or other our ours
    ourselves out over own per same shall shan't she she'd she'll she's should shouldn't since so some such than that
    that'd that'll that's the their theirs them themselves then there there'd there's these they they'd they'll they're
    they've this those though through to too toward towards under until up upon us very was wasn't we we'd we'll we're
    we've were weren't what what's when when's where where's whether which while who who'd who'll who's whom whose why
    why's will with within without won't would wouldn't yet you you'd you'll you're you've your yours yourself
    yourselves""".split()
)


@dataclass(frozen=True)
class Counts:
    """How often every article uses every term.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of int32, shape (n_articles, n_terms)
        Uses; indices are sorted, no zero is stored.
    terms : ndarray of str objects, shape (n_terms,)
        In code point order, so that the same texts give the same bytes.
    totals : ndarray of int64, shape (n_articles,)
        All n-grams of the article, those left out by ``stop_words`` and ``min_count`` included.
    """

    matrix: object
    terms: np.ndarray
    totals: np.ndarray


def count_terms(texts, *, ngrams=1, stop_words=None, min_count=1):
    """Count the words or n-grams of every article.

    Parameters
    ----------
    texts : Series, array or list of str, length n_articles
        A Series backed by Arrow is read where it lies.
    ngrams : int or (int, int)
        n for exactly n words, (low, high) for all lengths between; 1 to 3. An n-gram lies within one phrase: nothing
        but spaces, apostrophes, currency and percent signs, @, #, & and _ stands between its words, or the full stop of
        a title (*Mr.*, *Sen.*; ``crossframe.sentences.TITLES``). Commas, quotation marks, dashes, line breaks end it.
    stop_words : None, "english" or iterable of str
        Words to leave out; an n-gram is left out when its first or last word is one. None leaves out nothing;
        "english" is a list of 206 function words drawn up for crossframe (``crossframe.tokens.STOP_WORDS``).
    min_count : int
        Leave out terms used less often than this in all texts together.

    Returns
    -------
    Counts
        ``totals`` counts what ``stop_words`` and ``min_count`` left out, too.

    Raises
    ------
    DataError
        A text is missing or no string; ``ngrams``, ``stop_words`` or ``min_count`` is not one of the above.

    See Also
    --------
    tokenize : what a word is.

    Examples
    --------
    >>> counts = count_terms(["The tax is a tax.", "No tax cut!"], min_count=2)
    >>> counts.terms.tolist(), counts.matrix.toarray().tolist(), counts.totals.tolist()
    (['tax'], [[2], [1]], [5, 3])
    """
    low, high = _lengths(ngrams)
    stops = _stop_words(stop_words)
    if not _whole(min_count) or min_count < 1:
        raise DataError(f"min_count must be a whole number of 1 or more, got {min_count!r}.")
    texts = as_arrow(texts)
    count = _count_plain if texts.nbytes < PLAIN_BYTES else count_compiled
    return Counts(*count(texts, low, high, stops, min_count))


def as_arrow(texts):
    """The texts as one Arrow array of large strings, where possible without a copy.

    Raises
    ------
    DataError
        A text is missing or no string.
    """
    import pyarrow as pa

    try:
        array = pa.array(texts, from_pandas=True)
    except (pa.ArrowException, UnicodeError) as error:
        raise DataError(f"texts must be strings of valid Unicode: {error}.") from error
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if kind not in (pa.string(), pa.large_string(), pa.null()):
        raise DataError(f"texts must be strings, got {kind}.")
    array = array.cast(pa.large_string())
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if array.null_count:
        first = array.is_null().to_pylist().index(True)
        gone = f"{array.null_count} of {len(array)} texts are missing (first: number {first})"
        raise DataError(f"{gone}; fill or drop them.")
    return array


def _lengths(ngrams):
    """The shortest and longest n-gram asked for."""
    pair = ngrams if isinstance(ngrams, (tuple, list)) and len(ngrams) == 2 else (ngrams, ngrams)
    if not all(_whole(n) for n in pair) or not 1 <= pair[0] <= pair[1] <= 3:
        raise DataError(f"ngrams must be 1, 2, 3 or a pair such as (1, 2), got {ngrams!r}.")
    return int(pair[0]), int(pair[1])


def _whole(number):
    return isinstance(number, (int, np.integer)) and not isinstance(number, bool)


def _stop_words(stop_words):
    """The stop words as terms."""
    if stop_words is None:
        return frozenset()
    if isinstance(stop_words, str):
        if stop_words != "english":
            raise DataError(f"stop_words must be None, 'english' or a list of words of your own, got {stop_words!r}.")
        return STOP_WORDS
    folded = {word: tokenize(word) for word in stop_words}
    if bad := [word for word, tokens in folded.items() if len(tokens) != 1]:
        raise DataError(f"stop word {bad[0]!r} is not one word: crossframe's rule makes {len(folded[bad[0]])} of it.")
    return frozenset(tokens[0][0] for tokens in folded.values())


def _count_plain(texts, low, high, stops, min_count):
    """As ``count_compiled``, in plain Python."""
    rows = [Counter(_ngrams(text, low, high)) for text in texts.to_pylist()]
    corpus = Counter()
    for row in rows:
        corpus.update(row)
    ends = ((term, term.split(" ")) for term, n in corpus.items() if n >= min_count)
    terms = sorted(term for term, parts in ends if parts[0] not in stops and parts[-1] not in stops)
    column = {term: j for j, term in enumerate(terms)}
    cells = [sorted((column[term], n) for term, n in row.items() if term in column) for row in rows]
    return _csr(cells, len(terms)), np.array(terms, object), np.array([row.total() for row in rows], np.int64)


def _ngrams(text, low, high):
    """Every n-gram of a text."""
    if high == 1:
        yield from map(itemgetter(0), words(text))
        return
    phrase = []
    for term, _, _, follows in words(text):
        phrase = [*phrase[-2:], term] if follows else [term]
        yield from (" ".join(phrase[-n:]) for n in range(low, min(high, len(phrase)) + 1))


def _csr(cells, n_terms):
    from scipy.sparse import csr_array

    indptr = np.cumsum([0, *map(len, cells)], dtype=np.int64)
    flat = np.array([cell for row in cells for cell in row], np.int32).reshape(-1, 2)
    return csr_array((flat[:, 1].copy(), flat[:, 0].copy(), indptr), shape=(len(cells), n_terms))
