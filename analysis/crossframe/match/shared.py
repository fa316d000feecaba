"""Shared copy: passages that two articles have in common, word for word."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.match.quotes import quoted_spans
from crossframe.read.dates import parse_dates
from crossframe.result import Result
from crossframe.schema import SHARED, names
from crossframe.tokens import as_arrow, word_codes, words

__all__ = ["carrier_order", "outlet_shares", "shared_copy", "word_spans"]

FEWEST = 8  # words: shorter passages are everyday phrases (match.runs.SHINGLE)
MANY = 5  # articles of one outlet that make a passage recurring; fewer share a line by chance (clean.recurring.FEW)
SPREAD = 3  # months that do, too: agency copy is gone within days, bios and notices come again for years
COPY = 0.5  # share of the shorter article's words that makes the two copies of each other, whatever they share
CAUTION = (
    "Equal words show that two articles have one source, not who wrote it: the earliest in this collection may itself "
    "have taken it from an agency or a press release that is not in the collection.")


class Ranked(NamedTuple):
    """The articles in the order in which they count as first, and their words."""

    frame: pd.DataFrame
    codes: np.ndarray
    rows: np.ndarray
    day: np.ndarray
    month: np.ndarray
    order: np.ndarray


def shared_copy(corpus, *, min_words=20, within=None, days=None, quotes=False):
    """Find the passages that articles have in common word for word: agency copy, reprints, updates, press releases.

    Words are compared as ``crossframe.tokens.tokenize`` reads them: case, punctuation, kinds of quotation mark and
    white space do not count. A passage is a run of equal words; a gap of up to 5 words in either text (a word changed,
    put in or left out) is bridged where as many equal words, and three at least, stand beyond it. It holds at least one
    unbroken run of 8 words.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`; `date`, where known, tells who was first.
    min_words : int
        Equal words that a passage must hold, 8 or more. Below 20 most of what is found in news are titles of
        officials, notices and stock phrases.
    within : str or None
        Column: only articles with the same value are compared, e.g. ``"story"``.
    days : float or None
        Only articles at most so many days apart are compared; those without a date with all.
    quotes : bool
        Whether words within quotation marks count towards `min_words`. They do not by default: two outlets that quote
        one speech share the speaker's words, not their copy. Tweets (*... — Name (@name)*) are quotations.

    Returns
    -------
    Result
        Two rows a passage, one from either article's side: ``crossframe.schema.SHARED``, in the order of the articles.
        ``n_words`` counts the equal words of the passage, ``share`` those of the article that stand in any passage with
        the other, over all its words. ``first`` is empty where the dates are equal or unknown.

    Raises
    ------
    DataError
        A column is missing, ids repeat, or an argument is out of its range.

    Notes
    -----
    Two things are left out, and counted in ``about``:

    * quotations (see `quotes`): ``n_quoted`` passages;
    * recurring text, which one outlet has in five articles or more, or which comes in three months or more (bios,
      notices, links, poll methods, standing background): it does not count towards `min_words` either: ``n_recurring``
      passages.

    Neither is where the two articles are copies of each other, that is, where passages of `min_words` make up half of
    the shorter one: there all that they share counts, from passages of 8 words on.

    Runs of 8 words that stand in more than 100 places (``n_crowded``) are compared with the first place alone, that of
    the earliest article (ties: the longest, then by id): of ten thousand copies every one is paired with the first, not
    with all others. Time and memory so grow with the words, not with the pairs.

    References
    ----------
    Manber (1994), Finding similar files in a large file system, USENIX; Schleimer, Wilkerson & Aiken (2003), Winnowing,
    SIGMOD. Here all shingles are kept, so that nothing is left to chance.

    Examples
    --------
    >>> wire = ("The ferry Marigold ran aground off Lindmoor shortly before dawn on Monday with forty people on board, "
    ...         "and the coast guard took all of them off by noon.")
    >>> frame = pd.DataFrame({"id": ["p", "s"], "outlet": ["Post", "Sentinel"], "date": ["2025-09-21", "2025-09-22"],
    ...                       "text": [wire, "No one was hurt. " + wire.replace("Monday", "Sunday")]})
    >>> shared_copy(frame).table[["article", "other", "start", "end", "n_words", "share", "first"]].round(2)
      article other  start  end  n_words  share first
    0       p     s      0  150       27   0.96     p
    1       s     p     17  167       27   0.84     p
    """
    _check(min_words, days)
    frame = as_articles(corpus, needs=("outlet", "text", *([within] if within else [])), what="shared_copy")
    frame = frame.assign(id=frame["id"].astype("str"))
    if within and (empty := frame[within].eq("")).any():
        raise DataError(f"{within} is empty in {int(empty.sum())} of {len(frame)} rows (first: row "
                        f"{int(empty.idxmax())}); cf.match_stories gives every article a story.")
    ranked = _ranked(frame)
    pieces, pairs, copies, about = _find(ranked, min_words, within, days)
    starts, ends, quoted = _word_table(ranked, pairs)
    if not quotes:
        kept = copies | (_own_words(pieces, quoted) >= min_words)
        about["n_quoted"] = int(len(kept) - kept.sum())
        pieces, pairs = _only(pieces, pairs, kept)
    table = _table(ranked, pieces, pairs, starts, ends)
    about = {"measure": "shared_copy", "caution": CAUTION, "min_words": min_words, "within": within, "days": days,
             "quotes": quotes, "n_articles": len(frame), "n_passages": len(pairs),
             "n_pairs": len(table[["article", "other"]].drop_duplicates()) // 2, **about,
             "reads": "a row a passage that the article has in common with the other; share: how much of the article's "
                      "words it has in common with it, 0 to 1"}
    return Result(table, about, frame)


def _check(min_words, days):
    if isinstance(min_words, bool) or not isinstance(min_words, int | np.integer) or min_words < FEWEST:
        raise DataError(f"min_words must be a whole number of {FEWEST} or more, got {min_words!r}; shorter runs of "
                        "words are everyday phrases.")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int | float | np.number) or not days >= 0):
        raise DataError(f"days must be 0 or more, or None for no limit, got {days!r}.")


def carrier_order(frame):
    """The order in which articles count as first: by date, the undated last; then the longest; then by id.

    Returns
    -------
    order : ndarray of int64
        Positions in `frame`.
    dates : Series of datetime64
        Of the index of `frame`.
    """
    dates = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    if "date" in frame:
        dates = parse_dates(frame["date"], frame["outlet"])[0]
    keys = pd.DataFrame({"date": dates, "size": -frame["text"].str.len(), "id": frame["id"]})
    return keys.reset_index(drop=True).sort_values(["date", "size", "id"], na_position="last").index.to_numpy(), dates


def _ranked(frame):
    codes, rows = word_codes(as_arrow(frame["text"]))
    order, dates = carrier_order(frame)
    lengths = np.diff(rows)[order]
    ranked = np.append(0, np.cumsum(lengths))
    codes = codes[np.arange(len(codes)) + np.repeat(rows[order] - ranked[:-1], lengths)]
    dates = dates.iloc[order]
    day = ((dates - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    month = pd.factorize(dates.dt.year * 12 + dates.dt.month)[0]
    return Ranked(frame.iloc[order].reset_index(drop=True), codes, ranked, day, month, order)


def _find(ranked, min_words, within, days):
    """Passages of enough equal words, recurring text not counted.

    Their runs, their articles, whether these are copies of each other, and what was left out.
    """
    from crossframe.match import runs as compiled

    frame, codes, rows = ranked.frame, ranked.codes, ranked.rows
    found = compiled.shingles(codes, rows)
    worn = compiled.recurring_words(found, len(codes), pd.factorize(frame["outlet"])[0], ranked.month,
                                    articles=MANY, spread=SPREAD)
    if within:
        found = compiled.split_groups(found, pd.factorize(frame[within])[0])
    n_crowded = int((np.bincount(found.group) > compiled.CROWD).sum())
    found = compiled.runs(codes, rows, found, ranked.day, np.inf if days is None else float(days))
    pieces, pairs = compiled.passages(codes, rows, found, FEWEST)
    long = np.bincount(pieces[:, 0], pieces[:, 3], len(pairs)) >= min_words
    copies = _copies(pieces, pairs, long, rows)
    own = long & (_own_words(pieces, worn) >= min_words)
    about = {"n_recurring": int((long & ~own & ~copies).sum()), "n_quoted": 0, "n_crowded": n_crowded}
    kept = own | copies
    return *_only(pieces, pairs, kept), copies[kept], about


def _own_words(pieces, others):
    """For every passage, the words that are marked in neither text."""
    lengths = pieces[:, 3]
    steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    own = ~(others[np.repeat(pieces[:, 1], lengths) + steps] | others[np.repeat(pieces[:, 2], lengths) + steps])
    return np.bincount(np.repeat(pieces[:, 0], lengths), own, int(pieces[-1, 0]) + 1 if len(pieces) else 0)


def _copies(pieces, pairs, long, rows):
    """For every passage, whether the long ones of its two articles make up half of the shorter."""
    one, other = _shares(pieces[long[pieces[:, 0]]], pairs, rows)
    return np.maximum(one, other) >= COPY


def _shares(pieces, pairs, rows):
    """For every passage, the share of either article's words that stand in any passage with the other."""
    _, pair = np.unique(pairs, axis=0, return_inverse=True)
    lengths = np.diff(rows)[pairs]
    new = [np.bincount(pieces[:, 0], _new_words(pieces, pair, side), len(pairs)) for side in (1, 2)]
    return [np.bincount(pair, words)[pair] / lengths[:, side] for side, words in enumerate(new)]


def _new_words(pieces, pair, side):
    """The words of every run that stand in no run before, of the same pair of articles."""
    order = np.lexsort((pieces[:, side], pair[pieces[:, 0]]))
    begin, of = pieces[order, side], pair[pieces[order, 0]]
    end = begin + pieces[order, 3]
    apart = of * (end.max(initial=0) + 1)  # runs of one pair after those of another
    reached = np.maximum.accumulate(np.append(0, end + apart)[:-1]) - apart
    new = np.empty(len(order), np.int64)
    new[order] = np.maximum(end - np.maximum(begin, reached), 0)
    return new


def _only(pieces, pairs, kept):
    """The passages that are kept, numbered anew."""
    pieces = pieces[kept[pieces[:, 0]]]
    pieces[:, 0] = (np.cumsum(kept) - 1)[pieces[:, 0]]
    return pieces, pairs[kept]


def word_spans(text):
    """First character and one past the last of every word, and whether it stands in a quotation.

    Returns
    -------
    starts, ends : ndarray of int64
    quoted : ndarray of bool
    """
    starts, ends = np.array([word[1:3] for word in words(text)], np.int64).reshape(-1, 2).T
    spans = np.array([(0, 0), *quoted_spans(text)], np.int64)
    return starts, ends, starts < spans[np.searchsorted(spans[:, 0], starts, side="right") - 1, 1]


def _word_table(ranked, pairs):
    """``word_spans`` of the articles in pairs, in the places of their words; zeros for all others."""
    starts, ends = np.zeros((2, len(ranked.codes)), np.int32)
    quoted, known = np.zeros(len(ranked.codes), bool), {}
    for article in np.unique(pairs).tolist():
        text, here = ranked.frame["text"].iat[article], slice(*ranked.rows[article : article + 2])
        if text not in known:
            known[text] = word_spans(text)
        starts[here], ends[here], quoted[here] = known[text]
    return starts, ends, quoted


def _table(ranked, pieces, pairs, starts, ends):
    """Both rows of every passage."""
    frame, n_words = ranked.frame, np.bincount(pieces[:, 0], pieces[:, 3], len(pairs)).astype(np.int64)
    head = np.searchsorted(pieces[:, 0], np.arange(len(pairs)))
    tail = np.searchsorted(pieces[:, 0], np.arange(len(pairs)), side="right") - 1
    last = pieces[tail] if len(pairs) else pieces
    day, sides = ranked.day, []
    spans = [(starts[pieces[head, side]], ends[last[:, side] + last[:, 3] - 1]) for side in (1, 2)]
    known = day[pairs[:, 1]] < day[pairs[:, 0]]
    first = frame["id"].to_numpy(dtype=object)[pairs[:, 1]]
    shares = _shares(pieces, pairs, ranked.rows)
    for one, other in ((0, 1), (1, 0)):
        mine, theirs = frame.iloc[pairs[:, one]], frame.iloc[pairs[:, other]]
        sides.append(pd.DataFrame({
            "article": mine["id"].to_numpy(), "other": theirs["id"].to_numpy(), "outlet": mine["outlet"].to_numpy(),
            "outlet_other": theirs["outlet"].to_numpy(), "start": spans[one][0], "end": spans[one][1],
            "start_other": spans[other][0], "end_other": spans[other][1], "n_words": n_words, "share": shares[one],
            "first": np.where(known, first, ""), "row": ranked.order[pairs[:, one]],
            "row_other": ranked.order[pairs[:, other]]}))
    table = pd.concat(sides).sort_values(["row", "row_other", "start", "start_other"], ignore_index=True)
    places = dict.fromkeys(("start", "end", "start_other", "end_other"), "int64")
    return table.astype(places | {"first": "str"})[names(SHARED)]


def outlet_shares(result):
    """How much of each outlet's text stands in passages that it shares with each other outlet.

    Parameters
    ----------
    result : Result
        Of `shared_copy`.

    Returns
    -------
    DataFrame
        A row and a column an outlet: the share of the row outlet's characters that stand in some passage shared with
        another article of the column outlet, 0 to 1; the diagonal is what an outlet shares with itself.
    """
    sizes = result.articles.groupby("outlet")["text"].agg(lambda texts: texts.str.len().sum())
    table = result.table.sort_values(["outlet_other", "article", "start"], kind="stable")
    same = table["outlet_other"].eq(table["outlet_other"].shift()) & table["article"].eq(table["article"].shift())
    reached = table.groupby([(~same).cumsum()])["end"].transform(lambda ends: ends.cummax().shift(fill_value=0))
    new = (table["end"] - np.maximum(table["start"], reached)).clip(lower=0)
    matrix = new.groupby([table["outlet"], table["outlet_other"]]).sum().unstack(fill_value=0)
    return matrix.reindex(index=sizes.index, columns=sizes.index, fill_value=0).div(sizes, axis=0).astype(float)
