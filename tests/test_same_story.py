"""The comparison on same stories, end to end: what it says, draws and writes."""

import matplotlib

matplotlib.use("Agg")

import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import crossframe as cf
from crossframe.cli import app
from crossframe.compare.topic_control import VERDICTS, topic_table
from crossframe.datasets import demo
from crossframe.errors import DataError


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def comparison():
    return cf.compare(cf.read(demo()), cover=2)


@pytest.fixture(scope="module")
def report(comparison, tmp_path_factory):
    return comparison.save(tmp_path_factory.mktemp("report") / "report.html").read_text("utf-8")


def story_choice(n=24, own=24):
    """A and B tell n stories alike but for one word; A also tells `own` stories of goals, B of levies."""
    rng, rows = np.random.default_rng(2), []
    filler = [f"w{k}" for k in range(60)]

    def text(*words):
        return " ".join([*words, *rng.choice(filler, 40)])

    for k in range(n):
        rows += [("A", f"shared {k}", text("bold", "vote")), ("B", f"shared {k}", text("rash", "vote"))]
        if k % 3 == 0:
            rows += [("A", f"shared {k}", text("goal")), ("B", f"shared {k}", text("goal"))]
    rows += [("A", f"own {k}", text("goal", "goal")) for k in range(own)]
    rows += [("B", f"other {k}", text("levy", "levy")) for k in range(own)]
    return pd.DataFrame(rows, columns=["outlet", "story", "text"])


def test_words_of_chosen_stories_are_told_from_words_of_the_telling():
    result = cf.topic_control(story_choice(), target="A", reference="B")
    verdict = result.table.set_index("term").verdict
    assert verdict["bold"] == verdict["rash"] == "holds"
    assert verdict["goal"] == "story choice"
    assert verdict["levy"] == "cannot tell"  # no shared story uses it
    assert result.about["verdicts"] == result.table.verdict.value_counts().reindex(list(VERDICTS), fill_value=0).to_dict()


def test_topic_control_holds_the_rows_of_both_comparisons():
    frame = story_choice()
    plain = cf.keyness(frame, target="A", reference="B")
    matched = cf.keyness(frame, target="A", reference="B", match="story")
    table = topic_table(plain, matched, n=3).table
    assert table.term.tolist() == plain.table.term[plain.table.p_adjusted < 0.05].head(3).tolist()
    for row in table.itertuples():
        one = matched.table[matched.table.term == row.term]
        assert row.estimate == plain.table.estimate[plain.table.term == row.term].item()
        assert row.n_matched == (one.n + one.n_reference).sum()


def test_compare_holds_both_sides_of_the_matter(comparison):
    assert {"stories", "keyness_matched", "topic_control", "sentiment_contrast_matched", "decompose", "distance",
            "distance_matched", "coverage", "left_out", "shared_copy"} <= set(comparison.results)
    assert comparison.results["stories"].about["n_stories"] == 21
    alone = cf.keyness(comparison.corpus, match="story").table
    pd.testing.assert_frame_equal(comparison.results["keyness_matched"].table, alone)
    assert comparison.results["coverage"].table.story.nunique() == 2
    parts = comparison.results["decompose"].table.pivot(index="outlet", columns="part", values="estimate")
    np.testing.assert_allclose(parts.total, parts.selection + parts.framing, atol=1e-12)


def test_shared_copy_counts_for_nobody_for_one_or_for_all():
    frame = cf.read(demo()).articles
    texts = {copies: cf.compare(frame, match=None, copies=copies, frames=False).corpus.articles.text for copies in ("drop", "once", "keep")}
    size = {copies: text.str.len().sum() for copies, text in texts.items()}
    assert size["drop"] < size["once"] < size["keep"] == frame.text.str.len().sum()


def test_where_all_is_shared_copy_it_is_counted_and_said():
    text = "The ferry struck the shoal at dawn and the harbour was closed until the evening while divers looked at the hull."
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": [text, text]})
    comparison = cf.compare(frame, min_count=1, frames=False)
    assert "without it nothing is left of A, B" in comparison.skipped["shared_copy"]
    assert comparison.corpus.articles.text.tolist() == [text, text]


def test_articles_of_different_stories_are_said_to_share_none():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["The ferry struck a shoal near Brell at dawn on Friday.",
                                                         "Teachers at Wold walked out over chalk and wages."]})
    comparison = cf.compare(frame, min_count=1, frames=False)
    assert "keyness_matched" not in comparison.results
    assert any("No story is told by two outlets" in note for note in comparison.notes)


def test_notes_methods_and_manifest_say_what_was_matched(comparison):
    assert any(re.match(r"21 stories; 1\d of them told by two outlets or more", text) for text in comparison.findings)
    assert any("missing here" in text for text in comparison.notes)
    assert "Mantel & Haenszel, 1959" in comparison.methods() and "Kitagawa, E. M. (1955)" in comparison.methods()
    manifest = json.loads(json.dumps(comparison.manifest))
    assert manifest["parameters"]["days"] == 3 and manifest["rows"]["stories"] == 21
    assert "not matched" not in comparison.methods()
    assert "Stories were not matched" in cf.compare(comparison.corpus, match=None, copies="keep", frames=False).methods()


def test_the_report_shows_who_tells_what_and_which_points(comparison, report):
    stories = comparison.results["stories"].table
    assert "On the same stories" in report and "What each carries" in report
    for title in stories.title[stories.n_outlets > 1].head(5):
        assert title in report
    assert "not found" in report and "is not the same as a point left out" in report
    assert "total = selection + framing" in report


def test_a_report_that_quotes_no_article_shows_no_point(comparison, tmp_path):
    page = comparison.save(tmp_path / "r.html", sentences=0).read_text("utf-8")
    statement = comparison.results["coverage"].table.statement.iloc[0]
    assert statement not in page and "this report quotes none" in page


def test_every_table_can_be_written(comparison, tmp_path):
    folder = comparison.save_tables(tmp_path / "tables")
    assert len(pd.read_csv(folder / "topic_control.csv")) == len(comparison.results["topic_control"].table)
    comparison.to_excel(tmp_path / "t.xlsx")
    assert len(pd.read_excel(tmp_path / "t.xlsx", sheet_name="decompose")) >= 12


@pytest.mark.parametrize("options, message", [
    ({"match": "event"}, "match must be None or 'story', got 'event'"),
    ({"copies": "some"}, "copies must be one of keep, once, drop, got 'some'"),
    ({"cover": -1}, "cover is a number of stories, 0 for none; got -1"),
])
def test_errors_name_the_value_and_the_remedy(options, message):
    with pytest.raises(DataError, match=message):
        cf.compare(pd.DataFrame({"outlet": ["A", "B"], "text": ["one", "two"]}), **options)


def test_the_plots_show_the_tables_numbers(comparison):
    control = comparison.results["topic_control"]
    outlet = control.table.outlet[0]
    rows = control.table[control.table.outlet == outlet].head(8)
    ax = control.plot(outlet=outlet, n=8)
    drawn = sorted(float(x) for line in ax.lines for x, y in zip(*line.get_data()) if line.get_marker() == "o")
    want = sorted([*rows.estimate, *rows.estimate_matched[rows.conf_low_matched.notna()]])
    np.testing.assert_allclose(drawn, want)
    assert [label.get_text() for label in ax.get_yticklabels()] == rows.sort_values(
        "estimate", ascending=False, kind="stable").term.tolist()
    ax = comparison.results["decompose"].plot()
    drawn = sorted(float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o")
    np.testing.assert_allclose(drawn, sorted(comparison.results["decompose"].table.estimate))


def test_the_command_writes_stories_and_takes_corrections(tmp_path):
    run = CliRunner().invoke(app, ["stories", str(demo()), "-o", str(tmp_path / "s.csv"), "--pairs",
                                   str(tmp_path / "p.csv")])
    assert run.exit_code == 0 and "Stories: 21" in run.output
    pairs = pd.read_csv(tmp_path / "p.csv", dtype={"verdict": str})
    pairs.loc[0, "verdict"] = "different" if pairs.matched[0] else "same"
    pairs.to_csv(tmp_path / "c.csv", index=False)
    run = CliRunner().invoke(app, ["stories", str(demo()), "-o", str(tmp_path / "t.csv"), "--corrections",
                                   str(tmp_path / "c.csv")])
    assert run.exit_code == 0
    story = pd.read_csv(tmp_path / "t.csv").set_index("id").story
    assert (story[pairs.article[0]] == story[pairs.other[0]]) != pairs.matched[0]
