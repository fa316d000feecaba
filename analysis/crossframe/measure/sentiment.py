"""Sentiment by lexicon: how positive or negative an article's words are."""

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.rules import score_words
from crossframe.measure.valence import reader_for, score_texts
from crossframe.result import Result
from crossframe.schema import SENTIMENT, names
from crossframe.sentences import split_sentences

BATCH = 1_000_000  # characters of text taken up at a time
CAUTION = (
    "Words are scored wherever they stand: quotations count as the outlet's own words, and a negative score may come "
    "from a grim event as much as from a hostile account of it. Compare outlets on the same stories.")


def sentiment(corpus, *, lexicon="vader", level="article", typography="straight", voice="all"):
    """Score the sentiment of articles by a word list.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    lexicon : str, Path, DataFrame, dict or Lexicon
        As :func:`crossframe.lexicons.load_lexicon` takes it.
    level : {"article", "sentence", "text", "word"}
        "article": the mean of its scored sentences. "sentence": each sentence. "text": the whole text as if it were one
        sentence; VADER's scores of whole articles lie near -1 or 1 whatever they say. "word": each matched word, which
        shows where the other scores come from.
    typography : {"straight", "printed"}
        "straight" reads curly quotes as straight ones, and dashes and ellipses as spaces, so that outlets do not differ
        by their typesetting. "printed" reads them as vaderSentiment does; then a sentence scores as in :func:`valence`.
        Rules other than VADER's always read straight.
    voice : str
        "all"; what is quoted and what the outlet says cannot be told apart in this version.

    Returns
    -------
    Result
        A row an article, sentence or word: ``crossframe.schema.SENTIMENT``. Above 0 is positive; ``about["reads"]``
        gives the scale (-1 to 1 under VADER's rules, else the mean score of the matched words on the lexicon's own
        scale). Not scored is NaN with ``n_matched`` 0. By word, `score` is the word's share after negation, boosters
        and the other rules, and ``term`` the word as read. ``about["coverage"]`` has the shares of words matched, and
        of rows and articles scored.

    Raises
    ------
    DataError
        A column is missing, the lexicon, level or typography is unknown, or `voice` is another than "all".

    References
    ----------
    Hutto & Gilbert (2014), VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.

    Examples
    --------
    >>> text = ["A good plan. It may not fail.", "The plan is a disaster!"]
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": text})
    >>> sentiment(frame).table.round(3)
      article outlet story  start  end  score  n_matched
    0       0      A            0   29  0.436          2
    1       1      B            0   23 -0.659          1
    >>> sentiment(frame, level="word").table[["article", "start", "end", "score", "term"]].round(3)
      article  start  end  score      term
    0       0      2    6   1.90      good
    1       0     24   28   1.85      fail
    2       1     14   22  -3.10  disaster
    """
    if voice != "all":
        raise DataError(f"voice={voice!r}: quotations are not told apart in this version; only voice='all' is.")
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    reader = reader_for(lexicon, typography)
    articles = as_articles(corpus, what="sentiment")
    batches = _batches(articles.text.tolist())
    parts, n_words = zip(*(LEVELS[level](first, texts, reader) for first, texts in batches), strict=True)
    rows = pd.concat(parts, ignore_index=True)
    story = articles["story"].fillna("") if "story" in articles else pd.Series("", index=articles.index)
    known = articles[["id", "outlet"]].assign(story=story).rename(columns={"id": "article"})
    table = pd.concat([known.take(rows.pop("article")).reset_index(drop=True), rows], axis=1)
    table = table[[*names(SENTIMENT), *(["term"] if level == "word" else [])]]
    return Result(table, _about(reader, level, table, sum(n_words), len(articles)), articles)


def _about(reader, level, table, n_words, n_articles):
    lexicon, scored = reader.lexicon, table[table.score.notna()]
    coverage = {"words": int(table.n_matched.sum()) / max(int(n_words), 1), "rows": len(scored) / max(len(table), 1),
                "articles": scored.article.nunique() / n_articles}
    return {"measure": "sentiment", "reads": _reads(lexicon, level), "caution": CAUTION, "level": level,
            "lexicon": lexicon.name, "rules": lexicon.rules, "card": lexicon.card,
            "typography": "straight" if reader.straight else "printed", "voice": "all", "coverage": coverage}


def _reads(lexicon, level):
    if level == "word":
        return "above 0: adds to the positive side, on the lexicon's scale after negation and the other rules"
    low, high = (-1, 1) if lexicon.rules == "vader" else (min(lexicon.scores.values()), max(lexicon.scores.values()))
    of = {"article": "the mean of an article's scored sentences", "sentence": "each sentence by itself",
          "text": "an article's whole text at once"}[level]
    return f"above 0: positive, below 0: negative, {low:g} to {high:g}; {of}"


def _batches(texts):
    """(number of the first, texts) of successive batches of articles, under a progress bar."""
    from tqdm import tqdm

    first = size = 0
    with tqdm(total=len(texts), desc="sentiment", unit=" articles", delay=2) as bar:
        for place, text in enumerate(texts, 1):
            size += len(text)
            if size >= BATCH or place == len(texts):
                yield first, texts[first:place]
                bar.update(place - first)
                first, size = place, 0


def _by_text(first, texts, reader):
    score, n_matched, n_words = score_texts(texts, reader)
    return _whole_rows(first, texts, score, n_matched), n_words.sum()


def _by_article(first, texts, reader):
    rows, n_words = _by_sentence(0, texts, reader)
    scored = rows[rows.score.notna()]
    total = np.bincount(scored.article, weights=scored.score, minlength=len(texts))
    n_scored = np.bincount(scored.article, minlength=len(texts))
    n_matched = np.bincount(rows.article, weights=rows.n_matched, minlength=len(texts)).astype(np.int64)
    score = np.divide(total, n_scored, out=np.full(len(texts), np.nan), where=n_scored > 0)
    return _whole_rows(first, texts, score, n_matched), n_words


def _by_sentence(first, texts, reader):
    sentences, owner, start, end = _sentences(texts)
    score, n_matched, n_words = score_texts(sentences, reader)
    rows = {"article": first + owner, "start": start, "end": end, "score": score, "n_matched": n_matched}
    return pd.DataFrame(rows), n_words.sum()


def _by_word(first, texts, reader):
    sentences, owner, starts, _ = _sentences(texts)
    reading = reader.read(sentences)
    at, score = score_words(reading, reader.vocabulary)
    sentence, word = reading.text[at], reading.word_in_text(at)
    size = reader.vocabulary.arrays.size[reading.code[at]]
    spans = {each: starts[each] + reader.spans(sentences[each]) for each in np.unique(sentence).tolist()}
    start = [spans[each][place, 0] for each, place in zip(sentence.tolist(), word, strict=True)]
    end = [spans[each][place, 1] for each, place in zip(sentence.tolist(), word + size - 1, strict=True)]
    article = owner[sentence]
    term = [texts[each][here:there].lower() for each, here, there in zip(article, start, end, strict=True)]
    rows = {"article": first + article, "start": np.array(start, dtype=np.int64), "end": np.array(end, dtype=np.int64),
            "score": score, "n_matched": np.ones(len(at), dtype=np.int64), "term": np.array(term, dtype=object)}
    return pd.DataFrame(rows).astype({"term": "str"}), reading.n_words.sum()


def _whole_rows(first, texts, score, n_matched):
    rows = {"article": np.arange(first, first + len(texts)), "start": 0, "end": [len(text) for text in texts],
            "score": score, "n_matched": n_matched}
    return pd.DataFrame(rows)


def _sentences(texts):
    """Sentences of texts; the text each is in, and its first character and one past its last there."""
    spans = [split_sentences(text) for text in texts]
    sentences = [text[start:end] for text, each in zip(texts, spans, strict=True) for start, end in each.tolist()]
    owner = np.repeat(np.arange(len(texts)), [len(each) for each in spans])
    start, end = np.concatenate(spans).reshape(-1, 2).T
    return sentences, owner, start, end


LEVELS = {"article": _by_article, "sentence": _by_sentence, "text": _by_text, "word": _by_word}
