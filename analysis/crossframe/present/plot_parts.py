"""What the plots share: colours that colour-blind readers tell apart, fresh axes, titles that fit, intervals."""

import textwrap

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.present.labels import legible

TARGET, REFERENCE, NEITHER = "#0072B2", "#D55E00", "#8A8A8A"  # Okabe & Ito's blue and vermilion
OUTLETS = (TARGET, REFERENCE, "#009E73", "#CC79A7", "#8F6B00", "#3B8FC2", "#555555")
SIGNIFICANT = 0.05
HOLLOW = "Hollow: too few articles for an interval."


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
    """Write title, key of colours, axis names and notes in lines no longer than the axes.

    Call it when all but labels is drawn.

    Parameters
    ----------
    ax : Axes
    title, unit, up : str
        Above the axes, below the x axis and beside the y axis.
    *notes : str
        What else a reader must know, in small print.
    keys : sequence of (str, str) or (str, str, str)
        Colours and what they mean; a marker, where that is not a dot.
    """
    for _ in range(1 if ax.get_box_aspect() is None else 2):  # square axes narrow when what stands above them grows
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
    longest = len(text)
    while longest > 12 and (long := _length(artist)) > room:
        longest = max(12, int(longest * min(0.97, room / long)))
        artist.set_text(textwrap.fill(text, longest))


def _length(artist):
    """The length of an artist's longest line, pixels."""
    extent = artist.get_window_extent()
    return extent.height if artist.get_rotation() == 90 else extent.width


def _key(ax, keys, wide):
    """A row a colour above the axes; the height it takes, points."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], marker="".join(marker) or "o", linestyle="", color=color, markersize=5)
             for color, _, *marker in keys]
    legend = ax.legend(marks, [" "] * len(keys), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2,
                       borderpad=0.2, frameon=False, handletextpad=0.2, labelspacing=0.3, fontsize=9)
    legend.set_in_layout(False)  # the title's distance makes room for it
    for artist, (_, text, *_) in zip(legend.get_texts(), keys):
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


def square_labels(ax, texts):
    """Name the rows and, slanted, the columns of a matrix that has the same of both."""
    row_labels(ax, range(len(texts)), texts)
    ax.grid(False)
    ax.set_ylim(len(texts) - 0.5, -0.5)
    texts, families = legible(texts)
    ax.set_xticks(range(len(texts)), labels=texts, rotation=40, ha="right", rotation_mode="anchor", fontsize=9,
                  fontfamily=families, parse_math=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def beside(ax, at, texts):
    """Write a small text at the right of each row."""
    for y, text in zip(at, texts):
        ax.text(1.02, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color="#555555")


def headings(ax, at, texts, *, colors=None, longest=48):
    """Write the name of each group of rows above it, at these heights; of ``longest`` characters at most."""
    texts, families = legible(texts, longest=longest)
    for y, text, color in zip(at, texts, colors or [None] * len(texts), strict=True):
        ax.text(0.005, y, text, transform=ax.get_yaxis_transform(), color=color, va="center", fontsize=9,
                fontweight="bold", fontfamily=families, parse_math=False)


def mean_dot(ax, row, y, color, marker="o"):
    """Draw a mean: filled with its interval, hollow where it has none."""
    tested = pd.notna(row["conf_low"])
    if tested:
        ax.hlines(y, row["conf_low"], row["conf_high"], color=color, linewidth=1.4, zorder=2)
    ax.plot(row["estimate"], y, marker, markerfacecolor=color if tested else ax.get_facecolor(), markeredgecolor=color,
            markersize=5.5 if marker == "o" else 4.8, markeredgewidth=1.3, zorder=3)


def whether_tested(rows):
    """What a note must say of dots of ``mean_dot``, list of str."""
    hollow = rows["conf_low"].isna()
    return [text for text, said in (("Line: 95% interval.", not hollow.all()), (HOLLOW, hollow.any())) if said]


def intervals(ax, rows, at, colors):
    """Draw dots and whiskers: filled where the adjusted p is below .05, no whisker where there is no interval.

    The axes hold all estimates, but not whiskers far beyond most, nor endless ones: these end in an arrow head.

    Parameters
    ----------
    ax : Axes
    rows : DataFrame
        estimate conf_low conf_high p_adjusted.
    at : sequence of float
        Heights of the rows.
    colors : sequence of str

    Returns
    -------
    str
        What the marks mean, as far as these rows have them.
    """
    ends = rows[["conf_low", "conf_high", "estimate"]].astype(float).replace([-np.inf, np.inf], np.nan).to_numpy()
    reach = max(1.6 * np.nanmax(np.abs(ends[:, 2])), 3 * np.nanmedian(np.abs(ends)))
    left, right = max(np.nanmin(ends, initial=0), -reach), min(np.nanmax(ends, initial=0), reach)
    margin, arrows = 0.06 * (right - left) or 1.0, 0
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    for row, y, color in zip(rows.itertuples(), at, colors):
        if pd.notna(row.conf_low):
            low, high = max(row.conf_low, left - margin / 2), min(row.conf_high, right + margin / 2)
            ax.hlines(y, low, high, color=color, linewidth=1.4, zorder=2)
            for cut, arrow in ((low > row.conf_low, "<"), (high < row.conf_high, ">")):
                if cut:
                    arrows += 1
                    ax.plot(low if arrow == "<" else high, y, arrow, color=color, markersize=5, zorder=2)
        face = color if row.p_adjusted < SIGNIFICANT else ax.get_facecolor()
        ax.plot(row.estimate, y, "o", markerfacecolor=face, markeredgecolor=color, markersize=5.5, markeredgewidth=1.3,
                zorder=3)
    ax.set_xlim(left - margin, right + margin)
    ax.locator_params(axis="x", nbins=7)
    missing = rows.conf_low.isna()
    if missing.all():
        return "Hollow: too few to test."
    return ("Filled: adjusted p < .05; hollow: not." + " Arrow: the interval goes on." * bool(arrows)
            + " No whisker: too few to test." * bool(missing.any()))


def named(measure):
    """A measure's name at the head of a title."""
    return str(measure).capitalize().replace("_", " ")


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
        raise DataError(f"this result compares {len(outlets)} outlets: name one (outlet={outlets[0]!r}) or draw "
                        f"kind='outlets'; it has {', '.join(map(str, outlets))}.")
    if outlet is None:
        outlet = outlets[0] if outlets else result.about.get("target")
    elif outlet not in outlets:
        raise DataError(f"no outlet {outlet!r} in this result; it has {outlets}.")
    others = [name for name in outlets if name != outlet]
    reference = result.about.get("reference") or (others[0] if len(others) == 1 else "the rest")
    return result.table[result.table.outlet == outlet], outlet, reference
