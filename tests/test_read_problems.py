"""Bad input: each kind is an error that names file, line and remedy, or, collected, a row; nothing is lost silently."""

import csv
import gzip
import io
import json
import random
import re
import struct
import sys
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crossframe as cf
from crossframe.read.problems import Problems

GOOD = '{"outlet": "Lantern", "text": "The bridge will close."}\n'
NOISE = random.Random(5).randbytes(5000)


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def with_password(archive):
    """The archive with every member marked as encrypted, in its local header and in the directory."""
    data = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            struct.pack_into("<H", data, place + offset, struct.unpack_from("<H", data, place + offset)[0] | 1)
            place = data.find(signature, place + 4)
    return bytes(data)


# name, content, line, what the message says: the fault and the remedy
BAD = [
    ("zero.txt", b"", None, r"is empty \(0 bytes\); delete it"),
    ("zero.csv.gz", gzip.compress(b""), None, r"is empty \(0 bytes\); delete it"),
    ("noise.txt", NOISE, None, "is not text but binary data, whatever its ending says; save it as text"),
    ("nul.csv", b"outlet,text\n" + b"A,\0\1\2\n" * 50, None, "is not text but binary data"),
    ("scan.txt", b"%PDF-1.4 etc", None, "is a PDF, whatever its ending says"),
    ("photo.md", b"\x89PNG\r\n\x1a\n", None, "is a picture, whatever its ending says"),
    (
        "three.jsonl",
        (GOOD * 2 + '{"text": nothing}\n' + GOOD).encode(),
        3,
        "is not valid JSON .*column 10.*correct or delete it",
    ),
    ("list.jsonl", GOOD.encode() + b"[1, 2]\n", 2, "holds a list where an object"),
    ("broken.json", b'[\n{"text": "One."},\n{"text" "Two."}\n]', 3, "is not valid JSON"),
    ("deep.json", b"[" * 100_000, None, "is not JSON that can be read|is not valid JSON"),
    ("nothing.csv", b"outlet,text\n", None, "has a first line of names but no row"),
    (
        "titles.csv",
        b"outlet,headline\nA,Bridge\n",
        None,
        r"has no column of text; it has outlet, headline. Say which one holds the text: columns=\{'text': '...'\}",
    ),
    ("twice.csv", b"outlet,text,text\nA,One.,Two.\n", 1, "two columns are called 'text'; rename one"),
    ("empty.csv", b"outlet,text\nA,One.\nA,\nA,Two.\n", 3, "the text is empty; fill it or delete the row"),
    (
        "dots.csv",
        b"outlet,text\nA,One.\nA,... !\n",
        3,
        r"the text '... !' has no word: neither a letter nor a digit; delete it",
    ),
    (
        "ragged.csv",
        b"outlet,text\nA,One.\nA,One, two.\n",
        3,
        "has 3 values where the first line names 2 columns; put a text",
    ),
    (
        "open.csv",
        b'outlet,text\nA,One.\nA,"Two.\nA,Three.\n',
        3,
        r"never closed and so swallows the file to its end \(line 4\)",
    ),
    (
        "quotes.csv",
        b'outlet,text\nA,"He said "no" to me."\nA,Two.\n',
        2,
        "a quotation mark within a quoted text must be doubled",
    ),
    (
        "cut.csv.gz",
        gzip.compress(b"text\n" + NOISE.hex().encode())[:900],
        None,
        "is broken, or not what its ending says .*; unpack",
    ),
    ("no.txt.gz", b"no archive", None, "is broken, or not what its ending says"),
    ("no.zip", b"no archive", None, "is broken, or not what its ending says"),
    ("none.zip", zipped(), None, "the archive holds no files"),
    ("secret.zip", with_password(zipped(a_txt="One.")), None, "is protected by a password; unpack"),
    ("nest.zip", zipped(b_zip=zipped(a_txt="One.")), None, "is an archive within an archive; unpack it"),
    ("no.parquet", b"no table", None, "is no parquet file, or broken"),
    ("no.docx", b"no document", None, "is no Word document, or broken"),
    ("old.docx", b"\xd0\xcf\x11\xe0" + NOISE, None, "a password-protected Word document; save it as .docx"),
    ("no.warc", b"no archive\r\n\r\n", None, "breaks off or is broken after record 0"),
    ("page.html", b"<html><body></body></html>", None, "no article text was found in the page"),
    ("dots.txt", b"... --- !!!\n", None, "has no word: neither a letter nor a digit"),
    ("scan.pdf", b"%PDF", None, "the ending .pdf is not one crossframe reads .*; save its text as .txt"),
    ("table.xlsx", b"PK", None, "the ending .xlsx .*; save the sheet as .csv"),
    ("noending", b"One.", None, r"the ending \(none\) is not one"),
]


@pytest.mark.parametrize("name, data, line, message", BAD, ids=[name for name, *_ in BAD])
def test_bad_files(tmp_path, name, data, line, message):
    path = tmp_path / "corpus" / name
    path.parent.mkdir()
    path.write_bytes(data)
    place = str(path) if line is None else f"{path}, line {line}"
    with pytest.raises(cf.DataError, match=message) as error:
        cf.read(path, clean=False)
    assert str(error.value).startswith(place)
    (path.parent / "good.txt").write_text("The bridge will close.")
    corpus = cf.read(path.parent, outlet="A", clean=False, errors="collect")
    assert corpus.articles.text.iloc[-1 if name < "good.txt" else 0] == "The bridge will close."
    assert len(corpus.lost) == 1
    lost = corpus.lost.iloc[0]
    assert lost.file.startswith(str(path))
    assert (None if pd.isna(lost.line) else lost.line) == line
    assert re.search(message, lost.reason)


@pytest.mark.parametrize(
    "source, message",
    [
        ("empty", "empty: the folder holds no files"),
        ("nothing*.txt", r"nothing\*.txt: no file matches this pattern"),
        ("missing.txt", "missing.txt: there is no such file or folder .*check the name"),
        ("https://lantern.example/1.html", "is an address on the web; crossframe reads files"),
        ([], "the list of what to read is empty"),
        (7, "takes file names, folders, globs, DataFrames or a list of these, not int"),
        ([7], "the list holds a int"),
        (pd.DataFrame({"text": []}), "there is not one article"),
    ],
)
def test_nothing_to_read(tmp_path, monkeypatch, source, message):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    for errors in ("raise", "collect"):
        with pytest.raises(cf.DataError, match=message):
            cf.read(source, clean=False, errors=errors)


def test_where_all_fails_even_collecting_says_every_reason(tmp_path):
    for name, data, *_ in BAD[:5]:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(cf.DataError) as error:
        cf.read(tmp_path, clean=False, errors="collect")
    assert [name for name, *_ in BAD[:5] if name in str(error.value)] == [name for name, *_ in BAD[:5]]


@pytest.mark.parametrize(
    "argument, message",
    [
        ({"errors": "ignore"}, "errors='ignore' is neither 'raise' nor 'collect'"),
        ({"outlet": ""}, "outlet='' is no name"),
        ({"outlet": ["A"]}, "is no name; give one outlet's name"),
    ],
)
def test_wrong_arguments(argument, message):
    with pytest.raises(cf.DataError, match=message):
        cf.read(pd.DataFrame({"text": ["One."]}), clean=False, **argument)


def test_a_folder_with_other_files_in_it(tmp_path):
    for name in ["a.txt", "scan.pdf", "old.pdf", "LICENSE", ".DS_Store", "README.md", ".git/config", "~$a.docx"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A word.")
    with pytest.raises(
        cf.DataError, match=r"does not read \(1 without ending, 2 .pdf; first: .*LICENSE\).*errors='collect'"
    ):
        cf.read(tmp_path, outlet="A", clean=False)
    corpus = cf.read(tmp_path, outlet="A", clean=False, errors="collect")
    assert corpus.articles.id.tolist() == ["a"]
    assert [file.rsplit("/")[-1] for file in corpus.lost.file] == ["LICENSE", "old.pdf", "scan.pdf"]
    notes = corpus.problems[corpus.problems.kind == "note"]
    assert notes.file.str.endswith("README.md").tolist() == [True]
    assert cf.read(tmp_path / "*.txt", outlet="A", clean=False).articles.id.tolist() == ["a"]


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.txt", "One. " * 30),
        ("a.csv", "text\nOne.\n" + "One. " * 30 + "\nTwo.\n"),
        ("a.jsonl", '{"text": "One."}\n{"text": "' + "One. " * 100 + '"}\n{"text": "Two."}\n'),
        ("a.json", json.dumps([{"text": "One."}, {"text": "One. " * 30}, {"text": "Two."}])),
    ],
)
def test_an_article_too_long_to_be_one(tmp_path, monkeypatch, name, data):
    monkeypatch.setattr(Problems, "max_characters", 100)
    (tmp_path / name).write_text(data)
    with pytest.raises(cf.DataError, match=rf"{name}.* holds an article of more than 100 characters.*split it"):
        cf.read(tmp_path / name, outlet="A", clean=False)
    (tmp_path / "b.txt").write_text("Three.")
    corpus = cf.read(tmp_path, outlet="A", clean=False, errors="collect")
    assert corpus.articles.text.tolist() == ["One.", "Two."] * (name != "a.txt") + ["Three."]
    assert corpus.lost.line.fillna(0).tolist() == [{"a.txt": 0, "a.csv": 3}.get(name, 2)]


def test_a_line_of_200_megabytes_is_a_problem_and_not_a_crash(tmp_path):
    resource = pytest.importorskip("resource", reason="memory is measured on Unix alone")
    with open(tmp_path / "a.csv", "w") as file:
        file.write("outlet,text\nA,One.\nA,")
        for _ in range(200):
            file.write("word " * 200_000)
        file.write("\nA,Two.\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    corpus = cf.read(tmp_path / "a.csv", clean=False, errors="collect")
    unit = 1 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 1.5e9
    assert corpus.articles.text.tolist() == ["One.", "Two."]
    assert corpus.lost.line.tolist() == [3]


def test_an_article_of_which_cleaning_leaves_nothing_is_a_loss():
    table = pd.DataFrame(
        {"id": ["a", "b"], "outlet": "Lantern", "text": ["Read more", "The bridge will close on Monday."]}
    )
    with pytest.raises(cf.DataError, match="DataFrame: nothing of article 'a' is left after cleaning.*clean=False"):
        cf.read(table)
    corpus = cf.read(table, errors="collect")
    assert corpus.articles.id.tolist() == ["b"]
    assert len(corpus.lost) == 1
    assert not len(corpus.removed)


def test_the_limit_for_csv_is_put_back(tmp_path):
    (tmp_path / "a.csv").write_text("text\nOne.\n")
    before = csv.field_size_limit()
    cf.read(tmp_path / "a.csv", outlet="A", clean=False)
    assert csv.field_size_limit() == before


# ---- rows in = articles + losses

TEXT = st.sampled_from(["The bridge will close.", "One, two.", "", "  ", "...", "Zażółć\r\ngęślą.", None, '"', "7"])
ROW = st.fixed_dictionaries(
    {
        "text": TEXT,
        "outlet": st.sampled_from(["A", "a ", "B", "", None]),
        "date": st.sampled_from(["2019-07-16", "9/6/17", "0001-11-30", "", None, "soon"]),
    }
)
TABLE = st.lists(ROW, min_size=1, max_size=6)


def write(path, kind, rows):
    """Write the rows in one format; the number of articles or losses that must come of them."""
    frame = pd.DataFrame(rows)
    if kind == "csv":
        frame.to_csv(path / "rows.csv", index=False)
    elif kind == "gz":
        frame.to_csv(path / "rows.tsv.gz", index=False, sep="\t")
    elif kind == "parquet":
        frame.astype(object).to_parquet(path / "rows.parquet")
    elif kind == "jsonl":
        lines = [json.dumps(row) for row in rows]
        lines[::3] = ["{" for _ in lines[::3]]
        (path / "rows.jsonl").write_text("\n\n".join(lines))
    elif kind == "json":
        frame.to_json(path / "rows.json", orient="records")
    elif kind == "zip":
        with zipfile.ZipFile(path / "rows.zip", "w") as archive:
            for number, row in enumerate(rows):
                archive.writestr(f"{number}.txt", row["text"] or "")
    elif kind == "files":
        for number, row in enumerate(rows):
            (path / f"{number}.{['txt', 'pdf', 'html'][number % 3]}").write_text(row["text"] or "")
    return len(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tables=st.dictionaries(
        st.sampled_from(["csv", "gz", "parquet", "jsonl", "json", "zip", "files"]), TABLE, min_size=1
    )
)
def test_rows_in_are_articles_or_losses(tmp_path_factory, tables):
    path = tmp_path_factory.mktemp("corpus")
    (path / "good.txt").write_text("The bridge will close.")
    rows = 1 + sum(write(path, kind, table) for kind, table in tables.items())
    corpus = cf.read(path, clean=False, errors="collect")
    assert len(corpus) + len(corpus.lost) == rows
    assert corpus.articles.id.is_unique
    assert set(corpus.problems.article.dropna()) <= set(corpus.articles.id)
    assert (corpus.articles.text.str.contains(r"\w")).all()
    if len(corpus.lost):
        with pytest.raises(cf.DataError):
            cf.read(path, clean=False)
    else:
        pd.testing.assert_frame_equal(cf.read(path, clean=False).articles, corpus.articles)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_back_or_nowhere(tmp_path):
    (tmp_path / "corpus" / "lantern").mkdir(parents=True)
    (tmp_path / "corpus" / "lantern" / "a.txt").write_text("One.")
    (tmp_path / "corpus" / "lantern" / "back").symlink_to(tmp_path / "corpus")
    (tmp_path / "corpus" / "b.txt").symlink_to(tmp_path / "gone.txt")
    corpus = cf.read(tmp_path / "corpus", clean=False, errors="collect")
    assert corpus.articles.id.tolist() == ["a"]
    assert corpus.lost.file.str.endswith("b.txt").tolist() == [True]
