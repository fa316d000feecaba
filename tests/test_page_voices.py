"""The report's part on voices says what the tables say, quotes nobody where told not to, and stays bounded."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare.whose_voice import add_differences
from crossframe.present import page_voices
from crossframe.present.page_voices import voices_part
from crossframe.present.render import render
from crossframe.present.workbook import write_workbook
from crossframe.result import Result

BAD = '<script>alert("x")</script>'
TEXT = "The levy is {word}, said {who}. “Levy, levy, {word}!” Nothing else {word} happened on day {k}."


class Page(HTMLParser):
    """Texts of the cells of every table by its label, what is bold, and whether elements close."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tables, self.label, self.bold, self.tags, self.text = [], {}, "", [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.open.append(tag)
        if attrs.get("role") == "region":
            self.label = attrs["aria-label"]
        if tag == "tr":
            self.tables.setdefault(self.label, []).append([])
        if tag in ("td", "th"):
            self.tables[self.label][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if {"td", "th"} & set(self.open):
            self.tables[self.label][-1][-1] += data.strip()
            if "b" in self.open:
                self.bold.append((self.label, self.tables[self.label][-1][0], len(self.tables[self.label][-1]) - 1))


def world(outlets=("Mercury", "Beacon"), n=12, voice="all"):
    """A comparison's parts: outlets that quote unlike people and call a thing by unlike names."""
    rows = [{"id": f"{outlet}-{k}", "outlet": outlet, "story": f"s{k}", "title": f"{outlet} on day {k}",
             "text": TEXT.format(word=f"word{j}", who=f"Person {j}" if k % 6 else BAD, k=k)}
            for j, outlet in enumerate(outlets) for k in range(n)]
    articles = pd.DataFrame(rows)
    said = [{"article": row.id, "outlet": row.outlet, "story": row.story, "start": row.text.index("“"),
             "end": row.text.index("”") + 1, "source": "", "speaker": re.search(r"said (.*?)\. “", row.text)[1],
             "speaker_kind": "person" if row.outlet == outlets[0] or k % 4 == 0 else "document",
             "cue": "", "kind": "direct", "cue_stance": "neutral",
             "content": row.text[row.text.index("“"):row.text.index("”") + 1]} for k, row in enumerate(articles.itertuples())]
    sources = Result(pd.DataFrame(said), {"measure": "sources", "reads": "r", "caution": "Read a sample."}, articles)
    naming = Result(pd.DataFrame([{"article": row.id, "outlet": row.outlet, "story": row.story, "referent": "the levy",
                                   "name": "levy" if row.outlet == outlets[0] or k % 4 == 0 else BAD}
                                  for k, row in enumerate(articles.itertuples())]), {"measure": "naming", "reads": "r", "caution": None})
    terms = pd.DataFrame({"term": ["levy", "word0", "happened"], "outlet": outlets[0], "estimate": [2.0, 1.0, 0.5],
                          "conf_low": 0.1, "conf_high": 3.0, "p_value": 0.01, "p_adjusted": 0.01})
    about = {"compared": list(outlets), "pair": len(outlets) == 2, "left_out": {},
             "parameters": {"ngrams": 1, "voice": voice, "seed": 0}}
    results = {"keyness": Result(terms, {"measure": "keyness", "reads": "r"}), "sources": sources, "naming": naming}
    add_differences(results, {}, about)
    return SimpleNamespace(about=about, skipped={"sources": "Not asked for."}, results=results)


@pytest.fixture(scope="module")
def comparison():
    return world()


@pytest.fixture(scope="module")
def page(comparison):
    return Page(render("voices.html.j2", voices_part(comparison, sentences=6)))


def test_shares_and_counts_are_those_of_the_table(comparison, page):
    table = comparison.results["sources"].table
    want = pd.crosstab(table.outlet, table.speaker_kind, normalize="index")
    head, *rows = page.tables["Kinds of sources"]
    assert head == ["Outlet", "Attributions", "person", "document"]
    for outlet, n, *cells in rows:
        assert int(n) == (table.outlet == outlet).sum()
        assert cells == [f"{want.loc[outlet, kind]:.0%}" for kind in head[2:]]


def test_bold_is_what_differs_and_only_that(comparison, page):
    tested = cf.shares(comparison.results["sources"], of="speaker_kind", target="Mercury", reference="Beacon").table
    sure = set(tested.value[tested.p_adjusted < 0.05])
    assert sure == {"person", "document"}
    head = page.tables["Kinds of sources"][0]
    bold = {head[column] for label, outlet, column in page.bold if label == "Kinds of sources" and outlet == "Mercury"}
    assert bold == sure
    assert not [cell for cell in page.bold if cell[0] == "Ways of quoting"]  # all of one kind


def test_a_word_is_counted_in_what_is_quoted(comparison, page):
    rows = {row[0]: row[1:] for row in page.tables["Whose words: Mercury"]}
    articles = comparison.results["sources"].articles
    own = articles.text[articles.outlet == "Mercury"].str.lower()
    quoted = own.str.extract("“(.*?)”")[0]
    for term in ("levy", "word0", "happened"):
        n, said = own.str.count(rf"\b{term}\b").sum(), quoted.str.count(rf"\b{term}\b").sum()
        assert rows[term][1:] == [str(n), str(said), f"{said / n:.0%}"]


def test_names_stand_under_their_referent(page):
    rows = page.tables["Names by outlet"]
    assert rows[0] == ["Name", "Mercury", "Beacon"] and rows[1] == ["the levy"]
    assert rows[2] == ["levy", "100%", "25%"] and rows[3] == [BAD, "0%", "75%"]


def test_hostile_names_stay_text_and_articles_are_whole(comparison, page):
    assert "script" not in page.tags
    assert BAD in page.text
    texts = comparison.results["sources"].articles.text
    assert sum(text in page.text for text in texts) == 2  # one of each outlet


def test_a_report_that_quotes_no_article_marks_none(comparison):
    part = voices_part(comparison, sentences=0)
    assert part["voices"]["articles"] is None
    assert "Nothing else" not in render("voices.html.j2", part)


def test_what_was_not_measured_is_not_shown():
    bare = world()
    bare.results = {"keyness": bare.results["keyness"]}
    html = render("voices.html.j2", voices_part(bare, sentences=6))
    assert "Not asked for." in html and "<table" not in html


def test_of_one_voice_alone_no_words_are_told_apart():
    assert voices_part(world(voice="outlet"), sentences=6)["voices"]["words"] is None


def test_the_workbook_holds_the_tables_and_how_to_read_them(comparison, tmp_path):
    empty = SimpleNamespace(removed=pd.DataFrame({"article": []}), problems=pd.DataFrame({"file": []}))
    book = SimpleNamespace(**vars(comparison) | {
        "corpus": empty, "findings": [], "notes": [], "methods": lambda: "m", "manifest": {"seed": 0}})
    sheets = pd.read_excel(write_workbook(book, tmp_path / "book.xlsx"), sheet_name=None, keep_default_na=False)
    assert len(sheets["sources"]) == len(comparison.results["sources"].table) and len(sheets["naming"]) == 24
    assert {"how to read sources", "how to read naming"} <= set(sheets["about"]["what"])


def test_many_outlets_and_long_articles_are_bounded(monkeypatch):
    many = world([f"Paper {k:02d}" for k in range(15)], n=6)
    monkeypatch.setattr(page_voices, "LONGEST", many.results["sources"].articles.text.str.len().max() - 1)
    page = Page(render("voices.html.j2", voices_part(many, sentences=6)))
    assert len(page.tables["Kinds of sources"]) == 1 + 12
    shown = [article for group in voices_part(many, sentences=6)["voices"]["articles"]["groups"]
             for article in group["articles"]]
    assert 0 < len(shown) <= 12
    longest = many.results["sources"].articles.text.str.len().max()
    assert not any(text in page.text for text in many.results["sources"].articles.text if len(text) == longest)
