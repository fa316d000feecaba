"""The report's parts on same stories: who tells what, the words and the tone within stories, and which points."""

from math import isnan

import pandas as pd

from crossframe.compare.notes import ALPHA, by_target
from crossframe.compare.story_notes import findings
from crossframe.compare.wording import day, many
from crossframe.present.svg import dot_whisker, times

STORIES = 30  # of the table of who tells what
WORDS = 20  # an outlet, in the table of words within stories
POINTS = 40  # a story
OUTLETS = 12  # columns
LONGEST = 260  # characters of a passage shown


def stories_part(comparison):
    """Stories by outlet, and what is left of differences within them (dict for the template)."""
    results = comparison.results
    if "keyness_matched" not in results:
        return {"stories": None, "no_stories": comparison.skipped["stories"]}
    result = results["stories"]
    told = result.table[result.table.n_outlets > 1]
    outlets = comparison.about["compared"][:OUTLETS]
    counts = result.articles.groupby(["story", "outlet"]).size()
    rows = [{"title": row.title or row.story, "date": "" if pd.isna(row.first) else day(row.first), "n": row.n_articles,
             "cells": [int(counts.get((row.story, outlet), 0)) for outlet in outlets]}
            for row in told.head(STORIES).itertuples()]
    return {"no_stories": "", "stories": {
        "says": findings(comparison), "outlets": outlets, "rows": rows, "more": max(len(told) - STORIES, 0),
        "others": len(comparison.about["compared"]) > OUTLETS or bool(comparison.about["left_out"]),
        "dated": any(row["date"] for row in rows), "words": _words(comparison), "tone": _tone(comparison),
        "distances": _distances(results), "copies": _copies(results)}}


def _words(comparison):
    """Groups of words: over all articles, and within stories."""
    result, groups = comparison.results["topic_control"], []
    for target, reference, _ in by_target(comparison):
        rows = result.table[result.table.outlet == target]
        if len(rows):
            groups.append({"target": target, "reference": reference, "n": len(rows), "rows": [
                (row.term, times(row.estimate), _matched(row), row.verdict) for row in rows.head(WORDS).itertuples()]})
    return {"groups": groups, "meaning": [(name, text) for name, text in result.about["meaning"].items()
                                          if result.about["verdicts"][name]]}


def _matched(row):
    if isnan(row.estimate_matched):
        return "–"
    if isnan(row.conf_low_matched):
        return f"{times(row.estimate_matched)} (not tested)"
    low, high = ("∞" if end == float("inf") else "0" if end == float("-inf") else times(end)
                 for end in (row.conf_low_matched, row.conf_high_matched))
    return f"{times(row.estimate_matched)} ({low} to {high})"


def _tone(comparison):
    """The gaps in tone and their two parts, as a figure."""
    if "decompose" not in comparison.results:
        return None
    table = comparison.results["decompose"].table
    outlets = comparison.about["compared"][:1 if comparison.about["pair"] else OUTLETS]
    table = table[table.outlet.isin(outlets) & table.estimate.notna()]
    if not len(table) or table.conf_low.isna().all():
        return None
    marks = [{"name": f"{row.outlet}: {row.part}" if row.part == "total" else row.part, "estimate": row.estimate,
              "conf_low": row.conf_low, "conf_high": row.conf_high, "link": None,
              "side": "n" if not row.p_adjusted < ALPHA else "a" if row.estimate > 0 else "b",
              "title": f"{row.outlet}, {row.part}: {row.estimate:+.2f}"} for row in table.itertuples()]
    against = comparison.about["compared"][1] if comparison.about["pair"] else "all others"
    return {"figure": dot_whisker(marks, label="Difference in mean score: total = selection + framing",
                                  low="more negative", high="more positive",
                                  tick=lambda value: f"{value:+.3g}" if value else "0"),
            "caption": f"The gap in tone to {against}, split: selection is which stories are told, framing how the "
                       "same ones are told. Line: 95% interval; grey where the adjusted p is .05 or more."}


def _distances(results):
    """Rows of the pairs of outlets, nearest first, over all articles and within stories."""
    if "distance" not in results:
        return None
    rows, matched = results["distance"].table, results.get("distance_matched")
    within = {} if matched is None else {frozenset((row.outlet, row.other)): row for row in matched.table.itertuples()}
    return [(f"{row.outlet} – {row.other}", _distance(row), _distance(within.get(frozenset((row.outlet, row.other)))))
            for row in rows.itertuples()]


def _distance(row):
    if row is None or isnan(row.estimate):
        return "–"
    if isnan(row.conf_low):
        return f"{100 * row.estimate:.1f} (not tested)"
    noise = "" if row.p_adjusted < ALPHA else ", not beyond chance"
    return f"{100 * row.estimate:.1f} ({100 * row.conf_low:.1f} to {100 * row.conf_high:.1f}{noise})".replace("-", "−")


def _copies(results):
    """Pairs of outlets and how many of their articles share passages."""
    if "shared_copy" not in results or results["shared_copy"].table.empty:
        return []
    table = results["shared_copy"].table
    pairs = table.groupby(["outlet", "outlet_other"]).agg(articles=("article", "nunique"), words=("n_words", "sum"))
    pairs = pairs.reset_index()[lambda pairs: pairs.outlet <= pairs.outlet_other]  # each is there both ways
    pairs = pairs.sort_values("words", ascending=False, kind="stable")
    return [(row.outlet, row.outlet_other, row.articles, row.words) for row in pairs.head(12).itertuples()]


def coverage_part(comparison, *, sentences):
    """Points by outlet, a story each (dict for the template); without sentences nothing of it is shown."""
    if "coverage" not in comparison.results or not sentences:
        why = comparison.skipped.get("coverage", "Points are passages of the articles, and this report quotes none.")
        return {"coverage": None, "no_coverage": why}
    result = comparison.results["coverage"]
    titles = comparison.results["stories"].table.set_index("story").title
    articles = result.articles.set_index("id", drop=False)
    order = [story for story in comparison.results["stories"].table.story if story in result.about["stories"]]
    groups = dict(tuple(result.table.groupby("story")))
    return {"no_coverage": "", "coverage": {
        "caution": result.about["caution"],
        "stories": [_story(titles[story] or story, groups[story], result.about["stories"][story], articles)
                    for story in order if story in groups]}}


def _story(title, table, tellers, articles):
    """One story's points, those that most outlets make first, with the passages that make them."""
    outlets, points = sorted(tellers)[:OUTLETS], []
    for _, rows in table.groupby("point", sort=False):
        by_outlet = {outlet: [_cut(articles.text[row.article][row.start:row.end]) for row in part.itertuples()]
                     for outlet, part in rows.groupby("outlet")}
        points.append({"statement": _cut(rows.statement.iloc[0]), "n": int(rows.n_outlets.iloc[0]),
                       "cells": [by_outlet.get(outlet, []) for outlet in outlets]})
    shared = [point for point in points if point["n"] > 1]
    alone = [(outlet, [point["statement"] for point in points if point["n"] == 1 and point["cells"][k]][:POINTS])
             for k, outlet in enumerate(outlets)]
    return {"title": title, "outlets": outlets, "points": shared[:POINTS], "more": max(len(shared) - POINTS, 0),
            "n": many(len(points), "point"), "shared": len(shared), "alone": alone}


def _cut(text):
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
