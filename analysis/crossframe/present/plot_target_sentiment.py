"""Mentions of targets: the shares of negative, neutral, positive and unsure ones."""

import pandas as pd

from crossframe.present.bars import share_bars
from crossframe.present.plot_parts import beside, fresh, head, headings, say

LABELS = ("negative", "neutral", "positive", "unsure")
COLORS = {"negative": "#C04E00", "neutral": "#E3E0DA", "positive": "#0072B2", "unsure": "#A9A9A9"}
VOICES = {"outlet": ", in the outlets' own voice", "quoted": ", in what they quote"}


def plot_target_sentiment(result, *, ax=None, n=8, voice=None, targets=None):
    """Draw, target by target, which share of each outlet's mentions is negative, neutral, positive or unsure.

    Parameters
    ----------
    result : Result
        Of ``cf.target_sentiment``: a row a mention.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many targets, those with most mentions; the title says where there are more.
    voice : {"outlet", "quoted"} or None
        Mentions in one voice alone; None: all.
    targets : list of str or None
        Those to draw, in order.

    Returns
    -------
    Axes
        Under each target's name a bar an outlet. Unsure: the model gives no label. At the right the mentions.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury"] * 3 + ["Beacon"], "target": "Port Union", "voice": "outlet",
    ...     "label": ["negative", "negative", "", "positive"]})
    >>> ax = plot_target_sentiment(Result(table, {"measure": "target_sentiment"}), ax=Figure().subplots())
    >>> [round(bar.get_width()) for bar in ax.patches]
    [67, 100, 33]
    """
    table = result.table if voice is None else result.table[result.table["voice"] == voice]
    shares, counts = mention_shares(table, ["target", "outlet"])
    sizes = table["target"].value_counts()
    chosen = [name for name in targets or sizes.index[:n] if name in sizes.index]
    outlets = table["outlet"].value_counts().index
    groups = [(target, outlet) for target in chosen for outlet in outlets if (target, outlet) in counts.index]
    more = "" if targets or len(chosen) == len(sizes) else f": {len(chosen)} of {len(sizes):,} targets"
    ax = fresh(ax, 7, 2.0 + 0.3 * (len(groups) + 1.4 * len(chosen)))
    if not groups:
        return say(ax, "No target was mentioned.")
    share_rows(ax, shares.loc[groups], COLORS)
    beside(ax, ax.get_yticks(), [f"{counts[group]:,}" for group in groups])
    head(ax, f"How sentences treat each target{VOICES.get(voice, '')}{more}", "percent of the outlet's mentions",
         "At the right: mentions. Unsure: the model gives no label.",
         keys=[(COLORS[label], label) for label in LABELS if shares.loc[groups, label].any()])
    return ax


def mention_shares(table, by):
    """The share of each label among mentions.

    Parameters
    ----------
    table : DataFrame
        Of ``cf.target_sentiment``.
    by : str or list of str
        Columns whose values have shares of their own.

    Returns
    -------
    shares : DataFrame
        A row a value of `by`; negative, neutral, positive, unsure, which sum to 1.
    n : Series
        Mentions of each.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["A", "A"], "label": ["neutral", ""]})
    >>> mention_shares(rows, "outlet")[0].loc["A"].tolist()
    [0.0, 0.5, 0.0, 0.5]
    """
    labels = table["label"].where(table["label"] != "", "unsure")
    keys = [table[name] for name in ([by] if isinstance(by, str) else by)]
    counts = pd.crosstab(keys, labels).reindex(columns=list(LABELS), fill_value=0)
    counts.columns.name, n = None, counts.sum(axis=1)
    return counts.div(n, axis=0), n


def share_rows(ax, shares, colors):
    """Draw bars of shares under the bold names of what they belong to.

    Parameters
    ----------
    ax : Axes
    shares : DataFrame
        Index (head, name), rows sum to 1, rows of a head together.
    colors : dict of str to str
    """
    at, starts, y = [], [], 0.0
    heads = list(dict.fromkeys(shares.index.get_level_values(0)))
    for name in heads:
        starts.append(y)
        rows = shares.loc[[name]]
        at += [y + 0.95 + k for k in range(len(rows))]
        y = at[-1] + 1.5
    headings(ax, starts, heads, longest=90)
    share_bars(ax, shares.droplevel(0), colors, at=at)
