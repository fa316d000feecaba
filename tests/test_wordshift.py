"""Word shifts: the published formulas written out, leave-one-out by brute force, symmetries, null worlds, error texts."""

import itertools
import math
from collections import Counter

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy import sparse
from scipy.stats import ttest_ind

import crossframe as cf
from crossframe import datasets
from crossframe.compare.shifts import inference as shift_inference
from crossframe.compare.shifts.inference import Sample, condensed, jackknife, rate_tests, term_errors
from crossframe.compare.shifts.kinds import KINDS, bound, checked_kind
from crossframe.compare.shifts.pair import Pair, shift_pair
from crossframe.errors import DataError
from crossframe.lexicons import load_lexicon
from crossframe.schema import WORDSHIFT, names

WORDS = "calm storm harbour levy bridge mayor vote river hope fear gain loss market school winter summer".split()
SCORES = dict(zip(WORDS, np.linspace(-3, 3, len(WORDS)).round(2).tolist()))
OTHER = {word: round(score / 2 + 1, 2) for word, score in SCORES.items() if word != "summer"}


def world(seed=0, articles=20, length=30, tilt=0.0):
    """Two outlets; the target uses the first words more as `tilt` grows."""
    rng = np.random.default_rng(seed)
    base = rng.dirichlet(np.ones(len(WORDS)) * 9)
    rows = []
    for k in range(2 * articles):
        target = k % 2 == 0
        own = base * np.exp(tilt * target * np.linspace(1, -1, len(WORDS)))
        drawn = rng.choice(WORDS, rng.integers(length // 2, 2 * length), p=rng.dirichlet(own / own.sum() * 12 + 1e-3))
        rows.append(("Mercury" if target else "Beacon", " ".join(drawn), f"story {k // 4}"))
    return pd.DataFrame(rows, columns=["outlet", "text", "story"])


FRAME = world(3, tilt=0.4)


def shift(frame=FRAME, **options):
    return cf.wordshift(frame, target="Mercury", reference="Beacon", **options)


def estimates(result):
    return result.table.set_index("term").estimate


def total(result, outlet="Mercury"):
    return result.about["total"][outlet]


# --- the published formulas, in plain Python

def shares(frame, kept=lambda word: True):
    found = []
    for outlet in ("Mercury", "Beacon"):
        uses = Counter(word for text in frame.text[frame.outlet == outlet] for word in text.split() if kept(word))
        n = sum(uses.values())
        found.append({word: count / n for word, count in uses.items()})
    return found


def surprise(share):
    return math.log(1 / share, 2) if share else 0.0


def by_hand(kind, p, q, **given):
    """Contributions, one term after the other; p, q: dicts of term to share."""
    out = {}
    for word in sorted({*p, *q}):
        a, b = p.get(word, 0.0), q.get(word, 0.0)
        if kind == "proportion":
            out[word] = a - b
        elif kind == "entropy":
            out[word] = a * surprise(a) - b * surprise(b)
        elif kind == "tsallis":
            order = given["alpha"]
            score = [-(share ** (order - 1)) / (order - 1) if share else 0.0 for share in (a, b)]
            out[word] = a * score[0] - b * score[1]
        elif kind == "kullback_leibler":
            out[word] = a * (surprise(b) - surprise(a)) if a else 0.0
        elif kind == "jensen_shannon":
            (w, v), order = given.get("weights", (0.5, 0.5)), given.get("alpha", 1)
            mix = w * a + v * b
            if order == 1:
                scores = (w * (surprise(mix) - surprise(a)) if a else 0, v * (surprise(b) - surprise(mix)) if b else 0)
            else:
                scores = (w * (a ** (order - 1) - mix ** (order - 1)) / (order - 1) if a else 0,
                          v * (mix ** (order - 1) - b ** (order - 1)) / (order - 1) if b else 0)
            out[word] = a * scores[0] - b * scores[1]
        else:
            high, low, middle = given["score"][word], given["score_reference"][word], given["middle"]
            rate = (a - b) * ((high + low) / 2 - middle)
            out[word] = rate + (a + b) / 2 * (high - low)
    return out


@pytest.mark.parametrize(("kind", "given"), [
    ("proportion", {}), ("entropy", {}), ("tsallis", {"alpha": 2}), ("tsallis", {"alpha": 0.5}), ("tsallis", {"alpha": 3.5}),
    ("jensen_shannon", {}), ("jensen_shannon", {"weights": (0.8, 0.2)}), ("jensen_shannon", {"alpha": 2}),
    ("jensen_shannon", {"alpha": 0.4, "weights": (0.3, 0.7)}), ("kullback_leibler", {})])
def test_contributions_are_the_published_ones(kind, given):
    want = by_hand(kind, *shares(FRAME), **given)
    got = shift(kind=kind, **given)
    assert dict(estimates(got)) == pytest.approx(want, abs=1e-10)
    assert total(got)["estimate"] == pytest.approx(sum(want.values()), abs=1e-10)


@pytest.mark.parametrize("middle", [None, 0.0, -1.5])
@pytest.mark.parametrize("reference", [None, OTHER])
def test_weighted_contributions_are_the_published_ones(middle, reference):
    other = reference or SCORES
    p, q = shares(FRAME, lambda word: word in SCORES and word in other)
    average = sum(p[word] * SCORES[word] for word in p), sum(q[word] * other[word] for word in q)
    want = by_hand("weighted", p, q, score=SCORES, score_reference=other, middle=average[1] if middle is None else middle)
    got = shift(kind="weighted", scores=SCORES, scores_reference=reference, reference_score=middle)
    assert dict(estimates(got)) == pytest.approx(want, abs=1e-10)
    assert (total(got)["average"], total(got)["average_reference"]) == pytest.approx(average, abs=1e-10)
    assert total(got)["estimate"] == pytest.approx(average[0] - average[1], abs=1e-10)
    assert (got.table.from_rate + got.table.from_score).to_numpy() == pytest.approx(got.table.estimate.to_numpy())
    assert sum(total(got)["by_type"].values()) == pytest.approx(total(got)["estimate"])


def test_smoothing_adds_uses_of_every_term_to_both_sides():
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["calm calm storm", "storm storm river vote"]})
    p = {"calm": 2.5 / 5, "storm": 1.5 / 5, "river": 0.1, "vote": 0.1}
    q = {"calm": 0.5 / 6, "storm": 2.5 / 6, "river": 1.5 / 6, "vote": 1.5 / 6}
    assert dict(estimates(shift(frame, kind="kullback_leibler", smoothing=0.5))) == pytest.approx(
        by_hand("kullback_leibler", p, q), abs=1e-12)


def test_worked_examples():
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["calm storm river vote", "hope fear hope fear"]})
    assert total(shift(frame, kind="entropy")) | {"by_type": 0} == pytest.approx(total(shift(frame, kind="entropy")) | {
        "estimate": 1.0, "average": 2.0, "average_reference": 1.0, "by_type": 0}, nan_ok=True)
    assert total(shift(frame, kind="tsallis"))["average"] == pytest.approx(3 / 4)
    assert total(shift(frame, kind="jensen_shannon"))["estimate"] == pytest.approx(1)  # no word in common: one bit
    frame["text"] = ["calm storm", "calm storm storm storm"]
    assert total(shift(frame, kind="kullback_leibler"))["estimate"] == pytest.approx(1 - math.log2(3) / 2)
    row = shift(frame, kind="weighted", scores={"calm": 2, "storm": -2}).table.set_index("term")
    assert row.estimate.to_dict() == pytest.approx({"calm": 0.25 * 3, "storm": 0.25 * 1})  # from the average, -1
    assert row.direction.to_dict() == {"calm": "+↑", "storm": "-↓"}


def test_terms_outside_the_list_or_inside_the_lens_take_no_part():
    got = shift(kind="weighted", scores=SCORES, stop_lens=(-1, 1))
    assert set(got.table.term) == {word for word, score in SCORES.items() if not -1 <= score <= 1}
    p, _ = shares(FRAME, lambda word: not -1 <= SCORES[word] <= 1)
    assert dict(got.table.set_index("term").rate) == pytest.approx({word: 1e6 * share for word, share in p.items()})
    assert got.about["coverage"] == pytest.approx(got.table[["n", "n_reference"]].to_numpy().sum() / got.about["n_words"])


def test_scores_come_in_every_form_a_lexicon_does():
    one = estimates(shift(kind="weighted", scores=SCORES))
    table = pd.DataFrame({"term": list(SCORES), "score": list(SCORES.values())})
    for scores in (table, load_lexicon(SCORES, rules="plain")):
        pd.testing.assert_series_equal(estimates(shift(kind="weighted", scores=scores)), one)
    wild = shift(kind="weighted", scores={"su*": 1, "summ*": 2, "w*": -1}).table.set_index("term")
    assert wild.score.to_dict() == {"summer": 2, "winter": -1}
    phrases = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["a high tide came", "a low tide came"]})
    assert set(shift(phrases, kind="weighted", scores={"high tide": 1, "low tide": -1}, ngrams=(1, 2)).table.term) == {
        "high tide", "low tide"}
    assert set(shift(phrases, kind="weighted", scores="war-peace").table.term) >= {"tide", "came"}  # an axis


def test_emoticons_of_a_list_score_no_letters():
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["plan d is good", "plan d is bad"]})
    assert set(shift(frame, kind="weighted").table.term) == {"good", "bad"}


# --- symmetries

@pytest.mark.parametrize(("kind", "given", "sign"), [
    ("proportion", {}, -1), ("entropy", {}, -1), ("tsallis", {}, -1), ("jensen_shannon", {}, 1),
    ("weighted", {"scores": SCORES, "reference_score": 0.0}, -1)])
def test_swapping_the_sides_flips_the_sign_or_mirrors(kind, given, sign):
    one = shift(kind=kind, **given)
    two = cf.wordshift(FRAME, target="Beacon", reference="Mercury", kind=kind, **given)
    ours, theirs = one.table.set_index("term"), two.table.set_index("term").loc[one.table.term]
    assert ours.estimate.to_numpy() == pytest.approx(sign * theirs.estimate.to_numpy(), abs=1e-12)
    assert ours.std_error.to_numpy() == pytest.approx(theirs.std_error.to_numpy())
    assert ours.p_value.to_numpy() == pytest.approx(theirs.p_value.to_numpy())
    low, high = ("conf_low", "conf_high") if sign > 0 else ("conf_high", "conf_low")
    assert ours.conf_low.to_numpy() == pytest.approx(sign * theirs[low].to_numpy())
    assert ours.conf_high.to_numpy() == pytest.approx(sign * theirs[high].to_numpy())
    assert total(one)["corrected"] == pytest.approx(  # labels are permuted by chance
        sign * total(two, "Beacon")["corrected"], abs=np.nan_to_num(0.4 * total(one)["std_error"]), nan_ok=True)


def test_swapping_weights_with_the_sides_changes_nothing():
    one = estimates(shift(kind="jensen_shannon", weights=(0.7, 0.3)))
    two = estimates(cf.wordshift(FRAME, target="Beacon", reference="Mercury", kind="jensen_shannon", weights=(0.3, 0.7)))
    assert one.to_dict() == pytest.approx(two.to_dict())


@pytest.mark.parametrize("kind", KINDS)
def test_equal_texts_shift_nothing(kind):
    texts = FRAME.text[FRAME.outlet == "Mercury"]
    frame = pd.concat([pd.DataFrame({"outlet": name, "text": texts}) for name in ("Mercury", "Beacon")])
    got = shift(frame, kind=kind, **({"scores": SCORES} if kind == "weighted" else {}))
    assert np.abs(got.table.estimate).max() < 1e-12
    assert got.table.p_value.min() > 0.99 and abs(total(got)["estimate"]) < 1e-12
    assert (got.table.conf_low <= 1e-12).all() and (got.table.conf_high >= -1e-12).all()


def test_every_outlet_in_turn_is_the_same_as_each_by_itself():
    frame = pd.concat([FRAME, world(8, 10).assign(outlet="Herald")], ignore_index=True)
    every = cf.wordshift(frame, kind="entropy")
    assert list(every.about["total"]) == ["Beacon", "Herald", "Mercury"]
    alone = cf.wordshift(frame, target="Herald", kind="entropy").table
    pd.testing.assert_frame_equal(every.table[every.table.outlet == "Herald"].reset_index(drop=True), alone)
    assert list(every.table.columns) == names(WORDSHIFT)


# --- how sure: against brute force

def sample_of(counts, target, units=None, weight=None, **more):
    words = counts.sum(axis=1).astype(float)
    weight = np.stack([target, ~target]).astype(float) if weight is None else weight
    units = np.arange(len(words)) if units is None else units
    return Sample(sparse.csr_array(counts.astype(float)), words, weight, units, **more)


def drawn_counts(seed, n=24, terms=30):
    rng = np.random.default_rng(seed)
    rate = rng.dirichlet(np.ones(terms) * 0.5)
    return np.array([rng.multinomial(rng.integers(20, 90), rng.dirichlet(rate * 40 + 1e-3)) for _ in range(n)])


def without(sample, unit):
    kept = sample.units != unit
    return Sample(sample.uses[np.flatnonzero(kept)], sample.words[kept], sample.weight[:, kept], sample.units[kept])


def value_of(shift, sample):
    p, q = (sample.weight @ sample.uses.toarray()) / (sample.weight @ sample.words)[:, None]
    return shift.value(p, q, slice(None)).sum()


SHIFTS = {"entropy": {}, "jensen_shannon": {}, "tsallis": {"alpha": 0.6}, "weighted": {}}


@pytest.mark.parametrize("kind", SHIFTS)
@pytest.mark.parametrize("design", ["nested", "crossing", "stories"])
def test_the_jackknife_is_leaving_out_one_cluster_after_the_other(kind, design):
    counts, target = drawn_counts(1), np.arange(24) % 2 == 0
    units = {"nested": np.arange(24) % 12, "crossing": np.arange(24) // 3, "stories": np.arange(24) // 2}[design]
    words = counts.sum(axis=1)
    weight = np.stack([target, ~target]) / words if design == "stories" else None
    sample = sample_of(counts, target, units, weight)
    scores = np.random.default_rng(2).normal(size=(2, counts.shape[1]))
    made = bound(checked_kind(kind, **SHIFTS[kind]), sample, scores)
    bias, error, _ = jackknife(sample, made)
    full, left = value_of(made, sample), np.array([value_of(made, without(sample, unit)) for unit in range(units.max() + 1)])
    groups = [left[np.unique(units[side])] for side in (target, ~target)] if design == "nested" else [left]
    assert bias == pytest.approx(sum((len(g) - 1) * (g.mean() - full) for g in groups), rel=1e-6, abs=1e-9)
    assert error == pytest.approx(math.sqrt(sum((len(g) - 1) / len(g) * ((g - g.mean()) ** 2).sum() for g in groups)), rel=1e-6)


def test_terms_of_one_article_alone_are_done_together():
    counts = np.concatenate([drawn_counts(4), np.repeat(np.eye(24, dtype=int), 3, axis=1)], axis=1)
    counts = counts[:, counts.sum(axis=0) > 0]
    sample = sample_of(counts, np.arange(24) < 10)
    small, made = condensed(sample), bound(checked_kind("jensen_shannon"), sample, None)
    assert small.uses.shape[1] < sample.uses.shape[1] - 40 and small.copies.sum() == sample.uses.shape[1]
    assert jackknife(small, made) == pytest.approx(jackknife(sample, made))


@pytest.mark.parametrize("design", ["nested", "crossing"])
@pytest.mark.parametrize("centred", [True, False])
def test_standard_errors_are_those_of_the_clusters_influences(design, centred, monkeypatch):
    monkeypatch.setattr(shift_inference, "LEAN", 1e-12)
    monkeypatch.setattr(shift_inference, "UNSEEN", 1e-12)
    counts, target = drawn_counts(5, 60, 8) + 3, np.arange(60) < 25
    units = np.arange(60) if design == "nested" else np.arange(60) % 30
    scores = np.random.default_rng(6).normal(size=(2, 8))
    sample = sample_of(counts, target, units)
    made = bound(checked_kind("weighted", reference_score=None if centred else 0.3), sample, scores)
    error, _ = term_errors(sample, made)

    def contributions(weights):  # of clusters
        each = weights[units]
        p, q = ((side * each) @ counts / ((side * each) @ counts.sum(axis=1)) for side in (target, ~target))
        middle = q @ scores[1] if centred else 0.3
        return p * (scores[0] - middle) - q * (scores[1] - middle)

    n, step = units.max() + 1, 1e-6
    influence = np.array([(contributions(1 + step * one) - contributions(1 - step * one)) / (2 * step) for one in np.eye(n)])
    groups = [influence[:25], influence[25:]] if design == "nested" else [influence]
    want = np.sqrt(sum(len(g) / (len(g) - 1) * (g**2).sum(axis=0) for g in groups))
    uses = np.stack([counts[target].sum(axis=0), counts[~target].sum(axis=0)])
    wide = np.ones(8, bool) if design == "nested" else want > 1.2 * np.sqrt(
        sum(slope**2 * use for slope, use in zip(made.slopes(None, None), uses / uses.sum(axis=1, keepdims=True) ** 2)))
    assert wide.any()
    assert error[wide] == pytest.approx(want[wide], rel=1e-5)


def test_with_texts_of_one_length_the_test_of_rates_is_welchs(monkeypatch):
    monkeypatch.setattr(shift_inference, "LEAN_TEST", 1e-9)
    rng = np.random.default_rng(7)
    counts = rng.binomial(40, rng.beta(2, 5, (40, 5)))
    counts = np.concatenate([counts, 400 - counts.sum(axis=1, keepdims=True)], axis=1)
    target = np.arange(40) < 15
    want = ttest_ind(counts[target], counts[~target], equal_var=False).pvalue
    assert rate_tests(sample_of(counts, target)) == pytest.approx(want, rel=1e-4)


def test_stories_are_tested_by_which_of_their_outlets_is_the_target():
    rng = np.random.default_rng(8)
    stories = np.repeat(np.arange(5), 3)
    outlets, counts = np.tile([0, 1, 2], 5), rng.poisson(3, (15, 4)) + 1
    words, target = counts.sum(axis=1), np.tile([True, False, False], 5)
    alone = rng.uniform(1, 2, 5)[stories] / words  # what a use counts for, were its outlet the target
    weight = np.stack([alone * target, alone / 2 * ~target])
    sample = sample_of(counts, target, stories, weight, tellers=(alone, np.arange(15), stories))
    variance, third = shift_inference._relabelled(sample)
    gaps = []
    for chosen in itertools.product(range(3), repeat=5):
        drawn = outlets == np.array(chosen)[stories]
        gaps.append((alone * drawn - alone / 2 * ~drawn) @ counts / (weight[0] @ words))
    gaps = np.array(gaps)
    assert variance == pytest.approx(gaps.var(axis=0))
    assert third == pytest.approx(((gaps - gaps.mean(axis=0)) ** 3).mean(axis=0), abs=1e-15)


def test_within_stories_both_sides_weigh_alike():
    frame = pd.DataFrame({
        "outlet": ["Mercury", "Mercury", "Beacon", "Mercury", "Beacon", "Mercury"], "story": list("aaabbc"),
        "text": ["calm calm storm vote", "calm vote", "storm storm calm vote vote vote", "river hope", "river river hope",
                 "alone alone alone"]})
    got = shift(frame, match="story").table.set_index("term")
    assert "alone" not in got.index
    n = {"a": (6 / 506, 6 / 506), "b": (2 / 502, 3 / 503)}  # words / (words + 500)
    story = {key: 2 * x * y / (x + y) for key, (x, y) in n.items()}
    own = np.array([4 / 504, 2 / 502])
    calm = story["a"] * (own / own.sum() @ [2 / 4, 1 / 2]) / sum(story.values())
    assert got.rate["calm"] == pytest.approx(1e6 * calm)
    assert got.rate_reference["river"] == pytest.approx(1e6 * story["b"] / sum(story.values()) * 2 / 3)
    assert got.estimate.sum() == pytest.approx(0, abs=1e-12)


# --- null worlds and coverage

def drawn_world(rng, rates, sizes):
    """Counts of articles whose rates scatter about their side's."""
    parts = []
    for rate, size in zip(rates, sizes):
        own = rng.gamma(2, 1 / 2, (size, len(rate))) * rate
        parts.append(rng.poisson(own / own.sum(axis=1, keepdims=True) * rng.integers(60, 300, (size, 1))))
    return sparse.csr_array(np.concatenate(parts))


def fitted(uses, sizes, kind, scores=None, stories=None, draws=99):
    side = np.repeat([1, 0], sizes)
    n = np.arange(len(side)) if stories is None else stories
    pair = Pair("A", "B", side, n, "article", stories, side)
    terms = np.array([f"t{j:03}" for j in range(uses.shape[1])], object)
    table, total, _ = shift_pair(uses, terms, scores, pair, kind, min_count=5, draws=draws, seed=1)
    return table.set_index("term").reindex(terms), total


@pytest.mark.parametrize("sizes", [(40, 40), (15, 90)])
def test_where_nothing_differs_one_term_in_twenty_does(sizes):
    rng = np.random.default_rng(10)
    rate = rng.dirichlet(np.ones(150) * 0.5)
    p = np.concatenate([fitted(drawn_world(rng, (rate, rate), sizes), sizes, checked_kind("proportion"))[0].p_value.dropna()
                        for _ in range(12)])
    assert len(p) > 1200
    assert 0.015 < (p < 0.05).mean() < 0.065 and (p < 0.01).mean() < 0.016


def test_on_shared_stories_where_nothing_differs_one_term_in_twenty_does():
    rng = np.random.default_rng(11)
    rate, p = rng.dirichlet(np.ones(150) * 0.5), []
    for _ in range(12):
        story = rng.gamma(1, 1, (40, 150)) * rate  # what a story is about, whoever tells it
        uses = rng.poisson(np.tile(story / story.sum(axis=1, keepdims=True), (2, 1)) * rng.integers(60, 300, (80, 1)))
        p.append(fitted(sparse.csr_array(uses), (40, 40), checked_kind("proportion"), stories=np.tile(np.arange(40), 2))[0]
                 .p_value.dropna())
    p = np.concatenate(p)
    assert len(p) > 1000 and 0.025 < (p < 0.05).mean() < 0.065


@pytest.mark.parametrize("kind", ["proportion", "entropy", "jensen_shannon", "weighted"])
def test_intervals_of_terms_and_totals_hold_the_truth(kind):
    rng = np.random.default_rng(12)
    rates = rng.dirichlet(np.ones(60), 2)
    rates[1] = 0.5 * rates[0] + 0.5 * rates[1]
    scores = np.repeat(rng.normal(size=(1, 60)), 2, axis=0) if kind == "weighted" else None
    kind = checked_kind(kind)
    drawn = [share / share.sum() for share in (np.asarray(drawn_world(rng, [rate], [6_000]).sum(axis=0), float) for rate in rates)]
    fake = sample_of(np.stack(drawn), np.array([True, False]))
    made = bound(kind, fake, scores)
    truth = made.value(*drawn, slice(None))
    hits, inside, reps = [], [], 25
    for _ in range(reps):
        table, whole = fitted(drawn_world(rng, rates, (40, 60)), (40, 60), kind, scores)
        tested = table.p_value.notna().to_numpy()
        hits.append(((table.conf_low <= truth + 1e-15) & (truth <= table.conf_high))[tested])
        inside.append(whole["conf_low"] <= truth.sum() <= whole["conf_high"])
    assert 0.93 <= np.concatenate(hits).mean() <= 0.975
    if kind.name in ("entropy", "weighted"):
        assert np.mean(inside) >= 0.8


def test_divergences_of_random_halves_are_what_chance_gives():
    rng = np.random.default_rng(13)
    rate, p, holds = rng.dirichlet(np.ones(200) * 0.3), [], []
    for _ in range(24):
        whole = fitted(drawn_world(rng, (rate, rate), (20, 20)), (20, 20), checked_kind("jensen_shannon"))[1]
        p.append(whole["p_value"])
        holds.append(whole["conf_low"] <= 0 <= whole["conf_high"])
        assert whole["estimate"] > 3 * abs(whole["corrected"])
    assert np.mean(np.array(p) < 0.05) <= 0.17 and np.mean(holds) >= 0.85
    assert 0.3 < np.mean(p) < 0.7


# --- what is too little, and what is wrong

def test_few_articles_are_described_not_tested():
    got = shift(FRAME.head(8))
    assert got.table.loc[:, "std_error":"p_adjusted"].isna().all().all() and got.table.estimate.notna().all()
    assert got.about["caution"] == ("8 articles can be described, not tested: a test needs at least 5 a side, and there are "
                                    "4 of Mercury and 4 of Beacon.")
    assert "Told by both: 5 stories." in shift(FRAME.head(20), match="story").about["caution"]


def test_why_outlets_are_not_tested_is_said_once_with_all_their_names():
    few = [FRAME.head(4), FRAME.tail(4).replace({"Mercury": "Herald", "Beacon": "Comet"})]
    caution = cf.wordshift(pd.concat([*few, FRAME.iloc[4:30].assign(outlet="Lantern")], ignore_index=True)).about["caution"]
    assert caution == (
        "Nothing can be tested for outlet: Beacon, Comet, Herald, Mercury. For one: 34 articles can be described, not "
        "tested: a test needs at least 5 a side, and there are 2 of Beacon and 32 of the rest.")


def test_rare_terms_are_not_tested_and_count_for_the_total():
    frame = pd.concat([FRAME, pd.DataFrame({"outlet": ["Mercury"], "text": ["zebra"], "story": ["z"]})], ignore_index=True)
    got = shift(frame, kind="entropy")
    row = got.table.set_index("term").loc["zebra"]
    assert np.isnan(row.p_value) and row.estimate > 0
    assert "1 of 17 terms are described, not tested: used less than 5 times" in got.about["caution"]
    assert got.table.estimate.sum() == pytest.approx(total(got)["average"] - total(got)["average_reference"])


@pytest.mark.parametrize(("options", "text"), [
    ({"kind": "sentiment"}, r"kind must be one of proportion, entropy, .*weighted, got 'sentiment'"),
    ({"kind": "tsallis", "alpha": 0}, "alpha must be above 0, got 0; below 1 rare terms matter more"),
    ({"kind": "tsallis", "alpha": 1}, "alpha=1 is Shannon's entropy: kind='entropy' gives it"),
    ({"kind": "entropy", "alpha": 2}, "alpha= is for kind='tsallis' or 'jensen_shannon', not for 'entropy'"),
    ({"kind": "jensen_shannon", "weights": (0.5, 0.6)}, "weights must be two numbers above 0 that add up to 1"),
    ({"kind": "kullback_leibler", "smoothing": -1}, "smoothing must be 0 or more uses of every term"),
    ({"scores": SCORES}, "scores= is for kind='weighted', not for 'proportion'"),
    ({"kind": "weighted", "scores": {"zebra": 1}}, r"none of the 1 terms of the list 'own dict' \(zebra\) is among the 16 terms"),
    ({"kind": "weighted", "scores": SCORES, "stop_lens": (5, -5)}, "stop_lens must be two scores, the lower first"),
    ({"kind": "weighted", "scores": SCORES, "stop_lens": (-9, 9)}, r"no term that occurs has a score in the list outside stop_lens=\(-9, 9\)"),
    ({"kind": "weighted", "scores": SCORES, "reference_score": "mean"}, "reference_score must be a number, got 'mean'"),
    ({"min_count": 0}, "min_count must be 1 or more"), ({"draws": 9}, "draws must be 99 or more"),
    ({"voice": "both"}, "voice='both' is not known"), ({"match": "day"}, "match must be None or 'story'"),
])
def test_what_cannot_be_done_is_said(options, text):
    with pytest.raises(DataError, match=text):
        shift(**options)


def test_what_the_corpus_lacks_is_said():
    one = FRAME[FRAME.outlet == "Mercury"]
    with pytest.raises(DataError, match="wordshift compares outlets, and outlet holds only 'Mercury'"):
        cf.wordshift(one)
    with pytest.raises(DataError, match="no article holds a term that counts"):
        cf.wordshift(pd.DataFrame({"outlet": ["A", "B"], "text": ["", "..."]}))
    with pytest.raises(DataError, match="wordshift was given no articles"):
        cf.wordshift(FRAME.head(0))
    with pytest.raises(DataError, match="41 values, each with a row a term; name one"):
        cf.wordshift(pd.DataFrame({"outlet": [f"o{k}" for k in range(41)], "text": "calm"}))
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["calm storm", "storm"]})
    with pytest.raises(DataError, match=r"1 terms of Mercury never occur in Beacon \(calm, ...\).*smoothing=0.5"):
        shift(frame, kind="kullback_leibler")
    got = shift(pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["calm", "..."]}))
    assert not len(got.table) and got.about["caution"].startswith("No article of Beacon has a term that takes part")
    apart = FRAME.assign(story=FRAME.outlet)
    assert "No story is told by both Mercury and Beacon" in shift(apart, match="story").about["caution"]


# --- with the rest of the package

def test_evidence_shows_the_sentences_of_both_sides():
    lines = shift(kind="weighted", scores=SCORES).evidence("storm", n=2)
    assert lines.outlet.tolist() == ["Mercury"] * 2 + ["Beacon"] * 2 and set(lines.match) == {"storm"}


def test_one_voice_counts_that_voice_alone():
    text = "“Storm storm storm,” said Ada Rook. The calm held."
    said = pd.DataFrame({"article": ["0", "1"], "start": [0, 0], "end": [20, 20]})
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": [text, text.replace("calm", "levy")]})
    assert set(shift(frame, voice="quoted", sources=said).table.term) == {"storm"}
    got = shift(frame, voice="outlet", sources=said)
    assert "storm" not in set(got.table.term) and got.about["reads"].endswith("Only what the outlets say themselves counts.")


def test_planted_words_of_the_demo_are_found_and_shuffled_outlets_do_not_differ():
    articles, truth = cf.read(datasets.demo()).articles, datasets.demo_ground_truth()
    outlet = "The Harbour Post"
    planted = truth[(truth.kind == "lexical") & (truth.outlet == outlet) & (truth.direction == "more")].item
    got = cf.wordshift(articles, target=outlet).table.set_index("term")
    found = got.loc[[term for term in planted if term in got.index]]
    assert len(found) >= 8 and (found.estimate > 0).all() and (found.p_adjusted < 0.05).mean() > 0.7
    mixed = articles.assign(outlet=articles.outlet.sample(frac=1, random_state=3).to_numpy())
    assert (cf.wordshift(mixed, target=outlet).table.p_adjusted < 0.05).sum() <= 1
    divergence = [total(cf.wordshift(each, target=outlet, kind="jensen_shannon", draws=99), outlet) for each in (articles, mixed)]
    assert divergence[0]["p_value"] == 0.01 and divergence[1]["p_value"] > 0.02
    assert divergence[0]["conf_low"] > 0


# --- the plot

@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def widths(ax, color=None):
    return [bar.get_width() for bar in ax.patches if hasattr(bar, "get_width") and bar.get_height() == pytest.approx(0.78)]


def test_bars_whiskers_and_labels_are_the_tables():
    got, before = shift(kind="weighted", scores=SCORES), dict(plt.rcParams)
    ax = got.plot(n=6)
    shown = got.table.head(6)
    assert widths(ax)[-6:] == pytest.approx(shown.estimate.tolist())
    lines = [tuple(segment[:, 0]) for each in ax.collections for segment in each.get_segments()]
    assert np.array(lines[-6:]) == pytest.approx(shown[["conf_low", "conf_high"]].to_numpy())
    labels = [text.get_text() for text in ax.texts if text.get_text() and not text.get_text().startswith(("6 of", "Σ"))]
    for row in shown.itertuples():
        mark = row.direction.replace("-", "−")
        assert (f"{mark} {row.term}" if row.estimate >= 0 else f"{row.term} {mark}") in labels
    assert ax.get_title(loc="left").replace("\n", " ").startswith("Mercury against Beacon: average score")
    assert dict(plt.rcParams) == before


def test_parts_are_stacked_or_drawn_to_either_side():
    got = shift(kind="weighted", scores=SCORES, scores_reference=OTHER)
    against = got.table[got.table.from_rate * got.table.from_score < 0]
    assert len(against)
    ax = got.plot(n=len(got.table))
    pale = [bar for bar in ax.patches if bar.get_alpha() == 0.35]
    assert len(pale) == 2 * len(against)
    assert sorted(bar.get_width() for bar in pale) == pytest.approx(sorted([*against.from_rate, *against.from_score]))


def test_a_divergence_is_drawn_to_the_side_that_uses_a_term_more():
    got = shift(kind="jensen_shannon")
    drawn = np.array(widths(got.plot(n=8))[-8:])
    shown = got.table.head(8)
    assert (np.sign(drawn) == np.where(shown.direction == "↓", -1, 1)).all()
    ratio = np.abs(drawn) / shown.estimate.to_numpy()
    assert ratio == pytest.approx(ratio[0])


@pytest.mark.parametrize("kind", ["weighted", "jensen_shannon"])
@pytest.mark.parametrize("n", [1, 16])
def test_labels_stay_inside_the_axes_and_out_of_the_corners(kind, n):
    frame = FRAME.assign(text=FRAME.text.str.replace("harbour", "harbourmasterlyassociationofficers"))
    scores = {"scores": {**SCORES, "harbourmasterlyassociationofficers": -1.2}} if kind == "weighted" else {}
    ax = shift(frame, kind=kind, **scores).plot(n=n)
    ax.figure.draw_without_rendering()
    frame = ax.get_window_extent()
    labels = [text for text in ax.texts if text.get_text() and not text.get_text()[0].isdigit()]
    boxes = [text.get_window_extent() for text in labels]
    assert all(frame.x0 - 2 <= box.x0 and box.x1 <= frame.x1 + 2 for box in boxes)
    small = [inset.get_window_extent() for inset in ax.child_axes]
    assert len(small) == 2
    assert not [label.get_text() for label, box in zip(labels, boxes) for corner in small if box.overlaps(corner)]


def test_of_several_outlets_the_first_is_drawn_or_the_one_that_is_named():
    frame = pd.concat([FRAME, world(8, 30).assign(outlet="Herald")], ignore_index=True)
    got, ax = cf.wordshift(frame, kind="entropy"), Figure().subplots()
    assert got.plot(ax=ax, outlet="Mercury") is ax
    assert ax.get_title(loc="left").startswith("Mercury against the rest")
    first = got.plot(ax=Figure().subplots())
    assert first.get_title(loc="left").startswith("Herald against the rest")
    assert "outlet= draws another: Beacon, Mercury." in first.texts[0].get_text().replace("\n", " ")
    with pytest.raises(DataError, match="no outlet 'Comet' in this result"):
        got.plot(outlet="Comet")
    with pytest.raises(DataError, match="n must be 1 or more"):
        got.plot(outlet="Herald", n=0)
    empty = shift(pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["calm", "..."]}))
    assert "no term to draw" in empty.plot().texts[0].get_text()
