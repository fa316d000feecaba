"""Sentences of news with something in them marked as a target, for a teacher to label."""

import random
import re

import numpy as np
import pandas as pd

from crossframe.sentences import all_sentences

_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b(?:[A-Z][\w’'.-]*[a-z]\w*|U\.S\.|[A-Z]{2,5})"
                   r"(?: (?:[A-Z][\w’-]+|of the [A-Z]\w+|of [A-Z]\w+)){0,3}")
_FIRST = re.compile(r"^[A-Z][\w-]*[a-z](?: [A-Z][\w-]+){1,3}")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|him|her|[Tt]hey|them)\b")
_NOUN = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?|[Tt]hese|[Tt]hose) (?:[a-z]+ ){0,2}[a-z]{4,}s?\b")
LENGTH = 8, 60  # words of a sentence
AN_ARTICLE = 4  # sentences of an article
PRONOUNS, NOUNS = 0.4, 0.3  # of the sentences that have them, in so many one is marked


def news_targets(texts, n, *, without, seed):
    """Names, pronouns and nouns in sentences of articles.

    Parameters
    ----------
    texts : list of str
    n : int
        How many are wanted.
    without : sequence of str
        Sentences that are left out: those with labels of people.
    seed : int

    Returns
    -------
    DataFrame
        sentence, start, end, kind (name, pronoun or noun).
    """
    rng, seen, per_article, rows = random.Random(seed), {plain(each) for each in without}, {}, []
    for article, sentence in news_sentences(texts, seen, seed=seed):
        known = per_article.get(article, 0)
        marks = _marks(sentence, rng) if known < AN_ARTICLE else []
        if marks:
            seen.add(plain(sentence))
            per_article[article] = known + 1
            rows += [(sentence, *mark) for mark in marks]
        if len(rows) >= n:
            break
    return pd.DataFrame(rows, columns=["sentence", "start", "end", "kind"])


def news_sentences(texts, seen, *, seed):
    """(place of its article, sentence) in random order, none of ``seen``: who takes one adds it there, by `plain`."""
    article, start, end = (each.tolist() for each in all_sentences(texts))
    for place in np.random.default_rng(seed).permutation(len(article)).tolist():
        sentence = texts[article[place]][start[place] : end[place]].strip().replace("\n", " ")
        if LENGTH[0] <= len(sentence.split()) <= LENGTH[1] and plain(sentence) not in seen:
            yield article[place], sentence


def plain(sentence):
    """A sentence's letters alone, so that other marks and spaces do not hide that two are one."""
    return re.sub(r"[^a-z]+", " ", sentence.lower()).strip()


def _marks(sentence, rng):
    """Up to two names, and now and then a pronoun and a noun: two targets of one sentence may well differ."""
    names = [(*each.span(), "name") for each in (*_NAME.finditer(sentence), *_FIRST.finditer(sentence))
             if len(each[0]) > 2]
    marks = rng.sample(names, min(len(names), 2))
    for pattern, kind, share in ((_PRONOUN, "pronoun", PRONOUNS), (_NOUN, "noun", NOUNS)):
        found = [(*each.span(), kind) for each in pattern.finditer(sentence)]
        if found and rng.random() < share:
            marks.append(rng.choice(found))
    return marks
