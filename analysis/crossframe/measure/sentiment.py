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
    "Words are scored wherever they stand: quotations count as the outlet's own words, and a negative score may come from a "
    "grim event as much as from a hostile account of it. Compare outlets on the same stories.")


def sentiment(corpus, *, lexicon="vader", level="article", typography="straight", voice="all"):
    """Score the sentiment of articles by a word list.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    lexicon : str, Path, DataFrame, dict or Lexicon
        As :func:`crossframe.lexicons.load_lexicon` takes it.
    level : {"article", "sentence", "text", "word"}
        "article": the mean of its scored sentences. "sentence": each sentence. "text": the whole text as if it were one sentence;
        VADER's scores of whole articles lie near -1 or 1 whatever they say. "word": each matched word, which shows where the other
        scores come from.
    typography : {"straight", "printed"}
        "straight" reads curly quotes as straight ones, and dashes and ellipses as spaces, so that outlets do not differ by their
        typesetting. "printed" reads them as vaderSentiment does; then the scores of sentences are those of :func:`valence`.
    voice : str
        "all"; what is quoted and what the outlet says cannot be told apart in this version.

    Returns
    -------
    Result
        A row an article, sentence or word: ``crossframe.schema.SENTIMENT``; by word also ``term``, the word as read, and `score`
        is what it adds after negation, boosters and the other rules. Above 0 is positive; ``about["reads"]`` gives the scale (-1 to 1
        under VADER's rules, else the mean score of the matched words on the lexicon's own scale). Not scored is NaN with
        ``n_matched`` 0. ``about["coverage"]`` has the shares of words matched and of rows scored.

    Raises
    ------
    DataError
        A column is missing, the lexicon, level or typography is unknown, or `voice` is another than "all".

    References
    ----------
    Hutto & Gilbert (2014), VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["A good plan. It may not fail.", "The plan is a disaster!"]})
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
    parts, n_words = zip(*(LEVELS[level](batch, reader) for batch in _batches(articles.text.tolist())), strict=True)
    rows = pd.concat(parts, ignore_index=True)
    story = articles["story"].fillna("") if "story" in articles else pd.Series("", index=articles.index)
    known = articles[["id", "outlet"]].assign(story=story).rename(columns={"id": "article"})
    table = pd.concat([known.take(rows.pop("article")).reset_index(drop=True), rows], axis=1)
    table = table[[*names(SENTIMENT), *(["term"] if level == "word" else [])]]
    return Result(table, _about(reader, level, table, sum(n_words), len(articles)), articles)


def _about(reader, level, table, n_words, n_articles):
    lexicon, scored = reader.lexicon, table[table.score.notna()]
    return {
        "measure": "sentiment", "level": level, "lexicon": lexicon.name, "rules": lexicon.rules,
        "typography": "straight" if reader.straight else "printed", "voice": "all", "card": lexicon.card.partition("\n\n")[2].partition("\n\n")[0],
        "reads": _reads(lexicon, level), "caution": CAUTION,
        "coverage": {"words": int(table.n_matched.sum()) / max(int(n_words), 1), "rows": len(scored) / max(len(table), 1),
                     "articles": scored.article.nunique() / n_articles},
    }


def _reads(lexicon, level):
    if level == "word":
        return "above 0: adds to the positive side, on the lexicon's scale after negation and the other rules"
    scale = "-1 to 1" if lexicon.rules == "vader" else f"{min(lexicon.scores.values()):g} to {max(lexicon.scores.values()):g}"
    what = {"article": "mean of the article's scored sentences", "sentence": "each sentence", "text": "the whole text at once"}[level]
    return f"above 0: positive, below 0: negative, on a scale from {scale}; {what}"


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


def _by_text(batch, reader):
    first, texts = batch
    score, n_matched, n_words = score_texts(texts, reader)
    rows = pd.DataFrame({"article": np.arange(first, first + len(texts)), "start": 0, "end": [len(text) for text in texts],
                         "score": score, "n_matched": n_matched})
    return rows, n_words.sum()


def _by_sentence(batch, reader):
    first, texts = batch
    sentences, owner, spans = _sentences(texts)
    score, n_matched, n_words = score_texts(sentences, reader)
    rows = pd.DataFrame({"article": first + owner, "start": spans[:, 0], "end": spans[:, 1], "score": score, "n_matched": n_matched})
    return rows, n_words.sum()


def _by_article(batch, reader):
    first, texts = batch
    rows, n_words = _by_sentence(batch, reader)
    owner, scored = rows.article.to_numpy() - first, rows.score.notna().to_numpy()
    total = np.bincount(owner[scored], weights=rows.score.to_numpy()[scored], minlength=len(texts))
    n_scored = np.bincount(owner[scored], minlength=len(texts))
    n_matched = np.bincount(owner, weights=rows.n_matched, minlength=len(texts)).astype(np.int64)
    score = np.divide(total, n_scored, out=np.full(len(texts), np.nan), where=n_scored > 0)
    rows = pd.DataFrame({"article": np.arange(first, first + len(texts)), "start": 0, "end": [len(text) for text in texts],
                         "score": score, "n_matched": n_matched})
    return rows, n_words


def _by_word(batch, reader):
    first, texts = batch
    sentences, owner, spans = _sentences(texts)
    reading = reader.read(sentences)
    at, score = score_words(reading, reader.vocabulary)
    sentence, first_word = reading.text[at], reading.word_in_text(at)
    last_word = first_word + reader.vocabulary.arrays.size[reading.code[at]] - 1
    where = {each: spans[each, 0] + reader.spans(sentences[each]) for each in np.unique(sentence).tolist()}
    start, end = (np.array([where[each][word, side] for each, word in zip(sentence.tolist(), words.tolist(), strict=True)],
                           dtype=np.int64) for side, words in enumerate((first_word, last_word)))
    article = owner[sentence]
    terms = [texts[each][here:there].lower() for each, here, there in zip(article.tolist(), start, end, strict=True)]
    rows = pd.DataFrame({"article": first + article, "start": start, "end": end, "score": score, "n_matched": 1, "term": terms})
    return rows, reading.n_words.sum()


def _sentences(texts):
    """Sentences of texts, the text each is in, and where it stands there."""
    spans = [split_sentences(text) for text in texts]
    sentences = [text[start:end] for text, each in zip(texts, spans, strict=True) for start, end in each.tolist()]
    owner = np.repeat(np.arange(len(texts)), [len(each) for each in spans])
    return sentences, owner, np.concatenate([np.asarray(each, dtype=np.int64).reshape(-1, 2) for each in spans])


LEVELS = {"article": _by_article, "sentence": _by_sentence, "text": _by_text, "word": _by_word}
