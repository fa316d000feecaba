"""Who a source is: names, titles, descriptions and pronouns led back to one person of the article."""

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import datasets
from crossframe.measure.capitals import read_mentions
from crossframe.measure.speakers import name_speakers

KINDS = {"person", "organisation", "document", "unnamed", "unknown"}


def named(text):
    """The speakers of a text whose sources stand in [brackets], one after the other."""
    plain, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", text):
        if piece.startswith("["):
            spans.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("[]")
    ends = [*(start for start, _ in spans[1:]), len(plain)]
    return name_speakers(plain, spans, [(end, until) for (_, end), until in zip(spans, ends, strict=True)])


def speaker(text):
    """What the last source of a text is."""
    return named(text)[-1]


@pytest.mark.parametrize("text, want", [
    ("Port minister Ada Holm came. [Holm] said it was late.", "Ada Holm"),
    ("[Holm] said it was late. Later Ada Holm left.", "Ada Holm"),  # named in full only afterwards
    ("[President Ada van Holm] said so.", "Ada van Holm"),
    ("[Turkish President Ada Berta Holm] said so.", "Ada Berta Holm"),
    ("[Former Secretary of State Ada P. Holm] said so.", "Ada P. Holm"),
    ("[Bram Sill, a docker from Lindmoor,] said so.", "Bram Sill"),
    ("[The party’s chairman, Bram Sill,] said so.", "Bram Sill"),
    ("[his wife, longtime Ada Holm aide Rita Vale,] said so.", "Rita Vale"),
    ("[a docker named Bram Sill] said so.", "Bram Sill"),
    ("[the director of the Ports Office, Bram Sill,] said so.", "Bram Sill"),
    ("Bram Sill came. Rita Sill came, too. [Mrs. Sill] said so. Mr. Sill left.", "Rita Sill"),
    ("Ada Berta Holm came. [Berta Holm] said so.", "Ada Berta Holm"),
    ("Bram Sill Jr. came with Bram Sill. [Sill] said so.", "Bram Sill"),
    ("Sen. Ada Holm (R-Vt.) came. [Holm’s] view is that it was late.", "Ada Holm"),
    ("Recep Álvarez came. [Alvarez] said so.", "Recep Álvarez"),
    ("[Bram Sill and Ada Holm] said so.", "Bram Sill and Ada Holm"),
])
def test_names(text, want):
    assert speaker(text) == (want, "person")


@pytest.mark.parametrize("text, want", [
    ("Minister Ada Holm came. “It is late,” [she] said.", "Ada Holm"),
    ("[Bram Sill] said it was late. “Too late,” [he] said.", "Bram Sill"),
    ("[Bram Sill] said it was late. Mrs Rita Vale agreed. “Too late,” [he] said.", "Bram Sill"),  # gender
    ("[Bram Sill] said it was late. Docker Olaf Rook shook his head. “Never,” [he] said.", "Olaf Rook"),  # named since
    ("Bram Sill came. He left at noon. Then he rang. [He] said it was late.", "Bram Sill"),  # a chain
    ("Mayor Olaf Rook saw docker Bram Sill. [He] said it was late.", "Olaf Rook"),  # the subject
    ("Spokeswoman Rita Vale, [who] opened the pier, said so.", "Rita Vale"),
    ("Bram Sill, a docker from Lindmoor, [who] left early, said so.", "Bram Sill"),
])
def test_pronouns(text, want):
    assert speaker(text) == (want, "person")


@pytest.mark.parametrize("text, want", [
    ("[A senior official] spoke. [He] said it was late.", ("senior official", "unnamed")),
    ("[The dockers] said no. [They] said it was late.", ("dockers", "unnamed")),
    ("The dockers left. [They] said it was late.", ("dockers", "unnamed")),
    ("[The Ports Office] said no. [It] said it was late.", ("Ports Office", "organisation")),
    ("Voters [who] came early said so.", ("voters", "unnamed")),
    ("[He] said it was late.", ("", "unknown")),
    ("Mrs Rita Vale came. [He] said it was late.", ("", "unknown")),
    ("Rita Vale came. “[I] think so,” she said.", ("", "unknown")),
    ("Rita Vale came. “[We] think so,” she said.", ("", "unknown")),
])
def test_pronouns_that_mean_nobody_by_name(text, want):
    assert speaker(text) == want


@pytest.mark.parametrize("text, want", [
    ("Turkish President Ada Holm met French President Olaf Rook. [The Turkish leader] said so.", "Ada Holm"),
    ("Turkish President Ada Holm met French President Olaf Rook. [the French president] said so.", "Olaf Rook"),
    ("Finance minister Ada Holm came with Bram Sill, a docker. [The minister] said so.", "Ada Holm"),
    ("Finance minister Ada Holm came with Bram Sill, a docker. [The docker] said so.", "Bram Sill"),
    ("Ada Holm is the mayor of Lindmoor. Bram Sill left. [The mayor] said so.", "Ada Holm"),
    ("[Gov. Ada Holm] said no. [The Lindmoor governor] left and said so.", None),  # nobody says that she is Lindmoor's
])
def test_descriptions(text, want):
    assert speaker(text) == ((want, "person") if want else ("Lindmoor governor", "unnamed"))


@pytest.mark.parametrize("source, want", [
    ("Bloomberg", ("Bloomberg", "organisation")),
    ("The U.S.", ("United States", "organisation")),
    ("Washington", ("Washington", "organisation")),
    ("The Ministry of Ports", ("Ministry of Ports", "organisation")),
    ("The interior ministry", ("interior ministry", "organisation")),
    ("officials", ("officials", "unnamed")),
    ("Officials", ("officials", "unnamed")),
    ("a senior official who was there", ("senior official", "unnamed")),
    ("sources familiar with the matter", ("sources", "unnamed")),
    ("many of the dockers", ("dockers", "unnamed")),
    ("three current and former clerks", ("current and former clerks", "unnamed")),
    ("dockers working on the pier", ("dockers", "unnamed")),
    ("Republicans", ("Republicans", "unnamed")),
    ("some", ("some", "unnamed")),
    ("Critics", ("critics", "unnamed")),
    ("a new report by the council", ("new report", "document")),
    ("The poll", ("poll", "document")),
    ("court filings", ("court filings", "document")),
    ("a letter", ("letter", "document")),
    ("Its nearly 8,000-word article", ("8,000-word article", "document")),
])
def test_other_kinds(source, want):
    assert speaker(f"It was late. [{source}] said so; it is true.") == want


def test_organisations_have_one_name():
    text = "The Lindmoor Docks Office (LDO) spoke. [LDO] said no. The Docks Office of Fox News left. [Fox] said no."
    assert named(text) == [("Lindmoor Docks Office", "organisation"), ("Fox", "organisation")]
    text = "The Holm campaign said no. Ada Holm left. [Holm’s campaign] said so; [her campaign] and [the Holm campaign], too."
    assert set(named(text)) == {("Holm campaign", "organisation")}
    text = "Lark Works said its ship sank. [Lark Works] sued. [Lark Works] won."
    assert set(named(text)) == {("Lark Works", "organisation")}


def test_a_name_that_is_never_shortened_is_no_persons():
    assert speaker("Quill Watch sued. Quill Watch lost. [Quill Watch] said so.") == ("Quill Watch", "organisation")
    assert speaker("Quill Watch sued. Watch lost. [Watch] said so.") == ("Quill Watch", "person")


@pytest.mark.parametrize("text", [
    "The consumer group Fair Basket was there. [Fair Basket] said so.",
    "[Fair Basket], a consumer group, said so.",
    "“No,” [Fair Basket] said. Later its charity shops closed. Fair Basket is a charity for the poor.",
    "[The watchdog Fair Basket] said so."])
def test_a_noun_beside_a_name_says_that_it_is_a_body(text):
    assert speaker(text) == ("Fair Basket", "organisation")


@pytest.mark.parametrize("text", [
    "The council leader Bram Voss came. [Bram Voss] said so.", "[Bram Voss], the union’s leader, said so.",
    "He told the union Bram Voss was late. Voss left. [Bram Voss] said so.", "[Bram Voss], an agency nurse, said so."])
def test_a_body_beside_a_name_may_be_whose_it_is(text):
    assert speaker(text) == ("Bram Voss", "person")


def test_a_last_name_that_two_share_is_both():
    text = "Carys and Dunstan Pike came. [Ms Pike] said no. [Mr Pike] said yes. [Carys and Dunstan Pike] left."
    assert [name for name, _ in named(text)] == ["Carys Pike", "Dunstan Pike", "Carys Pike and Dunstan Pike"]
    assert speaker("Lindmoor and Dunstan Pike came. [Mr Pike] said no.") == ("Dunstan Pike", "person")


def test_documents_keep_whose_they_are():
    text = ("[A report by the Harbour Board] said no. [A new report by the Coast Agency] said yes. [The report] said so. "
            "[A letter] said no. [The letter] said yes.")
    assert [name for name, _ in named(text)] == [
        "report by Harbour Board", "new report by Coast Agency", "new report by Coast Agency", "letter", "letter"]


def test_sources_answer_in_their_order():
    text = "Mayor Olaf Rook came. Officials left. Rook said so."
    spans = [(37, 41), None, (22, 31)]
    assert name_speakers(text, spans, [(0, 1)] * 3)[1:] == [("", "unknown"), ("officials", "unnamed")]
    assert name_speakers(text, [], []) == name_speakers("", [], []) == []


@pytest.mark.parametrize("text", [
    "ADA HOLM SAID IT WAS LATE. SHE LEFT.", "ada holm said it was late. she left.", "🙂🙂🙂 said 🙂", "قال الوزير إنه متأخر", " \n ", "“””””",
    "A. B. C. D. E. said.", "Mr. Mrs. Dr. said", "the the the", "O’Brien-’ said’s",
])
def test_odd_texts(text):
    spans = [(start, end) for start in range(0, len(text), 3) for end in (start + 1, start + 4, len(text))
             if start < end <= len(text)]
    got = name_speakers(text, spans, spans)
    assert len(got) == len(spans) and {kind for _, kind in got} <= KINDS
    assert all(isinstance(name, str) for name, _ in got)


PIECES = ("Ada Holm President Mr. he she they who which of , . \n “ ” ' ( ) — 🙂 مرحبا U.S. officials poll group a the and docker "
          "campaign’s 8,000 McDonald’s BIG HEAD I Ministry for said").split(" ")


@pytest.mark.parametrize("seed", range(150))
def test_random_texts(seed):
    draw = np.random.default_rng(seed)
    text = " ".join(draw.choice(PIECES, 80))
    points = np.sort(draw.integers(0, len(text) + 1, 40)).reshape(-1, 2).tolist()
    got = name_speakers(text, points, points)
    assert len(got) == 20 and {kind for _, kind in got} <= KINDS
    assert got == name_speakers(text, points, points)


def work(text):
    """How many lines and calls of Python run."""
    spans = [found.span() for found in re.finditer(r"\b(?:he|she|they|who|the docker|Holm)\b", text)]
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += 1
        return tick
    sys.settrace(tick)
    try:
        name_speakers(text, spans, spans)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("piece", [
    "Ada Holm{0} said he left. ", "B{0}x Holm, a docker, said she left; the docker said ", "Ada Holm and he, who said they ",
    "he and she and they ", "ADA HOLM SAID ", "the docker said, ", "“Holm and “she ",
])
def test_work_grows_with_the_text(piece):
    work("Warm.")
    small, large = (work("".join(piece.format(k) for k in range(n))) for n in (80, 320))
    assert large < 6 * small


def test_mentions_lie_in_the_text():
    text = "On Monday Prime Minister Ada van Holm of the Ministry of Ports met Sen. J. R. Rook’s aide in New Lindmoor."
    got = [(" ".join(each.words), each.kind) for each in read_mentions(text)]
    assert got == [("Ada van Holm", "person"), ("Ministry of Ports", "organisation"), ("J. R. Rook", "person"),
                   ("New Lindmoor", "place")]
    assert all(text[each.name_start : each.end].split()[-1] == each.words[-1] for each in read_mentions(text))


SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real articles are not here")
@pytest.mark.parametrize("file, sources", [
    ("000_02aac00e6d8147fc.txt", [(r"President Recep Tayyip Erdogan(?= has said)", "Recep Tayyip Erdogan"),
                                  (r"Erdogan(?= told)", "Recep Tayyip Erdogan"), (r"\bhe(?= said,)", "Recep Tayyip Erdogan"),
                                  (r"The U\.S\.(?= says)", "United States"), (r"Bloomberg", "Bloomberg"), (r"sources familiar.*?matter", "sources")]),
    ("002_fc24d44462983295.txt", [(r"Turkish President Recep Tayyip Erdogan", "Recep Tayyip Erdogan"),
                                  (r"(?<=added that )he", "Recep Tayyip Erdogan"), (r"Erdogan(?= said \")", "Recep Tayyip Erdogan"),
                                  (r"U\.S\. President Donald Trump", "Donald Trump"), (r"Trump(?= believes)", "Donald Trump"),
                                  (r"The Turkish leader", "Recep Tayyip Erdogan"), (r"Bloomberg", "Bloomberg")]),
])
def test_the_voices_of_two_real_articles(file, sources):
    text = (SEEDS / file).read_text(encoding="utf-8")
    spans = [re.search(pattern, text).span() for pattern, _ in sources]
    got = name_speakers(text, spans, [(end, end + 1) for _, end in spans])
    assert [name for name, _ in got] == [name for _, name in sources]
    kinds = {"United States": "organisation", "Bloomberg": "organisation", "sources": "unnamed"}
    assert [kind for _, kind in got] == [kinds.get(name, "person") for name, _ in got]


def test_last_names_of_the_demo_corpus_are_completed():
    gold = pd.read_csv(datasets.demo().parent / "gold" / "sources.csv")
    known = pd.read_csv(datasets.demo().parent / "gold" / "articles.csv").set_index("title").id
    right = []
    articles = cf.read(datasets.demo()).articles
    for title, text in zip(articles.title, articles.text, strict=True):
        full = {name for name in gold.speaker[gold.article == known.get(title)] if name.istitle() and name in text}
        for name in full:
            last = name.rsplit(" ", 1)[-1]
            spans = [found.span() for found in re.finditer(rf"(?<![A-Z]\w) {last}\b", text)]
            right += [got == (name, "person") for got in name_speakers(text, spans, spans)]
    assert len(right) > 100 and np.mean(right) > 0.93
