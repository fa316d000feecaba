"""Distance: how far outlets stand apart in their words, with chance taken off."""

from itertools import combinations

import numpy as np
import pandas as pd

from crossframe.compare.guessing import Guess, by_article, by_story, compare_outlets
from crossframe.compare.inference import FEWEST, adjust, by_size, choose_pair, plural, too_few
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, check_voice, heard
from crossframe.result import Result
from crossframe.schema import DISTANCE, names
from crossframe.tokens import count_terms

MOST = 40  # outlets: 780 pairs


def distance(corpus, *, by="outlet", match=None, cluster=None, ngrams=1, min_count=5, stop_words=None, outlets=None,
             draws=199, seed=0, voice="all", sources=None):
    """Measure how far every two outlets stand apart in vocabulary, so that chance does not read as distance.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text` and the column named by `by`.
    by : str
        Column whose values are compared.
    match : None or "story"
        "story": only stories told by both outlets of a pair count; within each, both weigh alike, whatever the number
        of articles, and the story is the unit. Outlets that differ in the stories they choose are then no further
        apart for it.
    cluster : str or None
        Column of articles that are not independent draws (a story, an author, a day): they count as one unit.
        None: the article, or where matched the story. Where outlets tell the same stories without being matched, name
        the story: the words of one event, met again in the other outlet, make outlets seem nearer than they are, and
        ``about["caution"]`` warns of it.
    ngrams : int or (int, int)
        Length of the terms in words, 1 to 3.
    min_count : int
        Least uses of a term in the articles compared, of both outlets of a pair together.
    stop_words : None, "english" or list of str
        Words left out; None leaves out none.
    outlets : list of str or None
        Which to compare; None for all. More than 40 must be named.
    draws : int
        Permutations of the labels, at least 99.
    seed : int
        Seed of the permutations.
    voice : {"all", "outlet", "quoted"}
        Whose words count: what the outlets say themselves, what they quote, or both. Articles in which that voice says
        nothing take no part.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all". None:
        ``cf.sources(corpus)``.

    Returns
    -------
    Result
        A row a pair of outlets, the nearest first: ``crossframe.schema.DISTANCE``. ``estimate`` is by how much the
        chance to guess the outlet from one word exceeds 1/2: 0 alike, 0.5 no word in common; it is no percentage of
        different words, and a few hundredths are much for news. Estimates may fall below 0, where outlets are alike
        and chance made them more so. ``p_value`` is one-sided (a distance has one direction), adjusted over all pairs.
        With fewer than 5 clusters on a side, interval and p value are NaN and ``about["caution"]`` says why.

    Raises
    ------
    DataError
        Fewer than two outlets, an unknown outlet, more than 40 unnamed; a missing column; no term used `min_count`
        times; with ``match="story"``, no story told by two of the outlets; an unknown voice, or `sources` that do not
        fit the texts.

    Notes
    -----
    The words guessed from are those of all other articles (Gentzkow, Shapiro & Taddy's leave-one-out partisanship),
    where an article of n words weighs n / (n + 500); from that, the mean under permuted labels is taken off. So
    distances of outlets with few and with many articles can be laid side by side, which no divergence of pooled counts
    allows: ``jensen_shannon`` is one, for comparison with other tools, and the larger the fewer the articles.
    Labels of clusters are permuted; within clusters, where they hold both outlets, those of articles; within stories,
    where matched, those of the two outlets. The standard error adds the spread under permuted labels to that of the
    clusters' influences; the interval is Student's t with the clusters of the smaller side, less one, for degrees of
    freedom. It is two-sided and a little wide near 0: where it holds 0 and p is below .05, go by p. Rarer words come in
    as articles are added, so a distance grows somewhat with the articles (CNN and Politico, 50 to 800 articles each:
    .017 to .023, where Jensen-Shannon falls from .31 to .23). Estimates are squared distances: a map (``.plot()``) sets
    outlets apart by their square root.

    References
    ----------
    Gentzkow, Shapiro & Taddy (2019), Econometrica 87(4), on the estimator; Topsoe (2000), IEEE Trans. Inf. Theory
    46(4), on triangular discrimination, a quarter of which it estimates.

    Examples
    --------
    >>> texts = ["the tax relief bill passed", "the tax giveaway bill passed"] * 8
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"] * 8, "text": texts})
    >>> distance(frame).table[["outlet", "other", "estimate", "p_value"]].round(3)
       outlet    other  estimate  p_value
    0  Beacon  Mercury     0.101    0.005
    """
    from tqdm import tqdm

    _check(match, cluster, draws, min_count)
    check_voice(voice)
    unit = "story" if match else cluster
    articles, dropped = _articles(corpus, by, unit, match, outlets)
    counts = count_terms(heard(articles, voice, sources), ngrams=ngrams, stop_words=stop_words, min_count=min_count)
    codes = np.arange(len(articles)) if unit is None else pd.factorize(articles[unit])[0]
    pairs = list(combinations(by_size(articles[by]), 2))
    rows = [_pair(counts.matrix, articles[by].to_numpy(), codes, pair, match, min_count, draws, seed)
            for pair in tqdm(pairs, desc="distance", unit=" pairs", delay=2)]
    table = pd.DataFrame(rows)
    if not table.n.any():
        raise DataError("no story is told by two of the outlets, so nothing can be matched; leave match out, or look "
                        "at how cf.match_stories grouped the articles." if match else
                        f"no term is used {min_count} times or more by two outlets; lower min_count.")
    table["p_adjusted"] = adjust(table.p_value)
    table = table.sort_values(["estimate", "outlet", "other"], ignore_index=True, kind="stable")
    about = {
        "measure": "distance", "by": by, "match": match, "cluster": cluster, "ngrams": ngrams, "min_count": min_count,
        "stop_words": stop_words, "outlets": outlets, "draws": draws, "seed": seed, "voice": voice,
        "unit": "chance to guess the outlet from one word, less 1/2",
        "reads": "0: alike; the higher, the better one word gives its outlet away"
                 + (", on stories that both tell." if match else ".") + ONLY[voice],
        "caution": " ".join(filter(None, [_few(table, unit or "article"),
                                          _together(articles, table, by) if unit is None else None])) or None,
        "n_articles": articles[by].value_counts().reindex(by_size(articles[by])).to_dict(),
        "n_without_story": dropped, "n_words": int(counts.totals.sum()),
    }
    return Result(table[names(DISTANCE)], about)


def _check(match, cluster, draws, min_count):
    if match not in (None, "story"):
        raise DataError(f"match={match!r} is not known; match='story' compares within stories, None does not match.")
    if match and cluster:
        raise DataError(f"match='story' takes the story for the unit; leave cluster={cluster!r} out.")
    if draws < 99:
        raise DataError(f"draws must be 99 or more, got {draws}; fewer cannot give p < .01.")
    if min_count < 1:
        raise DataError(f"min_count must be 1 or more, got {min_count!r}.")


def _articles(corpus, by, unit, match, outlets):
    """The articles compared, and how many were left out as their story is not known."""
    frame = as_articles(corpus, needs=("text", by), what="distance")
    if match and "story" not in frame:
        raise DataError("distance within stories needs column story: run corpus = cf.match_stories(corpus) first, or "
                        "give the articles a story column of your own.")
    if outlets is not None:
        chosen = [outlets] if isinstance(outlets, str) else list(dict.fromkeys(outlets))
        for name in chosen:
            choose_pair(frame[by], by, name, None, what="distance")
        frame = frame[frame[by].isin(chosen)]
    have = by_size(frame[by])
    if len(have) < 2:
        raise DataError(f"distance compares outlets, and there is only {have[0]!r} in {by}; add articles of another.")
    if len(have) > MOST:
        raise DataError(f"{by} holds {len(have):,} values, {len(have) * (len(have) - 1) // 2:,} pairs; name those to "
                        f"compare, at most {MOST}, e.g. outlets={[str(name) for name in have[:3]]}.")
    if unit is None:
        return frame.reset_index(drop=True), 0
    frame = as_articles(frame, needs=(unit,), what="distance") if not match else frame
    known = frame[unit].notna() & (frame[unit].astype(str) != "")
    if match and not known.any():
        raise DataError("the column story is empty; run corpus = cf.match_stories(corpus) first.")
    if not match and not known.all():
        raise DataError(f"distance: {unit} is empty in {(~known).sum():,} of {len(frame):,} rows; fill or drop them.")
    return frame[known].reset_index(drop=True), int((~known).sum())


def _pair(matrix, outlet, codes, pair, match, min_count, draws, seed):
    """One row of the table."""
    rows = np.flatnonzero((outlet == pair[0]) | (outlet == pair[1]))
    label, unit = outlet[rows] == pair[0], codes[rows]
    if match:
        kept = np.isin(unit, np.intersect1d(unit[label], unit[~label]))
        rows, label = rows[kept], label[kept]
        unit = np.unique(unit[kept], return_inverse=True)[1]
    uses = matrix[rows]
    uses = uses[:, np.flatnonzero(np.asarray(uses.sum(axis=0)).ravel() >= min_count)]
    sample = (by_story if match else by_article)(uses, label, unit)
    guess = compare_outlets(sample, draws, seed) if uses.shape[1] else Guess()
    return {"outlet": pair[0], "other": pair[1], **guess._asdict(), "n": int((uses.sum(axis=1) > 0).sum()),
            "n_clusters": len(np.unique(sample.cluster)), "jensen_shannon": _jensen_shannon(uses, label),
            "clusters": sample.clusters}


def _jensen_shannon(uses, label):
    """Jensen-Shannon distance (base 2, 0 to 1) of the pooled counts, chance included."""
    from scipy.spatial.distance import jensenshannon

    sides = [uses[side].sum(axis=0) for side in (label, ~label)]
    return float(jensenshannon(*sides, base=2)) if min(side.sum() for side in sides) > 0 else np.nan


def _together(articles, table, by):
    """A warning where articles on one story, told by several outlets, were taken for independent ones."""
    remedy = ("so outlets seem nearer than they are: compare within stories "
              "(match='story'), or take the story for the unit (cluster='story').")
    told = articles[by].groupby(articles["story"]).transform("nunique") if "story" in articles else pd.Series(dtype=int)
    if shared := int(((told > 1) & (articles["story"] != "")).sum()) if len(told) else 0:
        return (f"{shared:,} of {len(articles):,} articles tell a story that another outlet tells too, but count for "
                f"themselves, {remedy}")
    if (near := table[table.conf_high < 0]).empty:
        return None
    return f"{near.outlet.iloc[0]} and {near.other.iloc[0]} tell the same events, it seems, {remedy}"


def _few(table, unit):
    """What cannot be concluded, and of whom, where there are too few clusters."""
    few = [row for row in table.itertuples() if min(row.clusters) < FEWEST]
    if not few:
        return None
    if len(table) == 1:
        return too_few(dict(zip((few[0].outlet, few[0].other), few[0].clusters, strict=True)), unit)
    named = "; ".join(f"{row.outlet} ({row.clusters[0]:,}) and {row.other} ({row.clusters[1]:,})" for row in few[:5])
    more = f"; and {len(few) - 5:,} more" if len(few) > 5 else ""
    return (f"{len(few):,} of {len(table):,} pairs can be described, not tested: a test needs at least {FEWEST} "
            f"{plural(unit)} a side. They are {named}{more}.")
