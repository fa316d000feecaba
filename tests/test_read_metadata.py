"""Columns under their usual names, dates, outlets, ids, and the heading of a bare text."""

import datetime
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.read.layout import layout
from crossframe.read.names import USUAL, resolve


def read(**columns):
    return cf.read(pd.DataFrame(columns), clean=False)


# ---- columns


@pytest.mark.parametrize("ours, theirs", [(ours, theirs) for ours, names in USUAL.items() for theirs in names.split()])
def test_usual_names_need_no_mapping(ours, theirs):
    for name in {
        theirs,
        theirs.upper(),
        theirs.title().replace("_", ""),
        theirs.replace("_", " "),
        theirs.replace("_", "-"),
    }:
        assert resolve((name, "likes"))[0] == {name: ours}


def test_no_usual_name_is_two_of_ours():
    every = [name for names in USUAL.values() for name in names.split()]
    assert len(every) == len(set(every))


def test_the_more_specific_column_wins_and_says_so():
    corpus = read(body=["The body."], text=["The text."], source=["AP"], outlet=["Lantern"])
    article = corpus.articles.iloc[0]
    assert (article.text, article.body, article.outlet, article.source_given) == (
        "The text.",
        "The body.",
        "Lantern",
        "AP",
    )
    assert corpus.problems.reason[0].startswith("outlet is taken from column 'outlet', not from 'source'")
    assert "columns={'text': 'body'} would change that" in corpus.problems.reason[1]
    assert "column 'source' is kept as 'source_given'" in corpus.problems.reason[2]
    assert set(corpus.problems.kind) == {"note"}


def test_a_mapping_goes_before_usual_names_and_keeps_the_rest():
    frame = pd.DataFrame(
        {"text": ["summary"], "transcript": ["The bridge will close."], "paper": ["Lantern"], "Topic ": ["roads"]}
    )
    article = cf.read(frame, columns={"text": "transcript", "outlet": "paper"}, clean=False).articles.iloc[0]
    assert (article.text, article.outlet, article["Topic "], article.text_given) == (
        "The bridge will close.",
        "Lantern",
        "roads",
        "summary",
    )


@pytest.mark.parametrize(
    "columns, message",
    [
        ({"body": "text"}, "on the left stand crossframe's names"),
        ({"text": "txt"}, "names a column that is not there; there are text, outlet"),
        ({"text": "text", "title": "text"}, "takes 'text' for two things"),
    ],
)
def test_a_wrong_mapping_is_refused(columns, message):
    with pytest.raises(cf.DataError, match=message):
        cf.read(pd.DataFrame({"text": ["One."], "outlet": ["A"]}), columns=columns, clean=False)


def test_the_index_of_the_users_table_does_not_matter():
    frame = pd.DataFrame({"text": ["One.", "Two."], "outlet": "A"}, index=[7, 7])
    assert cf.read(frame, clean=False).articles.id.tolist() == ["row-1", "row-2"]


# ---- ids


def test_ids_are_the_datas_else_made_from_file_names(tmp_path):
    for name in ["lantern/1.txt", "courier/1.txt", "courier/1.md", "courier/2021.03.04.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A word.")
    (tmp_path / "rows.csv").write_text("text\nOne.\nTwo.\n")
    corpus = cf.read(tmp_path, outlet="A", clean=False)
    assert corpus.articles.id.tolist() == ["courier/1", "courier/1~2", "2021.03.04", "lantern/1", "rows-1", "rows-2"]
    assert read(text=["One.", "Two."], outlet="A", id=[1.0, None]).articles.id.tolist() == ["1", "row-2"]


def test_an_id_that_stands_twice_names_both_places(tmp_path):
    (tmp_path / "a.csv").write_text("id,text,outlet\n1,One.,A\n2,Two.,A\n")
    (tmp_path / "b.csv").write_text("id,text,outlet\n3,Three.,B\n2,Four.,B\n")
    with pytest.raises(
        cf.DataError, match=r"b.csv, line 3: id '2' stands twice, here and in .*a.csv, line 3;.*columns=\{'id': None\}"
    ):
        cf.read(tmp_path, clean=False)
    corpus = cf.read(tmp_path, clean=False, errors="collect")
    assert corpus.articles.text.tolist() == ["One.", "Two.", "Three."]
    assert len(corpus.lost) == 1
    corpus = cf.read(tmp_path, clean=False, columns={"id": None})
    assert corpus.articles.id.tolist() == ["a-1", "a-2", "b-1", "b-2"]
    assert corpus.articles.id_given.tolist() == [1, 2, 3, 2]


# ---- outlets


def test_spellings_are_folded_to_the_commonest_and_shown():
    corpus = read(
        text=["A word."] * 7, outlet=["FOX", "fox", " Fox ", "fox", "Fox News", "Fox Online News", "Fox-News"]
    )
    assert corpus.articles.outlet.tolist() == ["fox"] * 4 + ["Fox News", "Fox Online News", "Fox News"]
    spellings = corpus.outlet_spellings
    assert spellings.n.sum() == 7
    assert dict(zip(spellings.written, spellings.outlet, strict=True))["FOX"] == "fox"
    assert set(spellings.origin) == {"column outlet"}


def test_the_outlet_given_goes_before_all():
    corpus = cf.read(pd.DataFrame({"text": ["One."], "publisher": ["B"]}), outlet="A", clean=False)
    assert corpus.articles.outlet.tolist() == ["A"]
    assert corpus.outlet_spellings[["written", "origin"]].values.tolist() == [["A", "outlet="]]


def test_an_outlet_is_looked_for_in_the_url_then_in_the_folder(tmp_path):
    for outlet in ("lantern", "2019/the_courier"):
        (tmp_path / "corpus" / outlet / "2019-07").mkdir(parents=True)
        (tmp_path / "corpus" / outlet / "2019-07" / "a.txt").write_text("A word.")
    (tmp_path / "corpus" / "lantern" / "b.json").write_text(
        '{"text": "A word.", "link": "https://www.beacon.example/1"}'
    )
    (tmp_path / "corpus" / "c.txt").write_text("Bridge to close for a month\nThe Courier\n\nThe bridge will close.")
    corpus = cf.read(tmp_path / "corpus", clean=False)
    assert corpus.articles.outlet.tolist() == ["The Courier", "The Courier", "lantern", "beacon.example"]
    assert corpus.outlet_spellings.set_index("written").origin.to_dict() == {
        "the_courier": "folder",
        "The Courier": "line at the title",
        "lantern": "folder",
        "beacon.example": "host of the url",
    }


def test_folders_named_side_by_side_are_outlets(tmp_path):
    for outlet in ("lantern", "courier"):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "a.txt").write_text("A word.")
    corpus = cf.read([tmp_path / "lantern", tmp_path / "courier"], clean=False)
    assert corpus.articles.outlet.tolist() == ["lantern", "courier"]
    assert cf.read(str(tmp_path / "*" / "*.txt"), clean=False).articles.outlet.tolist() == ["courier", "lantern"]
    alone = cf.read(tmp_path / "lantern", clean=False)
    assert alone.articles.outlet.isna().all()
    assert "no outlet is known for 1 of 1 articles" in alone.problems.reason[0]


def test_a_folder_that_holds_several_outlets_is_none(tmp_path):
    (tmp_path / "corpus" / "bridge").mkdir(parents=True)
    for name, outlet in [("a", "The Lantern"), ("b", "The Courier")]:
        (tmp_path / "corpus" / "bridge" / f"{name}.txt").write_text(
            f"Bridge to close for a month\n{outlet}\n\nIt will close."
        )
    (tmp_path / "corpus" / "bridge" / "c.txt").write_text("It will close.")
    outlets = cf.read(tmp_path / "corpus", clean=False).articles.outlet
    assert outlets[:2].tolist() == ["The Lantern", "The Courier"]
    assert outlets.isna().tolist() == [False, False, True]


# ---- dates

DAY = pd.Timestamp("2019-07-16")


@pytest.mark.parametrize(
    "written",
    [
        "2019-07-16",
        "2019/7/16",
        "2019-07-16T23:30:00-05:00",
        "2019-07-16 10:00:00",
        "20190716",
        "20190716T101500Z",
        "7/16/19",
        "7/16/2019",
        "16.7.2019",
        "16/07/2019 10:15",
        "July 16, 2019",
        "Jul. 16, 2019 3:45 p.m. ET",
        "July 16, 2019 Tuesday",
        "16 July 2019",
        "16-Jul-19",
        "16th of July, 2019",
        "Tue, 16 Jul 2019 10:00:00 +0200",
        "Tue Jul 16 10:00:00 2019",
        "1563278400",
        "1563278400000",
        1563278400,
        20190716.0,
        "16 juillet 2019",
        "16. Juli 2019",
        "16 de julio de 2019",
        "2019年7月16日",
        datetime.date(2019, 7, 16),
        datetime.datetime(2019, 7, 16, 23, 59),
        pd.Timestamp("2019-07-16 23:30", tz="America/New_York"),
        np.datetime64("2019-07-16"),
    ],
)
def test_dates_in_every_usual_form(written):
    corpus = read(text=["One."], outlet=["A"], date=[written])
    assert corpus.articles.date.tolist() == [DAY]
    assert corpus.articles.date.dtype == "datetime64[us]"
    assert not len(corpus.problems)


@pytest.mark.parametrize(
    "written",
    [
        "0001-11-30",
        "1689-12-31",
        "2150-01-01",
        "0000-00-00",
        "2019-02-30",
        "July 2019",
        "2019",
        "soon",
        "31/31/2019",
        "12:30:00",
    ],
)
def test_impossible_dates_are_none_with_a_note_and_the_article_stays(written):
    corpus = read(text=["One."], outlet=["A"], date=[written], id=["x"])
    assert corpus.articles.date.isna().tolist() == [True]
    assert corpus.problems[["line", "kind", "article"]].values.tolist() == [[1, "note", "x"]]
    assert repr(written) in corpus.problems.reason[0]
    assert not len(corpus.lost)


@pytest.mark.parametrize("nothing", ["", None, "NaN", "n/a", pd.NaT, "None"])
def test_no_date_is_no_problem(nothing):
    corpus = read(text=["One.", "Two."], outlet=["A", "A"], date=[nothing, "2019-07-16"])
    assert corpus.articles.date.isna().tolist() == [True, False]
    assert not len(corpus.problems)


def test_whether_the_day_is_first_is_settled_by_the_outlets_other_dates():
    corpus = read(
        text=["A word."] * 4, outlet=["A", "A", "B", "B"], date=["3/4/2019", "25/4/2019", "3/4/2019", "4/25/2019"]
    )
    assert corpus.articles.date.dt.strftime("%m-%d").tolist() == ["04-03", "04-25", "03-04", "04-25"]
    assert not len(corpus.problems)


def test_where_nothing_tells_the_month_is_first_and_it_is_noted_once_an_outlet():
    corpus = read(text=["A word."] * 3, outlet=["A", "A", "B"], date=["3/4/2019", "5/6/2019", "7/7/2019"])
    assert corpus.articles.date.dt.strftime("%m-%d").tolist() == ["03-04", "05-06", "07-07"]
    assert [reason[:37] for reason in corpus.problems.reason] == ["2 dates of this outlet, such as '3/4/"]


def test_a_year_of_two_digits_is_never_far_ahead():
    this = datetime.date.today().year % 100
    corpus = read(text=["A word."] * 2, outlet="A", date=[f"7/16/{this:02d}", f"7/16/{(this + 2) % 100:02d}"])
    years = corpus.articles.date.dt.year
    assert years[0] == datetime.date.today().year
    assert years[1] == datetime.date.today().year + 2 - 100


# ---- the heading of a bare text

BODY = "The bridge will close on Monday, the port office said, and stay shut for four weeks."
TITLE = "Harbour Bridge to Close for a Month"


@pytest.mark.parametrize(
    "lines, title, outlet, author, date",
    [
        ([TITLE, "The Lantern", "", BODY], TITLE, "The Lantern", None, None),
        (["Support The Lantern!", "", TITLE, "", "Ada Quill / IPA", "", BODY], TITLE, "The Lantern", None, None),
        (["Daily Lantern", "", TITLE, "", BODY], TITLE, "Daily Lantern", None, None),
        ([TITLE, "LNTN", "[]", "A bridge. /IPA Photo", "", BODY], TITLE, "LNTN", None, None),
        (
            [TITLE, "By Ada Quill and Ben Fold", "July 16, 2019", "", BODY],
            TITLE,
            None,
            "Ada Quill and Ben Fold",
            "July 16, 2019",
        ),
        ([TITLE, "", "BY ADA QUILL, HARBOUR CORRESPONDENT", "", BODY], TITLE, None, "ADA QUILL", None),
        (
            [TITLE, "lantern.example.com", "Published: 16 July 2019, 10:15", "", BODY],
            TITLE,
            "lantern.example.com",
            None,
            "16 July 2019",
        ),
        (["# " + TITLE, "", BODY], TITLE, None, None, None),
        ([TITLE + "?", "", BODY], TITLE + "?", None, None, None),
        ([BODY, "", "And so on."], None, None, None, None),
        ([TITLE, BODY], None, None, None, None),  # no blank line: it may be the text
        (["It rained.", "", BODY], None, None, None, None),
        (["Follow us on social media", "", BODY], "Follow us on social media", None, None, None),
        (
            ["By the time the bridge was shut the ferries ran", "", BODY],
            "By the time the bridge was shut the ferries ran",
            None,
            None,
            None,
        ),
        ([], None, None, None, None),
    ],
)
def test_the_heading_of_a_bare_text(lines, title, outlet, author, date):
    text = "\n".join(lines)
    found = layout(text)
    assert found["text"] == text
    assert tuple(map(found.get, ("title", "outlet", "author", "date"))) == (title, outlet, author, date)


@pytest.mark.parametrize(
    "head",
    [
        "Title: Bridge to close\nOutlet: The Lantern\nDate: 2019-07-16\nAuthor: Ada Quill\n\n",
        '---\ntitle: "Bridge to close"\npublisher: The Lantern\ndate: 2019-07-16\nauthor: Ada Quill\n---\n',
    ],
)
def test_labelled_lines_and_front_matter_are_fields_and_not_text(tmp_path, head):
    (tmp_path / "a.md").write_text(head + BODY)
    article = cf.read(tmp_path / "a.md", clean=False).articles.iloc[0]
    assert article.text == BODY
    assert (article.title, article.outlet, article.author, article.date) == (
        "Bridge to close",
        "The Lantern",
        "Ada Quill",
        DAY,
    )


def test_a_text_that_begins_with_one_label_is_all_text(tmp_path):
    (tmp_path / "a.txt").write_text("Source: the port office said it.\n" + BODY)
    assert cf.read(tmp_path / "a.txt", outlet="A", clean=False).articles.text[0].startswith("Source:")


SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed articles are not in ../shared")
def test_the_two_seed_articles():
    articles = cf.read(SEEDS).articles
    assert articles.outlet.tolist() == ["The Moscow Times", "CGTN"]
    assert articles.title.str.split().str.len().tolist() == [9, 11]
    assert (articles.author == "").all()
    assert [
        line
        for text, title in zip(articles.raw, articles.title, strict=True)
        for line in itertools.islice(text.splitlines(), 3)
        if line == title
    ] == articles.title.tolist()


@pytest.mark.parametrize(
    "value, text",
    [
        (b"Caf\xc3\xa9 open.", "Café open."),
        ("Half \ud83d gone.", "Half \ufffd gone."),
        (["One.", "Two."], "One.\n\nTwo."),
        (np.array(["One.", "Two."], dtype=object), "One.\n\nTwo."),
        (7, "7"),
    ],
)
def test_texts_that_are_no_text_become_text(value, text):
    table = pd.DataFrame({"text": pd.Series([value, "Other."], dtype=object), "outlet": "A"})
    assert cf.read(table, clean=False).articles.text.tolist() == [text, "Other."]


def test_two_columns_of_one_name_are_refused():
    table = pd.concat([pd.DataFrame({"text": ["One."]}), pd.DataFrame({"text": ["Two."]})], axis=1)
    with pytest.raises(cf.DataError, match="DataFrame: two columns are called 'text'; rename one"):
        cf.read(table, clean=False)
