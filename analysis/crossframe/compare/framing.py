"""The part of ``compare`` on frames: which side of a matter each outlet puts forward, and in which words."""

from functools import partial

import pandas as pd

from crossframe.compare.parts import add, contrasted
from crossframe.compare.scaling import scaling
from crossframe.compare.sides import against, compared_only, named
from crossframe.compare.wordshift import wordshift
from crossframe.errors import DataError
from crossframe.measure.frame_axis import frame_axis
from crossframe.measure.frames import frames as find_frames
from crossframe.result import Result

__all__ = ["add_frames", "add_frame_differences", "check_frames"]

MOST_READ = 500  # articles whose sentences the trained model reads without being asked
MOST_WORDS = 12  # of an outlet and frame
MOST_OUTLETS = 6  # whose sentences are shown
LEANINGS = 3  # frames of an outlet that are shown in sentences
READ_AGAIN = 3  # articles of an outlet and frame whose sentences are scored
MOST_SENTENCES = 3  # of an outlet and frame
LEAST_WORDS = 6  # of a sentence that is shown
LEAST_SCALED = 3  # outlets
MOST_SCALED = 5_000  # articles put on a line without being asked: errors by article take long
REST = "other"  # the policy frame of what has none
SCHEMES = {"frames": "policy", "generic_frames": "generic"}
MEASURES = {"frames": ("frame", "score"), "generic_frames": ("frame", "score"), "frame_axis": ("axis", "bias")}
ALPHA = 0.05


def check_frames(frames):
    """Refuse what ``compare`` cannot do.

    Raises
    ------
    DataError
        The message names the choices.
    """
    if frames not in (None, True, False):
        raise DataError(f"frames must be True, False or None (sentences are read by the trained model in at most "
                        f"{MOST_READ} articles), got {frames!r}.")


def add_frames(results, skipped, articles, lexicon, about, said):
    """Add the frames and axes of every article, how outlets differ in them, and the words and sentences behind.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; added to.
    articles : DataFrame
        Those compared, with stories where matched.
    lexicon : Lexicon
        Of the sentiment, for the word shift.
    about : dict
        Of a Comparison.
    said : dict
        ``voice`` and ``sources``, as measures take them.
    """
    wanted = about["parameters"]["frames"]
    if wanted is False:
        skipped["frames"] = "Frames were not read."
        return
    schemes = dict(SCHEMES)
    if wanted is None and len(articles) > MOST_READ:
        schemes["frames"] = "policy_words"
        skipped["frames_model"] = (f"There are {len(articles):,} articles, so policy frames were counted by their "
                                   "words; frames=True has the trained model read every sentence.")
    for name, scheme in schemes.items():
        add(results, skipped, name, partial(find_frames, articles, scheme, **said))
    add(results, skipped, "frame_axis", partial(frame_axis, articles, **said))
    add_frame_differences(results, skipped, articles, about, said)
    if "sentiment_contrast" in results:
        add(results, skipped, "wordshift", partial(_wordshift, articles, lexicon, about, said))
    _add_scale(results, skipped, articles, about, said)


def add_frame_differences(results, skipped, articles, about, said):
    """Add how outlets differ in the frames and axes that were read, overall and on the same stories.

    Parameters
    ----------
    results, skipped : dict
        Of a Comparison; with ``frames``, ``generic_frames``, ``frame_axis`` or some of them. Added to.
    articles : DataFrame
    about : dict
        Of a Comparison.
    said : dict
        ``voice`` and ``sources``, as measures take them.
    """
    matches = {"": None, "_matched": "story"} if "keyness_matched" in results else {"": None}
    for name, (within, value) in MEASURES.items():
        for end, match in matches.items() if name in results else ():
            add(results, skipped, f"{name}_contrast{end}",
                 partial(contrasted, results[name], articles, within, match, about, value=value))
    if "frame_axis_contrast" in results:
        results["frame_axis_words"] = _axis_words(results, about)
    for name in SCHEMES:
        if f"{name}_contrast" in results:
            own = results[name].table["outlet"].isin(about["compared"])
            results[f"{name}_words"] = _words(results[name].table[own], "frame")
            add(results, skipped, f"{name}_sentences", partial(_sentences, results, name, articles, about, said))


def both_sides(table, about):
    """A contrast with the mirrored rows of the reference where two outlets are held against each other.

    Parameters
    ----------
    table : DataFrame
        Of ``cf.contrast``.
    about : dict
        Of a Comparison.

    Returns
    -------
    DataFrame
        Each outlet's rows read from its own side: above 0, more in it.
    """
    if not about["pair"]:
        return table
    turned = {"estimate": -table["estimate"], "conf_low": -table["conf_high"], "conf_high": -table["conf_low"],
              "mean": table["mean_reference"], "mean_reference": table["mean"]}
    return pd.concat([table, table.assign(outlet=about["compared"][1], **turned)], ignore_index=True)


def leanings(results, name, about, *, either=False):
    """The frames or axes in which each outlet differs surely and upwards: on the same stories where that is tested.

    Parameters
    ----------
    results : dict of str to Result
        Of a Comparison.
    name : str
        A key of MEASURES.
    about : dict
        Of a Comparison.
    either : bool
        Downwards, too.

    Returns
    -------
    DataFrame
        Rows of the contrast, adjusted p below .05 and estimate above 0 (or either way), the surest first; none of the
        frame "other", which is what has no frame.
    """
    matched = results.get(f"{name}_contrast_matched")
    tested = matched is not None and matched.table["p_value"].notna().any()
    table = both_sides((matched if tested else results[f"{name}_contrast"]).table, about)
    sure = table[(table["p_adjusted"] < ALPHA) & ((table["estimate"] > 0) | either)]
    return sure[sure[MEASURES[name][0]] != REST].sort_values("p_value", kind="stable")


def _add_scale(results, skipped, articles, about, said):
    """Three outlets and more on one line."""
    if len(about["compared"]) < LEAST_SCALED:
        return
    if not about["parameters"]["frames"] and len(articles) > MOST_SCALED:
        skipped["scaling"] = (f"There are {len(articles):,} articles, so outlets were not put on one line: frames=True "
                              "or cf.scaling(corpus) does.")
        return
    add(results, skipped, "scaling", partial(_scaling, articles, about, said, "outlet"))
    if "scaling" in results:
        add(results, skipped, "scaling_words", partial(_scaling, articles, about, said, "word"))


def _words(table, within):
    """The commonest words behind each frame (or axis) in each outlet."""
    table = table.loc[table["words"] != "", ["outlet", within, "article", "words"]]
    each = table.assign(words=table["words"].str.split(", ")).explode("words").reset_index(drop=True)
    parts = each["words"].str.extract(r"^(?P<word>.*) \((?P<n>\d+)\)$").astype({"n": int})
    counts = each.drop(columns="words").join(parts).groupby(["outlet", within, "word"], as_index=False).agg(
        n=("n", "sum"), n_articles=("article", "nunique"))
    order = ["outlet", within, "n", "word"]
    counts = counts.sort_values(order, ascending=[name != "n" for name in order])
    top = counts.groupby(["outlet", within]).head(MOST_WORDS).reset_index(drop=True)
    return Result(top, {"measure": "frame_words", "caution": None, "reads":
                        "n: uses of the word in the outlet's articles, n_articles: articles it stands in"})


def _axis_words(results, about):
    """The words of the articles on that side of the baseline to which an outlet leans, where it leans surely."""
    found = results["frame_axis"]
    sure = leanings(results, "frame_axis", about, either=True)
    rows = found.table.merge(sure[["outlet", "axis", "estimate"]], on=["outlet", "axis"])
    side = rows["bias"] - rows["axis"].map(found.about["baseline"]).astype(float)
    return _words(rows[side * rows["estimate"] > 0], "axis")


def _sentences(results, name, articles, about, said):
    """Sentences that score highest on the frames in which an outlet stands out."""
    scores = results[name]
    wanted = _to_show(results, name, about)
    own = scores.table[scores.table["score"] > 0].merge(wanted, on=["outlet", "frame"])
    top = own.sort_values(["score", "article"], ascending=[False, True]).groupby(["outlet", "frame"]).head(READ_AGAIN)
    chosen = articles[articles["id"].isin(top["article"])].reset_index(drop=True)
    if not len(chosen):
        raise DataError("No outlet stands out in a frame, so no sentence is shown.")
    found = find_frames(chosen, scores.about["scheme"], level="sentence", **_of(said, chosen))
    rows = found.table[found.table["n_words"] >= LEAST_WORDS].merge(top[["outlet", "frame", "article"]])
    rows = rows[rows["score"] > 0].sort_values(["n_matched", "score"], ascending=False, kind="stable")
    texts = chosen.set_index("id")["text"]
    rows = rows.assign(text=[texts[row.article][row.start:row.end] for row in rows.itertuples()])
    rows = rows.drop_duplicates(["outlet", "frame", "text"])
    rows = rows.assign(turn=rows.groupby(["outlet", "frame", "article"]).cumcount()).sort_values(
        ["outlet", "frame", "turn"], kind="stable")
    table = rows.groupby(["outlet", "frame"]).head(MOST_SENTENCES).drop(columns="turn").reset_index(drop=True)
    return Result(table, {**found.about, "measure": "frame_sentences"}, articles)


def _to_show(results, name, about):
    """Outlets and the frames shown of each: those in which it stands out, or its strongest where none can be tested."""
    if results[f"{name}_contrast"].table["p_value"].notna().any():
        shown = leanings(results, name, about).groupby("outlet").head(LEANINGS)
    else:
        table = results[name].table
        means = table[table["frame"] != REST].groupby(["outlet", "frame"])["score"].mean()
        shown = means.sort_values(ascending=False, kind="stable").reset_index().groupby("outlet").head(1)
    return shown.loc[shown["outlet"].isin(about["compared"][:MOST_OUTLETS]), ["outlet", "frame"]]


def _of(said, articles):
    """The same voice of some of the articles."""
    if "sources" not in said:
        return said
    table = said["sources"]
    return said | {"sources": table[table["article"].isin(articles["id"])].reset_index(drop=True)}


def _wordshift(articles, lexicon, about, said):
    """Which words make each outlet's words more negative or more positive."""
    given = about["parameters"]
    found = wordshift(articles.assign(outlet=named(articles["outlet"], about)), kind="weighted", scores=lexicon,
                      cluster=given["cluster"], seed=given["seed"], **against(about), **said)
    return Result(compared_only(found.table, about), found.about, found.articles)


def _scaling(articles, about, said, level):
    """The outlets compared on one line, or the words of that line."""
    own = articles[articles["outlet"].isin(about["compared"])].reset_index(drop=True)
    return scaling(own, method="wordfish", level=level, seed=about["parameters"]["seed"], **_of(said, own))
