"""Scores over time against plain pandas, known curves, null worlds and error texts."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crossframe as cf
from crossframe import datasets
from crossframe.compare.times.cells import Cells
from crossframe.compare.times.smoothing import Points, _foretold, choose_bandwidth, curve
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import OVER_TIME, names

START = pd.Timestamp("2023-01-02")  # a Monday


def world(rng, n=240, *, outlets="AB", days=180, gap=0.0, mean=lambda x: 0 * x):
    """Articles at random days; `mean` of the share of the time gone by."""
    day = np.sort(rng.integers(0, days, n))
    frame = pd.DataFrame({"article": [f"a{i}" for i in range(n)], "outlet": rng.choice(list(outlets), n),
                          "date": START + pd.to_timedelta(day, unit="D")})
    return frame.assign(score=mean(day / days) + gap * (frame.outlet == "A") + rng.normal(0, 1, n))


@pytest.mark.parametrize("every, freq", [("day", "D"), ("week", "W-SUN"), ("month", "M"), ("quarter", "Q"), ("year", "Y")])
def test_means_and_intervals_are_those_of_pandas_and_scipy(every, freq):
    frame = world(np.random.default_rng(1), days=500)
    got = cf.over_time(frame, every=every, smooth=None).table
    assert list(got.columns) == names(OVER_TIME)
    groups = frame.groupby(["outlet", frame.date.dt.to_period(freq)]).score
    want = groups.agg(["mean", "size", "sem"])
    got = got.set_index(["outlet", got.start.dt.to_period(freq)])
    assert (got.n.sum(), (got.n > 0).sum()) == (len(frame), len(want))
    assert got[got.n == 0].estimate.isna().all()
    got = got[got.n > 0].sort_index()
    np.testing.assert_allclose(got.estimate, want["mean"])
    np.testing.assert_array_equal(got.n, want["size"])
    enough = (want["size"] >= 5).to_numpy()
    assert got.std_error.isna().equals(want["size"] < 5)
    np.testing.assert_allclose(got.std_error[enough], want["sem"][enough])
    reach = stats.t.ppf(0.975, want["size"] - 1) * want["sem"]
    np.testing.assert_allclose(got.conf_high[enough], (want["mean"] + reach)[enough])
    np.testing.assert_allclose(got.conf_low[enough], (want["mean"] - reach)[enough])


def test_every_period_has_a_row_and_weeks_begin_on_monday():
    frame = world(np.random.default_rng(2), n=12, days=200)
    table = cf.over_time(frame, every="week").table
    for _, rows in table.groupby("outlet"):
        assert (rows.start.dt.day_of_week == 0).all() and (rows.end - rows.start == pd.Timedelta(days=7)).all()
        assert (rows.start.iloc[1:].to_numpy() == rows.end.iloc[:-1].to_numpy()).all()
    assert table.start.min() <= frame.date.min() and table.end.max() > frame.date.max()
    assert table.period.iloc[0] == f"{frame.date.min().isocalendar()[0]}-W{frame.date.min().isocalendar()[1]:02d}"
    assert cf.over_time(frame, every="quarter").table.period.unique().tolist() == ["2023-Q1", "2023-Q2"]


def test_rows_of_one_article_count_once():
    frame = world(np.random.default_rng(3))
    doubled = pd.concat([frame] * 4, ignore_index=True)
    one, four = (cf.over_time(rows, every="month").table for rows in (frame, doubled))
    pd.testing.assert_frame_equal(one.drop(columns="n"), four.drop(columns="n"))
    assert (four.n == 4 * one.n).all()


def test_differences_in_a_period_are_those_of_contrast():
    frame = world(np.random.default_rng(4), n=400)
    frame["story"] = np.random.default_rng(4).integers(0, 150, 400).astype(str)
    for cluster in (None, "story"):
        got = cf.over_time(frame, every="quarter", reference="B", cluster=cluster).table.iloc[0]
        first = frame[(frame.date >= got.start) & (frame.date < got.end)]
        want = cf.contrast(first, target="A", reference="B", cluster=cluster).table.iloc[0]
        assert got.n == len(first)
        for column in ("estimate", "std_error", "conf_low", "conf_high"):
            assert got[column] == pytest.approx(want[column], rel=1e-9)


def test_a_difference_of_differences_adds_the_four_variances():
    rng = np.random.default_rng(5)
    cells, scores = np.repeat(np.arange(4), 20), rng.normal(size=80)
    got = Cells.of(scores, cells, np.arange(80), 4).combined((1, -1, -1, 1))
    each = scores.reshape(4, 20)
    assert got["estimate"] == pytest.approx(each.mean(axis=1) @ (1, -1, -1, 1))
    assert got["std_error"] == pytest.approx(np.sqrt((each.var(axis=1, ddof=1) / 20).sum()))


def test_constant_scores_have_a_flat_curve_and_a_parabola_is_recovered():
    frame = world(np.random.default_rng(6), outlets="A").assign(score=2.5)
    table = cf.over_time(frame).table
    assert table.smoothed.notna().sum() > 20
    np.testing.assert_allclose(table.smoothed.dropna(), 2.5)
    assert table[["std_error", "smoothed_low"]].isna().all(axis=None)
    days = np.sort(np.random.default_rng(6).integers(0, 300, 200)).astype(float)
    for truth in (lambda x: 1 + 0.02 * x, lambda x: 3 - 0.01 * x + 1e-4 * x**2):
        at = np.array([days[0], 33, 150, days[-1]])
        got = curve([Points.of(days, truth(days), np.arange(200))], 80, at)
        np.testing.assert_allclose(got[:, 0], truth(at))
        assert np.isnan(curve([Points.of(days, truth(days), np.arange(200))], 80, days[-1:] + 1)).all()


def test_the_curve_is_a_weighted_parabola_and_its_interval_a_jackknife():
    rng = np.random.default_rng(7)
    days, clusters = np.sort(rng.integers(0, 100, 150)).astype(float), rng.integers(0, 60, 150)
    scores = rng.normal(size=150) + rng.normal(size=60)[clusters]

    def height(kept, day, h):
        weights = np.clip(1 - ((days - day) / h) ** 2, 0, None) * kept
        return np.polyfit(days[weights > 0] - day, scores[weights > 0], 2, w=np.sqrt(weights[weights > 0]))[2]

    (mean, low, high), = curve([Points.of(days, scores, clusters)], 40, np.array([50.0]))
    full = height(np.ones(150), 50, 40)
    moved = [height(clusters != one, 50, 40) - full for one in np.unique(clusters)]
    assert mean == pytest.approx(full)
    assert (low + high) / 2 == pytest.approx(mean)
    z = (high - low) / 2 / np.sqrt(np.square(moved).sum())
    assert 1.96 < z < 2.2  # Student's t of some tens of degrees of freedom


def test_the_bandwidth_is_chosen_by_what_foretells_unseen_days():
    rng = np.random.default_rng(8)
    days = np.floor(rng.random(80) * 200)
    n, y = np.zeros((201, 1)), np.zeros((201, 1))
    scores = rng.normal(size=80)
    np.add.at(n, (days.astype(int), 0), 1)
    np.add.at(y, (days.astype(int), 0), scores)
    for day in (0, 77, 200):
        u = (days - day) / 40
        want = np.polyfit(u[abs(u) < 1], scores[abs(u) < 1], 1, w=np.sqrt(1 - u[abs(u) < 1] ** 2))[1]
        assert _foretold(n, y, 40)[day, 0] == pytest.approx(want)
    flat, wavy = (choose_bandwidth(Points.of(days, size * np.sin(days / 8) + 0.1 * scores, np.arange(80)))
                  for size in (0, 2))
    assert wavy < 40 < flat
    assert choose_bandwidth(Points.of(days[:7], scores[:7], np.arange(7))) is None


@pytest.mark.parametrize("mean", [lambda x: 0 * x, lambda x: 2 * np.sin(2 * np.pi * x)])
def test_intervals_of_the_curve_hold_the_truth(mean):
    held, at = [], np.array([1, 30, 60, 90, 120, 150, 178])
    for seed in range(60):
        frame = world(np.random.default_rng(seed), n=200, outlets="A", mean=mean)
        points = Points.of((frame.date - START).dt.days, frame.score, frame.index)
        _, low, high = curve([points], choose_bandwidth(points), at).T
        held.extend(((low <= mean(at / 180)) & (mean(at / 180) <= high))[~np.isnan(low)])
    assert len(held) > 350 and 0.91 <= np.mean(held) <= 0.985


def test_two_outlets_alike_differ_five_times_in_a_hundred():
    found, curves, events = [], [], []
    for seed in range(16):
        frame = world(np.random.default_rng(100 + seed), n=300)
        result = cf.over_time(frame, every="month", reference="B", events={"2023-04-01": "Vote"})
        table = result.table.dropna(subset=["conf_low", "smoothed_low"])
        found.extend((table.conf_low > 0) | (table.conf_high < 0))
        curves.extend((table.smoothed_low > 0) | (table.smoothed_high < 0))
        events.append(result.about["events"][0]["p_value"])
    assert 0.01 <= np.mean(found) <= 0.1 and np.mean(curves) <= 0.1
    assert np.mean(np.array(events) < 0.05) <= 0.2 and np.mean(np.array(events) < 0.5) >= 0.2


def test_neither_the_order_of_rows_nor_the_other_outlets_matter():
    frame = world(np.random.default_rng(9), outlets="ABC")
    table = cf.over_time(frame).table
    mixed = cf.over_time(frame.sample(frac=1, random_state=1)).table
    pd.testing.assert_frame_equal(table, mixed)
    ours = table[table.outlet == "A"].reset_index(drop=True).merge(
        cf.over_time(frame[frame.outlet == "A"]).table, on=["outlet", "period"], suffixes=("", "_alone"))
    for column in ("estimate", "smoothed", "smoothed_high"):
        np.testing.assert_allclose(ours[column], ours[f"{column}_alone"])
    there, back = (cf.over_time(frame[frame.outlet != "C"], reference=name).table for name in "AB")
    for column, other in (("estimate", "estimate"), ("conf_low", "conf_high"), ("smoothed_high", "smoothed_low")):
        np.testing.assert_allclose(there[column], -back[other])


def test_a_change_with_an_event_is_found_with_its_interval():
    rng = np.random.default_rng(10)
    frame = world(rng, n=600, days=120)
    frame["score"] += 1.5 * ((frame.outlet == "A") & (frame.date >= "2023-03-01"))
    result = cf.over_time(frame, events=pd.DataFrame({"date": ["2023-03-01"], "label": ["Vote"], "end": ["2023-03-20"]}))
    events = {one["outlet"]: one for one in result.about["events"]}
    own = frame[frame.outlet == "A"]
    before = own[(own.date >= "2023-02-01") & (own.date < "2023-03-01")].score
    after = own[(own.date >= "2023-03-01") & (own.date <= "2023-03-20")].score
    want = stats.ttest_ind(after, before, equal_var=False)
    assert events["A"]["p_value"] == pytest.approx(want.pvalue)
    assert events["A"]["conf_low"] == pytest.approx(want.confidence_interval().low)
    assert (events["A"]["n_before"], events["A"]["n_after"]) == (len(before), len(after))
    assert events["A"]["conf_low"] > 0.8 and events["B"]["conf_low"] < 0 < events["B"]["conf_high"]
    apart = cf.over_time(frame, events={"2023-03-01": "Vote"}, reference="B").about["events"]
    assert len(apart) == 1 and apart[0]["outlet"] == "A" and apart[0]["conf_low"] > 0.5


def test_within_equals_one_value_at_a_time():
    frame = world(np.random.default_rng(11)).merge(pd.DataFrame({"frame": ["cost", "order"]}), how="cross")
    frame["score"] += np.random.default_rng(12).normal(size=len(frame))
    result = cf.over_time(frame, every="month", within="frame", events={"2023-04-01": "Vote"})
    assert list(result.table.columns) == ["outlet", "frame", *names(OVER_TIME)[1:]]
    assert "All 2 values of frame are taken together" in cf.over_time(frame, every="month").about["caution"]
    assert "taken together" not in (result.about["caution"] or "")
    for name, part in frame.groupby("frame"):
        want = cf.over_time(part, every="month").table
        got = result.table[result.table.frame == name].drop(columns="frame").reset_index(drop=True)
        pd.testing.assert_frame_equal(got, want)
    assert {(one["outlet"], one["frame"]) for one in result.about["events"]} == {
        (outlet, name) for outlet in "AB" for name in ("cost", "order")}


def test_dates_come_from_the_articles_a_column_or_an_argument():
    corpus = cf.read(datasets.demo())
    scores = cf.sentiment(corpus)
    result = cf.over_time(scores)
    assert result.about["n_undated"] == 3 and result.table.n.sum() == 59
    assert result.about["caution"].startswith("3 of 62 articles have no date that can be used and take no part.")
    assert result.about["scale"] == scores.about["reads"]
    bare = Result(scores.table, scores.about)
    pd.testing.assert_frame_equal(cf.over_time(bare, articles=corpus).table, result.table)
    dated = scores.table.merge(corpus.articles[["id", "date"]].rename(columns={"id": "article"}))
    pd.testing.assert_frame_equal(cf.over_time(dated).table, result.table)
    written = dated.assign(date=dated.date.dt.tz_localize("America/New_York") + pd.Timedelta(hours=23))
    pd.testing.assert_frame_equal(cf.over_time(written).table, result.table)
    text = dated.assign(date=dated.date.dt.strftime("%d %B %Y"))
    pd.testing.assert_frame_equal(cf.over_time(text).table, result.table)


def test_frames_and_axes_can_be_followed():
    corpus = cf.read(datasets.demo())
    frames = cf.over_time(cf.frames(corpus, {"money": ["cost*", "tax*"], "order": ["police", "law*"]}), within="frame",
                          every="month")
    assert set(frames.table.frame) == {"money", "order"} and frames.table.estimate.notna().any()


def test_dates_that_cannot_be_or_stand_far_off_are_asked_about():
    frame = world(np.random.default_rng(13)).astype({"date": object})
    frame.loc[[0, 1], "date"] = ["0001-11-30", None]
    frame.loc[2, "date"] = "1970-01-01"
    about = cf.over_time(frame, every="year").about
    assert about["n_undated"] == 2
    assert "2 of 240 articles have no date that can be used" in about["caution"]
    assert "Date '0001-11-30' lies outside 1690 to next year." in about["caution"]
    assert "1 of 238 rows are dated far from all others (1970-01-01)" in about["caution"]


def test_too_little_is_described_and_said():
    one = pd.DataFrame({"article": ["a"], "outlet": ["A"], "date": ["2023-01-02"], "score": [0.3]})
    result = cf.over_time(one, events={"2024-01-01": "Later"})
    row = result.table.iloc[0]
    assert len(result.table) == 1 and row.estimate == 0.3 and row.n == 1 and np.isnan(row.std_error)
    assert np.isnan(row.smoothed)
    assert result.about["caution"] == (
        "Of 1 weeks (outlet by outlet), 0 have no score and 1 no interval: one takes at least 5 articles of an outlet, "
        "not all scored alike. No curve of A: one takes at least 8 articles on 5 different days. Outside the articles' "
        "time: Later (2024-01-01).")
    day = world(np.random.default_rng(14)).assign(date="2023-01-02")
    assert cf.over_time(day).table.smoothed.isna().all() and cf.over_time(day).table.std_error.notna().all()


@pytest.mark.parametrize("options, message", [
    ({"every": "fortnight"}, "every must be one of day, week, month, quarter, year, got 'fortnight'"),
    ({"smooth": -3}, "smooth must be 'auto', a number of days or None, got -3"),
    ({"smooth": "loess"}, "smooth must be 'auto'"),
    ({"window": 0}, "window must be 1 day or more, got 0"),
    ({"value": "tone"}, "over_time needs column tone"),
    ({"value": "article"}, "column 'article' is not numeric"),
    ({"within": "frame"}, "over_time needs column frame"),
    ({"reference": "Z"}, "no outlet 'Z' among 2"),
    ({"events": {"soon": "Vote"}}, "event 'Vote' has the date 'soon', which is none; write it as 2019-07-16"),
    ({"events": {"2023-02-01": " "}}, "the event of '2023-02-01' has no label"),
    ({"events": ["2023-02-01"]}, "events takes {date: label} or a DataFrame with date and label, not list"),
    ({"events": pd.DataFrame({"day": []})}, "events needs column date, label; it has day"),
    ({"events": pd.DataFrame({"date": ["2023-02-02"], "label": ["x"], "end": ["2023-02-01"]})}, "'x' ends before"),
    ({"articles": pd.DataFrame({"id": ["z"], "date": ["2023-01-01"]})}, "no article of the scores .first: 'a0'. is an id"),
    ({"articles": pd.DataFrame({"id": ["a0"]})}, "over_time's articles= needs column date"),
    ({"articles": "corpus"}, "articles= takes a Corpus or a DataFrame with id and date, not str"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    with pytest.raises(DataError, match=message):
        cf.over_time(world(np.random.default_rng(0)), **options)


def test_scores_without_dates_are_refused():
    frame = world(np.random.default_rng(0))
    with pytest.raises(DataError, match="the scores have no column date; name the corpus they were taken from"):
        cf.over_time(frame.drop(columns="date"))
    with pytest.raises(DataError, match="none of 240 scored rows has a date"):
        cf.over_time(frame.assign(date=pd.NaT))


def test_the_picture_names_lines_and_events_apart():
    frame = world(np.random.default_rng(15), outlets="ABC")
    result = cf.over_time(Result(frame, {"measure": "tone", "reads": "above 0: friendly"}), events={
        "2023-03-01": "Vote", "2023-03-02": "Count", "2023-06-27": "The last of all the events", "2031-01-01": "Never"})
    ax = result.plot()
    ax.figure.canvas.draw()
    boxes = {text.get_text().strip(): text.get_window_extent() for text in ax.texts}
    assert {"A", "B", "C", "Vote", "Count", "The last of all the events"} <= set(boxes) and "Never" not in boxes
    names_ = [boxes[name] for name in ("A", "B", "C")]
    events = [boxes[name] for name in ("Vote", "Count", "The last of all the events")]
    for group in (names_, events):
        assert not any(one.overlaps(other) for i, one in enumerate(group) for other in group[:i])
    assert all(box.x1 <= ax.bbox.x1 for box in events)
    assert ax.get_title(loc="left") == "Tone by week, 2023" and "friendly" in ax.get_xlabel()


def test_many_outlets_or_values_have_panels_of_one_scale():
    frame = world(np.random.default_rng(16), n=400, outlets="ABCDEFG")
    ax = cf.over_time(frame, every="month", events={"2023-03-01": "Vote"}).plot()
    assert len(ax.child_axes) == 6 and len({own.get_ylim() for own in ax.child_axes}) == 1
    assert "the 6 of 7 outlets with most scores" in ax.get_title(loc="left")
    assert any("1 Vote (2023-03-01)" in text.get_text().replace("\n", " ") for text in ax.texts)
    result = cf.over_time(frame, every="quarter", smooth=None)
    assert len(result.plot(outlet=["A", "B"]).child_axes) == 0
    with pytest.raises(DataError, match="no outlet 'Z' in this result"):
        result.plot(outlet="Z")
