"""Where each outlet stands toward each target: the mean over its articles, with its interval, voice by voice."""

from crossframe.compare.averages import means
from crossframe.compare.inference import FEWEST
from crossframe.result import Result

__all__ = ["stance_means"]

INTERVALS = ("estimate", "std_error", "conf_low", "conf_high", "n", "n_clusters")
COLUMNS = ("outlet", "target", "kind", "voice", *INTERVALS, "n_mentions", "n_matched")


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
    >>> import pandas as pd
    >>> table = pd.DataFrame({"article": list("abcdef"), "outlet": "Mercury", "target": "Port Union", "kind": "group",
    ...     "voice": "outlet", "score": [-.5, -.3, -.4, -.6, -.2, None], "n_mentions": 2,
    ...     "n_matched": [2, 2, 2, 2, 2, 0]})
    >>> stance_means(table).table[["estimate", "conf_low", "conf_high", "n", "n_matched"]].round(2)
       estimate  conf_low  conf_high  n  n_matched
    0      -0.4      -0.6       -0.2  5         10
    """
    rows = stance.table if isinstance(stance, Result) else stance
    groups = rows.groupby(["outlet", "target", "voice"], sort=False, observed=True)
    table = groups.agg(kind=("kind", "first"), n_mentions=("n_mentions", "sum"), n_matched=("n_matched", "sum"))
    table = table.reset_index().reindex(columns=[name for name in COLUMNS if name not in INTERVALS])
    if rows["score"].notna().any():
        found = means(stance, within=["target", "voice"], cluster=cluster)
        table = table.merge(found.table, "left", ["outlet", "target", "voice"])
    table = table.reindex(columns=list(COLUMNS)).fillna({"n": 0, "n_clusters": 0}).astype({"n": int, "n_clusters": int})
    table[["conf_low", "conf_high"]] = table[["conf_low", "conf_high"]].clip(-1, 1)
    table["size"] = -table.groupby("target")["n_mentions"].transform("sum")
    order = ["size", "target", "voice", "estimate", "outlet"]
    table = table.sort_values(order, kind="stable", ignore_index=True).drop(columns="size")
    return Result(table, {
        "measure": "stance_means", "cluster": cluster or "article", "n_articles": rows["article"].nunique(),
        "parameters": {"cluster": cluster},
        "reads": "mean over articles, -1 to 1: above 0, the sentences favour the target; with its 95% interval",
        "caution": None if table["conf_low"].notna().any() else
        f"No outlet has {FEWEST} articles on a target in one voice: means are described, without intervals."})
