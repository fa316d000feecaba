"""Rival names that no list holds: nouns that stand in one another's place where outlets tell the same thing."""

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import NamedTuple

import numpy as np

from crossframe.measure.labels import joined_noun
from crossframe.measure.mentions import Mention
from crossframe.measure.names import title_words

__all__ = ["Rivals", "alike_sentences", "find_rivals", "rival_uses"]

ALIKE = 0.10  # cosine of the words of two sentences, from which on they may tell the same thing
STORIES = 4  # of which different outlets must use the one noun or the other
TIMES = 3  # stories in which sentences that tell the same thing must have one noun and another of a set
TOGETHER = 0.2  # share of an outlet's tellings that may use both
PLACE, PLACES = 0.015, 0.05  # least agreement in place of two nouns, and on average over the pairs of a set
COMPANY = 0.1  # most that company counts: a few phrases shared by chance are soon much
AGREE = 0.42  # least mean, over the pairs of a set, of agreement in place, company and meaning
SHOWN = 4  # names that a set is called by: with fewer it would take the side of some outlets
_ENDING = re.compile(r"(?<=\w{4})(?:ies|es|s|ed|ing)\b")  # so that *marched* and *marching* are one word
_NO_LABEL = frozenset(
    "day week month year decade century hour minute second morning evening night noon afternoon weekend today tonight "
    "tomorrow yesterday time moment spring summer autumn winter thing something anything nothing everything someone "
    "somebody anyone anybody everyone everybody nobody one way lot number part half third quarter percent cent million "
    "billion thousand dozen pair kind sort bit rest end start side top".split())


class Rivals(NamedTuple):
    """Nouns found to be names of one thing."""

    referent: str
    names: tuple


def alike_sentences(sentences, stories, outlets):
    """Pairs of sentences of different outlets that may tell the same thing.

    Parameters
    ----------
    sentences : list of str
    stories, outlets : list of str
        Those of each sentence.

    Returns
    -------
    list of (int, int, float)
        For each sentence and each other outlet of its story the sentence nearest to it in words, where that is near
        enough; cosine of their rarer words, 0 to 1.
    """
    from scipy import sparse

    from crossframe.tokens import count_terms

    sentences = [_ENDING.sub("", sentence.lower()) for sentence in sentences]
    counts = count_terms(sentences, stop_words="english").matrix.astype(np.float64)
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    weighted = counts.sign() @ sparse.diags_array(np.log(len(sentences) / np.maximum(spread, 1)))
    length = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    weighted = sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-9)) @ weighted)
    groups = defaultdict(lambda: defaultdict(list))
    for place, (story, outlet) in enumerate(zip(stories, outlets, strict=True)):
        groups[story][outlet].append(place)
    return [pair for each in groups.values() for one in each for other in each if one != other
            for pair in _nearest(weighted, np.array(each[one]), np.array(each[other]))]


def _nearest(weighted, one, other):
    """(sentence, its nearest in the other group, cosine), where near enough."""
    for begin in range(0, len(one), 500):
        near = (weighted[one[begin : begin + 500]] @ weighted[other].T).toarray()
        best = near.argmax(axis=1)
        for row in np.flatnonzero(near.max(axis=1) >= ALIKE).tolist():
            yield int(one[begin + row]), int(other[best[row]]), float(near[row, best[row]])


def find_rivals(parse, pairs, stories, outlets, listed):
    """Sets of nouns that name one thing.

    Two nouns are rivals where, in four stories or more, some outlets use the one and others the other, and seldom one
    outlet both; where sentences that tell the same thing have one each; where they keep the same company (what they
    depend on); and where they mean something alike (``models.encoder``). No one of these is enough.

    Parameters
    ----------
    parse : Parse
    pairs : list of (int, int, float)
        Of :func:`alike_sentences`, by row of the table of sentences.
    stories, outlets : list of str
        Those of each text.
    listed : set of str
        Nouns that a list holds already.

    Returns
    -------
    list of Rivals
        The most frequent set first; its names are nouns in small letters, with a noun joined before them.
    """
    nouns, plural, where, company = _nouns(parse, listed)
    story = {sentence: stories[text] for text, sentence in zip(parse.text, parse.sentence, strict=True)}
    votes, shared = _votes(nouns, pairs, story)
    told = {noun: {(stories[text], outlets[text]) for text, _ in each} for noun, each in where.items()}
    likely = {pair for pair in votes if _apart(*pair, told, plural) and _split(*pair, told) >= STORIES}
    names = sorted({noun for pair in likely for noun in pair})
    row, company, meaning = {name: at for at, name in enumerate(names)}, _scaled(company), _alike_meaning(names)
    score, places = np.zeros((len(names), len(names))), Counter()
    for pair in sorted(votes):
        places[pair] = votes[pair] / np.sqrt(len(where[pair[0]]) * len(where[pair[1]]))
        if places[pair] >= PLACE and pair[0] in row and pair[1] in row and _apart(*pair, told, plural):
            one, other = row[pair[0]], row[pair[1]]
            kin = min(_alike_company(*(company[noun] for noun in pair)), COMPANY)
            score[one, other] = score[other, one] = places[pair] + kin + meaning[one, other]
    sets = [[names[place] for place in each] for each in _sets(score)]
    sets = [each for each in sets if np.mean([places[pair] for pair in combinations(each, 2)]) >= PLACES
            and len(set().union(*(shared[pair] for pair in combinations(each, 2)))) >= TIMES]
    uses = {noun: len(each) for noun, each in where.items()}
    found = [_named(each, uses) for each in sets]
    return sorted(found, key=lambda each: (-sum(uses[noun] for noun in each.names), each))


def _nouns(parse, listed):
    """The common nouns of each sentence; whether each is a plural; its uses as (text, sentence); its company."""
    nouns, plural, where, company = defaultdict(set), Counter(), defaultdict(set), defaultdict(Counter)
    for token in range(len(parse)):
        noun = _noun(parse, token)
        if noun and noun not in listed:
            nouns[parse.sentence[token]].add(noun)
            plural[noun] += 1 if parse.tag[token][-1] == "S" else -1
            where[noun].add((parse.text[token], parse.sentence[token]))
            company[noun].update(_company(parse, token))
    return nouns, {noun: count > 0 for noun, count in plural.items()}, where, company


def _noun(parse, token):
    """The common noun at a token, in small letters, with a noun joined before it; empty where none heads a phrase."""
    word, lemma = parse.word(token), parse.lemma[token].lower()
    common = parse.pos[token] == "NOUN" or parse.pos[token] == "PROPN" and word.islower()  # small letters are no name
    if not common or parse.tag[token][:2] != "NN" or parse.dep[token] in ("compound", "amod", "nmod", "npadvmod"):
        return ""
    if len(word) < 3 or not word[1:].islower() or lemma in _NO_LABEL or title_words().get(word.lower()) == "head":
        return ""
    joined = joined_noun(parse, token)
    return f"{joined} {word.lower()}" if joined else word.lower()


def _company(parse, token):
    """What a noun depends on, as text: its part and the word above; of a preposition that and the word above it."""
    above = parse.head[token]
    part, word = parse.dep[token], parse.lemma[above].lower()
    return [f"{part} {word}", f"{part} {word} {parse.lemma[parse.head[above]].lower()}"] if part == "pobj" else [
        f"{part} {word}"]


def _votes(nouns, pairs, story):
    """How much sentences that tell the same thing pair two nouns, and in which stories."""
    votes, shared = Counter(), defaultdict(set)
    for one, other, near in pairs:
        for first in nouns[one] - nouns[other]:
            for second in nouns[other] - nouns[one]:
                pair = (first, second) if first < second else (second, first)
                votes[pair] += near
                shared[pair].add(story[one])
    return votes, shared


def _split(one, other, told):
    """In how many stories the outlets divide: some use the one noun, others the other, none both."""
    first, second = defaultdict(set), defaultdict(set)
    for story, outlet in told[one]:
        first[story].add(outlet)
    for story, outlet in told[other]:
        second[story].add(outlet)
    return sum(not first[story] & second[story] for story in first.keys() & second.keys())


def _apart(one, other, told, plural):
    """Whether two nouns are of one number and of different stems, and outlets seldom use both in one story."""
    heads = one.split()[-1], other.split()[-1]
    if plural[one] != plural[other] or heads[0][:4] in {word[:4] for word in other.split()} \
            or heads[1][:4] in {word[:4] for word in one.split()}:
        return False
    both = len(told[one] & told[other])
    return both <= TOGETHER * min(len(told[one]), len(told[other]))


def _scaled(company):
    """The company of each noun as a row of length 1, rare company weighing more."""
    spread, rows = Counter(word for each in company.values() for word in each), {}
    for noun, each in company.items():
        row = {word: n * np.log(len(company) / spread[word]) for word, n in each.items()}
        length = np.sqrt(sum(value**2 for value in row.values())) or 1.0
        rows[noun] = {word: value / length for word, value in row.items()}
    return rows


def _alike_company(one, other):
    """Cosine of two rows."""
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def _alike_meaning(names):
    """Cosine of what the nouns mean by themselves."""
    from crossframe.models.encoder import encode

    rows = encode(names)
    return rows @ rows.T


def _sets(score):
    """Average linkage: the sets most alike are joined as long as the mean over all their pairs is high enough."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(score) < 2:
        return []
    far = np.clip(score.max() - score, 0, None)
    np.fill_diagonal(far, 0)
    tree = linkage(squareform(far, checks=False), method="average")
    groups = defaultdict(list)
    for place, group in enumerate(fcluster(tree, score.max() - AGREE, criterion="distance").tolist()):
        groups[group].append(place)
    return [each for each in groups.values() if len(each) > 1]


def _named(nouns, uses):
    names = sorted(nouns, key=lambda noun: (-uses[noun], noun))
    return Rivals(" / ".join(names[:SHOWN]), tuple(names))


def rival_uses(parse, rivals):
    """Where the names of sets of rivals stand.

    Parameters
    ----------
    parse : Parse
    rivals : list of Rivals

    Returns
    -------
    list of Mention
        Short ones, too: *the tax* in an article that has *the dock tax*.
    """
    owner = {name: each.referent for each in rivals for name in each.names}
    short = defaultdict(set)
    for name in owner:
        if " " in name:
            short[name.split()[-1]].add(owner[name])
    short = {head: each.pop() for head, each in short.items() if len(each) == 1 and head not in owner}
    mentions, has = [], set()
    for token in range(len(parse)):
        if name := _noun(parse, token):
            has.update({(parse.text[token], name.split()[-1])} if name in owner and " " in name else ())
            if name in owner or name in short:
                mentions.append(_rival_mention(parse, token, name, owner.get(name) or short[name]))
    return [each for each in mentions if each.name in owner or (each.text, each.name) in has]


def _rival_mention(parse, token, name, referent):
    first = token - len(name.split()) + 1
    modifiers = [child for child in parse.children[token] if parse.dep[child] == "amod" and child < first]
    kind = "group" if parse.tag[token][-1] == "S" else "thing"
    return Mention(parse.text[token], parse.start[min([first, *modifiers])], parse.end[token], referent, kind, name,
                   "label", " ".join(parse.word(child).lower() for child in modifiers), "same slot")
