"""Loaded language: which sentences of a text are slanted by the choice of words, and by which words."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.cache import key_of, recall
from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.english import not_english, readable
from crossframe.measure.given_model import check_model
from crossframe.measure.voices import ONLY, check_voice, heard, in_voice, letters, with_heard
from crossframe.result import Result
from crossframe.schema import LOADED, LOADED_WORDS, names
from crossframe.sentences import all_sentences

LEVELS = ("article", "sentence", "word")
AT_ONCE = 20  # articles read before what was read is kept
NAMED = 5  # words named beside a score
CAUTION = (
    "The model is wrong on about one sentence in five: read those behind a score with .evidence(row), and compare "
    "outlets, not single articles. Who uses loaded words in quotations need not share them: voice='outlet' leaves "
    "quotations out.")
_WORD = np.dtype([("sentence", "<i4"), ("start", "<i4"), ("end", "<i4"), ("contribution", "<f4")])


def loaded_language(corpus, *, level="article", model=None, voice="all", sources=None):
    """Find sentences whose wording is loaded, and the words that make them so.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; English.
    level : {"article", "sentence", "word"}
        A row an article, a sentence, or a word that makes its sentence loaded: the fewest words of a loaded sentence
        without whose contributions it would not be.
    model : object or None
        None: ``cf.models.LoadedLanguage()``. Else one with its ``explain(sentences)`` and ``intercept``; what a model
        with ``kept_as`` (a name that changes with its weights) has read is kept on disk between runs.
    voice : {"all", "outlet", "quoted"}
        Whose sentences are scored; a sentence is of the voice in which most of its letters are, and read whole.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; used where `voice` is not "all". None: ``cf.sources(corpus)``.

    Returns
    -------
    Result
        ``crossframe.schema.LOADED``, or by word ``LOADED_WORDS``. `score` of an article is the share of its sentences
        that are loaded, of a sentence the probability that it is, 0 to 1; NaN, with `n_matched` 0, where there is no
        sentence with a word in that voice, or the article does not read as English and the model reads English alone
        (``about["not_english"]`` counts these articles). ``cf.contrast(result)`` compares outlets.

    Raises
    ------
    DataError
        A column is missing; the level or voice is unknown; `sources` does not fit the texts.

    References
    ----------
    Recasens, Danescu-Niculescu-Mizil & Jurafsky (2013), Linguistic models for analyzing and detecting biased language,
    ACL; Spinde et al. (2021), Neural media bias detection using distant supervision with BABE, Findings of EMNLP.

    Examples
    --------
    >>> text = ["The council passed the levy.", "The shameless council rammed the brazen levy through."]
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": text})
    >>> loaded_language(frame).table[["outlet", "score", "n_matched", "n_loaded"]]
      outlet  score  n_matched  n_loaded
    0      A    0.0          1         0
    1      B    1.0          1         1
    """
    check_voice(voice)
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    if model is None:
        from crossframe.models.loaded_language import LoadedLanguage

        model = LoadedLanguage()
    check_model(model, "explain(sentences)", "intercept", like="LoadedLanguage")
    articles = as_articles(corpus, what="loaded_language")
    said = _in_voice(_read(articles, model), articles, voice, sources)
    columns = LOADED_WORDS if level == "word" else LOADED
    table = {"article": _by_article, "sentence": _by_sentence, "word": _by_word}[level](articles, said)
    table = table[names(columns)].astype({column.name: "str" for column in columns if column.dtype == "str"})
    about = _about(articles, model, level, voice)
    return Result(table, about, with_heard(articles, heard(articles, voice, sources), voice))


def loaded_places(result, row, n):
    """The passages behind one row of the result.

    Parameters
    ----------
    result : Result
        Of ``loaded_language``, by article or by sentence.
    row : Series
        One row of its table.
    n : int or None
        At most so many.

    Returns
    -------
    list of (int, int)
        Of an article the strongest word of each loaded sentence, the likeliest first; of a loaded sentence the words
        that make it so, the strongest first; of one that is not, the sentence.
    """
    article = result.articles[result.articles.id == row.article].reset_index(drop=True)
    said = _read(article, result.about["model"])
    inside = said.sentences.start.ge(row.start) & said.sentences.end.le(row.end) & said.sentences.odds.notna()
    if "heard" in article:
        inside &= _mostly_heard(said.sentences, article.text[0], article.heard[0])
    said = _of(said, inside.to_numpy())
    strongest = said.words.sort_values("contribution", ascending=False, kind="stable")
    if result.about["level"] == "article":
        likeliest = said.sentences.odds.sort_values(ascending=False, kind="stable").index
        strongest = strongest.drop_duplicates("sentence").set_index("sentence")
        strongest = strongest.loc[likeliest.intersection(strongest.index, sort=False)]
    elif strongest.empty:
        strongest = said.sentences
    return list(zip(strongest.start.tolist(), strongest.end.tolist()))[:n]


class _Said(NamedTuple):
    """What a model says of articles."""

    sentences: pd.DataFrame  # article (id) place (row of the articles) start end odds (natural log; NaN without a word)
    words: pd.DataFrame  # sentence (row of `sentences`) start end contribution: those that make a sentence loaded


def _of(said, chosen):
    """Some of the sentences, numbered anew, and their words."""
    number = np.cumsum(chosen) - 1
    words = said.words[chosen[said.words.sentence.to_numpy()]]
    words = words.assign(sentence=number[words.sentence.to_numpy()])
    return _Said(said.sentences[chosen].reset_index(drop=True), words.reset_index(drop=True))


def _in_voice(said, articles, voice, sources):
    """The sentences of one voice that have a word."""
    rows = said.sentences.assign(at=np.arange(len(said.sentences)))[said.sentences.odds.notna()]
    chosen = np.zeros(len(said.sentences), bool)
    chosen[in_voice(rows, articles, voice, sources)["at"]] = True
    return _of(said, chosen)


def _mostly_heard(sentences, text, heard_text):
    """Of which sentences most letters are in the voice that was asked for."""
    spans = zip(sentences.start.tolist(), sentences.end.tolist())
    return np.array([2 * letters(heard_text[a:b]) >= letters(text[a:b]) for a, b in spans], bool)


def _read(articles, model):
    """Every sentence of the articles; those of texts read before come from disk."""
    def made(places):
        own = [slice(bounds[at], bounds[at + 1]) for at in places]
        return [_scored(texts[at], list(zip(start[each].tolist(), end[each].tolist())), model)
                for at, each in zip(places, own)]

    place, start, end = all_sentences(articles.text)
    bounds = np.searchsorted(place, np.arange(len(articles) + 1))
    keys, texts = articles.text.map(key_of).tolist(), articles.text.tolist()
    known = recall(getattr(model, "kept_as", None), keys, made, at_once=AT_ONCE, label="loaded language",
                   unit="articles")
    sentences = pd.DataFrame({"article": articles.id.to_numpy()[place], "place": place, "start": start, "end": end})
    odds, of_texts = zip(*(_unpacked(known[key]) for key in keys), strict=True)
    odds = np.where(readable(articles, model)[place], np.concatenate(odds), np.nan)
    words = np.concatenate(of_texts)
    words["sentence"] += np.repeat(bounds[:-1], [len(each) for each in of_texts]).astype(np.int32)
    return _Said(sentences.assign(odds=odds), pd.DataFrame(words))


def _scored(text, spans, model):
    """What a model says of one text alone, as bytes: the number of sentences, their log odds, the words."""
    sentences = [text[start:end] for start, end in spans]
    rows = model.explain(sentences, progress=False)
    added = np.bincount(rows.sentence, rows.contribution, minlength=len(sentences))
    odds = np.array([model.intercept + each if any(map(str.isalnum, sentence)) else np.nan
                     for sentence, each in zip(sentences, added)], "<f4")
    words = _carrying(rows, odds)
    packed, shift = np.empty(len(words), _WORD), np.array([start for start, _ in spans], int)[words.sentence.to_numpy()]
    packed["sentence"], packed["contribution"] = words.sentence, words.contribution
    packed["start"], packed["end"] = words.start + shift, words.end + shift
    return np.array([len(odds)], "<i4").tobytes() + odds.tobytes() + packed.tobytes()


def _unpacked(stored):
    n = int(np.frombuffer(stored, "<i4", 1)[0])
    return np.frombuffer(stored, "<f4", n, 4), np.frombuffer(stored, _WORD, -1, 4 + 4 * n)


def _carrying(rows, odds):
    """The fewest words of each loaded sentence without which it would not be: the strongest, in order of the text."""
    rows = rows[(odds[rows.sentence.to_numpy()] > 0) & (rows.contribution > 0)]
    rows = rows[rows.word.str.contains(r"[^\W_]", regex=True)]
    strongest = rows.sort_values(["sentence", "contribution"], ascending=[True, False], kind="stable")
    gone = strongest.groupby("sentence").contribution.cumsum() - strongest.contribution
    return strongest[odds[strongest.sentence.to_numpy()] > gone].sort_index()


def _by_article(articles, said):
    place, n = said.sentences.place.to_numpy(), len(articles)
    n_matched = np.bincount(place, minlength=n)
    n_loaded = np.bincount(place[said.sentences.odds.to_numpy() > 0], minlength=n)
    words = _words(articles, said).groupby(place[said.words.sentence.to_numpy()]).agg(_most_frequent)
    return origins(articles).assign(
        start=0, end=articles.text.str.len().to_numpy(np.int64), n_matched=n_matched, n_loaded=n_loaded,
        score=n_loaded / np.where(n_matched, n_matched, np.nan),
        words=words.reindex(range(n), fill_value="").to_numpy())


def _by_sentence(articles, said):
    odds, sentences = said.sentences.odds.to_numpy(), said.sentences
    words = _words(articles, said).loc[said.words.contribution.sort_values(ascending=False, kind="stable").index]
    words = words.groupby(said.words.sentence).agg(lambda each: ", ".join(dict.fromkeys(each)))
    return origins(articles).take(sentences.place).reset_index(drop=True).assign(
        start=sentences.start, end=sentences.end, score=1 / (1 + np.exp(-odds)), n_matched=1,
        n_loaded=(odds > 0).astype(np.int64), words=words.reindex(range(len(sentences)), fill_value=""))


def _by_word(articles, said):
    place = said.sentences.place.to_numpy()[said.words.sentence.to_numpy()]
    rows = origins(articles).take(place).reset_index(drop=True)
    own = said.words[["start", "end", "contribution"]].astype({"start": int, "end": int, "contribution": float})
    return pd.concat([rows, own], axis=1).assign(word=_as_written(articles, said))


def _as_written(articles, said):
    texts, place = articles.text.tolist(), said.sentences.place.to_numpy()[said.words.sentence.to_numpy()]
    each = zip(place.tolist(), said.words.start.tolist(), said.words.end.tolist())
    return pd.Series([texts[at][start:end] for at, start, end in each], dtype="str")


def _words(articles, said):
    return _as_written(articles, said).str.lower()


def _most_frequent(words):
    """At most NAMED words with their uses."""
    counts = words.value_counts(sort=False).sort_values(ascending=False, kind="stable")[:NAMED]
    return ", ".join(f"{word} ({n})" for word, n in counts.items())


def _about(articles, model, level, voice):
    reads = {"article": "share of an article's sentences whose wording is loaded, 0 to 1",
             "sentence": "probability that a sentence's wording is loaded, 0 to 1",
             "word": "a row a word that makes its sentence loaded; contribution: what it adds to the natural-log odds"}
    parameters, english = {"level": level, "voice": voice}, readable(articles, model)
    return {
        "measure": "loaded_language", "reads": f"{reads[level]}.{ONLY[voice]}",
        "caution": CAUTION + not_english(articles, english), "not_english": int((~english).sum()), **parameters,
        "parameters": parameters, "n_articles": len(articles), "card": getattr(model, "card", ""), "model": model,
    }
