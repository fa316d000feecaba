"""Coverage: which points of a story each outlet carries, and which it does not."""

import re

import numpy as np
import pandas as pd

from crossframe.compare.alike import CONTEXT, Passages
from crossframe.compare.points import group_passages
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.passages import split_passages
from crossframe.measure.places import with_countries
from crossframe.measure.voices import ONLY, check_voice, voice_of
from crossframe.measure.without_speaker import without_speaker
from crossframe.models.encoder import NAME, encode
from crossframe.result import Result
from crossframe.schema import COVERAGE, names

__all__ = ["THRESHOLD", "comparable", "coverage", "told"]

THRESHOLD = 0.45
CAUTION = (
    "A point that is missing here is not the same as a point left out: the collection may lack an article of the "
    "outlet, the point may stand in other words than were recognised, and an outlet may have told it on another day. "
    "Read the nearest passage (cf.left_out gives it) before saying that an outlet left something out."
)
_WORD = re.compile(r"\w+")


def coverage(corpus, *, threshold=THRESHOLD, story=None, by="outlet", voice="all", sources=None):
    """Align the passages of each story into points: the same fact, in whatever words; and say who carries which.

    Sentences are cut into clauses (:func:`crossframe.measure.passages.split_passages`). Two passages of a story are
    compared by meaning (a sentence encoder), by the rare words and numbers that they share, and by numbers and denials
    in which they contradict each other; those are put together that likely state one fact. A passage may carry two
    points.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet`, `text` and `story`: ``cf.match_stories`` gives it.
    threshold : float
        Between 0 and 1: how likely two passages must state one fact, on the scale that ``crossframe.compare.alike``
        explains. Higher: fewer are put together, and one fact becomes two points; lower: different facts become one.
    story : str, list of str or None
        Only these stories; None for all. "all": all articles tell one story, whatever the column `story` says; it need
        not be there then.
    by : str
        Column of those who carry points.
    voice : {"all", "outlet", "quoted"}
        Points are found in whole texts, and are the same for each voice; of "outlet" or "quoted" only the passages in
        that voice carry them, so that a point may be carried by an outlet that says it and not by one that lets others
        say it. A passage is in the voice of most of its letters.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; the column ``voice`` comes from it. None:
        ``cf.sources(corpus)``.

    Returns
    -------
    Result
        A row a point and passage that carries it: ``crossframe.schema.COVERAGE``, by story, and in it the points that
        most outlets carry first. Points of one outlet are listed too, with ``n_outlets`` 1. Articles whose story is
        empty are left out (``about["n_no_story"]``). ``about["stories"]`` gives the outlets that tell each.

    Raises
    ------
    DataError
        No column `story`, an unknown story or voice, a threshold out of range, a missing column or text, ids that
        repeat, `sources` that do not fit the texts.
    MissingPackageError
        What the sentence encoder needs is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "story": "flood", "text": [
    ...     "The river rose five metres. Mayor Rook blamed a sluice gate.",
    ...     "A relief fund was announced. By dawn the river had risen by five metres."]})
    >>> coverage(frame).table[["point", "statement", "outlet", "n_outlets"]]
       point                                  statement   outlet  n_outlets
    0      1                The river rose five metres.  Mercury          2
    1      1                The river rose five metres.   Beacon          2
    2      2               A relief fund was announced.   Beacon          1
    3      3           Mayor Rook blamed a sluice gate.  Mercury          1
    """
    if not 0 < threshold < 1:
        raise DataError(f"threshold lies between 0 and 1, got {threshold!r}; {THRESHOLD} is the usual choice.")
    check_voice(voice)
    articles, n_no_story = _articles(corpus, story, by)
    from tqdm import tqdm

    parts = [_story_table(part, threshold, by) for _, part in
             tqdm(articles.groupby("story", sort=True), desc="coverage", unit=" stories", delay=2)]
    table = pd.concat(parts, ignore_index=True)
    table = _in_voice(table.assign(voice=voice_of(table, articles, sources))[names(COVERAGE)], voice)
    tellers = articles.groupby("story", sort=True)[by].agg(lambda outlets: list(dict.fromkeys(outlets))).to_dict()
    about = {
        "measure": "coverage", "by": by, "story": story, "threshold": threshold, "model": NAME, "stories": tellers,
        "n_articles": len(articles), "n_no_story": n_no_story, "caution": CAUTION,
        "parameters": {"threshold": threshold, "story": story, "by": by, "voice": voice}, "voice": voice,
        "reads": "a row a point and passage that carries it; of the n_story_outlets that tell the story, n_outlets do."
                 + ONLY[voice],
    }
    return Result(table, about, articles)


def _articles(corpus, story, by):
    """The articles of the stories asked for, and how many have none."""
    frame = as_articles(corpus, needs=dict.fromkeys((by, "text")), what="coverage")
    if story == "all":
        return frame.assign(story="all"), 0
    if "story" not in frame:
        raise DataError("coverage needs a column story: run cf.match_stories first, or, where all articles tell one "
                        "story, say story='all'.")
    told_by = frame["story"].fillna("").astype(str)
    frame, n_none = frame.assign(story=told_by)[told_by != ""], int((told_by == "").sum())
    wanted = None if story is None else [story] if isinstance(story, str) else list(story)
    if wanted is not None:
        known = frame["story"].value_counts()
        if unknown := [name for name in wanted if name not in known.index]:
            raise DataError(f"no story {unknown[0]!r}; there are {', '.join(known.index[:10])}.")
        frame = frame[frame["story"].isin(wanted)]
    if not len(frame):
        raise DataError("no article has a story; run cf.match_stories first, or say story='all'.")
    return frame.reset_index(drop=True), n_none


def told(articles):
    """The passages of one story.

    Parameters
    ----------
    articles : DataFrame
        Needs id and text; all of one story.

    Returns
    -------
    rows : DataFrame
        A row a passage: article (position in `articles`), sentence, start, end, text, copy (which of the different
        passages it is: those that differ in punctuation alone count as one).
    """
    split = {text: split_passages(text) for text in articles["text"].unique()}
    spans = [split[text] for text in articles["text"]]
    rows = pd.DataFrame(np.concatenate(spans).reshape(-1, 3), columns=["sentence", "start", "end"])
    rows.insert(0, "article", np.repeat(np.arange(len(spans)), [len(each) for each in spans]))
    texts = articles["text"].to_numpy()[rows["article"]]
    rows["text"] = [text[start:end] for text, start, end in zip(texts, rows["start"], rows["end"], strict=True)]
    rows["copy"] = pd.factorize(rows["text"].map(_key))[0]
    return rows


def comparable(rows):
    """The different passages of a story (``Passages``) from its rows as :func:`told` gives them."""
    first = rows.drop_duplicates("copy")
    said = [with_countries(without_speaker(text)) for text in first["text"]]
    places = first["article"].to_numpy(), first["sentence"].to_numpy()
    return Passages(said, _meaning(first, said), *places, first["article"].nunique())


def _key(text):
    return " ".join(_WORD.findall(text.lower()))


def _meaning(rows, said):
    """A passage's place in the space of meanings, with some of its sentence's."""
    own = encode(said)
    sentence = pd.factorize(rows["article"].astype(str) + " " + rows["sentence"].astype(str))[0]
    whole = np.zeros((sentence.max(initial=-1) + 1, own.shape[1]), np.float32)
    np.add.at(whole, sentence, own)
    whole /= np.linalg.norm(whole, axis=1, keepdims=True).clip(1e-9)
    mixed = own + np.float32(CONTEXT) * whole[sentence]
    return mixed / np.linalg.norm(mixed, axis=1, keepdims=True).clip(1e-9)


def _story_table(articles, threshold, by):
    """The coverage table of one story."""
    articles = articles.reset_index(drop=True)
    rows = told(articles)
    if articles["text"].nunique() > 1:
        points = group_passages(comparable(rows), threshold)
    else:  # nothing to compare with
        each = np.arange(rows["copy"].max() + 1 if len(rows) else 0)
        points = pd.DataFrame({"group": each, "copy": each, "central": each, "similarity": 1.0})
    table = points.merge(rows, on="copy").sort_values(["group", "article", "start"], kind="stable")
    table["outlet"] = articles[by].to_numpy()[table["article"]]
    lengths = articles["text"].str.len().to_numpy()[table["article"]]
    table["position"] = table["start"] / np.maximum(lengths, 1)
    table["n_outlets"] = table.groupby("group")["outlet"].transform("nunique")
    table["first"] = table.groupby("group")["position"].transform("min")
    table = table.sort_values(["n_outlets", "first", "group"], ascending=[False, True, True], kind="stable")
    alone = table.groupby("group")["start"].transform("size") == 1
    statements = rows.drop_duplicates("copy").set_index("copy")["text"]
    return table.assign(
        story=articles["story"].iloc[0], point=pd.factorize(table["group"])[0] + 1,
        statement=statements.reindex(table["central"]).to_numpy(), article=articles["id"].to_numpy()[table["article"]],
        similarity=table["similarity"].where(~alone).to_numpy(), n_story_outlets=articles[by].nunique())


def _in_voice(table, voice):
    """The passages of one voice, with the outlets that carry each point in it."""
    if voice == "all":
        return table
    table = table[table["voice"] == voice]
    n_outlets = table.groupby(["story", "point"])["outlet"].transform("nunique")
    return table.assign(n_outlets=n_outlets).sort_values(
        ["story", "n_outlets", "point"], ascending=[True, False, True], kind="stable", ignore_index=True)
