"""Comparison within stories: formulas written out, symmetries, null worlds, and worlds where outlets choose stories."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import ttest_1samp

import crossframe as cf
from crossframe.compare import thinning
from crossframe.compare.inference import FEWEST_MATCHED
from crossframe.compare.paired import Paired
from crossframe.compare.rates import HALF_WEIGHT, Pair, compare_pair
from crossframe.compare.resampling import by_permutation, by_t
from crossframe.compare.stories import story_units, story_weights
from crossframe.errors import DataError
from crossframe.tokens import Counts
from story_world import choices, counted, scored


def fit(counts, frame, matched=True):
    stories, target = frame.story.to_numpy(), frame.target.to_numpy().astype(int)
    units = stories if matched else np.arange(len(frame))
    return compare_pair(counts, Pair(target, units, "A", "B", "story", stories if matched else None, 1 - target), 5, 2.0)[0]


def holds(table, truth):
    table = table.dropna(subset="p_value")
    return ((table.conf_low <= truth) & (truth <= table.conf_high)).to_numpy()


# --- keyness

def test_the_estimate_is_mantel_and_haenszels_rate_ratio_where_every_article_weighs_its_length(monkeypatch):
    monkeypatch.setattr(thinning, "EXCERPTS", (0.0,))
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"story": np.repeat(np.arange(40), 2), "target": np.tile([True, False], 40)})
    words, target = rng.integers(20, 60, 80), frame.target.to_numpy()
    uses = rng.poisson(words[:, None] * 0.2 * rng.gamma(2, 0.5, (40, 30))[frame.story])
    counts = Counts(sparse.csr_array(uses.astype(np.int32)), np.array([f"t{j}" for j in range(30)], object), words)
    stories = frame.story.to_numpy()
    table = compare_pair(counts, Pair(target.astype(int), stories, "A", "B", "story", stories, 1 - target), 5, 1e9)[0]
    table = table.set_index("term")
    weight = words / (words + HALF_WEIGHT)  # in the place of the words in the published formula
    x = uses / words[:, None] * weight[:, None]
    n_a, n_b, x_a, x_b = weight[target], weight[~target], x[target], x[~target]
    share = (n_a + n_b)[:, None]
    want = np.log2((x_a * n_b[:, None] / share).sum(axis=0) / (x_b * n_a[:, None] / share).sum(axis=0))
    got = table.estimate[counts.terms].to_numpy()
    np.testing.assert_allclose(got, want, atol=0.02)  # half a use is added to each side


def test_both_sides_of_a_story_weigh_alike_however_many_articles_they_have():
    words, target = np.array([200.0, 900, 400, 1000, 50]), np.array([True, True, False, True, False])
    stories = np.array([0, 0, 0, 1, 1])
    weight, _ = story_weights(words, target, stories, 1 - target, HALF_WEIGHT)
    for story in (0, 1):
        here = stories == story
        assert weight[here & target].sum() == pytest.approx(weight[here & ~target].sum())
    n_a, n_b = 1100 / 1600, 400 / 900
    assert weight[:2].sum() == pytest.approx(2 * n_a * n_b / (n_a + n_b))


def test_the_p_value_is_near_that_of_all_ways_to_swap_the_sides_of_stories(monkeypatch):
    monkeypatch.setattr(thinning, "EXCERPTS", (0.0,))
    rng = np.random.default_rng(9)
    stories, words = np.repeat(np.arange(12), 2), np.full(24, 500)
    target = np.tile([True, False], 12)
    uses = rng.poisson(rng.gamma(2, 3, (24, 60)))
    counts = Counts(sparse.csr_array(uses.astype(np.int32)), np.array([f"t{j}" for j in range(60)], object), words)
    table = fit(counts, pd.DataFrame({"story": stories, "target": target})).set_index("term")
    gap = uses[target] - uses[~target]
    signs = np.array(list(itertools.product([-1, 1], repeat=12)))
    exact = (np.abs(signs @ gap) >= np.abs(gap.sum(axis=0)) - 1e-9).mean(axis=0)
    ties = (np.abs(signs @ gap) > np.abs(gap.sum(axis=0)) + 1e-9).mean(axis=0)
    got = table.p_value[counts.terms].to_numpy()
    assert np.all(got < exact + 0.06) and np.all(got > ties - 0.06)
    assert np.abs(got - (exact + ties) / 2).mean() < 0.02


def test_swapping_the_sides_turns_everything_round():
    rng = np.random.default_rng(1)
    frame = choices(rng)
    counts = counted(rng, frame)
    one, other = (fit(counts, frame.assign(target=t)).set_index("term").sort_index()
                  for t in (frame.target, ~frame.target))
    np.testing.assert_allclose(one.p_value, other.p_value, rtol=1e-9)
    np.testing.assert_allclose(one.estimate, -other.estimate, atol=1e-5)
    np.testing.assert_allclose(one.conf_low, -other.conf_high, atol=1e-5)


def test_stories_that_one_side_misses_change_nothing():
    rng = np.random.default_rng(2)
    frame = choices(rng)
    counts = counted(rng, frame)
    both = frame.groupby("story").target.transform("nunique") == 2
    kept = Counts(counts.matrix[both.to_numpy()], counts.terms, counts.totals[both.to_numpy()])
    pd.testing.assert_frame_equal(fit(counts, frame), fit(kept, frame[both]))


def test_where_nothing_differs_five_percent_of_words_do_however_stories_are_chosen():
    matched, plain = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        frame = choices(rng, stories=200)
        counts = counted(rng, frame, median_rate=-5.0)
        matched.append(fit(counts, frame).p_value.dropna())
        plain.append(fit(counts, frame, matched=False).p_value.dropna())
    p = pd.concat(matched)
    assert len(p) > 2500
    assert 0.035 < (p < 0.05).mean() < 0.06
    assert (p < 0.01).mean() < 0.014
    assert (pd.concat(plain) < 0.05).mean() > 0.5


def test_an_outlet_among_four_is_not_found_to_differ_when_names_are_shuffled_within_stories():
    """Every outlet has words of its own, so that one of four articles holds nearly all uses of a word: skewed."""
    low, hits = [], 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        stories, outlets = np.repeat(np.arange(16), 4), np.tile(np.arange(4), 16)
        rate = np.where(np.arange(80) % 4 == outlets[:, None], 0.02, 0.0005)
        words = rng.integers(150, 400, 64)
        counts = Counts(sparse.csr_array(rng.poisson(rate * words[:, None]).astype(np.int32)),
                        np.array([f"t{j}" for j in range(80)], object), words)
        shuffled = outlets[np.lexsort((rng.random(64), stories))]
        pair = Pair((shuffled == 0).astype(int), stories, "A", "the rest", "story", stories, shuffled)
        table = compare_pair(counts, pair, 5, 2.0)[0]
        low.append((table.p_value < 0.05).mean())
        hits += (table.p_adjusted < 0.05).any()
    assert 0.01 < np.mean(low) < 0.06
    assert hits <= 4


def test_of_four_outlets_the_one_with_a_word_of_its_own_is_found():
    texts = ["the levy passed late in the night", "the charge passed late in the night"]
    frame = pd.DataFrame([{"outlet": outlet, "story": f"s{k}", "text": texts[outlet != "A"]}
                          for k in range(9) for outlet in "ABCD"])
    table = cf.keyness(frame, match="story").table.set_index(["outlet", "term"])
    assert table.p_adjusted["A", "levy"] < 0.01 and table.estimate["A", "levy"] > 1
    assert table.p_adjusted["B", "levy"] > 0.05


@pytest.mark.parametrize("ratio", [0.25, 1.0, 3.0])
def test_intervals_hold_the_true_ratio_and_unmatched_ones_do_not(ratio):
    matched, plain = [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        frame = choices(rng, stories=160)
        counts = counted(rng, frame, ratio=ratio)
        matched.append(holds(fit(counts, frame), np.log2(ratio)))
        plain.append(holds(fit(counts, frame, matched=False), np.log2(ratio)))
    assert 0.93 < np.concatenate(matched).mean() < 0.97
    assert np.concatenate(plain).mean() < 0.3


def test_five_stories_are_described_and_not_tested():
    texts = ["the levy is fair"] * 5 + ["the tax is a burden"] * 5
    frame = pd.DataFrame({"outlet": ["A"] * 5 + ["B"] * 5, "story": list("abcde") * 2, "text": texts})
    result = cf.keyness(frame, target="A", reference="B", match="story", min_count=2)
    assert result.table.p_value.isna().all() and result.table.estimate.notna().all()
    assert result.about["caution"] == ("Told by both: 5 stories. That can be described, not tested: a test needs at "
                                       f"least {FEWEST_MATCHED}.")
    assert result.about["n_stories"] == {"A": 5} and result.about["n_matched"] == {"A": 5}


def test_no_shared_story_is_said_and_gives_no_row():
    frame = pd.DataFrame({"outlet": ["A", "B"], "story": ["a", "b"], "text": ["the levy", "the tax"]})
    result = cf.keyness(frame, match="story", min_count=1)
    assert result.table.empty and "No story is told by both A and the rest" in result.about["caution"]
    contrast = cf.contrast(frame.assign(score=[1.0, 2.0]), match="story", target="A")
    assert contrast.table.estimate.isna().all() and contrast.table.n_clusters.tolist() == [0]


def test_a_cluster_must_hold_whole_stories():
    frame = pd.DataFrame({"outlet": ["A", "B"] * 8, "story": [f"s{i // 2}" for i in range(16)], "text": ["a b"] * 16,
                          "week": [i // 4 for i in range(16)], "author": list("ab") * 8, "score": range(16)})
    assert cf.keyness(frame, match="story", cluster="week", min_count=1).table.n_clusters.max() == 4
    for measure in (cf.keyness, cf.contrast):
        with pytest.raises(DataError, match="story 's0' lies in several values of 'author'"):
            measure(frame, match="story", cluster="author")


def test_articles_without_a_story_are_each_alone():
    frame = pd.DataFrame({"outlet": ["A", "B"] * 8, "story": ["s"] * 2 + [""] * 7 + [None] * 7, "text": ["a b"] * 16})
    assert cf.keyness(frame, target="A", match="story", min_count=1).about["n_stories"] == {"A": 1}


# --- contrast

def test_one_article_a_side_and_story_is_the_paired_t_test():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"outlet": ["A", "B"] * 20, "story": np.repeat([f"s{i}" for i in range(20)], 2),
                          "score": rng.normal(size=40)})
    row = cf.contrast(frame, target="A", reference="B", match="story").table.iloc[0]
    want = ttest_1samp(frame.score.to_numpy()[::2] - frame.score.to_numpy()[1::2], 0)
    interval = want.confidence_interval()
    assert [row.p_value, row.conf_low, row.conf_high] == pytest.approx([want.pvalue, interval.low, interval.high])
    assert row.n == row.n_clusters == 20


def test_each_story_weighs_the_same_and_each_article_within_its_side():
    frame = pd.DataFrame({"outlet": list("AABAB") + ["A"], "story": list("xxxyyz"), "score": [1.0, 3, 0, 5, 4, 99]})
    row = cf.contrast(frame, target="A", reference="B", match="story").table.iloc[0]
    assert row.estimate == pytest.approx(((2 - 0) + (5 - 4)) / 2)
    assert (row["mean"], row.mean_reference, row.n, row.n_clusters) == (3.5, 2.0, 3, 2)


@pytest.mark.parametrize("method", ["t", "permutation", "bootstrap"])
def test_contrast_within_stories_holds_the_truth_and_the_plain_one_does_not(method):
    inside, plain, agree = [], [], []
    for seed in range(300 if method == "t" else 60):
        rng = np.random.default_rng(seed)
        frame = scored(rng, choices(rng), framing=0.5)
        row = cf.contrast(frame, target="A", reference="B", match="story", method=method, draws=299).table.iloc[0]
        inside.append(row.conf_low <= 0.5 <= row.conf_high)
        agree.append((row.p_value < 0.05) == (row.conf_low > 0 or row.conf_high < 0))
        other = cf.contrast(frame, target="A", reference="B").table.iloc[0]
        plain.append(other.conf_low <= 0.5 <= other.conf_high)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02 if method == "t" else 0.05)
    assert all(agree)
    assert np.mean(plain) < 0.3


def told(rng, *, stories=14, rows=(1, 1, 1, 1), some=0.15, weeks=None):
    """Rates that are 0 in most articles: stories told by outlets A, B, ... in so many rows each, none unlike another.

    With `weeks`, an outlet's scores rise and fall together over the stories of a week.
    """
    names = np.tile(np.repeat(list("ABCDEFGH")[:len(rows)], rows), stories)
    story = np.repeat(np.arange(stories), sum(rows))
    burst = rng.lognormal(0, 0.7, stories)[story]
    score = (rng.random(len(story)) < some) * rng.gamma(1.5, 2, len(story)) * burst
    frame = pd.DataFrame({"outlet": names, "story": [f"s{k}" for k in story], "score": score})
    if weeks:
        frame["week"] = story // weeks
        frame["score"] += rng.normal(0, 2, (stories // weeks, len(rows)))[frame.week, pd.factorize(names)[0]]
    return frame


def within(frame, **options):
    return cf.contrast(frame, target="A", match="story", **options).table.iloc[0]


def false_alarms(worlds=400, cluster="story", **world):
    """Share of p < .05 by t, by permutation, and by a plain t test of the target less the mean of the other rows."""
    low = []
    for seed in range(worlds):
        frame = told(np.random.default_rng(seed), **world)
        paired = Paired.of(frame.score, (frame.outlet == "A").to_numpy(), *story_units(frame, cluster),
                           pd.factorize(frame.outlet)[0])
        gap = np.subtract(*paired.by_story)
        if gap.std() > 0:
            low.append([by_t(paired, 0, 0)[2], by_permutation(paired, 99, seed)[2], ttest_1samp(gap, 0).pvalue])
    return dict(zip(("t", "permutation", "plain"), np.mean(np.array(low) < 0.05, axis=0), strict=True))


def test_permutation_agrees_with_every_choice_of_a_target_for_every_story():
    frame = told(np.random.default_rng(3), stories=6, some=0.8)
    wide = frame.pivot(index="story", columns="outlet", values="score")
    gap = np.array([wide[o] - wide.drop(columns=o).mean(axis=1) for o in "ABCD"])
    every = np.array([gap[list(pick), np.arange(6)].mean() for pick in itertools.product(range(4), repeat=6)])
    want = (np.abs(every) >= abs(gap[0].mean()) - 1e-12).mean()
    assert within(frame, method="permutation", draws=9999).p_value == pytest.approx(want, abs=0.012)


def test_of_two_outlets_sides_are_swapped_week_by_week_where_weeks_are_the_units():
    rng = np.random.default_rng(4)
    frame = told(rng, stories=16, rows=(1, 2), weeks=2)
    frame.loc[frame.outlet == "A", "score"] += 1
    gap = frame[frame.outlet == "A"].set_index("story").score - frame[frame.outlet == "B"].groupby("story").score.mean()
    sums = gap.groupby(frame.groupby("story").week.first()).sum().to_numpy()
    signs = np.array(list(itertools.product([-1, 1], repeat=8)))
    want = (np.abs(signs @ sums) >= abs(sums.sum()) - 1e-12).mean()
    got = within(frame, method="permutation", cluster="week", draws=9999)
    assert got.p_value == pytest.approx(want, abs=0.012) and got.n_clusters == 8


def test_a_higher_target_moves_the_permutation_interval_and_no_more():
    for seed in range(10):
        frame = told(np.random.default_rng(seed), stories=20, rows=(1, 2, 1), some=0.7)
        one, other = (within(frame.assign(score=frame.score + shift * (frame.outlet == "A")), method="permutation",
                             draws=199) for shift in (0, 1.5))
        assert (other.conf_low - 1.5, other.conf_high - 1.5) == pytest.approx((one.conf_low, one.conf_high), abs=1e-6)
        for got in (one, other):
            assert (got.p_value < 0.05) == (got.conf_low > 0 or got.conf_high < 0)


@pytest.mark.parametrize("outlets", [4, 8])
def test_skewed_scores_of_one_outlet_among_many_give_no_more_false_alarms_than_they_say(outlets):
    got = false_alarms(rows=(1,) * outlets)
    assert 0.02 < got["permutation"] < 0.07
    assert got["t"] < 0.05 < got["plain"]


def test_a_target_with_few_rows_is_not_held_against_the_means_of_many():
    got = false_alarms(worlds=250, rows=(1, 10, 10, 10), some=0.5, stories=20)
    assert 0.005 < got["permutation"] < 0.08


def test_weeks_that_move_together_are_one_draw():
    world = {"worlds": 200, "stories": 60, "weeks": 6, "some": 0.5}
    assert min(false_alarms(**world)[method] for method in ("t", "permutation")) > 0.15
    assert max(false_alarms(**world, cluster="week")[method] for method in ("t", "permutation")) < 0.09


# --- decompose

def test_parts_add_up_exactly_and_agree_with_kitagawas_sums():
    rng = np.random.default_rng(7)
    frame = scored(rng, choices(rng, stories=40))
    table = cf.decompose(frame, target="A", reference="B", detail=True).table.set_index("part").estimate
    mean = frame.pivot_table(index="story", columns="outlet", values="score").dropna()
    n = frame.pivot_table(index="story", columns="outlet", values="score", aggfunc="size").loc[mean.index]
    p = n / n.sum()
    assert table.framing == pytest.approx((p.mean(axis=1) * (mean.A - mean.B)).sum())
    assert table.selection_shared == pytest.approx(((p.A - p.B) * mean.mean(axis=1)).sum())
    means = frame.groupby("outlet").score.mean()
    assert table.total == pytest.approx(means.A - means.B)
    assert table.total == pytest.approx(table.selection + table.framing, abs=1e-12)
    assert table.selection == pytest.approx(table.selection_shared + table.selection_own, abs=1e-12)


def test_decompose_holds_the_truth():
    rng = np.random.default_rng(99)
    means = scored(rng, choices(rng, stories=100_000)).groupby("outlet").score.mean()
    truth = {"total": means.A - means.B, "selection": means.A - means.B - 0.5, "framing": 0.5}
    inside = {part: [] for part in truth}
    for seed in range(400):
        rng = np.random.default_rng(seed)
        table = cf.decompose(scored(rng, choices(rng)), target="A", reference="B").table.set_index("part")
        for part, value in truth.items():
            inside[part].append(table.conf_low[part] <= value <= table.conf_high[part])
    for part, held in inside.items():
        assert 0.93 <= np.mean(held) <= 0.975, part


def test_the_same_stories_told_alike_are_all_selection_and_the_other_way_round():
    stories = np.repeat([f"s{i}" for i in range(12)], 2)
    same = pd.DataFrame({"outlet": ["A", "B"] * 12, "story": stories, "score": np.arange(24) // 2 * 1.0})
    alone = pd.DataFrame({"outlet": "A", "story": [f"own{i}" for i in range(6)], "score": 40.0})
    table = cf.decompose(pd.concat([same, alone]), target="A", reference="B").table.set_index("part").estimate
    assert table.framing == 0 and table.selection == table.total > 0
    table = cf.decompose(same.assign(score=same.score + (same.outlet == "A")), target="A", reference="B").table
    assert table.set_index("part").estimate.round(12).to_dict() == {"total": 1, "selection": 0, "framing": 1}
    assert table.set_index("part").share.round(12).to_dict() == {"total": 1, "selection": 0, "framing": 1}


def test_shuffled_outlets_show_neither_framing_nor_selection():
    low = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        frame = scored(rng, choices(rng), framing=0)
        frame["outlet"] = rng.permutation(frame.outlet)
        low.append(cf.decompose(frame, target="A", reference="B").table.set_index("part").p_value < 0.05)
    assert (pd.DataFrame(low).mean() < 0.1).all()


def test_a_gap_cannot_be_split_where_nothing_is_shared():
    frame = pd.DataFrame({"outlet": ["A"] * 6 + ["B"] * 6, "story": [str(i) for i in range(12)],
                          "score": np.arange(12.0) ** 2})
    result = cf.decompose(frame, target="A", reference="B")
    table = result.table.set_index("part")
    assert np.isfinite(table.p_value.total) and table.loc[["selection", "framing"], "estimate"].isna().all()
    assert "Told by both: 0 stories" in result.about["caution"]
    assert result.about["n_stories"] == {"A": {"alone": 6, "both": 0, "other": 6}}


@pytest.mark.parametrize("frame, message", [
    (pd.DataFrame({"outlet": ["A", "B"], "score": [1.0, 2]}), "decompose within stories needs the column story, and there "
                                                              r"is none; run cf.match_stories\(corpus\) first"),
    (pd.DataFrame({"outlet": ["A", "B"], "score": [1.0, 2], "story": ["", None]}), "story, and it is empty"),
    (pd.DataFrame({"outlet": ["A", "A"], "score": [1.0, 2], "story": "s"}), "holds only 'A'"),
    (pd.DataFrame({"outlet": ["A", "B"], "score": ["low", "high"], "story": "s"}), "not numeric"),
])
def test_errors_name_the_value_and_the_remedy(frame, message):
    with pytest.raises(DataError, match=message):
        cf.decompose(frame)
