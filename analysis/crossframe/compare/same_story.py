"""The part of ``compare`` that holds outlets against each other on the same stories."""

from dataclasses import replace

import numpy as np
import pandas as pd

from crossframe.compare.coverage import coverage
from crossframe.compare.distance import distance
from crossframe.compare.left_out import left_out
from crossframe.errors import DataError, NothingLeftError
from crossframe.match.copies import without_shared
from crossframe.match.shared import shared_copy
from crossframe.match.stories import match_stories
from crossframe.result import Result

COPIES = {"keep": None, "once": "first", "drop": "none"}  # compare's word -> without_shared's
MOST_COVERED = 500  # articles of a story whose points are listed
MOST_DISTANT = 12  # outlets of a map of distances


def check_same_story(match, copies, cover):
    """Refuse what ``compare`` cannot do.

    Raises
    ------
    DataError
        The message names the choices.
    """
    if match not in (None, "story"):
        raise DataError(f"match must be None or 'story', got {match!r}.")
    if copies not in COPIES:
        raise DataError(f"copies must be one of {', '.join(COPIES)}, got {copies!r}.")
    if not (isinstance(cover, int) and cover >= 0):
        raise DataError(f"cover is a number of stories, 0 for none; got {cover!r}.")


def matched_corpus(corpus, match, days, copies):
    """The corpus with stories, without shared copy, and what was found on the way.

    Parameters
    ----------
    corpus : Corpus
    match, days, copies
        As in ``compare``.

    Returns
    -------
    whole, corpus : Corpus
        With stories; and the same after shared copy was taken out.
    results : dict of str to Result
        ``stories`` and ``shared_copy``, as far as asked for.
    skipped : dict of str to str
    """
    results, skipped = {}, {}
    if match is None:
        skipped["stories"] = "Stories were not matched, so outlets are compared over all their articles."
    else:
        if "story_score" not in corpus.articles:  # else they were matched already
            corpus = match_stories(corpus, days=days)
        results["stories"] = story_table(corpus.articles, days)
    whole = corpus
    if copies == "keep":
        skipped["shared_copy"] = "Copy that several articles share was not looked for: each counts all of its words."
        return whole, corpus, results, skipped
    results["shared_copy"] = shared_copy(corpus)
    try:
        corpus = without_shared(whole, results["shared_copy"], keep=COPIES[copies])
    except NothingLeftError:
        corpus = replace(whole, articles=whole.articles.head(0))
    if emptied := sorted(set(whole.articles.outlet) - set(corpus.articles.outlet)):
        skipped["shared_copy"] = (f"Shared copy was found and counted all the same: without it nothing is left of "
                                  f"{', '.join(emptied)}.")
        corpus = whole
    return whole, corpus, results, skipped


def story_table(articles, days):
    """A row a story, those that most outlets tell first.

    Parameters
    ----------
    articles : DataFrame
        With ``story``.
    days : float
        The window in which stories were matched.

    Returns
    -------
    Result
        story title outlets (with "; " between) n_outlets n_articles first last score (the lowest ``story_score`` of its
        articles).
    """
    dated = "date" in articles
    each = pd.DataFrame({"story": articles.story, "outlet": articles.outlet,
                         "title": articles.title if "title" in articles else "",
                         "date": articles.date if dated else pd.NaT,
                         "score": articles.story_score if "story_score" in articles else np.nan})
    each = each.sort_values("date", kind="stable") if dated else each
    table = each.groupby("story", sort=False).agg(
        title=("title", "first"), outlets=("outlet", lambda names: "; ".join(sorted(set(names)))),
        n_outlets=("outlet", "nunique"), n_articles=("outlet", "size"), first=("date", "min"), last=("date", "max"),
        score=("score", "min")).reset_index()
    table = table.sort_values(["n_outlets", "n_articles", "story"], ascending=[False, False, True], ignore_index=True)
    shared = table[table.n_outlets > 1]
    return Result(table, {
        "measure": "stories", "days": days, "n_stories": len(table), "n_shared": len(shared),
        "n_articles_shared": int(shared.n_articles.sum()),
        "caution": None if len(shared) else "No story is told by two outlets.",
        "reads": "a row a story; score: how alike its least alike article is to the others, 0 to 1"}, articles)


def add_distances(results, skipped, articles, about, said):
    """Add the outlets' distances, over all articles and within stories."""
    outlets = about["compared"][:MOST_DISTANT]
    if len(outlets) < 3:
        skipped["distance"] = "A map of distances needs three outlets or more."
        return
    parameters = about["parameters"]
    options = {"outlets": outlets, "seed": parameters["seed"], "stop_words": parameters["stop_words"],
               "min_count": parameters["min_count"], **said}
    # an event's own words give no outlet away: with the story as the unit they are not held against the guess
    results["distance"] = distance(articles, cluster="story" if "stories" in results else None, **options)
    if "keyness_matched" in results:
        results["distance_matched"] = distance(articles, match="story", **options)


def add_coverage(results, skipped, whole, cover, sources):
    """Add which points of the most widely told stories each outlet carries; shared copy counts here."""
    if "stories" not in results or not cover:
        skipped["coverage"] = "Which points each outlet carries was not asked for."
        return
    told = results["stories"].table
    chosen = told.story[(told.n_outlets > 1) & (told.n_articles <= MOST_COVERED)].head(cover)
    if not len(chosen):
        skipped["coverage"] = (f"No story of at most {MOST_COVERED} articles is told by two outlets, so nothing is "
                               "held side by side; cf.coverage(corpus, story=...) takes larger ones.")
        return
    part = whole.articles[whole.articles.story.isin(chosen)].reset_index(drop=True)
    results["coverage"] = coverage(part, sources=sources)
    results["left_out"] = left_out(results["coverage"])
