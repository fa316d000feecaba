"""The words that move each article's mean most, axis by axis."""

from functools import cache

import numpy as np

from crossframe.jit import jit

__all__ = ["moving_words"]

MOST = 5  # words named


def moving_words(counts, terms, push):
    """The words that push a text's mean furthest to the side on which it is.

    Parameters
    ----------
    counts : csr_array, shape (n_texts, n_terms)
    terms : ndarray of str objects, shape (n_terms,)
    push : ndarray of float64, shape (n_terms, n_axes)
        What one use of a word adds, above 0 to the high side.

    Returns
    -------
    Arrow string array, length n_texts * n_axes
        Text by text, the axes of each in order: at most 5 words, the strongest first, as ``"war (3), troops (1)"``;
        empty where none does.

    Examples
    --------
    >>> from crossframe.tokens import count_terms
    >>> counts = count_terms(["War is war, mostly, and peace.", "Peace!"])
    >>> push = np.array([{"war": -1.0, "peace": 1.0}.get(term, 0.0) for term in counts.terms])[:, None]
    >>> moving_words(counts.matrix, counts.terms, push).to_pylist()
    ['war (2)', 'peace (1)']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    side = np.where(counts @ push < 0, -1.0, 1.0)
    place = np.full((*side.shape, MOST), -1, np.int32)
    _compiled()(counts.indptr.astype(np.int64), counts.indices, counts.data, push, side, place, np.empty(MOST))
    term, uses = np.append(counts.indices, 0)[place], np.append(counts.data, 0)[place]
    words = pa.array(terms, pa.large_string())
    first, later, before, after, nothing = (pa.scalar(sign, pa.large_string()) for sign in ("", ", ", " (", ")", ""))
    named = []
    for rank in range(MOST):
        word = words.take(pa.array(term[..., rank].ravel(), mask=place[..., rank].ravel() < 0))
        number = pa.array(uses[..., rank].ravel()).cast(pa.large_string())
        parts = (later if rank else first, word, before, number, after)
        named.append(pc.binary_join_element_wise(*parts, nothing).fill_null(""))
    return pc.binary_join_element_wise(*named, nothing)


@cache
def _compiled():
    return jit(_strongest)


def _strongest(indptr, indices, data, push, side, place, best):
    """Into `place` the cells of each row that push furthest to its side, the first of equals first."""
    for row in range(len(indptr) - 1):
        for axis in range(push.shape[1]):
            best[:] = 0.0
            for cell in range(indptr[row], indptr[row + 1]):
                value = side[row, axis] * data[cell] * push[indices[cell], axis]
                at = len(best)
                while at > 0 and value > best[at - 1]:
                    at -= 1
                if at < len(best):
                    for lower in range(len(best) - 1, at, -1):
                        best[lower] = best[lower - 1]
                        place[row, axis, lower] = place[row, axis, lower - 1]
                    best[at] = value
                    place[row, axis, at] = cell
