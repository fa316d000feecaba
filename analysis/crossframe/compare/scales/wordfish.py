"""Wordfish: units and words on one scale that nobody names beforehand."""

import numpy as np

from crossframe.compare.scales.scale import Scale
from crossframe.compare.scales.wordfish_model import (
    Slopes,
    between,
    divided,
    flat,
    log_likelihood,
    of_terms,
    of_units,
    pieces,
    pull,
    standard,
    state_of,
    term_values,
    unit_values,
)
from crossframe.errors import DataError

MOST_JOINT = 600  # units: beyond, terms and units are fitted in turn
SWEEPS = 5  # in turn, before all is fitted together
MOST_STEPS = 2_000
DAMPING = (0.0, 1.0, 10.0)  # of the joint step, as shares of the units' own curvature
TOLERANCE, TOLERANCE_IN_TURN = 1e-9, 1e-5  # largest change of a position in the last step


def fit_wordfish(counts, *, direction=None, start=None):
    """Fit uses ~ Poisson(exp(alpha_unit + psi_term + theta_unit * beta_term)) by maximum likelihood.

    Theta has mean 0 and standard deviation 1 (of n - 1) over the units, alpha has mean 0. Beta has a normal prior of
    standard deviation 3: it keeps finite what a term says that one unit alone uses, and gives beta the mean 0 that the
    likelihood leaves open.

    Parameters
    ----------
    counts : scipy.sparse array or array, shape (n_units, n_terms)
        Uses. A term that is not used has NaN for its words, a unit without uses NaN for its position.
    direction : None or (int, int)
        Two rows, of which the first is to stand lower. None: the unit furthest from the middle stands high.
    start : Scale or None
        Of nearly the same counts, for a quick fit in the same direction.

    Returns
    -------
    Scale
        ``words``: ``estimate`` is beta, ``weight`` psi, the log of the uses expected at theta = 0 and alpha = 0.
        ``about``: ``log_likelihood`` (of the Poisson model), ``log_likelihood_null`` (of one position for all),
        ``iterations`` and ``alpha``.

    Raises
    ------
    DataError
        Fewer than three units or two terms are used, or the fit does not converge.

    References
    ----------
    Slapin & Proksch (2008), American Journal of Political Science 52(3).

    Examples
    --------
    >>> scale = fit_wordfish(np.array([[9, 5, 1], [5, 5, 5], [2, 5, 8]]), direction=(0, 2))
    >>> scale.positions.round(2).tolist()
    [-1.07, 0.17, 0.91]
    """
    from scipy.sparse import csc_array

    counts = csc_array(counts, dtype=float)
    units, terms = (np.flatnonzero(counts.sum(axis=axis)) for axis in (1, 0))
    if len(units) < 3 or len(terms) < 2:
        raise DataError(f"Wordfish needs 3 units and 2 terms that are used, and has {len(units)} and {len(terms)}.")
    used = counts[units][:, terms]
    begins = _starts(used) if start is None else [standard(state_of(start, units, terms))]
    state, iterations = max((_fit(used, begin) for begin in begins), key=lambda fit: term_values(used, fit[0]).sum())
    state = _turned(state, units, direction, start)

    def spread(values, places, size):
        out = np.full(size, np.nan)
        out[places] = values
        return out

    about = {"log_likelihood": log_likelihood(used, state), "log_likelihood_null": log_likelihood(used, flat(used)),
             "iterations": iterations, "alpha": spread(state.alpha, units, counts.shape[0])}
    words = {name: spread(values, terms, counts.shape[1])
             for name, values in {"estimate": state.beta, "weight": state.psi}.items()}
    return Scale(spread(state.theta, units, counts.shape[0]), words, about)


def _turned(state, units, direction, start):
    """The state in the direction asked for."""
    theta = state.theta
    if start is not None:
        lean = theta @ start.positions[units]
    elif direction is not None:
        low, high = np.searchsorted(units, direction)
        lean = theta[high] - theta[low]
    else:
        lean = theta[np.argmax(np.abs(theta))]
    return state if lean >= 0 else state._replace(theta=-theta, beta=-state.beta)


def _starts(counts):
    """States with positions from the first two axes of the counts' scaled residuals."""
    from scipy.sparse.linalg import LinearOperator, svds

    share = counts / counts.sum()
    rows, columns = (np.sqrt(share.sum(axis=axis)) for axis in (1, 0))

    def residual(vector):
        return share @ (vector.ravel() / columns) / rows - rows * (columns @ vector.ravel())

    def transposed(vector):
        return share.T @ (vector.ravel() / rows) / columns - columns * (rows @ vector.ravel())

    operator = LinearOperator(counts.shape, matvec=residual, rmatvec=transposed, dtype=float)
    first = np.linspace(1, 2, min(counts.shape))
    axes, size, _ = svds(operator, min(2, len(first) - 1), v0=first)
    return [standard(flat(counts)._replace(theta=axis / rows)) for axis in axes.T[::-1]]


def _fit(counts, state):
    """The best state from here, and how many steps it took."""
    from tqdm import trange

    joint = counts.shape[0] <= MOST_JOINT
    tolerance = TOLERANCE if joint else TOLERANCE_IN_TURN
    sweeps = 0 if state.beta.any() else SWEEPS
    for step in trange(1, MOST_STEPS + 1, desc="wordfish", unit=" steps", delay=2, leave=False):
        new = _joint_step(counts, state) if joint and step > sweeps else None
        new = new or _sweep(counts, state)
        change, state = np.abs(new.theta - state.theta).max(), new
        if change < tolerance:
            return state, step
    raise DataError(f"Wordfish has not converged after {MOST_STEPS} steps; use more articles or a higher min_count.")


def _sweep(counts, state):
    """A Newton step of every term's psi and beta, then one of every unit's alpha and theta."""
    psi, beta = np.concatenate([divided(*of_terms(state, piece)) for piece in pieces(counts, state)], axis=1)
    state = _climbed(counts, state, term_values, psi=psi, beta=beta)
    units, pulled = sum(of_units(state, piece) for piece in pieces(counts, state)), pull(state)
    units[2] += pulled
    units[4] -= pulled * state.theta
    alpha, theta = divided(*units)
    return standard(_climbed(counts, state, _kept_values, alpha=alpha, theta=theta))


def _kept_values(counts, state):
    """The log-likelihood by unit, less what theta's length costs."""
    return unit_values(counts, state) - pull(state) * state.theta**2 / 2


def _climbed(counts, state, values, **steps):
    """The state after these steps, none longer than 1; halved until the value of the term, or unit, has risen."""
    before, size = values(counts, state), 1 / np.maximum(np.abs(list(steps.values())).max(axis=0), 1)
    for halving in range(1, 12):
        new = state._replace(**{name: getattr(state, name) + size * step for name, step in steps.items()})
        fallen = values(counts, new) < before - 1e-11 * (1 + np.abs(before))
        if not fallen.any():
            break
        size = np.where(fallen, size / 2 if halving < 10 else 0.0, size)
    return new


def _joint_step(counts, state):
    """A Newton step of all parameters together, theta kept standard; shorter where it does not lead up, or None."""
    slopes, value = Slopes.at(counts, state), term_values(counts, state).sum()
    for damping in DAMPING:
        step = slopes.solved(slopes.slope, damping)
        new = _followed(counts, state, *(step / max(1, np.abs(step).max())).reshape(2, -1))
        if term_values(counts, new).sum() >= value - 1e-12 * abs(value):
            return new
    return None


def _followed(counts, state, alpha, theta):
    """The state after these steps of the units, and those that they ask of the terms."""
    steps = []
    for piece in pieces(counts, state):
        terms = of_terms(state, piece)
        with_psi, with_beta = (np.append(alpha, theta) @ across for across in between(state, piece))
        steps.append(divided(*terms[:3], terms[3] - with_psi, terms[4] - with_beta))
    psi, beta = np.concatenate(steps, axis=1)
    moved = state._replace(alpha=state.alpha + alpha, theta=state.theta + theta)
    return standard(_climbed(counts, moved, term_values, psi=psi, beta=beta))
