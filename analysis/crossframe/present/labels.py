"""Text in pictures: letters that some installed font has, and labels that never touch each other."""

import numpy as np

# Families that cover what matplotlib's own font does not, tried in this order where they are installed.
FAMILIES = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK KR", "Noto Sans SC",
    "Noto Sans JP", "Noto Sans KR", "Source Han Sans", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "PingFang SC",
    "Hiragino Sans", "Apple SD Gothic Neo", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "SimHei",
    "Arial Unicode MS", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Bengali",
    "Noto Sans Tamil", "Noto Sans Thai", "Nirmala UI", "Kohinoor Devanagari", "Leelawadee UI", "FreeSans", "Unifont",
)
DIRECTIONS = np.linspace(0, 2 * np.pi, 24, endpoint=False)
DISTANCES = (4, 8, 14, 22, 32, 44, 58, 74, 92, 112, 136, 164, 196)  # points, from the dot to the label's edge


def legible(texts, *, longest=48):
    r"""Texts as an installed font can draw them.

    Parameters
    ----------
    texts : sequence of str
    longest : int
        Longer texts lose their middle to an ellipsis, letters.

    Returns
    -------
    texts : list of str
        A letter that no installed font has is written as its code, ``\u4e2d``: install a font of its script
        (Noto Sans covers most) to see it.
    families : list of str
        Font families to draw them in, the default first.

    Examples
    --------
    >>> legible(["tax cut", "a" * 60], longest=9)[0]
    ['tax cut', 'aaaa…aaaa']
    """
    from matplotlib import font_manager, rcParams

    texts = [_shorten(str(text), longest) for text in texts]
    families = list(rcParams["font.family"])
    missing = set("".join(texts)) - _letters(font_manager.findfont(font_manager.FontProperties(family=families)))
    installed = {font.name: font.fname for font in font_manager.fontManager.ttflist} if missing else {}
    for family in [family for family in FAMILIES if family in installed]:
        if found := missing & _letters(installed[family]):
            families.append(family)
            missing -= found
    escaped = str.maketrans({letter: letter.encode("unicode_escape").decode() for letter in missing})
    return [text.translate(escaped) for text in texts], families


def _shorten(text, longest):
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[len(text) - (longest - half - 1):]}"


def _letters(path):
    """The letters a font file has; control characters never count."""
    from matplotlib.font_manager import get_font

    return {chr(code) for code in get_font(path).get_charmap() if 32 <= code < 127 or code >= 160}


def place_labels(ax, x, y, texts, *, colors, crowd=None, size=8.5):
    """Write a text beside each point so that no two texts touch and none leaves the axes.

    Greedy and without chance: points with most others about them come first, and each label takes the free place that
    lies nearest to its point, covers fewest dots and points away from the middle of the axes. A thin line leads back
    from a label that had to move off. Sizes are those the renderer measures, so the figure's size must stand before.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    x, y : array-like, shape (n_labels,)
        Points, in data coordinates.
    texts : sequence of str, length n_labels
    colors : sequence of str, length n_labels
    crowd : array-like, shape (n_dots, 2), or None
        Other dots, in data coordinates, that labels stay off where they can.
    size : float
        Font size, points.

    Returns
    -------
    list of Annotation
        The labels placed, in the order given; fewer than ``texts`` where the axes are full.
    """
    ax.figure.canvas.figure.draw_without_rendering()  # settles the layout, and with it the pixels
    scale = ax.figure.dpi / 72
    points = ax.transData.transform(np.column_stack([x, y]).astype(float)).reshape(-1, 2)
    dots = points if crowd is None else np.vstack([points, ax.transData.transform(np.asarray(crowd, dtype=float))])
    texts, families = legible(texts)
    font = {"fontsize": size, "fontfamily": families, "parse_math": False}
    sizes = measure(ax, texts, font) + 2 * scale
    centres = _places(points, sizes, dots, ax.bbox.extents, scale)
    return [_annotate(ax, (ax_x, ax_y), text, color, point, centre, box, scale, font)
            for ax_x, ax_y, text, color, point, centre, box in zip(x, y, texts, colors, points, centres, sizes)
            if np.isfinite(centre).all()]


def measure(ax, texts, font):
    """Width and height of each text in pixels, shape (n, 2)."""
    probe = ax.text(0, 0, "", **font)
    sizes = np.empty((len(texts), 2))
    for row, text in enumerate(texts):
        probe.set_text(text)
        extent = probe.get_window_extent()
        sizes[row] = extent.width, extent.height
    probe.remove()
    return sizes


def _places(points, sizes, dots, frame, scale):
    """Centres of the labels in pixels, shape (n, 2); NaN where a label finds no place."""
    centres = np.full(points.shape, np.nan)
    middle = (np.array(frame[:2]) + frame[2:]) / 2
    crowding = _crowding(dots, frame)
    marks = np.hstack([points - 3 * scale, points + 3 * scale])
    placed = np.empty((0, 4))  # boxes: left bottom right top
    lines = np.empty((0, 2))  # points along the leaders drawn so far
    near = (np.abs(points[:, None] - points).max(axis=2) < 50 * scale).sum(axis=1)
    for row in np.argsort(-near, kind="stable"):
        point, size = points[row], sizes[row]
        spots, cost = _candidates(point, size, middle, scale)
        boxes = np.hstack([spots - size / 2, spots + size / 2])
        leaders = point + np.linspace(0, 1, 12)[:, None, None] * (_nearest(boxes, point) - point)  # (12, n_spots, 2)
        free = (boxes[:, :2] >= frame[:2]).all(axis=1) & (boxes[:, 2:] <= frame[2:]).all(axis=1)
        free &= ~_touch(boxes, placed).any(axis=1) & ~_inside(points, boxes).any(axis=0)
        if not free.any():
            continue
        others = np.vstack([placed, marks[np.abs(points - point).max(axis=1) > 3 * scale]])
        crossed = _inside(leaders.reshape(-1, 2), others).reshape(12, len(spots), -1).any(axis=0).sum(axis=1)
        crossed += _inside(lines, boxes).any(axis=0)
        cost = np.where(free, cost + scale * (6 * np.sqrt(crowding(boxes)) + 70 * crossed), np.inf)
        best = int(cost.argmin())
        centres[row] = spots[best]
        placed = np.vstack([placed, boxes[best]])
        lines = np.vstack([lines, leaders[1:, best]])
    return centres


def _candidates(point, size, middle, scale):
    """Places round a point, nearest first, and what each costs before its neighbours are asked."""
    away = np.arctan2(*(point - middle)[::-1])
    reach, angle = (grid.ravel() for grid in np.meshgrid(np.array(DISTANCES) * scale, DIRECTIONS, indexing="ij"))
    unit = np.column_stack([np.cos(angle), np.sin(angle)])
    spots = point + unit * (reach[:, None] + size / 2)
    return spots, reach + 5 * scale * (1 - np.cos(angle - away))


def _crowding(dots, frame, cell=4):
    """A function that counts the dots in each box, to the nearest cell of so many pixels."""
    edges = [np.arange(frame[side], frame[side + 2] + cell, cell) for side in (0, 1)]
    total = np.pad(np.histogram2d(*dots.T, bins=edges)[0].cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def count(boxes):
        at = np.rint((boxes - np.tile(frame[:2], 2)) / cell).astype(int)
        left, bottom, right, top = (at[:, k].clip(0, total.shape[k % 2] - 1) for k in range(4))
        return total[right, top] - total[left, top] - total[right, bottom] + total[left, bottom]

    return count


def _nearest(boxes, point):
    """The point of each box that lies nearest to a point."""
    return np.clip(point, boxes[:, :2], boxes[:, 2:])


def _touch(boxes, others):
    """Which boxes overlap which others, shape (n_boxes, n_others)."""
    left, bottom, right, top = boxes.T[:, :, None]
    return (left < others[:, 2]) & (right > others[:, 0]) & (bottom < others[:, 3]) & (top > others[:, 1])


def _inside(points, boxes):
    """Which points lie in which boxes, shape (n_points, n_boxes)."""
    x, y = points.T[:, :, None]
    return (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])


def _annotate(ax, at, text, color, point, centre, size, scale, font):
    """One label, and its leader where it stands off."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2, foreground=ax.get_facecolor())]
    end = _nearest(np.hstack([centre - size / 2, centre + size / 2])[None], point)[0]
    if np.hypot(*(end - point)) > 6 * scale:
        line = {"arrowstyle": "-", "color": color, "linewidth": 0.5, "alpha": 0.7, "shrinkA": 0, "shrinkB": 2}
        leader = ax.annotate("", at, xytext=(end - point) / scale, textcoords="offset points", arrowprops=line)
        leader.set_in_layout(False)
    label = ax.annotate(text, at, xytext=(centre - point) / scale, textcoords="offset points", ha="center", va="center",
                        color=color, path_effects=halo, **font)
    label.set_in_layout(False)
    return label
