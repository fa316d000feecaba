"""The report's other parts: the articles and their cleaning, the tone, what it was made from."""

import json

import pandas as pd

from crossframe.compare.notes import ALPHA, day, many
from crossframe.present.page_words import cite
from crossframe.present.svg import dot_whisker

PASSAGES = 2_000  # taken out by cleaning: so many are listed one by one
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
    rows = [row | {"first": _day(row["first"]), "last": _day(row["last"])} for row in overview.to_dict("records")]
    page = {"overview": rows, "overview_caption": f"{many(len(rows), 'outlet')}, {many(int(overview.articles.sum()), 'article')}.",
            "problems": [{"file": row.file, "line": "" if pd.isna(row.line) else f"{row.line:,}", "reason": row.reason} for row in problems.itertuples()],
            "problems_title": f"{many(len(problems), 'file or row', 'files or rows')} could not be read",
            "cleaning": None, "no_cleaning": comparison.skipped.get("cleaning", "")}
    if "cleaning" not in comparison.results:
        return page, {"removed": []}
    if not len(comparison.corpus.removed):
        return page | {"no_cleaning": "Cleaning found nothing to take out."}, {"removed": []}
    removed = comparison.corpus.removed
    removed = removed.assign(outlet=removed.article.map(comparison.corpus.articles.set_index("id").outlet))
    listed_ones = _some(removed) if sentences else removed.head(0)
    page["cleaning"] = _cleaning(comparison, removed, sentences) | {"listed": _says(len(listed_ones), len(removed))}
    return page, {"removed": [[row.outlet, row.reason, row.article, _cut(row.text)] for row in listed_ones.itertuples()]}


def _day(date):
    return "–" if pd.isna(date) else day(date)


def _cut(text):
    return text if len(text) <= SHORT else text[:SHORT] + " …"


def _some(removed):
    """All passages, or of too many the first few of every outlet and reason."""
    if len(removed) <= PASSAGES:
        return removed
    turn = removed.groupby(["outlet", "reason"]).cumcount()
    return removed.loc[turn.sort_values(kind="stable").index[:PASSAGES].sort_values()]


def _says(n_listed, n):
    if n_listed == n:
        return f"All {many(n, 'passage')} {'is' if n == 1 else 'are'} here."
    return (f"{n_listed:,} of {many(n, 'passage')} are here, the first of every outlet and reason; all are in corpus.removed, which "
            "comparison.save_tables (--tables on the command line) writes to removed.csv.")


def _cleaning(comparison, removed, sentences):
    table = comparison.results["cleaning"].table
    wide = table.pivot_table(index="reason", columns="outlet", values="passages", aggfunc="sum", fill_value=0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shown = [name for name in comparison.results["corpus"].table.outlet if name in wide][:OUTLETS]
    rows = [{"reason": reason, "all": int(line.sum()), "passages": [int(line[name]) for name in shown],
             "examples": _examples(removed[(removed.reason == reason) & removed.outlet.isin(shown)]) if sentences else []}
            for reason, line in wide.iterrows()]
    return {"outlets": shown, "rows": rows, "more": wide.shape[1] - len(shown)}


def _examples(removed):
    """The passages taken out most often, a few an outlet."""
    often = removed.groupby(["outlet", "text"], sort=False).agg(n=("text", "size"), article=("article", "first")).reset_index()
    often = often.sort_values(["outlet", "n"], ascending=[True, False], kind="stable").groupby("outlet").head(EXAMPLES)
    return [{"text": _cut(row.text), "outlet": row.outlet, "article": row.article if row.n == 1 else f"{row.n:,} times"} for row in often.itertuples()]


def tone_part(comparison, *, sentences):
    """The scores: outlets held against each other, and the sentences at either end (dict for the template)."""
    if "sentiment_contrast" not in comparison.results:
        return {"tone": None, "no_tone": f"Tone was not compared: {comparison.skipped['sentiment_contrast']}"}
    contrast, scores = comparison.results["sentiment_contrast"], comparison.results["sentiment"]
    table = contrast.table[contrast.table.outlet.isin(comparison.about["compared"])]
    tested = table.conf_low.notna().any()
    rest = "the other" if comparison.about["pair"] else "all others"
    means = scores.table.groupby("outlet").score.agg(["mean", "median", "count", "size"])
    rows = [(row.outlet, f"{means.loc[row.outlet, 'count']:,} of {means.loc[row.outlet, 'size']:,}", _signed(means.loc[row.outlet, "mean"]),
             _signed(means.loc[row.outlet, "median"]), _signed(row.estimate), f"{_signed(row.conf_low)} to {_signed(row.conf_high)}" if tested else "–",
             chance(row.p_adjusted)) for row in table.itertuples()]
    tone = {"says": f"Scores: {scores.about['reads']}", "rows": rows, "figure": _forest(table, rest), "extremes": None,
            "columns": ["Outlet", "Articles scored", "Mean", "Median", f"Mean less that of {rest}", "95% interval", "Adjusted p"],
            "caption": f"Mean score of each outlet's articles less that of {rest}" + (", with its 95% interval." if tested else "; too few articles for intervals.")}
    if sentences and "sentiment_sentences" in comparison.results:
        tone["extremes"] = _extremes(comparison)
    return {"tone": tone, "no_tone": ""}


def _forest(table, rest):
    from markupsafe import Markup

    marks = [{"name": row.outlet, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high, "link": None,
              "side": "n" if row.p_adjusted >= ALPHA else "a" if row.estimate > 0 else "b", "title": f"{row.outlet}: {_signed(row.estimate)}"}
             for row in table.itertuples() if row.estimate == row.estimate]
    return Markup(dot_whisker(marks, label="Difference in mean score", low="more negative", high="more positive", tick=lambda v: f"{v:+.3g}"))


def _signed(value):
    return "–" if value != value else f"{value:+.2f}".replace("-", "−")


def chance(p):
    """A p value in print.

    Examples
    --------
    >>> chance(0.0302), chance(1e-9), chance(float("nan"))
    ('.030', '< .001', '–')
    """
    return "–" if p != p else "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def _extremes(comparison):
    table, articles = comparison.results["sentiment_sentences"].table, comparison.corpus.articles.set_index("id", drop=False)
    quotes = lambda rows: [{"text": row.text, "score": _signed(row.score), "cite": " · ".join(part for part in cite(articles.loc[row.article])[:2] if part)}
                           for row in rows.itertuples()]
    return [{"name": outlet, "ends": [{"name": f"Most {end}", "quotes": quotes(rows[rows.end_of == end])} for end in ("negative", "positive")]}
            for outlet, rows in ((outlet, table[table.outlet == outlet]) for outlet in comparison.about["compared"])]


def made_part(comparison):
    """What the report was made from and with (dict for the template)."""
    manifest = comparison.manifest
    rows, inputs = manifest["rows"], manifest["inputs"]
    if len(inputs["each"]) > INPUTS:
        inputs = {**inputs, "each": f"{inputs['n']:,} inputs; comparison.manifest (--tables on the command line) names each"}
    return {"flow": [(n, name.replace("_", " ")) for name, n in rows.items()], "manifest": json.dumps({**manifest, "inputs": inputs}, indent=1, ensure_ascii=False),
            "inputs": f"{many(manifest['inputs']['n'], 'input')}, SHA-256 of all together {manifest['inputs']['sha256']}."}
