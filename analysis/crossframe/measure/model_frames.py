"""Frames by a trained model: sentences read one by one, articles by the mean over their sentences."""

import numpy as np
import pandas as pd

from crossframe.cache import key_of, recall
from crossframe.corpus import origins
from crossframe.measure.moving_words import moving_words
from crossframe.measure.voices import in_voice
from crossframe.schema import FRAMES, names
from crossframe.sentences import all_sentences
from crossframe.tokens import count_terms

AT_ONCE = 20  # articles read before what was read is kept


def model_frames(articles, model, *, level, voice, sources):
    """The probability of every frame in sentences or articles.

    Parameters
    ----------
    articles : DataFrame
        As ``as_articles`` gives it.
    model : object
        With ``predict_proba(sentences)``, rows of NaN where a sentence cannot be read, and ``classes_``. What a model
        with ``kept_as`` (a name that changes with its weights) has read is kept on disk between runs. Where it has
        ``word_scores(words)``, the words behind a score are named.
    level : {"article", "sentence"}
    voice : {"all", "outlet", "quoted"}
        A sentence is of the voice in which most of its letters are.
    sources : Result, DataFrame or None

    Returns
    -------
    DataFrame
        ``crossframe.schema.FRAMES``. ``score`` of an article is the mean over its sentences, NaN where there is none.
    """
    rows, proba = _read(articles, model)
    rows["at"] = np.arange(len(rows))
    rows = in_voice(rows, articles, voice, sources)
    rows = rows[~np.isnan(proba[rows["at"], 0])]
    proba = proba[rows["at"]]
    texts = _texts(articles, rows)
    place = rows["place"].to_numpy()
    if level == "sentence":
        group, n_groups, spans = np.arange(len(rows)), len(rows), rows[["start", "end"]]
        firsts = origins(articles).take(place)
    else:
        group, n_groups = place, len(articles)
        spans = pd.DataFrame({"start": 0, "end": articles.text.str.len().to_numpy(np.int64)})
        firsts = origins(articles)
    return _table(firsts, spans, group, n_groups, proba, texts, model)


def _read(articles, model):
    """Every sentence (article, its place among them, start, end), and its probabilities."""
    place, start, end = all_sentences(articles.text)
    rows = pd.DataFrame({"article": articles.id.to_numpy()[place], "place": place, "start": start, "end": end})
    sentences = _texts(articles, rows)
    if getattr(model, "kept_as", None) is None:
        return rows, np.asarray(model.predict_proba(sentences), float)
    return rows, _kept(articles, model, sentences, np.searchsorted(place, np.arange(len(articles) + 1)))


def _kept(articles, model, sentences, bounds):
    """Probabilities of all sentences; those of texts read before come from disk."""
    def made(places):
        read = model.predict_proba([text for at in places for text in sentences[bounds[at] : bounds[at + 1]]])
        cuts = np.cumsum([bounds[at + 1] - bounds[at] for at in places])[:-1]
        return [each.tobytes() for each in np.split(read.astype(np.float32), cuts)]

    keys = [key_of(text) for text in articles.text]
    known = recall(model.kept_as, keys, made, at_once=AT_ONCE, label="frames", unit="sentences", sizes=np.diff(bounds))
    read = [np.empty(0, np.float32), *(np.frombuffer(known[key], np.float32) for key in keys)]
    return np.concatenate(read).astype(float).reshape(-1, len(model.classes_))


def _texts(articles, rows):
    texts = articles.text.tolist()
    each = zip(rows["place"].tolist(), rows["start"].tolist(), rows["end"].tolist())
    return [texts[at][start:end] for at, start, end in each]


def _table(firsts, spans, group, n_groups, proba, texts, model):
    """A row a group of sentences and frame."""
    n, k = np.bincount(group, minlength=n_groups), proba.shape[1]
    sums = np.stack([np.bincount(group, proba[:, frame], minlength=n_groups) for frame in range(k)], axis=1)
    counts = count_terms(texts, stop_words="english")
    n_words = np.bincount(group, counts.totals, minlength=n_groups).astype(np.int64)
    table = pd.concat([firsts.reset_index(drop=True), spans.reset_index(drop=True)], axis=1)
    table = table.loc[np.repeat(np.arange(n_groups), k)].reset_index(drop=True)
    table["frame"] = np.tile(np.asarray(model.classes_, object).astype(str), n_groups)
    table["score"] = (sums / np.where(n > 0, n, np.nan)[:, None]).ravel()
    table["n_matched"], table["n_words"] = np.repeat(n, k), np.repeat(n_words, k)
    table["words"] = _words(counts, group, n_groups, proba, model)
    return table[names(FRAMES)].astype({"frame": "str", "story": "str", "words": "str"})


def _words(counts, group, n_groups, proba, model):
    """The words behind every score: of the sentences in which the frame is the most probable one."""
    if not hasattr(model, "word_scores"):
        return ""
    from scipy.sparse import csr_array

    push = np.maximum(model.word_scores(counts.terms.tolist()), 0.0)
    best, named = proba.argmax(axis=1), []
    for frame in range(proba.shape[1]):
        chosen = np.flatnonzero(best == frame)
        gather = csr_array((np.ones(len(chosen)), (group[chosen], chosen)), shape=(n_groups, len(best)))
        of_frame = csr_array(gather @ counts.matrix).astype(counts.matrix.dtype)
        named.append(moving_words(of_frame, counts.terms, push[:, [frame]]).to_numpy(zero_copy_only=False))
    return np.stack(named, axis=1).ravel()
