"""Latent semantic scaling: a few seed words give every word of the corpus its polarity, and the words the articles."""

import re

import numpy as np

from crossframe.compare.scales.scale import Scale
from crossframe.errors import DataError
from crossframe.sentences import split_sentences
from crossframe.tokens import count_terms

__all__ = ["SEEDS", "context_counts", "fit_latent", "latent_vectors", "match_seeds", "read_seeds", "word_polarity"]

BLOCK = 64  # vectors that are multiplied at a time
FEWEST_ROUNDS = 8  # each brings what was found nearer to the truth
EXACT = 1500  # terms up to which all dimensions are found

SEEDS = {
    "sentiment": dict.fromkeys("good great excellent success* hope* benefit* welcome* safe happy strong".split(), 1.0)
    | dict.fromkeys("bad terrible awful fail* fear* harm* tragic dangerous angry weak".split(), -1.0),
}


def fit_latent(counts, word_scores, *, centre=0.0, spread=1.0):
    """Score texts by the polarity of their words.

    Parameters
    ----------
    counts : matrix, shape (n_units, n_terms)
        Uses of every term; sparse or dense.
    word_scores : float array, shape (n_terms,)
        As :func:`word_polarity` gives them; NaN for a term without one.
    centre, spread : float
        What is taken from the mean polarity, and what it is divided by: of a corpus, mean and standard deviation of
        its articles, as polarity itself has no unit.

    Returns
    -------
    Scale
        ``positions``: mean polarity of a unit's words, each use counted; NaN where none has a polarity. ``words``:
        ``estimate`` the polarity, ``weight`` the term's share of all uses.

    Raises
    ------
    DataError
        No unit has a word with a polarity, or `word_scores` does not fit.

    References
    ----------
    Watanabe (2021), Communication Methods and Measures 15(2).

    Examples
    --------
    >>> fit_latent([[3, 1, 0], [0, 0, 2]], [0.5, -0.5, np.nan]).positions.tolist()
    [0.25, nan]
    """
    from scipy.sparse import csr_array

    counts, scores = csr_array(counts, dtype=float), np.asarray(word_scores, dtype=float)
    if scores.shape != counts.shape[1:]:
        raise DataError(f"word_scores has {len(scores)} values and counts {counts.shape[1]} terms; give one a term.")
    known = ~np.isnan(scores)
    n_scored = counts @ known.astype(float)
    if not n_scored.any():
        raise DataError("no text has a word with a polarity.")
    n, scores = np.where(n_scored > 0, n_scored, np.nan), np.where(known, scores, 0.0)
    positions = counts @ scores / n
    words = {"estimate": np.where(known, scores, np.nan), "weight": counts.sum(axis=0) / counts.sum()}
    return Scale((positions - centre) / spread, words, {"n_scored": n_scored.astype(np.int64)})


def read_seeds(seeds):
    """Seed words and their weights.

    Parameters
    ----------
    seeds : str, dict of str to number, or iterable of str
        "sentiment", drawn up for crossframe; words with a weight, above 0 on one side of the scale and below 0 on the
        other; or words alone, all of weight 1: then the scale says only how near to them a text is. ``*`` in a word
        stands for any letters.

    Returns
    -------
    dict of str to float

    Raises
    ------
    DataError
        No such set, no seed at all, a weight of 0 or none.

    Examples
    --------
    >>> read_seeds({"Peace*": 1, "war": -1})
    {'peace*': 1.0, 'war': -1.0}
    """
    if isinstance(seeds, str):
        if seeds not in SEEDS:
            raise DataError(f"no seed words are called {seeds!r}; there is {', '.join(SEEDS)}, or give words of your "
                            "own: {'peace*': 1, 'war': -1}.")
        return SEEDS[seeds]
    try:
        weights = dict(seeds) if isinstance(seeds, dict) else dict.fromkeys(seeds, 1.0)
        weights = {" ".join(word.lower().replace("’", "'").split()): float(weight) for word, weight in weights.items()}
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(f"seeds are words, each with a number: {{'peace*': 1, 'war': -1}}; got {seeds!r}.") from error
    if not weights:
        raise DataError("seeds is empty; give some words of each side: {'peace*': 1, 'war': -1}.")
    for word, weight in weights.items():
        if not np.isfinite(weight) or not weight:
            raise DataError(f"seed {word!r} has the weight {weight!r}; it must be above 0 or below.")
        if not word.strip("* "):
            raise DataError(f"seed {word!r} matches every word; put letters beside the *.")
    return weights


def match_seeds(seeds, terms):
    """The weight of every term as a seed.

    Parameters
    ----------
    seeds : dict of str to float
        As :func:`read_seeds` gives them. The terms that one pattern matches share its weight.
    terms : sequence of str, length n_terms

    Returns
    -------
    weights : float array, shape (n_terms,)
    missing : list of str
        Seeds that no term matches.

    Raises
    ------
    DataError
        No seed is among the terms, or of a scale with two sides one side has none.

    Examples
    --------
    >>> match_seeds({"peace*": 1.0, "war": -1.0, "truce": 1.0}, ["peace", "peaceful", "war"])
    (array([ 0.5,  0.5, -1. ]), ['truce'])
    """
    place = {term: at for at, term in enumerate(terms)}
    weights, missing, found = np.zeros(len(terms)), [], set()
    for seed, weight in seeds.items():
        at = _places(seed, place)
        if at:
            weights[at] += weight / len(at)
            found.add(weight > 0)
        else:
            missing.append(seed)
    if not found:
        raise DataError(f"none of the {len(seeds)} seed words is among the {len(terms):,} terms: {_some(missing)}; "
                        "lower min_count, min_articles or min_outlets, or choose words that the texts use.")
    if lost := {weight > 0 for weight in seeds.values()} - found:
        side = "above" if True in lost else "below"
        absent = [seed for seed in missing if (seeds[seed] > 0) in lost]
        raise DataError(f"no seed word with a weight {side} 0 is among the {len(terms):,} terms: {_some(absent)}; a "
                        "scale needs seeds at both its ends: lower min_count, min_articles or min_outlets, or choose "
                        "words that the texts use.")
    return weights, missing


def _places(seed, place):
    """Where the terms stand that a seed matches."""
    if "*" not in seed:
        return [place[seed]] if seed in place else []
    pattern = re.compile(".*".join(map(re.escape, seed.split("*"))))
    return [at for term, at in place.items() if pattern.fullmatch(term)]


def _some(words, most=8):
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def word_polarity(vectors, weights):
    """The polarity of every word: its mean cosine to the seeds, each with its weight.

    Parameters
    ----------
    vectors : float array, shape (n_terms, n_dimensions)
        A row of zeros or NaN is a word without a vector.
    weights : float array, shape (n_terms,)
        As :func:`match_seeds` gives them; 0 for what is no seed.

    Returns
    -------
    float array, shape (n_terms,)
        Above 0: nearer to the seeds of positive weight. NaN for a word without a vector.

    Raises
    ------
    DataError
        No seed of one of the sides has a vector.

    Examples
    --------
    >>> word_polarity(np.array([[2.0, 0], [0, 1], [1, 1], [0, 0]]), np.array([1.0, -1, 0, 0])).round(3).tolist()
    [0.5, -0.5, 0.0, nan]
    """
    vectors = np.asarray(vectors, dtype=float)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length > 0, length, np.nan)
    seeds = np.flatnonzero((weights != 0) & ~np.isnan(unit[:, 0]))
    if {*np.sign(weights[seeds])} != {*np.sign(weights[weights != 0])}:
        raise DataError("no seed word of one side of the scale has a vector; choose commoner words.")
    return unit @ (weights[seeds] @ unit[seeds]) / np.abs(weights[seeds]).sum()


def context_counts(texts, terms, *, unit="sentence"):
    """Which terms stand together: counts by sentence, paragraph or whole text.

    Parameters
    ----------
    texts : sequence of str
    terms : ndarray of str objects, shape (n_terms,)
        In the order of their code points, as ``count_terms`` gives them.
    unit : {"sentence", "paragraph", "text"}

    Returns
    -------
    csr_array, shape (n_contexts, n_terms)
        Contexts with fewer than two of the terms say nothing on what stands together and are left out.

    Examples
    --------
    >>> texts = ["The tax is high. Cut the tax now.", "No tax."]
    >>> context_counts(texts, np.array(["cut", "high", "tax"], object)).toarray().tolist()
    [[0, 1, 1], [1, 0, 1]]
    """
    from tqdm import tqdm

    if unit not in UNITS:
        raise DataError(f"contexts are one of {', '.join(map(repr, UNITS))}, got {unit!r}.")
    cut = UNITS[unit]
    pieces = [piece for text in tqdm(texts, desc=f"{unit}s", unit=" articles", delay=2) for piece in cut(text)]
    longest = max((term.count(" ") for term in terms), default=0) + 1
    counts = count_terms(pieces, ngrams=(1, min(longest, 3)))
    here = np.searchsorted(counts.terms, terms)
    here[here == len(counts.terms)] = 0
    found = counts.terms[here] == terms if len(counts.terms) else np.zeros(len(terms), bool)
    matrix = counts.matrix[:, here].multiply(found).tocsr()
    matrix.eliminate_zeros()
    return matrix[np.diff(matrix.indptr) > 1]


def _paragraphs(text):
    return [part for part in text.split("\n") if part.strip()]


def _sentences(text):
    return [text[start:end] for start, end in split_sentences(text).tolist()]


UNITS = {"sentence": _sentences, "paragraph": _paragraphs, "text": lambda text: [text]}


def latent_vectors(contexts, *, k=200, seed=0):
    """Vectors of terms in the space of what stands together, by truncated singular value decomposition.

    Counts are divided by the root of the term's uses, so that common words do not take all dimensions; vectors are
    right singular vectors times singular values.

    Parameters
    ----------
    contexts : csr_array, shape (n_contexts, n_terms)
        Counts by sentence, say.
    k : int
        Dimensions; fewer where there are fewer terms or contexts.
    seed : int
        Of the random start; the same seed gives the same vectors.

    Returns
    -------
    float array, shape (n_terms, k)
        A row of zeros is a term that stands in no context.

    Raises
    ------
    DataError
        `k` is no whole number of 1 or more, or no context has two terms.

    References
    ----------
    Deerwester et al. (1990), J. Am. Soc. Inf. Sci. 41(6); Musco & Musco (2015), NeurIPS 28, for the block Krylov
    method by which more than 1,500 terms are decomposed.

    Examples
    --------
    >>> contexts = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]])
    >>> vectors = latent_vectors(contexts, k=2)
    >>> word_polarity(vectors, np.array([1.0, 0, -1, 0])).round(3).tolist()
    [0.5, 0.5, -0.5, -0.5]
    """
    from scipy.sparse import csr_array

    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 1:
        raise DataError(f"k must be a whole number of 1 or more, got {k!r}.")
    contexts = csr_array(contexts, dtype=np.float32)
    if not min(contexts.shape):
        raise DataError("no two terms stand together in any sentence; lower min_count or add articles.")
    contexts = contexts.multiply(1 / np.sqrt(np.maximum(contexts.sum(axis=0), 1))).tocsr()
    value, vectors = _leading(contexts, int(k), np.random.default_rng(seed))
    return vectors * np.sqrt(np.maximum(value, 0))


def _leading(contexts, k, rng):
    """The k greatest eigenvalues, and their vectors, of contexts' transpose times contexts."""
    from scipy.linalg import eigh
    from tqdm import trange

    n_terms, rounds = contexts.shape[1], max(FEWEST_ROUNDS, -(-5 * k // BLOCK))
    if n_terms <= max(EXACT, rounds * BLOCK):
        basis = np.eye(n_terms)
        images = [(contexts.T @ contexts).toarray().astype(float)]
    else:
        block, basis, images = rng.normal(size=(n_terms, BLOCK)), np.empty((n_terms, 0)), []
        for _ in trange(rounds, desc="word vectors", unit=" rounds", delay=2):
            for _ in range(2):  # once more, for what rounding has left of the earlier blocks
                block = np.linalg.qr(block - basis @ (basis.T @ block))[0]
            basis = np.concatenate([basis, block], axis=1)
            images.append((contexts.T @ (contexts @ block.astype(np.float32))).astype(float))
            block = images[-1]
    within = basis.T @ np.concatenate(images, axis=1)
    value, turn = eigh((within + within.T) / 2)
    return value[::-1][:k], basis @ turn[:, ::-1][:, :k]
