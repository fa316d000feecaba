"""Shares: in how many percentage points each outlet differs, with intervals."""

import numpy as np
import pandas as pd

from crossframe.present.plot_parts import (
    REFERENCE,
    TARGET,
    beside,
    fresh,
    head,
    headings,
    intervals,
    row_labels,
    say,
    side,
    untested,
)


def plot_shares(result, *, ax=None, n=8, outlet=None):
    """Draw by how many percentage points the shares of an outlet differ from those of its reference.

    Parameters
    ----------
    result : Result
        Of ``cf.shares``.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many values an outlet: the first of the table, those that differ most surely.
    outlet : str or None
        The target, where one alone is to be drawn. Of two outlets held against each other the first is drawn: the other
        is its mirror image.

    Returns
    -------
    Axes
        Under each outlet's name its values from the largest difference down; at the right share | share of the
        reference, percent.

    Raises
    ------
    DataError
        No such outlet in the result.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "within": "", "value": ["person", "document"], "share": [0.7, 0.3],
    ...     "share_reference": [0.5, 0.5], "estimate": [0.2, -0.2], "conf_low": [0.1, -0.3], "conf_high": [0.3, -0.1],
    ...     "p_adjusted": 0.01})
    >>> ax = plot_shares(Result(table, {"measure": "shares", "of": "speaker_kind"}), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts[-3:-1]]
    ['70 | 50', '30 | 50']
    """
    table = result.table
    outlets = list(dict.fromkeys(table.outlet))
    if outlet is not None or len(outlets) == 2 and not result.about.get("target"):
        table, outlet, _ = side(result, outlet)
        outlets = [outlet]
    picked = [table[table.outlet == name].head(n).sort_values("estimate", ascending=False, kind="stable")
              for name in outlets]
    ax = fresh(ax, 7, 1.7 + 0.22 * sum(len(rows) + 1.5 for rows in picked))
    if not sum(map(len, picked)):
        return say(ax, "No share to draw.")
    rows = pd.concat(picked).assign(**{name: 100 * pd.concat(picked)[name] for name in (
        "estimate", "conf_low", "conf_high", "share", "share_reference")})
    starts = np.cumsum([0, *(len(own) + 1.5 for own in picked)])
    at = np.concatenate([start + 1 + np.arange(len(own)) for start, own in zip(starts, picked)])
    legend = intervals(ax, rows, at, np.where(rows.estimate >= 0, TARGET, REFERENCE))
    row_labels(ax, at, [f"{row.within}: {row.value}" if row.within else row.value for row in rows.itertuples()])
    headings(ax, starts[:-1], outlets)
    beside(ax, at, [f"{row.share:.0f} | {row.share_reference:.0f}" for row in rows.itertuples()])
    return _headed(ax, result, rows, len(table), legend)


def _headed(ax, result, rows, n_all, legend):
    about = result.about
    reference = about.get("reference") or "the rest"
    head(ax, f"Shares of {str(about.get('of') or 'value').replace('_', ' ')} against {reference}"
         f"{', on the same stories' if about.get('match') else ''}{untested(rows)}",
         "difference in percentage points; right = a larger share in the outlet named",
         *[f"{len(rows)} of {n_all:,} rows."][: len(rows) < n_all],
         f"At the right: percent in the outlet | in {reference}.", legend)
    return ax
