"""What the words around a lexicon's word do to its score."""

from collections import Counter

import numpy as np

from crossframe.measure.vocabulary import GAP

# Hutto & Gilbert (2014): what each of VADER's rules adds or multiplies.
CAPITALS, NEGATION, NEVER_SO, BEFORE_BUT, AFTER_BUT = 0.733, -0.74, 1.25, 0.5, 1.5
FADING = (1.0, 0.95, 0.9)  # of a booster one, two and three words before
# Where phrases may lie around a word, which is the fourth of six.
BEFORE_OR_ON = (slice(2, 4), slice(1, 4), slice(1, 3), slice(0, 3), slice(0, 2))
FROM_THE_WORD, BEFORE = (slice(3, 5), slice(3, 6)), (slice(0, 3), slice(0, 2), slice(1, 3))


def score_words(reading, vocabulary):
    """Scores of the matched words after the rules of the lexicon.

    Parameters
    ----------
    reading : Reading
    vocabulary : Vocabulary

    Returns
    -------
    at : int array
        Places of the matched words in the reading, ascending.
    score : float array
        The score of each after negation, boosters, capitals and "but".
    """
    rules, code = vocabulary.lexicon.rules, reading.code
    at = np.flatnonzero(vocabulary.arrays.scored[code])
    if rules == "vader":
        at = at[~((code[at] == vocabulary.code["kind"]) & (code[at + 1] == vocabulary.code["of"]))]
        return at, _vader(reading, vocabulary, at)
    score = vocabulary.arrays.score[code[at]]
    if rules == "negation":
        negator = vocabulary.arrays.negator[code]
        score = np.where(negator[at - 1] | negator[at - 2] | negator[at - 3], -score, score)
    return at, score


def _vader(reading, vocabulary, at):
    """VADER's rules. Most words have nothing near that acts on them; only the others go through all rules."""
    shouted = np.bincount(reading.text[reading.shout], minlength=len(reading.n_words))
    mixed = (shouted > 0) & (shouted < reading.n_words)  # capitals count where not all words have them
    phrased = _phrased(reading.code, vocabulary)
    score, shout = vocabulary.arrays.score[reading.code[at]], reading.shout[at] & mixed[reading.text[at]]
    value, busy = _with_capitals(score, shout), np.flatnonzero(_is_busy(reading.code, phrased, vocabulary, at))
    near = np.array([at[busy] + step for step in range(-3, 3)])
    loud = reading.shout[near] & mixed[reading.text[at[busy]]]
    value[busy] = _stirred(reading.code[near], loud, phrased[near].any(axis=0), vocabulary, score[busy])
    return value * _but(reading, vocabulary, at, value)


def _phrased(code, vocabulary):
    """Which places are in a special phrase or a booster of several words; each is found by its longest word."""
    phrased = np.zeros(len(code), dtype=bool)
    anchors = np.flatnonzero(vocabulary.arrays.anchor[code])
    for words, longest in vocabulary.phrases:
        first = anchors[code[anchors] == words[longest]] - longest
        for step, word in enumerate(words):
            first = first[code[first + step] == word]
        for step in range(len(words)):
            phrased[first + step] = True
    return phrased


def _is_busy(code, phrased, vocabulary, at):
    """Whether a booster, a negation, a word of the rules or of a special phrase is near."""
    busy = (code[at] == vocabulary.code["no"]) | phrased[at] | phrased[at + 1] | phrased[at + 2]
    for step in (1, 2, 3):
        busy |= vocabulary.arrays.acts[code[at - step]] | phrased[at - step]
    return busy


def _with_capitals(score, shout):
    return score + shout * np.where(score > 0, CAPITALS, -CAPITALS)


def _stirred(near, loud, in_phrase, vocabulary, score):
    """All rules but "but", in VADER's order; `near` are the codes from three words before to two words after."""
    code, known = vocabulary.code, vocabulary.arrays.known
    third, second, first, word, after, _ = near
    no = (first == code["no"]) | (second == code["no"])
    no |= (third == code["no"]) & _is_either(first, code["or"], code["nor"])
    value = np.where((word == code["no"]) & known[after], 0.0, score)
    value = _with_capitals(np.where(no, score * NEGATION, value), loud[3])
    for step, before in enumerate((first, second, third)):
        strength = vocabulary.arrays.booster[before] * np.where(value < 0, -1, 1)
        strength += (loud[2 - step] & (strength != 0)) * np.where(value > 0, CAPITALS, -CAPITALS)
        stirred = (value + strength * FADING[step]) * _negation(step, near, vocabulary)
        if step == 2:
            stirred = _special(near, in_phrase, vocabulary, stirred)
        value = np.where((before != GAP) & ~known[before], stirred, value)  # a word is there, and it is no term itself
    least = (first == code["least"]) & ~known[first] & ~_is_either(second, code["at"], code["very"])
    return np.where(least, value * NEGATION, value)


def _negation(step, near, vocabulary):
    """What a negation one, two or three words before multiplies the score by."""
    code, negator = vocabulary.code, vocabulary.arrays.negator
    third, second, first = near[:3]
    if step == 0:
        return np.where(negator[first], NEGATION, 1.0)
    never_so = (near[2 - step] == code["never"]) & _is_either(near[3 - step], code["so"], code["this"])
    doubt = near[3 - step] == code["doubt"]
    if step == 2:
        never_so |= _is_either(first, code["so"], code["this"])
        doubt |= first == code["doubt"]
    before = near[2 - step]
    no_doubt = (before == code["without"]) & doubt
    return np.where(never_so, NEVER_SO, np.where(negator[before] & ~no_doubt, NEGATION, 1.0))


def _is_either(codes, one, other):
    return (codes == one) | (codes == other)


def _special(near, in_phrase, vocabulary, value):
    """Phrases that have a score of their own, and boosters of several words, around the word."""
    value, special = value.copy(), vocabulary.special
    for place in np.flatnonzero(in_phrase).tolist():
        codes = tuple(near[:, place].tolist())
        # The first that fits before or on the word counts; those that begin with the word overrule it, the longer most.
        fits = [codes[part] for part in BEFORE_OR_ON if codes[part] in special][:1]
        fits += [codes[part] for part in FROM_THE_WORD if codes[part] in special]
        if fits:
            value[place] = special[fits[-1]]
        for part in BEFORE:
            value[place] += vocabulary.boosting.get(codes[part], 0.0)
    return value


def _but(reading, vocabulary, at, score):
    """What each word is multiplied by for standing before or after the first "but" of its text."""
    but = np.flatnonzero(reading.code == vocabulary.code["but"])
    texts, first = np.unique(reading.text[but], return_index=True)
    first_but = np.full(len(reading.n_words), -1)
    first_but[texts] = but[first]
    text = reading.text[at]
    before, after = at < first_but[text], (first_but[text] >= 0) & (at > first_but[text])
    factor = np.where(before, BEFORE_BUT, np.where(after, AFTER_BUT, 1.0))
    for each in _with_twins(text, score, before, after):
        _halve_twins(range(*np.searchsorted(text, [each, each + 1])), score, before, factor)
    return factor


def _with_twins(text, score, before, after):
    """Texts where a word after "but" scores what a halved word before it scores."""
    values, rank = np.unique(np.concatenate([score[before] * BEFORE_BUT, score[after]]), return_inverse=True)
    key = np.concatenate([text[before], text[after]]).astype(np.int64) * max(len(values), 1) + rank
    n_before = int(before.sum())
    return np.unique(text[after][np.isin(key[n_before:], key[:n_before])])


def _halve_twins(places, score, before, factor):
    """vaderSentiment finds words by score: one after "but" that equals a halved one before it is taken for that one."""
    halved = Counter(score[place] * BEFORE_BUT for place in places if before[place])
    for place in places:
        if factor[place] == AFTER_BUT and halved[score[place]] > 0:
            factor[place] = BEFORE_BUT
            halved.subtract({score[place]: 1})
            halved[score[place] * BEFORE_BUT] += 1
