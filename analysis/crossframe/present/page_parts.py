"""The report's other parts: the articles and their cleaning, the tone, what it was made from."""

import json
from math import isnan

import pandas as pd

from crossframe.compare.notes import ALPHA
from crossframe.compare.wording import day, many
from crossframe.present.page_words import cite
from crossframe.present.svg import dot_whisker

PASSAGES = 2_000  # taken out by cleaning: so many are listed one by one
PROBLEMS = 200  # of reading: so many are listed
EXAMPLES = 3  # an outlet and reason
SHORT = 300  # characters of a passage shown
INPUTS = 200  # named one by one
OUTLETS = 12  # columns of the cleaning table


def articles_part(comparison, *, sentences):
    """The articles by outlet, what could not be read, and what cleaning took out.

    Returns
    -------
    page, data : dict
        For the template, and for the page's JSON.
    """
    overview, problems = comparison.results["corpus"].table, comparison.corpus.problems
    removed, left_out = comparison.corpus.removed, comparison.about["left_out"]
    rows = [row | {"first": _day(row["first"]), "last": _day(row["last"])} for row in overview.to_dict("records")]
    page = {"compared": [row for row in rows if row["outlet"] not in left_out],
            "others": [row for row in rows if row["outlet"] in left_out],
            "others_title": f"{many(len(left_out), 'further outlet')}, only counted among all others: "
                            f"{many(sum(left_out.values()), 'article')}",
            "dated": bool(overview["first"].notna().any()),
            "problems": [{"file": row.file, "line": "" if pd.isna(row.line) else f"{row.line:,}", "reason": row.reason}
                         for row in problems.head(PROBLEMS).itertuples()],
            "problems_title": _problems_title(len(comparison.corpus.lost), len(problems)),
            "problems_more": max(len(problems) - PROBLEMS, 0),
            "cleaning": None, "no_cleaning": comparison.skipped.get("cleaning", "Cleaning found nothing to take out.")}
    if not len(removed):
        return page, {"removed": []}
    removed = removed.assign(outlet=removed.article.map(comparison.corpus.articles.set_index("id").outlet))
    passages = _first_of_each(removed) if sentences else removed.head(0)
    page["cleaning"] = _cleaning(comparison, removed, sentences) | {"listed": _how_many(len(passages), len(removed))}
    return page, {"removed": [[row.outlet, row.reason, row.article, _cut(row.text)] for row in passages.itertuples()]}


def _problems_title(lost, n):
    notes = [f"{many(n - lost, 'note')} on what was read"] if n > lost else []
    return " and ".join([f"{many(lost, 'file or row', 'files or rows')} gave no article"] * (lost > 0) + notes)


def _day(date):
    return "–" if pd.isna(date) else day(date)


def _cut(text):
    return text if len(text) <= SHORT else text[:SHORT] + " …"


def _first_of_each(removed):
    """All passages, or of too many the first few of every outlet and reason."""
    turn = removed.groupby(["outlet", "reason"]).cumcount()
    return removed.loc[turn.sort_values(kind="stable").index[:PASSAGES].sort_values()]


def _how_many(listed, n):
    if listed == n:
        return f"All {many(n, 'passage')} {'is' if n == 1 else 'are'} here."
    return (f"{listed:,} of {many(n, 'passage')} are here, the first of every outlet and reason; all are in "
            "corpus.removed, which comparison.save_tables (--tables on the command line) writes to removed.csv.")


def _cleaning(comparison, removed, sentences):
    """The table of reasons and outlets, and examples of each reason."""
    table = comparison.results["cleaning"].table
    wide = table.pivot_table(index="reason", columns="outlet", values="passages", aggfunc="sum", fill_value=0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shown = [name for name in comparison.results["corpus"].table.outlet if name in wide][:OUTLETS]
    seen = removed[removed.outlet.isin(shown)] if sentences else removed.head(0)
    rows = [{"reason": reason, "all": int(line.sum()), "passages": [int(line[name]) for name in shown],
             "examples": _examples(seen[seen.reason == reason])} for reason, line in wide.iterrows()]
    return {"outlets": shown, "rows": rows, "more": wide.shape[1] - len(shown)}


def _examples(removed):
    """The passages taken out most often, a few an outlet."""
    often = removed.groupby(["outlet", "text"], sort=False).agg(n=("text", "size"), article=("article", "first"))
    often = often.reset_index().sort_values(["outlet", "n"], ascending=[True, False], kind="stable")
    return [{"text": _cut(row.text), "outlet": row.outlet, "where": row.article if row.n == 1 else f"{row.n:,} times"}
            for row in often.groupby("outlet").head(EXAMPLES).itertuples()]


def tone_part(comparison, *, sentences):
    """The scores: outlets held against each other, and the sentences at either end (dict for the template)."""
    if "sentiment_contrast" not in comparison.results:
        return {"tone": None, "no_tone": f"Tone was not compared: {comparison.skipped['sentiment_contrast']}"}
    contrast, scores = comparison.results["sentiment_contrast"], comparison.results["sentiment"]
    compared, pair = comparison.about["compared"], comparison.about["pair"]
    spread = scores.table.groupby("outlet").score.agg(["mean", "median", "count", "size"]).loc[compared]
    rest = compared[1] if pair else "all others"
    tested = contrast.table.conf_low.notna().any()
    tone = {"says": f"Scores: {scores.about['reads']}.", "caution": scores.about["caution"],
            "figure": _forest(contrast.table) if tested else "",
            "caption": f"Mean score of {compared[0] if pair else 'each outlet'} less that of {rest}, 95% interval.",
            "columns": ["Outlet", "Articles scored", "Mean", "Median", f"Mean less that of {rest}", "95% interval",
                        "Adjusted p"],
            "rows": [_tone_row(outlet, numbers, contrast.table) for outlet, numbers in spread.iterrows()],
            "extremes": _extremes(comparison) if sentences else None}
    return {"tone": tone, "no_tone": ""}


def _tone_row(outlet, spread, contrast):
    row = contrast[contrast.outlet == outlet].squeeze() if (contrast.outlet == outlet).any() else None
    difference = ("", "", "") if row is None else (
        _signed(row.estimate), "–" if isnan(row.conf_low) else f"{_signed(row.conf_low)} to {_signed(row.conf_high)}",
        _chance(row.p_adjusted))
    return (outlet, f"{spread['count']:,.0f} of {spread['size']:,.0f}", _signed(spread["mean"]),
            _signed(spread["median"]), *difference)


def _forest(table):
    marks = [{"name": row.outlet, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high,
              "side": ("a" if row.estimate > 0 else "b") if row.p_adjusted < ALPHA else "n", "link": None,
              "title": f"{row.outlet}: {_signed(row.estimate)}"} for row in table.itertuples()]
    return dot_whisker(marks, label="Difference in mean score", low="more negative", high="more positive",
                       tick=lambda value: f"{value:+.3g}" if value else "0")


def _signed(value):
    return "–" if isnan(value) else f"{value:+.2f}".replace("-", "−")


def _chance(p):
    return "–" if isnan(p) else "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def _extremes(comparison):
    """The most negative and most positive sentences of each outlet compared."""
    table = comparison.results["sentiment_sentences"].table
    articles = comparison.corpus.articles.set_index("id", drop=False)

    def quotes(outlet, end):
        rows = table[(table.outlet == outlet) & (table.end_of == end)]
        named = [" · ".join(filter(None, cite(articles.loc[name])[:2])) for name in rows.article]
        return [{"text": text, "score": _signed(score), "cite": name}
                for text, score, name in zip(rows.text, rows.score, named, strict=True)]

    ends = ("negative", "positive")
    return [{"name": outlet, "ends": [{"name": f"Most {end}", "quotes": quotes(outlet, end)} for end in ends]}
            for outlet in comparison.about["compared"]]


def made_part(comparison):
    """What the report was made from and with (dict for the template)."""
    manifest = comparison.manifest
    inputs = manifest["inputs"]
    if inputs["n"] > INPUTS:
        manifest["inputs"] = inputs | {"each": "comparison.manifest names each (--tables on the command line)"}
    return {"flow": [(n, name.replace("_", " ")) for name, n in manifest["rows"].items()],
            "manifest": json.dumps(manifest, indent=1, ensure_ascii=False),
            "inputs": f"{many(inputs['n'], 'input')}; SHA-256 of all together: {inputs['sha256']}"}
