"""What the plots share: colours that colour-blind readers tell apart, fresh axes, titles that fit, intervals."""

import textwrap

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import legible

TARGET, REFERENCE, NEITHER = "#0072B2", "#D55E00", "#8A8A8A"  # Okabe & Ito's blue and vermilion
OUTLETS = (TARGET, REFERENCE, "#009E73", "#CC79A7", "#8F6B00", "#3B8FC2", "#555555")
SIGNIFICANT = 0.05


def fresh(ax, width, height):
    """The axes given, or new ones of so many inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def say(ax, sentence):
    """Axes with nothing to draw say so."""
    ax.set_axis_off()
    (text,), families = legible([sentence], longest=400)
    ax.text(0.5, 0.5, textwrap.fill(text, 60), transform=ax.transAxes, ha="center", va="center", fontfamily=families,
            parse_math=False)
    return ax


def head(ax, title, unit, *notes, up="", keys=()):
    """Write title, key of colours, axis names and notes in lines no longer than the axes; call it when all else is drawn.

    Parameters
    ----------
    ax : Axes
    title, unit, up : str
        Above the axes, below the x axis and beside the y axis.
    *notes : str
        What else a reader must know, small, a paragraph each.
    keys : sequence of (str, str)
        Colours and what they mean.
    """
    ax.figure.canvas.figure.draw_without_rendering()  # settles the width there is
    wide, high = 0.95 * ax.bbox.width, 0.95 * ax.bbox.height
    _wrap(ax.set_ylabel(up, fontsize=9), up, high)
    _wrap(ax.set_xlabel(unit, fontsize=9), unit, wide)
    pad = 6 + (_key(ax, keys, wide) if keys else 0)
    _wrap(ax.set_title(title, loc="left", fontsize=11, pad=pad), title, wide)
    below = {"xycoords": ("axes fraction", ax.xaxis.label), "textcoords": "offset points", "va": "top", "fontsize": 8}
    if text := " ".join(notes):
        _wrap(ax.annotate(text, (0, 0), xytext=(0, -5), color="#555555", **below), text, wide)


def _wrap(artist, text, room):
    """Break a text into lines no longer than so many pixels, in letters that some font has."""
    (text,), families = legible([text], longest=400)
    artist.set(text=text, fontfamily=families, parse_math=False)
    extent = artist.get_window_extent()
    fits = int(room * len(text) / max(extent.width, extent.height, 1))
    artist.set_text(textwrap.fill(text, max(fits, 12)))


def _key(ax, keys, wide):
    """A row a colour above the axes; the height it takes, points."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], marker="o", linestyle="", color=color, markersize=5) for color, _ in keys]
    legend = ax.legend(marks, [" "] * len(keys), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, borderpad=0.2,
                       frameon=False, handletextpad=0.2, labelspacing=0.3, fontsize=9)
    legend.set_in_layout(False)  # the title's distance makes room for it
    for artist, (_, text) in zip(legend.get_texts(), keys):
        _wrap(artist, text, wide - 25)
    return legend.get_window_extent().height * 72 / ax.figure.dpi


def row_labels(ax, at, texts):
    """Name the rows of a plot that stacks them from top to bottom."""
    texts, families = legible(texts)
    ax.set_yticks(at, labels=texts, fontsize=9, fontfamily=families, parse_math=False)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(max(at, default=0) + 0.6, -0.6)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    ax.set_axisbelow(True)


def beside(ax, at, texts):
    """Write a small text at the right of each row."""
    for y, text in zip(at, texts):
        ax.text(1.02, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color="#555555")


def intervals(ax, rows, at, colors):
    """Dot and whisker: filled where the adjusted p is below .05, hollow otherwise, no whisker where there is no interval.

    A whisker that leaves the axes (which hold all estimates, but not whiskers far beyond most) ends in an
    arrow head.

    Parameters
    ----------
    ax : Axes
    rows : DataFrame
        estimate conf_low conf_high p_adjusted.
    at : sequence of float
        Heights of the rows.
    colors : sequence of str
    """
    ends = rows[["conf_low", "conf_high", "estimate"]].to_numpy(dtype=float)
    reach = max(2.5 * np.nanmax(np.abs(ends[:, 2]), initial=0), 3 * np.nanmedian(np.abs(ends))) or 1.0
    left, right = (np.clip(end, -reach, reach) for end in (np.nanmin(ends, initial=0), np.nanmax(ends, initial=0)))
    margin = 0.05 * (right - left)
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    for row, y, color in zip(rows.itertuples(), at, colors):
        if np.isfinite(row.conf_low):
            ax.hlines(y, max(row.conf_low, left), min(row.conf_high, right), color=color, linewidth=1.4, zorder=2)
            for beyond, edge, arrow in ((row.conf_low < left, left, "<"), (row.conf_high > right, right, ">")):
                if beyond:
                    ax.plot(edge, y, arrow, color=color, markersize=5, zorder=2)
        face = color if row.p_adjusted < SIGNIFICANT else ax.get_facecolor()
        ax.plot(row.estimate, y, "o", markerfacecolor=face, markeredgecolor=color, markersize=5.5, markeredgewidth=1.3, zorder=3)
    ax.set_xlim(left - margin, right + margin)
    ax.locator_params(axis="x", nbins=7)


def clearest(rows, n):
    """The n rows whose interval stays furthest from zero; where there is none, the largest estimates; ties by uses and term."""
    nearer = rows.conf_low.where(rows.estimate >= 0, -rows.conf_high)
    order = rows.assign(_nearer=nearer, _size=rows.estimate.abs()).sort_values(
        ["_nearer", "_size", "n", "term"], ascending=[False, False, False, True])
    return order.head(n).drop(columns=["_nearer", "_size"])


def marks(rows):
    """What filled and hollow dots mean, as far as these rows have them."""
    if rows.conf_low.isna().all():
        return "Hollow: too few to test."
    legend = "Filled: adjusted p < .05; hollow: not."
    return legend + " No whisker: too few to test." if rows.conf_low.isna().any() else legend


def untested(rows):
    """What the title must add where nothing could be tested."""
    return ": described, not tested" if rows.conf_low.isna().all() else ""


def side(result, outlet=None):
    """The rows of one outlet, its name and the name of what it is compared with.

    With two outlets, each against the other, the first is taken: the second is its mirror image.

    Raises
    ------
    DataError
        The result has no such outlet, or more than two and none was named.
    """
    outlets = list(dict.fromkeys(result.table.outlet))
    if outlet is None and len(outlets) > 2:
        raise DataError(f"this result compares {len(outlets)} outlets: name one (outlet={outlets[0]!r}) or draw kind='outlets'; "
                        f"it has {outlets}.")
    if outlet is None:
        outlet = outlets[0] if outlets else result.about.get("target")
    elif outlet not in outlets:
        raise DataError(f"no outlet {outlet!r} in this result; it has {outlets}.")
    others = [name for name in outlets if name != outlet]
    reference = result.about.get("reference") or (others[0] if len(others) == 1 else "the rest")
    return result.table[result.table.outlet == outlet], outlet, reference
