"""Sentiment of texts by a lexicon: VADER's rules, or the mean score of the matched words."""

from functools import lru_cache
from itertools import chain

import numpy as np

from crossframe.errors import DataError
from crossframe.lexicons import load_lexicon
from crossframe.measure.reader import Reader
from crossframe.measure.rules import score_words

TYPOGRAPHY = ("printed", "straight")
EXCLAIM, MAX_EXCLAIMS, QUESTION, MAX_QUESTIONS, MANY_QUESTIONS = 0.292, 4, 0.18, 3, 0.96  # VADER's emphasis
SPREAD = 15  # of VADER's sum, where it is brought to -1 .. 1
BATCH = 1_000_000  # characters read at a time


def valence(texts, lexicon="vader", *, typography="printed"):
    """Sentiment scores of texts.

    With the lexicon "vader" this is vaderSentiment's compound score, unrounded, by its own rules, quirks included. It
    is meant for sentences: the score of a whole article lies near -1 or 1 whatever it says.

    Parameters
    ----------
    texts : sequence of str, length n
        Sentences, best of all; each is scored by itself.
    lexicon : str, Path, DataFrame, dict or Lexicon
        As :func:`crossframe.lexicons.load_lexicon` takes it.
    typography : {"printed", "straight"}
        "printed" reads a text as it stands, as vaderSentiment does: it knows neither good in curly quotes nor don't
        with a curly apostrophe. "straight" reads curly quotes as straight ones, and dashes and ellipses as spaces, so
        that outlets do not differ by their typesetting. Rules other than VADER's always read straight.

    Returns
    -------
    float array, shape (n,)
        Above 0: positive. VADER's rules: -1 to 1. Other rules: the mean score of the matched words, on the lexicon's
        scale, where negated words have the sign turned under "negation". NaN where no word matched (vaderSentiment says
        0.0 there).

    Raises
    ------
    DataError
        `texts` is one str or holds something else than str; the lexicon is unknown.

    References
    ----------
    Hutto & Gilbert (2014), VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.

    Examples
    --------
    >>> valence(["A good plan.", "Not a good plan!", "The plan."]).round(4)
    array([ 0.4404, -0.4015,     nan])
    >>> valence(["A calm, safe town", "not calm"], {"calm": 1, "safe": 2})
    array([ 1.5, -1. ])
    """
    return score_texts(checked_texts(texts), reader_for(lexicon, typography))[0]


def reader_for(lexicon, typography):
    """The reader for a lexicon (as ``load_lexicon`` takes it); kept for the next call.

    Raises
    ------
    DataError
        The lexicon is unknown, or `typography` is neither "printed" nor "straight".
    """
    if typography not in TYPOGRAPHY:
        raise DataError(f"typography is one of {', '.join(TYPOGRAPHY)}, got {typography!r}.")
    lexicon = load_lexicon(lexicon)
    return _reader(lexicon, typography == "straight" or lexicon.rules != "vader")


@lru_cache(maxsize=8)
def _reader(lexicon, straight):
    return Reader(lexicon, straight=straight)


def checked_texts(texts):
    """Texts as a list of str.

    Raises
    ------
    DataError
        One str, or something that is no text.
    """
    if isinstance(texts, str):
        raise DataError("texts is a list of texts, not one: [text].")
    texts = list(texts)
    if not all(issubclass(kind, str) for kind in set(map(type, texts))):
        place = next(place for place, text in enumerate(texts) if not isinstance(text, str))
        raise DataError(f"text {place} is {texts[place]!r}, not a str.")
    return texts


def score_texts(texts, reader, *, owner=None, n=None):
    """Scores of texts, matched words and words.

    Parameters
    ----------
    texts : list of str
    reader : Reader
    owner : int array, shape (n_texts,), or None
        Texts of one owner (0 to n - 1) are scored together, though no rule reaches from one into the other. None: each
        text by itself.
    n : int or None
        How many owners there are.

    Returns
    -------
    tuple of arrays, shape (n,), or (n_texts,) without owners
        score (float; NaN where no word matched), n_matched, n_words (int).
    """
    parts = [_sums(batch, reader) for batch in _batches(texts)]
    total, *counts = (np.concatenate(part) for part in zip(*parts, strict=True))
    if owner is not None:
        total = np.bincount(owner, weights=total, minlength=n)
        counts = [np.bincount(owner, weights=count, minlength=n).astype(np.int64) for count in counts]
    n_matched, n_words, exclaims, questions = counts
    with np.errstate(invalid="ignore"):
        score = _compound(total, exclaims, questions) if reader.lexicon.rules == "vader" else total / n_matched
    return np.where(n_matched, score, np.nan), n_matched, n_words


def _batches(texts):
    sizes = np.cumsum(np.fromiter(chain((0,), map(len, texts)), dtype=np.int64, count=len(texts) + 1))
    first = 0
    while first < len(texts) or not first:
        last = max(int(np.searchsorted(sizes, sizes[first] + BATCH, side="right")) - 1, first + 1)
        yield texts[first:last]
        first = last


def _sums(texts, reader):
    """Of every text the sum of its words' scores, how many matched, words, exclamation and question marks."""
    reading = reader.read(texts)
    at, score = score_words(reading, reader.vocabulary)
    text = reading.text[at]
    total, n_matched = (np.bincount(text, weights=each, minlength=len(texts)) for each in (score, None))
    return total, n_matched, *(each.copy() for each in (reading.n_words, reading.exclaims, reading.questions))


def _compound(total, exclaims, questions):
    """VADER's sum, pushed away from 0 by ! and ?, and brought to -1 .. 1."""
    many = np.where(questions > MAX_QUESTIONS, MANY_QUESTIONS, questions * QUESTION)
    total = np.where(np.abs(total) < 1e-9, 0.0, total)  # what rounding leaves of words that cancel is no side to take
    push = np.minimum(exclaims, MAX_EXCLAIMS) * EXCLAIM + np.where(questions > 1, many, 0)
    total = total + np.sign(total) * push
    return total / np.sqrt(total * total + SPREAD)
