"""One text: which of its lines are not the article's, and what is left without them."""

import re

from crossframe.clean.needles import candidates, index
from crossframe.clean.rules import DATELINE, INLINE, LINES, PEOPLE, ROLE, at

__all__ = ["LINE", "kept_slices", "removals", "sentences", "squash"]

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
BREAK = re.compile(r"[.!?…](?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt|No)\.)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Jan|Feb|Aug|Oct|Nov|Dec)\.)"
                   r"(?<!\b(?:Sept|Reps|Sens)\.)[\"”’')\]]*(\s+)(?=[\"“‘'(\[*•—–-]*[A-Z0-9@©])")
PROSE = re.compile(r"(?:\S+\s+){11}.*[.?!…][\"”’')\]]*$|(?:\S+\s+){7}.*[.?!…][\"”’')\]]*\s+[\"“(]?[A-Z]", re.DOTALL)
CAPITALS = re.compile(r"(?=.*[A-Z]{3})[^a-z]*+")
STRONG = re.compile(r"(?i:\bfollow (?:him|her|them|me|us)\b|\b(?:opinions|views) expressed\b|\b(?:can|may) be (?:reached|contacted|followed)\b"
                    r"|\b(?:e-?mail|contact|reach) (?:him|her|them)\b|\bon twitter:? ?@|\btweets (?:at )?@)")
TWEET = re.compile(r"\(@\w{1,15}\)\s[A-Z][a-z]+ \d{1,2}, \d{4}$")
OURS = re.compile(r"(?i:\b(?:we|our|us|ours|journalis\w+|newsroom|news source|donat\w+|contribut\w+|readers?|reporting)\b)")
READ_ON = re.compile(r"(?i:read more|read next|related|see also|also see|more|recommended)\W*")
LINE_RULES, INLINE_RULES = index(LINES), index(INLINE)
ENDS = ("end", "edge", "bio")
TOP_LINES = 6  # a text whose first lines are all short has a top of at most this many of them
GALLERY = 3  # so many lines standing twice in a row make a picture gallery
PLEA_LINES = 8  # a plea for support runs over at most this many lines


def squash(text):
    """A line as it is compared: case, digits and spaces do not count.

    Examples
    --------
    >>> squash("Updated  at 5:10 p.m. ET") == squash("UPDATED at 12:45 p.m. ET")
    True
    """
    return " ".join(re.sub(r"\d+", "0", text).casefold().split())


def sentences(text):
    """Start and end of the sentences of one line, split at sentence ends before a capital.

    Examples
    --------
    >>> sentences("It rained. Nobody came.")
    [(0, 10), (11, 23)]
    """
    cuts = [match.span(1) for match in BREAK.finditer(text)]
    return list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))


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
    rules, inline, people = candidates(LINE_RULES, text, spans), candidates(INLINE_RULES, text, spans), _names(author)
    reasons = [_fits(line, at(mine, "any")) for line, mine in zip(lines, rules, strict=True)]
    _galleries(lines, reasons)
    _capital_links(lines, reasons)
    _link_lists(lines, reasons)
    _author_lines(lines, reasons, people)
    top = _top(lines, reasons, rules, title, outlet, people)
    _end(lines, reasons, rules, outlet, people)
    found = [(*span, reason) for span, reason in zip(spans, reasons, strict=True) if reason]
    kept = [place for place, reason in enumerate(reasons) if not reason]
    for place in kept:
        ends = [rule for rule in at(rules[place], "any", *(ENDS if place == kept[-1] else ())) if rule.peel or rule.where == "bio"]
        pieces = _pieces(lines[place], ends, inline[place], people, dated=place <= top)
        found += [(spans[place][0] + start, spans[place][0] + end, reason) for start, end, reason in pieces]
    return sorted(found)


def _fits(line, rules, people=()):
    """The reason of the first rule that fits the line, or None."""
    for rule in rules:
        if len(line) <= rule.longest and rule.pattern.fullmatch(line):
            if rule.reason == "bio" and not _is_bio(line, people):
                continue
            if rule.reason in ("caption", "video") or not TWEET.search(line):  # a tweet is a quotation
                return rule.reason
    return None


def _is_bio(line, people):
    """A line on a person speaks of the article's author: named as such, marked off, or with an address."""
    folded = _fold(line)
    return bool(STRONG.search(line)) or line[0] in "•⦁*—–-" or any(folded.startswith(person) for person in people)


def _fold(text):
    """Letters and digits alone, lower case, single spaces."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _names(author):
    return {_fold(name) for name in re.split(r",|;|\band\b|&", author or "") if _fold(name)}


def _galleries(lines, reasons):
    """Captions that stand twice over: signed ones, or three and more of them; of another line the second is taken out."""
    left = [place for place, reason in enumerate(reasons) if not reason or reason == "caption"]
    pairs = [(one, two) for one, two in zip(left, left[1:]) if lines[one] == lines[two] and len(lines[one]) >= 30]
    if not pairs:
        return
    gallery = len(pairs) >= GALLERY
    for one, two in pairs:
        signed = gallery or reasons[one] == "caption"
        reasons[two] = "caption" if signed else "repeated"
        reasons[one] = "caption" if signed else reasons[one]


def _capital_links(lines, reasons):
    """Lines all in capitals that are too long for a heading lead to other articles."""
    sizes = {place: len(line.split()) for place, line in enumerate(lines)
             if not reasons[place] and line[-1] not in ".?!:" and not line[0].isdigit() and CAPITALS.fullmatch(line)}
    if any(size >= 8 for size in sizes.values()) or any("CLICK" in line for line in lines):
        for place, size in sizes.items():
            if size >= 6:
                reasons[place] = "related"


def _link_lists(lines, reasons):
    """Headlines under a line such as "Read more:"."""
    prose = [place for place, line in enumerate(lines) if not reasons[place] and PROSE.match(line)]
    last = prose[-1] if prose else -1
    for place, line in enumerate(lines):
        if reasons[place] == "related" and READ_ON.fullmatch(line):
            following = place + 1
            while following < len(lines) and following <= place + PLEA_LINES and (
                    reasons[following] or _headline(lines[following], 1 if following > last else 5)):
                reasons[following] = reasons[following] or "related"
                following += 1


def _headline(line, least):
    return least <= len(line.split()) <= 20 and line[-1] not in ".!\"”,;:" and not line[0].islower()


def _author_lines(lines, reasons, people):
    """The one line that is an author's name; where there are more, they tell who speaks."""
    if people:
        named = [place for place, line in enumerate(lines) if len(line) < 60 and not reasons[place] and _fold(line) in people]
        if len(named) == 1:
            reasons[named[0]] = "byline"


def _top(lines, reasons, rules, title, outlet, people):
    """From the first line to the first paragraph, the place of which is returned."""
    names, head = _mastheads(outlet), _fold(title or "")
    kept, place = 0, -1
    for place, line in enumerate(lines):
        if reasons[place]:
            continue
        reasons[place] = (_known(line, head, names, people) or _fits(line, at(rules[place], "top", "edge", "bio"), people)
                          or _name_above(lines, place, names))
        if not reasons[place]:
            kept += 1
            if PROSE.match(line) or kept == TOP_LINES:
                break
    return place


def _known(line, head, names, people):
    """The title, the outlet or the authors, standing alone."""
    if len(line) > 300:
        return None
    folded = _fold(line)
    if head and (folded == head or (len(head.split()) >= 4 and folded.startswith(head) and len(folded) <= 1.4 * len(head))):
        return "title"
    if folded in names or any(folded.startswith(name + " ") and len(folded.split()) <= len(name.split()) + 1
                              for name in names if len(name) > 3):
        return "masthead"
    rest = folded
    for person in people:
        rest = rest.replace(person, "")
    if rest != folded and len(line) < 120 and set(rest.split()) <= {"by", "and", "the", "for", *" ".join(names).split()}:
        return "byline"
    return None


def _name_above(lines, place, names):
    """A name alone, right above the outlet's name or a writer's role."""
    if place + 1 < len(lines) and re.fullmatch(PEOPLE, lines[place]) and (
            _fold(lines[place + 1]) in names or (len(lines[place + 1]) < 60 and re.fullmatch(ROLE, lines[place + 1]))):
        return "byline"
    return None


def _mastheads(outlet):
    """The ways an outlet writes its name: with and without The, News, .com and what stands in brackets."""
    if not outlet:
        return set()
    plain = re.sub(r"\(.*?\)|\s[-–|].*", "", outlet)
    forms = {_fold(form) for form in (outlet, plain, re.sub(r"(?i)^the ", "", plain), re.sub(r"(?i) (?:online )?news$", "", plain))}
    forms |= {form.replace(" ", "") for form in forms}
    forms |= {f"the {form}" for form in forms} | {f"{form} com" for form in forms}
    return {form for form in forms if len(form) > 1}


def _end(lines, reasons, rules, outlet, people):
    """From the last line up to the last paragraph: pleas that run over several lines, and the rules of the end."""
    _plea(lines, reasons, outlet)
    kept = 0
    for place in reversed(range(len(lines))):
        if reasons[place]:
            continue
        reasons[place] = _fits(lines[place], at(rules[place], *ENDS), people)
        if not reasons[place]:
            kept += 1
            if PROSE.match(lines[place]) or kept == TOP_LINES:
                return


def _plea(lines, reasons, outlet):
    """What stands between "Read more" or one plea and the next, where it speaks of the outlet itself."""
    names = _mastheads(outlet)
    marks = [place for place, reason in enumerate(reasons)
             if reason == "plea" or (reason == "related" and READ_ON.fullmatch(lines[place]))]
    for one, two in zip(marks, marks[1:]):
        between = [place for place in range(one + 1, two) if not reasons[place]]
        if reasons[two] == "plea" and two - one <= PLEA_LINES and two >= len(lines) / 3 and all(
                OURS.search(lines[place]) or any(name in _fold(lines[place]) for name in names) for place in between):
            for place in between:
                reasons[place] = "plea"


def _pieces(line, rules, inline, people, *, dated):
    """What is taken out of a line that stays: (start, end, reason) in the line's own characters."""
    start, end, found = 0, len(line), []
    if dated and (match := DATELINE.match(line)) and match.end() < len(line):
        start = match.end()
        found.append((0, len(match.group().rstrip()), "dateline"))
    end = _peel(line, start, end, rules, people, found)
    for rule in inline:
        for match in rule.pattern.finditer(line, start, end):
            if match.group().strip() and not any(match.start() < other[1] and other[0] < match.end() for other in found):
                found.append((*match.span(), rule.reason))
    if found:
        rest = list(line)
        for begin, stop, _ in found:
            rest[begin:stop] = " " * (stop - begin)
        if not any(letter.isalnum() for letter in rest):
            return [(0, len(line), found[0][2])]
    return found


def _peel(line, start, end, rules, people, found):
    """Take the last sentences of a line off while a rule fits them; the end of what stays."""
    spans = [(begin, stop) for begin, stop in sentences(line) if begin >= start and stop <= end]
    while len(spans) > 1 and (reason := _fits(line[slice(*spans[-1])], rules, people)):
        found.append((*spans.pop(), reason))
    return spans[-1][1] if spans else end


def kept_slices(text, spans):
    """The pieces of a text that stay when spans are taken out and white space is tidied.

    Every run of white space that is left becomes two line ends where it holds two or more, one where it holds one, and
    otherwise its first character; at both ends of the text it goes.

    Returns
    -------
    list of (int, int)
        Start and end in `text`; joined, the pieces are the kept text.

    Examples
    --------
    >>> raw = "Advertisement\\n\\n\\nIt rained  [] in Oslo.  "
    >>> "".join(raw[start:end] for start, end in kept_slices(raw, [(0, 13, "advertisement"), (26, 28, "placeholder")]))
    'It rained in Oslo.'
    """
    pieces, at = [], 0
    for start, end, *_ in spans:
        pieces.append((at, start))
        at = end
    pieces.append((at, len(text)))
    tidy, run = [], []
    for start, end in pieces:
        for match in re.finditer(r"\s+|[^\s]+(?:[ \n][^\s]+)*", text[start:end]):
            begin, stop = start + match.start(), start + match.end()
            if text[begin].isspace():
                run += range(begin, stop)
            else:
                tidy += _space(text, run) if tidy else []
                run = []
                tidy.append((begin, stop))
    return tidy


def _space(text, run):
    """The characters of a run of white space that stay."""
    ends = [place for place in run if text[place] == "\n"][:2] or run[:1]
    return [(place, place + 1) for place in ends]
