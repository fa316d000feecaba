"""The report's figures as inline SVG: small, sharp in print, and following the page's colours in light and dark.

Each function takes rows that are already computed and gives a string. Colours are classes (``a`` for the target's side, ``b``
for the reference's, ``n`` for neither), which the page's style sheet fills in. A row's ``link`` turns its mark into an anchor.
"""

import math
from html import escape

WIDTH, GUTTER, ROW, TOP = 760, 170, 22, 34  # of the dot-and-whisker figure: all, names, a row, what stands above
_CHAR = 6.6  # width of a letter in the labels, in the figure's own units


def times(log2_ratio):
    """A log2 ratio as people say it.

    Examples
    --------
    >>> times(1), times(-2), times(0), times(5.1)
    ('2×', '1/4×', '1×', '34×')
    """
    ratio = 2 ** abs(log2_ratio)
    shown = f"{ratio:.0f}" if ratio >= 9.95 or abs(ratio - round(ratio)) < 0.005 else f"{ratio:.1f}"
    return f"1/{shown}×" if log2_ratio < 0 and shown != "1" else f"{shown}×"


def dot_whisker(rows, *, label, low, high, tick=str, whole=False):
    """A row each: a dot for the estimate, a line for its interval, its name at the left.

    Parameters
    ----------
    rows : list of dict
        ``name estimate conf_low conf_high side`` (``"a"``, ``"b"`` or ``"n"``), ``title`` and ``link`` (or None). An interval that
        reaches beyond the axis (2.5 times the largest estimate at most) ends in an arrow head.
    label : str
        What the horizontal axis shows.
    low, high : str
        What the left and the right end of the axis mean.
    tick : callable
        Number -> text of an axis mark.
    whole : bool
        Marks stand at whole numbers only.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    reach = _reach(rows)
    middle, half, bottom = (GUTTER + WIDTH) / 2, (WIDTH - GUTTER) / 2 - 22, TOP + ROW * len(rows)
    x = lambda v: round(middle + half * max(-1, min(1, v / reach)), 1)
    parts = [f'<svg viewBox="0 0 {WIDTH} {bottom + 44}" role="img" aria-label="{escape(label)}" class="figure">']
    parts += [f'<line class="grid" x1="{x(t)}" x2="{x(t)}" y1="{TOP - 6}" y2="{bottom}"/>'
              f'<text class="tick" x="{x(t)}" y="{bottom + 16}" text-anchor="middle">{escape(tick(t))}</text>' for t in _steps(reach, whole)]
    parts += [f'<line class="zero" x1="{x(0)}" x2="{x(0)}" y1="{TOP - 6}" y2="{bottom}"/>',
              f'<text class="end b" x="{x(0) - 10}" y="14" text-anchor="end">← {escape(_short(low, 34))}</text>',
              f'<text class="end a" x="{x(0) + 10}" y="14">{escape(_short(high, 34))} →</text>',
              f'<text class="axis" x="{x(0)}" y="{bottom + 36}" text-anchor="middle">{escape(_short(label, 90))}</text>']
    parts += [_whisker(row, TOP + ROW * (k + 0.5), x, reach) for k, row in enumerate(rows)]
    return "".join(parts) + "</svg>"


def _reach(rows):
    """How far the axis goes either way: to the furthest end, but not further than 2.5 times the furthest estimate."""
    ends = [abs(row[name]) for row in rows for name in ("conf_low", "conf_high") if math.isfinite(row[name])]
    furthest = max((abs(row["estimate"]) for row in rows), default=0)
    return min(max([furthest, *ends]), 2.5 * furthest) or 1.0


def _steps(reach, whole):
    """Round marks from -reach to reach, some five to eleven of them."""
    size = 10 ** math.floor(math.log10(reach))
    steps = (1, 2, 4, 8) if whole else (size * s for s in (0.2, 0.25, 0.5, 1, 2))
    step = next(step for step in steps if reach / step <= 5.5)
    return [k * step for k in range(-int(reach / step), int(reach / step) + 1)]


def _whisker(row, y, x, reach):
    low, high, sign = row["conf_low"], row["conf_high"], row["side"]
    line = ""
    if low == low:
        line = f'<line class="whisker" x1="{x(low)}" x2="{x(high)}" y1="{y}" y2="{y}"/>'
        line += f'<path class="dot" d="M{x(-reach) - 6} {y}l7 -4v8z"/>' if low < -reach else ""
        line += f'<path class="dot" d="M{x(reach) + 6} {y}l-7 -4v8z"/>' if high > reach else ""
    mark = (f'<g class="row {sign}"><title>{escape(row["title"])}</title><rect class="hit" x="0" y="{y - ROW / 2}" width="{WIDTH}" height="{ROW}"/>'
            f'<text class="name" x="{GUTTER - 12}" y="{y + 4}" text-anchor="end">{escape(_short(row["name"], 24))}</text>{line}'
            f'<circle class="dot{"" if line else " hollow"}" cx="{x(row["estimate"])}" cy="{y}" r="4.5"/></g>')
    return _anchor(mark, row["link"])


def _anchor(mark, link):
    return mark if not link else f'<a href="{escape(link)}">{mark}</a>'


def _short(text, most):
    return text if len(text) <= most else text[:most - 1] + "…"


def scatter(points, *, x_label, y_label, title):
    """Rates of one side against the other's, both on log axes, the words furthest from the diagonal named.

    Parameters
    ----------
    points : list of dict
        ``name x y side title link``, in the order in which they deserve a label; a rate of 0 stands on the edge marked 0.
    x_label, y_label : str
        What the axes show.
    title : str
        The figure in one sentence, for those who do not see it.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    width, height, left, bottom, edge = 760, 560, 74, 56, 22
    rates = [v for p in points for v in (p["x"], p["y"]) if v > 0] or [1]
    low, high = math.log10(min(rates)) - 0.1, math.log10(max(rates)) + 0.1
    scale = lambda v, start, end: round(start if v <= 0 else start + (end - start) * (edge / abs(end - start) + (
        1 - edge / abs(end - start)) * (math.log10(v) - low) / (high - low)), 1)
    x = lambda v: scale(v, left, width - 12)
    y = lambda v: scale(v, height - bottom, 12)
    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" class="figure scatter">']
    for power in range(math.ceil(low), math.floor(high) + 1):
        v = 10.0 ** power
        text = f"{v:g}" if power < 4 else f"{v:,.0f}"
        parts.append(f'<line class="grid" x1="{x(v)}" x2="{x(v)}" y1="12" y2="{height - bottom}"/>'
                     f'<line class="grid" x1="{left}" x2="{width - 12}" y1="{y(v)}" y2="{y(v)}"/>'
                     f'<text class="tick" x="{x(v)}" y="{height - bottom + 16}" text-anchor="middle">{text}</text>'
                     f'<text class="tick" x="{left - 8}" y="{y(v) + 4}" text-anchor="end">{text}</text>')
    near, far = 10 ** low, 10 ** high
    parts.append(f'<text class="tick" x="{left}" y="{height - bottom + 16}" text-anchor="middle">0</text>'
                 f'<text class="tick" x="{left - 8}" y="{height - bottom + 4}" text-anchor="end">0</text>'
                 f'<line class="zero" x1="{x(near)}" y1="{y(near)}" x2="{x(far)}" y2="{y(far)}"/>'
                 f'<text class="axis" x="{(left + width) / 2}" y="{height - 12}" text-anchor="middle">{escape(x_label)}</text>'
                 f'<text class="axis" transform="translate(16 {(height - bottom) / 2}) rotate(-90)" text-anchor="middle">{escape(y_label)}</text>')
    spots = [(x(p["x"]), y(p["y"]), p) for p in points]
    parts += [_anchor(f'<circle class="point {p["side"]}" cx="{px}" cy="{py}" r="3.2"><title>{escape(p["title"])}</title></circle>', p.get("link"))
              for px, py, p in reversed(spots)]
    frame = (left, 12, width - 4, height - bottom)
    parts += [_anchor(f'<text class="label {p["side"]}" x="{lx}" y="{ly}">{escape(_short(p["name"], 24))}</text>', p.get("link"))
              for p, lx, ly in place_labels(spots, frame)]
    return "".join(parts) + "</svg>"


def place_labels(spots, frame, *, height=13):
    """Give labels to as many points as fit without one covering another.

    Parameters
    ----------
    spots : list of (float, float, dict)
        Position and point (``name``), the most deserving first.
    frame : (left, top, right, bottom)
        Labels stay inside it.
    height : float
        Of a line of text.

    Returns
    -------
    list of (dict, float, float)
        The points that got one, with the start of its base line.
    """
    taken, placed = [], []
    for px, py, point in spots:
        width = _CHAR * min(len(point["name"]), 24)
        for lx, ly in ((px + 6, py + 4), (px - 6 - width, py + 4), (px - width / 2, py - 7), (px - width / 2, py + 15)):
            box = (lx, ly - height + 2, lx + width, ly + 2)
            inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append((point, round(lx, 1), round(ly, 1)))
                break
    return placed


def _overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
