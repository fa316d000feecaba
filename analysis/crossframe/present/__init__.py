"""What readers see: tables and plots. Nothing is computed here.

``draw`` picks the plot of a result's measure, as ``Result.plot`` does; the plots themselves:

================  ==================================================================
measure           kinds (the first is drawn where none is named)
================  ==================================================================
keyness           dots, outlets, rates, volcano
sentiment         scores
contrast          forest
means             dots
shared_copy       outlets
decompose         parts
topic_control     words, outlets
distance          map, dendrogram, matrix, pairs (for two outlets the only one)
coverage          points, stories
sources           kinds
naming            names, referent (drawn where ``referent=`` is given)
agency            voices
hedging           rates
shares            dots
frames            dots, heat (drawn of more than 7 outlets), words (of a row a match)
frame_axis        axes, heat (drawn of more than 7 outlets)
over_time         lines
wordshift         bars
scaling           positions, words (of a row a word)
stance            dots
target_sentiment  shares
claim_stance      shares
loaded_language   outlets, words (of a row a word)
================  ==================================================================

Of who is quoted also ``quoted_speakers`` (speakers) and ``source_diversity`` (dots).

``plot_corpus`` draws a corpus. Every plot returns matplotlib Axes, takes ``ax`` to draw on yours, and changes no global
state.
"""

from crossframe.errors import DataError
from crossframe.present.outlet_means import MOST
from crossframe.present.plot_agency import plot_agency
from crossframe.present.plot_articles import plot_corpus
from crossframe.present.plot_axes import plot_axes, plot_axes_heat
from crossframe.present.plot_claims import plot_claims
from crossframe.present.plot_coverage import plot_points, plot_tellers
from crossframe.present.plot_distance import (
    has_map,
    plot_distance_map,
    plot_distance_matrix,
    plot_distance_pairs,
    plot_distance_tree,
)
from crossframe.present.plot_diversity import plot_diversity
from crossframe.present.plot_dots import plot_keyness, plot_outlets
from crossframe.present.plot_frames import plot_frame_words, plot_frames, plot_frames_heat
from crossframe.present.plot_hedging import plot_hedging
from crossframe.present.plot_loaded import plot_loaded, plot_loaded_words
from crossframe.present.plot_means import plot_means
from crossframe.present.plot_naming import plot_naming, plot_referent
from crossframe.present.plot_scaling import plot_scaling, plot_scaling_words
from crossframe.present.plot_scatter import plot_rates, plot_volcano
from crossframe.present.plot_scores import plot_contrast, plot_scores
from crossframe.present.plot_shared import plot_shared
from crossframe.present.plot_shares import plot_shares
from crossframe.present.plot_sources import plot_sources, plot_speakers
from crossframe.present.plot_stance import plot_stance
from crossframe.present.plot_stories import plot_decompose, plot_topic_control, plot_verdicts
from crossframe.present.plot_target_sentiment import plot_target_sentiment
from crossframe.present.plot_time import plot_over_time
from crossframe.present.plot_wordshift import plot_wordshift
from crossframe.present.tables import formatted, html, rounded

__all__ = [
    "draw", "formatted", "html", "plot_agency", "plot_axes", "plot_axes_heat", "plot_claims", "plot_contrast",
    "plot_corpus", "plot_decompose", "plot_distance_map", "plot_distance_matrix", "plot_distance_pairs",
    "plot_distance_tree", "plot_diversity", "plot_frame_words", "plot_frames", "plot_frames_heat", "plot_hedging",
    "plot_keyness", "plot_loaded", "plot_loaded_words", "plot_means", "plot_naming", "plot_outlets", "plot_over_time",
    "plot_points", "plot_rates", "plot_referent", "plot_scaling", "plot_scaling_words", "plot_scores", "plot_shared",
    "plot_shares", "plot_sources", "plot_speakers", "plot_stance", "plot_target_sentiment", "plot_tellers",
    "plot_topic_control", "plot_volcano", "plot_wordshift", "rounded",
]

PLOTS: dict[str, dict] = {
    "keyness": {"dots": plot_keyness, "outlets": plot_outlets, "rates": plot_rates, "volcano": plot_volcano},
    "sentiment": {"scores": plot_scores},
    "contrast": {"forest": plot_contrast},
    "means": {"dots": plot_means},
    "shared_copy": {"outlets": plot_shared},
    "decompose": {"parts": plot_decompose},
    "topic_control": {"words": plot_topic_control, "outlets": plot_verdicts},
    "distance": {"map": plot_distance_map, "dendrogram": plot_distance_tree, "matrix": plot_distance_matrix,
                 "pairs": plot_distance_pairs},
    "coverage": {"points": plot_points, "stories": plot_tellers},
    "sources": {"kinds": plot_sources},
    "quoted_speakers": {"speakers": plot_speakers},
    "source_diversity": {"dots": plot_diversity},
    "naming": {"names": plot_naming, "referent": plot_referent},
    "agency": {"voices": plot_agency},
    "hedging": {"rates": plot_hedging},
    "shares": {"dots": plot_shares},
    "over_time": {"lines": plot_over_time},
    "frames": {"dots": plot_frames, "heat": plot_frames_heat, "words": plot_frame_words},
    "frame_axis": {"axes": plot_axes, "heat": plot_axes_heat},
    "wordshift": {"bars": plot_wordshift},
    "scaling": {"positions": plot_scaling, "words": plot_scaling_words},
    "stance": {"dots": plot_stance},
    "target_sentiment": {"shares": plot_target_sentiment},
    "claim_stance": {"shares": plot_claims},
    "loaded_language": {"outlets": plot_loaded, "words": plot_loaded_words},
}


def draw(result, kind=None, **options):
    """Draw a result.

    Parameters
    ----------
    result : Result
    kind : str or None
        One of the measure's kinds; None for the first, but ``"outlets"`` for words of more than two with none named,
        ``"pairs"`` for distances of fewer than three, ``"referent"`` for names of a referent named, and what the table
        above says of frames, axes and scales.
    **options
        Of the plot drawn, e.g. ``n``, ``ax``, ``outlet``; an unknown one is a TypeError.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    DataError
        The measure has no plot, or no such kind.

    Examples
    --------
    >>> import pandas as pd
    >>> from crossframe.result import Result
    >>> draw(Result(pd.DataFrame(columns=["left"]), {"measure": "kwic"}))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    crossframe.errors.DataError: kwic has no plot: read its .table (left); plotted are keyness, sentiment, contrast...
    """
    measure = result.about["measure"]
    if measure not in PLOTS:
        raise DataError(f"{measure} has no plot: read its .table ({' '.join(map(str, result.table.columns))}); "
                        f"plotted are {', '.join(PLOTS)}.")
    kinds = PLOTS[measure]
    if kind is None:
        kind = _usual(result, measure, options) or next(iter(kinds))
    if kind not in kinds:
        raise DataError(f"{measure} has no plot {kind!r}; choose one of {', '.join(kinds)}.")
    return kinds[kind](result, **options)


def _usual(result, measure, options):
    """What to draw where none is named and the first kind does not suit the outlets there are."""
    if measure in ("keyness", "topic_control") and "outlet" not in options and result.table.outlet.nunique() > 2:
        return "outlets"
    if measure == "naming" and "referent" in options:
        return "referent"
    if measure == "distance" and not has_map(result):
        return "pairs"
    if measure in ("frames", "scaling", "loaded_language") and set(result.table) & {"matched", "term", "contribution"}:
        return "words"
    if measure in ("frames", "frame_axis") and "outlets" not in options and result.table.outlet.nunique() > MOST:
        return "heat"
    return None
