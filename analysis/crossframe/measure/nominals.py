"""Events told by a noun (the killing of X by Y) or by a participle before one (the beaten protesters)."""

from functools import cache

from crossframe.measure.tree import OF_TIME, Clause, argument, can_do, is_nobody, words_of

__all__ = ["is_event", "nominal", "participle"]

_COLLECTIVE = frozenset(
    "police army government state military rebel militant militia mob gang guard soldier officer troop navy regime "
    "settler insurgent gunman crowd".split())


def nominal(tree, place, verb, alone):
    """The clause of an event's noun: the killing of X by Y, X's arrest."""
    phrases = [phrase for phrase in tree.prepositions(place) if tree.lemma[phrase[1]] not in OF_TIME]
    doer = next((thing for preposition, thing in phrases if preposition == "by" and can_do(tree, thing)), None)
    on = next((thing for preposition, thing in phrases if preposition in ("on", "against", "upon")), None)
    of = next((thing for preposition, thing in phrases if preposition == "of"), None)
    undergoer = of if on is None else on
    if on is not None and doer is None:
        doer = of
    owner = tree.kid(place, "poss")
    if owner is not None and undergoer is None and doer is None:
        doer, undergoer = (owner if alone == each else None for each in ("doer", "undergoer"))
    elif owner is not None:
        doer, undergoer = (owner if doer is None else doer), (owner if undergoer is None else undergoer)
    elif undergoer is not None and doer is None:
        doer = _agent_before(tree, place)
    arguments = [None if each is None else argument(tree, each) for each in (doer, undergoer)]
    return Clause(verb, "nominal", is_nobody(tree, place), place, place, *arguments)


def _agent_before(tree, place):
    """The doer that stands before an event's noun: the police raid on, the Kelmoran invasion of."""
    for kid in tree.kids[place]:
        name = tree.tag[kid] == "NNP" and tree.lemma[kid] not in OF_TIME
        if kid < place and tree.dep[kid] == "compound" and (name or tree.lemma[kid] in _COLLECTIVE):
            return kid
    return None


def is_event(tree, place):
    """Whether a word spelled like an event's noun is one: no part of a compound, no heart attack."""
    noun = tree.pos[place] in ("NOUN", "PROPN") or tree.kid(place, "det", "poss") is not None
    pair = f"{tree.word[place - 1]} {tree.lemma[place]}" if place else ""
    return noun and tree.dep[place] not in ("compound", "amod") and pair not in words_of("no event")


def participle(tree, place):
    """The clause of a participle before its noun, where the verb is one of force: the beaten protesters."""
    noun, verb = tree.head[place], _verb_of_participle(tree.word[place])
    if verb is None or noun < place:
        return None
    return Clause(verb, "agentless", False, place, place, None,
                  argument(tree, noun)._replace(first=place + 1))


@cache
def _verb_of_participle(word):
    """The verb of force that a participle in -ed or an irregular one belongs to, or None."""
    spelled = [word.removesuffix("ed"), word.removesuffix("d"), words_of("form").get(word, ("",))[0]]
    doubled = word.removesuffix("ed")[:-1] if word.endswith("ed") and word[-3:-2] == word[-4:-3] else ""
    return next((verb for verb in (*spelled, doubled) if verb in words_of("force") and verb != word), None)
