"""Claims: does an article agree with one, disagree, discuss it, or say nothing of it?"""

import struct

import numpy as np
import pandas as pd

from crossframe.cache import key_of, recall
from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.english import not_english, readable
from crossframe.measure.given_model import check_model
from crossframe.measure.voices import ONLY, heard, with_heard
from crossframe.models.claim_stance import CLASSES, ClaimStance
from crossframe.result import Result
from crossframe.schema import CLAIM_STANCE, names

__all__ = ["claim_stance"]

AT_ONCE = 1_024  # pairs read before what was read is kept
ENTRY = struct.Struct("<iiffffi")  # start, end (-1: none), four probabilities, place of the label (-1: none)
CAUTION = (
    "The model learnt from headlines and articles of 2014 and 2015 and is wrong on many pairs, on disagreement most of "
    "all: read the passages, with .evidence(row). It says what an article says of the claim, not whether it is true.")


def claim_stance(corpus, claim, *, model=None, voice="all", sources=None):
    """What every article says of a claim: it agrees, disagrees, discusses it, or says nothing of it.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; English.
    claim : str or list of str
        A plain sentence that can be true or false: "The bridge will close.", rather than "bridge" or a question.
    model : object or None
        With ``read(claims, texts)``, as ``cf.models.ClaimStance`` has it, which is what None takes. What a model with
        ``kept_as`` (a name that changes with its weights) has read is kept on disk between runs.
    voice : {"all", "outlet", "quoted"}
        Whose words are read; see :func:`crossframe.voices`.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; used where `voice` is not "all". None: ``cf.sources(corpus)``.

    Returns
    -------
    Result
        A row an article and claim: ``crossframe.schema.CLAIM_STANCE``. agree, disagree, discuss and unrelated are
        probabilities that sum to 1, NaN where the article has no word in that voice, or does not read as English and
        the model reads English alone (``about["not_english"]`` counts these); `label` is the stance decided for, which
        need not be the most probable one: rare stances are given more weight. `start` and `end` mark the passage that
        speaks most for the label, <NA> where the article is unrelated. ``cf.shares(result, of="label",
        within="claim")`` compares outlets.

    Raises
    ------
    DataError
        A column is missing, the voice is unknown, a claim has no word or stands twice.

    References
    ----------
    Hanselowski et al. (2018), A retrospective analysis of the fake news challenge stance-detection task, COLING.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["Lantern", "Courier"], "text": [
    ...     "The ferry line will not close, the harbour office said. Reports that it would are false.",
    ...     "A wolf killed forty sheep near Ossel."]})
    >>> claim_stance(frame, "The ferry line will close.").table[["outlet", "label"]]
        outlet      label
    0  Lantern   disagree
    1  Courier  unrelated
    """
    claims = _claims(claim)
    model = ClaimStance() if model is None else model
    check_model(model, "read(claims, texts)", like="ClaimStance")
    articles = as_articles(corpus, what="claim_stance")
    texts = heard(articles, voice, sources)
    english = readable(articles, model)
    read = _read([(each, text) for text in texts.where(english, "").tolist() for each in claims], model)
    table = origins(articles).loc[lambda rows: np.repeat(rows.index, len(claims))].reset_index(drop=True)
    table["claim"] = claims * len(articles)
    table = pd.concat([table, read], axis=1)[names(CLAIM_STANCE)]
    table = table.astype(dict.fromkeys(["story", "claim", "label"], "str"))
    parameters = {"claim": claims, "voice": voice}
    about = {
        "measure": "claim_stance", **parameters, "parameters": parameters, "n_articles": len(articles),
        "reads": "how probable it is that the article agrees with the claim, disagrees with it, discusses it or says "
                 f"nothing of it, 0 to 1; label: the stance decided for.{ONLY[voice]}",
        "caution": CAUTION + _nobody(table) + not_english(articles, english), "not_english": int((~english).sum()),
        "card": getattr(model, "card", ""),
    }
    return Result(table, about, with_heard(articles, texts, voice))


def _claims(claim):
    """The claims as a list, each once."""
    claims = [claim] if isinstance(claim, str) else list(claim) if isinstance(claim, (list, tuple, pd.Series)) else None
    if not claims or any(not isinstance(each, str) for each in claims):
        raise DataError(f"claim is a sentence or a list of sentences, got {claim!r}.")
    for each in claims:
        if not any(map(str.isalnum, each)):
            raise DataError(f"claim {each!r} has no word; state it as a sentence, such as 'The ferry will close.'")
        if claims.count(each) > 1:
            raise DataError(f"claim {each!r} stands twice; give each once.")
    return claims


def _read(pairs, model):
    """What a model reads in pairs of claim and text; that of pairs read before comes from disk."""
    if (kind := getattr(model, "kept_as", None)) is None:
        return model.read(*map(list, zip(*pairs)))
    distinct = list(dict.fromkeys(pairs))
    keys = {pair: key_of("\0".join(pair)) for pair in distinct}

    def made(places):
        rows = model.read(*map(list, zip(*(distinct[at] for at in places))))
        return [_packed(row) for row in rows.itertuples(index=False)]

    known = recall(kind, list(keys.values()), made, at_once=AT_ONCE)
    rows = [ENTRY.unpack(known[keys[pair]]) for pair in pairs]
    read = pd.DataFrame(rows, columns=["start", "end", *CLASSES, "label"])
    read["label"] = [CLASSES[place] if place >= 0 else "" for place in read["label"]]
    places = read[["start", "end"]].astype("Int64")
    return read.assign(**places.mask(places < 0))


def _packed(row):
    start, end = (-1, -1) if pd.isna(row.start) else (row.start, row.end)
    return ENTRY.pack(start, end, *(getattr(row, stance) for stance in CLASSES),
                      CLASSES.index(row.label) if row.label else -1)


def _nobody(table):
    """A sentence on claims that no article speaks of."""
    spoken = table["label"].isin(CLASSES[:3]).groupby(table["claim"], sort=False).any()
    if spoken.all():
        return ""
    return f" No article speaks of: {'; '.join(map(repr, spoken.index[~spoken]))}."
