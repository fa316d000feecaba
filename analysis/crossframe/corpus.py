"""Corpus: the articles, what was taken out of them, and what could not be read."""

from dataclasses import dataclass

import pandas as pd

from crossframe.errors import DataError
from crossframe.schema import check_columns

__all__ = ["Corpus", "as_articles"]


@dataclass(frozen=True)
class Corpus:
    """Articles with the audit of how they came to be.

    Parameters
    ----------
    articles : DataFrame
        A row an article: id outlet date title text url author story source, ``raw`` (the text before cleaning) and the
        user's own columns.
    removed : DataFrame
        A row a removal: article start end text reason; offsets count the characters of ``raw``.
    problems : DataFrame
        A row a file, line or row that could not be read: file line reason.
    """

    articles: pd.DataFrame
    removed: pd.DataFrame
    problems: pd.DataFrame

    def __len__(self):
        return len(self.articles)


def as_articles(data, *, needs=("outlet", "text"), what="this measure"):
    """The articles of a Corpus or of a plain DataFrame, checked.

    Parameters
    ----------
    data : Corpus or DataFrame
        A DataFrame's text is used as it is; only ``cf.read`` cleans.
    needs : iterable of str
        Columns that must be there.
    what : str
        Who asks, for the message.

    Returns
    -------
    DataFrame
        With a fresh RangeIndex, ``id`` filled ("0", "1", ...) where the column is missing, missing texts an error.

    Raises
    ------
    DataError
        Neither a Corpus nor a DataFrame; no rows; a column is missing or stands twice; ids repeat; a text is missing.
    """
    frame = data.articles if isinstance(data, Corpus) else data
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"{what} takes a Corpus or a DataFrame, not {type(data).__name__}; cf.read(...) makes a Corpus.")
    check_columns(frame, needs, what)
    if not len(frame):
        raise DataError(f"{what} was given no articles.")
    frame = frame.reset_index(drop=True)
    if "id" not in frame:
        frame = frame.assign(id=frame.index.astype(str))
    elif (again := frame.id.duplicated()).any():
        raise DataError(f"id {frame.id[again].iloc[0]!r} stands twice; every article needs an id of its own.")
    for column in needs:
        if (gone := frame[column].isna()).any():
            raise DataError(
                f"{what}: {column} is missing in {int(gone.sum())} of {len(frame)} rows (first: row {int(gone.idxmax())}); "
                "fill or drop them.")
    return frame
