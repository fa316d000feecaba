"""Hedges, boosters, evidentials and scare quotes, by outlet."""

from crossframe.present.bars import headed_bars
from crossframe.present.plot_parts import TARGET, fresh, head, say

KINDS = {"hedge": "Hedges", "booster": "Boosters", "evidential": "Evidentials", "scare_quote": "Scare quotes"}


def plot_hedging(result, *, ax=None, n=12):
    """Draw how often each outlet uses each kind of marker.

    Parameters
    ----------
    result : Result
        Of ``cf.hedging``: by article, rates per 1,000 words are drawn; by marker, markers an article.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most markers; the title says when there are more.

    Returns
    -------
    Axes
        A head a kind, below it a bar an outlet.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "hedge": [4.0, 8.0], "booster": [1.0, 0.0],
    ...     "evidential": float("nan"), "scare_quote": float("nan"), "n_matched": [5, 4], "n_words": 1000})
    >>> ax = plot_hedging(Result(table, {"measure": "hedging", "level": "article"}), ax=Figure().subplots())
    >>> [float(bar.get_width()) for bar in ax.patches]
    [4.0, 8.0, 1.0, 0.0]
    """
    rates, unit = outlet_rates(result)
    more = "" if len(rates) <= n else f": the {n} of {len(rates):,} outlets with most"
    rates = rates.head(n).dropna(axis=1, how="all")
    ax = fresh(ax, 7, 1.5 + 0.22 * rates.shape[1] * (len(rates) + 1.5))
    if not rates.size:
        return say(ax, "No marker was found.")
    headed_bars(ax, {KINDS[kind]: rates[kind] for kind in rates}, color=TARGET,
                texts={KINDS[kind]: [f"{rate:.2f}" for rate in rates[kind]] for kind in rates})
    head(ax, f"Hedging by outlet{more}", unit)
    return ax


def outlet_rates(result):
    """Markers of each kind by outlet, the outlet with most first, and their unit.

    Parameters
    ----------
    result : Result
        Of ``cf.hedging``.

    Returns
    -------
    rates : DataFrame
        A row an outlet, a column a kind; NaN for a kind that was not looked for.
    unit : str
    """
    return _by_words(result) if "n_words" in result.table else _by_article(result)


def _by_words(result):
    """Markers per 1,000 words: each article's rate weighs as its words do."""
    table = result.table[result.table.n_words > 0]
    words = table.groupby("outlet").n_words.sum()
    counts = table[list(KINDS)].mul(table.n_words, axis=0).groupby(table.outlet).sum(min_count=1)
    order = table.groupby("outlet").n_matched.sum().sort_values(ascending=False, kind="stable").index
    return counts.div(words, axis=0).loc[order], "markers per 1,000 words"


def _by_article(result):
    counts = result.table.groupby(["outlet", "kind"]).size().unstack(fill_value=0)
    articles = result.articles.groupby("outlet").size() if result.articles is not None else \
        result.table.groupby("outlet").article.nunique()
    counts = counts.reindex(index=articles.index, fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    unit = "markers an article" if result.articles is not None else "markers an article that has one"
    return counts[[kind for kind in KINDS if kind in counts]].div(articles, axis=0).loc[counts.index], unit
