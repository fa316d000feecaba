"""Stance: how each article stands toward each target, gathered from its mentions."""

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.target_sentiment import read_targets
from crossframe.measure.voices import ONLY, check_voice
from crossframe.result import Result
from crossframe.schema import STANCE, names

__all__ = ["stance", "stance_places"]

LABELS = ("negative", "neutral", "positive")
BOTH = ("outlet", "quoted")
STRONGEST = 3  # mentions of a row by which it is judged whether it speaks against the target, or for it, at all


def stance(corpus, targets=None, *, by_voice=False, abstain=True, model=None, voice="all", sources=None):
    """Score how each article stands toward each target: the mean over its mentions, each read in its sentence.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; English. Titles are not read.
    targets : list of str, dict of str to list of str, or None
        Toward whom or what, as :func:`crossframe.target_sentiment` takes them: ``["Turkey", "NATO"]``, or with the
        names to look for, ``{"the levy": ["dock tax", "harbour levy"]}``. None: the main ones of the articles.
    by_voice : bool
        A row for each of the two voices, what the outlet says itself and what it quotes, in place of one for both.
    abstain : bool
        Whether mentions of which the model is not sure enough (``about["threshold"]``) are left out. Otherwise all of
        them count, with their likeliest label.
    model, voice, sources : object, str, Result
        As :func:`crossframe.target_sentiment` takes them.

    Returns
    -------
    Result
        A row an article and target (and voice): ``crossframe.schema.STANCE``. `score` is the mean over the mentions
        that count of the probability of positive less that of negative, -1 to 1, and `label` the commonest of their
        labels, or "mixed" where negative and positive are equally common and commonest. An article that never mentions
        the target has NaN and `n_mentions` 0, one of whose mentions the model is sure of none NaN and `n_matched` 0;
        so has one that does not read as English (``about["not_english"]`` counts them).
        `against` and `favour`, 0 to 1, say whether it speaks against the target, or for it, at all: the mean
        probability of negative (positive) in the three mentions where that is highest, sure or not, missing ones
        counting 0. ``about["mentions"]`` is the table of mentions (its `voice` is "all" where voices were neither asked
        for nor given, since to tell them takes longest); ``.evidence(row)`` shows those behind a row, the strongest
        first.
        ``cf.contrast(result, within="target", match="story")`` compares outlets on the same stories, ``cf.means(result,
        within="target")`` gives each outlet's mean with its interval; by voice, ``within=["target", "voice"]``.

    Raises
    ------
    DataError
        A column is missing; no article mentions any of the targets, a name is empty or stands twice; the voice is
        unknown, or named beside ``by_voice=True``; ``abstain`` is neither True nor False.

    Notes
    -----
    `score` does not depend on how often a target is mentioned and is what outlets are compared by; `against` grows with
    mentions, so that longer articles have more of it. But authors who are against somebody write neutral sentences,
    too, and praise in passing: on BASIL, whose readers judged the author's sentiment in whole articles, `against` finds
    the negative ones better than `score` does (``tests/bench/author_sentiment.py``).

    Sentences are read one by one: what an article says of a target without naming it or a pronoun for it is not heard,
    nor irony, nor what it leaves out.

    References
    ----------
    Hamborg & Donnay (2021), NewsMTSC, EACL, for sentences; Fan et al. (2019), In plain sight: media bias through the
    lens of factual reporting, EMNLP, for authors' sentiment toward the main entities of whole articles.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B", "B"],
    ...                       "text": ["Ada Rook lied to voters.", "The brave Rook saved the pier.", "It rained."]})
    >>> stance(frame, ["Ada Rook"], abstain=False).table[["outlet", "target", "label", "n_mentions", "n_matched"]]
      outlet    target     label  n_mentions  n_matched
    0      A  Ada Rook  negative           1          1
    1      B  Ada Rook  positive           1          1
    2      B  Ada Rook                     0          0
    """
    check_voice(voice)
    if not isinstance(abstain, bool | np.bool_):
        raise DataError(f"abstain must be True or False, got {abstain!r}; the model's own threshold says what is sure.")
    if by_voice and voice != "all":
        raise DataError(f"by_voice=True gives a row for each voice, voice={voice!r} asks for one; leave one out.")
    articles = as_articles(corpus, what="stance")
    apart = by_voice or voice != "all" or sources is not None  # who speaks is what takes longest to find out
    found = read_targets(articles, targets, model=model, pronouns=True, voice=voice, sources=sources, apart=apart)
    kinds, mentions = found.about["kinds"], found.table
    table = _rows(articles, kinds, BOTH if by_voice else (voice,))
    counts = _counted(_places(table, mentions, by_voice), mentions, len(table), abstain)
    strings = ("story", "target", "kind", "voice", "label")
    table = table.assign(**counts)[names(STANCE)].astype(dict.fromkeys(strings, "str"))
    return Result(table, _about(found.about, mentions, by_voice, abstain), articles)


def stance_places(result, row, n):
    """The mentions behind one row of the result, those that count first and of these the strongest.

    Parameters
    ----------
    result : Result
        Of ``stance``.
    row : Series
        One row of its table.
    n : int or None
        At most so many.

    Returns
    -------
    list of (int, int)
        First character and one past the last, in the article's text.
    """
    mentions = result.about["mentions"]
    own = mentions[(mentions["article"] == row.article) & (mentions["target"] == row.target)]
    if row.voice != "all":
        own = own[own["voice"] == row.voice]
    own = own.assign(silent=own["label"] == "", size=-own["score"].abs())
    own = own.sort_values(["silent", "size", "start"], kind="stable").iloc[:n]
    return list(zip(own["start"].tolist(), own["end"].tolist(), strict=True))


def _rows(articles, kinds, voices):
    """A row an article, target and voice, in this order."""
    each = pd.MultiIndex.from_product([kinds, voices], names=["target", "voice"]).to_frame(index=False)
    each["kind"] = each["target"].map(kinds)
    return origins(articles).merge(each, how="cross")


def _places(table, mentions, by_voice):
    """The row of the table that each mention belongs to."""
    columns = ["article", "target", "voice"][: 3 if by_voice else 2]
    return pd.MultiIndex.from_frame(table[columns]).get_indexer(pd.MultiIndex.from_frame(mentions[columns]))


def _counted(places, mentions, n, abstain):
    """Scores, shares and counts of each of n rows."""
    proba = mentions[list(LABELS)].to_numpy(float).reshape(-1, 3)
    keeps = (mentions["label"] != "").to_numpy() if abstain else ~np.isnan(proba).any(axis=1)
    top = proba[keeps].argmax(axis=1)
    matched = np.bincount(places[keeps], minlength=n)
    some = np.where(matched > 0, matched, np.nan)
    shares = np.stack([np.bincount(places[keeps][top == at], minlength=n) / some for at in range(3)], axis=1)
    score = np.bincount(places[keeps], mentions["score"].to_numpy(float)[keeps], minlength=n) / some
    ends = {"against": _strongest(places, proba[:, 0], n), "favour": _strongest(places, proba[:, 2], n)}
    return {**dict(zip(LABELS, shares.T, strict=True)), "score": score, "label": _labels(shares), **ends,
            "n_mentions": np.bincount(places, minlength=n), "n_matched": matched}


def _strongest(places, proba, n):
    """Sum of the highest STRONGEST probabilities of each row over STRONGEST; NaN where a row has none."""
    known = ~np.isnan(proba)
    places, proba = places[known], proba[known]
    order = np.lexsort((-proba, places))
    places, proba = places[order], proba[order]
    first = np.arange(len(places)) - np.searchsorted(places, places) < STRONGEST
    sums = np.bincount(places[first], proba[first], minlength=n) / STRONGEST
    return np.where(np.bincount(places, minlength=n) > 0, sums, np.nan)


def _labels(shares):
    """The commonest label of each row; of as common ones neutral, "mixed" between negative and positive."""
    negative, neutral, positive = shares.T
    most = np.select([np.isnan(neutral), neutral >= np.maximum(negative, positive), negative == positive,
                      negative > positive], ["", "neutral", "mixed", "negative"], "positive")
    return most.astype(object)


def _about(of_mentions, mentions, by_voice, abstain):
    parameters = {**of_mentions["parameters"], "by_voice": by_voice, "abstain": abstain}
    voice = parameters["voice"]
    return {
        **of_mentions, "measure": "stance", "parameters": parameters, "voice": voice, "mentions": mentions,
        "reads": "score above 0: the sentences in which the article speaks of the target are favourable to it, below "
                 f"0: unfavourable; -1 to 1.{ONLY[voice]}",
    }
