"""Scaling: outlets, articles and words on one line."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.compare.inference import FEWEST, by_size, choose_pair
from crossframe.compare.scales.errors import alike, differ, pooled, position_errors, word_errors
from crossframe.compare.scales.methods import FINDS, METHODS, correspondence, latent, wordfish, wordscores
from crossframe.corpus import as_articles, origins
from crossframe.errors import DataError
from crossframe.measure.voices import ONLY, check_voice, heard, with_heard
from crossframe.result import Result
from crossframe.schema import SCALING, SCALING_WORDS, names
from crossframe.tokens import count_terms

LEVELS = ("outlet", "article", "word")
TWO = "positions have mean 0 and standard deviation 1, so two are always at -0.71 and 0.71, whatever they write."


class Uses(NamedTuple):
    """What is scaled.

    Parameters
    ----------
    matrix : csr_array, shape (n_articles, n_terms)
    terms : ndarray of str objects, shape (n_terms,)
    groups : int array, shape (n_articles,)
        Which of the units.
    units : list
        Values of `by`, the commonest first.
    """

    matrix: object
    terms: np.ndarray
    groups: np.ndarray
    units: list

    @property
    def counts(self):
        """Counts by unit."""
        return pooled(self.matrix, self.groups, len(self.units))


def scaling(corpus, *, method="wordfish", by="outlet", level="outlet", reference_scores=None, seeds=None,
            direction=None, rescale="mv", smooth=0.0, vectors=None, dimension=1, ngrams=1, min_count=10,
            min_articles=5, min_outlets=2, stop_words=None, voice="all", sources=None, draws=199, seed=0):
    """Place outlets, articles or words on one scale, by the words that are used.

    - "wordfish" (Slapin & Proksch 2008) finds the one dimension on which word use differs most, by a Poisson model;
      "correspondence" finds it without a model. What the dimension means, the words must tell (``level="word"``): it
      is as likely the topic as the leaning.
    - "wordscores" (Laver, Benoit & Garry 2003) learns words from outlets whose position is known.
    - "latent" (Watanabe 2021) learns them from a few seed words, and what stands near them in the corpus.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `text` and the column named by `by`.
    method : {"wordfish", "wordscores", "correspondence", "latent"}
    by : str
        Column whose values are placed: outlets, or a column of your own, e.g. outlet and month.
    level : {"outlet", "article", "word"}
        "outlet": a row a value of `by`, its articles pooled. "article": a row an article. "word": a row a term.
    reference_scores : dict or None
        For "wordscores": known position of at least two values of `by`, ``{"Lantern": -1, "Courier": 1}``.
    seeds : str, dict or list of str
        For "latent": words of either side, ``{"safe*": 1, "danger*": -1}``, or "sentiment".
    direction : None or (str, str)
        For "wordfish" and "correspondence": two values of `by`, of which the first is to stand lower. None: whoever
        is furthest from the middle stands high.
    rescale : {"mv", "lbg", "none"}
        For "wordscores": raw scores ("none") bunch in the middle, since most words are used by all. "mv" (Martin &
        Vanberg) stretches them so that the lowest and the highest reference stand where they are known to be; "lbg"
        (Laver, Benoit & Garry) to the references' standard deviation.
    smooth : float
        For "wordscores": uses added to every term of every reference.
    vectors : None, "static", DataFrame, str or Path
        For "latent": where the words' likeness comes from. None: from what stands together in the sentences of these
        texts. "static": from :func:`crossframe.models.static.word_vectors`. Your own: a row a word, or a file in
        word2vec's text form.
    dimension : int
        For "correspondence": 1 the dimension on which word use differs most, 2 the next.
    ngrams : int or (int, int)
        Length of the terms in words, 1 to 3.
    min_count, min_articles, min_outlets : int
        Terms used less often, in fewer articles, or by fewer values of `by`, are left out. A term of one outlet alone
        (its own name, a standing head) would set it apart, and say nothing of the others; where there is only one
        value of `by`, `min_outlets` does not count.
    stop_words : None, "english" or list of str
        Words left out; None leaves out none. For "latent" leave out "english".
    voice : {"all", "outlet", "quoted"}
        Whose words count; see :func:`crossframe.voices`.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; None: it is asked where `voice` needs it.
    draws : int
        Permutations behind ``about["p_value"]``, at least 99.
    seed : int
        Seed of these, and of what else is drawn.

    Returns
    -------
    Result
        ``crossframe.schema.SCALING``, the highest first, or ``SCALING_WORDS``, in alphabetical order.
        ``about["p_value"]`` (of "wordfish" and "correspondence", but for articles) asks whether outlets differ at all:
        the share of random divisions of the articles into as many groups as large, that differ as much on their first
        dimension (``about["chance"]``: how much of that they do on average). Positions of outlets that do not differ
        look no less spread out: where p is .05 or more there are no intervals, and ``about["caution"]`` says why.

    Raises
    ------
    DataError
        One article or outlet only, or two for a method that finds its own dimension; no term left; references or seeds
        missing or unknown; a parameter is none of the above.

    Notes
    -----
    Positions of "wordfish" have mean 0 and standard deviation 1 over the rows, those of "correspondence" over the
    words. So they say who stands where among those compared, not how far apart in words; and two outlets would always
    be at -0.71 and 0.71. At least three are needed.

    Words of one article are no independent draws: they come in bursts and topics, and published standard errors, which
    take them for such, are too small for news. Here those of outlets come from their articles: the influence of each
    on all positions, words learned anew and positions standardised anew (infinitesimal jackknife), with Student's t.
    They hold for other articles of the same outlets on such stories as these. An outlet with fewer than 5 articles has
    none, nor has a single article, nor an outlet whose articles all use the same words, as copies do. Those of words
    leave out each article in turn, of 200 or more a fiftieth at a time. With "latent" the words' places are taken for
    known throughout.

    References
    ----------
    Slapin & Proksch (2008), AJPS 52(3); Laver, Benoit & Garry (2003), APSR 97(2); Watanabe (2021), Communication
    Methods and Measures 15(2); Greenacre (2017), Correspondence Analysis in Practice. Lowe & Benoit (2013), Political
    Analysis 21(3), on the uncertainty of Wordfish.

    Examples
    --------
    >>> words = {"Lantern": "rise " * 6 + "fall", "Courier": "rise fall " * 3 + "rise", "Beacon": "fall " * 6 + "rise"}
    >>> frame = pd.DataFrame([(outlet, text) for outlet, text in words.items() for _ in range(6)],
    ...                      columns=["outlet", "text"])
    >>> result = scaling(frame, direction=("Lantern", "Beacon"))
    >>> result.table[["outlet", "estimate", "n_articles"]].round(2)
        outlet  estimate  n_articles
    0   Beacon      1.05           6
    1  Courier     -0.11           6
    2  Lantern     -0.94           6
    """
    check_voice(voice)
    _check(method, level, draws, min_count=min_count, min_articles=min_articles, min_outlets=min_outlets)
    _check_extras(method, reference_scores=reference_scores, seeds=seeds, direction=direction, vectors=vectors,
                  dimension=dimension)
    articles = as_articles(corpus, needs=("text", by), what="scaling")
    _enough(articles[by], by, method, level)
    texts = heard(articles, voice, sources)
    counts = count_terms(texts, ngrams=ngrams, stop_words=stop_words, min_count=min_count)
    uses = _uses(counts, articles[by], min_count, min_articles, min_outlets)
    way = {"wordfish": wordfish, "correspondence": lambda: correspondence(dimension),
           "wordscores": lambda: wordscores(uses, by, reference_scores, rescale, smooth),
           "latent": lambda: latent(texts, uses, seeds, vectors, seed)}[method]()
    scale = way.of_articles(uses.matrix) if level == "article" else way.fit(uses.counts)
    scale = _pointed(scale, uses, by, level, direction)
    p_value, chance = np.nan, np.nan
    if level != "article" and method in FINDS and dimension == 1:
        p_value, chance = differ(uses.matrix, uses.groups, len(uses.units), draws, seed)
    if level == "word":
        table = _words(uses, scale, way, seed)
    else:
        table = _outlets(uses, scale, way, seed) if level == "outlet" else _articles(uses, scale, articles)
    copies = [] if level == "article" else _of_copies(uses)
    unsure = p_value >= 0.05 or len(copies) == len(uses.units)
    unsure |= table["outlet"].isin(copies) if level == "outlet" else np.zeros(len(table), bool)
    table = table.assign(**{name: table[name].mask(unsure) for name in ("std_error", "conf_low", "conf_high")})
    parameters = {
        "method": method, "by": by, "level": level, "direction": direction, "rescale": rescale, "smooth": smooth,
        "dimension": dimension, "ngrams": ngrams, "min_count": min_count,
        "min_articles": min_articles, "min_outlets": min_outlets, "stop_words": stop_words, "voice": voice,
        "draws": draws, "seed": seed}
    about = {
        "measure": "scaling", **parameters, "parameters": parameters, "n_articles": len(articles),
        "n_terms": len(uses.terms), "n_terms_left_out": len(counts.terms) - len(uses.terms),
        "n_words": int(uses.matrix.sum()),
        "p_value": p_value, "chance": chance, **way.about,
        **{name: value for name, value in scale.about.items() if not isinstance(value, np.ndarray)},
        "reads": _reads(method, level, uses, scale, rescale) + ONLY[voice],
        "caution": _caution(method, level, uses, copies, p_value, reference_scores, way.about)}
    return Result(table, about, with_heard(articles, texts, voice))


def _check(method, level, draws, **least):
    """Refuse parameters that are none."""
    if method not in METHODS:
        raise DataError(f"method is one of {', '.join(METHODS)}, got {method!r}.")
    if level not in LEVELS:
        raise DataError(f"level is one of {', '.join(LEVELS)}, got {level!r}.")
    if draws < 99:
        raise DataError(f"draws must be 99 or more, got {draws}; fewer cannot give p < .01.")
    for name, value in least.items():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise DataError(f"{name} must be a whole number of 1 or more, got {value!r}.")


def _check_extras(method, *, reference_scores, seeds, direction, vectors, dimension):
    """Refuse what another method takes."""
    if reference_scores is not None and method != "wordscores":
        raise DataError(f"reference_scores are of method='wordscores'; {method} takes none.")
    if seeds is not None and method != "latent":
        raise DataError(f"seeds are of method='latent'; {method} takes none.")
    if vectors is not None and method != "latent":
        raise DataError(f"vectors are of method='latent'; {method} takes none.")
    if dimension != 1 and method != "correspondence":
        raise DataError(f"dimension={dimension!r} is of method='correspondence'; {method} has one.")
    if direction is not None and method not in FINDS:
        given = "references" if method == "wordscores" else "seeds"
        raise DataError(f"direction is of methods that find the scale themselves ({', '.join(FINDS)}); that of "
                        f"{method} lies in its {given}.")
    if direction is not None and (isinstance(direction, str) or len(direction) != 2 or len(set(direction)) != 2):
        raise DataError(f"direction names two, (low, high), e.g. ('Lantern', 'Courier'); got {direction!r}.")


def _enough(labels, by, method, level):
    """Refuse what cannot be scaled."""
    units = by_size(labels)
    if len(labels) == 1:
        raise DataError("there is one article; a scale needs several to lay side by side.")
    if level == "article":
        if method in FINDS and len(labels) < 3:
            raise DataError(f"two articles cannot be scaled by {method}: {TWO}")
    elif len(units) == 1:
        raise DataError(f"scaling lays outlets side by side, and {by} holds only {units[0]!r}; add articles of "
                        "another, or lay its articles side by side: level='article'.")
    elif len(units) == 2 and method in FINDS:
        raise DataError(f"two outlets ({units[0]}, {units[1]}) cannot be scaled by {method}: {TWO} Add a third, "
                        "compare the two by cf.keyness or cf.distance, or say what the scale is: method='latent'.")


def _uses(counts, labels, min_count, min_articles, min_outlets):
    """The terms that are used widely enough, by article."""
    units = by_size(labels)
    groups = pd.Index(units).get_indexer(labels)
    used = (counts.matrix > 0).astype(np.int32)
    n_articles = used.sum(axis=0)
    n_units = (pooled(used, groups, len(units)) > 0).sum(axis=0)
    enough = {"min_count": np.full(len(counts.terms), True), "min_articles": n_articles >= min_articles,
              "min_outlets": n_units >= min(min_outlets, len(units))}
    keep = np.flatnonzero(np.logical_and.reduce(list(enough.values())))
    if len(keep) < 2:
        if len(counts.terms) < 2:
            found = "only one term" if len(counts.terms) else "no term"
            raise DataError(f"{found} is used {min_count} times or more; lower min_count, or add articles.")
        bound = {"min_articles": min_articles, "min_outlets": min_outlets}
        left = ", ".join(f"{enough[name].sum():,} meet {name}={least}" for name, least in bound.items())
        raise DataError(f"of {len(counts.terms):,} terms used {min_count} times or more, {left}, and {len(keep)} both; "
                        f"lower {min(bound, key=lambda name: enough[name].sum())}, or add articles.")
    return Uses(counts.matrix[:, keep], counts.terms[keep], groups, units)


def _pointed(scale, uses, by, level, direction):
    """The scale in the direction asked for."""
    if direction is None:
        return scale
    ends = []
    for name in direction:
        choose_pair(pd.Series(uses.units), by, name, None, what="scaling")
        rows = uses.groups == uses.units.index(name) if level == "article" else uses.units.index(name)
        ends.append(np.nanmean(scale.positions[rows]))
    sign = np.sign(ends[1] - ends[0])
    if not sign:
        raise DataError(f"direction={direction!r}: both stand at the same place, or one has no word on the scale.")
    words = scale.words | {"estimate": sign * scale.words["estimate"]}
    return scale._replace(positions=sign * scale.positions, words=words)


def _interval(estimate, error, df):
    """Columns of an estimate and its 95% interval."""
    from scipy.special import stdtrit

    reach = stdtrit(df, 0.975) * error
    return {"estimate": estimate, "std_error": error, "conf_low": estimate - reach, "conf_high": estimate + reach}


def _outlets(uses, scale, way, seed):
    """A row a unit, the highest first."""
    twice = way.counted_twice(uses.matrix, uses.groups, scale, seed) if way.counted_twice else 0.0
    error, df = position_errors(way.influence(uses.matrix, uses.groups, scale), uses.groups, twice)
    has_words = uses.matrix.sum(axis=1) > 0
    table = pd.DataFrame({
        "outlet": uses.units, "article": "", "story": "", **_interval(scale.positions, error, df),
        "n_articles": np.bincount(uses.groups[has_words], minlength=len(uses.units)),
        "n_words": uses.counts.sum(axis=1).astype(np.int64)})
    table = table.astype({"article": "str", "story": "str"})
    return table.sort_values(["estimate", "outlet"], ascending=[False, True], ignore_index=True)[names(SCALING)]


def _articles(uses, scale, articles):
    """A row an article, in the order given."""
    none = np.full(len(articles), np.nan)  # the words of one article are no independent draws
    return origins(articles).assign(
        outlet=np.array(uses.units, object)[uses.groups], **_interval(scale.positions, none, np.inf), n_articles=1,
        n_words=uses.matrix.sum(axis=1).astype(np.int64))[names(SCALING)]


def _words(uses, scale, way, seed):
    """A row a term, in alphabetical order."""
    error, df = np.full(len(uses.terms), np.nan), np.inf
    if way.refit is not None and np.bincount(uses.groups).min() >= FEWEST:
        error, df = word_errors(lambda counts: way.refit(counts, scale), uses.matrix, uses.groups, len(uses.units),
                                seed)
    table = pd.DataFrame({
        "term": uses.terms, **_interval(scale.words["estimate"], error, df), "weight": scale.words["weight"],
        "n": uses.matrix.sum(axis=0), "n_articles": (uses.matrix > 0).sum(axis=0)})
    return table.astype({"term": "str", "n": "int64", "n_articles": "int64"})[names(SCALING_WORDS)]


def _of_copies(uses):
    """Units with articles enough for an interval that all use the same words."""
    enough = np.bincount(uses.groups) >= FEWEST
    return [uses.units[at] for at in np.flatnonzero(enough & alike(uses.matrix, uses.groups, len(uses.units)))]


def _reads(method, level, uses, scale, rescale):
    """Which way the scale points."""
    if method == "wordscores":
        if rescale == "none":
            return "raw word scores, bunched in the middle: higher, nearer to references with higher positions."
        return "in units of the references' positions: higher, nearer to those with higher ones."
    if method == "latent" and level == "word":
        return "mean cosine to the seeds: above 0, nearer to those of positive weight."
    if method == "latent":
        return ("mean polarity of the words: higher, nearer to the seeds of positive weight; 0 is the mean of the "
                "articles, 1 their standard deviation.")
    if level == "article":
        place = "higher: on the one side of what sets these articles apart most; level='word' says what that is."
    else:
        low, high = (uses.units[at(scale.positions)] for at in (np.nanargmin, np.nanargmax))
        place = f"higher: towards {high}, lower: towards {low}, on what sets these outlets apart most."
    return place + (" 0 is their mean, 1 their standard deviation." if method == "wordfish" and level != "word" else "")


def _caution(method, level, uses, copies, p_value, references, about):
    """What may not be concluded."""
    parts = []
    if p_value >= 0.05:
        parts.append(f"Random groups of these articles differ as much (p = {p_value:.2g}): the outlets do not differ "
                     "on this scale as far as can be seen, their order means nothing, and there are no intervals.")
    few = {unit: n for unit, n in zip(uses.units, np.bincount(uses.groups)) if n < FEWEST}
    if level == "outlet" and few:
        named = _some([f"{unit} ({n})" for unit, n in few.items()])
        parts.append(f"Fewer than {FEWEST} articles, so no interval: {named}.")
    if copies and (level == "outlet" or len(copies) == len(uses.units)):
        parts.append("Articles that all use the same words, as copies do, cannot tell how sure a place is, so no "
                     f"interval: {_some(copies)}.")
    if method == "wordscores" and level == "outlet" and (short := [name for name in references if few.get(name)]):
        parts.append(f"A reference has fewer than {FEWEST} articles ({', '.join(map(str, short))}): how sure the "
                     "words' scores are cannot be told, so there is no interval at all.")
    if method == "wordscores":
        if about["references_p_value"] >= 0.05:
            parts.append("By their words the lowest and the highest reference are not known to differ (p = "
                         f"{about['references_p_value']:.2g}): there is no scale, and positions on it mean nothing.")
        parts.append("Words tell topic and house style, too, not only what the references were chosen for: leave out "
                     "an outlet whose position is known, and see whether it is found.")
    if method == "latent":
        parts.append("Words near the seeds may be there for the topic: read those that weigh most (level='word'), and "
                     "hold some articles' scores against people's judgement.")
    if method in FINDS:
        parts.append("What the scale means is for its words to tell (level='word'): outlets also stand apart by the "
                     "stories they choose.")
    if level == "article":
        parts.append("A single article has no interval, since its words are no independent draws; "
                     "cf.contrast(result, value='estimate') compares outlets by their articles.")
    return " ".join(parts) or None


def _some(named):
    return ", ".join(map(str, named[:5])) + (", ..." if len(named) > 5 else "")
