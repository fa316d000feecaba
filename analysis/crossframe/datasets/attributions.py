"""PolNeAR: who said what in political news, as readers marked it."""

import re
from pathlib import Path

import pandas as pd

from crossframe.errors import DataError

_SPAN = re.compile(r"(T\d+)\t\w+ ([\d ;]+)\t")
_LINK = re.compile(r"E\d+\t(.+)")
_PART = re.compile(r"(Content|Source|Cue)\d*:(T\d+)")


def polnear(folder):
    """Articles of PolNeAR, and the attributions that readers marked in them.

    PolNeAR 1.0: political news of seven US outlets, 2015 to 2016. It comes without a licence file: do not pass on its
    texts.

    Parameters
    ----------
    folder : str or Path
        That has folders with ``text/*.txt`` and ``attributions/*.ann`` (brat standoff) in it, at any depth.

    Returns
    -------
    articles : DataFrame
        id, outlet (as the file names have it), part (the folder's name, such as "train"), text.
    attributions : DataFrame
        article, annotator, start, end, source_start, source_end, cue_start, cue_end, as in ``cf.sources``: from a
        span's first to its last character where it is in pieces, -1 where there is none. Some articles have several
        annotators; ``annotator`` numbers an article's from 0.

    Raises
    ------
    DataError
        There are no such files.

    References
    ----------
    Newell, Margolin & Ruths (2018), An attribution relations corpus for political news, LREC.
    """
    articles, rows = {}, []
    for path in sorted(Path(folder).glob("**/attributions/*.ann")):
        id = path.stem.rpartition("_")[0]
        text = next((path.parents[1] / "text").glob(f"{id}*.txt"), None)
        if text is None:
            raise DataError(f"{path} has no text beside it in {path.parents[1] / 'text'}.")
        known = articles.setdefault(id, {"outlet": id.split("_")[0], "part": path.parents[1].name,
                                         "text": text.read_text(encoding="utf-8"), "annotators": 0})
        rows += [{"article": id, "annotator": known["annotators"], **row} for row in _brat_links(path)]
        known["annotators"] += 1
    if not articles:
        raise DataError(f"no folder attributions/ with .ann files below {str(folder)!r}.")
    table = pd.DataFrame([{"id": id, **row} for id, row in articles.items()]).drop(columns="annotators")
    return table, pd.DataFrame(rows)


def _brat_links(path):
    """The attributions of one file of brat standoff that have a content."""
    spans, links = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _SPAN.match(line):
            numbers = [int(number) for number in re.findall(r"\d+", found[2])]
            spans[found[1]] = min(numbers), max(numbers)
        elif found := _LINK.match(line):
            links.append(_PART.findall(found[1]))
    for link in links:
        row = {}
        for role, name in (("Content", ""), ("Source", "source_"), ("Cue", "cue_")):
            parts = [spans[ref] for each, ref in link if each == role and ref in spans]
            row[f"{name}start"] = min((start for start, _ in parts), default=-1)
            row[f"{name}end"] = max((end for _, end in parts), default=-1)
        if row["start"] >= 0:
            yield row
