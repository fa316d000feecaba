"""A score for every term of a vocabulary, from a word list or any table of scores."""

import numpy as np

from crossframe.errors import DataError
from crossframe.lexicons import load_lexicon
from crossframe.measure.axes import axis_scores, is_axis
from crossframe.tokens import tokenize

__all__ = ["term_scores"]


def term_scores(source, terms):
    """The score of each term.

    Parameters
    ----------
    source : str, Path, DataFrame, dict, Lexicon or Axis
        As :func:`crossframe.lexicons.load_lexicon` takes it; the scores of single terms are read, no rules of
        negation. A term with ``*`` at its end scores every term that begins so; the longest such term counts, and one
        spelled out before all. An axis of ``cf.frame_axis``, or the name of a ready one: cosines with it.
    terms : array of str, shape (n_terms,)
        As ``count_terms`` gives them.

    Returns
    -------
    float array, shape (n_terms,)
        NaN where the list has no score.

    Raises
    ------
    DataError
        The list cannot be read, or it has none of the terms; the message says what it has.

    Examples
    --------
    >>> term_scores({"calm": 1, "panic*": -2}, np.array(["calm", "panicked", "town"], object)).tolist()
    [1.0, -2.0, nan]
    """
    if is_axis(source):
        found = axis_scores(source, list(terms))
        return np.array([found.get(term, np.nan) for term in terms], float)
    lexicon = load_lexicon(source, rules=None if hasattr(source, "scores") else "plain")
    plain, open_ended = {}, {}
    for term, score in lexicon.scores.items():
        ends_open = lexicon.wildcards and term.endswith("*")
        spelled = term.removesuffix("*") if ends_open else term
        form = " ".join(word for word, *_ in tokenize(spelled))
        if form and len(form) == len(spelled):  # else an emoticon: the d of :d is no word
            (open_ended if ends_open else plain).setdefault(form, score)
    scores = np.array([_score(term, plain, open_ended) for term in terms], np.float64)
    if np.isnan(scores).all():
        raise DataError(f"none of the {len(lexicon):,} terms of the list {lexicon.name!r} ({_first(lexicon.scores)}) "
                        f"is among the {len(terms):,} terms counted ({_first(terms)}): are they of one language, and "
                        "is ngrams as long as the list's phrases?")
    return scores


def _score(term, plain, open_ended):
    if term in plain:
        return plain[term]
    if open_ended:
        for end in range(len(term), 0, -1):
            if term[:end] in open_ended:
                return open_ended[term[:end]]
    return np.nan


def _first(terms):
    return ", ".join(list(map(str, terms))[:4]) + (", ..." if len(terms) > 4 else "")
