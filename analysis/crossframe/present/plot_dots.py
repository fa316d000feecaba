"""Keyness as dot and whisker: one outlet against its reference, or what each of several says more than the rest."""

import numpy as np
import pandas as pd

from crossframe.present.plot_parts import (
    OUTLETS,
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

UNIT = "log2 rate ratio (1 = twice the rate)"


def plot_keyness(result, *, ax=None, n=20, outlet=None):
    """Draw the terms that lean most to the target and most to the reference, with their intervals.

    Of each side the first ``n`` terms of the table are picked, which holds the best-supported first, and drawn from the
    largest estimate at the top to the smallest at the bottom. At the right stand the uses in target and reference.

    Parameters
    ----------
    result : Result
        Of ``cf.keyness``: term outlet n n_reference estimate conf_low conf_high p_adjusted.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many terms each way.
    outlet : str or None
        The target, where the result holds several; two outlets are each other's mirror image and need none.

    Returns
    -------
    Axes
        Filled dots: adjusted p below .05. Without intervals (too few articles) dots alone, and the title says so.

    Raises
    ------
    DataError
        No such outlet in the result, or several and none named.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"term": ["levy", "relief"], "outlet": "Mercury", "n": [30, 12], "n_reference": [10, 28],
    ...     "estimate": [1.4, -1.1], "conf_low": [0.6, -2.3], "conf_high": [2.2, 0.1], "p_adjusted": [0.01, 0.2]})
    >>> result = Result(table, {"measure": "keyness", "target": "Mercury", "reference": "Beacon"})
    >>> ax = plot_keyness(result, ax=Figure().subplots())
    >>> ax.get_title(loc="left")
    'Mercury against Beacon'
    """
    every, target, reference = side(result, outlet)
    rows = pd.concat([every[every.estimate >= 0].head(n), every[every.estimate < 0].head(n)])
    rows = rows.sort_values("estimate", ascending=False, kind="stable")
    ax = fresh(ax, 7, 1.6 + 0.21 * len(rows))
    if not len(rows):
        return say(ax, f"{target} against {reference}: no term to draw.")
    at = range(len(rows))
    legend = intervals(ax, rows, at, [TARGET if estimate >= 0 else REFERENCE for estimate in rows.estimate])
    row_labels(ax, at, rows.term)
    beside(ax, at, [f"{uses:,} | {others:,}" for uses, others in zip(rows.n, rows.n_reference)])
    head(ax, f"{target} against {reference}" + untested(rows), f"{UNIT}; right = more in {target}",
         f"{len(rows)} of {len(every):,} terms. At the right: uses in {target} | in {reference}.", legend)
    return ax


def plot_outlets(result, *, ax=None, n=6):
    """Draw, outlet by outlet, the terms it uses more than its reference does, with their intervals.

    Picked and ordered as in ``plot_keyness``, the leaning to the outlet alone.

    Parameters
    ----------
    result : Result
        Of ``cf.keyness`` with ``target=None``: each outlet against the rest.
    ax : Axes or None
    n : int
        At most this many terms an outlet.

    Returns
    -------
    Axes
    """
    table = result.table
    picked = {outlet: rows[rows.estimate > 0].head(n) for outlet, rows in table.groupby("outlet", sort=False)}
    picked = {outlet: rows.sort_values("estimate", ascending=False, kind="stable") for outlet, rows in picked.items()}
    ax = fresh(ax, 7, 1.6 + 0.21 * sum(len(rows) + 1.5 for rows in picked.values()))
    if not sum(map(len, picked.values())):
        return say(ax, "No term to draw.")
    starts = np.cumsum([0, *(len(rows) + 1.5 for rows in picked.values())])
    at = np.concatenate([start + 1 + np.arange(len(rows)) for start, rows in zip(starts, picked.values())])
    colors = [OUTLETS[number % len(OUTLETS)] for number in range(len(picked))]
    rows = pd.concat(picked.values())
    legend = intervals(ax, rows, at, np.repeat(colors, [len(own) for own in picked.values()]))
    row_labels(ax, at, rows.term)
    headings(ax, starts[:-1], picked, colors=colors)
    head(ax, f"Each outlet against {result.about.get('reference') or 'the rest'}" + untested(rows),
         f"{UNIT}; right = more in the outlet named above",
         f"{len(rows)} of {table.term.nunique():,} terms.", legend)
    return ax
