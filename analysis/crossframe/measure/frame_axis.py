"""Frame axes: to which of two poles an article's words lean, and how much it says at either."""

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.axes import cosines, load_axes, one_axis
from crossframe.measure.english import not_english
from crossframe.measure.moving_words import moving_words
from crossframe.measure.voices import ONLY, check_voice, heard
from crossframe.models.static import spelled_out
from crossframe.result import Result
from crossframe.schema import FRAME_AXIS, names
from crossframe.sentences import all_sentences
from crossframe.tokens import as_arrow, count_terms

LEVELS = ("article", "sentence")
CAUTION = (
    "A word leans the same way wherever it stands: denied, quoted, or meant in another sense. An article may lean for "
    "its subject: compare outlets on the same stories.")
OVERLAP = (
    " Axes overlap: words for good things lean to the high pole of most; net_of='negative-positive' takes that off.")
ALONE = " With one article, its own bias is the baseline: nothing is compared."


def frame_axis(corpus, axes=None, *, vectors=None, net_of=None, stop_words="english", voice="all", sources=None,
               level="article"):
    """Score articles on axes of meaning between two poles, such as war and peace.

    Each word has a place between the poles: the cosine of its vector with the way from the low pole to the high one.
    Over the words of an article, each as often as it is used, ``bias`` is the mean of these; ``intensity`` the mean
    squared distance from the baseline, which is the bias of all texts together (``about["baseline"]``).

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`, in English (or the language of your own `vectors`).
    axes : None, str, dict or list
        None: 24 ready axes, among them the foundations of morality; a name or names of these; or poles of your own, the
        low one first: ``{"mood": ("gloomy sad", "cheerful happy")}`` or ``[("gloomy sad", "cheerful happy")]``. See
        :func:`crossframe.measure.axes.load_axes`.
    vectors : None, DataFrame, str or Path
        Vectors of words. None: those that come with crossframe (``models/static.md``), which have one for nearly every
        word, from its pieces. A DataFrame (words x dimensions), or a file in word2vec's text form. All are scaled to
        length 1.
    net_of : None, str, dict or list
        One axis, such as "negative-positive": from every other axis the part that runs along it is taken off, so that
        no outlet leans to care, wealth and order for a warm tone alone.
    stop_words : "english", None or iterable of str
        Words that are left out, as ``count_terms`` takes them. Function words say little on any axis, but are half of a
        text: with them (None), biases shrink towards a common value.
    voice : {"all", "outlet", "quoted"}
        Whose words are read; see :func:`crossframe.voices`.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; None: it is asked where `voice` needs it.
    level : {"article", "sentence"}
        What a row is of each axis.

    Returns
    -------
    Result
        A row an article (or sentence) and axis, in the order of the texts: ``crossframe.schema.FRAME_AXIS``. ``bias``
        above 0 leans to the second pole, and is best read against ``about["baseline"]``; NaN with ``n_matched`` 0 where
        no word has a vector. ``words`` are those that move the bias most to the side of the baseline on which it is.
        ``about["axes"]`` has the words of the poles, ``about["unmatched"]`` those of them that no text uses,
        ``about["coverage"]`` the share of words with a vector.

        ``cf.contrast(result, within="axis", value="bias")`` says where outlets differ (value="intensity" likewise):
        with ``method="bootstrap"`` over articles, and over stories with ``match="story"`` or ``cluster="story"``. There
        the reference is the other outlets' mean, so that an outlet is not compared with a baseline that it is part of.
        ``cf.wordshift(corpus, kind="weighted", scores="war-peace", stop_words="english", min_count=1)`` takes the gap
        between the pooled biases of two outlets apart into what each word contributes; for axes of your own, and net of
        one, scores are made by :func:`crossframe.measure.axes.axis_scores`.

    Raises
    ------
    DataError
        A column is missing; an axis is unknown, has a word twice, a seed without a vector or poles that coincide, or is
        the one that it is to be net of; a seed of your own is no word of the vocabulary, nor of any text;
        the voice, the level or the stop words are not one of the above.

    References
    ----------
    Kwak, An, Jing & Ahn (2021), FrameAxis: characterizing microframe bias and intensity with word embedding, PeerJ
    Computer Science 7:e644. Here poles may have several words. The words are those of ``lexicons/cards/axes.md``.

    Examples
    --------
    >>> text = ["Troops attacked the town.", "A treaty brought calm.", "2019"]
    >>> frame = pd.DataFrame({"outlet": ["A", "B", "B"], "text": text})
    >>> frame_axis(frame, "war-peace").table[["outlet", "bias", "n_matched", "words"]].round(2)
      outlet  bias  n_matched                               words
    0      A -0.22          3  attacked (1), troops (1), town (1)
    1      B  0.14          3   calm (1), treaty (1), brought (1)
    2      B   NaN          0
    """
    check_voice(voice)
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    axes, other = load_axes(axes), None if net_of is None else one_axis(net_of)
    articles = as_articles(corpus, what="frame_axis")
    as_arrow(articles["text"])  # refuses what is no text
    texts, rows = _texts(articles, heard(articles, voice, sources), level)
    counts = count_terms(texts, stop_words=stop_words)
    place = cosines(axes, counts.terms.tolist(), vectors=vectors, net_of=other)
    if vectors is None:
        _refuse_strangers([*axes, *([other] if other else [])], counts.terms, articles["text"])
    known = ~np.isnan(place).any(axis=1)
    bias, intensity, baseline, n_matched = moments(counts.matrix[:, known], place[known])
    words = moving_words(counts.matrix[:, known], counts.terms[known], place[known] - np.nan_to_num(baseline))
    table = rows.loc[rows.index.repeat(len(axes))].reset_index(drop=True).assign(
        axis=pd.Series([axis.name for axis in axes] * len(rows), dtype="str"), bias=bias.ravel(),
        intensity=intensity.ravel(), n_matched=np.repeat(n_matched, len(axes)),
        words=pd.Series(words.to_pandas(), dtype="str"))
    parameters = {"net_of": other and other.name, "level": level, "voice": voice,
                  "stop_words": stop_words if stop_words in (None, "english") else sorted(stop_words)}
    about = {
        "measure": "frame_axis", **_of_axes(axes, baseline, counts.terms), **parameters, "parameters": parameters,
        "n_articles": len(articles), "coverage": float(n_matched.sum() / max(1, counts.matrix.sum())),
        "reads": f"bias above 0: the words lean to the second pole of the axis; below 0, to the first.{ONLY[voice]}",
        "caution": CAUTION + OVERLAP * (len(axes) > 1 and other is None) + ALONE * (len(articles) == 1)
        + _unused(axes, counts.terms)
        + (not_english(articles) if vectors is None else "")}
    return Result(table[names(FRAME_AXIS)].astype({"story": "str"}), about, articles)


def moments(counts, place):
    """Bias, intensity and baseline of texts.

    Parameters
    ----------
    counts : csr_array, shape (n_texts, n_terms)
        Uses of words that have a vector.
    place : ndarray of float64, shape (n_terms, n_axes)
        Cosines c of words and axes.

    Returns
    -------
    bias, intensity : ndarray of float64, shape (n_texts, n_axes)
        B = sum n c / sum n; sum n (c - B_all)^2 / sum n. NaN where a text has no words.
    baseline : ndarray of float64, shape (n_axes,)
        B_all, of all texts together.
    n : ndarray of int64, shape (n_texts,)
        Words of each text.
    """
    n = np.asarray(counts.sum(axis=1), np.int64)
    total = counts @ place
    baseline = total.sum(axis=0) / (n.sum() or np.nan)
    per = np.where(n > 0, n, np.nan)[:, None]
    return total / per, counts @ (place - np.nan_to_num(baseline)) ** 2 / per, baseline, n


def _texts(articles, texts, level):
    """What is scored, and the first columns of its rows."""
    if level == "article":
        return texts, origins(articles).assign(start=0, end=articles["text"].str.len().astype("int64"))
    whole, (place, start, end) = texts.tolist(), all_sentences(articles["text"])
    parts = [whole[at][first:last] for at, first, last in zip(place.tolist(), start.tolist(), end.tolist())]
    rows = origins(articles).take(place).reset_index(drop=True).assign(start=start, end=end)
    return pd.Series(parts, dtype="str"), rows


def _refuse_strangers(axes, terms, texts):
    """Refuse seeds of own axes that are no known word: whatever has letters has a vector, from its pieces."""
    ready, used = load_axes(), set(terms.tolist())
    seeds = {seed: axis.name for axis in axes if axis not in ready for seed in axis.low + axis.high if seed not in used}
    strange = [seed for seed, letters in zip(seeds, spelled_out(list(seeds))) if letters]
    if strange:  # of all that stands in the texts, also in another voice
        used = set(count_terms(texts).terms.tolist())
    for seed in strange:
        if seed not in used:
            raise DataError(f"axis {seeds[seed]!r}: the seed word {seed!r} is not in the vocabulary of the vectors and "
                            "used by no text, so its vector would be that of its letters; check its spelling, take it "
                            "out, or use another word.")


def _unused(axes, terms):
    """What to be wary of where no text uses any seed of a pole."""
    used = set(terms.tolist())
    bare = [f"{axis.name} ({end})" for axis in axes for end, pole in (("low", axis.low), ("high", axis.high))
            if not used & set(pole)]
    if not bare:
        return ""
    more = f" and {len(bare) - 5} more (about['unmatched'])" if len(bare) > 5 else ""
    return f" No text uses a seed word of these poles, only what is like them: {', '.join(bare[:5])}{more}."


def _of_axes(axes, baseline, terms):
    """What is known of each axis: its poles, the bias of all texts, and the seeds that no text uses."""
    used = set(terms.tolist())
    return {"axes": {axis.name: (list(axis.low), list(axis.high)) for axis in axes},
            "baseline": {axis.name: float(bias) for axis, bias in zip(axes, baseline)},
            "unmatched": {axis.name: [seed for seed in axis.low + axis.high if seed not in used] for axis in axes}}
