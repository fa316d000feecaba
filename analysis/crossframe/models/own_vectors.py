"""Vectors of words from wherever they come: the wheel's, a table's, or a file's in word2vec's text form."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd

from crossframe.errors import DataError, ReadError
from crossframe.models.static import word_vectors

__all__ = ["look_up"]


def look_up(words, vectors=None):
    """Vectors of words, scaled to length 1.

    Parameters
    ----------
    words : sequence of str, length n
        As ``count_terms`` gives them: in lower case.
    vectors : None, DataFrame, str or Path
        None: those of :func:`crossframe.models.static.word_vectors`. A DataFrame: a row a word (its index), a column a
        dimension. A file in word2vec's or GloVe's text form (``word 0.1 -0.3 ...``, a line a word, with or without a
        first line of two sizes; also .gz), of which only the lines of these words are kept. A word spelled with
        capitals there serves where it is not there in lower case; the first of several.

    Returns
    -------
    ndarray of float32, shape (n, n_dimensions)
        NaN for a word without a vector, or with one of length 0.

    Raises
    ------
    DataError
        `vectors` is none of these, a word of the table stands twice, or a value of it is no number.
    ReadError
        The file is not there, is no text, or a line has not as many numbers as the first.

    Examples
    --------
    >>> own = pd.DataFrame([[3, 4], [0, 0]], index=["Calm", "odd"])
    >>> look_up(["calm", "odd", "new"], own)
    array([[0.6, 0.8],
           [nan, nan],
           [nan, nan]], dtype=float32)
    """
    if vectors is None:
        return word_vectors(words)
    if isinstance(vectors, pd.DataFrame):
        found = _of_table(vectors)
    elif isinstance(vectors, (str, Path)):
        found = _of_file(Path(vectors), set(words))
    else:
        raise DataError(f"vectors is a DataFrame of words x dimensions or a file, not {type(vectors).__name__}.")
    width = len(next(iter(found.values()), ()))
    missing = np.full(width, np.nan, np.float32)
    rows = np.array([found.get(word, missing) for word in words], np.float32).reshape(len(words), width)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, np.nan)


def _of_table(table):
    """Word -> row of a table."""
    if not len(table) or not all(isinstance(word, str) for word in table.index):
        raise DataError("vectors: the table's index must hold words, one a row; it has "
                        f"{table.index[0]!r}." if len(table) else "vectors: the table has no rows.")
    if (again := table.index.duplicated()).any():
        raise DataError(f"vectors: the word {table.index[again][0]!r} stands twice in the table; keep one row.")
    if bad := [column for column in table if not pd.api.types.is_numeric_dtype(table[column])]:
        raise DataError(f"vectors: column {bad[0]!r} of the table holds no numbers ({table[bad[0]].dtype}).")
    rows = table.to_numpy(np.float32)
    found = dict(zip(table.index, rows))
    for word, row in zip(table.index, rows):
        found.setdefault(word.lower(), row)
    return found


def _of_file(path, wanted):
    """Word -> row of a file, of the words wanted."""
    if not path.is_file():
        raise ReadError("there is no such file of vectors.", file=path)
    exact, spelled, width = {}, {}, None
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                word, _, rest = line.rstrip().partition(" ")
                if number == 1 and len(line.split()) == 2:
                    continue  # how many words and dimensions
                if width is None or word in wanted or word.lower() in wanted:
                    row = _numbers(rest, width, path, number)
                    width = len(row)
                    (exact if word in wanted else spelled).setdefault(word if word in wanted else word.lower(), row)
    except (UnicodeDecodeError, gzip.BadGzipFile) as error:
        raise ReadError("these vectors are no UTF-8 text; save them in word2vec's text form.", file=path) from error
    if width is None:
        raise ReadError("the file holds no vectors.", file=path)
    return spelled | exact


def _numbers(text, width, path, line):
    """The numbers of one line."""
    try:
        row = np.array(text.split(), np.float32)
    except ValueError:
        row = np.empty(0, np.float32)
    if not len(row) or width not in (None, len(row)):
        raise ReadError(f"a word and {width or 'its'} numbers were expected, as in word2vec's text form.", file=path,
                        line=line)
    return row
