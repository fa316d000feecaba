"""The part of ``compare`` that asks whose voice is heard: who is quoted, names, doers, and how sure it sounds."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from crossframe.compare.contrast import contrast
from crossframe.compare.diversity import quoted_speakers, source_diversity
from crossframe.compare.parts import add
from crossframe.compare.shares import shares
from crossframe.compare.sides import against, compared_only, named
from crossframe.errors import DataError
from crossframe.measure.agency import agency
from crossframe.measure.hedging import hedging
from crossframe.measure.naming import naming
from crossframe.measure.sources import sources as find_sources
from crossframe.measure.voices import heard
from crossframe.result import Result
from crossframe.tokens import count_terms

__all__ = ["add_differences", "add_voices", "check_voices", "sources_to_read"]

MOST_READ = 500  # articles read without being asked
MOST_WORDS = 100  # of an outlet, asked whose they are
SHARES = {"shares_of_speaker_kind": ("sources", "speaker_kind", None), "shares_of_kind": ("sources", "kind", None),
          "shares_of_cue_stance": ("sources", "cue_stance", None), "shares_of_names": ("naming", "name", "referent"),
          "shares_of_agency": ("agency", "voice", None)}
HEDGES = ("hedge", "booster", "evidential")


def check_voices(voices):
    """Refuse what ``compare`` cannot do.

    Raises
    ------
    DataError
        The message names the choices.
    """
    if voices not in (None, True, False):
        raise DataError(f"voices must be True, False or None (of at most {MOST_READ} articles), got {voices!r}.")


def sources_to_read(corpus, about, sources):
    """Who is quoted: the user's own table, else what ``cf.sources`` finds where voices are to be read, else None.

    Parameters
    ----------
    corpus : Corpus
        Full texts.
    about : dict
        Of a Comparison.
    sources : Result, DataFrame or None
        The user's own, as in ``compare``.
    """
    return find_sources(corpus.articles) if sources is None and _reads(about, corpus) else sources


def _reads(about, corpus):
    wanted = about["parameters"]["voices"]
    return len(corpus.articles) <= MOST_READ if wanted is None else wanted


def add_voices(results, skipped, corpus, about, sources):
    """Add what whole texts say about voices, and how outlets differ in it; on the same stories where these are matched.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; added to.
    corpus : Corpus
        Full texts, with stories where matched.
    about : dict
        Of a Comparison.
    sources : Result, DataFrame or None
        Of :func:`sources_to_read`.
    """
    articles = corpus.articles
    if not _reads(about, corpus):
        unasked = about["parameters"]["voices"] is None
        why = f" There are {len(articles):,} articles: voices=True reads them." if unasked else ""
        skipped["sources"] = f"Voices were not read.{why}"
        return
    results |= {"sources": _as_result(sources, articles), "naming": naming(articles), "agency": agency(articles),
                "hedging": hedging(articles, level="article")}
    add_differences(results, skipped, about)


def add_differences(results, skipped, about):
    """Add how outlets differ in what was read of voices.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; with ``sources``, ``naming``, ``agency``, ``hedging`` or some of them. Added to.
    about : dict
        Of a Comparison.
    """
    match = "story" if "keyness_matched" in results else None
    for name, (measure, of, within) in SHARES.items():
        if measure in results:
            add(results, skipped, name, partial(_shares, results[measure], of, within, match, about))
    if "hedging" in results:
        add(results, skipped, "hedging_contrast", partial(_hedging_contrast, results["hedging"], match, about))
    if "sources" in results:
        found = results["sources"]
        add(results, skipped, "speakers", partial(quoted_speakers, found))
        add(results, skipped, "diversity", partial(_diversity, found, match, about))
        if about["parameters"]["voice"] == "all":
            add(results, skipped, "words_quoted", partial(_words_quoted, results["keyness"].table, found, about))


def _shares(result, of, within, match, about):
    compared = shares(_sides(result, about), of=of, within=within, match=match, **against(about))
    return replace(compared, table=compared_only(compared.table, about))


def _diversity(found, match, about):
    compared = source_diversity(_sides(found, about), match=match, seed=about["parameters"]["seed"], **against(about))
    return replace(compared, table=compared_only(compared.table, about))


def _hedging_contrast(rates, match, about):
    """A row an outlet and kind of marker."""
    parts = {kind: contrast(_sides(rates, about), value=kind, match=match, seed=about["parameters"]["seed"],
                            **against(about)) for kind in HEDGES}
    table = pd.concat([compared_only(part.table, about).assign(kind=kind) for kind, part in parts.items()])
    first = parts[HEDGES[0]]
    reads = "uses per 1,000 words, by kind of marker; above 0: more in the outlet"
    about = first.about | {"reads": reads, "value": list(HEDGES)}
    return replace(first, table=table.reset_index(drop=True), about=about)


def _words_quoted(keyness, found, about):
    """Of the words that set outlets apart, how many of an outlet's uses stand in what it quotes."""
    articles, ngrams = found.articles, about["parameters"]["ngrams"]
    counted = [count_terms(texts, ngrams=ngrams) for texts in (articles["text"], heard(articles, "quoted", found))]
    parts = []
    for outlet, rows in keyness[keyness["estimate"] > 0].groupby("outlet", sort=False):
        terms, here = rows["term"].head(MOST_WORDS), (articles["outlet"] == outlet).to_numpy()
        uses = [pd.Series(np.asarray(counts.matrix[here].sum(axis=0)).ravel(), counts.terms) for counts in counted]
        n, n_quoted = (each[~each.index.duplicated()].reindex(terms, fill_value=0).to_numpy() for each in uses)
        columns = {"term": terms, "estimate": rows["estimate"].head(MOST_WORDS), "n": n, "n_quoted": n_quoted}
        parts.append(pd.DataFrame({"outlet": outlet, **columns, "share_quoted": n_quoted / np.where(n, n, np.nan)}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(
        columns=["outlet", "term", "estimate", "n", "n_quoted", "share_quoted"])
    reads = "share_quoted: which share of the outlet's uses, in full articles, stand in what it quotes"
    return Result(table, {"measure": "words_quoted", "caution": None, "reads": reads}, articles)


def _as_result(sources, articles):
    about = {"measure": "sources", "caution": None}
    return sources if isinstance(sources, Result) else Result(sources, about, articles)


def _sides(result, about):
    """The same rows with outlets that are not compared by name as one."""
    return replace(result, table=result.table.assign(outlet=named(result.table["outlet"], about)))
