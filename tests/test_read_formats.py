"""Every format gives the same articles, whatever it is packed in; metadata come from where each format has them."""

import gzip
import io
import json
import zipfile

import docx
import pandas as pd
import pytest

import crossframe as cf

ROWS = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "outlet": ["The Lantern", "The Courier", "The Lantern"],
        "date": ["2021-03-04", "2021-03-05", "2021-03-06"],
        "title": ["Bridge to close", "Ferry «free», says port", "Bridge reopens"],
        "text": [
            "The bridge will close, the port office said.\nFerries run.",
            'A “free” ferry, naïve café owners hope; "we wait".',
            "The bridge is open.",
        ],
        "likes": [3, 0, 12],
    }
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>Bridge closes for a month - The Lantern</title><meta property="og:title" content="Bridge closes for a month">
<meta property="og:site_name" content="The Lantern">
<meta property="og:url" content="https://www.lantern.example/news/bridge">
<meta property="article:published_time" content="2021-03-04T23:30:00-05:00">
<meta name="author" content="Ada Quill"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Bridge closes for a month</h1>
<p>The harbour bridge will close on Monday, café owners were told, and it will stay shut for at least four weeks.</p>
<p>Ferries will run twice as often, the port office said, and nobody will pay for them until the bridge opens again.</p>
</article><footer>Contact us</footer></body></html>"""


def in_format(ending):
    if ending == ".parquet":
        buffer = io.BytesIO()
        ROWS.to_parquet(buffer, index=False)
        return buffer.getvalue()
    text = {
        ".csv": lambda: ROWS.to_csv(index=False),
        ".tsv": lambda: ROWS.to_csv(index=False, sep="\t"),
        ".json": lambda: ROWS.to_json(orient="records"),
        ".jsonl": lambda: ROWS.to_json(orient="records", lines=True),
    }[ending]()
    return text.encode()


def articles(corpus):
    return corpus.articles[ROWS.columns].assign(date=corpus.articles.date.dt.strftime("%Y-%m-%d"))


def same(corpus):
    pd.testing.assert_frame_equal(articles(corpus), ROWS, check_dtype=False)
    assert not len(corpus.problems)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".json", ".jsonl", ".parquet"])
def test_a_table_reads_the_same_in_every_format_and_packing(tmp_path, ending):
    data = in_format(ending)
    (tmp_path / f"rows{ending}").write_bytes(data)
    same(cf.read(tmp_path / f"rows{ending}", clean=False))
    (tmp_path / f"rows{ending.upper()}.gz").write_bytes(gzip.compress(data))
    same(cf.read(str(tmp_path / f"rows{ending.upper()}.gz"), clean=False))
    with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
        archive.writestr(f"inside/rows{ending}", data)
    same(cf.read(tmp_path / "rows.zip", clean=False))


def test_a_dataframe_reads_like_its_file():
    same(cf.read(ROWS, clean=False))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_encodings_are_found(tmp_path, ending, encoding):
    text = (
        in_format(ending).decode()
        if ending == ".csv"
        else "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS.to_dict("records"))
    )
    (tmp_path / f"rows{ending}").write_bytes(text.encode(encoding))
    corpus = cf.read(tmp_path / f"rows{ending}", clean=False)
    pd.testing.assert_frame_equal(articles(corpus), ROWS, check_dtype=False)
    assert corpus.problems.reason.str.contains(encoding).tolist() == [True] * (encoding in ("utf-16-le", "cp1252"))


@pytest.mark.parametrize(
    "encoding, text",
    [
        ("cp1250", "Burmistrz powiedział, że droga będzie zamknięta przez trzy tygodnie."),
        ("cp1251", "Мэр сообщил, что дорога будет закрыта на три недели."),
        ("koi8-r", "Мэр сообщил, что дорога будет закрыта на три недели."),
        ("shift_jis", "市長は道路が三週間閉鎖されると述べた。"),
        ("big5", "市長表示，這條道路將封閉三週。"),
    ],
)
def test_encodings_of_the_time_before_are_guessed_and_noted(tmp_path, encoding, text):
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    corpus = cf.read(tmp_path / "a.txt", outlet="A", clean=False)
    assert corpus.articles.text.tolist() == [text]
    assert "not UTF-8; read as" in corpus.problems.reason[0]


def test_a_broken_byte_in_utf8_does_not_turn_the_rest_into_another_encoding(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff " + "Zażółć gęślą jaźń, rzekł burmistrz.".encode())
    corpus = cf.read(tmp_path / "a.txt", outlet="A", clean=False)
    assert corpus.articles.text[0] == "\ufffd Zażółć gęślą jaźń, rzekł burmistrz."
    assert corpus.problems.kind.tolist() == ["note"]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_csv_may_part_its_values_by_other_marks(tmp_path, mark):
    ROWS.to_csv(tmp_path / "rows.csv", index=False, sep=mark)
    same(cf.read(tmp_path / "rows.csv", clean=False))


def test_a_number_written_with_zeros_before_it_stays_text(tmp_path):
    (tmp_path / "rows.csv").write_text("outlet,text,district,share,page\nA,One.,007,0.5,1\nB,Two.,012,,22\n")
    own = cf.read(tmp_path / "rows.csv", clean=False).articles
    assert own.district.tolist() == ["007", "012"]
    assert own.page.tolist() == [1, 22]
    assert own.share.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "data, texts",
    [
        ({"title": "One", "text": "A word."}, ["A word."]),
        ({"status": "ok", "articles": [{"content": "A word."}, {"content": "Another."}]}, ["A word.", "Another."]),
        ({"text": {"0": "A word.", "1": "Another."}, "outlet": {"0": "A", "1": "B"}}, ["A word.", "Another."]),
        (
            {"x1": {"text": "A word.", "outlet": "A"}, "x2": {"text": "Another.", "outlet": "B"}},
            ["A word.", "Another."],
        ),
        ({"body": [{"sentence": "It rained.", "n": 0}, {"sentence": "It poured.", "n": 1}]}, ["It rained. It poured."]),
        (
            {
                "title": "t",
                "body": {
                    "summary": ["Rain."],
                    "sections": [{"headline": [], "paragraphs": ["It rained.", "It poured."]}],
                },
            },
            ["Rain.\n\nIt rained.\n\nIt poured."],
        ),
        (
            {
                "title": "t",
                "maintext": "A word.",
                "source_domain": "lantern.example",
                "date_publish": "2021-03-04 10:00:00",
            },
            ["A word."],
        ),
    ],
)
def test_json_of_many_shapes(tmp_path, data, texts):
    (tmp_path / "a.json").write_text(json.dumps(data))
    assert cf.read(tmp_path / "a.json", outlet="A", clean=False).articles.text.tolist() == texts


def test_nested_values_become_names_or_json(tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps(
            {
                "articleBody": "A word.",
                "publisher": {"@type": "Organization", "name": "The Lantern"},
                "author": [{"name": "Ada Quill"}, "B. Fold"],
                "datePublished": "2021-03-04T23:30:00-05:00",
                "keywords": ["rain", "bridge"],
                "headline": "Half \ud83d a character",
            }
        )
    )
    article = cf.read(tmp_path / "a.json", clean=False).articles.iloc[0]
    assert (article.outlet, article.author, article.keywords) == (
        "The Lantern",
        "Ada Quill, B. Fold",
        '["rain", "bridge"]',
    )
    assert (str(article.date.date()), article.date_written) == ("2021-03-04", "2021-03-04T23:30:00-05:00")
    assert article.title == "Half \ufffd a character"


def test_json_lines_under_the_ending_json(tmp_path):
    ROWS.to_json(tmp_path / "rows.json", orient="records", lines=True)
    same(cf.read(tmp_path / "rows.json", clean=False))


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_gives_its_metadata(tmp_path, charset):
    (tmp_path / "a.html").write_bytes(PAGE.format(charset=charset).encode(charset))
    article = cf.read(tmp_path / "a.html", clean=False).articles.iloc[0]
    assert (article.outlet, article.title, article.author) == ("The Lantern", "Bridge closes for a month", "Ada Quill")
    assert (str(article.date.date()), article.url) == ("2021-03-04", "https://www.lantern.example/news/bridge")
    assert "café owners" in article.text
    assert "Contact us" not in article.text


def test_a_page_without_a_site_name_has_the_outlet_of_its_host(tmp_path):
    (tmp_path / "a.htm").write_text(
        PAGE.format(charset="utf-8")
        .replace('<meta property="og:site_name" content="The Lantern">', "")
        .replace(" - The Lantern", "")
    )
    corpus = cf.read(tmp_path / "a.htm", clean=False)
    assert corpus.articles.outlet.tolist() == ["lantern.example"]
    assert corpus.outlet_spellings.origin.tolist() == ["page"]


def record(kind, status, content_type, body, encoding=""):
    http = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{encoding}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.lantern.example/x\r\n"
            f"WARC-Date: 2022-01-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
            f"Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_web_archive_gives_its_pages_and_counts_the_rest(tmp_path, pack):
    page = PAGE.format(charset="utf-8").encode()
    records = [
        record("response", "200 OK", "text/html; charset=utf-8", page),
        record("response", "200 OK", "image/png", b"\x89PNG"),
        record("response", "404 Not Found", "text/html", b"<p>Nothing here.</p>"),
        record("response", "200 OK", "text/html", gzip.compress(page), "Content-Encoding: gzip\r\n"),
    ]
    (tmp_path / ("a.warc" if pack is bytes else "a.warc.gz")).write_bytes(b"".join(map(pack, records)))
    corpus = cf.read(tmp_path, clean=False)
    assert corpus.articles.title.tolist() == ["Bridge closes for a month"] * 2
    assert corpus.articles.id.tolist() == ["a-1", "a-2"]
    assert corpus.problems.reason.str.contains("2 of 4 records").tolist() == [True]


def test_a_word_document_is_read_as_its_paragraphs(tmp_path):
    document = docx.Document()
    for line in [
        "Bridge to close for a month",
        "The Lantern",
        "",
        "The bridge will close on Monday, the port office said.",
    ]:
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    article = cf.read(tmp_path / "a.docx", clean=False).articles.iloc[0]
    assert (article.title, article.outlet) == ("Bridge to close for a month", "The Lantern")
    assert article.text.endswith("\n\nThe bridge will close on Monday, the port office said.")


def test_line_ends_are_one_character_everywhere(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"One.\r\nTwo.\rThree.")
    (tmp_path / "b.csv").write_bytes(b'text\r\n"One.\r\nTwo.\rThree."\r\n')
    assert cf.read(tmp_path, outlet="A", clean=False).articles.text.tolist() == ["One.\nTwo.\nThree."] * 2


def test_reading_leaves_the_public_name_a_function(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.format(charset="utf-8"))
    cf.read(tmp_path, clean=False)
    assert callable(cf.read)


def test_a_short_read_prints_nothing(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("One.")
    cf.read(tmp_path, outlet="A", clean=False)
    assert capsys.readouterr() == ("", "")
