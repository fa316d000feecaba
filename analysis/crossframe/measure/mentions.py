"""Where the names of persons and organisations stand: in full, in part, with a title before them."""

import re
from typing import NamedTuple

from crossframe.measure.aliases import compile_names, find_names
from crossframe.measure.labels import bind_owners
from crossframe.measure.names import title_before, title_words

__all__ = ["Mention", "given_mentions", "label_mentions", "named_mentions", "titled"]

_CAPITAL_AFTER = re.compile(r"[ \xa0](?:[A-Z][\w’'-]+|administration|regime|government|junta|campaign|cabinet)\b")
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s“\"(])([A-Z][\w’'-]*)[ \xa0]$")
_SMALL = frozenset("of and the for to in".split())
_OPENERS = frozenset(
    "The A An In On At But And As If When While For From With By After Before That This These Those His Her Their Its "
    "Although Since Because Unlike Like Under Over Against About Even Yet So Then Now Did Does Is Was Has Will Can Why "
    "How What Who Where Both Neither Either Only Also Still Not No Yes Or Nor Until Once Though Whether Would Could "
    "Should May Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


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


def named_mentions(row, text, known):
    """Mentions by name in one text.

    Parameters
    ----------
    row : int
        Position of the text.
    text : str
    known : list of Named
        Whom its names may mean.

    Returns
    -------
    list of Mention
        A part that several persons share is the one's whose full name was last read; none is where none was.
    """
    who = {}
    for each in known:
        for name in (*each.names, *each.parts):
            who.setdefault(name, []).append((each, name in each.names))
    mentions, last = [], {}
    for start, end, name in find_names(text, compile_names(who)):
        owners = [each for each, full in who[name] if full] or [each for each, _ in who[name]]
        owner = max(owners, key=lambda each: last.get(each.referent, -1))
        part = not any(full for _, full in who[name])
        if _within_other(text, start, end, owner.kind) or part and len(owners) > 1 and owner.referent not in last:
            continue
        if not part or owner.referent in last:
            last[owner.referent] = start
        mentions.append(_mention(row, text, start, end, name, owner, part))
    return mentions


def _within_other(text, start, end, kind):
    """Whether the name is part of a longer one, or of what is named after somebody: *Rook Street*, *the Rook plan*."""
    if kind == "person" and _CAPITAL_AFTER.match(text, end):
        return True
    before = _CAPITAL_BEFORE.search(text, max(0, start - 30), start)
    if not before or before[1].lower().rstrip(".") in title_words() or before[1] in _OPENERS:
        return False
    return kind == "person" and not re.search(r"[.!?:;”\"]\s*$|^\s*$|\n\s*$", text[max(0, before.start(1) - 4) : before.start(1)])


def _mention(row, text, start, end, name, owner, part):
    begin = title_before(text, start) if owner.kind == "person" else start
    spelled = name.title() if name.isupper() and owner.kind == "person" else name
    if begin == start:
        return Mention(row, start, end, owner.referent, owner.kind, spelled, "partial" if part else "name", "", "name")
    title, modifiers = titled(text[begin:start])
    return Mention(row, begin, end, owner.referent, owner.kind, f"{title} {spelled}", "title", modifiers, "name")


_ASIDE = frozenset("former late acting interim then outgoing incoming longtime veteran retired ex democratic republican gop "
                   "conservative liberal independent democrat".split())
_SHORT = {"sen": "Senator", "sens": "Senator", "reps": "Representative", "rep": "Representative", "gov": "Governor", "gen": "General",
          "prof": "Professor", "rev": "Reverend", "lt": "Lieutenant", "sgt": "Sergeant", "capt": "Captain", "col": "Colonel",
          "maj": "Major", "adm": "Admiral", "cmdr": "Commander", "mr": "Mr.", "mrs": "Mrs.", "ms": "Ms.", "dr": "Dr."}


def titled(words):
    """A title in one spelling, and the adjectives taken off it.

    Examples
    --------
    >>> titled("former finance minister "), titled("Sen. ")
    (('Finance Minister', 'former'), ('Senator', ''))
    """
    plain = [word.strip(".,").lower() for word in words.replace("\xa0", " ").split()]
    aside = [word for word in plain if word in _ASIDE or word.startswith(("then-", "ex-"))]
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


def label_mentions(found, stories):
    """Mentions by labels; those of a referent that belongs to somebody are told apart by whose it is.

    Parameters
    ----------
    found : list of labels.Found
    stories : list of str
        The story of each text.

    Returns
    -------
    list of Mention
    """
    whose = bind_owners(found, stories)
    return [Mention(use.text, use.start, use.end, f"{use.label.referent} ({owner})" if owner else use.label.referent,
                    use.label.kind, use.name, "label", use.modifiers, "label")
            for use, owner in zip(found, whose, strict=True)]
