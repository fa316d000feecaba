"""What a passage says, without who says it."""

import re

__all__ = ["without_speaker"]

FEWEST = 3  # words that must be left
_SAID = "(?:said|says|added|adds|argued|argues|claimed|warned|insisted|insists|noted|stated|explained)"
_SPOKE = "(?:said|says|added|told|tells|argued|claimed|warned|insisted|noted|stated|explained|tweeted|wrote|replied)"
_WORDS = r"(?:[\w.’'&-]+,?\s+)"
_FIRST = re.compile(
    rf"^\W*{_WORDS}{{0,10}}?(?:{_SPOKE}\s+{_WORDS}{{0,7}}?that\s+"
    rf"|{_SAID}:?\s+(?!in\b|at\b|on\b|about\b|to\b|with\b|of\b|by\b|\w+day\b))(?=\S)", re.IGNORECASE)
_LAST = re.compile(
    rf",[”\"’']*\s+(?:{_WORDS}{{0,9}}?{_SPOKE}\b(?! (?:a|an|the|his|her)\b)[^,;]{{0,40}}"
    rf"|{_SPOKE}\s.{{0,90}}|according to\s.{{0,90}})$", re.IGNORECASE)
_CLAIM = re.compile(r"\bthat\b|[:“\"]")  # behind the verb it opens what was said


def without_speaker(text):
    """A passage without *X said that* before it or *, X said* behind it, where that leaves three words or more.

    Two passages in which one person says different things are no nearer for that.

    Examples
    --------
    >>> without_speaker("Finance minister Pella Quill said the levy was modest.")
    'the levy was modest.'
    >>> without_speaker("“It will cost us dear,” said Bram Sill, a docker.")
    '“It will cost us dear'
    """
    last = _LAST.search(text)
    if last and not _CLAIM.search(last.group().lstrip(',”"')) and len(text[: last.start()].split()) >= FEWEST:
        text = text[: last.start()]
    first = _FIRST.match(text)
    return text[first.end() :] if first and len(text[first.end() :].split()) >= FEWEST else text
