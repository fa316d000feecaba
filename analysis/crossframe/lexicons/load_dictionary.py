"""From a name, a file, a table or a dict to a Dictionary."""

from importlib import resources
from pathlib import Path

import pandas as pd

from crossframe.errors import DataError
from crossframe.lexicons.dictionary import NEGATION, Dictionary, entry_form, says_nothing
from crossframe.lexicons.packaged import vader_words
from crossframe.lexicons.readers import CONDITIONAL, categories_of_table, leaves, pairs_of_folder, read_categories

PACKAGED = {"generic": "generic_frames", "policy_words": "policy_frames"}
LITERAL = (".dic", ".dicx", ".lc3")  # files in which ? is no wildcard


def load_dictionary(source, *, name=None, exclusive=False, negation="ignore", negators=None):
    """A dictionary of categories, ready to count texts with.

    Parameters
    ----------
    source : str, Path, DataFrame, dict or Dictionary
        - a name: "generic" (conflict, human interest, economic consequences, morality, responsibility) or
          "policy_words" (the ten policy frames), which come with crossframe;
        - a file: LIWC .dic or .dicx, quanteda .yml, Lexicoder .lc3, .json (category -> entries, nested or not, or
          rows with ``term`` and ``category``), .csv or .tsv (columns ``term`` and ``category``; a column ``term`` and a
          column a category, filled where the term belongs to it; or a column of entries a category);
        - a DataFrame with such columns; a dict of category to entries, nested or not. Nested categories become *a/b*;
        - a Dictionary, which is returned as it is.
    name : str or None
        What it is called; None: as the file.
    exclusive : bool
        Whether a word counts once in all, for its longest entry, the first category first; otherwise once in every
        category that lists it.
    negation : {"ignore", "drop", "split"}
        Whether what follows upon a negation counts as any other match, not at all, or for ``neg_<category>``; see
        ``Dictionary``, also for dictionaries that have such categories of their own.
    negators : iterable of str or None
        Words that negate up to three words after them, e.g. of another language; * and ? are wildcards. None: VADER's
        English list, and "no".

    Returns
    -------
    Dictionary
        ``.left_out`` has the entries that cannot be read, and why.

    Raises
    ------
    DataError
        The source is unknown, cannot be read or holds no entries; a category has none; an entry is no text, or matches
        every word.

    Examples
    --------
    >>> load_dictionary({"sea": ["harbour*", "low tide"], "land": {"road": ["lane"], "rail": ["train", ":-)"]}})
    Dictionary('own dict', 3 categories, 4 entries, exclusive=False, negation='ignore', 1 left out)
    """
    if isinstance(source, Dictionary):
        if (name, exclusive, negation, negators) != (None, False, "ignore", None):
            raise DataError("a Dictionary has its rules already; dataclasses.replace(dictionary, negation='drop') "
                            "makes another one.")
        return source
    if negation not in NEGATION:
        raise DataError(f"negation is one of {', '.join(NEGATION)}, got {negation!r}.")
    if not isinstance(exclusive, bool):
        raise DataError(f"exclusive is True or False, got {exclusive!r}.")
    found, pairs, card = _pairs(source)
    name = found if name is None else name
    literal = isinstance(source, str | Path) and Path(source).suffix.lower() in LITERAL
    categories, left_out = _categories(pairs, name, literal)
    card = card or f"# {name}\n\nSource: your own.\n"
    return Dictionary(name, categories, exclusive, negation, _negators(negators), left_out, card)


def _pairs(source):
    """A name, pairs of an entry and its category, and the card of what comes with crossframe."""
    if isinstance(source, pd.DataFrame):
        return "own table", categories_of_table(source, "the table"), ""
    if isinstance(source, dict):
        return "own dict", list(leaves(source, "the dict")), ""
    if not isinstance(source, str | Path):
        raise DataError(f"a dictionary is a name, a file, a DataFrame or a dict, not {type(source).__name__}.")
    if source in PACKAGED:
        folder = resources.files(__package__)
        card = folder.joinpath("cards", f"{PACKAGED[source]}.md").read_text(encoding="utf-8")
        with resources.as_file(folder.joinpath(f"{PACKAGED[source]}.csv")) as path:
            return source, read_categories(path), card
    path = Path(source)
    if path.is_dir():
        return path.name, pairs_of_folder(path), ""
    if not path.is_file():
        raise DataError(f"no dictionary and no file is called {str(source)!r}; the dictionaries are "
                        f"{', '.join(PACKAGED)} (and 'policy', of cf.frames alone, is a model).")
    return path.stem, read_categories(path), ""


def _categories(pairs, name, literal):
    """Category -> entries as words are counted, and the entries left out, with the reason."""
    if not pairs:
        raise DataError(f"the dictionary {name!r} holds no entries.")
    for entry, category in pairs:
        if not isinstance(entry, str) or not entry.strip():
            raise DataError(f"the dictionary {name!r}, category {category!r}: entries are words, got {entry!r}.")
    if all(entry == entry.upper() for entry, _ in pairs):  # a list printed in capitals: US is the pronoun there
        pairs = [(entry.lower(), category) for entry, category in pairs]
    categories, left_out = {category: {} for _, category in pairs if category != CONDITIONAL}, {}
    for entry, category in pairs:
        form, why = _read(entry, category, literal)
        if form is None:
            left_out[entry] = why
        elif says_nothing(form):
            raise DataError(f"the dictionary {name!r}, category {category!r}: {entry!r} matches every word; take it "
                            "out, or write letters beside the wildcard, e.g. 'tax*'.")
        else:
            categories[category][form] = None
    if empty := [category for category, forms in categories.items() if not forms]:
        raise DataError(f"the dictionary {name!r}: no entry of category {empty[0]!r} can be read; "
                        f"{_first(left_out, [entry for entry, category in pairs if category == empty[0]])}.")
    if not categories:
        raise DataError(f"the dictionary {name!r} holds no entries that can be read; {_first(left_out, left_out)}.")
    return {category: tuple(forms) for category, forms in categories.items()}, left_out


def _read(entry, category, literal):
    """An entry as words are counted, or None and why."""
    if category == CONDITIONAL:
        return None, "counts only beside another word"
    if literal and "?" in entry:
        return None, "has a question mark, which is no part of a word"
    return entry_form(entry)


def _first(left_out, entries):
    """Why the first of the entries was left out."""
    entry = next(iter(entries))
    return f"{entry!r} {left_out[entry]}"


def _negators(negators):
    """The negators as words are counted."""
    if negators is None:
        negators = sorted(vader_words()["negators"] | {"no"})
    elif isinstance(negators, str):
        raise DataError(f"negators is a list of words, got {negators!r}.")
    forms = {word: entry_form(word)[0] if isinstance(word, str) else None for word in negators}
    if bad := [word for word, form in forms.items() if form is None or " " in form or says_nothing(form)]:
        raise DataError(f"a negator is one word, got {bad[0]!r}.")
    return tuple(dict.fromkeys(forms.values()))
