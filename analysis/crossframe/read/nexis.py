"""Nexis exports: many articles in one text, as Nexis Uni (.docx, .txt) and the older LexisNexis (.txt) write them."""

import re

from crossframe.errors import ReadError

__all__ = ["is_export", "split_export"]

# Nexis Uni closes every article with this line; the older form opens every article with "1 of 25 DOCUMENTS".
_END = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments?|Fin du document|Fin del documento)[ \t]*(?:\n|\Z)", re.M | re.I
)
_COUNT = re.compile(
    r"^[ \t]*(?:(?P<en>\d+) of \d+ DOCUMENTS?|Dokument (?P<de>\d+) von \d+|Document (?P<fr>\d+) de \d+)[ \t]*$", re.M
)
_OLD_LENGTH = re.compile(r"^(?:LENGTH|LÄNGE|LONGUEUR): ", re.M)
_UNI_BODY = re.compile(r"^[ \t]*(?:Body|Load-Date:.*|Length:.*)[ \t]*$", re.M)
_HEAD_FIELDS = {
    "length": "length|länge|longueur",
    "author": "byline|autor|auteur",
    "section": "section|rubrik|rubrique",
    "highlight": "highlight",
    "dateline": "dateline",
    "copyright": "copyright",
}
_TAIL_FIELDS = {
    "graphic": "graphic|grafik",
    "load_date": "load-date|update",
    "language": "language|sprache|langue",
    "publication_type": "publication-type|zeitungstyp|type-publication",
    "journal_code": "journal[- ]code",
    "subject": "subject",
    "organization": "organization",
    "person": "person",
    "geographic": "geographic",
    "industry": "industry",
    "company": "company",
    "ticker": "ticker",
    "country": "country",
    "city": "city",
    "state": "state",
    "series": "series",
    "url": "url",
    "correction_date": "correction-date",
    "classification": "classification",
}
_DATE = re.compile(
    r"(?:\b[^\W\d]{3,}\.?\s+\d{1,2},?|\b\d{1,2}\.?\s+[^\W\d]{3,}\.?|^\s*[^\W\d]{3,})\s+\d{4}\b|\b\d{4}-\d\d-\d\d\b"
)


def _fields(keys):
    """A pattern for the lines of some fields: "Length: 812 words", or the name alone on its line."""
    return re.compile(
        rf"\s*(?:{'|'.join(f'(?P<{name}>{forms})' for name, forms in keys.items())})(?:\s*:\s*|\s*$)", re.I
    )


_HEAD, _TAIL = _fields(_HEAD_FIELDS), _fields(_TAIL_FIELDS)
_UNI_TAIL = re.compile(r"\s*(?:(?:Graphic|Grafik|Classification)\s*$|(?:Graphic|Load-Date):)", re.I)
_RIGHTS = re.compile(r"\s*(?:Copyright|©)\s.*\d{4}|\s*All Rights Reserved\s*$", re.I)


def is_export(text):
    """Whether the text is a Nexis export, of either form."""
    return _is_old(text) or bool(_END.search(text) and _UNI_BODY.search(text))


def _is_old(text):
    return bool(_COUNT.search(text) and _OLD_LENGTH.search(text))


def split_export(text, problems):
    """Rows of an export: title, outlet, date, author, text (the body alone) and the export's own fields.

    Yields
    ------
    line : int
        Where the article begins.
    row : dict
    """
    old = _is_old(text)
    for start, part in (_counted_parts if old else _ended_parts)(text, problems):
        line = text.count("\n", 0, start) + 1
        try:
            yield line, {":origin": "Nexis", **(_old_article if old else _uni_article)(part)}
        except ReadError as error:
            problems.lost(error.reason, line=line)


def _counted_parts(text, problems):
    """(start, text) of the articles of the older form; a number left out is noted."""
    marks = list(_COUNT.finditer(text))
    numbers = [int(mark[str(mark.lastgroup)]) for mark in marks]
    if missing := sorted(set(range(min(numbers), max(numbers))) - set(numbers)):
        problems.note(f"documents {missing} of this export are not in the file.")
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark.start(), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _ended_parts(text, problems):
    """(start, text) of the articles of Nexis Uni; what stands after the last end is an article cut off."""
    marks = [(mark.start(), mark.end()) for mark in _END.finditer(text)]
    starts = [_first_word(text, start) for start in [0, *(end for _, end in marks)]]
    if starts[-1] < len(text):
        problems.lost(
            "the export breaks off: what follows the last 'End of Document' is no whole article; export it again.",
            line=text.count("\n", 0, starts[-1]) + 1,
        )
    return [(start, text[start:end]) for start, (end, _) in zip(starts, marks, strict=False)]


def _first_word(text, start):
    """Where the first character stands, from here on, that is not blank."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _old_article(part):
    """One article of the older form: centred outlet and date, title, FIELDS: in capitals, wrapped lines."""
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n[ \t]*\n", part)]
    blocks = [block for block in blocks if block]
    lengths = [place for place, block in enumerate(blocks) if _OLD_LENGTH.match(block[0])]
    if not lengths:
        raise ReadError(
            "this document of the export has no LENGTH line, so that its text cannot be told from its heading."
        )
    row, free, place = {}, [], lengths[0] + 1
    for block in blocks[:place]:
        if not _take(row, _HEAD, " ".join(block)):
            free.append(block)
    while place < len(blocks) and _in_capitals(blocks[place][0]) and _take(row, _HEAD, " ".join(blocks[place])):
        place += 1
    ends = [n for n, block in enumerate(blocks) if n >= place and _is_old_tail(block[0])]
    body, tail = blocks[place : ends[0] if ends else None], blocks[ends[0] :] if ends else []
    for block in tail:
        if not _take(row, _TAIL, " ".join(block)):
            row.setdefault("copyright", " ".join(block))
    return {**_old_heading(free), **_neat(row), "text": "\n\n".join(" ".join(block) for block in body)}


def _in_capitals(line):
    return line.split(":")[0].isupper()


def _is_old_tail(line):
    return (_in_capitals(line) and bool(_TAIL.match(line))) or bool(_RIGHTS.match(line))


def _old_heading(blocks):
    """Outlet, date, edition and title from the blocks above the fields."""
    row = {"outlet": " ".join(blocks[0])} if blocks else {}
    for block in blocks[1:]:
        dated = [line for line in block if _DATE.search(line)]
        if "date" not in row and dated:
            row["date"], row["edition"] = dated[0], " ".join(line for line in block if line != dated[0])
        else:
            row["title"] = " ".join([*row.get("title", "").split(), *block])
    return row


def _uni_article(part):
    """One article of Nexis Uni: title, outlet, date, edition; Field: lines; "Body"; the text; "Load-Date:"."""
    lines = part.split("\n")
    marks = [place for place, line in enumerate(lines) if line.strip() == "Body"]
    heads = [
        place
        for place, line in enumerate(lines[: marks[0] if marks else None])
        if _HEAD.match(line) or _RIGHTS.match(line)
    ]
    if not heads:
        raise ReadError(
            "this document of the export has neither a 'Body' nor a 'Length:' line, so that its text cannot be found."
        )
    begin = marks[0] + 1 if marks else heads[-1] + 1
    ends = [place for place, line in enumerate(lines) if place >= begin and _UNI_TAIL.match(line)]
    row = {}
    for line in lines[heads[0] : begin]:
        if not _take(row, _HEAD, line) and _RIGHTS.match(line):
            row.setdefault("copyright", line.strip())
    name = None
    for line in lines[ends[0] :] if ends else []:
        taken = _take(row, _TAIL, line)
        name = taken or name
        if not taken and line.strip():
            row[name] = f"{row.get(name, '')} {line.strip()}".strip()
    body = "\n".join(lines[begin : ends[0] if ends else None]).strip()
    return {**_uni_heading([line.strip() for line in lines[: heads[0]] if line.strip()]), **_neat(row), "text": body}


def _uni_heading(lines):
    """The last lines above the fields: title, outlet, date, edition; a cover page may stand above them."""
    dated = [place for place, line in enumerate(lines) if _DATE.search(line)]
    place = dated[-1] if dated and dated[-1] >= len(lines) - 3 else len(lines)
    row = {"date": lines[place], "edition": " ".join(lines[place + 1 :])} if place < len(lines) else {}
    names = lines[max(place - 2, 0) : place]
    return {**dict(zip(("outlet", "title"), reversed(names), strict=False)), **row}


def _take(row, pattern, line):
    """Put a field's line into the row; its name, or None where the line is none."""
    match = pattern.match(line)
    if not match:
        return None
    row.setdefault(match.lastgroup, line[match.end() :].strip())
    return match.lastgroup


def _neat(row):
    """The fields without what repeats their name: "By Ada Quill", "812 words"."""
    if "author" in row:
        row["author"] = re.sub(r"^(?:by|von|par|por)\s+", "", row["author"], flags=re.I)
    if number := re.match(r"[\d,.]+", row.get("length", "")):
        row["length"] = int(re.sub(r"\D", "", number[0]))
    row.pop("classification", None)
    return {name: value for name, value in row.items() if value != ""}
