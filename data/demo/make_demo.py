"""Write the demo corpus from its sources.

    python data/demo/make_demo.py [FOLDER]

reads the annotated stories (stories/*.xml), the outlets' page furniture (pages.toml) and the list of what was planted
(planted.toml), and writes articles/ (the messy pages, as someone would have saved them), gold/ (what a perfect reader
would find) and ground_truth.csv into FOLDER, by default the folder of this file. Nothing is drawn at random: the same
sources give the same files.
"""

import csv
import datetime
import html
import re
import sys
import textwrap
import tomllib
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

from demo_gold import own_text, write_gold, write_truth

HERE = Path(__file__).parent
FORMS = {"post": "txt", "sentinel": "html", "lantern": "txt", "ledger": "csv"}
DATES = {"post": "%B {day}, %Y", "sentinel": "%Y-%m-%d", "lantern": "{day} %B %Y", "ledger": "%Y-%m-%d"}
NEXIS_UNI = ("ministry-memo-ledger", "lowtown-camp-ledger")
COLUMNS = ("headline", "publication", "published", "byline", "body", "link", "section")
CLOSE = {"title", "outlet", "byline", "date", "placeholder"}  # lines that stand close together in a page's heading


def load():
    """Every article of the stories, in order, as a dict; `body` keeps the annotation."""
    pages = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
    articles, count = [], dict.fromkeys(pages, 0)
    for path in sorted((HERE / "stories").glob("*.xml")):
        story = ElementTree.parse(path).getroot()
        points = {point.get("n"): point.text for point in story.findall("point")}
        for body in story.findall("article"):
            key = body.get("outlet")
            articles.append({
                "outlet": key, "page": pages[key], "story": story.get("name"), "points": points, "body": body,
                "wire": story.get("wire", ""), "title": body.get("title"), "nth": count[key],
                "published": datetime.date.fromisoformat(body.get("date")), "form": body.get("page", FORMS[key])})
            count[key] += 1
    for place, article in enumerate(articles):
        tellings = [(other["story"], other["outlet"]) for other in articles[: place + 1]]
        again = tellings.count(tellings[-1])
        article["suffix"] = f"-{again}" if again > 1 else ""
        article["id"] = f"{article['story']}-{article['outlet']}{article['suffix']}"
        _add_page(article, [other["title"] for other in articles if other["outlet"] == article["outlet"]])
    return articles


def _add_page(article, titles):
    """What the page states: date, outlet's spelling, byline, lines that are not the article's, file."""
    body, page, nth = article["body"], article["page"], article["nth"]
    stated = body.get("stated", _written(article["published"], DATES[article["outlet"]]))
    notes = {note.get("reason"): note.text for note in body.iter("x")}
    tail = page["tails"][nth % len(page["tails"])]
    article.update(
        stated=stated, date="" if stated == "" or stated.startswith("0001") else article["published"].isoformat(),
        masthead=body.get("masthead", page["name"]), author=body.get("by") if _shows_author(article) else "",
        paragraphs=[" ".join(part.split()) for part in re.split(r"\n\s*\n", own_text(body)) if part.strip()],
        caption=notes.get("caption", page.get("caption", "")), dateline=notes.get("dateline", ""),
        tail=[(reason, line.format(title=titles[nth - 1])) for reason, line in tail], file=_file(article))
    article["lines"] = _lines(article)


def _lines(article):
    """What a reader finds in the file as the article's text: (why it is not the article's, or ""; the line)."""
    own = [("", text) for text in article["paragraphs"]]
    own[0] = ("", article["dateline"] + own[0][1])
    form = article["form"]
    if form == "txt":
        return page_lines(article, own)
    return own + {"html": html_tail(article)[0], "csv": article["tail"], "nexis": []}[form]


def _shows_author(article):
    if article["form"] == "txt":
        return not article["wire"] and (article["outlet"] == "post" or article["nth"] % 2 == 0)
    return True


def _file(article):
    folder, form = article["page"]["folder"], article["form"]
    if form == "csv":
        return f"{folder}/quay-ledger.csv"
    if form == "nexis":
        return f"{folder}/nexis-uni.docx" if article["id"] in NEXIS_UNI else f"{folder}/nexis-export.txt"
    return f"{folder}/{article['published']:%Y%m%d}-{article['story']}{article['suffix']}.{form}"


def _written(day, form):
    return day.strftime(form.replace("{day}", str(day.day)))


def page_lines(article, own):
    """The lines of a bare text page, around the article's own."""
    head = {"post": _post_head, "lantern": _lantern_head, "sentinel": _sentinel_head}[article["outlet"]](article)
    if article["outlet"] == "lantern" and article["nth"] % 3 == 1:
        own[3:3] = [("caption", article["caption"])] * 2
    return head + own + article["tail"]


def _post_head(article):
    sentence, stop, credit = article["caption"].rpartition(". ")
    byline = [("byline", f"By {article['author']}")] if article["author"] else []
    date = [("date", article["stated"])] if article["stated"] else []
    title = ("title", article["title"])
    if article["masthead"] != article["page"]["name"]:
        picture = [("caption", article["caption"])] * 2
        return [title, ("outlet", article["masthead"]), *byline, *date, ("placeholder", "[]"), *picture]
    picture = [("credit", credit)] if article["nth"] % 2 == 0 else [("caption", sentence + stop + credit)]
    return [("plea", article["page"]["plea"]), title, *(picture if credit else []), *byline, *date]


def _lantern_head(article):
    byline = [("byline", f"By {article['author']}")] if article["author"] else []
    return [("title", article["title"]), ("outlet", article["masthead"]), *byline, ("date", article["stated"]),
            ("placeholder", "[]"), *[("caption", article["caption"])] * 2]


def _sentinel_head(article):
    return [("outlet", article["masthead"].upper()), ("title", article["title"]), ("date", article["stated"])]


def write_txt(article, folder):
    """One bare text page."""
    close = set() if article["lines"][0][0] == "plea" else CLOSE
    text = "".join(line + ("\n" if reason in close else "\n\n") for reason, line in article["lines"])
    _write(folder / article["file"], text.rstrip("\n") + "\n")


def write_html(article, folder):
    """One web page, with its metadata, menu, picture and footer."""
    page = article["page"]
    moment = article["stated"] if article["body"].get("stated") else f"{article['published']}T06:40:00+00:00"
    inside = {
        "title": html.escape(article["title"]), "outlet": article["masthead"], "author": article["author"],
        "moment": moment,
        "address": f"{page['site']}/{article['published']:%Y/%m/%d}/{article['story']}",
        "menu": "".join(f'<li><a href="/{item.lower()}">{item}</a></li>' for item in page["menu"]),
        "picture": f"/pictures/{article['story']}.jpg", "caption": _safe(article["caption"]),
        "text": "\n".join(f"<p>{_safe(line)}</p>" for _, line in article["lines"]),
        "asides": "\n".join(f'<aside class="{reason}"><p>{_safe(line)}</p></aside>'
                            for reason, line in html_tail(article)[1]),
        "foot": "".join(_safe(line) for reason, line in article["tail"] if reason == "copyright")}
    _write(folder / article["file"], (HERE / "page.html").read_text("utf-8").format(**inside))


def html_tail(article):
    """The last lines of a web page: those that stand in the article's own element, and those set apart from it."""
    tail = [pair for pair in article["tail"] if pair[0] != "copyright"]
    return (tail, []) if article["nth"] % 2 else ([], tail)


def _safe(text):
    return html.escape(text, quote=False)


def write_csv(articles, folder):
    """One table of an archive search, with its own column names and the pages' last lines left in the text."""
    path = folder / articles[0]["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for article in articles:
            text = "\n\n".join(line for _, line in article["lines"])
            link = f"{article['page']['site']}/{article['story']}"
            writer.writerow([article["title"], article["masthead"], article["stated"], article["author"], text, link,
                             "Companies and Markets"])


def write_old_nexis(articles, folder):
    """A plain text export of the older form: wrapped lines, fields in capitals."""
    parts = [_old_document(article, f"{n} of {len(articles)} DOCUMENTS") for n, article in enumerate(articles, start=1)]
    _write(folder / articles[0]["file"], "\n\n\n".join(parts) + "\n")


def _old_document(article, number):
    day = article["published"]
    return "\n\n".join([
        _centred(number), _centred(article["masthead"]), _centred(_written(day, "%B {day}, %Y %A")),
        _wrapped(article["title"]), f"BYLINE: {article['author']}", "SECTION: COMPANIES AND MARKETS; Pg. 3",
        f"LENGTH: {_words(article)} words\n", *(_wrapped(line) for _, line in article["lines"]),
        f"LOAD-DATE: {_written(day, '%B {day}, %Y')}", "LANGUAGE: ENGLISH", "PUBLICATION-TYPE: Newspaper",
        _centred("Copyright 2025 Quay Ledger Company") + "\n" + _centred("All Rights Reserved")])


def _centred(line):
    return line.center(76).rstrip()


def _wrapped(text):
    return textwrap.fill(text, 76, break_on_hyphens=False)


def _words(article):
    return sum(len(part.split()) for part in article["paragraphs"])


def write_nexis_uni(articles, folder):
    """A Word export of the newer form, a paragraph a line."""
    from docx import Document

    document = Document()
    for line in [line for article in articles for line in _uni_document(article)]:
        document.add_paragraph(line)
    document.core_properties.author = "crossframe"
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2025, 10, 11)
    path = folder / articles[0]["file"]
    document.save(path)
    _fix_times(path)


def _uni_document(article):
    day = article["published"]
    return [article["title"], article["masthead"], _written(day, "%B {day}, %Y %A"),
            "Copyright 2025 Quay Ledger Company All Rights Reserved", "Section: COMPANIES AND MARKETS; Pg. 3",
            f"Length: {_words(article)} words", f"Byline: {article['author']}", "Body",
            *(line for _, line in article["lines"]), f"Load-Date: {_written(day, '%B {day}, %Y')}", "End of Document"]


def _fix_times(path):
    """Write the archive again with one date for all its members, so that the same text gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members:
            new.writestr(zipfile.ZipInfo(name, (2025, 10, 11, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def make(folder=HERE):
    """Write articles/, gold/ and ground_truth.csv into a folder."""
    articles, pages = load(), folder / "articles"
    for article in articles:
        if article["form"] in ("txt", "html"):
            {"txt": write_txt, "html": write_html}[article["form"]](article, pages)
    tables = {"quay-ledger.csv": write_csv, "nexis-export.txt": write_old_nexis, "nexis-uni.docx": write_nexis_uni}
    for name, write in tables.items():
        write([article for article in articles if article["file"].endswith(name)], pages)
    write_gold(articles, folder)
    write_truth(articles, folder, tomllib.loads((HERE / "planted.toml").read_text("utf-8")))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
