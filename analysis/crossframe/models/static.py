"""Words as points in a space where those used alike lie near: the vectors of WordLlama's wheel, without a network."""

from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np

from crossframe.errors import DataError, MissingPackageError, need

__all__ = ["NAME", "WIDTH", "spelled_out", "text_vectors", "word_vectors"]

NAME = "WordLlama l2_supercat, 256 dimensions"
WIDTH = 256
LETTERS = 1.5  # a piece, on average: in fewer a word is spelled out
BATCH = 20_000  # texts cut into pieces at a time
FILES = {"weights": "l2_supercat_256.safetensors", "tokenizers": "l2_supercat_tokenizer_config.json"}


def word_vectors(words):
    """Vectors of single words, whatever the text around them.

    Parameters
    ----------
    words : sequence of str, length n
        English. A word that is in pieces as it stands, but whole with a capital, is looked up with it: *obama* is
        *Obama*. All others are taken as they stand.

    Returns
    -------
    ndarray of float32, shape (n, 256)
        Rows of length 1, so that the dot product of two rows is their cosine. A word that is not in the vocabulary is
        the mean of its pieces (*un* and *just* for *unjust*). A row of NaN is a word without a vector: one without a
        letter, or of letters that no piece has.

    Raises
    ------
    DataError
        What was given is no sequence of str.
    MissingPackageError
        wordllama, safetensors or tokenizers is not installed.

    References
    ----------
    Miller (2024), WordLlama: recycled token embeddings from large language models. The card is ``static.md``.

    Examples
    --------
    >>> war, battle, bread, none = word_vectors(["war", "battle", "bread", "1,000"])
    >>> bool(war @ battle > 0.4 > war @ bread), bool(np.isnan(none).all())
    (True, True)
    """
    words = _checked(words, "word_vectors")
    rows = np.full((len(words), WIDTH), np.nan, np.float32)
    lettered = [place for place, word in enumerate(words) if any(map(str.isalpha, word))]
    rows[lettered] = _means([words[place] for place in lettered], _word_pieces)
    return rows


def spelled_out(words):
    """Whether each word is known by little more than its letters, so that its vector says nothing of the word.

    A rare word is made of parts that mean something, *hawkish* and *unjust* too; what is no word, of single letters.

    Parameters
    ----------
    words : sequence of str, length n
        Looked up as :func:`word_vectors` does.

    Returns
    -------
    list of bool, length n

    Raises
    ------
    DataError
        What was given is no sequence of str.
    MissingPackageError
        wordllama or tokenizers is not installed.

    Examples
    --------
    >>> spelled_out(["war", "unjust", "hawkish", "qwxzv"])
    [False, False, False, True]
    """
    words = _checked(words, "spelled_out")
    return [len(word) < LETTERS * len(pieces) for word, pieces in zip(words, _word_pieces(words))]


def text_vectors(texts):
    """Vectors of sentences or passages: the mean of the vectors of their word pieces.

    Quick (some 20 million words a minute) and blind to the order of words; ``crossframe.models.encoder.encode`` reads
    it.

    Parameters
    ----------
    texts : sequence of str, length n

    Returns
    -------
    ndarray of float32, shape (n, 256)
        Rows of length 1; of a text without a known piece zeros, as ``encode`` has them.

    Raises
    ------
    DataError
        What was given is no sequence of str.
    MissingPackageError
        wordllama, safetensors or tokenizers is not installed.

    Examples
    --------
    >>> near = text_vectors(["The ferry ran aground.", "The ferry hit a sandbank.", "Taxes will rise in May."])
    >>> bool((near @ near.T)[0, 1] > (near @ near.T)[0, 2])
    True
    """
    return np.nan_to_num(_means(_checked(texts, "text_vectors"), _pieces), copy=False)


def _checked(texts, what):
    if isinstance(texts, str) or any(not isinstance(text, str) for text in texts):
        raise DataError(f"{what} takes a list of words or texts, each a str.")
    return list(texts)


def _means(texts, cut):
    """Mean vector of the known pieces of every text, scaled to length 1; NaN where there is none."""
    from tqdm import tqdm

    parts = []
    with tqdm(total=len(texts), desc="vectors", unit=" texts", delay=2) as bar:
        for begin in range(0, len(texts), BATCH):
            parts.append(_mean(cut(texts[begin : begin + BATCH])))
            bar.update(min(BATCH, len(texts) - begin))
    return np.concatenate([np.empty((0, WIDTH), np.float32), *parts])


def _mean(pieces):
    from scipy.sparse import csr_array

    bounds = np.cumsum([0, *map(len, pieces)])
    vectors, known = _vectors()
    ids = np.fromiter(chain.from_iterable(pieces), np.int64, bounds[-1])
    uses = csr_array((known[ids], ids, bounds), shape=(len(pieces), len(vectors)))
    total = uses @ vectors
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return total / np.where(length > 0, length, np.nan)


def _pieces(texts):
    """Numbers of the pieces of every text."""
    return [encoding.ids for encoding in _tokenizer().encode_batch(texts, add_special_tokens=False)]


def _word_pieces(words):
    """The same of words, whole with a capital where they are in pieces without."""
    pieces, whole = _pieces(words), _tokenizer().token_to_id
    for place, word in enumerate(words):
        if len(pieces[place]) > 1 and (number := whole("▁" + word.capitalize())) is not None:
            pieces[place] = [number]
    return pieces


@cache
def _vectors():
    """Vectors of all pieces, and 1.0 for those that stand for letters: neither single bytes nor blanks."""
    need("safetensors")
    from safetensors.numpy import load_file

    vectors = load_file(_file("weights"))["embedding.weight"].astype(np.float32)
    tokenizer = _tokenizer()
    pieces = [tokenizer.id_to_token(number) for number in range(len(vectors))]
    blank = [piece.startswith("<") and piece.endswith(">") or not piece.strip("▁") for piece in pieces]
    return vectors, 1 - np.array(blank, np.float32)


@cache
def _tokenizer():
    need("tokenizers")
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(_file("tokenizers")))


def _file(folder):
    """A data file of the wheel, found without importing it: its own loader would ask a network for what it has."""
    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPackageError("wordllama is not installed; it comes with: pip install crossframe.")
    path = Path(next(iter(spec.submodule_search_locations))) / folder / FILES[folder]
    if not path.is_file():
        raise DataError(f"the installed wordllama lacks {folder}/{FILES[folder]}: install wordllama 0.4.0 again.")
    return path
