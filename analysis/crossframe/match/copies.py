"""Taking shared copy out of a corpus: every passage stays in its first carrier alone, or nowhere."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from crossframe.clean import raw_positions
from crossframe.clean.text import kept_slices
from crossframe.corpus import Corpus, as_articles, without_audit
from crossframe.errors import DataError, NothingLeftError
from crossframe.match.shared import carrier_order, shared_copy, word_spans
from crossframe.result import Result
from crossframe.schema import PROBLEMS, REMOVED, SHARED, check_columns, names
from crossframe.sentences import split_sentences

__all__ = ["carried", "without_shared"]

REASON = "shared copy"
FEW = 5  # words: of a sentence that a passage only touches at its end nothing goes
_BEFORE, _AFTER = re.compile(r"[^\w\s]*\Z"), re.compile(r"(?:['’]s\b)?[^\w\s]*")


def without_shared(corpus, shared=None, *, keep="first"):
    """Take out the passages that articles have in common, so that copy counts once or not at all.

    Of a sentence of which a passage leaves less than half the words, the rest goes, too; one of which it takes fewer
    than 5 words, and not most, stays whole; of all others what the passage leaves stays, in its place.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        As `cf.shared_copy` takes it.
    shared : Result or DataFrame or None
        What `cf.shared_copy` gives for these articles; None calls it with its defaults. Give
        ``cf.shared_copy(corpus, within="story")`` to look within stories alone.
    keep : {"first", "none"}
        "first": a passage stays in the article that had it first: the earliest by date, articles without a date after
        all others; of one day the longest; then by id. "none": it goes everywhere.

    Returns
    -------
    Corpus
        Every removal is a row of ``.removed`` with the reason "shared copy", its offsets counting the characters of
        ``raw`` (for a DataFrame: of the text as it was); the white space of the texts cut is tidied as cleaning does.
        An article of which no word is left is taken from ``.articles`` and becomes a row of ``.problems`` of kind
        "lost".

    Raises
    ------
    DataError
        `keep` is another; `shared` was made of other articles or other texts; or no article has a word left.

    Examples
    --------
    >>> wire = ("The ferry Marigold ran aground off Lindmoor shortly before dawn on Monday with forty people on board, "
    ...         "and the coast guard took all of them off by noon.")
    >>> frame = pd.DataFrame({"outlet": ["Post", "Sentinel"], "date": ["2025-09-21", "2025-09-22"],
    ...                       "text": [wire, "No one was hurt. " + wire]})
    >>> corpus = without_shared(frame)
    >>> corpus.articles.text[1], corpus.removed[["article", "start", "end", "reason"]].values.tolist()
    ('No one was hurt.', [['1', 17, 168, 'shared copy']])
    """
    if keep not in ("first", "none"):
        raise DataError(f"keep={keep!r} is neither 'first' nor 'none'.")
    articles = as_articles(corpus, what="without_shared")
    articles = articles.assign(id=articles["id"].astype("str"))
    shared = shared_copy(corpus) if shared is None else shared
    spans = _spans(_checked(shared, articles), articles, keep)
    given = corpus if isinstance(corpus, Corpus) else without_audit(articles.assign(raw=articles["text"]))
    return _cut(given, spans)


def carried(table, before, after):
    """Passages of texts, in the texts that ``without_shared`` left.

    Parameters
    ----------
    table : DataFrame
        article, start, end: characters of the texts as they were; other columns stay as they are.
    before : Corpus
        What shared copy was taken out of.
    after : Corpus
        What was left.

    Returns
    -------
    DataFrame
        The rows of which a character is left, with a fresh RangeIndex.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["Post"], "text": ["One two. Three."]})
    >>> before = without_audit(articles.assign(raw=articles["text"]))
    >>> after = _cut(before, {"a": [(0, 8)]})
    >>> carried(pd.DataFrame({"article": "a", "start": [0, 4, 9], "end": [3, 14, 14]}), before, after)
      article  start  end
    0       a      0    5
    1       a      0    5
    """
    texts, raws = (before.articles.set_index("id")[name] for name in ("text", "raw"))
    left = after.articles.set_index("id")["text"]
    table = table[table["article"].isin(left.index)].copy()
    changed = table["article"].map(texts) != table["article"].map(left)
    was, now = _by_article(before.removed), _by_article(after.removed)
    for id, rows in table[changed].groupby("article", sort=False):
        old, new = (raw_positions(raws[id], gone.get(id, [])) for gone in (was, now))
        table.loc[rows.index, "start"] = np.searchsorted(new, old[rows["start"].to_numpy(int)])
        table.loc[rows.index, "end"] = np.searchsorted(new, old[rows["end"].to_numpy(int) - 1], side="right")
    return table[table["start"] < table["end"]].reset_index(drop=True)


def _checked(shared, articles):
    """The table of passages, if it is about these articles."""
    table = shared.table if isinstance(shared, Result) else shared
    if not isinstance(table, pd.DataFrame):
        raise DataError(f"shared must be what cf.shared_copy gives, not {type(shared).__name__}.")
    check_columns(table, names(SHARED)[:2] + ["start", "end"], "without_shared")
    if len(unknown := table.loc[~table["article"].isin(articles["id"]), "article"]):
        raise DataError(f"shared knows an article {unknown.iloc[0]!r} that the corpus has not; make it of this corpus.")
    if isinstance(shared, Result) and shared.articles is not None:
        then = shared.articles.set_index("id")["text"].reindex(articles["id"]).array
        if (other := pd.Series(then != articles["text"].array).fillna(True)).any():
            raise DataError(f"the text of article {articles['id'][int(other.argmax())]!r} is not the one that shared "
                            "was made of; make it of this corpus.")
    return table


def _spans(table, articles, keep):
    """Start and end of what goes, by article: sorted, in one piece where they touch."""
    if keep == "first":
        order, _ = carrier_order(articles)
        rank = pd.Series(np.argsort(order), index=articles["id"])
        table = table[table["article"].map(rank) > table["other"].map(rank)]
    return {id: _merged(spans) for id, spans in _by_article(table).items()}


def _by_article(table):
    """Start and end of the rows of every article, in order."""
    spans: dict = {}
    for id, start, end in zip(table["article"].tolist(), table["start"].tolist(), table["end"].tolist(), strict=True):
        spans.setdefault(id, []).append((start, end))
    return {id: sorted(each) for id, each in spans.items()}


def _merged(spans):
    """Spans, of which overlapping ones become one."""
    merged: list = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(corpus, spans):
    """The corpus without some spans of its texts."""
    articles, rows, texts = corpus.articles, [], corpus.articles["text"].tolist()
    before = _by_article(corpus.removed[corpus.removed["article"].isin(list(spans))])
    for place, (id, raw) in enumerate(zip(articles["id"].tolist(), articles["raw"].tolist(), strict=True)):
        if id not in spans:
            continue
        text = texts[place]
        gone = before.get(id, [])
        cuts = list(_in_raw(id, raw, text, gone, _whole(text, spans[id])))
        texts[place] = "".join(raw[start:end] for start, end in kept_slices(raw, sorted([*gone, *cuts])))
        rows += [(id, start, end, raw[start:end], REASON) for start, end in cuts]
    articles = articles.assign(text=pd.Series(texts, index=articles.index, dtype=articles["text"].dtype))
    removed = pd.DataFrame(rows, columns=names(REMOVED))
    return _without_empty(replace(corpus, articles=articles), removed)


def _whole(text, spans):
    """The spans that go: with the marks at their edges, and with the sentences of which less than half is left."""
    starts, ends, _ = word_spans(text)
    covered = np.zeros(len(starts), bool)
    for start, end in spans:
        covered[np.searchsorted(starts, start) : np.searchsorted(ends, end, side="right")] = True
    cuts = []
    for begin, stop in split_sentences(text).tolist():
        words = covered[slice(*np.searchsorted(starts, [begin, stop]))]
        if 2 * words.sum() > len(words):
            cuts.append((begin, stop))
        elif words.sum() >= FEW:
            cuts += [_with_marks(text, max(start, begin), min(end, stop), begin, stop)
                     for start, end in spans if start < stop and end > begin]
    return _joined(text, cuts)


def _with_marks(text, start, end, begin, stop):
    """A span with the marks that stand at its words, within its sentence."""
    return begin + _BEFORE.search(text[begin:start]).start(), _AFTER.match(text, end, stop).end()


def _joined(text, cuts):
    """Cuts with nothing but white space between them as one."""
    joined = []
    for start, end in cuts:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _in_raw(id, raw, text, gone, cuts):
    """Spans of the text as spans of the raw text, cut where something was taken out before."""
    positions = np.arange(len(raw))
    if gone or raw != text:
        positions = raw_positions(raw, gone)
        if "".join(raw[place] for place in positions) != text:
            raise DataError(f"the text of article {id!r} is not its raw text without what was removed: it was changed "
                            "since; call without_shared on corpus.articles[['id', 'outlet', 'date', 'text']].")
    for start, end in cuts:
        start, end = int(positions[start]), int(positions[end - 1]) + 1
        for other, past in [*((a, b) for a, b in gone if start <= a < end), (end, end)]:
            piece = raw[start:other]
            if piece.strip():
                yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            start = past


def _without_empty(corpus, removed):
    """The corpus with the new rows of what was removed; articles of which no word is left are lost."""
    has_words = corpus.articles["text"].str.contains(r"[^\W_]", regex=True).astype(bool)
    if len(removed) and not has_words.any():
        raise NothingLeftError("nothing is left: every article is shared copy from its first word to its last. "
                               "keep='first' leaves every passage in one article.")
    touched = corpus.articles["id"].isin(removed["article"])
    lost = corpus.articles[touched & ~has_words]
    sources = lost["source"] if "source" in lost else pd.Series(None, index=lost.index, dtype=object)
    rows = [(source, None, f"nothing of article {id!r} is left without what it shares with other articles ({REASON}).",
             "lost", None) for id, source in zip(lost["id"], sources, strict=True)]
    problems = pd.DataFrame(rows, columns=names(PROBLEMS)).astype({"line": "Int64"})
    removed = _stacked(corpus.removed, removed)
    return replace(
        corpus,
        articles=corpus.articles.drop(lost.index).reset_index(drop=True),
        removed=removed[~removed["article"].isin(lost["id"])].reset_index(drop=True),
        problems=_stacked(corpus.problems, problems))


def _stacked(table, more):
    """Two tables of the same columns as one; an empty one leaves the other as it is."""
    if not len(more):
        return table
    return pd.concat([table, more], ignore_index=True) if len(table) else more
