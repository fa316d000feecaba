"""Scaling: Wordfish against an optimiser, positions and intervals in worlds where they are known, and the door."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.sparse import csc_array, csr_array

import crossframe as cf
import crossframe.datasets
from crossframe.compare.scales.errors import alike, differ, pooled, position_errors, word_errors
from crossframe.compare.scales.wordfish import fit_wordfish
from crossframe.compare.scales.wordfish_errors import counted_twice, influence
from crossframe.compare.scales.wordfish_model import Slopes, pieces, state_of
from crossframe.schema import SCALING, SCALING_WORDS, names

SMALL = np.array([[14, 3, 9, 0, 6, 2], [9, 6, 7, 3, 7, 5], [4, 9, 8, 6, 5, 3], [1, 12, 7, 11, 6, 1]])


def world(rng, n_units=6, n_terms=300, n=30, length=200, spread=0.4, burst=0.0):
    """True positions; uses by article, Poisson or in bursts (gamma-Poisson); whose the articles are."""
    theta = rng.normal(size=n_units)
    theta = (theta - theta.mean()) / theta.std(ddof=1)
    shares = np.exp(rng.normal(0, 1, n_terms) + np.outer(theta, rng.normal(0, spread, n_terms)))
    groups = np.repeat(np.arange(n_units), n)
    rates = (shares / shares.sum(axis=1, keepdims=True))[groups] * rng.gamma(4, length / 4, len(groups))[:, None]
    if burst:
        rates = rates * rng.gamma(1 / burst, burst, rates.shape)
    uses = csr_array(rng.poisson(rates))
    return theta, uses[:, np.flatnonzero(uses.sum(axis=0) >= 10)], groups


def fitted(theta, uses, groups):
    return fit_wordfish(pooled(uses, groups, len(theta)), direction=(int(theta.argmin()), int(theta.argmax())))


def naive_errors(scale):
    """From the curvature in theta and alpha, words taken for independent and known."""
    beta = scale.words["estimate"]
    mean = np.exp(scale.about["alpha"][:, None] + scale.words["weight"] + np.outer(scale.positions, beta))
    return 1 / np.sqrt(mean @ beta**2 - (mean @ beta) ** 2 / mean.sum(axis=1))


def articles(seed=0, n=12, outlets=("Lantern", "Courier", "Beacon", "Herald")):
    """Invented outlets that lean, in order, from one set of words to another."""
    rng, words = np.random.default_rng(seed), "harbour ferry toll levy relief burden storm crew quay market".split()
    lean = np.linspace(-1, 1, len(words))
    rows = []
    for place, outlet in zip(np.linspace(-1, 1, len(outlets)), outlets, strict=True):
        p = np.exp(place * lean)
        rows += [(outlet, " ".join(rng.choice(words, 40, p=p / p.sum()))) for _ in range(n)]
    return pd.DataFrame(rows, columns=["outlet", "text"])


# -- Wordfish


def test_fit_equals_an_optimiser():
    n, m = SMALL.shape

    def loss(x):
        theta, alpha, beta, psi = np.split(x, [n, 2 * n, 2 * n + m])
        theta = theta - theta.mean()
        theta = theta / np.sqrt((theta**2).sum() / (n - 1))
        eta = alpha[:, None] + psi + theta[:, None] * beta
        return -(SMALL * eta - np.exp(eta)).sum() + (beta**2).sum() / 18

    def slope(x):  # by complex steps
        return np.array([loss(x + 1e-30j * unit).imag / 1e-30 for unit in np.eye(len(x))])

    begin = np.concatenate([[1.0, 0.5, -0.5, -1.5], np.zeros(n), np.random.default_rng(0).normal(0, 0.1, m), np.ones(m)])
    found = minimize(loss, begin, jac=slope, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    theta, alpha, beta, psi = np.split(found.x, [n, 2 * n, 2 * n + m])
    theta = (theta - theta.mean()) / theta.std(ddof=1)
    want = np.exp(alpha[:, None] + psi + np.outer(theta, beta))
    got = fit_wordfish(SMALL, direction=(3, 0) if theta[0] > theta[3] else (0, 3))
    assert got.positions == pytest.approx(theta, abs=1e-6)
    assert got.words["estimate"] == pytest.approx(beta, abs=1e-6)
    mean = np.exp(got.about["alpha"][:, None] + got.words["weight"] + np.outer(got.positions, got.words["estimate"]))
    assert mean == pytest.approx(want, abs=1e-6)


def test_identification():
    scale = fit_wordfish(SMALL)
    assert scale.positions.mean() == pytest.approx(0, abs=1e-9)
    assert scale.positions.std(ddof=1) == pytest.approx(1)
    assert scale.words["estimate"].mean() == pytest.approx(0, abs=1e-9)
    assert scale.about["alpha"].mean() == pytest.approx(0, abs=1e-9)
    assert scale.positions[np.abs(scale.positions).argmax()] > 0
    assert scale.about["log_likelihood"] > scale.about["log_likelihood_null"]


def test_order_of_units_and_terms_does_not_matter():
    units, terms = [2, 0, 3, 1], [5, 1, 0, 4, 2, 3]
    plain, mixed = fit_wordfish(SMALL, direction=(0, 3)), fit_wordfish(SMALL[units][:, terms], direction=(1, 2))
    assert mixed.positions == pytest.approx(plain.positions[units], abs=1e-8)
    assert mixed.words["estimate"] == pytest.approx(plain.words["estimate"][terms], abs=1e-7)


def test_the_other_direction_is_the_mirror_image():
    one, other = fit_wordfish(SMALL, direction=(0, 3)), fit_wordfish(SMALL, direction=(3, 0))
    assert one.positions[3] > one.positions[0]
    assert other.positions.tolist() == (-one.positions).tolist()
    assert other.words["estimate"].tolist() == (-one.words["estimate"]).tolist()


def test_units_and_terms_without_uses_are_left_out():
    counts = np.zeros((5, 7), int)
    counts[1:, 1:] = SMALL
    got, want = fit_wordfish(counts, direction=(1, 4)), fit_wordfish(SMALL, direction=(0, 3))
    assert got.positions[1:].tolist() == want.positions.tolist() and np.isnan(got.positions[0])
    assert got.words["estimate"][1:].tolist() == want.words["estimate"].tolist() and np.isnan(got.words["estimate"][0])


def test_fitting_in_turn_ends_where_fitting_together_does(monkeypatch):
    _, uses, groups = world(np.random.default_rng(5))
    counts = pooled(uses, groups, 6)
    together = fit_wordfish(counts)
    monkeypatch.setitem(pieces.__globals__, "CELLS", 500)  # in parts
    assert fit_wordfish(counts).positions == pytest.approx(together.positions, abs=1e-9)
    monkeypatch.setitem(fit_wordfish.__globals__, "MOST_JOINT", 0)
    assert fit_wordfish(counts).positions == pytest.approx(together.positions, abs=1e-3)


def test_positions_are_recovered():
    rng = np.random.default_rng(1)
    for burst in (0, 0, 2, 2):
        theta, uses, groups = world(rng, n_units=10, burst=burst)
        assert np.corrcoef(fitted(theta, uses, groups).positions, theta)[0, 1] > 0.98


def test_where_outlets_do_not_differ_every_start_converges():
    rng = np.random.default_rng(2)
    _, uses, groups = world(rng, n_units=5, spread=0.0, burst=4)
    for _ in range(5):
        scale = fit_wordfish(pooled(uses, rng.permutation(groups), 5))
        assert scale.positions.std(ddof=1) == pytest.approx(1)


@pytest.mark.parametrize("counts", [SMALL[:2], SMALL[:, :1], np.zeros((4, 4))])
def test_too_little_to_fit(counts):
    with pytest.raises(cf.DataError, match="Wordfish needs 3 units and 2 terms that are used, and has"):
        fit_wordfish(counts)


# -- errors


def test_influence_is_the_derivative_by_an_articles_weight():
    theta, uses, groups = world(np.random.default_rng(3), n_units=4, n_terms=80, n=10, burst=1)
    scale = fitted(theta, uses, groups)
    got = influence(uses, groups, scale)
    for article in (0, 17, 39):
        step = 1e-4 * (np.arange(40) == article)
        high, low = (fit_wordfish(pooled(uses, groups, 4, 1 + sign * step), start=scale) for sign in (1, -1))
        assert got[article] == pytest.approx((high.positions - low.positions) / 2e-4, abs=1e-7)


@pytest.mark.parametrize("burst", [0, 2])
def test_intervals_cover_the_truth_where_naive_ones_fail(burst):
    rng, ours, naive = np.random.default_rng(4), [], []
    for _ in range(40):
        theta, uses, groups = world(rng, n_units=5, n_terms=150, n=25, length=150, burst=burst)
        scale = fitted(theta, uses, groups)
        error, _ = position_errors(influence(uses, groups, scale), groups, counted_twice(uses, groups, scale, 0))
        off = np.abs(scale.positions - theta)
        ours.append(off <= 2.05 * error)
        naive.append(off <= 1.96 * naive_errors(scale))
    assert 0.915 < np.mean(ours) < 0.99  # 200 intervals: 0.95 plus or minus 0.03
    if burst:
        assert np.mean(naive) < 0.8


def test_what_is_counted_twice_is_a_sum_over_pairs_of_articles():
    theta, uses, groups = world(np.random.default_rng(6), n_units=4, n_terms=100, n=40, spread=0.2)
    scale = fitted(theta, uses, groups)
    counts, state = csc_array(pooled(uses, groups, 4)), state_of(scale, slice(None), slice(None))
    answer = np.linalg.inv(Slopes.at(counts, state).system)[4:8, 4:8]
    design = np.column_stack([np.ones(4), scale.positions])
    to_beta, kept = np.empty((4, len(state.psi))), np.empty((4, 4, len(state.psi)))
    for j, mean in enumerate(next(pieces(counts, state)).mean.T):  # each term is a regression of its own
        inverse = np.linalg.inv(design.T @ (design * mean[:, None]) + np.diag([0, 1 / 9]))
        to_beta[:, j] = (inverse @ design.T)[1]
        kept[:, :, j] = answer @ (np.eye(4) - mean[:, None] * (design @ inverse @ design.T))
    size = uses.sum(axis=1)
    rest = uses.toarray() - (size / np.bincount(groups, size)[groups])[:, None] * counts.toarray()[groups]
    want = []
    for unit in range(4):
        one_way = (rest * kept[unit][groups]) @ (rest * to_beta[groups]).T
        pairs = one_way + one_way.T
        np.fill_diagonal(pairs, 0)
        want.append((pairs**2).sum() / 2)
    got = np.mean([counted_twice(uses, groups, scale, seed) for seed in range(4)], axis=0)
    assert got == pytest.approx(want, rel=0.1)


def test_errors_of_units_with_few_articles_are_not_known():
    rng = np.random.default_rng(7)
    groups = np.repeat([0, 1, 2], [4, 5, 30])
    error, df = position_errors(rng.normal(size=(39, 3)) * (groups[:, None] == np.arange(3)), groups)
    assert np.isnan([error[0], df[0]]).all()
    assert df[1:] == pytest.approx([4, 29])


def test_errors_of_words_agree_with_fresh_worlds():
    rng = np.random.default_rng(8)
    theta, uses, groups = world(rng, n_units=4, n_terms=60, n=50, burst=1)
    scale = fitted(theta, uses, groups)
    error, _ = word_errors(lambda counts: fit_wordfish(counts, start=scale), uses, groups, 4, 0)
    places = []
    for _ in range(40):  # worlds drawn from this one
        drawn = np.concatenate([rng.choice(np.flatnonzero(groups == unit), 50) for unit in range(4)])
        places.append(fit_wordfish(pooled(uses[drawn], groups, 4), start=scale).words["estimate"])
    assert np.median(error / np.std(places, axis=0)) == pytest.approx(1, abs=0.15)


def test_errors_of_words_leave_out_each_of_few_articles():
    rng = np.random.default_rng(8)
    theta, uses, groups = world(rng, n_units=4, n_terms=60, n=20, burst=1)
    keep = np.flatnonzero((groups > 0) | (np.arange(len(groups)) == 0))  # one unit has an only article: it stays
    uses, groups = uses[keep], groups[keep]

    def totals(counts):  # a place with a known error: the sum over units of the uses an article
        each = np.asarray(counts.todense()) / counts.sum(axis=1)[:, None]
        return fitted(theta, uses, groups)._replace(words={"estimate": each.sum(axis=0)})

    error, df = word_errors(totals, uses, groups, 4, 0)
    by_hand = np.zeros(uses.shape[1])
    for unit in (1, 2, 3):
        own = uses[groups == unit].toarray()
        left = np.array([np.delete(own, at, axis=0).sum(axis=0) / np.delete(own, at, axis=0).sum() for at in range(20)])
        by_hand += 19 / 20 * ((left - left.mean(axis=0)) ** 2).sum(axis=0)
    assert error == pytest.approx(np.sqrt(by_hand))
    assert ((df >= 19 - 1e-9) & (df <= 57 + 1e-9)).all()


def test_order_and_seed_do_not_matter_to_the_words_of_few_articles():
    frame = articles(n=8)
    one = cf.scaling(frame, level="word").table
    other = cf.scaling(frame.sample(frac=1, random_state=3), level="word", seed=7).table
    assert (one.std_error > 0).all() and one.conf_low.lt(one.conf_high).all()
    pd.testing.assert_frame_equal(one, other, rtol=1e-5)


def test_articles_that_use_the_same_words_are_alike():
    uses = csr_array(np.array([[2, 1, 0], [4, 2, 0], [0, 0, 0], [2, 1, 0], [2, 0, 1]]))
    assert alike(uses, np.array([0, 0, 0, 1, 1]), 2).tolist() == [True, False]


@pytest.mark.parametrize("options", [
    {}, {"method": "correspondence"}, {"method": "wordscores", "reference_scores": {"Lantern": -1, "Herald": 1}},
    {"method": "latent", "seeds": {"harbour": -1, "market": 1}},
])
def test_copies_tell_nothing_of_how_sure_a_place_is(options):
    frame = articles()
    copied = frame.assign(text=frame.groupby("outlet").text.transform("first"))
    result = cf.scaling(copied, **options)
    assert result.table[["std_error", "conf_low", "conf_high"]].isna().all(axis=None) and result.table.estimate.notna().all()
    assert "as copies do, cannot tell how sure a place is, so no interval: Beacon, Courier, Herald, Lantern." in result.about["caution"]
    words = cf.scaling(copied, level="word", **options)
    assert words.table.conf_low.isna().all() and "as copies do" in words.about["caution"]


def test_copies_of_one_outlet_leave_the_others_their_intervals():
    frame = articles()
    frame.loc[frame.outlet == "Courier", "text"] = frame.text[frame.outlet == "Courier"].iloc[0]
    result = cf.scaling(frame)
    known = result.table.set_index("outlet").std_error
    assert known.isna()["Courier"] and known.drop("Courier").gt(0).all()
    assert "so no interval: Courier." in result.about["caution"]


def test_groups_by_chance_differ_at_the_5_percent_rate():
    rng, p_values, chance = np.random.default_rng(9), [], []
    for _ in range(60):
        _, uses, groups = world(rng, n_units=4, n_terms=60, n=8, length=60, spread=0.0, burst=1)
        p_value, share = differ(uses, groups, 4, 99, 0)
        p_values.append(p_value)
        chance.append(share)
    assert 0.0 <= np.mean(np.array(p_values) <= 0.1) <= 0.2
    assert np.mean(p_values) == pytest.approx(0.5, abs=0.12)
    assert np.mean(chance) == pytest.approx(1, abs=0.05)
    theta, uses, groups = world(rng, n_units=4, n_terms=60, n=8, length=60)
    assert differ(uses, groups, 4, 99, 0)[0] == 0.01


def test_statistic_of_chance_is_the_first_inertia():
    from crossframe.compare.scales.correspondence import fit_correspondence

    _, uses, groups = world(np.random.default_rng(10), n_units=4, n_terms=60, n=8)
    drawn = [fit_correspondence(pooled(uses, np.random.default_rng(seed).permutation(groups), 4)).about["inertia"][0]
             for seed in range(1)]
    found = fit_correspondence(pooled(uses, groups, 4)).about["inertia"][0]
    one = differ(uses, groups, 4, 1, 0)[1]
    assert one == pytest.approx(drawn[0] / found)


# -- the door


def test_outlets_stand_in_their_order():
    result = cf.scaling(articles(), direction=("Lantern", "Herald"))
    assert list(result.table) == names(SCALING)
    assert result.table.outlet.tolist() == ["Herald", "Beacon", "Courier", "Lantern"]
    assert result.table.n_articles.tolist() == [12] * 4
    assert result.table.n_words.tolist() == [480] * 4
    assert (result.table.conf_low < result.table.estimate).all() and (result.table.estimate < result.table.conf_high).all()
    assert result.about["p_value"] == 0.005
    assert "towards Herald" in result.about["reads"] and "level='word'" in result.about["caution"]
    mirrored = cf.scaling(articles(), direction=("Herald", "Lantern")).table
    assert mirrored.estimate.tolist() == pytest.approx((-result.table.estimate).tolist()[::-1])
    assert mirrored.std_error.tolist() == pytest.approx(result.table.std_error.tolist()[::-1])


def test_words_say_what_the_scale_is():
    result = cf.scaling(articles(), level="word", direction=("Lantern", "Herald"))
    table = result.table.set_index("term")
    assert list(result.table) == names(SCALING_WORDS)
    assert table.estimate["market"] > 0.5 and table.estimate["harbour"] < -0.5
    assert (table.std_error > 0).all()
    assert table.n.sum() == 48 * 40


def test_articles_of_one_outlet_can_be_laid_side_by_side():
    frame = articles()
    lantern = frame[frame.outlet == "Lantern"]
    table = cf.scaling(lantern, level="article").table
    assert len(table) == 12 and table.estimate.std(ddof=1) == pytest.approx(1)
    assert table.article.tolist() == [str(place) for place in range(12)]
    everyone = cf.scaling(frame.assign(story="s"), level="article", direction=("Lantern", "Herald")).table
    assert everyone.story.eq("s").all() and table.story.eq("").all()
    means = everyone.groupby("outlet").estimate.mean()
    assert means["Lantern"] < means["Courier"] < means["Beacon"] < means["Herald"]
    assert everyone.std_error.isna().all() and (everyone.n_words == 40).all()


@pytest.mark.parametrize("method, extra", [
    ("correspondence", {"direction": ("Lantern", "Herald")}),
    ("wordscores", {"reference_scores": {"Lantern": -1, "Herald": 1}, "rescale": "none"}),
    ("latent", {"seeds": {"harbour": -1, "ferry": -1, "quay": 1, "market": 1}}),
])
def test_the_other_methods_through_the_door(method, extra):
    frame = articles()
    if method == "latent":  # needs words that stand together
        frame = frame.assign(text=[text.replace(" ", " " + "quay market " * (name in ("Beacon", "Herald")) + "harbour ferry "
                                                * (name in ("Lantern", "Courier")), 3) for name, text in frame.to_numpy()])
    table = cf.scaling(frame, method=method, **extra).table.set_index("outlet")
    assert table.estimate["Courier"] < table.estimate["Beacon"]
    assert (table.std_error > 0).all()
    places = cf.scaling(frame, method=method, level="article", **extra).table
    assert places.groupby("outlet").estimate.mean()["Lantern"] < places.groupby("outlet").estimate.mean()["Herald"]
    words = cf.scaling(frame, method=method, level="word", **extra).table.set_index("term")
    assert words.estimate["harbour"] < words.estimate["market"]


def test_a_scale_of_any_column():
    frame = articles().rename(columns={"outlet": "paper"}).assign(outlet="all")
    assert set(cf.scaling(frame, by="paper").table.outlet) == {"Lantern", "Courier", "Beacon", "Herald"}


def test_terms_of_one_outlet_alone_are_left_out():
    frame = articles()
    frame["text"] += np.where(frame.outlet == "Beacon", " beaconland" * 5, "")
    assert "beaconland" not in set(cf.scaling(frame, level="word").table.term)
    assert "beaconland" in set(cf.scaling(frame, level="word", min_outlets=1).table.term)
    assert cf.scaling(frame).about["n_terms_left_out"] == 1


def test_an_outlet_without_words_and_one_with_few_articles():
    frame = pd.concat([articles(), pd.DataFrame({"outlet": ["Silent"] * 6 + ["Rare"], "text": [""] * 6 + ["toll levy relief"]})])
    result = cf.scaling(frame, min_outlets=1)
    table = result.table.set_index("outlet")
    assert table.loc["Silent", ["estimate", "std_error"]].isna().all() and table.n_words["Silent"] == 0
    assert table.n_articles["Silent"] == 0
    assert np.isnan(table.std_error["Rare"]) and not np.isnan(table.estimate["Rare"])
    assert "no interval: Rare (1)" in result.about["caution"]


def test_voices():
    frame = articles()
    frame["id"] = frame.index.astype(str)
    said = pd.DataFrame({"article": frame.id, "start": 0, "end": 60})
    result = cf.scaling(frame, voice="outlet", sources=said, min_count=5)
    assert result.about["n_words"] < cf.scaling(frame, min_count=5).about["n_words"]
    assert "Only what the outlets say" in result.about["reads"]


@pytest.fixture(scope="module")
def demo():
    return cf.read(crossframe.datasets.demo()).articles


def test_outlets_of_the_demo_differ_and_shuffled_ones_do_not(demo):
    assert cf.scaling(demo, min_count=5).about["p_value"] < 0.05
    rng, found = np.random.default_rng(0), []
    for _ in range(4):
        outlet = demo.outlet.to_numpy()[np.argsort(rng.random(len(demo)))]
        result = cf.scaling(demo.assign(outlet=outlet), min_count=5, draws=99)
        found.append(result.about["p_value"] <= 0.05)
        if not found[-1]:
            assert "their order means nothing" in result.about["caution"]
            assert result.table[["std_error", "conf_low", "conf_high"]].isna().all(axis=None)
    assert sum(found) <= 1


def test_the_same_input_gives_the_same_bytes():
    frame = articles()
    pd.testing.assert_frame_equal(cf.scaling(frame, seed=3).table, cf.scaling(frame, seed=3).table, check_exact=True)


TWO = articles(outlets=("Lantern", "Courier"))


@pytest.mark.parametrize("frame, options, says", [
    (articles()[:1], {}, "there is one article; a scale needs several"),
    (articles()[:9], {}, "outlet holds only 'Lantern'; add articles of another, or lay its articles side by side: level='article'"),
    (TWO, {}, "two outlets .* cannot be scaled by wordfish: positions have mean 0 and standard deviation 1, so two are always at"),
    (TWO, {"method": "correspondence"}, "cannot be scaled by correspondence"),
    (articles()[:2], {"level": "article"}, "two articles cannot be scaled by wordfish"),
    (articles(), {"min_count": 900}, "no term is used 900 times or more; lower min_count"),
    (articles(), {"min_articles": 49}, "10 terms used 10 times or more, 0 meet min_articles=49.*lower min_articles"),
    (articles(), {"min_outlets": 2, "min_articles": 50}, "lower min_articles"),
    (articles(), {"method": "wordscores"}, "method='wordscores' needs reference_scores, the known position of two or more"),
    (articles(), {"method": "wordscores", "reference_scores": {"Lantern": 1}}, "two or more of outlet"),
    (articles(), {"method": "wordscores", "reference_scores": {"Lanter": 1, "Herald": 2}}, "no outlet 'Lanter' .*'Lantern'"),
    (articles(), {"method": "wordscores", "reference_scores": {"Lantern": "left", "Herald": 2}}, "position of 'Lantern' must be a number, got 'left'"),
    (articles(), {"method": "latent"}, "method='latent' needs seeds, words of either side"),
    (articles(), {"method": "latent", "seeds": {"peace": 1, "war": -1}}, "none of the 2 seed words is among the 10 terms"),
    (articles(), {"seeds": "sentiment"}, "seeds are of method='latent'; wordfish takes none"),
    (articles(), {"reference_scores": {"Lantern": 1}}, "reference_scores are of method='wordscores'"),
    (articles(), {"method": "latent", "seeds": {"toll": 1}, "direction": ("Lantern", "Herald")}, "direction is of methods that find the scale themselves"),
    (articles(), {"direction": "Lantern"}, "direction names two"),
    (articles(), {"direction": ("Lantern", "Heral")}, "no outlet 'Heral'"),
    (articles(), {"method": "wordshoal"}, "method is one of wordfish, wordscores, correspondence, latent, got 'wordshoal'"),
    (articles(), {"level": "sentence"}, "level is one of outlet, article, word, got 'sentence'"),
    (articles(), {"min_count": 0}, "min_count must be a whole number of 1 or more, got 0"),
    (articles(), {"draws": 10}, "draws must be 99 or more, got 10"),
    (articles(), {"by": "paper"}, "scaling needs column .*paper"),
])
def test_what_cannot_be_scaled(frame, options, says):
    with pytest.raises(cf.DataError, match=says):
        cf.scaling(frame, **options)
