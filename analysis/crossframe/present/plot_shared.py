"""Shared copy as a matrix: how much of each outlet's text each other outlet has, too."""

import numpy as np

from crossframe.match.shared import outlet_shares
from crossframe.present.plot_parts import fresh, head, say, square_labels


def plot_shared(result, *, ax=None, n=15):
    """Draw how much of each outlet's text stands in passages that it shares with each other outlet.

    Parameters
    ----------
    result : Result
        Of ``cf.shared_copy``, with its articles.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those that share most words with others; the title says when there are more.

    Returns
    -------
    Axes
        A row and a column an outlet; a cell is the share of the row outlet's text, in percent, that stands in passages
        shared with articles of the column outlet. The diagonal: with other articles of its own.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.match.shared import shared_copy
    >>> wire = "The ferry Marigold ran aground off Lindmoor before dawn with forty people on board, and none was hurt."
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": [wire, wire + " More soon."]})
    >>> ax = plot_shared(shared_copy(frame, min_words=12), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts[:4]]
    ['', '89', '99', '']
    """
    shares = outlet_shares(result)
    if not shares.to_numpy().any():
        return say(ax if ax is not None else fresh(None, 7, 2), "No two articles share a passage.")
    table = result.table
    words = table["n_words"].where(table["outlet"] != table["outlet_other"], 0).groupby(table["outlet"]).sum()
    outlets = words.sort_values(ascending=False, kind="stable").index[:n].tolist()
    drawn = 100 * shares.loc[outlets, outlets].to_numpy()
    ax = fresh(ax, 3 + 0.5 * len(outlets), 2 + 0.42 * len(outlets))
    ax.imshow(np.ma.masked_equal(drawn, 0), cmap="Blues", vmin=0, vmax=max(drawn.max(), 1) * 1.25, aspect="auto")
    for (row, column), share in np.ndenumerate(drawn):
        ax.text(column, row, _percent(share), ha="center", va="center", fontsize=8,
                color="white" if share > 0.75 * drawn.max() else "#222222")
    square_labels(ax, outlets)
    more = "" if len(outlets) == len(words) else f": the {n} of {len(words):,} outlets that share most"
    silent = len(shares) - len(words)
    head(ax, f"Shared copy{more}", "percent of the row outlet's text that the column outlet has, too",
         "On the diagonal: with other articles of its own.",
         *[f"Outlets that share nothing: {silent:,}."][: silent > 0])
    return ax


def _percent(share):
    """A share in percent as a cell shows it; nothing for none."""
    if not share:
        return ""
    return "<0.1" if share < 0.1 else f"{share:.1f}" if share < 9.95 else f"{share:.0f}"
