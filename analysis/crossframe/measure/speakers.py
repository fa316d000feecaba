"""Who a source is: from the words that name it in one place to the full name in the article, and what kind it is."""

import re
from bisect import bisect_left, bisect_right

from crossframe.measure.capitals import read_mentions
from crossframe.measure.nouns import alike, is_common, is_plural, is_role, kind_of
from crossframe.measure.people import People
from crossframe.measure.pronouns import NOBODY, REACH, Answer, he_or_she, it, they, who

__all__ = ["ArticleReader", "name_speakers"]

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_THEY, _IT = frozenset({"they", "them", "their", "theirs", "themselves"}), frozenset({"it", "its", "itself"})
_WE = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "you", "your", "yours"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_DETERMINERS = frozenset(
    "the a an and or but as this that these those his her their its our my your some many several other another "
    "both all few most nearly about any each every even no one two three four five six seven eight nine ten more "
    "only just even such also still".split())
_DEFINITE = frozenset({"the", "this", "that"})
_CUT = re.compile(
    r"[ \xa0\n](?:of|in|from|at|for|with|within|without|by|on|to|who|whom|whose|which|that|about|close|familiar"
    r"|including|like"
    r"|among|as|near|behind|under|over|against|and|or|but|not|where|when|is|was|are|were|has|have|had|across|around|after"
    r"|before|during|inside|outside|via|representing|involved|based|named|called|identified|said|says|since|until|through"
    r"|because|if|whether|while|along|(?:[a-z]+(?:ed|ing)|led|seen|made|written|held)"
    r"(?=[ \xa0](?:by|in|on|at|to|for|with|from|as"
    r"|an?|the|that|this|last|[A-Z]\w+day)(?:[ \xa0]|$)))(?![\w-])"
    r"|,(?=\s)|[;:—–“”\"]|\((?!\w[\w.]{0,6}\)[ \xa0][A-Z])| --? |\s['‘]")
_ADJECTIVE = re.compile(
    r"(?:current|former|past|present|black|white|male|female|local|state|national|federal|young|old|\w+(?:al|ic|ive|ous|ary))$")
_LED_BACK = frozenset(
    "leader president senator governor candidate nominee justice judge mayor congressman congresswoman businessman "
    "billionaire mogul tycoon actor actress author frontrunner front-runner hopeful contender democrat republican "
    "socialist lawmaker minister chancellor premier star magnate ceo entrepreneur pontiff businesswoman".split())
_QUANTITY = frozenset(
    "many some others several few most both all half majority minority percent number dozens hundreds thousands "
    "scores group handful couple pair series array chorus part third quarter two-thirds three-quarters one none lot "
    "lots range variety two three four five six seven eight nine ten plenty plurality cent".split())
_PARTIES = {"R": "republican", "D": "democrat", "I": "independent"}
_OFFICES = frozenset({"sen", "gov", "rep", "reps", "sens", "gen"})
_TRIM = " \xa0\n\t\"“”'‘’,.;:()[]—–-"
_JOINED = re.compile(r"(?:,?[ \xa0](?:and|or|&)[ \xa0]|,[ \xa0]|[ \xa0]of[ \xa0]\w+[ \xa0]and[ \xa0])(?:the[ \xa0])?")
_NAMED = re.compile(r"[ \xa0](?:named|called|identified as|known as)[ \xa0]")
_APPOSITION = re.compile(
    r"(?:,[ \xa0]|[ \xa0](?:is|was)[ \xa0](?=an?[ \xa0]|the[ \xa0]))(?:who (?:is|was|has been) )?"
    r"((?:an?|the|its|his|her|then|now|one of)?[ \xa0]?(?:[\w’'.-]+[ \xa0]){0,9}?[\w’'-]+)"
    r"(?=[,.;:)(“\"\n—]|[ \xa0](?:who|and|said|told)\b)")
_WHOSE = re.compile(r"[ \xa0](by|from|of)[ \xa0](?:the[ \xa0])?")
_STOPPED = re.compile(r"[.!?;:,“”\"()—–\n]\s?")
_FROM = re.compile(r"[ \xa0]of[ \xa0]([A-Z]\w+)|[ \xa0]\(([RDI])[-–]")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[“\"‘'(]?[A-Z])|\n+")


_IN_FULL = {"U.S.": "United States", "US": "United States", "U.S": "United States", "USA": "United States",
            "U.K.": "United Kingdom", "UK": "United Kingdom", "U.N.": "United Nations", "UN": "United Nations",
            "E.U.": "European Union", "EU": "European Union"}  # one speaker, however it is written


def name_speakers(text, sources, contents):
    """The full name and the kind of every source of an article.

    Names are completed from the whole article (*Erdogan* is *Recep Tayyip Erdogan*); titles and appositions are left
    out; pronouns and descriptions (*the Turkish leader*) are led back to the person they fit best, by place, gender and
    title. Rules only, in time linear in the text.

    Parameters
    ----------
    text : str
        One article.
    sources : sequence of (int, int) or None
        First character and one past the last of each source, in the order of the attributions; None where none is
        named.
    contents : sequence of (int, int)
        What was said, for each source.

    Returns
    -------
    list of (str, str)
        Speaker and kind for each source. The speaker is the full name; what the source calls itself, without
        determiners, where it is a description or no full name is given; "" where there is no source or nobody fits a
        pronoun. The kind is person, organisation (places that speak as governments too), document, unnamed (persons or
        groups without a name) or unknown.

    Examples
    --------
    >>> text = "Port minister Ada Holm opened the pier. She said it was safe. “It leaks,” said officials. Holm said no."
    >>> name_speakers(text, [(40, 43), (79, 88), (90, 94)], [(49, 60), (62, 73), (100, 102)])
    [('Ada Holm', 'person'), ('officials', 'unnamed'), ('Ada Holm', 'person')]
    """
    reader = ArticleReader(text, contents)
    return [(_IN_FULL.get(answer.speaker, answer.speaker), answer.kind)
            for answer in map(reader.answer, sources, range(len(sources)))]


def _without_determiners(words):
    return words[next((place for place, word in enumerate(words) if word.lower() not in _DETERMINERS), len(words)) :]


class ArticleReader:
    """One article, and the answers so far."""

    def __init__(self, text, contents):
        self.text, self.contents = text, contents
        self.mentions = read_mentions(text)
        self.people = People(text, self.mentions)
        self.starts = [mention.name_start for mention in self.mentions]
        self.sentences = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
        self.said = sorted(contents)
        self.said_starts = [start for start, _ in self.said]
        self.given, self.roles, self.by_word = [], None, {}

    def answer(self, span, row):
        """The answer for one source; kept for those after it."""
        answer = NOBODY if span is None else self._resolve(*span, row)
        self.given.append((span, answer))
        return answer

    def _resolve(self, start, end, row):
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip(_TRIM))
        piece = re.sub(r"['’]s?$", "", piece.strip(_TRIM))
        low = piece.lower()
        if low in _HE or low in _SHE:
            return he_or_she(self, start, "m" if low in _HE else "f")
        if low in _THEY:
            return they(self, start)
        if low in _IT:
            return it(self, start)
        if low in _WE or not low:
            return NOBODY
        if low in _RELATIVE:
            return who(self, start)
        return self.phrase(start, start + len(piece))

    # -- phrases ---------------------------------------------------------------------------------------------------

    def phrase(self, start, end):
        """A noun phrase: a name with what belongs to it, or a description."""
        stop = self._chunk_end(start, end)
        inside = self._inside(start, end)
        named = [place for place in inside if self.mentions[place].end <= stop + 1]
        if named and self._is_head(named[-1], stop):
            return self._named(named[-1], inside, start)
        following = [place for place in inside if place not in named]
        if (place := self._apposed(stop, end, following)) is not None:
            return self._named(place, inside, start)
        words = self.text[start:stop].split()
        name = not named and words and words[-1][:1].isupper() and not is_common(words[-1].lower())
        if name and (mention := self.people.of_words(words)):
            person = self.people.person_of(mention)
            if person or mention.kind:
                return self._of_name(mention, person)
        return self._description(start, stop, end)

    def _chunk_end(self, start, end):
        """Where the head of a phrase ends: before the first preposition, clause or comma that is in no name."""
        for found in _CUT.finditer(self.text, start + 1, end):
            if found.group()[1:] in ("and", "or") and _ADJECTIVE.search(self.text, start, found.start()):
                continue
            place = bisect_right(self.starts, found.start()) - 1
            if place < 0 or self.mentions[place].end <= found.start() or self.mentions[place].start < start - 40:
                return found.start()
        return end

    def _inside(self, start, end):
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [place for place in range(first, last) if self.mentions[place].end <= end + 2]

    def _is_head(self, place, stop):
        """Whether the phrase ends with the name: not *Holm supporters*, *Holm’s aides*."""
        return not re.search(r"\w", self.text[self.mentions[place].end : stop].removeprefix("’s").removeprefix("'s"))

    def _apposed(self, stop, end, following):
        """The name in *the minister, Ada Holm,* or *a docker named Bram Sill*; None where there is none."""
        if not following or is_plural(self._head_word(stop)):
            return None
        if _NAMED.fullmatch(self.text[stop : self.mentions[following[0]].start]):
            return following[0]
        if self.text[stop : stop + 2] not in (", ", ",\xa0"):
            return None
        until = self._chunk_end(stop + 2, end)
        ends = [place for place in following if until - 2 <= self.mentions[place].end <= until + 1]
        person = ends and (self.mentions[ends[0]].kind == "person" or self.people.owner[ends[0]] is not None)
        return ends[0] if person else None

    def _head_word(self, stop):
        found = re.search(r"[\w’'-]+$", self.text[max(0, stop - 40) : stop].rstrip(_TRIM))
        return found.group().lower() if found else ""

    def _named(self, place, inside, start):
        """The answer where a name is the head; several that are joined are all named."""
        first = self.of_mention(place)
        names, last = [first.speaker], place
        for other in [other for other in inside if other > place]:
            between = self.text[self.mentions[last].end : self.mentions[other].start]
            if not _JOINED.fullmatch(between):
                break
            answer = self.of_mention(other)
            if answer.kind != first.kind:
                break
            names.append(answer.speaker)
            last = other
        if len(names) > 1 and ("and" in self.text[self.mentions[place].end : self.mentions[last].start]):
            return Answer(" and ".join(dict.fromkeys(names)), first.kind, None, True)
        return first

    def of_mention(self, place):
        """Who the mention at a place is (Answer)."""
        return self._of_name(self.mentions[place], self.people.owner[place])

    def _of_name(self, mention, person):
        name = " ".join(mention.words)
        unsure = person is not None and not person.sure and len(mention.words) > 1
        if unsure and self.people.is_thing(mention.words, person):
            return Answer(name, "organisation", None, True)
        if person is not None:
            return Answer(person.label, "person", person)
        if mention.kind == "group":
            return Answer(name, "unnamed", None, True)
        if mention.kind == "place":
            return Answer(name, "organisation", None, True)
        if mention.kind in ("organisation", "thing"):
            kind = "organisation" if mention.kind == "organisation" else "unknown"
            return Answer(self.people.organisation(name), kind, None, True)
        full = self.people.organisation(name)
        if full != name:
            return Answer(full, "organisation", None, True)
        if self.people.is_thing(mention.words):
            return Answer(name, "organisation", None, True)
        return Answer(name, "person", self.people.lone(mention))

    # -- descriptions ----------------------------------------------------------------------------------------------

    def _description(self, start, stop, end):
        """A phrase whose head is a common noun."""
        words = self.text[start:stop].split()
        low = [word.lower() for word in words]
        head = re.sub(r"['’]s?$", "", low[-1].strip(_TRIM)) if low else ""
        if len(low) > 1 and low[-1].endswith("ing") and (is_plural(low[-2]) or is_role(low[-2])):
            words, low, head = words[:-1], low[:-1], low[-2]
        if head in _HE or head in _SHE:
            return he_or_she(self, stop, "m" if head in _HE else "f")
        if (head in _QUANTITY or head.isdigit() or head.endswith("%")) and (
                self.text[stop : stop + 4].strip() == "of" or len(low) < 3):
            return self._quantity(stop, end, words)
        kept = _without_determiners(words)
        bound = low[0] in _DEFINITE or low[0] not in _DETERMINERS and is_role(head)
        if bound and (person := self._described(start, kept, head, low[0] in _DEFINITE)):
            return Answer(person.label, "person", person)
        if not is_plural(head) and (is_role(head) or kind_of(head) == "unknown"):
            for place in self._inside(stop, end):
                mention = self.mentions[place]
                if (self.people.owner[place] is not None and self.text[mention.start - 2 : mention.start] == ", "
                        and (mention.end >= end - 1 or self.text[mention.end] in ",")):
                    return self.of_mention(place)
        kind = kind_of(head)
        cut = [place for place, word in enumerate(kept[:-1]) if kind_of(word.lower()) != "unknown"]
        if kind == "unknown" and cut:
            kept = kept[: cut[-1] + 1]  # dockers active on the pier
            head, kind = kept[-1].lower(), kind_of(kept[-1].lower())
        speaker = self.plain(" ".join(kept).strip(_TRIM), self.text.find(kept[0], start) if kept else start)
        if kind == "organisation":
            return self._organisation(start, speaker, low, kept)
        if kind == "document":
            return self._document(stop, end, speaker, low[0] in _DEFINITE and len(kept) == 1)
        return Answer(speaker, kind, None, is_plural(head))

    def _document(self, stop, end, speaker, known):
        """*A report by the Harbour Board* keeps whose it is; *the report* is the one that spoke before."""
        found = _WHOSE.match(self.text, stop, end)
        inside = self._inside(stop, end)[:1]
        if found and inside and self.mentions[inside[0]].start == found.end():
            body = self.of_mention(inside[0])
            speaker = f"{speaker} {found[1]} {body.speaker}" if body.kind == "organisation" else speaker
        if known and not found:
            for _, answer in reversed(self.given[-12:]):
                if answer.kind == "document" and _WHOSE.split(answer.speaker)[0].split()[-1:] == [speaker.lower()]:
                    return answer
        return Answer(speaker, "document", None, is_plural(speaker.split()[-1].lower()) if not found else False)

    def plain(self, words, start):
        """A description in small letters where it only opens a sentence."""
        place = bisect_left(self.starts, start)
        named = place < len(self.starts) and self.mentions[place].start <= start
        return words if named or words[:2].isupper() else words[:1].lower() + words[1:]

    def _quantity(self, stop, end, words):
        """*many of the dockers* are dockers."""
        if found := re.match(r"[ \xa0]of[ \xa0]", self.text[stop:end]):
            begin = stop + found.end()
            inner = re.findall(r"[^\s,]+", self.text[begin : self._chunk_end(begin, end)])
            inner = _without_determiners(inner)
            if len(inner) > 1 and inner[-1].endswith("ing") and is_plural(inner[-2].lower()):
                inner = inner[:-1]
            if inner and inner[0].lower() not in _THEY:
                head = inner[-1].lower().strip(_TRIM)
                kind = "document" if kind_of(head) == "document" else "unnamed"
                return Answer(" ".join(inner).strip(_TRIM), kind, None, True)
        return Answer(" ".join(words).strip(_TRIM), "unnamed", None, True)

    def _organisation(self, start, speaker, low, kept):
        """*his campaign*, *Holm’s campaign* and *the Holm campaign* are one; *the ministry* is the one named before."""
        if low[0] in _HE or low[0] in _SHE:
            owner = he_or_she(self, start, "m" if low[0] in _HE else "f")
            if owner.person:
                return Answer(f"{owner.person.label.split()[-1]} {speaker}", "organisation", None, True)
        for place in self._inside(start, start + 80)[:1]:
            mention = self.mentions[place]
            named = self.people.owner[place] is not None and mention.end - start <= 40
            if named and kept and mention.words[-1] in speaker:
                tail = self.text[mention.end : start + 80].lstrip("’'s")
                return Answer(f"{mention.words[-1]} {kept[-1]}" if tail else speaker, "organisation", None, True)
        if low[0] in _DEFINITE and len(kept) == 1:
            before = bisect_left(self.starts, start)
            for mention in reversed(self.mentions[max(0, before - REACH) : before]):
                if mention.kind == "organisation" and mention.words[-1].lower() == kept[0].lower():
                    return Answer(" ".join(mention.words), "organisation", None, True)
            for _, answer in reversed(self.given[-12:]):
                if answer.kind == "organisation" and answer.speaker.lower().endswith(" " + kept[0].lower()):
                    return answer
        return Answer(speaker, "organisation", None, True)

    def _described(self, start, kept, head, definite):
        """The person of the article whom a description fits best, or None."""
        if not kept or not is_role(head):
            return None
        self.roles = self._read_roles() if self.roles is None else self.roles
        wanted = {word.lower().strip(_TRIM) for word in kept[:-1]}
        strict = {word.lower().strip(_TRIM) for word in kept[:-1] if word[0].isupper()}
        best, most = None, 0
        before = bisect_left(self.starts, start)
        for person in dict.fromkeys(person for word in sorted(alike(head)) for person in self.by_word.get(word, ())):
            words, last = self.roles[person]
            score = 3 if head in words else 2
            likely = person.sure or person.votes["alone"] or len(person.words) == 2
            if not likely or strict - words and (strict - words != {"u.s"} or len(strict) > 1):
                continue
            score += len(wanted & words) - 0.5 * len(wanted - words)
            score += 0.5 * (bisect_left(last, before) > 0) + 0.4 * self._just_spoke(person)
            if score > most:
                best, most = person, score
        led_back = head in _LED_BACK or kept[0] in ("former", "retired", "onetime", "one-time")
        if best is None and definite and led_back and not re.search(r"[’']s?$", " ".join(kept[:-1])):
            spoken = [answer.person for span, answer in self.given[-2:] if answer.person and span[0] > start - 900]
            for near in (*spoken[::-1], he_or_she(self, start, "").person):
                if near and not any(word in _LED_BACK or word in _OFFICES for word in self.roles.get(near, ((),))[0]):
                    return near
        return best if most >= (2 if definite else 4) else None

    def _just_spoke(self, person):
        spoken = [answer.person for _, answer in self.given[-3:] if answer.person]
        return bool(spoken) and spoken[-1] is person

    def _read_roles(self):
        """What the article says each person is: person -> words, and the numbers of its mentions."""
        roles = {}
        for place, (mention, person) in enumerate(zip(self.mentions, self.people.owner)):
            if person is None:
                continue
            words, places = roles.setdefault(person, (set(), []))
            places.append(place)
            words.update(word.strip(".") for word in mention.titles)
            words.update(self._words_before(mention.start), self._words_after(mention.end))
        for person, (words, _) in roles.items():
            for word in words:
                self.by_word.setdefault(word, []).append(person)
        return roles

    def _words_before(self, start):
        """What a person is called right before the name: *the late docker Bram Sill*, *the minister, Ada Holm*."""
        near = self.text[max(0, start - 70) : start]
        aside = near.endswith((", ", ",\xa0"))
        near = _STOPPED.split(near[:-2] if aside else near)[-1]
        words = near.lower().split()[-7 if aside else -4 :]
        cut = [place for place, word in enumerate(words) if word in _DETERMINERS or word.endswith(("’s", "'s"))]
        if not words or aside and not cut or not near[-1:].isspace() and not aside or not is_role(words[-1]):
            return ()
        return words[cut[-1] + 1 :] if cut else words

    def _words_after(self, end):
        words = []
        if found := _FROM.match(self.text, end):
            words.append(found[1].lower() if found[1] else _PARTIES[found[2]])
        if found := _APPOSITION.match(self.text, end, end + 120):
            told = [word.lower().removesuffix("’s").removesuffix("'s") for word in found[1].split()]
            words += told if any(is_role(word) for word in told[:6]) else []
        return words
