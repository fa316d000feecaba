"""Source diversity against brute force and published formulas, a null world, the demo's ground truth and error texts."""

from itertools import permutations
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crossframe as cf
from crossframe.compare.rarefaction import hill_number, rarefy
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import DIVERSITY, SOURCE_SCORES, SPEAKERS, names

GOLD = Path(__file__).parents[1] / "data/demo/gold"
COUNTS = np.array([12, 7, 5, 3, 1, 1, 1])


def quotations(rng, outlet, n, *, speakers=150, steep=1.1, faithful=0.4):
    """n articles of some 5 quotations each; the steeper, the fewer speakers have most; `faithful` articles repeat theirs."""
    weights = 1 / np.arange(1, speakers + 1) ** steep
    rows = []
    for article in range(n):
        said = []
        for _ in range(1 + rng.negative_binomial(1.5, 0.27)):
            old = said and rng.random() < faithful
            said.append(said[rng.integers(len(said))] if old else rng.choice(speakers, p=weights / weights.sum()))
        rows += [(outlet, f"{outlet}{article}", f"Speaker {k}") for k in said]
    return pd.DataFrame(rows, columns=["outlet", "article", "speaker"])


def test_hill_numbers_are_those_of_scipys_entropy_and_of_simpson():
    p = COUNTS / COUNTS.sum()
    assert hill_number(COUNTS, 0) == 7
    assert hill_number(COUNTS, 1) == pytest.approx(np.exp(stats.entropy(p)))
    assert hill_number(COUNTS, 2) == pytest.approx(1 / (p**2).sum())
    assert hill_number(COUNTS, 1) == pytest.approx(hill_number(COUNTS, 1 + 1e-7), rel=1e-5)


def test_one_quotation_an_article_is_chao_and_others_rarefaction():
    n, m = COUNTS.sum(), 10
    expected = [sum(comb(c, k) * comb(n - c, m - k) for c in COUNTS) / comb(n, m) for k in range(m + 1)]
    share = np.arange(1, m + 1) / m  # the expected number of speakers quoted k times of m, k = 1 ... m
    want = [sum(expected[1:]), np.exp(-(share * np.log(share)) @ expected[1:]), 1 / (share**2 @ expected[1:])]
    assert want[0] == pytest.approx(sum(1 - comb(n - c, m) / comb(n, m) for c in COUNTS))  # Hurlbert
    fit = rarefy(np.arange(n), np.repeat(np.arange(7), COUNTS), m, (0, 1, 2), 4000, np.random.default_rng(0))
    np.testing.assert_allclose(fit.hill, want, rtol=0.005)


def test_whole_articles_are_drawn_as_by_brute_force():
    units, speakers = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 0, 0, 1, 2, 2, 3, 0])
    sums = np.zeros(3)
    for order in permutations(range(4)):
        line = np.concatenate([speakers[units == unit] for unit in order])
        for run in (line[:4], line[4:]):
            p = np.bincount(run) / 4
            p = p[p > 0]
            sums += len(p), -(p * np.log(p)).sum(), (p**2).sum()
    sums /= 48
    fit = rarefy(units, speakers, 4, (0, 1, 2), 3000, np.random.default_rng(1))
    np.testing.assert_allclose(fit.hill, [sums[0], np.exp(sums[1]), 1 / sums[2]], rtol=0.01)


def test_the_jackknife_is_that_of_leaving_out_one_article_of_hurlberts_richness():
    rng = np.random.default_rng(2)
    speakers = rng.zipf(1.6, 60) % 30
    speakers, m = np.unique(speakers, return_inverse=True)[1], 12

    def richness(counts):
        n = counts.sum()
        return sum(1 - comb(n - c, m) / comb(n, m) for c in counts)

    counts = np.bincount(speakers)
    left_out = np.array([richness(counts - np.eye(len(counts), dtype=int)[k]) for k in speakers])
    want = 59 / 60 * ((left_out - left_out.mean()) ** 2).sum()
    fit = rarefy(np.arange(60), speakers, m, (0,), 3000, rng)
    assert fit.variance[0] == pytest.approx(want, rel=0.15)


def test_a_large_outlet_is_no_more_diverse_than_a_small_one_alike():
    estimates, observed, rng = [], [], np.random.default_rng(3)
    for _ in range(12):
        frame = pd.concat([quotations(rng, "small", 30), quotations(rng, "large", 240)])
        table = cf.source_diversity(frame, target="large", draws=99).table
        estimates.append(table["estimate"])
        observed.append(table["observed"] / table["diversity_reference"])
    mean, error = np.mean(estimates, axis=0), np.std(estimates, axis=0) / np.sqrt(12)
    assert (np.abs(mean) < 3.5 * error).all()
    assert np.mean(observed, axis=0)[0] > 3  # what plain counts would have said


def test_about_five_percent_differ_where_nothing_does():
    low = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        frame = pd.concat([quotations(rng, "A", 25), quotations(rng, "B", 60)])
        low.append(cf.source_diversity(frame, target="A", draws=99).table["p_value"] < 0.05)
    assert np.mean(low) <= 0.11


def test_a_planted_difference_is_found():
    rng = np.random.default_rng(4)
    frame = pd.concat([quotations(rng, "few", 40, steep=1.6), quotations(rng, "A", 60), quotations(rng, "B", 40)])
    table = cf.source_diversity(frame, draws=199).table.set_index(["outlet", "order"])
    assert (table.loc["few"][["p_adjusted"]] < 0.01).all(axis=None) and (table.loc["few"]["estimate"] < 0).all()
    assert table.loc["few", 2]["conf_high"] < 0 < table.loc["A", 2]["estimate"]


def test_two_outlets_mirror_each_other_and_the_seed_settles_the_draws():
    rng = np.random.default_rng(5)
    frame = pd.concat([quotations(rng, "A", 20), quotations(rng, "B", 30)])
    result = cf.source_diversity(frame, draws=99)
    one, other = (result.table[result.table["outlet"] == outlet].reset_index(drop=True) for outlet in "AB")
    np.testing.assert_allclose(one["estimate"], -other["estimate"])
    np.testing.assert_allclose(one["conf_low"], -other["conf_high"])
    np.testing.assert_allclose(one["p_value"], other["p_value"])
    assert list(result.table.columns) == names(DIVERSITY)
    pd.testing.assert_frame_equal(cf.source_diversity(frame, draws=99).table, result.table)
    beyond = (result.table["conf_low"] > 0) | (result.table["conf_high"] < 0)
    assert (beyond == (result.table["p_value"] < 0.05)).all()


def test_an_outlet_is_compared_with_the_others_one_by_one_not_poured_together():
    rng = np.random.default_rng(6)
    frame = pd.concat([quotations(rng, outlet, 30) for outlet in "ABC"])
    own = frame["outlet"] + " " + frame["speaker"]  # nobody is quoted by two outlets
    table = cf.source_diversity(frame.assign(speaker=own), draws=99).table.set_index(["outlet", "order"])
    for order in (0, 1, 2):
        mean = (table.loc["B", order]["diversity"] + table.loc["C", order]["diversity"]) / 2
        assert table.loc["A", order]["diversity_reference"] == pytest.approx(mean)
        assert abs(table.loc["A", order]["estimate"]) < 4 * table.loc["A", order]["std_error"]


@pytest.fixture(scope="module")
def gold():
    stories = pd.read_csv(GOLD / "articles.csv").set_index("id")["story"]
    sources = pd.read_csv(GOLD / "sources.csv").rename(columns={"said": "content"})
    return sources.assign(story=sources["article"].map(stories))


@pytest.mark.parametrize("match", [None, "story"])
def test_the_demos_official_outlet_quotes_the_fewest_voices(gold, match):
    table = cf.source_diversity(gold, match=match).table
    common = table[table["order"] == 1].set_index("outlet")
    assert common["diversity"].idxmin() == "Kelmoran Sentinel"
    assert common["p_value"]["Kelmoran Sentinel"] < 0.05 and common["estimate"]["Kelmoran Sentinel"] < 0


def test_outlets_shuffled_within_stories_show_no_difference(gold):
    articles, low, hits = gold.drop_duplicates("article").set_index("article"), [], 0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        names = articles.groupby("story")["outlet"].transform(lambda own, rng=rng: rng.permutation(own.to_numpy()))
        table = cf.source_diversity(gold.assign(outlet=gold["article"].map(names)), match="story", draws=99).table
        low.extend(table["p_value"] < 0.05)
        hits += int((table["p_adjusted"] < 0.05).sum())
    assert np.mean(low) < 0.1 and hits <= 1


def test_stories_are_drawn_whole_and_pairs_share_them():
    rng = np.random.default_rng(7)
    frame = pd.concat([quotations(rng, "A", 24), quotations(rng, "B", 24)], ignore_index=True)
    frame["story"] = "s" + (frame["article"].str[1:].astype(int) // 2).astype(str)
    frame.loc[(frame["outlet"] == "B") & frame["story"].isin(["s0", "s1"]), "story"] = "B alone"
    table = cf.source_diversity(frame, match="story", draws=99).table
    assert set(table["n_clusters"]) == {10}
    kept = frame[frame["story"].isin([f"s{i}" for i in range(2, 12)])]
    assert table.set_index("outlet")["n_quotes"]["A"].unique() == (kept["outlet"] == "A").sum()


def test_small_outlets_are_named_and_not_compared():
    rng = np.random.default_rng(8)
    frame = pd.concat([quotations(rng, "A", 20), quotations(rng, "B", 20), quotations(rng, "tiny", 3)])
    result = cf.source_diversity(frame, draws=99)
    assert "tiny is not compared: 5 articles with a known speaker are needed, and there are 3." in result.about["caution"]
    tiny = result.table[result.table["outlet"] == "tiny"]
    assert tiny[["diversity", "estimate", "p_value"]].isna().all(axis=None) and (tiny["n_quotes"] > 0).all()
    assert result.table[result.table["outlet"] != "tiny"]["p_value"].notna().all()
    asked = cf.source_diversity(frame, quotes=10_000, draws=99)
    assert asked.table["diversity"].isna().all() and "20,000 quotations are needed" in asked.about["caution"]


def test_who_is_nobody_in_particular_is_left_out_and_counted():
    frame = quotations(np.random.default_rng(9), "A", 20)
    frame = pd.concat([frame, frame.assign(outlet="B", article="B" + frame["article"])], ignore_index=True)
    frame["speaker_kind"] = np.where(frame["speaker"] == "Speaker 0", "unnamed", "person")
    n = int((frame["speaker"] == "Speaker 0").sum())
    frame.loc[frame["speaker"] == "Speaker 1", "speaker"] = " SPEAKER  1"
    result = cf.source_diversity(frame, draws=99)
    assert result.about["n_unnamed"] == n and result.table["n_quotes"].iloc[0] == (len(frame) - n) / 2
    assert cf.source_diversity(frame, draws=99, unnamed=True).table["n_quotes"].iloc[0] == len(frame) / 2
    assert (result.table["estimate"] == 0).all()  # B is A again


def test_quoted_speakers_counts_quotations_words_and_articles(gold):
    table = cf.quoted_speakers(Result(gold, {"measure": "sources"})).table
    assert list(table.columns) == names(SPEAKERS)
    row = table[(table["outlet"] == "Kelmoran Sentinel") & (table["speaker"] == "Maren Ostrick")].iloc[0]
    own = gold[(gold["outlet"] == "Kelmoran Sentinel") & (gold["speaker"] == "Maren Ostrick")]
    assert (row["n_quotes"], row["n_articles"]) == (len(own), own["article"].nunique())
    assert row["n_words"] == own["content"].str.findall(r"\w[\w’'.%-]*").str.len().sum()
    np.testing.assert_allclose(table.groupby("outlet")[["share_quotes", "share_words"]].sum(), 1)


def test_source_scores_count_articles_that_quote_nobody_as_nought():
    texts = ["“We stay,” said Ada Rook, “for now.” Nobody left.", "Nobody left.", "The ferry sank, officials said. Why?"]
    frame = pd.DataFrame({"id": list("abc"), "outlet": ["A", "B", "B"], "text": texts})
    said = pd.DataFrame({"article": ["a", "c"], "start": [0, 0], "end": [36, 14], "kind": ["direct", "indirect"],
                         "speaker": ["Ada Rook", "officials"], "speaker_kind": ["person", "unnamed"],
                         "cue_start": [11, 26], "cue_end": [15, 30]})
    result = cf.source_scores(frame, sources=said)
    table = result.table.set_index("article")
    assert list(result.table.columns) == names(SOURCE_SCORES)
    assert table["n_words_quoted"].tolist() == [4, 0, 3] and table["n_words"].tolist() == [9, 2, 6]
    assert table["n_quotes"].tolist() == [1, 0, 1] and table["n_speakers"].tolist() == [1, 0, 0]
    assert table["share_quoted"]["b"] == 0
    contrast = cf.contrast(result, value="share_quoted", target="A").table
    assert contrast["estimate"][0] == pytest.approx(4 / 9 - 3 / 12)


@pytest.mark.parametrize("given", [lambda said: said, lambda said: Result(said, {"measure": "sources"})])
def test_sources_in_place_of_the_articles_are_told_where_they_go(given):
    said = pd.DataFrame({"article": ["a"], "outlet": ["A"], "start": [0], "end": [3], "speaker": ["Ada Rook"]})
    with pytest.raises(cf.DataError, match=r"articles first.*cf\.source_scores\(corpus, sources=said\)"):
        cf.source_scores(given(said))


def test_an_empty_table_of_sources_is_nobody_quoted():
    frame = pd.DataFrame({"id": ["a"], "outlet": ["A"], "text": ["..."]})
    none = pd.DataFrame({"article": [], "start": [], "end": [], "speaker": []}).astype({"article": "str", "speaker": "str"})
    result = cf.source_scores(frame, sources=none)
    assert result.table["n_quotes"][0] == 0 and np.isnan(result.table["share_quoted"][0])
    assert result.about["caution"] == "Nothing is quoted in these articles."


@pytest.mark.parametrize("options, message", [
    ({"orders": []}, "orders must be numbers of 0 or more"),
    ({"orders": [-1]}, "orders must be numbers of 0 or more"),
    ({"quotes": 1}, "quotes must be 2 or more, got 1"),
    ({"draws": 10}, "draws must be 99 or more, got 10"),
    ({"match": "topic"}, "match must be None or 'story', got 'topic'"),
    ({"match": "story"}, "needs the column story"),
    ({"target": "C"}, "no outlet 'C' among 2"),
    ({"cluster": "week"}, "source_diversity needs column week"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    rng = np.random.default_rng(0)
    with pytest.raises(DataError, match=message):
        cf.source_diversity(pd.concat([quotations(rng, "A", 6), quotations(rng, "B", 6)]), **options)


def test_no_speaker_and_no_table_are_refused():
    frame = pd.DataFrame({"outlet": ["A"], "article": ["a"], "speaker": [""], "content": ["yes"]})
    with pytest.raises(DataError, match="no quotation has a known speaker; unnamed=True"):
        cf.quoted_speakers(frame)
    with pytest.raises(DataError, match="not list"):
        cf.source_diversity([1])
