"""Over time: period means as dots, smooth curves with their bands, events as lines."""

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.present.labels import legible
from crossframe.present.plot_parts import OUTLETS, fresh, head, named, say

TOGETHER = 4  # outlets that share a panel; more have one each
WHISKERS = 80  # dots in a panel up to which each has its interval
TALLEST = 1.8  # by how much the axes may be taller than curves and well-founded dots ask for


def plot_over_time(result, *, ax=None, n=6, outlet=None):
    """Draw mean scores over time.

    Parameters
    ----------
    result : Result
        Of ``cf.over_time``.
    ax : Axes or None
        Where to draw; None makes a figure of a size that suits the panels.
    n : int
        At most this many outlets: those with most scores.
    outlet : str or list of str or None
        The outlets to draw, instead of those.

    Returns
    -------
    Axes
        Up to four outlets share a panel, more have one each; ``within`` gives a panel to every value. Several panels
        are the Axes' ``child_axes``, with one scale. A dot is a period's mean, larger for more scores, with its
        interval where there are not too many; the line the curve, the band its interval.

    Raises
    ------
    DataError
        No such outlet in the result.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.compare.over_time import over_time
    >>> days = pd.date_range("2024-01-01", periods=60)
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"] * 30, "date": days, "score": [0.1, -0.2, 0.3] * 20})
    >>> ax = plot_over_time(over_time(frame, events={"2024-02-05": "Vote"}), ax=Figure().subplots())
    >>> [text.get_text().strip() for text in ax.texts[:3]]
    ['Mercury', 'Beacon', 'Vote']
    """
    about, within = result.about, result.about.get("within")
    table, drawn = _chosen(result.table, n, outlet)
    outlets = list(dict.fromkeys(table["outlet"]))
    if not table["estimate"].notna().any():
        return say(fresh(ax, 7, 3), "No period has a score.")
    if within is not None:
        parts = table.groupby([within] if isinstance(within, str) else within, sort=False)
        panels = [(", ".join(map(str, value)).replace("_", " "), rows, outlets) for value, rows in parts]
    elif len(outlets) > TOGETHER:
        panels = [(name, table, [name]) for name in outlets]
    else:
        panels = [("", table, outlets)]
    colors = {name: OUTLETS[number % len(OUTLETS)] for number, name in enumerate(outlets)}
    ax = fresh(ax, *_size(len(panels)))
    axes = _grid(ax, len(panels))
    limits, beyond = _limits(table)
    whiskers = max(rows["conf_low"][rows["outlet"].isin(shown)].notna().sum() for _, rows, shown in panels) <= WHISKERS
    for own, (title, rows, shown) in zip(axes, panels):
        _panel(own, rows, shown, colors, limits, title, whiskers)
    if len(panels) == 1:
        _names(ax, table, outlets, colors, limits)
    events = _events(about)
    for own in axes:
        _lines(own, events)
    _event_names(axes[0], events, len(panels) > 1)
    keys = [(colors[name], name) for name in outlets] if within is not None else ()
    what = f"{named(about.get('of') or about.get('value') or 'score')} by {about.get('every') or 'period'}"
    against = f", less that of {about['reference']}" if about.get("reference") else ""
    notes = _notes(about, table, beyond, events, whiskers, len(panels) > 1)
    head(ax, what + against + _years(table) + drawn, about.get("scale") or "", *notes, keys=keys)
    return ax


def _chosen(table, n, outlet):
    """The rows of the outlets to draw, and what the title must add where these are not all."""
    have = list(dict.fromkeys(table["outlet"]))
    if outlet is not None:
        asked = [outlet] if isinstance(outlet, str) else list(outlet)
        if unknown := [name for name in asked if name not in have]:
            raise DataError(f"no outlet {unknown[0]!r} in this result; it has {have}.")
        return table[table["outlet"].isin(asked)], ""
    sizes = table.groupby("outlet", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    more = "" if len(have) <= n else f": the {n} of {len(have):,} outlets with most scores"
    return table[table["outlet"].isin(sizes.index[:n])], more


def _years(table):
    """The years drawn, as the title has them: the axis need not show them."""
    first, last = table["start"].min().year, (table["end"].max() - pd.Timedelta(days=1)).year
    return f", {first}" if first == last else f", {first} to {last}"


def _size(n):
    """Width and height of a figure of so many panels, inches."""
    columns, rows = _shape(n)
    return (8, 4.4) if n == 1 else (4.2 * columns, 1.2 + 2.1 * rows)


def _shape(n):
    """Columns and rows of the grid of panels."""
    columns = 1 if n == 1 else 2 if n <= 6 else 3
    return columns, -(-n // columns)


def _grid(ax, n):
    """The axes of the panels: ax itself, or a grid of axes within it."""
    if n == 1:
        return [ax]
    ax.spines[:].set_visible(False)
    ax.set(xticks=[], yticks=[])
    columns, rows = _shape(n)
    wide, high = 1 / columns, 1 / rows
    axes = [ax.inset_axes((place % columns * wide + 0.04 * wide * (place % columns > 0),
                           1 - (place // columns + 1) * high + 0.1 * high, 0.94 * wide, 0.74 * high))
            for place in range(n)]
    for place, own in enumerate(axes):
        own.tick_params(labelleft=place % columns == 0, labelbottom=place + columns >= n, labelsize=8)
    return axes


def _limits(table):
    """The common scale, and how many means lie outside: curves and means with an interval fit, bands where they may."""
    firm = table[table["std_error"].notna()]
    firm = table if firm.empty and table["smoothed"].isna().all() else firm
    core = pd.concat([table["smoothed"], firm["estimate"]]).dropna()
    low, high = core.min(), core.max()
    room = (high - low) * (TALLEST - 1) / 2 or 0.1 * abs(high) or 1.0
    ends = table[["smoothed_low", "smoothed_high", "conf_low", "conf_high", "estimate"]]
    lowest, highest = max(ends.min().min(), low - room), min(ends.max().max(), high + room)
    margin = 0.05 * (highest - lowest) or room
    limits = lowest - margin, highest + margin
    return limits, int(((table["estimate"] < limits[0]) | (table["estimate"] > limits[1])).sum())


def _panel(ax, table, outlets, colors, limits, title, whiskers):
    """The dots and curves of one panel."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    for name, rows in table.groupby("outlet", sort=False):
        middle = rows["start"] + (rows["end"] - rows["start"]) / 2
        if name not in outlets:
            ax.plot(middle, rows["smoothed"], color="#C8C8C8", linewidth=0.9, zorder=1)
            continue
        color, curved = colors[name], rows["smoothed"].notna().any()
        ax.fill_between(middle, rows["smoothed_low"], rows["smoothed_high"], color=color, alpha=0.16, linewidth=0)
        ax.scatter(middle, rows["estimate"], s=3 + 27 * rows["n"] / table["n"].max(), color=color, linewidth=0,
                   alpha=0.4 if curved else 1, zorder=2)
        if whiskers:
            ax.vlines(middle, rows["conf_low"], rows["conf_high"], color=color, linewidth=0.9, alpha=0.4, zorder=2)
        line = rows["smoothed"] if curved else rows["estimate"]
        ax.plot(middle, line, color=color, linewidth=1.9 if curved else 0.8, zorder=3)
    if limits[0] < 0 < limits[1]:
        ax.axhline(0, color="#444444", linewidth=0.7, zorder=1)
    ax.set(ylim=limits, xlim=(table["start"].min(), table["end"].max()))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.xaxis.set_major_locator(locator := AutoDateLocator(minticks=3, maxticks=6 if title else 9))
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    if title:
        (text,), families = legible([title])
        ax.set_title(text, loc="left", fontsize=9, fontweight="bold", fontfamily=families, parse_math=False, pad=3,
                     color=colors.get(title, "#222222"))


def _names(ax, table, outlets, colors, limits):
    """Each outlet's name at the end of its line, none upon another."""
    curved = table.dropna(subset="smoothed").groupby("outlet")["smoothed"].last()
    last = table.dropna(subset="estimate").groupby("outlet")["estimate"].last()
    ends = pd.Series({name: curved.get(name, last.get(name, np.nan)) for name in outlets}).dropna()
    ends = ends.clip(*limits).sort_values(kind="stable")
    apart = 0.055 * (limits[1] - limits[0])
    texts, families = legible(ends.index, longest=24)
    for y, name, text in zip(_spread(ends.to_numpy(), apart), ends.index, texts):
        ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", color=colors[name], fontsize=9,
                fontweight="bold", fontfamily=families, parse_math=False)


def _spread(places, apart):
    """Places in rising order, moved as little as it takes to stand so far from each other."""
    blocks = []  # [middle, how many]
    for place in places:
        blocks.append([place, 1])
        while len(blocks) > 1 and blocks[-1][0] - blocks[-2][0] < apart * (blocks[-1][1] + blocks[-2][1]) / 2:
            (above, more), (below, some) = blocks.pop(), blocks.pop()
            blocks.append([(above * more + below * some) / (more + some), more + some])
    return [middle + apart * (k - (n - 1) / 2) for middle, n in blocks for k in range(n)]


def _events(about):
    """The events once each: date, label and end."""
    events = pd.DataFrame(about.get("events") or [], columns=["date", "label", "end"])
    return events.drop_duplicates(ignore_index=True)


def _lines(ax, events):
    """A line where an event is, a stripe where it lasts; none outside the axes."""
    left, right = ax.get_xlim()
    for event in events.itertuples():
        if pd.notna(event.end):
            ax.axvspan(event.date, event.end + pd.Timedelta(days=1), color="#555555", alpha=0.12, linewidth=0, zorder=0)
        ax.axvline(event.date, color="#555555", linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    ax.set_xlim(left, right)


def _event_names(ax, events, numbered):
    """Labels of the events at the top of the axes, in as many rows as it takes for none to touch another."""
    from matplotlib.dates import date2num

    left, right = ax.get_xlim()
    places = date2num(events["date"]) if len(events) else np.empty(0)
    texts, families = legible([row + 1 for row in events.index] if numbered else events["label"], longest=28)
    ax.figure.canvas.figure.draw_without_rendering()  # settles the width there is
    paper = {"facecolor": ax.get_facecolor(), "alpha": 0.8, "linewidth": 0, "pad": 0.5}
    taken, labels = [], []  # right end of each row, pixels
    for place, text in sorted(zip(places, texts)):
        if not left <= place <= right:
            continue
        label = ax.text(place, 1, f" {text}", transform=ax.get_xaxis_transform(), fontsize=8, color="#333333", va="top",
                        zorder=5, bbox=paper, fontfamily=families, parse_math=False)
        if label.get_window_extent().x1 > ax.bbox.x1:
            label.set(ha="right", text=f"{text} ")
        box = label.get_window_extent()
        row = next((row for row, until in enumerate(taken) if until < box.x0), len(taken))
        taken[row: row + 1] = [box.x1]
        labels.append((label, row))
    if not labels:
        return
    height = 1.25 * max(label.get_window_extent().height for label, _ in labels) / ax.bbox.height
    for label, row in labels:
        label.set_y(1 - row * height)


def _notes(about, table, beyond, events, whiskers, numbered):
    """What the small print says."""
    dots = f"Dots: the {about.get('every') or 'period'}'s mean, larger for more scores"
    curve = table["smoothed"].notna().any()
    notes = [f"{dots}{', with its 95% interval' if whiskers and table['conf_low'].notna().any() else ''}."]
    notes += ["Line: the smooth curve; band: its 95% interval at each day by itself."] * bool(curve)
    notes += [f"Outside the picture: {beyond:,} of the means."] * bool(beyond)
    if numbered and len(events):
        notes.append("Events: " + "; ".join(f"{row + 1} {event.label} ({event.date:%Y-%m-%d})"
                                            for row, event in enumerate(events.itertuples())) + ".")
    return notes
