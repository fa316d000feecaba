"""Claims: which share of each outlet's articles agrees with a claim, disputes it, discusses it or leaves it out."""

import pandas as pd

from crossframe.present.plot_parts import beside, fresh, head, say
from crossframe.present.plot_target_sentiment import share_rows

LABELS = ("agree", "disagree", "discuss", "unrelated")
COLORS = {"agree": "#0072B2", "disagree": "#C04E00", "discuss": "#F0C05A", "unrelated": "#E3E0DA"}


def plot_claims(result, *, ax=None, n=8):
    """Draw, claim by claim, which share of each outlet's articles takes which stance.

    Parameters
    ----------
    result : Result
        Of ``cf.claim_stance``: a row an article and claim.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many outlets, those with most articles on the claims; the title says when there are more.

    Returns
    -------
    Axes
        Under each claim a bar an outlet; at the right its articles.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Mercury", "Beacon"], "claim": "The levy was lawful.",
    ...     "label": ["agree", "unrelated", "disagree"]})
    >>> ax = plot_claims(Result(table, {"measure": "claim_stance"}), ax=Figure().subplots())
    >>> [int(bar.get_width()) for bar in ax.patches]
    [50, 100, 50]
    """
    table = result.table
    related = table.assign(on=table["label"] != "unrelated").groupby("outlet")["on"].agg(["sum", "size"])
    outlets = related.sort_values(["sum", "size"], ascending=False, kind="stable").index
    shares, counts = claim_shares(table[table["outlet"].isin(outlets[:n])])
    groups = [(claim, outlet) for claim in dict.fromkeys(table["claim"]) for outlet in outlets[:n]]
    ax = fresh(ax, 7, 2.0 + 0.3 * (len(groups) + 1.4 * table["claim"].nunique()))
    if not groups:
        return say(ax, "No article was read.")
    share_rows(ax, shares.loc[groups], COLORS)
    beside(ax, ax.get_yticks(), [f"{counts[group]:,}" for group in groups])
    more = "" if len(outlets) <= n else f": the {n} of {len(outlets):,} outlets with most articles on them"
    head(ax, f"What articles make of the claim{'s' if table['claim'].nunique() > 1 else ''}{more}",
         "percent of the outlet's articles", "At the right: articles.",
         keys=[(COLORS[label], label) for label in LABELS if shares[label].any()])
    return ax


def claim_shares(table):
    """The share of each stance among an outlet's articles.

    Parameters
    ----------
    table : DataFrame
        Of ``cf.claim_stance``.

    Returns
    -------
    shares : DataFrame
        Index (claim, outlet); agree, disagree, discuss, unrelated, which sum to 1.
    n : Series
        Articles of each.
    """
    read = table[table["label"] != ""]
    counts = pd.crosstab([read["claim"], read["outlet"]], read["label"]).reindex(columns=list(LABELS), fill_value=0)
    counts.columns.name, n = None, counts.sum(axis=1)
    return counts.div(n, axis=0), n
