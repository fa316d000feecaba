"""Which passages of a story make the same point."""

import numpy as np
import pandas as pd

__all__ = ["group_passages"]

MOST = 1500  # passages compared all with all; more are parted by meaning first


def group_passages(passages, threshold):
    """Group the passages of a story into points.

    Average linkage: two groups are joined while the mean likelihood, over all pairs of them, that both state the same
    fact is at least `threshold`. So one passage that resembles two points does not make one of them. Then a passage
    also joins a second point where the likelihood that it states what the point's central passage states is half way
    between `threshold` and 1 at least: a passage may state two facts.

    More than MOST different passages (a story of some forty articles or more) are first parted into blocks of like
    meaning, and points are found within each: memory and time stay bounded, and now and then one fact is two points.

    Parameters
    ----------
    passages : crossframe.compare.alike.Passages
        n different passages.
    threshold : float
        0 to 1.

    Returns
    -------
    DataFrame
        A row a group and passage: group, copy (the passage), central (the passage that stands for the group: the one
        nearest to all others of it), similarity (to that passage; for itself, of its nearest, 1 where it is alone).
        Every passage is in one group at least. No two groups have the same passages.
    """
    parts, n_groups = [_table([], [], [], [])], 0
    for members in _blocks(passages.meaning, np.arange(len(passages))):
        alike = passages.alike(members, members)
        group, copy, central, similarity = _joined((alike + alike.T) / 2, threshold)
        parts.append(_table(group + n_groups, members[copy], members[central], similarity))
        n_groups += group.max() + 1
    return _without_repeats(_own_similarity(pd.concat(parts, ignore_index=True)))


def _table(group, copy, central, similarity):
    columns = {"group": group, "copy": copy, "central": central}
    return pd.DataFrame({name: np.asarray(values, np.int64) for name, values in columns.items()}
                        | {"similarity": np.asarray(similarity, float)})


def _blocks(meaning, members):
    """Passages in blocks of MOST at most, halved again and again across the direction in which they differ most."""
    if len(members) <= MOST:
        return [members] if len(members) else []
    around = meaning[members] - meaning[members].mean(axis=0)
    direction = np.linalg.eigh(around.T @ around)[1][:, -1]
    order, half = np.argsort(around @ direction, kind="stable"), len(members) // 2
    return [*_blocks(meaning, np.sort(members[order[:half]])), *_blocks(meaning, np.sort(members[order[half:]]))]


def _joined(alike, threshold):
    """Group, passage, central passage of the group and likelihood of every membership."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    label, apart = np.zeros(len(alike), int), 1 - alike
    np.fill_diagonal(apart, 0)
    if len(alike) > 1:
        label = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - threshold, "distance") - 1
    groups = [np.flatnonzero(label == each) for each in range(label.max() + 1)]
    central = np.array([group[np.argmin(apart[np.ix_(group, group)].sum(axis=1))] for group in groups])
    near = alike[:, central]
    copy, group = np.nonzero((label[:, None] == np.arange(len(groups))) | (near >= (1 + threshold) / 2))
    return group, copy, central[group], near[copy, group]


def _own_similarity(table):
    """The central passage is as near as the nearest of its group."""
    own = table["copy"] == table["central"]
    nearest = table[~own].groupby("group")["similarity"].max()
    table.loc[own, "similarity"] = table.loc[own, "group"].map(nearest).fillna(1.0)
    return table


def _without_repeats(table):
    """Groups that visitors made alike are one."""
    sets = table.groupby("group")["copy"].agg(lambda copies: tuple(sorted(copies)))
    return table[table["group"].isin(sets.drop_duplicates().index)].reset_index(drop=True)
