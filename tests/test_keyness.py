"""Keyness against independent answers, symmetries, null worlds and error texts."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency, gamma, norm, ttest_ind
from scipy.stats import t as student

import crossframe as cf
from crossframe.compare import thinning
from crossframe.compare.classic import g2, log_odds_z
from crossframe.compare.rates import HALF_WEIGHT, Pair, compare_pair
from crossframe.errors import DataError
from crossframe.schema import KEYNESS, names
from crossframe.tokens import Counts


def world(rng, *, articles=240, terms=400, ratio=1.0, lengths=(400, 400), bursts=0.5, share=0.5):
    """Counts of a made-up corpus: gamma-mixed Poisson uses, the target's thinned to `ratio` of the reference's."""
    target = rng.permutation(articles) < articles * share
    words = rng.poisson(np.where(target, *lengths)) + 50
    rate = np.exp(rng.normal(-6.5, 0.8, terms))
    heat = rng.gamma(bursts, 1 / bursts, (articles, terms))
    uses = rng.poisson(heat * rate * words[:, None])
    uses[target] = rng.binomial(uses[target], ratio)
    kept = uses.sum(axis=0) >= 5
    matrix = sparse.csr_array(uses[:, kept].astype(np.int32))
    names_ = np.array([f"t{j}" for j in range(kept.sum())], dtype=object)
    return Counts(matrix, names_, words.astype(np.int64)), target


def fit(counts, target, units=None):
    units = np.arange(len(target)) if units is None else units
    return compare_pair(counts, Pair(target.astype(int), units, "A", "B", "article"), 5, 2.0)[0]


def slow_z(theta, uses, words, target, units, m):
    """z of one term after thinning, article by article, straight from the module's docstring."""
    keep = np.where(target, 2.0 ** -max(theta, 0), 2.0 ** min(theta, 0))
    weight = words / (words + HALF_WEIGHT)
    drawn = np.minimum(m or words, words)
    q = drawn / words
    if m == 0:
        score, second = uses * keep / words, uses * keep * (1 - keep) / words**2
    else:
        score = (1 - (1 - keep * q) ** uses) / drawn
        second = ((1 - keep * (2 * q - q * q)) ** uses - (1 - keep * q) ** (2 * uses)) / drawn**2
    mean = (weight * score).sum() / weight.sum()
    n = len(np.unique(units))
    nested = all(len(set(target[units == u])) == 1 for u in np.unique(units))
    part = weight[target].sum() / weight.sum()
    sign = np.ones(len(words)) if nested else target - part
    residual = [(sign * weight * (score - mean))[units == u].sum() for u in np.unique(units)]
    if not nested:
        return slow_signs(residual, (sign**2 * weight**2 * second).sum(), keep.min(), len(np.unique(units[uses > 0])))
    n_target = len(np.unique(units[target]))
    scale = n_target * (n - n_target) / (n * (n - 1))
    variance, noise = scale * np.square(residual).sum(), (weight**2 * second).sum()
    if theta:
        spread = np.square(residual).sum() + noise
        own = n_target / n if theta > 0 else 1 - n_target / n
        variance = scale * spread * (own + (1 - own) * max(1 - noise / (own * spread), keep.min()))
    if theta:
        variance = max(variance, part * (1 - part) * noise / (1 - keep.min()))
    z = (weight * (score - mean))[target].sum() / np.sqrt(variance)
    if 2 * n_target == n:
        return z
    skew = scale * (n - 2 * n_target) / (n - 2) * np.power(residual, 3).sum() / variance**1.5
    return 6 / skew * (np.cbrt(skew * z / 2 + 1) - 1) + skew / 6


def slow_signs(contrast, noise, keep, k):
    """Normal score of a sum whose parts might have had the other sign, k of them from stories that use the term."""
    square = np.square(contrast).sum()
    variance = max(square, (1 + keep) / 2 * (square + noise), noise / (1 - keep) if keep < 1 else 0)
    z = np.sum(contrast) / np.sqrt(variance)
    z += np.power(contrast, 4).sum() / square**2 * (z**3 - 3 * z) / 12
    return np.clip(z, norm.ppf(2.0**-k), -norm.ppf(2.0**-k))


@pytest.mark.parametrize("m", [0.0, 0.25, 0.5])
@pytest.mark.parametrize("clusters", ["articles", "nested", "crossing"])
def test_interval_ends_where_the_slow_formula_reaches_the_critical_value(m, clusters, monkeypatch):
    rng = np.random.default_rng(3)
    counts, target = world(rng, articles=60, terms=40)
    n = len(target)
    units = {"articles": np.arange(n), "nested": np.where(target, 0, 100) + rng.integers(0, 12, n),
             "crossing": rng.integers(0, 20, n)}[clusters]
    monkeypatch.setattr(thinning, "EXCERPTS", (0.0, m) if m else (0.0,))
    table = fit(counts, target, units).set_index("term")
    uses = pd.DataFrame(counts.matrix.toarray(), columns=counts.terms)
    table = table[table.std_error.notna() & np.isfinite(table.conf_low) & np.isfinite(table.conf_high)]
    n_units = len(np.unique(units))
    df = np.inf if clusters == "crossing" else n_units - 2
    short = min(np.quantile(counts.totals[side], 0.05) for side in (target, ~target))
    critical = student.isf(0.025, df)
    if clusters != "crossing":
        critical *= np.sqrt((n_units - 1) / (df + critical**2))
    checked = 0
    for term, row in table.iterrows():
        for choice in thinning.EXCERPTS:
            got = [slow_z(end, uses[term].to_numpy(), counts.totals, target, units, choice * short)
                   for end in (row.conf_low, row.conf_high)]
            if np.allclose(got, [critical, -critical], atol=2e-5):
                checked += 1
                break
        else:
            pytest.fail(f"{term}: z at the ends is {got}, not {critical:.4f} and its opposite")
    assert checked > 15


def test_plain_rates_of_articles_of_one_length_are_students_t(monkeypatch):
    monkeypatch.setattr(thinning, "EXCERPTS", (0.0,))
    rng = np.random.default_rng(5)
    uses, target = rng.negative_binomial(1, 0.25, (14, 40)), np.arange(14) < 7  # halves: nothing to unskew
    terms = np.array([f"t{j}" for j in range(40)], dtype=object)
    table = fit(Counts(sparse.csr_array(uses.astype(np.int32)), terms, np.full(14, 300)), target)
    want = ttest_ind(uses[target], uses[~target]).pvalue
    np.testing.assert_allclose(table.set_index("term").p_value.reindex(terms), want, rtol=1e-9)


@pytest.mark.parametrize("cluster", [None, "day"])
def test_a_word_that_one_side_never_uses_has_the_limit_of_the_exact_binomial_test(cluster):
    frame = pd.DataFrame({"outlet": ["A", "B"] * 16, "text": ["the plan passed today", "the plan passed"] * 16})
    frame["day"] = np.arange(32) // 4
    table = cf.keyness(frame, target="A", reference="B", min_count=1, cluster=cluster).table
    row = table.set_index("term").loc["today"]
    share = 0.025 ** (1 / 16)  # the least chance to fall on A's side that 16 uses of 16 leave possible
    assert row.conf_low == pytest.approx(np.log2(share / (1 - share)), abs=0.6 if cluster is None else 1)
    assert row.conf_high == np.inf and row.conf_low < row.estimate < np.inf and row.std_error > 0


def test_swapping_the_sides_turns_everything_round():
    counts, target = world(np.random.default_rng(8), lengths=(300, 900), share=0.3)
    one, other = (fit(counts, t).set_index("term").sort_index() for t in (target, ~target))
    np.testing.assert_allclose(one.p_value, other.p_value, rtol=1e-9)
    np.testing.assert_allclose(one.estimate, -other.estimate, atol=1e-5)
    np.testing.assert_allclose(one.conf_low, -other.conf_high, atol=1e-5)
    np.testing.assert_allclose(one.dispersion, other.dispersion)
    np.testing.assert_allclose(one.log_odds_z, -other.log_odds_z)
    assert (one.n == other.n_reference).all()


@pytest.mark.parametrize("clusters", ["articles", "nested", "crossing"])
def test_interval_and_p_value_tell_one_story(clusters):
    rng = np.random.default_rng(11)
    counts, target = world(rng, articles=120, ratio=0.6)
    units = {"articles": None, "nested": np.where(target, 0, 100) + rng.integers(0, 30, 120),
             "crossing": rng.integers(0, 40, 120)}[clusters]
    table = fit(counts, target, units).dropna(subset="p_value")
    assert len(table) > 100
    beyond = (table.conf_low > 0) | (table.conf_high < 0)
    assert ((table.p_value < 0.05) == beyond).all()
    assert beyond.any() and not beyond.all()
    assert table.estimate.between(table.conf_low, table.conf_high).all()


@pytest.mark.parametrize("lengths, share, stories", [
    ((400, 400), 0.5, False), ((250, 1000), 0.5, False), ((400, 400), 0.12, False), ((400, 400), 0.4, True)])
def test_where_nothing_differs_five_percent_of_terms_do(lengths, share, stories):
    low, hits = [], 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        counts, target = world(rng, lengths=lengths, share=share)
        units = rng.integers(0, 60, len(target)) if stories else None
        table = fit(counts, target, units).dropna(subset="p_value")
        low.append(((table.p_value < 0.05).mean(), (table.p_value < 0.01).mean(), len(table)))
        hits += (table.p_adjusted < 0.05).any()
    rate, rate01, n = np.average(np.array(low)[:, :2], axis=0).tolist() + [np.sum(np.array(low)[:, 2])]
    assert n > 2000
    assert 0.035 < rate < 0.06
    assert rate01 < 0.014
    assert hits <= 2


def test_common_words_of_short_and_long_articles_compare_fairly():
    rng = np.random.default_rng(6)
    target = np.arange(300) < 150
    words = np.where(target, rng.integers(100, 200, 300), rng.integers(500, 2000, 300))
    rate = np.geomspace(0.002, 0.06, 300)
    uses = rng.poisson(rng.gamma(4, 1 / 4, (300, 300)) * rate * words[:, None])
    terms = np.array([f"t{j}" for j in range(300)], dtype=object)
    table = fit(Counts(sparse.csr_array(uses.astype(np.int32)), terms, words), target)
    assert (table.p_value < 0.05).mean() < 0.09
    shifted = rng.poisson(rng.gamma(4, 1 / 4, (300, 300)) * rate * np.where(target, 0.5, 1.0)[:, None] * words[:, None])
    table = fit(Counts(sparse.csr_array(shifted.astype(np.int32)), terms, words), target)
    assert table.estimate.median() == pytest.approx(-1, abs=0.1)
    assert (np.sign(table.estimate) == np.sign(table.rate - table.rate_reference)).mean() > 0.99


@pytest.mark.parametrize("ratio", [0.25, 0.5])
@pytest.mark.parametrize("share", [0.5, 0.2])
def test_intervals_hold_the_true_ratio_as_often_as_they_say(ratio, share):
    inside, centre = [], []
    for seed in range(8):
        table = fit(*world(np.random.default_rng(seed), ratio=ratio, share=share)).dropna(subset="p_value")
        inside.append(((table.conf_low <= np.log2(ratio)) & (np.log2(ratio) <= table.conf_high)).to_numpy())
        centre.append(table.estimate[(table.n + table.n_reference) > 150].median())
    assert np.concatenate(inside).mean() == pytest.approx(0.955, abs=0.02)
    assert 0.7 < np.mean(centre) / np.log2(ratio) < 1.02  # drawn towards 0, never beyond the truth


def test_a_cluster_for_every_article_changes_nothing_and_copies_add_nothing():
    counts, target = world(np.random.default_rng(2), articles=80)
    alone = fit(counts, target).set_index("term").sort_index()
    twice = Counts(sparse.vstack([counts.matrix, counts.matrix]).tocsr(), counts.terms, np.tile(counts.totals, 2))
    units = np.tile(np.arange(80), 2)
    copied = fit(twice, np.tile(target, 2), units).set_index("term").sort_index()
    both = alone.index[alone.p_value.notna()]
    np.testing.assert_allclose(copied.p_value[both], alone.p_value[both], rtol=1e-6)
    assert (fit(twice, np.tile(target, 2)).set_index("term").p_value[both] < alone.p_value[both]).mean() > 0.9


def test_unskewed_gamma_variables_have_normal_tails():
    for skew in (0.3, 0.8):
        shape = 4 / skew**2
        for tail in (1e-3, 0.025, 0.5, 0.975):
            z = (gamma.isf(tail, shape) - shape) / np.sqrt(shape)
            assert thinning._unskew(z, skew) == pytest.approx(norm.isf(tail), abs=0.02)
            assert thinning._unskew(-z, -skew) == pytest.approx(-thinning._unskew(z, skew))
    assert thinning._unskew(1.7, 0.0) == 1.7


def test_g2_and_log_odds_equal_the_published_formulas():
    n, rest, words, other = np.array([8, 0, 40, 7]), np.array([2, 5, 41, 0]), 1000, 3000
    for j in range(4):
        cells = [[n[j], rest[j]], [words - n[j], other - rest[j]]]
        want = chi2_contingency(cells, lambda_="log-likelihood", correction=False).statistic
        assert g2(n, rest, words, other)[j] == pytest.approx(want, rel=1e-8)
        prior = 500 * (n[j] + rest[j]) / 4000
        a, b = n[j] + prior, rest[j] + prior
        c, d = words + 500 - a, other + 500 - b
        z = (np.log(a / c) - np.log(b / d)) / np.sqrt(1 / a + 1 / c + 1 / b + 1 / d)
        assert log_odds_z(n, rest, words, other)[j] == pytest.approx(z, rel=1e-8)


def test_counts_rates_and_dispersion_by_hand():
    frame = pd.DataFrame({"outlet": ["A", "A", "B"], "text": ["tax tax cut now", "tax", "cut cut tax plan of a sort"]})
    row = cf.keyness(frame, target="A", reference="B", min_count=1).table.set_index("term").loc["tax"]
    assert (row.n, row.n_reference, row.n_articles) == (3, 1, 3)
    assert row.rate == pytest.approx(3 / 5 * 1e6) and row.rate_reference == pytest.approx(1 / 7 * 1e6)
    share, expected = np.array([2, 1, 1]) / 4, np.array([4, 1, 7]) / 12
    assert row.dispersion == pytest.approx(np.abs(share - expected).sum() / 2 / (1 - 1 / 12))


def test_two_articles_are_described_not_tested():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["the regime fell at dawn", "the government fell at dawn"]})
    result = cf.keyness(frame, min_count=1)
    assert list(result.table.columns) == names(KEYNESS)
    assert result.about["caution"].startswith("Two articles can be described, not tested")
    assert result.table[["std_error", "conf_low", "conf_high", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert result.table.set_index(["outlet", "term"]).estimate["A", "regime"] > 0


def test_shuffling_the_rows_gives_the_same_table():
    rng = np.random.default_rng(4)
    words = np.array(["tax", "cut", "plan", "vote", "bill", "act"])
    frame = pd.DataFrame({"outlet": rng.choice(["A", "B", "C"], 60),
                          "text": [" ".join(rng.choice(words, 30)) for _ in range(60)]})
    one = cf.keyness(frame).table
    other = cf.keyness(frame.sample(frac=1, random_state=1)).table
    pd.testing.assert_frame_equal(one, other, rtol=1e-6)
    assert set(one.outlet) == {"A", "B", "C"}


def test_real_halves_of_one_outlet_differ_no_more_than_they_should(shared):
    articles = pd.read_parquet(shared / "data" / "abp" / "articles.parquet", columns=["outlet", "text"])
    half = articles[articles.outlet == "Reuters"].head(300).reset_index(drop=True)
    coin = np.random.default_rng(0).permutation(len(half)) < len(half) // 2
    table = cf.keyness(half.assign(outlet=np.where(coin, "A", "B")), target="A", min_count=30).table
    assert (table.p_value.dropna() < 0.05).mean() < 0.07
    assert not (table.p_adjusted < 0.05).any()


FRAME = pd.DataFrame({"outlet": ["A", "B"], "text": ["one tax", "two taxes"]})


@pytest.mark.parametrize("options, message", [
    ({"target": "a"}, "no outlet 'a' among 2; did you mean 'A' or 'B'"),
    ({"target": "A", "reference": "A"}, "both 'A'"),
    ({"by": "paper"}, "keyness needs column paper; the table has outlet, text"),
    ({"cluster": "story"}, "keyness needs column story"),
    ({"match": "story"}, "needs the column story, and there is none; run cf.match_stories"),
    ({"match": "event"}, "match must be None or 'story', got 'event'"),
    ({"voice": "both"}, "voice='both' is not known; 'outlet' is what the outlet says"),
    ({"min_count": 9}, "no term is used 9 times or more in 2 articles; lower min_count"),
    ({"min_count": 0}, "min_count must be 1 or more"),
    ({"prior_sd": 0}, "prior_sd must be > 0"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    with pytest.raises(DataError, match=message):
        cf.keyness(FRAME, **options)


def test_one_outlet_is_refused():
    with pytest.raises(DataError, match="outlet holds only 'A'"):
        cf.keyness(FRAME.assign(outlet="A"))


@pytest.mark.parametrize("options", [{}, {"cluster": "day"}, {"match": "story"}])
def test_where_all_articles_are_one_text_nothing_differs(options):
    frame = pd.DataFrame({"outlet": list("ABCD") * 50, "text": "the council voted on the ferry and the old pier today",
                          "day": np.arange(200) // 10, "story": np.arange(200) // 8})
    table = cf.keyness(frame, min_count=1, **options).table
    assert (table.p_value.dropna() > 0.99).all() and (table.estimate.abs() < 1e-6).all()
