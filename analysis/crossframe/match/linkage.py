"""Average linkage over a sparse graph: two groups join while their articles are alike on average."""

from heapq import heapify, heappop, heappush

import numpy as np


def link(group, left, right, alike, threshold, *, label=None, apart=()):
    """Join groups of articles, the most alike first.

    How alike two groups are is the mean over all pairs of an article of the one and an article of the other; a pair
    that is not given counts as 0, so that a chain of articles, each like the next, does not become one story.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        The group each article is in from the start; an article's number where it is alone.
    left, right : ndarray of int, shape (n_pairs,)
        Articles; no pair stands twice.
    alike : ndarray of float, shape (n_pairs,)
    threshold : float
        Groups less alike than this are not joined.
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
    size = dict(zip(*map(np.ndarray.tolist, np.unique(group, return_counts=True)), strict=True))
    links = _links(group, *_within_reach(group, left, right, alike, threshold))
    label, enemies = dict(label or {}), {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    heap = [(-total / (size[one] * size[other]), one, other)
            for one, row in links.items() for other, total in row.items() if one < other]
    heap = [entry for entry in heap if -entry[0] >= threshold]
    heapify(heap)
    into = {}
    while heap:
        mean, one, other = heappop(heap)
        if one in into or other in into or one in enemies.get(other, ()) or _differ(label, one, other):
            continue
        now = -links[one][other] / (size[one] * size[other])
        if now > mean:  # one of them has grown since; what grew together with both was pushed anew
            if -now >= threshold:
                heappush(heap, (now, one, other))
            continue
        if len(links[one]) < len(links[other]):
            one, other = other, one
        into[other] = one
        size[one] += size.pop(other)
        if other in label:
            label[one] = label[other]
        for enemy in enemies.pop(other, ()):
            enemies[enemy].discard(other)
            enemies[enemy].add(one)
            enemies.setdefault(one, set()).add(enemy)
        for third, total in _hand_over(links, other, one):
            mean = total / (size[one] * size[third])
            if mean >= threshold:
                heappush(heap, (-mean, min(one, third), max(one, third)))
    return _named_by_first(group, into)


def _within_reach(group, left, right, alike, threshold):
    """The pairs that can count: groups are joined only along pairs of `threshold` or more."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = group[left], group[right]
    strong = (alike >= threshold) & (one != other)
    n = int(group.max()) + 1
    part = connected_components(coo_array((strong[strong], (one[strong], other[strong])), shape=(n, n)), directed=False)[1]
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


def _hand_over(links, other, one):
    """Give `other`'s links to `one`; the groups that are linked with both now, and the new sums."""
    mine, changed = links[one], []
    for third, total in links.pop(other).items():
        if third == one:
            continue
        del links[third][other]
        mine[third] = links[third][one] = mine.get(third, 0.0) + total
        changed.append((third, mine[third]))
    del mine[other]
    return changed


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
