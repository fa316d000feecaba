"""Lexicon: scored terms, how they are read, and where they come from."""

import string
from dataclasses import dataclass, field

import pandas as pd

from crossframe.errors import DataError

RULES = ("vader", "negation", "plain")
STRAIGHT = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": " ", "\u2014": " ", "\u2026": " "})


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Scored terms, the rules they are read by, and where they come from.

    Made by :func:`load_lexicon`.

    Parameters
    ----------
    name : str
    scores : dict of str to float
        Term -> score, above 0 positive. A term is one word or a phrase, in lower case.
    rules : {"vader", "negation", "plain"}
        How a text is scored: by VADER's rules; as the mean score of the matched words, where a word within three after
        a negation has its sign turned; or as that mean, nothing turned.
    negators : frozenset of str
        Words that turn the words after them. Under "negation" they are not scored themselves.
    boosters : dict of str to float
        Words that strengthen (> 0) or weaken (< 0) the words after them; only under "vader".
    special, emoji : dict
        Phrases with a score of their own, and emoji with their names; only under "vader".
    wildcards : bool
        Whether ``*`` at the end of a word stands for every ending.
    left_out : dict of str to str
        Terms of the source that are not scored, and why.
    card : str
        Source, licence, scale, gaps and citation, in Markdown.
    """

    name: str
    scores: dict
    rules: str
    negators: frozenset = frozenset()
    boosters: dict = field(default_factory=dict)
    special: dict = field(default_factory=dict)
    emoji: dict = field(default_factory=dict)
    wildcards: bool = False
    left_out: dict = field(default_factory=dict)
    card: str = ""

    def __len__(self):
        return len(self.scores)

    def __repr__(self):
        return f"Lexicon({self.name!r}, {len(self)} terms, rules={self.rules!r}, {len(self.left_out)} left out)"

    @property
    def table(self):
        """The terms as a DataFrame: term score kind ("word", "phrase" or "wildcard"), in the source's order."""
        kinds = ["wildcard" if self.wildcards and "*" in term else "phrase" if " " in term else "word"
                 for term in self.scores]
        return pd.DataFrame({"term": list(self.scores), "score": list(self.scores.values()), "kind": kinds})


def word_form(token, *, keep_short):
    """A token as terms are compared with it: no punctuation around it, lower case.

    Parameters
    ----------
    token : str
        What stands between two spaces.
    keep_short : bool
        Leave the punctuation where at most two characters would remain, as VADER does to keep emoticons.

    Examples
    --------
    >>> word_form('"Grim,', keep_short=True), word_form("no.", keep_short=True), word_form("no.", keep_short=False)
    ('grim', 'no.', 'no')
    """
    bare = token.strip(string.punctuation)
    if len(bare) <= 2 and (keep_short or not bare):
        bare = token
    return bare.lower()


def term_form(term, *, keep_short, wildcards):
    """A term of a word list, spelled as the words of a text are; phrases keep one space between their words.

    Parameters
    ----------
    term : str
    keep_short : bool
        As in :func:`word_form`.
    wildcards : bool
        Whether ``*`` at the end of a word stands for every ending; otherwise it is a character like others.

    Returns
    -------
    str or None
        None where ``*`` stands elsewhere than at the end of a word, or ``?`` anywhere.

    Raises
    ------
    DataError
        The term is no text, or empty.

    Examples
    --------
    >>> [term_form(term, keep_short=False, wildcards=True) for term in ("Can’t  stand", "Happ*", "h*ppy")]
    ["can't stand", 'happ*', None]
    """
    if not isinstance(term, str) or not term.strip():
        raise DataError(f"a lexicon's terms are words, got {term!r}.")
    words = term.translate(STRAIGHT).split()
    if wildcards and any("?" in word or "*" in word[:-1] or word == "*" for word in words):
        return None
    endings = ["*" if wildcards and word.endswith("*") else "" for word in words]
    return " ".join(word_form(word.removesuffix(ending), keep_short=keep_short and not ending) + ending
                    for word, ending in zip(words, endings, strict=True))
