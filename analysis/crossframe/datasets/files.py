"""Opening the files of a research corpus, with words for what is wrong with them."""

import json
from pathlib import Path

import pandas as pd

from crossframe.errors import ReadError


def text_of(path, what):
    """The text of a file in UTF-8, with or without a byte order mark; ``what`` says in errors which corpus it is."""
    path = Path(path)
    if path.is_dir():
        raise ReadError(f"this is a folder; {what} is read from a file.", file=path)
    if not path.is_file():
        raise ReadError(f"there is no such file; {what} must be fetched from its authors first.", file=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 at byte {error.start:,}, which {what} is.", file=path) from None


def json_of(text, path, line=None):
    """What a JSON text holds: an object, or an error."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"not JSON: {error.msg}.", file=path, line=line or error.lineno) from None
    if not isinstance(value, dict):
        raise ReadError(f"a JSON object is wanted, not {type(value).__name__}.", file=path, line=line)
    return value


def table_of(path, columns, what):
    """A table of texts, whose cells are divided by commas, semicolons or tabs; it must have ``columns``."""
    header = text_of(path, what).partition("\n")[0]
    try:
        table = pd.read_csv(path, sep=max(",;\t", key=header.count), dtype=str, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ReadError(f"not a table: {error}.", file=path) from None
    if missing := [name for name in columns if name not in table.columns]:
        raise ReadError(f"{what} has columns {missing}, this file only {list(table.columns)}.", file=path)
    return table
