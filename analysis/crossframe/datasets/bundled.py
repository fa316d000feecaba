"""The corpus that comes with crossframe, and the list of what was planted in it."""

from pathlib import Path

import pandas as pd

from crossframe.errors import DataError


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


def _demo_folder():
    """In a checkout the package lies two folders below the root; a wheel carries the corpus inside the package."""
    package = Path(__file__).parents[1]
    places = [package / "demo", package.parents[1] / "data" / "demo"]
    found = next((place for place in places if (place / "ground_truth.csv").is_file()), None)
    if found is None:
        raise DataError(f"the demo corpus is in none of {[str(place) for place in places]}; install crossframe again.")
    return found
