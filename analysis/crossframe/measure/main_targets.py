"""Whom and what a corpus is mostly about: its main persons, groups, organisations and countries."""

from collections import Counter, defaultdict

from crossframe.measure.capitals import read_mentions
from crossframe.measure.countries import find_countries
from crossframe.measure.country_list import country_called, country_names
from crossframe.measure.nouns import speaker_words
from crossframe.measure.people import People
from crossframe.measure.target_people import same_person, surname

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
    ['Turkey', 'Ada Rook']
    """
    from tqdm import tqdm

    articles, uses, every = defaultdict(set), Counter(), tuple(country_names())
    for place, text in enumerate(tqdm(texts, desc="main targets", unit=" articles", delay=2)):
        named = [place.country for place in find_countries(text, every)] + list(_named(text))
        uses.update(named)
        for name in set(named):
            articles[name].add(place)
    articles = _joined(articles, uses)
    known = set(outlets)
    spread = {name: len({outlets[place] for place in places}) for name, places in articles.items()}
    least = min(LEAST_OUTLETS, len(known))
    chosen = [name for name in articles if spread[name] >= least and name not in known]
    return sorted(chosen, key=lambda name: (-len(articles[name]), -spread[name], -uses[name], name))[:most]


def _named(text):
    """Full names of persons, one for each use of any part of them, and names of organisations and groups."""
    people = People(text, read_mentions(text))
    for mention, person in zip(people.mentions, people.owner, strict=True):
        name = " ".join(mention.words)
        if person is not None and len(person.words) > 1:
            if person.sure or people.gender(person):
                yield person.label
        elif mention.kind in ("organisation", "group") and not _is_news(mention) and not country_called(name):
            yield people.organisation(name) if mention.kind == "organisation" else name


def _is_news(mention):
    newsroom = speaker_words()["newsroom"]
    return any(word.lower() in newsroom for word in mention.words) or mention.words == ("Associated", "Press")


def _joined(articles, uses):
    """Full names that are one person's under the one used most."""
    by_last, joined = defaultdict(list), {}
    for name in sorted(articles, key=lambda name: (-uses[name], name)):
        known = by_last[surname(name)]
        first = next((other for other in known if same_person(name, other)), None)
        if first is None:
            known.append(name)
            joined[name] = set(articles[name])
        else:
            joined[first] |= articles[name]
            uses[first] += uses[name]
    return joined
