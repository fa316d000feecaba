"""How sure positions on a scale are: articles, not words, are what is drawn."""

import numpy as np

from crossframe.compare.inference import FEWEST

BLOCKS = 50  # of articles left out one at a time, for the words
NOISE = 1e-12  # what rounding leaves of equal rates
MANY = 200  # articles from which they are left out in blocks


def position_errors(influence, groups, counted_twice=0.0):
    """Standard errors of units' positions, clustered by article, and their degrees of freedom.

    Parameters
    ----------
    influence : float array, shape (n_articles, n_units)
        How far each article moves each position; within a unit only the differences matter.
    groups : int array, shape (n_articles,)
        The unit of each article.
    counted_twice : float array, shape (n_units,)
        To be taken off the variance, as ``wordfish_errors.counted_twice`` says; what it is taken off stays at least as
        large.

    Returns
    -------
    std_error, df : float arrays, shape (n_units,)
        The linearised bootstrap of articles within units (the infinitesimal jackknife), and Satterthwaite's degrees of
        freedom. NaN of a unit with fewer than 5 articles.

    Examples
    --------
    >>> error, df = position_errors(np.array([[1.0], [2], [3], [4], [5]]) / 5, np.zeros(5, int))
    >>> error.round(3).tolist(), df.tolist()  # of a mean: standard deviation over the root of n
    ([0.707], [4.0])
    """
    n_units = influence.shape[1]
    parts, df = np.zeros((n_units, n_units)), np.bincount(groups, minlength=n_units) - 1.0
    for unit in np.flatnonzero(df > 0):
        own = influence[groups == unit]
        parts[unit] = ((own - own.mean(axis=0)) ** 2).sum(axis=0) * (df[unit] + 1) / df[unit]
    variance = parts.sum(axis=0)
    spent = (parts**2 / np.maximum(df, 1)[:, None]).sum(axis=0)
    freedom = np.where(spent > 0, variance**2 / np.where(spent > 0, spent, 1.0), df)
    few = df + 1 < FEWEST
    variance = np.maximum(variance - counted_twice, counted_twice)
    return np.where(few, np.nan, np.sqrt(variance)), np.where(few, np.nan, freedom)


def word_errors(fit, uses, groups, n_units, seed):
    """Standard errors of the words' places: all is fitted again without some of the articles, in turn.

    Of fewer than 200 articles each is left out by itself, so that neither their order nor the seed matters; of more, a
    fiftieth of each unit's together. A unit's only article always stays.

    Parameters
    ----------
    fit : function
        Counts of the units -> Scale.
    uses : scipy.sparse array, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
    n_units : int
    seed : int
        Which articles are left out together.

    Returns
    -------
    std_error, df : float arrays, shape (n_terms,)
        By the jackknife, of articles within units or of blocks, and Satterthwaite's degrees of freedom; NaN of a term
        that some of the fits had no place for.
    """
    from tqdm import trange

    if len(groups) < MANY:
        block = np.where(np.bincount(groups, minlength=n_units)[groups] > 1, np.arange(len(groups)), -1)
        leaving, strata = np.flatnonzero(block >= 0), groups[block >= 0]
    else:
        block = _blocks(groups, n_units, seed)
        leaving, strata = np.arange(BLOCKS), np.zeros(BLOCKS, int)
    places = np.array([fit(pooled(uses, groups, n_units, block != leaving[at])).words["estimate"]
                       for at in trange(len(leaving), desc="words", unit=" fits", delay=2)])
    variance, spent = np.zeros((2, uses.shape[1]))
    for stratum in np.unique(strata):
        own = places[strata == stratum]
        df = len(own) - 1
        part = df / len(own) * ((own - own.mean(axis=0)) ** 2).sum(axis=0)
        variance, spent = variance + part, spent + part**2 / df
    return np.sqrt(variance), np.where(spent > 0, variance**2 / np.where(spent > 0, spent, 1.0), 1.0)


def _blocks(groups, n_units, seed):
    """A block for every article, spread evenly within each unit; a unit's only article is never left out (-1)."""
    rng, block = np.random.default_rng(seed), np.full(len(groups), -1)
    for unit in range(n_units):
        own = np.flatnonzero(groups == unit)
        if len(own) > 1:
            block[own] = (rng.permutation(len(own)) + rng.integers(BLOCKS)) % BLOCKS
    return block


def pooled(uses, groups, n_units, weight=None):
    """Counts of units: the sums of their articles' rows.

    Parameters
    ----------
    uses : scipy.sparse array, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
    n_units : int
    weight : array, shape (n_articles,), or None
        How often each article counts; None: once.

    Returns
    -------
    csr_array of float, shape (n_units, n_terms)
    """
    from scipy.sparse import csr_array

    weight = np.ones(len(groups)) if weight is None else np.asarray(weight, float)
    return csr_array((weight, (groups, np.arange(len(groups)))), shape=(n_units, len(groups))) @ uses


def alike(uses, groups, n_units):
    """Whether a unit's articles all use the same words at the same rates, as copies of one do.

    Parameters
    ----------
    uses : scipy.sparse array, shape (n_articles, n_terms)
    groups : int array, shape (n_articles,)
    n_units : int

    Returns
    -------
    bool array, shape (n_units,)
    """
    size = uses.sum(axis=1)
    found = np.zeros(n_units, bool)
    for unit in range(n_units):
        rows = np.flatnonzero((groups == unit) & (size > 0))
        if len(rows):
            rates = uses[rows].multiply(1 / size[rows][:, None]).tocsr()
            found[unit] = abs(rates.max(axis=0) - rates.min(axis=0)).max() < NOISE
    return found


def differ(uses, groups, n_units, draws, seed):
    """Whether units stand further apart than random groups of the same articles would.

    Positions are standardised, so units that do not differ are spread out as far as any. The statistic is the inertia
    of the first dimension of correspondence analysis: what one scale can tell of the differences between units.

    Returns
    -------
    p_value : float
        (1 + k) / (draws + 1).
    expected : float
        Share of that inertia which random groups have, too: 1 or more where units do not differ.
    """
    from tqdm import trange

    rng = np.random.default_rng(seed)
    n_terms = uses.shape[1]
    root = np.sqrt(np.maximum(uses.sum(axis=0), 1))
    size, lengths = uses.sum(axis=1), np.diff(uses.indptr)
    scaled = uses.data / root[uses.indices]  # uses over the root of the term's uses, once for all

    def inertia(labels):
        cells = np.repeat(labels * n_terms, lengths) + uses.indices
        counts = np.bincount(cells, scaled, n_units * n_terms).reshape(n_units, n_terms)
        counts /= np.sqrt(np.maximum(np.bincount(labels, size, n_units), 1))[:, None]
        return np.linalg.eigvalsh(counts @ counts.T)[-2]  # the largest belongs to the units' sizes and is 1

    found = inertia(groups)
    drawn = np.array([inertia(rng.permutation(groups)) for _ in trange(draws, desc="chance", unit=" draws", delay=2)])
    return float((1 + (drawn >= found).sum()) / (draws + 1)), float(drawn.mean() / found)
