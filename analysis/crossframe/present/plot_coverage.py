"""Coverage as matrices: which outlet carries which point of a story, and which outlet tells which story."""

import textwrap

import numpy as np

from crossframe.errors import DataError
from crossframe.present.labels import legible
from crossframe.present.plot_parts import TARGET, fresh, head, row_labels, say

WIDE, LABEL, COLUMN = 66, 8, 0.56  # letters in a line of a statement; columns that they take; inches of a column


def plot_points(result, *, ax=None, story=None, n=20):
    """Draw which outlets carry which points of one story.

    Parameters
    ----------
    result : Result
        Of ``cf.coverage``.
    ax : Axes or None
        Where to draw; None makes a figure.
    story : str or None
        Which story; None for the one that most outlets tell (of these, the one with most points of two or more).
    n : int
        At most this many points, those that most outlets carry; the title says when there are more.

    Returns
    -------
    Axes
        A row a point, a column an outlet. A square says that the outlet carries the point: the darker, the earlier in
        its article; a ring in it says that all its passages are quotations.

    Raises
    ------
    DataError
        No such story in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.compare.coverage import coverage
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "story": "flood", "text": [
    ...     "The river rose five metres.", "A fund was announced. By dawn the river had risen by five metres."]})
    >>> ax = plot_points(coverage(frame), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts[:2]]
    ['The river rose five metres.', 'A fund was announced.']
    """
    if not len(result.table):
        return say(fresh(ax, 7, 2), "No article has a sentence.")
    table = result.table[result.table["story"] == _story(result, story)]
    outlets = result.about["stories"][table["story"].iloc[0]]
    points = table.drop_duplicates("point").head(n)
    rows = table[table["point"].isin(points["point"])]
    ax = fresh(ax, COLUMN * (LABEL + max(len(outlets), 4)), 2.0 + 0.4 * len(points))
    place = {point: y for y, point in enumerate(points["point"])}
    for (point, outlet), part in rows.groupby(["point", "outlet"]):
        at = outlets.index(outlet), place[point]
        ax.plot(*at, "s", color=TARGET, alpha=1 - 0.75 * part["position"].min(), markersize=14, markeredgewidth=0)
        if (part["voice"] == "quoted").all():
            ax.plot(*at, "o", color="white", markersize=5, markeredgewidth=1.2, markerfacecolor="none")
    _grid(ax, [""] * len(points), outlets, left=-LABEL)
    statements, families = legible([" ".join(text.split()) for text in points["statement"]], longest=400)
    for y, text in enumerate(statements):
        lines = textwrap.wrap(text, WIDE, max_lines=2, placeholder=" …")
        ax.text(-LABEL, y, "\n".join(lines), va="center", fontsize=8.5, fontfamily=families, parse_math=False)
    total = table["point"].nunique()
    which = f": the {len(points)} of {total:,} points that most carry" if total > len(points) else f": {total:,} points"
    name = "" if table["story"].iloc[0] == "all" else f" of {table['story'].iloc[0]}"
    head(ax, f"Coverage{name}{which}", "outlets that tell the story",
         "A square: carried, darker the earlier in the article; a ring: in quotation only. No square: not found, which "
         "is not the same as left out.")
    return ax


def plot_tellers(result, *, ax=None, n=40):
    """Draw which outlets tell which stories.

    Parameters
    ----------
    result : Result
        Of ``cf.coverage``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many stories, those that most outlets tell; the title says when there are more.

    Returns
    -------
    Axes
        A row an outlet, that with most stories first; a column a story. A cell is filled where the outlet tells the
        story: the darker, the larger the share of the story's shared points (two outlets or more) that it carries.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.compare.coverage import coverage
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "story": "flood", "text": [
    ...     "The river rose five metres.", "A fund was announced. By dawn the river had risen by five metres."]})
    >>> ax = plot_tellers(coverage(frame), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Beacon', 'Mercury']
    """
    tellers = result.about["stories"]
    stories = sorted(tellers, key=lambda story: (-len(tellers[story]), story))[:n]
    told = {outlet: sum(outlet in tellers[story] for story in tellers) for each in tellers.values() for outlet in each}
    outlets = sorted(told, key=lambda outlet: (-told[outlet], outlet))
    shared = result.table[result.table["n_outlets"] > 1]
    points = shared.groupby("story")["point"].nunique()
    carried = shared.groupby(["story", "outlet"])["point"].nunique()
    ax = fresh(ax, 2 + max(4, 0.3 * len(stories)), 3.2 + 0.3 * len(outlets))
    for x, story in enumerate(stories):
        for outlet in tellers[story]:
            share = carried.get((story, outlet), 0) / points.get(story, 1)
            ax.plot(x, outlets.index(outlet), "s", color=TARGET, alpha=0.2 + 0.8 * share, markersize=11,
                    markeredgewidth=0)
    _grid(ax, outlets, stories)
    more = f": the {len(stories)} of {len(tellers):,} that most tell" if len(stories) < len(tellers) else ""
    head(ax, f"Stories and who tells them{more}", "stories",
         "A square: the outlet tells the story, darker the more of the points that two outlets or more carry it has.")
    return ax


def _story(result, story):
    """The story to draw."""
    stories = result.about["stories"]
    if story is not None:
        if story not in stories:
            raise DataError(f"no story {story!r} in this result; it has {', '.join(list(stories)[:10])}.")
        return story
    shared = result.table[result.table["n_outlets"] > 1].groupby("story")["point"].nunique()
    return max(stories, key=lambda name: (len(stories[name]), shared.get(name, 0)))


def _grid(ax, rows, columns, left=-0.6):
    """Name rows and columns, and rule the cells lightly."""
    row_labels(ax, range(len(rows)), rows)
    texts, families = legible(columns, longest=28)
    ax.set_xticks(range(len(columns)), labels=texts, rotation=40, ha="right", rotation_mode="anchor", fontsize=9,
                  fontfamily=families, parse_math=False)
    ax.set_xlim(left, len(columns) - 0.4)
    ax.grid(False)
    ax.hlines(np.arange(len(rows) - 1) + 0.5, left, len(columns) - 0.4, color="#EEEEEE", linewidth=0.6, zorder=0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
