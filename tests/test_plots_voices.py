"""Plots of sources, names, agency, hedging, shares and diversity show the table's numbers where they are."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from crossframe.errors import DataError
from crossframe.present.bars import PALETTE, share_table, value_colors
from crossframe.result import Result

OUTLETS = ["Mercury", "Beacon", "The Evening Standard-Courier of Northshire"]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def made(measure, n=200, seed=3, **values):
    """A made-up table of rows: each column's values drawn at unlike rates by outlet."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"outlet": rng.choice(OUTLETS, n, p=[0.5, 0.3, 0.2]), "article": rng.integers(0, 40, n).astype(str)})
    for name, choices in values.items():
        table[name] = rng.choice(choices, n, p=rng.dirichlet(np.ones(len(choices))))
    return Result(table, {"measure": measure, "reads": "r", "caution": None})


SOURCES = made("sources", speaker_kind=["person", "document", "unnamed"], kind=["direct", "mixed", "indirect"],
               cue_stance=["neutral", "doubting"], content=["one", "two words", "and three words"])
NAMING = made("naming", referent=["the levy", "those who govern", "x"], name=["tax", "contribution", "levy", "charge"])
AGENCY = made("agency", voice=["active", "passive", "agentless", "nominal"])
HEDGING = made("hedging", kind=["hedge", "booster", "evidential"], marker=["may"])
SPEAKERS = Result(pd.DataFrame({
    "outlet": ["Mercury"] * 3 + ["Beacon"], "speaker": ["Ada Moor", "Ben Oake", "Cy Fint", "Ada Moor"],
    "n_quotes": [5, 3, 1, 2], "n_articles": [3, 3, 1, 1], "share_words": [0.2, 0.7, 0.1, 1.0],
    "share_quotes": [5 / 9, 3 / 9, 1 / 9, 1.0]}), {"measure": "quoted_speakers"})
SHARES = Result(pd.DataFrame({
    "outlet": ["Mercury", "Mercury", "Beacon", "Beacon"], "within": "", "value": ["person", "document"] * 2,
    "share": [0.7, 0.3, 0.5, 0.5], "share_reference": [0.5, 0.5, 0.7, 0.3], "estimate": [0.2, -0.2, -0.2, 0.2],
    "conf_low": [0.1, -0.3, -0.3, np.nan], "conf_high": [0.3, -0.1, -0.1, np.nan],
    "p_adjusted": [0.01, 0.2, 0.01, np.nan]}), {"measure": "shares", "of": "speaker_kind"})
DIVERSITY = Result(pd.DataFrame({
    "outlet": ["Mercury", "Beacon"] * 2, "order": [0.0, 0.0, 1.0, 1.0], "n_quotes": [50, 40] * 2, "n_rarefied": 20,
    "diversity": [9.0, 12.0, 6.0, 8.0], "diversity_low": [7.0, 10.0, 5.0, 7.0], "diversity_high": [11.0, 14.0, 7.0, 9.0],
    "estimate": -3.0, "conf_low": -5.0, "conf_high": -1.0, "p_adjusted": [0.01, 0.01, 0.3, 0.3]}),
    {"measure": "source_diversity"})
ALL = {"sources": SOURCES, "naming": NAMING, "agency": AGENCY, "hedging": HEDGING, "quoted_speakers": SPEAKERS,
       "shares": SHARES, "source_diversity": DIVERSITY}


def row_names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def widths(ax):
    """Width of the bars, by row (its middle) from the left."""
    bars = sorted((round(bar.get_y() + bar.get_height() / 2, 6), bar.get_x(), bar.get_width()) for bar in ax.patches)
    return {y: [width for row, _, width in bars if row == y] for y in dict.fromkeys(y for y, _, _ in bars)}


def dots(ax):
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(float(line.get_xdata()[0]), line.get_markerfacecolor() == line.get_markeredgecolor()) for line in found]


@pytest.mark.parametrize("result, of, options", [
    (SOURCES, "speaker_kind", {}), (SOURCES, "kind", {"of": "kind"}), (SOURCES, "cue_stance", {"of": "cue_stance"}),
    (AGENCY, "voice", {})])
def test_bars_are_the_shares_of_each_outlet(result, of, options):
    ax = result.plot(**options)
    want = pd.crosstab(result.table.outlet, result.table[of], normalize="index")
    for y, outlet in enumerate(row_names(ax)):
        assert sorted(widths(ax)[y]) == pytest.approx(sorted(100 * want.loc[outlet][want.loc[outlet] > 0]))
        assert sum(widths(ax)[y]) == pytest.approx(100)
    assert row_names(ax) == result.table.outlet.value_counts().index.tolist()
    assert [int(text.get_text()) for text in ax.texts if text.get_position()[0] == 1.02] == \
        result.table.outlet.value_counts().tolist()


def test_known_values_stand_in_their_own_order_and_keep_their_colours():
    ax = SOURCES.plot(of="kind")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["direct", "mixed", "indirect"]
    known = ("person", "organisation", "document")
    assert value_colors(["document"], known) == {"document": PALETTE[2]}
    assert len(set(value_colors(list("abcdefg")).values())) == 7


def test_words_weigh_attributions():
    table = pd.DataFrame({"outlet": "Mercury", "kind": ["direct", "indirect"], "content": ["one two three", "one"]})
    assert widths(Result(table, SOURCES.about).plot(of="kind", words=True))[0] == pytest.approx([75, 25])


def test_what_is_beyond_seven_values_is_drawn_together():
    table = pd.DataFrame({"outlet": "Mercury", "name": [f"name {k}" for k in range(20)] + ["often"] * 5})
    shares, n = share_table(table, "name")
    assert shares.columns[0] == "often" and shares.columns[-1] == "other" and shares.shape == (1, 7)
    assert shares.sum(axis=1).tolist() == pytest.approx([1]) and n.tolist() == [25]


def test_cells_of_names_are_percent_of_the_outlets_mentions_of_the_referent():
    ax = NAMING.plot()
    table = NAMING.table
    cells = {(round(text.get_position()[1], 3), round(text.get_position()[0])): text.get_text()
             for text in ax.texts if text.get_text().isdigit()}
    outlets = [label.get_text() for label in ax.get_xticklabels()]
    referents = [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]
    assert referents == table.referent.value_counts().index.tolist()
    y, checked = 0.0, 0
    for referent in referents:
        own = pd.crosstab(table.name[table.referent == referent], table.outlet, normalize="columns")
        for row in range(len(own)):
            name = row_names(ax)[checked]
            for column, outlet in enumerate(outlets):
                want = own.loc[name].get(outlet, 0)
                if 100 * want > 0.5:
                    assert cells[round(y + 1 + row, 3), column] == f"{100 * want:.0f}"
            checked += 1
        y += len(own) + 1.3
    assert checked == len(row_names(ax))


def test_one_referent_is_drawn_as_bars():
    ax = NAMING.plot(referent="the levy")
    assert ax.get_title(loc="left") == "Names for the levy"
    own = NAMING.table[NAMING.table.referent == "the levy"]
    assert row_names(ax) == own.outlet.value_counts().index.tolist()


def test_hedging_by_article_is_per_thousand_words_whatever_the_articles_length():
    table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "hedge": [10.0, 0.0, 4.0], "booster": 0.0,
                          "evidential": np.nan, "scare_quote": np.nan, "n_matched": [1, 0, 4], "n_words": [100, 900, 1000]})
    ax = Result(table, {"measure": "hedging", "level": "article"}).plot()
    assert row_names(ax) == ["Beacon", "Mercury"] * 2
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([4, 1, 0, 0])


def test_hedging_by_marker_counts_articles_without_any():
    articles = pd.DataFrame({"id": list("abcd"), "outlet": ["Mercury"] * 3 + ["Beacon"], "text": ""})
    table = pd.DataFrame({"article": ["a", "a", "a"], "outlet": "Mercury", "kind": ["hedge", "hedge", "booster"]})
    ax = Result(table, {"measure": "hedging"}, articles).plot()
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([2 / 3, 0, 1 / 3, 0])


def test_the_speakers_of_an_outlet_stand_below_its_name_most_words_first():
    ax = SPEAKERS.plot(n=2)
    assert [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"] == ["Mercury", "Beacon"]
    assert row_names(ax) == ["Ben Oake", "Ada Moor", "Ada Moor"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([70, 20, 100])
    assert [bar.get_width() for bar in SPEAKERS.plot(n=1, words=False).patches] == pytest.approx([100 * 5 / 9, 100])


def test_shares_are_drawn_in_percentage_points_and_two_outlets_once():
    ax = SHARES.plot()
    assert dots(ax) == [(pytest.approx(20), True), (pytest.approx(-20), False)]
    assert row_names(ax) == ["person", "document"]
    other = SHARES.plot(outlet="Beacon")
    assert row_names(other) == ["document", "person"] and dots(other)[0] == (pytest.approx(20), False)
    assert [text.get_text() for text in ax.texts if " | " in text.get_text()][:2] == ["70 | 50", "30 | 50"]


def test_shares_within_name_what_they_are_within():
    table = SHARES.table.assign(within="the levy")
    assert row_names(Result(table, SHARES.about).plot()) == ["the levy: person", "the levy: document"]


def test_diversity_stands_at_its_value_by_order_most_diverse_first():
    ax = DIVERSITY.plot()
    assert row_names(ax) == ["Beacon", "Mercury"] * 2
    assert dots(ax) == [(12, True), (9, True), (8, False), (6, False)]
    lines = [tuple(segment[:, 0]) for lines in ax.collections for segment in lines.get_segments()]
    assert lines == [(10, 14), (7, 11), (7, 9), (5, 7)]
    assert "at 20 quotations each" in ax.get_title(loc="left") and ax.get_xlim()[0] == 0


@pytest.mark.parametrize("name", ALL)
def test_an_empty_table_says_so_and_the_readers_axes_are_used(name):
    before, ax, result = dict(matplotlib.rcParams), Figure().subplots(), ALL[name]
    assert result.plot(ax=ax) is ax and plt.get_fignums() == [] and dict(matplotlib.rcParams) == before
    empty = Result(result.table.head(0), result.about).plot()
    assert not empty.axison and empty.texts[0].get_text()


@pytest.mark.parametrize("name", [name for name in ALL if name != "shares"])  # whose order says what is surest
def test_the_order_of_the_rows_does_not_matter(name):
    result = ALL[name]
    first = result.plot()
    again = Result(result.table.sort_values(list(result.table), kind="stable"), result.about).plot()
    heads = [[text.get_text() for text in ax.texts if text.get_fontweight() == "bold"] for ax in (first, again)]
    assert sorted(heads[0]) == sorted(heads[1]) and sorted(row_names(first)) == sorted(row_names(again))
    assert sorted(bar.get_width() for bar in first.patches) == pytest.approx(sorted(bar.get_width() for bar in again.patches))


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_cut_off_and_odd_names_are_no_formula(name):
    result = ALL[name]
    odd = {"Mercury": "The $x$ of <b>税</b> and the Isles, Weekend Edition", "Beacon": "Παλμός"}
    ax = Result(result.table.assign(outlet=result.table.outlet.replace(odd)), result.about).plot()
    ax.figure.draw_without_rendering()
    edge = ax.figure.bbox.padded(1)
    ticks = [tick.label1 for axis in (ax.xaxis, ax.yaxis) for tick in axis._update_ticks()]
    for text in [ax._left_title, ax.xaxis.label, *ticks, *ax.texts]:
        extent = text.get_window_extent()
        assert not text.get_text() or (edge.x0 <= extent.x0 and extent.x1 <= edge.x1 and edge.y0 <= extent.y0
                                       and extent.y1 <= edge.y1), text
        assert "$" not in text.get_text() or not text.get_parse_math()


@pytest.mark.parametrize("call, message", [
    (lambda: SOURCES.plot(of="tone"), "no column 'tone'; shares can be drawn of speaker_kind, kind, cue_stance"),
    (lambda: NAMING.plot(referent="the fee"), "no referent 'the fee' in this result; it has "),
    (lambda: NAMING.plot("referent"), "has 3 referents: name one"),
    (lambda: SHARES.plot(outlet="Globe"), "no outlet 'Globe'"),
    (lambda: AGENCY.plot("pie"), "agency has no plot 'pie'; choose one of voices"),
])
def test_what_cannot_be_drawn_says_why(call, message):
    with pytest.raises(DataError, match=message):
        call()
