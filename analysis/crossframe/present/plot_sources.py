"""Who is quoted: kinds of sources and of quotation by outlet, and the speakers who get most words."""

from crossframe.errors import DataError
from crossframe.present.bars import headed_bars, share_bars, share_table, value_colors
from crossframe.present.plot_parts import TARGET, beside, fresh, head, say

ORDERS = {"speaker_kind": ("person", "organisation", "document", "unnamed", "unknown"),
          "kind": ("direct", "mixed", "indirect"), "cue_stance": ("neutral", "doubting", "endorsing")}
TITLES = {"speaker_kind": "Who is quoted", "kind": "How it is quoted",
          "cue_stance": "What the cue lends to what is said"}


def plot_sources(result, *, ax=None, n=20, of="speaker_kind", words=False):
    """Draw each outlet's shares of the kinds of sources as a bar.

    Parameters
    ----------
    result : Result
        Of ``cf.sources``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most attributions; the title says when there are more.
    of : {"speaker_kind", "kind", "cue_stance"} or str
        Whose values have shares: of the speakers, the way of quoting, the cue; or another column of the table.
    words : bool
        Whether an attribution counts as many as what was said has words, or 1.

    Returns
    -------
    Axes
        At the right the number of attributions.

    Raises
    ------
    DataError
        The table has no such column.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "kind": ["direct", "indirect", "direct"]})
    >>> ax = plot_sources(Result(table, {"measure": "sources"}), ax=Figure().subplots(), of="kind")
    >>> [int(bar.get_width()) for bar in ax.patches]
    [50, 100, 50]
    """
    table = result.table
    if of not in table:
        raise DataError(f"the table has no column {of!r}; shares can be drawn of {', '.join(ORDERS)}.")
    weight = table["content"].fillna("").str.split().str.len() if words else None
    what = "words quoted" if words else "attributions"
    return draw_shares(table, of, ax, n, order=ORDERS.get(of, ()), title=TITLES.get(of, of), what=what, weight=weight)


def draw_shares(table, of, ax, n, *, order, title, what, weight=None):
    """Bars of shares with their title, key and counts; what every plot of shares by outlet is.

    Parameters
    ----------
    table : DataFrame
        A row a thing counted: outlet and `of`.
    of : str
        Column whose values have shares.
    ax : Axes or None
    n : int
        At most this many outlets.
    order : sequence of str
        Known values of `of`, in order.
    title, what : str
        What is drawn, and what is counted (plural).
    weight : Series or None
        What each row counts; None: 1.

    Returns
    -------
    Axes
    """
    shares, counts = share_table(table, of, order=order, weight=weight)
    more = "" if len(shares) <= n else f": the {n} of {len(shares):,} outlets with most"
    shares, counts = shares.head(n), counts.head(n)
    ax = fresh(ax, 7, 1.9 + 0.36 * len(shares) + 0.13 * shares.shape[1])
    if not len(shares):
        return say(ax, f"{title}: nothing was found.")
    colors = value_colors(list(shares), order)
    share_bars(ax, shares, colors)
    beside(ax, range(len(shares)), [f"{count:,}" for count in counts])
    head(ax, f"{title}{more}", f"percent of the outlet's {what}",
         f"At the right: how many {what if weight is None else 'rows'}.",
         keys=[(colors[value], value) for value in shares])
    return ax


def plot_speakers(result, *, ax=None, n=6, words=True):
    """Draw, outlet by outlet, who is quoted most.

    Parameters
    ----------
    result : Result
        Of ``cf.quoted_speakers``: a row an outlet and speaker.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many speakers an outlet.
    words : bool
        Whether the share is of the words quoted or of the quotes.

    Returns
    -------
    Axes
        At the end of each bar the quotes of the speaker and the articles they stand in.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": "Mercury", "speaker": ["Ada Moor", "Ben Oake"], "n_quotes": [3, 1],
    ...     "n_articles": [2, 1], "share_words": [0.8, 0.2], "share_quotes": [0.75, 0.25]})
    >>> ax = plot_speakers(Result(table, {"measure": "quoted_speakers"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Ada Moor', 'Ben Oake']
    """
    share = "share_words" if words else "share_quotes"
    top = {outlet: rows.sort_values(share, ascending=False, kind="stable").head(n)
           for outlet, rows in result.table.groupby("outlet", sort=False)}
    ax = fresh(ax, 7, 1.5 + 0.22 * sum(len(rows) + 1.5 for rows in top.values()))
    if not top:
        return say(ax, "No speaker is known.")
    headed_bars(ax, {outlet: 100 * rows.set_index("speaker")[share] for outlet, rows in top.items()}, color=TARGET,
                texts={outlet: [f"{row.n_quotes:,} in {row.n_articles:,}" for row in rows.itertuples()]
                       for outlet, rows in top.items()})
    head(ax, "Whom each outlet quotes most", f"percent of the {'words' if words else 'quotes'} of its known speakers",
         f"At most {n} speakers an outlet. At the end of a bar: quotes, and the articles they stand in.")
    return ax
