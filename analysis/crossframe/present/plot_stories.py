"""Comparison within stories: what is left of words that tell outlets apart, and the two parts of a gap."""

import numpy as np
import pandas as pd

from crossframe.present.plot_parts import (
    NEITHER,
    REFERENCE,
    TARGET,
    beside,
    fresh,
    head,
    headings,
    intervals,
    named,
    row_labels,
    say,
    side,
)

VERDICTS = {"holds": TARGET, "weaker": "#3B8FC2", "story choice": REFERENCE, "reversed": "#CC79A7",
            "cannot tell": "#C8C8C8"}
PARTS = {"total": "#222222", "selection": REFERENCE, "framing": TARGET}


def plot_topic_control(result, *, ax=None, n=25, outlet=None):
    """Draw each word's difference over all articles (hollow) and, joined to it, within stories (filled, with interval).

    Parameters
    ----------
    result : Result
        Of ``cf.topic_control``.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many terms: the first of the table, those that differ most surely when not matched.
    outlet : str or None
        The target, where the result holds several.

    Returns
    -------
    Axes
        Terms from the largest unmatched estimate down; the verdict stands at the right. Terms that too few shared
        stories use have a hollow dot alone.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "term": ["goal", "us"], "estimate": [2.0, 1.5],
    ...     "estimate_matched": [0.1, 1.2], "conf_low_matched": [-0.4, 0.7], "conf_high_matched": [0.6, 1.7],
    ...     "verdict": ["story choice", "holds"]})
    >>> about = {"measure": "topic_control", "target": "Mercury", "reference": "Beacon"}
    >>> ax = plot_topic_control(Result(table, about), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts[:2]]
    ['story choice', 'holds']
    """
    every, target, reference = side(result, outlet)
    rows = every.head(n).sort_values("estimate", ascending=False, kind="stable")
    ax = fresh(ax, 7, 1.7 + 0.22 * len(rows))
    if not len(rows):
        return say(ax, f"{target} against {reference}: {result.about.get('caution') or 'no term to draw.'}")
    at = np.arange(len(rows))
    told = rows.conf_low_matched.notna().to_numpy()
    shown = pd.DataFrame({"estimate": rows.estimate_matched, "conf_low": rows.conf_low_matched,
                          "conf_high": rows.conf_high_matched, "p_adjusted": 0.0})[told]  # 0: all are drawn filled
    colors = np.where(rows.estimate >= 0, TARGET, REFERENCE)
    if told.any():
        intervals(ax, shown, at[told], colors[told])
    low, high = ax.get_xlim() if told.any() else (0.0, 0.0)
    margin = 0.04 * (max(high, rows.estimate.max()) - min(low, rows.estimate.min()))
    ax.set_xlim(min(low, rows.estimate.min() - margin), max(high, rows.estimate.max() + margin))
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    ax.hlines(at[told], rows.estimate[told], rows.estimate_matched[told], color=NEITHER, linestyle=":", linewidth=1.2,
              zorder=1)
    ax.plot(rows.estimate, at, "o", markerfacecolor="none", markeredgecolor=NEITHER, markersize=5.5, zorder=2)
    row_labels(ax, at, rows.term)
    beside(ax, at, rows.verdict)
    more = "" if len(rows) == len(every) else f"The first {len(rows)} of {len(every):,} terms. "
    head(ax, f"{target} against {reference}: all articles, and the same stories",
         f"log2 rate ratio (1 = twice the rate); right = more in {target}",
         f"{more}Grey rings: over all articles. Filled, with its 95% interval: within stories that both tell; none "
         "where too few stories use the word.")
    return ax


def plot_verdicts(result, *, ax=None):
    """Draw how many of each outlet's words hold on the same stories, and how many are story choice.

    Parameters
    ----------
    result : Result
        Of ``cf.topic_control``.
    ax : Axes or None

    Returns
    -------
    Axes
        A bar an outlet, the one with most words first, its parts in the order of ``result.about["meaning"]``.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"],
    ...                       "verdict": ["holds", "story choice", "holds"]})
    >>> ax = plot_verdicts(Result(table, {"measure": "topic_control"}), ax=Figure().subplots())
    >>> [int(bar.get_width()) for bar in ax.patches]
    [1, 1, 1]
    """
    counts = result.table.groupby(["outlet", "verdict"]).size().unstack(fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    ax = fresh(ax, 7, 1.8 + 0.32 * len(counts))
    if not len(counts):
        return say(ax, result.about.get("caution") or "No term to draw.")
    left, keys = np.zeros(len(counts)), [(verdict, color) for verdict, color in VERDICTS.items() if verdict in counts]
    for verdict, color in keys:
        n = counts[verdict].to_numpy()
        drawn = np.flatnonzero(n)
        ax.barh(drawn, n[drawn], left=left[drawn], color=color, height=0.6)
        left += n
    row_labels(ax, range(len(counts)), counts.index)
    ax.locator_params(axis="x", nbins=7, integer=True)
    head(ax, "On the same stories, the words that set an outlet apart",
         f"words that differ over all articles against {result.about.get('reference') or 'the rest'}",
         keys=[(color, verdict) for verdict, color in keys])
    return ax


def plot_decompose(result, *, ax=None, n=12):
    """Draw, outlet by outlet, the gap, the part that is story selection and the part that is framing, with intervals.

    Parameters
    ----------
    result : Result
        Of ``cf.decompose``.
    ax : Axes or None
    n : int
        At most this many outlets, those with most rows; the title says when there are more.

    Returns
    -------
    Axes
        Outlets from the highest total down.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "part": ["total", "selection", "framing"],
    ...     "estimate": [0.4, 0.3, 0.1], "conf_low": [0.2, 0.1, -0.1], "conf_high": [0.6, 0.5, 0.3],
    ...     "p_adjusted": [0.01, 0.02, 0.4], "n": 40, "n_clusters": 12})
    >>> about = {"measure": "decompose", "reads": "above 0: higher", "value": "score", "of": "sentiment"}
    >>> ax = plot_decompose(Result(table, about), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['total', 'selection', 'framing']
    """
    table = result.table[result.table.part.isin(list(PARTS))]
    totals = table[table.part == "total"]
    kept = totals.sort_values("n", ascending=False, kind="stable").head(n)
    order = kept.sort_values("estimate", ascending=False, kind="stable").outlet
    rows = pd.concat([table[table.outlet == outlet] for outlet in order]) if len(order) else table
    ax = fresh(ax, 7, 1.7 + 0.24 * 4.2 * len(order))
    rows = rows[rows.estimate.notna()]
    if not len(rows):
        return say(ax, "No gap to split.")
    place = {outlet: 4.2 * number for number, outlet in enumerate(order)}
    step = {part: 1 + number for number, part in enumerate(PARTS)}
    at = [place[row.outlet] + step[row.part] for row in rows.itertuples()]
    legend = intervals(ax, rows, at, [PARTS[part] for part in rows.part])
    row_labels(ax, at, rows.part)
    beside(ax, at, [f"{row.n_clusters:,} stories" for row in rows.itertuples()])
    headings(ax, [y + 0.1 for y in place.values()], order)
    more = "" if len(kept) == len(totals) else f": the {n} of {len(totals):,} with most scores"
    measure = named(result.about.get("of") or result.about.get("value") or "score")
    head(ax, f"{measure}: total = selection + framing{more}",
         result.about.get("reads") or "score", legend)
    return ax
