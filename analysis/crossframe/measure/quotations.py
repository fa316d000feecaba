"""What quotation marks say: whether an attribution is direct, mixed or indirect; and marks that quote nobody."""

import re

import numpy as np

from crossframe.quotes import marked_spans
from crossframe.sentences import split_sentences

__all__ = ["quotation_kinds", "scare_quotes"]

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_BREAKS_OFF = re.compile(r"[,.?!…—–-][\s\"”’'»]*$")
_LONGEST = 4  # words between scare quotes
_VERBS = (
    r"sa(?:id|ys?|ying)|t(?:old|ells?|elling)|add(?:s|ed|ing)?|wr(?:ote|ites?|iting|itten)|ask(?:s|ed|ing)?"
    r"|repl(?:y|ies|ied)|shout(?:s|ed|ing)?|chant(?:s|ed|ing)?|yell(?:s|ed|ing)?|cr(?:y|ies|ied|ying)|reads?|reading"
    r"|tweet(?:s|ed|ing)?|(?<!so-)call(?:s|ed|ing)?|describ(?:es?|ed|ing)|label+(?:s|ed|ing)?|brand(?:s|ed|ing)?"
    r"|dubb(?:ed|ing)|term(?:s|ed|ing)|denounc(?:es?|ed|ing)|dismiss(?:es|ed|ing)?|slamm?(?:s|ed|ing)?"
    r"|accus(?:es?|ed|ing)|claim(?:s|ed|ing)?|insist(?:s|ed|ing)?|argu(?:es?|ed|ing)|warn(?:s|ed|ing)?"
    r"|promis(?:es?|ed|ing)|answer(?:s|ed|ing)?|quot(?:es?|ed|ing)|according to|in the words of|sp(?:oke|eaks?)"
    r"|prais(?:es?|ed|ing)|urg(?:es?|ed|ing)|vow(?:s|ed|ing)?|pledg(?:es?|ed|ing)|thank(?:s|ed|ing)?|admit(?:s|ted)?"
    r"|testif(?:y|ies|ied)|respond(?:s|ed|ing)?|declar(?:es?|ed|ing)|stat(?:es|ed|ing)|not(?:es|ed|ing)"
    r"|mock(?:s|ed|ing)?|refer(?:s|red|ring)? to")
_SAYS = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_SAYS_AFTER = re.compile(rf"[\"”’'»]?,?\s+(?:[\w.’'-]+\s+){{0,3}}?\b(?:{_VERBS})\b", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:word|term|phrase|expression|adjective|noun|verb|label|name|named|nickname|nicknamed|motto|slogan|means?|meaning"
    r"|known as|stands for|spell(?:ed|s|ing)|pronounced|letters?|hashtag|search(?:ed|es|ing)? for|defined as|titled"
    r"|entitled|headlined|password|marked|stamped|film|movie|book|novel|song|album|show|series|play|episode|essay|poem|column"
    r"|programme|program|documentary|podcast|memoir|hit|single|painting|exhibition|opera|ballet|game)s?\s+"
    r"(?:is\s+|was\s+|of\s+|the\s+|an?\s+)?$", re.IGNORECASE)
_DEFINED = re.compile(
    r"[\"”’'»]?\s+(?:means?\b|refers to|is defined|stands for|is short for|is (?:a|the) (?:word|term|name))")
_VOTES = frozenset({"yes", "no", "aye", "nay", "guilty", "not guilty", "ok", "okay", "leave", "remain"})


def quotation_kinds(text, contents, marks, *, interruptions=None):
    """Whether what was said stands in quotation marks.

    Parameters
    ----------
    text : str
        One article.
    contents : sequence of (int, int)
        First character and one past the last of what was said.
    marks : ndarray, shape (n_spans, 4)
        Of :func:`crossframe.quotes.marked_spans`.
    interruptions : sequence of tuples of (int, int) or None; or None
        For each content the places of its source and its cue, which may stand in its middle.

    Returns
    -------
    list of str
        "direct" where all words are in marks, apart from an interruption (a stretch between two quotations that holds
        the source or the cue, or that follows a comma or the end of a sentence), "mixed" where some are, "indirect"
        where none is. A *that* before the quotation does not count.

    Examples
    --------
    >>> text = "“We go,” he said, “or stay.” She called it ‘a sham’. He denied it."
    >>> quotation_kinds(text, [(0, 28), (37, 51), (53, 65)], marked_spans(text))
    ['direct', 'mixed', 'indirect']
    """
    inner = np.asarray(marks, np.int64).reshape(-1, 4)[:, 1:3]
    apart = [()] * len(contents) if interruptions is None else interruptions
    return [_kind(text, int(start), int(end), inner, [span for span in spans if span is not None])
            for (start, end), spans in zip(contents, apart, strict=True)]


def _kind(text, start, end, inner, apart):
    first = int(np.searchsorted(inner[:, 1], start, side="right"))
    last = int(np.searchsorted(inner[:, 0], end))
    quoted = [(max(start, int(low)), min(end, int(high))) for low, high in inner[first:last]]
    quoted = [(low, high) for low, high in quoted if _WORD.search(text, low, high)]
    if not quoted:
        return "indirect"
    gaps = [(start, quoted[0][0]), *((one[1], two[0]) for one, two in zip(quoted, quoted[1:])), (quoted[-1][1], end)]
    told = any(_tells(text, low, high, apart, 0 < place < len(gaps) - 1) for place, (low, high) in enumerate(gaps))
    return "mixed" if told else "direct"


def _tells(text, low, high, apart, between):
    """Whether a stretch outside the marks holds words of what was said."""
    words = [found for found in _WORD.finditer(text, low, high)
             if not any(begin < found.end() and found.start() < end for begin, end in apart)]
    if not words or not between and [found.group().lower() for found in words] == ["that"]:
        return False
    return not between or not (_BREAKS_OFF.search(text, max(0, low - 3), low + 2)
                               or any(begin < high and low < end for begin, end in apart))


def scare_quotes(text, contents=(), *, marks=None):
    """Short stretches in quotation marks by which the writer keeps a distance from a word.

    By rule, and so only roughly: left out are what anybody is said to have said (it overlaps ``contents``, or a verb of
    saying stands before it in its sentence or right after it), whole sentences, titles and names (they begin with a
    capital), terms that are spoken about or defined (*the word “x”*), and votes.

    Parameters
    ----------
    text : str
        One article.
    contents : sequence of (int, int) or ndarray, shape (n_contents, 2)
        What was said in it, of ``cf.sources``.
    marks : ndarray, shape (n_spans, 4), or None
        Of :func:`crossframe.quotes.marked_spans`; None: they are read here.

    Returns
    -------
    list of (int, int)
        First character within the marks and one past the last, in order, without a comma or full stop at the end.

    Examples
    --------
    >>> text = "Their “reform” closed the pier. “Fine,” he said. She sang “Red Sky”; the word “pier” is old."
    >>> [text[start:end] for start, end in scare_quotes(text)]
    ['reform']
    """
    marks = marked_spans(text) if marks is None else np.asarray(marks, np.int64).reshape(-1, 4)
    said = np.asarray(contents, np.int64).reshape(-1, 2)
    said = said[np.argsort(said[:, 0], kind="stable")]
    latest = np.maximum.accumulate(said[:, 1]) if len(said) else said[:, 1]
    begins = None
    spans = []
    for opened, start, end, closed in marks.tolist():
        before = int(np.searchsorted(said[:, 0], closed))
        if opened == start or end == closed or end - start > 60 or before and latest[before - 1] > opened:
            continue
        begins = split_sentences(text)[:, 0] if begins is None else begins
        sentence = int(begins[np.searchsorted(begins, opened, side="right") - 1])
        stop = start + len(text[start:end].rstrip(" ,.;:"))
        if _is_scare(text, max(sentence, opened - 300), opened, start, stop, closed):
            spans.append((start, stop))
    return spans


def _is_scare(text, sentence, opened, start, end, closed):
    """Whether a stretch between two marks is none of what :func:`scare_quotes` leaves out."""
    words = _WORD.findall(text, start, end)
    inner = text[start:end]
    opens = not text[sentence:opened].strip(" \t\xa0\"“‘'(—-")
    if not 0 < len(words) <= _LONGEST or re.search(r"[?!…:;]|\.\s", inner) or inner.lower() in _VOTES:
        return False
    if not any(char.isalpha() for char in inner) or inner[0].isupper() and not (
            opens and all(word.islower() for word in words[1:])):
        return False
    before, after = text[sentence:opened], text[closed : closed + 60]
    if before.rstrip()[-1:] in (":", ",") and len(words) > 2 or before[-1:] == "(" and after[:1] == ")":
        return False
    return not (_SAYS.search(before) or _SAYS_AFTER.match(after) or _TERM.search(before[-40:]) or _DEFINED.match(after))
