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
            header, rows = _parse(lines, delimiter, problems)
    finally:
        csv.field_size_limit(limit)
    if not rows:
        raise ReadError("has a first line of names but no row that can be used.")
    starts, values = zip(*rows, strict=True)
    rows.clear()
    columns = dict(zip(header, zip(*values, strict=True), strict=True))
    del values
    yield np.array(starts), pd.DataFrame({name: _typed(column) for name, column in columns.items()})


def read_tsv(stream, problems):
    """The table of a .tsv file."""
    return read_csv(stream, problems, delimiter="\t")


def _parse(lines, delimiter, problems):
    """The names, and (line, values) of every whole row."""
    first = lines.readline(1 << 20)
    lines.seek(0)
    delimiter = delimiter or max(",;\t|", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    kept = []
    while True:
        line = rows.line_num + 1
        try:
            values = next(rows, None)
        except csv.Error as error:
            problems.lost(_malformed(str(error), line, rows.line_num, problems), line=line)
            continue
        if values is None:
            return header, kept
        if not values:
            continue
        if not header:
            header = _named(values, line)
        elif len(values) == len(header):
            kept.append((line, values))
        else:
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
    """Numbers where every value is one (as written: 007 stays text), else text."""
    filled = [value for value in column if value]
    if filled and all(re.fullmatch(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", value) for value in filled):
        return pd.to_numeric(pd.Series([value or None for value in column], dtype=object))
    return pd.Series([value or None for value in column])


def read_parquet(stream, problems):
    """The table of a .parquet file."""
    from pyarrow import ArrowException

    try:
        table = pd.read_parquet(stream if isinstance(stream, io.BufferedReader) else io.BytesIO(stream.read()))
    except (ArrowException, OSError) as error:
        raise ReadError(f"is no parquet file, or broken ({error}).") from error
    yield np.arange(1, len(table) + 1), table.reset_index(drop=table.index.name is None)
