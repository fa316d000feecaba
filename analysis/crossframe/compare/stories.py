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


def story_weights(words, target, stories, half_weight):
    """Weights by which both sides of every story weigh alike: those of Mantel and Haenszel.

    A side of N words, over all its articles on the story, has n = N / (N + half_weight); the story weighs
    2 n_target n_reference / (n_target + n_reference), and so does each of its sides, split among the side's articles by
    N_i / (N_i + half_weight). A sum of weighted rates over one side is then Mantel and Haenszel's sum for rates, with n
    in the place of N because long articles tell more about a rate, but not in proportion.

    Parameters
    ----------
    words : float array, shape (n_articles,)
        All > 0.
    target : bool array, shape (n_articles,)
    stories : int array, shape (n_articles,)
        Every story has articles on both sides.
    half_weight : float
        Words.

    Returns
    -------
    float array, shape (n_articles,)

    References
    ----------
    Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22(4); for rates, Greenland & Robins (1985), Biometrics 41(1).

    Examples
    --------
    >>> weights = story_weights(np.array([500.0, 500.0, 1000.0]), np.array([True, True, False]), np.zeros(3, int), 500)
    >>> weights.round(3).tolist()
    [0.333, 0.333, 0.667]
    """
    own = words / (words + half_weight)
    sides = []
    for side in (target, ~target):
        total, parts = (np.bincount(stories[side], weights=of[side]) for of in (words, own))
        sides.append((total / (total + half_weight), parts))
    (n_target, own_target), (n_reference, own_reference) = sides
    story = 2 * n_target * n_reference / (n_target + n_reference)
    return own * np.where(target, (story / own_target)[stories], (story / own_reference)[stories])


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
