"""Keyness as a cloud of terms: the rates of both sides, or the estimate against its p value."""

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import place_labels
from crossframe.present.plot_parts import NEITHER, REFERENCE, SIGNIFICANT, TARGET, fresh, head, say, side, untested

MANY = 2000  # beyond so many dots they are pixels also in SVG, which keeps the file small


def plot_rates(result, *, ax=None, n=30, outlet=None):
    """Draw every term at its rate in reference (across) and target (up), and name those that differ most clearly.

    Both axes are logarithmic, with room for 0 below the smallest rate; dots stand where the numbers say, so terms of
    equal rates lie on one another. Named are the first terms of the table, which holds the best-supported first, half
    of them leaning to each side; no name touches another.

    Parameters
    ----------
    result : Result
        Of ``cf.keyness``: term outlet n rate rate_reference estimate conf_low conf_high p_adjusted.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many terms are named.
    outlet : str or None
        The target, where the result holds several; two outlets are each other's mirror image and need none.

    Returns
    -------
    Axes
        Blue: more in the target, orange: more in the reference (adjusted p below .05), grey: no clear difference.

    Raises
    ------
    DataError
        No such outlet in the result, or several and none named.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"term": ["levy", "relief"], "outlet": "Mercury", "n": [30, 12], "rate": [300.0, 120.0],
    ...     "rate_reference": [100.0, 280.0], "estimate": [1.4, -1.1], "conf_low": [0.6, -2.3], "conf_high": [2.2, 0.1],
    ...     "p_adjusted": [0.01, 0.2]})
    >>> result = Result(table, {"measure": "keyness", "target": "Mercury", "reference": "Beacon"})
    >>> ax = plot_rates(result, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['levy', 'relief']
    """
    rows, target, reference = side(result, outlet)
    ax = fresh(ax, 7, 7.5)
    if not len(rows):
        return say(ax, f"{target} against {reference}: no term to draw.")
    spots = rows[["rate_reference", "rate"]].to_numpy(dtype=float)
    _rate_axes(ax, spots)
    return _cloud(ax, rows, spots, n, target, reference, f"uses per million words in {reference}",
                  up=f"uses per million words in {target}")


def plot_volcano(result, *, ax=None, n=20, outlet=None):
    """Draw every term at its estimate (across) and how unlikely that is where nothing differs (up, -log10 p).

    Parameters and naming as in ``plot_rates``.

    Returns
    -------
    Axes

    Raises
    ------
    DataError
        No such outlet in the result, several and none named, or no p values (too few articles to test).
    """
    rows, target, reference = side(result, outlet)
    if len(rows) and rows.p_value.isna().all():
        raise DataError("no term of this result could be tested, so there are no p values to draw; "
                        "draw kind='dots' or 'rates'.")
    ax = fresh(ax, 7, 6)
    rows = rows[rows.p_value.notna()]
    if not len(rows):
        return say(ax, f"{target} against {reference}: no term to draw.")
    spots = np.column_stack([rows.estimate, -np.log10(rows.p_value.clip(lower=1e-300))])
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    ax.set_xlim(*1.12 * np.array([-1, 1]) * np.abs(spots[:, 0]).max())
    ax.set_ylim(0, 1.1 * spots[:, 1].max())
    return _cloud(ax, rows, spots, n, target, reference,
                  f"log2 rate ratio (1 = twice the rate); right = more in {target}", up="−log10 p, not adjusted")


def _cloud(ax, rows, spots, n, target, reference, *notes, up):
    """A dot for every term and names beside those that differ most clearly."""
    clear = rows.p_adjusted < SIGNIFICANT
    colors = np.select([clear & (rows.estimate > 0), clear & (rows.estimate < 0)], [TARGET, REFERENCE], NEITHER)
    order = np.argsort(clear.to_numpy(), kind="stable")  # the clear ones on top
    ax.scatter(*spots[order].T, s=13, c=colors[order], alpha=0.6, linewidths=0, zorder=2, rasterized=len(rows) > MANY)
    ax.spines[["top", "right"]].set_visible(False)
    head(ax, f"{target} against {reference}" + untested(rows), *notes, up=up,
         keys=_keys(rows, colors, target, reference))
    up, down = np.flatnonzero(rows.estimate >= 0), np.flatnonzero(rows.estimate < 0)
    where = np.concatenate([up[:(n + 1) // 2], down[:n // 2]])
    dark = np.where(colors == NEITHER, "#444444", colors)
    ax.scatter(*spots[where].T, s=24, c=dark[where], linewidths=0.6, edgecolors=ax.get_facecolor(), zorder=3)
    placed = place_labels(ax, *spots[where].T, rows.term.iloc[where], colors=dark[where], crowd=spots)
    if len(placed) < len(where):
        ax.set_xlabel(f"{ax.get_xlabel()}\n{len(where) - len(placed)} of {len(where)} names found no room")
    return ax


def _keys(rows, colors, target, reference):
    """What the colours mean, and how many terms have them."""
    if rows.p_adjusted.isna().all():
        return [(NEITHER, f"too few articles to test: {len(rows):,}")]
    said = {TARGET: f"more in {target}, adjusted p < .05", REFERENCE: f"more in {reference}, adjusted p < .05",
            NEITHER: "no clear difference"}
    return [(color, f"{text}: {(colors == color).sum():,}") for color, text in said.items()]


def _rate_axes(ax, spots):
    """Equal logarithmic axes with 0 at their start where some rate is 0, and the line of equal rates."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    smallest, largest = spots[spots > 0].min(), spots.max()
    ticks = 10.0 ** np.arange(np.floor(np.log10(smallest)), np.ceil(np.log10(largest)) + 1)
    if len(ticks) < 4:
        ticks = np.outer(ticks, [1, 2, 5]).ravel()
    if zero := bool((spots == 0).any()):
        scale, low = {"value": "symlog", "linthresh": smallest / 1.5, "linscale": 0.4}, -0.5 * smallest
    else:
        scale, low = {"value": "log"}, smallest / 1.5
    ax.set_xscale(**scale)
    ax.set_yscale(**scale)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(FixedLocator([0.0, *ticks[ticks > smallest / 1.5]] if zero else ticks))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:,g}"))
    ax.set(xlim=(low, 1.6 * largest), ylim=(low, 1.6 * largest))
    ax.set_box_aspect(1)
    ax.plot([low, largest * 1.6], [low, largest * 1.6], color="#BBBBBB", linewidth=0.8, zorder=1)
