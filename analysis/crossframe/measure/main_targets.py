"""Whom and what a corpus is mostly about: its main persons, groups, organisations and countries."""

from collections import defaultdict
from functools import cache

from crossframe.measure.capitals import read_mentions
from crossframe.measure.countries import find_countries
from crossframe.measure.country_list import country_called, country_names, country_table
from crossframe.measure.nouns import singular, speaker_words
from crossframe.measure.people import People
from crossframe.measure.target_people import DOMINANT, same_person, surname

__all__ = ["main_targets"]

LEAST_OUTLETS = 2  # that name a target, where the corpus has as many


def main_targets(texts, outlets, *, most):
    """The persons, organisations, groups and countries that stand in most articles.

    Parameters
    ----------
    texts : sequence of str
        As :func:`crossframe.measure.aliases.fold` gives them.
    outlets : sequence of str
        The outlet of each; who is named by one outlet alone is left out where there are several, and so are outlets and
        news agencies themselves.
    most : int
        At most so many.

    Returns
    -------
    list of str
        Names for :func:`crossframe.measure.targets.find_targets`, those in most articles first.

    Examples
    --------
    >>> texts = ["Ada Rook left Turkey. Turkey wept.", "The Turks miss Ada Rook.", "Bram Sill sang."]
    >>> main_targets(texts, ["A", "B", "B"], most=2)
    ['Ada Rook', 'Turkey']
    """
    from tqdm import tqdm

    others, persons, alone = defaultdict(set), defaultdict(set), defaultdict(set)
    every, own = tuple(country_names()), set(outlets)
    for place, text in enumerate(tqdm(texts, desc="main targets", unit=" articles", delay=2)):
        for country in find_countries(text, every):
            others[country.country].add(place)
        for name, kind in _named(text):
            {"person": persons, "last": alone, "other": others}[kind][name].add(place)
    articles = _joined(persons, alone) | {name: places for name, places in others.items() if name not in own}
    spread = {name: len({outlets[place] for place in places}) for name, places in articles.items()}
    least = min(LEAST_OUTLETS, len(own))
    chosen = [name for name in articles if spread[name] >= least]
    return sorted(chosen, key=lambda name: (-len(articles[name]), -spread[name], name))[:most]


def _named(text):
    """(name, kind) of a text: "person" of full names, "last" of last names alone, "other" of bodies and groups."""
    people = People(text, read_mentions(text))
    for mention, person in zip(people.mentions, people.owner, strict=True):
        name = " ".join(mention.words)
        if person is not None and len(person.words) > 1:
            if person.sure or people.gender(person):
                yield person.label, "person"
        elif len(mention.words) == 1 and mention.kind in ("person", "") and name not in _MONTHS:
            yield surname(name), "last"
        elif mention.kind == "organisation" and not _is_news(mention) and not country_called(name):
            yield people.organisation(name), "other"
        elif mention.kind == "group" and singular(name.lower()) != name.lower() and name not in _people():
            yield name, "other"


@cache
def _people():
    return {row.name for row in country_table() if row.form == "people"}


def _is_news(mention):
    """Whether a name is a news agency's or paper's, or no more than a form of business."""
    low = [word.lower().rstrip(".") for word in mention.words]
    return bool(speaker_words()["newsroom"].keys() & set(low)) or low == ["associated", "press"] or low[-1] in _BUSINESS


_MONTHS = frozenset({"April", "August", "June", "May"})
_BUSINESS = frozenset("llc inc ltd corp co plc".split())


def _joined(persons, alone):
    """Full names that are one person's under the commonest, with the articles that have only the last name if nobody
    else's is nearly as common.
    """
    by_last, joined = defaultdict(list), {}
    for name in sorted(persons, key=lambda name: (-len(persons[name]), name)):
        known = by_last[surname(name)]
        first = next((other for other in known if same_person(name, other)), name)
        joined[first] = joined.get(first, set()) | persons[name]
        if first == name:
            known.append(name)
    for last, (first, *rest) in by_last.items():
        if not rest or len(joined[first]) >= DOMINANT * len(joined[rest[0]]):
            joined[first] |= alone.get(last, set()) - set().union(*(joined[name] for name in rest))
    return joined
