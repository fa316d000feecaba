"""Shares: what part of an outlet's sources, names or clauses is of each kind, against the other outlets."""

import numpy as np
import pandas as pd

from crossframe.compare.inference import FEWEST, FEWEST_MATCHED, adjust, choose_pair, too_few, too_few_matched
from crossframe.compare.proportions import between, within_stories
from crossframe.compare.stories import check_match, story_units, told_by_both
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import INTERVAL, SHARES, check_columns, names

_TESTED = ("std_error", "conf_low", "conf_high", "p_value")


def shares(result, *, of, within=None, by="outlet", weights=None, match=None, cluster=None, target=None,
           reference=None, min_count=1):
    """Compare between outlets what share of their rows each value of a column has.

    Which kind of source is quoted (``of="speaker_kind"``), what a thing is called (``of="name", within="referent"``),
    how often the doer is left out (``of="voice"``): any table of mentions can be asked.

    Parameters
    ----------
    result : Result or DataFrame
        A row a mention, quotation or clause: needs `of`, `by` and ``article``.
    of : str
        Column whose values have shares. Rows without a value (missing or empty) are left out and counted in
        ``about["n_missing"]``.
    within : str or None
        Column within each value of which the shares sum to 1, as the names of one referent do; None: all rows.
    by : str
        Column whose values are compared.
    weights : None, "words" or str
        None: every row counts 1. "words": as many as its ``content`` has words. Else a column of weights, 0 or more.
    match : None or "story"
        "story": compare within the stories that both sides tell (Mantel and Haenszel's difference: a story weighs
        n n' / (n + n'), n and n' being the rows of the two sides); the story is the unit.
    cluster : str or None
        Column of rows that are not independent draws. None: the article. With `match`: a column of clusters of
        stories (a week, a topic); None: the story.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn. ``reference=None``: against all the rest together.
    min_count : int
        Least rows of a value on both sides together.

    Returns
    -------
    Result
        A row an outlet, value and value of `within`, the best supported first in each outlet:
        ``crossframe.schema.SHARES``. ``estimate`` is a difference of proportions, share less share_reference: 0.1 is
        10 percentage points more in the outlet. Where fewer than 5 clusters (matched: 6 stories) of the two sides
        together have the value, or have another value, and where a side has fewer clusters in all, interval and p
        value are NaN. Matched, all counts are of shared stories, and both shares are means over them, weighing as the
        difference does.

    Raises
    ------
    DataError
        A column is missing, weights are negative, no row has a value, an outlet is unknown, or there is only one.

    Notes
    -----
    An article without a row says nothing about a share and takes no part; how many sources an article has is a
    question for ``cf.contrast`` of ``cf.source_scores``. ``crossframe.compare.proportions`` states the test: a score
    test with the cluster, not the row, as the unit, made for rare values and few clusters. ``std_error`` is the
    cluster-robust one; as the interval is the test turned round, it need not be the estimate plus or minus a multiple.

    References
    ----------
    Wallenstein (1997), Statistics in Medicine 16(12); Greenland & Robins (1985), Biometrics 41(1); Rao & Scott (1992),
    Biometrics 48(2).

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["A", "B"] * 8, "article": range(16),
    ...                      "speaker_kind": ["person", "organisation"] * 7 + ["organisation", "person"]})
    >>> table = shares(rows, of="speaker_kind", target="A", reference="B").table
    >>> table[["value", "n", "share", "share_reference", "estimate", "p_value"]].round(3)
              value  n  share  share_reference  estimate  p_value
    0  organisation  1  0.125            0.875     -0.75    0.014
    1        person  7  0.875            0.125      0.75    0.014
    """
    frame = result.table if isinstance(result, Result) else result
    rows, n_missing = _rows(frame, of, within, by, weights, cluster, min_count)
    check_match(rows, match, "shares")
    outlets = choose_pair(rows[by], by, target, reference, what="shares")
    units, stories = pd.factorize(rows["article"] if cluster is None else rows[cluster], use_na_sentinel=False)[0], None
    if match is not None:
        stories, units = story_units(rows, cluster)
    coded = pd.DataFrame({"outlet": rows[by], "within": rows[within].astype(str) if within else "",
                          "value": rows[of].astype(str), "weight": _weights(rows, weights),
                          "article": pd.factorize(rows["article"])[0], "unit": units,
                          "story": 0 if stories is None else stories})
    parts = [_one(coded, outlet, reference, match, cluster or match or "article", min_count) for outlet in outlets]
    table = pd.concat([part for part, _ in parts], ignore_index=True)
    parameters = {"of": of, "within": within, "by": by, "weights": weights, "match": match, "cluster": cluster,
                  "target": target, "reference": reference, "min_count": min_count}
    about = {"measure": "shares", **parameters, "parameters": parameters, "n_missing": n_missing,
             "n_rows": len(rows), "n_articles": int(coded["article"].nunique()),
             "caution": " ".join(dict.fromkeys(text for _, text in parts if text)) or None,
             "reads": f"above 0: the value has a larger share {'of the words ' if weights == 'words' else ''}in the "
                      f"outlet than in {reference or 'the rest'}{', on the same stories' if match else ''}; 0.1 is 10 "
                      "percentage points."}
    if isinstance(result, Result):
        about["table"] = result.about.get("measure")
    return Result(table[names(SHARES)], about, result.articles if isinstance(result, Result) else None)


def _rows(frame, of, within, by, weights, cluster, min_count):
    """The rows that have a value and an outlet, and how many have no value."""
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"shares takes a Result or a DataFrame of rows, not {type(frame).__name__}.")
    if min_count < 1:
        raise DataError(f"min_count must be 1 or more, got {min_count!r}.")
    asked = [of, by, "article", within, cluster, "content" if weights == "words" else weights]
    check_columns(frame, dict.fromkeys(name for name in asked if name is not None), "shares")
    known = pd.Series(True, index=frame.index)
    for name in filter(None, (of, within)):
        known &= frame[name].notna() & (frame[name].astype(str).str.strip() != "")
    rows = frame[known & frame[by].notna()].reset_index(drop=True)
    if not len(rows):
        raise DataError(f"no row has a value of {of!r}; there is nothing to compare.")
    for name in filter(None, ("article", cluster)):
        if rows[name].isna().any():
            raise DataError(f"{name} is missing in {int(rows[name].isna().sum())} rows; fill or drop them.")
    return rows, int((~known).sum())


def _weights(rows, weights):
    """What each row counts for."""
    if weights is None:
        return np.ones(len(rows))
    if weights == "words":
        from crossframe.tokens import count_terms

        return count_terms(rows["content"].fillna("")).totals.astype(float)
    column = rows[weights]
    if not pd.api.types.is_numeric_dtype(column) or column.isna().any() or (column < 0).any():
        raise DataError(f"weights={weights!r} must be numbers of 0 or more in every row; fill or drop the others.")
    return column.to_numpy(dtype=float)


def _one(rows, outlet, reference, match, unit, min_count):
    """One outlet's rows, adjusted together, and the caution that goes with them."""
    rows = rows[rows["weight"] > 0]
    if reference is not None:
        rows = rows[rows["outlet"].isin([outlet, reference])]
    target, other = (rows["outlet"] == outlet).to_numpy(), reference or "the rest"
    if match is None:
        clusters = {name: rows["unit"][side].nunique() for name, side in ((outlet, target), (other, ~target))}
        fewest, caution = FEWEST, too_few(clusters, unit)
    else:
        both = told_by_both(target, rows["story"].to_numpy())
        rows, target = rows[both], target[both]
        fewest, caution = FEWEST_MATCHED, too_few_matched(rows["unit"].nunique(), unit)
    if not len(rows):
        return (rows.reindex(columns=names(SHARES)),
                f"No story is told by both {outlet} and {other}: nothing is compared.")
    parts = [_of_values(part, target[part.index], match is not None, fewest).assign(within=name)
             for name, part in rows.reset_index(drop=True).groupby("within")]
    table = pd.concat(parts, ignore_index=True)
    table = table[table["n"] + table.pop("n_reference") >= min_count].assign(outlet=outlet)
    table["p_adjusted"] = adjust(table["p_value"])
    order = np.lexsort((table["value"], table["within"], -table["estimate"].abs().round(12),
                        table["p_value"].fillna(2).round(12)))
    return table.iloc[order], caution


def _of_values(rows, target, matched, fewest):
    """A row a value: counts, shares, and the test where `fewest` clusters have the value and as many another."""
    if matched:  # a story may tell of this value of `within` on one side alone
        both = told_by_both(target, rows["story"].to_numpy())
        rows, target = rows[both], target[both]
    values, found = pd.factorize(rows["value"])
    units, stories = (pd.factorize(rows[name])[0] for name in ("unit", "story"))
    weights = rows["weight"].to_numpy()
    n, n_reference = (np.bincount(values[side], minlength=len(found)) for side in (target, ~target))
    table = pd.DataFrame({"value": found, "n": n, "n_reference": n_reference, "n_total": int(target.sum()),
                          "n_articles": rows.groupby(values)["article"].nunique().to_numpy(),
                          "n_clusters": rows.groupby(values)["unit"].nunique().to_numpy()})
    table[["share", "share_reference", *names(INTERVAL)]] = np.nan
    if not (target.any() and not target.all()):
        side = "share" if target.any() else "share_reference"
        return table.assign(**{side: np.bincount(values, weights=weights) / weights.sum()})
    fit = (within_stories(units, stories, pd.factorize(rows["outlet"])[0], values, target, weights) if matched
           else between(units, values, target, weights))
    table = table.assign(share=fit.target, share_reference=fit.reference, estimate=fit.difference)
    sides = [units] if matched else [units[target], units[~target]]
    tested = (np.minimum(table["n_clusters"], _with_another(units, values)) >= fewest).to_numpy()
    if tested.any() and min(len(np.unique(side)) for side in sides) >= fewest:
        for column, figures in zip(_TESTED, fit.tested(), strict=True):
            table[column] = np.where(tested, figures, np.nan)
    return table


def _with_another(units, values):
    """For every value, the clusters that have another: a share near 1 is as uncertain as one near 0."""
    pairs = np.unique(np.stack([units, values]), axis=1)
    alone = np.bincount(pairs[0])[pairs[0]] == 1
    return units.max() + 1 - np.bincount(pairs[1][alone], minlength=values.max() + 1)
