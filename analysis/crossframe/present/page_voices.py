"""The report's part on voices: who is quoted, whose words the words are, names, agency, hedging, marked articles."""

import pandas as pd

from crossframe.compare.notes import ALPHA, by_target
from crossframe.present.annotated import annotate
from crossframe.present.bars import ink, share_table, value_colors
from crossframe.present.plot_agency import VOICES
from crossframe.present.plot_hedging import KINDS, outlet_rates
from crossframe.present.plot_naming import NAMES, name_shares
from crossframe.present.plot_sources import ORDERS
from crossframe.present.svg import stacked_bars, times

OUTLETS = 12  # shown
SPEAKERS = 8  # an outlet
WORDS = 15  # an outlet, in the table of whose words they are
NAME_ROWS = 40  # of the table of names, about
STORIES = 3  # with an article of each outlet marked
ARTICLES = 12  # marked, all stories together
LONGEST = 15_000  # characters of an article that is shown
MEASURES = ("sources", "diversity", "naming", "agency", "hedging")
SHARES = {"speaker_kind": "shares_of_speaker_kind", "kind": "shares_of_kind", "cue_stance": "shares_of_cue_stance",
          "name": "shares_of_names", "voice": "shares_of_agency"}  # column -> result


def voices_part(comparison, *, sentences):
    """Whose voice: what of it was measured (dict for the template).

    Parameters
    ----------
    comparison : Comparison
        The page shows what its results have of MEASURES.
    sentences : int
        0: no article is quoted.

    Returns
    -------
    dict
    """
    found = {name: result for name, result in comparison.results.items() if name in MEASURES}
    if not any(len(result.table) for result in found.values()):
        return {"voices": None, "no_voices": comparison.skipped.get("sources", "Voices were not told apart.")}
    sources, matched = found.get("sources"), "keyness_matched" in comparison.results
    parts = {"on_stories": matched, "cautions": {
        name: found[name].about.get("caution") or "" if name in found else "" for name in MEASURES}}
    for name, part in (("naming", _names), ("agency", _agency), ("hedging", _hedging), ("diversity", _diversity)):
        result = found.get(name)
        parts[name] = part(comparison, result) if result is not None and len(result.table) else None
    quoted = sources is not None and len(sources.table)
    parts["sources"] = _sources(comparison, sources) if quoted else None
    parts["words"] = _words(comparison)
    parts["articles"] = _articles(comparison, sources) if quoted and sentences else None
    return {"voices": parts, "no_voices": ""}


def _sources(comparison, sources):
    table = _own(sources.table, comparison)
    people = comparison.results.get("speakers")
    speakers = [] if people is None else [
        (outlet, [{"name": row.speaker, "about": f"{row.n_quotes:,} in {row.n_articles:,}, {row.share_words:.0%}"}
                  for row in rows.head(SPEAKERS).itertuples()])
        for outlet, rows in people.table.groupby("outlet", sort=False) if outlet in _shown(comparison)]
    return {"bars": _bars(table, "speaker_kind", "percent of the outlet's attributions", comparison),
            "tables": [_shares(comparison, sources.table, of, order) for of, order in ORDERS.items()],
            "speakers": speakers, "most": SPEAKERS}


def _words(comparison):
    """Of the words that differ most, how many uses are the outlet's own and how many stand in what it quotes."""
    if "words_quoted" not in comparison.results:
        return None
    table, shown = comparison.results["words_quoted"].table, []
    for target, reference, _ in by_target(comparison)[:OUTLETS]:
        rows = table[table["outlet"] == target].head(WORDS)
        shown.append({"target": target, "reference": reference, "rows": [
            (row.term, times(row.estimate), int(row.n), int(row.n_quoted),
             "–" if pd.isna(row.share_quoted) else f"{row.share_quoted:.0%}") for row in rows.itertuples()]})
    return [group for group in shown if group["rows"]]


def _names(comparison, naming):
    """Referents with the names of each outlet, and which of them differ."""
    table, outlets = _own(naming.table, comparison), _shown(comparison)
    groups = name_shares(table, NAME_ROWS)
    if not groups:
        return None
    sure = _sure(comparison, "name")
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
    sure = _sure(comparison, of)
    outlets = [outlet for outlet in _shown(comparison) if outlet in drawn.index]
    rows = [(outlet, f"{counts[outlet]:,}", [_cell(drawn.loc[outlet, value], (outlet, "", value) in sure)
                                             for value in drawn]) for outlet in outlets]
    return {"of": of, "values": list(drawn), "rows": rows}


def _cell(share, differs):
    return ("", False) if share is None or pd.isna(share) else (f"{share:.0%}", differs)


def _sure(comparison, of):
    """(outlet, within, value) of the shares that differ at adjusted p below .05."""
    if SHARES[of] not in comparison.results:
        return set()
    table = comparison.results[SHARES[of]].table
    sure = table[table["p_adjusted"] < ALPHA]
    return set(zip(sure["outlet"], sure["within"], sure["value"], strict=True))
