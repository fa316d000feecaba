"""The report's part on loaded wording: whose sentences are loaded more often, and by which words."""

import pandas as pd

from crossframe.compare.framing import both_sides
from crossframe.compare.notes import ALPHA
from crossframe.compare.stance_notes import signed
from crossframe.present.marks import mark_up
from crossframe.present.page_words import cite
from crossframe.present.stance_cells import difference, others, points, sentence, shown
from crossframe.present.svg import dot_whisker

WORDS = 8  # loaded ones of an outlet
STRONG = 1.0  # log odds: words that add as much are marked darker


def loaded_part(comparison, sentences):
    """How many sentences are loaded, and by which words (dict for the template; None where none was read)."""
    if "loaded_language" not in comparison.results:
        return None
    found, results = comparison.results["loaded_language"], comparison.results
    table = found.table[found.table["outlet"].isin(shown(comparison))]
    sums, means = table.groupby("outlet")[["n_matched", "n_loaded"]].sum(), table.groupby("outlet")["score"].mean()
    differences = [{row.outlet: row for row in both_sides(results[name].table, comparison.about).itertuples()}
                   for name in ("loaded_contrast", "loaded_contrast_matched") if name in results]
    words = results["loaded_words"].table.groupby("outlet").head(WORDS).groupby("outlet")["word"].agg(", ".join)
    rows = [(outlet, f"{sums.at[outlet, 'n_loaded']:,} of {sums.at[outlet, 'n_matched']:,}",
             "–" if pd.isna(means[outlet]) else f"{means[outlet]:.1%}",
             [difference(each.get(outlet), points) for each in differences], words.get(outlet, "–"))
            for outlet in shown(comparison) if outlet in sums.index]
    return {"reads": sentence(found.about["reads"]), "caution": found.about.get("caution") or "", "rows": rows,
            "n_differences": len(differences), "others": others(comparison), "figure": _figure(comparison),
            "quotes": _quotes(comparison, sentences + 1) if sentences else []}


def _figure(comparison):
    """The differences, on the same stories where that was tested; empty where nothing was."""
    for name, where in (("loaded_contrast_matched", "on the same stories"), ("loaded_contrast", "over all articles")):
        contrast = comparison.results.get(name)
        if contrast is None or not contrast.table["p_value"].notna().any():
            continue
        rows = contrast.table[contrast.table["estimate"].notna()]
        marks = [{"name": row.outlet, "estimate": 100 * row.estimate, "conf_low": 100 * row.conf_low,
                  "conf_high": 100 * row.conf_high, "link": None, "title": f"{row.outlet}: {points(row.estimate)}",
                  "side": ("a" if row.estimate > 0 else "b") if row.p_adjusted < ALPHA else "n"}
                 for row in rows.itertuples()]
        label = f"Share of loaded sentences less that of {others(comparison)}, percentage points, {where}"
        return dot_whisker(marks, label=label, low="fewer loaded", high="more loaded",
                           tick=lambda value: f"{value:+.3g}".replace("-", "−") if value else "0")
    return ""


def _quotes(comparison, most):
    """The most loaded sentences, the words that make them so marked."""
    rows, words = (comparison.results[name].table for name in ("loaded_sentences", "loaded_marks"))
    articles = comparison.corpus.articles.set_index("id", drop=False)
    return [{"outlet": outlet, "quotes": [
        {"html": _with_words(row, words), "cite": " · ".join(filter(None, [
            f"{row.score:.0%}", *cite(articles.loc[row.article])[:2]]))} for row in own.head(most).itertuples()]}
        for outlet in shown(comparison) if len(own := rows[rows["outlet"] == outlet])]


def _with_words(row, words):
    """A sentence with the words that add to its being loaded, the stronger the darker."""
    own = words[(words["article"] == row.article) & (words["start"] >= row.start) & (words["end"] <= row.end)]
    marks = []
    for word in own.itertuples():
        shade = "strong" if word.contribution >= STRONG else "some"
        tag = f'<mark class="{shade}" title="{signed(word.contribution)}">'
        marks.append((word.start - row.start, word.end - row.start, tag, tag))
    return mark_up(row.text, marks)
