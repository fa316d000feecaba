"""Keywords in context: a term's uses line by line, and the lines behind a row of any result."""

from bisect import bisect_right

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, heard, with_heard
from crossframe.result import Result
from crossframe.schema import KWIC, names
from crossframe.sentences import split_sentences
from crossframe.tokens import as_arrow, candidates, find_uses, parse_term

GOLDEN = (5**0.5 - 1) / 2


def kwic(corpus, term, *, outlets=None, width=None, n=None, voice="all", sources=None):
    """Show every use of a term in its sentence.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    term : str
        A word or words one after another, by the rule that :func:`crossframe.keyness` counts by: "us" is not "U.S.",
        "mayor" finds "Mayor’s". A * at the start or end of a word stands for any letters ("immigra*"), alone for any
        word.
    outlets : str, list of str or None
        Only these.
    width : int or None
        Most characters of context on either side; None for the whole sentence.
    n : int or None
        Most lines an outlet: from as many articles as possible, evenly spread. None for all, as many as keyness counts.
    voice : {"all", "outlet", "quoted"}
        Whose uses are shown: what the outlets say themselves, what they quote, or both. What stands around a use may be
        of the other voice.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all". None:
        ``cf.sources(corpus)``.

    Returns
    -------
    Result
        A row a use, in the order of the articles: ``crossframe.schema.KWIC``.

    Raises
    ------
    DataError
        A column is missing, an outlet or the voice is unknown, there is no word in `term`, `n` or `width` is no count,
        or `sources` do not fit the texts.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["A new tax. Rook hates the tax.", "Taxes fell."]})
    >>> kwic(frame, "tax*").table[["outlet", "left", "match", "right"]]
      outlet             left  match   right
    0      A           A new     tax       .
    1      A  Rook hates the     tax       .
    2      B                  Taxes   fell.
    """
    slots = parse_term(term)
    _check_count(n, "n"), _check_count(width, "width", least=0)
    articles = as_articles(corpus, what="kwic")
    groups = articles.outlet.where(articles.outlet.isin(_outlets(outlets, articles.outlet)))
    texts = heard(articles, voice, sources)
    table = _trimmed(_lines(articles, texts, slots, groups, n), width)
    about = {
        "measure": "kwic", "term": term, "outlets": outlets, "width": width, "n": n,
        "voice": voice,
        "reads": f"a row a use of {term!r}" + (f", at most {n} an outlet" if n else "") + "; its sentence around it."
                 + ONLY[voice],
        "caution": None if len(table) else f"No article uses {term!r}.",
    }
    return Result(table, about, with_heard(articles, texts, voice))


def evidence(result, row, *, n=10):
    """The lines behind one row of a result.

    Parameters
    ----------
    result : Result
        Made with its articles.
    row : int or str
        Position in the table, or (for tables with a ``term``) the term: then its first row.
    n : int or None
        Of frames and loaded language: at most so many passages. For a table of terms: at most so many lines of the
        row's outlet, and as many of the articles that it is compared with, from as many of them as possible, evenly
        spread; of a scale's words at most so many in all. None for all.

    Returns
    -------
    DataFrame
        ``crossframe.schema.KWIC``. A table of terms: the row's outlet first. A table with article, start and end: that
        one passage, and the sentence around it; of frames the matches in it, or the sentences a model scores highest;
        of loaded language the words that make its sentences loaded.

    Raises
    ------
    DataError
        The row is not in the table, the result was made without its articles, or its rows are no passages or terms.
    """
    _check_count(n, "n")
    columns = set(result.table.columns)
    measure = result.about.get("measure", "this result")
    leads_back = measure == "stance" or "term" in columns or {"article", "start", "end"} <= columns
    if not leads_back or result.articles is None:
        raise DataError(
            f"{measure} leads back to no passages; ask the table that it was made from, or of a scale its words: "
            "sentiment(...).evidence(row), stance(...).evidence(row), frames(...).evidence(row), "
            "scaling(..., level='word').evidence(term) or cf.kwic(corpus, term).")
    found = result.table.iloc[_position(result.table, row)]
    if measure == "frames" and "score" in columns:
        from crossframe.measure.frames import frame_places

        return _passages(result.articles, found.article, frame_places(result, found, n))
    if measure == "loaded_language" and "score" in columns:
        from crossframe.measure.loaded_language import loaded_places

        return _passages(result.articles, found.article, loaded_places(result, found, n))
    if measure == "stance":
        from crossframe.measure.stance import stance_places

        return _passages(result.articles, found.article, stance_places(result, found, n))
    if {"article", "start", "end"} <= columns:
        places = [] if pd.isna(found.start) else [(int(found.start), int(found.end))]
        return _passages(result.articles, found.article, places)
    return _compared(result, found, n)


def _check_count(count, name, least=1):
    if count is not None and (isinstance(count, bool) or not isinstance(count, (int, np.integer)) or count < least):
        raise DataError(f"{name} must be None or a whole number of {least} or more, got {count!r}.")


def _outlets(outlets, known):
    """The outlets asked for, known ones all."""
    if outlets is None:
        return known.unique()
    wanted = [outlets] if isinstance(outlets, str) else list(outlets)
    if unknown := [outlet for outlet in wanted if outlet not in set(known)]:
        raise DataError(f"no outlet {unknown[0]!r}; there are {', '.join(map(str, known.value_counts().index[:20]))}.")
    return wanted


def _position(table, row):
    """Where a row given by its position or its term stands."""
    if isinstance(row, str):
        if "term" not in table:
            raise DataError(f"row {row!r}: the table has no terms; give a position, 0 to {len(table) - 1}.")
        places = np.flatnonzero(table.term == row)
        if not len(places):
            raise DataError(f"term {row!r} is not in the table; it has {', '.join(table.term[:5])}, ... .")
        return int(places[0])
    if isinstance(row, bool) or not isinstance(row, (int, np.integer)) or not 0 <= row < len(table):
        raise DataError(f"row {row!r} is not in the table of {len(table)} rows; give a position from 0 on, or a term.")
    return int(row)


def _passages(articles, id, places):
    """Passages of one article, each with the sentence around it."""
    article, rows = articles[articles.id == id].iloc[0], []
    sentences = split_sentences(article.text)
    for start, end in places:
        left, right = _context(article.text, sentences, start, end)
        rows.append((id, article.outlet, start, end, left, article.text[start:end], right))
    strings = dict.fromkeys(["article", "outlet", "left", "match", "right"], "str")
    return pd.DataFrame(rows, columns=names(KWIC)).astype({"start": int, "end": int} | strings)


def _compared(result, found, n):
    """The lines of a term in a row's outlet and in what it is compared with."""
    by, reference = result.about.get("by") or "outlet", result.about.get("reference")
    outlet = found.get("outlet")  # words of a scale have none: all articles are then one side
    own = result.articles[by] == outlet if outlet is not None else pd.Series(True, result.articles.index)
    other = ~own if reference is None else result.articles[by] == reference
    groups = pd.Series(np.select([own, other], [0, 1], np.nan), result.articles.index)
    texts = result.articles["text" if result.about.get("voice", "all") == "all" else "heard"]
    table = _lines(result.articles.assign(outlet=result.articles[by]), texts, parse_term(found.term), groups, n)
    if outlet is None:
        return table
    return table.sort_values("outlet", key=lambda outlets: outlets != outlet, kind="stable", ignore_index=True)


def _lines(articles, texts, slots, groups, n):
    """The KWIC table of a term; at most `n` lines of every group, None for all; an article without a group has none.

    Uses are looked for in `texts`, the articles' texts or what is heard of them, and shown in the articles' texts.
    """
    whole, texts = articles.text.to_numpy(), as_arrow(texts)
    rows = candidates(texts, slots)
    rows = rows[groups.notna().to_numpy()[rows]]
    if n is None:
        lines = _all_lines(whole, texts, rows, slots)
    else:
        parts = pd.Series(rows).groupby(groups.iloc[rows].to_numpy(), sort=False)
        lines = [line for _, part in parts for line in _some_lines(whole, texts, part.to_numpy(), slots, n)]
    table = pd.DataFrame(lines, columns=["row", *names(KWIC)[2:]]).sort_values(["row", "start"], ignore_index=True)
    for column in ("article", "outlet"):
        values = articles["id" if column == "article" else column]
        table[column] = values.iloc[table["row"].to_numpy(int)].to_numpy()
    return table[names(KWIC)].astype({"start": int, "end": int} | dict.fromkeys(["left", "match", "right"], "str"))


def _all_lines(whole, texts, rows, slots):
    """Every use as (row, start, end, left, match, right)."""
    lines = []
    for row, offset, paragraph, uses in find_uses(texts, rows, slots):
        shown = whole[row][offset : offset + len(paragraph)]
        spans = split_sentences(shown)
        for start, end in uses:
            left, right = _context(shown, spans, start, end)
            lines.append((row, offset + start, offset + end, left, shown[start:end], right))
    return lines


def _some_lines(whole, texts, rows, slots, n):
    """At most `n` uses: one an article before two of any, from articles spread evenly over all that use the term."""
    spread = rows[np.argsort(np.arange(len(rows)) * GOLDEN % 1, kind="stable")]
    lines, used = [], set()
    for begin in range(0, len(spread), n):
        lines += _all_lines(whole, texts, spread[begin : begin + n], slots)
        used = {line[0] for line in lines}
        if len(used) >= n:
            break
    rank, seen = {int(row): k for k, row in enumerate(spread)}, dict.fromkeys(used, 0)
    keys = []
    for line in lines:
        keys.append((seen[line[0]], rank[line[0]]))
        seen[line[0]] += 1
    return [line for _, line in sorted(zip(keys, lines, strict=True))[:n]]


def _context(text, spans, start, end):
    """What stands before and after a passage in its sentence, or in the sentences in which it begins and ends."""
    first = spans[max(0, bisect_right(spans[:, 0], start) - 1), 0]
    last = spans[max(0, bisect_right(spans[:, 0], end - 1) - 1), 1]
    return text[min(first, start) : start], text[end : max(last, end)]


def _trimmed(table, width):
    """Context of no more than so many characters."""
    if width is None:
        return table
    return table.assign(left=table.left.str[-width:] if width else "", right=table.right.str[:width])
