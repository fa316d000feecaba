"""Whose voice: every character of an article is the outlet's own or somebody's whom it quotes."""

import numpy as np
import pandas as pd

from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.said import KINDS, OUTLET, attributions, checked_kinds, divided
from crossframe.result import Result
from crossframe.schema import VOICES, names

__all__ = ["ONLY", "check_voice", "heard", "in_voice", "letters", "stretches", "voice_of", "voices", "with_heard"]

VOICE = ("all", "outlet", "quoted")
ONLY = {
    "all": "", "outlet": " Only what the outlets say themselves counts.", "quoted": " Only what they quote counts.",
}
GAP = "\u2029"  # ends words, n-grams, sentences and paragraphs


def voices(corpus, *, sources=None, kinds=KINDS):
    """Divide every article into what the outlet says and what it quotes, to the character.

    Quoted is what an attribution reports as said, quotation marks included, be it word for word or in the outlet's
    words. All else is the outlet's: who said it and the verb, too, where they stand in the middle (*“We stay,” she
    said, “for now”*: there all that lies between the marks), and words in quotation marks that nobody is said to have
    said.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Needs `outlet` and `text`.
    sources : Result, DataFrame or None
        What ``cf.sources`` gave for these articles, corrected by hand or made by yourself: of a table of your own
        article, start and end are needed (of what was said), the other columns of ``crossframe.schema.SOURCES`` are
        used where they are there. Rows of other articles are passed over. What this function gave may be given back.
        None: ``cf.sources(corpus)``.
    kinds : str or iterable of str
        What counts as quoted: "direct" (in quotation marks), "indirect" (*said that*), "mixed" (indirect with some
        words in marks). Of "mixed" without "indirect" only the words in marks count, so that ("direct", "mixed") is
        all that is given word for word. Attributions of other kinds are the outlet's voice.

    Returns
    -------
    Result
        A row a stretch of one voice: ``crossframe.schema.VOICES``. The stretches of an article, one after the other,
        are its text.

    Raises
    ------
    DataError
        A column is missing, a kind is unknown, or `sources` does not fit the texts: a place outside the text, or
        other characters there than ``content`` says.

    Examples
    --------
    >>> text = "“We stay,” said Ada Rook, “for now.” It rained."
    >>> said = pd.DataFrame({"article": ["0"], "start": [0], "end": [36], "kind": ["direct"], "cue_start": [11],
    ...                      "cue_end": [15], "speaker": ["Ada Rook"]})
    >>> table = voices(pd.DataFrame({"outlet": ["Lantern"], "text": [text]}), sources=said).table
    >>> [(voice, text[start:end]) for voice, start, end in table[["voice", "start", "end"]].to_numpy()]
    [('quoted', '“We stay,”'), ('outlet', ' said Ada Rook, '), ('quoted', '“for now.”'), ('outlet', ' It rained.')]
    """
    articles = as_articles(corpus, what="voices")
    table = _table(articles, attributions(articles, sources, kinds))
    quoted = table[table["voice"] == "quoted"]
    attributed = quoted[["article", "source_row"]].drop_duplicates()
    about = {
        "measure": "voices", "parameters": {"kinds": list(checked_kinds(kinds))}, "n_articles": len(articles),
        "n_quoting": quoted["article"].nunique(), "n_attributions": len(attributed),
        "reads": "a row a stretch of one voice; the stretches of an article are its text, each character once.",
        "caution": None if len(quoted) else "Nothing is quoted in these articles.",
    }
    return Result(table, about, articles)


def check_voice(voice):
    """Refuse a voice that there is not.

    Raises
    ------
    DataError
        The message names the choices.
    """
    if not isinstance(voice, str) or voice not in VOICE:
        raise DataError(f"voice={voice!r} is not known; 'outlet' is what the outlet says itself, 'quoted' what it "
                        "quotes, 'all' both.")


def heard(articles, voice="all", sources=None):
    """The texts with one voice in them; the others' characters are blanked, so that every position stays.

    Whatever counts words or finds them in these texts counts this voice alone: the first character of a blank ends
    words, n-grams, sentences and paragraphs. A word that an edge cuts in two is a word in each voice.

    Parameters
    ----------
    articles : DataFrame
        As ``as_articles`` gives it.
    voice : {"all", "outlet", "quoted"}
    sources : Result, DataFrame or None
        As in :func:`voices`.

    Returns
    -------
    Series of str
        Texts of the same lengths, with the index of `articles`.

    Raises
    ------
    DataError
        The voice is unknown, `sources` does not fit, or no article has a word in this voice.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": ["“Too late,” she said."]})
    >>> said = pd.DataFrame({"article": ["a"], "start": [0], "end": [11]})
    >>> heard(frame, "quoted", said)[0].rstrip()
    '“Too late,”'
    """
    check_voice(voice)
    if voice == "all":
        return articles["text"]
    texts = [_blanked(text, each) for text, each in zip(articles["text"].tolist(), stretches(articles, voice, sources))]
    texts = pd.Series(texts, index=articles.index, dtype=articles["text"].dtype)
    if not texts.str.contains(r"[^\W_]", regex=True).any():
        raise DataError(f"voice={voice!r}: no article has a word in this voice; voice='all' reads whole texts.")
    return texts


def with_heard(articles, texts, voice):
    """The articles for a Result; of one voice with its texts, as :func:`heard` gives them, in the column ``heard``.

    There ``Result.evidence`` looks for a row's words.
    """
    return articles if voice == "all" else articles.assign(heard=texts)


def stretches(articles, voice, sources=None):
    """Where one voice speaks in every article.

    Parameters
    ----------
    articles : DataFrame
        As ``as_articles`` gives it.
    voice : {"all", "outlet", "quoted"}
        Of "all" the whole text is one stretch.
    sources : Result, DataFrame or None
        As in :func:`voices`.

    Returns
    -------
    list of int64 arrays, each of shape (n_stretches, 2)
        First character and one past the last, in order; none in an empty text.
    """
    check_voice(voice)
    if voice == "all":
        return [np.array([[0, len(text)]] if text else [], np.int64).reshape(-1, 2) for text in articles["text"]]
    parts = divided(articles, attributions(articles, sources, KINDS))
    return [spans[(owner == OUTLET) == (voice == "outlet")] for spans, owner in parts]


def voice_of(rows, articles, sources=None):
    """Whose voice passages are in: the one that has most of their letters.

    Parameters
    ----------
    rows : DataFrame
        article, start, end: passages that are not empty.
    articles : DataFrame
        As ``as_articles`` gives it.
    sources : Result, DataFrame or None
        As in :func:`voices`.

    Returns
    -------
    ndarray of str objects, shape (n_rows,)
        "quoted" where more than half of the letters and digits are, else "outlet".

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": ["“Too late,” she said."]})
    >>> rows = pd.DataFrame({"article": "a", "start": [1, 0, 9], "end": [4, 21, 21]})
    >>> voice_of(rows, frame, pd.DataFrame({"article": ["a"], "start": [0], "end": [11]})).tolist()
    ['quoted', 'outlet', 'outlet']
    """
    place = pd.Index(articles["id"]).get_indexer(rows["article"])
    said = stretches(articles, "quoted", sources)
    texts, spans = articles["text"].to_numpy(), rows[["start", "end"]].to_numpy(np.int64)
    voice = [_larger(texts[at], said[at], start, end) for at, (start, end) in zip(place.tolist(), spans.tolist())]
    return np.array(voice, object)


def in_voice(rows, articles, voice="all", sources=None):
    """The rows of a table whose passage is in one voice, judged as in :func:`voice_of`.

    For measures that read whole sentences (who acts, what hedges, who is named): they find their rows in the whole text
    and keep those of the voice asked for.

    Parameters
    ----------
    rows : DataFrame
        article, start, end.
    articles : DataFrame
        As ``as_articles`` gives it.
    voice : {"all", "outlet", "quoted"}
    sources : Result, DataFrame or None
        As in :func:`voices`.

    Returns
    -------
    DataFrame
        With a fresh RangeIndex.
    """
    check_voice(voice)
    if voice == "all" or not len(rows):
        return rows.reset_index(drop=True)
    return rows[voice_of(rows, articles, sources) == voice].reset_index(drop=True)


def _table(articles, said):
    """The table of :func:`voices`."""
    parts = divided(articles, said)
    place = np.repeat(np.arange(len(articles)), [len(owner) for _, owner in parts])
    start, end = np.concatenate([np.empty((0, 2), np.int64), *(spans for spans, _ in parts)]).T
    owner = np.concatenate([np.empty(0, np.int64), *(owner for _, owner in parts)])
    story = articles["story"].fillna("").to_numpy() if "story" in articles else np.full(len(articles), "")
    of_row = {name: np.append(said[name].to_numpy(object), "")[owner] for name in ("kind", "speaker")}  # -1: the last
    source_row = pd.array(np.append(said["source_row"].to_numpy(np.int64), OUTLET)[owner], dtype="Int64")
    source_row[owner == OUTLET] = pd.NA
    return pd.DataFrame({
        "article": articles["id"].to_numpy()[place], "outlet": articles["outlet"].to_numpy()[place],
        "story": story[place], "start": start, "end": end, "voice": np.where(owner == OUTLET, "outlet", "quoted"),
        **of_row, "source_row": source_row,
    })[names(VOICES)].astype(dict.fromkeys(["story", "voice", "kind", "speaker"], "str"))


def _blanked(text, spans):
    """A text in which only some stretches are left; positions stay."""
    pieces, reached = [], 0
    for start, end in spans.tolist():
        if start > reached:
            pieces += [GAP, " " * (start - reached - 1)]
        pieces.append(text[start:end])
        reached = end
    if reached < len(text):
        pieces += [GAP, " " * (len(text) - reached - 1)]
    return "".join(pieces)


def _larger(text, said, start, end):
    """The voice of most letters of a passage, given where the others speak."""
    first, last = np.searchsorted(said[:, 1], start, side="right"), np.searchsorted(said[:, 0], end)
    if first == last:
        return "outlet"
    parts = [(max(start, a), min(end, b)) for a, b in said[first:last].tolist()]
    quoted = sum(letters(text[a:b]) for a, b in parts)
    return "quoted" if 2 * quoted > letters(text[start:end]) else "outlet"


def letters(text):
    """How many letters and numbers a text has: a passage is in the voice that has most of them."""
    return sum(map(str.isalnum, text))
