"""What the first lines of a bare text say about it: its title, outlet, author and date.

The text itself stays whole: taking these lines out of it is cleaning.
"""

import re

from crossframe.read.names import resolve, snake

__all__ = ["labelled", "layout"]

_HEAD_LINES = 8  # headings stand in the first lines or nowhere
_NAME = r"(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|in|de|la|le|der|die|das|el|&)"
_MASTHEAD = re.compile(
    rf"(?:Support|Subscribe to|Donate to|Welcome to|Sign up for|Join|Follow|Read)\s+({_NAME}(?:\s{_NAME}){{0,5}})\s*!?$"
)
_NEWSPAPER = (  # words that make a short line a newspaper's name
    "Times|News|Post|Journal|Herald|Tribune|Daily|Press|Guardian|Today|Telegraph|Gazette|Chronicle|Observer|"
    "Independent|Mail|Star|Sun|Globe|Mirror|Standard|Review|Week|Weekly|Magazine|Radio|TV|Television|Agency|"
    "Broadcasting|Wire|Online|Courier|Examiner|Bulletin|Dispatch|Sentinel|Monitor|Network|Zeitung|Le[ ]Monde|El[ ]País"
)
_OUTLET = re.compile(
    rf"""\b(?:{_NEWSPAPER})\b
    | ^The(?:[ ][A-Z][\w-]+){{1,3}}$
    | ^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|[a-z]{{2}})$
    | ^[A-Z]{{2,6}}(?:[ ](?:News|World|International|Online))?$
    | ^(?!Page|Part|Chapter|Photo|Image|Slide|Day|Week|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)
        [A-Z][A-Za-z]+[ ]\d{{1,2}}$""",
    re.VERBOSE,
)
_NO_OUTLET = set("CLOSE PHOTOS PHOTO VIDEO WATCH LIVE NEWS SHARE OPINION UPDATE MORE MENU SPORT".split())
_PERSON = r"(?:[A-Z][\w.'’-]*|de|van|von|der|la|bin|al)"
_BYLINE = re.compile(
    rf"""(?:By|BY|Von|Par|Por)\s+
    ({_PERSON}(?:\s+(?:{_PERSON}|and|&)|\s*,\s*(?=[A-Z])){{0,9}})
    (?:,?\s+(?:for|in)\s.*|\s*[|,].*)?$""",
    re.VERBOSE,
)
_DATED = re.compile(
    r"""(?:(?:First\ published|Last\ updated|Published|Posted|Updated|Released|Date)(?:\s+on)?\s*:?\s*)?
    ((?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:day)?\.?,?\s+)?
        (?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}
        |\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}
        |\d{1,2}(?:st|nd|rd|th)?\.?\s+[^\W\d]{3,10}\.?,?\s+\d{4}
        |[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}))
    (?:[\sT,|·–-]+(?:at\s+)?\d{1,2}[:.h]\d\d.*)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_TITLE = re.compile(  # credits and captions of pictures, prompts, the age of a page
    r"""^\W*$ | ^https?:// | \bago$
    | \s/\s*[A-Z]{2,}\b | \s/\s(?:[A-Z][\w.]*\s?){1,4}$ | /\s?(?:\S+\s){1,3}[Pp]hoto
    | \([^()]*(?:/|[Pp]hoto|Getty|Reuters|\bAP\b|AFP)[^()]*\)$
    | ^(?:Photo|Image|Picture|Media|Video|Credit|Source|Story\ highlights|Watch|Listen|LISTEN|Share|SHARE
        |Advertisement|Updated?|This\ article)\b""",
    re.VERBOSE,
)
_LABEL = re.compile(
    "(title|headline|outlet|source|publication|publisher|newspaper|author|authors|byline|date|published|url|link|id"
    r"|story)\s*:\s*(.*)$",
    re.IGNORECASE,
)


def layout(text):
    """Read the heading of a bare text.

    Known are: a masthead that asks for support ("Support The Lantern!"), a title line (short, no full stop at its
    end, a blank line, an outlet line or a byline after it), an outlet line straight beneath or above the title, a
    byline, a date line. The credit of a picture ("Ada Quill / IPA") is neither author nor title.

    Returns
    -------
    dict
        ``text`` whole, and of title, outlet, author, date and ``:origin`` (where the outlet stood) those that were
        found.

    Examples
    --------
    >>> found = layout("Bridge to close for a month\\nThe Lantern\\n\\nThe bridge will close on Monday, they said.")
    >>> found["title"], found["outlet"]
    ('Bridge to close for a month', 'The Lantern')
    """
    found, above = {"text": text}, ""
    lines = [line.strip() for line in text[:20_000].split("\n")]
    head = [place for place, line in enumerate(lines) if line][:_HEAD_LINES]
    for place, after in zip(head, [*head, len(lines)][1:], strict=True):
        line, following = lines[place].lstrip("#").strip(), "".join(lines[after : after + 1])
        if kind := _kind(line):
            found.setdefault(kind[0], kind[1])
            if kind[0] == "outlet":
                found.setdefault(":origin", "masthead")
        elif _is_outlet(line) and (
            "title" in found and found["title"] == above or "title" not in found and _is_title(following)
        ):
            if found.setdefault("outlet", line) == line:
                found.setdefault(":origin", "line at the title")
        elif (
            "title" not in found
            and _is_title(line)
            and (after > place + 1 or _kind(following) or _is_outlet(following))
        ):
            found["title"] = line
        elif len(line) > 200 or not _NO_TITLE.search(line):
            break
        above = line
    return found


def _kind(line):
    """(what a line gives, the value) where its form alone tells, else None."""
    for what, pattern in (("outlet", _MASTHEAD), ("author", _BYLINE), ("date", _DATED)):
        if len(line) <= 120 and (match := pattern.match(line)):
            return what, match[1].strip(" ,")
    return None


def _is_outlet(line):
    """Whether a line can be an outlet's name alone, and not a person's: a newspaper's word, an acronym, a host."""
    short = len(line.split()) <= 5 and line[-1:] not in ".:;?!,"
    written = line.title() if line.isupper() and " " in line else line
    return short and line not in _NO_OUTLET and bool(_OUTLET.search(line) or _OUTLET.search(written))


def _is_title(line):
    """Whether a line can be a headline: no full stop, no other kind of line, 20 words, or 14 without capitals."""
    words = line.lstrip("#").split()
    if len(words) < 3 or words[-1][-1] in ".,;:" or _NO_TITLE.search(line) or _kind(line):
        return False
    long = [word for word in words if len(word.strip("\"“”'‘’")) > 3]
    capitals = sum(not word.strip("\"“”'‘’")[0].islower() for word in long)
    return len(words) <= (20 if capitals > 0.6 * len(long) else 14)


def labelled(text):
    """Split off a block of labelled lines ("Title: ...") or YAML front matter at the top.

    Returns
    -------
    fields : dict
        Empty unless the text begins with two labelled lines or with front matter.
    rest : str
        The text below the block.

    Examples
    --------
    >>> labelled("Title: Bridge to close\\nOutlet: The Lantern\\n\\nThe bridge will close.")
    ({'title': 'Bridge to close', 'outlet': 'The Lantern'}, 'The bridge will close.')
    """
    if matter := re.match(r"---\n(.*?)\n---[ ]*(?:\n|$)", text, re.DOTALL):
        pairs = re.findall(r"^([\w -]+?)\s*:[ \t]*(.*)$", matter[1], re.MULTILINE)
        return _ours({name: value.strip().strip("\"'") for name, value in pairs}), text[matter.end() :]
    fields, rest = {}, text.lstrip("\n")
    while match := _LABEL.match(line := rest.split("\n", 1)[0]):
        fields[match[1]] = match[2].strip()
        rest = rest[len(line) + 1 :]
    return (_ours(fields), rest.lstrip("\n")) if len(fields) > 1 else ({}, text)


def _ours(fields):
    """Front matter's names as ours; an empty value is none."""
    renames, _ = resolve(tuple(fields))
    return {renames.get(name, snake(name)): value for name, value in fields.items() if value}
