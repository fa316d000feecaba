"""Texts that are not English, where a measure reads English alone."""

import numpy as np

from crossframe.tokens import STOP_WORDS, count_terms

__all__ = ["not_english"]

READ = 2_000  # characters of a text
LEAST = 0.1  # share of function words; English news has .3 to .5, other languages in its script below .05
SHORTEST = 20  # words: shorter texts are told by their letters


def not_english(articles):
    """A sentence for ``about["caution"]`` where articles do not read as English.

    Parameters
    ----------
    articles : DataFrame
        id, text.

    Returns
    -------
    str
        Begins with a space; empty where all do.

    Examples
    --------
    >>> import pandas as pd
    >>> not_english(pd.DataFrame({"id": ["a"], "text": ["Цены снова выросли."]}))
    ' 1 of 1 articles does not read as English (a): its scores say nothing.'
    """
    texts = articles.text.str[:READ]
    counts = count_terms(texts)
    ours = np.isin(counts.terms, sorted(STOP_WORDS))
    share = counts.matrix[:, np.flatnonzero(ours)].sum(axis=1) / np.maximum(counts.totals, 1)
    latin, letters = (texts.str.contains(which, regex=True).to_numpy(bool) for which in ("[A-Za-z]", r"[^\W\d_]"))
    foreign = letters & (share < LEAST) & ((counts.totals >= SHORTEST) | ~latin)
    if not foreign.any():
        return ""
    n, some = int(foreign.sum()), ", ".join(map(str, articles.id[foreign][:3]))
    does, their = ("does", "its") if n == 1 else ("do", "their")
    named = f"({some}{', ...' if n > 3 else ''})"
    return f" {n:,} of {len(articles):,} articles {does} not read as English {named}: {their} scores say nothing."
