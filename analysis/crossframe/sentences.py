"""Where sentences begin and end, by rule: no model, the same answer everywhere, time linear in the text."""

import re

import numpy as np

__all__ = ["TITLES", "all_sentences", "split_sentences"]

# A name follows: the stop never ends a sentence.
TITLES = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen gens col lt sgt capt cmdr adm maj pvt cpl st ste pres rev hon "
    "messrs mme mlle supt atty amb sec mt ft".split()
)
_JOINING = frozenset("vs cf viz".split())
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
# The stop may end a sentence: it does where a word of _OPENERS or a quotation follows.
_SHORTENED = _MONTHS | frozenset(
    "inc corp co cos ltd bros jr sr esq dept univ assn ave blvd ala ariz ark calif colo conn del fla ga ill ind kan ky "
    "la md me mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ph phd".split()
)
# A number follows: the stop does not end a sentence.
_NUMBERED = _MONTHS | frozenset("no nos vol fig p pp art ch sec ca approx".split())
_OPENERS = frozenset(
    "a according after all although an and another as asked at because before both but by despite during each earlier "
    "even every few for from he her here his how however i if in indeed instead it its last later many meanwhile more "
    "most my neither no nor not now of on once one or other our over rather several she since so some still such that "
    "the their then there these they this those though thus to two under unlike until we what when where whether which "
    "while who why with yes yet you your".split()
)

_STOPS, _STRONG, _BREAKS = ".!?…", "。！？｡।॥؟۔።။", "\n\r\u2028\u2029"
_CLOSERS = r"""["'”’»)\]]*+(?:[ \xa0]”)*+"""
_CANDIDATE = re.compile(
    rf"[{_STOPS}{_STRONG}{_BREAKS}](?:"
    rf"(?<=[{_STOPS}])(?<![{_STOPS}]{{2}})[{_STOPS}]*+{_CLOSERS}(?=\s)"  # stops before a space
    rf"|(?<=[a-z][a-z][.!?]){_CLOSERS}(?=[“(]?[A-Z][a-z])"  # or before a sentence that follows without one
    rf"|(?<=[{_STRONG}])[”’」』）)]*+"  # of scripts where they stand nowhere else
    rf"|(?<=[{_BREAKS}])\s*+)"
)
_NEXT = re.compile(r"\s*(--|[—–.\"'“‘(\[«¿¡]*)(\w*)")
_LINE_START = re.compile(r"[\n\r\u2028]\s*(\w?)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n?[^\S\n]*\r|\u2029")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NON_SPACE = re.compile(r"\S")


def split_sentences(text):
    """The sentences of a text.

    A sentence ends at a stop, question mark, exclamation mark or ellipsis before a space, closing quotation marks and
    brackets included, unless lower case follows; and at the end of a paragraph. The stop of a title (*Mr.*, *Sen.*), of
    an initial (*J. R. Rook*), of a number (*No. 5*) does not end it; that of another abbreviation (*U.S.*, *Inc.*,
    *a.m.*, *Calif.*) only where a word follows that often opens a sentence, or a quotation. A single line break ends a
    sentence, too, except in a paragraph of wrapped lines: one in which some line goes on in lower case.

    Parameters
    ----------
    text : str

    Returns
    -------
    ndarray of int64, shape (n_sentences, 2)
        First character and one past the last. Every character but white space lies in exactly one sentence.

    Examples
    --------
    >>> text = 'Mr. Rook met J. R. Vale at 9 a.m. Friday. "Why?" he asked. She left.'
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Mr. Rook met J. R. Vale at 9 a.m. Friday.', '"Why?" he asked.', 'She left.']
    """
    spans, begin = [], 0
    for end in [*_ends(text), len(text)]:
        if found := _NON_SPACE.search(text, begin, end):
            start = found.start()
            spans.append((start, start + len(text[start:end].rstrip())))
        begin = end
    return np.array(spans, np.int64).reshape(-1, 2)


def all_sentences(texts):
    """The sentences of many texts, one after the other.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    text, start, end : ndarray of int64, shape (n_sentences,)
        Place of the text, and where in it the sentence stands; see :func:`split_sentences`.

    Examples
    --------
    >>> [each.tolist() for each in all_sentences(["She left. He stayed.", "", "Why?"])]
    [[0, 0, 2], [0, 10, 0], [9, 20, 4]]
    """
    from tqdm import tqdm

    spans = [split_sentences(text) for text in tqdm(texts, desc="sentences", unit=" texts", delay=2)]
    text = np.repeat(np.arange(len(spans)), [len(each) for each in spans])
    start, end = np.concatenate([np.empty((0, 2), np.int64), *spans]).T
    return text, start, end


def _ends(text):
    """One past every sentence but the last."""
    wrapped_until, wrapped, begin = 0, False, 0
    for found in _CANDIDATE.finditer(text):
        at, end = found.span()
        char = text[at]
        if char in "\n\r\u2028\u2029":
            if not _BLANK_LINE.search(text, at, end):
                if at >= wrapped_until:
                    blank = _BLANK_LINE.search(text, end)
                    wrapped_until = blank.start() if blank else len(text)
                    wrapped = any(line[1].islower() for line in _LINE_START.finditer(text, at, wrapped_until))
                if wrapped:
                    continue
        elif char in ".!?…" and not _stops(text, begin, at, end):
            continue
        yield end
        begin = end


def _stops(text, begin, at, end):
    """Whether the stop at characters ``at`` to ``end`` ends the sentence that began at ``begin``."""
    opening, word = _NEXT.match(text, end).groups()
    if word[:1].islower() or opening[:1] in ("—", "–", "-", "."):
        return False
    if text[at] != "." or text[at + 1 : at + 2] == ".":
        return True
    before = text[max(begin, at - 24) : at].split()
    last = before[-1].lstrip("\"'“‘([—–-").rpartition("-")[2] if before else ""
    if last.isdigit() and len(last) < 3 and not text[begin : at - len(last)].strip():
        return False  # the number of a list's item
    return _ends_after(last, opening, word)


def _ends_after(last, opening, word):
    """Whether a stop between two words ends a sentence; ``opening``: quotation marks and brackets before the second."""
    folded, opens = last.lower(), bool(opening) or word.lower() in _OPENERS
    capital = last[:1].isupper()
    if folded in _JOINING or capital and folded in TITLES or word[:1].isdigit() and folded in _NUMBERED:
        return False
    initial = len(last) == 1 and last.isalpha() or _INITIALS.fullmatch(last)
    return opens or not (initial or folded == "etc" or capital and folded in _SHORTENED)
