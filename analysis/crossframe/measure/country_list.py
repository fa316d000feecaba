"""Countries by their names: the list, and the words that tell where a name means the state."""

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossframe.measure.aliases import fold

__all__ = ["CountryName", "country_called", "country_names", "country_table", "names_of", "state_words"]


class CountryName(NamedTuple):
    """A row of ``lexicons/countries.csv``."""

    country: str
    kind: str
    name: str
    form: str
    use: str  # sure; article, sentence: only beside a surer name


@cache
def country_table():
    """All rows of the list."""
    with files("crossframe.lexicons").joinpath("countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(CountryName(**row) for row in csv.DictReader(file))


@cache
def state_words():
    """``lexicons/state_words.csv``: class -> words."""
    classes = defaultdict(set)
    with files("crossframe.lexicons").joinpath("state_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            classes[row["class"]].add(row["word"])
    return classes


@cache
def _by_name():
    return {row.name: (row.country, row.kind) for row in country_table() if row.form in ("name", "abbreviation")}


def country_called(name):
    """The country (or body of states) of a name or an abbreviation, and its kind; None where the list has none.

    Examples
    --------
    >>> country_called("U.K."), country_called("Kelmor")
    (('United Kingdom', 'country'), None)
    """
    name = " ".join(fold(name).split())
    return _by_name().get(name) or _by_name().get(name.removeprefix("the ").removeprefix("The "))


def country_names():
    """All countries and bodies of states of the list."""
    return list(dict.fromkeys(row.country for row in country_table()))


@cache
def names_of(country):
    """The rows of one country."""
    return tuple(row for row in country_table() if row.country == country)
