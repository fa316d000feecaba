"""Dictionary: categories of words, phrases and wildcards, and how they are counted."""

import re
import unicodedata
from dataclasses import dataclass, field

import pandas as pd

from crossframe.tokens import fold, words

NEGATION = ("ignore", "drop", "split")
WINDOW = 3  # words before a match in which a negator turns it
_IN_WORDS = "'-.*?"  # besides letters, numbers and marks, what may stand in a folded word, and the wildcards


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Categories of words, phrases and wildcards, and how they are counted.

    Made by :func:`load_dictionary`.

    Parameters
    ----------
    name : str
    categories : dict of str to tuple of str
        Category -> entries, spelled as words are counted (``crossframe.tokens.fold``), one space between the words of a
        phrase. In a word ``*`` stands for any letters, also none, and ``?`` for one; ``*`` alone for any one word. The
        words of a phrase follow one another with nothing but spaces between: no comma, no full stop, no line break.
    exclusive : bool
        Whether a word counts once in all: for its entry of most words, among these for the first category. Otherwise it
        counts once in every category that lists it. In either case a text is read from left to right, and words taken
        by an entry are not free for another one (of that category).
    negation : {"ignore", "drop", "split"}
        What a match counts for that has a negator among the three words before it, nothing but spaces between: as any
        other; not at all; or for the category ``neg_...``. Where a dictionary has such a category of its own (as
        LSD2015 has *neg_positive* beside *positive*), what stands within one of its matches is negated, too.
    negators : tuple of str
        Words that negate what follows, spelled as entries are; ``n'*`` and the like can be given.
    left_out : dict of str to str
        Entries of the source that cannot be read, and why.
    card : str
        Source, licence, scale, gaps and citation, in Markdown.
    """

    name: str
    categories: dict
    exclusive: bool = False
    negation: str = "ignore"
    negators: tuple = ()
    left_out: dict = field(default_factory=dict)
    card: str = ""

    def __len__(self):
        return sum(map(len, self.categories.values()))

    def __repr__(self):
        return (f"Dictionary({self.name!r}, {len(self.categories)} categories, {len(self)} entries, "
                f"exclusive={self.exclusive}, negation={self.negation!r}, {len(self.left_out)} left out)")

    @property
    def table(self):
        """The entries as a DataFrame: category entry kind ("word", "phrase" or "wildcard"), in the source's order."""
        rows = [(category, entry, "wildcard" if re.search("[*?]", entry) else "phrase" if " " in entry else "word")
                for category, entries in self.categories.items() for entry in entries]
        return pd.DataFrame(rows, columns=["category", "entry", "kind"])

    @property
    def denials(self):
        """Category -> the category of the dictionary that holds its denials: positive -> neg_positive."""
        known, denials = {category.lower(): category for category in self.categories}, {}
        for category in self.categories:
            above, slash, last = category.lower().rpartition("/")
            if (denial := f"{above}{slash}neg_{last}") in known:
                denials[category] = known[denial]
        return denials


def entry_form(entry):
    """An entry spelled as the words of a text are counted, and why it cannot be where it cannot.

    Parameters
    ----------
    entry : str
        Words with spaces or _ between; * and ? are wildcards.

    Returns
    -------
    form : str or None
        None where it cannot be read.
    why : str

    Examples
    --------
    >>> entry_form("Mayor’s tax_cut*"), entry_form("wom?n"), entry_form("in * of")
    (('mayor tax cut*', ''), ('wom?n', ''), ('in * of', ''))
    >>> entry_form(":-)"), entry_form("and/or")
    ((None, 'holds no word'), (None, "'and/or' has punctuation between its words"))
    """
    forms = []
    for piece in entry.replace("_", " ").split():
        if re.search(r"[*?]", piece):
            if not all(char in _IN_WORDS or unicodedata.category(char)[0] in "LNM" for char in fold(piece)):
                return None, f"{piece!r} has a wildcard beside punctuation"
            forms.append(fold(piece))
            continue
        found = list(words(piece))
        if not all(follows for _, _, _, follows in found[1:]):
            return None, f"{piece!r} has punctuation between its words"
        forms += [term for term, _, _, _ in found]
    return (" ".join(forms), "") if forms else (None, "holds no word")


def says_nothing(form):
    """Whether an entry matches whatever stands there: it has wildcards alone.

    Examples
    --------
    >>> says_nothing("*"), says_nothing("? *"), says_nothing("a*")
    (True, True, False)
    """
    return not re.search(r"[^*?\s]", form)
