"""Distance against a plain implementation, symmetries, null worlds, planted differences, story choice and error texts."""

import matplotlib

matplotlib.use("Agg")

from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy import stats

import crossframe as cf
from crossframe import datasets
from crossframe.compare.guessing import by_article, by_story, compare_outlets, permuted
from crossframe.compare.rates import HALF_WEIGHT
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import DISTANCE, names

WORDS = [f"w{a}{b}" for a in "abcdefghij" for b in "abcdefghijklmno"]
BASE = 1 / np.arange(3, len(WORDS) + 3)


def texts(rng, n, tilt=0.0, extra=None, length=120):
    """Invented articles that keep to some of the words; `tilt` favours the even ones, `extra` adds its topic's."""
    rates = BASE * np.exp(tilt * np.where(np.arange(len(WORDS)) % 2, -1, 1))
    out = []
    for k in range(n):
        own = rng.dirichlet(60 * rates / rates.sum())
        words = list(rng.choice(WORDS, length, p=own))
        if extra is not None:
            words += [f"topic{extra[k]}x{rng.integers(6)}" for _ in range(length // 3)]
        out.append(" ".join(words))
    return out


def corpus(rng, sizes, tilts):
    return pd.concat([pd.DataFrame({"outlet": name, "text": texts(rng, n, tilt)})
                      for name, n, tilt in zip("ABCDEFG", sizes, tilts)], ignore_index=True)


def row(frame, **options):
    return cf.distance(frame, **options).table.iloc[0]


def plainly(articles, clusters, label):
    """Leave-one-out partisanship less 1/2, from the definition: articles are Counters."""
    def mean_rates(side, without):
        rates, total = Counter(), 0.0
        for words, cluster, mine in zip(articles, clusters, label):
            if mine == side and cluster != without:
                n = sum(words.values())
                weight = n / (n + HALF_WEIGHT)
                total += weight
                for word, x in words.items():
                    rates[word] += weight * x / n
        return {word: rate / total for word, rate in rates.items()}

    right = {True: 0.0, False: 0.0}
    whole = {True: 0.0, False: 0.0}
    for words, cluster, mine in zip(articles, clusters, label):
        here, there, n = mean_rates(mine, cluster), mean_rates(not mine, cluster), sum(words.values())
        weight = n / (n + HALF_WEIGHT)
        whole[mine] += weight
        for word, x in words.items():
            p, q = here.get(word, 0.0), there.get(word, 0.0)
            right[mine] += weight * x / n * (p / (p + q) if p + q else 0.5)
    return (right[True] / whole[True] + right[False] / whole[False]) / 2 - 0.5


@pytest.mark.parametrize("clusters", ["articles", "nested", "crossed"])
def test_agrees_with_the_definition(clusters):
    rng = np.random.default_rng(1)
    frame = corpus(rng, (7, 9), (0.2, -0.2))
    frame["text"] = frame.text.str.split().map(lambda words: " ".join(words[:rng.integers(20, 120)]))
    frame["group"] = {"articles": range(16), "nested": [0, 0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12],
                      "crossed": [0, 0, 1, 2, 3, 4, 5, 0, 1, 1, 2, 6, 7, 8, 9, 9]}[clusters]
    counted = frame.text.str.split().map(Counter)
    kept = {word for word, n in sum(counted, Counter()).items() if n >= 3}
    counted = [Counter({word: n for word, n in words.items() if word in kept}) for words in counted]
    label = (frame.outlet == "A").to_numpy()
    want = plainly(counted, frame.group, label)
    got = row(frame, cluster="group", min_count=3, draws=99)
    sample = _sample(frame, 3)
    null = [plainly([counted[k] for k in np.argsort(frame.group, kind="stable")], sample.cluster, labels)
            for labels in permuted(sample, 99, np.random.default_rng(0))]
    if got.outlet == "B":  # the larger outlet is named first
        null = [plainly([counted[k] for k in np.argsort(frame.group, kind="stable")], sample.cluster, labels)
                for labels in permuted(sample._replace(label=~sample.label), 99, np.random.default_rng(0))]
    assert got.estimate == pytest.approx(want - np.mean(null), abs=1e-12)
    assert got.p_value == pytest.approx((1 + sum(np.array(null) >= want - 1e-12)) / 100)
    assert got.null_high == pytest.approx(np.quantile(null, 0.95) - np.mean(null))


def _sample(frame, min_count):
    from crossframe.tokens import count_terms

    return by_article(count_terms(frame.text, min_count=min_count).matrix, (frame.outlet == "A").to_numpy(),
                      frame.group.to_numpy())


def test_many_articles_reach_the_population_value():
    rng = np.random.default_rng(2)
    frame = corpus(rng, (400, 100), (0.3, -0.3))
    p, q = (BASE * np.exp(tilt * np.where(np.arange(len(WORDS)) % 2, -1, 1)) for tilt in (0.3, -0.3))
    p, q = p / p.sum(), q / q.sum()
    want = ((p - q) ** 2 / (p + q)).sum() / 4
    got = row(frame)
    assert got.conf_low < want < got.conf_high and got.estimate == pytest.approx(want, rel=0.15)


def test_swapping_names_and_the_order_of_outlets_changes_no_figure():
    frame = corpus(np.random.default_rng(3), (30, 30), (0.2, -0.2))
    one, other = row(frame), row(frame.assign(outlet=frame.outlet.map({"A": "B", "B": "A"})))
    pd.testing.assert_series_equal(one[2:].astype(float), other[2:].astype(float), rtol=1e-9)


def test_a_pair_does_not_depend_on_who_else_is_there_and_runs_repeat():
    frame = corpus(np.random.default_rng(4), (20, 18, 16), (0.3, 0.0, -0.3))
    three, two = cf.distance(frame), cf.distance(frame, outlets=["A", "C"])
    pair = three.table.query("outlet == 'A' and other == 'C'").iloc[0]
    assert pair.drop("p_adjusted").equals(two.table.iloc[0].drop("p_adjusted"))
    assert three.table.equals(cf.distance(frame).table)
    assert list(three.table.columns) == names(DISTANCE)
    np.testing.assert_allclose(three.table.p_adjusted, stats.false_discovery_control(three.table.p_value))


@pytest.mark.parametrize("sizes", [(12, 12), (8, 40)])
def test_outlets_that_are_alike_are_at_no_distance(sizes):
    rows = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        rows.append(row(corpus(rng, sizes, (0, 0)), draws=99, seed=seed))
    table = pd.DataFrame(rows)
    assert 0.01 <= (table.p_value < 0.05).mean() <= 0.10
    assert abs(table.estimate.mean()) < 3 * table.estimate.std() / np.sqrt(150)
    assert table.jensen_shannon.min() > 0.1  # which reads chance as distance
    assert ((table.conf_low <= 0) & (table.conf_high >= 0)).mean() >= 0.92


def test_intervals_cover_the_truth():
    p, q = (BASE * np.exp(tilt * np.where(np.arange(len(WORDS)) % 2, -1, 1)) for tilt in (0.25, -0.25))
    p, q = p / p.sum(), q / q.sum()
    truth, covered = ((p - q) ** 2 / (p + q)).sum() / 4, []
    for seed in range(150):
        rng, n = np.random.default_rng(seed), (25, 15)
        uses = np.array([rng.multinomial(150, rng.dirichlet(60 * rates)) for rates, k in zip((p, q), n)
                         for _ in range(k)])
        from scipy.sparse import csr_array

        guess = compare_outlets(by_article(csr_array(uses), np.arange(40) < 25, np.arange(40)), 99, seed)
        covered.append(guess.conf_low <= truth <= guess.conf_high)
    assert 0.90 <= np.mean(covered) <= 0.99


def test_the_larger_the_planted_difference_the_larger_the_distance():
    found = [row(corpus(np.random.default_rng(5), (40, 40), (tilt, -tilt))) for tilt in (0, 0.15, 0.3, 0.6)]
    assert np.all(np.diff([each.estimate for each in found]) > 0.005)
    assert found[0].p_value > 0.05 and found[2].p_value == 0.005 and found[2].conf_low > 0


def choosy(rng, tilt):
    """Outlets that both tell 20 stories, half of each topic, and of the others one topic each."""
    parts = []
    for name, topic, sign in (("A", 0, 1), ("B", 1, -1)):
        story = [*range(20), *(f"{name}{k}" for k in range(20))]
        topics = [*np.arange(20) % 2, *[topic] * 20]
        parts.append(pd.DataFrame({"outlet": name, "story": [str(each) for each in story],
                                   "text": texts(rng, 40, sign * tilt, topics)}))
    return pd.concat(parts, ignore_index=True)


def test_matching_takes_out_the_choice_of_stories():
    matched, whole = [], []
    for seed in range(60):
        frame = choosy(np.random.default_rng(seed), 0.0)
        matched.append(row(frame, match="story", draws=99, seed=seed))
        whole.append(row(frame, draws=99))
    matched, whole = pd.DataFrame(matched), pd.DataFrame(whole)
    assert whole.p_value.max() < 0.05 and whole.estimate.min() > 0.02
    assert abs(matched.estimate.mean()) < 0.001 and (matched.p_value < 0.05).mean() <= 0.12
    assert set(matched.n) == {40} and set(matched.n_clusters) == {20}


def test_matching_keeps_what_differs_within_stories():
    got = row(choosy(np.random.default_rng(6), 0.4), match="story")
    assert got.p_value == 0.005 and got.conf_low > 0.005


def test_within_a_story_both_outlets_weigh_alike_however_many_articles_they_have():
    frame = choosy(np.random.default_rng(7), 0.2)
    twice = pd.concat([frame, frame[frame.outlet == "A"]], ignore_index=True)
    once, again = row(frame, match="story", min_count=1), row(twice, match="story", min_count=1)
    shares = by_story(_sample(frame.assign(group=0), 1).shares, (frame.outlet == "A").to_numpy(),
                      pd.factorize(frame.story)[0])
    assert np.allclose(shares.weight[::2], shares.weight[1::2])
    assert again.n == 60 and again.estimate == pytest.approx(once.estimate, rel=0.2)


def test_the_same_stories_taken_for_independent_articles_are_warned_of():
    rng = np.random.default_rng(12)
    frame = pd.DataFrame({"outlet": ["A", "B"] * 20, "story": np.repeat([f"s{k}" for k in range(20)], 2)})
    frame["text"] = texts(rng, 40, 0, np.repeat(range(20), 2))
    result = cf.distance(frame)
    assert result.table.conf_high[0] < 0 and result.about["caution"].startswith("40 of 40 articles tell a story that")
    assert "A and B tell the same events" in cf.distance(frame.drop(columns="story")).about["caution"]
    for options in ({"cluster": "story"}, {"match": "story"}):
        result = cf.distance(frame, **options)
        assert result.about["caution"] is None and result.table.p_value[0] > 0.05 and result.table.conf_high[0] > 0


def test_too_few_articles_are_said_plainly():
    result = cf.distance(corpus(np.random.default_rng(8), (20, 3), (0.3, -0.3)))
    assert result.about["caution"] == ("23 articles can be described, not tested: a test needs at least 5 a side, "
                                       "and there are 20 of A and 3 of B.")
    assert np.isfinite(result.table.estimate[0])
    assert result.table[["std_error", "conf_low", "p_value", "p_adjusted", "null_high"]].isna().all(axis=None)
    several = cf.distance(corpus(np.random.default_rng(8), (20, 9, 1), (0.3, -0.3, 0)))
    assert several.about["caution"].startswith("2 of 3 pairs can be described, not tested")
    assert several.table.estimate.isna().sum() == 2


def test_one_article_each_has_no_distance():
    result = cf.distance(pd.DataFrame({"outlet": ["A", "B"], "text": ["tax " * 9, "levy " * 9]}))
    assert np.isnan(result.table.estimate[0]) and result.about["caution"].startswith("Two articles can be described")
    assert result.table.jensen_shannon[0] == pytest.approx(1)


def test_empty_texts_count_for_nothing():
    frame = corpus(np.random.default_rng(9), (12, 12), (0.3, -0.3))
    more = pd.concat([frame, pd.DataFrame({"outlet": ["A", "B"], "text": ["", "…"]})], ignore_index=True)
    pd.testing.assert_series_equal(row(frame), row(more))


def test_a_story_that_is_not_known_is_left_out_and_counted():
    frame = choosy(np.random.default_rng(10), 0.3)
    frame.loc[[0, 45], "story"] = [None, ""]
    result = cf.distance(frame, match="story")
    assert result.about["n_without_story"] == 2 and result.table.n_clusters[0] < 20


def test_a_pair_that_shares_no_story_has_no_distance():
    frame = choosy(np.random.default_rng(11), 0.3)
    alone = pd.DataFrame({"outlet": "C", "story": "other", "text": texts(np.random.default_rng(0), 6)})
    result = cf.distance(pd.concat([frame, alone], ignore_index=True), match="story")
    assert result.table.n.tolist() == [40, 0, 0] and result.table.estimate.isna().tolist() == [False, True, True]
    assert "2 of 3 pairs" in result.about["caution"]


FRAME = pd.DataFrame({"outlet": ["A", "B"] * 6, "text": "tax levy", "story": list("aabbccddeeff")})


@pytest.mark.parametrize("frame, options, message", [
    (FRAME, {"outlets": ["A", "C"]}, "no outlet 'C' among 2"),
    (FRAME, {"outlets": ["A"]}, "only 'A'"),
    (FRAME.assign(outlet="A"), {}, "only 'A'"),
    (FRAME.assign(outlet=[f"o{k}" for k in range(12)]).loc[np.repeat(range(12), 4)].assign(
        outlet=[f"o{k}" for k in range(48)]), {}, "at most 40"),
    (FRAME.drop(columns="story"), {"match": "story"}, "cf.match_stories"),
    (FRAME.assign(story=""), {"match": "story"}, "column story is empty"),
    (FRAME.assign(story=[str(k) for k in range(12)]), {"match": "story"}, "no story is told by two"),
    (FRAME, {"match": "topic"}, "match='topic' is not known"),
    (FRAME, {"match": "story", "cluster": "story"}, "leave cluster='story' out"),
    (FRAME, {"cluster": "author"}, "needs column author"),
    (FRAME.assign(story=""), {"cluster": "story"}, "story is empty in 12 of 12 rows"),
    (FRAME, {"draws": 10}, "draws must be 99 or more, got 10"),
    (FRAME, {"voice": "quote"}, "voice='quote' is not known"),
    (FRAME, {"min_count": 0}, "min_count must be 1 or more, got 0"),
    (FRAME, {"min_count": 100}, "no term is used 100 times or more"),
    (FRAME.assign(text=""), {}, "no term is used 5 times or more"),
])
def test_errors_name_the_value_and_the_remedy(frame, options, message):
    with pytest.raises(DataError, match=message):
        cf.distance(frame, **options)


def test_on_the_demo_corpus_every_pair_is_told_apart():
    table = cf.distance(cf.read(datasets.demo())).table
    assert len(table) == 6 and (table.p_adjusted < 0.05).all() and (table.conf_low > 0).all()


def squares(*estimates, p=0.01):
    outlets = ["Mercury", "Beacon", "Lantern", "Courier"]
    pairs = [(a, b) for k, a in enumerate(outlets) for b in outlets[k + 1:]][:len(estimates)]
    table = pd.DataFrame(pairs, columns=["outlet", "other"]).assign(
        estimate=estimates, conf_low=0.0, conf_high=0.1, p_adjusted=p, n=20, null_high=0.004)
    return Result(table, {"measure": "distance", "match": None})


def test_the_map_keeps_distances_that_two_dimensions_can_hold():
    spots = {"Mercury": (0, 0), "Beacon": (0.3, 0), "Lantern": (0.1, 0.2), "Courier": (-0.2, 0.1)}
    pairs = squares(*range(6)).table
    estimates = [np.sum(np.subtract(spots[a], spots[b]) ** 2) for a, b in zip(pairs.outlet, pairs.other)]
    ax = squares(*estimates).plot()
    drawn = dict(zip(spots, ax.lines[0].get_xydata()))
    got = [np.sum((drawn[a] - drawn[b]) ** 2) for a, b in zip(pairs.outlet, pairs.other)]
    assert got == pytest.approx(estimates) and "hold 100%" in ax.get_title(loc="left").replace("\n", " ")
    plt.close("all")


def test_pairs_not_told_apart_are_joined_and_bracketed():
    result = squares(0.01, 0.04, 0.04, 0.04, 0.04, 0.01, p=[0.4, *[0.01] * 4, np.nan])
    assert sum(line.get_linestyle() == "--" for line in result.plot("map", ax=Figure().subplots()).lines) == 2
    shown = [text.get_text() for text in result.plot("matrix", ax=Figure().subplots()).texts]
    assert shown.count("(10)") == 4 and shown.count("40") == 8


def test_branches_join_at_mean_distances():
    ax = squares(0.01, 0.05, 0.04, 0.03, 0.06, 0.02).plot("dendrogram", ax=Figure().subplots())
    joins = sorted(line.get_xdata()[1] for line in ax.lines)
    assert joins == pytest.approx([0.01, 0.02, np.mean([0.05, 0.04, 0.03, 0.06])])


def test_two_outlets_are_drawn_as_a_pair_and_have_no_map():
    two = squares(0.02)
    assert [label.get_text() for label in two.plot(ax=Figure().subplots()).get_yticklabels()] == ["Mercury – Beacon"]
    for kind in ("map", "dendrogram", "matrix"):
        with pytest.raises(DataError, match="three outlets or more.*draw kind='pairs'"):
            two.plot(kind)


def test_an_outlet_without_distances_is_left_out_by_name():
    result = squares(0.01, 0.04, np.nan, 0.04, np.nan, np.nan)
    ax = result.plot(ax=Figure().subplots())
    assert len(ax.lines[0].get_xydata()) == 3
    assert any("Left out" in text.get_text() and "Courier" in text.get_text() for text in ax.texts)


def test_outlets_that_are_all_alike_are_said_to_be():
    ax = squares(-0.01, 0.0, -0.02, -0.01, 0.0, -0.03).plot("map", ax=Figure().subplots())
    assert "No two of 4 outlets stand apart" in ax.texts[0].get_text().replace("\n", " ")
