"""How much an article lets others speak: its quotations, its speakers, the words that are theirs."""

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.voices import stretches
from crossframe.result import Result
from crossframe.schema import SOURCE_SCORES, check_columns, names

UNNAMED = ("unnamed", "unknown")  # kinds of speakers that are nobody in particular


def source_scores(corpus, *, sources=None):
    """Count the quotations, speakers and quoted words of every article, for ``cf.contrast``.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    sources : Result, DataFrame or None
        What ``cf.sources`` gave for these articles, or a table of your own: article, start, end (of what was said) and
        speaker. Rows of other articles are passed over. None: ``cf.sources(corpus)``.

    Returns
    -------
    Result
        A row an article: ``crossframe.schema.SOURCE_SCORES``. An article that quotes nobody has 0, as it was read and
        nothing was found. ``cf.contrast(scores, value="share_quoted", match="story")`` compares the outlets.

    Raises
    ------
    DataError
        A column is missing, `sources` does not fit the texts, or stands where the articles should.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["a", "b"], "outlet": ["A", "B"], "text": ["“Too late,” she said.", "It is late."]})
    >>> said = pd.DataFrame({"article": ["a"], "start": [0], "end": [11], "speaker": ["Ada Rook"]})
    >>> source_scores(frame, sources=said).table[["article", "n_quotes", "n_words_quoted", "share_quoted"]]
      article  n_quotes  n_words_quoted  share_quoted
    0       a         1               2           0.5
    1       b         0               0           0.0
    """
    from crossframe.tokens import count_terms

    _check_articles(corpus)
    articles = as_articles(corpus, what="source_scores")
    if sources is None:
        from crossframe.measure.sources import sources as find_sources

        sources = find_sources(articles)
    quoted = stretches(articles, "quoted", sources)
    said = sources.table if isinstance(sources, Result) else sources
    check_columns(said, ["speaker"], "source_scores")
    said = said.assign(article=said["article"].astype(str), speaker=known_speaker(said))
    ids = articles["id"].astype(str)
    n_speakers = said[said["speaker"] != ""].groupby("article")["speaker"].nunique()
    words = count_terms(articles["text"]).totals
    words_quoted = count_terms(pd.Series(["\u2029".join(text[start:end] for start, end in spans.tolist())
                                          for text, spans in zip(articles["text"], quoted, strict=True)])).totals
    with np.errstate(invalid="ignore"):
        share = words_quoted / words
    table = origins(articles).assign(
        n_quotes=ids.map(said["article"].value_counts()).fillna(0).astype(int),
        n_speakers=ids.map(n_speakers).fillna(0).astype(int),
        n_words=words, n_words_quoted=words_quoted, share_quoted=share)
    about = {"measure": "source_scores", "parameters": {}, "n_articles": len(table),
             "reads": "n_quotes, n_speakers, n_words_quoted and share_quoted: the higher, the more others speak in it.",
             "caution": None if len(said) else "Nothing is quoted in these articles."}
    return Result(table[names(SOURCE_SCORES)], about, articles)


def _check_articles(corpus):
    """Refuse a table of sources that was given in place of the articles."""
    is_said = isinstance(corpus, pd.DataFrame) and "speaker" in corpus and "text" not in corpus
    if is_said or isinstance(corpus, Result):
        raise DataError("source_scores takes the articles first, since those that quote nobody count too; pass what "
                        "cf.sources gave as sources=: cf.source_scores(corpus, sources=said).")


def known_speaker(said):
    """Speakers' names in one spelling, the commonest where they differ in capitals and spaces; empty where unknown.

    Parameters
    ----------
    said : DataFrame
        With ``speaker`` and, where there is one, ``speaker_kind``.

    Returns
    -------
    Series of str

    Examples
    --------
    >>> known_speaker(pd.DataFrame({"speaker": ["Ada Rook", "ADA  ROOK", "Ada Rook", None]})).tolist()
    ['Ada Rook', 'Ada Rook', 'Ada Rook', '']
    """
    name = said["speaker"].fillna("").astype(str).str.split().str.join(" ")
    if "speaker_kind" in said:
        name = name.where(~said["speaker_kind"].isin(UNNAMED), "")
    folded = name.str.casefold()
    spelling = name.groupby(folded).agg(lambda each: each.mode().iloc[0])
    return folded.map(spelling).astype(name.dtype)
