"""Sentiment toward targets: every mention in its sentence, by a trained model, and in whose voice it stands."""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from crossframe.cache import key_of, recall
from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.aliases import near_names, shown
from crossframe.measure.english import not_english, readable
from crossframe.measure.given_model import check_model
from crossframe.measure.main_targets import main_targets
from crossframe.measure.targets import find_targets, straight
from crossframe.measure.voices import ONLY, check_voice, voices
from crossframe.result import Result
from crossframe.schema import TARGET_SENTIMENT, names
from crossframe.sentences import split_sentences

__all__ = ["read_targets", "target_sentiment"]

LABELS = np.array(["negative", "neutral", "positive"], object)
AT_ONCE = 2_000  # mentions that are read before they are kept
CAUTION = (
    "A model read each mention in its sentence and is wrong on some of them: read those behind a number with "
    ".evidence(row), and compare outlets, not single mentions.")


def target_sentiment(corpus, targets=None, *, model=None, pronouns=True, voice="all", sources=None, most=12):
    """Score how sentences speak of persons, organisations, groups, countries and things, mention by mention.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; English. Titles are not read.
    targets : list of str, dict of str to list of str, or None
        Whom to look for. Of a list: a country by its name, abbreviation, people, adjective and capital, where they mean
        the state (the card ``lexicons/cards/countries.md`` says when); a person, given by the full name or the last
        one, by both, with titles, and by pronouns; any other name as written, an acronym too where an article explains
        it; words without capitals (*sanctions*) in any case, singular and plural. Of a dict: exactly the names in it,
        ``{"the levy": ["dock tax", "harbour levy"]}``, and pronouns where one is a person's full name. None: the `most`
        persons, organisations, groups and countries that stand in most articles.
    model : object or None
        With ``predict_proba(sentences, starts, ends)``, rows of three: negative, neutral, positive; and ``threshold``,
        the least top probability of a label; ``english`` where it reads English alone. None:
        ``cf.models.TargetSentiment()``, what it reads being kept on disk.
    pronouns : bool
        Whether *he*, *she* and their forms are mentions of the persons they mean, by rule.
    voice : {"all", "outlet", "quoted"}
        Whose mentions: those of the outlet itself, those in what it quotes, or both.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it. None: ``cf.sources`` of the articles with a mention.
    most : int
        Targets at most that are found by themselves.

    Returns
    -------
    Result
        A row a mention, in the order of the articles: ``crossframe.schema.TARGET_SENTIMENT``. `score`, -1 to 1, is the
        probability of positive less that of negative; `label` is empty where the model abstains. ``about["kinds"]``
        has what each target is, ``about["names"]`` under which names it was found and how often, ``about["forms"]`` the
        mentions by form, ``about["abstains"]`` the share of those scored without a label, ``about["not_found"]`` the
        targets that no article mentions. Mentions in articles that do not read as English have no score (NaN) where the
        model reads English alone: ``about["not_english"]`` counts these articles, the caution names them.

    Raises
    ------
    DataError
        A column is missing; `targets` is of another form, a name is empty, two are the same, or no article mentions any
        of them; the voice is unknown; `most` is no count; `model` has no ``predict_proba``.
    MissingPackageError
        onnxruntime or tokenizers is not installed.

    References
    ----------
    Hamborg & Donnay (2021), NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in political news
    articles, EACL.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Ada Rook lied to voters.", "The brave Rook saved it."]})
    >>> result = target_sentiment(frame, ["Ada Rook"])
    >>> result.table[["outlet", "start", "end", "mention", "form", "voice"]]
      outlet  start  end   mention     form   voice
    0      A      0    8  Ada Rook     name  outlet
    1      B     10   14      Rook  partial  outlet
    """
    return read_targets(corpus, targets, model=model, pronouns=pronouns, voice=voice, sources=sources, most=most)


def read_targets(corpus, targets, *, model, pronouns, voice, sources, most=12, apart=True):
    """As :func:`target_sentiment`; without `apart` nobody is asked who speaks, and `voice` of every row is "all"."""
    if isinstance(most, bool) or not isinstance(most, int | np.integer) or most < 1:
        raise DataError(f"most={most!r} is no count; give the number of targets to be found, such as 12.")
    check_voice(voice)
    articles = as_articles(corpus, what="target_sentiment")
    model = _model() if model is None else model
    check_model(model, "predict_proba(sentences, starts, ends)", like="TargetSentiment")
    texts = articles.text.tolist()
    if targets is None:
        targets = _main(texts, articles.outlet.astype(str).tolist(), most)
    found = find_targets(texts, targets, pronouns=pronouns)
    if not len(found.table):
        raise DataError(_absent(list(found.kinds), texts))
    rows = _sentences(found.table, texts)
    rows = _voiced(rows, articles, sources) if apart else rows.assign(voice="all", speaker="")
    rows = rows if voice == "all" else rows[rows["voice"] == voice].reset_index(drop=True)
    english = readable(articles, model)
    table = _scored(rows, texts, model, english)
    own = origins(articles).take(table.pop("article")).reset_index(drop=True)
    table = pd.concat([own, table], axis=1)[names(TARGET_SENTIMENT)]
    strings = ("story", "target", "kind", "mention", "form", "label", "voice", "speaker")
    table = table.astype(dict.fromkeys(strings, "str"))
    parameters = {"targets": list(found.kinds) if not isinstance(targets, dict) else targets, "pronouns": pronouns,
                  "voice": voice, "most": most}
    return Result(table, _about(found, table, articles, parameters, model, english), articles)


def _model():
    from crossframe.models.target_sentiment import TargetSentiment

    return TargetSentiment()


def _main(texts, outlets, most):
    chosen = main_targets([straight(text) for text in texts], outlets, most=most)
    if not chosen:
        raise DataError("no person, organisation, group or country is named by two outlets (or by the only one) in "
                        "these articles; name the targets: target_sentiment(corpus, ['...']).")
    return chosen


def _absent(targets, texts):
    listed = ", ".join(map(shown, targets[:5])) + (f" or {len(targets) - 5} more" if len(targets) > 5 else "")
    near = ", ".join(map(repr, near_names(targets[0], texts)))
    several = " If that is several names in one, give each by itself." if any("," in each for each in targets) else ""
    return f"no article mentions {listed}." + (f" Near {shown(targets[0])} stand {near}." if near else "") + several


def _sentences(rows, texts):
    """The sentence of every mention; of one that runs over an end, all it is in."""
    starts, ends = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    for place, each in rows.groupby("article", sort=False).indices.items():
        spans = split_sentences(texts[place])
        first = np.searchsorted(spans[:, 0], rows["start"].to_numpy()[each], side="right") - 1
        last = np.searchsorted(spans[:, 0], rows["end"].to_numpy()[each] - 1, side="right") - 1
        starts[each], ends[each] = spans[first, 0], spans[last, 1]
    return rows.assign(sentence_start=starts, sentence_end=ends)


def _voiced(rows, articles, sources):
    """The voice that the middle of each mention stands in, and who speaks there."""
    if sources is None:
        articles = articles.loc[np.unique(rows["article"])]
    stretches = voices(articles, sources=sources).table
    length = articles.text.str.len().to_numpy(np.int64)
    before = pd.Series(np.cumsum(length) - length, articles.index)
    begins = before.to_numpy()[pd.Index(articles.id).get_indexer(stretches["article"])] + stretches["start"].to_numpy()
    middle = (rows["start"] + rows["end"]).to_numpy() // 2 + before[rows["article"]].to_numpy()
    at = np.searchsorted(begins, middle, side="right") - 1
    return rows.assign(voice=stretches["voice"].to_numpy()[at], speaker=stretches["speaker"].to_numpy()[at])


def _scored(rows, texts, model, english):
    """Rows with probabilities, score and label; without them of articles that it cannot read."""
    bounds = zip(*(rows[name].tolist() for name in ("article", "sentence_start", "sentence_end", "start", "end")))
    read = [(texts[place][begin:stop], start - begin, end - begin) for place, begin, stop, start, end in bounds]
    known = english[rows["article"]]
    distinct = sorted({each for each, ours in zip(read, known) if ours}, key=lambda each: (len(each[0]), each))
    place = {each: at for at, each in enumerate(distinct)}
    proba = np.full((len(read), 3), np.nan)
    proba[known] = _probabilities(distinct, model)[[place[each] for each, ours in zip(read, known) if ours]]
    top = np.where(np.isnan(proba).any(axis=1), -np.inf, proba.max(axis=1))
    label = np.where(top >= getattr(model, "threshold", 0.0), LABELS[proba.argmax(axis=1)], "")
    scores = dict(zip(("negative", "neutral", "positive"), proba.T))
    return rows.assign(**scores, score=proba[:, 2] - proba[:, 0], label=label)


def _probabilities(mentions, model):
    """Shape (n, 3) for (sentence, start, end) triples; those read before come from disk."""
    if getattr(model, "kept_as", None) is None:
        return _read(mentions, model) if mentions else np.empty((0, 3))
    def made(places):
        return [each.tobytes() for each in _read([mentions[at] for at in places], model).astype(np.float32)]

    keys = [key_of(f"{start} {end} {sentence}") for sentence, start, end in mentions]
    known = recall(model.kept_as, keys, made, at_once=AT_ONCE, label="sentiment toward targets", unit="mentions")
    return np.array([np.frombuffer(known[key], np.float32) for key in keys], float).reshape(-1, 3)


def _read(mentions, model):
    from crossframe.models.target_sentiment import TargetSentiment

    quiet = {"progress": False} if isinstance(model, TargetSentiment) else {}
    proba = np.asarray(model.predict_proba(*map(list, zip(*mentions)), **quiet), float)
    if proba.shape != (len(mentions), 3):
        raise DataError(f"model gave probabilities of shape {proba.shape} for {len(mentions)} mentions; what is wanted "
                        "is a row a mention with three: negative, neutral, positive.")
    return proba


def _about(found, table, articles, parameters, model, english):
    by_target = defaultdict(Counter)
    for target, mention in zip(table["target"], table["mention"]):
        by_target[target][mention] += 1
    there = set(found.table["target"])
    not_found = [target for target in found.kinds if target not in there]
    unheard = [target for target in found.kinds if target in there and target not in by_target]
    notes = [f"No article mentions {', '.join(map(shown, not_found))}."] if not_found else []
    notes += [f"Not mentioned in this voice: {', '.join(map(shown, unheard))}."] if unheard else []
    return {
        "measure": "target_sentiment", "parameters": parameters, "n_articles": len(articles), "kinds": found.kinds,
        "reads": "a row a mention; score above 0: the sentence is favourable to the target, below 0: unfavourable, "
                 f"whoever says it. Titles are not read.{ONLY[parameters['voice']]}",
        "caution": " ".join([CAUTION, *notes, *found.notes]) + not_english(articles, english),
        "names": {target: dict(by_target[target].most_common()) for target in found.kinds},
        "forms": table["form"].value_counts().to_dict(), "not_found": not_found,
        "abstains": float((table["label"] == "")[table["score"].notna()].mean()),
        "threshold": getattr(model, "threshold", None), "not_english": int((~english).sum()),
    }
