"""Dates as written to days."""

import datetime
import re

import numpy as np
import pandas as pd

__all__ = ["parse_dates"]

FIRST_YEAR = 1690  # the first newspaper in America; what lies before is a placeholder such as 0001-11-30
_NOTHING = {"", "nan", "nat", "none", "null", "n/a", "na", "<na>", "unknown", "-"}
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d])")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"((?:1[6-9]|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})$")
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}[\s,-]+(\d{{4}}|\d{{2}})\b(?!:)", re.IGNORECASE
)


def parse_dates(written, outlet):
    """Days from dates in any usual form.

    ISO, "9/6/17", "July 16, 2019", RFC 822, seconds or milliseconds since 1970, other languages. The day is the one
    written: clock times and time zones are dropped. Whether "3/4/2019" is in March or in April is settled by the
    outlet's other dates, then by all others (a 13 or more in one place); where nothing settles it the month is first,
    and this is noted.

    Parameters
    ----------
    written : Series
        The dates as they stand: text, numbers or datetimes.
    outlet : Series
        Of the same index; articles of one outlet write dates one way.

    Returns
    -------
    days : Series of datetime64[us]
        NaT where there is no date or an impossible one.
    notes : DataFrame
        position (in `written`), reason.
    timed : bool
        Whether any date as written says more than the day.

    Examples
    --------
    >>> days, notes, _ = parse_dates(pd.Series(["9/6/17", "25/6/17", "0001-11-30"]), pd.Series(["A", "B", "B"]))
    >>> days.dt.strftime("%Y-%m-%d").tolist()
    ['2017-06-09', '2017-06-25', nan]
    >>> notes.reason.tolist()
    ["date '0001-11-30' lies outside 1690 to next year; the article stays, without a date."]
    """
    text = _as_text(written)
    day_first, unsettled = _day_first(text, outlet)
    frame = pd.DataFrame({"text": text.to_numpy(), "day_first": day_first})
    forms = frame.drop_duplicates()
    parsed = [_parse(*form) for form in forms.itertuples(index=False)]
    forms = forms.assign(
        day=pd.Series([day for day, _ in parsed], index=forms.index, dtype="datetime64[us]"),
        wrong=pd.Series([wrong for _, wrong in parsed], index=forms.index, dtype=object),
    )
    found = frame.merge(forms, how="left", on=["text", "day_first"])
    wrong = found.wrong[found.wrong.notna()]
    notes = pd.DataFrame([*unsettled, *wrong.items()], columns=["position", "reason"])
    timed = bool(text[text.str.len() > 10].str.contains(r"\d:\d\d", regex=True).any())
    return pd.Series(found.day.to_numpy(), index=written.index), notes, timed


def _as_text(written):
    """Every date as text, datetimes in ISO form; nothing known is an empty text."""
    if pd.api.types.is_datetime64_any_dtype(written):
        written = written.dt.tz_localize(None).dt.strftime("%Y-%m-%d %H:%M:%S")
    text = pd.Series(
        ["" if value is None or value is pd.NaT else str(value).strip() for value in written], dtype=object
    )
    text = text.str.removesuffix(" 00:00:00")
    return text.mask(text.str.lower().isin(_NOTHING), "").str.replace(r"^(\d+)\.0$", r"\1", regex=True)


def _day_first(text, outlet):
    """For every date whether its day stands before its month, and (position, note) where nothing tells."""
    parts = text.str.extract(r"^(\d{1,2})[-/](\d{1,2})[-/](?:\d{4}|\d{2})(?!\d)").astype(float)
    first, second = parts[0], parts[1]
    if first.isna().all():
        return np.zeros(len(text), bool), []
    lean = pd.DataFrame({"day": first > 12, "month": second > 12})
    by_outlet = lean.groupby(outlet.to_numpy(), dropna=False).transform("any")
    clear = by_outlet.day != by_outlet.month
    overall = bool(lean.day.any() and not lean.month.any())
    answer = np.where(clear, by_outlet.day, overall)
    settled = clear | (lean.day.any() != lean.month.any())
    open_ = first.notna() & ~settled & (first <= 12) & (second <= 12) & (first != second)
    notes = []
    for _, dates in text[open_].groupby(outlet.to_numpy()[open_], dropna=False):
        notes.append(
            (
                dates.index[0],
                f"{len(dates)} dates of this outlet, such as {dates.iloc[0]!r}, could have the day or the "
                "month first; read as month first. If that is wrong, write them as 2019-12-31.",
            )
        )
    return answer, notes


def _parse(text, day_first):
    """The day, or what is wrong with it: (date or None, reason or None)."""
    if not text:
        return None, None
    parts = _parts(text, day_first)
    try:
        day = datetime.date(*parts) if parts else _by_language(text)
    except ValueError:
        day = None
    if day is None:
        return None, f"date {text[:40]!r} is none that is known; the article stays, without a date."
    if not FIRST_YEAR <= day.year <= datetime.date.today().year + 1:
        return None, f"date {text[:40]!r} lies outside {FIRST_YEAR} to next year; the article stays, without a date."
    return day, None


def _parts(text, day_first):
    """Year, month and day of the forms that need no dictionary of languages."""
    if found := _ISO.match(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _NUMERIC.match(text):
        first, second = int(found[1]), int(found[3])
        day_first = found[2] == "." or first > 12 or (day_first and second <= 12)
        return _full_year(found[4]), *((second, first) if day_first else (first, second))
    if found := _COMPACT.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _EPOCH.match(text):
        seconds = int(found[1]) / (1000 if len(found[1]) > 11 else 1)
        day = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return day.year, day.month, day.day
    if found := _MONTH_FIRST.search(text):
        return int(found[3]), _MONTHS[found[1].lower()], int(found[2])
    if found := _DAY_FIRST.search(text):
        return _full_year(found[3]), _MONTHS[found[2].lower()], int(found[1])
    return None


def _full_year(year):
    """A year of two digits is the latest that is not after next year."""
    if len(year) == 4:
        return int(year)
    century = 2000 if 2000 + int(year) <= datetime.date.today().year + 1 else 1900
    return century + int(year)


def _by_language(text):
    """The other languages' dates, by dateparser; None unless day, month and year are all there."""
    if not re.search(r"\d{4}", text) or len(re.findall(r"\d+", text)) < 2:
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text[:60], settings=settings)
    return found.date() if found else None
