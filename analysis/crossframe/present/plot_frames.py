"""Frames: how strongly each outlet uses them, and the words behind them."""

from crossframe.present.bars import headed_bars
from crossframe.present.outlet_means import MOST, decimals, mean_cells, mean_dots, outlet_means
from crossframe.present.plot_parts import TARGET, fresh, head, row_labels, say

REST = "other"  # what is of no frame stands last


def plot_frames(result, *, ax=None, n=MOST, outlets=None):
    """Draw each frame as a row and on it each outlet's mean score as a dot.

    Parameters
    ----------
    result : Result
        Of ``cf.frames``, of articles or sentences.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most articles, up to 7; the title says when there are more.
    outlets : list of str or None
        Those to draw, where not the largest.

    Returns
    -------
    Axes
        The frame that is strongest over all at the top, "other" last. Means of what is scored, without intervals:
        ``cf.contrast(frames, within="frame")`` says which differ.

    Raises
    ------
    DataError
        No such outlet in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"] * 2, "frame": ["morality"] * 2 + ["conflict"] * 2,
    ...     "score": [1.0, 2.0, 4.0, 6.0]})
    >>> ax = plot_frames(Result(table, {"measure": "frames", "reads": "per 1,000 words"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['conflict', 'morality']
    """
    means, more = _strongest_first(result, outlets, min(n, MOST))
    ax = fresh(ax, 7, 1.9 + 0.34 * len(means) + 0.2 * means.shape[1])
    if not means.size or means.isna().all(axis=None):
        return say(ax, "No frame was scored.")
    keys = mean_dots(ax, means[means.columns[:MOST]])
    row_labels(ax, range(len(means)), [_plain(name) for name in means.index])
    ax.set_xlim(0, 1.06 * means.max(axis=None) or 1)
    head(ax, f"Frames by outlet{more}", _unit(result), *_about(result), keys=keys)
    return ax


def plot_frames_heat(result, *, ax=None, n=30, outlets=None):
    """Draw a table of mean scores, a row an outlet and a column a frame, with the numbers written in.

    Parameters
    ----------
    result : Result
        Of ``cf.frames``, of articles or sentences.
    ax : Axes or None
        Where to draw; None makes a figure of a size that suits the cells.
    n : int
        At most this many outlets, those with most articles; the title says when there are more.
    outlets : list of str or None
        Those to draw, where not the largest.

    Returns
    -------
    Axes
        A cell is as dark as its part of the largest in its column: compare down a column, not along a row.

    Raises
    ------
    DataError
        No such outlet in the result.
    """
    means, more = _strongest_first(result, outlets, n)
    ax = fresh(ax, 2.6 + 0.62 * len(means), 2.6 + 0.26 * means.shape[1])
    if not means.size or means.isna().all(axis=None):
        return say(ax, "No frame was scored.")
    mean_cells(ax, means, digits=decimals(means))
    head(ax, f"Frames by outlet{more}", _unit(result), "The darker, the nearer to the largest of its column.",
         *_about(result))
    return ax


def plot_frame_words(result, *, ax=None, n=6, outlet=None):
    """Draw, frame by frame, which words and phrases were matched most.

    Parameters
    ----------
    result : Result
        Of ``cf.frames(level="word")``: a row a match.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many words a frame.
    outlet : str or None
        One outlet alone; None: all together.

    Returns
    -------
    Axes
        At the end of each bar in how many articles the word stands.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "article": ["a", "a", "b"], "frame": "economic",
    ...     "matched": ["Costs", "costs", "tax"]})
    >>> ax = plot_frame_words(Result(table, {"measure": "frames"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['costs', 'tax']
    """
    table = result.table if outlet is None else result.table[result.table["outlet"] == outlet]
    counts = table.assign(word=table["matched"].str.lower()).groupby(["frame", "word"])["article"].agg(
        ["size", "nunique"]).sort_values("size", ascending=False, kind="stable")
    frames = table["frame"].value_counts().index
    groups = {_plain(frame): counts.loc[frame].head(n) for frame in frames}
    ax = fresh(ax, 7, 1.5 + 0.22 * sum(len(rows) + 1.5 for rows in groups.values()))
    if not groups:
        return say(ax, "No word of the frames was found.")
    headed_bars(ax, {frame: rows["size"] for frame, rows in groups.items()}, color=TARGET,
                texts={frame: [f"{row.size_:,} in {row.nunique_:,}" for row in rows.add_suffix("_").itertuples()]
                       for frame, rows in groups.items()})
    head(ax, f"The words behind the frames{f' in {outlet}' if outlet else ''}", "matches",
         f"At most {n} words a frame. At the end of a bar: matches, and the articles they stand in.")
    return ax


def _strongest_first(result, outlets, n):
    means, more = outlet_means(result.table, "frame", "score", outlets=outlets, n=n)
    order = result.table.groupby("frame")["score"].mean().sort_values(ascending=False, kind="stable").index
    return means.reindex([name for name in order if name != REST] + [name for name in order if name == REST]), more


def _plain(name):
    """A frame's name as it is read."""
    return str(name).replace("_", " ")


def _unit(result):
    return result.about.get("reads") or "mean score"


def _about(result):
    scheme = result.about.get("scheme")
    return [f"Scheme: {_plain(scheme)}."] if isinstance(scheme, str) else []
