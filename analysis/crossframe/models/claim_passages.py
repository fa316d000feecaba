"""Texts cut into passages, which of them speak of a claim, and how a network is shown them."""

from functools import cache
from typing import NamedTuple

import numpy as np

from crossframe.models.encoder import VOCABULARY, word_pieces
from crossframe.models.static import text_vectors
from crossframe.models.tuned import START, STOP
from crossframe.sentences import split_sentences

__all__ = ["FEATURES", "Found", "Read", "look_for", "read_texts", "shown"]

LONGEST = 60  # word pieces of a passage: longer sentences are cut
LEAD = 3  # passages at the beginning of a text that are always looked at
BEST = 6  # further ones: those that share most with the claim
NEAR = 3  # passages in a row that may share a claim's words between them
RAREST = 3  # words of a claim
CAP = 9.0  # weight of a word above which rarity makes no more difference
CUE = 0.25  # what words of doubt or denial add to a passage's score
OF_CLAIM, ROOM = 48, 120  # word pieces of the claim and of all passages that the network is shown
BASE = np.uint64(1_000_003)
FEATURES = (
    "share of the claim's words, by weight", "in the lead", "best passages in a row", "pairs of words", "rarest words",
    "best cosine", "best cosine in the lead", "second cosine", "share times cosine", "log words of the text",
    "log words of the claim",
)
CUES = (
    "allegation alleged allegedly apparently bogus conspiracy contrary correction debunk debunked debunking debunks "
    "denial denied denies deny denying disproved dismissed disputed doubt doubts erroneous fabricated fake false "
    "falsely hoax hoaxes inaccurate incorrect joke misleading myth never prank refute refuted rejected reportedly "
    "retracted rumor rumored rumors rumour rumoured rumours satire satirical scam speculation staged unconfirmed "
    "unfounded unsubstantiated untrue unverified wrong").split()


class Read(NamedTuple):
    """A text in passages and words."""

    ids: np.ndarray  # word pieces
    bounds: np.ndarray  # pieces at which passages begin, and their number
    spans: np.ndarray  # characters of the passages, shape (n_passages, 2)
    words: np.ndarray  # a number for each word: equal words have equal numbers
    first: np.ndarray  # the piece at which each word begins


class Found(NamedTuple):
    """Where a text speaks of a claim."""

    passages: np.ndarray  # those that were looked at, in the order of the text
    scores: np.ndarray  # how near each is to the claim
    features: np.ndarray  # shape (len(FEATURES),)


def read_texts(texts):
    """Cut texts into passages: sentences, the longest of them in parts.

    Parameters
    ----------
    texts : list of str

    Returns
    -------
    list of Read

    Examples
    --------
    >>> text = "The ferry sank. Nobody drowned."
    >>> [text[start:end] for start, end in read_texts([text])[0].spans]
    ['The ferry sank.', 'Nobody drowned.']
    """
    return [_read(text, encoded) for text, encoded in zip(texts, word_pieces().encode_batch(list(texts)), strict=True)]


def _read(text, encoded):
    ids = np.array(encoded.ids, np.int64)
    places = np.array(encoded.offsets, np.int64).reshape(-1, 2)
    if not len(ids):
        return Read(ids, np.zeros(1, np.int64), places, ids.astype(np.uint64), ids)
    begins = np.unique(np.append(0, np.searchsorted(places[:, 0], split_sentences(text)[1:, 0])))
    ends = np.append(begins[1:], len(ids))
    bounds = np.concatenate([*map(lambda begin, end: np.arange(begin, end, LONGEST), begins, ends), [len(ids)]])
    first = np.flatnonzero(np.append(True, ~_continues()[ids[1:]]))
    place = np.arange(len(ids)) - np.repeat(first, np.diff(np.append(first, len(ids))))
    words = np.add.reduceat((ids + 1).astype(np.uint64) * BASE ** place.astype(np.uint64), first)
    spans = np.stack([places[bounds[:-1], 0], places[bounds[1:] - 1, 1]], axis=1)
    return Read(ids, bounds, spans, words, first)


@cache
def _continues():
    """Which pieces go on a word."""
    pieces = VOCABULARY.read_text(encoding="utf-8").split("\n")[:-1]
    return np.array([piece.startswith("##") for piece in pieces])


@cache
def _cues():
    """The numbers of words of doubt and denial."""
    return np.concatenate([read.words for read in read_texts(CUES)])


def look_for(claims, texts, reads, rarity):
    """Look for the passages of each text that speak of its claim.

    Parameters
    ----------
    claims, texts : list of str, length n
    reads : dict of str to Read
        Of every claim and text.
    rarity : ndarray of float, shape (n_pieces,)
        Of each word piece: logarithm of one over the share of texts that have it.

    Returns
    -------
    list of Found
    """
    weighed = {claim: _weighed(reads[claim], rarity) for claim in dict.fromkeys(claims)}
    shared = [_shared(weighed[claim][0], reads[text]) for claim, text in zip(claims, texts, strict=True)]
    cues = {text: _has_cue(reads[text]) for text in dict.fromkeys(texts)}
    chosen = [_chosen(weighed[claim][1], each, cues[text]) for claim, text, each in zip(claims, texts, shared)]
    wanted = dict.fromkeys(weighed)
    for text, places in zip(texts, chosen):
        wanted |= dict.fromkeys(_passages(text, reads[text], places))
    wanted = list(wanted)
    rows = dict(zip(wanted, text_vectors(wanted), strict=True))
    found = []
    for claim, text, each, places in zip(claims, texts, shared, chosen):
        cosines = np.array([rows[one] @ rows[claim] for one in _passages(text, reads[text], places)])
        found.append(_found(weighed[claim], reads[text], each, places, cosines, cues[text]))
    return found


def _weighed(read, rarity):
    """The different words of a claim and what each says; its pairs of neighbours and what each says; its length."""
    weights = np.minimum(np.add.reduceat(rarity[read.ids], read.first), CAP)
    words, at = np.unique(read.words, return_index=True)
    pairs = read.words[:-1] * BASE + read.words[1:]
    return words, weights[at], pairs, np.minimum(weights[:-1], weights[1:]), len(read.words)


def _shared(words, read):
    """Which words of a claim stand in which passage, shape (n_passages, n_words)."""
    shared = np.zeros((len(read.spans), len(words)), bool)
    place = np.minimum(np.searchsorted(words, read.words), len(words) - 1)
    hit = words[place] == read.words
    shared[np.searchsorted(read.bounds, read.first[hit], side="right") - 1, place[hit]] = True
    return shared


def _has_cue(read):
    has = np.zeros(len(read.spans), bool)
    has[np.searchsorted(read.bounds, read.first[np.isin(read.words, _cues())], side="right") - 1] = True
    return has


def _chosen(weights, shared, cues):
    """The passages that are looked at: the first ones, and those that share most with the claim."""
    overlap = shared @ weights
    worth = np.where(overlap > 0, overlap + CUE * weights.sum() * cues, 0)
    best = np.argsort(-worth[LEAD:], kind="stable")[:BEST] + LEAD
    return np.union1d(np.arange(min(LEAD, len(shared))), best[worth[best] > 0]).astype(np.int64)


def _passages(text, read, places):
    return [text[start:end] for start, end in read.spans[places].tolist()]


def _found(weighed, read, shared, places, cosines, cues):
    _, weights, pairs, pair_weights, n_words = weighed
    total = max(weights.sum(), 1e-9)
    rare = np.argsort(-weights, kind="stable")[:RAREST]
    anywhere = shared.any(axis=0)
    in_a_row = [shared[step : len(shared) - NEAR + 1 + step] for step in range(NEAR)] if len(shared) > NEAR else [
        anywhere[None]]
    neighbours = np.isin(pairs, read.words[:-1] * BASE + read.words[1:]) @ pair_weights
    first, second = np.sort(np.append(cosines, [0, 0]))[:-3:-1]
    share = anywhere @ weights / total
    features = np.array([
        share, shared[:LEAD].any(axis=0) @ weights / total, (np.logical_or.reduce(in_a_row) @ weights).max() / total,
        neighbours / max(pair_weights.sum(), 1e-9), anywhere[rare] @ weights[rare] / max(weights[rare].sum(), 1e-9),
        first, cosines[places < LEAD].max(initial=0), second, share * first,
        np.log1p(len(read.words)), np.log1p(n_words),
    ])
    return Found(places, cosines + shared[places] @ weights / total + CUE * cues[places], features)


def shown(claim, text, found, *, room=ROOM):
    """What the network is shown: the claim, the text's first passage and those nearest to the claim.

    Parameters
    ----------
    claim, text : Read
    found : Found
    room : int
        Word pieces of passages.

    Returns
    -------
    ids, kinds : list of int
        START claim STOP passages STOP; 1 where a piece is no passage's.
    owner : ndarray of int
        Of each piece its passage in the text; -1 where it is none's.

    Examples
    --------
    >>> claim, text = read_texts(["The ferry sank.", "The ferry sank. Nobody drowned."])
    >>> ids, kinds, owner = shown(claim, text, Found(np.array([0, 1]), np.array([1.0, 0.1]), np.zeros(0)))
    >>> kinds, owner.tolist()
    ([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1], [-1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, -1])
    """
    sizes = np.diff(text.bounds)[found.passages]
    order = np.argsort(-(found.scores + 1.0 * (found.passages == 0)), kind="stable")
    kept, left = [], room
    for place in order.tolist():
        if sizes[place] <= left or not kept:
            kept.append(place)
            left -= sizes[place]
    kept = found.passages[sorted(kept)].tolist()
    parts = [text.ids[text.bounds[each] : text.bounds[each + 1]] for each in kept]
    head, own = [START, *claim.ids[:OF_CLAIM].tolist(), STOP], [piece for part in parts for piece in part.tolist()]
    owner = np.repeat([-1, *kept, -1], [len(head), *map(len, parts), 1])
    return [*head, *own, STOP], [1] * len(head) + [0] * len(own) + [1], owner
