"""Tables: .csv, .tsv and .parquet; a row an article."""

import csv
import io
import re

import numpy as np
import pandas as pd

from crossframe.errors import ReadError
from crossframe.read.encoding import open_text
from crossframe.read.names import refuse_twice

__all__ = ["read_csv", "read_parquet", "read_tsv"]

_CHUNK = 2_000  # rows
_NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?"


def read_csv(stream, problems, delimiter=None):
    """The table of a .csv file; commas, semicolons, tabs or bars, whichever parts its first line.

    A row that has more or fewer values than the first line has names is a loss, not mended.

    Yields
    ------
    lines : ndarray of int
        The line each row begins in.
    table : DataFrame
        Text, but for columns that hold numbers alone.
    """
    limit = csv.field_size_limit(problems.max_characters)
    try:
        with open_text(stream, problems, newline="") as lines:
            chunks = list(_chunks(lines, delimiter, problems))
    finally:
        csv.field_size_limit(limit)
    if not chunks:
        raise ReadError("has a first line of names but no row that can be used.")
    table = pd.concat([chunk for _, chunk in chunks], ignore_index=True)
    yield np.concatenate([starts for starts, _ in chunks]), table.apply(_typed)


def read_tsv(stream, problems):
    """The table of a .tsv file."""
    return read_csv(stream, problems, delimiter="\t")


def _chunks(lines, delimiter, problems):
    """The rows as (lines, table of text), some thousand at a time: text takes far less room in a table."""
    header, starts, rows = [], [], []
    for line, values in _whole_rows(lines, delimiter, problems):
        if not header:
            header = values
            continue
        starts.append(line)
        rows.append(values)
        if len(rows) == _CHUNK:
            yield np.array(starts), pd.DataFrame(dict(zip(header, zip(*rows, strict=True), strict=True)), dtype="str")
            starts, rows = [], []
    if rows:
        yield np.array(starts), pd.DataFrame(dict(zip(header, zip(*rows, strict=True), strict=True)), dtype="str")


def _whole_rows(lines, delimiter, problems):
    """(line, values) of the first line of names and of every row that has as many; the others are losses."""
    first = lines.readline(1 << 20)
    lines.seek(0)
    delimiter = delimiter or max(",;\t|", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            values = next(rows, None)
        except csv.Error as error:
            problems.lost(_malformed(str(error), line, rows.line_num, problems), line=line)
            continue
        if values is None:
            return
        if values and not header:
            header = _named(values, line)
            yield line, header
        elif len(values) == len(header):
            yield line, values
        elif values:
            problems.lost(
                f"has {len(values)} values where the first line names {len(header)} columns; put a text that holds the "
                "delimiter into quotation marks, and close every mark that is opened.",
                line=line,
            )


def _malformed(error, line, last, problems):
    """What the csv module stumbled over, and what to do about it."""
    if "end of data" in error:
        return (
            f"opens a quotation mark that is never closed and so swallows the file to its end (line {last}); close it."
        )
    if "field limit" in error:
        return problems.too_long()
    return f"cannot be parted into values ({error}); a quotation mark within a quoted text must be doubled."


def _named(values, line):
    header = [name.strip() or f"unnamed_{place}" for place, name in enumerate(values, start=1)]
    refuse_twice(header, line=line)
    return header


def _typed(column):
    """Numbers where every value is one (as written: 007 stays text), else text; an empty value is missing."""
    empty = column == ""
    filled = column[~empty] if empty.any() else column
    if len(filled) and re.fullmatch(_NUMBER, filled.iloc[0]) and filled.str.fullmatch(_NUMBER).all():
        return pd.to_numeric(column.mask(empty))
    return column.mask(empty) if empty.any() else column


def read_parquet(stream, problems):
    """The table of a .parquet file."""
    from pyarrow import ArrowException

    try:
        table = pd.read_parquet(stream if isinstance(stream, io.BufferedReader) else io.BytesIO(stream.read()))
    except (ArrowException, OSError) as error:
        raise ReadError(f"is no parquet file, or broken ({error}).") from error
    yield np.arange(1, len(table) + 1), table.reset_index(drop=table.index.name is None)
