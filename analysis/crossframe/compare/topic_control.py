"""Topic control: which of the words that tell outlets apart do so on the same stories too."""

import numpy as np

from crossframe.compare.inference import adjust
from crossframe.compare.keyness import keyness
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, check_voice, voices
from crossframe.result import Result
from crossframe.schema import TOPIC_CONTROL, names

VERDICTS = {
    "holds": "differs in the same direction within stories, and the unmatched estimate lies in the matched interval",
    "weaker": "differs in the same direction within stories, but by less than unmatched",
    "story choice": "the matched interval holds 0 and not the unmatched estimate: the outlets pick different stories",
    "reversed": "differs in the other direction within stories",
    "cannot tell": "too few shared stories use it, or the matched interval holds both 0 and the unmatched estimate",
}


def topic_control(corpus, *, target=None, reference=None, by="outlet", n=50, voice="all", sources=None, **options):
    """Hold the n words that tell outlets apart most against the same words within stories.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text`, ``story`` (``cf.match_stories`` makes it) and the column named by `by`.
    target, reference : str or None
        As in ``cf.keyness``.
    by : str
        Column whose values are compared.
    n : int
        Terms an outlet: the best supported of those that differ (adjusted p < .05) when stories are not matched.
    voice : {"all", "outlet", "quoted"}
        Whose words count, in both comparisons; which story an article tells is told by all of its words.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all". None:
        ``cf.sources(corpus)``.
    **options : dict
        Further options of ``cf.keyness``, for both comparisons: ngrams, min_count, stop_words, prior_sd.

    Returns
    -------
    Result
        A row a term and outlet, in the order of the unmatched comparison: ``crossframe.schema.TOPIC_CONTROL``.
        ``about["verdicts"]`` counts the verdicts and ``about["meaning"]`` says what each means.

    Raises
    ------
    DataError
        As ``cf.keyness``; or `n` is below 1.

    Notes
    -----
    A term is "story choice" where its interval within stories holds 0 and not the unmatched estimate, so that absence
    of evidence is not read as evidence: where the interval holds both, the verdict is "cannot tell". The words were
    picked because they differ, so some of them differ by luck; "weaker" and "story choice" take that in.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = ["a vote for us", "a vote for them"] * 12 + ["a goal for us", "a rise for them"] * 12
    >>> frame = pd.DataFrame({"outlet": ["A", "B"] * 24, "text": texts,
    ...                       "story": [f"s{i // 2}" for i in range(24)] + [""] * 24})
    >>> table = topic_control(frame, target="A", reference="B").table
    >>> table.loc[table.term.isin(["us", "goal"]), ["term", "verdict"]].sort_values("term")
       term      verdict
    2  goal  cannot tell
    1    us        holds
    """
    if n < 1:
        raise DataError(f"n must be 1 or more, got {n!r}; 50 is usual.")
    articles = as_articles(corpus, needs=("text", by), what="topic_control")
    check_voice(voice)
    options |= {"target": target, "reference": reference, "by": by, "voice": voice,
                "sources": sources if voice == "all" else voices(articles, sources=sources)}
    matched = keyness(articles, match="story", **options)
    plain = keyness(articles, **options)
    result = topic_table(plain, matched, n)
    return Result(result.table, result.about, plain.articles)


def topic_table(plain, matched, n=50):
    """What ``topic_control`` gives, from two results of ``cf.keyness``: all articles, and within stories.

    Returns
    -------
    Result
    """
    top = plain.table[plain.table.p_adjusted < 0.05].copy()
    top["rank"] = top.groupby("outlet", sort=False).cumcount() + 1
    top = top[top["rank"] <= n]
    table = top.merge(matched.table, on=["outlet", "term"], how="left", suffixes=("", "_matched"))
    table["n_matched"] = (table.n_matched + table.n_reference_matched).fillna(0).astype(int)
    table["n"] = table.n + table.n_reference
    table["p_adjusted_matched"] = table.groupby("outlet").p_value_matched.transform(adjust)
    table["verdict"] = _verdict(table)
    counts = table.verdict.value_counts().reindex(list(VERDICTS), fill_value=0).to_dict()
    kept = ("target", "reference", "by", "ngrams", "min_count", "stop_words", "prior_sd", "voice")
    about = {key: plain.about[key] for key in kept} | {
        "measure": "topic_control", "unit": "log2 rate ratio", "verdicts": counts, "meaning": VERDICTS, "n": n,
        "n_stories": matched.about["n_stories"], "n_articles": plain.about["n_articles"],
        "reads": f"above 0: used more by {plain.about['target'] or 'the outlet'}; verdict says whether that is so on "
                 "the same stories too." + ONLY[plain.about["voice"]],
        "caution": None if len(table) else "No term differs when stories are not matched."}
    return Result(table[names(TOPIC_CONTROL)].reset_index(drop=True), about)


def _verdict(table):
    low, high, estimate = table.conf_low_matched, table.conf_high_matched, table.estimate
    differs = (low > 0) | (high < 0)
    same = np.sign(table.estimate_matched) == np.sign(estimate)
    covers = (low <= estimate) & (estimate <= high)
    less = table.estimate_matched.abs() < estimate.abs()
    choices = [low.isna(), differs & ~same, differs & ~covers & less, differs, ~covers & less]
    return np.select(choices, ["cannot tell", "reversed", "weaker", "holds", "story choice"], "cannot tell")
