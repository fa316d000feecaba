"""Events on a time line: read, checked, and the mean score before each beside the mean from it on."""

import numpy as np
import pandas as pd

from crossframe.compare.times.cells import Cells
from crossframe.errors import DataError

COLUMNS = ["date", "label", "end"]


def read_events(events):
    """Events as a table, in the order of time.

    Parameters
    ----------
    events : dict, DataFrame or None
        {date: label}, or columns date, label and, where an event lasts, end (its last day).

    Returns
    -------
    DataFrame
        date label end (NaT where the event has none).

    Raises
    ------
    DataError
        Neither, a date that is none, an event without a label, or one that ends before it begins.

    Examples
    --------
    >>> read_events({"2024-03-05": "Vote", "2024-03-01": "Debate"}).label.tolist()
    ['Debate', 'Vote']
    """
    if events is None:
        events = {}
    if isinstance(events, dict):
        table = pd.DataFrame({"date": list(events.keys()), "label": list(events.values())})
    elif isinstance(events, pd.DataFrame):
        if missing := {"date", "label"} - set(events.columns):
            raise DataError(f"events needs column {', '.join(sorted(missing))}; it has "
                            f"{', '.join(map(str, events.columns)) or 'none'}.")
        table = events
    else:
        raise DataError(f"events takes {{date: label}} or a DataFrame with date and label, not "
                        f"{type(events).__name__}.")
    ends = table["end"] if "end" in table else [None] * len(table)
    rows = [(_day(date, label), _label(label, date), pd.NaT if pd.isna(end) else _day(end, label))
            for date, label, end in zip(table["date"], table["label"], ends)]
    out = pd.DataFrame(rows, columns=COLUMNS).astype({"date": "datetime64[us]", "end": "datetime64[us]"})
    if (wrong := out.end < out.date).any():
        raise DataError(f"event {out.label[wrong].iloc[0]!r} ends before it begins; swap date and end.")
    return out.sort_values(["date", "label"], ignore_index=True)


def _day(value, label):
    try:
        day = pd.Timestamp(value)
    except (ValueError, TypeError):
        day = pd.NaT
    if pd.isna(day):
        raise DataError(f"event {label!r} has the date {value!r}, which is none; write it as 2019-07-16.")
    return day.tz_localize(None).normalize()


def _label(label, date):
    if pd.isna(label) or not str(label).strip():
        raise DataError(f"the event of {date!r} has no label; say in a word or two what happened.")
    return str(label).strip()


def change(event, window, days, scores, clusters, sides):
    """By how much the mean score changed with an event.

    Parameters
    ----------
    event : named tuple
        date, end.
    window : int
        Days before the event, and from it on where it has no end.
    days : Series of datetime64
    scores, clusters : arrays, shape (n_rows,)
    sides : int array, shape (n_rows,)
        0, or 1 for the rows of the reference where a change of the difference from it is wanted.

    Returns
    -------
    dict
        estimate std_error conf_low conf_high p_value n_before n_after (rows, of both sides).
    """
    length = pd.Timedelta(days=window)
    until = event.date + length if pd.isna(event.end) else event.end + pd.Timedelta(days=1)
    before = ((days >= event.date - length) & (days < event.date)).to_numpy()
    after = ((days >= event.date) & (days < until)).to_numpy()
    cells = np.where(after | before, 2 * sides + before, -1)
    n_cells = 4 if (sides == 1).any() else 2
    found = Cells.of(scores, cells, clusters, n_cells)
    return found.combined((1, -1, -1, 1)[:n_cells]) | {"n_before": int(before.sum()), "n_after": int(after.sum())}
