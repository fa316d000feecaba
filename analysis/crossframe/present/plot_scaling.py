"""Scales: where outlets and articles stand, and the words that put them there."""

from dataclasses import replace

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import place_labels
from crossframe.present.plot_parts import NEITHER, REFERENCE, TARGET, beside, fresh, head, named, row_labels, say
from crossframe.present.plot_scores import plot_scores

MANY = 2000  # beyond so many dots they are pixels also in SVG, which keeps the file small


def plot_scaling(result, *, ax=None, n=60):
    """Draw each outlet's position with its 95% interval, or, of a scale of articles, a dot an article.

    Parameters
    ----------
    result : Result
        Of ``cf.scaling``, of outlets or articles.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most articles; the title says when there are more.

    Returns
    -------
    Axes
        From the highest position at the top to the lowest; at the right the number of articles. An outlet without an
        interval (too few articles) has a hollow dot.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "article": "", "estimate": [-0.4, 0.9],
    ...     "conf_low": [-0.6, 0.5], "conf_high": [-0.2, 1.3], "n_articles": [40, 38], "n_words": 9000})
    >>> ax = plot_scaling(Result(table, {"measure": "scaling", "method": "wordfish"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Beacon', 'Mercury']
    """
    table = result.table
    if "article" in table and (table["article"].fillna("") != "").any():
        about = {**result.about, "measure": f"{_method(result)} of articles"}
        return plot_scores(replace(result, table=table.rename(columns={"estimate": "score"}), about=about), ax=ax, n=n)
    largest = table[table["estimate"].notna()].sort_values("n_articles", ascending=False, kind="stable")
    rows = largest.head(n).sort_values("estimate", ascending=False, kind="stable")
    more = f": the {n} largest of {len(largest):,} outlets" if len(largest) > n else ""
    ax = fresh(ax, 7, 1.6 + 0.25 * len(rows))
    if not len(rows):
        return say(ax, "No outlet could be placed.")
    legend = _caterpillar(ax, rows)
    row_labels(ax, range(len(rows)), rows["outlet"])
    beside(ax, range(len(rows)), [f"{count:,}" for count in rows["n_articles"]])
    head(ax, f"{named(_method(result))}: positions of outlets{more}", result.about.get("reads") or "position",
         f"{legend} At the right: articles.")
    return ax


def plot_scaling_words(result, *, ax=None, n=30, words=None):
    """Draw every word at its place on the scale (across) and how common it is (up), and name those that count most.

    Words that all use alike stand high in the middle, words that place an outlet low and far out: an eye.

    Parameters
    ----------
    result : Result
        Of ``cf.scaling(level="word")``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many words are named, half of them on each side: those that carry most, far out and common.
    words : list of str or None
        Words to be named instead.

    Returns
    -------
    Axes
        No name touches another; a note says where some found no room.

    Raises
    ------
    DataError
        A word to be named is not in the table.
    """
    rows = result.table[result.table["estimate"].notna()].reset_index(drop=True)
    ax = fresh(ax, 7.5, 6)
    if not len(rows):
        return say(ax, "No word could be placed.")
    spots = np.column_stack([rows["estimate"], rows["weight"]]).astype(float)
    where = _named_words(rows, n, words)
    _cloud_axes(ax, spots, log=(rows["weight"] > 0).all() and rows["weight"].max() > 50 * rows["weight"].median())
    ax.scatter(*spots.T, s=12, color=NEITHER, alpha=0.4, linewidths=0, zorder=2, rasterized=len(rows) > MANY)
    colors = np.where(spots[where, 0] > np.median(spots[:, 0]), TARGET, REFERENCE)
    ax.scatter(*spots[where].T, s=22, c=colors, linewidths=0.6, edgecolors=ax.get_facecolor(), zorder=3)
    head(ax, f"{named(_method(result))}: the words behind the scale", result.about.get("reads") or "place on the scale",
         f"{len(where)} of {len(rows):,} words are named.", up=result.about.get("weight") or "how common the word is")
    placed = place_labels(ax, *spots[where].T, rows["term"].iloc[where], colors=colors, crowd=spots)
    if len(placed) < len(where):
        ax.set_xlabel(f"{ax.get_xlabel()}\n{len(where) - len(placed)} of {len(where)} names found no room")
    return ax


def _method(result):
    return str(result.about.get("method") or "scale")


def _caterpillar(ax, rows):
    """Dots and whiskers from top to bottom; what they mean."""
    whole = rows[["conf_low", "conf_high"]].notna().all(axis=1).to_numpy()
    at = np.arange(len(rows))
    ax.axvline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
    ax.hlines(at[whole], rows["conf_low"][whole], rows["conf_high"][whole], color=TARGET, linewidth=1.6, zorder=2)
    ax.plot(rows["estimate"], at, "o", color=TARGET, markersize=6, zorder=3)
    ax.plot(rows["estimate"][~whole], at[~whole], "o", color=TARGET, markerfacecolor=ax.get_facecolor(), markersize=6,
            zorder=4)
    ax.locator_params(axis="x", nbins=7)
    if not whole.any():
        return "Hollow: no interval."
    return "Line: 95% interval." + " Hollow: no interval." * bool((~whole).any())


def _named_words(rows, n, words):
    """Rows of the words to be named."""
    if words is not None:
        if missing := [word for word in words if word not in set(rows["term"])]:
            raise DataError(f"no word {missing[0]!r} on this scale; it has {', '.join(rows['term'].head(5))}, ... .")
        return np.flatnonzero(rows["term"].isin(words))
    away = (rows["estimate"] - rows["estimate"].median()) * np.sqrt(rows["n"])
    order = np.argsort(away.to_numpy(), kind="stable")
    half = min(n, len(order)) // 2
    return np.concatenate([order[:half], order[len(order) - (min(n, len(order)) - half):]])


def _cloud_axes(ax, spots, *, log):
    """Limits with room for names, before these are placed."""
    if log:
        ax.set_yscale("log")
    (left, low), (right, high) = spots.min(axis=0), spots.max(axis=0)
    side = 0.1 * (right - left) or 1.0
    ax.set_xlim(left - side, right + side)
    if log:
        ax.set_ylim(low / 1.6, high * 1.8)
    else:
        room = 0.06 * (high - low) or 1.0
        ax.set_ylim(low - room, high + room)
    ax.spines[["top", "right"]].set_visible(False)
    ax.axvline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
    ax.locator_params(axis="x", nbins=7)
