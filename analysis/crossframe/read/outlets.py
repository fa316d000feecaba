"""Who published an article: which of the answers to take, and one spelling for each outlet."""

import re
import unicodedata
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

__all__ = ["fold_outlets", "host", "outlet_key"]


def outlet_key(name):
    """What is left of a name without case, spaces, punctuation and a leading "the": names with one key are one outlet.

    Examples
    --------
    >>> outlet_key(" Fox-News ") == outlet_key("FOX NEWS"), outlet_key("Fox News") == outlet_key("Fox News Online")
    (True, False)
    """
    folded = re.sub(r"^[\W_]*the[\W_]+(?=\w)", "", unicodedata.normalize("NFKC", name).casefold())
    return re.sub(r"[\W_]+", "", folded) or folded.strip()


def host(url):
    """The host of an address, without www; empty where there is none.

    Examples
    --------
    >>> host("https://www.lantern.example/news/1"), host("lantern")
    ('lantern.example', '')
    """
    try:
        return (urlsplit(str(url)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def fold_outlets(written, origin):
    """One spelling, the commonest, for every outlet.

    Parameters
    ----------
    written : Series of str
        The outlet as it stood; NaN where unknown.
    origin : Series of str
        Where it stood, e.g. ``"column source"``.

    Returns
    -------
    outlet : Series of str
    spellings : DataFrame
        The visible mapping, ``schema.SPELLINGS``: written, outlet, origin, n.

    Examples
    --------
    >>> outlets = pd.Series(["FOX", "fox", "fox ", "Fox Sports"])
    >>> fold_outlets(outlets, pd.Series(["column outlet"] * 4))[0].tolist()
    ['fox', 'fox', 'fox', 'Fox Sports']
    """
    spellings = pd.DataFrame({"written": written, "origin": origin}).dropna(subset="written")
    spellings = spellings.groupby(["written", "origin"], sort=True).size().rename("n").reset_index()
    spellings["neat"] = [" ".join(name.split()) for name in spellings.written]
    spellings["key"] = [outlet_key(name) for name in spellings.written]
    # The name of a folder was made for a file system: any other spelling is preferred to it.
    rank = spellings.assign(folder=spellings.origin == "folder").groupby(["key", "neat"], as_index=False)
    rank = rank.agg(folder=("folder", "min"), n=("n", "sum")).sort_values(
        ["folder", "n", "neat"], ascending=[True, False, True]
    )
    spellings["outlet"] = spellings.key.map(rank.drop_duplicates("key").set_index("key").neat)
    outlet = written.map(dict(zip(spellings.written, spellings.outlet, strict=True)))
    return outlet.astype(object).where(written.notna(), np.nan).infer_objects(), spellings[
        ["written", "outlet", "origin", "n"]
    ]
