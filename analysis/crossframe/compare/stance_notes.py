"""What a comparison says in plain sentences about stance toward targets, toward claims, and loaded wording."""

from crossframe.compare.framing import both_sides
from crossframe.compare.wording import listed, many

ALPHA = 0.05  # on adjusted p values
NAMED = 6  # outlets that get a part of a sentence of their own
EACH = 3  # targets named of each
HELD_OUT = {  # what each model's card says of texts that it did not learn from
    "target_sentiment": "Sentiment toward targets is read by a model: on sentences of articles held out, "
                        "{accuracy:.0%} of its labels were right, and {accuracy_kept:.0%} of those that it keeps.",
    "loaded_language": "Loaded wording is read by a model: on sentences of outlets held out, {accuracy:.0%} of its "
                       "labels were right.",
    "claim_stance": "What articles make of a claim is read by a model: on events held out, its macro-F1 over the four "
                    "stances was {macro_f1:.2f}, and it found {disagree_found:.0%} of the articles that disagree.",
}


def findings(comparison):
    """What was found of stance (list of str)."""
    return [*_targets(comparison), *_loaded(comparison), *_claims(comparison)]


def may(comparison):
    """What the tables of stance show (list of str)."""
    sentences = []
    if _tested(comparison, "stance_contrast"):
        sentences.append(f"Whose sentences about a target{_own(comparison)}, as a model reads them, are more negative "
                         "or more positive, and by how much.")
    if _tested(comparison, "loaded_contrast"):
        sentences.append(f"Whose sentences{_own(comparison)} are more often worded as experts called biased, as a "
                         "model reads them.")
    return sentences


def may_not(comparison):
    """What they do not show (list of str)."""
    results, sentences = comparison.results, []
    if "stance" in results:
        sentences += ["That an outlet is for or against a target because its mean is: sentences on a crime are "
                      "negative toward whoever did it. Compare outlets on the same stories, and read the sentences.",
                      "That an outlet stands better to one target than to another: the model errs more on some kinds "
                      "of targets than on others. Compare outlets on one target."]
    if "loaded_language" in results:
        sentences.append("That a loaded sentence is wrong, or that a plain one is fair: wording alone was read.")
    if "claim_stance" in results:
        sentences.append("That a claim is true or false because articles agree with it or dispute it.")
    return sentences


def methods(comparison):
    """The sentences of a methods paragraph on stance (list of str)."""
    results, models = comparison.results, comparison.about.get("models", {})
    sentences = []
    if "stance" in results:
        n, kept = _kept(results["target_sentiment"].table)
        sentences.append(
            f"Mentions of {many(results['stance'].table['target'].nunique(), 'target')} ({n:,} in all) were read in "
            f"their sentences as negative, neutral or positive by an encoder fine-tuned on NewsMTSC (Hamborg & Donnay, "
            f"2021; {_weights(models, 'target_sentiment')}); labels whose probability was below "
            f"{_decimal(models['target_sentiment']['threshold'])} were not counted, which left {kept:.0%}. Stance is "
            "the mean, over an article's mentions, of the probability of positive less that of negative"
            f"{', by voice' if _told_apart(results) else ''}.")
    if "loaded_language" in results:
        sentences.append("Loaded wording was read sentence by sentence by an encoder fine-tuned on BABE (Spinde et "
                         f"al., 2021; {_weights(models, 'loaded_language')}).")
    if "claim_stance" in results:
        sentences.append("Stance toward claims was read by an encoder fine-tuned on the Fake News Challenge data "
                         f"(Hanselowski et al., 2018; {_weights(models, 'claim_stance')}).")
    if _tested(comparison, "stance_contrast") or _tested(comparison, "loaded_contrast"):
        unit = comparison.about["parameters"]["cluster"] or "article"
        matched = " and, within stories, with the story as the unit" if "keyness_matched" in results else ""
        sentences.append(f"Stance and loaded wording were compared by means with the {unit} as the unit{matched}.")
    return sentences


def cited(comparison):
    """Keys of the works that these sentences cite (list of str)."""
    keys = {"stance": "hamborg", "loaded_language": "spinde", "claim_stance": "hanselowski"}
    return [key for name, key in keys.items() if name in comparison.results]


def limits(comparison):
    """How right each model was on texts held out, and how often it gave no label here (list of str)."""
    models = comparison.about.get("models", {})
    sentences = [text.format(**models[name]["figures"]) for name, text in HELD_OUT.items()
                 if name in comparison.results and models[name]["figures"]]
    if "target_sentiment" in comparison.results:
        n, kept = _kept(comparison.results["target_sentiment"].table)
        if n:
            threshold = models["target_sentiment"]["threshold"]
            sentences.append(f"Here {1 - kept:.0%} of {many(n, 'mention')} got no label, since the likeliest one had a "
                             f"probability below {_decimal(threshold)}; they count in no mean.")
    return sentences


def sure_stances(comparison, *, matched=None):
    """Differences in stance that are sure: on the same stories where that was tested.

    Parameters
    ----------
    comparison : Comparison
    matched : bool or None
        On the same stories or over all articles; None: on the same stories where these were tested.

    Returns
    -------
    DataFrame
        Rows of the contrast, each outlet read from its own side, adjusted p below .05, the surest first.
    """
    matched = _tested(comparison, "stance_contrast_matched") if matched is None else matched
    table = both_sides(comparison.results[f"stance_contrast{'_matched' if matched else ''}"].table, comparison.about)
    return table[table["p_adjusted"] < ALPHA].sort_values("p_value", kind="stable")


def _tested(comparison, name):
    contrast = comparison.results.get(name)
    return contrast is not None and contrast.table["p_value"].notna().any()


def _told_apart(results):
    return "stance" in results and (results["stance"].table["voice"] != "all").any()


def _own(comparison):
    """In whose voice, where that is known."""
    voices = {"outlet": " in its own voice", "quoted": " in what it quotes"}
    asked = comparison.about["parameters"]["voice"]
    return voices["outlet"] if asked == "all" and _told_apart(comparison.results) else voices.get(asked, "")


def _where(comparison, name):
    return " on the same stories" if _tested(comparison, f"{name}_matched") else ""


def _targets(comparison):
    """Toward which targets each outlet stands apart from the others."""
    if "stance" not in comparison.results:
        return []
    if not _tested(comparison, "stance_contrast"):
        return _described(comparison)
    where = f"{_where(comparison, 'stance_contrast')}{_own(comparison).replace('its own', 'their own')}"
    sure = sure_stances(comparison)
    if not len(sure):
        return [f"Stance{where}: no difference toward any target can be shown (adjusted p < .05)."]
    parts = [f"{outlet} speaks {listed([_toward(row, comparison) for row in own.head(EACH).itertuples()])}"
             for outlet, own in list(sure.groupby("outlet", sort=False))[:NAMED]]
    return [f"Stance{where}, most surely: {'; '.join(parts)} (mean stance, −1 to 1; adjusted p < .05)."]


def _toward(row, comparison):
    compared, pair = comparison.about["compared"], comparison.about["pair"]
    other = next(name for name in compared if name != row.outlet) if pair else "others"
    how = "more positively" if row.estimate > 0 else "more negatively"
    return f"{how} of {row.target} ({signed(row.mean)}, {other} {signed(row.mean_reference)})"


def _described(comparison):
    """What outlets' sentences say of the targets that all of them mention most, where nothing can be tested."""
    table = comparison.results["stance_means"].table
    voice = "outlet" if (table["voice"] == "outlet").any() else table["voice"].iloc[0] if len(table) else ""
    table = table[(table["voice"] == voice) & table["outlet"].isin(comparison.about["compared"][:NAMED])]
    table = table[table["estimate"].notna()]
    shared = table.groupby("target")["outlet"].transform("nunique") > 1
    said = [f"{row.outlet} {signed(row.estimate)} ({row.n_matched:,})" for row in table.itertuples()]
    table = table.assign(said=said)[shared]
    parts = [f"{target}: {', '.join(own['said'])}" for target, own in list(table.groupby("target", sort=False))[:EACH]]
    if not parts:
        return []
    return [f"Stance{_own(comparison).replace('its own', 'their own')}, as a description only (mean, −1 to 1, and "
            f"mentions): {'; '.join(parts)}."]


def _loaded(comparison):
    """Whose sentences are loaded more often."""
    if not _tested(comparison, "loaded_contrast"):
        return []
    name = "loaded_contrast_matched" if _tested(comparison, "loaded_contrast_matched") else "loaded_contrast"
    table, where = comparison.results[name].table, _where(comparison, "loaded_contrast")
    sure = table[table["p_adjusted"] < ALPHA]
    if not len(sure):
        return [f"Loaded wording{where}: no difference can be shown (adjusted p < .05)."]
    other = comparison.about["compared"][1] if comparison.about["pair"] else "others"
    parts = [f"{row.outlet} {'more' if row.estimate > 0 else 'less'} often ({row.mean:.0%} of the sentences of an "
             f"article, {other} {row.mean_reference:.0%})" for row in sure.head(NAMED).itertuples()]
    return [f"Loaded wording{where}: {'; '.join(parts)} (adjusted p < .05)."]


def _claims(comparison):
    """How many articles take which stance toward each claim."""
    if "claim_stance" not in comparison.results:
        return []
    sentences = []
    for claim, rows in comparison.results["claim_stance"].table.groupby("claim", sort=False):
        counts = rows["label"].value_counts()
        told = listed([f"{counts[label]:,} {verb}" for label, verb in (
            ("agree", "agree"), ("disagree", "disagree"), ("discuss", "discuss it")) if label in counts])
        sentences.append(f"“{claim}”: of {many(len(rows), 'article')} {told or 'none takes it up'}."
                         f"{_apart(comparison, claim)}")
    return sentences


def _apart(comparison, claim):
    """Which outlets surely stand apart on a claim, a sentence with a space before it; empty where none does."""
    if "shares_of_claims" not in comparison.results:
        return ""
    table = comparison.results["shares_of_claims"].table
    rows = table[(table["within"] == claim) & (table["p_adjusted"] < ALPHA) & (table["value"] != "unrelated")]
    rows = rows.sort_values("p_value", kind="stable").drop_duplicates("outlet").head(NAMED)
    other = comparison.about["compared"][1] if comparison.about["pair"] else "others"
    parts = [f"{row.outlet} {row.value} {row.share:.0%} ({other} {row.share_reference:.0%})"
             for row in rows.itertuples()]
    return f" Most surely apart: {'; '.join(parts)} (adjusted p < .05)." if parts else ""


def _kept(mentions):
    """Mentions, and the share of them that keeps a label."""
    return len(mentions), float((mentions["label"] != "").mean()) if len(mentions) else 0.0


def _weights(models, name):
    """Which weights, and how right they were on texts held out, as their card says."""
    weights, right = models[name]["weights"].rsplit(" ", 1)[-1], models[name]["figures"].get("macro_f1")
    return f"weights {weights}{'' if right is None else f', macro-F1 {_decimal(right)} on texts held out'}"


def _decimal(number):
    return f"{number:.2f}".removeprefix("0")


def signed(value):
    """A mean stance as it is written.

    Examples
    --------
    >>> signed(-0.314)
    '−.31'
    """
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−").replace("0.", ".")
