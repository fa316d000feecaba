"""Distances between outlets: a map, a tree, a matrix, or the pairs one below the other."""

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import place_labels
from crossframe.present.plot_parts import (
    NEITHER,
    SIGNIFICANT,
    TARGET,
    beside,
    fresh,
    head,
    intervals,
    row_labels,
    say,
    square_labels,
    untested,
)

UNIT = "chance to guess the outlet from one word, less 1/2"
TITLE = "Distances in vocabulary"


def plot_distance_map(result, *, ax=None):
    """Draw outlets as points, the farther apart the better one word tells them apart.

    Classical scaling of the estimates, those below 0 taken for 0; an estimate is a squared distance, so what is four
    times as large lies twice as far. Two dimensions seldom hold all: the title says how much. Where pairs can not be
    told apart (adjusted p of .05 or more, or not tested) a line joins them.

    Parameters
    ----------
    result : Result
        Of ``cf.distance``: outlet other estimate p_adjusted, of three outlets or more.
    ax : Axes or None
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Directions mean nothing; the bar shows the scale. Outlets without a distance to all others are left out, and
        named.

    Raises
    ------
    DataError
        Fewer than three outlets have distances to each other.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "other": ["Beacon", "Lantern", "Lantern"],
    ...     "estimate": [0.01, 0.04, 0.04], "p_adjusted": [0.3, 0.01, 0.01], "n": 20})
    >>> ax = plot_distance_map(Result(table, {"measure": "distance"}), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts if text.get_text() in ("Mercury", "Beacon", "Lantern")]
    ['Mercury', 'Beacon', 'Lantern']
    """
    outlets, squared, left_out = _square(result.table, "map")
    ax = fresh(ax, 7, 6.5)
    if not squared.any():
        return say(ax, f"No two of {len(outlets)} outlets stand apart: all distances are 0 or below.")
    spots, held = _scaled(squared)
    ends = [(outlets.index(row.outlet), outlets.index(row.other)) for row in _untold(result.table, outlets)]
    for pair in ends:
        ax.plot(*spots[list(pair)].T, color=NEITHER, linewidth=1, linestyle=(0, (3, 3)), zorder=1)
    ax.plot(*spots.T, "o", color=TARGET, markersize=6, zorder=3)
    _frame(ax, spots, squared)
    notes = ["The square of the distance on the map is the estimate; directions mean nothing. What the map cannot hold "
             "kind='matrix' shows."]
    if ends:
        notes.append("Dashed: not told apart (adjusted p ≥ .05, or too few to test).")
    head(ax, f"{_title(result)}; two dimensions hold {held:.0%} of them", UNIT, *notes, *left_out)
    place_labels(ax, *spots.T, outlets, colors=["#222222"] * len(outlets))
    return ax


def plot_distance_tree(result, *, ax=None):
    """Draw outlets as a tree: the nearest join first.

    Average linkage of the estimates, those below 0 taken for 0: where two branches join is the mean distance between
    the outlets of one and of the other.

    Parameters
    ----------
    result : Result
        Of ``cf.distance``: outlet other estimate null_high, of three outlets or more.
    ax : Axes or None
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Grey band: what chance alone stays below in 95 of 100 permutations, for the pair where it reaches furthest.

    Raises
    ------
    DataError
        Fewer than three outlets have distances to each other.
    """
    outlets, squared, left_out = _square(result.table, "dendrogram")
    ax = fresh(ax, 7, 1.8 + 0.3 * len(outlets))
    tree = _tree(squared)
    band = result.table.null_high.max()
    if band > 0:
        ax.axvspan(0, band, color="#EEEEEE", linewidth=0, zorder=0)
    for across, up in zip(tree["dcoord"], tree["icoord"]):
        ax.plot(across, (np.array(up) - 5) / 10, color=TARGET, linewidth=1.5, solid_joinstyle="miter", zorder=2)
    row_labels(ax, range(len(outlets)), [outlets[k] for k in tree["leaves"]])
    ax.set_xlim(0, 1.06 * max(squared.max(initial=0) * 0.5, np.max(tree["dcoord"]), band if band > 0 else 0) or 1)
    ax.locator_params(axis="x", nbins=7)
    notes = ["Branches join at the mean distance between their outlets."]
    if band > 0:
        notes.append(f"Grey, up to {band:.2g}: what chance alone makes of 19 in 20 pairs that are alike.")
    head(ax, _title(result) + _untested(result), UNIT, *notes, *left_out)
    return ax


def plot_distance_matrix(result, *, ax=None):
    """Draw every pair as a cell, near outlets beside each other; the number is 1,000 times the estimate.

    Parameters
    ----------
    result : Result
        Of ``cf.distance``: outlet other estimate p_adjusted, of three outlets or more.
    ax : Axes or None
        Where to draw; None makes a figure.

    Returns
    -------
    Axes
        Numbers in brackets: not told apart (adjusted p of .05 or more, or too few to test).

    Raises
    ------
    DataError
        Fewer than three outlets have distances to each other.
    """
    outlets, squared, left_out = _square(result.table, "matrix")
    order = _tree(squared)["leaves"]
    names, cells = [outlets[k] for k in order], squared[np.ix_(order, order)]
    ax = fresh(ax, 2.8 + 0.5 * len(names), 2.6 + 0.42 * len(names))
    shown = np.where(np.eye(len(names), dtype=bool), np.nan, cells)
    ax.imshow(shown, cmap="Blues", vmin=0, vmax=1.15 * max(cells.max(), 1e-9), aspect="auto")
    for row in result.table[result.table.outlet.isin(names) & result.table.other.isin(names)].itertuples():
        text = f"{1000 * row.estimate:.0f}".replace("-0", "0").replace("-", "−")
        text = text if row.p_adjusted < SIGNIFICANT else f"({text})"
        color = "white" if row.estimate > 0.75 * cells.max() else "#222222"
        ends = names.index(row.outlet), names.index(row.other)
        for x, y in (ends, ends[::-1]):
            ax.text(x, y, text, ha="center", va="center", fontsize=8, color=color)
    square_labels(ax, names)
    bracket = "In brackets: not told apart." if (~(result.table.p_adjusted < SIGNIFICANT)).any() else ""
    head(ax, _title(result) + _untested(result), f"1,000 × {UNIT}", *filter(None, [bracket]), *left_out)
    return ax


def plot_distance_pairs(result, *, ax=None, n=30):
    """Draw each pair's estimate with its 95% interval, the nearest at the top.

    Parameters
    ----------
    result : Result
        Of ``cf.distance``: outlet other estimate conf_low conf_high p_adjusted n.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many pairs, the nearest; the title says when there are more.

    Returns
    -------
    Axes
    """
    rows = result.table.dropna(subset="estimate").head(n)
    ax = fresh(ax, 7, 1.8 + 0.28 * len(rows))
    if not len(rows):
        return say(ax, "No pair of outlets has articles enough for a distance.")
    at = range(len(rows))
    legend = intervals(ax, rows, at, [TARGET] * len(rows))
    row_labels(ax, at, [f"{row.outlet} – {row.other}" for row in rows.itertuples()])
    beside(ax, at, [f"{row.n:,} articles" for row in rows.itertuples()])
    more = f": the {n} nearest of {len(result.table):,} pairs" if len(rows) < len(result.table) else ""
    head(ax, _title(result) + more + untested(rows), UNIT, legend)
    return ax


def _title(result):
    return TITLE + (", on stories that both tell" if result.about.get("match") else "")


def _untested(result):
    return ": described, not tested" if result.table.p_adjusted.isna().all() else ""


def has_map(result):
    """Whether three outlets or more have distances to each other."""
    return len(_known(result.table)[1]) > 2


def _known(table):
    """Outlets, those of them that have distances to each other, and the matrix of estimates of all."""
    outlets = list(dict.fromkeys([*table.outlet, *table.other]))
    matrix = table.pivot(index="outlet", columns="other", values="estimate").reindex(index=outlets, columns=outlets)
    matrix = matrix.fillna(matrix.T).to_numpy(dtype=float, copy=True)
    np.fill_diagonal(matrix, 0)
    kept = list(range(len(outlets)))
    while np.isnan(matrix[np.ix_(kept, kept)]).any():
        kept.pop(int(np.isnan(matrix[np.ix_(kept, kept)]).sum(axis=0).argmax()))
    return outlets, kept, matrix


def _square(table, kind):
    """Outlets, the matrix of their estimates (those below 0 are 0), and a note on who had to be left out."""
    outlets, kept, matrix = _known(table)
    if len(kept) < 3:
        raise DataError(f"kind={kind!r} takes three outlets or more with distances to each other, and there are "
                        f"{len(kept)}; draw kind='pairs'.")
    gone = [name for k, name in enumerate(outlets) if k not in kept]
    note = [f"Left out, as some of their distances are not known: {', '.join(gone)}."] if gone else []
    return [outlets[k] for k in kept], np.maximum(matrix[np.ix_(kept, kept)], 0), note


def _scaled(squared):
    """Classical scaling of squared distances: spots, shape (n, 2), and the share of the squares that two axes hold."""
    centre = np.eye(len(squared)) - 1 / len(squared)
    values, vectors = np.linalg.eigh(-centre @ squared @ centre / 2)
    axes = vectors[:, [-1, -2]]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])  # eigenvectors have no sign of their own
    positive = np.maximum(values, 0)
    return axes * np.sqrt(positive[[-1, -2]]), positive[-2:].sum() / positive.sum()


def _tree(squared):
    """Average linkage, as scipy's dendrogram lays it out: dcoord icoord leaves."""
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import squareform

    return dendrogram(linkage(squareform(squared, checks=False), "average", optimal_ordering=True), no_plot=True)


def _untold(table, outlets):
    """The pairs that can not be told apart."""
    rows = table[table.outlet.isin(outlets) & table.other.isin(outlets) & ~(table.p_adjusted < SIGNIFICANT)]
    return rows.itertuples()


def _frame(ax, spots, squared):
    """Square axes without ticks round the spots, and a bar as long as a distance of a round size."""
    middle, reach = (spots.max(axis=0) + spots.min(axis=0)) / 2, 0.68 * np.ptp(spots, axis=0).max()
    ax.set(xlim=middle[0] + np.array([-1, 1]) * reach, ylim=middle[1] + np.array([-1, 1]) * reach, xticks=[], yticks=[])
    ax.set_box_aspect(1)
    typical = np.median(squared[squared > 0]) / 4
    size = float(f"{typical:.0e}")
    left, low = middle - 0.95 * reach
    ax.plot([left, left + np.sqrt(size)], [low, low], color="#222222", linewidth=1.5, solid_capstyle="butt", zorder=2)
    ax.annotate(f"{size:g}", (left + np.sqrt(size) / 2, low), xytext=(0, 3), textcoords="offset points", ha="center",
                fontsize=8)
