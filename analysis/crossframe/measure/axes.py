"""Axes of meaning: the line from the words of one pole to those of its opposite, in a space of words."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from crossframe.errors import DataError
from crossframe.models.own_vectors import look_up
from crossframe.tokens import tokenize

__all__ = ["Axis", "axis_scores", "cosines", "is_axis", "load_axes", "one_axis"]

APART = 1e-3  # length of the way between two poles below which they are one


@dataclass(frozen=True)
class Axis:
    """A name, and the words of the two poles as ``count_terms`` spells words.

    Parameters
    ----------
    name : str
    low, high : tuple of str
        A text leans to the low pole below 0, to the high one above.
    """

    name: str
    low: tuple
    high: tuple


def load_axes(axes=None):
    """The axes asked for, checked.

    Parameters
    ----------
    axes : None, str, Axis, dict or list
        - None: the ready ones, 24 (``lexicons/cards/axes.md``);
        - the name of a ready one, or a list of names;
        - a dict of a name and its two poles, the low one first: ``{"mood": ("gloomy sad", "cheerful happy")}``;
        - a list of pairs of poles: ``[("gloomy sad", "cheerful happy")]``, named by the first word of each.
        A pole is a text with its words, or a list of words; several words make a steadier pole than one.

    Returns
    -------
    list of Axis

    Raises
    ------
    DataError
        A name is unknown or stands twice, a pole is empty, a seed is no single word, or a word stands in both poles or
        twice in one.

    Examples
    --------
    >>> load_axes([("Gloomy, sad", "cheerful"), "war-peace"])[0]
    Axis(name='gloomy-cheerful', low=('gloomy', 'sad'), high=('cheerful',))
    """
    if axes is None:
        return list(_ready().values())
    if isinstance(axes, dict):
        found = [_axis(name, poles) for name, poles in axes.items()]
    elif isinstance(axes, (str, Axis)) or not hasattr(axes, "__iter__"):
        found = [_one(axes)]
    else:
        found = [_one(each) for each in axes]
    if not found:
        raise DataError(f"axes is empty; name some of {', '.join(_ready())}, or give poles of your own.")
    names = [axis.name for axis in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise DataError(f"two axes are called {twice[0]!r}; give them names in a dict.")
    return found


def one_axis(axis):
    """The one axis that is meant, in any form that :func:`load_axes` takes.

    Raises
    ------
    DataError
        As :func:`load_axes`, or there are more.

    Examples
    --------
    >>> one_axis({"mood": ("sad", "happy")})
    Axis(name='mood', low=('sad',), high=('happy',))
    """
    axes = load_axes(axis)
    if len(axes) > 1:
        names = ", ".join(each.name for each in axes)
        raise DataError(f"one axis is needed here, got {len(axes)}; give one of {names}.")
    return axes[0]


def cosines(axes, words, *, vectors=None, net_of=None):
    """Where words stand between the poles of axes.

    Parameters
    ----------
    axes : list of Axis
    words : sequence of str, length n_words
    vectors : None, DataFrame, str or Path
        As in :func:`crossframe.models.own_vectors.look_up`.
    net_of : Axis or None
        From every other axis its share in the direction of this one is taken off.

    Returns
    -------
    ndarray of float64, shape (n_words, n_axes)
        Cosine of the word's vector with the way from the low pole to the high one, each pole the direction of the mean
        of its words' vectors, all of length 1. NaN for a word without a vector.

    Raises
    ------
    DataError
        A seed word has no vector, the poles of an axis coincide, or nothing is left of one net of another.
    """
    used = [*axes, *([net_of] if net_of else [])]
    seeds = list(dict.fromkeys(seed for axis in used for seed in axis.low + axis.high))
    rows = look_up([*seeds, *words], vectors).astype(np.float64)
    ways = [_way(axis, dict(zip(seeds, rows))) for axis in used]
    if net_of:
        ways = [way if axis == net_of else _net(axis, way, net_of, ways[-1]) for axis, way in zip(axes, ways)]
    return np.clip(rows[len(seeds):] @ np.array(ways).T, -1, 1)


def axis_scores(axis, words, *, vectors=None, net_of=None):
    """Where words stand on one axis, as scores for ``cf.wordshift(corpus, kind="weighted", scores=...)``.

    Parameters
    ----------
    axis : str, Axis, dict or list
        One, as :func:`load_axes` takes it.
    words : sequence of str
        In lower case, as ``count_terms`` gives them.
    vectors, net_of
        As in ``cf.frame_axis``.

    Returns
    -------
    dict of str to float
        Term -> cosine, above 0 towards the high pole; without the words that have no vector.

    Raises
    ------
    DataError
        As :func:`load_axes` and :func:`cosines`, or more than one axis was given.

    Examples
    --------
    >>> scores = axis_scores("war-peace", ["troops", "treaty", "2019"])
    >>> scores["troops"] < 0 < scores["treaty"], "2019" in scores
    (True, False)
    """
    found = cosines([one_axis(axis)], words, vectors=vectors, net_of=None if net_of is None else one_axis(net_of))
    return {word: score for word, score in zip(words, found[:, 0].tolist()) if score == score}


def is_axis(source):
    """Whether this is an Axis or the name of a ready one.

    Examples
    --------
    >>> is_axis("war-peace"), is_axis("vader")
    (True, False)
    """
    return isinstance(source, Axis) or isinstance(source, str) and source in _ready()


@cache
def _ready():
    """The ready axes by name."""
    lines = files("crossframe.lexicons").joinpath("axes.csv").read_text(encoding="utf-8").splitlines()
    return {row["axis"]: Axis(row["axis"], tuple(row["low"].split()), tuple(row["high"].split()))
            for row in csv.DictReader(lines)}


def _one(each):
    """An axis from one item of a list."""
    if isinstance(each, Axis):
        return _axis(each.name, (each.low, each.high))
    if isinstance(each, str):
        if each not in _ready():
            raise DataError(f"no ready axis is called {each!r}; there are {', '.join(_ready())}. Poles of your own are "
                            'given as pairs: axes=[("gloomy sad", "cheerful happy")].')
        return _ready()[each]
    if not hasattr(each, "__len__"):
        raise DataError(f"an axis is a name, a pair of poles or an Axis, not {type(each).__name__}.")
    low, high = poles = _poles(each, "an axis")
    return _axis("-".join(next(iter(_seeds(pole, "an axis")), "") for pole in (low, high)), poles)


def _poles(pair, what):
    if isinstance(pair, str) or not hasattr(pair, "__len__") or len(pair) != 2:
        raise DataError(f"{what} has two poles, the low one first, e.g. ('gloomy sad', 'cheerful happy'), got "
                        f"{pair!r}.")
    return tuple(pair)


def _axis(name, poles):
    """An axis from its name and poles, refused where they cannot make one."""
    what = f"axis {name!r}"
    low, high = (_seeds(pole, what) for pole in _poles(poles, what))
    if not low or not high:
        raise DataError(f"{what}: the {'high' if low else 'low'} pole has no words; give one or more.")
    if both := [seed for seed in low if seed in high]:
        raise DataError(f"{what}: {both[0]!r} stands in both poles; take it out of one.")
    if twice := [seed for pole in (low, high) for seed in pole if pole.count(seed) > 1]:
        raise DataError(f"{what}: {twice[0]!r} stands twice in one pole; keep it once.")
    return Axis(str(name), low, high)


def _seeds(pole, what):
    """The words of a pole, as texts are counted."""
    if isinstance(pole, str):
        return tuple(term for term, _, _ in tokenize(pole))
    if not hasattr(pole, "__iter__") or any(not isinstance(seed, str) for seed in pole):
        raise DataError(f"{what}: a pole is a text with its words or a list of words, got {pole!r}.")
    terms = {seed: tokenize(seed) for seed in pole}
    if bad := [seed for seed, found in terms.items() if len(found) != 1]:
        raise DataError(f"{what}: the seed {bad[0]!r} is not one word: crossframe's rule makes {len(terms[bad[0]])} of "
                        "it.")
    return tuple(terms[seed][0][0] for seed in pole)


def _way(axis, known):
    """The direction from the low pole to the high one, of length 1."""
    if missing := [seed for seed in axis.low + axis.high if np.isnan(known[seed]).any()]:
        remedy = "take it out or use another word"
        if axis in _ready().values():
            remedy = "name axes= whose seeds the vectors have, e.g. axes={'mood': ('gloomy sad', 'cheerful happy')}"
        raise DataError(f"axis {axis.name!r}: the seed word {missing[0]!r} has no vector; {remedy}.")
    low, high = (_unit(np.mean([known[seed] for seed in pole], axis=0)) for pole in (axis.low, axis.high))
    if not np.linalg.norm(high - low) > APART:
        raise DataError(f"axis {axis.name!r}: its poles coincide, {', '.join(axis.low)} and {', '.join(axis.high)} "
                        "have the same vector; choose words that differ.")
    return _unit(high - low)


def _net(axis, way, other, direction):
    """A way without its share in another direction, of length 1."""
    left = way - (way @ direction) * direction
    if not np.linalg.norm(left) > APART:
        raise DataError(f"axis {axis.name!r} is axis {other.name!r} over again: net of it, nothing is left.")
    return _unit(left)


def _unit(row):
    length = np.linalg.norm(row)
    return row / length if length else row
