"""What every way of scaling gives back: where the units stand, and what the words say."""

from typing import NamedTuple

import numpy as np


class Scale(NamedTuple):
    """Units and words on one scale.

    Every method is one function of a matrix of counts, units x terms (scipy.sparse or dense), that gives this; it knows
    neither outlets nor articles. ``fit_wordfish(counts, *, direction, start)``, ``fit_correspondence(counts, *,
    direction)``, ``fit_wordscores(counts, reference_scores)`` and ``fit_latent(counts, word_scores)``. `direction` is
    None or two rows, (low, high); `reference_scores` has a value a row, NaN where the unit has none.

    Parameters
    ----------
    positions : float array, shape (n_units,)
        NaN where a unit has no word on the scale.
    words : dict of str to float array, each of shape (n_terms,)
        ``estimate``: which way a term points, and how strongly, NaN where it does not say; ``weight``: how common it
        is, as the method has it.
    about : dict
        What the method found out on the way, e.g. ``log_likelihood``.
    std_errors : float array, shape (n_units,), or None
        Of the positions as a method's authors publish them, for words that are independent draws. Those of ``scaling``
        come from the articles (``errors.py``).
    """

    positions: np.ndarray
    words: dict
    about: dict
    std_errors: np.ndarray | None = None
