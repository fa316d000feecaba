"""Lines that an outlet repeats from article to article, learnt by counting them."""

import numpy as np
import pandas as pd

from crossframe.clean.text import LINE, sentences, squash

__all__ = ["LEAST", "count", "learn", "recurring", "units"]

# Kind of line: in at least so many of an outlet's articles, and in at least this share of them.
# A line at an edge stands, in two of three articles, in the first tenth or the last fifth of the lines.
LEAST = pd.DataFrame(
    [("line", True, 5, 0.01), ("line", False, 20, 0.02), ("sentence", True, 10, 0.02),
     ("heading", True, 10, 0.40), ("heading", False, 10, 0.40)],
    columns=["kind", "edge", "articles", "share"],
)
FEW = 5  # fewer articles share a line by chance
COPY = 0.5  # an article more than half of which others share is a copy, and keeps its lines
COUNTS = ["kind", "key", "n_articles", "n_edge"]


def units(texts):
    """What is counted in the texts of one outlet: their lines, and the sentences of these.

    A line of up to seven words that does not end like a sentence, and any line of up to three words, is a heading.
    Sentences count from five words, and only in lines at an edge of the text: in its first tenth or its last fifth.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    DataFrame
        article (position in `texts`), line (place in the text), kind ("line", "sentence", "heading"), start and end
        (in the text), edge (bool), key (64-bit hash of the words; case, digits and spaces do not count).

    Examples
    --------
    >>> units(["What we know\\n\\nIt rained all day in Oslo."])[["line", "kind", "start", "end"]]
       line      kind  start  end
    0     0   heading      0   12
    1     1      line     14   40
    2     1  sentence     14   40
    """
    rows = [(number, *unit, squash(text[unit[2]:unit[3]]))
            for number, text in enumerate(texts) for unit in _units(text)]
    table = pd.DataFrame(rows, columns=["article", "line", "kind", "start", "end", "edge", "key"])
    table["key"] = pd.util.hash_array(np.asarray(table.key, dtype=object), categorize=False)
    return table


def _units(text):
    """Line, kind, start, end and edge of the units of one text."""
    spans = [match.span() for match in LINE.finditer(text)]
    head, tail = max(1, len(spans) / 10), len(spans) - max(1, len(spans) / 5)
    for place, (start, end) in enumerate(spans):
        line, edge = text[start:end], place < head or place >= tail
        words = line.count(" ") + 1
        if words <= 3 or (words <= 7 and line[-1] not in ".!…:;)]\"”’"):
            if any(letter.isalpha() for letter in line):
                yield place, "heading", start, end, edge
            continue
        yield place, "line", start, end, edge
        for begin, stop in sentences(line) if edge else ():
            if line.count(" ", begin, stop) >= 4:
                yield place, "sentence", start + begin, start + stop, edge


def count(table):
    """In how many articles each unit stands, and in how many at an edge; the counts of parts of a corpus add up.

    Parameters
    ----------
    table : DataFrame
        What `units` gives.

    Returns
    -------
    DataFrame
        kind key n_articles n_edge
    """
    once = table.groupby(["kind", "key", "article"], sort=True).edge.any()
    return once.groupby(level=["kind", "key"], sort=True).agg(n_articles="size", n_edge="sum").reset_index()[COUNTS]


def learn(counts, n_articles):
    """The units that recur often enough to be the outlet's and not an article's.

    Parameters
    ----------
    counts : DataFrame
        What `count` gives, for one outlet, added up over all its articles.
    n_articles : int
        The outlet's articles.

    Returns
    -------
    DataFrame
        kind key goes: the units of five articles and more; `goes` where they reach number and share in `LEAST`.
    """
    counts = counts[counts.n_articles >= FEW].reset_index(drop=True)
    edge = counts.n_edge >= 2 / 3 * counts.n_articles
    least = counts[["kind"]].assign(edge=edge).merge(LEAST, how="left", on=["kind", "edge"])
    goes = counts.n_articles >= np.maximum(least.articles, least.share * n_articles)
    return counts[["kind", "key"]].assign(goes=goes)


def recurring(texts, table, learnt):
    """Where the learnt lines stand.

    A learnt line or heading goes whole; of another line the learnt sentences at its end and at its start. An article
    that shares more than half of its text with four others keeps it: it is a copy.

    Parameters
    ----------
    texts : sequence of str
    table : DataFrame
        Their `units`.
    learnt : DataFrame
        kind key goes, from `learn`.

    Returns
    -------
    dict of int to list of (int, int)
        Position in `texts`: start and end of what goes, in order.
    """
    if not learnt.goes.any():
        return {}
    marked = table.merge(learnt, how="left", on=["kind", "key"])
    marked["hit"] = marked.goes.eq(True)
    shared = (marked.end - marked.start).where(marked.goes.notna() & (marked.kind != "sentence"), 0)
    sizes = np.array([len(text) for text in texts])
    copies = shared.groupby(marked.article).sum().reindex(range(len(texts)), fill_value=0).to_numpy() > COPY * sizes
    lines = marked.loc[marked.hit & ~copies[marked.article.to_numpy()], ["article", "line"]].drop_duplicates()
    found = {}
    for (article, _), part in marked.merge(lines, on=["article", "line"]).groupby(["article", "line"], sort=True):
        found.setdefault(article, []).extend(_spans(part))
    return {article: spans for article, spans in found.items() if spans}


def _spans(part):
    """What goes of one line, given its units and which of them are learnt."""
    whole = part[part.kind != "sentence"].iloc[0]
    rest = list(part[part.kind == "sentence"].itertuples())
    front = [] if whole.hit else _run(rest, whole.start, "start", "end")
    back = [] if whole.hit or len(front) == len(rest) else _run(rest[::-1], whole.end, "end", "start")
    if whole.hit or (rest and len(front) == len(rest) and front[-1][1] == whole.end):
        return [(whole.start, whole.end)]
    return front + back[::-1]


def _run(rows, at, near, far):
    """The learnt sentences that follow each other from one end of a line."""
    taken = []
    for row in rows:
        if not row.hit or abs(getattr(row, near) - at) > 2:
            break
        taken.append((row.start, row.end))
        at = getattr(row, far)
    return taken
