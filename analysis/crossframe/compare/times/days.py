"""Days of scored rows, and the calendar's periods they fall in."""

import numpy as np
import pandas as pd

from crossframe.corpus import Corpus
from crossframe.errors import DataError
from crossframe.read.dates import parse_dates
from crossframe.result import Result
from crossframe.schema import check_columns

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}  # weeks end on Sunday
LABELS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "quarter": None, "year": "%Y"}
ALONE = 0.02  # share of the articles that may stand far from all others and be asked about


def days_of(rows, scores, articles, by):
    """The day of each row, and what is to be said of the dates.

    Parameters
    ----------
    rows : DataFrame
        Scored rows.
    scores : Result or DataFrame
        What they are of.
    articles : Corpus, DataFrame or None
        Where dates stand, by ``id``. None: the column ``date`` of the rows, or the articles of the result.
    by : str
        Column of outlets, which write dates one way each.

    Returns
    -------
    (Series of datetime64[us], list of str)
        NaT where no date is known.

    Raises
    ------
    DataError
        There are no dates, or none of a row.
    """
    written = _written(rows, scores, articles)
    pairs = pd.DataFrame({"written": written.to_numpy(), "by": rows[by].to_numpy()}, index=rows.index)
    code = pairs.groupby(["written", "by"], sort=False, dropna=False).ngroup().to_numpy()
    kept = np.unique(code, return_index=True)[1]
    different = pairs.iloc[kept].reset_index(drop=True)
    found, notes, _ = parse_dates(different["written"], different["by"])
    days = pd.Series(found.to_numpy()[code], index=rows.index)
    if days.isna().all():
        raise DataError(f"none of {len(rows):,} scored rows has a date; over_time needs them in a column date of the "
                        "scores or of articles=.")
    said = [reason.split("; the article stays")[0] + "." * ("; the article stays" in reason) for reason in notes.reason]
    said = [sentence[0].upper() + sentence[1:] for sentence in dict.fromkeys(said)]
    more = [f"{len(said) - 3} further dates cannot be used either."] if len(said) > 3 else []
    return days, [*_undated(rows, days), *said[:3], *more, *_far(days)]


def _written(rows, scores, articles):
    """Dates as they stand, a row each."""
    if articles is None and "date" in rows:
        return rows["date"]
    if articles is None:
        articles = scores.articles if isinstance(scores, Result) else None
        if articles is None or "date" not in articles:
            raise DataError("over_time needs dates, and the scores have no column date; name the corpus they were "
                            "taken from: articles=corpus.")
    table = articles.articles if isinstance(articles, Corpus) else articles
    if not isinstance(table, pd.DataFrame):
        raise DataError(f"articles= takes a Corpus or a DataFrame with id and date, not {type(table).__name__}.")
    if "id" not in table:  # as measures name the articles of a plain table
        table = table.assign(id=pd.RangeIndex(len(table)).astype(str))
    check_columns(table, ("id", "date"), "over_time's articles=")
    check_columns(rows, ("article",), "over_time")
    date = table.drop_duplicates("id").set_index("id")["date"]
    if not rows["article"].isin(date.index).any():
        raise DataError(f"no article of the scores (first: {rows['article'].iloc[0]!r}) is an id of articles= "
                        f"(first: {next(iter(date.index), None)!r}); give the corpus they were taken from.")
    return date.reindex(rows["article"]).set_axis(rows.index)


def _counted(rows, which):
    """How many articles (or, where they are not named, rows) a mask picks, and how many there are."""
    if "article" not in rows:
        return int(which.sum()), len(rows), "rows"
    return rows["article"][which].nunique(), rows["article"].nunique(), "articles"


def _undated(rows, days):
    """The sentence on articles without a date."""
    n, n_all, noun = _counted(rows, days.isna())
    return [f"{n:,} of {n_all:,} {noun} have no date that can be used and take no part."] if n else []


def _far(days):
    """The sentence on dates that stand far from all others, as placeholders and slips of the pen do."""
    known = np.sort(days.dropna().to_numpy())
    gaps = np.diff(known)
    if not len(gaps):
        return []
    widest = gaps.argmax()
    before, after = known[: widest + 1], known[widest + 1:]
    few, rest = (before, after) if len(before) < len(after) else (after, before)
    far = gaps[widest] > max(np.timedelta64(365, "D"), rest[-1] - rest[0]) and len(few) <= max(1, ALONE * len(known))
    if not far:
        return []
    return [f"{len(few):,} of {len(known):,} rows are dated far from all others ({pd.Timestamp(few[0]):%Y-%m-%d}): "
            "check these dates, or leave them out with corpus.filter(since=, until=)."]


def calendar(days, every):
    """Every period from the first day to the last, those without a row too.

    Parameters
    ----------
    days : Series of datetime64
        None missing.
    every : str
        A key of PERIODS.

    Returns
    -------
    (DataFrame, int array)
        period (its name), start, end (the day after its last); and which of them each day lies in.

    Examples
    --------
    >>> table, place = calendar(pd.to_datetime(pd.Series(["2024-01-07", "2024-01-15"])), "week")
    >>> table.period.tolist(), place.tolist()
    (['2024-W01', '2024-W02', '2024-W03'], [0, 2])
    >>> table.start.dt.day_name().unique().tolist()
    ['Monday']
    """
    found = days.dt.to_period(PERIODS[every])
    all_of = pd.period_range(found.min(), found.max(), freq=PERIODS[every])
    table = pd.DataFrame({"start": all_of.start_time, "end": (all_of + 1).start_time}).astype("datetime64[us]")
    form = LABELS[every]
    label = table.start.dt.strftime(form) if form else [f"{one.year}-Q{one.quarter}" for one in all_of]
    table.insert(0, "period", label)
    return table, all_of.get_indexer(found)
