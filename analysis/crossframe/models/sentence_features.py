"""What classifiers of sentences see: the encoder's reading, the words' vectors, the words of a dictionary."""

import numpy as np

from crossframe.lexicons.entries import find_entries
from crossframe.models.encoder import encode
from crossframe.models.static import text_vectors, word_vectors
from crossframe.tokens import word_stream

__all__ = ["sentence_features", "word_features"]

MOST = 2  # matches of one category in a sentence that count
WEIGHT = 0.2  # of a match; the other parts have rows of length 1


def sentence_features(sentences, dictionary=None, *, encoder=True, progress=True):
    """Numbers of sentences for a linear classifier.

    Parameters
    ----------
    sentences : list of str
    dictionary : Dictionary or None
    encoder : bool
        Whether the sentence encoder is asked. It is the slow part.
    progress : bool
        Whether the encoder shows a bar.

    Returns
    -------
    ndarray of float32, shape (n_sentences, 384 + 256 + n_categories)
        The encoder's row (not there without it), the mean of the words' vectors, and matches of each category (none
        without a dictionary).

    Examples
    --------
    >>> sentence_features(["A tax cut."], encoder=False).shape
    (1, 256)
    """
    parts = [encode(sentences, progress=progress)] if encoder else []
    parts.append(text_vectors(sentences))
    if dictionary is not None:
        parts.append(WEIGHT * np.minimum(_matches(sentences, dictionary), MOST))
    return np.hstack(parts).astype(np.float32)


def word_features(words, dictionary=None, *, encoder=True):
    """What a word by itself adds to the numbers of a sentence, as far as that can be told without its sentence.

    Parameters
    ----------
    words : list of str
    dictionary, encoder
        As in :func:`sentence_features`; the encoder's numbers are 0, since it reads no word by itself.

    Returns
    -------
    ndarray of float32, shape (n_words, as of sentence_features)
    """
    from crossframe.models.encoder import WIDTH

    parts = [np.zeros((len(words), WIDTH))] if encoder else []
    parts.append(np.nan_to_num(word_vectors(words)))
    if dictionary is not None:
        parts.append(WEIGHT * np.minimum(_matches(words, dictionary), MOST))
    return np.hstack(parts).astype(np.float32)


def _matches(texts, dictionary):
    """Matches of every category in every text, shape (n_texts, n_categories)."""
    stream = word_stream(texts)
    found = find_entries(stream, dictionary)
    counts = np.zeros((len(texts), len(dictionary.categories)))
    kept = found.category < counts.shape[1]
    text = np.searchsorted(stream.rows, found.start[kept], side="right") - 1
    np.add.at(counts, (text, found.category[kept]), 1)
    return counts
