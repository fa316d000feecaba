"""What a comparison says in plain sentences about voices: who is quoted, what things are called, who does what."""

from crossframe.compare.wording import listed, many

ALPHA = 0.05  # on adjusted p values
NAMED = 6  # differences that get a sentence of their own
SAYS = {"shares_of_speaker_kind": "Who is quoted", "shares_of_kind": "Ways of quoting",
        "shares_of_cue_stance": "Cues", "shares_of_agency": "Clauses"}


def findings(comparison):
    """What was found about voices (list of str)."""
    results = comparison.results
    if "sources" not in results:
        return []
    table = results["sources"].table
    known = table["speaker"][table["speaker"] != ""].nunique()
    return [f"{many(len(table), 'attribution')} of {many(known, 'speaker')} were found.", *_diversity(results),
            *_shares(comparison), *_names(comparison)]


def may_not(comparison):
    """What may not be concluded about voices (list of str)."""
    if "sources" not in comparison.results:
        return []
    return ["That a difference in who is quoted, in names or in doers is as large as it is here: a model and rules "
            "read them, which err; cf.annotate shows what they saw. Read a sample of each outlet."]


def methods(comparison):
    """The sentences of a methods paragraph on voices (list of str)."""
    if "sources" not in comparison.results:
        return []
    unit = "story" if "keyness_matched" in comparison.results else "article"
    return ["Attributions (source, cue, content) were found by a network trained on PolNeAR (Newell et al., 2018); on "
            "articles of that corpus held out, F1 at half overlap was .78, the source right on .91 of the hits. Names, "
            "doers and hedges were read by rules over dependency parses and word lists. Shares were compared as "
            f"differences of proportions with the {unit} as the unit, speakers as Hill numbers rarefied to equal "
            "numbers of quotations (Chao et al., 2014)."]


def cited(comparison):
    """Keys of the works that these sentences cite (list of str)."""
    return ["chao", "newell"] if "sources" in comparison.results else []


def _shares(comparison):
    """The most certain difference of each measure, a sentence each."""
    sentences = []
    for name, says in SAYS.items():
        rows = _sure(comparison, name)
        if len(rows):
            parts = [f"{row.outlet} {row.value} {row.share:.0%} ({_others(comparison)} {row.share_reference:.0%})"
                     for row in rows.drop_duplicates("outlet").head(NAMED).itertuples()]
            sentences.append(f"{says}, most surely: {'; '.join(parts)} (adjusted p < .05).")
    return sentences


def _names(comparison):
    rows = _sure(comparison, "shares_of_names")
    rows = rows[rows["estimate"] > 0].drop_duplicates(["outlet", "within"])
    if not len(rows):
        return []
    parts = []
    for outlet, own in rows.groupby("outlet", sort=False):
        says = [f"“{row.value}” for {row.within}" for row in own.head(3).itertuples()]
        parts.append(f"{outlet} says {listed(says)}")
    return [f"Names, most surely: {'; '.join(parts[:NAMED])}, where others say otherwise (adjusted p < .05)."]


def _diversity(results):
    if "diversity" not in results:
        return []
    rows = results["diversity"].table
    rows = rows[(rows["order"] == 1) & (rows["p_adjusted"] < ALPHA)]
    return [f"{row.outlet} lets {'fewer' if row.estimate < 0 else 'more'} speak than the others: {row.diversity:.1f} "
            f"common speakers in {row.n_rarefied} quotations, they {row.diversity_reference:.1f} (adjusted p < .05)."
            for row in rows.head(NAMED).itertuples()]


def _sure(comparison, name):
    """Differences at adjusted p below .05, the surest first."""
    if name not in comparison.results:
        return comparison.results["sources"].table.head(0).assign(estimate=0.0, within="")
    table = comparison.results[name].table
    return table[table["p_adjusted"] < ALPHA].sort_values("p_value", kind="stable")


def _others(comparison):
    return comparison.about["compared"][1] if comparison.about["pair"] else "others"
