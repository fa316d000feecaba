"""Where one sentence says several things: passages the size of a clause, by rule and without a parser."""

import re

import numpy as np

from crossframe.sentences import split_sentences

__all__ = ["split_passages"]

FEWEST = 4  # words of a passage; what is shorter stays with its neighbour
TAIL = 9  # words behind a quotation, from which on who said it, where and when is a passage of its own

# Finite verbs that no ending gives away: forms of be, have, do; modal verbs; strong verbs of the news.
_AUXILIARY = frozenset(
    "am is are was were be been has have had do does did will would shall should can could may might must "
    "cannot can't won't isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't wouldn't "
    "couldn't shouldn't".split()
)
_STRONG = frozenset(
    "became began bought broke brought built came chose cut died drew drove fell felt fought found gave got "
    "grew heard held hit kept knew laid led left lost made meant met paid put ran rose said sank sat saw sent "
    "set shot shut sold sought spent split spoke spread stood stole struck stuck swore took taught thought "
    "threw told understood went woke won wore wrote says say adds plans wants needs calls shows means makes "
    "takes gives goes comes keeps leaves remains runs continues tries seeks prepares begins moves works grows "
    "turns looks puts holds faces expects believes thinks knows hopes fears warns argues claims insists denies "
    "rejects refuses".split()
)
_NO_VERB = frozenset("hundred red need bed led-in indeed speed seed breed greed shed united so-called sacred".split())
_NO_PARTICIPLE = frozenset(
    "according anything bring citing building ceiling during evening everything excluding feeling following "
    "including king meeting morning nothing offspring regarding ring something spring string thing wedding "
    "wing concerning".split()
)
_SUBJECT = frozenset("i he she it we they you this that these those there".split())
_OWNER = frozenset("the a an its his her their our your".split())
_SUBORDINATE = frozenset(
    "because although though despite unless whereas while since after before until amid when if where whereby "
    "once".split()
)
_NOMINAL = frozenset("despite amid".split())  # no verb need follow
_LEADING = _SUBORDINATE | {"as"}
_SPEAKING = frozenset("said says told added adds".split())
_SAYING = _SPEAKING | frozenset(
    "tell asked argued warned claimed insisted replied wrote tweeted noted explained".split()
)
_JOINING = frozenset("and but or so yet nor".split())
_RELATIVE = frozenset("which who whose whom where when".split())

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.,&-](?=[^\W_]))*")
_CLOSED = re.compile(r"[,.?!][”\"]\s")
_BREAK = re.compile(r"[;:]\s|\s--?\s|[—–]|\.\.\.\s|…\s")


def split_passages(text):
    """The passages of a text: its sentences, cut where a further clause begins.

    A sentence is cut before a coordinated clause or predicate (*and added that ...*), a participial tail (*, halting
    ...*), a subordinate or relative clause (*because ...*, *, which ...*), after a leading subordinate clause, and at
    semicolons, colons and dashes, and before a long tail that says who spoke, where and when; what would have fewer
    than four words, or no verb where a clause needs one, stays with its neighbour, and a sentence that begins with four
    words or fewer (*We will do this.*) goes on with the one before it.

    Parameters
    ----------
    text : str
        English.

    Returns
    -------
    ndarray of int64, shape (n_passages, 3)
        Number of the sentence it begins in (from 1), first character, one past the last. Passages lie in order, do
        not overlap, and leave out only white space.

    Examples
    --------
    >>> text = "The mayor said the bridge closes, despite loud protests there, and added that he will go."
    >>> [text[start:end] for _, start, end in split_passages(text)]
    ['The mayor said the bridge closes,', 'despite loud protests there,', 'and added that he will go.']
    """
    rows = []
    for number, (start, end) in enumerate(split_sentences(text).tolist(), 1):
        cuts = [start, *_cuts(text, start, end), end]
        for first, last in zip(cuts, cuts[1:]):
            first += len(text[first:last]) - len(text[first:last].lstrip())
            last = first + len(text[first:last].rstrip())
            if first == start and rows and _goes_on(text, rows[-1][2], first, last):
                rows[-1] = (*rows[-1][:2], last)
            else:
                rows.append((number, first, last))
    return np.array(rows, np.int64).reshape(-1, 3)


def _goes_on(text, before, first, last):
    """Whether what a sentence begins with is so short that it goes with what stands before it.

    Not into another paragraph, nor out of a quotation or into one.
    """
    apart = re.search(r"[\n“”\"]", text[before - 1 : first + 1])
    return not apart and len(_WORD.findall(text[first:last])) <= FEWEST


def _cuts(text, start, end):
    """First characters of a sentence's second and later passages."""
    found = list(_WORD.finditer(text, start, end))
    words = [each.group().lower().replace("’", "'") for each in found]
    gaps = ["", *(text[one.end() : two.start()] for one, two in zip(found, found[1:]))]
    cuts, since = [], 0
    for place in range(FEWEST, len(words) - FEWEST + 2):
        if place - since >= FEWEST and _opens(words, gaps, since, place):
            cuts.append(found[place].start() - len(re.search(r"\S*$", gaps[place]).group()))
            since = place
    return cuts


def _opens(words, gaps, since, place):
    """Whether a passage opens at a word, where the last one opened at word ``since``."""
    if _BREAK.search(gaps[place]):
        return True
    if _CLOSED.search(gaps[place]) and len(words) - place >= TAIL and not _SAYING.isdisjoint(words[place : place + 4]):
        return True
    before, comma = words[since:place], "," in gaps[place]
    word, opener, after = words[place], words[place + 1], words[place : place + 9]
    if not (_finite(before) or before[0] in _NOMINAL or _participle(before[0])):
        return False
    if comma and (word in _RELATIVE or _participle(word) and not _participle(words[place - 2])):
        return True
    if word in _SUBORDINATE:
        clause = next((k for k in range(1, len(after)) if "," in gaps[place + k]), len(after))
        return word in _NOMINAL or _finite(after[1:clause]) or comma and _participle(opener)
    if word == "as":
        return _finite(after[2:6]) and (opener in _SUBJECT or opener in _OWNER)
    if word in _JOINING:
        if opener == "that" or opener in _SUBJECT or opener in _SUBORDINATE or _verb(opener):
            return True
        return _finite(after[2:8]) if comma else not _SPEAKING.isdisjoint(after[2:4])
    if comma and word in ("a", "an") and _finite(after[2:6]):
        return True
    leading = before[0] in _LEADING or _participle(before[0]) or _verb(before[0]) or before[1] in _SUBORDINATE
    return comma and leading and (word in _SUBJECT or _finite(after[1:8]))

def _verb(word):
    return word in _AUXILIARY or word in _STRONG or len(word) > 4 and word.endswith("ed") and word not in _NO_VERB


def _finite(words):
    return any(_verb(word) or word.endswith(("'ll", "'re", "'ve", "'d", "'m")) for word in words)


def _participle(word):
    return len(word) > 4 and word.endswith("ing") and word not in _NO_PARTICIPLE

