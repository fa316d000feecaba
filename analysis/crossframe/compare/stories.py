"""Comparison within stories: which articles take part, and what each weighs."""

import numpy as np
import pandas as pd

from crossframe.errors import DataError


def told_by_both(target, stories):
    """Which articles belong to a story that has articles on both sides.

    Parameters
    ----------
    target : bool array, shape (n_articles,)
        True for the target's articles, False for the reference's.
    stories : int array, shape (n_articles,)
        Code of each article's story.

    Returns
    -------
    bool array, shape (n_articles,)

    Examples
    --------
    >>> told_by_both(np.array([True, False, True]), np.array([0, 0, 1])).tolist()
    [True, True, False]
    """
    here, there = (np.bincount(stories[side], minlength=stories.max(initial=-1) + 1) > 0 for side in (target, ~target))
    return (here & there)[stories]


def story_weights(words, target, stories, outlets, half_weight):
    """Weights by which both sides of every story weigh alike, and so do the outlets of the reference's side.

    An outlet of N words, over all its articles on the story, has n = N / (N + half_weight), because long articles tell
    more about a rate but not in proportion. A story of m outlets weighs 2 (m - 1) / m times the harmonic mean of their
    n: of two outlets 2 n n' / (n + n'), so that a sum of weighted rates over one side is Mantel and Haenszel's sum with
    n in the place of N. An outlet's weight is split among its articles by N_i / (N_i + half_weight).

    Parameters
    ----------
    words : float array, shape (n_articles,)
        All > 0.
    target : bool array, shape (n_articles,)
    stories : int array, shape (n_articles,)
        Codes 0, 1, 2, ...; every story has articles on both sides.
    outlets : int array, shape (n_articles,)
        The target's articles have one code, no other article has it.
    half_weight : float
        Words.

    Returns
    -------
    weights : float array, shape (n_articles,)
    others : int array, shape (n_stories,)
        Outlets other than the target that tell the story.

    References
    ----------
    Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22(4); for rates, Greenland & Robins (1985), Biometrics 41(1).

    Examples
    --------
    >>> words, target = np.array([500.0, 500.0, 1000.0]), np.array([True, True, False])
    >>> weights, others = story_weights(words, target, np.zeros(3, int), np.array([0, 0, 1]), 500)
    >>> weights.round(3).tolist(), others.tolist()
    ([0.333, 0.333, 0.667], [1])
    """
    _, first, teller = np.unique(np.stack([stories, outlets], axis=1), axis=0, return_index=True, return_inverse=True)
    teller, of_story = teller.ravel(), stories[first]  # a teller: an outlet on a story
    own = words / (words + half_weight)
    total, parts = np.bincount(teller, weights=words), np.bincount(teller, weights=own)
    m = np.bincount(of_story)
    story = 2 * (m - 1) / np.bincount(of_story, weights=(total + half_weight) / total)
    each = np.where(target[first], 1, 1 / (m - 1)[of_story]) * story[of_story] / parts
    return own * each[teller], m - 1


def check_match(frame, match, what):
    """Refuse a `match` that is not None or ``"story"``, and a table without stories.

    Raises
    ------
    DataError
        The message names ``cf.match_stories``.
    """
    if match not in (None, "story"):
        raise DataError(f"match must be None or 'story', got {match!r}; cf.match_stories makes the column story.")
    if match is not None and not ("story" in frame and _known(frame.story).any()):
        state = "it is empty" if "story" in frame else "there is none"
        raise DataError(f"{what} within stories needs the column story, and {state}; run cf.match_stories(corpus) "
                        "first.")


def _known(story):
    return story.notna() & (story.astype(str) != "")


def story_codes(story):
    """A code a story; a row without one is alone in a story of its own.

    Parameters
    ----------
    story : Series of str
        Missing or empty where unknown.

    Returns
    -------
    int array, shape (n_rows,)

    Examples
    --------
    >>> story_codes(pd.Series(["flood", "", "flood", None])).tolist()
    [0, 1, 0, 2]
    """
    codes = pd.factorize(story.where(_known(story)))[0]
    alone = np.flatnonzero(codes < 0)
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(len(alone))
    return codes


def story_units(frame, cluster):
    """Codes of the stories, and of the clusters of stories that are the units of inference.

    Parameters
    ----------
    frame : DataFrame
        With the column ``story``.
    cluster : str or None
        Column of clusters of stories (a week, a topic). None: the story is the unit.

    Returns
    -------
    (int array, int array), each of shape (n_rows,)

    Raises
    ------
    DataError
        A story lies in several clusters.
    """
    stories = story_codes(frame.story)
    if cluster in (None, "story"):
        return stories, stories
    units = pd.factorize(frame[cluster], use_na_sentinel=False)[0]
    pairs = pd.DataFrame({"story": stories, "unit": units}).drop_duplicates()
    if (split := pairs.story[pairs.story.duplicated()]).size:
        first = frame.story.to_numpy()[stories == split.iloc[0]][0]
        raise DataError(f"story {first!r} lies in several values of {cluster!r}; with match='story' the cluster must "
                        "hold whole stories (a week, a topic), or be left out: then the story is the unit.")
    return stories, units
