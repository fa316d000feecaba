"""Who is named: full names, parts of names and titles of persons, and names of organisations, gathered to referents."""

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossframe.measure.aliases import fold
from crossframe.measure.nouns import places, speaker_words

__all__ = ["Named", "gather_names", "given_name", "naming_sentences", "one_person", "title_before", "title_words"]

_HONORIFICS = frozenset("mr mrs ms miss mx sen rep gov".split())
_PLACES = frozenset(
    "street avenue road square line point island shoal bay bridge river lake valley county city town park university "
    "college school hospital hall house court center centre tower bank church beach hill mount creek coast "
    "district committee council party league institute foundation group company act bill law".split())
_TAIL = re.compile(r"(?:['’]s?|[.,;:!?”\"]+)$")
_PARTICLES = frozenset("de da del della der den di do dos du la le van von al el bin ibn ben y abu".split())
_SUFFIX = frozenset("jr sr ii iii iv jr. sr.".split())
_NAME = re.compile(r"[^\W\d_][\w’'.-]*(?:[ \xa0][^\W\d_][\w’'.-]*){0,5}")
_LEAST_ARTICLES = 3  # articles with a full name, before its last word alone is it in other stories, too


class Named(NamedTuple):
    """What a name is known by in one article."""

    referent: str
    kind: str
    names: tuple  # full names
    parts: tuple  # parts of names that mean it here


@cache
def title_words():
    """Words of titles: dict of word in small letters to its class, from ``lexicons/titles.csv``."""
    lines = files("crossframe.lexicons").joinpath("titles.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    return dict(line.split(",") for line in lines)


def title_before(text, start):
    """First character of the title right before a name, the name's own where there is none.

    Examples
    --------
    >>> text = "said former finance minister Pella Quill"
    >>> text[title_before(text, 29):29]
    'former finance minister '
    """
    words, known = list(re.finditer(r"[\w’'.-]+", text[max(0, start - 60) : start])), title_words()
    offset, begin, heads, after, honorific = max(0, start - 60), start, 0, start, False
    for found in reversed(words):
        gap = text[offset + found.end() : after]
        word = found[0].lower().rstrip(".").removeprefix("then-").removeprefix("ex-")
        if gap.strip(" \xa0.") or word not in known or heads and word in _HONORIFICS or honorific:
            break
        honorific = word in _HONORIFICS
        heads += known[word] == "head"
        after = offset + found.start()
        begin = after if heads and word != "of" else begin
    return begin


@cache
def _nicknames():
    lines = files("crossframe.lexicons").joinpath("nicknames.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    return dict(line.split(",") for line in lines)


def given_name(word):
    """The given name that a short one stands for, in small letters: *Bill* is *william*."""
    folded = fold(word).lower().rstrip(".")
    return _nicknames().get(folded, folded)


def naming_sentences(sentences):
    """The sentences of one article in which names are given in full or described: the cheap test before the parser.

    Parameters
    ----------
    sentences : list of str

    Returns
    -------
    set of str
        For every capitalised name the first two that have it, all that put something beside a name, and all with a
        definite noun for an office.

    Examples
    --------
    >>> text = ["It rained on Ada Rook.", "Then Rook left.", "Why did Rook leave?", "Rook, a docker, was wet."]
    >>> sorted(naming_sentences(text))
    ['It rained on Ada Rook.', 'Rook, a docker, was wet.', 'Then Rook left.']
    """
    seen, wanted = Counter(), set()
    for sentence in sentences:
        words = {found[0].split()[-1] for found in _CAPITALS.finditer(sentence)}
        if _BESIDE.search(sentence) or _role().search(sentence) or any(seen[word] < FIRST for word in words):
            wanted.add(sentence)
        seen.update(words)
    return wanted


FIRST = 2  # sentences with a name that are read for who it is
_CAPITALS = re.compile(r"(?<=[^\W\d_] )(?:[A-Z][\w’'.-]*\w ?)+|(?:[A-Z][\w’'.-]*\w ){1,5}[A-Z][\w’'-]*\w|\b[A-Z]{2,}\b")
_BESIDE = re.compile(
    r"[A-Z][\w’'-]+(?:, (?:an?|the|his|her|their|who|once|now|then)| (?:is|was|became|remains) (?:not )?(?:an?|the)) "
    r"|\b(?:an?|the|The|An?|[a-z]+['’]s) [^,.]{3,60}, (?:[A-Z][\w’'.-]+ ){0,3}[A-Z][\w’'-]+\b"
    r"|^[A-Z][^,.]{3,40}, [A-Z]\w+ [A-Z]\w+,")


@cache
def _role():
    heads = "|".join(sorted(word for word, kind in title_words().items() if kind == "head" and len(word) > 3))
    return re.compile(rf"\b[Tt]h(?:e|is|at)\b(?: [\w’'-]+){{0,2}} (?:{heads}|leader|strongman|lawmaker)\b")


def gather_names(parse, entities, stories):
    """The named persons and organisations of every text.

    Parameters
    ----------
    parse : Parse
    entities : DataFrame
        Of :func:`crossframe.language.read_language`.
    stories : list of str
        The story of each text.

    Returns
    -------
    list of list of Named
        For each text, whom its names and the names of its story may mean.
    """
    spans = _clean_entities(parse.texts, entities)
    kinds = _kinds(parse.texts, spans)
    kinds |= dict.fromkeys(_no_bearers(parse, spans, kinds), "other")
    persons, others, single = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    for text, _, _, name, label in spans:
        kind = kinds[name]
        if kind == "person" and " " in name:
            persons[text][name] += 1
        elif kind == "person" or label == "PERSON":
            single[text][name] += kind == "person"
        elif kind == "organisation":
            others[text][name] += 1
    who = _persons(persons)
    return _known(len(parse.texts), stories, persons, single, who, _organisations(others, stories))


def _clean_entities(texts, entities):
    """(text, start, end, name, label) without articles, titles, possessives and what is no name."""
    spans = []
    for text, start, end, label in entities[["text", "start", "end", "label"]].itertuples(index=False):
        if label not in _LABELS:
            continue
        piece = texts[text][start:end]
        head = re.match(r"(?:the|The|a|A)\s+", piece)
        start += head.end() if head else 0
        words = texts[text][start:end].split()
        if len(words) > 1 and words[0].lower().rstrip(".") in _HONORIFICS:
            start, label = texts[text].index(words[1], start + len(words[0])), "PERSON"
        name = _TAIL.sub("", _TAIL.sub("", texts[text][start:end]))
        if label == "PERSON":
            start, name = _without_title(start, name)
        while name.split() and name.split()[-1].lower() in _SUFFIX:
            name = name[: name.rindex(name.split()[-1])].rstrip(" ,\xa0")
        if _NAME.fullmatch(name) and name[:1].isupper() and "\n" not in name and len(name) > 1:
            spans.append((text, start, start + len(name), re.sub(r"\s", " ", name), label))
    return spans


def _without_title(start, name):
    """What stands behind the last title in a name: *NJ Gov Ada Rook*."""
    titles = [found.end() for found in re.finditer(r"[\w’'.-]+(?:\s+|$)", name)
              if title_words().get(found[0].lower().strip(". \xa0")) == "head"]
    if not titles or titles[-1] >= len(name):
        return start, name
    return start + titles[-1], name[titles[-1]:]


_LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people",
           "PRODUCT": "thing", "WORK_OF_ART": "thing", "EVENT": "thing", "LAW": "thing"}


def _kinds(texts, spans):
    """What each name is, by the reader's majority over the corpus; after a title it is a person."""
    votes = defaultdict(Counter)
    for text, start, _, name, label in spans:
        votes[name][_LABELS[label]] += 1
        if title_before(texts[text], start) < start and label != "NORP":
            votes[name]["person"] += 2
    kinds = {name: max(sorted(count), key=count.get) for name, count in votes.items()}
    return {name: "other" if kind == "person" and not _may_be_person(name) else kind for name, kind in kinds.items()}


def _no_bearers(parse, spans, kinds):
    """Single words that are taken for persons or bodies, and are places, adjectives of places, titles or common nouns.

    A place is what things happen *in*, what has a coast or ports, or what *River* stands before; an adjective or a
    title stands before a noun (*Kelmoran families*, *Interior Minister*); a common noun is written in small letters
    more often.
    """
    lasts = {name.split()[-1] for name, kind in kinds.items() if kind == "person" and " " in name}
    watched = {name for name, kind in kinds.items() if kind in ("person", "organisation") and " " not in name} - lasts
    uses, located, before, subject, titled = Counter(), Counter(), Counter(), set(), set()
    for text, start, end, name, _ in spans:
        if name in watched and (span := parse.within(text, start, end)):
            above = parse.head[span[-1]]
            uses[name] += 1
            dep = parse.dep[span[-1]]
            located[name] += (dep == "pobj" and parse.word(above).lower() in _WITHIN
                              or dep == "poss" and parse.lemma[above].lower() in _OF_PLACES)
            before[name] += dep in ("amod", "compound", "nmod") and above > span[-1]
            subject |= {name} if dep.startswith("nsubj") else set()
        if name in watched and title_before(parse.texts[text], start) < start:
            titled.add(name)
    small = Counter(word for text in parse.texts for word in _SMALL_WORD.findall(text))
    waters = {name.split()[-1] for name in kinds if name.split()[0] in _WATERS and " " in name}
    bodies = speaker_words()["organisation"]
    nobody = set()
    for name in watched - titled:
        low = name.lower()
        place = low in places() or located[name] >= 0.2 * uses[name] > 0
        joined = before[name] >= 0.5 * uses[name] > 0 and name not in subject
        common = title_words().get(low) == "before" or small[low] > uses[name]
        if name in waters or low not in bodies and not name.isupper() and (place or joined or common):
            nobody.add(name)
    return nobody


_WITHIN = frozenset("in across throughout inside within outside around".split())
_OF_PLACES = frozenset("border capital city coast coastline economy island parliament population port river".split())
_WATERS = frozenset("River Lake Mount Cape".split())
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z][a-z]+(?![\w’'-])")


def _may_be_person(name):
    words = name.split()
    if len(words) > 1 and words[-1].lower() in _PLACES or len(words) > 5:
        return False
    return all(word[:1].isupper() or word in _PARTICLES for word in words) and "'s" not in fold(name)


def _persons(persons):
    """For each full name, the name its bearer is known by and all full names of that bearer."""
    uses = Counter()
    for names in persons.values():
        uses.update(names)
    groups = defaultdict(list)
    for name in sorted(uses, key=lambda name: (-uses[name], name)):
        groups[fold(name).lower().split()[-1]].append(name)
    same = {}
    for names in groups.values():
        for name in names:
            same[name] = next((same[other] for other in names if other in same and one_person(name, other)), name)
    chains = defaultdict(list)
    for name, first in same.items():
        chains[first].append(name)
    label = {first: max(names, key=lambda name: (uses[name] * (len(name.split()) < 4), uses[name], name))
             for first, names in chains.items()}
    return {name: (label[first], tuple(sorted(chains[first]))) for name, first in same.items()}


def one_person(name, other):
    """Whether two full names with one last word may be one person's: given names agree, or stand for each other."""
    one, two = fold(name).split()[:-1], fold(other).split()[:-1]
    first, second = given_name(one[0]), given_name(two[0])
    if first == second:
        return True
    if len(first) == 1 or len(second) == 1:
        return first[0] == second[0]
    return first in map(given_name, two) or second in map(given_name, one)


def _organisations(others, stories):
    """The referent of each organisation's name in each story: an acronym is its full name's."""
    by_story = defaultdict(Counter)
    for text, names in others.items():
        by_story[stories[text]].update(names)
    full = {}
    for story, names in by_story.items():
        initials = {_initials(name): name for name in sorted(names, reverse=True) if " " in name}
        for name in names:
            plain = name.replace(".", "")
            full[story, name] = initials.get(plain, name) if plain.isupper() and len(plain) > 1 else name
    return full


def _initials(name):
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


def _known(n_texts, stories, persons, single, who, full):
    """For each text the referents that may be named in it."""
    by_story, owners = defaultdict(set), defaultdict(Counter)
    for text, names in persons.items():
        for name in names:
            by_story[stories[text]].add(who[name][0])
    for referents in by_story.values():
        for referent in referents:
            owners[_last(referent)][referent] += 1
    variants = dict(who.values())
    orgs = defaultdict(lambda: defaultdict(set))
    for (story, name), whole in full.items():
        orgs[story][whole].update((name, whole))
    return [_of_text(stories[text], persons.get(text, ()), single.get(text, ()), who, variants, by_story, owners, orgs)
            for text in range(n_texts)]


def _of_text(story, names, single, who, variants, by_story, owners, orgs):
    here = {who[name][0] for name in names}
    known_everywhere = {owner for last in sorted(map(_last, here)) if (owner := _owner_of(last, owners))}
    lasts = Counter(_last(referent) for referent in here)
    beside = {referent for referent in by_story[story] - here if _last(referent) not in lasts} | known_everywhere - here
    lasts.update(_last(referent) for referent in beside)
    known = []
    for referent in sorted(here | beside):
        parts = set()
        if lasts[_last(referent)] == 1 or referent in here | known_everywhere:
            parts |= {part for name in variants[referent] for part in _parts(name)}
        if referent in here:
            parts |= {name.split()[0] for name in variants[referent] if name.split()[0] in single
                      and sum(other.split()[0] == name.split()[0] for other in here) == 1}
        known.append(Named(referent, "person", variants[referent], tuple(sorted(parts))))
    for word in sorted(set(single) - {part for each in known for part in each.parts}):
        if " " not in word and (owner := _owner_of(word, owners)) and owner not in here | beside:
            known.append(Named(owner, "person", variants[owner], tuple(sorted(_parts(owner)))))
    taken = {part for each in known for part in (*each.names, *each.parts)}
    known += [Named(word, "person", (word,), ()) for word in sorted(single) if single[word] and word not in taken]
    taken |= set(single)
    known += [Named(whole, "organisation", tuple(sorted(each)), ()) for whole, each in sorted(orgs[story].items())
              if whole not in taken]
    return known


def _owner_of(word, owners):
    """The person whose last name stands alone in a story that never gives the full one: known from several stories."""
    known = owners.get(fold(word).lower())
    if not known:
        return None
    (first, n), *rest = known.most_common(2)
    return first if n >= _LEAST_ARTICLES and (not rest or n >= 9 * rest[0][1]) else None


def _last(name):
    return fold(name).lower().split()[-1]


def _parts(name):
    """What a full name may be shortened to: its last word, with the words before it but the first."""
    words = name.split()
    return {" ".join(words[place:]) for place in range(1, len(words))}
