"""The report: one file that loads nothing, holds what the tables say, and keeps hostile texts harmless."""

import json
import re
from functools import partial
from html.parser import HTMLParser

import pandas as pd
import pytest

import crossframe as cf
from crossframe.present.svg import dot_whisker, place_labels, scatter, times
from crossframe.tokens import tokenize

plain = partial(cf.compare, match=None, copies="keep", frames=False, targets=False)  # the articles repeat one another word for word

VOID = {"meta", "br", "input", "link", "img", "hr"}
HOSTILE = ('The mayor said </script><script>alert("x")</script> and <img src=x onerror=alert(1)> to {who}. '
           "A levy\u2028of `${{1}}` & 'quotes' \"here\". The levy angered {who}.")


class Page(HTMLParser):
    """The elements, the texts by element, and the script that carries the data."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.texts, self.scripts = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} closes what it did not open"

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def data(self):
        return json.loads(self.scripts[0])

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def corpus(n=10):
    rows = [{"outlet": outlet, "title": f"<i>{outlet}</i> {k}", "date": f"2024-05-{1 + k:02d}",
             "url": "javascript:alert(1)", "text": HOSTILE.format(who=f"{who} {k}")}
            for outlet, who in (('Post "A" & <b>Co</b>', "traders"), ("Ledger", "dockers")) for k in range(n)]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def comparison():
    return plain(corpus(), frames=None)


@pytest.fixture(scope="module")
def html(comparison, tmp_path_factory):
    return comparison.save(tmp_path_factory.mktemp("report") / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_elements_are_closed_and_headings_step_down_one_by_one(page):
    assert page.open == []
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for tag, attrs in page.tags if tag == "a" and "=" not in attrs["href"]} <= set(ids)


def test_nothing_is_loaded_from_anywhere(html, page):
    loading = {"src", "srcset", "poster", "background", "action", "formaction", "xlink:href"}
    assert not [attrs for _, attrs in page.tags if loading & set(attrs)]
    assert not [tag for tag, _ in page.tags if tag in {"link", "iframe", "object", "embed", "img", "base"}]
    assert all(attrs["href"].startswith("#") for tag, attrs in page.tags if tag == "a")
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|import\(|https?://", html)
    policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_figures_and_fields_have_names(page):
    named = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert named and all(attrs["aria-label"] for attrs in named)
    assert all(attrs.get("type") == "button" for tag, attrs in page.tags if tag == "button")
    assert next(attrs for tag, attrs in page.tags if tag == "html")["lang"] == "en"


def test_hostile_texts_stay_texts(html, page):
    assert [attrs for tag, attrs in page.tags if tag == "script"] == [{"type": "application/json", "id": "data"}, {}]
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert "alert(" not in page.scripts[1] and not [tag for tag, _ in page.tags if tag == "i"]
    assert any("</script><script>alert" in sentence for _, sentence in page.data["sentences"])
    assert 'Post "A" & <b>Co</b>' in page.text


def test_every_sentence_is_the_articles_own_and_holds_its_word(comparison, page):
    data, texts = page.data, list(comparison.corpus.articles.text)
    assert all(any(sentence in text for text in texts) for _, sentence in data["sentences"])
    uses = [(term, *use) for term, each in data["evidence"].items() for use in each]
    assert len(uses) > 20
    for term, sentence, start, end in uses:
        assert [word for word, _, _ in tokenize(data["sentences"][sentence][1][start:end])] == [term]
    sides = {(term, data["articles"][data["sentences"][sentence][0]][0]) for term, sentence, _, _ in uses}
    assert ("levy", 0) in sides and ("levy", 1) in sides


def test_table_holds_the_numbers_of_the_result(comparison, page):
    data = page.data
    (group,), columns = data["groups"], data["columns"]
    rows = pd.DataFrame(group["rows"], columns=columns).set_index("term").sort_index()
    want = comparison.results["keyness"].table.set_index("term").sort_index()
    assert list(rows.index) == list(want.index) and group["terms"] == len(want)
    columns = ["n", "n_reference", "n_articles", "rate", "estimate", "p_adjusted"]
    pd.testing.assert_frame_equal(rows[columns].astype(float), want[columns].astype(float), rtol=1e-3)


def test_report_without_sentences_quotes_no_article(comparison, tmp_path):
    text = comparison.save(tmp_path / "bare.html", sentences=0).read_text("utf-8")
    data = Page(text).data
    assert data["sentences"] == [] and data["evidence"] == {} and data["removed"] == []
    assert "to traders 3" not in text


def test_same_input_same_bytes(html, tmp_path):
    assert plain(corpus(), frames=None).save(tmp_path / "again.html").read_text("utf-8") == html


def test_findings_notes_methods_and_manifest_are_in_the_page(comparison, page):
    assert [sentence for sentence in comparison.findings if sentence not in page.text] == []
    notes = [note.partition(" concluded: ")[2] for note in comparison.notes]
    assert all(notes) and [note for note in notes if note[1:] not in page.text] == []
    assert " ".join(comparison.methods().split()) in page.text
    assert comparison.manifest["inputs"]["sha256"] in page.text


def test_two_articles_say_that_they_can_be_described_not_tested(tmp_path):
    page = Page(plain(corpus(1)).save(tmp_path / "two.html").read_text("utf-8"))
    assert "wo articles can be described, not tested" in page.text
    assert "adjusted p < .05" not in page.text
    (group,) = page.data["groups"]
    p_adjusted = page.data["columns"].index("p_adjusted")
    assert not group["tested"] and all(row[p_adjusted] is None for row in group["rows"])


def test_what_could_not_be_read_and_what_was_taken_out_is_listed(tmp_path):
    frame = corpus(6)
    frame["text"] += [f"\n\nRead more: {k} things you missed" for k in range(len(frame))]
    frame.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "broken.json").write_text("{", "utf-8")
    read = cf.read(tmp_path, errors="collect")
    page = Page(plain(read).save(tmp_path / "r.html").read_text("utf-8"))
    assert "broken.json" in page.text and len(page.data["removed"]) == len(read.removed) > 0
    assert all(reason in page.text for reason in read.removed.reason.unique())


def test_many_outlets_keep_the_file_small(tmp_path):
    frame = pd.concat([corpus(2).assign(outlet=f"Paper {k:02d}") for k in range(15)])
    page = Page(plain(frame).save(tmp_path / "r.html").read_text("utf-8"))
    assert len(page.data["groups"]) == 12 and page.data["outlets"][-1] == "all other outlets"
    assert page.text.count("against all others") >= 12


@pytest.mark.parametrize("log2, text", [(0, "1×"), (1, "2×"), (-1, "1/2×"), (1.3, "2.5×"), (-6.6, "1/97×")])
def test_ratios_read_as_times(log2, text):
    assert times(log2) == text


def row(estimate, low, high):
    return {"name": "levy", "estimate": estimate, "conf_low": low, "conf_high": high, "side": "a", "title": "t",
            "link": None}


def test_dots_stand_in_the_order_of_their_estimates_and_long_whiskers_get_an_arrow():
    figure = dot_whisker([row(1.0, 0.5, 1.5), row(2.0, 1.0, float("inf"))], label="l", low="b", high="a")
    first, second = map(float, re.findall(r'<circle class="dot" cx="([\d.]+)"', figure))
    assert first < second and figure.count("<path") == 1
    assert "hollow" in dot_whisker([row(1.0, float("nan"), float("nan"))], label="l", low="b", high="a")


def test_labels_do_not_cover_one_another():
    spots = [(100 + k % 3, 100 + k, {"name": f"word{k}"}) for k in range(40)]
    placed = place_labels(spots, (0, 0, 760, 560))
    boxes = [(x, y - 11, x + 6.6 * len(point["name"]), y + 2) for point, x, y in placed]
    assert 3 < len(boxes) < 40
    assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
                   for i, a in enumerate(boxes) for b in boxes[:i])


def test_scatter_puts_rates_of_zero_on_the_edge():
    points = [{"name": name, "x": x, "y": y, "side": "a", "link": None}
              for name, x, y in (("a", 0, 50), ("b", 10, 20), ("c", 100, 0))]
    figure = scatter(points, x_label="x", y_label="y", title="t")
    at = {name: float(x) for x, name in re.findall(r'cx="([\d.]+)" cy="[\d.]+" r="3.2" data-term="(\w)"', figure)}
    assert at["a"] == 74 and at["a"] < at["b"] < at["c"]
