"""Where each outlet stands toward each target: the mean over its articles, with its interval, voice by voice."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import FEWEST, critical_t
from crossframe.compare.means import standard_error
from crossframe.result import Result

__all__ = ["stance_means"]

COLUMNS = ("outlet", "target", "kind", "voice", "estimate", "std_error", "conf_low", "conf_high", "n", "n_clusters",
           "n_mentions", "n_matched")


def stance_means(stance, *, cluster=None):
    """Mean stance of every outlet toward every target, in each voice.

    Parameters
    ----------
    stance : Result or DataFrame
        Of ``cf.stance``: a row an article, target and voice.
    cluster : str or None
        Column of rows that are not independent draws; None: the article.

    Returns
    -------
    Result
        A row an outlet, target and voice, the targets with most mentions first, then as ``estimate`` rises: outlet
        target kind voice estimate std_error conf_low conf_high n n_clusters n_mentions n_matched. ``estimate`` is the
        mean over the ``n`` articles that have a score, -1 to 1, above 0 in favour; the 95% interval is Student's, with
        clusters as the unit, NaN with fewer than 5 of them. ``n_mentions`` counts all mentions, ``n_matched`` those
        that keep a label.

    Examples
    --------
    >>> table = pd.DataFrame({"article": list("abcdef"), "outlet": "Mercury", "target": "Port Union", "kind": "group",
    ...     "voice": "outlet", "score": [-.5, -.3, -.4, -.6, -.2, None], "n_mentions": 2,
    ...     "n_matched": [2, 2, 2, 2, 2, 0]})
    >>> stance_means(table).table[["estimate", "conf_low", "conf_high", "n", "n_matched"]].round(2)
       estimate  conf_low  conf_high  n  n_matched
    0      -0.4      -0.6       -0.2  5         10
    """
    rows = stance.table if isinstance(stance, Result) else stance
    parts = rows.groupby(["outlet", "target", "voice"], sort=False, observed=True)
    found = [dict(zip(("outlet", "target", "voice"), name)) | _mean(part, cluster or "article") for name, part in parts]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    size = table.groupby("target")["n_mentions"].transform("sum") if len(table) else table["n_mentions"]
    order = ["size", "target", "voice", "estimate", "outlet"]
    table = table.assign(size=-size).sort_values(order, kind="stable", ignore_index=True).drop(columns="size")
    return Result(table, {
        "measure": "stance_means", "cluster": cluster or "article", "n_articles": rows["article"].nunique(),
        "parameters": {"cluster": cluster},
        "reads": "mean over articles, -1 to 1: above 0, the sentences favour the target; with its 95% interval",
        "caution": None if table["conf_low"].notna().any() else
        f"No outlet has {FEWEST} articles on a target in one voice: means are described, without intervals."})


def _mean(part, cluster):
    """Mean of one outlet's articles on one target, in one voice, and its interval."""
    scored = part[part["score"].notna()]
    row = {"kind": part["kind"].iloc[0], "n": len(scored), "n_clusters": scored[cluster].nunique(),
           "n_mentions": int(part["n_mentions"].sum()), "n_matched": int(part["n_matched"].sum())}
    row |= dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), np.nan)
    if not len(scored):
        return row
    units = np.unique(scored[cluster], return_inverse=True)[1]
    counts, sums = np.bincount(units), np.bincount(units, scored["score"])
    row["estimate"] = float(sums.sum() / counts.sum())
    if len(counts) < FEWEST or (error := float(standard_error(counts[None], sums[None], nested=True))) < 1e-12:
        return row
    reach = critical_t(len(counts) - 1) * error
    return row | {"std_error": error, "conf_low": max(row["estimate"] - reach, -1.0),
                  "conf_high": min(row["estimate"] + reach, 1.0)}
