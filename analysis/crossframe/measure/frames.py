"""Frames: which sides of an event a text speaks of, by a dictionary or by a trained model."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.lexicons import Dictionary, load_dictionary
from crossframe.lexicons.entries import find_entries
from crossframe.measure.english import not_english
from crossframe.measure.entry_rows import counted, placed
from crossframe.measure.voices import ONLY, check_voice, heard, letters, with_heard
from crossframe.result import Result
from crossframe.schema import FRAME_WORDS, FRAMES, names
from crossframe.sentences import all_sentences
from crossframe.tokens import as_arrow, word_stream

LEVELS = ("article", "sentence", "word")
ENGLISH = ("generic", "policy_words")
LARGE = 0.02  # of all words: an entry that matches more is named
CAUTION = (
    "A dictionary counts words, whatever they mean where they stand: read matches, with .evidence(row) or "
    "level='word', before a score is interpreted.")
OF_MODEL = (
    "The model reads sentences one by one and is wrong on many of them: read those behind a score with .evidence(row), "
    "and compare outlets, not single articles.")


def frames(corpus, scheme="policy", *, level="article", voice="all", sources=None):
    """Score the frames of articles, by a trained model or by a dictionary.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    scheme : str, Path, DataFrame, dict, Dictionary or model
        - "policy": a trained model of ten policy frames (``cf.models.PolicyFrames``), for English sentences;
        - "generic": a dictionary of conflict, human interest, economic consequences, morality and responsibility;
        - "policy_words": a dictionary of the ten policy frames;
        - a dictionary of your own, in any language: whatever :func:`crossframe.load_dictionary` takes, e.g. the name of
          a LIWC, quanteda, Lexicoder, CSV or JSON file, or ``{"cost": ["tax*", "price tag"]}``;
        - a fitted model with ``predict_proba(sentences)`` and ``classes_``.
    level : {"article", "sentence", "word"}
        A row an article and frame, a sentence and frame, or (of a dictionary) a match.
    voice : {"all", "outlet", "quoted"}
        Whose words are read; see :func:`crossframe.voices`. Of a sentence only its words in that voice count.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; used where `voice` is not "all". None: ``cf.sources(corpus)``.

    Returns
    -------
    Result
        ``crossframe.schema.FRAMES``, or by word ``FRAME_WORDS``. `score` of a dictionary: matches per 1,000 words, 0
        where a text has none; of a model: the mean probability over the sentences, 0 to 1. It is NaN where the text has
        no words in that voice. `n_matched` counts matches, of a model the sentences that were scored; `words` are the
        words behind it. ``about["unmatched"]`` has, by frame, the entries that stand nowhere in these texts,
        ``about["coverage"]`` the share of all words that any entry matches (of a model NaN: it reads them all).
        ``cf.contrast(result, within="frame")`` compares outlets.

    Raises
    ------
    DataError
        A column is missing; the scheme, level or voice is unknown; the dictionary cannot be read, or matches no word of
        these texts at all.

    References
    ----------
    Boydstun, Card, Gross, Resnik & Smith (2014) for policy frames; Semetko & Valkenburg (2000), J. Communication 50(2),
    for generic ones; Young & Soroka (2012), Political Communication 29(2), for negation in dictionaries.

    Examples
    --------
    >>> text = ["The tax is high. No tax cut came.", "A ferry sank."]
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": text})
    >>> scheme = {"cost": ["tax*", "tax cut"], "sea": ["ferry"]}
    >>> frames(frame, scheme).table[["outlet", "frame", "score", "n_matched", "n_words", "words"]]
      outlet frame       score  n_matched  n_words                 words
    0      A  cost  250.000000          2        8  tax (1), tax cut (1)
    1      A   sea    0.000000          0        8
    2      B  cost    0.000000          0        3
    3      B   sea  333.333333          1        3             ferry (1)
    >>> frames(frame, scheme, level="word").table[["outlet", "start", "end", "frame", "entry", "matched", "negated"]]
      outlet  start  end frame    entry  matched  negated
    0      A      4    7  cost     tax*      tax    False
    1      A     20   27  cost  tax cut  tax cut     True
    2      B      2    7   sea    ferry    ferry    False
    """
    check_voice(voice)
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    scheme = _loaded(scheme)
    articles = as_articles(corpus, what="frames")
    if not isinstance(scheme, Dictionary):
        return _by_model(articles, scheme, level, voice, sources)
    texts = heard(articles, voice, sources)
    pieces = _sentences(articles.text, texts) if level == "sentence" else _whole(texts)
    stream, matches = _matched(pieces, scheme)
    _refuse_strangers(scheme, stream, matches)
    rows = _by_word(pieces, stream, matches, scheme) if level == "word" else _by_piece(pieces, stream, matches)
    table = pd.concat([origins(articles).take(rows.pop("article")).reset_index(drop=True), rows], axis=1)
    table = table[names(FRAME_WORDS if level == "word" else FRAMES)].astype({"story": "str"})
    about = _about(scheme, stream, matches, level, voice, len(articles))
    if scheme.name in ENGLISH:
        about["caution"] += not_english(articles)
    return Result(table, about, with_heard(articles, texts, voice))


def frame_places(result, row, n):
    """The passages behind one row of the result: matches in order, or of a model the sentences of highest score.

    Parameters
    ----------
    result : Result
        Of ``frames``.
    row : Series
        One row of its table.
    n : int or None
        At most so many.

    Returns
    -------
    list of (int, int)
        First character and one past the last, in the article's text.
    """
    article = result.articles[result.articles.id == row.article]
    text = article["heard" if "heard" in article else "text"]
    if result.about["dictionary"] is None:
        return _sentences_behind(article, text.iloc[0], result.about["model"], row, n)
    pieces = _whole([text.iloc[0][row.start : row.end]])
    found = _by_word(pieces, *_matched(pieces, result.about["dictionary"]), result.about["dictionary"])
    found = found[found.frame == row.frame].iloc[:n]
    return [(row.start + start, row.start + end) for start, end in zip(found.start.tolist(), found.end.tolist())]


def _loaded(scheme):
    """A Dictionary or a model."""
    if isinstance(scheme, str) and scheme == "policy":
        from crossframe.models.policy_frames import PolicyFrames

        return PolicyFrames()
    if not hasattr(scheme, "predict_proba"):
        return load_dictionary(scheme)
    if isinstance(scheme, type) or not hasattr(scheme, "classes_"):
        what = f"{scheme.__name__} is a class; make one, {scheme.__name__}(), and" if isinstance(scheme, type) else (
            f"this {type(scheme).__name__} has learnt nothing yet;")
        raise DataError(f"{what} call fit(sentences, labels) first.")
    return scheme


class Pieces(NamedTuple):
    """What is scored by itself."""

    text: object  # (n_pieces,) texts
    article: np.ndarray  # (n_pieces,) number of the article it is in
    start: np.ndarray  # (n_pieces,) its first character there
    end: np.ndarray  # (n_pieces,) one past its last


def _whole(texts):
    """Each text as one piece."""
    import pyarrow.compute as pc

    n = len(texts)
    length = pc.utf8_length(as_arrow(texts)).to_numpy().astype(np.int64)
    return Pieces(texts, np.arange(n), np.zeros(n, np.int64), length)


def _sentences(whole, texts):
    """The sentences of whole texts, with what is heard of them."""
    texts, (article, start, end) = texts.tolist(), all_sentences(whole)
    pieces = [texts[at][first:last] for at, first, last in zip(article.tolist(), start.tolist(), end.tolist())]
    return Pieces(pieces, article, start, end)


def _matched(pieces, dictionary):
    stream = word_stream(pieces.text)
    return stream, find_entries(stream, dictionary)


def _refuse_strangers(dictionary, stream, matches):
    """A dictionary of which nothing stands in any text is the wrong one."""
    if len(stream.codes) and not matches.uses.any():
        first, theirs = dictionary.table.entry[0], " ".join(stream.terms[:5])
        raise DataError(f"the dictionary {dictionary.name!r} matches no word of these texts (its first entry: "
                        f"{first!r}; their first words: {theirs!r}); is it in their language?")


def _by_piece(pieces, stream, matches):
    rows = counted(stream, matches)
    piece = rows.pop("text").to_numpy()
    return rows.assign(article=pieces.article[piece], start=pieces.start[piece], end=pieces.end[piece])


def _by_word(pieces, stream, matches, dictionary):
    texts = as_arrow(pieces.text).to_pylist()
    rows = placed(texts, stream, matches, dictionary.table.entry.to_numpy(object))
    return rows.rename(columns={"text": "article"})


def _about(dictionary, stream, matches, level, voice, n_articles):
    table = dictionary.table.assign(found=matches.uses > 0)
    missed = table[~table.found].groupby("category", sort=False).entry.agg(list)
    unmatched = {frame: missed.get(frame, []) for frame in dictionary.categories}
    n_words = len(stream.codes)
    parameters = {"scheme": dictionary.name, "level": level, "voice": voice, "exclusive": dictionary.exclusive,
                  "negation": dictionary.negation}
    what = "a row a match" if level == "word" else "matches per 1,000 words: higher, more of that frame"
    return {
        "measure": "frames", "reads": f"{what}.{ONLY[voice]}", "caution": _caution(dictionary, table, matches, n_words),
        **parameters, "parameters": parameters, "n_articles": n_articles, "frames": list(matches.categories),
        "unmatched": unmatched, "left_out": dictionary.left_out,
        "coverage": matches.n_covered / n_words if n_words else np.nan, "card": dictionary.card,
        "dictionary": dictionary,
    }


def _caution(dictionary, table, matches, n_words):
    """What may not be concluded, in plain sentences."""
    said = [CAUTION]
    silent = [frame for frame, any_found in table.groupby("category", sort=False).found.any().items() if not any_found]
    if silent and n_words:
        said.append(f"No word here matches {', '.join(silent)}: a score of 0 says that the words are missing, no more.")
    largest = int(np.argmax(matches.uses))
    if (uses := matches.uses[largest]) > LARGE * n_words:
        said.append(f"The entry {table.entry[largest]!r} alone matches {uses / n_words:.0%} of all words.")
    if dictionary.denials and dictionary.negation == "ignore" and not dictionary.exclusive:
        own, denial = next(iter(dictionary.denials.items()))
        said.append(f"What {denial} matches may count for {own}, too; load the dictionary with negation='drop' or "
                    "exclusive=True to count it once.")
    return " ".join(said)


def _by_model(articles, model, level, voice, sources):
    from crossframe.measure.model_frames import model_frames

    if level == "word":
        raise DataError("level='word' is for dictionaries; a model reads whole sentences: level='sentence'.")
    table = model_frames(articles, model, level=level, voice=voice, sources=sources)
    name = getattr(model, "name", type(model).__name__)
    parameters = {"scheme": name, "level": level, "voice": voice}
    caution = OF_MODEL + (not_english(articles) if getattr(model, "english", False) else "")
    of = "of each sentence" if level == "sentence" else "the mean over an article's sentences"
    about = {
        "measure": "frames", "reads": f"probability of the frame, 0 to 1, {of}.{ONLY[voice]}", "caution": caution,
        **parameters, "parameters": parameters, "n_articles": len(articles), "unmatched": {}, "left_out": {},
        "frames": [str(each) for each in model.classes_], "coverage": np.nan, "card": getattr(model, "card", ""),
        "dictionary": None, "model": model,
    }
    return Result(table, about, with_heard(articles, heard(articles, voice, sources), voice))


def _sentences_behind(article, heard_text, model, row, n):
    """The sentences of a row in which the model is surest of its frame, those in the voice that was asked for."""
    from crossframe.measure.model_frames import model_frames

    table = model_frames(article.reset_index(drop=True), model, level="sentence", voice="all", sources=None)
    table = table[(table.frame == row.frame) & table.start.ge(row.start) & table.end.le(row.end) & table.score.notna()]
    best = table.sort_values("score", ascending=False, kind="stable")
    places, text = zip(best.start.tolist(), best.end.tolist()), article.text.iloc[0]
    return [(a, b) for a, b in places if 2 * letters(heard_text[a:b]) >= letters(text[a:b])][:n]
