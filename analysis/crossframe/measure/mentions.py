"""Where the names of persons and organisations stand: in full, in part, with a title before them."""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from crossframe.measure.aliases import compile_names, find_names
from crossframe.measure.labels import bind_owners
from crossframe.measure.names import title_before, title_words

__all__ = ["ASIDE", "Mention", "given_mentions", "label_mentions", "named_mentions", "titled"]

_CAPITAL_AFTER = re.compile(r"[ \xa0](?:[A-Z][\w’'-]+|administration|regime|government|junta|campaign|cabinet)\b")
_WORD_AFTER = re.compile(r"[ \xa0]([A-Z][a-z]+)\b")
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s“\"(])([A-Z][\w’'-]*)[ \xa0]$")
_SMALL = frozenset("of and the for to in".split())
_OPENERS = frozenset(
    "The A An In On At But And As If When While For From With By After Before That This These Those His Her Their "
    "Its Although Since Because Unlike Like Under Over Against About Even Yet So Then Now Did Does Is Was Has Will "
    "Can Why How What Who Where Both Neither Either Only Also Still Not No Yes Or Nor Until Once Though Whether "
    "Would Could Should May Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


class Mention(NamedTuple):
    """One mention in a text."""

    text: int
    start: int
    end: int
    referent: str
    kind: str
    name: str
    form: str
    modifiers: str
    basis: str


class _Use(NamedTuple):
    """A name where it stands, and all whom it may mean."""

    text: int
    begin: int  # of the title
    start: int
    end: int
    name: str
    owners: list  # of Named
    part: bool


def named_mentions(texts, known):
    """Mentions by name.

    Parameters
    ----------
    texts : list of str
    known : list of list of Named
        Whom the names of each text may mean.

    Returns
    -------
    list of Mention
        In the order of the texts. A last name that several persons of an article share is the one's who is so titled
        elsewhere (*Mrs.*, *President*), else the one's who was last named, unless another stands in five times as many
        articles.
    """
    uses = [use for row, text in enumerate(texts) for use in _uses(row, text, known[row])]
    called, articles = _called(texts, uses), Counter()
    for each in known:
        articles.update({one.referent for one in each})
    mentions, last = [], {}
    for use in uses:
        owner = _owner(use, texts, called, articles, last)
        if owner:
            last[use.text, owner.referent] = use.start
            mentions.append(_mention(texts[use.text], use, owner))
    return mentions


def _uses(row, text, known):
    who, full = defaultdict(list), set()
    for each in known:
        for name in each.names:
            who[name].append(each)
            full.add(name)
    for each in known:
        for part in each.parts:
            if part not in full:
                who[part].append(each)
    for start, end, name in find_names(text, compile_names(who)):
        kind = who[name][0].kind
        if not _within_other(text, start, end, kind):
            begin = title_before(text, start) if kind == "person" else start
            yield _Use(row, begin, start, end, name, who[name], name not in full)


def _title(texts, use):
    """The title's last word; those that tell women and men apart are brought to two."""
    words = texts[use.text][use.begin : use.start].lower().replace(".", "").split()
    return {"mrs": "ms", "miss": "ms"}.get(words[-1], words[-1]) if words else ""


def _called(texts, uses):
    """The titles each person has where the name is nobody else's."""
    called = defaultdict(set)
    for use in uses:
        if len(use.owners) == 1 and (title := _title(texts, use)):
            called[use.owners[0].referent].add(title)
    return called


def _owner(use, texts, called, articles, last):
    """Whom a use means, or None where nothing tells."""
    if len(use.owners) == 1:
        return use.owners[0]
    title = _title(texts, use)
    other = {"mr": "ms", "ms": "mr"}.get(title)
    owners = [each for each in use.owners if title and title in called[each.referent]] or [
        each for each in use.owners if other not in called[each.referent] or title in called[each.referent]]
    owners.sort(key=lambda each: (-articles[each.referent], each.referent))
    if not owners or len(owners) > 1 and articles[owners[0].referent] < 5 * articles[owners[1].referent]:
        owners = [each for each in owners if (use.text, each.referent) in last]
        return max(owners, key=lambda each: last[use.text, each.referent], default=None)
    return owners[0]


def _within_other(text, start, end, kind):
    """Whether the name is part of a longer one, or of what is named after somebody: *Rook Street*, *the Rook plan*."""
    if kind == "person" and _CAPITAL_AFTER.match(text, end):
        return True
    if (after := _WORD_AFTER.match(text, end)) and title_words().get(after[1].lower()) == "head":
        return True  # Defense Secretary, House Speaker
    before = _CAPITAL_BEFORE.search(text, max(0, start - 30), start)
    if not before or before[1].lower().rstrip(".") in title_words() or before[1] in _OPENERS:
        return False
    opens = re.search(r"[.!?:;”\"]\s*$|^\s*$|\n\s*$", text[max(0, before.start(1) - 4) : before.start(1)])
    return kind == "person" and not opens


def _mention(text, use, owner):
    spelled = use.name.title() if use.name.isupper() and owner.kind == "person" else use.name
    if use.begin == use.start:
        form = "partial" if use.part else "name"
        return Mention(use.text, use.start, use.end, owner.referent, owner.kind, spelled, form, "", "name")
    title, modifiers = titled(text[use.begin : use.start])
    name = f"{title} {spelled}"
    return Mention(use.text, use.begin, use.end, owner.referent, owner.kind, name, "title", modifiers, "name")


ASIDE = frozenset(
    "former late acting interim then outgoing incoming longtime veteran retired ex democratic republican gop "
    "conservative liberal independent democrat".split())
_SHORT = {
    "sen": "Senator", "sens": "Senator", "rep": "Representative", "reps": "Representative", "gov": "Governor",
    "gen": "General", "lt": "Lieutenant", "sgt": "Sergeant", "capt": "Captain", "col": "Colonel", "maj": "Major",
    "adm": "Admiral", "cmdr": "Commander", "prof": "Professor", "rev": "Reverend", "mr": "Mr.", "mrs": "Mrs.",
    "ms": "Ms.", "dr": "Dr."}


def titled(words):
    """A title in one spelling, and the adjectives taken off it.

    Examples
    --------
    >>> titled("former finance minister "), titled("Sen. ")
    (('Finance Minister', 'former'), ('Senator', ''))
    """
    plain = [word.strip(".,").lower() for word in re.sub(r"\b(then|ex)-", r"\1 ", words, flags=re.IGNORECASE).split()]
    aside = [word for word in plain if word in ASIDE]
    kept = [word for word in plain if word not in aside] or plain
    shown = [_SHORT.get(word, word if word in _SMALL else word.upper() if word in ("ceo", "mp", "mep", "pm")
                        else word.capitalize()) for word in kept]
    return " ".join(shown), " ".join(aside)


def given_mentions(row, text, pattern, entities):
    """Mentions by the names that the caller gave, in one text.

    Parameters
    ----------
    row : int
        Position of the text.
    text : str
    pattern : from compile_names
    entities : dict of str to list of str

    Returns
    -------
    list of Mention
    """
    owner = {name: referent for referent, names in entities.items() for name in names}
    return [Mention(row, start, end, owner[name], "given", name, _form(name, entities[owner[name]]), "", "name")
            for start, end, name in find_names(text, pattern)]


def _form(name, names):
    """What a given name is beside the others of its referent."""
    words = name.split()
    if name == name.lower():
        return "label"
    if len(words) > 1 and words[0].lower().rstrip(".") in title_words():
        return "title"
    return "partial" if any(set(words) < set(other.split()) for other in names) else "name"


def _person(owner, here, usual):
    """The person whose last name an owner ends with, in the text or else in the corpus; the owner if nobody."""
    last = owner.split()[-1]
    return here.get(last) or usual.get(last, owner)


def label_mentions(found, stories, known):
    """Mentions by labels; those of a referent that belongs to somebody are told apart by whose it is.

    Parameters
    ----------
    found : list of labels.Found
    stories : list of str
        The story of each text.
    known : list of list of Named
        Whom the names of each text may mean.

    Returns
    -------
    list of Mention
    """
    persons = [{name.split()[-1]: each.referent for each in names for name in each.names if each.kind == "person"}
               for names in known]
    anywhere = defaultdict(Counter)
    for each in persons:
        for last, referent in each.items():
            anywhere[last][referent] += 1
    usual = {last: min(each, key=lambda one: (-each[one], one)) for last, each in anywhere.items()}
    found = [use._replace(owner=_person(use.owner, persons[use.text], usual)) if use.owner else use
             for use in found]
    whose = bind_owners(found, stories)
    return [Mention(use.text, use.start, use.end, f"{use.label.referent} ({owner})" if owner else use.label.referent,
                    use.label.kind, use.name, "label", use.modifiers, "label")
            for use, owner in zip(found, whose, strict=True)]
