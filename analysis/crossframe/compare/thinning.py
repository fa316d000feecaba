"""The kernel of keyness: by how much must one side's uses be thinned until both sides read alike?

For every term, article i uses it x_i times in N_i words. Two numbers describe an article:

- its score f_i = (1 - (1 - q_i)^x_i) / m with q_i = m / N_i: the chance that m words drawn from the article hold the
  term, per word drawn. A burst of uses in one article counts with diminishing weight. m = 0 is the plain rate
  x_i / N_i; an article of fewer than m words is drawn whole.
- its weight w_i = N_i / (N_i + 500): long articles tell more about a rate, but not in proportion to their length,
  because articles differ from one another however long they are.

If the target uses the term 2^theta times as often, then dropping each of its uses with chance 1 - 2^-theta makes both
sides alike; the expected score after thinning is (1 - (1 - rho q_i)^x_i) / m, in closed form. z(theta) is the weighted
difference in mean scores after that thinning, over its standard deviation when the labels of clusters are permuted.
Where one side is much smaller than the other that distribution is skewed: z is then the normal score of the gamma
distribution with the same three moments (the third moment of a sum drawn without replacement, Cochran 1977).

z(0) gives the p value, |z(theta)| <= z_crit the interval, so both tell one story; z(theta) = 0 gives the estimate.
m is 0, a quarter or half of a short article, so that nearly all articles can give as many words and outlets of long and
short articles compare fairly. It is chosen per term, without looking at the labels, for the greatest expected power
(slope^2 / variance).
"""

import math
from typing import NamedTuple

import numpy as np

from crossframe.jit import jit

EXCERPTS = (0.0, 0.25, 0.5)  # words drawn (m), in lengths of a short article (5th percentile); 0 is the plain rate
REACH = 16.0  # log2: differences beyond 65,536-fold have no limit
TOLERANCE = 1e-6  # log2
SCORES_A_BIT = 64
NOTHING_LEFT = 1e-11  # of a sum of squares: what is left after subtraction is rounding


class Sides(NamedTuple):
    """The articles of both sides, the target's first, those of one cluster together.

    Arrays of shape (n_excerpts, n_articles), (n_articles,) or (n_clusters,).
    """

    gain: np.ndarray  # (n_excerpts, n_articles) weight / words drawn
    share: np.ndarray  # (n_excerpts, n_articles) words drawn / words; unused for the plain rate
    weight: np.ndarray  # (n_articles,)
    sign: np.ndarray  # (n_articles,) what an article's score counts for in its cluster's sum
    cluster: np.ndarray  # (n_articles,)
    cluster_weight: np.ndarray  # (n_clusters,) sum of sign * weight
    nested: bool  # no cluster has articles on both sides
    n_target: int  # articles
    w_target: float  # sum of weights
    w_reference: float
    scale: float  # what the clusters' sum of squares is multiplied with
    article_square: float  # sum of squared weights
    cluster_square: float  # sum of squared cluster weights
    cluster_cube: float
    cluster_fourth: float
    third_scale: float  # what the clusters' sum of cubes is multiplied with; unused where clusters are not nested
    sign_limit: np.ndarray  # normal scores of the chances 2^-b, SCORES_A_BIT of them a bit; of nested clusters unused
    matched: bool  # compared within stories, which are the clusters
    outlet: np.ndarray  # (n_articles,) within stories; a story's articles of one outlet stand together
    others: np.ndarray  # (n_clusters,) other outlets than the target that tell the story; unused where not matched
    target_share: float  # of the clusters


class Sums(NamedTuple):
    """Sums over the clusters of one side; P is a cluster's signed score, W its signed weight."""

    total: float  # of scores, unsigned
    square: float  # P^2
    cube: float  # P^3
    product: float  # P W
    square_product: float  # P^2 W
    product_square: float  # P W^2
    noise: float  # variance that thinning adds to the scores


NOTHING = Sums(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class Term(NamedTuple):
    """The uses of one term, under one m."""

    plain: bool  # m is 0: the score is linear in x
    rows: np.ndarray  # (n_entries,) articles; those whose score is not linear in the chance to keep a use
    uses: np.ndarray  # (n_entries,)
    split: int  # the target's entries come before it
    linear: tuple  # Sums over all other articles, of target and of reference
    gain: np.ndarray  # (n_articles,) of this m
    share: np.ndarray  # (n_articles,)


@jit
def _power(base, exponent):
    """base ** exponent for a whole exponent >= 1."""
    out = base
    for _ in range(exponent - 1):
        out *= base
        if out < 1e-12:
            return 0.0
    return out


@jit
def _score(k, keep, term):
    """Weighted expected score of entry k after each use is kept with chance `keep`, and its variance."""
    i, x = term.rows[k], term.uses[k]
    gain, share = term.gain[i], term.share[i]
    if term.plain:
        return x * keep * gain, x * keep * (1 - keep) * gain * gain
    missed = _power(1 - keep * share, x)
    noise = 0.0
    if keep < 1:
        noise = (_power(1 - keep * share * (2 - share), x) - missed * missed) * gain * gain
    return (1 - missed) * gain, noise


@jit
def _plus(a, b):
    return Sums(a.total + b.total, a.square + b.square, a.cube + b.cube, a.product + b.product,
                a.square_product + b.square_product, a.product_square + b.product_square, a.noise + b.noise)


@jit
def _with(sums, part, weight, noise):
    """The sums after one more cluster with this score and weight."""
    square, product = part * part, part * weight
    return Sums(sums.total, sums.square + square, sums.cube + square * part, sums.product + product,
                sums.square_product + square * weight, sums.product_square + product * weight, sums.noise + noise)


@jit
def _linear(first, last, rows, uses, per_use, weight):
    """Sums over articles, each its own cluster, whose score is x * per_use."""
    sums, total = NOTHING, 0.0
    for k in range(first, last):
        score = uses[k] * per_use[rows[k]]
        total += score
        sums = _with(sums, score, weight[rows[k]], score * per_use[rows[k]])
    return Sums(total, sums.square, sums.cube, sums.product, sums.square_product, sums.product_square, sums.noise)


@jit
def _side(first, last, linear, keep, term, sides):
    """Sums over one side, thinned."""
    sums = Sums(0.0, keep**2 * linear.square, keep**3 * linear.cube, keep * linear.product,
                keep**2 * linear.square_product, keep * linear.product_square, keep * (1 - keep) * linear.noise)
    total, part, current, noise = keep * linear.total, 0.0, -1, 0.0
    for k in range(first, last):
        score, more = _score(k, keep, term)
        i = term.rows[k]
        if sides.cluster[i] != current:
            if current >= 0:
                sums = _with(sums, part, sides.cluster_weight[current], noise)
            current, part, noise = sides.cluster[i], 0.0, 0.0
        total += score
        part += sides.sign[i] * score
        noise += more
    if current >= 0:
        sums = _with(sums, part, sides.cluster_weight[current], noise)
    return Sums(total, sums.square, sums.cube, sums.product, sums.square_product, sums.product_square, sums.noise)


@jit
def _both_sides(keep_target, keep_reference, term, sides):
    return (_side(0, term.split, term.linear[0], keep_target, term, sides),
            _side(term.split, len(term.rows), term.linear[1], keep_reference, term, sides))


@jit
def _crossing(keep_target, keep_reference, term, sides):
    """Sums over clusters that may have articles on both sides: total of each side, noise, and of the clusters' parts
    P and weights W the sums P^2, P W, P^4, P^3 W, P^2 W^2, P W^3, and how many clusters use the term.
    """
    target = reference = noise = 0.0
    square = product = p4 = p3w = p2w2 = pw3 = 0.0
    used, k, j = 0, 0, term.split
    while k < term.split or j < len(term.rows):
        here = sides.cluster[term.rows[k]] if k < term.split else len(sides.cluster_weight)
        if j < len(term.rows):
            here = min(here, sides.cluster[term.rows[j]])
        part = 0.0
        while k < term.split and sides.cluster[term.rows[k]] == here:
            score, more = _score(k, keep_target, term)
            target += score
            part += sides.sign[term.rows[k]] * score
            noise += more * sides.sign[term.rows[k]] ** 2
            k += 1
        while j < len(term.rows) and sides.cluster[term.rows[j]] == here:
            score, more = _score(j, keep_reference, term)
            reference += score
            part += sides.sign[term.rows[j]] * score
            noise += more * sides.sign[term.rows[j]] ** 2
            j += 1
        weight = sides.cluster_weight[here]
        square += part * part
        product += part * weight
        p4 += part**4
        p3w += part**3 * weight
        p2w2 += (part * weight) ** 2
        pw3 += part * weight**3
        used += 1
    return target, reference, noise, square, product, p4, p3w, p2w2, pw3, used


@jit
def _crossing_gap(theta, keep_target, keep_reference, prior, term, sides):
    """``_gap`` where clusters cross sides: each cluster's own contrast u is the unit, and its sign what is permuted.

    Turning the signs of the u gives a sum of variance sum u^2 and excess kurtosis -2 sum u^4 / (sum u^2)^2; z is the
    normal score of the observed sum (Cornish & Fisher 1938), and never more extreme than all k signs alike, which has
    p = 2^(1 - k). The u hold no thinning noise, but a side that never uses the term might have: their variance is at
    least (1 + keep) / 2 of that of u with the noise, which is what is left of it if uses are independent.
    """
    target, reference, noise, square, product, p4, p3w, p2w2, pw3, used = _crossing(
        keep_target, keep_reference, term, sides)
    if prior > 0:
        return (target / sides.w_target + prior * keep_target
                - reference / sides.w_reference - prior * keep_reference)
    w_all, keep = sides.w_target + sides.w_reference, min(keep_target, keep_reference)
    mean = (target + reference) / w_all
    spread = square - 2 * mean * product + mean**2 * sides.cluster_square
    fourth = p4 - 4 * mean * p3w + 6 * mean**2 * p2w2 - 4 * mean**3 * pw3 + mean**4 * sides.cluster_fourth
    variance = max(spread, (1 + keep) / 2 * (spread + noise))
    if theta != 0:
        variance = max(variance, noise / (1 - keep))
    if variance <= 0 or spread <= NOTHING_LEFT**2 * (target + reference) ** 2:
        return 0.0
    z = (target - sides.w_target * mean) / math.sqrt(variance)
    z += fourth / spread**2 * (z**3 - 3 * z) / 12
    limit = _limit(float(used), sides)
    return min(max(z, -limit), limit)


@jit
def _matched_gap(theta, keep_target, keep_reference, prior, term, sides):
    """``_gap`` within stories: which of a story's outlets is the target is what is permuted, story by story.

    An outlet's value V on a story is its weighted mean score; the contrast is that of the target less the mean of the
    other m - 1 outlets, m / (m - 1) times its distance from the mean of all. Each outlet being the target with chance
    1 / m gives the sum of contrasts its second, third and fourth cumulant, and z is its normal score (``_unskew``, then
    Cornish & Fisher's term for what excess kurtosis a gamma variable has not). It is never more extreme than the chance
    that in every story the highest (or lowest) value is the target's. Of two outlets a contrast just has either sign.

    V of the thinned side are expected values. As if drawn, they would spread more by `noise`; of that the difference
    itself is free (`removed`), though never of more than uses which fall independently allow (`least`).
    """
    total = others = square = third = fourth = noise = removed = least = high_bits = low_bits = 0.0
    keep, k, j = min(keep_target, keep_reference), 0, term.split
    while k < term.split or j < len(term.rows):
        story = sides.cluster[term.rows[k]] if k < term.split else len(sides.others)
        if j < len(term.rows):
            story = min(story, sides.cluster[term.rows[j]])
        own = own_noise = 0.0
        while k < term.split and sides.cluster[term.rows[k]] == story:
            score, more = _score(k, keep_target, term)
            own += score
            own_noise += more
            k += 1
        m = sides.others[story] + 1.0
        s1, s2, s3, s4, seen, other_noise = own, own**2, own**3, own**4, 1.0, 0.0
        highest, lowest, at_highest, at_lowest = own, own, 1.0, 1.0
        while j < len(term.rows) and sides.cluster[term.rows[j]] == story:
            outlet, value = sides.outlet[term.rows[j]], 0.0
            while j < len(term.rows) and sides.cluster[term.rows[j]] == story and sides.outlet[term.rows[j]] == outlet:
                score, more = _score(j, keep_reference, term)
                value += (m - 1) * score
                other_noise += (m - 1) ** 2 * more
                j += 1
            s1 += value
            s2 += value**2
            s3 += value**3
            s4 += value**4
            seen += 1
            at_highest = 1.0 if value > highest else at_highest + (value == highest)
            at_lowest = 1.0 if value < lowest else at_lowest + (value == lowest)
            highest, lowest = max(highest, value), min(lowest, value)
        if seen < m:
            at_lowest = m - seen + (at_lowest if lowest == 0 else 0.0)
        mean, stretch = s1 / m, m / (m - 1)
        c2 = s2 / m - mean**2
        c2 = c2 if c2 > NOTHING_LEFT * s2 else 0.0
        c3 = s3 / m - 3 * mean * s2 / m + 2 * mean**3
        c4 = s4 / m - 4 * mean * s3 / m + 6 * mean**2 * s2 / m - 3 * mean**4
        total += own
        others += (s1 - own) / (m - 1)
        square += stretch**2 * c2
        third += stretch**3 * c3
        fourth += stretch**4 * (c4 - 3 * c2**2)
        added = (own_noise + other_noise) / (m - 1)
        noise += added
        removed += own_noise + other_noise / (m - 1) ** 2
        least += (stretch**2 * c2 + added) * (1 - (1 - keep) * ((m - 1) / m if theta > 0 else 1 / m))
        high_bits += math.log2(m / at_highest)
        low_bits += math.log2(m / at_lowest)
    if prior > 0:
        return total / sides.w_target + prior * keep_target - others / sides.w_reference - prior * keep_reference
    variance = square
    if theta != 0:
        variance = max(square + noise - removed, least, noise / (1 - keep))
    if variance <= 0:
        return 0.0
    skew = third / variance**1.5
    z = _unskew((total - others) / math.sqrt(variance), skew)
    z -= (fourth / variance**2 - 1.5 * skew**2) * (z**3 - 3 * z) / 24
    return min(max(z, -_limit(low_bits, sides)), _limit(high_bits, sides))


@jit
def _limit(bits, sides):
    """Normal score of the chance 2^-bits; endless where that is too small to matter."""
    place = int(bits * SCORES_A_BIT)
    return sides.sign_limit[place] if place < len(sides.sign_limit) else np.inf


@jit
def _gap(theta, prior, term, sides, at_zero):
    """How much higher the target scores after thinning; falls as theta grows.

    Standardised and unskewed (z) when `prior` is 0; else the plain difference in means, `prior` added to both.

    Thinned articles spread as the other side's do only with the noise that thinning adds, so the pooled variance takes
    it in; the difference itself is taken between expected scores, so the thinned side's part is freed of it again (of
    independent uses a share `keep` of the variance is left then; of bursts, more).
    The variance is never less than that of uses that fall independently at the thinned side's rate: a side that never
    uses the term shows no spread, and yet might have used it.
    """
    keep_target = 2.0**-theta if theta > 0 else 1.0
    keep_reference = 2.0**theta if theta < 0 else 1.0
    if sides.matched:
        return _matched_gap(theta, keep_target, keep_reference, prior, term, sides)
    if not sides.nested:
        return _crossing_gap(theta, keep_target, keep_reference, prior, term, sides)
    target, reference = at_zero
    if theta > 0:
        target = _side(0, term.split, term.linear[0], keep_target, term, sides)
    elif theta < 0:
        reference = _side(term.split, len(term.rows), term.linear[1], keep_reference, term, sides)
    if prior > 0:
        return (target.total / sides.w_target + prior * keep_target
                - reference.total / sides.w_reference - prior * keep_reference)
    w_all = sides.w_target + sides.w_reference
    both = _plus(target, reference)
    mean, square = both.total / w_all, both.square + both.noise
    spread = square - 2 * mean * both.product + mean**2 * sides.cluster_square
    spread = spread if spread > NOTHING_LEFT * square else 0.0
    variance = sides.scale * spread
    if theta != 0:
        keep = min(keep_target, keep_reference)
        if spread > 0:
            own = sides.target_share if theta > 0 else 1 - sides.target_share
            variance *= own + (1 - own) * max(1 - both.noise / (own * spread), keep)
        variance = max(variance, both.noise / (1 - keep) * sides.w_target * sides.w_reference / w_all**2)
    if variance <= 0:
        return 0.0
    third = sides.third_scale * (both.cube - 3 * mean * both.square_product + 3 * mean**2 * both.product_square
                                 - mean**3 * sides.cluster_cube)
    return _unskew((target.total - sides.w_target * mean) / math.sqrt(variance), third / variance**1.5)


@jit
def _unskew(z, skew):
    """Normal score of a standardised gamma variable with this skewness (Wilson & Hilferty 1931)."""
    if abs(skew) < 1e-4:
        return z
    return 6 / skew * (np.cbrt(max(skew * z / 2 + 1, 0.0)) - 1) + skew / 6


@jit
def _bracket(level, guess, prior, term, sides, at_zero):
    """(low, high, gap - level at low and at high) around the root, sought from 0 by way of `guess`, or infinities."""
    low = high = 0.0
    at_low = at_high = _gap(0.0, prior, term, sides, at_zero) - level
    step = max(abs(guess), 1e-3) if at_low > 0 else -max(abs(guess), 1e-3)
    while True:
        value = _gap(step, prior, term, sides, at_zero) - level
        if step > 0:
            if value <= 0:
                return low, step, at_low, value
            low, at_low = step, value
        else:
            if value >= 0:
                return step, high, value, at_high
            high, at_high = step, value
        if abs(step) >= REACH:
            return math.copysign(np.inf, step), math.copysign(np.inf, step), 0.0, 0.0
        step = min(max(2 * step, -REACH), REACH)


@jit
def _root(level, guess, prior, term, sides, at_zero):
    """theta at which the gap equals `level`; infinite where it never does. False position, Illinois variant."""
    low, high, at_low, at_high = _bracket(level, guess, prior, term, sides, at_zero)
    if np.isinf(low):
        return low
    side, margin = 0, 0.4 * TOLERANCE
    while high - low > TOLERANCE:
        point = low + (high - low) * at_low / (at_low - at_high) if at_low > at_high else 0.5 * (low + high)
        point = min(max(point, low + margin), high - margin)
        value = _gap(point, prior, term, sides, at_zero) - level
        if value > 0:
            low, at_low = point, value
            at_high *= 0.5 if side == 1 else 1.0
            side = 1
        elif value < 0:
            high, at_high = point, value
            at_low *= 0.5 if side == -1 else 1.0
            side = -1
        else:
            return point
    return 0.5 * (low + high)


@jit
def _expected_power(term, sides):
    """Squared slope over variance of the score at theta = 0, labels unseen; and the sum of scores."""
    once = _plus(term.linear[0], term.linear[1])
    total = slope = once.total
    square, product = once.square, once.product
    for k in range(len(term.rows)):
        score, _ = _score(k, 1.0, term)
        i, x = term.rows[k], term.uses[k]
        if term.plain or x == 1:
            slope += score
        else:
            slope += term.gain[i] * term.share[i] * x * _power(1 - term.share[i], x - 1)
        total += score
        square += score * score
        product += score * sides.weight[i]
    mean = total / (sides.w_target + sides.w_reference)
    variance = square - 2 * mean * product + mean * mean * sides.article_square
    return (slope * slope / variance if variance > 1e-12 * square else 0.0), total


@jit
def _separate(rows, uses, split, sides, other_rows, other_uses):
    """Sum up the articles that use a term once, whose score is linear for every m; copy out the others."""
    first, part, count, other_split = NOTHING, NOTHING, 0, 0
    for k in range(len(rows) + 1):
        if k == split:
            first, part, other_split = part, NOTHING, count
        if k == len(rows):
            return (first, part), count, other_split
        if uses[k] == 1:
            part = _plus(part, _linear(k, k + 1, rows, uses, sides.gain[0], sides.weight))
        else:
            other_rows[count], other_uses[count] = rows[k], uses[k]
            count += 1


@jit
def _choose(rows, uses, split, linear, sides):
    """The term under the m of greatest expected power, that power, and the sum of scores."""
    chosen, best, score = 0, -1.0, 0.0
    for m in range(len(sides.gain)):
        power, total = _expected_power(Term(m == 0, rows, uses, split, linear, sides.gain[m], sides.share[m]), sides)
        if power > best:
            chosen, best, score = m, power, total
    return Term(chosen == 0, rows, uses, split, linear, sides.gain[chosen], sides.share[chosen]), best, score


@jit
def thin_terms(first, last, indptr, rows, uses, sides, critical, prior_uses, other_rows, other_uses, out):
    """Fit terms first..last-1 of a term-by-article matrix.

    Parameters
    ----------
    first, last : int
        Range of terms.
    indptr, rows, uses : int arrays
        Compressed columns; rows rise within a term.
    sides : Sides
        Its first m is 0.
    critical : float
        z at the ends of the interval.
    prior_uses : float
        Uses added to the lighter side, and in proportion to the heavier one; in the estimate only, which stays finite
        so.
    other_rows, other_uses : int arrays, shape (n_articles,)
        Room to work in.
    out : float array, shape (n_terms, 4)
        Filled with estimate, conf_low, conf_high (log2) and z at 0.
    """
    lighter, w_all = min(sides.w_target, sides.w_reference), sides.w_target + sides.w_reference
    per_theta = math.log(2.0) * sides.w_target * sides.w_reference / (w_all * w_all) / math.sqrt(sides.scale)
    one_each = len(sides.cluster_weight) == len(sides.weight)
    for j in range(first, last):
        r, u = rows[indptr[j]:indptr[j + 1]], uses[indptr[j]:indptr[j + 1]]
        split, total_uses = np.searchsorted(r, sides.n_target), u.sum()
        linear = (NOTHING, NOTHING)
        if one_each:
            linear, count, split = _separate(r, u, split, sides, other_rows, other_uses)
            r, u = other_rows[:count], other_uses[:count]
        term, best, score = _choose(r, u, split, linear, sides)
        if term.plain and one_each:
            linear = (_plus(linear[0], _linear(0, split, r, u, term.gain, sides.weight)),
                      _plus(linear[1], _linear(split, len(r), r, u, term.gain, sides.weight)))
            term = Term(True, r[:0], u[:0], 0, linear, term.gain, term.share)
        at_zero = _both_sides(1.0, 1.0, term, sides) if sides.nested else (NOTHING, NOTHING)
        z = _gap(0.0, 0.0, term, sides, at_zero)
        rate = max(per_theta * math.sqrt(best), 1e-3)  # z falls by about this per unit of theta
        prior = prior_uses * score / total_uses / lighter
        out[j, 0] = _root(0.0, 1.1 * z / rate, prior, term, sides, at_zero)
        out[j, 1] = _root(critical, 1.2 * (z - critical) / rate, 0.0, term, sides, at_zero)
        out[j, 2] = _root(-critical, 1.2 * (z + critical) / rate, 0.0, term, sides, at_zero)
        out[j, 3] = z
