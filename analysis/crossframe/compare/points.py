"""Which passages of a story make the same point."""

import numpy as np
import pandas as pd

__all__ = ["group_passages"]

MOST = 2000  # passages compared all with all; of more, blocks are grouped first, and then what stands for their groups


def group_passages(passages, threshold):
    """Group the passages of a story into points.

    Average linkage: two groups are joined while the mean likelihood, over all pairs of them, that both state the same
    fact is at least `threshold`. So one passage that resembles two points does not make one of them. Then a passage
    also joins a second point where the likelihood that it states what the point's central passage states is half way
    between `threshold` and 1 at least: a passage may state two facts.

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
    groups, central = _grouped(passages, np.arange(len(passages)), threshold)
    home = np.empty(len(passages), int)
    for number, group in enumerate(groups):
        home[group] = number
    parts = []
    for begin in range(0, len(passages), MOST):
        rows = np.arange(begin, min(begin + MOST, len(passages)))
        for first in range(0, len(central), MOST):
            near = passages.alike(rows, central[first : first + MOST])
            at_home = home[rows][:, None] == np.arange(first, first + near.shape[1])
            row, column = np.nonzero(at_home | (near >= (1 + threshold) / 2))
            parts.append(pd.DataFrame({"group": first + column, "copy": rows[row], "similarity": near[row, column]}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["group", "copy", "similarity"])
    table["central"] = np.asarray(central, int)[table["group"].to_numpy(int)]
    return _without_repeats(_own_similarity(table))


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


def _grouped(passages, members, threshold):
    """Groups of passages, and the central one of each."""
    groups, central = [], []
    for begin in range(0, len(members), MOST):
        some, middle = _linked(passages, members[begin : begin + MOST], threshold)
        groups += some
        central += middle.tolist()
    if len(members) <= MOST or len(central) > 0.9 * len(members):  # so few are alike that going on would not end
        return groups, np.array(central, int)
    again, middle = _grouped(passages, np.array(central), threshold)
    place = {passage: number for number, passage in enumerate(central)}
    return [np.concatenate([groups[place[passage]] for passage in each]) for each in again], middle


def _linked(passages, members, threshold):
    """Groups by average linkage, and the central passage of each."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(members) == 1:
        return [members], members
    alike = passages.alike(members, members)
    apart = 1 - (alike + alike.T) / 2
    np.fill_diagonal(apart, 0)
    label = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - threshold, "distance")
    groups = [np.flatnonzero(label == each) for each in range(1, label.max() + 1)]
    central = [group[np.argmin(apart[np.ix_(group, group)].sum(axis=1))] for group in groups]
    return [members[group] for group in groups], members[central]
