"""The report's words: figures, the table that the page searches and sorts, and the sentences behind the words."""

from urllib.parse import urlencode

import numpy as np
import pandas as pd

from crossframe.compare.evidence import sentences_behind
from crossframe.compare.notes import ALPHA, by_target, surest
from crossframe.present.svg import dot_whisker, scatter, times

ROWS = 30_000  # of the table, all outlets together
WORDS = 200  # with their sentences, each way and outlet
SENTENCES = 16_000  # embedded, about so many at most
LONGEST = 420  # characters of a sentence shown
POINTS = 3_000  # of the scatters, all outlets together
DRAWN = 14  # words each way in the first figure
MANY_SIDES = 12  # outlets shown side by side under their own names
COLUMNS = ("term", "n", "rate", "n_reference", "rate_reference", "estimate", "conf_low", "conf_high", "p_adjusted", "n_articles", "dispersion")
HEADS = (("term", "Word"), ("estimate", "Times as often (95% interval)"), ("rate", "per million words"), ("n", "uses"),
         ("rate_reference", "per million words"), ("n_reference", "uses"), ("p_adjusted", "Adjusted p"), ("n_articles", "Articles"),
         ("dispersion", "Unevenness"))


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
    groups = by_target(comparison)
    limit = ROWS // len(groups) // 2
    tables = [(target, reference, rows, _both_ends(rows, limit)) for target, reference, rows in groups]
    names, sides = _sides(comparison)
    each = min(sentences, max(2, 40 // len(names))) if sentences else 0
    terms = _with_evidence([rows for *_, rows in tables], each * len(names))
    data = {"columns": [{"name": name} for name in COLUMNS], "outlets": names,
            "groups": [{"target": target, "reference": reference, "terms": len(rows), "rows": _cells(chosen)}
                       for target, reference, rows, chosen in tables]}
    data |= _evidence(comparison.corpus.articles, terms, sides, each)
    data["no_evidence"] = _no_evidence(terms, sentences)
    page = {"groups": [_figures(*table, POINTS // len(tables)) for table in tables], "word_columns": HEADS,
            "tested": any(rows.p_adjusted.notna().any() for _, _, rows, _ in tables), "words_hint": _hint(tables, terms, each)}
    return page, data


def _both_ends(rows, limit):
    """The terms that lean most surely either way, the surest of all first."""
    ends = pd.concat([surest(rows, limit, side=1), surest(rows, limit, side=-1), rows[rows.estimate == 0].head(limit)])
    near = np.where(ends.estimate > 0, ends.conf_low, -ends.conf_high)
    return ends.assign(_near=near, _size=ends.estimate.abs()).sort_values(
        ["_near", "_size", "term"], ascending=[False, False, True], kind="stable", ignore_index=True).drop(columns=["_near", "_size"])


def _sides(comparison):
    """The names under which sentences stand side by side, and each article's place among them."""
    outlet, about = comparison.corpus.articles.outlet, comparison.about
    names = list(about["compared"])
    rest = [] if about["pair"] else list(about["left_out"])
    names += rest if len(names) + len(rest) <= MANY_SIDES else ["all other outlets"]
    place = {name: k for k, name in enumerate(names)}
    return names, outlet.map(lambda name: place.get(name, len(names) - 1)).to_numpy(dtype=int)


def _with_evidence(tables, per_term):
    """The terms whose sentences are embedded: rank by rank, each way and outlet, until there are enough sentences."""
    if not per_term:
        return []
    ends = [list(surest(rows, WORDS, side=side).term) for rows in tables for side in (1, -1)]
    terms = dict.fromkeys(end[rank] for rank in range(WORDS) for end in ends if rank < len(end))
    return list(terms)[:max(SENTENCES // per_term, DRAWN * len(ends))]


def _evidence(articles, terms, sides, each):
    """Sentences once each, the articles they stand in, and for every term its uses in them."""
    uses = sentences_behind(articles, terms, sides, each=each) if terms else pd.DataFrame(columns=["term", "side", "article"])
    seen, sentences, evidence, cited = {}, [], {term: [] for term in terms}, {}
    for use in uses.itertuples():
        text = articles.text.iloc[use.article]
        start, end = _window(text, use)
        key = (use.article, start, end)
        if key not in seen:
            seen[key] = len(sentences)
            sentences.append([cited.setdefault(use.article, len(cited)), text[start:end]])
        evidence[use.term].append([seen[key], use.start - start, use.end - start])
    return {"sentences": sentences, "evidence": evidence, "articles": [[int(sides[row]), *cite(articles.iloc[row])] for row in cited]}


def cite(article):
    """What names an article in print: title (or id), day, address."""
    title, date, url = (article.get(name) for name in ("title", "date", "url"))
    day = "" if date is None or pd.isna(date) else f"{pd.Timestamp(date):%Y-%m-%d}"
    known = [value if isinstance(value, str) else "" for value in (title, url)]
    return known[0] or str(article["id"]), day, known[1]


def _window(text, use):
    """The sentence, or of a very long one what stands around the use."""
    start, end = use.sentence_start, use.sentence_end
    if end - start <= LONGEST:
        return start, end
    low, high = max(start, use.start - LONGEST // 2), min(end, use.end + LONGEST // 2)
    return (low if low == start else text.find(" ", low, use.start) + 1 or use.start,
            high if high == end else max(text.rfind(" ", use.end, high), use.end))


def _cells(rows):
    return [[_lean(value) for value in row] for row in rows[list(COLUMNS)].itertuples(index=False)]


def _lean(value):
    """A number with four digits, which is more than the page shows; None for NaN, a log2 ratio of 99 for one without limit."""
    if isinstance(value, str):
        return value
    value = max(-99, min(99, value)) if value in (float("inf"), float("-inf")) else value
    return None if value != value else int(value) if float(value).is_integer() else float(f"{value:.4g}")


def _no_evidence(terms, sentences):
    if not sentences:
        return "This report was made to quote no article."
    return (f"This page holds the sentences of the {len(terms):,} words that differ most surely. For any other: "
            'comparison.results["keyness"].evidence("WORD") in Python.')


def _hint(tables, terms, each):
    whole = all(len(rows) == len(chosen) for _, _, rows, chosen in tables)
    held = "The table holds every term counted." if whole else (
        f"The table holds the {len(tables[0][3]):,} terms of each outlet that differ most surely; all stand in the Excel file and the CSV tables.")
    quoted = f" Sentences, up to {each} an outlet, are included for the {len(terms):,} words that differ most surely." if terms else ""
    return (f"{held}{quoted} Unevenness: 0 where articles use the word alike for their length, near 1 where a few articles hold it all.")


def _figures(target, reference, rows, chosen, n_points):
    from markupsafe import Markup

    drawn = pd.concat([surest(rows, DRAWN, side=1), surest(rows, DRAWN, side=-1)]).sort_values(["estimate", "term"], ascending=[False, True])
    tested = rows.conf_low.notna().any()
    marks = [_mark(row, target) for row in drawn.itertuples()]
    label = f"How many times as often {target} uses the word as {reference}"
    dots = dot_whisker(marks, label=label, low=f"more in {reference}", high=f"more in {target}", tick=times, whole=True)
    points = [_mark(row, target) | {"x": row.rate_reference, "y": row.rate} for row in chosen.head(n_points).itertuples()]
    cloud = scatter(points, x_label=f"{reference}: uses per million words", y_label=f"{target}: uses per million words",
                    title=f"Rates of {len(points):,} words in {target} and {reference}")
    return {"target": target, "reference": reference, "dots": Markup(dots), "scatter": Markup(cloud), "n": len(rows),
            "n_sure": int((rows.p_adjusted < ALPHA).sum()), "tested": bool(tested), "drawn": len(drawn), "points": len(points)}


def _mark(row, target):
    sure = row.p_adjusted < ALPHA or row.p_adjusted != row.p_adjusted
    return {"name": row.term, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high,
            "side": ("a" if row.estimate > 0 else "b") if sure else "n", "title": f"{row.term}: {times(row.estimate)}",
            "link": "#" + urlencode({"word": row.term, "outlet": target})}
