"""The report's words: figures, the table that the page searches and sorts, and the sentences behind the words."""

from math import isinf
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from crossframe.compare.evidence import sentences_behind
from crossframe.compare.notes import ALPHA, by_target, surest
from crossframe.present.svg import dot_whisker, scatter, times
from crossframe.tokens import STOP_WORDS

ROWS = 30_000  # of the table, all outlets together
WORDS = 200  # with their sentences, each way and outlet
SENTENCES = 16_000  # embedded, about so many at most
LONGEST = 420  # characters of a sentence shown
POINTS = 3_000  # of the scatters, all outlets together
DRAWN = 14  # words each way in the first figure
MANY_SIDES = 12  # outlets shown side by side under their own names
NO_LIMIT = 99  # stands in the page for an infinite log2 ratio
HEADS = {"term": "word", "estimate": "times as often", "rate": "per million words", "n": "uses",
         "rate_reference": "per million words", "n_reference": "uses", "p_adjusted": "adjusted p",
         "n_articles": "articles", "dispersion": "unevenness"}
COLUMNS = [*HEADS, "conf_low", "conf_high"]


def words_part(comparison, *, sentences):
    """What the page shows of the words, and what its script reads.

    Parameters
    ----------
    comparison : Comparison
    sentences : int
        At most this many of each outlet behind a word.

    Returns
    -------
    page, data : dict
        For the template, and for the page's JSON.
    """
    targets = by_target(comparison)
    limit = ROWS // len(targets) // 2
    groups = [(target, reference, rows, _both_ends(rows, limit)) for target, reference, rows in targets]
    names, sides = _sides(comparison)
    each = min(sentences, max(2, 40 // len(names)))
    terms = _with_evidence([rows for _, _, rows, _ in groups], each * len(names))
    data = {"columns": COLUMNS, "outlets": names, "groups": [_group_data(*group) for group in groups],
            "function_words": sorted(STOP_WORDS), "no_evidence": _no_evidence(terms, sentences)}
    page = {"groups": [_figures(*group, POINTS // len(groups)) for group in groups], "word_columns": HEADS,
            "words_hint": _hint(groups, terms, each), "tested": any(group["tested"] for group in data["groups"])}
    keyness = comparison.results["keyness"]
    heard = None if keyness.about["voice"] == "all" else keyness.articles["heard"]
    uses = sentences_behind(comparison.corpus.articles, terms, sides, each=each, texts=heard)
    return page, data | _evidence(comparison.corpus.articles, terms, sides, uses)


def _both_ends(rows, limit):
    """The best-supported terms of either way, in the order of the table."""
    if len(rows) <= 2 * limit:
        return rows
    ends = pd.concat([surest(rows, limit, side=side) for side in (1, -1)])
    return rows[rows.index.isin(ends.index)]


def _sides(comparison):
    """The names under which sentences stand side by side, and each article's place among them."""
    about = comparison.about
    names, rest = list(about["compared"]), [] if about["pair"] else list(about["left_out"])
    names += rest if len(names) + len(rest) <= MANY_SIDES else ["all other outlets"]
    place = {name: k for k, name in enumerate(names)}
    return names, np.array([place.get(name, len(names) - 1) for name in comparison.corpus.articles.outlet])


def _with_evidence(tables, per_term):
    """The terms whose sentences are embedded: rank by rank, each way and outlet, until there are enough sentences."""
    if not per_term:
        return []
    ends = [list(surest(rows, WORDS, side=side).term) for rows in tables for side in (1, -1)]
    terms = dict.fromkeys(end[rank] for rank in range(WORDS) for end in ends if rank < len(end))
    return list(terms)[:max(SENTENCES // per_term, DRAWN * len(ends))]


def _group_data(target, reference, rows, chosen):
    cells = [[_lean(value) for value in row] for row in chosen[COLUMNS].itertuples(index=False)]
    return {"target": target, "reference": reference, "terms": len(rows), "tested": bool(rows.p_value.notna().any()),
            "rows": cells}


def _lean(value):
    """A number with four digits, which is more than the page shows; None for NaN."""
    if isinstance(value, str):
        return value
    if value != value:
        return None
    if isinf(value):
        return NO_LIMIT if value > 0 else -NO_LIMIT
    return int(value) if float(value).is_integer() else float(f"{value:.4g}")


def _evidence(articles, terms, sides, uses):
    """Sentences once each, the articles they stand in, and for every term its uses in them."""
    seen, cited, sentences, evidence = {}, {}, [], {term: [] for term in terms}
    for use in uses.itertuples():
        text = articles.text.iloc[use.article]
        start, end = _window(text, use)
        if (use.article, start, end) not in seen:
            seen[use.article, start, end] = len(sentences)
            sentences.append([cited.setdefault(use.article, len(cited)), text[start:end]])
        evidence[use.term].append([seen[use.article, start, end], use.start - start, use.end - start])
    return {"sentences": sentences, "evidence": evidence,
            "articles": [[int(sides[row]), *cite(articles.iloc[row])] for row in cited]}


def _window(text, use):
    """The sentence, or of a very long one what stands around the use, from a space to a space."""
    start, end = use.sentence_start, use.sentence_end
    if end - start <= LONGEST:
        return start, end
    low, high = max(start, use.start - LONGEST // 2), min(end, use.end + LONGEST // 2)
    low = low if low == start else text.find(" ", low, use.start) + 1 or use.start
    return low, high if high == end else max(text.rfind(" ", use.end, high), use.end)


def cite(article):
    """What names an article in print: title (or id), day, address."""
    title, date, url = (article.get(name) for name in ("title", "date", "url"))
    day = "" if date is None or pd.isna(date) else f"{date:%Y-%m-%d}"
    title, url = (value if isinstance(value, str) else "" for value in (title, url))
    return title or str(article["id"]), day, url


def _no_evidence(terms, sentences):
    if not sentences:
        return "This report was made to quote no article."
    return (f"This page holds the sentences of the {len(terms):,} words that differ most surely. For any other word: "
            'comparison.results["keyness"].evidence("WORD") in Python.')


def _hint(groups, terms, each):
    whole = all(len(rows) == len(chosen) for _, _, rows, chosen in groups)
    held = "The table holds every term counted." if whole else (
        f"The table holds the {max(len(chosen) for *_, chosen in groups):,} terms of each outlet that differ most "
        "surely; all stand in the workbook (--excel) and the CSV files (--tables).")
    quoted = f" Up to {each} sentences an outlet are included for the {len(terms):,} words that differ most surely."
    return (f"{held}{quoted if terms else ''} Unevenness: 0 where the articles use a word alike for their length, near "
            "1 where a few of them hold it all.")


def _figures(target, reference, rows, chosen, n_points):
    drawn = pd.concat([surest(rows, DRAWN, side=side) for side in (1, -1)])
    drawn = drawn.sort_values(["estimate", "term"], ascending=[False, True])
    marks = [_mark(row, target) for row in drawn.itertuples()]
    points = [_mark(row, target) | {"x": row.rate_reference, "y": row.rate}
              for row in chosen.head(n_points).itertuples()]
    dots = dot_whisker(marks, low=f"more in {reference}", high=f"more in {target}", tick=times, whole=True,
                       label=f"How many times as often {target} uses the word as {reference}")
    unit = "uses per million words"
    cloud = scatter(points, x_label=f"{reference}: {unit}", y_label=f"{target}: {unit}",
                    title=f"Rates of {len(points):,} words in {target} and in {reference}")
    return {"target": target, "reference": reference, "dots": dots, "scatter": cloud, "n": len(rows),
            "n_tested": int(rows.p_adjusted.notna().sum()), "n_sure": int((rows.p_adjusted < ALPHA).sum()),
            "n_drawn": len(drawn), "n_points": len(points)}


def _mark(row, target):
    side = "n" if row.p_adjusted >= ALPHA else "a" if row.estimate > 0 else "b"
    return {"name": row.term, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high,
            "side": side, "title": f"{row.term}: {times(row.estimate)}",
            "link": "#" + urlencode({"word": row.term, "outlet": target})}
