"""Stance: where outlets stand toward each target, in their own voice and in quoted ones."""

from crossframe.compare.stance_means import stance_means
from crossframe.errors import DataError
from crossframe.present.plot_parts import (
    NEITHER,
    REFERENCE,
    TARGET,
    beside,
    fresh,
    head,
    headings,
    mean_dot,
    row_labels,
    say,
    untested,
    whether_tested,
)

VOICES = {"outlet": (TARGET, "in its own voice", "o"), "quoted": (REFERENCE, "in what it quotes", "D"),
          "all": (NEITHER, "own and quoted words together", "o")}
SIDES = {"outlet": -0.17, "quoted": 0.17, "all": 0.0}  # of a row: how far two voices stand from its middle


def plot_stance(result, *, ax=None, n=8, outlets=None, targets=None):
    """Draw where each outlet stands toward each target: a row an outlet, a dot a voice, with its interval.

    Parameters
    ----------
    result : Result
        Of ``cf.stance``; by voice where ``by_voice=True`` told them apart.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many targets, those with most mentions, and outlets, those with most articles; the title says
        where there are more.
    outlets, targets : list of str or None
        Those to draw, in order.

    Returns
    -------
    Axes
        Under each target's name a row an outlet. Dots are means over articles, left against the target, right in its
        favour; filled where there is an interval (``stance_means``), hollow where there are too few articles. At the
        right the articles behind the dots. ``cf.contrast(stance, within="target")`` says which outlets differ.

    Raises
    ------
    DataError
        No such outlet or target in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"article": ["a", "b"], "outlet": ["Mercury", "Beacon"], "target": "Port Union",
    ...     "kind": "organisation", "voice": "outlet", "score": [-0.4, 0.2], "n_mentions": 3, "n_matched": 2})
    >>> ax = plot_stance(Result(table, {"measure": "stance"}), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Beacon', 'Mercury']
    """
    means = stance_means(result).table
    means = means[means["estimate"].notna()]
    sizes = means.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable")
    shown = {"target": _chosen(list(dict.fromkeys(means["target"])), targets, "target", n),
             "outlet": _chosen(list(sizes.index), outlets, "outlet", n)}
    rows = means[means["target"].isin(shown["target"]) & means["outlet"].isin(shown["outlet"])]
    ax = fresh(ax, 7, 1.9 + 0.3 * (len(rows.drop_duplicates(["target", "outlet"])) + 1.4 * rows["target"].nunique()))
    if not len(rows):
        return say(ax, "No target was mentioned in a sentence that keeps a label.")
    _rows(ax, rows, shown)
    more = [f"{len(names)} of {means[what].nunique():,} {what}s" for what, names in shown.items()
            if len(names) < means[what].nunique()]
    keys = [(color, text, marker) for voice, (color, text, marker) in VOICES.items() if (rows["voice"] == voice).any()]
    head(ax, f"Stance toward {'targets' if len(shown['target']) > 1 else shown['target'][0]}"
         f"{': ' + ', '.join(more) if more else ''}{untested(rows)}",
         "mean stance: left against the target, right in its favour",
         *whether_tested(rows), f"At the right: articles{' (own | quoting)' if len(keys) > 1 else ''}.", keys=keys)
    return ax


def _rows(ax, rows, shown):
    """Draw the dots under their targets' names."""
    at, labels, sizes, heads, y, voices = [], [], [], {}, 0.0, set(rows["voice"])
    for target in shown["target"]:
        heads[target], own = y, rows[rows["target"] == target]
        for outlet in [name for name in shown["outlet"] if (own["outlet"] == name).any()]:
            y += 1
            dots = own[own["outlet"] == outlet].set_index("voice")
            for voice, dot in dots.iterrows():
                mean_dot(ax, dot, y + (len(dots) > 1) * SIDES[voice], *VOICES[voice][::2])
            at, labels = [*at, y], [*labels, outlet]
            sizes.append(" | ".join(f"{dots['n'].get(voice, 0):,}" for voice in VOICES if voice in voices))
        y += 1.6
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=1)
    row_labels(ax, at, labels)
    headings(ax, heads.values(), heads)
    beside(ax, at, sizes)
    reach = 1.1 * max(0.2, rows[["estimate", "conf_low", "conf_high"]].abs().max(axis=None))
    ax.set_xlim(-min(reach, 1.05), min(reach, 1.05))
    ax.locator_params(axis="x", nbins=7)


def _chosen(names, asked, what, n):
    """Those asked for, else the first n."""
    if unknown := [name for name in asked or () if name not in names]:
        raise DataError(f"no {what} {unknown[0]!r} has a score in this result; it has "
                        f"{', '.join(map(repr, names[:20]))}.")
    return list(asked) if asked else names[:n]
