"""Wordscores, correspondence analysis and latent scaling against answers by hand, symmetries, null worlds, error texts."""

from fractions import Fraction as F

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare import correspondence, wordscores
from crossframe.compare.correspondence import add_rows, coordinates, fit_correspondence
from crossframe.compare.latent import (
    context_counts,
    fit_latent,
    latent_vectors,
    match_seeds,
    read_seeds,
    word_polarity,
)
from crossframe.compare.scaling_errors import pooled, position_errors
from crossframe.compare.wordscores import fit_wordscores
from crossframe.errors import DataError

NAN = np.nan
# Words a, b, c, d; references at -1 and 1, of 10 and 8 words; two virgin texts of 6 and 5.
COUNTS = np.array([[6, 3, 1, 0], [2, 2, 4, 0], [3, 1, 1, 1], [0, 1, 3, 1]])
KNOWN = np.array([-1, 1, NAN, NAN])


def test_wordscores_equals_a_worked_example():
    share = {"low": [F(6, 10), F(3, 10), F(1, 10)], "high": [F(2, 8), F(2, 8), F(4, 8)]}
    chance = [high / (low + high) for low, high in zip(share["low"], share["high"])]  # it is read in the high one
    assert chance == [F(5, 17), F(5, 11), F(5, 6)]
    score = [2 * p - 1 for p in chance]  # -1 (1 - p) + 1 p
    assert score == [F(-7, 17), F(-1, 11), F(2, 3)]
    first = (3 * score[0] + score[1] + score[2]) / 5  # d is in no reference: five words are scored
    second = (score[1] + 3 * score[2]) / 4
    assert (first, second) == (F(-370, 2805), F(21, 44))
    variance = (3 * (score[0] - first) ** 2 + (score[1] - first) ** 2 + (score[2] - first) ** 2) / 5
    fit = fit_wordscores(COUNTS, KNOWN)
    assert fit.words["estimate"][:3] == pytest.approx([float(s) for s in score]) and np.isnan(fit.words["estimate"][3])
    assert fit.positions[2:] == pytest.approx([float(first), float(second)])
    assert fit.std_errors[2] == pytest.approx(float(variance / 5) ** 0.5)
    assert fit.about["n_terms_unscored"] == 1 and fit.about["share_unscored"] == pytest.approx(2 / 11)
    assert fit.about["n_scored"].tolist() == [10, 8, 5, 4]


def test_rescaled_wordscores_equal_the_published_formulas():
    raw = fit_wordscores(COUNTS, KNOWN).positions
    assert raw[0] == pytest.approx(float((6 * F(-7, 17) + 3 * F(-1, 11) + F(2, 3)) / 10))
    stretch = 2 / (raw[1] - raw[0])
    martin_vanberg = fit_wordscores(COUNTS, KNOWN, rescale="mv")
    assert martin_vanberg.positions == pytest.approx((raw - raw[0]) * stretch - 1)
    assert martin_vanberg.positions[:2] == pytest.approx([-1, 1])
    assert martin_vanberg.std_errors == pytest.approx(stretch * fit_wordscores(COUNTS, KNOWN).std_errors)
    first, second = raw[2:]
    middle, stretch = (first + second) / 2, 2**0.5 / (abs(first - second) / 2**0.5)
    lbg = fit_wordscores(COUNTS, KNOWN, rescale="lbg").positions
    assert lbg[2:] == pytest.approx([(first - middle) * stretch + middle, (second - middle) * stretch + middle])


def test_smoothing_adds_to_the_words_that_references_use():
    low, high = [F(13, 23), F(7, 23), F(3, 23)], [F(5, 19), F(5, 19), F(9, 19)]  # (6 + .5) / (10 + 3 * .5)
    want = [(right - left) / (right + left) for left, right in zip(low, high)]
    got = fit_wordscores(COUNTS, KNOWN, smooth=0.5).words["estimate"]
    assert got[:3] == pytest.approx([float(s) for s in want]) and np.isnan(got[3])


def test_wordscores_does_not_mind_the_order_nor_which_end_is_high():
    rng = np.random.default_rng(1)
    counts, known = rng.poisson(2, (6, 40)), np.array([-2, 0.5, 3, NAN, NAN, NAN])
    fit, order = fit_wordscores(counts, known), rng.permutation(40)
    assert fit_wordscores(counts[:, order], known).positions == pytest.approx(fit.positions)
    rows = rng.permutation(6)
    assert fit_wordscores(counts[rows], known[rows]).positions == pytest.approx(fit.positions[rows])
    for rescale in wordscores.RESCALE:
        here, there = (fit_wordscores(counts, sign * known, rescale=rescale).positions for sign in (1, -1))
        assert there == pytest.approx(-here)
        assert fit_wordscores(counts * 3, known, rescale=rescale).positions == pytest.approx(here)


@pytest.mark.parametrize(("counts", "known", "options", "message"), [
    (COUNTS, [1, 1, NAN, NAN], {}, "all 2 references have the score 1"),
    (COUNTS, [1, NAN, NAN, NAN], {}, "needs two references or more, got 1"),
    (COUNTS, [-1, 1, 0, 0], {}, "all 4 texts are references"),
    (COUNTS, [-1, 1], {}, "reference_scores has 2 values and counts 4 rows"),
    (COUNTS, [-1, np.inf, NAN, NAN], {}, "must be finite"),
    (COUNTS * [[1], [0], [1], [1]], KNOWN, {}, "reference 1 (score 1) has no word that is counted"),
    (COUNTS, KNOWN, {"rescale": "best"}, "rescale is one of 'none', 'lbg', 'mv', got 'best'"),
    (COUNTS, KNOWN, {"smooth": -1}, "smooth must be 0 or more"),
    (COUNTS[:3], KNOWN[:3], {"rescale": "lbg"}, "needs two texts to be scored that differ"),
    ([[2, 2], [1, 1], [1, 0]], KNOWN[:3], {"rescale": "mv"}, "the lowest and the highest reference cannot be told apart"),
    ([[2, 2, 0], [1, 1, 0], [0, 0, 3]], KNOWN[:3], {}, "no text to be scored shares a word with the references"),
])
def test_wordscores_says_what_is_wrong(counts, known, options, message):
    with pytest.raises(DataError) as error:
        fit_wordscores(counts, known, **options)
    assert message in str(error.value)


def table(rng, n_units=6, n_terms=25):
    return rng.poisson(rng.gamma(0.7, 4, (n_units, n_terms))) + 1


def test_correspondence_analysis_equals_a_singular_value_decomposition():
    counts = table(np.random.default_rng(2))
    share = counts / counts.sum()
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    left, size, right = np.linalg.svd((share - np.outer(rows, columns)) / np.sqrt(np.outer(rows, columns)))
    fit = coordinates(counts)
    assert fit.inertia == pytest.approx(size[:5] ** 2) and fit.total_inertia == pytest.approx((size**2).sum())
    sign = np.sign((left[:, :5] * fit.row_standard).sum(axis=0))
    assert fit.row_standard == pytest.approx(sign * left[:, :5] / np.sqrt(rows)[:, None])
    assert fit.row_principal == pytest.approx(sign * left[:, :5] * size[:5] / np.sqrt(rows)[:, None])
    assert fit.column_standard == pytest.approx(sign * right[:5].T / np.sqrt(columns)[:, None])
    assert fit.column_principal == pytest.approx(sign * right[:5].T * size[:5] / np.sqrt(columns)[:, None])
    expected = np.outer(rows, columns) * counts.sum()
    assert fit.inertia.sum() == pytest.approx(((counts - expected) ** 2 / expected).sum() / counts.sum())
    second = fit_correspondence(counts, dimension=2, direction=(0, 1))
    assert np.abs(second.positions) == pytest.approx(np.abs(fit.row_standard[:, 1]))
    assert second.positions[0] < second.positions[1]


def test_rows_and_columns_are_treated_alike():
    counts = table(np.random.default_rng(3), 9, 5)
    fit, turned = coordinates(counts), coordinates(counts.T)
    assert np.abs(fit.row_principal) == pytest.approx(np.abs(turned.column_principal))
    order, terms = np.random.default_rng(4).permutation(9), np.random.default_rng(5).permutation(5)
    assert coordinates(counts[order][:, terms]).row_standard == pytest.approx(fit.row_standard[order])
    twice = np.concatenate([counts, counts[:1]])  # the same profile, cut in two
    both = coordinates(twice).row_principal
    assert both[0] == pytest.approx(both[-1], abs=1e-9)


def test_a_long_table_is_decomposed_as_a_short_one(monkeypatch):
    counts = table(np.random.default_rng(6), 12, 30)
    want = coordinates(counts, dimensions=2)
    monkeypatch.setattr(correspondence, "DENSE", 3)
    got = coordinates(counts, dimensions=2)
    assert got.row_standard == pytest.approx(want.row_standard) and got.inertia == pytest.approx(want.inertia)
    with pytest.raises(DataError, match="too many dimensions to find all"):
        coordinates(counts)


def test_supplementary_units_are_means_of_their_words_and_move_nobody():
    counts = table(np.random.default_rng(7))
    fit = coordinates(np.concatenate([counts, np.zeros((1, 25))]))
    assert add_rows(counts, fit) == pytest.approx(fit.row_principal[:6]) and np.isnan(fit.row_standard[6]).all()
    one_word = np.eye(25)[[3]]
    assert add_rows(one_word, fit) == pytest.approx(fit.column_standard[[3]])
    assert np.isnan(add_rows(np.zeros((1, 25)), fit)).all()


@pytest.mark.parametrize(("counts", "options", "message"), [
    ([[1, 2, 3]], {}, "needs two units and two terms with words or more, got 1 and 3"),
    ([[1, 0], [2, 0]], {}, "got 2 and 1"),
    ([[1, 2], [2, 4]], {}, "2 units and 2 terms differ in 0 dimensions; dimension 1 was asked for"),
    ([[1, 2], [2, 1]], {"dimension": 2}, "differ in 1 dimension; dimension 2 was asked for"),
    ([[1, 2], [2, 1]], {"dimension": 0}, "dimension must be a whole number of 1 or more, got 0"),
    ([[4, 2, 1], [1, 2, 3], [4, 2, 1]], {"direction": (0, 2)}, "the two units stand at the same place"),
])
def test_correspondence_says_what_is_wrong(counts, options, message):
    with pytest.raises(DataError) as error:
        fit_correspondence(counts, **options)
    assert message in str(error.value)


WAYS = {
    "correspondence": (fit_correspondence, correspondence.influence, {"direction": (0, 1)}),
    "second dimension": (fit_correspondence, correspondence.influence, {"direction": (0, 1), "dimension": 2}),
    **{rescale: (
        lambda counts, rescale: fit_wordscores(counts, [-1, 2, 0.5, NAN, NAN], rescale=rescale, smooth=0.3),
        lambda counts, groups, rescale: wordscores.influence(
            counts, groups, [-1, 2, 0.5, NAN, NAN], rescale=rescale, smooth=0.3), {"rescale": rescale})
       for rescale in wordscores.RESCALE},
}


@pytest.mark.parametrize("way", WAYS)
def test_influence_is_what_one_article_more_or_less_does(way):
    fit, influence, options = WAYS[way]
    rng = np.random.default_rng(8)
    counts, groups, step = rng.poisson(rng.gamma(0.5, 1, (40, 30))), np.arange(40) % 5, 1e-5
    counts[7] = 0  # an empty text moves nobody
    known = influence(counts, groups, **options)
    for article in (0, 1, 2, 3, 4, 7):
        weight = np.array([1 + step * (np.arange(40) == article), 1 - step * (np.arange(40) == article)])
        more, less = (fit(pooled(counts, groups, 5, each), **options).positions for each in weight)
        assert known[article] == pytest.approx((more - less) / (2 * step), abs=1e-6)


def articles(rng, shares, n=25, words=80, bursts=2.0):
    """Articles of as many outlets as there are rows, whose words come in bursts."""
    rates = np.repeat(shares, n, axis=0) * rng.gamma(1 / bursts, bursts, (n * len(shares), shares.shape[1]))
    size = rng.poisson(words, len(rates)) + 1
    drawn = [rng.multinomial(total, rate / rate.sum()) for total, rate in zip(size, rates, strict=True)]
    return np.array(drawn), np.repeat(np.arange(len(shares)), n)


def covered(fit, influence, shares, rows, seed, draws=60):
    """How often intervals by article hold the position that endless text would have."""
    from scipy.special import stdtrit

    rng, hits = np.random.default_rng(seed), []
    large, groups = articles(rng, shares, n=4000)
    truth = fit(pooled(large, groups, len(shares))).positions
    for _ in range(draws):
        counts, groups = articles(rng, shares)
        error, df = position_errors(influence(counts, groups), groups)
        hits.append(np.abs(fit(pooled(counts, groups, len(shares))).positions - truth) < stdtrit(df, 0.975) * error)
    return np.mean(np.array(hits)[:, rows])
