"""The parts of a word shift graph: bars with their labels, and the two small pictures below them."""

import numpy as np

from crossframe.present.labels import legible, measure
from crossframe.present.plot_parts import NEITHER, REFERENCE, SIGNIFICANT, TARGET

COLORS = {  # Okabe & Ito's: high scores orange, low ones blue, pale where used less; the others as in all plots
    "": "#555555", "+↑": "#E69F00", "+↓": "#F6D489", "-↑": "#0072B2", "-↓": "#9CC9E6", "+": NEITHER, "-": NEITHER,
    "△": "#009E73", "▽": "#CC79A7", "↑": TARGET, "↓": REFERENCE,
}
SIZE = 8.5  # of labels, points
GAP = 3  # between a bar and its label, points
CORNER, HIGH = 0.22, 0.27  # width and height of the small pictures, shares of the axes
SLIM = 0.16  # of the width: where the largest bar would be shorter, the small pictures stand outside
DRAWN = ["value", "rate", "score", "low", "high", "conf_low", "conf_high"]


def made_bars(table, mirrored, factor):
    """What is drawn of each row: value, its parts from rate and score, interval, and the ends of all that.

    Parameters
    ----------
    table : DataFrame
        term direction estimate conf_low conf_high p_adjusted, and where there are any from_rate and from_score.
    mirrored : bool
        Draw what the reference uses more to the left.
    factor : float
        What numbers are multiplied by.
    """
    turned = factor * np.where(mirrored & (table.direction == "↓"), -1.0, 1.0)
    bars = table[["term", "direction", "p_adjusted"]].reset_index(drop=True)
    bars["value"] = table.estimate.to_numpy(float) * turned
    ends = table[["conf_low", "conf_high"]].to_numpy(float) * turned[:, None]
    bars["conf_low"], bars["conf_high"] = np.sort(ends, axis=1).T
    rate, score = (table[name].to_numpy(float) if name in table else np.nan for name in ("from_rate", "from_score"))
    split = np.nan_to_num(score) != 0
    bars["rate"], bars["score"] = np.where(split, rate * factor, bars.value), np.where(split, score * factor, 0.0)
    marks = bars[["value", "rate", "score", "conf_low", "conf_high"]].fillna(0.0)
    return bars.assign(low=marks.min(axis=1).clip(upper=0), high=marks.max(axis=1).clip(lower=0))


def fit_bars(ax, sums, rows, at):
    """Draw the sums, and set the limits so that all labels of the rows fit and the lower corners stay free.

    Returns
    -------
    bool
        Whether the corners could not be kept free.
    """
    ax.figure.canvas.figure.draw_without_rendering()  # settles the width there is
    wide = ax.bbox.width
    low = _height(ax, at) < HIGH + 0.06
    room = _room(ax, rows)
    for corner in (np.where(low, CORNER + 0.01, 0.0), np.zeros(len(rows))):
        unit, zero = _widest(rows, room, corner * wide, (1 - corner) * wide)
        if unit * (rows.high - rows.low).max() > SLIM * wide:
            break
    ax.set_xlim(-zero / unit, (wide - zero) / unit)
    right = sums.value >= 0
    of_sums = _room(ax, sums)
    reach = np.minimum((wide - zero - np.where(right, of_sums, 0)) / sums.high.clip(lower=1e-300),
                       (zero - np.where(right, 0, of_sums)) / -sums.low.clip(upper=-1e-300)).min()
    draw_bars(ax, sums.assign(**sums[DRAWN] * max(reach, 1e-300) / unit), np.arange(len(sums)))
    return not corner.any()


def _height(ax, at):
    """How high rows stand, 0 to 1."""
    bottom, top = ax.get_ylim()
    return (at - bottom) / (top - bottom)


def _room(ax, rows):
    """What the label of each row takes beside its bar, pixels."""
    texts, font = _labels(rows)
    return measure(ax, texts, font | {"fontweight": "bold"})[:, 0] + 2 * GAP * ax.figure.dpi / 72


def _labels(rows):
    terms, families = legible(rows.term, longest=32)
    marks = [mark.replace("-", "−") for mark in rows.direction]
    texts = [f"{mark} {term}" if value >= 0 else f"{term} {mark}"
             for mark, term, value in zip(marks, terms, rows.value)]
    return [text.strip() for text in texts], {"fontsize": SIZE, "fontfamily": families, "parse_math": False}


def _widest(rows, room, left, right):
    """The most pixels that a unit can take with all bars and labels between `left` and `right`, and where 0 then is."""
    after, before = (np.where(own, room, 0.0) for own in (rows.value >= 0, rows.value < 0))

    def zeros(unit):
        return (left - unit * rows.low + before).max(), (right - unit * rows.high - after).min()

    short, long = 0.0, right.max() / max((rows.high - rows.low).max(), 1e-300)
    for _ in range(60):
        unit = (short + long) / 2
        first, last = zeros(unit)
        short, long = (unit, long) if first <= last else (short, unit)
    return max(short, 1e-300), sum(zeros(short)) / 2


def draw_bars(ax, rows, at):
    """Draw bars, their parts, intervals and labels at these heights."""
    ax.axvline(0, color="#444444", linewidth=0.8, zorder=3)
    texts, font = _labels(rows)
    for row, y, text in zip(rows.itertuples(), at, texts):
        color = COLORS[row.direction if row.direction in COLORS else row.direction.rstrip("△▽")]
        if row.score:
            _two_parts(ax, row, y, color)
        else:
            ax.barh(y, row.value, height=0.78, color=color, zorder=2)
        if row.conf_low == row.conf_low:
            ax.hlines(y, row.conf_low, row.conf_high, color="#222222", linewidth=0.9, zorder=4)
        right = row.value >= 0
        ax.annotate(text, (row.high if right else row.low, y), xytext=(GAP if right else -GAP, 0), va="center_baseline",
                    textcoords="offset points", ha="left" if right else "right", **font,
                    fontweight="bold" if row.p_adjusted < SIGNIFICANT else "normal").set_in_layout(False)


def _two_parts(ax, row, y, color):
    """The parts from rate and from score, end to end; both pale, under their sum, where they go different ways."""
    parts = ((row.rate, color), (row.score, COLORS["△" if row.score > 0 else "▽"]))
    if row.rate * row.score >= 0:
        for (width, shade), start in zip(parts, (0.0, row.rate)):
            ax.barh(y, width, left=start, height=0.78, color=shade, zorder=2)
        return
    for width, shade in parts:
        ax.barh(y, width, height=0.78, color=shade, alpha=0.35, zorder=2)
    ax.barh(y, row.value, height=0.78, color=max(parts, key=lambda part: abs(part[0]))[1], zorder=2)


def corners(ax, every, shown, sides, mirrored, factor, outside):
    """Draw how the sum grows from term to term, and how many uses count on either side.

    Parameters
    ----------
    ax : Axes
    every, shown : DataFrame
        All terms, and those that have a row.
    sides : dict of int to str
        Names of target (1) and reference (0).
    mirrored : bool
        Whether contributions never cancel.
    factor : float
    outside : bool
        Draw at the right of the axes, where the corners are taken.
    """
    places = ([1.05, 0.5, 0.24, 0.4], [1.05, 0.06, 0.24, 0.25]) if outside else (
        [0.045, 0.055, CORNER - 0.06, HIGH - 0.06], [1.03 - CORNER, 0.04, CORNER - 0.03, HIGH * 0.65])
    sums, size = (ax.inset_axes(place) for place in places)
    rank, grown = np.arange(len(every)) + 1, every.estimate.cumsum() * factor
    sums.plot(np.append(0, grown), np.append(0.9, rank), color="#333333", linewidth=1.1)
    sums.axhline(len(shown), color="#999999", linewidth=0.7, linestyle=":")
    sums.axvline(0, color="#BBBBBB", linewidth=0.6, zorder=0)
    sums.set_yscale("log")
    sums.set_ylim(max(rank[-1], 2), 0.9)
    sums.set_title("sum, rank by rank", fontsize=7, pad=2)
    sums.locator_params(axis="x", nbins=3)
    sums.minorticks_off()
    ticks = [10**k for k in range(len(str(len(every))))]
    sums.set_yticks(ticks, labels=[f"{tick:,}" for tick in ticks])
    uses = [int(every.n.sum()), int(every.n_reference.sum())]
    size.barh([0, 1], uses, height=0.5, color=[TARGET, REFERENCE])
    size.set_ylim(1.3, -0.65)
    names, families = legible(sides.values(), longest=24)
    for y, (name, number) in enumerate(zip(names, uses)):
        size.text(0, y - 0.32, f"{name} {number:,}", fontsize=6.5, va="bottom", fontfamily=families, parse_math=False)
    size.set_axis_off()
    size.set_title("uses that count", fontsize=7, pad=2)
    for small in (sums, size):
        small.tick_params(labelsize=6.5, length=2, pad=1)
        small.patch.set_alpha(0)
        small.spines[["top", "right"]].set_visible(False)
