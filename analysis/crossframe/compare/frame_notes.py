"""What a comparison says in plain sentences about frames, axes of meaning and the words behind the tone."""

from crossframe.compare.framing import leanings
from crossframe.compare.wording import listed, many

ALPHA = 0.05  # on adjusted p values
NAMED = 6  # outlets that get a sentence of their own
EACH = 3  # frames or axes named of each
SHIFTS = 3  # outlets whose word shift is told
WORDS = 5  # named of a word shift
KINDS = {"frames": "Policy frames", "generic_frames": "Generic frames"}


def findings(comparison):
    """What was found of frames (list of str)."""
    return [*(sentence for name in KINDS for sentence in _frames(comparison, name)), *_axes(comparison),
            *_shift(comparison)]


def may(comparison):
    """What the tables of frames show (list of str)."""
    if not any(_tested(comparison, name) for name in KINDS):
        return []
    return ["Whose articles have more words of a frame, or more in sentences read as that frame, and by how much."]


def may_not(comparison):
    """What they do not show (list of str)."""
    if not any(name in comparison.results for name in KINDS):
        return []
    counted = "counted by words, which mean other things in other places"
    how = (f"the policy frames are read by a model, which errs, the generic ones {counted}" if _by_model(comparison)
           else f"they are {counted}")
    sentences = [f"That an outlet frames a matter so because a frame scores high: {how}. Read the sentences shown."]
    if "scaling" in comparison.results:
        sentences.append("That an outlet's place on the scale is its ideology: the scale is the strongest contrast in "
                         "their words, whatever that is; the words at its ends say what.")
    return sentences


def methods(comparison):
    """The sentences of a methods paragraph on frames (list of str)."""
    results, sentences = comparison.results, []
    counted = "dictionary matches per 1,000 words"
    if "frames" in results:
        how = "the mean of a trained model's probabilities over sentences" if _by_model(comparison) else counted
        sentences.append(f"Policy frames (after Boydstun et al., 2014) were scored as {how}.")
    if "generic_frames" in results:
        sentences.append(f"Generic frames (Semetko & Valkenburg, 2000) were scored as {counted}.")
    if "frame_axis" in results:
        n = results["frame_axis"].table["axis"].nunique()
        sentences.append(f"On {many(n, 'axis', 'axes')} of meaning between antonyms, the bias of articles was taken "
                         "from static word embeddings (Kwak et al., 2021).")
    if sentences:
        unit = comparison.about["parameters"]["cluster"] or "article"
        matched = " and, within stories, as means of differences with the story as the unit" if any(
            f"{name}_contrast_matched" in results for name in KINDS) else ""
        sentences.append(f"Outlets were compared by mean scores with the {unit} as the unit{matched}.")
    if "wordshift" in results:
        sentences.append("Words behind differences in tone come from weighted word shifts (Gallagher et al., 2021).")
    if "scaling" in results:
        sentences.append("Outlets were placed on one dimension by Wordfish (Slapin & Proksch, 2008), with standard "
                         "errors clustered by article.")
    return sentences


def cited(comparison):
    """Keys of the works that these sentences cite (list of str)."""
    keys = {"frames": "boydstun", "generic_frames": "semetko", "frame_axis": "kwak", "wordshift": "gallagher",
            "scaling": "slapin"}
    return [key for name, key in keys.items() if name in comparison.results]


def _by_model(comparison):
    return "frames" in comparison.results and comparison.results["frames"].about["scheme"] == "policy"


def _tested(comparison, name):
    contrast = comparison.results.get(f"{name}_contrast")
    return contrast is not None and contrast.table["p_value"].notna().any()


def _where(comparison, name):
    matched = comparison.results.get(f"{name}_contrast_matched")
    return " on the same stories" if matched is not None and matched.table["p_value"].notna().any() else ""


def _frames(comparison, name):
    """In which frames each outlet stands out."""
    if name not in comparison.results or f"{name}_contrast" not in comparison.results:
        return []
    if not _tested(comparison, name):
        return []
    sure = leanings(comparison.results, name, comparison.about)
    if not len(sure):
        return [f"{KINDS[name]}: no difference{_where(comparison, name)} can be shown (adjusted p < .05)."]
    compared, pair = comparison.about["compared"], comparison.about["pair"]
    other = dict(zip(compared, compared[::-1], strict=True)) if pair else dict.fromkeys(compared, "others")
    parts = [f"{outlet} uses more {listed([_frame(row, other[outlet]) for row in own.head(EACH).itertuples()])}"
             for outlet, own in list(sure.groupby("outlet", sort=False))[:NAMED]]
    return [f"{KINDS[name]}{_where(comparison, name)}, most surely: {'; '.join(parts)} (adjusted p < .05)."]


def _frame(row, other):
    digits = 2 if max(row.mean, row.mean_reference) < 1 else 1
    return f"{row.frame.replace('_', ' ')} ({row.mean:.{digits}f}, {other} {row.mean_reference:.{digits}f})"


def _axes(comparison):
    """To which poles each outlet leans more than the others."""
    if not _tested(comparison, "frame_axis"):
        return []
    sure = leanings(comparison.results, "frame_axis", comparison.about, either=not comparison.about["pair"])
    if not len(sure):
        return []
    parts = [f"{outlet} towards {listed([f'“{_pole(row)}”' for row in own.head(EACH).itertuples()])}"
             for outlet, own in list(sure.groupby("outlet", sort=False))[:NAMED]]
    return [f"Axes of meaning{_where(comparison, 'frame_axis')}, most surely: {'; '.join(parts)} (adjusted p < .05)."]


def _pole(row):
    """The pole of a ready axis, named low-high, to which a row leans."""
    return row.axis.split("-")[row.estimate > 0]


def _shift(comparison):
    """Whose words score higher, and which words do most for it."""
    if "wordshift" not in comparison.results:
        return []
    found, about = comparison.results["wordshift"], comparison.about
    other, sentences = f"those of {about['compared'][1] if about['pair'] else 'all others'}", []
    for outlet in about["compared"][:1 if about["pair"] else SHIFTS]:
        total = found.about["total"].get(outlet)
        if not total or not total["p_value"] < ALPHA:
            continue
        rows = found.table[(found.table["outlet"] == outlet) & (found.table["p_adjusted"] < ALPHA)]
        rows = rows[rows["estimate"] * total["estimate"] > 0]
        rows = rows.loc[rows["estimate"].abs().sort_values(ascending=False, kind="stable").index].head(WORDS)
        words = listed([f"{'more' if '↑' in row.direction else 'less'} “{row.term}”" for row in rows.itertuples()])
        tone = "positive" if total["estimate"] > 0 else "negative"
        sentences.append(f"The words of {outlet} with a score are more {tone} than {other} ({total['estimate']:+.2f} a "
                         f"word){', most for ' + words if words else ''}.")
    return sentences
