"""The reader's verdicts on pairs of articles: same story or different ones."""

from pathlib import Path

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.schema import check_columns

VERDICTS = ("same", "different")


def read_verdicts(verdicts, ids, *, what):
    """The filled-in rows of a table of verdicts.

    Parameters
    ----------
    verdicts : DataFrame, str, Path or None
        A table, or the .csv or .parquet file of one, with columns article, other, verdict. Rows whose verdict is
        missing or empty are left out.
    ids : Series
        Ids of the articles.
    what : str
        Who asks, for the message.

    Returns
    -------
    DataFrame
        left, right (places in `ids`), same (bool), article, other.

    Raises
    ------
    DataError
        A column is missing, a verdict is neither "same" nor "different", or an id is not among the articles.
    """
    if verdicts is None:
        return pd.DataFrame({"left": [], "right": [], "same": [], "article": [], "other": []})
    table = _table(verdicts, what)
    check_columns(table, ("article", "other", "verdict"), what)
    said = table["verdict"].fillna("").astype(str).str.strip().str.lower()
    table = table[said != ""].astype({"article": str, "other": str})
    said = said[said != ""]
    if (wrong := ~said.isin(VERDICTS)).any():
        raise DataError(f"{what}: verdict {said[wrong].iloc[0]!r} is neither 'same' nor 'different'; leave it empty "
                        "where you cannot say.")
    place = pd.Series(np.arange(len(ids)), index=ids.astype(str))
    if unknown := sorted({*table.article, *table.other} - set(place.index)):
        raise DataError(f"{what}: {len(unknown)} ids are not among the {len(ids)} articles: {', '.join(unknown[:5])}"
                        f"{' ...' if len(unknown) > 5 else ''}.")
    left, right = (place[table[column]].to_numpy() for column in ("article", "other"))
    return pd.DataFrame({"left": left, "right": right, "same": (said == "same").to_numpy(),
                         "article": table.article.to_numpy(), "other": table.other.to_numpy()})


def _table(verdicts, what):
    if isinstance(verdicts, pd.DataFrame):
        return verdicts
    if not isinstance(verdicts, str | Path):
        raise DataError(f"{what}: verdicts are a DataFrame or the path of a .csv or .parquet, not "
                        f"{type(verdicts).__name__}.")
    readers = {".csv": lambda path: pd.read_csv(path, dtype=str, keep_default_na=False), ".parquet": pd.read_parquet}
    path = Path(verdicts)
    if path.suffix.lower() not in readers:
        raise DataError(f"{what}: {path} is neither a .csv nor a .parquet.")
    if not path.is_file():
        raise DataError(f"{what}: there is no file {path}.")
    return readers[path.suffix.lower()](path)


def starting_groups(given, verdicts):
    """The groups that stand before any text is read: the caller's stories and the verdicts.

    Parameters
    ----------
    given : Series of str, shape (n,)
        The caller's own story of each article; empty where there is none.
    verdicts : DataFrame
        As ``read_verdicts`` gives it.

    Returns
    -------
    group : ndarray of int, shape (n,)
        Articles with one number are one story.
    label : dict of int to str
        Group -> the caller's story.
    apart : list of (int, int)
        Groups that are different stories.

    Raises
    ------
    DataError
        Verdicts contradict each other or the caller's stories.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, same = len(given), verdicts[verdicts.same.astype(bool)]
    by_story = given[given != ""].reset_index(drop=True), np.flatnonzero(given != "")
    first = pd.Series(by_story[1], index=by_story[0].index).groupby(by_story[0]).transform("first").to_numpy(dtype=int)
    one, other = np.r_[same.left, by_story[1]].astype(int), np.r_[same.right, first].astype(int)
    group = connected_components(coo_array((np.ones(len(one)), (one, other)), shape=(n, n)), directed=False)[1]
    label = pd.Series(by_story[0].to_numpy(), index=group[by_story[1]])
    _refuse_joined_stories(label, group, same)
    different = verdicts[~verdicts.same.astype(bool)]
    pairs = group[different.left.to_numpy(int)], group[different.right.to_numpy(int)]
    if (clash := pairs[0] == pairs[1]).any():
        raise DataError(_contradiction(different[clash].iloc[0], same, given))
    return group, label[~label.index.duplicated()].to_dict(), list(zip(*map(np.ndarray.tolist, pairs), strict=True))


def _refuse_joined_stories(label, group, same):
    several = label.groupby(level=0).nunique()
    if (several > 1).any():
        number = several.index[several > 1][0]
        stories = sorted(label[label.index == number].unique())[:2]
        pairs = same[group[same.left.to_numpy(int)] == number]
        raise DataError(f"verdict 'same' ({_listed(pairs)}) joins articles that the story column puts in "
                        f"{stories[0]!r} and in {stories[1]!r}; mend one or the other.")


def _contradiction(row, same, given):
    """Why a pair called different cannot be, the shortest chain of 'same' that joins it named."""
    story = given.iloc[int(row.left)]
    if story and story == given.iloc[int(row.right)]:
        return (f"verdict 'different' on {row.article!r} and {row.other!r}, which the story column puts in one story, "
                f"{story!r}; mend one or the other.")
    if row.left == row.right:
        return f"verdict 'different' on {row.article!r} and itself; drop the row."
    return (f"verdict 'different' on {row.article!r} and {row.other!r}, which other verdicts join: "
            f"{_listed(_chain(row, same, given))}; mend one of them.")


def _chain(row, same, given):
    """The rows of `same` on the shortest way from one article of the pair to the other; stories are steps for free."""
    frontier, came = [int(row.left)], {int(row.left): None}
    while frontier and int(row.right) not in came:
        following = []
        for here in frontier:
            for at, (left, right) in enumerate(zip(same.left.astype(int), same.right.astype(int), strict=True)):
                if here in (left, right) and (there := right if here == left else left) not in came:
                    came[there] = (here, at)
                    following.append(there)
            story = given.iloc[here]
            for there in np.flatnonzero((given == story) & (story != "")).tolist():
                if there not in came:
                    came[there] = (here, None)
                    following.append(there)
        frontier = following
    steps, here = [], int(row.right)
    while came[here] is not None:
        here, at = came[here]
        steps += [at] if at is not None else []
    return same.iloc[steps[::-1]]


def _listed(pairs):
    listed = [f"{row.article!r} and {row.other!r}" for row in pairs.itertuples()]
    return "; ".join(listed[:5]) + (f"; {len(listed) - 5} more" if len(listed) > 5 else "")
