"""What persons are called beside their names: *Rook, a former docker*; *Rook is a docker*; and, later, *the docker*."""

import re
from collections import defaultdict

from crossframe.measure.mentions import ASIDE, Mention
from crossframe.measure.names import title_words
from crossframe.measure.places import with_countries

__all__ = ["find_descriptions"]

_PERSON = re.compile(r"(?:er|or|ist|ian|man|woman|person|ee|eer|crat|ican|ant|mate|master|maker)$")
_NO_PERSON = frozenset(
    "order number matter paper letter power water center centre error factor color restaurant weather summer winter "
    "offer dinner danger server chapter border corner career fever river tower anger answer disaster trigger border "
    "gender charter counter cover quarter register shelter theater thunder wonder rumor labor floor door behavior "
    "favor flavor harbor honor horror humor mirror motor sector terror tractor vapor grant plant want giant warrant "
    "covenant september october november december newspaper whether other another degree committee fee coffee tree "
    "knee referee guarantee list twist fist mist specialist-led".split()) - {"referee", "disaster"}
# Nouns for persons that no ending gives away.
_PERSONS = frozenset(
    "hero heroine villain racist liar hypocrite fraud bully monster icon legend star voice face darling maverick "
    "hawk dove thug crook criminal con cheat clown joke disaster menace saint martyr rebel critic ally friend foe "
    "enemy rival son daughter wife husband widow mother father sister brother uncle aunt cousin nephew niece child "
    "boy girl parent grandfather grandmother head chief boss deputy aide clerk nurse priest monk nun rabbi imam "
    "pope guard spy judge counsel guru expert academic intellectual scholar student graduate cook chef pilot "
    "captain coach athlete champion native resident citizen veteran patient victim suspect inmate fugitive guest "
    "host bride groom orphan refugee delegate advocate candidate surrogate associate protege hardliner conservative "
    "liberal moderate progressive radical populist republican democrat independent socialist communist nationalist "
    "heiress heir actress waitress king queen prince princess tsar czar guy kid mom dad patriot traitor demagogue "
    "despot autocrat tyrant strongman populist amateur novice rookie newcomer face-saver fan".split())
_PARTIES = frozenset("republican democratic democrat conservative liberal labour gop".split())
_NOT_NOW = frozenset(
    "former vice deputy acting other first next last new late previous interim then future second".split())
_NAMED = frozenset("name partial title".split())
# Who has one of the titles on the left may later be called by a word on the right.
_KINDS = [
    ("president premier chancellor king queen emperor dictator pm minister sultan emir",
     "leader ruler strongman"),
    ("senator representative congressman congresswoman mp mep assemblyman lawmaker", "lawmaker legislator politician"),
    ("candidate nominee", "candidate nominee contender hopeful"),
    ("officer sergeant detective constable lieutenant deputy", "officer policeman cop"),
    ("billionaire businessman businesswoman tycoon", "billionaire businessman businesswoman tycoon mogul magnate"),
]


def find_descriptions(parse, mentions, stories):
    """Descriptions of the persons that are named.

    Parameters
    ----------
    parse : Parse
    mentions : list of Mention
        By name, in the order of the texts.
    stories : list of str
        The story of each text.

    Returns
    -------
    list of Mention
        Appositions, predicates, and definite descriptions that fit one person of the article alone, by what the story
        calls the person elsewhere.
    """
    people = [mention for mention in mentions if mention.kind == "person" and mention.form in _NAMED]
    found = [each for person in people for each in _beside(parse, person)]
    known = _profiles(parse, people, found, stories)
    taken = {(each.text, each.end) for each in found}
    present = defaultdict(list)
    for person in people:
        if person.referent not in present[person.text]:
            present[person.text].append(person.referent)
    later = [each for text in sorted(present) for each in _definite(parse, text, present[text], known[stories[text]])]
    return found + [each for each in later if (each.text, each.end) not in taken]


def _beside(parse, person):
    """Appositions of one mention, and what a form of *be* makes of it."""
    span = parse.within(person.text, person.start, person.end)
    head = parse.root(span) if span else None
    if head is None:
        return
    for child in parse.children[head]:
        if parse.dep[child] == "appos" and child > head and _describes(parse, child):
            yield _mention(parse, child, person, "apposition")
    above = parse.head[head]
    if parse.dep[head] == "appos" and above < head and parse.pos[above] == "NOUN" and _describes(parse, above):
        yield _mention(parse, above, person, "apposition")
    if parse.dep[head] == "nsubj" and parse.lemma[above] in ("be", "remain", "become"):
        beside = [parse.dep[child] for child in parse.children[above]]
        for child in parse.children[above]:
            if parse.dep[child] == "attr" and "neg" not in beside and _describes(parse, child):
                yield _mention(parse, child, person, "predicate")


def _describes(parse, token):
    """Whether a noun may say what a person is."""
    if parse.tag[token] not in ("NN", "NNP") or not _is_person(parse.lemma[token].lower()):
        return False
    determined = any(parse.dep[child] in ("det", "poss") for child in parse.children[token])
    return parse.pos[token] == "NOUN" and parse.word(token)[1:].islower() or determined and parse.pos[token] == "PROPN"


def _is_person(noun):
    if noun in _PERSONS or title_words().get(noun) == "head":
        return True
    return noun not in _NO_PERSON and bool(_PERSON.search(noun))


def _mention(parse, head, person, basis):
    inside = _before(parse, head)
    joined = [token for token in inside if _joins(parse, token)]
    aside = [parse.word(token).lower() for token in inside if token not in joined]
    name = " ".join(map(_spelled, (*map(parse.word, joined), _hyphened(parse, head))))
    start = parse.start[min([head, *inside])]
    return Mention(person.text, start, parse.end[head], person.referent, "person", name, "description",
                   " ".join(aside), basis)


def _joins(parse, token):
    """Whether a word before a noun belongs to the name: *finance* minister, *Turkish* leader, *chief* executive."""
    word = parse.word(token)
    kind = title_words().get(word.lower())
    return parse.dep[token] == "compound" or word[:1].isupper() or kind is not None and word.lower() not in ASIDE


def _spelled(word):
    """Names of countries and parties keep their capital, other words lose it."""
    lowered = word.lower()
    office = lowered not in _PARTIES and (lowered in title_words() or _is_person(lowered))
    return lowered if office and with_countries(word) == word else word


def _hyphened(parse, head):
    """The noun, with what is joined to it by hyphens: *front-runner*, *son-in-law*."""
    text, first = parse.texts[parse.text[head]], parse.start[head]
    while joined := re.search(r"[^\W\d_]+-$", text[max(0, first - 30) : first]):
        first -= len(joined[0])
    return text[first : parse.end[head]] + "".join(re.findall(r"^(?:-[^\W\d_]+)+", text[parse.end[head] :]))


def _before(parse, head):
    """Adjectives and nouns that stand before a noun and belong to it."""
    return [child for child in parse.children[head] if child < head and parse.dep[child] in ("amod", "compound", "nmod")
            and parse.word(child)[:1].isalpha() and parse.texts[parse.text[child]][parse.end[child]] != "-"]


def _profiles(parse, people, found, stories):
    """What each story calls each person: dict of story to referent to the words and phrases that may stand for it."""
    known = defaultdict(lambda: defaultdict(set))
    for person in people:
        if person.form == "title" and not person.modifiers:
            known[stories[person.text]][person.referent] |= _words_for(_title_of(person))
            land = parse.texts[person.text][max(0, person.start - 25) : person.start].split()
            if land and with_countries(land[-1]) != land[-1]:
                known[stories[person.text]][person.referent].add(land[-1])
    for each in found:
        if not _NOT_NOW & set(each.modifiers.split()):
            known[stories[each.text]][each.referent] |= _words_for(each.name) | {
                word for word in each.name.split()[:-1] if word[:1].isupper()}
    return known


def _title_of(person):
    """The title in a mention's name: its first words, as far as they are words of titles."""
    words = person.name.lower().replace(".", "").split()
    size = next((place for place, word in enumerate(words) if word not in title_words()), 1)
    return " ".join(words[: max(size, 1)])


def _words_for(phrase):
    words = [word.lower().strip(".") for word in phrase.split()]
    heads = {" ".join(words), words[-1]} | ({words[0]} if "of" in words else set())
    for titles, later in _KINDS:
        if heads & set(titles.split()):
            heads |= set(later.split())
    return heads - _SAID_BY_NAME


_SAID_BY_NAME = frozenset("mr mrs ms miss mx dr sir dame lord lady of".split())


def _definite(parse, text, present, known):
    """*the docker*, where one person alone of those named in the article is known as one."""
    wanted = defaultdict(set)
    for referent in present:
        for word in known[referent]:
            wanted[word].add(referent)
    for token in parse.within(text, 0, len(parse.texts[text])):
        if parse.tag[token] == "NN" and parse.lemma[token].lower() in wanted and _stands_alone(parse, token):
            inside = [parse.word(child) for child in _before(parse, token)]
            fits = [each for each in sorted(wanted[parse.lemma[token].lower()]) if _agrees(inside, known[each])]
            phrase = " ".join([*(word.lower() for word in inside), parse.lemma[token].lower()])
            exact = [each for each in fits if phrase in known[each]]
            if len(exact or fits) == 1:
                person = Mention(text, 0, 0, (exact or fits)[0], "person", "", "", "", "")
                yield _mention(parse, token, person, "description")


_DEFINITE, _NARROWING = ("the", "this", "that"), ("prep", "relcl", "acl", "appos", "conj")


def _stands_alone(parse, token):
    """A definite noun phrase that nothing narrows down to somebody else: *the docker*, not *the docker from Osk*."""
    children = parse.children[token]
    if parse.dep[token] in ("compound", "nmod", "appos", "attr") or parse.pos[token] != "NOUN":
        return False
    definite = any(parse.dep[child] == "det" and parse.word(child).lower() in _DEFINITE for child in children)
    return definite and not any(child > token and parse.dep[child] in _NARROWING for child in children)


def _agrees(inside, known):
    for word in inside:
        if word.lower() in _NOT_NOW or word[:1].isupper() and word not in known:
            return False
        if with_countries(word) == word and word[:1].islower() and word.endswith("ing") and word not in known:
            return False
    return True
