"""What every part of ``compare`` does: it adds a result or says why there is none, and contrasts outlets by name."""

from crossframe.compare.contrast import contrast
from crossframe.compare.sides import against, compared_only, named
from crossframe.errors import DataError
from crossframe.result import Result

__all__ = ["add", "contrasted", "with_cluster"]


def add(results, skipped, name, make):
    """Add what ``make()`` gives to the results, or the sentence why there is none to what was skipped."""
    try:
        results[name] = make()
    except DataError as error:
        skipped[name] = str(error)


def contrasted(result, articles, within, match, about, *, value="score"):
    """Each outlet compared by name, and by the values of a column.

    Parameters
    ----------
    result : Result
        A score table.
    articles : DataFrame
        Those compared, with the column of clusters.
    within : str or None
        Target, frame or axis; as ``cf.contrast`` takes it.
    match : str or None
        As ``cf.contrast`` takes it; where there is one, stories are the clusters.
    about : dict
        Of a Comparison.
    value : str
        Column of the score.

    Returns
    -------
    Result
    """
    cluster = None if match else about["parameters"]["cluster"]
    rows = with_cluster(result.table, cluster, articles)
    rows = rows.assign(outlet=named(rows["outlet"], about))
    found = contrast(Result(rows, result.about), within=within, value=value, match=match, cluster=cluster,
                     seed=about["parameters"]["seed"], **against(about))
    return Result(compared_only(found.table, about), found.about)


def with_cluster(table, cluster, articles):
    """Rows of articles with the column of their clusters; as they are where there is none."""
    if cluster is None:
        return table
    return table.assign(**{cluster: table["article"].map(articles.set_index("id")[cluster])})
