"""The report's part on claims: how many articles of each outlet agree with a claim, dispute it or discuss it."""

from crossframe.compare.notes import ALPHA
from crossframe.present.bars import ink
from crossframe.present.page_words import cite
from crossframe.present.plot_claims import COLORS, claim_shares
from crossframe.present.stance_cells import difference, others, points, sentence, shortened, shown
from crossframe.present.svg import stacked_bars


def claims_part(comparison, sentences):
    """What articles make of each claim (dict for the template; None where none was given)."""
    if "claim_stance" not in comparison.results:
        return None
    found = comparison.results["claim_stance"]
    table = found.table[found.table["outlet"].isin(shown(comparison))]
    shares, n = claim_shares(table)
    colors = {label: (color, ink(color)) for label, color in COLORS.items()}
    groups = []
    for claim in dict.fromkeys(table["claim"]):
        own = table[table["claim"] == claim]
        rows = [(outlet, shares.loc[claim, outlet].to_dict(), f"{n[claim, outlet]:,}") for outlet in shown(comparison)
                if (claim, outlet) in n.index]
        groups.append({"claim": claim, "sure": _sure(comparison, claim),
                       "figure": stacked_bars(rows, colors, label="percent of the outlet's articles"),
                       "quotes": _passages(comparison, own, sentences) if sentences else []})
    return {"groups": groups, "others": others(comparison), "on_stories": "keyness_matched" in comparison.results,
            "reads": sentence(found.about["reads"]), "caution": found.about.get("caution") or ""}


def _sure(comparison, claim):
    """The stances that an outlet surely takes more or less often: both shares, and their difference."""
    if "shares_of_claims" not in comparison.results:
        return []
    table = comparison.results["shares_of_claims"].table
    rows = table[(table["within"] == claim) & table["outlet"].isin(shown(comparison)) & (table["p_adjusted"] < ALPHA)]
    return [(row.outlet, row.value, f"{row.share:.0%}", f"{row.share_reference:.0%}", *difference(row, points)[:2])
            for row in rows.itertuples()]


def _passages(comparison, rows, most):
    """The passages in which articles take a stance, the surest of each outlet first."""
    articles = comparison.corpus.articles.set_index("id", drop=False)
    rows = rows[rows["label"].isin(["agree", "disagree", "discuss"]) & rows["start"].notna()]
    chance = [getattr(row, row.label) for row in rows.itertuples()]
    rows = rows.assign(chance=chance, last=rows["label"] == "discuss").sort_values(
        ["last", "chance"], ascending=[True, False], kind="stable")
    return [{"outlet": outlet, "quotes": [
        {"text": shortened(articles.loc[row.article, "text"][row.start:row.end])[0], "cite": " · ".join(filter(None, [
            row.label, *cite(articles.loc[row.article])[:2]]))} for row in own.head(most).itertuples()]}
        for outlet in shown(comparison) if len(own := rows[rows["outlet"] == outlet])]
