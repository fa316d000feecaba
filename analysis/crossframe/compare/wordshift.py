"""Word shifts: which terms make two outlets differ, in what they use and in how that scores."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import by_size, choose_pair
from crossframe.compare.shifts.kinds import DIVERGENCES, READS, checked_kind
from crossframe.compare.shifts.pair import Pair, shift_pair
from crossframe.compare.shifts.scores import term_scores
from crossframe.compare.stories import check_match, story_units
from crossframe.compare.within import cautions
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, check_voice, heard, with_heard
from crossframe.result import Result
from crossframe.tokens import count_terms

MOST = 40  # outlets that are compared without being named: a row a term and outlet


def wordshift(corpus, *, target=None, reference=None, by="outlet", kind="proportion", scores=None,
              scores_reference=None, reference_score=None, stop_lens=None, alpha=None, weights=None, smoothing=None,
              match=None, cluster=None, ngrams=1, min_count=5, voice="all", sources=None, stop_words=None, draws=199,
              seed=0):
    """Take the difference between two outlets apart into what each term contributes.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text` and the column named by `by`.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn, at most 40. ``reference=None``: against all the rest
        together.
    by : str
        Column whose values are compared.
    kind : str
        What differs (p: a term's share of the target's words, q: of the reference's):

        - "proportion": p - q;
        - "entropy": Shannon's, -p log2 p + q log2 q, bits: whose vocabulary is more varied;
        - "tsallis": the entropy of order `alpha`, (q^alpha - p^alpha) / (alpha - 1);
        - "kullback_leibler": p log2(p / q), bits;
        - "jensen_shannon": the divergence of both from their mixture (`weights`, `alpha`), bits;
        - "weighted": the average score, p s - q s'.
    scores : str, Path, DataFrame, dict, Lexicon or Axis
        For "weighted": the terms' scores, as :func:`crossframe.lexicons.load_lexicon` takes them, or the name of an
        axis of ``cf.frame_axis`` (then terms score by their cosine with it). Scores of single terms count, no rules of
        negation. Terms without a score take no part. None: "vader".
    scores_reference : as `scores`, or None
        Another list for the reference's texts; terms that only one list has take no part. None: the same.
    reference_score : float or None
        For "weighted": the score against which terms are high or low, e.g. 0 or the middle of the scale. None: the
        average of the reference. It shifts weight between terms, never the total.
    stop_lens : (float, float) or None
        For "weighted": terms that score within these limits, in both lists, take no part.
    alpha : float or None
        Order of "tsallis" (None: 2) and "jensen_shannon" (None: 1, Shannon's), above 0: the lower, the more rare terms
        matter.
    weights : (float, float) or None
        For "jensen_shannon": of target and reference in the mixture. None: one half each.
    smoothing : float or None
        For "kullback_leibler": so many uses of every term are added to both sides; without it the divergence is
        infinite where the reference lacks a term of the target.
    match : None or "story"
        "story": compare within the stories of the column ``story`` (``cf.match_stories`` makes it). Only stories told
        by both sides take part. Shares are then means over articles weighted so that in each story both sides weigh
        alike, and so do the outlets of the rest, as in :func:`crossframe.keyness`; the story is the unit.
    cluster : str or None
        Column of articles that are not independent draws (a story, an author, a day): they count as one unit. With
        `match`, a column of clusters of stories.
    ngrams : int or (int, int)
        Length of the terms in words, 1 to 3.
    min_count : int
        Uses on both sides together from which a term is tested. Rarer ones stand in the table and count for the total.
    voice : {"all", "outlet", "quoted"}
        Whose words count: what the outlets say themselves, what they quote, or both.
    sources : Result, DataFrame or None
        Who is quoted where, as :func:`crossframe.voices` takes it; used where `voice` is not "all".
    stop_words : None, "english" or list of str
        Words that take no part.
    draws, seed : int
        Permutations of the labels, at least 99, and their seed; for the totals of entropies and divergences.

    Returns
    -------
    Result
        A row a term and target, the largest contribution first: ``crossframe.schema.WORDSHIFT``; ``estimate`` adds up
        to the total. For "weighted" ``from_rate`` and ``from_score`` are its two parts. With fewer than 5 articles (or
        clusters) on a side, matched 6 stories, nothing has an interval or p value, nor have terms that fewer use, or
        that are used less than `min_count` times.

        ``about["total"]`` holds for each target a dict: ``estimate``, as published; ``corrected``, freed of
        small-sample bias, with ``std_error conf_low conf_high``; ``p_value``; for entropies and divergences
        ``expected``, the mean when labels are permuted; ``average`` and ``average_reference``, the two sides' average
        scores or entropies; ``by_type``, the contributions' sums by direction. ``about["coverage"]`` is the share of
        all uses that count.

    Raises
    ------
    DataError
        Fewer than two outlets, an unknown outlet, more than 40 unnamed; a missing column; an unknown kind, an option
        that is not for it or is out of range; scores of none of the terms; no term at all; an infinite divergence.

    Notes
    -----
    Estimates are the published formulas on pooled counts. Intervals are Student's t with a cluster-robust linearised
    variance, for "jensen_shannon" by way of the signed square root, since a divergence is flat at 0. A term contributes
    nothing to a difference just where both sides use it at one rate, so its p value is that of a test of equal rates,
    the same for every kind (with two lists of scores: that of the contribution's t). Interval and p value differ in the
    variance that rare terms lean on; where they part, near 0, go by p. Terms picked from a long list are to be judged
    by ``p_adjusted``.

    Entropies and divergences of samples are biased, the more so the rarer the terms: the entropy of the smaller side is
    too low, and two random halves of one outlet diverge. ``corrected`` takes off them what permuted labels give
    (articles in random order, as many words a side as there are; within stories any outlet as the target), as
    :func:`crossframe.distance` does, and off a difference of average scores the jackknife's bias. So it is about 0
    where nothing differs. Of a divergence it is no estimate of how far all that the outlets might write diverges, which
    rare words leave unknown, but by how much it exceeds chance, which grows somewhat with the articles (CNN and Fox
    News, 50 to 800 articles each: .021 to .031 bits, where the plain divergence falls from .176 to .067). Intervals are
    of ``corrected``, from the jackknife over articles. The p value of a divergence is the share of permutations that
    reach it. The total of "proportion" is 0 by definition and has no interval.

    References
    ----------
    Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth & Dodds (2021), EPJ Data Sci. 10:4, on word shifts; Zahl
    (1977), Ecology 58(4), on the jackknifed entropy; Gentzkow, Shapiro & Taddy (2019), Econometrica 87(4), on the bias
    of divergences.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"outlet": ["A", "B"] * 6, "text": ["a great fair plan", "a great awful plan"] * 6})
    >>> shift = wordshift(frame, target="A", reference="B", kind="weighted")
    >>> shift.table[["term", "estimate", "direction", "score"]].round(3)
        term  estimate direction  score
    0  awful     1.275        -↓   -2.0
    1   fair     0.375        +↑    1.3
    2  great     0.000         +    3.1
    >>> {name: round(shift.about["total"]["A"][name], 2) for name in ("average", "average_reference", "estimate")}
    {'average': 2.2, 'average_reference': 0.55, 'estimate': 1.65}
    """
    from tqdm import tqdm

    scores = "vader" if scores is None and kind == "weighted" else scores
    kind = checked_kind(kind, alpha=alpha, weights=weights, smoothing=smoothing, scores=scores,
                        scores_reference=scores_reference, reference_score=reference_score, stop_lens=stop_lens)
    _check(min_count, draws, voice)
    articles = as_articles(corpus, needs=("text", by) if cluster is None else ("text", by, cluster), what="wordshift")
    check_match(articles, match, "wordshift")
    outlets = choose_pair(articles[by], by, target, reference, what="wordshift")
    if len(outlets) > MOST:
        raise DataError(f"{by} holds {len(outlets):,} values, each with a row a term; name one: "
                        f"target={str(outlets[0])!r}.")
    if target is not None and reference is not None:
        articles = articles[articles[by].isin([target, reference])].reset_index(drop=True)
    texts = heard(articles, voice, sources)
    counts = count_terms(texts, ngrams=ngrams, stop_words=stop_words)
    uses, terms, values = _taking_part(counts, scores, scores_reference, stop_lens)
    units, stories = np.arange(len(articles)) if cluster is None else pd.factorize(articles[cluster])[0], None
    if match is not None:
        stories, units = story_units(articles, cluster)
    parts = {}
    for outlet in tqdm(outlets, desc="wordshift", unit=" outlets", delay=2):
        other = ~articles[by].isin([outlet]) if reference is None else articles[by] == reference
        pair = Pair(outlet, reference or "the rest", np.select([articles[by] == outlet, other], [1, 0], -1), units,
                    cluster or match or "article", stories, pd.factorize(articles[by])[0])
        parts[outlet] = shift_pair(uses, terms, values, pair, kind, min_count=min_count, draws=draws, seed=seed)
    totals = {outlet: total for outlet, (_, total, _) in parts.items()}
    parameters = {
        "target": target, "reference": reference, "by": by, "kind": kind.name, "scores": _named(scores),
        "scores_reference": _named(scores_reference), "reference_score": reference_score, "stop_lens": stop_lens,
        "alpha": kind.alpha, "weights": kind.weights, "smoothing": kind.smoothing, "match": match, "cluster": cluster,
        "ngrams": ngrams, "min_count": min_count, "stop_words": stop_words, "voice": voice, "draws": draws,
        "seed": seed,
    }
    names = {"target": target or "the outlet", "reference": reference or "the rest"}
    about = {
        "measure": "wordshift", **parameters, "parameters": parameters, "unit": kind.unit, "total": totals,
        "reads": READS[kind.name].format(**names) + ONLY[voice],
        "n_articles": articles[by].value_counts().reindex(by_size(articles[by])).to_dict(),
        "coverage": float(uses.sum() / counts.matrix.sum()), "n_words": int(counts.totals.sum()),
    }
    table = pd.concat([part for part, _, _ in parts.values()], ignore_index=True)
    about["caution"] = _caution([(outlet, caution) for outlet, (_, _, caution) in parts.items()], kind, table, about)
    return Result(table, about, with_heard(articles, texts, voice))


def _check(min_count, draws, voice):
    check_voice(voice)
    if min_count < 1:
        raise DataError(f"min_count must be 1 or more, got {min_count!r}.")
    if draws < 99:
        raise DataError(f"draws must be 99 or more, got {draws}; fewer cannot give p < .01.")


def _taking_part(counts, scores, scores_reference, stop_lens):
    """Uses of the terms that take part, the terms, and their scores (None where the kind has none)."""
    if not len(counts.terms):
        raise DataError("no article holds a term that counts; look at the texts, ngrams and stop_words.")
    if scores is None:
        return counts.matrix, counts.terms, None
    lists = (scores,) if scores_reference is None else (scores, scores_reference)
    found = [term_scores(each, counts.terms) for each in lists]
    values = np.stack([found[0], found[-1]])
    kept = ~np.isnan(values).any(axis=0)
    if stop_lens is not None:
        low, high = _lens(stop_lens)
        with np.errstate(invalid="ignore"):
            kept &= ~((values >= low) & (values <= high)).all(axis=0)
    if not kept.any():
        lens = "" if stop_lens is None else f" outside stop_lens={stop_lens}"
        raise DataError(f"no term that occurs has a score in {'each list' if len(lists) > 1 else 'the list'}{lens}.")
    return counts.matrix[:, np.flatnonzero(kept)], counts.terms[kept], values[:, kept]


def _lens(limits):
    try:
        low, high = map(float, limits)
    except (TypeError, ValueError):
        low = high = np.nan
    if not low <= high:
        raise DataError(f"stop_lens must be two scores, the lower first, got {limits!r}.")
    return low, high


def _named(scores):
    """A list of scores, as it is named in ``about``."""
    return scores if scores is None or isinstance(scores, str) else getattr(scores, "name", type(scores).__name__)


def _caution(said, kind, table, about):
    """What may not be concluded."""
    told = list(filter(None, [cautions(said, about["by"] if len(said) > 1 else None)]))
    untested = int(table.p_value.isna().sum())
    if not told and untested:
        rare = f"used less than {about['min_count']} times or " if about["min_count"] > 1 else ""
        told.append(f"{untested:,} of {len(table):,} terms are described, not tested: {rare}in too few "
                    f"{'stories' if about['match'] else 'articles'}.")
    if kind.name in DIVERGENCES:
        told.append("Chance alone makes samples diverge, the more so the fewer the articles: read corrected in "
                    "about['total'], by how much the divergence exceeds it.")
    if kind.name in ("entropy", "tsallis"):
        told.append("The entropy of a sample is too low, the more so the fewer the articles: read corrected in "
                    "about['total'], where what comes from their numbers alone is taken off.")
        if about["reference"] is None and len(about["n_articles"]) > 2:
            told.append("The rest is several outlets together, and more varied for that alone: name a reference.")
    return " ".join(told) or None
