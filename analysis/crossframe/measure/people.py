"""Names in an article, by rule: capitalised words that belong together, their titles, and who is who."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossframe.measure.aliases import fold

__all__ = ["Mention", "People", "read_mentions", "speaker_words"]

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_SHORT = r"(?:Mrs?|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Adm|Maj|Prof|Rev|Hon|St|Supt|Atty|Jr|Sr|Pres|Cmdr)\."
_WORD = rf"(?:(?:{_CAPITAL}\.){{1,3}}(?!\w)|{_SHORT}|{_CAPITAL}\w*(?:[’'&-](?!s\b)\w+)*)"
_SMALL = r"(?:(?:de|la|le|van|von|der|den|del|da|dos|du|di|bin|ibn|al|el)[ \xa0])"
_RUN = re.compile(rf"(?<![\w’'&-]){_WORD}(?:[ \xa0]{{1,2}}{_SMALL}{{0,2}}{_WORD}){{0,9}}")
_LAST_WORD = re.compile(r"(?<![\w’'-])([a-z]+)[ \xa0]$")
_PIECE = re.compile(r"\S+")
_LOWER = re.compile(r"(?<![\w’'-])[a-zß-öø-ÿ][a-zß-öø-ÿ'’]+")
_OPENING = re.compile(r"(?:^|[.!?…:][\"”’')\]]*\s+|[\n“\"‘(—–]\s*)$")
_HONORIFICS = frozenset("mr mrs ms miss mx mme sir dr sen rep gov judge".split())
_PLACE_BEGINS = frozenset("new north south east west port mount lake san santa fort ft cape los las st saint".split())
_COMMON = ("document", "organisation", "people", "role", "title")
_JOINTS = frozenset({" of ", " of the ", " for ", " for the ", " on "})
_FUNCTION = frozenset(
    "a about according after again all also although among an and another any are as asked at back because been before "
    "being both but by can could despite did do does during each earlier either even ever every few for from had has have he "
    "her here hers him his how however i i'd i'll i'm i've if in indeed instead into is it it's its just last later like "
    "many maybe me meanwhile more most much my neither never no nor not now of on once one only or other others our over "
    "perhaps please rather read she should since so some soon still such than that that's the their them then there "
    "there's these they this those though through thus to today tomorrow too two under unlike until up upon us very was we "
    "we're we've well were what what's when where whether which while who whom whose why will with within without would "
    "says say said yes yesterday yet you you're your monday tuesday wednesday thursday friday saturday sunday january february march "
    "april june july august september october november december".split())
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z&-]{1,5}s?")
_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&.-]{1,9})\)")
_MOST = 8  # words of a name; longer runs are headlines
_FEMALE, _THING = frozenset({"she", "her", "hers", "herself"}), frozenset({"its", "itself"})
_PARTY = frozenset({"democrat", "republican", "independent", "libertarian", "socialist", "lawmaker", "official"})
_PRONOUN = re.compile(r"\b(?:s?he|him|his|hers?|himself|herself|its|itself)\b", re.IGNORECASE)


class Mention(NamedTuple):
    """One use of a name."""

    start: int  # of its titles
    name_start: int
    end: int
    words: tuple  # the name without titles
    titles: tuple  # in small letters
    kind: str  # person, organisation, place, group, thing, or "" where the words alone do not tell


@cache
def speaker_words():
    """``lexicons/speaker_words.csv``: class -> dict of word to its gender, m, f or ""."""
    classes = defaultdict(dict)
    with files("crossframe.lexicons").joinpath("speaker_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            classes[row["class"]][row["word"]] = row["gender"]
    return dict(classes)


@cache
def _given_names():
    with files("crossframe.lexicons").joinpath("given_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["gender"] for row in csv.DictReader(file)}


@cache
def _places():
    lines = files("crossframe.measure").joinpath("places.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    pairs = [line.lower().split(",") for line in lines]
    return {name for pair in pairs for name in pair} | set(speaker_words()["place"])


def read_mentions(text):
    """The names of a text, in order.

    A name is a run of capitalised words with its particles; titles before it are set apart, words that only begin a
    sentence are left out, and *of* or *for* joins the parts of an organisation's name.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Mention

    Examples
    --------
    >>> [(" ".join(each.words), each.kind) for each in read_mentions("On Monday Prime Minister Ada van Holm met the "
    ...                                                              "Ministry of Ports.")]
    [('Ada van Holm', 'person'), ('Ministry of Ports', 'organisation')]
    """
    small = set(_LOWER.findall(text))
    if not small:
        return []
    pieces = [piece for found in _RUN.finditer(text) for piece in _pieces(text, *found.span(), small)]
    mentions, place = [], 0
    while place < len(pieces):
        words = pieces[place]
        while (place + 1 < len(pieces) and words[-1][1] + 9 > pieces[place + 1][0][0] and _takes_of(words)
               and (joint := text[words[-1][1] : pieces[place + 1][0][0]]) in _JOINTS):
            start, end = words[-1][1], pieces[place + 1][0][0]
            words = words + [(start + 1, end - 1, joint.strip())] + pieces[place + 1]
            place += 1
        if len(words) <= _MOST:
            mentions.append(_mention(words, _called(text, words)))
        place += 1
    return [mention for mention in mentions if mention]


def _pieces(text, start, end, small):
    """Runs of words, cut where a function word or a day stands between them."""
    words, pieces = [], []
    for found in _PIECE.finditer(text, start, end):
        if (word := found.group()).lower().replace("’", "'") in _FUNCTION:
            pieces, words = pieces + [words], []
        else:
            words.append((*found.span(), word))
    pieces = [piece for piece in pieces + [words] if piece]
    if pieces and pieces[0][0][0] == start and _is_opener(text, pieces[0], small):
        pieces[0] = pieces[0][1:]
    return [piece for piece in pieces if piece]


def _is_opener(text, words, small):
    """Whether the first word has its capital only from the place where it stands."""
    start, _, word = words[0]
    low = word.lower()
    one = low[:-2] + "an" if low.endswith("men") else low.removesuffix("s")
    common = len(words) == 1 and any(low in speaker_words()[each] or one in speaker_words()[each] for each in _COMMON)
    return ((low in small or common) and low not in _given_names() and low.rstrip(".") not in speaker_words()["title"]
            and bool(_OPENING.search(text, max(0, start - 6), start)))


def _takes_of(words):
    """Whether *of* may go on with the name: *Ministry of Ports*, *Secretary of State*."""
    last = words[-1][2].lower()
    return last in speaker_words()["organisation"] or last in ("secretary", "bank", "americans", "citizens", "department")


def _called(text, words):
    """Whether the word right before two or three words with capitals says what a person is: *docker Bram Sill*."""
    start = words[0][0]
    found = _LAST_WORD.search(text, max(0, start - 24), start) if 1 < len(words) < 4 else None
    return bool(found) and (found[1] in speaker_words()["title"] or found[1] in speaker_words()["role"])


def _mention(words, called=False):
    titles = speaker_words()["title"]
    low = [word.lower().rstrip(".") for _, _, word in words]
    first = 0
    if low[-1] not in speaker_words()["organisation"] or low[0] in _HONORIFICS:
        places = [place for place, word in enumerate(low) if word.removeprefix("ex-").removeprefix("then-") in titles]
        first = places[-1] + 1 if places else 0
        if low[first : first + 1] in (["of"], ["of the"]):  # Secretary of State John Rook
            first += 2
        if first and first < len(low) and low[first] in ("state", "defense", "state-elect", "elect"):
            first += 1
    if first >= len(words):
        return None
    name = tuple(word for _, _, word in words[first:])
    kind = _kind(name, low[first:], first > 0 or called)
    return Mention(words[0][0], words[first][0], words[-1][1], name, tuple(low[:first]), kind)


def _kind(name, low, titled):
    known = speaker_words()
    if titled:
        return "person"
    if low[-1] in known["newsroom"] and len(low) == 2 and low[0] in _given_names():
        return "person"
    if (low[-1] in known["organisation"] or any(joint.strip() in low for joint in _JOINTS) or low[0] in known["newsroom"] and len(low) < 3
            or low[-1] in known["newsroom"]):
        return "organisation"
    if " ".join(low) in _places() or low[-1].rstrip(".") in _places() and (len(low) == 1 or low[0] in _PLACE_BEGINS):
        return "place"
    if _is_group(low[-1]) or low[-1] in _PARTY:
        return "group"
    if any(char.isdigit() for word in low for char in word):
        return "thing"
    if len(name) == 1:
        return "organisation" if _INITIALS.fullmatch(name[0]) and len(name[0]) > 1 else ""
    if low[0] in _PLACE_BEGINS:
        return "place"
    return "person" if low[0] in _given_names() or low[-1] in ("jr", "sr") else ""


def _is_group(word):
    """Whether a capitalised word means people: *Republicans*, *Iowans*."""
    one = word.removesuffix("s")
    return word in speaker_words()["people"] or one != word and (
        one in speaker_words()["role"] or one in _places() or one.endswith(("ican", "exan", "owan", "nnial")))


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
        suffix = _folded(mention.words[-1]) in ("jr", "sr", "ii", "iii")
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
                          and self.persons[other].words[-len(self.persons[key].words):] == self.persons[key].words]
                if len(longer) == 1:
                    self.persons[longer[0]].uses.update(self.persons[key].uses)
                    self.persons[longer[0]].sure |= self.persons[key].sure
                    keys.remove(key)
                    self.by_first[key[0]].remove(key)
                    self.persons[key] = self.persons[longer[0]]

    def person_of(self, mention):
        """The person that a mention names, or None."""
        words = [word for word in map(_folded, mention.words) if word not in ("jr", "sr", "ii", "iii")]
        if mention.kind in ("organisation", "place", "group", "thing") and not (len(words) == 1 and words[0] in self.by_last):
            return None
        if len(words) > 1 and (words[0], words[-1], len(words) < len(mention.words)) in self.persons:
            return self.persons[words[0], words[-1], len(words) < len(mention.words)]
        if not words:
            return None
        fitting = [self.persons[key] for key in self.by_last.get(words[-1], ())
                   if self.persons[key].words[-len(words) :] == tuple(words) and not key[2]]
        gender = next((gender for title in mention.titles if (gender := speaker_words()["title"].get(title))), "")
        if gender:
            fitting = [person for person in fitting if _gender_by_name(person) in (gender, "")] or fitting
        if not fitting and len(words) == 1 and len(self.by_first.get(words[0], ())) == 1 and words[0] in _given_names():
            fitting = [self.persons[self.by_first[words[0]][0]]]
        if fitting:
            return max(fitting, key=lambda person: (sum(person.uses.values()), bool(gender) and self.seen.get(person, -1)))
        if mention.kind == "person" or words[0] in _given_names():
            return self._single(words, mention)
        return None

    def lone(self, mention):
        """The person of whom the article gives one name only, and no title."""
        return self._single([_folded(mention.words[-1])], mention)

    def _single(self, words, mention):
        """A person of whom the article gives one name only."""
        key = ("", words[-1], False)
        person = self.persons.setdefault(key, _Person(tuple(words)))
        person.uses[" ".join(mention.words)] += 1
        person.sure = True
        self.by_last[words[-1]] = [*self.by_last.get(words[-1], ()), *([key] if key not in self.by_last[words[-1]] else [])]
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
        return _mention([(0, 0, word) for word in words]) if words and words[-1][:1].isupper() else None


def _folded(word):
    return fold(word).lower().rstrip(".")


def _gender_by_name(person):
    sure = [gender for gender in ("m", "f") if person.votes[gender] >= 5]
    if len(sure) == 1:
        return sure[0]
    return _given_names().get(person.words[0], "") if len(person.words) > 1 else ""
