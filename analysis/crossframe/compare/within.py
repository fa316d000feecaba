"""A comparison taken for each value of a column by itself: each frame, each axis, each target in each voice."""

from crossframe.errors import DataError
from crossframe.schema import check_columns


def columns_of(within):
    """The columns of `within` as a list: a name alone, or several.

    Examples
    --------
    >>> columns_of(None), columns_of("frame"), columns_of(["target", "voice"])
    ([], ['frame'], ['target', 'voice'])
    """
    return [] if within is None else [within] if isinstance(within, str) else list(within)


def pieces(rows, within, taken, what):
    """The rows of each value of a column, or of each combination of values of several.

    Parameters
    ----------
    rows : DataFrame
    within : str, list of str or None
        The columns; None: all rows are one piece.
    taken : sequence of str
        Names that the columns cannot have: the table of answers uses them, or it is what is compared.
    what : str
        Who asks, for the message.

    Returns
    -------
    list of (tuple, DataFrame)
        A value a column, in the order in which they first stand; rows without one of the values are in none.
        ``[((), rows)]`` without `within`.

    Raises
    ------
    DataError
        There is no such column, it has no value, its name is taken, or it is named twice.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"frame": ["b", "a", "b", None], "score": [1, 2, 3, 4]})
    >>> [(value, list(part.score)) for value, part in pieces(rows, "frame", ["outlet"], "contrast")]
    [(('b',), [1, 3]), (('a',), [2])]
    """
    columns = columns_of(within)
    if not columns:
        return [((), rows)]
    check_columns(rows, columns, what)
    for column in columns:
        if column in taken:
            raise DataError(f"within={within!r}: {what} needs that name for itself; name another column, or rename it.")
        if columns.count(column) > 1:
            raise DataError(f"within={within!r} names {column!r} twice.")
        if not _filled(rows[column]).any():
            raise DataError(f"column {column!r} is empty in all {len(rows):,} scored rows; {what} needs values in it.")
    known = rows[rows[columns].apply(_filled).all(axis=1)]
    return [(value, part.reset_index(drop=True)) for value, part in known.groupby(columns, sort=False, observed=True)]


def _filled(values):
    return values.notna() & (values.astype(str).str.strip() != "")


def spelled(value):
    """A value of `within` as it is written in sentences.

    Examples
    --------
    >>> spelled(("the mayor", "outlet"))
    'the mayor / outlet'
    """
    return " / ".join(map(str, value))


def pooled(rows, by, within):
    """That a table with a row a frame, axis, target or voice is taken as a whole, which is seldom meant; else None.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"outlet": ["A", "A"], "target": ["cost", "order"], "voice": ["outlet", "quoted"]})
    >>> pooled(rows[["outlet", "target"]], "outlet", None)
    "All 2 values of target are taken together: give the rows of one, or within='target' to contrast or over_time."
    >>> pooled(rows, "outlet", ["target", "voice"])
    """
    known = columns_of(within)
    together = {column: rows[column].nunique() for column in ("frame", "axis", "target", "voice")
                if column in rows and column not in (by, *known) and rows[column].nunique() > 1}
    if not together:
        return None
    asked = [*known, *together]
    return (f"All {' and '.join(f'{count:,} values of {column}' for column, count in together.items())} are taken "
            f"together: give the rows of one, or within={(asked[0] if len(asked) == 1 else asked)!r} to contrast or "
            "over_time.")


def cautions(said, within):
    """What may not be concluded, one sentence for what holds everywhere, else the values it holds for.

    Parameters
    ----------
    said : list of (value, str or None)
        What each row's caution is.
    within : str or None
        Column of the values.

    Returns
    -------
    str or None

    Examples
    --------
    >>> cautions([("cost", "Too few."), ("order", None)], "frame")
    'Nothing can be tested for frame: cost. Too few.'
    >>> cautions([("cost", "Too few."), ("order", "Too few.")], "frame")
    'Too few.'
    >>> cautions([("cost", "Too few."), ("order", "All alike.")], "frame")
    'No frame can be tested. For one: Too few.'
    """
    sentences = list(dict.fromkeys(sentence for _, sentence in said if sentence))
    if within is None or len(sentences) == 1 and all(sentence for _, sentence in said):
        return " ".join(sentences) or None
    untested = list(dict.fromkeys(str(value) for value, sentence in said if sentence))
    if not untested:
        return None
    if all(sentence for _, sentence in said):
        return f"No {within} can be tested. For one: {sentences[0]}"
    reason = sentences[0] if len(sentences) == 1 else f"For one: {sentences[0]}"
    return f"Nothing can be tested for {within}: {', '.join(untested)}. {reason}"
