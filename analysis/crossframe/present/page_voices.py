"""The report's part on voices: who is quoted, whose words the words are, names, agency, hedging, marked articles."""

import numpy as np
import pandas as pd

from crossframe.compare.diversity import quoted_speakers
from crossframe.compare.notes import ALPHA, by_target, surest
from crossframe.compare.shares import shares
from crossframe.measure.voices import heard
from crossframe.present.annotated import annotate
from crossframe.present.bars import ink, share_table, value_colors
from crossframe.present.plot_agency import VOICES
from crossframe.present.plot_hedging import KINDS, outlet_rates
from crossframe.present.plot_naming import NAMES, name_shares
from crossframe.present.plot_sources import ORDERS
from crossframe.present.svg import stacked_bars, times
from crossframe.present.workbook import VOICE_RESULTS, voice_results
from crossframe.tokens import count_terms

OUTLETS = 12  # shown
SPEAKERS = 8  # an outlet
WORDS = 15  # an outlet, in the table of whose words they are
NAME_ROWS = 40  # of the table of names, about
STORIES = 3  # with an article of each outlet marked
ARTICLES = 12  # marked, all stories together
LONGEST = 15_000  # characters of an article that is shown
OTHERS = "(all other outlets)"


def voices_part(comparison, *, sentences):
    """Whose voice: what of it was measured (dict for the template).

    Parameters
    ----------
    comparison : Comparison
        Its attributes sources, diversity, naming, agency and hedging are results, or None where not computed.
    sentences : int
        0: no article is quoted.

    Returns
    -------
    dict
    """
    found = voice_results(comparison)
    if not any(len(result.table) for result in found.values()):
        return {"voices": None, "no_voices": comparison.skipped.get("sources", "Voices were not told apart.")}
    sources, matched = found.get("sources"), "keyness_matched" in comparison.results
    parts = {"on_stories": matched, "cautions": {
        name: found[name].about.get("caution") or "" if name in found else "" for name in VOICE_RESULTS}}
    for name, part in (("naming", _names), ("agency", _agency), ("hedging", _hedging), ("diversity", _diversity)):
        result = found.get(name)
        parts[name] = part(comparison, result) if result is not None and len(result.table) else None
    quoted = sources is not None and len(sources.table)
    parts["sources"] = _sources(comparison, sources) if quoted else None
    whole = comparison.about["parameters"]["voice"] == "all"  # of one voice alone there is nothing to tell apart
    parts["words"] = _words(comparison, sources) if quoted and whole else None
    parts["articles"] = _articles(comparison, sources) if quoted and sentences else None
    return {"voices": parts, "no_voices": ""}


def _sources(comparison, sources):
    table = _own(sources.table, comparison)
    people = quoted_speakers(sources) if _speakers_known(sources.table) else None
    speakers = [] if people is None else [
        (outlet, [{"name": row.speaker, "about": f"{row.n_quotes:,} in {row.n_articles:,}, {row.share_words:.0%}"}
                  for row in rows.head(SPEAKERS).itertuples()])
        for outlet, rows in people.table.groupby("outlet", sort=False) if outlet in _shown(comparison)]
    return {"bars": _bars(table, "speaker_kind", "percent of the outlet's attributions", comparison),
            "tables": [_shares(comparison, sources.table, of, order) for of, order in ORDERS.items()],
            "speakers": speakers, "most": SPEAKERS}


def _speakers_known(table):
    return bool(((table["speaker"] != "") & ~table["speaker_kind"].isin(["unnamed", "unknown"])).any())


def _words(comparison, sources):
    """Of the words that differ most, how many uses are the outlet's own and how many stand in what it quotes."""
    articles = sources.articles
    texts = {"all": articles["text"], "quoted": heard(articles, "quoted", sources)}
    groups = [(target, reference, surest(rows, WORDS)) for target, reference, rows in by_target(comparison)[:OUTLETS]]
    ngrams = comparison.about["parameters"]["ngrams"]
    counted = {voice: count_terms(each, ngrams=ngrams) for voice, each in texts.items()}
    at = {voice: {term: k for k, term in enumerate(counts.terms)} for voice, counts in counted.items()}

    def uses(voice, term, rows):
        column = at[voice].get(term)
        return 0 if column is None else int(counted[voice].matrix[rows][:, [column]].sum())

    shown = []
    for target, reference, terms in groups:
        rows = np.flatnonzero((articles["outlet"] == target).to_numpy())
        cells = [(row.term, times(row.estimate), uses("all", row.term, rows), uses("quoted", row.term, rows))
                 for row in terms.itertuples()]
        shown.append({"target": target, "reference": reference, "rows": [
            (term, ratio, n, quoted, f"{quoted / n:.0%}" if n else "–") for term, ratio, n, quoted in cells]})
    return [group for group in shown if group["rows"]]


def _names(comparison, naming):
    """Referents with the names of each outlet, and which of them differ."""
    table, outlets = _own(naming.table, comparison), _shown(comparison)
    groups = name_shares(table, NAME_ROWS)
    if not groups:
        return None
    sure = _sure(comparison, naming.table[naming.table["referent"].isin(groups)], "name", within="referent")
    rows = [{"referent": referent, "names": [
        (name, [_cell(own.loc[name].get(outlet), (outlet, referent, name) in sure) for outlet in outlets])
        for name in own.index]} for referent, own in groups.items()]
    return {"outlets": outlets, "rows": rows, "most": NAMES, "more": naming.table["referent"].nunique() - len(rows)}


def _agency(comparison, agency):
    table = _own(agency.table, comparison)
    return {"bars": _bars(table, "voice", "percent of the outlet's clauses", comparison),
            "table": _shares(comparison, agency.table, "voice", VOICES)}


def _hedging(comparison, hedging):
    rates, unit = outlet_rates(hedging)
    rates = rates.reindex([outlet for outlet in _shown(comparison) if outlet in rates.index]).dropna(axis=1, how="all")
    return {"unit": unit, "kinds": [KINDS[kind] for kind in rates],
            "rows": [(outlet, [f"{rate:.2f}" for rate in row]) for outlet, row in rates.iterrows()]}


def _diversity(comparison, diversity):
    """A row an outlet: its quotations, and as many voices as at equal numbers of quotations, by order."""
    table = _own(diversity.table, comparison)
    rows = table[(table["order"] == 1) & table["diversity"].notna()]
    return {"quotes": int(rows["n_rarefied"].iloc[0]), "rows": [
        (row.outlet, f"{row.n_quotes:,}", f"{row.n_speakers:,}", f"{row.diversity:.1f}",
         "–" if pd.isna(row.diversity_low) else f"{row.diversity_low:.1f} to {row.diversity_high:.1f}",
         bool(row.p_adjusted < ALPHA)) for row in rows.itertuples()]} if len(rows) else None


def _articles(comparison, sources):
    """Stories with an article of each outlet, its voices marked."""
    articles = sources.articles.assign(n=sources.articles["id"].map(sources.table["article"].value_counts()))
    articles = articles[(articles["n"] > 0) & (articles["text"].str.len() <= LONGEST)
                        & articles["outlet"].isin(_shown(comparison))]
    first = articles.sort_values("n", ascending=False, kind="stable")
    told, groups, left = _told(comparison, first), [], ARTICLES
    for title, chosen in told:
        chosen = chosen.drop_duplicates("outlet").head(left)
        left -= len(chosen)
        if len(chosen):
            groups.append({"title": title, "articles": [_marked(row, sources) for row in chosen.itertuples()]})
    return {"groups": groups, "longest": LONGEST} if groups else None


def _marked(row, sources):
    title = getattr(row, "title", "")
    return {"name": f"{row.outlet}: {title}" if title else row.outlet,
            "html": annotate(sources.articles[sources.articles["id"] == row.id], sources=sources).fragment("h4")}


def _told(comparison, articles):
    """Titles of the stories that most outlets tell, with their articles; without stories all articles together."""
    if "keyness_matched" not in comparison.results or "story" not in articles:
        return [("An article of each outlet", articles)]
    stories = comparison.results["stories"].table
    stories = stories[stories["n_outlets"] > 1].head(STORIES)
    return [(row.title or row.story, articles[articles["story"] == row.story]) for row in stories.itertuples()]


def _shown(comparison):
    return comparison.about["compared"][:OUTLETS]


def _own(table, comparison):
    return table[table["outlet"].isin(_shown(comparison))]


def _bars(table, of, label, comparison):
    drawn, counts = share_table(table, of, order=ORDERS.get(of, VOICES))
    order = [outlet for outlet in _shown(comparison) if outlet in drawn.index]
    colors = {value: (color, ink(color)) for value, color in value_colors(
        list(drawn), ORDERS.get(of, VOICES)).items()}
    return stacked_bars([(outlet, drawn.loc[outlet].to_dict(), f"{counts[outlet]:,}") for outlet in order], colors,
                        label=label)


def _shares(comparison, table, of, order):
    """A table of shares: its head, and a row an outlet; each cell with whether it differs."""
    drawn, counts = share_table(_own(table, comparison), of, order=order)
    sure = _sure(comparison, table, of)
    outlets = [outlet for outlet in _shown(comparison) if outlet in drawn.index]
    rows = [(outlet, f"{counts[outlet]:,}", [_cell(drawn.loc[outlet, value], (outlet, "", value) in sure)
                                             for value in drawn]) for outlet in outlets]
    return {"of": of, "values": list(drawn), "rows": rows}


def _cell(share, differs):
    return ("", False) if share is None or pd.isna(share) else (f"{share:.0%}", differs)


def _sure(comparison, table, of, within=None):
    """(outlet, within, value) of the shares that differ at adjusted p below .05, on the same stories where matched."""
    about = comparison.about
    rows = table.assign(outlet=table["outlet"].where(table["outlet"].isin(about["compared"]), OTHERS))
    rows = rows[(rows[of].fillna("") != "")]
    on_stories = "keyness_matched" in comparison.results and bool((rows["story"].fillna("") != "").all())
    pair = about["compared"] if about["pair"] else (None, None)
    if rows["outlet"].nunique() < 2 or about["pair"] and not set(pair) <= set(rows["outlet"]):
        return set()
    match = "story" if on_stories else None
    tested = shares(rows, of=of, within=within, match=match, target=pair[0], reference=pair[1])
    sure = tested.table[tested.table["p_adjusted"] < ALPHA]
    return set(zip(sure["outlet"], sure["within"], sure["value"], strict=True))
