"""A corpus at a glance: how many articles each outlet has, and when they appeared."""

import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.present.plot_parts import TARGET, beside, fresh, head, row_labels

UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
BINS = 60  # at most so many bars along the time axis


def plot_corpus(corpus, *, ax=None, n=20):
    """Draw the articles of each outlet over time, or, where no date is known, their number.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        outlet, and date where known.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most articles; the title says when there are more.

    Returns
    -------
    Axes
        A row an outlet, most articles first; the height of a bar is the number of articles in that day, week, month,
        quarter or year, on one scale for all.

    Raises
    ------
    DataError
        No outlet column, no article, or a date column that holds no dates.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon", "Mercury"], "date": pd.to_datetime(["2024-05-01"] * 3)})
    >>> ax = plot_corpus(frame, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Mercury', 'Beacon']
    """
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    articles = as_articles(corpus, needs=("outlet",), what="plot_corpus")
    sizes = articles.groupby("outlet").size().sort_values(ascending=False, kind="stable")
    outlets = sizes.index[:n]
    ax = fresh(ax, 7, 1.4 + 0.45 * len(outlets))
    more = "" if len(outlets) == len(sizes) else f": the {n} of {len(sizes):,} outlets with most"
    row_labels(ax, range(len(outlets)), outlets)
    dates = _dates(articles)
    if dates.isna().all():
        ax.barh(range(len(outlets)), sizes[outlets], color=TARGET, height=0.6)
        head(ax, f"{len(articles):,} articles{more}", "articles")
        return ax
    unit, counts = _counts(articles.outlet, dates)
    highest = counts.to_numpy().max()
    for y, outlet in enumerate(outlets):
        if outlet in counts:
            _bars(ax, counts[outlet], y, highest)
    ax.xaxis.set_major_locator(locator := AutoDateLocator(maxticks=8))
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    undated = dates.isna().groupby(articles.outlet).sum()[outlets]
    beside(ax, range(len(outlets)), [f"{size:,}" + (f"; {lost:,} undated" if lost else "")
                                     for size, lost in zip(sizes[outlets], undated)])
    head(ax, f"{len(articles):,} articles{more}", f"articles a {unit}; the highest bar stands for {highest:,}")
    return ax


def _dates(articles):
    """When the articles appeared, without time zone."""
    if "date" not in articles:
        return pd.Series(pd.NaT, index=articles.index)
    if not pd.api.types.is_datetime64_any_dtype(articles.date):
        raise DataError(f"date holds {articles.date.dtype}, not dates; cf.read(frame) makes dates of it.")
    return articles.date.dt.tz_localize(None)


def _counts(outlets, dates):
    """Articles a time unit and outlet, the unit being the shortest that needs at most BINS of them."""
    first, last = dates.min(), dates.max()
    fits = (unit for unit, code in UNITS.items() if (last.to_period(code) - first.to_period(code)).n < BINS)
    unit, dated = next(fits, "year"), dates.notna()
    return unit, pd.crosstab(dates[dated].dt.to_period(UNITS[unit]), outlets[dated])


def _bars(ax, counts, y, highest):
    """One outlet's articles over time, standing on its row."""
    counts = counts[counts > 0]
    start, end = counts.index.start_time, counts.index.end_time
    ax.bar(start, -0.75 * counts / highest, width=0.94 * (end - start), bottom=y + 0.35, align="edge", color=TARGET)
