"""Contrast: how much an outlet's scores differ from another's, or from all the rest."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import adjust, choose_pair, too_few, too_few_matched
from crossframe.compare.means import Groups
from crossframe.compare.paired import Paired
from crossframe.compare.resampling import METHODS
from crossframe.compare.stories import check_match, story_units
from crossframe.compare.within import cautions, columns_of, pieces, pooled, spelled
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import CONTRAST, check_columns, names

NOISE = 1e-12  # of a mean: what rounding leaves of a variance of nothing


def contrast(scores, *, by="outlet", match=None, cluster=None, labels=None, target=None, reference=None, value="score",
             within=None, method="t", draws=1999, seed=0):
    """Compare mean scores between outlets, with the article (or a coarser cluster) as the unit.

    Parameters
    ----------
    scores : Result or DataFrame
        A row a scored article, sentence or mention: `value` and the column named by `by`. Rows without a score (NaN)
        are left out and counted in ``about["n_unscored"]``.
    by : str
        Column whose values are compared.
    match : None or "story"
        "story": the mean, over the stories that both sides tell, of the difference between their mean scores on it.
        Every story weighs the same, however many rows it has; stories that one side misses take no part.
    cluster : str or None
        Column of rows that are not independent draws. None: ``article`` where the table has it, else every row for
        itself. With `match`: a column of clusters of stories (a week, a topic); None: the story.
    labels : None
        Correction by human labels is not part of this version.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn. ``reference=None``: against all the rest together.
    value : str
        Column of the score.
    within : str, list of str or None
        Column for each value of which the contrast is taken by itself, as each frame of ``cf.frames``, each axis of
        ``cf.frame_axis`` or each target of ``cf.stance``; of several columns each combination of their values, as
        ``["target", "voice"]``. Rows without a value take no part. None: all rows together.
    method : {"t", "permutation", "bootstrap"}
        Where interval and p value come from; each method gives both, so that p < .05 just where the interval leaves
        0 out. "t": cluster-robust standard error, Student's t with Satterthwaite's degrees of freedom (Welch's test
        where every cluster is a row). "permutation": labels of clusters permuted (within clusters, where a cluster
        holds both sides; with `match`, which of a story's outlets is the target); the interval holds the shifts not
        rejected. "bootstrap": clusters drawn with replacement, studentised.
    draws : int
        Permutations or bootstrap samples, at least 99.
    seed : int
        Seed of the draws.

    Returns
    -------
    Result
        A row an outlet, the highest estimate first: ``crossframe.schema.CONTRAST``. ``estimate`` is mean minus
        reference mean, in units of the score; ``hedges_g`` the same in pooled standard deviations. With fewer than 5
        clusters on a side (matched: 6 stories), interval and p value are NaN and ``about["caution"]`` says why.
        Matched, ``n`` counts the outlet's rows on shared stories, ``n_clusters`` these stories (or clusters of them),
        and ``mean`` and ``mean_reference`` are means over stories.
        With `within`, a row an outlet and value of it, its columns standing after ``outlet``: outlet by outlet, the
        highest estimate of each first, ``p_adjusted`` over all values of one outlet.

    Notes
    -----
    Rare frames have rate 0 in most articles. An outlet that by chance printed none of the others has no spread at all:
    Welch's test takes it to be sure of its mean and calls up to 12% of outlets that are alike different at .05. So
    where, on a side, half of the clusters or more score alike and fewer than 15 do not, both sides are taken to vary
    alike (Student's test) if that gives the larger standard error. False alarms are then rarer than p says (0-5% at
    .05), intervals wider; of two sides equally large nothing changes. With `match` the same is done over the outlets
    of each story. On such scores "permutation" finds more. Within stories it is exact where outlets tell a story in
    equally many rows; the differences of an outlet that has more of them, and so varies less, are widened.

    Raises
    ------
    DataError
        A column is missing or not numeric, no row is scored, an outlet is unknown, or there is only one.

    References
    ----------
    Student (1908), Biometrika 6(1); Welch (1947), Biometrika 34; Hedges (1981), J. Educ. Stat. 6(2); Davison & Hinkley
    (1997), Bootstrap Methods and their Application, ch. 4-5, with p = (1 + k) / (B + 1).

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"outlet": ["A", "B"] * 6, "score": [3, 1, 4, 2, 3, 2, 5, 1, 4, 3, 3, 1]})
    >>> contrast(scores, target="A", reference="B").table.round(3)[["estimate", "conf_low", "conf_high", "p_value"]]
       estimate  conf_low  conf_high  p_value
    0       2.0      0.95       3.05    0.002
    """
    if labels is not None:
        raise DataError("labels= is not part of this version; estimates are of the scores as they are.")
    if method not in METHODS:
        raise DataError(f"method must be one of {', '.join(METHODS)}, got {method!r}.")
    if draws < 99:
        raise DataError(f"draws must be 99 or more, got {draws}; fewer cannot give p < .01.")
    if cluster is None and match is None and "article" in score_table(scores, "contrast"):
        cluster = "article"
    rows, about = scored_rows(scores, by, value, cluster, "contrast")
    check_match(rows, match, "contrast")
    outlets = choose_pair(rows[by], by, target, reference, what="contrast")
    parts = pieces(rows, within, (by, value, *names(CONTRAST)), "contrast")
    options = (value, match, about["cluster"], method, draws, seed)
    asked = [(outlet, part) for outlet in outlets for part in parts]
    found = [(name, *_one(part, by, outlet, reference, *options)) for outlet, (name, part) in asked]
    table = pd.DataFrame([row for _, row, _ in found])
    columns = columns_of(within)
    for place, column in enumerate(columns):
        table.insert(1 + place, column, [name[place] for name, _, _ in found])
    said = [(spelled(name) if columns else outlet, caution)
            for (outlet, _), (name, _, caution) in zip(asked, found, strict=True)]
    about |= {"measure": "contrast", "by": by, "match": match, "target": target, "reference": reference,
              "within": within, "method": method, "draws": draws, "seed": seed,
              "caution": " ".join(filter(None, [pooled(rows, by, within), cautions(
                  said, " and ".join(columns) or (by if len(outlets) > 1 else None))])) or None,
              "reads": f"above 0: {about['value']} is higher in the outlet than in {reference or 'the rest'}"
                       f"{', on the same stories' if match else ''}."}
    return Result(_adjusted(table, columns, outlets), about)


def _adjusted(table, columns, outlets):
    """The rows in order and adjusted together: of all outlets, or, with columns of `within`, outlet by outlet."""
    first = ["outlet", *columns]
    families = table.outlet.map(outlets.index) if columns else pd.Series(0, index=table.index)
    table = table.assign(p_adjusted=table.groupby(families).p_value.transform(adjust), family=families)
    order = ["family", "estimate", *first]
    table = table.sort_values(order, ascending=[name != "estimate" for name in order], ignore_index=True)
    return table[[*first, *names(CONTRAST)[1:]]]


def score_table(scores, what):
    """The table of scores, refusing what has none."""
    frame = scores.table if isinstance(scores, Result) else scores
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"{what} takes a Result or a DataFrame of scores, not {type(frame).__name__}; "
                        "cf.sentiment(corpus) and cf.frames(corpus) give some.")
    return frame


def scored_rows(scores, by, value, cluster, what):
    """The scored rows of a table, checked, and what is known of them.

    Parameters
    ----------
    scores : Result or DataFrame
    by, value : str
        Columns that must be there; `value` numeric.
    cluster : str or None
        Another one.
    what : str
        Who asks, for the message.

    Returns
    -------
    (DataFrame, dict)
        Rows with a score and a value of `by`; ``value cluster n_unscored of``.
    """
    frame = score_table(scores, what)
    check_columns(frame, (by,) if cluster is None else (by, cluster), what)
    if value not in frame:
        have = ", ".join(map(str, frame.columns))
        raise DataError(f"{what} needs column {value}, or another score named by value=; the table has {have}.")
    check_columns(frame, (value,), what)
    if not pd.api.types.is_numeric_dtype(frame[value]):
        raise DataError(f"column {value!r} is not numeric ({frame[value].dtype}); name the score with value=.")
    scored = frame[frame[value].notna() & frame[by].notna()].reset_index(drop=True)
    if not len(scored):
        raise DataError(f"no row has a {value}; there is nothing to compare.")
    if cluster is not None and scored[cluster].isna().any():
        raise DataError(f"{cluster} is missing in {int(scored[cluster].isna().sum())} scored rows; fill or drop them.")
    about = {"value": value, "cluster": cluster, "n_unscored": len(frame) - len(scored)}
    if isinstance(scores, Result):
        about["of"] = scores.about.get("measure")
    return scored, about


def _one(rows, by, outlet, reference, value, match, cluster, method, draws, seed):
    """One outlet's row, and the caution that goes with it."""
    if reference is not None:
        rows = rows[rows[by].isin([outlet, reference])]
    row = {"outlet": outlet} | dict.fromkeys(names(CONTRAST)[1:], np.nan) | {"n": 0, "n_clusters": 0}
    other, target = reference or "the rest", (rows[by] == outlet).to_numpy()
    if target.all() or not target.any():
        row |= {"n": int(target.sum()), "n_clusters": rows[target][cluster].nunique() if cluster else int(target.sum()),
                "mean" if target.any() else "mean_reference": rows[value].mean()}
        return row, f"Only one of {outlet} and {other} has a score: nothing is compared."
    if match is None:
        groups = Groups.of(rows[value], target, rows[cluster] if cluster else np.arange(len(rows)))
        n_clusters, caution = groups.clusters[0], too_few(dict(zip((outlet, other), groups.clusters, strict=True)),
                                                          cluster or "row")
        n = int(groups.rows[0].sum())
    else:
        groups = Paired.of(rows[value], target, *story_units(rows, cluster), pd.factorize(rows[by])[0])
        if groups is None:
            return row, f"No story is told by both {outlet} and {other}: nothing is compared."
        n_clusters, caution = groups.clusters, too_few_matched(groups.clusters, cluster or "story")
        n = int(groups.groups.rows[0].sum())
    row |= {"estimate": groups.difference, "n": n, "n_clusters": n_clusters, "mean": groups.means[0],
            "mean_reference": groups.means[1], "hedges_g": groups.hedges_g}
    if caution is None and groups.std_error <= NOISE * max(map(abs, groups.means)):
        caution = f"Within {outlet} and within what it is compared with, all scores are alike: nothing can be tested."
    if caution is None:
        low, high, p_value = METHODS[method](groups, draws, seed)
        row |= {"std_error": groups.std_error, "conf_low": low, "conf_high": high, "p_value": p_value}
    return row, caution
