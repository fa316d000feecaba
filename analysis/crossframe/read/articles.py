"""Rows of any format to one table of articles: columns, ids, outlets and dates settled, nothing cleaned."""

import re

import numpy as np
import pandas as pd

from crossframe.errors import ReadError
from crossframe.read.dates import parse_dates
from crossframe.read.files import COLUMNED, ending, find_files, read_files
from crossframe.read.ids import fill_ids
from crossframe.read.names import OURS, flat, resolve
from crossframe.read.outlets import fold_outlets, host
from crossframe.schema import ARTICLES, names

__all__ = ["read_articles"]

_WORD = re.compile(r"[^\W_]")
_BATCH = 10_000  # rows held as dicts before they become a table
# What a row carries beside its columns, until the ids are made; no column of a user's begins with a colon.
_LINE, _ROW, _STEM, _FOLDER, _ORIGIN = ":line", ":row", ":stem", ":folder", ":origin"


def read_articles(sources, *, outlet, columns, problems):
    """Read everything the caller named.

    Parameters
    ----------
    sources : list of str, Path or DataFrame
    outlet : str or None
        The outlet of all articles, whatever they say.
    columns : tuple of (str, str or None)
        ``names.check_mapping``'s.
    problems : Problems

    Returns
    -------
    articles : DataFrame
        The columns of ``schema.ARTICLES``, then the user's own.
    spellings : DataFrame
        ``outlets.fold_outlets``'s.

    Raises
    ------
    ReadError
        Something cannot be read and `problems` does not collect, or nothing at all can be read.
    """
    tables = [*_from_files(sources, columns, problems), *_from_frames(sources, columns, problems)]
    if not any(len(table) for table in tables):
        raise ReadError(_nothing(problems))
    frame = pd.concat([table for table in tables if len(table)], ignore_index=True)
    tables.clear()
    frame = _with_ids(frame, problems)
    frame, spellings = _with_outlets(frame, outlet, problems)
    frame = _with_dates(frame, problems)
    for name in ("title", "url", "author", "story"):
        frame[name] = _text(frame[name]) if name in frame else ""
    own = [name for name in frame.columns if name not in names(ARTICLES) and not name.startswith(":")]
    return frame[names(ARTICLES) + own], spellings


def _nothing(problems):
    reasons = [
        f"{file}{'' if line is None else f', line {line}'}: {reason}"
        for file, line, reason, kind, _ in problems.rows
        if kind == "lost"
    ]
    return "nothing could be read; there is not one article.\n" + "\n".join(reasons)


def _from_files(sources, columns, problems):
    """A table for every run of single articles and for every table read."""
    waiting, count, last = [], 0, None
    files = find_files([source for source in sources if not isinstance(source, pd.DataFrame)], problems)
    for file, line, rows in read_files(files, problems):
        count = 1 if file.name != last else count + 1
        last = file.name
        kind, stem = ending(file.name)
        where = {"source": file.name, _STEM: stem, _FOLDER: file.folder}
        mapping = columns if kind in COLUMNED else ()
        if isinstance(rows, dict):
            waiting.extend(_row(rows, mapping, {**where, _LINE: line, _ROW: count}, problems))
        if waiting and (len(waiting) == _BATCH or not isinstance(rows, dict)):
            yield pd.DataFrame(waiting)
            waiting = []
        if not isinstance(rows, dict):
            yield from _tables(rows, line, mapping, where, problems)
    if waiting:
        yield pd.DataFrame(waiting)


def _from_frames(sources, columns, problems):
    frames = [source for source in sources if isinstance(source, pd.DataFrame)]
    for number, frame in enumerate(frames, start=1):
        problems.file = "DataFrame" if len(frames) == 1 else f"DataFrame {number}"
        where = {"source": problems.file, _STEM: "", _FOLDER: ""}
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
        frame.rename(columns=str).rename(columns=renames), lines, {**where, _ORIGIN: _origin(renames)}, problems
    )


def _row(row, columns, where, problems):
    """One article as a list of one row, or of none where it is a loss."""
    try:
        renames = _resolved(row, columns, problems)
    except ReadError as error:
        problems.lost(error.reason, line=where[_LINE])
        return []
    row = {renames.get(name, name): value for name, value in row.items()}
    row = {name: flat(value, name) for name, value in row.items()}
    if "text" not in row:
        problems.lost(_no_text(row), line=where[_LINE])
    elif reason := _fault(row["text"], problems):
        problems.lost(reason, line=where[_LINE])
    else:
        return [{**where, _ORIGIN: _origin(renames), **row, "text": _lines(str(row["text"]))}]
    return []


def _table(frame, lines, where, problems):
    """A table with our names; rows that are no articles are losses."""
    frame = frame.reset_index(drop=True)
    for name in frame.columns.intersection(OURS):
        if frame[name].dtype == object:
            frame[name] = [
                flat(value.tolist() if isinstance(value, np.ndarray) else value, name) for value in frame[name]
            ]
    reasons = [_fault(text, problems) for text in frame.text]
    for place in (place for place, reason in enumerate(reasons) if reason):
        problems.lost(reasons[place], line=int(lines[place]))
    kept = np.array([reason is None for reason in reasons], dtype=bool)
    frame = frame.assign(**where, **{_LINE: lines, _ROW: np.arange(1, len(frame) + 1)})
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


def _text(column):
    """A column as text, empty where nothing stands."""
    return column.astype(object).where(column.notna(), "").astype(str)


def _with_ids(frame, problems):
    """Ids filled; a row whose id stands already is a loss."""
    given = frame["id"] if "id" in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)
    frames = frame[_STEM] == ""
    several = frame[_LINE].notna()
    ids = fill_ids(given, frame[_STEM].where(~frames, "row"), frame[_ROW].astype(int), several)
    frame = frame.assign(id=ids)
    again = frame.id.duplicated()
    first = frame[~again].set_index("id")[["source", _LINE]]
    for row in frame.loc[again, ["id", "source", _LINE]].itertuples(index=False, name=None):
        file, line = first.loc[row[0]]
        problems.lost(
            f"id {row[0]!r} stands twice, here and in {file}{_at(line)}; give every article an id of its own, or "
            "columns={'id': None} to have them made.",
            file=row[1],
            line=_whole(row[2]),
        )
    return frame if not again.any() else frame[~again].reset_index(drop=True)


def _at(line):
    return "" if pd.isna(line) else f", line {int(line)}"


def _whole(line):
    return None if pd.isna(line) else int(line)


def _with_outlets(frame, outlet, problems):
    """The outlet: what the caller says, what the data say, the host of the url, the folder; then one spelling each."""
    if outlet is not None:
        written, origin = pd.Series(outlet, index=frame.index, dtype=object), pd.Series("outlet=", index=frame.index)
    else:
        written, origin = _written_outlets(frame)
    folded, spellings = fold_outlets(written, origin)
    frame = frame.assign(outlet=folded)
    if (unknown := frame.outlet.isna()).any():
        first = frame[unknown].iloc[0]
        problems.note(
            f"no outlet is known for {unknown.sum()} of {len(frame)} articles, of which this is the first; say "
            "outlet='...', name their column with columns={'outlet': '...'}, or put each outlet's files into a folder "
            "of its name.",
            file=first.source,
            line=_whole(first[_LINE]),
            article=first.id,
        )
    return frame, spellings


def _written_outlets(frame):
    """The outlet as it stands, and where it stands; missing where nothing tells."""
    stated = _text(frame["outlet"]).str.strip() if "outlet" in frame else pd.Series("", index=frame.index)
    stated = pd.Series([host(name) if "://" in name else name for name in stated], index=frame.index, dtype=object)
    urls = _text(frame["url"]).where(stated == "", "") if "url" in frame else [""] * len(frame)
    hosts = pd.Series([host(url) if url else "" for url in urls], index=frame.index, dtype=object)
    folder = frame[_FOLDER].astype(object).where(_one_outlet(stated, frame), "")
    written = stated.where(stated != "", hosts.where(hosts != "", folder))
    origin = np.select(
        [stated != "", hosts != ""], [frame[_ORIGIN].fillna("column outlet"), "host of the url"], "folder"
    )
    return written.where(written != "", np.nan), pd.Series(origin, index=frame.index)


def _one_outlet(stated, frame):
    """Whether a folder's articles name one outlet at most, so that it may be the folder's."""
    several = stated.where(stated != "").groupby(frame[_FOLDER].to_numpy()).nunique() > 1
    return ~frame[_FOLDER].map(several).astype(bool)


def _with_dates(frame, problems):
    """The day of publication; a clock time that is dropped stays in ``date_written``."""
    if "date" not in frame:
        return frame.assign(date=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"))
    written = frame["date"]
    days, notes, timed = parse_dates(written, frame["outlet"])
    for position, reason in notes.itertuples(index=False):
        row = frame.iloc[position]
        problems.note(reason, file=row.source, line=_whole(row[_LINE]), article=row.id)
    return frame.assign(date=days, **({"date_written": written} if timed and "date_written" not in frame else {}))
