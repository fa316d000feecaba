"""A name of its own for every article."""

import pandas as pd

__all__ = ["fill_ids"]


def fill_ids(given, stem, row, several):
    """Ids where the data give none: the file's name, and the row where the file holds several.

    Files of one name in several folders (cnn/1.txt, fox/1.txt) are told apart by as much of their path as it takes.

    Parameters
    ----------
    given : Series
        The ids of the data; missing or empty where there is none.
    stem : Series of str
        The file each article is from: its path without its ending.
    row : Series of int
        Its place among the rows of the file, from 1.
    several : Series of bool
        Whether the file holds several.

    Returns
    -------
    Series of str
        A given id stands as it is, even twice; a made one never stands twice.

    Examples
    --------
    >>> fill_ids(pd.Series([None] * 3), pd.Series(["a/1", "b/1", "b/2"]), pd.Series([1, 1, 7]),
    ...          pd.Series([False, False, True])).tolist()
    ['a/1', 'b/1', '2-7']
    """
    if pd.api.types.is_float_dtype(given):  # whole numbers with gaps
        given = given.astype("Int64") if (given.dropna() % 1 == 0).all() else given
    ids = [None if missing else str(value).strip() or None for value, missing in zip(given, given.isna(), strict=True)]
    names = _shortest(stem[[name is None for name in ids]].unique())
    taken = set(ids)
    for place, (path, number, many) in enumerate(zip(stem, row, several, strict=True)):
        if ids[place] is None:
            name = f"{names[path]}-{number}" if many else names[path]
            ids[place] = _free(name, taken)
            taken.add(ids[place])
    return pd.Series(ids, index=given.index)


def _shortest(stems):
    """For every path the shortest end of it that no other path has."""
    parts = {stem: stem.replace("\\", "/").strip("/").split("/") for stem in stems}
    length = dict.fromkeys(stems, 1)
    while True:
        names = pd.Series({stem: "/".join(path[-length[stem] :]) for stem, path in parts.items()}, dtype=object)
        crowd = [stem for stem in names.index[names.duplicated(keep=False)] if length[stem] < len(parts[stem])]
        if not crowd:
            return names.to_dict()
        length.update({stem: length[stem] + 1 for stem in crowd})


def _free(name, taken):
    """The name, with a number where it is taken (a.txt beside a.html)."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}~{number}"
    return free
