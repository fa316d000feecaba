"""The part of compare and of the report on frames: planted frames are found, numbers are those of the tables."""

from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare import frame_notes, framing
from crossframe.compare.framing import add_frames, both_sides, leanings
from crossframe.lexicons import load_lexicon
from crossframe.present import workbook
from crossframe.present.page_frames import frames_part
from crossframe.present.render import render
from crossframe.present.workbook import write_workbook
from crossframe.result import Result

BAD = '<script>alert("x")</script>'
LINES = {
    "money": ["The levy will cost traders {n} million crowns a year.", "Prices and taxes rise, and profits fall by {n}.",
              "The budget of the port is short of money."],
    "street": ["Police arrested {n} protesters at the court.", "Opponents clashed with the judge over a criminal charge.",
               "The dispute over the arrests went on for {n} hours."],
    "both": ["The harbour council met on day {n}.", "A tax and a court case stood on its list.", "Rain fell on quay {n}."],
}


def articles(outlets=("Mercury", "Beacon"), n=12, seed=0, planted=True):
    """Each outlet's article on each of n stories: its own lines and common ones, in any order."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(n):
        kinds = ["money" if j % 2 == 0 else "street" for j in range(len(outlets))]
        for outlet, kind in zip(outlets, kinds if planted else rng.permutation(kinds)):
            lines = [*rng.choice(LINES[kind], rng.integers(2, 4)), *rng.choice(LINES["both"], 2)]
            text = " ".join(line.format(n=rng.integers(2, 90)) for line in lines)
            rows.append({"id": f"{outlet}-{k}", "outlet": outlet, "story": f"s{k}", "title": f"{outlet} {BAD} {k}",
                         "text": f"{text} So it stood, {BAD}."})
    return pd.DataFrame(rows)


def world(table, frames=None, voice="all"):
    """A comparison's parts on frames."""
    outlets = list(dict.fromkeys(table.outlet))
    about = {"compared": outlets, "pair": len(outlets) == 2, "left_out": {},
             "parameters": {"cluster": None, "seed": 0, "voice": voice, "frames": frames}}
    terms = pd.DataFrame({"term": ["levy"], "outlet": outlets[0], "estimate": 1.0, "p_value": 0.01, "p_adjusted": 0.01})
    words = Result(terms, {"measure": "keyness", "reads": "r"})
    results, skipped = {"keyness": words, "keyness_matched": words, "sentiment_contrast": words}, {}
    add_frames(results, skipped, table, load_lexicon("vader"), about, {"voice": voice})
    return SimpleNamespace(about=about, results=results, skipped=skipped, corpus=SimpleNamespace(articles=table))


@pytest.fixture(scope="module", autouse=True)
def by_words():
    """The policy frames are counted by their words: what the model reads is tested with the model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framing, "MOST_READ", 0)
        yield


@pytest.fixture(scope="module")
def comparison():
    return world(articles())


@pytest.fixture(scope="module")
def page(comparison):
    return Page(render("frames.html.j2", frames_part(comparison, sentences=6)))


class Page(HTMLParser):
    """Cells of every table by its label, with what of each is bold; texts; and whether elements close."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tables, self.label, self.tags, self.text, self.quotes = [], {}, "", [], "", []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.open.append(tag)
        self.label = attrs["aria-label"] if attrs.get("role") == "region" else self.label
        if tag == "tr":
            self.tables.setdefault(self.label, []).append([])
        if tag in ("td", "th"):
            self.tables[self.label][-1].append(("", ""))
        if tag == "li":
            self.quotes.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if {"td", "th"} & set(self.open):
            text, bold = self.tables[self.label][-1][-1]
            self.tables[self.label][-1][-1] = (text + data, bold + data * ("b" in self.open))
        if "li" in self.open and "cite" not in self.open:
            self.quotes[-1] += data


def number(text):
    return float(text.replace("−", "-").replace(",", "").rstrip("*"))


def test_planted_frames_are_where_they_were_planted(comparison):
    for name, frame in (("frames", "economic"), ("generic_frames", "economic_consequences")):
        rows = leanings(comparison.results, name, comparison.about)
        assert frame in set(rows.frame[rows.outlet == "Mercury"]) and frame not in set(rows.frame[rows.outlet == "Beacon"])
    rows = leanings(comparison.results, "frames", comparison.about)
    assert "legality_and_crime" in set(rows.frame[rows.outlet == "Beacon"])


def test_outlets_shuffled_within_stories_show_none():
    null = world(articles(planted=False, n=24))
    for name in framing.MEASURES:
        assert not len(leanings(null.results, name, null.about, either=True))
    assert "Policy frames: no difference on the same stories can be shown (adjusted p < .05)." in frame_notes.findings(null)


def test_differences_equal_contrasts_called_alone(comparison):
    table = articles()
    for name, scores, within, value in (
            ("frames", cf.frames(table, "policy_words"), "frame", "score"),
            ("generic_frames", cf.frames(table, "generic"), "frame", "score"),
            ("frame_axis", cf.frame_axis(table), "axis", "bias")):
        for end, match in (("", None), ("_matched", "story")):
            alone = cf.contrast(scores, within=within, value=value, match=match, target="Mercury", reference="Beacon")
            pd.testing.assert_frame_equal(comparison.results[f"{name}_contrast{end}"].table, alone.table)


def test_both_sides_of_a_pair_mirror_each_other(comparison):
    swapped = articles().sort_values(["story", "outlet"]).reset_index(drop=True)
    one = both_sides(comparison.results["frames_contrast"].table, comparison.about).set_index(["outlet", "frame"])
    other = world(swapped)
    two = both_sides(other.results["frames_contrast"].table, other.about).set_index(["outlet", "frame"]).loc[one.index]
    assert other.about["compared"] == ["Beacon", "Mercury"]
    columns = ["estimate", "conf_low", "conf_high", "mean", "mean_reference", "p_adjusted"]
    pd.testing.assert_frame_equal(one[columns], two[columns])


def test_words_behind_are_those_matched(comparison):
    table = articles()
    matches = cf.frames(table, "generic", level="word").table
    shown = comparison.results["generic_frames_words"].table
    for (outlet, frame), own in shown.groupby(["outlet", "frame"]):
        rows = matches[(matches.outlet == outlet) & (matches.frame == frame)]
        want = rows.groupby(rows.matched.str.lower()).article.agg(["size", "nunique"])
        got = own.set_index("word")[["n", "n_articles"]]
        assert (got.to_numpy() == want.loc[got.index].to_numpy()).all()
        assert got.n.min() >= want.drop(got.index)["size"].max() if len(want) > len(got) else True


def test_the_page_has_the_numbers_of_the_tables(comparison, page):
    for name, label in (("frames", "Policy frames: Mercury"), ("generic_frames", "Generic frames: Mercury")):
        overall, matched = (comparison.results[f"{name}_contrast{end}"].table.set_index("frame")
                            for end in ("", "_matched"))
        head, *rows = page.tables[label]
        assert [text for text, _ in head[:3]] == ["Frame", "Mercury", "Beacon"] and len(rows) == len(overall)
        for (frame, _), (own, _), (other, _), *differences, _ in rows:
            found = overall.loc[frame.replace(" ", "_")]
            assert number(own) == pytest.approx(found["mean"], abs=0.06)
            assert number(other) == pytest.approx(found["mean_reference"], abs=0.06)
            for (text, bold), part in zip(differences, (overall, matched), strict=True):
                row = part.loc[frame.replace(" ", "_")]
                assert number(text.split()[0]) == pytest.approx(row.estimate, abs=0.06)
                assert bool(bold) == bool(row.p_adjusted < 0.05)


def test_sentences_are_of_the_frame_and_no_more_than_asked_for(comparison):
    texts = " ".join(articles().text)
    for most in (1, 2, 6):
        page = Page(render("frames.html.j2", frames_part(comparison, sentences=most)))
        groups = page.text.count("Mercury: economic")
        assert groups >= 1 and page.quotes and all(quote in texts for quote in page.quotes)
    found = comparison.results["frames_sentences"].table
    assert found.groupby(["outlet", "frame"]).size().max() <= framing.MOST_SENTENCES
    own = found[(found.outlet == "Mercury") & (found.frame == "economic")]
    assert own.text.str.contains("cost|Prices|taxes|budget|money|tax").all()
    shown = {row.article: row for row in articles().rename(columns={"id": "article"}).itertuples()}
    assert all(shown[row.article].text[row.start:row.end] == row.text for row in found.itertuples())


def test_a_report_that_quotes_no_article_quotes_none_here(comparison):
    html = render("frames.html.j2", frames_part(comparison, sentences=0))
    assert "In their sentences" not in html and not Page(html).quotes
    assert not any(line in html for line in ("council met on day", "stood on its list", "will cost traders", "So it stood"))


def test_hostile_texts_stay_text(page):
    assert "script" not in page.tags and BAD in page.text


def test_three_outlets_are_on_one_line_and_the_overview_marks_what_differs():
    three = world(articles(("Mercury", "Beacon", "Courier"), n=14))
    page = Page(render("frames.html.j2", frames_part(three, sentences=2)))
    assert set(three.results["scaling"].table.outlet) == {"Mercury", "Beacon", "Courier"}
    assert "All on one line" in page.text
    head, *rows = page.tables["Policy frames by outlet"]
    sure = three.results["frames_contrast"].table.query("p_adjusted < 0.05")
    sure = set(zip(sure.outlet, sure.frame.str.replace("_", " "), strict=True))
    means = three.results["frames"].table.groupby(["frame", "outlet"]).score.mean()
    for (frame, _), *cells in rows:
        for (text, bold), (outlet, _) in zip(cells, head[1:], strict=True):
            assert number(text) == pytest.approx(means[frame.replace(" ", "_"), outlet], abs=0.06)
            assert bold or (outlet, frame) not in sure


def test_of_very_many_articles_outlets_are_put_on_a_line_only_when_asked(monkeypatch):
    monkeypatch.setattr(framing, "MOST_SCALED", 8)
    many = world(articles(("Mercury", "Beacon", "Courier"), n=3))
    assert "scaling" not in many.results and many.skipped["scaling"].startswith("There are 9 articles, so outlets")


def test_two_articles_are_described():
    two = world(articles(n=1))
    assert two.results["frames_contrast"].table.p_value.isna().all()
    page = Page(render("frames.html.j2", frames_part(two, sentences=6)))
    assert "too few articles to test" in page.text and "In their sentences" in page.text and "svg" not in page.tags[:page.tags.index("ul")]
    assert not any(bold for table in page.tables.values() for row in table for _, bold in row)
    assert not [sentence for sentence in frame_notes.findings(two) if "most surely" in sentence]


def test_texts_without_a_word_of_any_frame_say_so():
    bare = world(articles().assign(text="Of the and to it, so there."))
    part = frames_part(bare, sentences=6)
    assert part["frames"] is None and "matches no word of these texts" in part["no_frames"]
    assert frame_notes.findings(bare) == [] and frame_notes.may(bare) == []


def test_notes_and_methods_say_how_frames_were_scored(comparison):
    found = " ".join(frame_notes.findings(comparison))
    assert "Mercury uses more economic" in found and "Beacon uses more legality and crime" in found
    methods = " ".join(frame_notes.methods(comparison))
    assert "Boydstun et al., 2014" in methods and "dictionary matches per 1,000 words" in methods
    assert set(frame_notes.cited(comparison)) == {"boydstun", "semetko", "kwak", "gallagher"}


def test_the_workbook_holds_the_tables_and_how_to_read_them(comparison, tmp_path):
    empty = SimpleNamespace(removed=pd.DataFrame({"article": []}), problems=pd.DataFrame({"file": []}))
    book = SimpleNamespace(**vars(comparison) | {
        "corpus": empty, "findings": [], "notes": [], "methods": lambda: "m", "manifest": {"seed": 0}})
    sheets = pd.read_excel(write_workbook(book, tmp_path / "book.xlsx"), sheet_name=None, keep_default_na=False)
    for name in ("frames", "generic_frames_contrast_matched", "frame_axis", "wordshift", "frames_sentences"):
        assert len(sheets[name]) == len(comparison.results[name].table)
        assert f"how to read {name}" in set(sheets["about"]["what"])


def test_scores_of_very_many_articles_are_left_to_csv_files(comparison, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_SCORES", 500)
    empty = SimpleNamespace(removed=pd.DataFrame({"article": []}), problems=pd.DataFrame({"file": []}))
    book = SimpleNamespace(**vars(comparison) | {
        "corpus": empty, "findings": [], "notes": [], "methods": lambda: "m", "manifest": {"seed": 0}})
    sheets = pd.read_excel(write_workbook(book, tmp_path / "book.xlsx"), sheet_name=None, keep_default_na=False)
    n = len(comparison.results["frame_axis"].table)
    assert "frame_axis" not in sheets and "frames" in sheets and n > 500
    said = sheets["about"].set_index("what")["text"]
    assert said["not in this workbook: frame_axis"].startswith(f"its {n:,} rows are in the CSV files")


def test_another_voice_has_other_frames():
    table = articles().assign(text=lambda frame: "“The levy will cost us money,” said Ada Rook. " + frame.text)
    sources = cf.sources(table.head(2))
    own, quoted = (cf.frames(table.head(2), "generic", voice=voice, sources=sources).table for voice in ("outlet", "quoted"))
    results, skipped = {"keyness": None}, {}
    about = {"compared": ["Mercury", "Beacon"], "pair": True,
             "parameters": {"cluster": None, "seed": 0, "voice": "quoted", "frames": None}}
    add_frames(results, skipped, table.head(2), load_lexicon("vader"), about, {"voice": "quoted", "sources": sources.table})
    pd.testing.assert_frame_equal(results["generic_frames"].table, quoted)
    assert not own.equals(quoted)
