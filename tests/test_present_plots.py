"""Plots show the table's numbers where they are, and write nothing over anything."""

import matplotlib

matplotlib.use("Agg")

import io
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from crossframe.errors import DataError
from crossframe.present import labels, plot_corpus, plot_keyness, plot_rates, plot_scores
from crossframe.present.labels import legible, place_labels
from crossframe.present.plot_scores import _stack
from crossframe.result import Result

SYLLABLES = "ka to mi re lo san der vel pri gon tra bel os une ric mal".split()


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def keyness(*outlets, n=300, seed=1, target=None, reference=None, tested=True):
    """A made-up result: skewed rates, some zeros, support falling down the table."""
    rng = np.random.default_rng(seed)
    tables = []
    for outlet in outlets:
        uses, others = rng.poisson(rng.lognormal(2, 1.3, size=(2, n)))
        estimate, error = np.log2((uses + 1) / (others + 1)), 1.5 * np.sqrt(1 / (uses + 1) + 1 / (others + 1))
        p_value = np.exp(-(estimate / error) ** 2)
        table = pd.DataFrame({
            "term": ["".join(rng.choice(SYLLABLES, rng.integers(2, 5))) + str(k) for k in range(n)], "outlet": outlet,
            "n": uses, "rate": uses * 5.0, "n_reference": others, "rate_reference": others * 5.0, "estimate": estimate,
            "std_error": error, "conf_low": estimate - 2 * error, "conf_high": estimate + 2 * error, "p_value": p_value,
            "p_adjusted": np.minimum(1, 5 * p_value)})
        tables.append(table.sort_values("p_value", kind="stable"))
    table = pd.concat(tables, ignore_index=True)
    if not tested:
        table[["std_error", "conf_low", "conf_high", "p_value", "p_adjusted"]] = np.nan
    return Result(table, {"measure": "keyness", "target": target, "reference": reference, "reads": "above 0: more"})


PAIR = keyness("Mercury", target="Mercury", reference="Beacon")
FIVE = keyness("Mercury", "Beacon", "The Evening Standard-Courier of Northshire", "Herald", "Gazette")
SCORES = Result(pd.DataFrame({
    "outlet": ["Beacon"] * 4 + ["Mercury"] * 3, "score": [-0.5, -0.5, 0.1, np.nan, 0.6, 0.7, 0.8]}),
    {"measure": "sentiment", "reads": "above 0: more positive than negative words"})
CONTRAST = Result(pd.DataFrame({
    "outlet": ["Beacon", "Mercury", "Herald"], "estimate": [-0.2, 0.3, 0.1], "conf_low": [-0.5, 0.1, np.nan],
    "conf_high": [0.1, 0.5, np.nan], "p_adjusted": [0.2, 0.01, np.nan], "n": [30, 40, 2], "n_clusters": [12, 15, 2]}),
    {"measure": "contrast", "of": "sentiment", "reads": "above 0: higher scores than in the other outlets"})


def dots(ax):
    """Marks of the rows from top to bottom: x, filled or not."""
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(float(line.get_xdata()[0]), line.get_markerfacecolor() == line.get_markeredgecolor()) for line in found]


def row_names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def whiskers(ax):
    return [tuple(segment[:, 0]) for lines in ax.collections for segment in lines.get_segments()]


def placed(ax):
    """The labels beside dots (leaders and the notes below the axis are annotations too)."""
    return [text for text in ax.texts if isinstance(text, Annotation) and text.get_text() and text.xycoords == "data"]


def box(text):
    return text.get_window_extent()


def holds(frame, text):
    inner = box(text)
    return frame.x0 <= inner.x0 and inner.x1 <= frame.x1 and frame.y0 <= inner.y0 and inner.y1 <= frame.y1


def touching(texts):
    pairs = combinations([box(text) for text in texts], 2)
    return sum(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1 for a, b in pairs)


# the door


def test_every_measure_draws_its_first_kind():
    assert row_names(PAIR.plot(n=2)) == row_names(PAIR.plot("dots", n=2))
    assert PAIR.plot("volcano").get_ylabel().startswith("−log10 p")
    assert SCORES.plot().get_title(loc="left") == "Sentiment by outlet"
    assert CONTRAST.plot().get_title(loc="left") == "Sentiment of each outlet against the rest"


def test_more_than_two_outlets_are_drawn_side_by_side_unless_one_is_named():
    assert FIVE.plot().get_title(loc="left") == "Each outlet against the rest"
    assert FIVE.plot(outlet="Herald").get_title(loc="left") == "Herald against the rest"


def test_two_outlets_are_each_others_mirror_so_the_first_is_drawn():
    assert keyness("Mercury", "Beacon").plot().get_title(loc="left") == "Mercury against Beacon"


@pytest.mark.parametrize("call, message", [
    (lambda: PAIR.plot("bars"), "keyness has no plot 'bars'; choose one of dots, outlets, rates, volcano"),
    (lambda: Result(pd.DataFrame({"left": []}), {"measure": "kwic"}).plot(), r"kwic has no plot: .* \.table \(left\)"),
    (lambda: plot_keyness(FIVE), "compares 5 outlets: name one"),
    (lambda: plot_rates(FIVE, outlet="Globe"), "no outlet 'Globe' in this result; it has .'Mercury'"),
    (lambda: keyness("Mercury", tested=False).plot("volcano"), "no p values to draw; draw kind='dots' or 'rates'"),
    (lambda: plot_corpus(pd.DataFrame({"outlet": ["A"], "date": ["1 May"]})), "date holds .*not dates"),
])
def test_what_cannot_be_drawn_says_why(call, message):
    with pytest.raises(DataError, match=message):
        call()


def test_an_unknown_option_is_an_error():
    with pytest.raises(TypeError, match="colour"):
        PAIR.plot(colour="red")


def test_drawing_on_the_readers_axes_opens_nothing_and_changes_no_setting():
    before, ax = dict(matplotlib.rcParams), Figure().subplots()
    for result, kind in ((PAIR, "dots"), (PAIR, "rates"), (FIVE, "outlets"), (SCORES, "scores"), (CONTRAST, "forest")):
        ax.clear()
        assert result.plot(kind, ax=ax) is ax
    assert plt.get_fignums() == [] and dict(matplotlib.rcParams) == before


# keyness


def test_dots_and_whiskers_stand_at_the_numbers_of_the_table():
    ax = PAIR.plot(n=5)
    rows = PAIR.table.set_index("term").loc[row_names(ax)]
    assert dots(ax) == [(row.estimate, row.p_adjusted < 0.05) for row in rows.itertuples()]
    assert whiskers(ax) == list(zip(rows.conf_low, rows.conf_high))
    assert [text.get_text() for text in ax.texts[:10]] == [f"{n:,} | {m:,}" for n, m in zip(rows.n, rows.n_reference)]


def test_the_first_terms_of_each_side_are_drawn_largest_estimate_first():
    table = PAIR.table
    want = pd.concat([table[table.estimate > 0].head(4), table[table.estimate < 0].head(4)])
    assert row_names(PAIR.plot(n=4)) == want.sort_values("estimate", ascending=False).term.tolist()


def test_swapping_the_sides_mirrors_the_picture():
    table = PAIR.table
    swapped = table.assign(outlet="Beacon", estimate=-table.estimate, conf_low=-table.conf_high,
                           conf_high=-table.conf_low, n=table.n_reference, n_reference=table.n)
    about = {"measure": "keyness", "target": "Beacon", "reference": "Mercury"}
    ax, mirror = PAIR.plot(n=5), Result(swapped, about).plot(n=5)
    assert row_names(mirror) == row_names(ax)[::-1]
    assert dots(mirror) == [(-x, filled) for x, filled in dots(ax)[::-1]]
    assert mirror.get_xlim() == pytest.approx([-end for end in ax.get_xlim()[::-1]])


def test_what_could_not_be_tested_is_described_only():
    result = keyness("Mercury", target="Mercury", reference="Beacon", tested=False)
    ax = result.plot()
    assert ax.get_title(loc="left") == "Mercury against Beacon: described, not tested"
    assert whiskers(ax) == [] and not any(filled for _, filled in dots(ax))
    assert result.plot("rates").get_title(loc="left").endswith("described, not tested")


def test_an_endless_interval_ends_in_an_arrow_inside_the_axes():
    table = PAIR.table.head(6).assign(conf_high=lambda rows: [np.inf, *rows.conf_high[1:]],
                                      conf_low=lambda rows: [*rows.conf_low[:5], -np.inf])
    ax = Result(table, PAIR.about).plot()
    ends = [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() in "<>"]
    low, high = ax.get_xlim()
    assert len(ends) == 2 and all(low < end < high for end in ends)
    assert all(low < x < high for x, _ in dots(ax))


def test_two_articles_that_are_alike_can_be_drawn():
    table = PAIR.table.head(3).assign(estimate=0.0, conf_low=np.nan, conf_high=np.nan, p_adjusted=np.nan)
    ax = Result(table, PAIR.about).plot()
    assert [x for x, _ in dots(ax)] == [0, 0, 0] and ax.get_xlim()[0] < 0 < ax.get_xlim()[1]


def test_each_outlets_own_terms_stand_under_its_name():
    ax = FIVE.plot(n=3)
    heads = [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]
    assert heads == FIVE.table.outlet.unique().tolist()
    own = [FIVE.table.query("outlet == @outlet and estimate > 0").head(3) for outlet in heads]
    assert row_names(ax) == [term for rows in own for term in rows.sort_values("estimate", ascending=False).term]


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("kind", ["dots", "outlets", "rates", "volcano"])
def test_hardly_any_rows_still_make_a_picture(kind, rows):
    ax = Result(PAIR.table[PAIR.table.estimate > 0].head(rows), PAIR.about).plot(kind)
    assert ("no term to draw" in " ".join(text.get_text() for text in ax.texts).lower()) == (rows == 0)


def test_rates_are_drawn_where_they_are_zeros_and_all():
    ax = PAIR.plot("rates")
    drawn = ax.collections[0].get_offsets()
    want = PAIR.table[["rate_reference", "rate"]].to_numpy()
    assert (want == 0).any() and sorted(map(tuple, drawn)) == sorted(map(tuple, want))
    low, high = ax.get_xlim()
    assert low < 0 and high > want.max() and ax.get_ylim() == (low, high)
    assert "0" in [label.get_text() for label in ax.get_xticklabels()]


def test_the_key_counts_the_terms_of_each_colour():
    table = PAIR.table
    clear = table.p_adjusted < 0.05
    want = [(clear & (table.estimate > 0)).sum(), (clear & (table.estimate < 0)).sum(), (~clear).sum()]
    got = [int(text.get_text().split(": ")[1]) for text in PAIR.plot("rates").get_legend().get_texts()]
    assert got == want


# labels


@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("kind", ["rates", "volcano"])
def test_labels_do_not_touch_and_stay_inside(kind, seed):
    ax = keyness("Mercury", seed=seed, target="Mercury", reference="Beacon").plot(kind, n=40)
    ax.figure.draw_without_rendering()
    names = placed(ax)
    assert len(names) == 40 and touching(names) == 0
    assert all(holds(ax.get_window_extent(), text) for text in names)


def test_labels_name_their_own_dot():
    rows = PAIR.table.set_index("term")
    for text in placed(PAIR.plot("rates")):
        assert text.xy == tuple(rows.loc[text.get_text(), ["rate_reference", "rate"]])


def test_labels_stand_at_the_same_place_every_time_and_at_every_resolution():
    first, again = (placed(PAIR.plot("rates")) for _ in range(2))
    assert [(t.get_text(), *t.xyann) for t in first] == [(t.get_text(), *t.xyann) for t in again]
    first[0].figure.set_dpi(220)
    first[0].figure.draw_without_rendering()
    assert touching(first) == 0


def test_dots_on_one_spot_get_labels_that_do_not_touch():
    ax = Figure(figsize=(5, 5)).subplots()
    texts = place_labels(ax, [0.5] * 12, [0.5] * 12, [f"same place {k}" for k in range(12)], colors=["black"] * 12)
    assert len(texts) == 12 and touching(texts) == 0


def test_labels_that_find_no_room_are_left_out_and_counted():
    figure = Figure(figsize=(3.2, 3.4), layout="constrained")
    ax = PAIR.plot("rates", n=120, ax=figure.subplots())
    names = placed(ax)
    assert touching(names) == 0 and 5 < len(names) < 120
    assert f"{120 - len(names)} of 120 names found no room" in ax.get_xlabel()


def test_letters_without_a_font_are_written_as_codes(monkeypatch):
    monkeypatch.setattr(labels, "FAMILIES", ())
    assert legible(["税 tax"])[0] == [r"\u7a0e tax"]
    assert legible(["tab\there"])[0] == [r"tab\there"]


def test_a_font_that_has_the_letters_is_found(monkeypatch):
    monkeypatch.setattr(labels, "FAMILIES", ("no such font", "DejaVu Sans"))
    with matplotlib.rc_context({"font.family": ["STIXGeneral"]}):
        assert legible(["מס"]) == (["מס"], ["STIXGeneral", "DejaVu Sans"])


def test_odd_names_are_drawn_without_a_warning_or_a_formula():
    terms = ["税收", "налог", "ضريبة", "$5", "a_b^c", "$x$", "<script>", "naïve", "on and on " * 9]
    table = PAIR.table.head(len(terms)).assign(term=terms, outlet="新报 $x$")
    result = Result(table, {"measure": "keyness", "target": "新报 $x$", "reference": "The Beacon of $y$"})
    for kind in ("dots", "rates", "volcano", "outlets"):
        ax = result.plot(kind)
        ax.figure.savefig(io.BytesIO(), format="svg")
        assert not any(text.get_parse_math() for text in [*placed(ax), *ax.get_yticklabels()] if "$" in text.get_text())


@pytest.mark.parametrize("draw", [
    PAIR.plot, lambda: PAIR.plot("rates"), lambda: PAIR.plot("volcano"), FIVE.plot, SCORES.plot, CONTRAST.plot,
    lambda: keyness("The Evening Standard-Courier of Northshire and the Isles", n=40, reference="B" * 60).plot("rates"),
    lambda: keyness("The Evening Standard-Courier of Northshire and the Isles", n=40, reference="B" * 60).plot(n=3),
    lambda: plot_corpus(pd.DataFrame({"outlet": list("ab"), "date": pd.to_datetime(["2020-01-02", "2021-03-04"])})),
], ids=["dots", "rates", "volcano", "outlets", "scores", "forest", "long names", "long", "corpus"])
def test_nothing_is_cut_off_at_the_figures_edge(draw):
    ax = draw()
    ax.figure.draw_without_rendering()
    edge = ax.figure.bbox.padded(0.6)
    ticks = [label for axis in (ax.xaxis, ax.yaxis) for tick in axis._update_ticks() for label in (tick.label1,)]
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    for text in [ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label, *ticks, *ax.texts, *legend]:
        assert not text.get_text() or holds(edge, text), text


# scores, contrasts, corpora


def test_every_score_is_drawn_at_its_value():
    ax = SCORES.plot()
    drawn = np.concatenate([line.get_xdata() for line in ax.lines[::2]])
    assert sorted(drawn) == sorted(SCORES.table.score.dropna())
    assert row_names(ax) == ["Mercury", "Beacon"]
    assert [text.get_text() for text in ax.texts[:2]] == ["3", "3; 1 not scored"]


def test_scores_that_would_hide_one_another_are_stacked():
    scores = np.round(np.random.default_rng(3).normal(size=400), 1)
    places = _stack(scores, 0.05)
    assert len(set(zip(scores, places))) == len(scores)
    assert all(abs(places[scores == score].sum()) <= (scores == score).sum() for score in scores)


def test_the_order_of_the_rows_does_not_move_the_dots():
    shuffled = Result(SCORES.table.sample(frac=1, random_state=1), SCORES.about)
    first, second = ([sorted(zip(*line.get_data())) for line in result.plot().lines] for result in (SCORES, shuffled))
    assert first == second


def test_outlets_left_out_are_told():
    table = pd.DataFrame({"outlet": [f"Outlet {k}" for k in range(30)], "score": 0.5})
    ax = plot_scores(Result(table, SCORES.about))
    assert ax.get_title(loc="left") == "Sentiment by outlet: the 20 of 30 with most scores"
    assert "nothing was scored" in plot_scores(Result(table.assign(score=np.nan), SCORES.about)).texts[0].get_text()


def test_contrasts_say_which_outlets_are_too_few():
    ax = CONTRAST.plot()
    assert row_names(ax) == ["Mercury", "Herald", "Beacon"]
    assert [text.get_text() for text in ax.texts[:3]] == [
        "40 in 15 clusters", "2: too few to test", "30 in 12 clusters"]
    assert dots(ax) == [(0.3, True), (0.1, False), (-0.2, False)] and whiskers(ax) == [(0.1, 0.5), (-0.5, 0.1)]


def test_the_bars_of_a_corpus_add_up_to_its_dated_articles():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"outlet": rng.choice(["Mercury", "Beacon"], 200, p=[0.7, 0.3]),
                          "date": pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 500, 200), unit="D")})
    frame.loc[:9, "date"] = pd.NaT
    ax = plot_corpus(frame)
    highest = int(ax.get_xlabel().split()[-1])
    assert sum(-bar.get_height() for bar in ax.patches) * highest / 0.75 == pytest.approx(190)
    assert ax.get_xlabel().startswith("articles a month") and row_names(ax) == ["Mercury", "Beacon"]


def test_a_corpus_without_dates_is_drawn_as_counts():
    ax = plot_corpus(pd.DataFrame({"outlet": ["Beacon", "Mercury", "Mercury"]}))
    assert [bar.get_width() for bar in ax.patches] == [2, 1]
