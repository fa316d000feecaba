"""Agency: who does what to whom, and where nobody is said to do it."""

import re
from itertools import chain

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.language import read_language
from crossframe.measure.clauses import clauses
from crossframe.measure.tree import Tree, words_of
from crossframe.measure.voices import ONLY, check_voice, in_voice
from crossframe.result import Result
from crossframe.schema import AGENCY, names

CAUTION = (
    "Clauses are found by rules over a parser's reading, which errs. Pronouns stand as they are. Compare outlets on "
    "the same stories and within a class of verbs (verbs=): what happens sets the verbs and much of their voice.")


def agency(corpus, entities=None, verbs=None, *, voice="all", sources=None):
    """Find who does what to whom: a row a clause, with its doer and its undergoer as they are named there.

    The voice of a clause says what becomes of the doer:

    - "active": *Police arrested sixteen*; also *forced to leave*, *firing at boats*, with the subject that is meant;
    - "passive": *were arrested by police*, *protesters beaten by guards*. *By Friday*, *by train*, *by hitting* are no
      doers;
    - "agentless": the passive without a doer: *were arrested*, *got arrested*, *the beaten protesters* (such a
      participle before its noun only of verbs of force), but no states (*was based on*, *is involved*);
    - "middle": *forty died*, *the bridge collapsed*, *violence erupted*: nobody does it, and the subject undergoes it.
      These are verbs of a list, without an object. They are kept apart from "active", since they leave out the doer as
      the agentless passive does;
    - "nominal": an event as a noun of a list, with or without a doer: *the killing of X (by Y)*, *Y's invasion of X*,
      *X's arrest*.

    *Launched an attack on* counts as the verb attack. To be is no event.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`, in English.
    entities : dict of str to list of str, list of str, or None
        Referent -> its names (or names that are their own referents), in any case, as whole words: {"police":
        ["police", "officers"]}. Only clauses in which one of them is doer or undergoer are given, and only sentences
        with one of the names are read. A name must be what the phrase is about: *the police chief* is not the police,
        *dozens of officers* are officers. Where a phrase names two referents, the first counts. None: all clauses.
    verbs : list of str, "force" or None
        Lemmas: only clauses of these verbs, and of the nouns that stand for them, are given. "force": some hundred
        verbs of violence and coercion (``lexicons/agency.csv``); active clauses only with an undergoer (dockers who
        strike hit nobody). None: all.
    voice : {"all", "outlet", "quoted"}
        Whose words the predicate must stand in; see :func:`crossframe.voices`.
    sources : Result, DataFrame or None
        Who says what, as ``cf.sources`` gives it; None: it is asked where `voice` needs it.

    Returns
    -------
    Result
        A row a clause in the order of the texts: ``crossframe.schema.AGENCY``. Shares of `voice` by outlet, with
        intervals: ``cf.shares(result, of="voice")``.

    Raises
    ------
    DataError
        A column is missing, `entities` holds no names, `verbs` no lemmas, or `voice` is unknown.

    References
    ----------
    Trew (1979), in Fowler et al., Language and Control; van Leeuwen (1996), The representation of social actors;
    Moreno-Medina, Ouss, Bayer & Ba (2025), Officer-involved: the media language of police killings, Quarterly Journal
    of Economics, where passives without a doer, nouns and intransitive verbs count as ways to leave the doer out; Levin
    (1993), English Verb Classes and Alternations, for the middle verbs.

    Examples
    --------
    >>> text = ["Police arrested sixteen pickets.", "Sixteen pickets were arrested. Two died."]
    >>> found = agency(pd.DataFrame({"outlet": ["A", "B"], "text": text}))
    >>> found.table[["outlet", "verb", "voice", "doer", "undergoer"]]
      outlet    verb      voice    doer        undergoer
    0      A  arrest     active  Police  sixteen pickets
    1      B  arrest  agentless          Sixteen pickets
    2      B     die     middle                      Two
    """
    check_voice(voice)
    referents, lemmas = _referents(entities), _lemmas(verbs)
    articles = as_articles(corpus, what="agency")
    texts = articles.text.tolist()
    read = read_language(texts, wanted=_worth(referents, lemmas), entities=False, label="agency")
    rows = [row for tree in _trees(read, texts) for row in _rows(*tree, lemmas, verbs == "force")]
    table = in_voice(_table(rows, articles, read.sentences, referents or {}), articles, voice, sources)
    if referents:
        named = table.doer_referent.ne("") | table.undergoer_referent.ne("")
        table = table[named].reset_index(drop=True)
    parameters = {"entities": entities, "verbs": verbs, "voice": voice}
    about = {"measure": "agency", "caution": CAUTION, **parameters, "parameters": parameters,
             "n_articles": len(articles), "n_sentences": int(read.sentences.parsed.sum()),
             "reads": "a row a clause: voice says whether its doer is named (active, passive) or not (agentless, "
                      "middle; nominal either way)." + ONLY[voice]}
    return Result(table, about, articles)


def _referents(entities):
    """Name in lower case -> referent; None where no entities are asked for."""
    if entities is None:
        return None
    if isinstance(entities, str) or not isinstance(entities, dict) and not np.iterable(entities):
        raise DataError(f"entities is a list of names or a dict of referent to names, got {entities!r}.")
    given = entities if isinstance(entities, dict) else {name: [name] for name in entities}
    pairs = [(name, who) for who, called in given.items() for name in ([called] if isinstance(called, str) else called)]
    if not pairs or not all(isinstance(name, str) and re.search(r"\w", name) for name, _ in pairs):
        raise DataError(f"entities names nobody to look for: {entities!r}; give {{'police': ['police', 'officers']}}.")
    found = {}
    for name, who in pairs:
        other = found.setdefault(" ".join(name.lower().split()), str(who))
        if other != str(who):
            raise DataError(f"the name {name!r} stands under {other!r} and {who!r}; it can be one's only.")
    return found


def _lemmas(verbs):
    if verbs is None:
        return None
    if isinstance(verbs, str) and verbs != "force" or not np.iterable(verbs):
        raise DataError(f"verbs is a list of lemmas (['arrest', 'detain']), 'force' or None, got {verbs!r}.")
    lemmas = frozenset(words_of("force")) if isinstance(verbs, str) else frozenset(verbs)
    if not lemmas or not all(isinstance(lemma, str) and lemma.strip() for lemma in lemmas):
        raise DataError(f"verbs holds no lemmas: {verbs!r}; give ['arrest', 'detain'], or None for all.")
    return frozenset(lemma.lower() for lemma in lemmas)


def _worth(referents, lemmas):
    """The cheap test: may a sentence hold one of the names, and a form of one of the verbs?"""
    tests = []
    if referents is not None:
        tests.append(_any_of(referents, ending=r"(?!\w)"))
    if lemmas is not None:
        tests.append(_any_of(chain(*map(_forms, lemmas)), ending=""))
    tests = tests or [re.compile(r"\w")]
    return lambda sentence: all(test.search(sentence) for test in tests)


def _any_of(words, ending):
    each = sorted({re.escape(word).replace(r"\ ", r"\s+") for word in words}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)}){ending}", re.IGNORECASE)


def _forms(lemma):
    """How the forms of a verb and of the nouns that stand for it begin."""
    yield lemma[:-1] if lemma[-1] in "ey" else lemma
    for kind in ("form", "event", "pair"):
        for term, (verb, _) in words_of(kind).items():
            if verb == lemma:
                yield term.split()[-1]


def _trees(read, texts):
    """(Tree, its first characters, one past its last, row of its sentence, its text) of every sentence parsed."""
    tokens = read.tokens
    if not len(tokens):
        return
    columns = [tokens[name].tolist() for name in ("start", "end", "lemma", "pos", "tag", "dep", "head")]
    sentence, owner = tokens.sentence.to_numpy(), tokens.text.to_numpy()
    cuts = np.flatnonzero(np.diff(sentence, prepend=-1, append=-1))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist()):
        start, end, lemma, pos, tag, dep, head = (column[first:last] for column in columns)
        text = texts[owner[first]]
        word = [text[here:there].lower() for here, there in zip(start, end)]
        lemma, head = [each.lower() for each in lemma], [each - first for each in head]
        yield Tree(word, lemma, pos, tag, dep, head), start, end, int(sentence[first]), text


def _rows(tree, start, end, sentence, text, lemmas, upon):
    """The clauses of a sentence as rows; of an argument also the words that say who it is.

    `upon`: of active clauses only those that name whom it is done to.
    """
    for clause in clauses(tree):
        if lemmas is None or clause.verb in lemmas and (not upon or clause.voice != "active" or clause.undergoer):
            row = [sentence, start[clause.first], end[clause.last], clause.verb, clause.voice, clause.negated]
            for each in (clause.doer, clause.undergoer):
                if each is None:
                    row += ["", None, None, ()]
                else:
                    here, there = start[each.first], end[each.last]
                    heads = tuple((start[word], end[word]) for word in each.heads)
                    row += [text[here:there], here, there, heads]
            yield row


def _table(rows, articles, sentences, referents):
    """The rows as a table of ``schema.AGENCY``."""
    columns = ["row", "start", "end", "verb", "voice", "negated", "doer", "doer_start", "doer_end", "doer_heads",
               "undergoer", "undergoer_start", "undergoer_end", "undergoer_heads"]
    table = pd.DataFrame(rows, columns=columns)
    row = table.row.to_numpy(np.int64)
    article = sentences.text.to_numpy()[row]
    for column, name in (("article", "id"), ("outlet", "outlet"), ("story", "story")):
        table[column] = articles[name].to_numpy()[article] if name in articles else ""
    table["story"] = table.story.fillna("")
    table["sentence"] = row - np.searchsorted(sentences.text.to_numpy(), article) + 1
    patterns = [(_any_of([name], ending=r"(?!\w)"), who) for name, who in sorted(referents.items(), key=_longest_first)]
    texts = articles.text.tolist()
    for side in ("doer", "undergoer"):
        found = zip(article.tolist(), *(table[f"{side}_{part}"] for part in ("start", "end", "heads")))
        table[f"{side}_referent"] = [_referent(texts[place], *each, patterns) for place, *each in found]
    kinds = {"int": "int64", "str": "str", "bool": "bool"}
    dtypes = {name: "Int64" if name.startswith(("doer_", "undergoer_")) and kind == "int" else kinds[kind]
              for name, kind, *_ in AGENCY}
    return table[names(AGENCY)].astype(dtypes)


def _longest_first(name_and_referent):
    return -len(name_and_referent[0]), name_and_referent


def _referent(text, start, end, heads, patterns):
    """The referent of the first of the words that say who an argument is; "" where no name covers one."""
    for here, there in heads:
        for pattern, who in patterns:
            found = pattern.finditer(text, int(start), int(end))
            if any(name.start() <= here and there <= name.end() for name in found):
                return who
    return ""
