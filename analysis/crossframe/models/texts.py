"""What callers give to models: lists of texts, or an error that says which is none."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from crossframe.errors import DataError

__all__ = ["texts_of"]

_LONE = re.compile("[\ud800-\udfff]")  # halves of characters, which broken JSON leaves behind and no tokenizer reads


def texts_of(texts, what="sentences"):
    """The texts that a model is to read.

    Parameters
    ----------
    texts : iterable of str
        A list, a column, a generator.
    what : str
        What they are called in errors.

    Returns
    -------
    list of str
        As given, but for halves of characters (surrogates), each of which becomes U+FFFD.

    Raises
    ------
    DataError
        It is a single text, a table or nothing to go through, or one of the texts is none.

    Examples
    --------
    >>> texts_of(text for text in ["One.", "Two."])
    ['One.', 'Two.']
    >>> texts_of(["One.", None])
    Traceback (most recent call last):
    crossframe.errors.DataError: sentences are a list of texts or a column of them, each a str; at place 1 stands None.
    """
    wanted = f"{what} are a list of texts or a column of them, each a str"
    if isinstance(texts, (str, bytes, Mapping, pd.DataFrame)) or not isinstance(texts, Iterable):
        raise DataError(f"{wanted}; got {'None' if texts is None else f'one {type(texts).__name__}'}.")
    texts = list(texts)
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise DataError(f"{wanted}; at place {place} stands {repr(text)[:60]}.")
    return [_LONE.sub("\ufffd", text) for text in texts]
