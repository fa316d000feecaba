"""Axes of meaning: where each outlet stands between two poles."""

from crossframe.errors import DataError
from crossframe.present.labels import legible
from crossframe.present.outlet_means import MOST, decimals, mean_cells, mean_dots, outlet_means
from crossframe.present.plot_parts import fresh, head, row_labels, say

VALUES = {"bias": "mean bias: 0 leans to neither pole", "intensity": "mean intensity: how far from neutral, either way"}
POLE = 26  # letters of a pole


def plot_axes(result, *, ax=None, n=12, value="bias", outlets=None):
    """Draw each axis as a row between its poles, and on it each outlet's mean as a dot.

    Parameters
    ----------
    result : Result
        Of ``cf.frame_axis``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many axes, those on which the outlets drawn lie furthest apart; a note says when there are more.
    value : {"bias", "intensity"}
        Which pole the words lean to, or how strongly they speak of either.
    outlets : list of str or None
        Those to draw; None: the 7 with most articles, and the title says when there are more.

    Returns
    -------
    Axes
        The axis on which outlets lie furthest apart at the top; of the bias the low pole at the left, the high pole at
        the right. Means without intervals: ``cf.contrast(axes, within="axis", value="bias")`` says which differ.

    Raises
    ------
    DataError
        No such value, or no such outlet in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "axis": "tone", "bias": [0.1, -0.2], "intensity": 0.3})
    >>> result = Result(table, {"measure": "frame_axis", "axes": {"tone": (["bad"], ["good"])}})
    >>> ax = plot_axes(result, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()], ax.texts[0].get_text()
    (['bad'], 'good')
    """
    means, left, more = _furthest_first(result, value, outlets, min(MOST, result.table["outlet"].nunique()), n)
    ax = fresh(ax, 7.6, 1.9 + 0.34 * len(means) + 0.2 * means.shape[1])
    if not len(means):
        return say(ax, "No axis was scored.")
    if value == "bias":
        ax.axvline(0, color="#444444", linewidth=0.8, zorder=0)
        left += _baseline(ax, [result.about.get("baseline", {}).get(name) for name in means.index])
    keys = mean_dots(ax, means[means.columns[:MOST]])
    poles = [_poles(result, name) for name in means.index]
    if value == "bias":
        row_labels(ax, range(len(means)), [low for low, _ in poles])
        _right_labels(ax, [high for _, high in poles])
    else:
        row_labels(ax, range(len(means)), [" – ".join(filter(None, both)) for both in poles])
    head(ax, f"Between two poles{more}", VALUES[value], *left, keys=keys)
    return ax


def plot_axes_heat(result, *, ax=None, n=30, value="bias", outlets=None):
    """Draw a table of means, a row an outlet and a column an axis, with the numbers written in.

    Parameters as in ``plot_axes``, but ``n`` is the number of outlets; all axes are drawn.

    Returns
    -------
    Axes
        A cell is blue the more it leans to the high pole, orange to the low one.

    Raises
    ------
    DataError
        No such value, or no such outlet in the result.
    """
    means, _, more = _furthest_first(result, value, outlets, n, None)
    ax = fresh(ax, 2.6 + 0.62 * len(means), 2.8 + 0.26 * means.shape[1])
    if not len(means):
        return say(ax, "No axis was scored.")
    mean_cells(ax, means, digits=decimals(means), two_sided=value == "bias")
    head(ax, f"Axes by outlet{more}", VALUES[value],
         "Blue leans to the second pole, orange to the first; the darker, the nearer to the furthest of its column."
         if value == "bias" else "The darker, the nearer to the largest of its column.")
    return ax


def _furthest_first(result, value, outlets, n_outlets, n):
    """Means by axis and outlet, the widest apart first; what a note says of axes left out, a title of outlets."""
    if value not in VALUES:
        raise DataError(f"value must be one of {', '.join(VALUES)}, got {value!r}.")
    means, more = outlet_means(result.table, "axis", value, outlets=outlets, n=n_outlets)
    means = means.dropna(how="all")
    span = (means.max(axis=1) - means.min(axis=1)).sort_values(ascending=False, kind="stable")
    left = [f"{n} of {len(means):,} axes, those on which outlets lie furthest apart."] if n and len(means) > n else []
    return means.loc[span.index[:n]], left, more


def _baseline(ax, values):
    """A tick at the bias of all texts together, where it is known; what it means."""
    known = [(value, y) for y, value in enumerate(values) if value is not None]
    for value, y in known:
        ax.plot(value, y, "|", color="#222222", markersize=15, markeredgewidth=1.3, zorder=2)
    return ["Upright tick: all texts together."] * bool(known)


def _poles(result, name):
    """What stands at the low and at the high end of an axis."""
    low, high = result.about.get("axes", {}).get(name, ((name,), ()))
    return tuple(_cut(", ".join([words] if isinstance(words, str) else words)) for words in (low, high))


def _cut(text):
    """A pole's first words."""
    if len(text) <= POLE:
        return text
    kept = text[:POLE].rsplit(", ", 1)[0]
    return f"{kept} …"


def _right_labels(ax, texts):
    texts, families = legible(texts)
    for y, text in enumerate(texts):
        ax.text(1.015, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=9, fontfamily=families,
                parse_math=False)
