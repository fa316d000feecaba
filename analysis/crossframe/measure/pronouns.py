"""Whom a pronoun means: *he*, *she* by place, prominence and gender; *they*, *it*, *who* by what stands before them."""

import re
from bisect import bisect_left, bisect_right
from collections import namedtuple

from crossframe.measure.nouns import is_role, singular

__all__ = ["NOBODY", "REACH", "Answer", "he_or_she", "it", "they", "who"]

Answer = namedtuple("Answer", "speaker kind person plural", defaults=(None, False))
NOBODY = Answer("", "unknown")
_MANY = re.compile(r"\b[A-Za-z][a-z-]+(?:s|men)\b")
_PIECE = re.compile(r"\S+")
_TOLD = re.compile(r"\w+[ \xa0](?:told|asked|urged|reminded|warned|answered|assured)[ \xa0]")
_SPOKE = re.compile(r",?[ \xa0](?:said|says|told|added|wrote|argued|warned|insisted|claimed)\b")
_SPOKEN = re.compile(r"\b(?:said|says|added|wrote|argued|warned)[ \xa0](?:the )?(?:[a-z]+[ \xa0])?$")
_SUBJECT = {gender: re.compile(rf"\W{{0,3}}(?:\w+,? ){{0,2}}?({word})\b", re.IGNORECASE)
            for gender, word in (("m", "he"), ("f", "she"))}
REACH = 40  # mentions back that a pronoun may mean
_PREPOSITIONS = tuple("of with to by for against on about from and like than over under".split())
_LINKING = frozenset("of in on at by with from to for and or as is are was were be said told asked than like".split())


def he_or_she(reader, start, gender):
    """The person that *he* or *she* means: near, the subject, a speaker before, and of that gender."""
    if nameless := _nameless(reader, start):
        return nameless
    other = _addressed(reader, start)
    start = _first_of_chain(reader, start, gender)
    sentence = bisect_right(reader.sentences, start) - 1
    scores = _among_names(reader, start, sentence)
    _among_speakers(reader, start, sentence, scores)
    fits = [(score * _fit(reader, person, gender) * (person is not other), place)
            for place, (person, score) in enumerate(scores.values())]
    score, place = max(fits, default=(0, 0), key=lambda fit: (fit[0], -fit[1]))
    if not score:
        return NOBODY
    best = list(scores.values())[place][0]
    if gender:
        best.votes[gender] += 1
        best.sure = True
    return Answer(best.label, "person", best)


def _among_names(reader, start, sentence):
    """Persons named before a pronoun: id -> person and score."""
    scores, before, spoken = {}, bisect_left(reader.starts, start), _enclosing(reader, start)
    latest = 0.2
    for place in range(before - 1, max(-1, before - 1 - REACH), -1):
        person, mention = reader.people.owner[place], reader.mentions[place]
        if person is None or not (person.sure or len(person.words) > 1):
            continue
        back = sentence - (bisect_right(reader.sentences, mention.name_start) - 1)
        if back > 8:
            break
        score, latest = _weight(reader, mention, back, spoken) + latest, 0
        scores[id(person)] = person, max(scores.get(id(person), (None, 0))[1], score)
    return scores


def _among_speakers(reader, start, sentence, scores):
    """The last three persons who spoke are added, or count for more."""
    spoke = [(span, answer.person) for span, answer in reader.given[-6:] if answer.person]
    for back, (span, person) in enumerate(spoke[:-4:-1]):
        if start - 1500 < span[0] < start:
            near = sentence - (bisect_right(reader.sentences, span[0]) - 1)
            least = max(scores.get(id(person), (None, 0))[1], 1.6 * 0.75**near)
            scores[id(person)] = person, least + (0.45 - 0.15 * back) * 0.85**near


def _addressed(reader, start):
    """The person that *he* speaks to in *he told Rook*, or None."""
    place = bisect_left(reader.starts, start)
    found = _TOLD.match(reader.text, start)
    return reader.people.owner[place] if found and reader.starts[place : place + 1] == [found.end()] else None


def _fit(reader, person, gender):
    known = reader.people.gender(person) if gender else ""
    return (0 if known and known != gender else 1.15 if known else 1) * (1 if person.sure else 0.6)


def _nameless(reader, start):
    """The speaker before, where that was one person without a name and nobody has been named since."""
    span, answer = reader.given[-1] if reader.given else (None, NOBODY)
    if not span or answer.kind != "unnamed" or answer.plural or not start - 600 < span[0] < start:
        return None
    between = range(bisect_left(reader.starts, span[0]), bisect_left(reader.starts, start))
    named = [place for place in between if reader.people.owner[place] is not None]
    return None if any(_enclosing(reader, reader.starts[place]) is None for place in named) else answer


def _first_of_chain(reader, start, gender):
    """The pronoun that a chain of the same subject began with: *He left. Then he rang, he said.*"""
    pattern = _SUBJECT.get(gender)
    for _ in range(5):
        sentence = bisect_right(reader.sentences, start) - 1
        begin = reader.sentences[sentence]
        found = pattern.match(reader.text, begin, start) if pattern else None
        if not found and sentence and bisect_left(reader.starts, begin) == bisect_left(reader.starts, start):
            found = pattern.match(reader.text, reader.sentences[sentence - 1], begin) if pattern else None
        if not found or _enclosing(reader, found.start(1)) != _enclosing(reader, start):
            return start
        start = found.start(1)
    return start


def _weight(reader, mention, back, spoken):
    """How near a mention is to a pronoun ``back`` sentences later, and how prominent."""
    begin = reader.sentences[bisect_right(reader.sentences, mention.name_start) - 1]
    lead = reader.text[max(begin, mention.start - 40) : mention.start]
    score = 0.7**back
    score *= 1.5 if not reader.text[max(0, mention.start - 9) : mention.start].rstrip().endswith(_PREPOSITIONS) else 0.8
    score *= 1.3 if len(lead) < 25 or _SPOKE.match(reader.text, mention.end) or _SPOKEN.search(lead) else 1
    if reader.text[mention.end : mention.end + 2] in ("’s", "'s"):
        score *= 0.7
    inside = _enclosing(reader, mention.name_start)
    return score * (0.5 if inside is not None and inside != spoken else 1)


def _enclosing(reader, at):
    """Which of the contents a character lies in, or None."""
    place = bisect_right(reader.said_starts, at) - 1
    return place if place >= 0 and at < reader.said[place][1] else None


def they(reader, start):
    """*They*: the last speaker that is many, or an organisation."""
    for span, answer in reversed(reader.given[-4:]):
        many = answer.plural and answer.speaker and not answer.speaker.startswith("No ")
        if many and start - 900 < span[0] < start:
            return answer
    before = bisect_left(reader.starts, start)
    sentence = bisect_right(reader.sentences, start) - 1
    begin = max(reader.sentences[max(0, sentence - 1)], start - 500)
    for place in range(before - 1, max(-1, before - 9), -1):
        if reader.mentions[place].name_start < begin:
            break
        if reader.mentions[place].kind == "group":
            return reader.of_mention(place)
    for many in _MANY.finditer(reader.text, begin, start):
        if is_role(singular(many.group().lower())):
            return Answer(reader.plain(many.group(), many.start()), "unnamed", None, True)
    return NOBODY


def it(reader, start):
    """*It*: the last organisation or document that spoke, or that is named in the sentence or the one before."""
    for span, answer in reversed(reader.given[-3:]):
        if answer.kind in ("organisation", "document") and span and start - 700 < span[0] < start:
            return answer
    sentence = bisect_right(reader.sentences, start) - 1
    before, begin = bisect_left(reader.starts, start), reader.sentences[max(0, sentence - 1)]
    inside = [place for place in range(max(0, before - 9), before) if reader.mentions[place].name_start >= begin
              and reader.mentions[place].kind == "organisation"]
    return reader.of_mention(inside[0]) if inside else NOBODY


def who(reader, start):
    """*Who* and *which*: what stands right before."""
    stop = len(reader.text[max(0, start - 8) : start].rstrip(" \xa0,—–-("))
    stop += max(0, start - 8)
    begin = reader.sentences[bisect_right(reader.sentences, start) - 1]
    place = bisect_left(reader.starts, stop) - 1
    if "," in reader.text[stop:start]:
        persons = [each for each in range(max(0, place - 8), place + 1) if reader.people.owner[each] is not None
                   and reader.mentions[each].name_start >= begin]
        if persons and (persons[-1] == place or reader.text[start : start + 3].lower() == "who"):
            return reader.of_mention(persons[-1])
    if place >= 0 and reader.mentions[place].end >= stop - 2:
        return reader.of_mention(place)
    begin = max(begin, stop - 60)
    words = list(_PIECE.finditer(reader.text, begin, stop))
    cut = [number for number, word in enumerate(words[:-1]) if word.group().lower() in _LINKING
           or word.group().endswith(("ing", ",", ":", ";", "”", '"')) or word.group() in "—–-"]
    words = words[cut[-1] + 1 :] if cut else words
    return reader.phrase(words[0].start(), stop) if 0 < len(words) < 7 else NOBODY

