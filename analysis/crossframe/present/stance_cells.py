"""What the parts on stance share: who is shown, and how numbers and sentences are written."""

import pandas as pd

from crossframe.compare.notes import ALL_OTHERS, ALPHA
from crossframe.compare.stance_notes import signed

OUTLETS = 12  # shown
LONGEST = 420  # characters of a sentence shown


def shown(comparison):
    """The outlets that the page shows (list of str)."""
    return comparison.about["compared"][:OUTLETS]


def others(comparison):
    """What each outlet is compared with."""
    return comparison.about["compared"][1] if comparison.about["pair"] else ALL_OTHERS


def difference(row, written=signed):
    """A row of a contrast as (difference, interval and p, whether it is sure).

    Parameters
    ----------
    row : named tuple or None
        None: not compared.
    written : callable
        Number -> text.
    """
    if row is None or pd.isna(row.estimate):
        return "–", "", False
    interval = "" if pd.isna(row.conf_low) else (
        f"{written(row.conf_low)} to {written(row.conf_high)}; p {chance(row.p_adjusted)}")
    return written(row.estimate), interval, bool(row.p_adjusted < ALPHA)


def chance(p):
    """A p value as it is written.

    Examples
    --------
    >>> chance(0.0412), chance(2e-5)
    ('.041', '< .001')
    """
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def points(share):
    """A difference of shares in percentage points.

    Examples
    --------
    >>> points(-0.0312)
    '−3.1'
    """
    return f"{100 * share:+.1f}".replace("-", "−")


def sentence(text):
    """A phrase as a sentence of its own.

    Examples
    --------
    >>> sentence("share of sentences"), sentence("")
    ('Share of sentences.', '')
    """
    return text[:1].upper() + text[1:].rstrip(".") + "." * bool(text)


def shortened(text, start=0, end=0):
    """A long text cut about a stretch of it, and where the stretch stands then.

    Returns
    -------
    (str, int, int)

    Examples
    --------
    >>> shortened("word " * 200 + "Ada Moor " + "word " * 200, 1000, 1008)[1:]
    (207, 215)
    >>> shortened("Ada Moor spoke.", 0, 8)
    ('Ada Moor spoke.', 0, 8)
    """
    if len(text) <= LONGEST:
        return text, start, end
    room = max(LONGEST - (end - start), 0) // 2
    left = text.find(" ", start - room, start) + 1 if start > room else 0
    right = max(text.rfind(" ", end, end + room), end) if end + room < len(text) else len(text)
    ahead = "… " if left else ""
    return (ahead + text[left:right] + (" …" if right < len(text) else ""), start - left + len(ahead),
            end - left + len(ahead))
