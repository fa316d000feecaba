"""Names of targets: what they say of whom they name, and how else they are written."""

import re

from crossframe.measure.aliases import fold
from crossframe.measure.capitals import to_mention
from crossframe.measure.country_list import country_called
from crossframe.measure.nouns import is_group, is_role, singular, speaker_words

__all__ = ["bare", "kind_of_name", "other_names", "persons_name"]

_DEFINED = r"((?:[A-Z][\w'-]+|of|the|for|and|on)(?:[ \xa0](?:[A-Z][\w'-]+|of|the|for|and|on)){{1,7}})[ \xa0]\({}\)"
_JOINTS = frozenset("of the for and on".split())


def persons_name(names, exact):
    """The one of a target's names by which it may be a person, without titles; "" where it is none.

    Examples
    --------
    >>> persons_name(["Mayor Ada Rook"], False), persons_name(["Rook"], False), persons_name(["Rook"], True)
    ('Ada Rook', 'Rook', '')
    """
    for name in names:
        words = fold(name).replace(",", "").split()
        if words[-1][0].isupper() and words[0][0].isupper() and not name.isupper() and not country_called(name):
            mention = to_mention([(0, 0, word) for word in words])
            if mention and mention.kind in ("person", "") and (not exact or len(mention.words) > 1):
                return " ".join(mention.words)
    return ""


def bare(name):
    """A name without article."""
    return re.sub(r"^(?:the|a|an)\s+(?=\S)", "", " ".join(name.split()), flags=re.IGNORECASE)


def kind_of_name(name):
    """What a name is, by its words: person, organisation, group or thing.

    Examples
    --------
    >>> [kind_of_name(name) for name in ("Harbour Board", "protesters", "the dock tax")]
    ['organisation', 'group', 'thing']
    """
    words = [word.lower() for word in bare(name).split()]
    one = singular(words[-1])
    if is_group(words[-1]) or words[-1] in speaker_words()["people"] or one != words[-1] and is_role(one):
        return "group"
    mention = to_mention([(0, 0, word) for word in bare(name).split()])
    if mention and mention.kind == "person" and name != name.lower():
        return "person"
    body = mention is not None and mention.kind == "organisation" or words[-1] in speaker_words()["organisation"]
    return "organisation" if body else "thing"


def other_names(name, texts):
    """What else a name is written as: in the plural, and in full or short where an article says so.

    Returns
    -------
    dict of str to str
        Name -> form: name, alias or abbreviation.

    Examples
    --------
    >>> other_names("Harbour Board", ["The Harbour Board (HB) met."]), other_names("the S-4 deal", [])
    ({'HB': 'abbreviation'}, {'S-4 deals': 'name'})
    """
    name = bare(name)
    forms = {each: "abbreviation" if each.isupper() else "alias" for each in _defined(name, texts) if each != name}
    return forms | dict.fromkeys(_inflected(name), "name")


def _inflected(name):
    """The plural of a name that ends in small letters but has a capital, or its singular: *S-400 deals*."""
    last = name.split()[-1]
    if last != last.lower() or name == name.lower():
        return []
    other = singular(last) if singular(last) != last else last[:-1] + "ies" if re.search("[^aeiou]y$", last) else (
        f"{last}es" if re.search("(?:s|x|z|ch|sh)$", last) else f"{last}s")
    return [name[: len(name) - len(last)] + other]


def _defined(name, texts):
    """What the articles themselves say a name is short for, or shortened to: *Harbour Board (HB)*."""
    if name.isupper() and len(name) > 1:
        pattern = re.compile(_DEFINED.format(re.escape(name)))
        found = [match[1] for text in texts if f"({name})" in text for match in pattern.finditer(text)]
        found = [full for each in found if (full := _spelled(each, name))]
    elif len(name.split()) > 1 and name != name.lower():
        pattern = re.compile(rf"{re.escape(name)}[ \xa0]\(([A-Z][A-Za-z.&-]{{1,9}})\)")
        found = [match[1] for text in texts if name in text for match in pattern.finditer(text)]
    else:
        return []
    return sorted(dict.fromkeys(found))


def _spelled(words, letters):
    """The last words, as many as it takes to have these initials; "" where they do not."""
    words, letters = words.split(), letters.replace(".", "")
    for first in range(len(words) - 1, -1, -1):
        every = "".join(word[0].upper() for word in words[first:])
        capitals = "".join(word[0] for word in words[first:] if word not in _JOINTS)
        if letters in (every, capitals) and words[first] not in _JOINTS:
            return " ".join(words[first:])
    return ""
