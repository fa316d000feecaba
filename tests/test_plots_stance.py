"""Plots of stance, mentions, claims and loaded wording show the table's numbers where they are."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crossframe.compare.averages import means
from crossframe.compare.stance_means import stance_means
from crossframe.errors import DataError
from crossframe.present.plot_claims import COLORS as CLAIMS
from crossframe.present.plot_stance import VOICES
from crossframe.present.plot_target_sentiment import COLORS, LABELS
from crossframe.result import Result

LONG = "The Evening Standard-Courier of Northshire and the Western Isles"
OUTLETS = ["Mercury", "Beacon", LONG]
TARGETS = {"Ada Moor": "person", "Port Union": "organisation", "Lindmoor": "country"}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def stance(n=12, voices=("outlet", "quoted"), seed=1, outlets=OUTLETS):
    """Articles of each outlet on each target, in each voice; an outlet's third article has no score."""
    rng = np.random.default_rng(seed)
    rows = [(f"{outlet}-{k}", outlet, target, kind, voice, rng.uniform(-0.6, 0.4), int(rng.integers(2, 6)), 2)
            for outlet in outlets for target, kind in TARGETS.items() for voice in voices for k in range(n)]
    table = pd.DataFrame(rows, columns=["article", "outlet", "target", "kind", "voice", "score", "n_mentions", "n_matched"])
    table.loc[table.article.str.endswith("-2"), ["score", "n_matched"]] = [np.nan, 0]
    return Result(table, {"measure": "stance", "reads": "r"})


def mentions(n=60, seed=2):
    rng = np.random.default_rng(seed)
    return Result(pd.DataFrame({
        "outlet": rng.choice(OUTLETS, n), "target": rng.choice(list(TARGETS), n), "voice": rng.choice(["outlet", "quoted"], n),
        "label": rng.choice(["negative", "neutral", "positive", ""], n)}), {"measure": "target_sentiment", "reads": "r"})


def row_names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def said(ax):
    return " ".join([ax.get_title(loc="left"), ax.get_xlabel(), *(text.get_text() for text in ax.texts)]).replace("\n", " ")


def heads(ax):
    return [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]


def dots(ax):
    """Places of the dots along the axis, by colour, from the top row down."""
    drawn = [(line.get_ydata()[0], line.get_markeredgecolor(), line.get_xdata()[0]) for line in ax.lines
             if line.get_marker() in ("o", "D")]
    return {color: [x for _, own, x in sorted(drawn) if own == color] for color in {own for _, own, _ in drawn}}


def test_dots_of_stance_are_means_over_articles_by_voice():
    result = stance()
    ax = result.plot()
    means = result.table.groupby(["target", "outlet", "voice"]).score.mean()
    groups, names = heads(ax), row_names(ax)
    assert set(groups) == set(TARGETS) and len(names) == 9
    full = [LONG if "…" in name else name for name in names]
    for voice in ("outlet", "quoted"):
        want = [means[groups[k // 3], outlet, voice] for k, outlet in enumerate(full)]
        assert dots(ax)[VOICES[voice][0]] == pytest.approx(want)
    assert "11 | 11" in said(ax)


def test_intervals_of_stance_are_students_over_articles():
    from scipy.stats import ttest_1samp

    result = stance(n=8)
    table = stance_means(result).table.set_index(["outlet", "target", "voice"])
    for key, rows in result.table.dropna(subset="score").groupby(["outlet", "target", "voice"]):
        interval = ttest_1samp(rows.score, 0).confidence_interval(0.95)
        assert tuple(table.loc[key, ["conf_low", "conf_high"]]) == pytest.approx((interval.low, interval.high), rel=1e-6)
        assert table.loc[key, "n"] == len(rows) and table.loc[key, "n_matched"] == rows.n_matched.sum()


def test_few_articles_are_described_without_intervals():
    ax = stance(n=2).plot()
    assert "described, not tested" in said(ax) and "Hollow: too few" in said(ax) and not ax.collections
    assert all(line.get_markerfacecolor() != line.get_markeredgecolor() for line in ax.lines if line.get_marker() == "o")


def test_targets_and_outlets_are_those_asked_for():
    ax = stance().plot(targets=["Lindmoor"], outlets=["Beacon", "Mercury"])
    assert heads(ax) == ["Lindmoor"] and row_names(ax) == ["Beacon", "Mercury"]
    assert "Stance toward Lindmoor" in said(ax)
    assert "1 of 3 targets" in said(stance().plot(n=1))
    with pytest.raises(DataError, match="no target 'Rook' has a score in this result; it has "):
        stance().plot(targets=["Rook"])
    with pytest.raises(DataError, match="no outlet 'Globe' has a score"):
        stance().plot(outlets=["Globe"])


def test_voices_taken_together_are_one_dot_a_row():
    ax = stance(voices=("all",)).plot()
    assert list(dots(ax)) == [VOICES["all"][0]] and " | " not in said(ax)


def test_shares_of_mentions_add_up_with_the_unsure_ones():
    result = mentions()
    ax = result.plot()
    counts = result.table.assign(label=result.table.label.replace("", "unsure")).groupby(["target", "label"]).size()
    for label in LABELS:
        bars = [bar.get_width() for bar in ax.patches if to_hex(bar.get_facecolor()).upper() == COLORS[label]]
        rows = result.table.assign(on=result.table.label.replace("", "unsure") == label)
        want = 100 * rows.groupby(["target", "outlet"]).on.mean()
        assert sorted(bars) == pytest.approx(sorted(want[want > 0]))
    assert counts.sum() == 60 and "Unsure: the model gives no label." in said(ax)
    by_row = [bar.get_y() for bar in ax.patches]
    widths = pd.Series([bar.get_width() for bar in ax.patches]).groupby(by_row).sum()
    assert np.allclose(widths, 100) and len(widths) == len(row_names(ax))


def test_mentions_of_one_voice_are_drawn_alone():
    result = mentions()
    ax = result.plot(voice="quoted", targets=["Port Union"])
    n = result.table[(result.table.voice == "quoted") & (result.table.target == "Port Union")].outlet.value_counts()
    assert heads(ax) == ["Port Union"] and "in what they quote" in said(ax)
    assert sorted(int(text.get_text()) for text in ax.texts if text.get_text().isdigit() and text.get_color() == "#555555") == sorted(n)


def test_bars_of_claims_are_shares_of_articles():
    rng = np.random.default_rng(3)
    table = pd.DataFrame([(outlet, claim, rng.choice(list(CLAIMS))) for outlet in OUTLETS for claim in ("The levy was lawful.",
                         "The council knew of it.") for _ in range(10)], columns=["outlet", "claim", "label"])
    ax = Result(table, {"measure": "claim_stance"}).plot()
    assert heads(ax) == ["The levy was lawful.", "The council knew of it."] and len(row_names(ax)) == 6
    for label, color in CLAIMS.items():
        bars = [bar.get_width() for bar in ax.patches if to_hex(bar.get_facecolor()).upper() == color]
        want = 10 * table[table.label == label].groupby(["claim", "outlet"]).size()
        assert sorted(bars) == pytest.approx(sorted(want))


def test_loaded_sentences_and_words_are_counted():
    table = pd.DataFrame({"outlet": ["Mercury"] * 2 + ["Beacon"], "n_loaded": [3, 1, 6], "n_matched": [10, 6, 12]})
    ax = Result(table, {"measure": "loaded_language"}).plot()
    assert row_names(ax) == ["Beacon", "Mercury"] and [bar.get_width() for bar in ax.patches] == [50, 25]
    words = pd.DataFrame({"outlet": "Mercury", "article": ["a", "a", "b", "b"], "word": ["Sham", "sham", "sham", "plot"],
                          "contribution": [1, 2, 1, 0.5]})
    ax = Result(words, {"measure": "loaded_language"}).plot()
    assert row_names(ax) == ["sham", "plot"] and "3 in 2" in said(ax)


@pytest.mark.parametrize("measure, columns, text", [
    ("stance", list(stance().table), "No target was mentioned"), ("target_sentiment", ["outlet", "target", "voice", "label"], "No target"),
    ("claim_stance", ["outlet", "claim", "label"], "No article was read"),
    ("loaded_language", ["outlet", "n_loaded", "n_matched"], "No sentence was read")])
def test_nothing_to_draw_is_said(measure, columns, text):
    ax = Result(stance().table.head(0).reindex(columns=columns), {"measure": measure}).plot()
    assert text in said(ax)


def test_means_are_drawn_where_the_table_has_them():
    result = means(stance(), within=["target", "voice"])
    ax = result.plot()
    assert heads(ax) == [f"{target} / {voice}" for target in TARGETS for voice in ("outlet", "quoted")]
    assert len(row_names(ax)) == len(result.table) == 3 * 3 * 2
    drawn = sorted(line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 1)
    assert drawn == pytest.approx(sorted(result.table.estimate))
    assert sorted(segment[0][0] for lines in ax.collections for segment in lines.get_segments()) == pytest.approx(
        sorted(result.table.conf_low))


def test_means_say_what_is_left_out_and_refuse_an_outlet_that_is_not_there():
    result = means(stance(n=3), within="target")
    ax = result.plot(n=2)
    assert heads(ax) == list(TARGETS)[:2] and len(row_names(ax)) == 4
    assert "2 of 3 outlets, 2 of 3 targets" in said(ax)
    one = means(stance()).plot(outlets=["Beacon"])
    assert row_names(one) == ["Beacon"] and not heads(one) and "outlets" not in said(one)
    with pytest.raises(DataError, match="no outlet 'Comet' in this result; it has"):
        result.plot(outlets=["Comet"])


def test_means_without_an_interval_are_hollow():
    ax = means(stance(n=3), within="target").plot()
    assert "described, not tested" in said(ax) and "Hollow" in said(ax) and not ax.collections
