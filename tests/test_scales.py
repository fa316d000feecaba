"""Wordscores, correspondence analysis and latent scaling against answers by hand, symmetries, null worlds, error texts."""

from fractions import Fraction as F

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit

import crossframe as cf
from crossframe.compare.scales import correspondence, latent, wordscores, wordscores_errors
from crossframe.compare.scales.correspondence import add_rows, coordinates, fit_correspondence
from crossframe.compare.scales.errors import pooled, position_errors
from crossframe.compare.scales.latent import (
    context_counts,
    fit_latent,
    latent_vectors,
    match_seeds,
    read_seeds,
    word_polarity,
)
from crossframe.compare.scales.wordscores import fit_wordscores
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
        lambda counts, groups, rescale: wordscores_errors.influence(
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


def test_a_reference_is_scored_without_the_article_at_hand():
    rng = np.random.default_rng(9)
    counts, groups, known = rng.poisson(0.6, (12, 15)), np.arange(12) % 3, np.array([-1, 1, NAN])
    counts[0, 14], counts[1:, 14] = 2, 0  # a word of this article alone teaches nothing about it
    alone, together = wordscores.left_out(counts, groups, known, smooth=0.2)
    total, scored = np.zeros(12), np.zeros(12)
    for article in np.flatnonzero(groups < 2):
        used = pooled(counts, groups, 3)[:2].sum(axis=0) > 0
        rest = pooled(counts, groups, 3, np.arange(12) != article)[:2] + 0.2 * used
        share = rest / rest.sum(axis=1, keepdims=True)
        score = (share[1] - share[0]) / share.sum(axis=0)
        total[article], scored[article] = counts[article] @ np.nan_to_num(score), counts[article, used].sum()
    assert alone[groups < 2] == pytest.approx(total[groups < 2] / scored[groups < 2]) and np.isnan(alone[groups == 2]).all()
    assert together[0] == pytest.approx(total[groups == 0].sum() / scored[groups == 0].sum())
    bare = wordscores.left_out(counts, groups, known)[0]
    same = counts.copy()
    same[0, 14] = 0
    others = wordscores.left_out(np.where(np.arange(12)[:, None] == 0, same, counts), groups, known)[0]
    assert bare[0] == pytest.approx(others[0])


def test_what_pairs_of_articles_make_is_a_part_of_the_variance():
    rng = np.random.default_rng(10)
    counts, groups = rng.poisson(0.6, (40, 60)), np.arange(40) % 4
    known = [-1, 1, NAN, NAN]
    variance = position_errors(wordscores_errors.influence(counts, groups, known), groups)[0] ** 2
    pairs = np.mean([wordscores_errors.counted_twice(counts, groups, known, seed=seed) for seed in range(20)], axis=0)
    exact, step, units = np.zeros(4), 1e-6, pooled(counts, groups, 4)
    for other in np.flatnonzero(groups < 2):  # how one article of a reference turns the words, and so all others' part
        more, less = (fit_wordscores(pooled(counts, groups, 4, 1 + sign * step * (np.arange(40) == other)), known)
                      .words["estimate"] for sign in (1, -1))
        turn = (more - less) / (2 * step)
        own = (counts @ turn - (units @ turn / units.sum(axis=1))[groups] * counts.sum(axis=1)) / units.sum(axis=1)[groups]
        exact += np.bincount(groups, own**2)
    assert pairs[2:] == pytest.approx(exact[2:], rel=0.1)
    assert (0.02 * variance[2:] < pairs[2:]).all() and (pairs[2:] < 0.6 * variance[2:]).all()


def articles(rng, shares, n=25, words=80, bursts=2.0):
    """Articles of as many outlets as there are rows, whose words come in bursts."""
    rates = np.repeat(shares, n, axis=0) * rng.gamma(1 / bursts, bursts, (n * len(shares), shares.shape[1]))
    size = rng.poisson(words, len(rates)) + 1
    drawn = [rng.multinomial(total, rate / rate.sum()) for total, rate in zip(size, rates, strict=True)]
    return np.array(drawn), np.repeat(np.arange(len(shares)), n)


def _truth(rng, shares, fit):
    """Where endless text would put the units."""
    return fit(pooled(*articles(rng, shares, n=1500), len(shares))).positions


def outlets(rng, gap, n_terms=150, n_units=5):
    place = np.linspace(-1, 1, n_units)
    rates = rng.dirichlet(np.full(n_terms, 0.5)) * np.exp(np.outer(place, rng.normal(0, gap, n_terms)))
    return rates / rates.sum(axis=1, keepdims=True)


def test_intervals_of_wordscores_cover():
    known = np.array([-1, NAN, NAN, NAN, 1])
    hits, published = [], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        shares = outlets(rng, 0.4)
        truth = _truth(rng, shares, lambda counts: fit_wordscores(counts, known, rescale="mv"))
        for _ in range(25):
            counts, groups = articles(rng, shares)
            options = {"rescale": "mv", "reference_raw": wordscores.left_out(counts, groups, known)[1]}
            fit = fit_wordscores(pooled(counts, groups, 5), known, **options)
            error, df = position_errors(wordscores_errors.influence(counts, groups, known, **options), groups,
                                        wordscores_errors.counted_twice(counts, groups, known, **options))
            hits.append(np.abs(fit.positions - truth) < stdtrit(df, 0.975) * error)
            published.append(np.abs(fit.positions - truth) < 1.96 * fit.std_errors)
    assert 0.9 < np.mean(np.array(hits)[:, 1:4]) < 0.99
    assert np.mean(np.array(published)[:, 1:4]) < 0.7  # words come in bursts, and words' scores are guesses


def test_intervals_of_correspondence_analysis_cover():
    hits, ends = [], {"direction": (0, 4)}
    for seed in range(3):
        rng = np.random.default_rng(seed)
        shares = outlets(rng, 0.6)
        truth = _truth(rng, shares, lambda counts: fit_correspondence(counts, **ends))
        for _ in range(25):
            counts, groups = articles(rng, shares)
            error, df = position_errors(correspondence.influence(counts, groups, **ends), groups)
            position = fit_correspondence(pooled(counts, groups, 5), **ends).positions
            hits.append(np.abs(position - truth) < stdtrit(df, 0.975) * error)
    assert 0.91 < np.mean(hits) < 0.99


def test_virgin_texts_alike_differ_at_the_5_percent_rate():
    rng, beyond, known = np.random.default_rng(11), [], np.array([-1, 1, NAN, NAN])
    shares = outlets(rng, 0.5, n_units=3)[[0, 2, 1, 1]]
    for _ in range(150):
        counts, groups = articles(rng, shares)
        influence = wordscores_errors.influence(counts, groups, known)
        error, df = position_errors(influence @ [[0], [0], [1], [-1]] * np.ones(4), groups)
        gap = np.diff(fit_wordscores(pooled(counts, groups, 4), known).positions[2:])[0]
        beyond.append(abs(gap) > stdtrit(df[0], 0.975) * error[0])
    assert 0.01 < np.mean(beyond) < 0.09


VECTORS = np.array([[2.0, 0, 0], [1, 1, 0], [0, 0, 3], [0, -1, 0], [0, 0, 0]])
TERMS = np.array(["calm", "calmer", "storm", "stormy", "unseen"], object)


def test_polarity_is_the_mean_cosine_to_the_seeds():
    weights, missing = match_seeds(read_seeds({"Calm*": 1, "storm": -1, "gale": -1}), TERMS)
    assert weights.tolist() == [0.5, 0.5, -1, 0, 0] and missing == ["gale"]
    want = []
    for one in VECTORS[:4]:
        cosines = [one @ seed / np.linalg.norm(one) / np.linalg.norm(seed) for seed in VECTORS[:3]]
        want.append(np.dot(cosines, [0.5, 0.5, -1]) / 2)
    got = word_polarity(VECTORS, weights)
    assert got[:4] == pytest.approx(want) and np.isnan(got[4])
    turn = np.linalg.qr(np.random.default_rng(12).normal(size=(3, 3)))[0]
    assert word_polarity(VECTORS @ turn * [[5], [1], [2], [1], [1]], weights)[:4] == pytest.approx(want)
    assert word_polarity(VECTORS, -weights)[:4] == pytest.approx(-np.array(want))
    scores = fit_latent([[1, 0, 2, 0, 4], [0, 0, 0, 0, 3]], got)
    assert scores.positions[0] == pytest.approx((got[0] + 2 * got[2]) / 3) and np.isnan(scores.positions[1])


@pytest.mark.parametrize("exact", [1500, 100])
def test_vectors_equal_a_singular_value_decomposition(monkeypatch, exact):
    rng = np.random.default_rng(13)
    topics = rng.dirichlet(np.full(700, 0.05), 12)
    counts = np.array([rng.multinomial(12, topics[min(row % 24, 11)]) for row in range(400)])
    _, size, right = np.linalg.svd(counts / np.sqrt(np.maximum(counts.sum(axis=0), 1)), full_matrices=False)
    want = right[:12].T * size[:12]
    monkeypatch.setattr(latent, "EXACT", exact)
    got = latent_vectors(counts, k=12)
    assert np.abs(got @ got.T - want @ want.T).max() < 1e-6
    assert (got == latent_vectors(counts, k=12)).all()


def test_words_of_one_sentence_stand_together():
    texts = ["A calm sea. Storm and gale at night.", "The storm\nwas calm calm."]
    terms = np.array(["calm", "gale", "sea", "storm"], object)
    assert context_counts(texts, terms).toarray().tolist() == [[1, 0, 1, 0], [0, 1, 0, 1], [2, 0, 0, 1]]
    assert context_counts(texts, terms, unit="text").toarray().tolist() == [[1, 1, 1, 1], [2, 0, 0, 1]]
    assert context_counts(["Calm.\n\nStorm and sea"], terms, unit="paragraph").toarray().tolist() == [[0, 0, 1, 1]]
    pairs = np.array(["calm sea", "night", "storm"], object)
    assert context_counts(texts, pairs).toarray().tolist() == [[0, 1, 1]]


@pytest.mark.parametrize(("call", "message"), [
    (lambda: read_seeds("mood"), "no seed words are called 'mood'; there is sentiment"),
    (lambda: read_seeds({}), "seeds is empty"),
    (lambda: read_seeds({"calm": 0}), "seed 'calm' has the weight 0.0"),
    (lambda: read_seeds({"calm": "high"}), "seeds are words, each with a number"),
    (lambda: read_seeds(["*"]), "seed '*' matches every word"),
    (lambda: match_seeds({"gale": 1.0, "wind": -1.0}, TERMS), "none of the 2 seed words is among the 5 terms: gale, wind"),
    (lambda: match_seeds({"calm": 1.0, "mild": 1.0, "gale": -1.0}, TERMS),
     "no seed word with a weight below 0 is among the 5 terms: gale; a scale needs seeds at both its ends: lower min_count"),
    (lambda: word_polarity(VECTORS, np.array([1.0, 0, 0, 0, -1])), "no seed word of one side of the scale has a vector"),
    (lambda: fit_latent([[0, 0, 0, 0, 2]], word_polarity(VECTORS, np.array([1.0, 0, 0, -1, 0]))), "no text has a word"),
    (lambda: fit_latent([[1, 2]], np.ones(3)), "word_scores has 3 values and counts 2 terms"),
    (lambda: latent_vectors(np.ones((3, 3)), k=0), "k must be a whole number of 1 or more, got 0"),
    (lambda: latent_vectors(np.empty((0, 3))), "no two terms stand together"),
    (lambda: context_counts(["One."], TERMS, unit="page"), "contexts are one of 'sentence', 'paragraph', 'text', got 'page'"),
])
def test_latent_scaling_says_what_is_wrong(call, message):
    with pytest.raises(DataError) as error:
        call()
    assert message in str(error.value)


def test_seeds_of_one_side_say_how_near_a_text_is():
    weights, _ = match_seeds(read_seeds(["calm", "calmer"]), TERMS)
    assert word_polarity(VECTORS, weights)[0] == pytest.approx((1 + 0.5**0.5) / 2)


def corpus(rng, gap=0.8, n=14, n_outlets=4):
    words = np.array([f"{first}{second}" for first in "bdfgklmnprst" for second in ("ado", "eki", "ilu", "omo", "ura")])
    counts, groups = articles(rng, outlets(rng, gap, len(words), n_outlets), n=n, words=60)
    texts = [" ".join(np.repeat(words, row)) + "." for row in counts]
    return pd.DataFrame({"outlet": np.array(["Lantern", "Courier", "Beacon", "Herald"])[groups], "text": texts})


ENDS = {"reference_scores": {"Lantern": -1, "Herald": 1}}


def test_through_the_door_references_stand_where_they_are_known_to_be():
    frame = corpus(np.random.default_rng(14))
    result = cf.scaling(frame, method="wordscores", **ENDS)
    table = result.table.set_index("outlet")
    assert table.estimate[["Lantern", "Herald"]].tolist() == pytest.approx([-1, 1])
    assert -1 < table.estimate["Courier"] < table.estimate["Beacon"] < 1
    assert result.about["published_std_error"]["Beacon"] < table.std_error["Beacon"]
    assert result.about["references_p_value"] < 0.001 and "no scale" not in result.about["caution"]
    raw = cf.scaling(frame, method="wordscores", rescale="none", **ENDS)
    assert raw.table.set_index("outlet").estimate.to_dict() == pytest.approx(result.about["raw"])
    each = cf.scaling(frame, method="wordscores", level="article", **ENDS).table.groupby("outlet").estimate.mean()
    assert each.to_numpy() == pytest.approx(table.estimate[each.index].to_numpy(), abs=0.1)
    few = frame[(frame.outlet != "Herald") | ~frame.outlet.duplicated()]
    lone = cf.scaling(few, method="wordscores", **ENDS)
    assert lone.table.std_error.isna().all() and "A reference has fewer than 5 articles (Herald)" in lone.about["caution"]


def test_references_that_do_not_differ_make_no_scale():
    said = 0
    for seed in range(20):
        try:
            caution = cf.scaling(corpus(np.random.default_rng(seed), gap=0.0), method="wordscores", **ENDS).about["caution"]
        except DataError as error:
            caution = str(error)
        said += "there is no scale" in caution or "cannot be told apart" in caution
    assert said >= 17


def test_latent_scaling_through_the_door():
    rng = np.random.default_rng(15)
    good, bad = "calm kind gentle bright".split(), "cruel grim harsh bleak".split()
    rows = []
    for outlet, share in (("Lantern", 0.8), ("Courier", 0.5), ("Beacon", 0.5)):
        for _ in range(15):
            picks = [rng.choice(good if rng.random() < share else bad, 3) for _ in range(6)]
            rows.append((outlet, " ".join(f"The quay was {' '.join(pick)}." for pick in picks)))
    frame = pd.DataFrame([*rows, ("Beacon", "Nothing.")], columns=["outlet", "text"])
    seeds = {"calm": 1, "cru*": -1, "gale": -1}
    result = cf.scaling(frame, method="latent", seeds=seeds, stop_words="english")
    table = result.table.set_index("outlet")
    assert table.index[0] == "Lantern" and table.conf_low["Lantern"] > table.conf_high[["Courier", "Beacon"]].max()
    assert result.about["seeds"] == {"calm": 1.0, "cruel": -1.0} and result.about["seeds_missing"] == ["gale"]
    words = cf.scaling(frame, method="latent", seeds=seeds, stop_words="english", level="word").table.set_index("term").estimate
    assert words[good].min() > words["quay"] > words[bad].max()
    each = cf.scaling(frame, method="latent", seeds=seeds, stop_words="english", level="article").table
    assert np.isnan(each.estimate.iloc[-1]) and each.n_words.iloc[-1] == 0
    assert each.estimate.mean() == pytest.approx(0) and each.estimate.std(ddof=0) == pytest.approx(1)
    own = pd.DataFrame([[1.0, 0], [-1, 0], [1, 1]], index=["calm", "cruel", "grim"])
    turned = cf.scaling(frame, method="latent", seeds=seeds, vectors=own, level="word").table.set_index("term").estimate
    assert turned["grim"] == pytest.approx(0.5**0.5) and np.isnan(turned["quay"])


@pytest.mark.parametrize(("options", "message"), [
    ({"method": "wordscores", "reference_scores": {"Lantern": -1, "Observer": 1}}, "no outlet 'Observer' among 4"),
    ({"method": "wordscores", "reference_scores": {"Lantern": 1, "Herald": 1}}, "all 2 references have the score 1"),
    ({"method": "wordscores", "rescale": "z", **ENDS}, "rescale is one of 'none', 'lbg', 'mv', got 'z'"),
    ({"method": "latent", "seeds": {"bado": 1, "never": -1}}, "no seed word with a weight below 0"),
    ({"method": "latent", "seeds": "gloom"}, "no seed words are called 'gloom'"),
    ({"method": "wordfish", "vectors": "static"}, "vectors are of method='latent'; wordfish takes none"),
    ({"method": "wordfish", "dimension": 2}, "dimension=2 is of method='correspondence'"),
    ({"method": "correspondence", "dimension": 9}, "dimension 9 was asked for"),
])
def test_the_door_says_what_is_wrong(options, message):
    with pytest.raises(DataError) as error:
        cf.scaling(corpus(np.random.default_rng(16)), **options)
    assert message in str(error.value)


def test_one_article_and_empty_texts_are_refused():
    frame = corpus(np.random.default_rng(17))
    with pytest.raises(DataError, match="there is one article"):
        cf.scaling(frame[:1], method="wordscores", **ENDS)
    with pytest.raises(DataError, match="no term is used 10 times or more"):
        cf.scaling(frame.assign(text=""), method="wordscores", **ENDS)
    silent = frame.assign(text=frame.text.where(frame.outlet != "Herald", ""))
    with pytest.raises(DataError, match="reference .* has no word that is counted"):
        cf.scaling(silent, method="wordscores", **ENDS)
    silent = frame.assign(text=frame.text.where(frame.outlet != "Beacon", ""))
    table = cf.scaling(silent, method="wordscores", **ENDS).table.set_index("outlet")
    assert np.isnan(table.estimate["Beacon"]) and table.n_words["Beacon"] == 0 and table.std_error["Courier"] > 0
