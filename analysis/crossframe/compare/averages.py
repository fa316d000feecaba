"""Means: the mean score of each outlet, by itself, with its interval."""

import numpy as np
import pandas as pd

from crossframe.compare.contrast import score_table, scored_rows
from crossframe.compare.inference import FEWEST, by_size, plural
from crossframe.compare.times.cells import TESTED, Cells
from crossframe.compare.within import columns_of, pieces, pooled
from crossframe.result import Result
from crossframe.schema import MEANS, names

__all__ = ["means"]


def means(scores, *, by="outlet", within=None, cluster=None, value="score"):
    """Mean score of each outlet with its 95% interval; whether two outlets differ is ``cf.contrast``'s question.

    Parameters
    ----------
    scores : Result or DataFrame
        A row a scored article, sentence or mention: `value` and the column named by `by`. Rows without a score (NaN)
        are left out and counted in ``about["n_unscored"]``.
    by : str
        Column a mean is taken of each value of.
    within : str, list of str or None
        Column for each value of which the means are taken by themselves, as each target of ``cf.stance`` or each frame
        of ``cf.frames``; of several columns each combination of their values. None: all rows together.
    cluster : str or None
        Column of rows that are not independent draws. None: ``article`` where the table has it, else every row for
        itself. Articles on one event are alike too: after ``cf.match_stories``, ``"story"`` counts them as one.
    value : str
        Column of the score.

    Returns
    -------
    Result
        A row an outlet (the one with most scores first) and value of `within`, its columns standing after ``outlet``:
        ``crossframe.schema.MEANS``. Student's t intervals with cluster-robust standard errors; NaN where there are
        fewer than 5 clusters, or where all scores are alike.

    Raises
    ------
    DataError
        A column is missing or not numeric, or no row is scored.

    Notes
    -----
    Two intervals that overlap do not show that outlets are alike, nor is it the same stories that they speak of:
    ``cf.contrast(scores, within=..., match="story")`` compares.

    Examples
    --------
    >>> scores = pd.DataFrame({"outlet": ["A", "B"] * 6, "score": [3, 1, 4, 2, 3, 2, 5, 1, 4, 3, 3, 1]})
    >>> means(scores).table.round(2)
      outlet  estimate  std_error  conf_low  conf_high  n  n_clusters
    0      A      3.67       0.33      2.81       4.52  6           6
    1      B      1.67       0.33      0.81       2.52  6           6
    """
    if cluster is None and "article" in score_table(scores, "means"):
        cluster = "article"
    rows, about = scored_rows(scores, by, value, cluster, "means")
    columns, found = columns_of(within), []
    parts = pieces(rows, within, (by, value, *names(MEANS)), "means")
    for outlet in by_size(rows[by]):
        for name, part in parts:
            own = part[part[by] == outlet]
            if len(own):
                found.append((outlet, *name, *_one(own[value], own[cluster] if cluster else np.arange(len(own)))))
    table = pd.DataFrame(found, columns=["outlet", *columns, *names(MEANS)[1:]])
    parameters = {"by": by, "within": within, "cluster": cluster, "value": value}
    scale = f" {scores.about['reads']}" if isinstance(scores, Result) and scores.about.get("reads") else ""
    about |= {"measure": "means", **parameters, "parameters": parameters,
              "n_articles": int(rows["article"].nunique()) if "article" in rows else None,
              "reads": f"estimate: mean {value} of each {by}, with its 95% interval.{scale}",
              "caution": " ".join(filter(None, [pooled(rows, by, within), _thin(table, cluster or "row")])) or None}
    return Result(table, about)


def _one(scores, clusters):
    cells = Cells.of(scores.to_numpy(float), np.zeros(len(scores), int), np.asarray(clusters), 1)
    answer = cells.combined((1,))
    return *(answer[name] for name in TESTED[:4]), cells.n, cells.n_clusters


def _thin(table, unit):
    """The sentence on means without an interval."""
    thin = int(table["std_error"].isna().sum())
    return f"{thin:,} of {len(table):,} means have no interval: one takes at least {FEWEST} {plural(unit)}, not all " \
           "scored alike." if thin else None
