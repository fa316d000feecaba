"""Means: each outlet's mean with its interval, of one score or of each value of `within`."""

from crossframe.compare.within import columns_of, spelled
from crossframe.errors import DataError
from crossframe.present.plot_parts import (
    TARGET,
    beside,
    fresh,
    head,
    headings,
    mean_dot,
    row_labels,
    say,
    untested,
    whether_tested,
)


def plot_means(result, *, ax=None, n=8, outlets=None):
    """Draw the mean of each outlet as a dot with its interval, under each value of `within` by itself.

    Parameters
    ----------
    result : Result
        Of ``cf.means``.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many values of `within`, those with most scores, and outlets, those with most scores; the title
        says where there are more.
    outlets : list of str or None
        Those to draw, in order.

    Returns
    -------
    Axes
        Filled where there is an interval, hollow where too few are scored. At the right the scores behind each dot.
        ``cf.contrast`` says which outlets differ: two intervals that overlap do not say that they are alike.

    Raises
    ------
    DataError
        No such outlet in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.compare.averages import means
    >>> scores = pd.DataFrame({"outlet": ["A", "B"] * 6, "score": [3, 1, 4, 2, 3, 2, 5, 1, 4, 3, 3, 1]})
    >>> ax = plot_means(means(scores), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['A', 'B']
    """
    by, value, within = (result.about[name] for name in ("by", "value", "within"))
    table = result.table.assign(part=[spelled(row) for row in zip(*(result.table[c] for c in columns_of(within)))]
                                if within else "")
    if unknown := [name for name in outlets or () if name not in set(table["outlet"])]:
        raise DataError(f"no {by} {unknown[0]!r} in this result; it has "
                        f"{', '.join(map(repr, table['outlet'].unique()[:20]))}.")
    every = {by: list(table["outlet"].unique()), _words(within): _largest(table)}
    shown = {by: list(outlets or every[by][:n]), _words(within): every[_words(within)][:n]}
    rows = table[table["outlet"].isin(shown[by]) & table["part"].isin(shown[_words(within)])]
    ax = fresh(ax, 7, 1.8 + 0.28 * (len(rows) + 1.6 * rows["part"].nunique()))
    if not len(rows):
        return say(ax, "No mean to draw.")
    _rows(ax, rows, shown[by], shown[_words(within)])
    more = [f"{len(names)} of {len(every[what]):,} {what}s" for what, names in shown.items()
            if len(names) < len(every[what]) and not (what == by and outlets)]
    head(ax, f"Mean {value} of each {by}{': ' if more else ''}{', '.join(more)}{untested(rows)}", f"mean {value}",
         *whether_tested(rows), "At the right: scored rows.")
    return ax


def _words(within):
    return " and ".join(columns_of(within)) or "part"


def _largest(table):
    """The values of `within`, those with most scores first."""
    return list(table.groupby("part", sort=False)["n"].sum().sort_values(ascending=False, kind="stable").index)


def _rows(ax, rows, outlets, parts):
    """Draw the dots under their headings."""
    at, labels, sizes, places, y = [], [], [], {}, -1.0
    for part in parts:
        own = rows[rows["part"] == part].set_index("outlet")
        if part:
            y += 1
            places[part] = y
        for outlet in [name for name in outlets if name in own.index]:
            y += 1
            mean_dot(ax, own.loc[outlet], y, TARGET)
            at, labels, sizes = [*at, y], [*labels, outlet], [*sizes, f"{own.loc[outlet, 'n']:,}"]
        y += 0.6
    row_labels(ax, at, labels)
    headings(ax, places.values(), places)
    beside(ax, at, sizes)
    ends = rows[["estimate", "conf_low", "conf_high"]]
    if ends.min(axis=None) <= 0 <= ends.max(axis=None):
        ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    ax.locator_params(axis="x", nbins=7)
