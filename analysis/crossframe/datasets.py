"""Corpora to work on: the bundled one, with its list of known differences, and readers of public research corpora."""

import re
from pathlib import Path

import pandas as pd

from crossframe.errors import DataError

__all__ = ["demo", "demo_ground_truth", "polnear"]

_SPAN = re.compile(r"(T\d+)\t\w+ ([\d ;]+)\t")
_LINK = re.compile(r"E\d+\t(.+)")
_PART = re.compile(r"(Content|Source|Cue)\d*:(T\d+)")


def demo():
    """The folder of the demo corpus: 62 invented articles of four invented outlets, as messy as saved pages are.

    Twenty-one stories of one autumn in a country that does not exist; thirteen are told by three or four outlets in
    their own words, three are agency copy, five stand in one outlet only. ``demo_ground_truth`` lists what was planted.

    Returns
    -------
    Path
        For ``cf.read``: .txt, .html, .csv and .docx files in a folder an outlet.

    Raises
    ------
    DataError
        The corpus is not where this installation should have it.

    Examples
    --------
    >>> sorted(folder.name for folder in demo().iterdir())
    ['harbour-post', 'kelmoran-sentinel', 'lantern-24', 'quay-ledger']
    """
    return _demo_folder() / "articles"


def demo_ground_truth():
    """What was planted in the demo corpus.

    Returns
    -------
    DataFrame
        kind (lexical, sentiment, naming, point left out, ...), outlet, reference, item, direction, detail, evidence;
        all text. A *lexical side effect* differs because something else was planted: to find it is right, to miss
        it is no fault.

    Examples
    --------
    >>> truth = demo_ground_truth()
    >>> truth[truth.kind == "lexical"].groupby("outlet").item.first().to_dict()["The Harbour Post"]
    'regime'
    """
    return pd.read_csv(_demo_folder() / "ground_truth.csv", dtype=str, keep_default_na=False)


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


def _demo_folder():
    """In a checkout the package lies two folders below the root; a wheel carries the corpus inside the package."""
    package = Path(__file__).parent
    places = [package / "demo", package.parents[1] / "data" / "demo"]
    found = next((place for place in places if (place / "ground_truth.csv").is_file()), None)
    if found is None:
        raise DataError(f"the demo corpus is in none of {[str(place) for place in places]}; install crossframe again.")
    return found
