"""Nexis exports of many articles in one file, in the form of Nexis Uni and in the older one."""

import textwrap

import docx
import pytest
from docx.oxml import OxmlElement

import crossframe as cf

ARTICLES = [
    {
        "title": "Budget 2021: ten things about the harbour bridge",
        "outlet": "The Lantern (Port Lorn)",
        "date": "March 4, 2021 Thursday",
        "edition": "Late Edition - Final",
        "author": "Ada Quill and Ben Fold",
        "section": "Section A; Column 0; Harbour Desk; Pg. 1",
        "text": "The bridge will close on Monday, the port office said, and it will stay shut for at least four weeks "
        "while its deck is laid.\n\n"
        "Body work is dear.\n\nSubject: the port office's letter to traders began so.",
        "words": 38,
    },
    {
        "title": "Ferries free while bridge is shut",
        "outlet": "The Courier",
        "date": "5 March 2021",
        "edition": "",
        "author": "",
        "section": "NEWS; Pg. 3",
        "text": "Nobody will pay for the ferry until the bridge opens again.",
        "words": 11,
    },
]


def uni_lines(article):
    yield from [article["title"], article["outlet"], article["date"]]
    yield from [article["edition"]] * bool(article["edition"])
    yield from [
        "",
        "Copyright 2021 The Publishers All Rights Reserved",
        "",
        f"Section: {article['section']}",
        f"Length: {article['words']} words",
    ]
    yield from [f"Byline: By {article['author']}"] * bool(article["author"])
    yield from [
        "Body",
        "",
        *article["text"].split("\n"),
        "",
        "Graphic",
        "",
        "PHOTO: A bridge. (PHOTOGRAPH BY ADA QUILL)",
        "",
        "Load-Date: March 6, 2021",
        "",
        "",
        "End of Document",
    ]


def old_form(article, number, of):
    author = f"BYLINE: {article['author']}\n\n" if article["author"] else ""
    body = "\n\n".join(textwrap.fill(paragraph, 78) for paragraph in article["text"].split("\n\n"))
    return (
        f"\n{number} of {of} DOCUMENTS\n".center(70)
        + f"\n\n{article['outlet'].center(78)}\n\n{article['date'].center(78)}\n"
        f"{article['edition'].center(78)}\n\n{textwrap.fill(article['title'], 40)}\n\n"
        f"{author}SECTION: {article['section']}\n\n"
        f"LENGTH: {article['words']} words\n\nDATELINE: PORT LORN \n\n\n{body}\n\n"
        "LOAD-DATE: March 6, 2021\n\nLANGUAGE: ENGLISH\n\n"
        f"GRAPHIC: PHOTO: A bridge.\n\nPUBLICATION-TYPE: Newspaper\n\n\n{'Copyright 2021 The Publishers'.center(78)}\n"
        f"{'All Rights Reserved'.center(78)}\n"
    )


def check(corpus):
    read = corpus.articles
    for column in ("title", "outlet", "author", "section", "text"):
        assert read[column].tolist() == [article[column] for article in ARTICLES]
    assert read.length.tolist() == [article["words"] for article in ARTICLES]
    assert read.text.str.count(r"[\w']+").tolist() == [article["words"] for article in ARTICLES]
    assert read.date.dt.strftime("%Y-%m-%d").tolist() == ["2021-03-04", "2021-03-05"]
    assert read.edition[0] == "Late Edition - Final"
    assert read.load_date.tolist() == ["March 6, 2021"] * 2
    assert read.graphic.str.startswith("PHOTO: A bridge.").all()
    assert read.id.tolist() == ["export-1", "export-2"]
    assert not len(corpus.problems)


COVER = [
    "User Name: A. Reader",
    "Date and Time: Saturday, March 6, 2021 10:00:00 AM CET",
    "Job Number: 123456",
    "Documents (2)",
    "",
    "1. Budget 2021: ten things about the harbour bridge",
    "Client/Matter: -None-",
    "Search Type: NAND",
    "",
]


def linked(paragraph, text):
    """Write the text as a link, as Nexis Uni does with titles."""
    link, run, letters = (OxmlElement(name) for name in ("w:hyperlink", "w:r", "w:t"))
    letters.text = text
    run.append(letters)
    link.append(run)
    paragraph._p.append(link)


@pytest.mark.parametrize("cover", [[], COVER])
def test_nexis_uni_as_a_word_document(tmp_path, cover):
    document = docx.Document()
    titles = [article["title"] for article in ARTICLES]
    for line in cover + [line for article in ARTICLES for line in uni_lines(article)]:
        if line in titles:
            linked(document.add_heading(level=1), line)
        else:
            document.add_paragraph(line)
    document.save(tmp_path / "export.docx")
    check(cf.read(tmp_path / "export.docx", clean=False))


def test_nexis_uni_as_text(tmp_path):
    (tmp_path / "export.txt").write_text("\n".join(line for article in ARTICLES for line in uni_lines(article)))
    check(cf.read(tmp_path / "export.txt", clean=False))


def test_the_older_form(tmp_path):
    head = "Download Request: Selected Items: 1-2\nTime Of Request: Saturday, March 6, 2021\n\nTerms: (bridge)\n\n"
    (tmp_path / "export.txt").write_text(
        head + "".join(old_form(article, n, 2) for n, article in enumerate(ARTICLES, start=1))
    )
    corpus = cf.read(tmp_path / "export.txt", clean=False)
    check(corpus)
    assert corpus.articles.dateline.tolist() == ["PORT LORN"] * 2


def test_a_document_left_out_of_the_older_form_is_noted(tmp_path):
    (tmp_path / "export.txt").write_text(old_form(ARTICLES[0], 1, 3) + old_form(ARTICLES[1], 3, 3))
    corpus = cf.read(tmp_path / "export.txt", clean=False)
    assert corpus.problems[["reason", "kind"]].values.tolist() == [
        ["documents [2] of this export are not in the file.", "note"]
    ]


def test_documents_without_text_are_losses_with_their_line(tmp_path):
    picture = "A picture\nThe Lantern\nMarch 4, 2021\n\nEnd of Document\n"
    whole = "\n".join(uni_lines(ARTICLES[1]))
    (tmp_path / "export.txt").write_text(f"{whole}\n\n{picture}\nA headline and no more")
    corpus = cf.read(tmp_path / "export.txt", clean=False, errors="collect")
    assert corpus.articles.title.tolist() == [ARTICLES[1]["title"]]
    lines = (tmp_path / "export.txt").read_text().split("\n")
    assert [lines[line - 1] for line in corpus.lost.line.sort_values()] == ["A picture", "A headline and no more"]
    with pytest.raises(cf.DataError, match="export.txt, line .*: the export breaks off"):
        cf.read(tmp_path / "export.txt", clean=False)


def test_a_text_that_only_speaks_of_documents_is_no_export(tmp_path):
    (tmp_path / "a.txt").write_text("The office found\n3 of 5 DOCUMENTS\nin the end.\n\nEnd of Document\n")
    assert len(cf.read(tmp_path / "a.txt", outlet="A", clean=False)) == 1
