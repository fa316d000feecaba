"""Articles of the rows of any format: ids, outlets and dates settled, nothing cleaned."""

import warnings

import numpy as np
import pandas as pd

from crossframe.errors import ReadError
from crossframe.read.dates import parse_dates
from crossframe.read.ids import fill_ids
from crossframe.read.outlets import fold_outlets, host
from crossframe.read.rows import FOLDER, LINE, ORIGIN, ROW, STEM, read_rows
from crossframe.schema import ARTICLES, names

__all__ = ["read_articles"]


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
    tables = [table for table in read_rows(sources, columns, problems) if len(table)]
    if not tables:
        raise ReadError(_nothing(problems))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pandas 2 announces what pandas 3 does with columns of no value
        frame = pd.concat(tables, ignore_index=True)
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


def _text(column):
    """A column as text, empty where nothing stands."""
    return column.astype(object).where(column.notna(), "").astype(str)


def _with_ids(frame, problems):
    """Ids filled; a row whose id stands already is a loss."""
    given = frame["id"] if "id" in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)
    frames = frame[STEM] == ""
    several = frame[LINE].notna()
    ids = fill_ids(given, frame[STEM].where(~frames, "row"), frame[ROW].astype(int), several)
    frame = frame.assign(id=ids)
    again = frame.id.duplicated()
    first = frame[~again].set_index("id")[["source", LINE]]
    for row in frame.loc[again, ["id", "source", LINE]].itertuples(index=False, name=None):
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
            line=_whole(first[LINE]),
            article=first.id,
        )
    return frame, spellings


def _written_outlets(frame):
    """The outlet as it stands, and where it stands; missing where nothing tells."""
    stated = _text(frame["outlet"]).str.strip() if "outlet" in frame else pd.Series("", index=frame.index)
    stated = pd.Series([host(name) if "://" in name else name for name in stated], index=frame.index, dtype=object)
    urls = _text(frame["url"]).where(stated == "", "") if "url" in frame else [""] * len(frame)
    hosts = pd.Series([host(url) if url else "" for url in urls], index=frame.index, dtype=object)
    folder = frame[FOLDER].astype(object).where(_one_outlet(stated, frame), "")
    written = stated.where(stated != "", hosts.where(hosts != "", folder))
    origin = np.select(
        [stated != "", hosts != ""], [frame[ORIGIN].fillna("column outlet"), "host of the url"], "folder"
    )
    return written.where(written != "", np.nan), pd.Series(origin, index=frame.index)


def _one_outlet(stated, frame):
    """Whether a folder's articles name one outlet at most, so that it may be the folder's."""
    several = stated.where(stated != "").groupby(frame[FOLDER].to_numpy()).nunique() > 1
    return ~frame[FOLDER].map(several).astype(bool)


def _with_dates(frame, problems):
    """The day of publication; a clock time that is dropped stays in ``date_written``."""
    if "date" not in frame:
        return frame.assign(date=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"))
    days, notes, timed = parse_dates(frame["date"], frame["outlet"])
    at = frame[["source", LINE, "id"]].iloc[notes["position"].to_numpy(dtype=int)]
    for reason, (file, line, article) in zip(notes["reason"], at.itertuples(index=False, name=None), strict=True):
        problems.note(reason, file=file, line=_whole(line), article=article)
    written = {"date_written": _text(frame["date"])} if timed and "date_written" not in frame else {}
    return frame.assign(date=days, **written)
