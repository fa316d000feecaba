"""Fine-tuned encoders: six layers of MiniLM in eight bits, on the vectors of word pieces in the encoder's wheel."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import numpy as np

from crossframe.errors import need
from crossframe.models.encoder import word_pieces
from crossframe.models.piece_vectors import look_up

__all__ = ["START", "STOP", "pieces_of", "run_tuned"]

START, STOP = 101, 102  # the pieces that mark the ends of a text
THREADS = 2  # texts at a time


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
        What the network's head gives of each text, shape (k,) or (its pieces, k): the same whatever else is read.
    """
    from tqdm import tqdm

    session, quiet = _session(path), {} if progress else {"disable": True}  # left out, TQDM_DISABLE decides
    with ThreadPoolExecutor(THREADS) as pool, tqdm(total=len(ids), desc=label, unit=" texts", delay=2, **quiet) as bar:
        said = []
        for each in pool.map(partial(_run, session), ids, kinds):
            said.append(each)
            bar.update()
    return said


def _run(session, ids, kinds):
    """One text by itself: in eight bits a batch shares a scale, and one text would change what is said of another."""
    pieces, marks = np.array([ids], np.int64), np.array([kinds], np.int64)
    feed = {"vectors": look_up(pieces), "kinds": marks, "mask": np.ones(pieces.shape, np.float32)}
    return session.run(None, feed)[0][0]


@cache
def _session(path):
    onnxruntime = need("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"],
                                        disabled_optimizers=["SkipLayerNormFusion"])  # its fused form is the slower
