"""The formats: which reader takes which ending."""

from crossframe.read.jsonlines import read_json, read_jsonl
from crossframe.read.plain import read_plain
from crossframe.read.tables import read_csv, read_parquet, read_tsv
from crossframe.read.warc import read_warc
from crossframe.read.web import read_html
from crossframe.read.word import read_docx

__all__ = ["COLUMNED", "FORMATS", "READERS", "ending", "unknown"]

READERS = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".markdown": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".tab": read_tsv,
    ".parquet": read_parquet,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".warc": read_warc,
}
COLUMNED = {
    ".csv",
    ".tsv",
    ".tab",
    ".parquet",
    ".json",
    ".jsonl",
    ".ndjson",
}  # with columns or fields of the user's naming
FORMATS = ".txt .md .html .docx .csv .tsv .json .jsonl .parquet .warc, each also .gz, and .zip of these"
_INSTEAD = {
    ".pdf": "save its text as .txt",
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".xlsx": "save the sheet as .csv",
    ".xls": "save the sheet as .csv",
    ".tar": "unpack it, or pack it as .zip",
    ".7z": "unpack it, or pack it as .zip",
    ".rar": "unpack it, or pack it as .zip",
}


def ending(name):
    """The reader's ending of a file name, and the name without it.

    Examples
    --------
    >>> ending("cnn/2019.07.16.txt.gz"), ending("cnn/scan.PDF")
    (('.txt', 'cnn/2019.07.16'), ('.pdf', 'cnn/scan'))
    """
    bare = name[:-3] if name.lower().endswith(".gz") else name
    stem, dot, last = bare.rpartition(".")
    return (f".{last.lower()}", stem) if dot and "/" not in last else ("", bare)


def unknown(kind):
    """The reason that a file of an unknown ending is lost for."""
    instead = _INSTEAD.get(kind, "give it one of these endings, or leave it out")
    return f"the ending {kind or '(none)'} is not one crossframe reads ({FORMATS}); {instead}."
