"""Pairs of articles that are alike, found without looking at all pairs: by date window and weightiest terms."""

from itertools import pairwise

import numpy as np
import pandas as pd

KEYS = 60  # weightiest terms of an article, by which others are found
HINT = 0.2  # of the floor, that the keys alone must give before two articles are compared in full
COPY_KEYS, COPY_HINT = 15, 0.1  # the same for copies, which share nearly all
REACH = 1000  # of the earlier articles with one key, so many are looked at
ROOM = 1_000_000  # pairs taken up at a time


def reach_of(day, days):
    """The first row that lies within `days` of each row; rows stand in order of date, undated ones last.

    Parameters
    ----------
    day : ndarray of datetime64[D], shape (n,)
        Rising, NaT last.
    days : float

    Returns
    -------
    ndarray of int64, shape (n,)
        0 for a row without a date: it is held against all others.
    """
    dated = np.count_nonzero(~np.isnat(day))
    number = day[:dated].astype(np.int64)
    return np.concatenate([np.searchsorted(number, number - days), np.zeros(len(day) - dated, np.int64)])


def alike_pairs(vectors, first, floor, *, one=False):
    """Pairs of rows that are alike.

    Parameters
    ----------
    vectors : csr_array of float32, shape (n, n_features)
        Rows of length 1.
    first : ndarray of int64, shape (n,)
        Row i is held against rows first[i] to i - 1.
    floor : ndarray of float, shape (n,)
        Least product of row i with an earlier one.
    one : bool
        Only one pair for every row, the floor being high: for finding copies.

    Returns
    -------
    DataFrame
        left, right (rows, right < left), alike; found by the weightiest terms of each row.
    """
    from tqdm import tqdm

    from crossframe.match.nearest import earlier_pairs

    keys, hint = (_weightiest(vectors, COPY_KEYS), COPY_HINT) if one else (_weightiest(vectors, KEYS), HINT)
    posts = keys.tocsc()
    n, n_features = vectors.shape
    arrays = [vectors.indptr, vectors.indices, vectors.data, keys.indptr, keys.indices, keys.data, posts.indptr,
              posts.indices, posts.data]
    kinds = [np.int64, np.int32, np.float32] * 3
    arrays = [array.astype(kind, copy=False) for array, kind in zip(arrays, kinds, strict=True)]
    work = np.zeros(n_features, np.float32), np.zeros(n, np.float32), np.zeros(n, np.int64)
    room = max(ROOM if not one else n, n)
    left, right, alike = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float32)
    found, row = [], 0
    with tqdm(total=n, desc="matching stories", unit=" articles", delay=2) as bar:
        while row < n:
            stop = min(row + max(n // 50, 500), n)
            went, n_pairs = earlier_pairs(row, stop, *arrays, first, floor, hint, REACH, one, *work, left, right, alike)
            found.append((left[:n_pairs].copy(), right[:n_pairs].copy(), alike[:n_pairs].copy()))
            bar.update(went - row)
            row = went
    return pd.DataFrame(dict(zip(("left", "right", "alike"), map(np.concatenate, zip(*found)), strict=True)))


def products(vectors, left, right, step=20_000):
    """The product of each pair of rows (ndarray of float)."""
    parts = [vectors[left[at:at + step]].multiply(vectors[right[at:at + step]]).sum(axis=1)
             for at in range(0, len(left), step)]
    return np.concatenate([np.empty(0), *parts])


def _weightiest(vectors, most):
    """The `most` greatest entries of each row; of equal ones those of the earlier column."""
    from scipy.sparse import csr_array

    kept = []
    for start, end in pairwise(vectors.indptr.tolist()):
        best = np.argsort(-vectors.data[start:end], kind="stable")[:most]
        kept.append(start + np.sort(best[vectors.data[start:end][best] > 0]))
    indptr, keep = np.cumsum([0, *map(len, kept)]), np.concatenate(kept)
    return csr_array((vectors.data[keep], vectors.indices[keep], indptr), shape=vectors.shape)
