"""Word shift graphs: what each term contributes, as bars to either side, the largest at the top."""

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.present.plot_parts import SIGNIFICANT, fresh, head, say, side
from crossframe.present.shift_bars import COLORS, corners, draw_bars, fit_bars, made_bars

NAMES = {
    "entropy": "entropy", "tsallis": "entropy", "weighted": "average score",
    "jensen_shannon": "Jensen-Shannon divergence", "kullback_leibler": "Kullback-Leibler divergence",
}
SCALES = ((1, ""), (1e3, ", thousandths"), (1e6, ", millionths"), (1e9, ", billionths"))


def plot_wordshift(result, *, ax=None, n=30, outlet=None):
    """Draw the terms that contribute most, as bars to the side that they push the difference to.

    At the top stand the sums of all contributions, in all and by type, on a scale of their own; below them the terms,
    the largest contribution first, a thin line for the 95% interval. Below at the left: how the sum grows from term to
    term, down to the last; at the right: how many uses of terms count on either side.

    Parameters
    ----------
    result : Result
        Of ``cf.wordshift``.
    ax : Axes or None
        Where to draw; None makes a figure of a height that suits the rows.
    n : int
        At most this many terms.
    outlet : str or None
        The target, where the result holds several. None: the first in the table; the title says which.

    Returns
    -------
    Axes
        Colours and marks: + and − for scores above and below the reference score, ↑ and ↓ for terms used more and less
        in the target, △ and ▽ for terms that score higher and lower in it. Of a term whose rate and score push to
        different sides both parts are drawn pale and their sum in full.

    Raises
    ------
    DataError
        No such outlet in the result; n is below 1.

    Examples
    --------
    >>> import crossframe as cf
    >>> from matplotlib.figure import Figure
    >>> frame = pd.DataFrame({"outlet": ["A", "B"] * 6, "text": ["a great fair plan", "a great awful plan"] * 6})
    >>> result = cf.wordshift(frame, target="A", reference="B", kind="weighted")
    >>> ax = plot_wordshift(result, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts if "awful" in text.get_text()]
    ['−↓ awful']
    """
    if n < 1:
        raise DataError(f"n must be 1 or more, got {n!r}.")
    targets = list(dict.fromkeys(result.table.outlet))
    every, target, reference = side(result, targets[0] if outlet is None and targets else outlet)
    if not len(every):
        return say(fresh(ax, 7, 3), f"{target} against {reference}: no term to draw.")
    about, total = result.about, result.about["total"][target]
    mirrored = about["kind"] == "jensen_shannon"
    shown = every.head(n)
    factor, called = _scale(shown.estimate.abs().max())
    sums, rows = made_bars(_sums(total), mirrored, 1.0), made_bars(shown, mirrored, factor)
    ax = fresh(ax, 7.4, max(4.8, 2.0 + 0.185 * (len(sums) + len(rows))))
    at = np.arange(len(rows)) + len(sums) + 0.9
    _prepare(ax, at, len(sums))
    unit = f"contribution ({about['unit']}{called})"
    unit += f"; left: more in {reference}, right: more in {target}" if mirrored else ""
    others = [str(name) for name in targets if name != target] if outlet is None and len(targets) > 2 else []
    head(ax, _title(target, reference, about, total), unit, *_notes(shown, len(every), target, reference, about, total),
         f"outlet= draws another: {', '.join(others)}." if others else "")
    outside = fit_bars(ax, sums, rows, at)
    draw_bars(ax, rows, at)
    if mirrored:
        ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    corners(ax, every, shown, {1: target, 0: reference}, mirrored, factor, outside)
    return ax


def _sums(total):
    """Rows of the total and of its parts by type."""
    parts = sorted(total["by_type"].items(), key=lambda part: list(COLORS).index(part[0]))
    rows = pd.DataFrame([("", total["estimate"]), *parts], columns=["direction", "estimate"])
    rows = rows.assign(term=[f"Σ {_number(value)}" for value in rows.estimate], conf_low=np.nan, conf_high=np.nan,
                       p_adjusted=np.nan)
    if total["conf_low"] <= total["estimate"] <= total["conf_high"]:  # else it is of the corrected total alone
        rows.loc[0, ["conf_low", "conf_high", "p_adjusted"]] = [total[k] for k in ("conf_low", "conf_high", "p_value")]
    return rows


def _scale(largest):
    """What the numbers of the axis are multiplied by to be read, and how the axis says so."""
    return next((scale for scale in SCALES if largest * scale[0] >= 0.01), SCALES[-1])


def _prepare(ax, at, n_sums):
    """Rows, the ground of the sums, and every fifth rank."""
    ax.set_ylim(at[-1] + 0.9, -0.7)
    ax.axhspan(-0.7, n_sums - 0.1, color="#F3F3F3", linewidth=0, zorder=0)
    ranks = [rank for rank in range(1, len(at) + 1) if rank == 1 or rank % 5 == 0]
    ax.set_yticks([at[rank - 1] for rank in ranks], labels=[str(rank) for rank in ranks], fontsize=8, color="#777777")
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.grid(axis="x", color="#E6E6E6", linewidth=0.6)
    ax.set_axisbelow(True)


def _title(target, reference, about, total):
    """Who is compared, and what they come to."""
    of, kind = f"{target} against {reference}", about["kind"]
    if kind == "proportion":
        return f"{of}: shares of words"
    number = {name: _number(value) for name, value in total.items() if name != "by_type"}
    sure = "" if pd.isna(total["conf_low"]) else f" [{number['conf_low']}, {number['conf_high']}]"
    what = f"{of}: {NAMES[kind]} {number['estimate']}"
    if pd.notna(total["average"]):
        averages = " and ".join(_number(total[name], 4) for name in ("average", "average_reference"))
        what = f"{of}: {NAMES[kind]} {averages}, difference {number['estimate']}"
    if pd.isna(total["expected"]):
        return what + sure
    return f"{what}, {number['expected']} by chance; beyond it {number['corrected']}{sure}"


def _number(value, digits=3):
    return f"{value:.{digits}g}".replace("-", "−")


def _notes(shown, n_every, target, reference, about, total):
    """What the marks mean, as far as they are there."""
    yield f"{len(shown):,} of {n_every:,} terms. Grey ground: Σ, sums over all terms, on a scale of their own."
    yield f"↑ used more in {target}, ↓ less."
    if about["kind"] == "weighted":
        own = about["reference_score"] is None
        middle = total["average_reference"] if own else about["reference_score"]
        yield f"+ scores above {_number(middle)}{f', the average of {reference}' * own}, − below."
    if shown.from_score.fillna(0).any():
        yield f"△ scores higher in {target}, ▽ lower."
    yield "Thin line: 95% interval." if shown.conf_low.notna().any() else "Too few to test."
    if (shown.p_adjusted < SIGNIFICANT).any():
        yield "Bold: adjusted p < .05."
