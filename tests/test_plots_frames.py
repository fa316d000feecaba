"""Plots of frames, axes and scales show the table's numbers where they are, and names that do not touch."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from crossframe.errors import DataError
from crossframe.present.outlet_means import MOST, outlet_means
from crossframe.result import Result

LONG = "The Evening Standard-Courier of Northshire and the Western Isles"
FRAMES = ["economic", "morality", "other", "public_opinion"]
AXES = {"bad-good": (["bad", "awful"], ["good"]), "war-peace": (["war"], ["peace"]), "old-new": ("old", "new")}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def frames(outlets, n=12, seed=1):
    rng = np.random.default_rng(seed)
    rows = [(f"{outlet}{k}", outlet, frame, rng.uniform(j, j + 3)) for outlet in outlets for k in range(n)
            for j, frame in enumerate(FRAMES)]
    table = pd.DataFrame(rows, columns=["article", "outlet", "frame", "score"])
    return Result(table, {"measure": "frames", "scheme": "policy_words", "reads": "matches per 1,000 words"})


def axes(outlets, n=6, seed=2):
    rng = np.random.default_rng(seed)
    rows = [(outlet, axis, rng.normal(k / 9, 0.05), rng.uniform(0, 0.4)) for outlet in outlets
            for k, axis in enumerate(AXES) for _ in range(n)]
    table = pd.DataFrame(rows, columns=["outlet", "axis", "bias", "intensity"])
    return Result(table, {"measure": "frame_axis", "axes": AXES, "baseline": dict.fromkeys(AXES, 0.05)})


def scale(n, seed=3):
    rng = np.random.default_rng(seed)
    estimate, error = rng.normal(0, 1, n), rng.uniform(0.1, 0.4, n)
    return Result(pd.DataFrame({
        "outlet": [LONG, *(f"Paper {k:02d}" for k in range(1, n))], "article": "", "estimate": estimate,
        "conf_low": np.where(np.arange(n) == 1, np.nan, estimate - 2 * error),
        "conf_high": np.where(np.arange(n) == 1, np.nan, estimate + 2 * error), "n_articles": np.arange(10, 10 + n)}),
        {"measure": "scaling", "method": "wordfish", "reads": "higher: towards Paper 01"})


def scale_words(n=300, seed=4):
    rng = np.random.default_rng(seed)
    weight = rng.normal(1, 1.4, n)
    return Result(pd.DataFrame({"term": [f"word{k}" for k in range(n)], "estimate": rng.normal(0, np.exp(-weight / 3)),
                                "weight": weight, "n": np.exp(weight + 2).round()}),
                  {"measure": "scaling", "method": "wordfish", "reads": "r", "weight": "log of the uses"})


def row_names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def dots(ax):
    """Places of the dots along the axis, by outlet's marker and colour."""
    return {(line.get_marker(), line.get_color()): line.get_xdata() for line in ax.lines if line.get_marker() in "osD^vPX"}


def notes(ax):
    return " ".join([ax.get_title(loc="left"), ax.get_xlabel(), *(text.get_text() for text in ax.texts)]).replace("\n", " ")


@pytest.mark.parametrize("outlets", [["Mercury", "Beacon"], ["Mercury", "Beacon", LONG, "Courier", "Post"]])
def test_dots_of_frames_are_the_outlets_means(outlets):
    result = frames(outlets)
    ax = result.plot()
    order = [name.replace(" ", "_") for name in row_names(ax)]
    means = result.table.groupby(["outlet", "frame"]).score.mean()
    drawn = dots(ax)
    assert len(drawn) == len(outlets)
    for found, outlet in zip(reversed(drawn.values()), sorted(outlets)):
        np.testing.assert_allclose(found, [means[outlet, frame] for frame in order])


def test_the_strongest_frame_is_first_and_the_rest_last():
    assert row_names(frames(["Mercury", "Beacon"]).plot()) == ["public opinion", "morality", "economic", "other"]


def test_more_outlets_than_colours_are_a_table_of_their_means():
    result = frames([f"Paper {k:02d}" for k in range(29)] + [LONG])
    ax = result.plot()
    means = result.table.groupby(["outlet", "frame"]).score.mean()
    columns = [label.get_text().replace(" ", "_") for label in ax.get_xticklabels()]
    cells = {(round(text.get_position()[1]), round(text.get_position()[0])): text.get_text() for text in ax.texts
             if text.get_text()[:1].isdigit()}
    assert len(cells) == 30 * len(FRAMES)
    names = sorted(result.table.outlet.unique())
    for (row, column), text in cells.items():
        assert text == f"{means[names[row], columns[column]]:.1f}"


def test_of_many_outlets_dots_are_drawn_of_the_largest_or_those_asked_for():
    result = frames([f"Paper {k:02d}" for k in range(12)])
    assert len(dots(result.plot("dots"))) == MOST and "the 7 largest of 12 outlets" in notes(result.plot("dots"))
    assert len(dots(result.plot(outlets=["Paper 11", "Paper 03"]))) == 2
    with pytest.raises(DataError, match="no outlet 'Paper 99' in this result; it has 'Paper 00'"):
        result.plot(outlets=["Paper 99"])


def test_what_is_not_scored_is_not_drawn():
    table = frames(["Mercury", "Beacon"]).table
    table.loc[table.outlet == "Mercury", "score"] = np.nan
    means, _ = outlet_means(table, "frame", "score")
    assert means["Mercury"].isna().all() and means["Beacon"].notna().all()
    ax = Result(table, {"measure": "frames", "reads": "r"}).plot("heat")
    assert len([text for text in ax.texts if text.get_text()[:1].isdigit()]) == len(FRAMES)
    nothing = Result(table.assign(score=np.nan), {"measure": "frames"})
    assert "No frame was scored" in notes(nothing.plot()) and "No frame was scored" in notes(nothing.plot("heat"))


def test_words_behind_frames_are_counted():
    rng = np.random.default_rng(5)
    table = pd.DataFrame({"outlet": rng.choice(["Mercury", "Beacon"], 200), "article": rng.integers(0, 30, 200).astype(str),
                          "frame": rng.choice(FRAMES[:2], 200), "matched": rng.choice(["Costs", "costs", "tax", "vote"], 200)})
    result = Result(table, {"measure": "frames"})
    for outlet in (None, "Mercury"):
        own = table if outlet is None else table[table.outlet == outlet]
        want = own.groupby([own.frame, own.matched.str.lower()]).size()
        bars = sorted(bar.get_width() for bar in result.plot(outlet=outlet).patches)
        assert bars == sorted(want)


@pytest.mark.parametrize("value", ["bias", "intensity"])
def test_dots_of_axes_are_the_outlets_means(value):
    result = axes(["Mercury", "Beacon", LONG])
    ax = result.plot(value=value)
    means = result.table.groupby(["outlet", "axis"])[value].mean().unstack()
    order = (means.max() - means.min()).sort_values(ascending=False).index
    for found, outlet in zip(reversed(dots(ax).values()), means.index):
        np.testing.assert_allclose(found, means.loc[outlet, order])
    lows = {"bad, awful": "bad-good", "war": "war-peace", "old": "old-new"}
    assert [lows[name.split(" – ")[0]] for name in row_names(ax)] == list(order)


def test_axes_have_a_pole_at_either_end_and_the_baseline():
    ax = axes(["Mercury", "Beacon"]).plot()
    ends = {text.get_position()[1]: text.get_text() for text in ax.texts if text.get_text() in ("good", "peace", "new")}
    pairs = {(low, ends[y]) for y, low in enumerate(row_names(ax))}
    assert pairs == {("bad, awful", "good"), ("war", "peace"), ("old", "new")}
    assert [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "|"] == [0.05] * 3
    assert "2 of 3 axes" in notes(axes(["Mercury", "Beacon"]).plot(n=2))


def test_many_outlets_on_axes_are_a_table_and_a_wrong_value_is_refused():
    result = axes([f"Paper {k}" for k in range(9)])
    means = result.table.groupby(["outlet", "axis"]).bias.mean()
    written = [text.get_text() for text in result.plot().texts if text.get_text()[-1:].isdigit()]
    assert sorted(written) == sorted(f"{round(mean, 2) + 0.0:.2f}".replace("-", "−") for mean in means)
    with pytest.raises(DataError, match="value must be one of bias, intensity, got 'lean'"):
        result.plot("axes", value="lean")


@pytest.mark.parametrize("n", [2, 30])
def test_positions_stand_from_high_to_low_with_their_intervals(n):
    result = scale(n)
    ax = result.plot()
    table = result.table.sort_values("estimate", ascending=False)
    np.testing.assert_allclose(ax.lines[1].get_xdata(), table.estimate)
    whiskers = [segment[:, 0] for segment in ax.collections[0].get_segments()]
    np.testing.assert_allclose(whiskers, table[["conf_low", "conf_high"]].dropna())
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == ax.get_facecolor()]
    assert hollow[0].get_xdata() == pytest.approx(table.estimate[table.conf_low.isna()])
    assert [text.get_text() for text in ax.texts][:n] == [str(count) for count in table.n_articles]


def test_articles_on_a_scale_are_a_dot_each():
    table = pd.DataFrame({"outlet": ["Mercury"] * 3 + ["Beacon"] * 2, "article": list("abcde"),
                          "estimate": [0.1, 0.4, -0.2, 0.5, np.nan], "n_articles": 1})
    ax = Result(table, {"measure": "scaling", "method": "wordscores", "reads": "r"}).plot()
    assert sorted(np.concatenate([line.get_xdata() for line in ax.lines if len(line.get_xdata()) > 2])) == [-0.2, 0.1, 0.4]
    assert "Wordscores of articles" in ax.get_title(loc="left")


def test_words_of_a_scale_are_named_without_touching():
    result = scale_words()
    ax = result.plot()
    np.testing.assert_allclose(np.asarray(ax.collections[0].get_offsets()), result.table[["estimate", "weight"]])
    named = [text for text in ax.texts if text.get_text().startswith("word")]
    boxes = [text.get_window_extent() for text in named]
    assert len(named) > 20
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])
    assert ax.get_ylabel() == "log of the uses"


def test_words_asked_for_are_named_and_unknown_ones_refused():
    result = scale_words()
    ax = result.plot(words=["word3", "word7"])
    assert {text.get_text() for text in ax.texts if text.get_text().startswith("word")} == {"word3", "word7"}
    with pytest.raises(DataError, match="no word 'tax' on this scale; it has word0, word1"):
        result.plot(words=["tax"])


@pytest.mark.parametrize("result, kind", [
    (frames(["Mercury", "Beacon"]), "dots"), (frames(["Mercury"]), "heat"), (axes(["Mercury"]), "axes"),
    (axes(["Mercury"]), "heat"), (scale(3), "positions"), (scale_words(20), "words")])
def test_a_plot_is_drawn_on_the_axes_given(result, kind):
    ax = Figure(figsize=(5, 4)).subplots()
    assert result.plot(kind, ax=ax) is ax and not plt.get_fignums()
