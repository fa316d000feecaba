"""Texts that are not English, where a measure reads English alone."""

import re

import numpy as np

from crossframe.tokens import STOP_WORDS, count_terms

__all__ = ["not_english", "readable", "reads_english"]

READ = 2_000  # characters of a text
LEAST = 0.1  # share of function words; English news has .3 to .5, other languages in its script below .1
SURE = 0.25  # share from which nothing else is looked at
SHORTEST = 20  # words: shorter texts are told by what speaks against English
FEW = 4  # words: of shorter texts it takes more than one sign of another language
SIGNS = 2
OTHERS = frozenset(  # the commonest words of languages in Latin letters, without those that English has, too
    """der das dem und ist ein eine einen einem nicht mit zu auf für sich auch aus wird wurde haben wie nach bei
    sind wir ihr sein oder aber wenn nur noch vom zur zum kein dass durch gegen sie het een niet dat voor zijn
    ook naar maar wordt deze werd hebben les des une et est dans que qui sur pas plus avec ce cette il elle ils
    sont ont mais aux au ou leur ses los una es por para lo su como pero sido este esta muy entre fue che sono
    gli della nel alla anche più questo os um uma não em na foi ao ve bir bu için ile çok daha gibi olarak olan
    değil kadar sonra çünkü diye göre dedi ki oldu och att det som är på av för till inte om ett var til ikke ved
    ja ei että hän oli mutta kun je że jest od za czy są si není jsou și cu sau az egy és hogy nem volt dan yang
    ini itu dengan untuk dari tidak pada akan adalah dalam de del di du el von la le da se en""".split()
)
ABROAD = frozenset(  # English function words that other languages have, too
    """a am an as at be by do he her his i in is it me more no not of on or our over so some such that was
    we were who will""".split()
)
_PARTICLES = re.compile(  # of names
    r"\b(?:(?:al|bin|da|das|de|dei|del|della|der|des|di|dos|du|el|la|las|le|les|los|van|von|zu|zur)[ -])+(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")


def reads_english(texts):
    """Which texts read as English: their function words, against words and letters of other languages.

    Parameters
    ----------
    texts : Series of str
        The first 2,000 characters of each are looked at.

    Returns
    -------
    ndarray of bool
        True, too, for texts too short to tell, and for those without a letter.

    Examples
    --------
    >>> import pandas as pd
    >>> reads_english(pd.Series(["Rook left.", "Rook hat das nicht gesagt.", "Цены снова выросли."])).tolist()
    [True, False, False]
    """
    texts = texts.str[:READ]
    counts = count_terms(texts)
    ours = np.isin(counts.terms, sorted(STOP_WORDS))
    share = counts.matrix[:, np.flatnonzero(ours)].sum(axis=1) / np.maximum(counts.totals, 1)
    english = np.ones(len(texts), bool)
    for at in np.flatnonzero(share < SURE):
        english[at] = not _foreign(texts.iloc[at], share[at], counts.totals[at])
    return english


def readable(articles, model):
    """Which articles a model is given to read: all, or of one that reads English alone those that read as English.

    Parameters
    ----------
    articles : DataFrame
        text.
    model : object
        Reads English alone where it has an attribute ``english`` that is true.

    Returns
    -------
    ndarray of bool
    """
    return reads_english(articles.text) if getattr(model, "english", False) else np.ones(len(articles), bool)


def not_english(articles, english=None):
    """A sentence for ``about["caution"]`` where articles do not read as English.

    Parameters
    ----------
    articles : DataFrame
        id, text.
    english : ndarray of bool or None
        Which do, where the others were not scored. None: they were, and it is found out here.

    Returns
    -------
    str
        Begins with a space; empty where all do.

    Examples
    --------
    >>> import pandas as pd
    >>> not_english(pd.DataFrame({"id": ["a"], "text": ["Цены снова выросли."]}))
    ' 1 of 1 articles does not read as English (a): its scores say nothing.'
    """
    foreign = ~(reads_english(articles.text) if english is None else english)
    if not foreign.any():
        return ""
    n, some = int(foreign.sum()), ", ".join(map(str, articles.id[foreign][:3]))
    does, their, are = ("does", "its", "is") if n == 1 else ("do", "their", "are")
    named = f"({some}{', ...' if n > 3 else ''})"
    so = f"{their} scores say nothing." if english is None else f"{'it' if n == 1 else 'they'} {are} not scored."
    return f" {n:,} of {len(articles):,} articles {does} not read as English {named}: {so}"


def _foreign(text, share, n_words):
    """Whether a text with few English function words is of another language."""
    words = _WORD.findall(_PARTICLES.sub("", text))
    n_letters, n_latin = sum(map(len, words)), len(re.findall(r"[A-Za-zÀ-ɏḀ-ỿ]", text))
    if 2 * n_latin < n_letters or n_letters and share < LEAST and n_words >= SHORTEST:
        return True
    lower = [word for word in words if word == word.lower() and len(word) > 1]
    signs = sum(word in OTHERS or not word.isascii() for word in lower)
    ours = sum(word.lower() in STOP_WORDS and word.lower() not in ABROAD for word in words)
    return signs > ours and (signs >= SIGNS or n_words >= FEW)
