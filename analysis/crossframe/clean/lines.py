"""One text: which of its lines, and which pieces of lines, are not the article's."""

import re

from crossframe.clean import notices, pictures, prompts
from crossframe.clean.blocks import PROSE, capital_links, galleries, link_lists, pleas
from crossframe.clean.names import authors, byline_above, fold, mastheads, one_author, repeats
from crossframe.clean.needles import candidates, index
from crossframe.clean.text import LINE, sentences

__all__ = ["removals"]

RULES = index(pictures.LINES + prompts.LINES + notices.LINES + pictures.PIECES)
PAGE = ("caption", "code", "placeholder", "video")  # what holds even of a line in quotation marks
LONG = 200  # a line of at most so many characters may make up the whole text
SURE = 100_000  # the length that rules allow which know what the page itself writes
SPEAKS = re.compile(
    r"\b(?:you|your|we|our|us|free|get|sign|subscri\w+|newsletters?|e-?mail|in-?box|support|help|join|click|read|want"
    r"|please|copyright|editor['’]?s note|journalis\w+|newsroom|coverage|donat\w+)\b", re.IGNORECASE)
ENDS = ("end", "edge")
TOP_LINES = 6  # a text whose first lines are all short has a top of at most this many of them
ADDRESS = re.compile(
    r"\bfollow (?:him|her|them|me|us)\b|\b(?:opinions|views) expressed\b"
    r"|\b(?:can|may) be (?:reached|contacted|followed)\b|\b(?:e-?mail|contact|reach) (?:him|her|them)\b"
    r"|\bon twitter:? ?@|\btweets (?:at )?@", re.IGNORECASE)
TWEET = re.compile(r"\(@\w{1,15}\)\s[A-Z][a-z]+ \d{1,2}, \d{4}$")


def removals(text, *, title=None, outlet=None, author=None):
    """What the rules take out of one text.

    Parameters
    ----------
    text : str
        The text as it was read.
    title, outlet, author : str or None
        What is known of the article: lines that repeat it are taken out. Several authors: separated by commas.

    Returns
    -------
    list of (int, int, str)
        Start, end and reason, in order and apart from each other.
    """
    spans = [match.span() for match in LINE.finditer(text)]
    lines = [text[start:end] for start, end in spans]
    rules = candidates(RULES, text, spans)
    people, papers = authors(author), mastheads(outlet)
    whole = [_fit_for(line, mine, len(text)) for line, mine in zip(lines, rules, strict=True)]
    reasons = [_fits(line, _at(mine, "any")) for line, mine in zip(lines, whole, strict=True)]
    galleries(lines, reasons)
    capital_links(lines, reasons)
    link_lists(lines, reasons)
    one_author(lines, reasons, people)
    top = _top(lines, reasons, whole, title, papers, people)
    _end(lines, reasons, whole, people)
    pleas(lines, reasons, papers)
    bottom = _end(lines, reasons, whole, people)
    found = [(*span, reason) for span, reason in zip(spans, reasons, strict=True) if reason]
    for place in [place for place, reason in enumerate(reasons) if not reason]:
        mine, within = _at(rules[place], "any", *(ENDS if place >= bottom else ())), _at(rules[place], "piece")
        found += [(spans[place][0] + start, spans[place][0] + end, reason)
                  for start, end, reason in _pieces(lines[place], mine, within, people, dated=place <= top)]
    return sorted(found)


def _fit_for(line, rules, size):
    """The rules a whole line may go by: where its sentences make up a third of the text, only those that are sure."""
    if len(line) <= LONG or 3 * len(line) <= size or len(sentences(line)) == 1:
        return rules
    return [rule for rule in rules if rule.longest >= SURE]


def _at(rules, *places):
    return [rule for rule in rules if rule.where in places]


def _fits(line, rules, people=()):
    """The reason of the first rule that fits the line, or None."""
    for rule in rules:
        if len(line) <= rule.longest and rule.pattern.fullmatch(line):
            parts = sentences(line)
            if rule.unit == "sentence" and len(parts) > 1:
                continue
            if rule.loose and not SPEAKS.search(line[slice(*parts[0])]):
                continue
            if rule.reason == "bio" and not _of_author(line, people):
                continue
            if rule.reason in PAGE or not (line[0] in "\"“‘'" or TWEET.search(line)):  # somebody's words, or a tweet
                return rule.reason
    return None


def _of_author(line, people):
    """A line on a person is on the author: it names one, is marked off by a bullet or a dash, or gives an address."""
    folded = fold(line)
    return bool(ADDRESS.search(line)) or line[0] in "•⦁*—–-" or any(folded.startswith(person) for person in people)


def _top(lines, reasons, rules, title, papers, people):
    """Mark the lines from the first to the first paragraph; the place of that."""
    kept, place = 0, -1
    for place, line in enumerate(lines):
        if reasons[place]:
            continue
        following = lines[place + 1] if place + 1 < len(lines) else ""
        reasons[place] = (repeats(line, title, papers, people) or _fits(line, _at(rules[place], "top", "edge"), people)
                          or ("byline" if byline_above(line, following, papers) else None))
        if not reasons[place]:
            kept += 1
            if PROSE.match(line) or kept == TOP_LINES:
                break
    return place


def _end(lines, reasons, rules, people):
    """Mark the lines from the last up to the last paragraph; the place of that."""
    kept, place = 0, 0
    for place in reversed(range(len(lines))):
        if reasons[place]:
            continue
        reasons[place] = _fits(lines[place], _at(rules[place], *ENDS), people)
        if not reasons[place]:
            kept += 1
            if PROSE.match(lines[place]) or kept == TOP_LINES:
                break
    return place


def _pieces(line, rules, pieces, people, *, dated):
    """What is taken out of a line that stays: (start, end, reason) in its own characters.

    All of it, where what would be left fits a rule or has no letter.
    """
    start, end, found = 0, len(line), []
    if dated and (match := notices.DATELINE.match(line)) and match.end() < len(line):
        start = match.end()
        found.append((0, len(match.group().rstrip()), "dateline"))
    tails = [rule for rule in rules if rule.unit != "line"]
    spans = [(begin, stop) for begin, stop in sentences(line) if begin >= start] if tails else []
    while len(spans) > 1 and (reason := _fits(line[slice(*spans[-1])], tails, people)):
        found.append((*spans.pop(), reason))
        end = spans[-1][1]
    for rule in pieces:
        for match in rule.pattern.finditer(line, start, end):
            if match.group().strip() and all(match.end() <= other or past <= match.start() for other, past, _ in found):
                found.append((*match.span(), rule.reason))
    if found:
        left = list(line)
        for begin, stop, _ in found:
            left[begin:stop] = " " * (stop - begin)
        rest = " ".join("".join(left).split())
        if not any(letter.isalnum() for letter in rest):
            return [(0, len(line), found[0][2])]
        if reason := _fits(rest, rules, people):
            return [(0, len(line), reason)]
    return found
