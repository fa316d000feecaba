"""From matches of a dictionary's entries to tables: a row a text and category, or a row a match."""

import numpy as np
import pandas as pd

from crossframe.tokens import spans


def counted(stream, matches):
    """A row a text and category, the categories of a text one after the other.

    Parameters
    ----------
    stream : Stream
    matches : Matches
        As ``crossframe.lexicons.entries.find_entries`` gives them for it.

    Returns
    -------
    DataFrame
        text (number), frame, score (matches per 1,000 words; NaN where the text has no words), n_matched, n_words and
        words (what matched, the most frequent first, with its count).
    """
    n_texts, n_categories = len(stream.rows) - 1, len(matches.categories)
    cell = _text_of(stream, matches) * n_categories + matches.category
    n_matched = np.bincount(cell, minlength=n_texts * n_categories)
    n_words = np.repeat(np.diff(stream.rows), n_categories)
    frame = pd.Categorical.from_codes(np.tile(np.arange(n_categories), n_texts), matches.categories)
    return pd.DataFrame({
        "text": np.repeat(np.arange(n_texts), n_categories), "frame": frame.astype("str"),
        "score": 1000 * n_matched / np.where(n_words > 0, n_words, np.nan),
        "n_matched": n_matched, "n_words": n_words, "words": _words_behind(stream, matches, cell, len(n_matched)),
    })


def placed(texts, stream, matches, entries):
    """A row a match, in the order of the texts.

    Parameters
    ----------
    texts : list of str
        What `stream` was made from.
    stream : Stream
    matches : Matches
    entries : ndarray of str objects, shape (n_entries,)

    Returns
    -------
    DataFrame
        text (number), start and end (characters of the text), frame, entry, matched and negated.
    """
    row = _text_of(stream, matches)
    first = matches.start - stream.rows[row]
    start, end = _characters(texts, row, first, first + matches.size - 1)
    matched = [texts[at][a:b] for at, a, b in zip(row.tolist(), start.tolist(), end.tolist())]
    return pd.DataFrame({
        "text": row, "start": start, "end": end, "frame": np.array(matches.categories, object)[matches.category],
        "entry": entries[matches.entry], "matched": np.array(matched, object), "negated": matches.negated,
    }).astype(dict.fromkeys(["frame", "entry", "matched"], "str"))


def _text_of(stream, matches):
    """The number of the text that each match is in."""
    return np.searchsorted(stream.rows, matches.start, side="right") - 1


def _characters(texts, row, first, last):
    """First character and one past the last of passages, given by the numbers of their words in their texts."""
    from tqdm import tqdm

    start, end = np.empty(len(row), np.int64), np.empty(len(row), np.int64)
    at, begins = np.unique(row, return_index=True)
    parts = zip(at.tolist(), begins.tolist(), [*begins[1:].tolist(), len(row)])
    for text, begin, stop in tqdm(parts, total=len(at), desc="frames", unit=" texts", delay=2):
        places = np.array(spans(texts[text]), np.int64)
        start[begin:stop], end[begin:stop] = places[first[begin:stop], 0], places[last[begin:stop], 1]
    return start, end


def _words_behind(stream, matches, cell, n_cells):
    """What matched in every cell, the most frequent first: "cost (3), tax cut (2)"."""
    import pyarrow as pa
    import pyarrow.compute as pc

    form, forms = _forms(stream, matches)
    n_forms = max(len(forms), 1)
    keys = np.sort(cell * n_forms + form)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    keys, n = keys[first], np.diff(first, append=len(keys))
    most = int(n.max(initial=0)) + 1
    keys = np.sort((keys // n_forms * most + most - 1 - n) * n_forms + keys % n_forms)  # cell, most frequent, in order
    above, form = np.divmod(keys, n_forms)
    cell, fewer = np.divmod(above, most)
    times = pa.array([f" ({n})" for n in range(most - 1, -1, -1)], pa.large_string())
    parts = forms.take(pa.array(form)), times.take(pa.array(fewer)), pa.scalar("", pa.large_string())
    ends = np.append(0, np.cumsum(np.bincount(cell, minlength=n_cells)))
    lists = pa.LargeListArray.from_arrays(pa.array(ends), pc.binary_join_element_wise(*parts))
    joined = pc.binary_join(lists, pa.scalar(", ", pa.large_string()))
    return joined.to_pandas().astype("str")


def _forms(stream, matches):
    """For every match which different words matched, and these as text, in order: an Arrow array."""
    import pyarrow as pa

    form, texts = np.full(len(matches.start), -1, np.int64), [stream.terms]
    single, n = matches.size == 1, len(stream.terms)
    form[single] = stream.codes[matches.start[single]]
    for size in np.unique(matches.size[~single]).tolist():
        of = np.flatnonzero(matches.size == size)
        start = matches.start[of]
        which = stream.codes[start].astype(np.int64)
        for at in range(1, size):
            key = which * len(stream.terms) + stream.codes[start + at]
            _, example, which = np.unique(key, return_index=True, return_inverse=True)
        form[of] = n + which
        n += len(example)
        different = stream.terms[stream.codes[start[example, None] + np.arange(size)]]
        texts.append(np.array([" ".join(words) for words in different.tolist()], object))
    used = np.flatnonzero(np.bincount(form, minlength=n))
    texts = np.concatenate(texts)[used]
    order, rank = np.argsort(texts), np.empty(n, np.int64)
    rank[used[order]] = np.arange(len(order))
    return rank[form], pa.array(texts[order], pa.large_string())
