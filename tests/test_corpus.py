"""Corpus: what it shows of itself, its parts, saving and loading; as_articles."""

import dataclasses

import pandas as pd
import pytest

import crossframe as cf
from crossframe.corpus import as_articles
from crossframe.schema import ARTICLES, PROBLEMS, REMOVED, SPELLINGS, names

TABLE = pd.DataFrame(
    {
        "id": list("abcd"),
        "outlet": ["Lantern", "LANTERN", "Courier", "Lantern"],
        "date": ["2021-03-04", "2021-03-06", "0001-11-30", None],
        "text": ["The bridge will close.", "The bridge is open.", "A ferry.", "No date."],
        "topic": ["roads", "roads", "sea", "sea"],
        "words": [4.0, 4.0, 2.0, None],
    }
)
REMOVALS = pd.DataFrame(
    {"article": ["a", "b"], "start": [0, 4], "end": [3, 10], "text": ["The", "bridge"], "reason": ["rule", "rule"]}
)


@pytest.fixture
def corpus():
    read = cf.read(
        [TABLE, pd.DataFrame({"id": ["e"], "text": [""], "outlet": ["Courier"]})], clean=False, errors="collect"
    )
    articles = read.articles.assign(text=["bridge will close.", "The is open.", "A ferry.", "No date."])
    return dataclasses.replace(read, articles=articles, removed=REMOVALS)


def test_tables_have_their_columns(corpus):
    assert [name for name in names(ARTICLES) if name not in corpus.articles] == []
    assert list(corpus.articles)[-3:] == ["source", "topic", "words"]
    assert list(cf.read(TABLE, clean=False).removed) == names(REMOVED)
    assert list(corpus.problems) == names(PROBLEMS)
    assert list(corpus.outlet_spellings) == names(SPELLINGS)


def test_it_says_in_one_line_what_it_is(corpus):
    assert repr(corpus) == "<Corpus: 4 articles of 2 outlets, 2021-03-04 to 2021-03-06; 2 removals, 1 lost, 1 notes>"


def test_its_table_by_outlet(corpus):
    table = corpus.outlets.set_index("outlet")
    assert table.articles.to_dict() == {"Lantern": 3, "Courier": 1}
    assert table.characters["Lantern"] == len("bridge will close.The is open.No date.")
    assert table["first"]["Lantern"] == pd.Timestamp("2021-03-04")
    assert pd.isna(table["last"]["Courier"])
    raw = len("The bridge will close.The bridge is open.No date.")
    assert table.removed["Lantern"] == pytest.approx(1 - table.characters["Lantern"] / raw)
    html = corpus._repr_html_()
    assert "4 articles of 2 outlets" in html
    assert html.count("<tr>") + html.count("<tr style") == 3


def test_outlets_that_are_not_known_have_a_row(corpus):
    articles = corpus.articles.assign(outlet=corpus.articles.outlet.where(corpus.articles.id != "d"))
    table = dataclasses.replace(corpus, articles=articles).outlets
    assert table.articles.sum() == 4
    assert table.outlet.isna().sum() == 1


@pytest.mark.parametrize(
    "chosen, ids",
    [
        ({}, "abcd"),
        ({"outlets": "Lantern"}, "abd"),
        ({"outlets": ["Lantern", "Courier"]}, "abcd"),
        ({"since": "2021-03-05"}, "b"),
        ({"until": "2021-03-04"}, "a"),
        ({"since": "2021-03-04", "until": pd.Timestamp("2021-03-06 10:00").date()}, "ab"),
        ({"where": "topic == 'sea'"}, "cd"),
        ({"where": TABLE.topic == "sea", "outlets": "Lantern"}, "d"),
        ({"where": [True, False, False, True]}, "ad"),
        ({"where": lambda articles: articles.topic == "sea"}, "cd"),
    ],
)
def test_filter(corpus, chosen, ids):
    part = corpus.filter(**chosen)
    assert "".join(part.articles.id) == ids
    assert part.articles.index.tolist() == list(range(len(ids)))
    assert set(part.removed.article) == {"a", "b"} & set(ids)
    assert len(part.lost) == 1
    assert part.problems.article.dropna().tolist() == ["c"] * ("c" in ids)


def test_filter_leaves_the_corpus_as_it_was(corpus):
    before = corpus.articles.copy()
    part = corpus.filter(outlets="Lantern")
    part.articles["outlet"] = "changed"
    pd.testing.assert_frame_equal(corpus.articles, before)


@pytest.mark.parametrize(
    "chosen, message",
    [
        ({"outlets": "Lanterns"}, r"no outlet \['Lanterns'\] in the corpus; it has \['Courier', 'Lantern'\]"),
        ({"since": "soon"}, "since='soon' is no day; write it as 2019-07-16"),
        ({"where": "topics == 'sea'"}, "where=.* cannot be understood .* the columns are id, outlet"),
        ({"where": [True]}, "where has 1 values and the corpus 4 articles"),
        ({"since": "2022-01-01"}, "no article is left of 4; widen the filter"),
    ],
)
def test_filter_refuses(corpus, chosen, message):
    with pytest.raises(cf.DataError, match=message):
        corpus.filter(**chosen)


def test_save_and_load_give_the_same(corpus, tmp_path):
    corpus.save(tmp_path / "corpus")
    again = cf.Corpus.load(str(tmp_path / "corpus"))
    for field in dataclasses.fields(cf.Corpus):
        pd.testing.assert_frame_equal(getattr(again, field.name), getattr(corpus, field.name))


def test_a_saved_corpus_is_loaded_and_not_read(corpus, tmp_path):
    corpus.save(tmp_path)
    with pytest.raises(cf.DataError, match="holds a saved corpus; Corpus.load reads it"):
        cf.read(tmp_path, errors="collect")


def test_an_empty_table_survives_saving(tmp_path):
    corpus = cf.read(TABLE[:2], clean=False)
    corpus.save(tmp_path)
    assert repr(cf.Corpus.load(tmp_path)) == repr(corpus)


def test_load_and_save_say_what_is_wrong(corpus, tmp_path):
    with pytest.raises(cf.DataError, match=r"holds no saved corpus: articles.parquet, removed.parquet.*use cf.read"):
        cf.Corpus.load(tmp_path)
    mixed = dataclasses.replace(corpus, articles=corpus.articles.assign(note=[1, "one", None, {}]))
    with pytest.raises(cf.DataError, match="articles cannot be saved: .*note.*Make the column hold one kind"):
        mixed.save(tmp_path)


def test_a_corpus_is_not_read_again(corpus):
    with pytest.raises(cf.DataError, match="a Corpus already"):
        cf.read(corpus)


def test_articles_of_a_corpus_and_of_a_table(corpus):
    assert as_articles(corpus).id.tolist() == list("abcd")
    assert as_articles(TABLE.drop(columns="id").set_index("topic")).id.tolist() == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "data, message",
    [
        ([1], "keyness takes a Corpus or a DataFrame, not list"),
        (TABLE.drop(columns="outlet"), "keyness needs column outlet; the table has id, date"),
        (pd.concat([TABLE, TABLE[["text"]]], axis=1), "two columns are called 'text'"),
        (TABLE[:0], "keyness was given no articles"),
        (TABLE.assign(id="a"), "id 'a' stands twice"),
        (TABLE.assign(outlet=["A", None, None, "B"]), r"outlet is missing in 2 of 4 rows \(first: row 1\)"),
        (TABLE.assign(text=pd.Series(["One.", b"Two.", "Three.", 4], dtype=object)), r"text is no str in 2 of 4 rows \(first: row 1, b'Two.'\)"),
        (TABLE.assign(text=[1, 2, 3, 4]), r"text is no str in 4 of 4 rows \(first: row 0, 1\)"),
    ],
)
def test_articles_that_cannot_be_used(data, message):
    with pytest.raises(cf.DataError, match=message):
        as_articles(data, what="keyness")


def test_halves_of_characters_are_replaced_one_for_one():
    texts = ["Ada Rook said it was \ud83d “bad” and \udc00 left.", "Whole: 🙂", "Two: \ud83d\ude42."]
    table = pd.DataFrame({"outlet": list("ABC"), "text": pd.Series(texts, dtype=object)})
    mended = as_articles(table).text.tolist()
    assert mended == ["Ada Rook said it was \ufffd “bad” and \ufffd left.", "Whole: 🙂", "Two: \ufffd\ufffd."]
    assert list(map(len, mended)) == list(map(len, texts)) and table.text.tolist() == texts
    sources = cf.sources(table).table
    assert set(sources.article) <= {"0"} and texts[0].index("Ada") == cf.kwic(table, "ada").table.start[0]
