"""What is said by whom: from a table of sources to the stretches of every text."""

from functools import cache, partial

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.measure.sources import sources as find_sources
from crossframe.quotes import marked_spans
from crossframe.result import Result
from crossframe.schema import check_columns

__all__ = ["KINDS", "OUTLET", "attributions", "checked_kinds", "divided"]

KINDS = ("direct", "mixed", "indirect")
OUTLET = -1  # the owner of what no attribution says; the place of a source or cue that is not there
NEAR = 60  # characters between source and cue, at most, that belong to both
LOOSE = frozenset(" \t\n\r\xa0,–—-")  # what goes with a cue that it stands beside
_PLACES = ("source_start", "source_end", "cue_start", "cue_end")


def attributions(articles, sources, kinds):
    """The attributions that count as quoted.

    Parameters
    ----------
    articles : DataFrame
        As ``as_articles`` gives it.
    sources : Result, DataFrame or None
        As in ``cf.voices``.
    kinds : str or iterable of str
        As in ``cf.voices``.

    Returns
    -------
    DataFrame
        place (of the article, from 0), start, end, kind, speaker, source_row, only_marks (whether only the words in
        quotation marks count), and the places of source and cue, OUTLET where there are none; by place and start.

    Raises
    ------
    DataError
        `sources` is no table of attributions of these texts, or a kind is unknown.
    """
    kinds = checked_kinds(kinds)
    if sources is None:
        sources = find_sources(articles)
    rows = _read(sources, articles)
    rows = _of_kinds(rows[rows["place"] >= 0].reset_index(drop=True), kinds)
    rows = _checked_places(rows, articles)
    return rows.sort_values(["place", "start"], kind="stable", ignore_index=True)


def checked_kinds(kinds):
    """Kinds of attributions as a tuple.

    Raises
    ------
    DataError
        One is unknown, or there is none.
    """
    chosen = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not chosen or not set(chosen) <= set(KINDS):
        raise DataError(f"kinds={kinds!r}: name one or more of {', '.join(KINDS)}.")
    return chosen


def _read(sources, articles):
    """A user's or cf.sources' table with all columns that are needed here."""
    table = sources.table if isinstance(sources, Result) else sources
    if not isinstance(table, pd.DataFrame):
        raise DataError(f"sources is what cf.sources or cf.voices gave, or a table, not {type(table).__name__}.")
    check_columns(table, ("article", "start", "end"), "sources")
    table = table.reset_index(drop=True)
    rows = table[["article", "start", "end"]].copy()
    rows["place"] = pd.Index(articles["id"].astype(str)).get_indexer(table["article"].astype(str))
    _check_articles(rows, sources, articles)
    for name in ("kind", "speaker", "content"):
        rows[name] = table[name].astype(object).where(table[name].notna(), "") if name in table else ""
    for name in _PLACES:
        rows[name] = _whole_numbers(table[name]) if name in table else OUTLET
    rows["source_row"] = _whole_numbers(table["source_row"]) if "source_row" in table else table.index
    return rows[table["voice"] == "quoted"] if "voice" in table else rows


def _whole_numbers(column):
    return pd.to_numeric(column).astype("Int64").fillna(OUTLET).to_numpy(np.int64)


def _check_articles(rows, sources, articles):
    """Refuse sources that were taken from other articles."""
    if isinstance(sources, Result) and sources.articles is not None:
        known = articles["id"].isin(sources.articles["id"])
        if not known.all():
            raise DataError(f"sources was made without article {articles['id'][~known].iloc[0]!r}; make it of all of "
                            "the articles: cf.sources(corpus).")
    elif len(rows) and (rows["place"] < 0).all():
        raise DataError(f"sources knows none of these articles: its first is {rows['article'].iloc[0]!r}, theirs "
                        f"{articles['id'].iloc[0]!r}. Make it of the same articles: cf.sources(corpus).")


def _of_kinds(rows, kinds):
    if set(kinds) == set(KINDS):
        return rows.assign(only_marks=False)
    if unknown := [kind for kind in rows["kind"].unique() if kind not in KINDS]:
        raise DataError(f"sources: kind {unknown[0]!r} is none of {', '.join(KINDS)}, so kinds={kinds!r} cannot be "
                        "told apart; fill the column kind, or leave kinds out.")
    rows = rows[rows["kind"].isin(kinds)].reset_index(drop=True)
    return rows.assign(only_marks=(rows["kind"] == "mixed") & ("indirect" not in kinds))


def _checked_places(rows, articles):
    """The rows with whole numbers for start and end; refused are those that do not fit their text."""
    length = articles["text"].str.len().to_numpy(np.int64)[rows["place"]]
    start, end = (pd.to_numeric(rows[name], errors="coerce").to_numpy(float, na_value=np.nan)
                  for name in ("start", "end"))
    if (bad := ~((start >= 0) & (start < end) & (end <= length))).any():
        row, size = rows[bad].iloc[0], length[bad][0]
        raise DataError(f"sources: {row['start']} to {row['end']} is no passage of article {row['article']!r}, which "
                        f"has {size:,} characters. Was it taken from another text? cf.sources(corpus) makes a table "
                        "that fits.")
    rows = rows.assign(start=start.astype(np.int64), end=end.astype(np.int64))
    texts = articles["text"].to_numpy(object)[rows["place"]]
    for text, first, last, content, id in zip(texts, *(rows[name] for name in ("start", "end", "content", "article"))):
        if content and text[first:last] != content:
            raise DataError(f"sources: {first} to {last} of article {id!r} is {text[first:last][:60]!r}, not "
                            f"{content[:60]!r} as its column content says. Was it taken from another text? Where "
                            "start or end was corrected by hand, drop the column content.")
    return rows


def divided(articles, said):
    """Every text in stretches of one owner each.

    Parameters
    ----------
    articles : DataFrame
    said : DataFrame
        What :func:`attributions` gives for them. Where two overlap, the one that begins later has the characters.

    Returns
    -------
    list of (int64 array of shape (n_stretches, 2), int64 array of shape (n_stretches,))
        An item an article: first character and one past the last of each stretch, and the row of `said` that it belongs
        to, OUTLET where to none. The stretches hold every character once.
    """
    columns = (said[name].tolist() for name in ("start", "end", "only_marks", "kind", *_PLACES))
    rows, parts = list(zip(*columns, strict=True)), []
    first_of = np.searchsorted(said["place"], np.arange(len(articles) + 1)).tolist()
    for text, first, last in zip(articles["text"].tolist(), first_of, first_of[1:]):
        owner, marks = np.full(len(text), OUTLET, np.int32), cache(partial(marked_spans, text))
        for number in range(first, last):
            for start, end, own in _painted(text, marks, *rows[number]):
                owner[start:end] = number if own else OUTLET
        edges = np.flatnonzero(owner[1:] != owner[:-1]) + 1
        spans = np.array([0, *edges, *edges, len(text)] if text else [], np.int64).reshape(2, -1).T
        parts.append((spans, owner[spans[:, 0]]))
    return parts


def _painted(text, marks, start, end, only_marks, kind, *within):
    """What of an attribution is said (True), then what in the middle of that is the outlet's (False)."""
    if only_marks:
        opened, closed = marks()[:, 0], marks()[:, 3]
        for k in range(np.searchsorted(closed, start, side="right"), np.searchsorted(opened, end)):
            yield max(opened[k], start), min(closed[k], end), True
    else:
        yield start, end, True
    named = [span for span in (within[:2], within[2:]) if span[0] != OUTLET]
    inside = [(max(a, start), min(b, end)) for a, b in named if a < end and b > start]
    for first, last in _joined(text, sorted(inside)):
        yield *_interruption(text, marks, start, end, first, last, kind), False


def _joined(text, spans):
    """Source and cue as one span where they stand together."""
    if len(spans) == 2:
        (first, last), (other, past) = spans
        if other <= last or other - last <= NEAR and not len(marked_spans(text[last:other], single=False)):
            return [(first, max(last, past))]
    return spans


def _interruption(text, marks, start, end, first, last, kind):
    """Where the outlet's words around a source or cue in the middle begin and end.

    In a direct quotation they reach from mark to mark; else they take in the spaces, commas and dashes beside them.
    """
    while first > start and text[first - 1] in LOOSE:
        first -= 1
    while last < end and text[last] in LOOSE:
        last += 1
    if kind != "direct":
        return first, last
    opened, closed = marks()[:, 0], marks()[:, 3]
    before, after = np.searchsorted(closed, first, side="right") - 1, np.searchsorted(opened, last)
    first = closed[before] if before >= 0 and closed[before] > start else first
    return first, opened[after] if after < len(opened) and opened[after] < end else last
