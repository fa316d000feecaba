"""The sentences behind many terms at once, outlet by outlet: what the report embeds."""

import re

import numpy as np
import pandas as pd

from crossframe.sentences import split_sentences
from crossframe.tokens import count_terms, words

BATCH = 4_000  # articles counted at a time
COLUMNS = ["term", "side", "article", "start", "end", "sentence_start", "sentence_end"]


def sentences_behind(articles, terms, sides, *, each=6, texts=None):
    """For every term up to `each` uses of every side, spread over that side's articles.

    Parameters
    ----------
    articles : DataFrame
        With ``text`` and a RangeIndex.
    terms : list of str
        Words or n-grams, as ``cf.keyness`` gives them.
    sides : ndarray of int, shape (n_articles,)
        Which side an article belongs to; -1 for none.
    each : int
        Most uses shown of a term and side. They come from different articles where as many use the term, evenly spread
        over the articles' order.
    texts : Series of str or None
        What is searched: the texts with one voice in them (``crossframe.measure.voices.heard``). None: the articles'.

    Returns
    -------
    DataFrame
        A row a use: term, side, article (row of `articles`), start and end of the use, start and end of its sentence;
        in the order of `terms`, sides and articles.
    """
    texts = articles.text if texts is None else texts
    wanted = _chosen(texts, terms, sides, each)
    longest = max((term.count(" ") + 1 for term in terms), default=1)
    uses = [(term, int(sides[row]), row, *use) for row, quota in sorted(wanted.items())
            for term, use in _uses(articles.text.iloc[row], texts.iloc[row], quota, longest)]
    table = pd.DataFrame(uses, columns=COLUMNS)
    table["_rank"] = table.term.map({term: k for k, term in enumerate(terms)})
    return table.sort_values(["_rank", "side", "article", "start"], ignore_index=True)[COLUMNS]


def _chosen(texts, terms, sides, each):
    """Row of an article -> {term: how many uses to show}."""
    wanted = {}
    for term, rows in _rows_with(texts, terms).items():
        for side in np.unique(sides[rows][sides[rows] >= 0]):
            of_side = rows[sides[rows] == side]
            spread = np.linspace(0, len(of_side) - 1, min(each, len(of_side))).round().astype(int)
            picked = of_side[np.unique(spread)]
            for j, row in enumerate(picked):
                wanted.setdefault(int(row), {})[term] = each // len(picked) + (j < each % len(picked))
    return wanted


def _rows_with(texts, terms):
    """Term -> rows of the texts that use it, rising; counted some thousand texts at a time, which saves memory."""
    lengths = [term.count(" ") + 1 for term in terms] or [1]
    found = {term: [] for term in terms}
    for first in range(0, len(texts), BATCH):
        counts = count_terms(texts.iloc[first:first + BATCH], ngrams=(min(lengths), max(lengths)))
        matrix = counts.matrix.tocsc()
        for term, k in zip(terms, np.searchsorted(counts.terms, np.array(terms, dtype=object)), strict=True):
            if k < len(counts.terms) and counts.terms[k] == term:
                found[term].append(first + np.sort(matrix.indices[matrix.indptr[k]:matrix.indptr[k + 1]]))
    return {term: np.concatenate([np.empty(0, int), *parts]) for term, parts in found.items()}


def _uses(text, heard, quota, longest):
    """The first uses of terms in what is heard of a text, as (term, (start, end, sentence start, sentence end)).

    Sentences that do not seem to hold a wanted term are passed over, which is what makes this quick; all are read for
    terms that then have no use yet, because folding changed how they are written.
    """
    spans, left, found = split_sentences(text), dict(quota), []
    heads = {term: re.split(r"\W", term.lstrip(".'"), maxsplit=1)[0] for term in quota}
    for whole in (False, True):
        for begin, end in spans:
            plain = "" if whole else heard[begin:end].lower()
            if any(left[term] and (whole or head in plain) for term, head in heads.items()):
                found += _take(heard, begin, end, left, longest)
        left = {term: n for term, n in quota.items() if left.get(term) == n}
        heads = dict.fromkeys(left, "")
    return found


def _take(text, begin, end, left, longest):
    """Uses in one sentence of the terms that are still wanted; `left` counts them down."""
    for name, start, stop in _terms(text[begin:end], longest):
        if left.get(name):
            left[name] -= 1
            yield name, (begin + start, begin + stop, begin, end)


def _terms(text, longest):
    """Yield (term, start, end) for all n-grams of a text of up to so many words."""
    phrase = []
    for word, start, end, follows in words(text):
        phrase = [*(phrase if follows else []), (word, start)][-longest:]
        for n in range(1, len(phrase) + 1):
            yield " ".join(part for part, _ in phrase[-n:]), phrase[-n][1], end
