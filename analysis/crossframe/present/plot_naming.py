"""Names by outlet: how often each outlet uses which name of one referent."""

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.present.labels import legible
from crossframe.present.plot_parts import fresh, head, headings, row_labels, say
from crossframe.present.plot_sources import draw_shares

NAMES = 5  # of a referent, in the table of several
OUTLETS = 12


def plot_naming(result, *, ax=None, n=30):
    """Draw, referent by referent, what percentage of each outlet's mentions has which name.

    Parameters
    ----------
    result : Result
        Of ``cf.naming``.
    ax : Axes or None
        Where to draw; None makes a figure of a size that suits the names.
    n : int
        About so many names at most: of the referents that several outlets mention under several names, those mentioned
        most, and of each its 5 commonest names.

    Returns
    -------
    Axes
        A row a name under its referent, a column an outlet (at most 12, those with most mentions); cells in percent of
        the outlet's mentions of that referent.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "referent": "the levy", "name": ["tax", "contribution"]})
    >>> ax = plot_naming(Result(table, {"measure": "naming"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['contribution', 'tax']
    """
    table = result.table
    outlets = table.outlet.value_counts().index[:OUTLETS].tolist()
    groups = name_shares(table[table.outlet.isin(outlets)], n)
    ax = fresh(ax, 3.2 + 0.75 * len(outlets), 2.3 + 0.23 * sum(len(shares) + 1.3 for shares in groups.values()))
    if not groups:
        return say(ax, "No referent has several names in several outlets.")
    at, labels, heads, y = [], [], [], 0.0
    for referent, shares in groups.items():
        heads.append((y, referent))
        rows = y + 1 + np.arange(len(shares))
        _cells(ax, rows, shares.reindex(columns=outlets).to_numpy())
        at, labels, y = [*at, *rows], [*labels, *shares.index], y + len(shares) + 1.3
    row_labels(ax, at, labels)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.set_xlim(-0.5, len(outlets) - 0.5)
    headings(ax, [y + 0.05 for y, _ in heads], [referent for _, referent in heads])
    _outlet_labels(ax, outlets)
    n_referents = table.referent.nunique()
    head(ax, "Names by outlet", "percent of the outlet's mentions of the referent",
         f"{len(groups)} of {n_referents:,} referents, at most {NAMES} names each. "
         "Dot: not so called. Empty: no mention in the outlet.")
    return ax


def plot_referent(result, *, referent=None, ax=None, n=20):
    """Draw each outlet's shares of the names of one referent as a bar.

    Parameters
    ----------
    result : Result
        Of ``cf.naming``.
    referent : str or None
        Whose names; None where the result has one referent.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most mentions.

    Returns
    -------
    Axes
        The six commonest names have a colour each; all others together are "other".

    Raises
    ------
    DataError
        No such referent, or several and none named.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "referent": "the levy", "name": ["tax", "contribution"]})
    >>> ax = plot_referent(Result(table, {"measure": "naming"}), ax=Figure().subplots())
    >>> ax.get_title(loc="left")
    'Names for the levy'
    """
    known = result.table.referent.value_counts().index
    shown = ", ".join(map(repr, known[:12])) + (f" and {len(known) - 12:,} more" if len(known) > 12 else "")
    if referent is None and len(known) > 1:
        raise DataError(f"this result has {len(known):,} referents: name one (referent={known[0]!r}); it has {shown}.")
    if referent is not None and referent not in known:
        raise DataError(f"no referent {referent!r} in this result; it has {shown or 'none'}.")
    referent = known[0] if referent is None and len(known) else referent
    return draw_shares(result.table[result.table.referent == referent], "name", ax, n, order=(),
                       title=f"Names for {referent}", what="mentions")


def name_shares(table, n):
    """What share of each outlet's mentions has which name, referent by referent.

    Parameters
    ----------
    table : DataFrame
        Of ``cf.naming``.
    n : int
        About so many names at most, as ``plot_naming`` picks them.

    Returns
    -------
    dict of str to DataFrame
        Referent -> a row a name, a column an outlet that mentions it.
    """
    wide = table.groupby("referent").agg(names=("name", "nunique"), outlets=("outlet", "nunique"), n=("name", "size"))
    wide = wide[(wide.names > 1) & (wide.outlets > 1)].sort_values("n", ascending=False, kind="stable")
    groups, rows = {}, 0
    for referent in wide.index:
        own = table[table.referent == referent]
        counts = own.groupby(["name", "outlet"]).size().unstack(fill_value=0)
        shares = counts / counts.sum()
        kept = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index[:NAMES]
        if groups and rows + len(kept) > n:
            break
        groups[referent] = shares.loc[kept]
        rows += len(kept)
    return groups


def _cells(ax, rows, shares):
    """Tinted cells with their percentages; none where the outlet has no mention."""
    from matplotlib import colormaps

    blues = colormaps["Blues"]
    for (row, column), share in np.ndenumerate(shares):
        if pd.isna(share):
            continue
        ax.barh(rows[row], 0.96, left=column - 0.48, height=0.92, color=blues(0.8 * share) if share else "#F4F4F4")
        ax.text(column, rows[row], f"{100 * share:.0f}" if share else "·", ha="center", va="center", fontsize=8,
                color="white" if share > 0.6 else "#222222")



def _outlet_labels(ax, outlets):
    texts, families = legible(outlets, longest=28)
    ax.set_xticks(range(len(outlets)), labels=texts, rotation=30, ha="right", rotation_mode="anchor", fontsize=9,
                  fontfamily=families, parse_math=False)
    ax.tick_params(axis="x", length=0)
