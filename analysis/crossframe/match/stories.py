"""Which articles tell one story: the same event, across and within outlets."""

from dataclasses import replace

import numpy as np
import pandas as pd

from crossframe.corpus import Corpus, as_articles, without_audit
from crossframe.errors import DataError
from crossframe.match.features import features_of
from crossframe.match.linkage import link_told
from crossframe.match.pairs import alike_pairs, reach_of
from crossframe.match.verdicts import read_verdicts, starting_groups
from crossframe.read.dates import parse_dates
from crossframe.schema import MATCH, names

THRESHOLD = 0.12
QUIET = 0.08  # how like its surroundings any article is; pairs less alike than this count as 0
CROWDED, CROWDED_UNDATED = 0.5, 1.0  # how much of an article's excess over QUIET is held against it
UNDATED = 0.01  # what is taken off where the date is missing, beside that
TELLERS = (3, 10)  # an event is told about once by each outlet, but by so many at least and at most
AROUND = 5  # articles beyond the tellers, by which the surroundings are judged
COPY = 0.9  # articles so much alike, within the window, are one from the start
NAMING = 3  # words in the name of a story


def match_stories(corpus, *, days=3, threshold=THRESHOLD, corrections=None):
    """Give articles on one event one story, across and within outlets.

    Two articles are as alike as the product of their vectors: words of the text (80%), words of the headline (10%) and
    names (10%), rare ones weighing most. Groups of articles join, the most alike first, while they are alike enough on
    average. In a crowd it takes more: an event is told about once by each outlet, so the five articles that are nearest
    after as many as the other outlets (3 to 10 in all) are an article's surroundings. Half of what these are alike
    beyond 0.08 is taken off; all of it, and another 0.01, where the date is missing: then articles of every day are
    around, and what they say must make up for when.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text`; `date`, `title` and `outlet` are used where they are there. Articles that have a `story` keep it,
        and two stories of yours are never joined; only articles without one are matched, to these stories or to new
        ones.
    days : float
        Articles whose dates lie further apart count as not alike at all; a story may still be longer than that, where
        most of its articles lie within `days` of most others. Articles without a date are held against all.
    threshold : float
        How alike groups must be, above 0 to 1. Lower: larger stories, more of them mixed. Higher: smaller and purer
        ones.
    corrections : DataFrame, str, Path or None
        A table with columns article, other, verdict ("same" or "different"; empty rows are left out), or its .csv or
        .parquet file; ``cf.story_pairs`` makes one to fill in. Kept exactly.

    Returns
    -------
    Corpus
        The same articles in the same order with ``crossframe.schema.MATCH``: `story` (first day and most telling words,
        or your own), `story_size`, `story_score` (mean likeness to the others of its story; NaN where it is alone),
        `story_rival` (likeness to the nearest article in reach of another story; NaN where none reaches 0.08). A score
        near or below its rival is worth a look. The order of the rows makes no difference.

    Raises
    ------
    DataError
        A column is missing, ids repeat, the articles were matched already, a parameter is out of range, or corrections
        contradict each other or the caller's stories.

    Notes
    -----
    Words are weighed against a list of common English words, so two articles suffice; a collection in another language
    is weighed by itself alone and needs some dozen articles. Without dates the stories of a large collection are
    coarser: reports on one affair, weeks apart, look much alike. Then raise `threshold` and check ``cf.story_pairs``.

    References
    ----------
    Average linkage: Sokal & Michener (1958), Univ. Kansas Sci. Bull. 38. Likeness beside that of the surroundings:
    Zelnik-Manor & Perona (2004), Self-tuning spectral clustering, NIPS.

    Examples
    --------
    >>> texts = ["The Assembly passed the dock levy after a long night.", "Dock levy: the Assembly votes for the levy.",
    ...          "Rain flooded two villages near Kelm."]
    >>> frame = pd.DataFrame({"outlet": ["A", "B", "B"], "date": "2025-09-05", "text": texts})
    >>> match_stories(frame).articles[["outlet", "story", "story_size"]]
      outlet                          story  story_size
    0      A  2025-09-05 levy dock assembly           2
    1      B  2025-09-05 levy dock assembly           2
    2      B   2025-09-05 flooded kelm rain           1
    """
    if "story_score" in getattr(corpus, "articles", corpus):
        raise DataError("these articles were matched already (they have story_score). Match the corpus as it was read; "
                        "or drop column story_score to keep their stories as given.")
    articles = as_articles(corpus, needs=("text",), what="match_stories")
    _check(days, threshold)
    verdicts = read_verdicts(corrections, articles["id"], what="corrections")
    given = given_stories(articles)
    order, day = reading_order(articles)
    group, label, apart = starting_groups(given, verdicts)
    vectors, words, copies = vectors_and_copies(articles, order, day, days)
    n_outlets = articles["outlet"].nunique() if "outlet" in articles else 0
    start = group[order], label, apart
    story, rival = group_articles(vectors, copies, day, days, threshold, start, n_outlets)
    columns = _described(story, vectors, words, day, given.to_numpy()[order]).assign(story_rival=rival)
    columns.index = order
    return _with_articles(corpus, articles.assign(**columns.sort_index().astype({"story": "str"})[names(MATCH)]))


def _check(days, threshold):
    if not (isinstance(days, int | float | np.number) and days >= 0):
        raise DataError(f"days must be 0 or more, got {days!r}; 3 is the default.")
    if not (isinstance(threshold, int | float | np.number) and 0 < threshold <= 1):
        raise DataError(f"threshold must lie above 0 and not above 1, got {threshold!r}; {THRESHOLD} is the default.")


def given_stories(articles):
    """The caller's own stories; empty where there is none."""
    if "story" not in articles:
        return pd.Series("", index=articles.index, dtype="str")
    return articles["story"].astype("str").fillna("").str.strip().astype(object)


def reading_order(articles):
    """Rows in order of date, then text: the same whatever the order they came in; and the day of each."""
    if "date" in articles:
        outlet = articles["outlet"] if "outlet" in articles else pd.Series("", index=articles.index)
        day = parse_dates(articles["date"], outlet)[0]
    else:
        day = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us]")
    known = pd.DataFrame({"day": day, "text": articles["text"], "id": articles["id"].astype(str)})
    order = known.sort_values(["day", "text", "id"]).index.to_numpy()
    return order, day.to_numpy()[order].astype("datetime64[D]")


def vectors_and_copies(articles, order, day, days):
    """The articles' vectors in reading order, the words of their first columns, and the pairs of copies.

    Copies do not make their words common: rarity is judged by one article of each text.
    """
    title = articles["title"].fillna("") if "title" in articles else pd.Series("", index=articles.index)
    features = features_of(articles["text"].iloc[order], title.iloc[order])
    copies = alike_pairs(features.vectors(), reach_of(day, days), np.full(len(day), COPY), one=True)
    return features.vectors(np.setdiff1d(np.arange(len(day)), copies.left)), features.words, copies


def group_articles(vectors, copies, day, days, threshold, start, n_outlets):
    """The story number of every row, and how alike the nearest article of another story in reach is.

    Rows stand in reading order; `start`: as ``starting_groups`` gives it, of these rows.
    """
    group, label, apart = start
    told = np.bincount(group, minlength=len(group)) > 1
    told[list({*label, *(number for pair in apart for number in pair)})] = True
    node = first_copies(copies, group, free=~told[group])
    nodes, number = np.unique(node, return_inverse=True)
    pairs = alike_pairs(vectors[nodes], reach_of(day[nodes], days), np.full(len(nodes), QUIET))
    left, right, alike = (pairs[name].to_numpy() for name in ("left", "right", "alike"))
    held = np.where(np.isnat(day[nodes]), CROWDED_UNDATED, CROWDED)
    excess = held * (_surroundings(len(nodes), left, right, alike, n_outlets) - QUIET)
    excess += UNDATED * np.isnat(day[nodes])
    linked = link_told(group[nodes], left, right, alike.astype(float), threshold, excess, label, apart)
    return nodes[linked[number]], _rivals(linked, left, right, alike)[number]


def _surroundings(n, left, right, alike, n_outlets):
    """How like its surroundings an article is: the mean over the AROUND nearest beyond its story's likely tellers."""
    one, value = np.concatenate([left, right]), np.concatenate([alike, alike])
    order = np.lexsort((-value, one))
    rank = np.arange(len(one)) - np.searchsorted(one[order], one[order])
    others = min(max(n_outlets, TELLERS[0]), TELLERS[1]) - 1  # in its story, beside itself
    near = order[(rank >= others) & (rank < others + AROUND)]
    over = np.bincount(one[near], weights=value[near] - QUIET, minlength=n)
    return QUIET + over / AROUND


def first_copies(copies, group, free):
    """The first row of which each row is a copy, itself where it is none: only one of its group, unless it is free."""
    copies = copies[free[copies.left] | (group[copies.left] == group[copies.right])]
    node = np.arange(len(group))
    for left, right in zip(copies.left.tolist(), copies.right.tolist(), strict=True):
        node[left] = node[right]
    return node


def _rivals(story, left, right, alike):
    rival, others = np.full(len(story), -np.inf), story[left] != story[right]
    np.maximum.at(rival, left[others], alike[others])
    np.maximum.at(rival, right[others], alike[others])
    return np.where(np.isinf(rival), np.nan, rival)


def _described(story, vectors, words, day, given):
    """The name of every row's story, its size, and how alike the row is to the others in it."""
    order = np.argsort(story, kind="stable")
    ends = np.flatnonzero(np.diff(story[order], append=-1)) + 1
    titled, score = np.empty(len(story), object), np.full(len(story), np.nan)
    plain, total = np.array([word.isalpha() for word in words]), np.zeros(vectors.shape[1])
    taken = set(given[given != ""])
    for rows in np.split(order, ends[:-1]):
        part = vectors[rows]
        np.add.at(total, part.indices, part.data)
        if len(rows) > 1:
            own = np.asarray(part.multiply(part).sum(axis=1))
            score[rows] = (part @ total - own) / (len(rows) - 1)
        own_name = next((name for name in given[rows] if name), None)
        titled[rows] = own_name or _name(total, np.unique(part.indices), words, plain, day[rows], taken)
        total[part.indices] = 0
    size = np.bincount(story)[story]
    return pd.DataFrame({"story": titled, "story_size": size, "story_score": np.clip(score, 0, 1)})


def _name(total, columns, words, plain, day, taken):
    """The first day of the story and its most telling words, a name that is not taken."""
    columns = columns[columns < len(words)]
    columns = columns[plain[columns]]
    best = columns[np.argsort(-total[columns], kind="stable")[:NAMING]]
    first = np.sort(day)[:1]
    date = [] if np.isnat(first[0]) else [str(first[0])]
    name = base = " ".join([*date, *words[best]]) or "story"
    count = 1
    while name in taken:
        count += 1
        name = f"{base} ({count})"
    taken.add(name)
    return name


def _with_articles(corpus, articles):
    """The corpus with these articles; a plain DataFrame has no audit."""
    if isinstance(corpus, Corpus):
        return replace(corpus, articles=articles)
    return without_audit(articles)
