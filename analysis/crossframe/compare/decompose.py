"""Decompose: how much of a gap between outlets is which stories they tell, and how much how they tell the same ones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crossframe.compare.contrast import scored_rows
from crossframe.compare.inference import (
    adjust,
    choose_pair,
    critical_t,
    too_few,
    too_few_matched,
    two_sided,
)
from crossframe.compare.stories import check_match, story_units
from crossframe.compare.within import pooled
from crossframe.result import Result
from crossframe.schema import DECOMPOSE, names

PARTS = ("total", "selection", "framing")
DETAIL = ("selection_shared", "selection_own")


def decompose(scores, *, target=None, reference=None, by="outlet", value="score", cluster=None, detail=False):
    """Split the gap between two outlets' mean scores into story selection and framing, which add up exactly.

    Parameters
    ----------
    scores : Result or DataFrame
        A row a scored article, sentence or mention: `value`, ``story`` and the column named by `by`. Rows without a
        score (NaN) are left out and counted in ``about["n_unscored"]``.
    target, reference : str or None
        Values of `by`. ``target=None``: every outlet in turn. ``reference=None``: against all the rest together.
    by : str
        Column whose values are compared.
    value : str
        Column of the score.
    cluster : str or None
        A column of clusters of stories (a week, a topic) that are not independent draws. None: the story.
    detail : bool
        Also the two parts of selection: ``selection_shared`` (stories that both tell, but not equally often) and
        ``selection_own`` (stories that one side tells alone).

    Returns
    -------
    Result
        Three rows an outlet: ``crossframe.schema.DECOMPOSE``. ``total`` is mean minus reference mean over all rows, in
        units of the score; total = selection + framing. ``about["n_stories"]`` counts, by outlet, the stories told by
        it alone, by both, and by the other alone.

    Raises
    ------
    DataError
        A column is missing, no story is known, an outlet is unknown, or there is only one.

    Notes
    -----
    On the stories that both tell, with p the share of a side's rows that fall on story s and y its mean score there,
    framing = sum (p_t + p_r) / 2 * (y_t - y_r) (Kitagawa 1955). Selection is the rest of the gap: the sum of
    (p_t - p_r) * (y_t + y_r) / 2 over shared stories, and by how much each side's own stories move its mean. How the
    other would have told a story that it does not tell is not known; so framing speaks of shared stories only, and
    all of what unshared stories bring counts as selection, as in Nopo's (2008) decomposition without common support.
    Standard errors are a jackknife over stories with Student's t; degrees of freedom come from how evenly the
    stories weigh. Framing has NaN for its interval where fewer than 6 stories are shared, total and selection where a
    side has fewer than 5.

    References
    ----------
    Kitagawa (1955), J. Am. Stat. Assoc. 50(272); Nopo (2008), Rev. Econ. Stat. 90(2); Budak, Goel & Rao (2016), Public
    Opin. Q. 80(S1).

    Examples
    --------
    The two outlets tell shared stories alike; A also tells eight cheerful ones that B does not:

    >>> story = [f"shared {i // 2}" for i in range(16)] + [f"own {i}" for i in range(8)]
    >>> frame = pd.DataFrame({"outlet": ["A", "B"] * 8 + ["A"] * 8, "story": story,
    ...                       "score": [0.1, 0.0, -0.1, 0.0] * 4 + [1.0] * 8})
    >>> decompose(frame, target="A", reference="B").table[["part", "estimate", "n", "n_clusters"]].round(3)
            part  estimate   n  n_clusters
    0      total       0.5  24          16
    1  selection       0.5  24          16
    2    framing       0.0  16           8
    """
    rows, about = scored_rows(scores, by, value, cluster, "decompose")
    check_match(rows, "story", "decompose")
    outlets = choose_pair(rows[by], by, target, reference, what="decompose")
    parts, cautions, n_stories = [], [pooled(rows, by, None)], {}
    for outlet in outlets:
        chosen = rows if reference is None else rows[rows[by].isin([outlet, reference])]
        sides = Sides.of(chosen[value], (chosen[by] == outlet).to_numpy(), *story_units(chosen, cluster))
        table, caution = _one(sides, outlet, reference or "the rest", cluster or "story", detail)
        parts.append(table)
        cautions.append(caution)
        n_stories[outlet] = sides.told
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = table.groupby("part").p_value.transform(adjust)
    about |= {"measure": "decompose", "by": by, "target": target, "reference": reference, "cluster": cluster,
              "n_stories": n_stories, "caution": " ".join(dict.fromkeys(filter(None, cautions))) or None,
              "reads": f"above 0: {about['value']} is higher in the outlet than in {reference or 'the rest'}; "
                       "selection comes from which stories are told, framing from how the same ones are told."}
    return Result(table[names(DECOMPOSE)], about)


@dataclass(frozen=True)
class Sides:
    """Sums over the rows of each unit (a story, or a cluster of stories); arrays of shape (2, n_units), target first.

    Parameters
    ----------
    rows, sums : float arrays
        Rows and their scores' sum.
    shared_rows, shared_sums : float arrays
        The same over stories that both sides tell.
    shared_gaps : float array
        Over these stories, the side's rows times the difference between the two sides' mean scores.
    told : dict
        Stories told by the target ``alone``, by ``both``, and by the other alone (``other``).
    """

    rows: np.ndarray
    sums: np.ndarray
    shared_rows: np.ndarray
    shared_sums: np.ndarray
    shared_gaps: np.ndarray
    told: dict

    @classmethod
    def of(cls, scores, target, stories, units):
        """Gather rows by story, then stories by unit."""
        scores = np.asarray(scores, dtype=float)
        _, first, stories = np.unique(stories, return_index=True, return_inverse=True)
        units = np.unique(units[first], return_inverse=True)[1]
        rows, sums = (np.array([np.bincount(stories, weights=of * side, minlength=len(first))
                                for side in (target, ~target)]) for of in (np.ones_like(scores), scores))
        both = (rows > 0).all(axis=0)
        gap = np.subtract(*np.divide(sums, rows, out=np.zeros_like(sums), where=both))
        told = {"alone": int((rows[1] == 0).sum()), "both": int(both.sum()), "other": int((rows[0] == 0).sum())}

        def by_unit(values):
            return np.array([np.bincount(units, weights=side, minlength=units.max() + 1) for side in values])

        return cls(*(by_unit(values) for values in (rows, sums, rows * both, sums * both, rows * both * gap)), told)

    def parts(self):
        """Every part of the gap (dict of str to (float, float array)): over all units, and leaving out each in turn."""
        n, y, m, z, g = map(_leaving_out, (self.rows, self.sums, self.shared_rows, self.shared_sums, self.shared_gaps))
        with np.errstate(divide="ignore", invalid="ignore"):
            total, shared, framing = np.subtract(*(y / n)), np.subtract(*(z / m)), (g / m).mean(axis=0)
        framing, shared = np.nan_to_num(framing), np.nan_to_num(shared)
        each = {"total": total, "selection": total - framing, "framing": framing,
                "selection_shared": shared - framing, "selection_own": total - shared}
        return {part: (values[0], values[1:]) for part, values in each.items()}


def _leaving_out(values):
    """Sums over all units and, from the second column on, over all but each; shape (2, 1 + n_units)."""
    total = values.sum(axis=1, keepdims=True)
    return np.concatenate([total, total - values], axis=1)


def _one(sides, outlet, reference, unit, detail):
    """The rows of one outlet, and what may not be concluded."""
    n_side = {outlet: int((sides.rows[0] > 0).sum()), reference: int((sides.rows[1] > 0).sum())}
    shared = (sides.shared_rows > 0).all(axis=0)
    all_told = too_few(n_side, unit)
    cautions = {"total": all_told, "framing": too_few_matched(int(shared.sum()), unit)}
    cautions["selection"] = cautions["total"] or cautions["framing"]
    estimates, rows = sides.parts(), []
    total = estimates["total"][0]
    for part in (*PARTS, *DETAIL) if detail else PARTS:
        estimate, without = estimates[part]
        over, weights = (shared, sides.shared_rows) if part == "framing" else (np.ones_like(shared), sides.rows)
        row = {"outlet": outlet, "reference": reference, "part": part, "estimate": estimate,
               "share": estimate / total if total else np.nan, "n": int(weights.sum()), "n_clusters": int(over.sum())}
        if part != "total" and not shared.any():
            row["estimate"] = row["share"] = np.nan  # nothing is shared: the gap cannot be split
        if cautions[part.split("_")[0]] is None:
            row |= _interval(estimate, without[over], weights)
        rows.append(row)
    return pd.DataFrame(rows, columns=names(DECOMPOSE)), " ".join(dict.fromkeys(filter(None, cautions.values())))


def _interval(estimate, without, weights):
    """Jackknife over units, and Student's t with as many degrees of freedom as evenly weighing units, less 1."""
    n = len(without)
    std_error = np.sqrt((n - 1) / n * np.square(without - without.mean()).sum())
    if not std_error > 0:
        return {}
    df = (weights.sum(axis=1) ** 2 / np.square(weights).sum(axis=1)).min() - 1
    reach = critical_t(df) * std_error
    return {"std_error": std_error, "conf_low": estimate - reach, "conf_high": estimate + reach,
            "p_value": float(two_sided(estimate / std_error, df))}
