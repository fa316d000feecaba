"""Who said what: the attributions of articles, with their speakers."""

import json

import numpy as np
import pandas as pd

from crossframe.cache import keep, kept, key_of
from crossframe.corpus import as_articles, origins
from crossframe.measure.attributed import UNSURE, complete
from crossframe.measure.cues import cue_stances
from crossframe.measure.quotations import quotation_kinds
from crossframe.measure.speakers import name_speakers
from crossframe.models.attribution import VERSION, find_attributions
from crossframe.quotes import marked_spans
from crossframe.result import Result
from crossframe.schema import SOURCES, names

__all__ = ["sources"]

KEPT_AS = f"sources {VERSION}.4"  # in the cache; what follows the point changes with the rules here and in speakers
AT_ONCE = 512  # texts that are kept at a time
PLACES = ("start", "end", "source_start", "source_end", "cue_start", "cue_end")
KINDS = ("direct", "indirect", "mixed")
STORED = (*PLACES, "score", "speaker", "speaker_kind", "kind", "cue_stance")
CAUTION = (
    "Found by a model that was trained on US political news. What somebody believes, wants or plans counts beside what "
    "is said. Some attributions are missed and some are none: read a sample before you rest on a number.")


def sources(corpus):
    """Who is quoted, and on what.

    Finds direct, indirect and mixed quotations with their cue and source, and gives each source its full name in the
    article: *he* and *Erdogan* are the "Recep Tayyip Erdogan" of another paragraph.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; English.

    Returns
    -------
    Result
        A row an attribution, in the order of the text: ``crossframe.schema.SOURCES``. Contents do not overlap; marks of
        quotation belong to them. `kind` is "direct" (in quotation marks), "mixed" (in part) or "indirect"; `cue_stance`
        is "doubting" (*claimed*), "endorsing" (*admitted*) or "neutral" (*said*). `score` is the model's, 0 to 1; NaN
        where marks alone show a quotation that nothing attributes. ``about["shares"]`` has the share of each kind.
        What was found is kept on disk (``crossframe.cache``): a second run reads it.

    Raises
    ------
    DataError
        A column is missing.
    MissingPackageError
        onnxruntime or tokenizers is not installed.

    References
    ----------
    Newell, Margolin & Ruths (2018), An attribution relations corpus for political news, LREC. How well it does:
    ``models/attribution.md``; the stances' sources: the card of the lexicon "cue_stance".

    Examples
    --------
    >>> text = "Bram Sill, a docker, left early. “It was too late,” he claimed. Fair Basket said prices would rise."
    >>> frame = pd.DataFrame({"outlet": ["Lantern"], "text": [text]})
    >>> sources(frame).table[["speaker", "cue", "cue_stance", "kind", "content"]]
           speaker      cue cue_stance      kind              content
    0    Bram Sill  claimed   doubting    direct   “It was too late,”
    1  Fair Basket     said    neutral  indirect    prices would rise
    """
    articles = as_articles(corpus, what="sources")
    texts = articles["text"].tolist()
    read = _read(texts)
    table = _table(articles, texts, [read[text] for text in texts])
    return Result(table, _about(table, len(articles)), articles)


def _read(texts):
    """What each text attributes, as lists by column; from the cache where it was read before."""
    keys = {text: key_of(text) for text in dict.fromkeys(texts)}
    before = kept(KEPT_AS, keys.values())
    read = {text: json.loads(before[key]) for text, key in keys.items() if key in before}
    fresh = [text for text in keys if text not in read]
    entries = {}
    for text, found in zip(fresh, find_attributions(fresh, threshold=UNSURE), strict=True):
        read[text] = _of_text(text, found)
        entries[keys[text]] = json.dumps(read[text]).encode()
        if len(entries) == AT_ONCE or text is fresh[-1]:
            keep(KEPT_AS, entries)
            entries = {}
    return read


def _of_text(text, found):
    """The rows of one text, by column: places, score, and what rules say about them."""
    marks = marked_spans(text)
    spans, score = complete(text, found, marks)
    contents, named, cues = ([tuple(span) if span[0] >= 0 else None for span in role]
                             for role in spans.transpose(1, 0, 2).tolist())
    speakers = _carried(text, name_speakers(text, named, contents), contents, named, cues)
    columns = dict(zip(PLACES, spans.reshape(-1, 6).T.tolist(), strict=True))
    return columns | {
        "score": [None if np.isnan(each) else round(float(each), 4) for each in score],
        "speaker": [speaker for speaker, _ in speakers],
        "speaker_kind": [kind for _, kind in speakers],
        "kind": quotation_kinds(text, contents, marks, interruptions=list(zip(named, cues, strict=True))),
        "cue_stance": cue_stances([text[slice(*cue)] if cue else "" for cue in cues]),
    }


def _carried(text, speakers, contents, named, cues):
    """Speakers where a quotation without a cue goes on one that stands just before it: they are the same."""
    carried = []
    for row, speaker in enumerate(speakers):
        if row and named[row] is cues[row] is None and _next_to(text, contents[row - 1], contents[row]):
            speaker = carried[-1]
        carried.append(speaker)
    return carried


def _next_to(text, before, after):
    """Whether no paragraph stands between two contents."""
    return not "".join(text[before[1]:after[0]].split("\n")[1:-1]).strip()


def _table(articles, texts, read):
    sizes = [len(entry["start"]) for entry in read]
    owner = np.repeat(np.arange(len(texts)), sizes)
    rows = {name: [value for entry in read for value in entry[name]] for name in STORED}
    table = origins(articles).take(owner).reset_index(drop=True).assign(**rows)
    for name, start in (("content", "start"), ("source", "source_start"), ("cue", "cue_start")):
        spans = zip(owner, rows[start], rows[start.replace("start", "end")], strict=True)
        words = [texts[place][first:last] if first >= 0 else "" for place, first, last in spans]
        table[name] = pd.Series(words, dtype="str")
    for name in PLACES[2:]:
        table[name] = table[name].astype("Int64").mask(table[name] < 0)
    plain = {"str": "str", "float": "float64"}
    return table[names(SOURCES)].astype({name: plain[dtype] for name, dtype, *_ in SOURCES if dtype in plain})


def _about(table, n_articles):
    counted = table["kind"].value_counts(normalize=True)
    return {"measure": "sources", "reads": "a row an attribution: who (speaker) is said to have said what (content)",
            "caution": CAUTION, "parameters": {}, "n_articles": n_articles,
            "shares": {kind: float(counted.get(kind, 0)) for kind in KINDS}}
