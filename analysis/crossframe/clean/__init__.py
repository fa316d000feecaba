"""Text -> the article's own text, and what was taken out, with the reason.

What goes: lines that a rule knows (`pictures`, `prompts`, `notices`: captions and credits, players, "Read more", pleas,
newsletters, sharing, bylines, copyright, corrections ...), lines that repeat the article's title, outlet or author
(`names`), what only shows over several lines (`blocks`), and lines that the outlet repeats in many of its articles
(`recurring`). What stays: the article's sentences, headings and quotations, embedded tweets, the names of speakers, and
summaries the newsroom wrote ("Story highlights": only the label goes). Where a line may be either, it stays.
"""

import numpy as np
import pandas as pd

from crossframe.clean.lines import removals
from crossframe.clean.recurring import count, learn, recurring, units
from crossframe.clean.text import kept_slices
from crossframe.errors import DataError
from crossframe.schema import REMOVED, check_columns, names

__all__ = ["REASONS", "clean_articles", "clean_text", "count_lines", "learn_lines", "raw_positions"]

REASONS = {
    "advertisement": "an advertisement's place",
    "app": "asks to get an app or an alert",
    "bio": "a line on the author",
    "byline": "who wrote it",
    "caption": "the caption of a picture, with its credit",
    "code": "what the page's code left behind",
    "contact": "how to write back, comment or tip off",
    "contributed": "who else worked on it, or what it draws on",
    "copyright": "who owns it, and what may be done with it",
    "correction": "a correction, an update, an editor's note",
    "credit": "whose picture it is",
    "dateline": "the place and agency before the first sentence",
    "disclaimer": "whose views these are",
    "label": "the name of a section of the page or the paper",
    "link": "an address",
    "masthead": "the outlet's name",
    "newsletter": "asks to sign up",
    "placeholder": "the empty place of a picture, a video, a tweet",
    "plea": "asks for money",
    "poll": "asks for a vote",
    "recurring": "a line that the outlet repeats in many articles",
    "related": "leads to another article",
    "repeated": "a line that stands twice in a row: the second",
    "social": "asks to follow, share or print",
    "subscription": "about subscribing",
    "timestamp": "when it was published or changed",
    "title": "the title again",
    "video": "a player and its title",
}


def clean_text(text, *, title=None, outlet=None, author=None):
    """Take out of one text what is not the article's.

    Parameters
    ----------
    text : str
    title, outlet, author : str or None
        What is known of the article: lines that only repeat it go. Several authors: separated by commas.

    Returns
    -------
    str
        The kept text: `text` without the removals, in order, its white space tidied (see `raw_positions`).
    list of (int, int, str)
        Start, end and reason of each removal, in characters of `text`, in order and apart from each other.

    Examples
    --------
    >>> raw = "By Ada Holm\\n\\nThe ferry ran aground, its owner said on Monday. No one was hurt.\\n\\nRead more"
    >>> kept, removed = clean_text(raw)
    >>> kept
    'The ferry ran aground, its owner said on Monday. No one was hurt.'
    >>> removed
    [(0, 11, 'byline'), (80, 89, 'related')]
    """
    spans = removals(text, title=title, outlet=outlet, author=author)
    return _kept(text, spans), spans


def _kept(text, spans):
    return "".join(text[start:end] for start, end in kept_slices(text, spans))


def raw_positions(raw, spans):
    """Where each character of a kept text stands in the raw text.

    White space is tidied like this: each run of it that is left becomes two line ends where it holds two or more, one
    where it holds one, and otherwise its first character; at both ends of the text it goes. So the kept text is made of
    characters of the raw text, in their order.

    Parameters
    ----------
    raw : str
    spans : iterable of (int, int, ...)
        Start and end of the removals, in order: those of `clean_text`, or the rows of the removed table of one article.

    Returns
    -------
    int array, shape (n_characters_kept,)
        ``raw[positions[i]] == kept[i]``.

    Examples
    --------
    >>> raw = "Advertisement\\n\\nIt rained."
    >>> positions = raw_positions(raw, [(0, 13, "advertisement")])
    >>> positions[0], raw[positions[0]]
    (np.int64(15), 'I')
    """
    slices = kept_slices(raw, spans)
    return np.concatenate([np.arange(start, end) for start, end in slices]) if slices else np.empty(0, dtype=np.int64)


def count_lines(articles):
    """In how many articles of its outlet each line stands: the first of two passes over a corpus in parts.

    Tables of parts add up: ``pd.concat(tables).groupby(["outlet", "kind", "key"], as_index=False).sum()``.

    Parameters
    ----------
    articles : DataFrame
        text and, where known, outlet, title and author; as `clean_articles` takes them.

    Returns
    -------
    DataFrame
        outlet kind key n_articles n_edge: a row a line or sentence that the rules leave, named by a hash, and one of
        kind "article" with the number of the outlet's articles.
    """
    parts = [_counts(units([_kept(text, spans) for text, spans in _ruled(part)]), len(part)).assign(outlet=outlet)
             for outlet, part in _checked(articles).groupby("outlet", sort=True)]
    return pd.concat(parts, ignore_index=True)[["outlet", "kind", "key", "n_articles", "n_edge"]]


def _counts(table, n_articles):
    total = {"kind": "article", "key": np.zeros(1, dtype=np.uint64), "n_articles": n_articles, "n_edge": 0}
    return pd.concat([pd.DataFrame(total), count(table)], ignore_index=True)


def learn_lines(counts):
    """The lines each outlet repeats, learnt from the counts over all its articles.

    Parameters
    ----------
    counts : DataFrame
        What `count_lines` gives, added up.

    Returns
    -------
    DataFrame
        outlet kind key goes: what `clean_articles` takes as ``learnt``. Articles without an outlet teach nothing.
    """
    parts = [learn(part[part.kind != "article"], part.n_articles[part.kind == "article"].sum()).assign(outlet=outlet)
             for outlet, part in counts[counts.outlet != ""].groupby("outlet", sort=True)]
    columns = ["outlet", "kind", "key", "goes"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def clean_articles(articles, *, learnt=None):
    """Take out of every text what is not the article's, and say what and why.

    Parameters
    ----------
    articles : DataFrame
        text and, where known, id, outlet, title and author.
    learnt : DataFrame or None
        The lines each outlet repeats, from `learn_lines`; None learns them from these articles. They depend on the set
        of the articles, not on their order.

    Returns
    -------
    articles : DataFrame
        The same rows and columns, ``text`` being the kept text, with ``raw``, the text before.
    removed : DataFrame
        A row a removal: article start end text reason, in the order of the articles; ``raw[start:end] == text``.

    Raises
    ------
    DataError
        No column text, or a text is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["Courier"], "text": ["COURIER\\n\\nThe ferry ran aground on Monday."]})
    >>> kept, removed = clean_articles(table)
    >>> kept.text[0]
    'The ferry ran aground on Monday.'
    >>> removed
      article  start  end     text    reason
    0       0      0    7  COURIER  masthead
    """
    from tqdm import tqdm

    frame = _checked(articles)
    texts, rows = [], []
    with tqdm(total=len(frame), desc="cleaning", unit=" articles", delay=2) as bar:
        for outlet, part in frame.groupby("outlet", sort=True):
            known = None if learnt is None else learnt[learnt.outlet == outlet]
            kept, found = _clean_outlet(part, outlet, known, bar)
            texts.append(pd.Series(kept, index=part.index, dtype=frame.text.dtype))
            rows += found
    removed = pd.DataFrame(sorted(rows), columns=["place", "start", "end", "text", "reason"])
    removed.insert(0, "article", frame.id.to_numpy()[removed.place.to_numpy(dtype=int)])
    kept = pd.concat(texts).sort_index().array if texts else frame.text.array
    return articles.assign(text=kept, raw=articles.text.array), removed[names(REMOVED)]


def _clean_outlet(part, outlet, learnt, bar):
    """The kept texts of one outlet's articles, and the rows of what was taken out of them."""
    ruled = []
    for text, spans in _ruled(part):
        ruled.append((text, spans))
        bar.update()
    kept = [_kept(text, spans) for text, spans in ruled]
    table = units(kept)
    if learnt is None:
        learnt = learn(count(table), len(part)) if outlet else pd.DataFrame(columns=["kind", "key", "goes"])
    for place, again in recurring(kept, table, learnt).items():
        text, spans = ruled[place]
        spans = sorted([*spans, *_in_raw(text, spans, again)])
        ruled[place], kept[place] = (text, spans), _kept(text, spans)
    rows = [(place, start, end, text[start:end], reason)
            for place, (text, spans) in zip(part.index, ruled, strict=True) for start, end, reason in spans]
    return kept, rows


def _ruled(part):
    """Text and what the rules take out of it, article by article."""
    for text, title, outlet, author in zip(part.text, part.title, part.outlet, part.author, strict=True):
        yield text, removals(text, title=title, outlet=outlet, author=author)


def _in_raw(raw, spans, again):
    """Spans of the kept text as spans of the raw text, cut where other removals lie between."""
    positions = raw_positions(raw, spans)
    for start, end in again:
        begin, stop = int(positions[start]), int(positions[end - 1]) + 1
        for other, past, _ in spans:
            if begin <= other < stop:
                if raw[begin:other].strip():
                    yield begin, begin + len(raw[begin:other].rstrip()), "recurring"
                begin = past
        begin += len(raw[begin:stop]) - len(raw[begin:stop].lstrip())
        yield begin, stop, "recurring"


def _checked(articles):
    """A table with a fresh index, and id, outlet, title and author filled in."""
    check_columns(articles, ["text"], "cleaning")
    if (gone := articles.text.isna()).any():
        raise DataError(f"cleaning: text is missing in {int(gone.sum())} of {len(articles)} rows; fill or drop them.")
    frame = pd.DataFrame({"text": articles.text.array})
    frame["id"] = articles.id.astype(str).array if "id" in articles else frame.index.astype(str)
    for column in ("outlet", "title", "author"):
        frame[column] = articles[column].fillna("").astype(str).array if column in articles else ""
    return frame
