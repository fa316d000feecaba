"""The report's part on frames: which each outlet uses more, in which words, and where it stands between poles."""

import numpy as np
import pandas as pd

from crossframe.compare.notes import ALPHA, by_target
from crossframe.present.page_words import cite
from crossframe.present.svg import dot_whisker
from crossframe.tokens import STOP_WORDS

OUTLETS = 12  # shown
WORDS = 6  # behind a frame
AXES = 12  # in the figure
TERMS = 20  # of a word shift
ENDS = 12  # words at either end of the scale
SENTENCES = 3  # of an outlet and frame, at most
LONGEST = 420  # characters of a sentence shown
SCHEMES = {"frames": "Policy frames", "generic_frames": "Generic frames"}
MATCHED = "_matched"


def frames_part(comparison, *, sentences):
    """Frames: what of them was measured (dict for the template).

    Parameters
    ----------
    comparison : Comparison
    sentences : int
        At most this many of an outlet behind a frame; 0 quotes none.

    Returns
    -------
    dict
    """
    results = comparison.results
    schemes = [name for name in SCHEMES if f"{name}_contrast" in results]
    if not schemes and "frame_axis_contrast" not in results:
        why = [comparison.skipped[name] for name in ("frames", "frames_contrast") if name in comparison.skipped]
        return {"frames": None, "no_frames": (why or ["Frames were not read."])[0]}
    parts = {"on_stories": any(f"{name}_contrast{MATCHED}" in results for name in [*schemes, "frame_axis"]),
             "tested": any(results[f"{name}_contrast"].table["p_value"].notna().any() for name in [
                 *schemes, "frame_axis"] if f"{name}_contrast" in results),
             "note": comparison.skipped.get("frames_model", ""),
             "overviews": [_overview(comparison, name) for name in schemes],
             "groups": [_group(comparison, schemes, target, reference, min(sentences, SENTENCES))
                        for target, reference, _ in by_target(comparison)[:OUTLETS]],
             "axes_say": _says(results, "frame_axis"), "shift_says": _says(results, "wordshift"),
             "scale": _scale(results)}
    return {"frames": parts, "no_frames": ""}


def _says(results, name):
    """How a measure's scale reads, and what may not be concluded from it."""
    about = results[name].about if name in results else {}
    return {"reads": about.get("reads") or "", "caution": about.get("caution") or ""}


def _overview(comparison, name):
    """How a scheme is scored; of several outlets their means, a row a frame, with those that differ."""
    part = {"title": SCHEMES[name], "rows": [], **_says(comparison.results, name)}
    if comparison.about["pair"]:  # whose table of differences has them
        return part
    shown, table = comparison.about["compared"][:OUTLETS], comparison.results[name].table
    means = table[table["outlet"].isin(shown)].groupby(["frame", "outlet"])["score"].mean().unstack()
    means = means.reindex(columns=shown)
    means = means.loc[means.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    sure = [_sure(comparison.results.get(f"{name}_contrast{end}")) for end in ("", MATCHED)]
    digits = _digits(means.to_numpy())
    rows = [(_plain(frame), [(_number(means.at[frame, outlet], digits), *((outlet, frame) in each for each in sure))
                             for outlet in shown]) for frame in means.index]
    return part | {"outlets": shown, "rows": rows}


def _group(comparison, schemes, target, reference, sentences):
    """One outlet against another or all others."""
    results = comparison.results
    return {"target": target, "reference": reference,
            "schemes": [part for name in schemes if (part := _scheme(results, name, target, reference))],
            "axes": _axes(results, target, reference), "shift": _shift(results, target, reference),
            "sentences": _sentences(comparison, schemes, target, sentences) if sentences else []}


def _scheme(results, name, target, reference):
    """The differences of one scheme: figure, and a table with the words behind."""
    both, drawn, where = _both(results, name, "frame", target)
    if not len(both):
        return None
    digits, finer = _digits(both[["mean", "mean_reference"]].to_numpy()), _digits(both[["estimate"]].to_numpy())
    words = [_words(results, name, "frame", outlet) for outlet in (target, reference)]
    rows = [(_plain(row.Index), _number(row.mean, digits), _number(row.mean_reference, digits),
             *_difference(row, "", finer), *_difference(row, MATCHED, finer),
             words[bool(words[1]) and row.estimate < 0].get(row.Index, "")) for row in both.itertuples()]
    figure = _figure(drawn.rename(index=_plain), f"Mean score of {target} less that of {reference}, {where}",
                     f"more in {reference}", f"more in {target}")
    return {"title": SCHEMES[name], "rows": rows, "figure": figure, "caption": _caption(where)}


def _axes(results, target, reference):
    """The differences on axes: figure of the surest, and table of all."""
    both, drawn, where = _both(results, "frame_axis", "axis", target)
    if not len(both):
        return None
    digits = _digits(both[["estimate"]].to_numpy()) + 1
    words = _words(results, "frame_axis", "axis", target)
    rows = [(_between(row.Index), _number(row.mean, digits), _number(row.mean_reference, digits),
             *_difference(row, "", digits), *_difference(row, MATCHED, digits), words.get(row.Index, ""))
            for row in both.itertuples()]
    surest = drawn.nsmallest(AXES, "p_value").index
    figure = _figure(drawn[drawn.index.isin(surest)].rename(index=_between),
                     f"Mean bias of {target} less that of {reference}, {where}", "nearer to the first",
                     "nearer to the second")
    some = f" {AXES} of {len(drawn)} axes, those that differ most surely." if len(drawn) > AXES else ""
    return {"rows": rows, "figure": figure, "caption": _caption(where) + some}


def _both(results, name, within, target):
    """One outlet's differences over all articles and, beside them, on the same stories; and those to be drawn.

    Returns
    -------
    both, drawn : DataFrame
        A row a frame or axis, the highest first; the drawn ones on the same stories where these could be tested, else
        over all articles, none where nothing could be tested.
    where : str
        Which of the two.
    """
    if f"{name}_contrast" not in results:
        return pd.DataFrame(), pd.DataFrame(), ""
    both = _of(results[f"{name}_contrast"], within, target)
    drawn, where = both, "over all articles"
    if f"{name}_contrast{MATCHED}" in results:
        matched = _of(results[f"{name}_contrast{MATCHED}"], within, target)
        both = both.join(matched.add_suffix(MATCHED))
        if matched["p_value"].notna().any():
            drawn, where = matched, "on the same stories"
    drawn = drawn[drawn["estimate"].notna()].sort_values("estimate", ascending=False, kind="stable")
    both = both.reindex([*drawn.index, *both.index.difference(drawn.index, sort=False)])
    return both[both["estimate"].notna()], drawn[drawn["p_value"].notna().any() & drawn["estimate"].notna()], where


def _of(result, within, target):
    return result.table[result.table["outlet"] == target].set_index(within)


def _figure(drawn, label, low, high):
    """Dots and whiskers; empty where nothing could be tested."""
    if not len(drawn):
        return ""
    marks = [{"name": row.Index, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high,
              "side": ("a" if row.estimate > 0 else "b") if row.p_adjusted < ALPHA else "n", "link": None,
              "title": f"{row.Index}: {_tick(row.estimate)}"} for row in drawn.itertuples()]
    return dot_whisker(marks, label=label, low=low, high=high, tick=_tick)


def _caption(where):
    return f"Differences {where}, 95% interval; in colour where the adjusted p is below .05."


def _difference(row, end, digits):
    """A difference with its interval, and whether it is sure; empty where stories are not matched."""
    if not hasattr(row, f"estimate{end}"):
        return None, None, None
    estimate, low, high = (getattr(row, f"{name}{end}") for name in ("estimate", "conf_low", "conf_high"))
    interval = "" if pd.isna(low) else f"{_signed(low, digits)} to {_signed(high, digits)}"
    return _signed(estimate, digits), interval, bool(getattr(row, f"p_adjusted{end}") < ALPHA)


def _words(results, name, within, outlet):
    """Frame or axis -> the outlet's commonest words behind it; none of all others together."""
    table = results[f"{name}_words"].table
    own = table[table["outlet"] == outlet].groupby(within).head(WORDS)
    return own.groupby(within)["word"].agg(", ".join).to_dict()


def _shift(results, target, reference):
    """The words that make the tone differ, as bars."""
    if "wordshift" not in results:
        return None
    found = results["wordshift"]
    rows = found.table[found.table["outlet"] == target]
    rows = rows.loc[rows["estimate"].abs().sort_values(ascending=False, kind="stable").index].head(TERMS)
    if not len(rows):
        return None
    marks = [{"name": f"{row.term} {row.direction.replace('-', '−')}", "estimate": row.estimate,
              "conf_low": row.conf_low, "conf_high": row.conf_high, "link": None,
              "side": "a" if row.estimate > 0 else "b",
              "title": f"{row.term}: {row.n:,} uses, {row.n_reference:,} in {reference}"}
             for row in rows.itertuples()]
    return dot_whisker(marks, label=f"What each word adds to the mean score of {target} less that of {reference}",
                       low=f"{target} more negative", high=f"{target} more positive", tick=_tick, bars=True)


def _scale(results):
    """Where outlets stand on one line, and the words at its ends."""
    if "scaling" not in results:
        return None
    found = results["scaling"]
    rows = found.table.sort_values("estimate", ascending=False, kind="stable")
    marks = [{"name": row.outlet, "estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high,
              "side": "n", "link": None, "title": f"{row.outlet}: {_tick(row.estimate)}"} for row in rows.itertuples()]
    figure = dot_whisker(marks, label="Place on the scale", low=f"towards {rows['outlet'].iloc[-1]}",
                         high=f"towards {rows['outlet'].iloc[0]}", tick=_tick)
    words = results["scaling_words"].table if "scaling_words" in results else pd.DataFrame()
    ends = [] if words.empty else [_far(words, side) for side in (1, -1)]
    return {"figure": figure, "ends": ends, **_says(results, "scaling")}


def _far(words, side):
    """The words that pull most to one end: far out and common, function words aside."""
    pull = (words["estimate"] - words["estimate"].median()) * np.sqrt(words["n"]) * side
    first = words.assign(pull=pull)[~words["term"].isin(STOP_WORDS)].nlargest(ENDS, "pull")
    return ", ".join(first["term"])


def _sentences(comparison, schemes, target, most):
    """The sentences behind the frames in which each side stands out."""
    articles = comparison.corpus.articles.set_index("id", drop=False)
    sides = comparison.about["compared"] if comparison.about["pair"] else [target]
    shown = []
    for name in schemes:
        found = comparison.results.get(f"{name}_sentences")
        for outlet in sides if found is not None else ():
            own = found.table[found.table["outlet"] == outlet]
            shown += [{"outlet": outlet, "frame": _plain(frame), "quotes": [
                {"text": _cut(row.text), "cite": " · ".join(filter(None, cite(articles.loc[row.article])[:2]))}
                for row in rows.head(most).itertuples()]} for frame, rows in own.groupby("frame", sort=False)]
    return shown


def _sure(contrast):
    """(outlet, frame) of the differences at adjusted p below .05."""
    if contrast is None:
        return set()
    rows = contrast.table[contrast.table["p_adjusted"] < ALPHA]
    return set(zip(rows["outlet"], rows["frame"], strict=True))


def _plain(name):
    return str(name).replace("_", " ")


def _between(name):
    """A ready axis, named low-high, as it is read."""
    return name.replace("-", " ↔ ", 1)


def _cut(text):
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _digits(numbers):
    """Decimals that two significant digits of the largest number take."""
    largest = np.nanmax(np.abs(numbers), initial=0)
    return int(np.clip(1 - np.floor(np.log10(largest)), 1, 5)) if largest > 0 else 1


def _number(value, digits):
    return "–" if pd.isna(value) else f"{value:,.{digits}f}".replace("-", "−")


def _signed(value, digits):
    return "–" if pd.isna(value) else f"{value:+,.{digits}f}".replace("-", "−")


def _tick(value):
    return f"{value:+.3g}".replace("-", "−") if value else "0"
