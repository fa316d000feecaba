"""Contrast against independent answers, symmetries, null worlds and error texts."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crossframe as cf
from crossframe.compare.inference import adjust
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import CONTRAST, MEANS, names

METHODS = ["t", "permutation", "bootstrap"]


def scores(rng, *, n=(20, 20), gap=0.0, spread=(1.0, 1.0)):
    return pd.DataFrame({
        "outlet": np.repeat(["A", "B"], n),
        "score": np.concatenate([rng.normal(gap, spread[0], n[0]), rng.normal(0, spread[1], n[1])])})


def row(frame, **options):
    return cf.contrast(frame, target="A", reference="B", **options).table.iloc[0]


def test_without_clusters_it_is_welchs_test():
    frame = scores(np.random.default_rng(1), n=(9, 23), gap=0.7, spread=(2, 1))
    want = stats.ttest_ind(*(frame.score[frame.outlet == o] for o in "AB"), equal_var=False)
    got = row(frame)
    assert got.p_value == pytest.approx(want.pvalue, rel=1e-10)
    assert (got.conf_low, got.conf_high) == pytest.approx(tuple(want.confidence_interval()), rel=1e-10)
    pooled = np.sqrt((8 * frame.score[:9].var() + 22 * frame.score[9:].var()) / 30)
    assert got.hedges_g == pytest.approx(got.estimate / pooled * (1 - 3 / 119))


def test_clusters_of_equal_size_are_tested_as_their_means():
    rng = np.random.default_rng(2)
    frame = scores(rng, n=(24, 36))
    frame["article"] = np.arange(60) // 3
    frame["score"] += np.repeat(rng.normal(0, 2, 20), 3)
    means = frame.groupby("article").agg(score=("score", "mean"), outlet=("outlet", "first"))
    want = stats.ttest_ind(*(means.score[means.outlet == o] for o in "AB"), equal_var=False)
    assert row(frame).p_value == pytest.approx(want.pvalue, rel=1e-9)
    assert row(frame).n_clusters == 8 and row(frame).n == 24


def test_clusters_that_hold_both_sides_are_tested_as_paired():
    rng = np.random.default_rng(3)
    story = rng.normal(0, 3, 15)
    frame = pd.DataFrame({"outlet": ["A", "B"] * 15, "story": np.repeat(np.arange(15), 2)})
    frame["score"] = np.repeat(story, 2)
    frame["score"] += rng.normal(0, 1, 30) + 0.8 * (frame.outlet == "A")
    wide = frame.pivot(index="story", columns="outlet", values="score")
    want = stats.ttest_rel(wide.A, wide.B)
    got = row(frame, cluster="story")
    assert got.p_value == pytest.approx(want.pvalue, rel=1e-9)
    assert got.p_value < row(frame).p_value


def test_permutation_agrees_with_all_permutations():
    frame = scores(np.random.default_rng(4), n=(6, 7), gap=1.2)
    observed = abs(row(frame).estimate)
    picks = map(list, combinations(range(13), 6))
    gaps = [abs(frame.score[pick].mean() - frame.score.drop(pick).mean()) for pick in picks]
    exact = np.mean(np.array(gaps) >= observed - 1e-12)
    assert row(frame, method="permutation", draws=19999).p_value == pytest.approx(exact, abs=0.006)


def test_bootstrap_is_near_welch_on_normal_scores():
    frame = scores(np.random.default_rng(5), n=(60, 50), gap=0.4)
    t, b = row(frame), row(frame, method="bootstrap", draws=9999)
    assert (b.conf_low, b.conf_high) == pytest.approx((t.conf_low, t.conf_high), abs=0.03)


@pytest.mark.parametrize("method", METHODS)
def test_interval_and_p_value_tell_one_story(method):
    beyond = []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        frame = scores(rng, n=(12, 18), gap=0.75)
        frame["article"] = np.concatenate([rng.integers(0, 9, 12), rng.integers(10, 22, 18)])
        got = row(frame, method=method, draws=399)
        beyond.append(got.conf_low > 0 or got.conf_high < 0)
        assert beyond[-1] == (got.p_value < 0.05), (seed, got)
    assert 3 < sum(beyond) < 23


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("cluster", [None, "article", "story"])
def test_where_nothing_differs_about_five_percent_do(method, cluster):
    low = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        frame = scores(rng, n=(40, 60), spread=(1, 1))
        frame["article"] = np.concatenate([np.arange(40) // 2, 20 + np.arange(60) // 2])
        frame["story"] = rng.integers(0, 25, 100)
        frame["score"] += rng.normal(0, 1, 50)[frame.article] if cluster == "article" else 0
        frame["score"] += rng.normal(0, 1, 25)[frame.story] if cluster == "story" else 0
        if cluster is None:
            frame = frame.drop(columns="article")
        low.append(row(frame, method=method, cluster=cluster, draws=99).p_value < 0.05)
    assert 0.015 <= np.mean(low) <= 0.09


@pytest.mark.parametrize("method", METHODS)
def test_swapping_the_sides_turns_everything_round_and_a_shift_changes_nothing(method):
    frame = scores(np.random.default_rng(6), n=(11, 14), gap=0.5)
    one = row(frame, method=method)
    other = cf.contrast(frame.assign(score=frame.score + 7), target="B", reference="A", method=method).table.iloc[0]
    assert other.estimate == pytest.approx(-one.estimate)
    if method == "t":
        assert (other.conf_low, other.conf_high) == pytest.approx((-one.conf_high, -one.conf_low))
    assert cf.contrast(frame, method=method).table.equals(cf.contrast(frame, method=method).table)


def test_every_outlet_against_the_rest_is_adjusted_together():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"outlet": rng.choice(list("ABCD"), 200), "score": rng.normal(size=200)})
    result = cf.contrast(frame)
    assert list(result.table.columns) == names(CONTRAST)
    assert result.table.estimate.is_monotonic_decreasing
    np.testing.assert_allclose(result.table.p_adjusted, stats.false_discovery_control(result.table.p_value))


def test_adjust_leaves_out_what_was_not_tested():
    p = np.random.default_rng(8).random(50) ** 2
    np.testing.assert_allclose(adjust(p), stats.false_discovery_control(p))
    with_gaps = np.insert(p, [3, 20], np.nan)
    np.testing.assert_allclose(adjust(with_gaps)[~np.isnan(with_gaps)], stats.false_discovery_control(p))


def test_too_few_articles_are_said_plainly():
    result = cf.contrast(scores(np.random.default_rng(9), n=(3, 30)), target="A")
    assert result.about["caution"] == (
        "33 rows can be described, not tested: a test needs at least 5 a side, "
        "and there are 3 of A and 30 of the rest.")
    assert result.table[["std_error", "conf_low", "p_value"]].isna().all(axis=None)
    assert np.isfinite(result.table.estimate[0])


def test_why_outlets_are_not_tested_is_said_once_with_all_their_names():
    frame = pd.DataFrame({"outlet": list("AABBBCC") + ["D"] * 20, "score": np.random.default_rng(9).normal(size=27)})
    said = "27 rows can be described, not tested: a test needs at least 5 a side, and there are 3 of B and 24 of the rest."
    assert cf.contrast(frame).about["caution"] == f"Nothing can be tested for outlet: B, A, C. For one: {said}"
    few = cf.contrast(frame.head(7))
    assert few.about["caution"].startswith("No outlet can be tested. For one: 7 rows")
    assert few.table.p_value.isna().all()


def test_unscored_rows_are_left_out_and_counted():
    frame = scores(np.random.default_rng(10))
    frame.loc[[0, 5], "score"] = np.nan
    result = cf.contrast(Result(frame, {"measure": "sentiment"}))
    assert result.about["n_unscored"] == 2 and result.about["of"] == "sentiment"
    assert result.table.n.sum() == 38


def test_scores_that_never_vary_cannot_be_tested():
    frame = pd.DataFrame({"outlet": ["A", "B"] * 8, "score": [1.0, 2.0] * 8})
    result = cf.contrast(frame, target="A")
    assert "nothing can be tested" in result.about["caution"] and np.isnan(result.table.p_value[0])


def rare(rng, *, n=(20, 60), some=(0.15, 0.15)):
    """Rates that are 0 in most articles, as of a rare frame; `some` is each outlet's share of the others."""
    share = np.repeat(some, n)
    return pd.DataFrame({"outlet": np.repeat(["A", "B"], n),
                         "score": (rng.random(len(share)) < share) * rng.gamma(1.5, 2, len(share))})


def welch(frame):
    return stats.ttest_ind(*(frame.score[frame.outlet == o] for o in "AB"), equal_var=False)


def test_an_outlet_without_spread_is_taken_to_vary_as_the_other_does():
    frame = rare(np.random.default_rng(1), some=(0, 0.3))
    got, own = row(frame), frame.score[20:].var(ddof=1)
    std_error = np.sqrt(59 * own / 78 * (1 / 20 + 1 / 60))
    assert got.std_error == pytest.approx(std_error) and got.std_error > 1.5 * np.sqrt(own / 60)
    assert got.p_value == pytest.approx(2 * stats.t.sf(abs(got.estimate) / std_error, 59))
    assert (got.conf_low, got.conf_high) == pytest.approx(stats.t.interval(0.95, 59, got.estimate, std_error))
    assert got.p_value > 5 * welch(frame).pvalue


def test_an_article_cut_in_two_is_still_one_that_hardly_varies():
    frame = rare(np.random.default_rng(2)).assign(article=np.arange(80))
    whole, halves = row(frame), row(pd.concat([frame, frame]))
    assert halves.n == 2 * whole.n and whole.std_error > np.sqrt(welch(frame).statistic ** -2) * abs(whole.estimate)
    assert (halves.std_error, halves.p_value) == pytest.approx((whole.std_error, whole.p_value))


@pytest.mark.parametrize("n, some", [((30, 30), (0.1, 0.3)), ((80, 240), (0.25, 0.25)), ((20, 60), (0.8, 0.7))])
def test_welchs_test_it_stays_for_equal_sides_for_enough_articles_and_where_most_differ(n, some):
    for seed in range(10):
        frame = rare(np.random.default_rng(seed), n=n, some=some)
        assert row(frame).std_error == pytest.approx(abs(row(frame).estimate / welch(frame).statistic))


@pytest.mark.parametrize("some", [0.06, 0.15])
def test_rare_scores_give_no_more_false_alarms_than_they_say(some):
    n = (60, 180) if some < 0.1 else (20, 60)
    worlds = [rare(np.random.default_rng(seed), n=n, some=(some, some)) for seed in range(400)]
    ours, plain = (np.array([test(frame) for frame in worlds])
                   for test in (lambda frame: row(frame).p_value, lambda frame: welch(frame).pvalue))
    assert np.nanmean(plain < 0.05) > 0.07 > 0.05 > np.nanmean(ours < 0.05)
    assert np.nanmean(plain < 0.01) > 0.015 > 0.01 > np.nanmean(ours < 0.01)


def test_rare_scores_that_do_differ_are_found_and_the_interval_holds_the_difference():
    found, held, plain = [], [], []
    for seed in range(300):
        frame = rare(np.random.default_rng(seed), n=(40, 120), some=(0.02, 0.4))
        got, interval = row(frame), welch(frame).confidence_interval()
        found.append(got.p_value < 0.05)
        held.append(got.conf_low <= 3 * (0.02 - 0.4) <= got.conf_high)
        plain.append(interval.low <= 3 * (0.02 - 0.4) <= interval.high)
    assert np.mean(found) > 0.85
    assert np.mean(held) >= max(0.94, np.mean(plain))


def framed(rng, n=60):
    """Articles of three outlets with a score for each of three frames, and a fourth that few have."""
    articles = pd.DataFrame({"article": [f"a{i}" for i in range(n)], "outlet": rng.choice(list("ABC"), n),
                             "story": rng.integers(0, 12, n).astype(str)})
    rows = articles.merge(pd.DataFrame({"frame": ["cost", "order", "health"]}), how="cross")
    rare = articles[articles.outlet == "A"].head(4).assign(frame="rare")
    return pd.concat([rows, rare], ignore_index=True).assign(score=lambda f: rng.normal(size=len(f)))


@pytest.mark.parametrize("options", [
    {}, {"match": "story"}, {"target": "A", "reference": "B"}, {"cluster": "story", "target": "B"},
    {"method": "permutation", "draws": 99}, {"method": "bootstrap", "draws": 99, "match": "story"}])
def test_within_equals_the_contrasts_taken_one_by_one(options):
    frame = framed(np.random.default_rng(11)).query("frame != 'rare'")
    got = cf.contrast(frame, within="frame", **options).table
    assert list(got.columns) == ["outlet", "frame", *names(CONTRAST)[1:]]
    for name, part in frame.groupby("frame"):
        want = cf.contrast(part, **options).table.sort_values("outlet", ignore_index=True)
        one = got[got.frame == name].sort_values("outlet", ignore_index=True).drop(columns="frame")
        pd.testing.assert_frame_equal(one.drop(columns="p_adjusted"), want.drop(columns="p_adjusted"))


def test_within_is_adjusted_over_all_values_of_an_outlet():
    got = cf.contrast(framed(np.random.default_rng(12)), within="frame")
    for _, rows in got.table.groupby("outlet"):
        np.testing.assert_allclose(rows.p_adjusted, adjust(rows.p_value))
        assert rows.estimate.dropna().is_monotonic_decreasing
        assert (rows.p_adjusted > rows.p_value).sum() >= 1
    assert got.about["within"] == "frame" and list(dict.fromkeys(got.table.outlet)) == list(
        framed(np.random.default_rng(12)).outlet.value_counts().index)


@pytest.mark.parametrize("options", [{}, {"match": "story"}])
def test_within_two_columns_takes_each_pair_of_values_by_itself(options):
    frame = framed(np.random.default_rng(21)).query("frame != 'rare'")
    frame["voice"] = np.random.default_rng(22).choice(["outlet", "quoted", ""], len(frame))
    got = cf.contrast(frame, within=["frame", "voice"], **options)
    assert list(got.table.columns) == ["outlet", "frame", "voice", *names(CONTRAST)[1:]]
    for _, rows in got.table.groupby("outlet"):
        assert len(rows) == 6
        np.testing.assert_allclose(rows.p_adjusted, adjust(rows.p_value))
    part = frame[(frame.frame == "cost") & (frame.voice == "quoted")]
    want = cf.contrast(part, **options).table.sort_values("outlet", ignore_index=True).drop(columns="p_adjusted")
    one = got.table.query("frame == 'cost' and voice == 'quoted'").sort_values("outlet", ignore_index=True)
    pd.testing.assert_frame_equal(one[want.columns], want)
    assert "frame by voice" in got.plot().get_title(loc="left").replace("\n", " ")
    single = cf.contrast(frame, within=["frame"], **options).table
    pd.testing.assert_frame_equal(single, cf.contrast(frame, within="frame", **options).table)
    with pytest.raises(DataError, match="names 'frame' twice"):
        cf.contrast(frame, within=["frame", "frame"])


def test_within_two_columns_names_the_pair_that_cannot_be_tested():
    frame = framed(np.random.default_rng(13)).assign(voice="outlet")
    assert cf.contrast(frame, within=["frame", "voice"], target="A").about["caution"].startswith(
        "Nothing can be tested for frame and voice: rare / outlet. Only one of A")


def test_within_says_which_values_could_not_be_tested():
    frame = framed(np.random.default_rng(13))
    result = cf.contrast(frame, within="frame", target="A")
    assert result.about["caution"] == ("Nothing can be tested for frame: rare. Only one of A and the rest has a score: nothing "
                                       "is compared.")
    rare = result.table[result.table.frame == "rare"].iloc[0]
    assert rare.n == 4 and rare.n_clusters == 4 and np.isnan(rare.estimate) and np.isfinite(rare["mean"])
    assert np.isnan(cf.contrast(frame, within="frame", target="B").table.set_index("frame").loc["rare", "mean"])


def test_frames_taken_together_are_said_to_be():
    frame = framed(np.random.default_rng(12))
    together = "values of frame are taken together: give the rows of one, or within='frame'"
    assert together in cf.contrast(frame).about["caution"]
    assert together in cf.decompose(frame).about["caution"]
    alone = frame[frame.frame == frame.frame.iloc[0]]
    for result in (cf.contrast(frame, within="frame"), cf.contrast(alone)):
        assert "taken together" not in (result.about["caution"] or "")


def test_within_draws_values_under_their_outlet():
    result = cf.contrast(framed(np.random.default_rng(14)), within="frame")
    ax = result.plot(n=2)
    assert [text.get_text() for text in ax.texts[:3]] == list(dict.fromkeys(result.table.outlet))
    assert len(ax.get_yticklabels()) == 6 and "frame by frame" in ax.get_title(loc="left")
    with pytest.raises(DataError, match="no outlet 'Z'"):
        result.plot(outlet="Z")


@pytest.mark.parametrize("within, message", [
    ("axis", "contrast needs column axis"),
    ("outlet", "within='outlet': contrast needs that name for itself"),
    ("story", "column 'story' is empty in all 40 scored rows")])
def test_within_refuses_what_it_cannot_use(within, message):
    with pytest.raises(DataError, match=message):
        cf.contrast(scores(np.random.default_rng(0)).assign(story=""), within=within)


@pytest.mark.parametrize("options, message", [
    ({"method": "z"}, "method must be one of t, permutation, bootstrap, got 'z'"),
    ({"draws": 50}, "draws must be 99 or more, got 50"),
    ({"value": "tone"}, "contrast needs column tone, or another score named by value=; the table has"),
    ({"value": "outlet"}, "column 'outlet' is not numeric"),
    ({"cluster": "story"}, "contrast needs column story"),
    ({"match": "story"}, "needs the column story, and there is none; run cf.match_stories"),
    ({"labels": "human"}, "labels= is not part of this version"),
    ({"target": "C"}, "no outlet 'C' among 2"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    with pytest.raises(DataError, match=message):
        cf.contrast(scores(np.random.default_rng(0)), **options)


def test_no_scores_and_no_table_are_refused():
    with pytest.raises(DataError, match="no row has a score"):
        cf.contrast(pd.DataFrame({"outlet": ["A", "B"], "score": [np.nan, np.nan]}))
    with pytest.raises(DataError, match="not list"):
        cf.contrast([1, 2])
    corpus = cf.read(pd.DataFrame({"outlet": ["A"], "text": ["A tax."]}))
    for compare in (cf.contrast, cf.over_time, cf.decompose):
        with pytest.raises(DataError, match="a DataFrame of scores, not Corpus; cf.sentiment"):
            compare(corpus)


def test_what_rounding_leaves_of_equal_scores_is_no_difference():
    scores = pd.DataFrame({"outlet": ["A", "B"] * 10, "score": 1000 * 2 / 29})
    scores.loc[::4, "score"] = np.nextafter(1000 * 2 / 29, 0)
    found = cf.contrast(scores, target="A", reference="B")
    assert found.table[["std_error", "p_value"]].isna().all(axis=None) and "all scores are alike" in found.about["caution"]


@pytest.mark.parametrize("cluster", [None, "story"])
def test_a_mean_of_each_outlet_has_students_interval(cluster):
    frame = framed(np.random.default_rng(31)).query("frame == 'cost'")
    got = cf.means(frame, cluster=cluster)
    assert list(got.table.columns) == names(MEANS)
    assert list(got.table.outlet) == list(frame.outlet.value_counts().index)
    for row_ in got.table.itertuples():
        own = frame[frame.outlet == row_.outlet]
        sums, n = own.groupby(cluster or "article").score.sum(), own.groupby(cluster or "article").size()
        g = len(n)
        error = np.sqrt(((sums - own.score.mean() * n) ** 2).sum() * g / (g - 1)) / len(own)
        want = stats.t.interval(0.95, g - 1, own.score.mean(), error)
        assert (row_.estimate, row_.std_error, row_.n, row_.n_clusters) == pytest.approx((own.score.mean(), error, len(own), g))
        assert (row_.conf_low, row_.conf_high) == pytest.approx(want)


def test_means_within_are_those_of_each_value_and_too_few_have_no_interval():
    frame = framed(np.random.default_rng(32)).assign(voice="outlet")
    got = cf.means(frame, within=["frame", "voice"])
    assert list(got.table.columns) == ["outlet", "frame", "voice", *names(MEANS)[1:]] and len(got.table) == 10
    alone = cf.means(frame[frame.frame == "order"]).table.set_index("outlet")
    within = got.table[got.table.frame == "order"].set_index("outlet")
    pd.testing.assert_frame_equal(within[alone.columns].sort_index(), alone.sort_index())
    rare = got.table[got.table.frame == "rare"].iloc[0]
    assert rare.outlet == "A" and rare.n == 4 and np.isfinite(rare.estimate) and np.isnan(rare.conf_low)
    assert got.about["caution"] == "1 of 10 means have no interval: one takes at least 5 articles, not all scored alike."
    assert "taken together" in cf.means(frame).about["caution"]
    with pytest.raises(DataError, match="means needs column score, or another"):
        cf.means(frame.drop(columns="score"))


def test_intervals_of_means_hold_the_truth_95_times_in_100():
    rng, held = np.random.default_rng(33), []
    for _ in range(400):
        scores = rng.choice([-1, 0, 0, 0.5], 25)
        low, high = cf.means(pd.DataFrame({"outlet": "A", "score": scores})).table[["conf_low", "conf_high"]].iloc[0]
        held.append(low <= -0.125 <= high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)
