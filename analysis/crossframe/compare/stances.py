"""The part of ``compare`` on stance: how outlets stand toward targets and claims, and how loaded their words are."""

from dataclasses import replace
from functools import partial

import pandas as pd

from crossframe.compare.cards import entered
from crossframe.compare.parts import add, contrasted, with_cluster
from crossframe.compare.shares import shares
from crossframe.compare.sides import against, compared_only, named
from crossframe.compare.stance_means import stance_means
from crossframe.errors import DataError
from crossframe.match.copies import carried
from crossframe.measure.claim_stance import claim_stance
from crossframe.measure.loaded_language import loaded_language
from crossframe.measure.stance import stance
from crossframe.measure.voices import voices
from crossframe.models.claim_stance import ClaimStance
from crossframe.models.loaded_language import LoadedLanguage
from crossframe.models.target_sentiment import TargetSentiment
from crossframe.result import Result

__all__ = ["add_claim_differences", "add_stance_differences", "add_stances", "check_stances", "own_voice"]

MOST_READ = 500  # articles whose sentences the models read without being asked
MOST_WORDS = 15  # loaded ones of an outlet
MOST_OUTLETS = 6  # whose sentences are shown
MOST_TARGETS = 12  # of which sentences are shown
MOST_MENTIONS = 2  # of an outlet, target, voice and end
MOST_SENTENCES = 4  # loaded ones of an outlet
LEAST_WORDS = 6  # of a loaded sentence that is shown
ENDS = ("negative", "positive")
OWN = "outlet"


def check_stances(targets, claims):
    """Refuse what ``compare`` cannot do.

    Raises
    ------
    DataError
        The message names the choices.
    """
    if not (targets is None or isinstance(targets, bool | list | tuple | dict)):
        raise DataError("targets is a list of names, a dict of target -> names, None (the main ones of at most "
                        f"{MOST_READ} articles), True (of however many) or False, got {targets!r}.")
    if isinstance(targets, list | tuple | dict) and not targets:
        raise DataError("targets is empty; name some, or give None for the main ones or False for none.")
    if claims is not None and (not isinstance(claims, list | tuple) or not claims or not all(
            isinstance(claim, str) and claim.strip() for claim in claims)):
        raise DataError(f"claims is a list of sentences, e.g. ['The levy was lawful.'], got {claims!r}.")


def add_stances(results, skipped, full, whole, about, sources):
    """Add how articles stand toward targets and claims and how loaded they are, and how outlets differ in it.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; added to.
    full, whole : Corpus
        Full texts, with stories where matched; and those whose words count.
    about : dict
        Of a Comparison; gets ``models``: which have read, with their weights, thresholds and figures.
    sources : Result, DataFrame or None
        Of ``sources_to_read``. None: voices were not read; then stance is only where it is asked for.
    """
    given, articles, about["models"] = about["parameters"], whole.articles, {}
    if why := _unread(given, articles, sources):
        skipped["stance"] = why
    else:
        said = _said(full, whole, sources)
        _add_targets(results, skipped, articles, about, said)
        _add_loaded(results, skipped, articles, about, said)
        add_stance_differences(results, skipped, articles, about)
    if given["claims"]:
        model = entered(about["models"], "claim_stance", ClaimStance())
        add(results, skipped, "claim_stance", partial(claim_stance, articles, list(given["claims"]), model=model))
        add_claim_differences(results, skipped, about)


def add_stance_differences(results, skipped, articles, about):
    """Add how outlets differ in what was read, overall and on the same stories.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; with ``stance`` or ``loaded_language`` or both. Added to.
    articles : DataFrame
    about : dict
        Of a Comparison.
    """
    cluster = about["parameters"]["cluster"]
    matches = {"": None, "_matched": "story"} if "keyness_matched" in results else {"": None}
    if "stance" in results:
        results["stance_means"] = stance_means(
            with_cluster(results["stance"].table, cluster, articles), cluster=cluster)
        results["stance_sentences"] = _mentions(results["target_sentiment"], articles, about)
    for name, of, within in (("stance", "stance_contrast", "target"), ("loaded_language", "loaded_contrast", None)):
        for end, match in matches.items() if name in results else ():
            scores = own_voice(results[name]) if name == "stance" else results[name]
            add(results, skipped, f"{of}{end}", partial(contrasted, scores, articles, within, match, about))


def add_claim_differences(results, skipped, about):
    """Add how outlets differ in what their articles make of claims, on the same stories where these are matched.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; with ``claim_stance`` or not. Added to.
    about : dict
        Of a Comparison.
    """
    if "claim_stance" in results:
        match = "story" if "keyness_matched" in results else None
        add(results, skipped, "shares_of_claims", partial(_claim_shares, results["claim_stance"], match, about))


def own_voice(result):
    """The rows in which outlets speak themselves, or all rows where voices were not told apart (Result)."""
    table = result.table
    own = table["voice"] == OWN
    return replace(result, table=table[own].reset_index(drop=True)) if own.any() else result


def _unread(given, articles, sources):
    """The sentence why stance is not read; empty where it is."""
    if given["targets"] is False:
        return "Stance was not read."
    if given["targets"] is None and len(articles) > MOST_READ:
        return (f"Stance was not read. There are {len(articles):,} articles: targets=['...'] names toward whom to read "
                "it, targets=True takes the main ones and reads how loaded the wording is.")
    if given["targets"] is None and sources is None:
        return "Stance was not read, since voices were not; targets=True reads what it needs of them."
    return ""


def _said(full, whole, sources):
    """Who is quoted where, in the texts whose words count; None where that is still to be read."""
    if sources is None:
        return None
    table = voices(full, sources=sources).table
    return table if whole is full else carried(table, full, whole)


def _add_targets(results, skipped, articles, about, said):
    given = about["parameters"]
    targets = given["targets"] if isinstance(given["targets"], list | dict) else None
    model = entered(about["models"], "target_sentiment", TargetSentiment())
    add(results, skipped, "stance", partial(stance, articles, targets, model=model, voice=given["voice"],
                                             by_voice=given["voice"] == "all", sources=said))
    if "stance" in results:
        found = results["stance"]
        results["target_sentiment"] = Result(found.about["mentions"], {**found.about, "measure": "target_sentiment"},
                                             articles)


def _add_loaded(results, skipped, articles, about, said):
    """Loaded wording in the outlets' own voice, unless another is asked for."""
    given = about["parameters"]
    if given["targets"] is not True and len(articles) > MOST_READ:
        skipped["loaded_language"] = (f"Loaded wording was not read. There are {len(articles):,} articles: "
                                      "cf.loaded_language(corpus) reads them.")
        return
    model = entered(about["models"], "loaded_language", LoadedLanguage())
    voice = OWN if given["voice"] == "all" else given["voice"]
    read = partial(loaded_language, articles, model=model, voice=voice, sources=said)
    add(results, skipped, "loaded_language", read)
    if "loaded_language" in results:
        words = read(level="word")
        results["loaded_words"] = _loaded_words(words.table, about)
        shown = _loaded_sentences(read(level="sentence"), articles, about)
        results |= {"loaded_sentences": shown, "loaded_marks": _loaded_marks(shown, words)}


def _claim_shares(result, match, about):
    """Each outlet's share of articles that agree with, dispute, discuss or pass over each claim."""
    rows = result.table.assign(outlet=named(result.table["outlet"], about))
    found = shares(Result(rows, result.about), of="label", within="claim", match=match, **against(about))
    return Result(compared_only(found.table, about), found.about)


def _mentions(found, articles, about):
    """The most negative and most positive mentions that keep a label, of each outlet, target and voice."""
    table = found.table[found.table["outlet"].isin(about["compared"][:MOST_OUTLETS])]
    main = table["target"].value_counts().index[:MOST_TARGETS]
    table = table[table["label"].isin(ENDS) & table["target"].isin(main)]
    table = table.assign(end_of=table["label"], size=table["score"].abs())
    table["text"] = _passages(table, articles, "sentence_start", "sentence_end")
    table = table.sort_values(["size", "article", "start"], ascending=[False, True, True], kind="stable")
    groups = ["outlet", "target", "voice", "end_of"]
    table = table.drop_duplicates([*groups, "text"]).groupby(groups, sort=False).head(MOST_MENTIONS)
    table = table.drop(columns="size").reset_index(drop=True)
    return Result(table, {**found.about, "measure": "stance_sentences"}, articles)


def _loaded_words(table, about):
    """The words of each outlet that do most to make sentences loaded, commonest first."""
    own = table[table["outlet"].isin(about["compared"])].assign(word=table["word"].str.lower())
    counts = own.groupby(["outlet", "word"], as_index=False).agg(
        n=("word", "size"), n_articles=("article", "nunique"), contribution=("contribution", "mean"))
    order = ["outlet", "n", "contribution", "word"]
    counts = counts.sort_values(order, ascending=[True, False, False, True], kind="stable")
    top = counts.groupby("outlet").head(MOST_WORDS).reset_index(drop=True)
    return Result(top, {"measure": "loaded_words", "caution": None, "reads":
                        "n: uses in loaded sentences; contribution: what a use adds to the log odds, on average"})


def _loaded_sentences(found, articles, about):
    """The most loaded sentences of each outlet, from different articles first."""
    table = found.table[(found.table["n_loaded"] > 0) & found.table["outlet"].isin(about["compared"][:MOST_OUTLETS])]
    table = table.assign(text=_passages(table, articles, "start", "end"))
    table = table[table["text"].str.split().str.len() >= LEAST_WORDS].drop_duplicates(["outlet", "text"])
    table = table.sort_values(["score", "article", "start"], ascending=[False, True, True], kind="stable")
    table = table.assign(turn=table.groupby(["outlet", "article"]).cumcount())
    table = table.sort_values(["outlet", "turn"], kind="stable").groupby("outlet").head(MOST_SENTENCES)
    return Result(table.drop(columns="turn").reset_index(drop=True), {**found.about, "measure": "loaded_sentences"},
                  articles)


def _loaded_marks(shown, words):
    """The words of the sentences shown, with what each adds."""
    pairs = words.table.merge(shown.table[["article", "start", "end"]], on="article", suffixes=("", "_sentence"))
    inside = (pairs["start"] >= pairs["start_sentence"]) & (pairs["end"] <= pairs["end_sentence"])
    table = pairs.loc[inside, list(words.table.columns)].reset_index(drop=True)
    return Result(table, {**words.about, "measure": "loaded_marks"}, words.articles)


def _passages(table, articles, start, end):
    """What stands between two columns of characters."""
    texts = articles.set_index("id")["text"]
    each = zip(table["article"], table[start], table[end])
    return pd.Series([texts[article][a:b] for article, a, b in each], table.index, dtype="str")
