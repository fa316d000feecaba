"""The marked article is the article to the character, whatever stands in it, and says who says what."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

import crossframe as cf
from crossframe.present.marks import mark_up

QUOTED = "“No levy,” said Ada Brun, “not now.” The port claimed that ships would go."
MARKS = pd.DataFrame({
    "article": ["a", "a"], "start": [0, 54], "end": [36, 73], "source_start": pd.array([16, 37], "Int64"),
    "source_end": pd.array([24, 45], "Int64"), "source": ["Ada Brun", "The port"], "speaker": ["Ada Brun", ""],
    "speaker_kind": ["person", "organisation"], "cue_start": pd.array([11, 46], "Int64"),
    "cue_end": pd.array([15, 53], "Int64"), "cue": ["said", "claimed"], "kind": ["direct", "indirect"],
    "cue_stance": ["neutral", "doubting"]})
SHOUT = "<script>alert(1)</script> & \"x\" 'y'"


class Marked(HTMLParser):
    """The text of the element that holds the article, and the tags in it with what they hold."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.open, self.held = "", [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag == "meta":
            return
        self.tags.append((tag, dict(attrs)))
        self.open.append([tag, dict(attrs), ""])

    def handle_endtag(self, tag):
        element = self.open.pop()
        assert element[0] == tag, f"{tag} closes what it did not open"
        if element[1].get("class") == "cf-text":
            self.text = element[2]
        elif any(outer[1].get("class") == "cf-text" for outer in self.open):
            self.held.append(element)

    def handle_data(self, data):
        for element in self.open:
            element[2] += data

    def named(self, tag, kind=""):
        return [(attrs, text) for name, attrs, text in self.held if name == tag and kind in attrs["class"]]


def frame(text, **columns):
    return pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": [text], **columns})


def said(*spans, **columns):
    rows = pd.DataFrame({"article": "a", "start": [start for start, _ in spans], "end": [end for _, end in spans]})
    return rows.assign(**columns)


def test_the_text_without_tags_is_the_article():
    marked = Marked(cf.annotate(frame(QUOTED), sources=MARKS).fragment())
    assert marked.text == QUOTED


def test_titles_name_speaker_kind_cue_and_stance():
    marks = Marked(cf.annotate(frame(QUOTED), sources=MARKS).fragment()).named("mark")
    assert [(attrs["title"], attrs["class"].split()[1]) for attrs, _ in marks] == [
        ("Ada Brun (person): direct, cue “said”, neutral", "direct")] * 2 + [
        ("The port (organisation): indirect, cue “claimed”, doubting", "indirect")]
    assert [text.strip() for _, text in marks] == ["“No levy,”", "“not now.”", "that ships would go"]
    assert all(attrs["tabindex"] == "0" for attrs, _ in marks)  # reached by key, where the title shows


def test_what_stands_between_two_quotations_is_nobodys_quotation():
    marked = Marked(cf.annotate(frame(QUOTED), sources=MARKS).fragment())
    assert not any("Ada" in text for _, text in marked.named("mark"))
    assert [text for _, text in marked.named("span", "source")] == ["Ada Brun", "The port"]
    assert [(attrs["class"].split()[1], text) for attrs, text in marked.named("span", "cue")] == [
        ("neutral", "said"), ("doubting", "claimed")]


def test_a_voice_has_one_number_wherever_it_speaks_and_a_quotation_bears_it_once():
    text = "“One.” “Two.” “Three.”"
    table = said((0, 6), (7, 13), (14, 22), speaker=["Ben Oake", "Ada Brun", "Ada Brun"], kind="direct")
    found = cf.annotate(frame(text), sources=table)
    assert found.voices[["number", "voice", "n", "direct"]].values.tolist() == [[1, "Ada Brun", 2, 2], [2, "Ben Oake", 1, 1]]
    assert [attrs["data-number"] for attrs, _ in Marked(found.fragment()).named("mark")] == ["2", "1", "1"]
    pieces = Marked(cf.annotate(frame(QUOTED), sources=MARKS).fragment()).named("mark")
    assert ["data-number" in attrs for attrs, _ in pieces] == [True, False, True]


def test_two_unknown_speakers_are_not_made_one_person():
    table = said((0, 3), (4, 7), source=["he", "he"], speaker="", speaker_kind="unknown", kind="indirect")
    found = cf.annotate(frame("One Two"), sources=table)
    assert found.voices.voice.tolist() == ["unknown"] and "2 attributions to 0 voices" in repr(found)


@pytest.mark.parametrize("text", [
    SHOUT, "\n\nBegins late.\r\nEnds\tlate.  \n", "أعلن الوزير أن “الضريبة” مؤقتة.", "👩‍👩‍👧 said “👍🏽 yes” 🇹🇷!", "ALL IN CAPITALS.",
    "“only this”", "“never closed, he said", "a" * 30_000,
], ids=["script", "space", "right to left", "emoji", "capitals", "only a quotation", "unbalanced", "long"])
def test_any_text_stays_what_it_is(text):
    size = len(text)
    table = said((0, size // 2), (size // 2, size), speaker=[SHOUT, "B"], source=SHOUT, kind="direct", cue=SHOUT)
    found = cf.annotate(frame(text, title=[SHOUT]), sources=table)
    marked = Marked(found.fragment())
    assert marked.text == text
    assert "script" not in {tag for tag, _ in marked.tags}
    assert marked.named("mark")[0][0]["title"].startswith(SHOUT)
    assert not [attrs for _, attrs in marked.tags if any(name.startswith("on") for name in attrs)]


def test_marks_that_cross_are_cut_and_no_character_moves():
    text = "abcdefghij"
    spans = [(0, 6, "<b>", "<b>"), (3, 9, "<i>", "<i>"), (4, 5, "<u>", "<u>"), (5, 5, "<s>", "<s>")]
    html = mark_up(text, spans)
    assert html == "<b>abc<i>d<u>e</u>f</i></b><i>ghi</i>j"
    assert re.sub("<[^>]+>", "", html) == text


def test_many_marks_are_drawn_in_one_pass():
    text = "ab " * 20_000
    html = mark_up(text, [(k, k + 2, "<b>", "<b>") for k in range(0, len(text), 3)])
    assert html.count("<b>") == html.count("</b>") == 20_000 and re.sub("<[^>]+>", "", html) == text


def test_an_article_nobody_speaks_in_is_shown_as_it_is():
    found = cf.annotate(frame("The bridge is shut."), sources=MARKS.head(0))
    assert Marked(found.fragment()).text == "The bridge is shut." and "0 attributions to 0 voices" in found.fragment()


def test_the_file_loads_nothing_and_the_notebook_gets_the_same_marks(tmp_path):
    found = cf.annotate(frame(QUOTED, title=["The levy"], date=pd.to_datetime(["2024-05-02"])), sources=MARKS)
    path = found.save(tmp_path / "article.html")
    html = path.read_text("utf-8")
    page = Marked(html)
    assert page.text == QUOTED == Marked(found._repr_html_()).text
    assert "default-src 'none'" in html and not re.search(r"https?://|@import|url\(|<script|<link|<img", html)
    assert "Lantern · 2 May 2024</bdi>. 2 attributions to 2 voices." in html
    assert [tag for tag, _ in page.tags if tag in ("h1", "h3")] == ["h1"]


def test_every_rule_of_the_style_stays_inside_the_article():
    style = re.sub(r"@media[^{]*", "", cf.annotate(frame(QUOTED), sources=MARKS)._repr_html_().split("</style>")[0])
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", style.replace("<style>", ""))
    assert rules and all(part.strip().startswith(".cf-article") for rule in rules for part in rule.split(","))


@pytest.mark.parametrize("call, message", [
    (lambda: cf.annotate(pd.concat([frame("One."), frame("Two.").assign(id="b")]), sources=MARKS),
     r"shows one article, and the corpus has 2: name one by its id, annotate\(corpus, 'a'\); there are 'a', 'b'"),
    (lambda: cf.annotate(frame("One."), "z", sources=MARKS), "no article 'z' in the corpus; its ids .* are 'a'"),
    (lambda: cf.annotate(frame("One."), sources=MARKS), "is no passage of article 'a', which has 4 characters"),
    (lambda: cf.annotate(frame("One."), sources=MARKS.drop(columns="end")), "needs column end"),
])
def test_what_cannot_be_shown_says_why(call, message):
    with pytest.raises(cf.DataError, match=message):
        call()


def test_sources_are_found_where_none_are_given(monkeypatch):
    from crossframe.measure import sources as module

    monkeypatch.setattr(module, "sources", lambda articles: MARKS[MARKS.article == articles.id.iloc[0]])
    assert len(cf.annotate(frame(QUOTED)).voices) == 2
