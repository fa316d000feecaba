"""Naming: the planted names are found, nothing is where nothing differs; names are bound to the right referents."""

import re

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import demo, demo_ground_truth
from crossframe.errors import DataError
from crossframe.measure.aliases import compile_names, find_names, fold
from crossframe.measure.labels import rival_labels
from crossframe.measure.mentions import titled
from crossframe.measure.names import given_name, title_before, title_words
from crossframe.schema import NAMING, names

GOLD = demo().parent / "gold"


def frame(*texts, outlets=None, story="s"):
    outlets = outlets or [f"O{place}" for place in range(len(texts))]
    return pd.DataFrame({"outlet": outlets, "text": texts, "story": story})


def called(table, referent):
    return table[table.referent == referent].name.tolist()


@pytest.fixture(scope="module")
def corpus():
    return cf.match_stories(cf.read(demo()))


@pytest.fixture(scope="module")
def result(corpus):
    return cf.naming(corpus)


@pytest.fixture(scope="module")
def gold(corpus):
    """The gold table with our ids: articles are recognised by their titles."""
    articles = pd.read_csv(GOLD / "articles.csv")
    ours = dict(zip(corpus.articles.title, corpus.articles.id))
    to_ours = {one: ours[title] for one, title in zip(articles.id, articles.title)}
    rows = pd.read_csv(GOLD / "naming.csv")
    return rows.assign(article=rows.article.map(to_ours))


def test_every_row_leads_back_to_its_characters(result, corpus):
    table, texts = result.table, dict(zip(corpus.articles.id, corpus.articles.text))
    assert list(table) == names(NAMING)
    assert [texts[a][s:e] for a, s, e in zip(table.article, table.start, table.end)] == table.mention.tolist()
    assert all(mention in sentence for mention, sentence in zip(table.mention, table.sentence))
    assert set(table.form) == {"name", "partial", "title", "description", "label"}
    after = table.groupby("article").start.shift(-1)
    assert (table.end <= after.fillna(np.inf)).all()
    assert result.evidence(0).match.iloc[0] == table.mention[0]


@pytest.mark.parametrize(("referent", "recall", "precision"), [
    ("the levy", 0.95, 0.85), ("those who govern", 0.95, 0.95), ("people in the street", 0.95, 0.85),
    ("people who live there", 0.85, 0.9), ("the camp in Lowtown", 0.99, 0.6)])
def test_planted_names_are_found_as_names_of_one_referent(result, gold, referent, recall, precision):
    rows = gold[gold.referent == referent]
    ours = result.table[result.table.name.isin(rows.name)]
    ours = result.table[result.table.referent == ours.referent.mode()[0]]
    counted = ours.groupby(["article", "name"]).size()
    hits = sum(min(n, counted.get((article, name), 0)) for article, name, n in rows[["article", "name", "n"]].to_numpy())
    assert hits / rows.n.sum() >= recall
    assert hits / len(ours) >= precision


def test_planted_differences_are_found(result):
    truth = demo_ground_truth()
    planted = truth[truth.kind == "naming"]
    labels = result.table[result.table.basis.isin(["label", "same slot"])]
    table = cf.shares(labels, of="name", within="referent").table.set_index(["outlet", "value"])
    rows = [table.loc[(outlet, item)] for outlet, item in zip(planted.outlet, planted["item"])]
    rows = [row.iloc[0] if isinstance(row, pd.DataFrame) else row for row in rows]
    assert len(rows) == 20 and all(row.estimate > 0.4 for row in rows)
    told_often = [row for row, referent in zip(rows, planted.detail) if referent != "the camp in Lowtown"]
    assert len(told_often) == 16 and any(row.share == 1 and row.share_reference == 0 for row in told_often)
    assert all(row.p_adjusted < 0.05 for row in told_often)  # a name that nobody else ever uses has its p value, too


def test_with_outlets_shuffled_within_stories_nothing_is_found(result, corpus):
    labels = result.table[result.table.basis.isin(["label", "same slot"])]
    for seed in range(2):
        rng = np.random.default_rng(seed)
        shuffled = corpus.articles.groupby("story").outlet.transform(rng.permutation)
        outlet = dict(zip(corpus.articles.id, shuffled))
        table = cf.shares(labels.assign(outlet=labels.article.map(outlet)), of="name", within="referent").table
        assert not (table.p_adjusted < 0.05).any()


def test_the_order_of_the_articles_does_not_matter(corpus):
    articles = corpus.articles
    key = ["article", "start", "end", "referent", "name", "form"]
    one = cf.naming(articles).table.sort_values(key)[key].reset_index(drop=True)
    turned = articles.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, cf.naming(turned).table.sort_values(key)[key].reset_index(drop=True))


def test_names_parts_titles_and_descriptions_of_a_person_are_one_referent():
    table = cf.naming(frame(
        "Finance Minister Ada Brunskill spoke on Monday. Ms. Brunskill, a former docker, promised help. "
        "Later the minister left. Brunskill's aides stayed.",
        "Ada Brunskill is a fraud, they said. Former minister Brunskill disagreed.")).table
    assert called(table, "Ada Brunskill") == [
        "Finance Minister Ada Brunskill", "Ms. Brunskill", "docker", "minister", "Brunskill", "Ada Brunskill", "fraud",
        "Minister Brunskill"]
    rows = table[table.referent == "Ada Brunskill"]
    assert rows.form.tolist() == ["title", "title", "description", "description", "partial", "name", "description", "title"]
    assert rows.basis.tolist()[2:4] == ["apposition", "description"] and rows.basis.tolist()[6] == "predicate"
    assert rows.modifiers.tolist()[2] == "former" and rows.modifiers.tolist()[-1] == "former"


def test_a_shared_last_name_goes_by_title_or_stays_open():
    table = cf.naming(frame(
        "Ada Brunskill met Hugo Brunskill. Mrs. Brunskill sang. Mr. Brunskill slept.",
        "Ada Brunskill came late. Mrs. Brunskill sat.", "Hugo Brunskill came early. Mr. Brunskill sat.",
        story=["a", "b", "c"])).table
    first = table[table.article == "0"]
    assert called(first, "Ada Brunskill") == ["Ada Brunskill", "Mrs. Brunskill"]
    assert called(first, "Hugo Brunskill") == ["Hugo Brunskill", "Mr. Brunskill"]


def test_a_last_name_alone_is_bound_within_the_story_not_beyond_it():
    texts = ["Ada Brunskill won the vote. Brunskill smiled.", "The vote was close, and Mr. Brunskill knew it."]
    together, apart = cf.naming(frame(*texts)).table, cf.naming(frame(*texts, story=["a", "b"])).table
    assert len(called(together, "Ada Brunskill")) == 3
    assert len(called(apart, "Ada Brunskill")) == 2


def test_labels_are_heads_of_phrases_and_loose_ones_need_a_sure_one():
    table = cf.naming(frame(
        "The regime fell. A regime change was near. Protesters sang in the square. Campaigners wept there.",
        "The government fell. Government officials fled. The mob sang in the square."), least=1).table
    assert called(table, "those who govern") == ["regime", "government"]
    assert called(table, "people in the street") == ["protesters", "campaigners", "mob"]
    alone = cf.naming(frame("Campaigners wept in the square."), least=1).table
    assert not len(called(alone, "people in the street"))


def test_countries_rivers_and_ministries_are_no_persons(result):
    referents = set(result.table.referent)
    assert not referents & {"Kelmora", "Kelmoran", "Dravan", "Tolm", "Lindmoor", "Interior"}
    assert {"Ivo Saldane", "Commons League", "Assembly", "Army", "Fair Basket"} <= referents


def test_rivals_go_by_all_their_names(result):
    levy = result.table[result.table.name == "dock tax"].referent
    assert len(set(levy)) == 1
    assert set(levy.iloc[0].split(" / ")) == {"dock tax", "harbour levy", "port contribution", "port surcharge"}


def test_governments_of_two_countries_are_two_referents():
    table = cf.naming(frame("The Turkish government met the Syrian regime. The Syrian regime left in anger. "
                            "The regime was asked to stay.", "Turkey's government stayed calm."), least=1).table
    assert called(table, "those who govern (Turkey)") == ["government", "government"]
    assert called(table, "those who govern (Syria)") == ["regime", "regime", "regime"]


def test_given_names_and_nothing_else():
    texts = ["The dock taxes rose. A DOCK TAX is a tax, said Erdoğan’s aide.", "President Erdogan likes the levy’s name; Erdoganesque."]
    table = cf.naming(frame(*texts), {
        "the levy": ["dock tax", "levy"], "Recep Tayyip Erdogan": ["Erdogan", "President Erdogan"]}).table
    assert table[["referent", "name", "form", "mention"]].values.tolist() == [
        ["the levy", "dock tax", "label", "dock taxes"], ["the levy", "dock tax", "label", "DOCK TAX"],
        ["Recep Tayyip Erdogan", "Erdogan", "partial", "Erdoğan"],
        ["Recep Tayyip Erdogan", "President Erdogan", "title", "President Erdogan"],
        ["the levy", "levy", "label", "levy"]]
    assert set(table.kind) == {"given"}


def test_given_names_that_no_article_has_are_named():
    articles = frame("Ada Brunskill met the premier.")
    result = cf.naming(articles, ["Brunskill", "dock tax"], least=1)
    assert result.about["not_found"] == ["dock tax"] and "dock tax" in result.about["caution"]
    with pytest.raises(DataError, match=r"no article has 'Brunskil', 'Vale'.*Near 'Brunskil' stand 'Brunskill'"):
        cf.naming(articles, ["Brunskil", "Vale"])


@pytest.mark.parametrize(("entities", "message"), [
    ({}, "entities is empty"), ({"a": []}, r"entities\['a'\] is \[\]; give a list"), (7, "a dict of referent to names"),
    ({"a": ["?"]}, r"entities\['a'\] holds '\?'"), ({"a": [1]}, r"entities\['a'\] holds 1"),
    ({"": ["a"]}, "entities has '' for a referent"), ({1: ["a"]}, "entities has 1 for a referent"), ([["a"]], r"holds \['a'\]"),
    ({"a": ["Vale"], "b": ["Vale"]}, "the name 'Vale' stands for 'a' and for 'b'")])
def test_entities_of_another_form_are_refused(entities, message):
    with pytest.raises(DataError, match=message):
        cf.naming(frame("Vale left."), entities)


def test_other_errors_say_what_is_wrong():
    with pytest.raises(DataError, match="least=0 is no count"):
        cf.naming(frame("Vale left."), least=0)
    with pytest.raises(DataError, match="voice='theirs' is not known"):
        cf.naming(frame("Vale left."), voice="theirs")
    with pytest.raises(DataError, match="naming needs column text"):
        cf.naming(pd.DataFrame({"outlet": ["A"]}))


def test_voices_share_the_mentions():
    text = "“The regime lies,” said Ada Rook. The government is silent."
    articles = frame(text).assign(id="a")
    said = pd.DataFrame({"article": ["a"], "start": [0], "end": [18]})
    entities = {"it": ["regime", "government"]}
    split = {voice: cf.naming(articles, entities, voice=voice, sources=said).table.name.tolist()
             for voice in ("all", "outlet", "quoted")}
    assert split == {"all": ["regime", "government"], "outlet": ["government"], "quoted": ["regime"]}


def test_least_leaves_out_rare_referents():
    articles = frame("Ada Rook met Bram Sill. Rook spoke.")
    assert set(cf.naming(articles).table.referent) == {"Ada Rook"}
    assert set(cf.naming(articles, least=1).table.referent) == {"Ada Rook", "Bram Sill"}


@pytest.mark.parametrize("text", [
    "", " \n ", "“" * 300 + "Ada Rook said ”no.", "THE REGIME OF ADA ROOK FELL. PROTESTERS SANG.", "🙂 Ada Rook 🙂🙂 the mob 🙂",
    "قال الرئيس Ada Rook إن الحكومة سقطت.", "“I stay.” “You go.” “The mob won.”", "Rook, " * 2000 + "the regime.",
    "Mr. Mr. Mr. President of of of the", "Ada\xa0Rook\u2029Ada Rook’s’s"])
def test_odd_input_gives_spans_inside_the_text(text):
    table = cf.naming(frame(text, "Ada Rook spoke of the regime."), least=1).table
    own = table[table.article == "0"]
    assert ((own.start >= 0) & (own.start < own.end) & (own.end <= len(text))).all()
    assert [text[s:e] for s, e in zip(own.start, own.end)] == own.mention.tolist()


def test_folding_keeps_every_character_in_its_place():
    text = "Erdoğan’s Ålesund ﬁsh ½ 🙂 “Æ”"
    assert len(fold(text)) == len(text) and fold(text).startswith("Erdogan's Alesund")


@pytest.mark.parametrize(("name", "text", "found"), [
    ("protester", "Protesters, protester; protesting.", ["Protesters", "protester"]),
    ("taxes", "A tax on taxes.", ["tax", "taxes"]), ("policy", "Policies and policy.", ["Policies", "policy"]),
    ("gunman", "Two gunmen, one gunman.", ["gunmen", "gunman"]), ("Apple", "Apple ate an apple. APPLE!", ["Apple", "APPLE"]),
    ("US", "It told us the US won.", ["US"]), ("Ada Rook", "Ada\nRook; Ada Rookery", ["Ada\nRook"])])
def test_names_are_found_as_whole_words_in_both_numbers(name, text, found):
    assert [text[start:end] for start, end, _ in find_names(text, compile_names([name]))] == found


def test_titles_are_read_to_the_left_of_a_name():
    for title in ("President ", "former Vice President ", "Sen. ", "Secretary of State "):
        text = f"They met {title}Rook"
        assert text[title_before(text, len(text) - 4):] == f"{title}Rook"
    assert title_before("a letter of Rook", 12) == 12
    assert titled("former Gov. ") == ("Governor", "former") and titled("Mrs ") == ("Mrs.", "")


def test_the_lists_are_sound():
    labels = rival_labels()
    assert {each.kind for each in labels.values()} == {"organisation", "group", "person", "thing"}
    assert all(sum(other.referent == each.referent for other in labels.values()) > 1 for each in labels.values())
    assert all(any(other.sure for other in labels.values() if other.referent == each.referent) for each in labels.values())
    assert set(title_words().values()) == {"head", "before"} and all(re.fullmatch(r"[a-z]+", w) for w in title_words())
    assert given_name("Bill") == given_name("William") == "william"
