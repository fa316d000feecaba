"""From a name, a file, a table or a dict to a Lexicon."""

import math
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pandas as pd

from crossframe.errors import DataError
from crossframe.lexicons.lexicon import RULES, Lexicon, term_form
from crossframe.lexicons.packaged import PACKAGED, vader_words
from crossframe.lexicons.readers import CONDITIONAL, pairs_of_folder, pairs_of_table, read_pairs

SIGNS = {
    **dict.fromkeys("positive positiv pos posemo tone_pos emo_pos neg_negative".split(), 1.0),
    **dict.fromkeys("negative negativ neg negemo tone_neg emo_neg neg_positive".split(), -1.0),
}


def load_lexicon(source, *, rules=None, categories=None, negators=None):
    """A word list, ready to score texts with.

    Parameters
    ----------
    source : str, Path, DataFrame, dict or Lexicon
        - a name: "vader", "afinn", "hu-liu", "loughran-mcdonald" or "general-inquirer". VADER comes with crossframe;
          the others are read from packages, and the message says which where one is not installed;
        - a file: .csv or .tsv (columns ``term`` and ``score``, or ``term`` and ``category``), .txt (term, tab, score),
          LIWC .dic or .dicx, quanteda .yml;
        - a folder with ``positive-words.txt`` and ``negative-words.txt``, one word a line, as Hu & Liu's list comes;
        - a DataFrame with such columns; a dict of term to score, or of category to terms;
        - a Lexicon, which is returned as it is.
    rules : {"vader", "negation", "plain"} or None
        How texts are scored; see ``Lexicon``. None: "vader" for VADER, "negation" for every other list.
    categories : dict of str to float or None
        Scores of the categories, e.g. ``{"care": 1, "harm": -1}``; the others are left out. None: positive and negative
        (also posemo, negemo and the like) count +1 and -1.
    negators : iterable of str or None
        Words that turn what follows, e.g. of another language. None: VADER's English list, and "no".

    Returns
    -------
    Lexicon
        ``.card`` says source, licence, scale and gaps; ``.left_out`` which terms cannot be scored, and why.

    Raises
    ------
    DataError
        The source is unknown or cannot be read, holds no terms, a score is not a number, or one term has two scores.

    Examples
    --------
    >>> load_lexicon("vader")
    Lexicon('vader', 7487 terms, rules='vader', 19 left out)
    >>> load_lexicon({"positive": ["calm", "safe*"], "negative": ["fell apart"]}).scores
    {'calm': 1.0, 'safe*': 1.0, 'fell apart': -1.0}
    """
    if rules not in (None, *RULES):
        raise DataError(f"rules is one of {', '.join(RULES)}, got {rules!r}.")
    negators = None if negators is None else frozenset(negators)
    if isinstance(source, Lexicon):
        if (rules, categories, negators) != (None, None, None):
            raise DataError("a Lexicon has its rules already; give rules, categories and negators with its source.")
        return source
    if isinstance(source, str) and source in PACKAGED:
        if categories is not None:
            raise DataError(f"the lexicon {source!r} has its own scores; categories is for lists of your own.")
        return _packaged(source, rules, negators)
    name, pairs = _pairs(source)
    scores, left_out, note = _scores(pairs, categories, name)
    card = f"# {name}\n\nSource: your own. Scale: {min(scores.values()):g} to {max(scores.values()):g}. {note}\n"
    return _lexicon(name, scores, rules or "negation", negators, left_out, card, wildcards=True)


@lru_cache(maxsize=16)
def _packaged(name, rules, negators):
    scores, left_out = PACKAGED[name]()
    card = resources.files(__package__).joinpath("cards", f"{name}.md").read_text(encoding="utf-8")
    return _lexicon(name, scores, rules or ("vader" if name == "vader" else "negation"), negators, left_out, card)


def _pairs(source):
    """A name, and pairs of a term and its score or category."""
    if isinstance(source, pd.DataFrame):
        return "own table", pairs_of_table(source, "the table")
    if isinstance(source, dict):
        if source and all(isinstance(terms, list | tuple | set | frozenset) for terms in source.values()):
            return "own dict", [(term, category) for category, terms in source.items() for term in terms]
        return "own dict", list(source.items())
    if not isinstance(source, str | Path):
        raise DataError(f"a lexicon is a name, a file, a DataFrame or a dict, not {type(source).__name__}.")
    path = Path(source)
    if path.is_dir():
        return path.name, pairs_of_folder(path)
    if not path.is_file():
        raise DataError(f"no lexicon and no file is called {str(source)!r}; the lexicons are {', '.join(PACKAGED)}.")
    return path.stem, read_pairs(path)


def _scores(pairs, categories, name):
    """Scores by term as spelled, the terms left out with the reason, and a sentence for the card."""
    if not pairs:
        raise DataError(f"the lexicon {name!r} holds no terms.")
    if not all(isinstance(value, str) for _, value in pairs):
        if categories is not None:
            raise DataError(f"the lexicon {name!r} has scores, not categories.")
        return _unique(pairs), {}, ""
    signs = _signs({category for _, category in pairs} - {CONDITIONAL}, categories, name)
    sides = {}
    for term, category in pairs:
        if category in signs:
            sides.setdefault(term, set()).add(signs[category])
    left_out = {term: "counts only beside another word" for term, category in pairs if category == CONDITIONAL}
    left_out |= {term: "stands in categories with different scores" for term, each in sides.items() if len(each) > 1}
    scores = {term: each.pop() for term, each in sides.items() if len(each) == 1}
    if not scores:
        raise DataError(f"every term of the lexicon {name!r} stands in categories with different scores.")
    return scores, left_out, f"Categories scored: {', '.join(f'{each} {sign:+g}' for each, sign in signs.items())}."


def _signs(found, categories, name):
    """The score of each category that has one; a nested one may be named by its last part."""
    given = SIGNS if categories is None else categories
    wanted = {str(key).lower(): float(value) for key, value in given.items()}
    names = {each: (each.lower(), each.lower().rsplit("/", 1)[-1]) for each in sorted(found)}
    signs = {each: wanted[key] for each, keys in names.items() for key in keys[::-1] if key in wanted}
    used = {key for each in signs for key in names[each]}
    if not signs or categories is not None and (unknown := set(wanted) - used):
        problem = f"no category {min(unknown)!r}" if signs else "no category that says which side it is on"
        raise DataError(f"the lexicon {name!r} has {problem}; it has {', '.join(sorted(found))}: say which count and "
                        f"how, e.g. categories={{{min(found)!r}: 1}}.")
    return signs


def _unique(pairs):
    """Pairs as a dict; a term with two scores, or a score that is no number, is refused."""
    scores = {}
    for term, score in pairs:
        if isinstance(score, str) or not math.isfinite(score):
            raise DataError(f"the score of {term!r} is {score!r}, not a number.")
        if scores.setdefault(term, float(score)) != score:
            raise DataError(f"the term {term!r} has two scores, {scores[term]:g} and {score:g}; keep one.")
    return scores


def _lexicon(name, raw, rules, negators, left_out, card, *, wildcards=False):
    """Terms spelled as words are read, those that cannot be scored set aside."""
    words = vader_words()
    if negators is None:
        negators = words["negators"] if rules == "vader" else words["negators"] | {"no"}
    if rules == "plain":
        negators = frozenset()
    words = {**words, "negators": negators} if rules == "vader" else {"negators": negators}
    pairs, left_out = [], dict(left_out)
    for term, score in raw.items():
        form = term_form(term, keep_short=rules == "vader", wildcards=wildcards)
        if why := _unread(name, term, form, rules, words):
            left_out[term] = why
        else:
            pairs.append((form, score))
    if not pairs:
        raise DataError(f"the lexicon {name!r} holds no terms that can be scored.")
    return Lexicon(name, _unique(pairs), rules, wildcards=wildcards and any("*" in form for form, _ in pairs),
                   left_out=left_out, card=card, **words)


def _unread(name, term, form, rules, words):
    """Why a term cannot be scored, or None."""
    if form is None:
        return "* may stand only at the end of a word, and ? nowhere"
    if rules == "vader" and name == "vader" and (form != term or " " in form):
        return "has a space, or punctuation that VADER takes off"
    if rules == "vader":
        return "is read as a booster" if form in words["boosters"] else None
    if form in words["negators"]:
        return "is read as a negation"
    return "is punctuation with a letter or two" if len(form) <= 2 and form != term.lower() else None
