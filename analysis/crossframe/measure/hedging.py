"""Hedging: how far a text stands behind what it says, by the words that weaken, strengthen or source it."""

from collections import Counter

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.markers import find_markers, markers
from crossframe.measure.quotations import scare_quotes
from crossframe.measure.said import KINDS as SAID
from crossframe.measure.said import attributions
from crossframe.measure.sources import sources as find_sources
from crossframe.measure.voices import ONLY, check_voice, heard, in_voice
from crossframe.result import Result
from crossframe.schema import HEDGING, HEDGING_RATES, names
from crossframe.sentences import split_sentences
from crossframe.tokens import count_terms

KINDS = ("hedge", "booster", "evidential", "scare_quote")
WORDS = KINDS[:3]
LEVELS = ("marker", "article")
CAUTION = (
    "Markers are words of a list; a few mean something else in a given place, and a text hedges by other means, too. "
    "Officials hedge in quotations as outlets do in theirs: voice='outlet' leaves quotations out.")


def hedging(corpus, *, level="marker", kinds=WORDS, voice="all", sources=None):
    """Find the words by which a text weakens, strengthens or sources what it says.

    - "hedge": *may, might, could, perhaps, likely, seems, suggests, about 20*;
    - "booster": *clearly, certainly, in fact, of course, no doubt, always*;
    - "evidential": that something is said or inferred, and no more: *reportedly, allegedly, apparently, alleged,
      is said to*;
    - "scare_quote": *so-called*, and a few words in quotation marks that nobody is said to have said. This is a rough
      rule, of whose hits about half keep a distance; only on demand, since who said what must be known for it.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`, in English.
    level : {"marker", "article"}
        "marker": a row a marker. "article": a row an article with its rates.
    kinds : str or iterable of str
        Which kinds are looked for: "hedge", "booster", "evidential", "scare_quote".
    voice : {"all", "outlet", "quoted"}
        Whose words are read; see :func:`crossframe.voices`.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; None: it is asked where `voice` or scare quotes need it.

    Returns
    -------
    Result
        ``crossframe.schema.HEDGING``, in the order of the texts; by article ``HEDGING_RATES``: markers of each kind per
        1,000 words, higher where there are more, NaN for a kind that was not looked for and where an article has no
        words in that voice. ``cf.contrast(result, value="hedge")`` compares outlets by it.

    Raises
    ------
    DataError
        A column is missing, or level, kind or voice is unknown.

    References
    ----------
    Hyland (2005), Metadiscourse, for hedges and boosters; Holmes (1984), J. Pragmatics 8, Lakoff (1973), J.
    Philosophical Logic 2, and Prince, Frader & Bosk (1982) for approximators; Chafe (1986), in Chafe & Nichols,
    Evidentiality. ``lexicons/cards/hedging.md`` says what was taken and what left out.

    Examples
    --------
    >>> text = ["The mayor may resign, perhaps in May.", "The mayor will certainly resign."]
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": text})
    >>> hedging(frame).table[["outlet", "start", "end", "marker", "kind"]]
      outlet  start  end     marker     kind
    0      A     10   13        may    hedge
    1      A     22   29    perhaps    hedge
    2      B     15   24  certainly  booster
    >>> hedging(frame, level="article").table[["outlet", "hedge", "booster", "n_words"]].round(1)
      outlet  hedge  booster  n_words
    0      A  285.7      0.0        7
    1      B    0.0    200.0        5
    """
    check_voice(voice)
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    kinds = _checked(kinds)
    articles = as_articles(corpus, what="hedging")
    if sources is None and (voice != "all" or "scare_quote" in kinds):
        sources = find_sources(articles)
    rows = in_voice(_rows(articles, kinds, sources), articles, voice, sources)
    table = _numbered(rows, articles) if level == "marker" else _rates(rows, articles, kinds, voice, sources)
    parameters = {"level": level, "kinds": list(kinds), "voice": voice}
    what = "a row a marker" if level == "marker" else "markers per 1,000 words: higher, more of that kind"
    stands = "hedges and evidentials keep a statement at a distance, boosters stand behind it."
    about = {
        "measure": "hedging", "caution": CAUTION, **parameters, "parameters": parameters, "n_articles": len(articles),
        "reads": f"{what}; {stands}{ONLY[voice]}"}
    return Result(table, about, articles)


def _checked(kinds):
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not kinds or (unknown := [kind for kind in kinds if kind not in KINDS]):
        raise DataError(f"kinds are some of {', '.join(KINDS)}, got {unknown[0]!r}." if kinds else
                        f"kinds is empty; name some of {', '.join(KINDS)}.")
    return tuple(kind for kind in KINDS if kind in kinds)


def _rows(articles, kinds, sources):
    """Every marker of these kinds: article outlet story start end marker kind."""
    known, found = markers(), []
    said = _said(articles, sources) if "scare_quote" in kinds else {}
    for row, text in enumerate(articles.text):
        found += [(row, start, end, term, known[term].kind) for start, end, term in find_markers(text)
                  if known[term].kind in kinds]
        if "scare_quote" in kinds:
            found += [(row, start, end, " ".join(text[start:end].lower().split()), "scare_quote")
                      for start, end in scare_quotes(text, said.get(row, ()))]
    table = pd.DataFrame(found, columns=["row", "start", "end", "marker", "kind"])
    table = table.sort_values(["row", "start"], kind="stable", ignore_index=True)
    place = table.pop("row").to_numpy(np.int64)
    for column, name in (("article", "id"), ("outlet", "outlet"), ("story", "story")):
        table[column] = articles[name].to_numpy()[place] if name in articles else ""
    table["story"] = table.story.fillna("")
    return table.astype({"start": "int64", "end": "int64", "marker": "str", "kind": "str", "story": "str"})


def _said(articles, sources):
    """Row of the article -> first character and one past the last of all that somebody is known to have said there."""
    rows = attributions(articles, sources, SAID)
    return {place: list(zip(part["start"], part["end"])) for place, part in rows.groupby("place")}


def _numbered(rows, articles):
    """The rows with the number of the sentence that each stands in."""
    texts = dict(zip(articles.id, articles.text))
    number = [np.searchsorted(split_sentences(texts[article])[:, 0], part.to_numpy(), side="right")
              for article, part in rows.groupby("article", sort=False)["start"]]
    return rows.assign(sentence=np.concatenate([np.empty(0, np.int64), *number]))[names(HEDGING)]


def _rates(rows, articles, kinds, voice, sources):
    """A row an article: markers of each kind per 1,000 of its words."""
    n_words = count_terms(heard(articles, voice, sources)).totals
    table = origins(articles).assign(n_words=n_words)
    counts = Counter(zip(rows.article, rows.kind))
    for kind in KINDS:
        n = np.array([counts[article, kind] for article in articles.id], float)
        table[kind] = 1000 * n / np.where(n_words > 0, n_words, np.nan) if kind in kinds else np.nan
    table["n_matched"] = [sum(counts[article, kind] for kind in KINDS) for article in articles.id]
    return table[names(HEDGING_RATES)].astype({"story": "str", "n_matched": "int64", "n_words": "int64"})
