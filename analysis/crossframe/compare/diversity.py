"""Who is quoted, and by how many voices an outlet speaks, at an equal number of quotations."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import (
    FEWEST,
    FEWEST_MATCHED,
    adjust,
    choose_pair,
    critical_t,
    plural,
    two_sided,
)
from crossframe.compare.rarefaction import Rarefied, added, hill_number, rarefy
from crossframe.compare.stories import check_match, story_units, told_by_both
from crossframe.errors import DataError
from crossframe.measure.source_scores import known_speaker
from crossframe.result import Result
from crossframe.schema import DIVERSITY, INTERVAL, SPEAKERS, check_columns, names


def source_diversity(sources, *, by="outlet", orders=(0, 1, 2), quotes=None, match=None, cluster=None, target=None,
                     reference=None, unnamed=False, draws=499, seed=0):
    """Compare by how many speakers, and how evenly, outlets let others speak.

    Parameters
    ----------
    sources : Result or DataFrame
        A row a quotation, as ``cf.sources`` gives it: needs `by`, ``article`` and ``speaker``. The same name is the
        same speaker, in all articles.
    by : str
        Column whose values are compared.
    orders : sequence of float
        Orders of the Hill numbers, 0 or more. 0 counts speakers; 1 (the exponential of the entropy) counts each by its
        share of the quotations; 2 (one over the chance that two quotations are of one speaker) counts the often quoted.
    quotes : int or None
        How many quotations of each outlet are laid side by side. None: a third of those of the outlet that has fewest
        (of those with 5 articles or more), so that it, too, is an average over many draws.
    match : None or "story"
        "story": on the stories that both tell, one other outlet after another, then the mean of these; whole stories
        are drawn, and the story is the unit.
    cluster : str or None
        Column of quotations that are drawn together. None: the article. With `match`: a column of clusters of stories
        (a week, a topic); None: the story.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn. ``reference=None``: the mean of all others, each for
        itself (poured together they would be more diverse than any).
    unnamed : bool
        Whether speakers without a name (``speaker`` empty, ``speaker_kind`` unnamed or unknown) count, as one speaker
        more. If not, they are left out and counted in ``about["n_unnamed"]``.
    draws : int
        Random orders of the articles, at least 99.
    seed : int
        Seed of these.

    Returns
    -------
    Result
        A row an outlet and order: ``crossframe.schema.DIVERSITY``. ``diversity`` is the Hill number at ``n_rarefied``
        quotations, in speakers; ``estimate`` the difference. An outlet with fewer than 2 `quotes` quotations, or 5
        clusters (matched: 6 stories told by both), has NaN, and ``about["caution"]`` says so.

    Raises
    ------
    DataError
        A column is missing, no speaker is known, an outlet is unknown, or there is only one.

    Notes
    -----
    Plain Hill numbers (column ``observed``) and entropies grow with the number of quotations: the larger outlet looks
    more diverse. Here whole articles are drawn until `quotes` quotations are there
    (``crossframe.compare.rarefaction``). The interval is Student's t over a jackknife of articles (or clusters).

    References
    ----------
    Hurlbert (1971), Ecology 52(4); Gotelli & Colwell (2001), Ecology Letters 4(4); Chao et al. (2014), Ecological
    Monographs 84(1).

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["A", "B"] * 12, "article": [f"a{i // 2}" for i in range(24)],
    ...                      "speaker": ["Ada Moor", "Ben Oake", "Ada Moor", "Cleo Fint", "Ada Moor", "Dan Ruell"] * 4})
    >>> rows["article"] += rows["outlet"]
    >>> source_diversity(rows, orders=[2]).table[["outlet", "n_quotes", "n_rarefied", "observed", "diversity"]].round(2)
      outlet  n_quotes  n_rarefied  observed  diversity
    0      B        12           4       3.0        2.2
    1      A        12           4       1.0        1.0
    """
    _check(orders, quotes, draws)
    rows, n_unnamed = _quotations(sources, by, "source_diversity", unnamed, cluster)
    check_match(rows, match, "source_diversity")
    outlets = choose_pair(rows[by], by, target, reference, what="source_diversity")
    coded = _coded(rows, by, match, cluster)
    fewest, unit = FEWEST_MATCHED if match else FEWEST, cluster or match or "article"
    have = [reference] if reference else coded["outlet"].unique()
    others = {outlet: [other for other in have if other != outlet] for outlet in outlets}
    sides = _sides(coded, others, match)
    able = {key for key, side in sides.items() if side["unit"].nunique() >= fewest}
    sizes = [len(sides[key]) for key in able if not match or key[::-1] in able]
    if quotes is None:
        quotes = max(min(sizes, default=6) // 3, 2)
    fits = {key: _rarefied(sides[key], quotes, orders, draws, seed, coded["unit"].max() + 1)
            for key in able if len(sides[key]) >= 2 * quotes}
    parts = [_one(name, others[name], sides, fits, orders, quotes, match) for name in outlets]
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = table.groupby("order")["p_value"].transform(adjust)
    table = table.sort_values(["order", "diversity", "outlet"], ascending=[True, False, True], ignore_index=True)
    parameters = {"by": by, "orders": list(orders), "quotes": quotes, "match": match, "cluster": cluster,
                  "target": target, "reference": reference, "unnamed": unnamed, "draws": draws, "seed": seed}
    about = {"measure": "source_diversity", **parameters, "parameters": parameters, "n_unnamed": n_unnamed,
             "n_articles": int(coded["article"].nunique()),
             "caution": _caution(sides, fits, fewest, unit, quotes, match),
             "reads": f"above 0: at {quotes:,} quotations the outlet lets more speakers speak, or more evenly, than "
                      f"{reference or 'the others on average'}{', on the same stories' if match else ''}; in speakers."}
    return Result(table[names(DIVERSITY)], about, sources.articles if isinstance(sources, Result) else None)


def _check(orders, quotes, draws):
    if not len(orders) or not all(order >= 0 for order in orders):
        raise DataError(f"orders must be numbers of 0 or more, got {orders!r}; 0, 1 and 2 are usual.")
    if quotes is not None and quotes < 2:
        raise DataError(f"quotes must be 2 or more, got {quotes!r}: one quotation has one speaker.")
    if draws < 99:
        raise DataError(f"draws must be 99 or more, got {draws}.")


def _quotations(sources, by, what, unnamed, cluster=None):
    """The rows whose speaker is known, with the name in one spelling, and how many are of nobody known."""
    frame = sources.table if isinstance(sources, Result) else sources
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"{what} takes the Result of cf.sources or a DataFrame, not {type(frame).__name__}.")
    check_columns(frame, dict.fromkeys(filter(None, (by, "article", "speaker", cluster))), what)
    rows = frame[frame[by].notna()].reset_index(drop=True)
    rows["speaker"] = known_speaker(rows)
    known = rows["speaker"] != ""
    if not (known.any() or unnamed and len(rows)):
        raise DataError(f"{what}: no quotation has a known speaker; unnamed=True takes all others as one speaker.")
    return rows if unnamed else rows[known].reset_index(drop=True), int((~known).sum())


def _coded(rows, by, match, cluster):
    """What is needed of every quotation: outlet, and codes of article, speaker, story and unit."""
    article = pd.factorize(rows["article"])[0]
    if match:
        stories, units = story_units(rows, cluster)
    else:
        stories, units = article, article if cluster is None else pd.factorize(rows[cluster], use_na_sentinel=False)[0]
    return pd.DataFrame({"outlet": rows[by].to_numpy(), "article": article,
                         "speaker": pd.factorize(rows["speaker"])[0], "story": stories, "unit": units})


def _sides(coded, others, match):
    """Quotations by (outlet, ""); within stories by (outlet, the other): those on stories that both tell."""
    by_outlet = dict(list(coded.groupby("outlet")))
    if not match:
        return {(outlet, ""): by_outlet[outlet] for outlet in {*others, *sum(others.values(), [])}}
    sides = {}
    for one, other in {tuple(sorted((outlet, other))) for outlet in others for other in others[outlet]}:
        both = pd.concat([by_outlet[one], by_outlet[other]])
        both = both[told_by_both((both["outlet"] == one).to_numpy(), both["story"].to_numpy())]
        sides[one, other], sides[other, one] = (both[both["outlet"] == outlet] for outlet in (one, other))
    return sides


def _rarefied(side, quotes, orders, draws, seed, n_units):
    """The side's Hill numbers, its units in their places among all units."""
    here, units = np.unique(side["unit"], return_inverse=True)
    fit = rarefy(units, pd.factorize(side["speaker"])[0], quotes, orders, draws, np.random.default_rng(seed))
    influence = np.zeros((len(orders), n_units))
    influence[:, here] = fit.influence
    return Rarefied(fit.hill, influence, fit.noise)


def _one(outlet, others, sides, fits, orders, quotes, match):
    """One outlet's rows."""
    used = [o for o in others if _key(outlet, o, match) in fits and _key(o, outlet, match) in fits]
    seen = pd.concat([sides[_key(outlet, o, match)] for o in others])
    seen = seen[~seen.index.duplicated()]
    counts = np.bincount(seen["speaker"]) if len(seen) else np.zeros(1)
    table = pd.DataFrame({"outlet": outlet, "order": np.array(orders, dtype=float), "n_quotes": len(seen),
                          "n_speakers": int((counts > 0).sum()), "n_articles": seen["article"].nunique(),
                          "n_clusters": seen["unit"].nunique(), "n_rarefied": quotes,
                          "observed": [hill_number(counts, order) for order in orders] if len(seen) else np.nan})
    table[["diversity", "diversity_low", "diversity_high", "diversity_reference", *names(INTERVAL)]] = np.nan
    keys = dict.fromkeys(_key(outlet, other, match) for other in used or [""])
    if not all(key in fits for key in keys):
        return table
    own = [fits[key].times(1 / len(keys)) for key in keys]
    hill, reach = added(own).hill, _reach(own, match)
    table = table.assign(diversity=hill, diversity_low=np.maximum(hill - reach, 1.0), diversity_high=hill + reach)
    if not used:
        return table
    rest = [fits[_key(o, outlet, match)].times(-1 / len(used)) for o in used]
    fit = added(own + rest)
    std_error, reach = np.sqrt(np.where(fit.variance > 0, fit.variance, np.nan)), _reach(own + rest, match)
    return table.assign(diversity_reference=-added(rest).hill, estimate=fit.hill, std_error=std_error,
                        conf_low=fit.hill - reach, conf_high=fit.hill + reach,
                        p_value=two_sided(fit.hill / std_error, _df(own + rest, match)))


def _key(outlet, other, match):
    return outlet, other if match else ""


def _df(parts, match):
    """Degrees of freedom by order: Satterthwaite's over the sides; within stories the units less one."""
    units = [(part.influence != 0).any(axis=0) for part in parts]
    if match:
        return np.full(len(parts[0].hill), np.any(units, axis=0).sum() - 1.0)
    each = np.array([part.variance for part in parts])
    with np.errstate(invalid="ignore"):
        return each.sum(axis=0) ** 2 / sum(v**2 / (n.sum() - 1) for v, n in zip(each, units, strict=True))


def _reach(parts, match):
    """Half the width of the 95% interval of a sum of parts; NaN where nothing varies."""
    return np.array([critical_t(df) * error if error > 0 else np.nan
                     for df, error in zip(_df(parts, match), np.sqrt(added(parts).variance), strict=True)])


def _caution(sides, fits, fewest, unit, quotes, match):
    """What could not be compared, and why, in plain sentences."""
    said = []
    for (outlet, other), side in sorted(sides.items()):
        pair, units = f"{outlet} with {other}" if match else outlet, side["unit"].nunique()
        if units < fewest:
            said.append(f"{pair} is not compared: {fewest} {plural(unit)}{' told by both' if match else ''} with a "
                        f"known speaker are needed, and there {'is' if units == 1 else 'are'} {units:,}.")
        elif (outlet, other) not in fits:
            said.append(f"{pair} is not compared: {2 * quotes:,} quotations are needed, and there are {len(side):,}.")
    return " ".join(dict.fromkeys(said)) or None


def quoted_speakers(sources, *, by="outlet", unnamed=False):
    """List whom each outlet quotes, how often, at what length and in how many articles.

    Parameters
    ----------
    sources : Result or DataFrame
        A row a quotation, as ``cf.sources`` gives it: needs `by`, ``article``, ``speaker`` and ``content``.
    by : str
        Column whose values are told apart.
    unnamed : bool
        Whether quotations without a known speaker have a row (``speaker`` empty). If not, they are left out, of the
        shares too, and counted in ``about["n_unnamed"]``.

    Returns
    -------
    Result
        A row an outlet and speaker, the most words first in each outlet: ``crossframe.schema.SPEAKERS``.

    Raises
    ------
    DataError
        A column is missing, or no speaker is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": "A", "article": ["1", "1", "2"], "speaker": ["Ada Moor", "Ben Oake", "Ada Moor"],
    ...                      "content": ["the bridge is safe", "it is not", "we shall see"]})
    >>> quoted_speakers(rows).table[["speaker", "n_quotes", "n_words", "n_articles", "share_words"]]
        speaker  n_quotes  n_words  n_articles  share_words
    0  Ada Moor         2        7           2          0.7
    1  Ben Oake         1        3           1          0.3
    """
    from crossframe.tokens import count_terms

    rows, n_unnamed = _quotations(sources, by, "quoted_speakers", unnamed)
    check_columns(rows, ["content"], "quoted_speakers")
    kind = rows["speaker_kind"].astype(str) if "speaker_kind" in rows else ""
    rows = pd.DataFrame({"outlet": rows[by].to_numpy(), "speaker": rows["speaker"], "article": rows["article"],
                         "kind": kind, "words": count_terms(rows["content"].fillna("")).totals})
    found = rows.groupby(["outlet", "speaker"], observed=True)
    table = found.agg(speaker_kind=("kind", lambda each: each.mode().iloc[0]), n_quotes=("article", "size"),
                      n_words=("words", "sum"), n_articles=("article", "nunique")).reset_index()
    for unit in ("quotes", "words"):
        table[f"share_{unit}"] = table[f"n_{unit}"] / table.groupby("outlet")[f"n_{unit}"].transform("sum")
    table = table.sort_values(["outlet", "n_words", "n_quotes", "speaker"], ascending=[True, False, False, True],
                              ignore_index=True)
    parameters = {"by": by, "unnamed": unnamed}
    about = {"measure": "quoted_speakers", **parameters, "parameters": parameters, "n_unnamed": n_unnamed,
             "caution": None, "n_articles": int(rows["article"].nunique()),
             "reads": "share_words: of the words that the outlet quotes from known speakers, the part of this one."}
    return Result(table[names(SPEAKERS)], about, sources.articles if isinstance(sources, Result) else None)
