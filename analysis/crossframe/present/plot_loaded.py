"""Loaded wording: the share of loaded sentences by outlet, and the words that make them so."""

from crossframe.present.bars import headed_bars
from crossframe.present.plot_parts import TARGET, beside, fresh, head, row_labels, say


def plot_loaded(result, *, ax=None, n=12):
    """Draw which share of each outlet's sentences is loaded.

    Parameters
    ----------
    result : Result
        Of ``cf.loaded_language``, of articles or sentences.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most sentences; the title says when there are more.

    Returns
    -------
    Axes
        The outlet with the largest share at the top; at the right loaded | all sentences. Shares of all sentences of an
        outlet, without intervals: ``cf.contrast(loaded)`` says which differ.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "n_matched": [6, 4, 10],
    ...     "n_loaded": [1, 1, 6]})
    >>> ax = plot_loaded(Result(table, {"measure": "loaded_language"}), ax=Figure().subplots())
    >>> [round(bar.get_width()) for bar in ax.patches]
    [60, 20]
    """
    sums = result.table.groupby("outlet")[["n_loaded", "n_matched"]].sum()
    sums = sums[sums["n_matched"] > 0].sort_values("n_matched", ascending=False, kind="stable")
    more = "" if len(sums) <= n else f": the {n} of {len(sums):,} outlets with most sentences"
    sums = sums.head(n)
    shares = (100 * sums["n_loaded"] / sums["n_matched"]).sort_values(ascending=False, kind="stable")
    ax = fresh(ax, 7, 1.5 + 0.32 * len(shares))
    if not len(shares):
        return say(ax, "No sentence was read.")
    ax.barh(range(len(shares)), shares, color=TARGET, height=0.62)
    row_labels(ax, range(len(shares)), shares.index)
    beside(ax, range(len(shares)), [f"{sums.at[name, 'n_loaded']:,} | {sums.at[name, 'n_matched']:,}"
                                    for name in shares.index])
    ax.set_xlim(0, min(100, 1.1 * shares.max()) or 1)
    head(ax, f"Loaded sentences by outlet{more}", "percent of the outlet's sentences",
         "At the right: loaded | all sentences.")
    return ax


def plot_loaded_words(result, *, ax=None, n=10, outlets=None):
    """Draw, outlet by outlet, which words make its sentences loaded most often.

    Parameters
    ----------
    result : Result
        Of ``cf.loaded_language(level="word")``: a row a word.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many words an outlet.
    outlets : list of str or None
        Those to draw, in order; None: the 6 with most such words.

    Returns
    -------
    Axes
        At the end of each bar uses, and the articles they stand in.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "article": ["a", "b", "b"], "word": ["Brazen", "brazen", "sham"],
    ...     "contribution": [1.5, 1.0, 2.0]})
    >>> ax = plot_loaded_words(Result(table, {"measure": "loaded_language"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['brazen', 'sham']
    """
    table = result.table[result.table["contribution"] > 0]
    sizes = table["outlet"].value_counts()
    chosen = [name for name in outlets or sizes.index[:6] if name in sizes.index]
    table = table.assign(word=table["word"].str.lower())
    counts = table.groupby(["outlet", "word"])["article"].agg(["size", "nunique"]).sort_values(
        "size", ascending=False, kind="stable")
    groups = {outlet: counts.loc[outlet].head(n) for outlet in chosen}
    ax = fresh(ax, 7, 1.5 + 0.22 * sum(len(rows) + 1.5 for rows in groups.values()))
    if not groups:
        return say(ax, "No word makes a sentence loaded.")
    headed_bars(ax, {outlet: rows["size"] for outlet, rows in groups.items()}, color=TARGET,
                texts={outlet: [f"{row.size_:,} in {row.nunique_:,}" for row in rows.add_suffix("_").itertuples()]
                       for outlet, rows in groups.items()})
    head(ax, "The words that make sentences loaded", "uses in loaded sentences",
         f"At most {n} words an outlet. At the end of a bar: uses, and the articles they stand in.")
    return ax
