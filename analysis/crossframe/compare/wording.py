"""Dates, counts and lists as they are written in running text."""


def day(date):
    """A date as written in running text.

    Examples
    --------
    >>> import pandas as pd
    >>> day(pd.Timestamp("2019-07-16"))
    '16 July 2019'
    """
    return f"{date.day} {date:%B %Y}"


def many(n, noun, plural=None):
    """A count with its noun.

    Examples
    --------
    >>> many(1, "article"), many(2400, "article")
    ('1 article', '2,400 articles')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listed(items):
    """A list as read aloud.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return ", ".join(items[:-1]) + " and " + items[-1] if len(items) > 1 else "".join(items)
