"""What the words around a lexicon's word do to its score."""

from collections import Counter

import numpy as np

# Hutto & Gilbert (2014): what each of VADER's rules adds or multiplies.
CAPITALS, NEGATION, NEVER_SO, BEFORE_BUT, AFTER_BUT = 0.733, -0.74, 1.25, 0.5, 1.5
BEFORE_OR_ON = (slice(2, 4), slice(1, 4), slice(1, 3), slice(0, 3), slice(0, 2))  # phrases around the word, which is place 3
FROM_THE_WORD, BEFORE = (slice(3, 5), slice(3, 6)), (slice(0, 3), slice(0, 2), slice(1, 3))
FADING = (1.0, 0.95, 0.9)  # of a booster one, two and three words before


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
    text : int array
        The text of each.
    score : float array
        The score of each after negation, boosters, capitals and "but".
    """
    rules = vocabulary.lexicon.rules
    by_code = vocabulary.by_code()
    at = np.flatnonzero(by_code["scored"][reading.code])
    if rules == "vader":
        at = at[~((reading.code[at] == vocabulary.code["kind"]) & (reading.code[at + 1] == vocabulary.code["of"]))]
    text = reading.text[at]
    score = by_code["score"][reading.code[at]]
    if rules == "vader":
        score = _vader(reading, vocabulary, by_code, at, text, score)
    elif rules == "negation":
        negator = by_code["negator"][reading.code]
        score = np.where(negator[at - 1] | negator[at - 2] | negator[at - 3], -score, score)
    return at, text, score


def _vader(reading, vocabulary, by_code, at, text, score):
    """VADER's rules. Most words have nothing near that acts on them; only the others go through all rules."""
    shouted = np.bincount(reading.text[reading.shout], minlength=len(reading.n_words))
    mixed = (shouted > 0) & (shouted < reading.n_words)  # capitals count where not all words have them
    shout = reading.shout[at] & mixed[text]
    busy = np.flatnonzero(_is_busy(reading.code, vocabulary, by_code, at))
    calm = _capitals(score, shout)
    near = [reading.code[at[busy] + step] for step in range(-3, 3)]
    loud = [reading.shout[at[busy] - step] & mixed[text[busy]] for step in (1, 2, 3)]
    calm[busy] = _stirred(near, loud, shout[busy], vocabulary, by_code, score[busy])
    return calm * _but(reading, vocabulary, at, text, calm)


def _is_busy(code, vocabulary, by_code, at):
    """Whether a booster, a negation, a word of the rules or of a special phrase is near."""
    acts, anchor = by_code["acts"], by_code["anchor"]
    busy = anchor[code[at]] | (code[at] == vocabulary.code["no"])
    for step in (1, 2, 3):
        busy |= acts[code[at - step]]
    for step in (1, 2):
        busy |= anchor[code[at + step]]
    return busy


def _is_either(codes, one, other):
    return (codes == one) | (codes == other)


def _capitals(score, shout):
    return score + shout * np.where(score > 0, CAPITALS, -CAPITALS)


def _stirred(near, loud, shout, vocabulary, by_code, score):
    """All rules but "but", in VADER's order; `near` are the codes three words before to two words after."""
    code, known = vocabulary.code, by_code["known"]
    third, second, first, word, after, _ = near
    no = first == code["no"]
    no |= second == code["no"]
    no |= (third == code["no"]) & _is_either(first, code["or"], code["nor"])
    value = np.where((word == code["no"]) & known[after], 0.0, score)
    value = _capitals(np.where(no, score * NEGATION, value), shout)
    for step, (before, aloud) in enumerate(zip((first, second, third), loud, strict=True)):
        free = (before != 0) & ~known[before]  # a word is there, and it is no term itself
        strength = by_code["booster"][before]
        strength = np.where(value < 0, -strength, strength)
        strength = np.where(aloud & (strength != 0), strength + np.where(value > 0, CAPITALS, -CAPITALS), strength)
        stirred = (value + strength * FADING[step]) * _negation(step, near, code, by_code["negator"])
        if step == 2:
            stirred = _special(near, vocabulary, stirred)
        value = np.where(free, stirred, value)
    least = (first == code["least"]) & ~known[first] & ~_is_either(second, code["at"], code["very"])
    return np.where(least, value * NEGATION, value)


def _negation(step, near, code, negator):
    """What a negation one, two or three words before multiplies the score by."""
    third, second, first = near[:3]
    if step == 0:
        return np.where(negator[first], NEGATION, 1.0)
    so, this = code["so"], code["this"]
    if step == 1:
        never_so = (second == code["never"]) & _is_either(first, so, this)
        doubt, before = first == code["doubt"], second
    else:
        never_so = (third == code["never"]) & _is_either(second, so, this) | _is_either(first, so, this)
        doubt, before = (second == code["doubt"]) | (first == code["doubt"]), third
    no_doubt = (before == code["without"]) & doubt
    return np.where(never_so, NEVER_SO, np.where(no_doubt | ~negator[before], 1.0, NEGATION))


def _special(near, vocabulary, value):
    """Phrases that have a score of their own, and boosters of two words, around the word (place 3 of `near`)."""
    anchor, value = vocabulary.by_code()["anchor"], value.copy()
    special, boosters = ({tuple(vocabulary.code[word] for word in phrase.split()): score for phrase, score in phrases.items()}
                         for phrases in (vocabulary.lexicon.special, vocabulary.lexicon.boosters))
    for place in np.flatnonzero(np.logical_or.reduce([anchor[each] for each in near])).tolist():
        codes = tuple(int(each[place]) for each in near)
        # The first that fits before or on the word counts; one that begins with the word overrules, the longer the more.
        fits = [codes[part] for part in BEFORE_OR_ON if codes[part] in special][:1]
        fits += [codes[part] for part in FROM_THE_WORD if codes[part] in special]
        if fits:
            value[place] = special[fits[-1]]
        for part in BEFORE:
            value[place] += boosters.get(codes[part], 0.0)
    return value


def _but(reading, vocabulary, at, text, score):
    """What each word is multiplied by for standing before or after the first "but" of its text."""
    but = np.flatnonzero(reading.code == vocabulary.code["but"])
    where = np.full(len(reading.n_words), -1)
    texts, first = np.unique(reading.text[but], return_index=True)
    where[texts] = but[first]
    turn = where[text]
    before, after = at < turn, (turn >= 0) & (at > turn)
    factor = np.where(before, BEFORE_BUT, np.where(after, AFTER_BUT, 1.0))
    for each in _with_twins(text, score, before, after):
        _halve_twins(range(*np.searchsorted(text, [each, each + 1])), score, before, factor)
    return factor


def _with_twins(text, score, before, after):
    """Texts where a word after "but" scores what a halved word before it scores."""
    values, rank = np.unique(np.concatenate([score[before] * BEFORE_BUT, score[after]]), return_inverse=True)
    key = np.concatenate([text[before], text[after]]) * max(len(values), 1) + rank
    n_before = int(before.sum())
    return np.unique(text[after][np.isin(key[n_before:], key[:n_before])])


def _halve_twins(places, score, before, factor):
    """vaderSentiment finds words by their score: one after "but" that equals a halved one before it is halved in its stead."""
    halved = Counter(score[place] * BEFORE_BUT for place in places if before[place])
    for place in places:
        if factor[place] == AFTER_BUT and halved[score[place]] > 0:
            factor[place] = BEFORE_BUT
            halved.subtract({score[place]: 1})
            halved[score[place] * BEFORE_BUT] += 1
