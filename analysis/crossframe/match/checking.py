"""The pairs of articles on which a matching is most likely wrong, for the reader to judge."""

from itertools import combinations

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.match.pairs import alike_pairs, products, reach_of
from crossframe.match.stories import QUIET, first_copies, reading_order, vectors_and_copies
from crossframe.result import Result
from crossframe.schema import STORY_PAIRS, names

MOST = 30  # articles of a story whose pairs are looked at; of more, so many are drawn
CAUTION = (
    "These are the pairs on which the matching is most likely wrong, not a sample of all: the share of right ones here "
    "says nothing about the share among all pairs.")


def story_pairs(corpus, *, n=50, days=3, seed=0):
    """List the pairs of articles most worth checking by hand.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Matched articles: `outlet`, `text`, `story` (``cf.match_stories`` gives it).
    n : int
        Pairs: half of them matched and the least alike of their story, half of them not matched and the most alike of
        two stories; no story stands twice in a half.
    days : float
        How far apart the dates of pairs that are not matched may lie.
    seed : int
        For the articles drawn from stories of more than 30.

    Returns
    -------
    Result
        A row a pair: ``crossframe.schema.STORY_PAIRS``; first the matched ones, the least alike first, then the others,
        the most alike first. Fill in `verdict` with same or different and give the table to
        ``cf.match_stories(..., corrections=table)``.

    Raises
    ------
    DataError
        A column is missing, or `n` is not 1 or more.

    Examples
    --------
    >>> texts = ["The dock levy passed in the Assembly.", "The Assembly passed a levy on docks.", "Rain fell in Kelm."]
    >>> frame = pd.DataFrame({"outlet": ["A", "B", "B"], "text": texts, "story": ["levy", "levy", "rain"]})
    >>> story_pairs(frame).table[["article", "other", "similarity", "matched"]].round(2)
      article other  similarity  matched
    0       1     0        0.62     True
    """
    if not n >= 1:
        raise DataError(f"n must be 1 or more, got {n!r}.")
    articles = as_articles(corpus, needs=("outlet", "text", "story"), what="story_pairs")
    order, day = reading_order(articles)
    vectors, _, copies = vectors_and_copies(articles, order, day, days)
    story = articles["story"].astype(str).to_numpy()[order]
    matched = _least_alike(vectors, story, n - n // 2, seed)
    pairs = pd.concat([matched, _most_alike(vectors, copies, story, day, days, n // 2)])
    table = _table(pairs, articles.iloc[order], day)
    about = {"measure": "story_pairs", "reads": "similarity 0 to 1: the higher, the more alike; verdict is for you",
             "caution": CAUTION, "n": n, "days": days, "seed": seed, "n_articles": len(articles)}
    return Result(table, about, articles)


def _least_alike(vectors, story, n, seed):
    """The least alike pair of each story, of the n stories where it is least."""
    rng = np.random.default_rng(seed)
    members = pd.Series(np.arange(len(story))).groupby(story).indices
    drawn = (rows if len(rows) <= MOST else np.sort(rng.choice(rows, MOST, replace=False)) for rows in members.values())
    pairs = np.array([pair for rows in drawn for pair in combinations(rows.tolist(), 2)], np.int64).reshape(-1, 2)
    table = pd.DataFrame({"left": pairs[:, 0], "right": pairs[:, 1], "matched": True})
    table["alike"] = products(vectors, pairs[:, 0], pairs[:, 1])
    table = table.sort_values(["alike", "left", "right"])
    return table[~pd.Series(story[table.left], index=table.index).duplicated()].head(n)


def _most_alike(vectors, copies, story, day, days, n):
    """The n most alike pairs of articles of two stories, no story in two of them."""
    nodes = np.unique(first_copies(copies, story, free=np.zeros(len(story), bool)))
    pairs = alike_pairs(vectors[nodes], reach_of(day[nodes], days), np.full(len(nodes), QUIET))
    table = pd.DataFrame({"left": nodes[pairs.right], "right": nodes[pairs.left], "matched": False,
                          "alike": pairs.alike.astype(float)})
    table = table[story[table.left] != story[table.right]].sort_values(["alike", "left", "right"],
                                                                       ascending=[False, True, True])
    return _each_story_once(table, story, n)


def _each_story_once(table, story, n):
    """The first n rows whose stories stand in no earlier one, so that one odd article does not fill the list."""
    seen, kept = set(), []
    for at, (left, right) in enumerate(zip(story[table.left], story[table.right], strict=True)):
        if len(kept) < n and left not in seen and right not in seen:
            seen.update((left, right))
            kept.append(at)
    return table.iloc[kept]


def _table(pairs, articles, day):
    left, right = pairs.left.to_numpy(), pairs.right.to_numpy()
    title = articles["title"].fillna("") if "title" in articles else pd.Series("", index=articles.index)
    columns = {}
    for suffix, rows in (("", left), ("_other", right)):
        columns["article" if not suffix else "other"] = articles["id"].to_numpy()[rows]
        columns["outlet" + suffix] = articles["outlet"].to_numpy()[rows]
        columns["title" + suffix] = title.to_numpy()[rows]
    apart = np.abs((day[right] - day[left]) / np.timedelta64(1, "D"))
    table = pd.DataFrame(columns | {"days_apart": apart, "similarity": pairs.alike.to_numpy().clip(0, 1),
                                    "matched": pairs.matched.to_numpy(bool), "verdict": ""})
    text = dict.fromkeys([*columns, "verdict"], "str")
    return table.astype(text)[names(STORY_PAIRS)]
