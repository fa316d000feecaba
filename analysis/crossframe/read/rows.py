"""What the readers yield, as tables with our column names; rows that are no articles are losses."""

import re

import numpy as np
import pandas as pd

from crossframe.errors import ReadError
from crossframe.read.files import read_files
from crossframe.read.find import find_files
from crossframe.read.formats import COLUMNED, ending
from crossframe.read.names import OURS, flat, mended, resolve

__all__ = ["FOLDER", "LINE", "ORIGIN", "ROW", "STEM", "read_rows"]

_WORD = re.compile(r"[^\W_]")
_BATCH = 10_000  # rows held as dicts before they become a table
# What a row carries beside its columns, until the articles are made of it; no column of a user's begins with a colon.
LINE, ROW, STEM, FOLDER, ORIGIN = ":line", ":row", ":stem", ":folder", ":origin"


def read_rows(sources, columns, problems):
    """Tables of all that the caller named, files before DataFrames.

    Parameters
    ----------
    sources : list of str, Path or DataFrame
    columns : tuple of (str, str or None)
        ``names.check_mapping``'s.
    problems : Problems

    Yields
    ------
    DataFrame
        Our columns, as far as they are there, the user's own, ``source`` and those that begin with a colon: the line,
        the place among the file's rows, the file's path without its ending, its folder, where the outlet stood.
    """
    yield from _from_files([source for source in sources if not isinstance(source, pd.DataFrame)], columns, problems)
    yield from _from_frames([source for source in sources if isinstance(source, pd.DataFrame)], columns, problems)


def _from_files(paths, columns, problems):
    """A table for every run of single articles and for every table read."""
    waiting, count, last = [], 0, None
    for file, line, rows in read_files(find_files(paths, problems), problems):
        count = 1 if file.name != last else count + 1
        last = file.name
        kind, stem = ending(file.name)
        where = {"source": file.name, STEM: stem, FOLDER: file.folder}
        mapping = columns if kind in COLUMNED else ()
        if isinstance(rows, dict):
            waiting.extend(_row(rows, mapping, {**where, LINE: line, ROW: count}, problems))
        if waiting and (len(waiting) == _BATCH or not isinstance(rows, dict)):
            yield pd.DataFrame(waiting)
            waiting = []
        if not isinstance(rows, dict):
            yield from _tables(rows, line, mapping, where, problems)
    if waiting:
        yield pd.DataFrame(waiting)


def _from_frames(frames, columns, problems):
    for number, frame in enumerate(frames, start=1):
        problems.file = "DataFrame" if len(frames) == 1 else f"DataFrame {number}"
        where = {"source": problems.file, STEM: "", FOLDER: ""}
        yield from _tables(frame, np.arange(1, len(frame) + 1), columns, where, problems)


def _tables(frame, lines, columns, where, problems):
    """The table settled, or nothing where it is a loss as a whole."""
    try:
        renames = _resolved(frame.columns, columns, problems)
        if "text" not in renames.values():
            raise ReadError(_no_text(frame.columns))
    except ReadError as error:
        problems.lost(error.reason, line=error.line)
        return
    yield _table(
        frame.rename(columns=str).rename(columns=renames), lines, {**where, ORIGIN: _origin(renames)}, problems
    )


def _row(row, columns, where, problems):
    """One article as a list of one row, or of none where it is a loss."""
    try:
        renames = _resolved(row, columns, problems)
    except ReadError as error:
        problems.lost(error.reason, line=where[LINE])
        return []
    row = {renames.get(name, name): value for name, value in row.items()}
    row = {name: flat(value, name) for name, value in row.items()}
    if "text" not in row:
        problems.lost(_no_text(row), line=where[LINE])
    elif reason := _fault(row["text"], problems):
        problems.lost(reason, line=where[LINE])
    else:
        return [{**where, ORIGIN: _origin(renames), **row, "text": _lines(str(row["text"]))}]
    return []


def _table(frame, lines, where, problems):
    """A table with our names; rows that are no articles are losses."""
    frame = frame.reset_index(drop=True)
    for name in frame.columns.intersection(OURS):
        if frame[name].dtype == object:
            frame[name] = [
                mended(flat(value.tolist() if isinstance(value, np.ndarray) else value, name)) for value in frame[name]
            ]
    reasons = [_fault(text, problems) for text in frame.text]
    for place in (place for place, reason in enumerate(reasons) if reason):
        problems.lost(reasons[place], line=int(lines[place]))
    kept = np.array([reason is None for reason in reasons], dtype=bool)
    frame = frame.assign(**where, **{LINE: lines, ROW: np.arange(1, len(frame) + 1)})
    frame = frame if kept.all() else frame[kept]
    if not isinstance(frame["text"].dtype, pd.StringDtype):
        frame["text"] = frame["text"].astype(object).astype(str)
    if frame.text.str.contains("\r", regex=False).any():
        frame["text"] = [_lines(text) for text in frame.text]
    return frame


def _resolved(theirs, columns, problems):
    renames, notes = resolve(tuple(map(str, theirs)), columns)
    for note in notes:
        problems.note_once(note)
    return renames


def _origin(renames):
    return next((f"column {theirs}" for theirs, ours in renames.items() if ours == "outlet"), None)


def _no_text(have):
    return (
        f"has no column of text; it has {', '.join(map(str, have)) or 'none'}. Say which one holds the text: "
        "columns={'text': '...'}."
    )


def _fault(text, problems):
    """Why a text is no article, or None."""
    if not isinstance(text, str):
        text = "" if pd.isna(text) else str(text)
    if not text or text.isspace():
        return "the text is empty; fill it or delete the row."
    if not _WORD.search(text):
        return f"the text {text[:20]!r} has no word: neither a letter nor a digit; delete it."
    if len(text) > problems.max_characters:
        return problems.too_long()
    return None


def _lines(text):
    """Line ends as \\n, so that offsets count the same characters everywhere."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
