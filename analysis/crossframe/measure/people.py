"""Who is who in an article: full names, what they are shortened to, whether a man, a woman or a thing has them."""

import re
from collections import Counter, defaultdict

from crossframe.measure.aliases import fold
from crossframe.measure.capitals import to_mention
from crossframe.measure.nouns import given_names, speaker_words

__all__ = ["People"]

_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&.-]{1,9})\)")
_FEMALE, _THING = frozenset({"she", "her", "hers", "herself"}), frozenset({"its", "itself"})
_PRONOUN = re.compile(r"\b(?:s?he|his|hers?|himself|herself|its|itself)\b", re.IGNORECASE)


class _Person:
    """What an article says of one person."""

    def __init__(self, words):
        self.words, self.uses, self.titles, self.votes, self.sure = words, Counter(), Counter(), Counter(), False

    @property
    def label(self):
        """The full name, as it is most often written."""
        return max(self.uses, key=lambda name: (self.uses[name], len(name)))


class People:
    """Who is named in an article: full names of persons and organisations, and what they may be shortened to.

    Parameters
    ----------
    text : str
    mentions : list of Mention
        Of :func:`read_mentions`.
    """

    def __init__(self, text, mentions):
        self.text, self.mentions = text, mentions
        self.persons, self.by_last, self.by_first = {}, defaultdict(list), defaultdict(list)
        self.organisations, self.acronyms, self.tally = {}, {}, defaultdict(Counter)
        self.by_edge = defaultdict(list)
        for mention in mentions:
            if len(mention.words) > 1 and mention.kind in ("person", "") and len(mention.words) < 6:
                self._add_person(mention)
            elif mention.kind in ("organisation", "") and len(mention.words) > 1:
                self._add_organisation(mention)
        self._join_variants()
        self.seen, self.owner = {}, []
        for place, mention in enumerate(mentions):
            self.owner.append(self.person_of(mention))
            self.seen[self.owner[-1]] = place
        self._vote()

    def _add_person(self, mention):
        words = tuple(word for word in map(_folded, mention.words) if word not in ("jr", "sr", "ii", "iii"))
        suffix = _folded(mention.words[-1]) if len(words) < len(mention.words) else ""
        if len(words) < 2:
            return
        key = (words[0], words[-1], suffix)
        if key not in self.persons:
            self.persons[key] = _Person(words)
            self.by_last[words[-1]].append(key)
            self.by_first[words[0]].append(key)
        person = self.persons[key]
        person.uses[" ".join(mention.words)] += 1
        person.sure |= mention.kind == "person"

    def _add_organisation(self, mention):
        name = " ".join(mention.words)
        if _folded(name) not in self.organisations:
            self.organisations[_folded(name)] = name
            for edge in {_folded(mention.words[0]), _folded(mention.words[-1])} if len(mention.words) < 5 else ():
                self.by_edge[edge].append(name)
        if found := _ACRONYM.match(self.text, mention.end):
            self.acronyms[found[1].replace(".", "")] = name
        initials = "".join(word[0] for word in mention.words if word[0].isupper())
        if len(initials) > 1:
            self.acronyms.setdefault(initials, name)

    def _join_variants(self):
        """*Tayyip Erdogan* is *Recep Tayyip Erdogan*."""
        for keys in [keys for keys in self.by_last.values() if 1 < len(keys) < 30]:
            for key in sorted(keys, key=lambda key: len(self.persons[key].words)):
                longer = [other for other in keys if other != key
                          and len(self.persons[other].words) > len(self.persons[key].words)
                          and self.persons[other].words[-len(self.persons[key].words) :] == self.persons[key].words]
                person = self.persons[key]
                others = [other for other in keys if self.persons[other].sure and not other[2]]
                if not longer and not person.sure and sum(person.uses.values()) == 1 and len(others) == 1:
                    self.persons[key] = self.persons[others[0]]  # Understated Perez
                if len(longer) == 1:
                    self.persons[longer[0]].uses.update(self.persons[key].uses)
                    self.persons[longer[0]].sure |= self.persons[key].sure
                    keys.remove(key)
                    self.by_first[key[0]].remove(key)
                    self.persons[key] = self.persons[longer[0]]

    def person_of(self, mention):
        """The person that a mention names, or None."""
        words = [word for word in map(_folded, mention.words) if word not in ("jr", "sr", "ii", "iii")]
        surname = len(words) == 1 and words[0] in self.by_last
        if mention.kind in ("organisation", "place", "group", "thing") and not surname:
            return None
        suffix = _folded(mention.words[-1]) if len(words) < len(mention.words) else ""
        if len(words) > 1 and (words[0], words[-1], suffix) in self.persons:
            return self.persons[words[0], words[-1], suffix]
        if not words:
            return None
        fitting = [self.persons[key] for key in self.by_last.get(words[-1], ())
                   if self.persons[key].words[-len(words) :] == tuple(words) and not key[2]]
        gender = next((gender for title in mention.titles if (gender := speaker_words()["title"].get(title))), "")
        if gender:
            known = [(_gender_by_name(person), person) for person in fitting]
            fitting = ([person for sex, person in known if sex == gender]
                       or [person for sex, person in known if not sex] or fitting)
        if not fitting and len(words) == 1 and len(self.by_first.get(words[0], ())) == 1 and words[0] in given_names():
            fitting = [self.persons[self.by_first[words[0]][0]]]
        if fitting:
            seen = self.seen if gender else {}
            return max(fitting, key=lambda person: (sum(person.uses.values()), seen.get(person, -1)))
        if mention.kind == "person" or words[0] in given_names():
            return self._single(words, mention)
        return None

    def lone(self, mention):
        """The person of whom the article gives one name only, and no title."""
        return self._single([_folded(mention.words[-1])], mention)

    def _single(self, words, mention):
        """A person of whom the article gives one name only."""
        key = ("", words[-1], "")
        person = self.persons.setdefault(key, _Person(tuple(words)))
        person.uses[" ".join(mention.words)] += 1
        person.sure = True
        if key not in self.by_last[words[-1]]:
            self.by_last[words[-1]].append(key)
        return person

    def _vote(self):
        """Titles and the pronouns that follow a name in its sentence say whether it is a man's or a woman's."""
        pronouns = [(found.start(), found.group().lower()) for found in _PRONOUN.finditer(self.text)]
        place = 0
        for mention, person, following in zip(self.mentions, self.owner, [*self.mentions[1:], None]):
            votes = self.tally[_folded(mention.words[-1])] if person is None else person.votes
            votes["n"] += 1
            votes["the"] += self.text[max(0, mention.start - 4) : mention.start].lower() == "the "
            votes["alone"] += person is not None and len(mention.words) < len(person.words)
            for title in mention.titles:
                votes[speaker_words()["title"].get(title, "")] += 5
            while place < len(pronouns) and pronouns[place][0] < mention.end:
                place += 1
            stop = min(following.start if following else len(self.text), mention.end + 120)
            if place < len(pronouns) and pronouns[place][0] < stop:
                between = self.text[mention.end : pronouns[place][0]]
                if not re.search(r"[.!?]\s|[“\"\n]", between):
                    votes["f" if pronouns[place][1] in _FEMALE else "it" if pronouns[place][1] in _THING else "m"] += 1

    def is_thing(self, words, person=None):
        """Whether a name that no list knows is no person's.

        *Its* follows it, or *the* stands before it; or it comes again and is never shortened, as persons' names are.
        """
        votes = person.votes if person else self.tally[_folded(words[-1])]
        persons = votes["m"] + votes["f"] + 2 * (len(words) > 1) * votes["alone"]
        if votes["n"] > 1 and not persons and not votes[""]:
            return True
        inner = any(char.isupper() for char in words[-1][3:]) and not words[-1].isupper()
        return 2 * votes["it"] + 2 * votes["the"] + 2 * inner > persons

    def gender(self, person):
        """m, f or "" where nothing tells."""
        if by_name := _gender_by_name(person):
            return by_name
        male, female = person.votes["m"], person.votes["f"]
        return "m" if male > female else "f" if female > male else ""

    def organisation(self, name):
        """An organisation's full name in the article: *Fox* is *Fox News*, *RNC* what the letters stand for."""
        if full := self.acronyms.get(name.replace(".", "")):
            return full
        folded = _folded(name)
        if folded in self.organisations or " " in folded:
            return self.organisations.get(folded, name)
        longer = self.by_edge.get(folded, ())
        return longer[0] if len(longer) == 1 else name

    def of_words(self, words):
        """A mention of words that were not read as a name of their own, as in a headline; None where they are none."""
        return to_mention([(0, 0, word) for word in words]) if words and words[-1][:1].isupper() else None


def _folded(word):
    return fold(word).lower().rstrip(".")


def _gender_by_name(person):
    sure = [gender for gender in ("m", "f") if person.votes[gender] >= 5]
    if len(sure) == 1:
        return sure[0]
    return given_names().get(person.words[0], "") if len(person.words) > 1 else ""
