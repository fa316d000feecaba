"""Mean scores of many things in many outlets: dots in rows, or a table of tinted cells."""

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import legible
from crossframe.present.plot_parts import OUTLETS, row_labels

MARKERS = "osD^vPX"  # one an outlet, so that the dots are told apart without their colours
MOST = len(OUTLETS)  # outlets drawn as dots; more cannot be told apart


def outlet_means(table, of, value, *, outlets=None, n=MOST):
    """Mean value of every thing in each outlet.

    Parameters
    ----------
    table : DataFrame
        A row a score: outlet, `of` and `value`; NaN is not scored.
    of, value : str
        Columns: what has scores (frame, axis), and its score.
    outlets : list of str or None
        Those wanted, in order; None: the n with most rows.
    n : int

    Returns
    -------
    means : DataFrame
        A row a value of `of` in the table's order, a column an outlet; NaN where it has no score.
    more : str
        What a title must add where some outlets are not there.

    Raises
    ------
    DataError
        No such outlet in the table.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"outlet": ["A", "A", "B"], "frame": "conflict", "score": [1.0, 3.0, 5.0]})
    >>> outlet_means(rows, "frame", "score")[0].to_dict("index")
    {'conflict': {'A': 2.0, 'B': 5.0}}
    """
    sizes = table["outlet"].value_counts()
    if unknown := [name for name in outlets or () if name not in sizes.index]:
        raise DataError(f"no outlet {unknown[0]!r} in this result; it has {', '.join(map(repr, sizes.index[:20]))}.")
    chosen = list(outlets) if outlets else sorted(sizes.index, key=lambda name: (-sizes[name], name))[:n]
    means = table.groupby([of, "outlet"], sort=False)[value].mean().unstack()
    more = "" if outlets or len(chosen) == len(sizes) else f": the {len(chosen)} largest of {len(sizes):,} outlets"
    return means.reindex(index=list(dict.fromkeys(table[of])), columns=chosen), more


def mean_dots(ax, means):
    """Draw a row a thing and on it a dot an outlet, joined by a line from the lowest to the highest.

    Parameters
    ----------
    ax : Axes
    means : DataFrame
        Of ``outlet_means``, at most ``MOST`` columns.

    Returns
    -------
    list of (str, str, str)
        Colour, outlet and marker: the key for ``head``.
    """
    at = np.arange(len(means))
    drawn = means.notna().any(axis=1).to_numpy()
    ax.hlines(at[drawn], means.min(axis=1)[drawn], means.max(axis=1)[drawn], color="#C4C4C4", linewidth=2.2, zorder=1)
    looks = list(zip(OUTLETS, means, MARKERS))
    for k, (color, outlet, marker) in reversed(list(enumerate(looks))):
        ax.plot(means[outlet], at, marker, color=color, markersize=7.5, markeredgecolor=ax.get_facecolor(),
                markeredgewidth=0.6, zorder=3 + len(looks) - k)
    ax.locator_params(axis="x", nbins=7)
    return looks


def mean_cells(ax, means, *, digits, two_sided=False):
    """Draw a row an outlet, a column a thing: its mean in a cell tinted by its part of the column's largest.

    Parameters
    ----------
    ax : Axes
    means : DataFrame
        Of ``outlet_means``.
    digits : int
        Decimals written.
    two_sided : bool
        Whether means below 0 are tinted orange, not blue.
    """
    from matplotlib import colormaps

    tints, largest = (colormaps["Oranges"], colormaps["Blues"]), means.abs().max(axis=1).to_numpy()
    parts = (means.abs().to_numpy() / np.where(largest > 0, largest, 1)[:, None]).T
    for (row, column), part in np.ndenumerate(parts):
        if np.isnan(part):
            continue
        mean = means.iat[column, row]
        ax.barh(row, 0.96, left=column - 0.48, height=0.92, color=tints[int(not two_sided or mean >= 0)](0.75 * part))
        ax.text(column, row, f"{round(mean, digits) + 0.0:.{digits}f}".replace("-", "−"), ha="center", va="center",
                fontsize=8, color="white" if 0.75 * part > 0.55 else "#1a1a1a")
    row_labels(ax, range(means.shape[1]), means.columns)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    texts, families = legible([str(name).replace("_", " ") for name in means.index], longest=32)
    ax.set_xticks(range(len(means)), labels=texts, rotation=35, ha="right", rotation_mode="anchor", fontsize=9,
                  fontfamily=families, parse_math=False)
    ax.tick_params(length=0)
    ax.set_xlim(-0.5, len(means) - 0.5)


def decimals(means):
    """Decimals that two significant digits of the largest number take, at least 1 and at most 3.

    Examples
    --------
    >>> import pandas as pd
    >>> decimals(pd.DataFrame([[0.034, 0.2]])), decimals(pd.DataFrame([[12.0]]))
    (2, 1)
    """
    largest = np.nanmax(means.abs().to_numpy(), initial=0)
    return int(np.clip(1 - np.floor(np.log10(largest)), 1, 3)) if largest > 0 else 1
