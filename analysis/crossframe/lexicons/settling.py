"""Which of several matches takes a word: plain Python for a few, compiled for many; one function either way."""

from functools import cache

import numpy as np

PLAIN = 100_000  # matches; below, plain Python is done before the compiled loop is loaded
LOST, TAKEN = 0, 1
IGNORE, DROP, SPLIT = range(3)


def settle(start, end, category, negated, denial, mode, exclusive):
    """Go through matches in order; each takes its words, if they are free.

    Parameters
    ----------
    start, end : int64 arrays, shape (n,)
        First word and one past the last; in order of `start`, at one start the preferred match first.
    category : int64 array, shape (n,)
    negated : bool array, shape (n,)
        Whether a negator stands before it.
    denial : int64 array, shape (n_categories,)
        The category that holds a category's denials, -1 for none.
    mode : int
        IGNORE, DROP or SPLIT: what becomes of a negated match.
    exclusive : bool
        Whether a word taken is taken for all categories.

    Returns
    -------
    verdict : int8 array, shape (n,)
        TAKEN or LOST.
    negated : bool array, shape (n,)
        Also true where a match begins within one of its category's denials.
    """
    free = np.zeros(len(denial), np.int64)
    verdict, negated = np.zeros(len(start), np.int8), negated.copy()
    run = _settle if len(start) < PLAIN else _compiled()
    run(start, end, category, negated, denial, mode, exclusive, free, verdict)
    return verdict, negated


def _settle(start, end, category, negated, denial, mode, exclusive, free, verdict):
    for k in range(len(start)):
        own = category[k]
        taker = 0 if exclusive else own
        if start[k] < free[taker]:
            continue
        free[taker] = end[k]
        other = denial[own]
        within = not exclusive and other >= 0 and start[k] < free[other]
        negated[k] = negated[k] or within
        if mode == IGNORE or not negated[k]:
            verdict[k] = TAKEN
        elif mode == SPLIT and not within:
            verdict[k] = TAKEN
            if not exclusive and other >= 0:
                free[other] = end[k]


@cache
def _compiled():
    from crossframe.jit import jit

    return jit(_settle)
