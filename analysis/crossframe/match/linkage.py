"""Average linkage over a sparse graph: two groups join while their articles are alike on average."""

from heapq import heapify, heappop, heappush
from itertools import product

import numpy as np
import pandas as pd


def link(group, left, right, alike, threshold, *, excess=None, label=None, apart=()):
    """Join groups of articles, those that belong together most first.

    How much two groups belong together is the mean, over all pairs of an article of the one and an article of the
    other, of how alike they are, less the mean excess of the two groups. A pair that is not given counts as 0, so that
    a chain of articles, each like the next, does not become one story.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        The group each article is in from the start; a number of its own where it is alone.
    left, right : ndarray of int, shape (n_pairs,)
        Articles; no pair stands twice.
    alike : ndarray of float, shape (n_pairs,)
    threshold : float
        Groups that belong together less than this are not joined.
    excess : ndarray of float, shape (n,), or None
        0 or more: by how much an article is like everything around it.
    label : dict of int to hashable or None
        Group -> label; groups of different labels are never joined.
    apart : iterable of (int, int)
        Groups that are never joined, nor are groups with articles of both.

    Returns
    -------
    ndarray of int, shape (n,)
        The group of each article, named by the first article in it.

    Examples
    --------
    >>> chain = [1, 2, 3], [0, 1, 2], [0.9, 0.5, 0.5]
    >>> link(np.arange(4), *map(np.array, chain), threshold=0.4).tolist()
    [0, 0, 2, 2]
    """
    excess = np.zeros(len(group)) if excess is None else excess
    size = np.bincount(group).tolist()
    crowd = np.bincount(group, weights=excess).tolist()  # sum of the excess of a group's articles
    links = _links(group, *_within_reach(group, left, right, alike, threshold))
    label, enemies = dict(label or {}), _enemies(apart)
    grown = [0] * len(size)  # how often a group was joined by another
    into = {}

    def entries(one, others):
        """What `one` and its neighbours have to show, where it suffices."""
        for other, total in others.items():
            belong = total / (size[one] * size[other]) - (crowd[one] / size[one] + crowd[other] / size[other]) / 2
            if belong >= threshold:
                first, second = min(one, other), max(one, other)
                yield -belong, first, second, grown[first], grown[second]

    heap = [entry for one, row in links.items() for entry in entries(one, row) if entry[1] == one]
    heapify(heap)
    while heap:
        _, one, other, *seen = heappop(heap)
        if one in into or other in into or seen != [grown[one], grown[other]]:
            continue
        if other in enemies.get(one, ()) or _differ(label, one, other):
            continue
        if len(links[one]) < len(links[other]):
            one, other = other, one
        into[other] = one
        grown[one] += 1
        size[one] += size[other]
        crowd[one] += crowd[other]
        _take_over(links, label, enemies, one, other)
        for entry in entries(one, links[one]):
            heappush(heap, entry)
    return _named_by_first(group, into)


def link_told(group, left, right, alike, threshold, excess, label, apart):
    """As ``link``, where `group`, `label` and `apart` are what the caller knows.

    Each article first finds its story by what it says alone; then the stories that the caller calls one are joined, so
    that two unlike articles called the same bring their stories with them. Where that would join what the caller calls
    different, the caller's groups are the start instead.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, members = len(group), pd.Series(np.arange(len(group))).groupby(group).indices
    labels = {row: name for number, name in label.items() for row in members.get(number, ())}
    enemies = [pair for one, other in apart for pair in product(members.get(one, ()), members.get(other, ()))]
    found = link(np.arange(n), left, right, alike, threshold, excess=excess, label=labels, apart=enemies)
    first = np.array([members[number][0] for number in group])
    edges = np.concatenate([found, first]), np.tile(np.arange(n), 2)
    joined = connected_components(coo_array((np.ones(2 * n), edges), shape=(n, n)), directed=False)[1]
    named = pd.DataFrame({"story": joined[list(labels)], "name": list(labels.values())}).drop_duplicates()
    if named["story"].is_unique and not any(joined[one] == joined[other] for one, other in enemies):
        return _named_by_first(joined, {})
    return link(group, left, right, alike, threshold, excess=excess, label=label, apart=apart)


def _enemies(apart):
    enemies = {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    return enemies


def _within_reach(group, left, right, alike, threshold):
    """The pairs that can count: groups are joined only along pairs of `threshold` or more."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = group[left], group[right]
    strong = (alike >= threshold) & (one != other)
    n = int(group.max()) + 1
    graph = coo_array((strong[strong], (one[strong], other[strong])), shape=(n, n))
    part = connected_components(graph, directed=False)[1]
    keep = (part[one] == part[other]) & (one != other)
    return one[keep], other[keep], alike[keep]


def _links(group, one, other, alike):
    """Group -> {group: sum over their pairs}."""
    links = {number: {} for number in np.unique(group).tolist()}
    for a, b, value in zip(one.tolist(), other.tolist(), alike.tolist(), strict=True):
        links[a][b] = links[b][a] = links[a].get(b, 0.0) + value
    return links


def _differ(label, one, other):
    return one in label and other in label and label[one] != label[other]


def _take_over(links, label, enemies, one, other):
    """Give `one` the links, the label and the enemies of `other`."""
    mine = links[one]
    for third, total in links.pop(other).items():
        del links[third][other]
        if third != one:
            mine[third] = links[third][one] = mine.get(third, 0.0) + total
    if other in label:
        label[one] = label[other]
    for enemy in enemies.pop(other, ()):
        enemies[enemy].discard(other)
        enemies[enemy].add(one)
        enemies.setdefault(one, set()).add(enemy)


def _named_by_first(group, into):
    root = {}
    for number in np.unique(group).tolist():
        path = number
        while path in into:
            path = into[path]
        root[number] = path
    roots = np.array([root[number] for number in group.tolist()])
    _, where, which = np.unique(roots, return_index=True, return_inverse=True)
    return where[which]
