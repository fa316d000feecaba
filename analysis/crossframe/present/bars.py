"""Bars of shares: every outlet's rows cut up by a value, and one bar a row under bold heads."""

import numpy as np
import pandas as pd

from crossframe.present.plot_parts import headings, row_labels

# Told apart by colour-blind readers and in grey print: neighbours differ in lightness.
PALETTE = ("#0072B2", "#F0C05A", "#009E73", "#E7A6C8", "#8F4A00", "#8CC8EC", "#5B4B9A")
REST = "#C8C8C8"


def share_table(table, of, *, order=(), most=7, weight=None):
    """Each outlet's share of each value: what is drawn as bars.

    Parameters
    ----------
    table : DataFrame
        A row a thing counted: outlet and `of`.
    of : str
        Column whose values have shares; rows without a value are left out.
    order : sequence of str
        Values in the order in which they are to stand; others come after them, the commonest first.
    most : int
        So many values are kept; the others together are "other".
    weight : Series or None
        What each row counts; None: 1.

    Returns
    -------
    shares : DataFrame
        A row an outlet (most rows first), a column a value; rows sum to 1.
    n : Series
        Rows of each outlet.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["A", "A", "B"], "kind": ["direct", "indirect", "direct"]})
    >>> share_table(rows, "kind")[0].to_dict("index")
    {'A': {'direct': 0.5, 'indirect': 0.5}, 'B': {'direct': 1.0, 'indirect': 0.0}}
    """
    rows = pd.DataFrame({"outlet": table["outlet"], of: table[of].astype("str"),
                         "counts": 1.0 if weight is None else weight})
    rows = rows[rows[of].notna() & (rows[of] != "") & (rows["counts"] > 0)]
    sizes = rows[of].value_counts()
    ranked = [value for value in order if value in sizes] + [value for value in sizes.index if value not in order]
    if len(ranked) > most:
        rows[of] = rows[of].where(rows[of].isin(ranked[: most - 1]), "other")
        ranked = [value for value in ranked[: most - 1] if value != "other"] + ["other"]
    sums = rows.groupby(["outlet", of])["counts"].sum().unstack(fill_value=0.0)
    n = rows.groupby("outlet").size().sort_values(ascending=False, kind="stable")
    sums = sums.reindex(index=n.index, columns=ranked)
    sums.columns.name = of
    return sums.div(sums.sum(axis=1), axis=0), n


def share_bars(ax, shares, colors, *, at=None):
    """Draw a bar an outlet, cut up by value; percentages stand where there is room.

    Parameters
    ----------
    ax : Axes
    shares : DataFrame
        Of ``share_table``.
    colors : dict of str to str
        Value -> colour.
    at : sequence of float or None
        Heights of the bars, rising; None: 0, 1, 2 ...
    """
    left, at = np.zeros(len(shares)), np.arange(len(shares)) if at is None else np.asarray(at)
    for value in shares:
        widths = 100 * shares[value].to_numpy()
        drawn = np.flatnonzero(widths)
        ax.barh(at[drawn], widths[drawn], left=left[drawn], color=colors[value], height=0.62,
                edgecolor=ax.get_facecolor(), linewidth=1)
        for row in drawn[widths[drawn] >= 4.5]:
            ax.text(left[row] + widths[row] / 2, at[row], f"{widths[row]:.0f}", ha="center", va="center", fontsize=8,
                    color=ink(colors[value]))
        left += widths
    row_labels(ax, at, shares.index)
    ax.grid(False)
    ax.set_xlim(0, 100)
    ax.spines["bottom"].set_visible(False)


def value_colors(values, known=()):
    """A colour for each value, in their order; what is no value of its own is grey.

    Parameters
    ----------
    values : sequence of str
    known : sequence of str
        Values that keep their colour whether all of them are there or not.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> value_colors(["direct", "other"])
    {'direct': '#0072B2', 'other': '#C8C8C8'}
    """
    named = [value for value in dict.fromkeys([*known, *values]) if value not in ("other", "unknown")]
    colors = {value: PALETTE[k % len(PALETTE)] for k, value in enumerate(named)}
    return {value: colors.get(value, REST) for value in values}


def headed_bars(ax, groups, *, color, texts=None):
    """Draw one bar a row, rows under bold heads.

    Parameters
    ----------
    ax : Axes
    groups : dict of str to Series
        Head -> widths of its bars, by name.
    color : dict of str to str or str
        Of the bars, by head, or one for all.
    texts : dict of str to list of str or None
        What stands at the end of the bars, by head.
    """
    at, labels, starts, y = [], [], [], 0.0
    widest = max((widths.max() for widths in groups.values() if len(widths)), default=1) or 1
    for name, widths in groups.items():
        starts.append(y)
        rows = y + 1 + np.arange(len(widths))
        ax.barh(rows, widths, color=color if isinstance(color, str) else color[name], height=0.68)
        for row, width, text in zip(rows, widths, (texts or {}).get(name, [""] * len(widths)), strict=True):
            ax.text(width + 0.012 * widest, row, text, va="center", fontsize=8, color="#444444")
        at, labels, y = [*at, *rows], [*labels, *widths.index], y + len(widths) + 1.5
    row_labels(ax, at, labels)
    headings(ax, starts, groups)
    ax.set_xlim(0, 1.12 * widest)
    ax.locator_params(axis="x", nbins=7)


def ink(color):
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(color[k:k + 2], 16) for k in (1, 3, 5))
    return "#1a1a1a" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "white"
