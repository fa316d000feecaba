"""The report's part on stance: where outlets stand toward targets and claims, and how loaded their words are."""

import pandas as pd

from crossframe.compare.framing import both_sides
from crossframe.compare.stance_notes import limits, signed, sure_stances
from crossframe.compare.wording import many
from crossframe.present.bars import ink
from crossframe.present.marks import mark_up
from crossframe.present.page_claims import claims_part
from crossframe.present.page_loaded import loaded_part
from crossframe.present.page_words import cite
from crossframe.present.plot_target_sentiment import COLORS, mention_shares
from crossframe.present.stance_cells import chance, difference, others, sentence, shortened, shown
from crossframe.present.svg import stacked_bars, voice_dots

ROWS = 32  # of the figure, about
NAMES = 6  # under which a target was found
QUOTED = 6  # targets with sentences
SENTENCES = 3  # of an outlet and target
VOICES = {"outlet": "own voice", "quoted": "quoted", "all": "own and quoted words"}
SIDES = {"outlet": "a", "all": "a", "quoted": "b"}


def stance_part(comparison, *, sentences):
    """Stance: what of it was measured (dict for the template).

    Parameters
    ----------
    comparison : Comparison
    sentences : int
        At most this many of an outlet on a target; 0 quotes none.

    Returns
    -------
    dict
    """
    each = min(sentences, SENTENCES)
    parts = {"targets": _targets(comparison, each), "loaded": loaded_part(comparison, each),
             "claims": claims_part(comparison, each)}
    if not any(parts.values()):
        return {"stance": None, "no_stance": sentence(comparison.skipped.get("stance", "Stance was not read."))}
    skipped = comparison.skipped
    unread = [sentence(skipped[name]) for name in ("stance", "loaded_language") if name in skipped]
    return {"stance": parts | {"limits": limits(comparison), "unread": unread}, "no_stance": ""}


def _targets(comparison, sentences):
    """Where outlets stand toward targets; None where no target was mentioned."""
    if "stance" not in comparison.results or not len(comparison.results["stance_means"].table):
        return None
    about = comparison.results["stance"].about
    means = comparison.results["stance_means"].table
    means = means[means["outlet"].isin(shown(comparison))]
    contrast = comparison.results.get("stance_contrast")
    tested = contrast is not None and contrast.table["p_value"].notna().any()
    return {"reads": sentence(about["reads"]), "caution": about.get("caution") or "", "tested": tested,
            "voices": [voice for voice in VOICES if (means["voice"] == voice).any()],
            "says": _says(comparison, tested), "figure": _figure(means, comparison),
            "caption": _caption(means, comparison), "table": _table(means, comparison), "bars": _bars(comparison),
            "quotes": _quotes(comparison, sentences) if sentences else []}


def _says(comparison, tested):
    """What is sure of stance and what is not, a sentence each."""
    if not tested:
        return ["There are too few articles to test a difference: the numbers describe these articles, no more."]
    compared, pair = comparison.about["compared"], comparison.about["pair"]
    sure, n = sure_stances(comparison), len(comparison.results["stance_contrast"].table)
    sure = sure[sure["outlet"] == compared[0]] if pair else sure  # the other one's are its mirror image
    matched = comparison.results.get("stance_contrast_matched")
    where = " on the same stories" if matched is not None and matched.table["p_value"].notna().any() else ""
    said = [f"Sure{where}: {row.outlet} speaks more {'positively' if row.estimate > 0 else 'negatively'} of "
            f"{row.target} than {others(comparison)} (difference {signed(row.estimate)}, 95% interval "
            f"{signed(row.conf_low)} to {signed(row.conf_high)}, adjusted p {chance(row.p_adjusted)})."
            for row in sure.itertuples()]
    left = n - len(sure)
    return [*said, f"Of the {'other ' * bool(said)}{many(left, 'difference')}{where} none is sure. That does not show "
            "that outlets are alike there: few mentions give wide intervals."] if left else said


def _figure(means, comparison):
    groups = []
    for target in _drawn(means, comparison):
        own = means[(means["target"] == target) & means["estimate"].notna()]
        rows = [(outlet, [_dot(row) for row in own[own["outlet"] == outlet].itertuples()],
                 " | ".join(f"{n:,}" for n in _counts(own[own["outlet"] == outlet], means)))
                for outlet in shown(comparison) if (own["outlet"] == outlet).any()]
        if rows:
            groups.append((target, rows))
    keys = [(SIDES[voice], VOICES[voice]) for voice in VOICES if (means["voice"] == voice).any()]
    return voice_dots(groups, keys, label="Mean stance of the outlet's articles", low="against", high="in favour",
                      tick=lambda value: signed(value) if value else "0") if groups else ""


def _drawn(means, comparison):
    """The targets in the figure: those mentioned most."""
    return list(dict.fromkeys(means["target"]))[:max(ROWS // len(shown(comparison)), 3)]


def _caption(means, comparison):
    """What the figure shows, as far as it does."""
    left, with_intervals = means["target"].nunique() - len(_drawn(means, comparison)), means["conf_low"].notna()
    said = ["Means over articles: left against the target, right in its favour.",
            "Lines: 95% intervals." if with_intervals.any() else "",
            "" if with_intervals.all() else "Hollow: too few articles for an interval.",
            f"At the right: articles{', own voice | quoted' if means['voice'].nunique() > 1 else ''}.",
            f"{many(left, 'target')} mentioned less {'is' if left == 1 else 'are'} in the table." if left else ""]
    return " ".join(filter(None, said))


def _counts(rows, means):
    """Articles with a score, a number a voice that there is."""
    return [int(rows.loc[rows["voice"] == voice, "n"].sum()) for voice in VOICES if (means["voice"] == voice).any()]


def _dot(row):
    interval = "" if pd.isna(row.conf_low) else f", {signed(row.conf_low)} to {signed(row.conf_high)}"
    return {"estimate": row.estimate, "conf_low": row.conf_low, "conf_high": row.conf_high, "side": SIDES[row.voice],
            "title": f"{row.outlet} on {row.target}, {VOICES[row.voice]}: {signed(row.estimate)}{interval}"}


def _table(means, comparison):
    """A group a target, a row an outlet: each voice's mean, articles and mentions; the differences in its own voice."""
    voices = [voice for voice in VOICES if (means["voice"] == voice).any()]
    differences = [_by_outlet(comparison, name) for name in ("stance_contrast", "stance_contrast_matched")
                   if name in comparison.results]
    groups = []
    for target, own in means.groupby("target", sort=False):
        rows = []
        for outlet in [name for name in shown(comparison) if (own["outlet"] == name).any()]:
            cells = [_mean(own[(own["outlet"] == outlet) & (own["voice"] == voice)]) for voice in voices]
            rows.append((outlet, cells, [difference(found.get((outlet, target))) for found in differences]))
        names = _named(target, comparison)
        groups.append({"target": target, "kind": own["kind"].iloc[0], "names": names, "rows": rows})
    return {"voices": [VOICES[voice] for voice in voices], "groups": groups, "n_differences": len(differences),
            "columns": 1 + len(voices) + len(differences)}


def _named(target, comparison):
    """Under which names a target was found, the commonest first."""
    counts = comparison.results["target_sentiment"].about["names"].get(target, {})
    return ", ".join(f"{name} ({n:,})" for name, n in list(counts.items())[:NAMES])


def _mean(rows):
    """Mean, interval, and what they rest on; empty where the voice does not speak of the target."""
    if not rows["n_mentions"].sum():
        return "–", "", ""
    row = rows.iloc[0]
    interval = "" if pd.isna(row["conf_low"]) else f"{signed(row['conf_low'])} to {signed(row['conf_high'])}"
    return ("–" if pd.isna(row["estimate"]) else signed(row["estimate"]), interval,
            f"{row['n_matched']:,} of {many(row['n_mentions'], 'mention')}, {many(row['n'], 'article')}")


def _by_outlet(comparison, name):
    """(outlet, target) -> its row, each outlet read from its own side."""
    table = both_sides(comparison.results[name].table, comparison.about)
    return {(row.outlet, row.target): row for row in table.itertuples()}


def _bars(comparison):
    """The shares of labels among each outlet's mentions, those without a label among them: a figure a voice."""
    table, colors = comparison.results["target_sentiment"].table, {
        label: (color, ink(color)) for label, color in COLORS.items()}
    table, figures = table[table["outlet"].isin(shown(comparison))], []
    for voice, own in [(voice, table[table["voice"] == voice]) for voice in VOICES]:
        shares, n = mention_shares(own, "outlet")
        rows = [(outlet, shares.loc[outlet].to_dict(), f"{n[outlet]:,}") for outlet in shown(comparison)
                if outlet in n.index]
        if rows:
            label = f"percent of the outlet's mentions of targets, {VOICES[voice]}"
            figures.append(stacked_bars(rows, colors, label=label))
    return figures


def _quotes(comparison, most):
    """The most negative and most positive sentences on each target, outlet beside outlet."""
    table = comparison.results["stance_sentences"].table
    articles = comparison.corpus.articles.set_index("id", drop=False)
    order = [target for target in dict.fromkeys(comparison.results["stance_means"].table["target"])
             if (table["target"] == target).any()]
    return [{"target": target, "sides": [
        {"outlet": outlet, "ends": [(f"Most {end}", [_quote(row, articles) for row in _first(own, end, most)])
                                    for end in ("negative", "positive") if (own["end_of"] == end).any()]}
        for outlet in shown(comparison)
        if len(own := table[(table["outlet"] == outlet) & (table["target"] == target)])]} for target in order[:QUOTED]]


def _first(rows, end, most):
    """The surest of one end, the outlet's own voice first."""
    own = rows[rows["end_of"] == end]
    own = own.assign(last=(own["voice"] == "quoted"), size=-own["score"].abs())
    own = own.sort_values(["last", "size"], kind="stable").drop_duplicates("text")  # in both voices: shown once
    return list(own.head(most).itertuples())


def _quote(row, articles):
    start, end = row.start - row.sentence_start, row.end - row.sentence_start
    who = {"outlet": "in its own voice", "quoted": f"quoting {row.speaker or 'somebody'}"}.get(row.voice, "")
    said = " · ".join(filter(None, [signed(row.score), who, *cite(articles.loc[row.article])[:2]]))
    text, start, end = shortened(row.text, start, end)
    return {"html": mark_up(text, [(start, end, "<mark>", "<mark>")]), "cite": said}
