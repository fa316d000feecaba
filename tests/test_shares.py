"""Shares against independent answers, symmetries, null worlds, the demo's ground truth and error texts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crossframe as cf
from crossframe.compare.proportions import between, within_stories
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import SHARES, names

GOLD = Path(__file__).parents[1] / "data/demo/gold"


def articles(rng, sizes, share=0.4, alike=0.1, stories=None):
    """A row a quotation; each article has a share of its own, the more so the greater `alike`."""
    parts = []
    for outlet, n in sizes.items():
        own = share[outlet] if isinstance(share, dict) else share
        spread = 1 / alike - 1
        for i, p in enumerate(rng.beta(own * spread, (1 - own) * spread, n)):
            rows = 1 + rng.negative_binomial(1.5, 0.25)
            parts.append(pd.DataFrame({"outlet": outlet, "article": f"{outlet}{i}", "story": f"s{i % stories if stories else i}",
                                       "kind": np.where(rng.random(rows) < p, "official", "citizen")}))
    return pd.concat(parts, ignore_index=True)


def one(frame, value="official", **options):
    table = cf.shares(frame, of="kind", target="A", **options).table
    return table.set_index("value").loc[value]


def test_one_row_an_article_is_wallensteins_test_of_two_proportions():
    frame = pd.DataFrame({"outlet": ["A"] * 40 + ["B"] * 60, "article": range(100),
                          "kind": ["official"] * 24 + ["citizen"] * 16 + ["official"] * 21 + ["citizen"] * 39})
    got, p, q = one(frame), 24 / 40, 21 / 60
    common = 45 / 100
    own, pooled = p * (1 - p) / 40 + q * (1 - q) / 60, common * (1 - common) * (1 / 40 + 1 / 60)
    robust = p * (1 - p) / 39 + q * (1 - q) / 59  # binomial variances, n - 1 as clusters have it
    df = robust**2 / ((p * (1 - p) / 39) ** 2 / 39 + (q * (1 - q) / 59) ** 2 / 59)
    t = (p - q) / np.sqrt(robust * pooled / own)
    assert got.p_value == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9)
    assert (got.estimate, got.std_error) == pytest.approx((p - q, np.sqrt(robust)))

    def off(d):  # the shares that fit a difference d: common + d * 60 / 100, common - d * 40 / 100
        a, b = common + d * 0.6, common - d * 0.4
        spread = a * (1 - a) / 40 + b * (1 - b) / 60
        return (p - q - d) ** 2 / (robust * spread / own) - stats.t.ppf(0.975, df) ** 2

    assert off(got.conf_low) == pytest.approx(0, abs=1e-6) and off(got.conf_high) == pytest.approx(0, abs=1e-6)


def test_shares_are_ratios_of_sums_and_their_error_is_that_of_contrast_on_articles_alike_in_size():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"outlet": np.repeat(["A", "B"], [60, 100]), "article": np.arange(160) // 4})
    frame["kind"] = np.where(rng.random(160) < 0.4, "official", "citizen")
    got = one(frame)
    means = frame.assign(score=frame["kind"] == "official").groupby("outlet")["score"].mean()
    assert (got.share, got.share_reference) == pytest.approx((means["A"], means["B"]))
    scores = frame.assign(score=(frame["kind"] == "official").astype(float))
    want = cf.contrast(scores, target="A").table.iloc[0]
    assert (got.estimate, got.std_error) == pytest.approx((want.estimate, want.std_error))


def test_within_stories_it_is_mantel_and_haenszels_difference():
    frame = articles(np.random.default_rng(2), {"A": 12, "B": 20}, stories=10)
    got = one(frame, match="story")
    counts = frame.assign(x=frame["kind"] == "official").groupby(["story", "outlet"])["x"].agg(["sum", "size"]).unstack()
    counts = counts.dropna()
    (x, y), (n, m) = counts["sum"].to_numpy().T, counts["size"].to_numpy().T
    weight = n * m / (n + m)
    gaps = x / n - y / m
    assert got.estimate == pytest.approx((weight * gaps).sum() / weight.sum())
    assert got.share == pytest.approx((weight * x / n).sum() / weight.sum())
    assert (got.n, got.n_total, got.n_clusters) == (x.sum(), n.sum(), ((x + y) > 0).sum())


def test_a_cluster_of_stories_is_one_unit():
    frame = articles(np.random.default_rng(3), {"A": 24, "B": 24}, stories=24)
    frame["week"] = frame["story"].str[1:].astype(int) // 3
    merged = frame.assign(story=frame["story"])
    coarse, fine = one(merged, match="story", cluster="week"), one(frame, match="story")
    assert coarse.estimate == pytest.approx(fine.estimate) and coarse.n_clusters <= 8 < fine.n_clusters


@pytest.mark.parametrize("match", [None, "story"])
def test_swapping_the_sides_turns_all_round_and_a_counterpart_is_its_mirror(match):
    frame = articles(np.random.default_rng(4), {"A": 14, "B": 30}, share={"A": 0.2, "B": 0.4}, stories=14)
    ours, counterpart = one(frame, match=match), one(frame, "citizen", match=match)
    swapped = one(frame.assign(outlet=frame["outlet"].map({"A": "B", "B": "A"})), match=match)
    for other in (counterpart, swapped):
        assert (other.estimate, other.conf_low, other.conf_high, other.p_value) == pytest.approx(
            (-ours.estimate, -ours.conf_high, -ours.conf_low, ours.p_value), abs=1e-9)


@pytest.mark.parametrize("match", [None, "story"])
def test_order_of_rows_and_the_scale_of_weights_do_not_matter(match):
    frame = articles(np.random.default_rng(5), {"A": 12, "B": 18}, stories=12).assign(half=0.5)
    want = cf.shares(frame, of="kind", match=match).table
    mixed = cf.shares(frame.sample(frac=1, random_state=1), of="kind", match=match, weights="half").table
    pd.testing.assert_frame_equal(mixed, want, rtol=1e-7)


def test_interval_and_p_value_tell_one_story_for_rare_and_common_values():
    beyond, rng = [], np.random.default_rng(6)
    for _ in range(100):
        n, m, p, q = rng.integers(6, 30), rng.integers(6, 30), *rng.choice([0.03, 0.1, 0.5], 2)
        units = np.repeat(np.arange(n + m), rng.integers(1, 6, n + m))
        target = units < n
        values = (rng.random(len(units)) < np.where(target, p, q)).astype(int)
        stories = rng.integers(0, 8, len(units))
        both = np.isin(stories, np.intersect1d(stories[target], stories[~target]))
        for fit in (between(units, values, target, np.ones(len(units))),
                    within_stories(*(np.unique(stories[both], return_inverse=True)[1],) * 2, np.where(target, 3, units % 3)[both],
                                   values[both], target[both], np.ones(both.sum()))):
            _, low, high, p_value = (each[-1] for each in fit.tested())
            if not np.isnan(p_value):
                assert low <= fit.difference[-1] <= high
                beyond.append(low > 0 or high < 0)
                assert beyond[-1] == (p_value < 0.05)
    assert 20 < sum(beyond) < 150


@pytest.mark.parametrize("sizes, share, alike", [
    ({"A": 12, "B": 12}, 0.3, 0.1), ({"A": 12, "B": 60}, 0.05, 0.05), ({"A": 100, "B": 100}, 0.01, 0.05)])
def test_where_nothing_differs_about_five_percent_do_and_the_interval_holds_the_truth(sizes, share, alike):
    low, rng = [], np.random.default_rng(7)
    for _ in range(200):
        n = sum(sizes.values())
        own = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), n)
        units = np.repeat(np.arange(n), 1 + rng.negative_binomial(1.5, 0.25, n))
        values = (rng.random(len(units)) < own[units]).astype(int)
        if len(np.unique(units[values == 1])) >= 5:
            low.append(between(units, values, units < sizes["A"], np.ones(len(units))).tested()[3][1] < 0.05)
    assert len(low) > 150 and 0.02 <= np.mean(low) <= 0.08


def test_the_interval_holds_a_true_difference_of_a_small_and_a_large_outlet():
    held, rng = [], np.random.default_rng(8)
    for _ in range(200):
        own = np.concatenate([rng.beta(1.9, 17.1, 12), rng.beta(0.38, 18.62, 300)])  # shares .10 and .02
        units = np.repeat(np.arange(312), 1 + rng.negative_binomial(1.5, 0.25, 312))
        values = (rng.random(len(units)) < own[units]).astype(int)
        _, low, high, _ = between(units, values, units < 12, np.ones(len(units))).tested()
        held.append(low[1] <= 0.08 <= high[1])
    assert 0.91 <= np.mean(held) <= 0.98


def test_a_side_that_never_has_a_value_is_not_taken_for_one_that_cannot():
    frame = pd.DataFrame({"outlet": ["A"] * 30 + ["B"] * 100, "article": range(130),
                          "kind": ["citizen"] * 30 + ["official"] * 6 + ["citizen"] * 94})
    got = one(frame)
    exact = stats.fisher_exact([[0, 30], [6, 94]]).pvalue
    assert got.p_value > 0.1 and exact > 0.1
    assert got.conf_low < -0.06 < 0 < got.conf_high


@pytest.mark.parametrize("match", [None, "story"])
def test_two_outlets_that_never_meet_differ_and_two_that_are_always_alike_do_not(match):
    frame = pd.DataFrame({"outlet": ["A", "B"] * 20, "article": range(40), "story": np.repeat(range(20), 2)})
    apart = one(frame.assign(kind=["official", "citizen"] * 20), match=match)
    assert apart.estimate == 1 == apart.conf_high and apart.conf_low > 0.3 and apart.p_value < 0.001
    alike = one(pd.concat([frame.assign(kind="official"), frame.assign(kind="citizen")]), match=match)
    assert alike.estimate == 0 and np.isnan(alike.p_value)


def test_shares_sum_to_one_within_each_value_and_each_outlet_is_adjusted_alone():
    rng = np.random.default_rng(9)
    frame = pd.DataFrame({"outlet": rng.choice(list("ABC"), 600), "article": rng.integers(0, 90, 600).astype(str),
                          "referent": rng.choice(["levy", "camp"], 600), "name": rng.choice(["one", "two", "three"], 600)})
    frame["article"] += frame["outlet"]
    table = cf.shares(frame, of="name", within="referent").table
    assert list(table.columns) == names(SHARES) and len(table) == 18
    sums = table.groupby(["outlet", "within"])[["share", "share_reference", "estimate"]].sum()
    np.testing.assert_allclose(sums, [[1, 1, 0]] * 6, atol=1e-12)
    for _, rows in table.groupby("outlet"):
        np.testing.assert_allclose(rows.p_adjusted, stats.false_discovery_control(rows.p_value))


def test_words_weigh_and_rows_without_a_value_are_counted():
    frame = pd.DataFrame({"outlet": ["A", "A", "B", "B"], "article": list("abcd"), "kind": ["x", "y", "x", None],
                          "content": ["one two three", "four", "five", "six"]})
    result = cf.shares(Result(frame, {"measure": "sources"}), of="kind", weights="words")
    table = result.table.set_index(["outlet", "value"])
    assert table.share["A", "x"] == 0.75 and table.n["A", "x"] == 1 and table.share_reference["A", "y"] == 0
    assert result.about["n_missing"] == 1 and result.about["table"] == "sources"
    assert result.about["caution"].startswith("3 articles can be described, not tested")
    assert table[["std_error", "conf_low", "p_value"]].isna().all(axis=None)


def test_too_few_articles_of_a_value_are_shown_but_not_tested():
    frame = articles(np.random.default_rng(10), {"A": 20, "B": 20})
    frame.loc[frame["article"].isin(["A0", "B0"]), "kind"] = "expert"
    table = cf.shares(frame, of="kind", target="A").table.set_index("value")
    assert np.isnan(table.p_value["expert"]) and np.isfinite(table.estimate["expert"])
    assert table.p_value.drop("expert").notna().all()


def test_a_thing_that_one_side_never_names_has_no_difference():
    frame = articles(np.random.default_rng(11), {"A": 10, "B": 10}, stories=10)
    frame["of_what"] = np.where((frame["outlet"] == "A") & (frame.index % 2 == 0), "levy", "camp")
    for match in (None, "story"):
        table = cf.shares(frame, of="kind", within="of_what", match=match, target="B").table
        levy = table[table["within"] == "levy"]
        assert levy[["estimate", "p_value", "share"]].isna().all(axis=None)
        assert match == "story" or levy["share_reference"].sum() == pytest.approx(1)


@pytest.fixture(scope="module")
def gold():
    stories = pd.read_csv(GOLD / "articles.csv").set_index("id")["story"]
    sources = pd.read_csv(GOLD / "sources.csv").rename(columns={"said": "content"})
    sources["story"] = sources["article"].map(stories)
    return sources.assign(kind=sources["kind"].replace({"citizen": "citizen or expert", "expert": "citizen or expert"}))


@pytest.mark.parametrize("weights", [None, "words"])
@pytest.mark.parametrize("match", [None, "story"])
def test_planted_sources_are_found(gold, match, weights):
    from crossframe.datasets import demo_ground_truth

    truth = demo_ground_truth()
    truth = truth[truth["kind"] == "sources"]
    table = cf.shares(gold, of="kind", match=match, weights=weights).table.set_index(["outlet", "value"])
    assert len(truth) == 2
    for row in truth.itertuples():
        found = table.loc[row.outlet, row.item]
        assert found.p_adjusted < 0.001 and found.estimate > 0.3


def test_outlets_shuffled_within_stories_show_no_sources(gold):
    articles = gold.drop_duplicates("article").set_index("article")
    low, families = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        names = articles.groupby("story")["outlet"].transform(lambda own, rng=rng: rng.permutation(own.to_numpy()))
        table = cf.shares(gold.assign(outlet=gold["article"].map(names)), of="kind", match="story").table
        low.extend(table["p_value"].dropna() < 0.05)
        families.extend(table.groupby("outlet")["p_adjusted"].min() < 0.05)
    assert np.mean(low) < 0.08 and np.mean(families) < 0.1  # some five in a hundred


@pytest.mark.parametrize("options, message", [
    ({"of": "colour"}, "shares needs column colour"),
    ({"within": "referent"}, "shares needs column referent"),
    ({"weights": "words"}, "shares needs column content"),
    ({"weights": "kind"}, "weights='kind' must be numbers of 0 or more"),
    ({"match": "topic"}, "match must be None or 'story', got 'topic'"),
    ({"target": "C"}, "no outlet 'C' among 2"),
    ({"min_count": 0}, "min_count must be 1 or more, got 0"),
    ({"by": "story"}, "shares needs column story"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    frame = articles(np.random.default_rng(0), {"A": 6, "B": 6}).drop(columns="story")
    with pytest.raises(DataError, match=message):
        cf.shares(frame, **{"of": "kind"} | options)


def test_no_values_and_no_table_are_refused():
    with pytest.raises(DataError, match="no row has a value of 'kind'"):
        cf.shares(pd.DataFrame({"outlet": ["A"], "article": ["a"], "kind": [""]}), of="kind")
    with pytest.raises(DataError, match="not list"):
        cf.shares([1], of="kind")
