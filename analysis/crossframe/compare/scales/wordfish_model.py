"""The Wordfish model: expected uses, their log-likelihood, and its slopes and curvature by term and by unit."""

from typing import NamedTuple

import numpy as np

PRIOR_SD = 3.0  # of beta, as in the reference implementation: only terms that few units use feel it
CELLS = 1_000_000  # of units x terms, held at a time


class State(NamedTuple):
    """The parameters: expected uses are exp(alpha + psi + theta * beta)."""

    alpha: np.ndarray
    theta: np.ndarray
    psi: np.ndarray
    beta: np.ndarray


class Piece(NamedTuple):
    """Some of the terms: which, their uses (sparse) and what is expected, each of shape (n_units, n_terms)."""

    part: slice
    uses: object
    mean: np.ndarray


def pieces(counts, state):
    """All terms, in so many pieces that none has more cells than are to be held."""
    size = max(1, CELLS // counts.shape[0])
    for low in range(0, counts.shape[1], size):
        part = slice(low, low + size)
        mean = np.exp(state.alpha[:, None] + state.psi[part] + np.outer(state.theta, state.beta[part]))
        yield Piece(part, counts[:, part], mean)


def state_of(scale, units, terms):
    """The parameters of a fit, of some units and terms."""
    return State(scale.about["alpha"][units], scale.positions[units], scale.words["weight"][terms],
                 scale.words["estimate"][terms])


def flat(counts):
    """The state in which all units stand alike."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    alpha = np.log(rows)
    psi = np.log(columns / rows.sum()) + alpha.mean()
    return State(alpha - alpha.mean(), np.zeros(len(rows)), psi, np.zeros(len(columns)))


def standard(state):
    """The same expected uses, with theta of mean 0 and standard deviation 1, and alpha and beta of mean 0."""
    alpha, theta, psi, beta = state
    middle, sd, tilt = theta.mean(), theta.std(ddof=1), beta.mean()
    alpha, psi = alpha + tilt * (theta - middle), psi + beta * middle
    return State(alpha - alpha.mean(), (theta - middle) / sd, psi + alpha.mean(), (beta - tilt) * sd)


def term_values(counts, state):
    """The objective by term: log-likelihood and log prior, without what does not depend on the parameters."""
    mean = np.concatenate([piece.mean.sum(axis=0) for piece in pieces(counts, state)])
    fitted = counts.T @ state.alpha + counts.sum(axis=0) * state.psi + counts.T @ state.theta * state.beta
    return fitted - mean - state.beta**2 * PRIOR_SD**-2 / 2


def unit_values(counts, state):
    """The log-likelihood by unit, likewise."""
    mean = sum(piece.mean.sum(axis=1) for piece in pieces(counts, state))
    return counts.sum(axis=1) * state.alpha + counts @ state.psi + state.theta * (counts @ state.beta) - mean


def log_likelihood(counts, state):
    """Of the Poisson model; the prior is not counted."""
    from scipy.special import gammaln

    return float(unit_values(counts, state).sum() - gammaln(counts.data + 1).sum())


def pull(state):
    """The multiplier of theta's length: of the objective, the prior alone feels the unit in which theta is measured."""
    return (state.beta**2).sum() * PRIOR_SD**-2 / (len(state.theta) - 1)


def of_terms(state, piece):
    """Curvature (three rows) and slope (two) of the objective in psi and beta of every term, shape (5, n_terms)."""
    uses, mean, theta, beta = piece.uses, piece.mean, state.theta, state.beta[piece.part]
    tilt = theta @ mean
    return np.array([mean.sum(axis=0), tilt, theta**2 @ mean + PRIOR_SD**-2,
                     uses.sum(axis=0) - mean.sum(axis=0), uses.T @ theta - tilt - beta * PRIOR_SD**-2])


def of_units(state, piece):
    """The same in alpha and theta of every unit, as far as these terms go, shape (5, n_units)."""
    uses, mean, beta = piece.uses, piece.mean, state.beta[piece.part]
    tilt = mean @ beta
    return np.array([mean.sum(axis=1), tilt, mean @ beta**2, uses.sum(axis=1) - mean.sum(axis=1), uses @ beta - tilt])


def between(state, piece):
    """Curvature between (alpha, theta) of every unit and psi, and beta, of every term, each (2 n_units, n_terms)."""
    mean, theta, beta = piece.mean, state.theta[:, None], state.beta[piece.part]
    rest = piece.uses.toarray() - mean
    return np.vstack([mean, mean * beta]), np.vstack([mean * theta, mean * theta * beta - rest])


def divided(a, b, c, first, second):
    """Solutions of the systems [[a, b], [b, c]] x = (first, second)."""
    determinant = a * c - b**2
    return (c * first - b * second) / determinant, (a * second - b * first) / determinant


class Slopes(NamedTuple):
    """What a step of the units rests on, once the terms, which hang together through the units alone, are eliminated.

    Parameters
    ----------
    system : float array, shape (2 n_units + 3, 2 n_units + 3)
        Curvature in all alpha and theta; the last three rows keep the means of alpha and theta, and theta's length.
    slope : float array, shape (2 n_units,)
        Of the objective, terms following.
    own : float array, shape (2 n_units,)
        Curvature in each alpha and theta alone, terms staying.
    """

    system: np.ndarray
    slope: np.ndarray
    own: np.ndarray

    @classmethod
    def at(cls, counts, state):
        """At these parameters."""
        n = len(state.theta)
        curve, slope, own, pulled = np.zeros((2 * n, 2 * n)), np.zeros(2 * n), np.zeros(2 * n), pull(state)
        for piece in pieces(counts, state):
            terms, units, across = of_terms(state, piece), of_units(state, piece), between(state, piece)
            through = divided(*terms[:3], *across)
            alpha, both, theta = map(np.diag, units[:3])
            curve += np.block([[alpha, both], [both, theta]]) - through[0] @ across[0].T - through[1] @ across[1].T
            slope += np.append(*units[3:]) - through[0] @ terms[3] - through[1] @ terms[4]
            own += np.append(units[0], units[2])
        curve[n:, n:] += pulled * np.eye(n)
        slope[n:] -= pulled * state.theta
        kept = np.zeros((3, 2 * n))
        kept[0, :n], kept[1, n:], kept[2, n:] = 1, 1, state.theta
        return cls(np.block([[curve, kept.T], [kept, np.zeros((3, 3))]]), slope, own)

    def solved(self, slopes, damping=0.0):
        """Changes of alpha and theta that slopes in them ask for; columns of `slopes` are so many questions."""
        stiff = np.diag(np.append(damping * self.own, np.zeros(3)))
        return np.linalg.solve(self.system + stiff, np.concatenate([slopes, np.zeros((3, *slopes.shape[1:]))]))[:-3]
