"""Names in a text, by their capitals: words that belong together, and the titles before them."""

import re
from typing import NamedTuple

from crossframe.measure.nouns import given_names, is_common, is_group, places, singular, speaker_words

__all__ = ["Mention", "read_mentions", "to_mention"]

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
_JOINTS = frozenset({" of ", " of the ", " for ", " for the ", " on "})
_FUNCTION = frozenset(
    "a about according after again all also although among an and another any are as asked at back because been "
    "before being both but by can could despite did do does during each earlier either even ever every few for from "
    "had has have he her here hers him his how however i i'd i'll i'm i've if in indeed instead into is it it's its "
    "just last later like many maybe me meanwhile more most much my neither never no nor not now of on once one "
    "only or other others our over perhaps please rather she should since so some soon still such than that "
    "that's the their them then there there's these they this those though through thus to tomorrow too two "
    "under unlike until up upon us very was we we're we've well were what what's when where whether which while who "
    "whom whose why will with within without would says say said yes yesterday yet you you're your monday tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december".split())
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z&-]{1,5}s?")
_PARTY = frozenset("democrat republican independent libertarian socialist lawmaker official".split())
_BODY = frozenset(
    "agency alliance association authority bank body broadcaster campaign charity coalition collective club commission "
    "committee community company consortium cooperative co-operative council federation firm foundation group guild "
    "institute institution league magazine movement network newspaper ngo organisation organization outlet paper party "
    "partnership publisher regulator society start-up startup supermarket syndicate tabloid team tank think-tank trust "
    "union watchdog website weekly".split())
_BODY_BEFORE = re.compile(
    r"(?:(?<!told )(?<!asked )\b(?:an?|the|its|their|our|his|her)|[’']s)[ \xa0]"
    r"(?:[\w-]+[ \xa0]){0,4}?([\w-]+)[ \xa0]$", re.I)
_BODY_AFTER = re.compile(
    r"(?:,[ \xa0]|[ \xa0](?:is|was)[ \xa0])(?:an?|the|its|their|our|one of the)[ \xa0](?:[\w-]+[ \xa0]){0,5}?([\w-]+)"
    r"(?=[,.;:)—]|[ \xa0](?:that|which|of|for|in|with|based|representing|campaigning|and)\b)", re.I)
_MOST = 8  # words of a name; longer runs are headlines


class Mention(NamedTuple):
    """One use of a name."""

    start: int  # of its titles
    name_start: int
    end: int
    words: tuple  # the name without titles
    titles: tuple  # in small letters
    kind: str  # person, organisation, place, group, thing, or "" where the words alone do not tell


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
            mentions.append(to_mention(words, _called(text, words)))
        place += 1
    return _with_bodies(text, _with_surnames(text, [mention for mention in mentions if mention]))


def _with_surnames(text, mentions):
    """*Ada* in *Ada and Bram Sill* is *Ada Sill*."""
    for place, (one, other) in enumerate(zip(mentions, mentions[1:])):
        alone = len(one.words) == 1 and not one.titles and one.words[0].lower() in given_names()
        pair = len(other.words) == 2 and other.kind in ("person", "") and not other.titles
        if alone and pair and text[one.end : other.start].replace("\xa0", " ") in (" and ", " & "):
            mentions[place] = one._replace(words=(one.words[0], other.words[1]), kind="person")
    return mentions


def _with_bodies(text, mentions):
    """Names that a noun beside them calls a body (*the charity Fair Basket*; *Fair Basket, a charity*), everywhere."""
    bodies = {mention.words for mention in mentions if mention.kind in ("person", "") and _is_body(text, mention)}
    return [mention._replace(kind="organisation") if mention.words in bodies and not mention.titles else mention
            for mention in mentions]


def _is_body(text, mention):
    if mention.titles:
        return False
    if (after := _BODY_AFTER.match(text, mention.end, mention.end + 100)) and singular(after[1].lower()) in _BODY:
        return True
    if mention.kind:
        return False  # she told the newspaper Ada Holm was late
    near = text[max(0, mention.start - 60) : mention.start]
    word = _LAST_WORD.search(near)
    return bool(word and word[1] in _BODY and _BODY_BEFORE.search(near))


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
    several = low != singular(low) or low not in speaker_words()["role"]  # Weavers, but Mr. Weaver
    common = len(words) == 1 and several and is_common(low) and singular(low) not in ("democrat", "republican")
    return ((low in small or common) and low not in given_names() and low.rstrip(".") not in speaker_words()["title"]
            and bool(_OPENING.search(text, max(0, start - 6), start)))


def _takes_of(words):
    """Whether *of* may go on with the name: *Ministry of Ports*, *Secretary of State*."""
    last = words[-1][2].lower()
    return last in speaker_words()["organisation"] or last in ("secretary", "americans", "citizens")


def _called(text, words):
    """Whether the word right before two or three words with capitals says what a person is: *docker Bram Sill*."""
    start = words[0][0]
    found = _LAST_WORD.search(text, max(0, start - 24), start) if 1 < len(words) < 4 else None
    word = found[1] if found else ""
    return word not in _BODY and (word in speaker_words()["title"] or word in speaker_words()["role"])


def to_mention(words, called=False):
    """A mention of (start, end, word) triples; None where all are titles. ``called``: a role stands before it."""
    titles = speaker_words()["title"]
    low = [word.lower().rstrip(".") for _, _, word in words]
    first = 0
    if low[-1] not in speaker_words()["organisation"] or low[0] in _HONORIFICS:
        places = [place for place, word in enumerate(low) if word.removeprefix("ex-").removeprefix("then-") in titles]
        first = places[-1] + 1 if places else int(len(low) > 2 and singular(low[0]) in speaker_words()["role"])
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
    if low[-1] in known["newsroom"] and len(low) == 2 and low[0] in given_names():
        return "person"
    press = low[-1] in known["newsroom"] or low[0] in known["newsroom"] and len(low) < 3
    if press or low[-1] in known["organisation"] or any(joint.strip() in low for joint in _JOINTS):
        return "organisation"
    if " ".join(low) in places() or low[-1].rstrip(".") in places() and (len(low) == 1 or low[0] in _PLACE_BEGINS):
        return "place"
    if is_group(low[-1]) or low[-1] in _PARTY:
        return "group"
    if any(char.isdigit() for word in low for char in word):
        return "thing"
    if len(name) == 1:
        return "organisation" if _INITIALS.fullmatch(name[0]) and len(name[0]) > 1 else ""
    if low[0] in _PLACE_BEGINS:
        return "place"
    return "person" if low[0] in given_names() or low[-1] in ("jr", "sr") else ""
