"""What every comparison shares: reference distributions, adjustment, and when there is too little to test."""

from difflib import get_close_matches

import numpy as np

from crossframe.errors import DataError

FEWEST = 5  # clusters a side: fewer cannot give a p value below .01 under permutation
FEWEST_MATCHED = 6  # stories told by both: with 5, all signs alike still have p = 2^(1 - 5) = .06


def adjust(p_value):
    """Benjamini-Hochberg adjusted p values.

    Parameters
    ----------
    p_value : float array, shape (n,)
        NaN where nothing was tested: stays NaN and does not count.

    Returns
    -------
    float array, shape (n,)

    References
    ----------
    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57(1).

    Examples
    --------
    >>> adjust([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    p = np.asarray(p_value, dtype=float)
    out = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if len(tested):
        order = tested[np.argsort(-p[tested], kind="stable")]
        rank = np.arange(len(tested), 0, -1)
        out[order] = np.minimum.accumulate(np.minimum(p[order] * len(tested) / rank, 1.0))
    return out


def two_sided(t, df):
    """Two-sided p values of t statistics, from the survival function.

    Examples
    --------
    >>> float(two_sided(2.0, 10).round(4))
    0.0734
    """
    from scipy.special import stdtr

    return 2 * stdtr(df, -np.abs(t))


def critical_t(df, level=0.95):
    """The t that leaves (1 - level) / 2 in each tail, for one df or an array of them.

    Examples
    --------
    >>> round(critical_t(10), 3)
    2.228
    """
    from scipy.special import stdtrit

    t = stdtrit(df, 0.5 + level / 2)
    return t if np.ndim(t) else float(t)


def too_few(clusters, unit="article"):
    """The plain sentence on why nothing is tested, or None where there are clusters enough.

    Parameters
    ----------
    clusters : dict of str to int
        Clusters of each side.
    unit : str
        What a cluster is.

    Examples
    --------
    >>> too_few({"A": 1, "B": 1})
    'Two articles can be described, not tested: a test needs at least 5 a side, and there is 1 of A and 1 of B.'
    >>> too_few({"A": 9, "B": 7}) is None
    True
    """
    if min(clusters.values()) >= FEWEST:
        return None
    total = sum(clusters.values())
    have = " and ".join(f"{n:,} of {name}" for name, n in clusters.items())
    verb = "is" if next(iter(clusters.values())) == 1 else "are"
    return (f"{'Two' if total == 2 else f'{total:,}'} {plural(unit)} can be described, not tested: "
            f"a test needs at least {FEWEST} a side, and there {verb} {have}.")


def too_few_matched(n, unit="story"):
    """The plain sentence on why nothing is tested within stories, or None where there are enough.

    Parameters
    ----------
    n : int
        Stories (or clusters of them) told by both sides.
    unit : str
        What a cluster is.

    Examples
    --------
    >>> too_few_matched(1)
    'Told by both: 1 story. That can be described, not tested: a test needs at least 6.'
    """
    if n >= FEWEST_MATCHED:
        return None
    return (f"Told by both: {n} {unit if n == 1 else plural(unit)}. That can be described, not tested: a test needs at "
            f"least {FEWEST_MATCHED}.")


def plural(noun):
    """The plural of what a cluster is called.

    Examples
    --------
    >>> plural("story"), plural("article"), plural("day")
    ('stories', 'articles', 'days')
    """
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def by_size(labels):
    """Values of a column, the commonest first, ties by name."""
    size = labels.value_counts()
    return sorted(size.index, key=lambda name: (-size[name], str(name)))


def choose_pair(labels, by, target, reference, *, what):
    """The targets to compare one after another, checked.

    Parameters
    ----------
    labels : Series
        The column compared.
    by : str
        Its name.
    target, reference : str or None
    what : str
        Who asks, for the message.

    Returns
    -------
    list
        `target` alone, or all values but `reference`, the commonest first.

    Raises
    ------
    DataError
        A name is unknown, both are the same, or there is one value only.

    Examples
    --------
    >>> import pandas as pd
    >>> choose_pair(pd.Series(["A", "B", "B", "C"]), "outlet", None, "C", what="keyness")
    ['B', 'A']
    """
    have = by_size(labels)
    for name in (target, reference):
        if name is not None and name not in have:
            near = get_close_matches(str(name), [str(n) for n in have], n=3) or [str(n) for n in have[:10]]
            raise DataError(f"no {by} {name!r} among {len(have)}; did you mean {' or '.join(map(repr, near))}?")
    if len(have) < 2:
        raise DataError(f"{what} compares outlets, and {by} holds only {have[0]!r}; add articles of another.")
    if target is not None and target == reference:
        raise DataError(f"target and reference are both {target!r}; name two different ones.")
    return [target] if target is not None else [name for name in have if name != reference]
