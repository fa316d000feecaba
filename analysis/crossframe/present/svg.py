"""The report's figures as inline SVG: small, sharp in print, in the page's own colours in light and dark.

Each function takes rows that are already computed and gives a string. Colours are classes (``a`` for the target's
side, ``b`` for the reference's, ``n`` for neither), which the page's style sheet fills in. A row's ``link`` makes its
mark an anchor.
"""

import math
from html import escape

WIDTH, GUTTER, ROW, TOP = 760, 170, 22, 34  # of dot and whisker: all, the names, a row, what stands above
HEIGHT, LEFT, BOTTOM, MARGIN, EDGE = 560, 74, 56, 12, 22  # of the scatter; EDGE is the room for a rate of 0
LABELS = 80  # words of a scatter that may get a label
LETTER = 6.6  # width of a letter in the labels
LONGEST = 24  # letters of a label


def times(log2_ratio):
    """A log2 ratio as people say it.

    Examples
    --------
    >>> times(1), times(-2), times(0), times(5.1)
    ('2×', '1/4×', '1×', '34×')
    """
    ratio = 2 ** min(abs(log2_ratio), 99)
    shown = f"{ratio:.0f}" if ratio >= 9.95 or abs(ratio - round(ratio)) < 0.005 else f"{ratio:.1f}"
    return f"1/{shown}×" if log2_ratio < 0 and shown != "1" else f"{shown}×"


def dot_whisker(rows, *, label, low, high, tick=str, whole=False, bars=False):
    """A row each: a dot for the estimate, a line for its interval, its name at the left.

    Parameters
    ----------
    rows : list of dict
        ``name estimate conf_low conf_high side`` (``"a"``, ``"b"`` or ``"n"``), ``title`` and ``link`` (or None). An
        interval that reaches beyond the axis (2.5 times the largest estimate at most) ends in an arrow head.
    label : str
        What the horizontal axis shows.
    low, high : str
        What the left and the right end of the axis mean.
    tick : callable
        Number -> text of an axis mark.
    whole : bool
        Marks stand at whole numbers only.
    bars : bool
        A bar from 0 to the estimate instead of the dot.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    reach, bottom = _reach(rows), TOP + ROW * len(rows)
    middle, half = (GUTTER + WIDTH) / 2, (WIDTH - GUTTER) / 2 - 22

    def x(value):
        return round(middle + half * max(-1, min(1, value / reach)), 1)

    parts = [_line("grid", x(at), TOP - 6, x(at), bottom) + _text("tick", x(at), bottom + 16, tick(at), "middle")
             for at in _steps(reach, whole)]
    parts += [_line("zero", x(0), TOP - 6, x(0), bottom),
              _text("end b", x(0) - 10, 14, f"← {_short(low, 34)}", "end"),
              _text("end a", x(0) + 10, 14, f"{_short(high, 34)} →"),
              _text("axis", x(0), bottom + 36, _short(label, 90), "middle")]
    parts += [_whisker(row, TOP + ROW * (k + 0.5), x, reach, bars) for k, row in enumerate(rows)]
    return _figure(bottom + 44, label, parts)


def stacked_bars(rows, colors, *, label):
    """A bar a row, cut up by value, with percentages where there is room.

    Parameters
    ----------
    rows : list of (str, dict of str to float, str)
        Name, shares (0 to 1) by value, and what stands at the right.
    colors : dict of str to (str, str)
        Value -> its colour and that of letters on it; in the order of the bar.
    label : str
        What the bars show.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    wide, bottom = WIDTH - GUTTER - 60, TOP + (ROW + 4) * len(rows)
    parts, key = [], GUTTER
    for value, (color, _) in colors.items():
        parts.append(_box(key, 6, 12, 12, color) + _text("tick", key + 17, 16, value))
        key += 30 + LETTER * len(value)
    for k, (name, shares, note) in enumerate(rows):
        y, left = TOP + (ROW + 4) * k, 0.0
        parts.append(_text("name", GUTTER - 12, y + 15, _short(name), "end")
                     + _text("tick", GUTTER + wide + 8, y + 15, note))
        for value, (color, letters) in colors.items():
            share = shares.get(value, 0.0)
            x, width = round(GUTTER + wide * left, 1), round(wide * share, 1)
            if width:
                parts.append(_box(x, y, max(width - 1, 0.5), ROW - 2, color, f"{name}, {value}: {share:.0%}"))
            if share >= 0.05:
                parts.append(f'<text style="fill:{letters}" x="{round(x + width / 2, 1)}" y="{y + 14}" '
                             f'text-anchor="middle">{100 * share:.0f}</text>')
            left += share
    parts.append(_text("axis", GUTTER + wide / 2, bottom + 16, _short(label, 90), "middle"))
    return _figure(bottom + 26, label, parts)


def voice_dots(groups, keys, *, label, low, high, tick=str):
    """A row an outlet under the name of what it speaks of: a dot with its interval for each voice, side by side.

    Parameters
    ----------
    groups : list of (str, list of (str, list of dict, str))
        What is spoken of, and its rows: name, dots (``estimate conf_low conf_high side title``) and what stands at the
        right. Dots of side ``"a"`` are round and stand above, those of ``"b"`` are diamonds below.
    keys : list of (str, str)
        Side, and what it means.
    label, low, high : str
        What the horizontal axis shows, and what its left and right end mean.
    tick : callable
        Number -> text of an axis mark.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    dots = [dot for _, rows in groups for _, each, _ in rows for dot in each]
    right, first = WIDTH - 70, TOP + 24
    reach, middle, half = _furthest(dots), (GUTTER + right) / 2, (right - GUTTER) / 2 - 14
    bottom = first + sum((ROW + 4) * (len(rows) + 1) for _, rows in groups)

    def x(value):
        return round(middle + half * max(-1, min(1, value / reach)), 1)

    parts, key = [], GUTTER
    for side, text in keys:
        parts.append(f'<g class="{side}">{_mark(side, key + 6, 12, "")}</g>' + _text("tick", key + 17, 16, text))
        key += 34 + LETTER * len(text)
    parts += [_line("grid", x(at), first - 6, x(at), bottom) + _text("tick", x(at), bottom + 16, tick(at), "middle")
              for at in _steps(reach, False)]
    parts += [_line("zero", x(0), first - 6, x(0), bottom),
              _text("tick", x(0) - 10, TOP + 8, f"← {low}", "end"), _text("tick", x(0) + 10, TOP + 8, f"{high} →"),
              _text("axis", x(0), bottom + 36, _short(label, 90), "middle")]
    y = first
    for name, rows in groups:
        parts.append(_text("head", 12, y + 18, _short(name, 60)))
        for outlet, each, note in rows:
            y += ROW + 4
            parts.append(_text("name", GUTTER - 12, y + 17, _short(outlet), "end")
                         + _text("tick", right + 8, y + 17, note))
            parts += [_voice_dot(dot, y + 13 + (len(each) > 1) * {"a": -4, "b": 5}[dot["side"]], x) for dot in each]
        y += ROW + 4
    return _figure(bottom + 44, label, parts)


def _furthest(dots):
    """How far the axis goes either way: to the furthest end of all intervals, a tenth at least."""
    ends = [abs(dot[end]) for dot in dots for end in ("estimate", "conf_low", "conf_high") if math.isfinite(dot[end])]
    return max([0.1, *ends])


def _voice_dot(dot, y, x):
    tested = math.isfinite(dot["conf_low"])
    line = _line("whisker", x(dot["conf_low"]), y, x(dot["conf_high"]), y) if tested else ""
    mark = _mark(dot["side"], x(dot["estimate"]), y, "" if tested else " hollow")
    return f'<g class="row {dot["side"]}"><title>{escape(dot["title"])}</title>{line}{mark}</g>'


def _mark(side, x, y, look):
    if side == "a":
        return f'<circle class="dot{look}" cx="{x}" cy="{y}" r="4"/>'
    return f'<path class="dot{look}" d="M{x} {y - 4.6}l4.6 4.6l-4.6 4.6l-4.6 -4.6z"/>'


def _box(x, y, width, height, color, title=""):
    inside = f"<title>{escape(title)}</title>" if title else ""
    return f'<rect style="fill:{color}" x="{x}" y="{y}" width="{width}" height="{height}">{inside}</rect>'


def _figure(height, title, parts):
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escape(title)}" class="figure">'
    return head + "".join(parts) + "</svg>"


def _line(kind, x1, y1, x2, y2):
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(kind, x, y, text, anchor="start"):
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _anchor(mark, link):
    return f'<a href="{escape(link)}">{mark}</a>' if link else mark


def _short(text, most=LONGEST):
    return text if len(text) <= most else text[:most - 1] + "…"


def _reach(rows):
    """How far the axis goes either way: to the furthest end, but not further than 2.5 times the furthest estimate."""
    ends = [abs(row[name]) for row in rows for name in ("conf_low", "conf_high") if math.isfinite(row[name])]
    furthest = max((abs(row["estimate"]) for row in rows), default=0)
    return min(max([furthest, *ends]), 2.5 * furthest) or 1.0


def _steps(reach, whole):
    """Round marks from -reach to reach, some five to eleven of them."""
    size = 10 ** math.floor(math.log10(reach))
    steps = (1, 2, 4, 8, 16, 32) if whole else (size * part for part in (0.2, 0.25, 0.5, 1, 2))
    step = next(step for step in steps if reach / step <= 5.5)
    return [k * step for k in range(-int(reach / step), int(reach / step) + 1)]


def _whisker(row, y, x, reach, bars):
    low, high, line = row["conf_low"], row["conf_high"], ""
    if not math.isnan(low):
        line = _line("whisker", x(low), y, x(high), y)
        line += f'<path class="dot" d="M{x(-reach) - 6} {y}l7 -4v8z"/>' if low < -reach else ""
        line += f'<path class="dot" d="M{x(reach) + 6} {y}l-7 -4v8z"/>' if high > reach else ""
    dot = f'<circle class="dot{"" if line else " hollow"}" cx="{x(row["estimate"])}" cy="{y}" r="4.5"/>'
    if bars:
        left, right = sorted((x(0), x(row["estimate"])))
        dot = f'<rect class="bar" x="{left}" y="{y - 7}" width="{round(right - left, 1)}" height="14"/>'
    hit = f'<rect class="hit" x="0" y="{y - ROW / 2}" width="{WIDTH}" height="{ROW}"/>'
    name = _text("name", GUTTER - 12, y + 4, _short(row["name"]), "end")
    mark = f'<g class="row {row["side"]}"><title>{escape(row["title"])}</title>{hit}{name}{line}{dot}</g>'
    return _anchor(mark, row["link"])


def scatter(points, *, x_label, y_label, title):
    """Rates of one side against the other's, both on log axes, the words furthest from the diagonal named.

    Parameters
    ----------
    points : list of dict
        ``name x y side link``, in the order in which they deserve a label (those of side ``"n"`` get none); a rate of 0
        stands on the edge marked 0.
    x_label, y_label : str
        What the axes show.
    title : str
        The figure in one sentence, for those who do not see it.

    Returns
    -------
    str
        An ``<svg>`` element.
    """
    rates = [rate for point in points for rate in (point["x"], point["y"]) if rate > 0] or [1]
    low, high = math.log10(min(rates)) - 0.1, math.log10(max(rates)) + 0.1
    floor = HEIGHT - BOTTOM

    def along(rate, length):
        return 0 if rate <= 0 else EDGE + (length - EDGE) * (math.log10(rate) - low) / (high - low)

    def x(rate):
        return round(LEFT + along(rate, WIDTH - MARGIN - LEFT), 1)

    def y(rate):
        return round(floor - along(rate, floor - MARGIN), 1)

    spots = [(x(point["x"]), y(point["y"]), point) for point in points]
    named = place_labels([spot for spot in spots if spot[2]["side"] != "n"][:LABELS],
                         (LEFT, MARGIN, WIDTH - 4, floor))
    parts = [*_rate_axes(range(math.ceil(low), math.floor(high) + 1), x, y, floor),
             _line("zero", x(10 ** low), y(10 ** low), x(10 ** high), y(10 ** high)),
             _text("axis", (LEFT + WIDTH) / 2, HEIGHT - 12, x_label, "middle"),
             f'<text class="axis" transform="translate(16 {floor / 2}) rotate(-90)" text-anchor="middle">'
             f'{escape(y_label)}</text>']
    parts += [f'<circle class="point {point["side"]}" cx="{px}" cy="{py}" r="3.2" data-term="{escape(point["name"])}"/>'
              for px, py, point in reversed(spots)]
    parts += [_anchor(_text(f"label {point['side']}", lx, ly, _short(point["name"])), point["link"])
              for point, lx, ly in named]
    return _figure(HEIGHT, title, parts)


def _rate_axes(powers, x, y, floor):
    for rate, text in [(0, "0"), *((10.0 ** power, f"{10.0 ** power:,.10g}") for power in powers)]:
        if rate:
            yield _line("grid", x(rate), MARGIN, x(rate), floor) + _line("grid", LEFT, y(rate), WIDTH - MARGIN, y(rate))
        yield _text("tick", x(rate), floor + 16, text, "middle") + _text("tick", LEFT - 8, y(rate) + 4, text, "end")


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
        width = LETTER * min(len(point["name"]), LONGEST)
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
