"""Wordfish: units and words on one scale that nobody names beforehand."""

from typing import NamedTuple

import numpy as np

from crossframe.compare.scale import Scale
from crossframe.errors import DataError

PRIOR_SD = 3.0  # of beta, as in the reference implementation: only terms that few units use feel it
CELLS = 1_000_000  # of units x terms, held at a time
MOST_JOINT = 600  # units: beyond, terms and units are fitted in turn
SWEEPS = 5  # in turn, before all is fitted together
MOST_STEPS = 2_000
DAMPING = (0.0, 1.0, 10.0)  # of the joint step, as shares of the units' own curvature
TOLERANCE, TOLERANCE_IN_TURN = 1e-9, 1e-7  # largest change of a position in the last step


class State(NamedTuple):
    """The parameters: expected uses are exp(alpha + psi + theta * beta)."""

    alpha: np.ndarray
    theta: np.ndarray
    psi: np.ndarray
    beta: np.ndarray


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
        ``std_errors`` take beta and psi for known and let every word come in bursts. ``about``: ``log_likelihood`` (of
        the Poisson model), ``log_likelihood_null`` (of one position for all), ``iterations`` and ``alpha``.

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
    [-1.0, 0.01, 0.99]
    """
    from scipy.sparse import csc_array

    counts = csc_array(counts, dtype=float)
    units, terms = (np.flatnonzero(counts.sum(axis=axis)) for axis in (1, 0))
    if len(units) < 3 or len(terms) < 2:
        raise DataError(f"Wordfish needs 3 units and 2 terms that are used, and has {len(units)} and {len(terms)}.")
    used = counts[units][:, terms]
    begins = _starts(used) if start is None else [_standard(state_of(start, units, terms))]
    state, iterations = max((_fit(used, begin) for begin in begins), key=lambda fit: _objective(used, fit[0]))
    state = _turned(state, units, direction, start)

    def spread(values, places, size):
        out = np.full(size, np.nan)
        out[places] = values
        return out

    about = {"log_likelihood": _log_likelihood(used, state), "log_likelihood_null": _log_likelihood(used, _flat(used)),
             "iterations": iterations, "alpha": spread(state.alpha, units, counts.shape[0])}
    words = {"estimate": spread(state.beta, terms, counts.shape[1]), "weight": spread(state.psi, terms, counts.shape[1])}
    errors = spread(_own_errors(used, state), units, counts.shape[0])
    return Scale(spread(state.theta, units, counts.shape[0]), words, about, errors)


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


def parts(counts):
    """Slices of the terms, so that no part has more cells than are to be held."""
    size = max(1, CELLS // counts.shape[0])
    return [slice(low, low + size) for low in range(0, counts.shape[1], size)]


def _expected(state, part):
    """Expected uses, shape (n_units, n_terms of the part)."""
    return np.exp(state.alpha[:, None] + state.psi[part] + np.outer(state.theta, state.beta[part]))


# -- where to start


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
    return [_standard(_flat(counts)._replace(theta=axis / rows)) for axis in axes.T[::-1]]


def _flat(counts):
    """The state in which all units stand alike."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    alpha = np.log(rows)
    psi = np.log(columns / rows.sum()) + alpha.mean()
    return State(alpha - alpha.mean(), np.zeros(len(rows)), psi, np.zeros(len(columns)))


def state_of(scale, units, terms):
    """The parameters of a fit, of some units and terms."""
    return State(scale.about["alpha"][units], scale.positions[units], scale.words["weight"][terms],
                 scale.words["estimate"][terms])


# -- the fit


def _fit(counts, state):
    """The best state from here, and how many steps it took."""
    joint = counts.shape[0] <= MOST_JOINT
    tolerance = TOLERANCE if joint else TOLERANCE_IN_TURN
    sweeps = 0 if state.beta.any() else SWEEPS
    for step in range(1, MOST_STEPS + 1):
        new = _joint_step(counts, state) if joint and step > sweeps else None
        new = new or _sweep(counts, state)
        change, state = np.abs(new.theta - state.theta).max(), new
        if change < tolerance:
            return state, step
    raise DataError(f"Wordfish has not converged after {MOST_STEPS} steps; use more articles or a higher min_count.")


def _sweep(counts, state):
    """A Newton step of every term's psi and beta, then one of every unit's alpha and theta."""
    psi, beta = np.concatenate([_two_by_two(*of_terms(counts, state, part)) for part in parts(counts)], axis=1)
    state = _climbed(counts, state, _term_values, psi=psi, beta=beta)
    units, pull = sum(_of_units(counts, state, part) for part in parts(counts)), _pull(state)
    units[2] += pull
    units[4] -= pull * state.theta
    alpha, theta = _two_by_two(*units)
    return _standard(_climbed(counts, state, _kept_values, alpha=alpha, theta=theta))


def _climbed(counts, state, values, **steps):
    """The state after these steps; each is halved until the value of its own term, or unit, has risen."""
    before, size = values(counts, state), 1.0
    for halving in range(1, 12):
        new = state._replace(**{name: getattr(state, name) + size * step for name, step in steps.items()})
        fallen = values(counts, new) < before - 1e-11 * (1 + np.abs(before))
        if not fallen.any():
            break
        size = np.where(fallen, size / 2 if halving < 10 else 0.0, size)
    return new


def of_terms(counts, state, part):
    """Curvature (three rows) and slope (two) of the objective in psi and beta of every term, shape (5, n_terms)."""
    mean, uses, theta, beta = _expected(state, part), counts[:, part], state.theta, state.beta[part]
    tilt = theta @ mean
    return np.array([mean.sum(axis=0), tilt, theta**2 @ mean + PRIOR_SD**-2,
                     uses.sum(axis=0) - mean.sum(axis=0), uses.T @ theta - tilt - beta * PRIOR_SD**-2])


def _of_units(counts, state, part):
    """The same in alpha and theta of every unit, as far as these terms go, shape (5, n_units)."""
    mean, uses, beta = _expected(state, part), counts[:, part], state.beta[part]
    tilt = mean @ beta
    return np.array([mean.sum(axis=1), tilt, mean @ beta**2, uses.sum(axis=1) - mean.sum(axis=1), uses @ beta - tilt])


def _inverse_times(a, b, c, first, second):
    """Solutions of the systems [[a, b], [b, c]] x = (first, second)."""
    determinant = a * c - b**2
    return (c * first - b * second) / determinant, (a * second - b * first) / determinant


def _two_by_two(a, b, c, first, second):
    """A Newton step of two parameters each, none longer than 1."""
    return _short(_inverse_times(a, b, c, first, second))


def _short(steps):
    """Steps of two parameters each, shape (2, n), in the same direction and none longer than 1."""
    steps = np.asarray(steps)
    return steps / np.maximum(np.abs(steps).max(axis=0), 1)


def _standard(state):
    """The same expected uses, with theta of mean 0 and standard deviation 1, and alpha and beta of mean 0."""
    alpha, theta, psi, beta = state
    middle, sd, tilt = theta.mean(), theta.std(ddof=1), beta.mean()
    alpha, psi = alpha + tilt * (theta - middle), psi + beta * middle
    return State(alpha - alpha.mean(), (theta - middle) / sd, psi + alpha.mean(), (beta - tilt) * sd)


def _joint_step(counts, state):
    """A Newton step of all parameters together, theta kept standard; shorter where it does not lead up, or None."""
    n, value = len(state.theta), _objective(counts, state)
    system, slope = curvature(counts, state), np.zeros(2 * n)
    for part in parts(counts):
        slope += np.append(*_of_units(counts, state, part)[3:])
        for asked, slopes in zip(through_terms(counts, state, part), of_terms(counts, state, part)[3:], strict=True):
            slope -= asked @ slopes
    slope[n:] -= _pull(state) * state.theta
    stiff = np.append(np.concatenate(sum(_of_units(counts, state, part) for part in parts(counts))[[0, 2]]), np.zeros(3))
    for damping in DAMPING:
        alpha, theta = _short(solved(system + np.diag(damping * stiff), slope).reshape(2, n))
        new = _followed(counts, state, alpha, theta)
        if _objective(counts, new) >= value - 1e-12 * abs(value):
            return new
    return None


def curvature(counts, state):
    """Curvature in all units' alpha and theta, shape (2 n_units + 3, 2 n_units + 3).

    Terms are eliminated: their parameters hang together through the units' alone. The last three rows keep the means of
    alpha and theta and theta's length.
    """
    n = counts.shape[0]
    curve = np.zeros((2 * n, 2 * n))
    for part in parts(counts):
        alpha, both, theta = map(np.diag, _of_units(counts, state, part)[:3])
        through = zip(through_terms(counts, state, part), _between(counts, state, part), strict=True)
        curve += np.block([[alpha, both], [both, theta]]) - sum(asked @ across.T for asked, across in through)
    curve[n:, n:] += _pull(state) * np.eye(n)
    kept = np.zeros((3, 2 * n))
    kept[0, :n], kept[1, n:], kept[2, n:] = 1, 1, state.theta
    return np.block([[curve, kept.T], [kept, np.zeros((3, 3))]])


def solved(system, slopes):
    """Changes of alpha and theta that these slopes ask for; columns of `slopes` are so many questions."""
    return np.linalg.solve(system, np.concatenate([slopes, np.zeros((3, *slopes.shape[1:]))]))[:-3]


def _pull(state):
    """The multiplier of theta's length: of the objective, the prior alone feels the unit in which theta is measured."""
    return (state.beta**2).sum() * PRIOR_SD**-2 / (len(state.theta) - 1)


def through_terms(counts, state, part):
    """What a slope in psi, and in beta, of every term asks of the units, each of shape (2 n_units, n_terms)."""
    return _inverse_times(*of_terms(counts, state, part)[:3], *_between(counts, state, part))


def _between(counts, state, part):
    """Curvature between (alpha, theta) of every unit and psi, and beta, of every term, each (2 n_units, n_terms)."""
    mean, theta, beta = _expected(state, part), state.theta[:, None], state.beta[part]
    rest = counts[:, part].toarray() - mean
    return np.vstack([mean, mean * beta]), np.vstack([mean * theta, mean * theta * beta - rest])


def _followed(counts, state, alpha, theta):
    """The state after these steps of the units, and those that they ask of the terms."""
    psi, beta = np.concatenate([_following(counts, state, part, alpha, theta) for part in parts(counts)], axis=1)
    psi, beta = _short([psi, beta])
    moved = state._replace(alpha=state.alpha + alpha, theta=state.theta + theta)
    return _standard(_climbed(counts, moved, _term_values, psi=psi, beta=beta))


def _following(counts, state, part, alpha, theta):
    """The Newton step of the terms, given that of the units."""
    terms = of_terms(counts, state, part)
    with_psi, with_beta = _between(counts, state, part)
    units = np.append(alpha, theta)
    return np.array(_inverse_times(*terms[:3], terms[3] - units @ with_psi, terms[4] - units @ with_beta))


def _term_values(counts, state):
    """The objective by term: log-likelihood and log prior, without what does not depend on the parameters."""
    mean = np.concatenate([_expected(state, part).sum(axis=0) for part in parts(counts)])
    fitted = counts.T @ state.alpha + counts.sum(axis=0) * state.psi + counts.T @ state.theta * state.beta
    return fitted - mean - state.beta**2 * PRIOR_SD**-2 / 2


def _unit_values(counts, state):
    """The log-likelihood by unit, likewise."""
    mean = sum(_expected(state, part).sum(axis=1) for part in parts(counts))
    fitted = counts.sum(axis=1) * state.alpha + counts @ state.psi + state.theta * (counts @ state.beta)
    return fitted - mean


def _kept_values(counts, state):
    """The same, less what theta's length costs."""
    return _unit_values(counts, state) - _pull(state) * state.theta**2 / 2


def _objective(counts, state):
    return _term_values(counts, state).sum()


def _log_likelihood(counts, state):
    from scipy.special import gammaln

    return float(_unit_values(counts, state).sum() - gammaln(counts.data + 1).sum())


def _own_errors(counts, state):
    """Standard errors of theta from the spread of each unit's words about their expectation, terms taken for known."""
    curve = sum(_of_units(counts, state, part)[:3] for part in parts(counts))
    middle = curve[1] / curve[0]
    spread = 0.0
    for part in parts(counts):
        rest = counts[:, part].toarray() - _expected(state, part)
        spread = spread + (rest**2 * (state.beta[part] - middle[:, None]) ** 2).sum(axis=1)
    return np.sqrt(spread) / (curve[2] - curve[1] * middle)
