"""One target against one reference: the rows of a word shift, and its total."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.compare.inference import (
    FEWEST,
    FEWEST_MATCHED,
    adjust,
    critical_t,
    too_few,
    too_few_matched,
    two_sided,
)
from crossframe.compare.shifts import formulas
from crossframe.compare.shifts.inference import (
    Sample,
    by_chance,
    condensed,
    excess_error,
    interval,
    jackknife,
    rate_tests,
    term_errors,
)
from crossframe.compare.shifts.kinds import bound
from crossframe.compare.stories import story_weights, told_by_both
from crossframe.errors import DataError
from crossframe.schema import WORDSHIFT, names

HALF_WEIGHT = 500.0  # words at which an article has half of its greatest weight on a story, as in keyness
TOTAL = ("estimate", "corrected", "std_error", "conf_low", "conf_high", "p_value", "expected", "average",
         "average_reference")


class Pair(NamedTuple):
    """What is held against what."""

    target: str
    reference: str
    side: np.ndarray  # (n_articles,) 1 target, 0 reference, -1 neither
    units: np.ndarray  # (n_articles,) code of each article's cluster
    unit: str  # what a cluster is called
    stories: np.ndarray | None  # (n_articles,) code of each article's story, where compared within stories
    outlets: np.ndarray  # (n_articles,) code of each article's outlet


def shift_pair(uses, terms, scores, pair, kind, *, min_count, draws, seed):
    """The word shift of one pair.

    Parameters
    ----------
    uses : scipy.sparse.csr_array, shape (n_articles, n_terms)
        Of the terms that take part.
    terms : array of str, shape (n_terms,)
    scores : float array, shape (2, n_terms), or None
    pair : Pair
    kind : Kind
    min_count : int
        Uses below which a term is not tested.
    draws, seed : int
        Permutations, for the totals of divergences.

    Returns
    -------
    (DataFrame, dict, str or None)
        The columns of ``crossframe.schema.WORDSHIFT``, largest contributions first, no row where a side has none of
        the terms; the total; a caution.

    Raises
    ------
    DataError
        The divergence is infinite.
    """
    words = np.asarray(uses.sum(axis=1), dtype=float).ravel()
    rows = np.flatnonzero((pair.side >= 0) & (words > 0))
    if pair.stories is not None:
        rows = rows[told_by_both(pair.side[rows] == 1, pair.stories[rows])]
    if nothing := _nothing(pair, rows):
        table = pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in WORDSHIFT})
        return table, dict.fromkeys(TOTAL, np.nan) | {"by_type": {}}, nothing
    matrix = uses[rows].astype(float)
    kept = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() > 0)
    matrix, scores = matrix[:, kept].tocsr(), None if scores is None else scores[:, kept]
    target, units = pair.side[rows] == 1, np.unique(pair.units[rows], return_inverse=True)[1]
    weight, relabel, tellers = _weights(words[rows], target, units, pair, rows)
    sample = Sample(matrix, words[rows], weight, units, tellers)
    shift = bound(kind, sample, scores)
    table = _described(sample, shift, terms[kept], target, pair.target)
    if np.isinf(table.estimate).any():
        raise DataError(_infinite(table, pair))
    caution, fewest = _caution(sample, pair)
    if caution is None:
        tested = ((table.n + table.n_reference >= min_count) & (table.n_clusters >= fewest)).to_numpy()
        table = table.assign(**_tested(sample, shift, table.estimate.to_numpy(), tested))
    table = table.assign(**_scored(sample, shift, kind, scores))
    total = dict.fromkeys(TOTAL, np.nan) | _averages(sample, shift, kind, scores)
    total |= {"estimate": float(table.estimate.sum()) if kind.name != "proportion" else 0.0, "by_type": _by_type(table)}
    if caution is None and kind.name != "proportion":
        total |= _total(sample, shift, relabel, draws, seed)
    table = table.iloc[np.lexsort((table.term.astype(str), -np.abs(table.estimate)))]
    return table[names(WORDSHIFT)], total, caution


def _nothing(pair, rows):
    """Why there is nothing to compare, or None."""
    if pair.stories is not None and not len(rows):
        return f"No story is told by both {pair.target} and {pair.reference}: nothing is compared."
    for side, name in ((1, pair.target), (0, pair.reference)):
        if not (pair.side[rows] == side).any():
            return f"No article of {name} has a term that takes part: nothing is compared."
    return None


def _weights(words, target, units, pair, rows):
    """What each word of an article counts for on either side, how labels are permuted, and who tells which story."""
    if pair.stories is None:
        weight = np.stack([target, ~target]).astype(float)
        crossing = len(np.intersect1d(units[target], units[~target])) > 0
        return weight, _within_units(target, units) if crossing else _of_units(target, units, words), None
    stories, outlets = (np.unique(codes[rows], return_inverse=True)[1] for codes in (pair.stories, pair.outlets))
    total, others = story_weights(words, target, stories, outlets, HALF_WEIGHT)
    each = total / words
    alone = each * np.where(target, 1, others[stories])  # what an article counts for, were its outlet the target
    told, teller = np.unique(np.stack([stories, outlets], axis=1), axis=0, return_inverse=True)
    tellers = alone, teller.ravel(), told[:, 0]
    own = np.array_equal(stories, units)
    return np.stack([each * target, each * ~target]), _of_tellers(tellers, stories), tellers if own else None


def _of_units(target, units, words):
    """Clusters in random order go to the target until it has as many words as before: bias goes by words."""
    size, enough = np.bincount(units, weights=words), words[target].sum()

    def relabel(rng):
        order = rng.permutation(len(size))
        label = np.empty(len(size), dtype=bool)
        label[order] = np.cumsum(size[order]) - size[order] / 2 <= enough
        label[order[[0, -1]]] = True, False
        drawn = label[units]
        return np.stack([drawn, ~drawn]).astype(float)

    return relabel


def _within_units(target, units):
    order = np.argsort(units, kind="stable")

    def relabel(rng):
        drawn = np.empty(len(units), dtype=bool)
        drawn[np.lexsort((rng.random(len(units)), units))] = target[order]
        return np.stack([drawn, ~drawn]).astype(float)

    return relabel


def _of_tellers(tellers, stories):
    alone, teller, story = tellers
    many = np.bincount(story)  # outlets of each story
    first, others = np.cumsum(many) - many, (many - 1)[stories]

    def relabel(rng):
        drawn = (first + rng.integers(many))[stories] == teller
        return np.stack([alone * drawn, alone / others * ~drawn])

    return relabel


def _described(sample, shift, terms, target, outlet):
    """Uses, rates and contributions; intervals and p values are NaN."""
    p, q = sample.shares
    n, n_reference = (np.asarray(sample.uses.T @ side.astype(float)).astype(np.int64) for side in (target, ~target))
    used = sample.clusters[0] + sample.clusters[1]
    return pd.DataFrame({
        "term": terms, "outlet": outlet, "n": n, "rate": p * 1e6, "n_reference": n_reference, "rate_reference": q * 1e6,
        "estimate": shift.value(p, q, slice(None)), "std_error": np.nan, "conf_low": np.nan, "conf_high": np.nan,
        "p_value": np.nan, "p_adjusted": np.nan,
        "n_articles": np.bincount(sample.uses.indices, minlength=len(terms)),
        "n_clusters": np.bincount(used.tocsr().indices, minlength=len(terms))})


def _infinite(table, pair):
    only = table[np.isinf(table.estimate)]
    some = ", ".join(only.sort_values("n", ascending=False, kind="stable").term.head(3))
    return (f"{len(only):,} terms of {pair.target} never occur in {pair.reference} ({some}, ...), which makes the "
            "Kullback-Leibler divergence infinite; smoothing=0.5 adds half a use of every term to both sides, and "
            "kind='jensen_shannon' needs none.")


def _caution(sample, pair):
    """Why nothing is tested, or None; and how many clusters must use a term that is."""
    if pair.stories is not None:
        return too_few_matched(sample.n_clusters, pair.unit), FEWEST_MATCHED
    have = (sample.cluster_words > 0).sum(axis=1)
    return too_few({pair.target: int(have[0]), pair.reference: int(have[1])}, pair.unit), FEWEST


def _tested(sample, shift, estimate, tested):
    """Standard errors, intervals and p values of the terms that are tested."""
    error, df = term_errors(sample, shift)
    difference = sample.shares[0] - sample.shares[1]
    low, high = interval(estimate, error, df, shift, difference)
    if shift.rooted:  # the delta method back from the root
        error = 2 * np.sqrt(np.maximum(estimate, 0)) * error
    if shift.scores is not None and not np.array_equal(*shift.scores):
        p_value = two_sided(np.divide(estimate, error, out=np.zeros_like(error), where=error > 0), df)
    else:
        p_value = rate_tests(sample)
    columns = {"std_error": error, "conf_low": low, "conf_high": high, "p_value": p_value}
    columns = {name: np.where(tested, values, np.nan) for name, values in columns.items()}
    return columns | {"p_adjusted": adjust(columns["p_value"])}


def _scored(sample, shift, kind, scores):
    """Scores, components and type of every contribution."""
    p, q = sample.shares
    arrow = np.select([p > q, p < q], ["↑", "↓"], "")
    if kind.name != "weighted":
        return dict.fromkeys(["score", "score_reference", "from_rate", "from_score"], np.nan) | {"direction": arrow}
    middle = float(q @ scores[1]) if shift.centred else kind.reference_score
    from_rate, from_score = formulas.components(p, q, *scores, middle)
    sign = np.select([scores.mean(axis=0) > middle, scores.mean(axis=0) < middle], ["+", "-"], "")
    change = np.select([scores[0] > scores[1], scores[0] < scores[1]], ["△", "▽"], "")
    return {"score": scores[0], "score_reference": scores[1], "from_rate": from_rate, "from_score": from_score,
            "direction": np.char.add(np.char.add(sign, arrow), change)}


def _by_type(table):
    """Sums of contributions by their type: of the part from rates and, under △ and ▽, the part from scores."""
    part = table.from_rate.where(table.from_rate.notna(), table.estimate)
    sums = part.groupby(table.direction.str.rstrip("△▽")).sum()
    changed = table.from_score.groupby(table.direction.str.extract("([△▽])$", expand=False)).sum()
    return {name: float(value) for name, value in (*sums.items(), *changed.items()) if value != 0}


def _averages(sample, shift, kind, scores):
    """What either side is worth by itself: its average score, or its entropy."""
    p, q = sample.shares
    if kind.name == "weighted":
        return {"average": float(p @ scores[0]), "average_reference": float(q @ scores[1])}
    if kind.name not in ("entropy", "tsallis"):
        return {}
    none, whole = np.zeros_like(p), 1 / (kind.alpha - 1) if kind.name == "tsallis" else 0.0
    return {name: float(shift.value(side, none, slice(None)).sum() + whole)
            for name, side in (("average", p), ("average_reference", q))}


def _total(sample, shift, relabel, draws, seed):
    """The total freed of its bias, with its interval; p by permutation where chance alone raises it."""
    total = float(shift.value(*sample.shares, slice(None)).sum())
    if shift.scores is not None:
        bias, error, df = jackknife(sample, shift)
        return _with_interval(total - bias, error, df)
    sample = condensed(sample)
    drawn = by_chance(sample, shift, relabel, draws, seed)
    _, error, df = jackknife(sample, shift)
    if shift.divergence:
        error, df = excess_error(sample, shift, relabel, error, drawn, seed), _fewer(sample) - 1
    found = _with_interval(total - float(drawn.mean()), error, df) | {"expected": float(drawn.mean())}
    if shift.divergence:
        found |= {"p_value": float((1 + (drawn >= total * (1 - 1e-12)).sum()) / (draws + 1))}
    return found


def _with_interval(corrected, error, df):
    reach = critical_t(df) * error
    return {"corrected": corrected, "std_error": error, "conf_low": corrected - reach, "conf_high": corrected + reach,
            "p_value": float(two_sided(corrected / error, df)) if error > 0 else np.nan}


def _fewer(sample):
    """Clusters of the side that has fewer."""
    return int((sample.cluster_words > 0).sum(axis=1).min())
