"""One name for a country: news writes *Moscow* and *Russian* where it means Russia."""

import re
from functools import cache
from importlib.resources import files

__all__ = ["with_countries"]


def with_countries(text):
    """A text in which a country's adjectives, people and seat of government are replaced by its name.

    ``places.csv``, compiled here, lists them for some seventy countries; seats that mean much else besides (Washington,
    Paris, London) are left out, and so is a seat in the name of a paper (*The Moscow Times*).

    Examples
    --------
    >>> with_countries("Moscow and the Turkish president agreed, The Moscow Times wrote.")
    'Russia and the Turkey president agreed, The Moscow Times wrote.'
    """
    pattern, countries = _names()
    return pattern.sub(lambda found: countries[found.group(1)], text)


@cache
def _names():
    lines = files("crossframe.measure").joinpath("places.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    countries = dict(line.split(",") for line in lines)
    longest_first = sorted(map(re.escape, countries), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])({'|'.join(longest_first)})s?(?![\w]|\s(?:Times|Post|Journal|News)\b)"), countries
