"""What only shows over several lines: galleries, lists of links, pleas. Each marks its lines in `reasons`."""

import re

from crossframe.clean.names import fold

__all__ = ["PROSE", "capital_links", "galleries", "link_lists", "pleas"]

PROSE = re.compile(  # a paragraph: twelve words up to a sentence end, or eight and a second sentence
    r"(?:\S+\s+){11}.*[.?!…][\"”’')\]]*$|(?:\S+\s+){7}.*[.?!…][\"”’')\]]*\s+[\"“(]?[A-Z]", re.DOTALL)
CAPITALS = re.compile(r"(?=.*[A-Z]{3})[^a-z]*+")
OURS = re.compile(
    r"\b(?:we|our|us|ours|you|your|journalis\w+|newsroom|news source|donat\w+|contribut\w+|readers?|reporting)\b",
    re.IGNORECASE)
READ_ON = re.compile(r"(?:read more|read next|related|see also|also see|more|recommended)\W*", re.IGNORECASE)
GALLERY = 3  # so many lines standing twice in a row are the captions of a gallery
LINK = 30  # a link to another article has at most so many words
RUN = 8  # a plea or a list of links runs over at most so many lines


def galleries(lines, reasons):
    """Captions that stand twice over, known by their credit or by their number; of any other line the second goes."""
    left = [place for place, reason in enumerate(reasons) if reason in (None, "caption")]
    pairs = [(one, two) for one, two in zip(left, left[1:]) if lines[one] == lines[two] and len(lines[one]) >= 30]
    for one, two in pairs:
        if len(pairs) >= GALLERY or reasons[one] == "caption":
            reasons[one] = reasons[two] = "caption"
        else:
            reasons[two] = "repeated"


def capital_links(lines, reasons):
    """Lines all in capitals lead to other articles if they are too long for a heading, or stand among such.

    A text half of whose lines are in capitals is written so, and keeps them.
    """
    sizes = {place: line.count(" ") + 1 for place, line in enumerate(lines)
             if not reasons[place] and line[-1] not in ".?!:;" and not line[0].isdigit() and CAPITALS.fullmatch(line)}
    among = any(8 <= size <= LINK for size in sizes.values()) or any("CLICK" in line for line in lines)
    for place, size in sizes.items():
        if among and 6 <= size <= LINK and 2 * len(sizes) <= len(lines):
            reasons[place] = "related"


def link_lists(lines, reasons):
    """Headlines under a line such as "Read more:", up to the next paragraph or line that is none."""
    prose = [place for place, line in enumerate(lines) if not reasons[place] and PROSE.match(line)]
    last = prose[-1] if prose else -1
    for place, line in enumerate(lines):
        if reasons[place] == "related" and READ_ON.fullmatch(line):
            for under in range(place + 1, min(place + RUN, len(lines) - 1) + 1):
                if not reasons[under] and not _headline(lines[under], 1 if under > last else 5):
                    break
                reasons[under] = reasons[under] or "related"


def _headline(line, least):
    return least <= line.count(" ") + 1 <= 20 and line[-1] not in ".!\"”,;:" and not line[0].islower()


def pleas(lines, reasons, papers):
    """What stands between "Read more" or a plea and the next plea, if each line speaks of the outlet or its readers."""
    marks = [place for place, reason in enumerate(reasons)
             if reason == "plea" or (reason == "related" and READ_ON.fullmatch(lines[place]))]
    for one, two in zip(marks, marks[1:]):
        between = [place for place in range(one + 1, two) if not reasons[place]]
        if reasons[two] == "plea" and two - one <= RUN and two >= len(lines) / 3 and all(
                OURS.search(lines[place]) or any(paper in fold(lines[place]) for paper in papers) for place in between):
            for place in between:
                reasons[place] = "plea"
