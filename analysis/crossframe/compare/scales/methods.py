"""The four ways of scaling behind one door: each fits counts of units, and says how far articles move these."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.compare.inference import FEWEST, choose_pair, two_sided
from crossframe.compare.scales.errors import position_errors
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
    """Wordfish, as ``wordfish.py`` has it."""
    from crossframe.compare.scales.wordfish import fit_wordfish
    from crossframe.compare.scales.wordfish_errors import counted_twice, influence

    return Method(fit_wordfish, influence, counted_twice, lambda counts, scale: fit_wordfish(counts, start=scale),
                  fit_wordfish, {"weight": "log of the uses expected of an average outlet in the middle of the scale"})


def correspondence(dimension):
    """Correspondence analysis, as ``correspondence.py`` has it."""
    from crossframe.compare.scales.correspondence import fit_correspondence, influence

    def ends(scale):
        return int(np.nanargmin(scale.positions)), int(np.nanargmax(scale.positions))

    def fit(counts, direction=None):
        return fit_correspondence(counts, direction=direction, dimension=dimension)

    return Method(
        fit, lambda uses, groups, scale: influence(uses, groups, direction=ends(scale), dimension=dimension), None,
        lambda counts, scale: fit(counts, ends(scale)), fit, {"weight": "share of all words"})


def wordscores(uses, by, reference_scores, rescale, smooth):
    """Wordscores, as ``wordscores.py`` has it, from the units whose scores are given.

    Their own articles are scored by what the others teach.
    """
    from crossframe.compare.scales.wordscores import fit_wordscores, left_out, score_texts
    from crossframe.compare.scales.wordscores_errors import counted_twice, influence

    known = _references(uses.units, by, reference_scores)
    fit_wordscores(uses.counts, known, smooth=smooth)  # says what is wrong with the references
    own, reference_raw = left_out(uses.matrix, uses.groups, known, smooth=smooth)
    options = {"rescale": rescale, "smooth": smooth, "reference_raw": reference_raw}

    def fit(counts):
        return fit_wordscores(counts, known, **options)

    def of_articles(matrix):
        raw, error, _ = score_texts(matrix, units.words["estimate"])
        positions = units.about["shift"] + units.about["stretch"] * np.where(np.isnan(own), raw, own)
        return units._replace(positions=positions, std_errors=units.about["stretch"] * error)

    def moved(matrix, groups, scale):
        n = np.bincount(groups, minlength=len(known))[~np.isnan(known)]
        return influence(matrix, groups, known, **options) * (1.0 if n.min() >= FEWEST else np.nan)

    units = fit(uses.counts)
    named = {name: dict(zip(uses.units, values.tolist(), strict=True)) for name, values in
             (("raw", units.about["raw"]), ("published_std_error", units.std_errors))}
    return Method(
        fit, moved, lambda matrix, groups, scale, seed: counted_twice(matrix, groups, known, seed=seed, **options),
        lambda counts, scale: fit(counts), of_articles,
        {"weight": "share of the references' words", "reference_scores": dict(reference_scores),
         "references_p_value": _apart(uses, known, units.about["raw"], options), **named})


def _apart(uses, known, raw, options):
    """p value of the lowest and the highest reference's standing where they do by chance."""
    from crossframe.compare.scales.wordscores_errors import influence

    high, low = ((known == end) / (known == end).sum() for end in (np.nanmax(known), np.nanmin(known)))
    gap = np.nan_to_num(raw) @ (high - low)
    moved = influence(uses.matrix, uses.groups, known, **options | {"rescale": "none"}) @ (high - low)
    n = np.bincount(uses.groups, minlength=len(known))[high + low > 0]
    if n.min() < FEWEST:
        return np.nan
    error, df = (each.max() for each in position_errors(moved[:, None], np.zeros(len(moved), int)))
    return float(two_sided(gap / error, df)) if gap > 0 else 1.0


def latent(texts, uses, seeds, vectors, seed):
    """Latent semantic scaling, as ``latent.py`` has it: words are scored once, from the texts."""
    from crossframe.compare.scales.latent import (
        context_counts,
        fit_latent,
        latent_vectors,
        match_seeds,
        read_seeds,
        word_polarity,
    )
    from crossframe.models.own_vectors import look_up

    if seeds is None:
        raise DataError("method='latent' needs seeds, words of either side: seeds={'safe*': 1, 'danger*': -1}, or "
                        "seeds='sentiment'.")
    weights, missing = match_seeds(read_seeds(seeds), uses.terms)
    if vectors is None:
        vectors = latent_vectors(context_counts(texts, uses.terms), seed=seed)
    else:
        vectors = look_up(uses.terms.tolist(), None if isinstance(vectors, str) and vectors == "static" else vectors)
    scores = word_polarity(vectors, weights)
    of_articles = fit_latent(uses.matrix, scores).positions
    centre, spread = np.nanmean(of_articles), np.nanstd(of_articles) or 1.0

    def fit(counts):
        return fit_latent(counts, scores, centre=centre, spread=spread)

    used = weights != 0
    no_vector = uses.terms[used & np.isnan(scores)].tolist()
    return Method(
        fit, lambda matrix, groups, scale: mean_influence(matrix, groups, scores) / spread, None, None, fit,
        {"weight": "share of all words",
         "seeds": dict(zip(uses.terms[used].tolist(), weights[used].tolist(), strict=True)),
         "seeds_missing": missing + no_vector, "centre": float(centre), "spread": float(spread)})


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

