"""Sentiment by lexicon: how positive or negative an article's words are."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.rules import score_words
from crossframe.measure.valence import reader_for, score_texts
from crossframe.measure.voices import ONLY, check_voice, stretches
from crossframe.result import Result
from crossframe.schema import SENTIMENT, names
from crossframe.sentences import split_sentences

BATCH = 1_000_000  # characters of text taken up at a time
_SAYS = re.compile(r"[^\W_]|[\u2190-\U0010ffff]")  # a letter, a number, an emoji
QUOTATIONS = (
    "Words are scored wherever they stand: quotations count as the outlet's own words; voice='outlet' leaves them out.")
CAUTION = (
    "A negative score may come from a grim event as much as from a hostile account of it. Compare outlets on the same "
    "stories.")


def sentiment(corpus, *, lexicon="vader", level="article", typography="straight", voice="all", sources=None):
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
    voice : {"all", "outlet", "quoted"}
        Whose words are scored: what the outlets say themselves, what they quote, or both. Of one voice every stretch is
        read by itself (a negation does not reach from one into the next), a sentence's part in that voice stands for
        the sentence, and articles in which it says nothing are not scored.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all". None:
        ``cf.sources(corpus)``.

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
        A column is missing, the lexicon, level, typography or voice is unknown, or `sources` do not fit the texts.

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
    check_voice(voice)
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    reader = reader_for(lexicon, typography)
    articles = as_articles(corpus, what="sentiment")
    said = None if voice == "all" else stretches(articles, voice, sources)
    cut = _whole if level == "text" else _sentences
    parts, n_words = zip(*(
        LEVELS[level](first, texts, reader, cut(texts, said and said[first : first + len(texts)]))
        for first, texts in _batches(articles.text.tolist())), strict=True)
    rows = pd.concat(parts, ignore_index=True)
    table = pd.concat([origins(articles).take(rows.pop("article")).reset_index(drop=True), rows], axis=1)
    table = table[[*names(SENTIMENT), *(["term"] if level == "word" else [])]]
    return Result(table, _about(reader, level, table, sum(n_words), len(articles), voice), articles)


def _about(reader, level, table, n_words, n_articles, voice):
    lexicon, scored = reader.lexicon, table[table.score.notna()]
    coverage = {"words": int(table.n_matched.sum()) / max(int(n_words), 1), "rows": len(scored) / max(len(table), 1),
                "articles": scored.article.nunique() / n_articles}
    return {"measure": "sentiment", "reads": _reads(lexicon, level) + ONLY[voice], "level": level,
            "caution": " ".join([QUOTATIONS, CAUTION]) if voice == "all" else CAUTION,
            "lexicon": lexicon.name, "rules": lexicon.rules, "card": lexicon.card,
            "typography": "straight" if reader.straight else "printed", "voice": voice, "coverage": coverage}


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


def _by_text(first, texts, reader, parts):
    score, n_matched, n_words = score_texts(parts.text, reader, owner=parts.owner, n=len(texts))
    return _whole_rows(first, texts, score, n_matched), n_words.sum()


def _by_article(first, texts, reader, parts):
    rows, n_words = _by_sentence(0, texts, reader, parts)
    scored = rows[rows.score.notna()]
    total = np.bincount(scored.article, weights=scored.score, minlength=len(texts))
    n_scored = np.bincount(scored.article, minlength=len(texts))
    n_matched = np.bincount(rows.article, weights=rows.n_matched, minlength=len(texts)).astype(np.int64)
    score = np.divide(total, n_scored, out=np.full(len(texts), np.nan), where=n_scored > 0)
    return _whole_rows(first, texts, score, n_matched), n_words


def _by_sentence(first, texts, reader, parts):
    score, n_matched, n_words = score_texts(parts.text, reader)
    rows = {"article": first + parts.owner, "start": parts.start, "end": parts.end, "score": score,
            "n_matched": n_matched}
    return pd.DataFrame(rows), n_words.sum()


def _by_word(first, texts, reader, parts):
    reading = reader.read(parts.text)
    at, score = score_words(reading, reader.vocabulary)
    part, word = reading.text[at], reading.word_in_text(at)
    size = reader.vocabulary.arrays.size[reading.code[at]]
    spans = {each: parts.start[each] + reader.spans(parts.text[each]) for each in np.unique(part).tolist()}
    start = [spans[each][place, 0] for each, place in zip(part.tolist(), word, strict=True)]
    end = [spans[each][place, 1] for each, place in zip(part.tolist(), word + size - 1, strict=True)]
    article = parts.owner[part]
    term = [texts[each][here:there].lower() for each, here, there in zip(article, start, end, strict=True)]
    rows = {"article": first + article, "start": np.array(start, dtype=np.int64), "end": np.array(end, dtype=np.int64),
            "score": score, "n_matched": np.ones(len(at), dtype=np.int64), "term": np.array(term, dtype=object)}
    return pd.DataFrame(rows).astype({"term": "str"}), reading.n_words.sum()


def _whole_rows(first, texts, score, n_matched):
    rows = {"article": np.arange(first, first + len(texts)), "start": 0, "end": [len(text) for text in texts],
            "score": score, "n_matched": n_matched}
    return pd.DataFrame(rows)


class Parts(NamedTuple):
    """What is scored by itself."""

    text: list
    owner: np.ndarray  # (n_parts,) the text it is in
    start: np.ndarray  # (n_parts,) its first character there
    end: np.ndarray  # (n_parts,) one past its last


def _parts(texts, spans):
    """The parts of texts, given where each begins and ends."""
    pieces = [text[start:end] for text, each in zip(texts, spans, strict=True) for start, end in each.tolist()]
    owner = np.repeat(np.arange(len(texts)), [len(each) for each in spans])
    return Parts(pieces, owner, *np.concatenate(spans).reshape(-1, 2).T)


def _whole(texts, said):
    """Each text as one part, or where one voice speaks in it (an item of `said` a text)."""
    return _parts(texts, said or [np.array([[0, len(text)]], np.int64) for text in texts])


def _sentences(texts, said):
    """The sentences of texts, or of each what one voice says in it."""
    spans = [split_sentences(text) for text in texts]
    return _parts(texts, [_within(*each) for each in zip(texts, spans, said, strict=True)] if said else spans)


def _within(text, sentences, said):
    """Where one voice speaks in the sentences of a text; nothing where it has a stop or a mark alone."""
    first = np.searchsorted(sentences[:, 1], said[:, 0], side="right")
    n = np.searchsorted(sentences[:, 0], said[:, 1]) - first  # sentences that each stretch reaches into
    said, sentence = np.repeat(said, n, axis=0), np.arange(n.sum()) - np.repeat(n.cumsum() - n - first, n)
    start, end = np.maximum(sentences[sentence, 0], said[:, 0]), np.minimum(sentences[sentence, 1], said[:, 1])
    spans = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip()))
             for a, b in zip(start.tolist(), end.tolist()) if _SAYS.search(text, a, b)]
    return np.array(spans, np.int64).reshape(-1, 2)


LEVELS = {"article": _by_article, "sentence": _by_sentence, "text": _by_text, "word": _by_word}
