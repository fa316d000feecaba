"""One referent, many names: how each outlet calls the persons, organisations, groups and things of a story."""

from bisect import bisect_right
from collections import Counter
from itertools import groupby

import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.aliases import check_entities, compile_names, find_names, near_names, shown
from crossframe.measure.descriptions import find_descriptions
from crossframe.measure.labels import find_labels, may_label, rival_labels
from crossframe.measure.mentions import Mention, given_mentions, label_mentions, named_mentions
from crossframe.measure.names import gather_names, naming_sentences
from crossframe.measure.parsed import Parse
from crossframe.measure.rivals import alike_sentences, find_rivals, rival_uses
from crossframe.measure.voices import ONLY, check_voice, in_voice
from crossframe.result import Result
from crossframe.schema import NAMING, names
from crossframe.sentences import split_sentences

__all__ = ["naming"]

KINDS = ("person", "organisation", "group", "thing")


def naming(corpus, entities=None, *, least=2, voice="all", sources=None):
    """Say how each outlet names one and the same person, organisation, group or thing.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; with `story`, names are bound to each other across the articles of a story.
    entities : dict of str to list of str, list of str, or None
        Whom to follow: a referent and the names it goes by, ``{"the levy": ["dock tax", "harbour levy"]}``; of a list,
        each name is a referent of its own. Names are found as whole words, the longest first; with a capital as
        written (or in capitals throughout), without one in any case, in singular and plural. None: persons and
        organisations are found by their names, descriptions of persons by what ties them to a name (*Rook, a former
        docker*; *Rook is a docker*; later *the docker*), groups and things by a list of rival labels
        (``crossframe/lexicons/labels.csv``: *regime*, *government*), and, where four stories or more are told by
        several outlets, by nouns that stand in one another's place (*dock tax*, *harbour levy*).
    least : int
        Of the referents that are found by itself, those with fewer mentions, in whatever voice, are left out.
    voice : {"all", "outlet", "quoted"}
        Whose mentions: those of the outlet itself, those in what it quotes, or both.
    sources : Result, DataFrame or None
        What ``cf.sources`` gave, where `voice` needs it; as in :func:`crossframe.voices`.

    Returns
    -------
    Result
        A row a mention, in the order of the articles: ``crossframe.schema.NAMING``. Pronouns are not counted: they do
        not name. ``cf.shares(result, of="name", within="referent")`` compares the outlets.

    Raises
    ------
    DataError
        A column is missing, `entities` is of another form or none of its names stands in any article, `least` is no
        count, or the voice is unknown.

    References
    ----------
    Hamborg, Zhukova & Gipp (2019), Illegal aliens or undocumented immigrants? Towards the automated identification of
    bias by word choice and labeling, iConference.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["The dock tax is law.", "Rook signed the harbour levy."]})
    >>> result = naming(frame, {"the levy": ["dock tax", "harbour levy"]})
    >>> result.table[["outlet", "start", "end", "referent", "name", "form"]]
      outlet  start  end  referent          name   form
    0      A      4   12  the levy      dock tax  label
    1      B     16   28  the levy  harbour levy  label
    """
    if isinstance(least, bool) or not isinstance(least, int) or least < 1:
        raise DataError(f"least={least!r} is no count; 1 keeps every referent.")
    check_voice(voice)
    articles = as_articles(corpus, what="naming")
    texts = articles.text.tolist()
    if entities is None:
        mentions = _found(texts, _stories(articles), articles.outlet.astype(str).tolist())
        counts = Counter(mention.referent for mention in mentions)
        mentions = [mention for mention in mentions if counts[mention.referent] >= least]
    else:
        mentions = _given(texts, check_entities(entities))
    table = in_voice(_table(articles, mentions), articles, voice, sources)
    return Result(table, _about(articles, table, entities, least, voice), articles)


def _stories(articles):
    """A key of the story of each article; an article without one is a story of its own."""
    story = articles["story"].fillna("").astype(str) if "story" in articles else [""] * len(articles)
    return [f"s{key}" if key else f"a{place}" for place, key in enumerate(story)]


def _given(texts, entities):
    owner = {name: referent for referent, each in entities.items() for name in each}
    pattern = compile_names(owner)
    mentions = [mention for row, text in enumerate(texts) for mention in given_mentions(row, text, pattern, entities)]
    found = {mention.name for mention in mentions}
    absent = [name for name in owner if name not in found]
    if len(absent) == len(owner):
        raise DataError(f"no article has {_listed(absent)}.{_suggested(absent[0], texts)}")
    return mentions


def _listed(words, most=5):
    listed = ", ".join(map(shown, words[:most]))
    return f"{listed} or {len(words) - most} more" if len(words) > most else listed


def _suggested(name, texts):
    near = near_names(name, texts)
    return f" Near {shown(name)} stand {', '.join(map(repr, near))}." if near else ""


def _found(texts, stories, outlets):
    from crossframe.language import read_language

    spans = [(row, start, end) for row, text in enumerate(texts) for start, end in split_sentences(text).tolist()]
    strings = [texts[row][start:end] for row, start, end in spans]
    pairs = alike_sentences(strings, [stories[row] for row, _, _ in spans], [outlets[row] for row, _, _ in spans])
    wanted = {strings[place] for pair in pairs for place in pair[:2]}
    wanted.update(each for each in strings if may_label(each))
    for _, each in groupby(zip(spans, strings, strict=True), key=lambda pair: pair[0][0]):
        wanted |= naming_sentences([string for _, string in each])
    language = read_language(texts, wanted=wanted.__contains__, label="naming")
    parse = Parse(language, texts)
    rivals = find_rivals(parse, pairs, stories, outlets, set(rival_labels()))
    if rivals:
        heads = compile_names({name.split()[-1] for each in rivals for name in each.names})
        wanted.update(each for each in strings if find_names(each, heads))
        language = read_language(texts, wanted=wanted.__contains__, label="naming")
        parse = Parse(language, texts)
    known = gather_names(parse, language.entities, stories)
    mentions = named_mentions(texts, known)
    mentions += find_descriptions(parse, mentions, stories)
    mentions += label_mentions(find_labels(parse, stories), stories, known)
    return _apart(mentions + rival_uses(parse, rivals))


def _apart(mentions):
    """In the order of the texts; of two that overlap the one that comes first in the list stays."""
    taken, kept = {}, []
    for mention in mentions:
        spans = taken.setdefault(mention.text, [])
        if all(mention.end <= start or mention.start >= end for start, end in spans):
            spans.append((mention.start, mention.end))
            kept.append(mention)
    return sorted(kept, key=lambda mention: (mention.text, mention.start))


def _table(articles, mentions):
    table = pd.DataFrame(mentions, columns=Mention._fields)
    rows = table.pop("text").to_numpy(int)
    table["article"], table["outlet"] = (articles[column].iloc[rows].to_numpy() for column in ("id", "outlet"))
    table["story"] = articles["story"].fillna("").iloc[rows].to_numpy() if "story" in articles else ""
    texts = articles.text.tolist()
    table["mention"] = [texts[row][start:end] for row, start, end in zip(rows, table.start, table.end, strict=True)]
    table["sentence"] = _sentences(texts, rows, table.start.tolist(), table.end.tolist())
    own = [column.name for column in NAMING if column.dtype == "str" and column.name not in ("article", "outlet")]
    return table[names(NAMING)].astype({"start": int, "end": int} | dict.fromkeys(own, "str"))


def _sentences(texts, rows, starts, ends):
    spans, sentences = {}, []
    for row, start, end in zip(rows.tolist(), starts, ends, strict=True):
        if row not in spans:
            spans[row] = split_sentences(texts[row])
        first = max(0, bisect_right(spans[row][:, 0], start) - 1)
        last = max(0, bisect_right(spans[row][:, 0], end - 1) - 1)
        sentences.append(texts[row][spans[row][first, 0] : spans[row][last, 1]])
    return sentences


def _about(articles, table, entities, least, voice):
    absent = []
    if entities is not None:
        found = set(table["name"])
        absent = [name for each in check_entities(entities).values() for name in each if name not in found]
    caution = "Referents were put together by rule: read the sentences of one before you report it."
    if entities is not None:
        where = "" if voice == "all" else f" (voice={voice!r})"
        caution = f"No article has {_listed(absent)}{where}." if absent else None
    reads = f"a row a mention: what an outlet calls the referent; pronouns do not count.{ONLY[voice]}"
    entities = None if entities is None else check_entities(entities)
    parameters = {"entities": entities, "least": least, "voice": voice}
    return {"measure": "naming", "reads": reads, "caution": caution, "parameters": parameters, "not_found": absent,
            "n_articles": len(articles)}
