"""Which rules may fit which lines: one look over a text for the pieces of text that the rules need."""

import re
from bisect import bisect_right

__all__ = ["candidates", "index"]


def candidates(indexed, text, spans):
    """For each line of a text, the rules that may fit it or a part of it.

    Parameters
    ----------
    indexed : tuple
        The rules, from `index`.
    text : str
    spans : list of (int, int)
        Start and end of its lines.

    Returns
    -------
    list of list of Rule
        One list a line, in the order of the rules.
    """
    rules, always, words, signs, owners = indexed
    lowered = text.replace("İ", "I").lower()  # as long as the text
    ends = [end for _, end in spans]
    found = [set(always) for _ in spans]
    for match in words.finditer(lowered):
        place = bisect_right(ends, match.start())
        if place < len(ends):
            found[place].update(owners[match.group(1)])
    for sign in signs:
        start = lowered.find(sign)
        while start >= 0 and (place := bisect_right(ends, start)) < len(ends):
            found[place].update(owners[sign])
            start = lowered.find(sign, ends[place])
    return [[rules[number] for number in sorted(numbers)] for numbers in found]


def index(rules):
    """The rules, those without needles, a pattern for the needles that are words, the others, and whose each is."""
    needles = sorted({needle for rule in rules for needle in rule.needles})
    direct = {needle: {number for number, rule in enumerate(rules) if needle in rule.needles} for needle in needles}
    words = [needle for needle in needles if needle[0].isalpha()]
    # The pattern gives the longest needle at a place; shorter ones that it begins with are found there too.
    owners = {needle: sorted(set().union(*(direct[other] for other in needles if needle.startswith(other))))
              for needle in needles}
    always = [number for number, rule in enumerate(rules) if not rule.needles]
    return rules, always, re.compile(rf"(?<![a-z])(?=({_tree(words)}))"), sorted(set(needles) - set(words)), owners


def _tree(words):
    """A pattern for any of the words, the longest first, that tries each letter once."""
    heads = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    options = [re.escape(head) + _tree(tails) for head, tails in heads.items() if head]
    body = "(?:" + "|".join(options) + ")" if options else ""
    return body + "?" if options and "" in heads else body
