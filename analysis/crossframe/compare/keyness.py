"""Keyness: which terms an outlet favours, with intervals that treat the article, not the word, as the unit."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import by_size, choose_pair
from crossframe.compare.rates import OUTSIDE, Pair, compare_pair
from crossframe.compare.stories import check_match, story_units, told_by_both
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, check_voice, heard, with_heard
from crossframe.result import Result
from crossframe.schema import KEYNESS, names
from crossframe.tokens import count_terms


def keyness(corpus, *, target=None, reference=None, by="outlet", match=None, cluster=None, ngrams=1, min_count=5,
            voice="all", sources=None, stop_words=None, prior_sd=2.0):
    """Find the terms that one outlet uses more, or less, than another or than all the rest.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text` and the column named by `by`.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn. ``reference=None``: against all the rest together.
    by : str
        Column whose values are compared.
    match : None or "story"
        "story": compare within the stories of the column ``story`` (``cf.match_stories`` makes it). Only stories told
        by both sides take part; in each, both sides weigh alike, and so do the outlets of the rest, however many
        articles they have on it; the story is the unit. An article without a story is alone in one.
        Counts and rates are then of these articles only.
    cluster : str or None
        Column of articles that are not independent draws (a story, an author, a day): they count as one unit.
        None: the article is the unit. With `match`, a column of clusters of stories (a week, a topic); None: the
        story.
    ngrams : int or (int, int)
        Length of the terms in words, 1 to 3.
    min_count : int
        Least uses on both sides together.
    voice : {"all", "outlet", "quoted"}
        Whose words count: what the outlets say themselves, what they quote, or both. Rates are then per million words
        of that voice, no n-gram goes beyond it, and articles in which it says nothing take no part
        (``about["n_silent"]``).
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all". None:
        ``cf.sources(corpus)``.
    stop_words : None, "english" or list of str
        Words left out; None leaves out none.
    prior_sd : float
        Standard deviation, in log2 units, of the differences expected before looking; the smaller, the more the
        estimates of uncertain terms are drawn to 0. Intervals and p values do not depend on it.

    Returns
    -------
    Result
        A row a term and target, the best-supported first: ``crossframe.schema.KEYNESS``. ``estimate`` is a log2 rate
        ratio: 0 alike, 1 twice as often in the target, -1 half as often; rates are per million words. Terms that
        fewer than 5 clusters use (matched: 6 stories), and all terms where a side has fewer, have NaN for interval and
        p value. An endless interval (a term that one side never uses) ends in inf. ``about["n_stories"]`` (matched)
        says how many stories each target shares with what it is compared with, ``about["n_matched"]`` how many of its
        articles they hold.

    Raises
    ------
    DataError
        Fewer than two outlets, an unknown outlet, a missing column, no term is used `min_count` times, an unknown
        voice, or `sources` that do not fit the texts.

    Notes
    -----
    ``estimate`` is the log2 ratio by which one side's uses must be thinned until both sides read alike, shrunken
    toward 0 but never out of its interval. The interval holds the ratios at which a permutation of the clusters'
    labels would not be surprised; the p value comes from the same statistic at 0, so it is below .05 just where the
    interval leaves 0 out. A burst of uses in one article counts with diminishing weight;
    ``crossframe.compare.thinning`` states the formulas. g2 and log_odds_z are there for comparison with other tools:
    they treat words as independent draws, which news is not.

    Within stories the estimate is Mantel and Haenszel's rate ratio, stratified by story, articles weighing as above;
    what is permuted is which of a story's outlets is the target, with the normal score of the exact distribution's
    second to fourth moment. Which stories an outlet picks plays no part then.

    References
    ----------
    Lijffijt et al. (2016), Digital Scholarship in the Humanities 31(2), on the unit; Hodges & Lehmann (1963), Ann.
    Math. Stat. 34(2), on estimates from tests; Greenland & Robins (1985), Biometrics 41(1), on stratified rate ratios;
    Budak, Goel & Rao (2016), Public Opin. Q. 80(S1), on comparing outlets on the same events; Gries (2020), in A
    Practical Handbook of Corpus Linguistics, on dispersion.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"outlet": ["A", "B"] * 6, "text": ["the tax relief bill", "the tax giveaway bill"] * 6})
    >>> table = keyness(frame, target="A", reference="B").table
    >>> table.loc[table.p_adjusted < 0.05, ["term", "n", "n_reference"]].sort_values("term")
           term  n  n_reference
    0  giveaway  0            6
    1    relief  6            0

    Half of the talk of goals is story choice, and disappears within stories:

    >>> frame = pd.DataFrame({"outlet": ["A", "B", "A"] * 8, "story": [f"match {i}" for i in range(8) for _ in "ABA"],
    ...                       "text": ["a goal for us", "a goal for them", "a fine goal"] * 8})
    >>> frame.loc[frame.index % 3 == 2, "story"] = "told by one alone"
    >>> table = keyness(frame, target="A", reference="B", match="story").table.set_index("term")
    >>> table.loc[["goal", "us"], ["n", "n_reference", "p_value"]].round(3)
          n  n_reference  p_value
    term
    goal  8            8    1.000
    us    8            0    0.008
    """
    from tqdm import tqdm

    _check(prior_sd, min_count)
    check_voice(voice)
    articles = as_articles(corpus, needs=("text", by) if cluster is None else ("text", by, cluster), what="keyness")
    check_match(articles, match, "keyness")
    outlets = choose_pair(articles[by], by, target, reference, what="keyness")
    if target is not None and reference is not None:
        articles = articles[articles[by].isin([target, reference])].reset_index(drop=True)
    texts = heard(articles, voice, sources)
    counts = count_terms(texts, ngrams=ngrams, stop_words=stop_words, min_count=min_count)
    if not len(counts.terms):
        raise DataError(f"no term is used {min_count} times or more in {len(articles):,} articles; lower min_count.")
    units, stories = np.arange(len(articles)) if cluster is None else pd.factorize(articles[cluster])[0], None
    if match is not None:
        stories, units = story_units(articles, cluster)
    tables, cautions, matched = [], [], {}
    for outlet in tqdm(outlets, desc="keyness", unit=" outlets", delay=2):
        side = np.where(articles[by] == outlet, 1, 0)
        if reference is not None:
            side[~articles[by].isin([outlet, reference])] = OUTSIDE
        pair = Pair(side, units, outlet, reference or "the rest", cluster or match or "article", stories,
                    pd.factorize(articles[by])[0])
        table, caution = compare_pair(counts, pair, min_count, prior_sd)
        tables.append(table)
        cautions.append(caution)
        if stories is not None:
            here = (side != OUTSIDE) & (counts.totals > 0)
            both = told_by_both(side[here] == 1, stories[here])
            matched[outlet] = {"n_stories": len(np.unique(stories[here][both])),
                               "n_matched": int((both & (side[here] == 1)).sum())}
    about = {
        "measure": "keyness", "target": target, "reference": reference, "by": by, "cluster": cluster, "match": match,
        "ngrams": ngrams, "min_count": min_count, "stop_words": stop_words, "prior_sd": prior_sd, "voice": voice,
        "unit": "log2 rate ratio",
        "reads": f"above 0: used more by {target or 'the outlet'}; 1 is twice the rate in {reference or 'the rest'}, "
                 "-1 half of it." + ONLY[voice],
        "caution": " ".join(dict.fromkeys(filter(None, cautions))) or None,
        "n_articles": articles[by].value_counts().reindex(by_size(articles[by])).to_dict(),
        "n_words": int(counts.totals.sum()), "n_silent": int((counts.totals == 0).sum()),
    }
    if match is not None:
        about |= {key: {outlet: each[key] for outlet, each in matched.items()} for key in ("n_stories", "n_matched")}
    return Result(pd.concat(tables, ignore_index=True)[names(KEYNESS)], about, with_heard(articles, texts, voice))


def _check(prior_sd, min_count):
    if not prior_sd > 0:
        raise DataError(f"prior_sd must be > 0, got {prior_sd!r}; 1 expects rates to differ by a factor of 2.")
    if min_count < 1:
        raise DataError(f"min_count must be 1 or more, got {min_count!r}.")
