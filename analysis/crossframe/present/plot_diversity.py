"""Diversity of sources: by how many voices each outlet speaks, at an equal number of quotations."""

import numpy as np

from crossframe.present.plot_parts import OUTLETS, beside, fresh, head, headings, intervals, row_labels, say

ORDERS = {0: "Speakers", 1: "Common speakers", 2: "Very common speakers"}


def plot_diversity(result, *, ax=None, n=12):
    """Draw each outlet's Hill numbers at an equal number of quotations, with 95% intervals.

    Parameters
    ----------
    result : Result
        Of ``cf.source_diversity``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most quotations; the title says when there are more.

    Returns
    -------
    Axes
        A head an order, below it the outlets from the most diverse down; at the right their quotations. Filled dots
        differ from the others at adjusted p below .05.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "order": 1.0, "diversity": [9.0, 5.0], "n_quotes": 40,
    ...     "diversity_low": [7.0, 4.0], "diversity_high": [11.0, 6.0], "p_adjusted": 0.01, "n_rarefied": 20})
    >>> ax = plot_diversity(Result(table, {"measure": "source_diversity"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Mercury', 'Beacon']
    """
    table = result.table
    sizes = table.groupby("outlet").n_quotes.max().sort_values(ascending=False, kind="stable")
    more = "" if len(sizes) <= n else f": the {n} of {len(sizes):,} outlets with most quotations"
    rows = table[table.outlet.isin(sizes.index[:n]) & table.diversity.notna()]
    rows = rows.sort_values(["order", "diversity"], ascending=[True, False], kind="stable")
    rows = rows.drop(columns=[name for name in ("estimate", "conf_low", "conf_high") if name in rows]).rename(
        columns={"diversity": "estimate", "diversity_low": "conf_low", "diversity_high": "conf_high"})
    ax = fresh(ax, 7, 1.7 + 0.24 * (len(rows) + 1.5 * rows.order.nunique()))
    if not len(rows):
        return say(ax, result.about.get("caution") or "Too few quotations to compare.")
    orders = list(dict.fromkeys(rows.order))
    step = np.array([orders.index(order) for order in rows.order])
    at = np.arange(len(rows)) + 1 + 1.5 * step
    legend = intervals(ax, rows, at, [OUTLETS[k % len(OUTLETS)] for k in step])
    ax.set_xlim(left=0)
    row_labels(ax, at, rows.outlet)
    beside(ax, at, [f"{quotes:,}" for quotes in rows.n_quotes])
    names = [ORDERS.get(order, "Speakers") + f" (order {order:g})" for order in orders]
    headings(ax, [at[step == k][0] - 1 for k in range(len(orders))], names)
    head(ax, f"Diversity of sources at {int(rows.n_rarefied.iloc[0]):,} quotations each{more}",
         "speakers, were all quoted alike often (Hill number)", "At the right: quotations.",
         legend.replace("adjusted p < .05", "differs from the others, adjusted p < .05"))
    return ax
