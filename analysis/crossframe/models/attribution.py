"""Who said what, as spans of characters: a small network reads the word pieces of a paragraph."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossframe.errors import need
from crossframe.models.encoder import word_pieces
from crossframe.models.windows import cut_windows

__all__ = ["THRESHOLD", "VERSION", "Attributions", "find_attributions"]

VERSION = "1"  # changes with the weights and with all that changes what is found
THRESHOLD = 0.35  # least score of an attribution that is kept: the best on articles set apart in training
START, STOP = 101, 102  # the word pieces that mark the ends of a window
WEIGHTS = Path(__file__).with_name("attribution.onnx")
ROLES = ("cue_end", "content_start", "content_end", "source_start", "source_end")
REACH = 64  # pieces from the cue beyond which distance makes no more difference
UNLIKELY = 0.1  # a piece below is no cue, whatever it would say
NOBODY = 2.5  # log-odds taken from "no source": fewer sources are overlooked, as few are made up
CONTENT_WEIGHT = 0.3  # power of the content's probability in the score
AREA = 1_024  # word pieces, padding included, that go through the network at once
PADDING = 25  # word pieces of padding that cost as much as another run of the network


class Attributions(NamedTuple):
    """What one text attributes, in the order of the contents."""

    spans: np.ndarray  # int32, shape (n, 3, 2): content, source, cue; first character and one past the last, or -1
    score: np.ndarray  # float32, shape (n,): 0 to 1


def find_attributions(texts, *, threshold=THRESHOLD, label="sources"):
    """Find the attributions of texts.

    For each word piece the network says how likely a cue (*said*, *according to*) begins there; for each likely cue,
    where it ends and where what was said and its source begin and end. What is said by two cues goes to the likelier.

    Parameters
    ----------
    texts : sequence of str
        English.
    threshold : float
        Least score of an attribution that is kept.
    label : str
        Name of the progress bar.

    Returns
    -------
    list of Attributions
        One a text. It depends on that text alone, not on those read with it.

    Raises
    ------
    MissingPackageError
        onnxruntime or tokenizers is not installed.

    References
    ----------
    Newell, Margolin & Ruths (2018), An attribution relations corpus for political news, LREC (the labels); Wang et al.
    (2020), MiniLM, NeurIPS (where training began); Dozat & Manning (2017), Deep biaffine attention, ICLR (pairs of cue
    and piece). The card is ``attribution.md``.

    Examples
    --------
    >>> text = "The ferry was late, Bram Sill told reporters."
    >>> found, = find_attributions([text])
    >>> [text[start:end] for start, end in found.spans[0]]
    ['The ferry was late', 'Bram Sill', 'told']
    """
    from joblib import cpu_count
    from tqdm import tqdm

    _session()
    with ThreadPoolExecutor(cpu_count()) as pool, tqdm(total=len(texts), desc=label, unit=" articles", delay=2) as bar:
        found = []
        for one in pool.map(partial(_of_text, threshold=threshold), texts):
            found.append(one)
            bar.update()
    return found


def _of_text(text, threshold):
    windows = cut_windows(text, word_pieces())
    spans, scores = [np.zeros((0, 3, 2), np.int32)], [np.zeros(0, np.float32)]
    for batch in _batches(windows):
        for window, (places, score) in zip(batch, _read(batch, threshold), strict=True):
            spans.append(_characters(places, window))
            scores.append(score)
    spans, scores = np.concatenate(spans), np.concatenate(scores)
    order = np.lexsort((spans[:, 0, 1], spans[:, 0, 0]))
    return Attributions(spans[order], scores[order])


def _batches(windows):
    """Windows of like length that go through the network together: those of one text, so that no other touches them."""
    batch, padding = [], 0
    for window in sorted(windows, key=lambda window: len(window.ids)):
        more = len(batch) * (len(window.ids) - len(batch[-1].ids)) if batch else 0
        if batch and (padding + more > PADDING or (len(batch) + 1) * (len(window.ids) + 2) > AREA):
            yield batch
            batch, padding, more = [], 0, 0
        batch.append(window)
        padding += more
    if batch:
        yield batch


def _read(batch, threshold):
    """For each window the places of its attributions, shape (n, 6), and their scores."""
    longest = max(len(window.ids) for window in batch) + 2
    ids, shape, mask = (np.zeros((len(batch), longest), np.int64) for _ in range(3))
    for row, window in enumerate(batch):
        size = len(window.ids)
        ids[row, : size + 2] = [START, *window.ids, STOP]
        shape[row, 1 : size + 1] = window.shape
        mask[row, : size + 2] = 1
    cue, asked, offered = _session().run(["cue", "asked", "offered"], {"ids": ids, "shape": shape, "mask": mask})
    likely = np.where(mask[:, 1:] == 1, 1 / (1 + np.exp(-cue[:, 1:])), 0)
    for row, window in enumerate(batch):
        at = 1 + np.flatnonzero(likely[row] > UNLIKELY)
        size = len(window.ids) + 2
        yield _decode(at, likely[row, at - 1], asked[row, at], offered[row, :size], threshold)


def _decode(at, likely, asked, offered, threshold):
    """The best content, source and end of each cue; of contents that overlap the likelier.

    Parameters
    ----------
    at, likely : ndarray, shape (n_cues,)
        Where cues begin, and how likely.
    asked, offered : ndarray, shape (n_cues, width) and (n_pieces, width)
        What cues look for, and what pieces offer; the product of a role's part says how well they fit.
    threshold : float
    """
    if not len(at):
        return np.zeros((0, 6), np.int64), np.zeros(0, np.float32)
    roles, size = len(ROLES), len(offered)
    asked, offered = asked.reshape(len(at), roles, -1), offered.reshape(size, roles, -1)
    fits = (asked.transpose(1, 0, 2) @ offered.transpose(1, 2, 0)).transpose(1, 0, 2) / np.sqrt(asked.shape[2])
    fits += _distance()[:, np.clip(np.arange(size) - at[:, None], -REACH, REACH) + REACH].transpose(1, 0, 2)
    fits[:, :3, 0] = -np.inf  # the first place stands for "no source" and for nothing else
    fits[:, :, -1] = -np.inf  # the last for nothing
    fits[:, 0][np.arange(size) < at[:, None]] = -np.inf
    fits -= fits.max(axis=2, keepdims=True)
    fits -= np.log(np.exp(fits).sum(axis=2, keepdims=True))
    fits[:, 3:, 0] -= NOBODY
    start, end, certain = _best_spans(fits[:, 1], fits[:, 2])
    source_start, source_end, _ = _best_spans(fits[:, 3], fits[:, 4])
    source_end[source_start == 0] = 0
    places = np.stack([start, end, source_start, source_end, at, fits[:, 0].argmax(axis=1)], axis=1)
    score = (likely * np.exp(CONTENT_WEIGHT * certain)).astype(np.float32)
    return _apart(places, score, threshold)


def _best_spans(starts, ends):
    """For each row the first and last place of the likeliest span, and the logarithm of its probability."""
    rows = np.arange(len(starts))
    best = np.maximum.accumulate(starts, axis=1)
    end = (best + ends).argmax(axis=1)
    begins = np.where(np.arange(starts.shape[1]) <= end[:, None], starts, -np.inf).argmax(axis=1)
    return begins, end, (best + ends)[rows, end]


def _apart(places, score, threshold):
    """Those above the threshold whose content no likelier one overlaps.

    One within a likelier one's content, of the same source, keeps what it says: *X, citing officials, reported that* is
    two attributions, and the first ends where the second's cue begins.
    """
    places, kept = places.copy(), []
    for row in np.argsort(-score, kind="stable"):
        if score[row] < threshold:
            break
        over = [other for other in kept if places[row, 0] <= places[other, 1] and places[other, 0] <= places[row, 1]]
        if not over or len(over) == 1 and score[row] >= THRESHOLD and _goes_on(places[over[0]], places[row]):
            for other in over:
                places[other, 1] = places[row, 4] - 1
            kept.append(row)
    return places[kept], score[kept]


def _goes_on(outer, inner):
    """Whether the second is the end of the first's content, with a cue of its own in it."""
    return (inner[1] == outer[1] and outer[0] < inner[4] < inner[0] and outer[4] < outer[0]
            and (inner[2:4] == outer[2:4]).all())


def _characters(places, window):
    """Places among the pieces of a window as characters of its text."""
    spans = np.full((len(places), 3, 2), -1, np.int32)
    for role in range(3):
        first, last = places[:, 2 * role] - 1, places[:, 2 * role + 1] - 1
        there = (first >= 0) & (last < len(window.ids))
        spans[there, role, 0], spans[there, role, 1] = window.start[first[there]], window.end[last[there]]
    return spans


@cache
def _session():
    """The network."""
    onnxruntime = need("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # texts are read side by side instead
    options.log_severity_level = 3
    slow = ["SkipLayerNormFusion"]  # without it the network is a seventh faster
    return onnxruntime.InferenceSession(
        str(WEIGHTS), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)


@cache
def _distance():
    """What the distance from the cue adds to each role's fit, shape (n_roles, 2 * REACH + 1)."""
    nothing = np.zeros((1, 1), np.int64)
    return _session().run(["distance"], {"ids": nothing, "shape": nothing, "mask": nothing + 1})[0]
