"""Fine-tuned encoders: six layers of MiniLM in eight bits, on the vectors of word pieces in the encoder's wheel."""

from functools import cache

import numpy as np

from crossframe.errors import need
from crossframe.models.encoder import word_pieces
from crossframe.models.piece_vectors import look_up

__all__ = ["START", "STOP", "pieces_of", "run_tuned"]

START, STOP = 101, 102  # the pieces that mark the ends of a text
PIECES = 1_024  # of a batch
THREADS = 2


def pieces_of(texts):
    """Word pieces of texts, without marks for the ends.

    Parameters
    ----------
    texts : list of str

    Returns
    -------
    list of (list of int, ndarray of int, shape (n, 2))
        Numbers of the pieces, and the characters of the text each stands for: first, and one past the last.

    Examples
    --------
    >>> ids, places = pieces_of(["The ferry sank."])[0]
    >>> len(ids), places[1].tolist()
    (4, [4, 9])
    """
    encoded = word_pieces().encode_batch(list(texts))
    return [(each.ids, np.array(each.offsets, np.int64).reshape(-1, 2)) for each in encoded]


def run_tuned(path, ids, kinds, *, label, progress=True):
    """Run a network of ``analysis/training/tuning.py``.

    Parameters
    ----------
    path : Path
        Its file.
    ids : sequence of sequence of int
        Word pieces of each text, START and STOP included.
    kinds : sequence of sequence of int
        Of each piece 0, or 1 where it is marked.
    label : str
        Stands at the progress bar.
    progress : bool
        Whether a bar is shown where it takes more than two seconds.

    Returns
    -------
    list of ndarray of float32
        What the network's head gives of each text, shape (k,) or (its pieces, k).
    """
    from tqdm import tqdm

    session, said = _session(path), [np.zeros(0, np.float32)] * len(ids)
    quiet = {} if progress else {"disable": True}  # left out, TQDM_DISABLE decides
    with tqdm(total=len(ids), desc=label, unit=" texts", delay=2, **quiet) as bar:
        for rows in _batches([len(each) for each in ids]):
            for row, each in zip(rows, _run(session, [ids[row] for row in rows], [kinds[row] for row in rows])):
                said[row] = each
            bar.update(len(rows))
    return said


def _batches(lengths):
    """Places of texts of like length, PIECES a batch."""
    batch = []
    for place in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[place] > PIECES:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _run(session, ids, kinds):
    size = max(map(len, ids))
    pieces, marks = np.zeros((2, len(ids), size), np.int64)
    mask = np.zeros((len(ids), size), np.float32)
    for row, (each, kind) in enumerate(zip(ids, kinds, strict=True)):
        pieces[row, : len(each)], marks[row, : len(each)], mask[row, : len(each)] = each, kind, 1
    said = session.run(None, {"vectors": look_up(pieces), "kinds": marks, "mask": mask})[0]
    return [each[: len(own)] if each.ndim == 2 else each for each, own in zip(said, ids)]


@cache
def _session(path):
    onnxruntime = need("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # who waits leaves the cores to others
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"],
                                        disabled_optimizers=["SkipLayerNormFusion"])  # its fused form is the slower
