"""Where articles speak of targets: persons, organisations, groups, countries and things, under any of their names."""

import re
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from crossframe.errors import DataError
from crossframe.measure.aliases import check_entities, compile_names, find_names, fold, shown
from crossframe.measure.countries import find_countries, in_longer
from crossframe.measure.country_list import country_called
from crossframe.measure.target_names import bare, kind_of_name, other_names, persons_name
from crossframe.measure.target_people import bearer_of, is_junior, person_uses, surname

__all__ = ["Found", "find_targets", "straight"]

COLUMNS = ("article", "start", "end", "target", "kind", "mention", "form")
_CAPITAL_AFTER = re.compile(r"[ \xa0][A-Z][\w'-]*[a-z]")
_WORD_BEFORE = re.compile(r"(?<!\S)(\S+)[ \xa0]$")
_PRONE = re.compile(r"[À-ɏḀ-ỿ]")
_QUOTES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))


class Found(NamedTuple):
    """Mentions of targets, and what the targets are."""

    table: pd.DataFrame  # article (row, from 0), start, end, target, kind, mention, form
    kinds: dict  # target -> person, organisation, group, country or thing
    notes: list  # sentences on names that several bear


class _Target(NamedTuple):
    """One target: looked for as a country, as a person, or by names as they are."""

    label: str
    kind: str
    country: str = ""
    bearer: object = None  # Bearer
    last: str = ""  # last name, folded
    names: dict | None = None  # name as given -> form


def find_targets(texts, targets, *, pronouns=True):
    """Where articles speak of targets.

    Parameters
    ----------
    texts : sequence of str
    targets : list of str or dict of str to list of str
        Of a list, a country of ``lexicons/countries.csv`` is found as its card says; a person, given by the full name
        or by a last name, by full and last name, by both with titles, and by pronouns; any other name as written, an
        organisation's acronym too; words without a capital in any case, in singular and plural. Of a dict, exactly the
        names given are found, and pronouns where one is a person's full name.
    pronouns : bool
        Whether *he*, *she* and their forms are resolved to persons.

    Returns
    -------
    Found
        Of names that overlap the longest counts; *the Rook administration* is not Rook.

    Raises
    ------
    DataError
        `targets` is of another form, or a name is empty.

    Examples
    --------
    >>> texts = ["Mayor Ada Rook met Turkish officials in Ankara. She wants the dock tax, which Ankara hates."]
    >>> find_targets(texts, ["Rook", "Turkey", "dock tax"]).table[["start", "target", "kind", "mention", "form"]]
       start    target     kind            mention       form
    0      0      Rook   person     Mayor Ada Rook      title
    1     19    Turkey  country  Turkish officials  adjective
    2     48      Rook   person                She    pronoun
    3     62  dock tax    thing           dock tax       name
    4     78    Turkey  country             Ankara       seat
    """
    from tqdm import tqdm

    given = check_entities(targets, what="targets")
    folded, exact = [straight(text) for text in texts], isinstance(targets, dict)
    personal = {label: name for label, names in given.items() if (name := persons_name(names, exact))}
    uses = _read_people(folded, {surname(name) for name in personal.values()}, pronouns)
    bearers = {label: bearer_of(name, [each.get(surname(name), []) for each in uses.values()])
               for label, name in personal.items()}
    settled = [_settled(label, names, bearers.get(label), folded, exact)._replace(
        last=surname(personal.get(label, ""))) for label, names in given.items()]
    _refuse_twins(settled, bearers)
    rows, index = [], _index(settled)
    for place, text in enumerate(tqdm(folded, desc="targets", unit=" articles", delay=2)):
        rows += [(place, *row) for row in _apart(_in_text(text, settled, uses.get(place, {}), index))]
    table = pd.DataFrame(rows, columns=["article", "start", "end", "target", "form"])
    kinds = {target.label: target.kind for target in settled}
    table["kind"] = table["target"].map(kinds)
    table["mention"] = [texts[place][start:end] for place, start, end, *_ in rows]
    table = table[list(COLUMNS)].astype({"article": int, "start": int, "end": int} | dict.fromkeys(COLUMNS[3:], "str"))
    return Found(table, kinds, _notes(bearers))


def straight(text):
    """A text of the same length with straight quotation marks and without accents; quick where there are none."""
    if text.isascii():
        return text
    if _PRONE.search(text):
        return fold(text)
    for curly, straight in _QUOTES:
        text = text.replace(curly, straight)
    return text


def _read_people(texts, lasts, pronouns):
    """By article and last name the uses of these last names."""
    from tqdm import tqdm

    if not lasts:
        return {}
    there = re.compile("|".join(map(re.escape, sorted(lasts))), re.IGNORECASE)
    uses = {}
    for place, text in enumerate(tqdm(texts, desc="persons", unit=" articles", delay=2)):
        if there.search(text):
            each = defaultdict(list)
            for use in person_uses(text, lasts, pronouns=pronouns):
                each[use.last].append(use)
            uses[place] = dict(each)
    return uses


def _settled(label, names, bearer, texts, exact):
    """How a target is looked for."""
    country = None if exact else country_called(names[0])
    if country:
        return _Target(label, country[1], country=country[0])
    if bearer and not exact:
        return _Target(label, "person", bearer=bearer)
    kind = "person" if bearer else country_called(label)[1] if country_called(label) else kind_of_name(names[0])
    every = dict.fromkeys(map(bare, names), "name") | ({} if exact else other_names(names[0], texts))
    return _Target(label, kind, bearer=bearer, names=every)


def _refuse_twins(settled, bearers):
    """Refuse two targets that are the same country or person."""
    seen = {}
    for target in settled:
        bearer = bearers.get(target.label)
        for each in [target.country] if target.country else sorted(bearer.names) if bearer else []:
            if each in seen:
                raise DataError(f"the targets {shown(seen[each])} and {shown(target.label)} are both {each}; "
                                "name one of them.")
            seen[each] = target.label


def _index(settled):
    """The given names of all targets: (index for find_names, name -> target, name -> form, a quick test)."""
    owner = {name: target for target in settled for name in target.names or ()}
    index = compile_names(owner)
    return index, owner, re.compile("|".join(map(re.escape, index)), re.IGNORECASE) if index else None


def _in_text(text, settled, uses, index):
    """All (start, end, target, form) of one article; some may overlap."""
    names, owner, there = index
    by_country = {target.country: target.label for target in settled if target.country}
    if by_country:
        for place in find_countries(text, tuple(by_country)):
            yield place.start, place.end, by_country[place.country], place.form
    for target in settled:
        if target.bearer:
            yield from _of_person(target, uses.get(target.last, ()))
    if there and there.search(text):
        for start, end, name in find_names(text, names):
            if name == name.lower() or not _of_another(text, start, end, owner[name].kind):
                yield start, end, owner[name].label, owner[name].names[name]


def _of_another(text, start, end, kind):
    """Whether a name is part of a longer one, or of another body's: *NATO Secretary Rook*, *Kelmoran Harbour Board*."""
    if _CAPITAL_AFTER.match(text, end):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if kind != "organisation" or not before or country_called(before[1]):
        return False
    return " " in text[start:end] and (before[1] == "state" or in_longer(text, start))


def _of_person(target, uses):
    """A person's uses; of a target whose names were given exactly only the pronouns."""
    full = any(use.owner and not is_junior(use.owner) for use in uses)
    for use in uses:
        mine = use.owner in target.bearer.names if use.owner else target.bearer.alone and not full
        if mine and (use.form == "pronoun" or not target.names):
            yield use.start, use.end, target.label, use.form


def _apart(found):
    """Of mentions that overlap the longest, then the first; in order."""
    kept, taken = [], []
    for row in sorted(set(found), key=lambda row: (row[0] - row[1], row)):
        at = bisect_right(taken, (row[0], row[1]))
        if (at == 0 or taken[at - 1][1] <= row[0]) and (at == len(taken) or taken[at][0] >= row[1]):
            taken.insert(at, (row[0], row[1]))
            kept.append(row)
    return sorted(kept)


def _notes(bearers):
    """Which targets share their last name with others, or are known by nothing else."""
    notes = []
    for label, bearer in bearers.items():
        if bearer and bearer.others and len(label.split()) == 1:
            notes.append(f"{shown(label)} is taken for {min(bearer.names)}, not for {bearer.others[0]}; give the full "
                         "name where the other is meant.")
        elif bearer and not bearer.names and len(label.split()) > 1:
            notes.append(f"No article has {shown(label)} in full; whoever bears the last name alone is taken for that "
                         "person.")
    return notes
