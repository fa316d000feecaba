"""Who does what to whom in one sentence: rules over its dependency tree, in spaCy's labels."""

from crossframe.measure.nominals import is_event, nominal, participle
from crossframe.measure.tree import OF_TIME, Clause, argument, can_do, is_nobody, words_of

__all__ = ["clauses"]

_AUXILIARY = ("aux", "auxpass", "neg")
_SUBJECTS = ("nsubj", "nsubjpass")
_CAUSING = frozenset("have get leave see hear watch want find keep need like".split())  # ... somebody arrested
_ORDERING = frozenset(
    "advise allow ask command compel direct enable encourage force instruct invite order permit persuade press "
    "pressure push require tell urge warn".split())  # whom they order is whom they are done to
_REPORTING = frozenset(
    "allege assume believe claim estimate expect fear know presume report rumor rumour say think understand".split())
_LINKING = frozenset("be seem become remain".split())  # no event
_BLAMED_FOR = frozenset("of for from with into".split())  # accused him of ..., talked her into ...
_BLAMING = frozenset("accuse acquit ban bar clear convict discourage keep prevent stop suspect".split())
_USING = frozenset("deploy direct employ promise raise spend take use".split())  # use it to ...: the user does so
_TRYING = frozenset("attempt bid campaign decision drive effort move order plan push vote".split())  # an effort to ...
_NEVER_DONE_TO = frozenset("arrive die disappear escape fall flee vanish".split())  # were beaten and fled
_BEFORE_CLAUSES = frozenset("after before since until as".split())
_NO_GAP = OF_TIME | frozenset("place reason way point case fact idea extent".split())


def clauses(tree):
    """The clauses of one sentence, in the order of their predicates.

    Parameters
    ----------
    tree : Tree

    Returns
    -------
    list of Clause
    """
    events, found = set(), []
    for place in range(len(tree.word)):
        if tree.is_verb(place):
            clause, event = _verbal(tree, place)
            events.add(event)
        elif tree.dep[place] == "amod" and tree.tag[place] in ("VBN", "JJ"):
            clause = participle(tree, place)
        else:
            continue
        if clause:
            found.append(clause)
    nouns = words_of("event")
    for place, lemma in enumerate(tree.lemma):
        if lemma in nouns and place not in events and is_event(tree, place):
            found.append(nominal(tree, place, *nouns[lemma]))
    return sorted(found, key=lambda clause: (clause.first, clause.last))


def _verbal(tree, place):
    """The clause of a verb, or None, and the event noun that it lends its grammar to (None where there is none)."""
    passive, verb = is_passive(tree, place), tree.lemma[place]
    subject, thing = subject_of(tree, place), None if passive else _object(tree, place)
    if verb in _LINKING or _only_helps(tree, place):
        return None, None
    doer, undergoer = (_agent(tree, place), subject) if passive else (subject, thing)
    event, verb = _lent(tree, place, undergoer, verb)
    if event is not None:
        undergoer = _aimed(tree, event, verb) or _aimed(tree, place, verb)
    if passive and _of_a_report(tree, place):
        undergoer = None
    voice = "active" if not passive else "agentless" if doer is None else "passive"
    if voice == "active" and undergoer is None and verb in words_of("middle") and not _complement(tree, place):
        voice, doer, undergoer = "middle", None, subject
    if doer is None and undergoer is None and not passive:
        return None, event
    said = passive and undergoer is None and not _of_a_report(tree, place)
    if said and tree.kid(place, "mark") is not None or voice == "agentless" and verb in words_of("state"):
        return None, event  # as expected; was based on, is set to
    first, last = _predicate(tree, place)
    arguments = [None if each is None else argument(tree, each) for each in (doer, undergoer)]
    return Clause(verb, voice, _negated(tree, place, subject, thing), first, last, *arguments), event


def is_passive(tree, place, seen=()):
    """Whether a verb stands in the passive, its auxiliary expressed or not."""
    if tree.kid(place, "auxpass", "nsubjpass") is not None:
        return True
    if tree.tag[place] != "VBN" or any(tree.dep[kid] == "aux" for kid in tree.kids[place]):
        return False
    above, dep, owner = tree.head[place], tree.dep[place], tree.kid(place, "nsubj")
    if dep == "acl":
        return tree.kid(place, "dobj") is None or tree.kid(place, "agent") is not None
    if dep in ("ccomp", "xcomp", "oprd"):
        return tree.lemma[above] in _CAUSING
    if dep == "advcl":
        return owner is None and tree.kid(place, "dobj") is None
    if dep == "conj" and owner is None and above not in seen and tree.lemma[place] not in _NEVER_DONE_TO:
        return is_passive(tree, above, (*seen, place))
    return False


def subject_of(tree, place, seen=()):
    """The word that is a verb's subject: its own, an antecedent, or that of the verb it depends on; or None."""
    own = tree.kid(place, *_SUBJECTS)
    if own is not None:
        return _meant(tree, place, own)
    if place in seen or tree.head[place] == place:
        return None
    above, dep, seen = tree.head[place], tree.dep[place], (*seen, place)
    if dep in ("acl", "relcl"):
        return _of_noun(tree, place, above, seen)
    if dep == "pcomp":
        return _of_preposition(tree, above, seen)
    if dep == "xcomp" or _left_so(tree, place):
        thing = None if tree.lemma[above] in _USING else tree.kid(above, "dobj")
        return thing if thing is not None else subject_of(tree, above, seen) if dep == "xcomp" else None
    if dep in ("conj", "advcl") and tree.is_verb(above):
        between = _taken_for_time(tree, place, above)
        return subject_of(tree, above, seen) if between is None else between
    return None


def _taken_for_time(tree, place, above):
    """The subject that a parser takes for a time: *people left after a march was broken up*; None where there is none.

    A verb with an auxiliary of its own, to which nothing joins it (*and*, a comma), has a subject of its own.
    """
    if tree.kid(place, "auxpass", "aux") is None:
        return None
    for preposition, thing in tree.prepositions(above):
        joined = {"and", "but", "or", ","}.intersection(tree.word[thing:place])
        if preposition in _BEFORE_CLAUSES and above < thing < place and not joined:
            return thing
    return None


def _left_so(tree, place):
    """Whether a passive participle tells how something was left, seen or had: left nine people injured."""
    above, thing = tree.head[place], tree.kid(tree.head[place], "dobj")
    if tree.dep[place] == "advcl" and tree.kid(place, "auxpass") is None:
        near = thing is not None and thing < place and "," not in tree.word[thing:place]
        return near and tree.lemma[above] in _CAUSING and is_passive(tree, place)
    return tree.dep[place] in ("ccomp", "oprd") and is_passive(tree, place)


def _meant(tree, place, own):
    """A subject, or what its relative pronoun stands for; None for it and there where they stand for nothing."""
    if tree.dep[place] == "relcl" and tree.tag[own] in ("WDT", "WP"):
        return tree.head[place]
    clausal = tree.kid(place, "ccomp", "csubj", "csubjpass") is not None
    return None if tree.word[own] == "it" and clausal and tree.kid(place, "auxpass") is not None else own


def _of_noun(tree, place, noun, seen):
    """The subject of a clause that belongs to a noun."""
    if tree.dep[place] == "relcl" or tree.tag[place] in ("VBG", "VBN"):
        return noun
    owner, verb = tree.kid(noun, "poss"), tree.head[noun]  # their plan to ...; they announced plans to ...
    if owner is None and tree.dep[noun] == "pobj" and tree.lemma[noun] in _TRYING:
        verb = tree.head[verb]
    elif tree.dep[noun] != "dobj":
        return owner
    return subject_of(tree, verb, seen) if owner is None and tree.is_verb(verb) else owner


def _of_preposition(tree, preposition, seen):
    """The subject of a verb in -ing behind a preposition."""
    above, word = tree.head[preposition], tree.word[preposition]
    if not tree.is_verb(above):
        blamed = tree.dep[above] == "dobj" and tree.lemma[tree.head[above]] in _BLAMING and word in _BLAMED_FOR
        return above if blamed else tree.kid(above, "poss")
    if word == "by" and is_passive(tree, above):
        return None  # the gate was opened by pulling: nobody says who pulled
    thing = tree.kid(above, "dobj")
    return thing if thing is not None and word in _BLAMED_FOR else subject_of(tree, above, seen)


def _object(tree, place):
    """The word that is an active verb's object, or None."""
    own = tree.kid(place, "dobj")
    if own is not None:
        return tree.head[place] if tree.dep[place] == "relcl" and tree.tag[own] in ("WDT", "WP") else own
    ordered = tree.kid(place, "ccomp")
    if tree.lemma[place] in _ORDERING and ordered is not None and tree.kid(ordered, "aux") is not None:
        return tree.kid(ordered, "nsubj")
    if (aimed := _aimed(tree, place, tree.lemma[place], only_listed=True)) is not None:
        return aimed
    if tree.dep[place] == "relcl":
        return _gap(tree, place)
    return _shared_object(tree, place)


def _gap(tree, place):
    """What a relative clause without an object is about: the boats police shot."""
    noun, subject = tree.head[place], tree.kid(place, *_SUBJECTS)
    taken = subject is None or tree.tag[subject] in ("WDT", "WP")
    taken = taken or tree.kid(place, "ccomp", "xcomp", "prt") is not None
    dangling = any(tree.dep[kid] == "prep" and not tree.kids[kid] for kid in tree.kids[place])
    adverb = any(tree.tag[kid] == "WRB" for kid in tree.kids[place])
    adverb = adverb or any(tree.tag[thing][0] == "W" for _, thing in tree.prepositions(place))
    intransitive = tree.lemma[place] in words_of("middle")
    return None if taken or dangling or adverb or intransitive or tree.lemma[noun] in _NO_GAP else noun


def _shared_object(tree, place):
    """The object of the next of two verbs of force that share it: beat and arrested the strikers."""
    after = tree.kid(place, "conj")
    if after is None or tree.lemma[place] not in words_of("force") or not tree.is_verb(after):
        return None
    alone = all(kid > after for kid in tree.kids[after]) and tree.dep[after - 1] == "cc"
    return tree.kid(after, "dobj") if alone and not is_passive(tree, after) else None


def _agent(tree, place):
    """Who does it, of a passive: its by-phrase, or that of a later verb joined to it; None where none names a doer."""
    for preposition, thing in tree.prepositions(place):
        if preposition == "by" and can_do(tree, thing):
            return thing
    after = tree.kid(place, "conj")
    if after is not None and after > place and tree.is_verb(after) and tree.kid(after, *_SUBJECTS, *_AUXILIARY) is None:
        return _agent(tree, after) if is_passive(tree, after) else None
    return None


def _aimed(tree, place, verb, *, only_listed=False):
    """Whom a verb or an event is aimed at by a preposition: fired on the crowd, an attack on the village."""
    usual = () if only_listed else ("on", "against", "of", "upon", "at")
    for preposition, thing in tree.prepositions(place):
        if f"{verb} {preposition}" in words_of("toward") or preposition in usual:
            return None if tree.lemma[thing] in OF_TIME else thing
    return None


def _lent(tree, place, thing, verb):
    """The event noun behind a verb that says little (launched an attack), and the verb that it stands for."""
    if thing is None:
        return None, verb
    noun, pair = tree.lemma[thing], words_of("pair").get(f"{verb} {tree.lemma[thing]}")
    if pair:
        return thing, pair[0]
    light = verb in words_of("light") and noun in words_of("event")
    return (thing, words_of("event")[noun][0]) if light else (None, verb)


def _of_a_report(tree, place):
    """Whether a passive says that something is said: is said to have fled, it was reported that."""
    return tree.lemma[place] in _REPORTING and _complement(tree, place)


def _complement(tree, place):
    return tree.kid(place, "xcomp", "ccomp", "csubj", "csubjpass") is not None


def _only_helps(tree, place):
    """Whether a verb only serves another: is going to, has to, used to, as he did, had its offices searched."""
    if tree.lemma[place] == "do" and tree.kid(place, "dobj", "auxpass", "nsubjpass") is None:
        return tree.dep[place] not in ("acl", "relcl") and tree.tag[place] != "VBN"
    after = tree.kid(place, "xcomp", "ccomp", "oprd")
    if after is None:
        return False
    if tree.lemma[place] in ("have", "get") and is_passive(tree, after):
        return True
    infinitive = any(tree.word[kid] == "to" for kid in tree.kids[after])
    helps = tree.lemma[place] in ("have", "use", "suppose") or tree.lemma[place] == "go" and tree.tag[place] == "VBG"
    return infinitive and helps and tree.kid(place, "dobj") is None


def _negated(tree, place, subject, thing):
    if any(tree.dep[kid] == "neg" or tree.word[kid] == "never" for kid in tree.kids[place]):
        return True
    if any(each is not None and is_nobody(tree, each) for each in (subject, thing)):
        return True
    above, alone = tree.head[place], tree.kid(place, *_SUBJECTS, "aux", "auxpass") is None
    if tree.dep[place] != "conj" or not tree.is_verb(above) or not alone:
        return False
    joined = {tree.word[kid] for kid in tree.kids[above] if tree.dep[kid] == "cc"}
    return bool(joined & {"or", "nor"} or tree.tag[place] == "VB") and tree.kid(above, "neg") is not None


def _predicate(tree, place):
    """First and last word of a verb with its auxiliaries and its particle."""
    left = [kid for kid in tree.kids[place] if kid < place]
    helpers = [kid for kid in left if tree.dep[kid] in _AUXILIARY]
    first = min(helpers, default=place)
    if any(tree.dep[kid] in _SUBJECTS for kid in left if kid > first):
        first = place  # were the prisoners tortured
    particle = tree.kid(place, "prt")
    return first, particle if particle is not None and place < particle <= place + 3 else place
