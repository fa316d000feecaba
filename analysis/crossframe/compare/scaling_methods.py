"""The four ways of scaling behind one door: each fits counts of units, and says how far articles move these."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.compare.inference import choose_pair
from crossframe.errors import DataError

METHODS = ("wordfish", "wordscores", "correspondence", "latent")
FINDS = ("wordfish", "correspondence")  # these find the dimension themselves


class Method(NamedTuple):
    """One way of scaling, ready for a corpus.

    Parameters
    ----------
    fit : function
        Counts, units x terms -> Scale.
    influence : function
        Counts by article, their units, the units' Scale -> float array (n_articles, n_units).
    counted_twice : function or None
        The same and a seed -> float array (n_units,), what the squares of these have too much; None: nothing.
    refit : function or None
        Nearly the same counts of units, their Scale -> Scale that points the same way; None: words are not learned
        again.
    of_articles : function
        Counts by article -> Scale of the articles.
    about : dict
    """

    fit: Callable
    influence: Callable
    counted_twice: Callable | None
    refit: Callable | None
    of_articles: Callable
    about: dict


def wordfish():
    """Wordfish, as ``compare/wordfish.py`` has it."""
    from crossframe.compare.wordfish import fit_wordfish
    from crossframe.compare.wordfish_errors import counted_twice, influence

    return Method(fit_wordfish, influence, counted_twice, lambda counts, scale: fit_wordfish(counts, start=scale), fit_wordfish,
                  {"weight": "log of the uses expected of an average outlet in the middle of the scale"})


def correspondence():
    """Correspondence analysis, as ``compare/correspondence.py`` has it."""
    from crossframe.compare.correspondence import fit_correspondence, influence

    def ends(scale):
        return int(np.nanargmin(scale.positions)), int(np.nanargmax(scale.positions))

    return Method(fit_correspondence, lambda uses, groups, scale: influence(uses, groups, direction=ends(scale)), None,
                  lambda counts, scale: fit_correspondence(counts, direction=ends(scale)), fit_correspondence,
                  {"weight": "share of all words"})


def wordscores(uses, by, reference_scores):
    """Wordscores, as ``compare/wordscores.py`` has it, from the units whose scores are given."""
    from scipy.sparse import vstack

    from crossframe.compare.wordscores import fit_wordscores, influence

    known = _references(uses.units, by, reference_scores)

    def fit(counts):
        return fit_wordscores(counts, known)

    def of_articles(matrix):
        n = matrix.shape[0]
        both = fit_wordscores(vstack([uses.counts, matrix]), np.append(known, np.full(n, np.nan)))
        return both._replace(positions=both.positions[-n:], std_errors=both.std_errors[-n:])

    return Method(fit, lambda matrix, groups, scale: influence(matrix, groups, known), None, lambda counts, scale: fit(counts),
                  of_articles, {"weight": "share of the references' words", "reference_scores": dict(reference_scores)})


def latent(texts, terms, seeds, seed):
    """Latent semantic scaling, as ``compare/latent.py`` has it: words are scored once, from the texts."""
    from crossframe.compare.latent import (
        context_counts,
        fit_latent,
        latent_vectors,
        match_seeds,
        read_seeds,
        word_polarity,
    )

    if seeds is None:
        raise DataError("method='latent' needs seeds, words of either side: seeds={'safe*': 1, 'danger*': -1}, or "
                        "seeds='sentiment'.")
    weights, missing = match_seeds(read_seeds(seeds), terms)
    scores = word_polarity(latent_vectors(context_counts(texts, terms), seed=seed), weights)

    def fit(counts):
        return fit_latent(counts, scores)

    return Method(fit, lambda uses, groups, scale: mean_influence(uses, groups, scores), None, None, fit,
                  {"weight": "share of all words", "seeds": dict(zip(terms[weights != 0].tolist(),
                                                                     weights[weights != 0].tolist())),
                   "seeds_missing": missing})


def mean_influence(uses, groups, scores):
    """How far each article moves its unit's mean word score; shape (n_articles, n_units)."""
    n_units = int(groups.max()) + 1
    known = ~np.isnan(scores)
    size, total = uses @ known.astype(float), uses @ np.where(known, scores, 0.0)
    sizes, totals = (np.bincount(groups, weights=each, minlength=n_units) for each in (size, total))
    sizes = np.where(sizes > 0, sizes, np.nan)
    out = np.zeros((len(groups), n_units))
    out[np.arange(len(groups)), groups] = (total - size * (totals / sizes)[groups]) / sizes[groups]
    return out


def _references(units, by, reference_scores):
    """The known position of every unit, NaN where there is none."""
    if not isinstance(reference_scores, dict) or len(reference_scores) < 2:
        raise DataError(f"method='wordscores' needs reference_scores, the known position of two or more of {by}: "
                        f"{{{str(units[0])!r}: -1, {str(units[-1])!r}: 1}}; got {reference_scores!r}.")
    for name, score in reference_scores.items():
        choose_pair(pd.Series(units), by, name, None, what="scaling")
        if isinstance(score, bool) or not isinstance(score, (int, float, np.number)):
            raise DataError(f"reference_scores: the position of {name!r} must be a number, got {score!r}.")
    return np.array([reference_scores.get(name, np.nan) for name in units], float)

