"""The kernel of distance: how well one word gives its outlet away, the word's own article unseen.

Leave-one-out partisanship of Gentzkow, Shapiro & Taddy (2019). A word j is drawn from article i of outlet A. Whoever
must say where it is from knows the rates of all *other* articles, p_j in A and q_j in B, and holds A for the source
with weight rho = p_j / (p_j + q_j): 1/2 for a word seen nowhere else. Averaged over the words of both outlets, each
outlet counting half, rho (for words of B: 1 - rho) is the chance to guess right. What an article knows of itself never
helps, so outlets that differ by chance alone stay near 1/2, however many words are used by one of them only.

The population value is 1/2 + sum_j (p_j - q_j)^2 / (4 (p_j + q_j)): 1/2 plus a quarter of the triangular
discrimination, which is the square of a metric (Le Cam's).
"""

from typing import NamedTuple

import numpy as np

from crossframe.jit import jit


class Rows(NamedTuple):
    """Articles by terms as compressed rows, those of one cluster together; what is left out is the cluster."""

    indptr: np.ndarray  # (n_rows + 1,)
    terms: np.ndarray  # (n_entries,)
    mass: np.ndarray  # (n_entries,) weight of the row times the term's share of its words
    weight: np.ndarray  # (n_rows,)
    ends: np.ndarray  # (n_clusters,) one past the last row of each
    total: np.ndarray  # (n_terms,) mass of each term over all rows


@jit
def _add(first, last, label, side, seen, rows, into):
    """Add the mass of those rows that are seen and lie on a side; their weight is returned."""
    weight = 0.0
    for i in range(first, last):
        if seen[i] and label[i] == side:
            weight += rows.weight[i]
            for k in range(rows.indptr[i], rows.indptr[i + 1]):
                into[rows.terms[k]] += rows.mass[k]
    return weight


@jit
def _clear(first, last, rows, own):
    for k in range(rows.indptr[first], rows.indptr[last]):
        own[0, rows.terms[k]] = 0.0
        own[1, rows.terms[k]] = 0.0


@jit
def _odd(here, there, total):
    """2 rho - 1 from the rates left on either side (there scaled to here); 0 for a term seen nowhere else."""
    if here + there <= 1e-9 * total:  # what is left of a difference may be no more than rounding
        return 0.0
    return 2 * min(max(here / (here + there), 0.0), 1.0) - 1


@jit
def _row(i, rows, mine, other, own_mine, own_other, ratio):
    """What a row adds to the guess and to its slope; `ratio` is the weight left on its side over that on the other."""
    gain = slope = 0.0
    for k in range(rows.indptr[i], rows.indptr[i + 1]):
        j, mass = rows.terms[k], rows.mass[k]
        odd = _odd(mine[j] - own_mine[j], (other[j] - own_other[j]) * ratio, rows.total[j])
        gain += mass * odd
        slope += mass * odd * (2 - odd)
    return gain / 2, slope / 4


@jit
def _alone(i, rows, known, mine, other, ratio):
    """``_row`` of a row that is a cluster by itself, twice as fast; `known` is 1 where it is seen, else 0."""
    gain = slope = 0.0
    for k in range(rows.indptr[i], rows.indptr[i + 1]):
        j, mass = rows.terms[k], rows.mass[k]
        odd = _odd(mine[j] - known * mass, other[j] * ratio, rows.total[j])
        gain += mass * odd
        slope += mass * odd * (2 - odd)
    return gain / 2, slope / 4


@jit
def guess(label, seen, rows, sides, own, gain, slope):
    """Chance, less 1/2, to guess the outlet of one word; what every row adds to it.

    Parameters
    ----------
    label : bool array, shape (n_rows,)
        True for one outlet, False for the other.
    seen : bool array, shape (n_rows,)
        The rows whose words the guesser knows; words of all rows are guessed.
    rows : Rows
    sides, own : float arrays, shape (2, n_terms)
        Room to work in; `own` holds zeros, before and after.
    gain, slope : float arrays, shape (n_rows,)
        Filled with the row's mass times (rho - 1/2), and times the derivative of the population value by the term's
        rate, (2 rho - 1)(3 - 2 rho) / 4.

    Returns
    -------
    float
        -1/2 to 1/2; 0 where outlets are alike.
    """
    sides[:] = 0.0
    weights = (_add(0, len(label), label, False, seen, rows, sides[0]),
               _add(0, len(label), label, True, seen, rows, sides[1]))
    right, start = 0.0, 0
    for stop in rows.ends:
        if stop == start + 1:
            mine, known = (1 if label[start] else 0), (1.0 if seen[start] else 0.0)
            gain[start], slope[start] = _alone(start, rows, known, sides[mine], sides[1 - mine],
                                               (weights[mine] - known * rows.weight[start]) / weights[1 - mine])
            right += 0.5 * gain[start] / weights[mine]
            start = stop
            continue
        left = (weights[0] - _add(start, stop, label, False, seen, rows, own[0]),
                weights[1] - _add(start, stop, label, True, seen, rows, own[1]))
        for i in range(start, stop):
            mine = 1 if label[i] else 0
            gain[i], slope[i] = _row(i, rows, sides[mine], sides[1 - mine], own[mine], own[1 - mine],
                                     left[mine] / left[1 - mine])
            right += 0.5 * gain[i] / weights[mine]
        _clear(start, stop, rows, own)
        start = stop
    return right


@jit
def guess_all(first, last, labels, seen, rows, sides, own, gain, slope, out):
    """``guess`` for labellings first..last-1 of an array of shape (n_labellings, n_rows)."""
    for b in range(first, last):
        out[b] = guess(labels[b], seen, rows, sides, own, gain, slope)
