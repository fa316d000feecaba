"""Correspondence analysis: the directions in which the words of units differ most."""

from typing import NamedTuple

import numpy as np

from crossframe.compare.scales.errors import pooled
from crossframe.compare.scales.scale import Scale
from crossframe.errors import DataError

__all__ = ["Coordinates", "add_rows", "coordinates", "fit_correspondence", "influence"]

DENSE = 2000  # the longest smaller side of a table of which all dimensions are found


class Coordinates(NamedTuple):
    """Rows and columns of a table in the space of correspondence analysis; dimensions in order of their inertia.

    Principal coordinates are standard coordinates times the square root of the dimension's inertia.

    Parameters
    ----------
    row_standard : float array, shape (n_units, n_dimensions)
        Of mean 0 and variance 1, each unit weighted by its words. NaN where a unit has none.
    row_principal : float array, shape (n_units, n_dimensions)
        Distances between them are chi-square distances between the units' shares of the terms.
    column_standard, column_principal : float arrays, shape (n_terms, n_dimensions)
        The same of terms.
    inertia : float array, shape (n_dimensions,)
        Their sum over all dimensions is chi-square over the number of words.
    total_inertia : float
    row_mass, column_mass : float arrays, shape (n_units,), (n_terms,)
        Share of all words.
    """

    row_standard: np.ndarray
    row_principal: np.ndarray
    column_standard: np.ndarray
    column_principal: np.ndarray
    inertia: np.ndarray
    total_inertia: float
    row_mass: np.ndarray
    column_mass: np.ndarray


def fit_correspondence(counts, *, direction=None, dimension=1):
    """Place units on one dimension of correspondence analysis.

    Parameters
    ----------
    counts : matrix, shape (n_units, n_terms)
        Uses of every term; sparse or dense.
    direction : (int, int) or None
        Two rows, (low, high): the scale points from the first to the second. None: the scale points so that the unit
        furthest from the centre lies above it.
    dimension : int
        1 the dimension of the greatest inertia. What it means is for the reader to find in the words.

    Returns
    -------
    Scale
        ``positions`` are row standard coordinates: mean 0 and variance 1, units weighted by their words. ``words``:
        ``estimate`` column standard coordinates, ``weight`` shares of all words. ``about``: ``inertia`` of the
        dimensions, ``share_inertia`` of this one in the total, ``dimension``.

    Raises
    ------
    DataError
        Fewer than two units or terms with words, a dimension there is not, a direction that is none.

    References
    ----------
    Greenacre (2017), Correspondence Analysis in Practice, 3rd ed.; Lowe (2008), Political Analysis 16(4), on its
    kinship with Wordfish.

    Examples
    --------
    >>> fit = fit_correspondence([[6, 2, 2], [4, 4, 2], [1, 3, 6]], direction=(0, 2))
    >>> fit.positions.round(3).tolist(), round(fit.about["share_inertia"], 3)
    ([-0.975, -0.399, 1.374], 0.876)
    """
    fit = coordinates(counts, dimensions=_whole(dimension))
    place = dimension - 1
    sign = _sign(fit.row_standard[:, place], direction)
    words = {"estimate": sign * fit.column_standard[:, place], "weight": fit.column_mass}
    return Scale(sign * fit.row_standard[:, place], words,
                 {"inertia": fit.inertia.tolist(), "share_inertia": float(fit.inertia[place] / fit.total_inertia),
                  "dimension": dimension})


def coordinates(counts, *, dimensions=None):
    """Correspondence analysis of a table of counts.

    Parameters
    ----------
    counts : matrix, shape (n_units, n_terms)
        Rows and columns without a count are left out and have NaN coordinates.
    dimensions : int or None
        How many are kept; None: all that have inertia.

    Returns
    -------
    Coordinates
        Of each dimension, the unit furthest from the centre has a coordinate above 0.

    Raises
    ------
    DataError
        Fewer than two units or terms with words, or fewer dimensions with inertia than asked for.

    Examples
    --------
    >>> fit = coordinates([[4, 0], [0, 4]])
    >>> fit.row_principal.round(6).ravel().tolist(), float(fit.inertia[0].round(6))
    ([1.0, -1.0], 1.0)
    """
    counts = _sparse(counts)
    table, rows, columns = _filled(counts)
    value, vector = _decomposed(table, dimensions)
    with_inertia = int((value > 1e-12).sum())
    if with_inertia < (dimensions or 1):
        raise DataError(f"{table.shape[0]} units and {table.shape[1]} terms differ in {with_inertia} "
                        f"dimension{'s' * (with_inertia != 1)}; dimension {dimensions or 1} was asked for.")
    keep = dimensions or with_inertia
    inertia, root = value[:keep], np.sqrt(value[:keep])
    row = vector[:, :keep] * [_sign(each, None) for each in vector[:, :keep].T]
    column = (table.T @ row) / table.sum(axis=0)[:, None] / root
    row, column = _spread(row, rows), _spread(column, columns)
    mass = [counts.sum(axis=axis) / counts.sum() for axis in (1, 0)]
    return Coordinates(row, row * root, column, column * root, inertia, _inertia(table), *mass)


def add_rows(counts, fit):
    """Principal coordinates of supplementary units: placed among the others, without a say in where these stand.

    Parameters
    ----------
    counts : matrix, shape (n, n_terms)
        The same terms as `fit` has.
    fit : Coordinates

    Returns
    -------
    float array, shape (n, n_dimensions)
        The mean of the standard coordinates of its words; NaN where it has none. Of a unit that took part, its own
        principal coordinates.
    """
    column = np.nan_to_num(fit.column_standard)
    counts = _sparse(counts)[:, fit.column_mass > 0]
    n = counts.sum(axis=1)
    return counts @ column[fit.column_mass > 0] / np.where(n > 0, n, np.nan)[:, None]


def influence(counts, groups, *, direction=None, dimension=1):
    """How far each article moves each unit's position: what article-clustered standard errors are made of.

    To first order, adding ``w[a]`` further copies of every article a moves position u by
    ``(w[:, None] * influence)[:, u].sum()``: by its own unit's share of words, and by turning the dimension itself.

    Parameters
    ----------
    counts : matrix, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
        The unit of each article, 0 to n_units - 1.
    direction, dimension
        As in :func:`fit_correspondence`.

    Returns
    -------
    float array, shape (n_articles, n_units)

    References
    ----------
    First-order perturbation of the generalised eigenproblem ``N C^-1 N' f = lambda R f``, with N the counts of units
    and R, C their row and column sums.
    """
    counts, groups, place = _sparse(counts), np.asarray(groups), _whole(dimension) - 1
    table, rows, columns = _filled(pooled(counts, groups, int(groups.max()) + 1))
    row_size, column_size = table.sum(axis=1), table.sum(axis=0)
    value, vector = _by_units(table)
    f = vector[:, place] * _sign(_spread(vector[:, [place]], rows)[:, 0], direction)
    h = table.T @ f / column_size
    words, own = counts[:, columns], (np.cumsum(rows) - 1)[groups]
    size, every = words.sum(axis=1), np.arange(len(own))
    gain = words.copy()
    gain.data *= np.repeat(f[own], np.diff(words.indptr)) - h[words.indices]
    moved = (gain @ table.multiply(1 / column_size).T.tocsr()).toarray()
    moved[every, own] += words @ h - value[place] * size * f[own]
    moved = moved @ _resolvent(value, vector, place, row_size)
    moved += np.outer(size * (1 - f[own] ** 2) / (2 * row_size.sum()), f)
    return _spread(moved.T, rows).T


def _filled(counts):
    """The table of the units and terms that have words, and which these are."""
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    if rows.sum() < 2 or columns.sum() < 2:
        raise DataError(f"correspondence analysis needs two units and two terms with words or more, got {rows.sum()} "
                        f"and {columns.sum()}; lower min_count or add articles.")
    return counts[rows][:, columns], rows, columns


def _decomposed(table, dimensions):
    """Inertias, greatest first, and row standard coordinates, by the smaller side of the table where that is small."""
    n_units, n_terms = table.shape
    if n_units <= min(n_terms, DENSE):
        return _by_units(table)
    if n_terms <= DENSE:
        value, column = _by_units(table.T.tocsr())
        used = value > 1e-12
        return value[used], table @ column[:, used] / table.sum(axis=1)[:, None] / np.sqrt(value[used])
    return _by_lanczos(table, dimensions)


def _scaled(table):
    """Counts over the roots of their row's and column's sums, and these sums' shares' roots."""
    row_size, column_size = table.sum(axis=1), table.sum(axis=0)
    scaled = table.multiply(1 / np.sqrt(row_size)[:, None]).multiply(1 / np.sqrt(column_size)).tocsr()
    return scaled, np.sqrt(row_size / row_size.sum()), np.sqrt(column_size / column_size.sum())


def _by_units(table):
    """All inertias, greatest first, and row standard coordinates, from the likeness of every two units."""
    from scipy.linalg import eigh

    scaled, root, _ = _scaled(table)
    value, vector = eigh((scaled @ scaled.T).toarray() - np.outer(root, root))
    return np.maximum(value[::-1], 0), vector[:, ::-1] / root[:, None]


def _by_lanczos(table, dimensions):
    """As ``_by_units``, of a table both sides of which are long: only the dimensions asked for."""
    from scipy.sparse.linalg import LinearOperator, svds

    if dimensions is None:
        raise DataError(f"a table of {table.shape[0]:,} units and {table.shape[1]:,} terms has too many dimensions to "
                        "find all of them; say how many with dimensions=.")
    scaled, root, column_root = _scaled(table)
    deflated = LinearOperator(
        table.shape, dtype=float, matvec=lambda x: scaled @ x.ravel() - root * (column_root @ x.ravel()),
        rmatvec=lambda y: scaled.T @ y.ravel() - column_root * (root @ y.ravel()))
    start = np.random.default_rng(0).normal(size=min(table.shape))
    left, value, _ = svds(deflated, k=dimensions, v0=start)
    return value[::-1] ** 2, left[:, ::-1] / root[:, None]


def _inertia(table):
    """Chi-square of the table over its sum."""
    scaled, _, _ = _scaled(table)
    return float((scaled.data**2).sum() - 1)


def _resolvent(value, vector, place, row_size):
    """How a disturbance of the eigenproblem turns dimension `place`; shape (n_units, n_units)."""
    total = row_size.sum()
    gap = value[place] - np.delete(value, place)
    others = np.delete(vector, place, axis=1)
    with np.errstate(divide="ignore"):
        turning = others / gap @ others.T + 1 / (value[place] - 1) - 1 / value[place]  # the constant has inertia 1
    return turning / total


def _spread(kept, which):
    """Rows of those kept at their places among all, NaN elsewhere."""
    out = np.full((len(which), kept.shape[1]), np.nan)
    out[which] = kept
    return out


def _sign(positions, direction):
    """1 or -1, by which the positions point as they should."""
    if direction is None:
        return np.sign(positions[np.nanargmax(np.round(np.abs(positions), 9))])
    low, high = direction
    if not abs(positions[low] - positions[high]) > 1e-9:
        raise DataError(f"direction={direction!r}: the two units stand at the same place, or one has no words.")
    return np.sign(positions[high] - positions[low])


def _whole(dimension):
    if isinstance(dimension, bool) or not isinstance(dimension, (int, np.integer)) or dimension < 1:
        raise DataError(f"dimension must be a whole number of 1 or more, got {dimension!r}.")
    return int(dimension)


def _sparse(counts):
    from scipy.sparse import csr_array

    return csr_array(counts, dtype=float)
