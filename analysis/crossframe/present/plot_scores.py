"""Scores: their spread in each outlet, and the contrasts between outlets."""

import numpy as np
import pandas as pd

from crossframe.present.plot_parts import (
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
    untested,
)

STEPS = 90  # scores within range / STEPS of each other are stacked beside each other


def plot_scores(result, *, ax=None, n=20):
    """Draw every score as a dot, a row an outlet, above its median and middle half.

    Dots stand at their score; those that would hide one another are stacked across the row, never moved along it.

    Parameters
    ----------
    result : Result
        Of ``cf.sentiment`` or any table with outlet and score.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most scores; the title says when there are more.

    Returns
    -------
    Axes
        Outlets from the highest median down. Below each outlet's dots: its median (dot) and middle half (line).

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "score": [0.4, 0.2, -0.3]})
    >>> ax = plot_scores(Result(table, {"measure": "sentiment", "reads": "above 0: positive"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Mercury', 'Beacon']
    """
    table, drawn = _largest(result.table, result.table.groupby("outlet").score.count(), n)
    scores = table.dropna(subset="score").groupby("outlet").score
    medians = scores.median().sort_values(ascending=False, kind="stable")
    ax = fresh(ax, 7, 1.5 + 0.55 * len(medians))
    if not len(medians):
        return say(ax, f"{result.about['measure']}: nothing was scored.")
    step = max(table.score.max() - table.score.min(), 1e-9) / STEPS
    stacks = {outlet: _stack(scores.get_group(outlet).to_numpy(dtype=float), step) for outlet in medians.index}
    room = min(0.09, 0.34 / max(1, *(np.abs(stack).max() for stack in stacks.values())))
    for y, (outlet, median) in enumerate(medians.items()):
        own = scores.get_group(outlet)
        ax.plot(own, y + room * stacks[outlet], "o", color=TARGET, markersize=3.5, alpha=0.45, markeredgewidth=0)
        ax.hlines(y + 0.42, *own.quantile([0.25, 0.75]), color="#222222", linewidth=2.2)
        ax.plot(median, y + 0.42, "o", color="#222222", markersize=5.5, markeredgecolor=ax.get_facecolor())
    row_labels(ax, range(len(medians)), medians.index)
    beside(ax, range(len(medians)), _counted(table, medians.index))
    ax.locator_params(axis="x", nbins=7)
    head(ax, f"{named(result.about['measure'])} by outlet{drawn}", result.about.get("reads") or "score",
         "A dot a score; below the dots of an outlet its median and middle half. At the right: scores.")
    return ax


def plot_contrast(result, *, ax=None, n=None, outlet=None):
    """Draw each outlet's estimate with its 95% interval.

    Parameters
    ----------
    result : Result
        Of ``cf.contrast``: outlet estimate conf_low conf_high p_adjusted n n_clusters.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int or None
        At most this many outlets, those with most scores; the title says when there are more. Of a contrast ``within``
        a column, at most this many of its values an outlet: those that differ most surely. None: 40 outlets, 15 values.
    outlet : str or None
        Of a contrast ``within`` a column, the outlet to be drawn alone; of two outlets held against each other the
        first is drawn, the other being its mirror image.

    Returns
    -------
    Axes
        Outlets from the highest estimate down (``within``: under each outlet's name its values); at the right the
        number of scores and clusters.

    Raises
    ------
    DataError
        No such outlet in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "estimate": [0.1, -0.1], "conf_low": [0.02, -0.18],
    ...     "conf_high": [0.18, -0.02], "p_adjusted": [0.01, 0.01], "n": [40, 40], "n_clusters": [20, 20]})
    >>> ax = plot_contrast(Result(table, {"measure": "contrast", "reads": "above 0: higher"}), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts[:2]]
    ['40 in 20 clusters', '40 in 20 clusters']
    """
    if result.about.get("within"):
        return _plot_within(result, result.about["within"], ax, n or 15, outlet)
    table, drawn = _largest(result.table, result.table.set_index("outlet").n, n or 40)
    rows = table.sort_values("estimate", ascending=False, kind="stable")
    ax = fresh(ax, 7, 1.6 + 0.28 * len(rows))
    if not len(rows):
        return say(ax, "No outlet to contrast.")
    at = range(len(rows))
    legend = intervals(ax, rows, at, [TARGET if estimate >= 0 else REFERENCE for estimate in rows.estimate])
    row_labels(ax, at, rows.outlet)
    beside(ax, at, _sizes(rows))
    about = result.about
    head(ax, f"{named(about.get('of') or 'score')} of {about.get('target') or 'each outlet'} against "
         f"{about.get('reference') or 'the rest'}{drawn}{untested(rows)}", about.get("reads") or "score", legend)
    return ax


def _plot_within(result, within, ax, n, outlet):
    """A contrast taken for each value of a column: under each outlet's name its values."""
    table, about = result.table, result.about
    outlets = list(dict.fromkeys(table.outlet))
    if outlet is not None or len(outlets) == 2 and not about.get("target"):
        table, outlet, _ = side(result, outlet)
        outlets = [outlet]
    by_p = table.loc[table.p_value.fillna(2).sort_values(kind="stable").index]
    rows = by_p.groupby("outlet").head(n).sort_index()
    sizes = [int((rows.outlet == name).sum()) for name in outlets]
    ax = fresh(ax, 7, 1.6 + 0.22 * (len(rows) + 1.5 * len(outlets)))
    if not rows.estimate.notna().any():
        return say(ax, f"Nothing to contrast: {about.get('caution') or 'no estimate.'}")
    starts = np.cumsum([0, *(size + 1.5 for size in sizes)])
    at = np.concatenate([start + 1 + np.arange(size) for start, size in zip(starts, sizes)])
    legend = intervals(ax, rows, at, np.where(rows.estimate >= 0, TARGET, REFERENCE))
    columns = [within] if isinstance(within, str) else within
    values = rows[columns].itertuples(index=False)
    row_labels(ax, at, [", ".join(map(str, value)).replace("_", " ") for value in values])
    headings(ax, starts[:-1], outlets)
    beside(ax, at, _sizes(rows))
    target = outlets[0] if len(outlets) == 1 else "each outlet"
    others = [name for name in dict.fromkeys(result.table.outlet) if name not in outlets]
    reference = about.get("reference") or (others[0] if len(others) == 1 else "the rest")
    each = " by ".join(2 * columns if len(columns) == 1 else columns)
    left_out = [f"{len(rows)} of {len(table):,} rows, the surest."] if len(rows) < len(table) else []
    head(ax, f"{named(about.get('of') or 'score')} of {target} against {reference}, {each}{untested(rows)}",
         about.get("reads") or "score", *left_out, legend)
    return ax


def _sizes(rows):
    """How many scores and clusters each row rests on."""
    return [f"{row.n:,}" + (f" in {row.n_clusters:,} clusters" if row.n_clusters < row.n else "")
            + (": too few to test" if pd.isna(row.conf_low) else "") for row in rows.itertuples()]


def _largest(table, sizes, n):
    """The rows of the n outlets with most scores, and what the title must add where that is not all."""
    kept = sizes.sort_values(ascending=False, kind="stable").head(n).index
    more = "" if len(kept) == len(sizes) else f": the {n} of {len(sizes):,} with most scores"
    return table[table.outlet.isin(kept)], more


def _counted(table, outlets):
    """How many scores each outlet has, and how many of its rows were not scored."""
    rows = table.groupby("outlet").score.agg(["count", "size"]).loc[outlets]
    return [f"{row.count_:,}" + (f"; {row.size_ - row.count_:,} not scored" if row.size_ > row.count_ else "")
            for row in rows.add_suffix("_").itertuples()]


def _stack(scores, step):
    """Places across the row for scores that stand within one step of each other: 0, 1, -1, 2, -2, ..."""
    order = np.argsort(scores, kind="stable")
    cells = np.floor(scores[order] / step).astype(int)
    start = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    rank = np.arange(len(cells)) - np.repeat(start, np.diff(np.r_[start, len(cells)]))
    places = np.empty(len(scores))
    places[order] = (rank + 1) // 2 * np.where(rank % 2, 1, -1)
    return places


