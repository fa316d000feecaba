"""spaCy's reading as tables: every character in its place, each sentence read once, the same from the disk."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from crossframe import cache, language
from crossframe.errors import DataError, MissingPackageError
from crossframe.language import read_language

PLAIN = [
    "The harbour board closed the bridge on Friday. Mayor Ida Vale said the ferry company had been warned twice.",
    "",
    "“We were not told,” the captain said.  No boats were moored in Port Alder.\n\nShe left. The harbour board closed the "
    "bridge on Friday.",
]
ODD = [
    "THE BRIDGE IS CLOSED AND NOBODY KNOWS WHY! MAYOR VALE BLAMES THE FERRY.",
    "😀🏳️‍🌈 The ferry 🚢 sank👍🏽. “So 😀” — she said…",
    "قالت العمدة إن الجسر مغلق. המעבורת טבעה אתמול. The word \u202bגשר\u202c means bridge.",
    "A non\xa0breaking space,\u2003a wide one,\ta tab and two  spaces.\u200bZero width. Cafe\u0301 nai\u0308ve \ufeffmark.",
    "A half \ud83d of a pair, a nul \x00 and a bell \x07 in one sentence.",
    "lines wrapped by\nan old program go on\nin lower case, like this one.",
    "\"\"\"'''““”” ((( ]]] «»",
    "     ",
    ".",
    "I can't; she'd've gone, won't she? U.S.-led $3.5m 10-year-old http://example.org/a?b=c#d @vale #bridge",
]
LONG = {
    "words": " ".join(["the ferry sank and"] * 1_250),
    "no space": "x" * 30_000,
    "spaces": "The" + " " * 5_000 + "end of it",
    "commas": "boats, " * 5_000,
    "quotation marks": "“" * 5_000 + "why”",
    "digits": "1.2,3" * 2_000,
}


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def no_parser(monkeypatch):
    """From here on nothing may be parsed."""
    def refuse(what, strings):
        raise AssertionError(f"{what} of {strings} are read")
    monkeypatch.setattr(language, "_encode", refuse)


def same(read, other):
    for table, want in zip(read, other, strict=True):
        assert_frame_equal(table, want)


# What is read

def test_the_tables_say_what_spacy_says():
    text = PLAIN[0]
    read, nlp = read_language([text]), language._pipeline()
    for row, sentence in read.sentences.iterrows():
        doc = nlp(text[sentence.start : sentence.end])
        tokens = read.tokens[read.tokens.sentence == row]
        first = tokens.index[0]
        got = tokens[["lemma", "pos", "tag", "dep"]].astype(str).to_numpy().tolist()
        assert got == [[token.lemma_, token.pos_, token.tag_, token.dep_] for token in doc]
        assert (tokens["head"] - first).tolist() == [token.head.i for token in doc]
        assert (tokens.start - sentence.start).tolist() == [token.idx for token in doc]
        names = read.entities[read.entities.sentence == row]
        assert names[["start", "end"]].sub(sentence.start).to_numpy().tolist() == [
            [name.start_char, name.end_char] for name in doc.ents]
        assert names.label.tolist() == [name.label_ for name in doc.ents]
    assert "PERSON" in set(read.entities.label)


def test_the_model_lists_every_label_it_gives():
    nlp, (_, _, labels) = language._pipeline(), language._model()
    for of, pipe in (("tag", "tagger"), ("dep", "parser"), ("label", "ner")):
        assert set(nlp.get_pipe(pipe).labels) <= set(labels[of])


@pytest.mark.parametrize("texts", [PLAIN, ODD, [*LONG.values()]], ids=["plain", "odd", "long"])
def test_every_character_has_its_place(texts):
    sentences, tokens, entities = read_language(texts)
    assert tokens.sentence.is_monotonic_increasing
    assert (tokens.end > tokens.start).all() and (entities.end > entities.start).all()
    for table in (tokens, entities):
        of = sentences.loc[table.sentence].reset_index(drop=True)
        assert (table.text == of.text).all() and (table.start >= of.start).all() and (table.end <= of.end).all()
    after = tokens.groupby("text").end.shift(fill_value=0)
    assert (tokens.start >= after).all()  # tokens stand one after the other
    for row, text in enumerate(texts):
        within = np.zeros(len(text), bool)
        for start, end in tokens.loc[tokens.text == row, ["start", "end"]].to_numpy():
            within[start:end] = True
        assert "".join(np.array(list(text), object)[~within]).strip() == ""  # only white space lies in no token


@pytest.mark.parametrize("texts", [PLAIN, ODD, [*LONG.values()]], ids=["plain", "odd", "long"])
def test_heads_stay_in_their_sentence_and_lead_to_a_root(texts):
    tokens = read_language(texts, entities=False).tokens
    head = tokens["head"].to_numpy()
    assert (tokens.sentence.to_numpy()[head] == tokens.sentence).all()
    up = head
    for _ in range(20):  # doubling: 2**20 steps
        up = up[up]
    assert (head[up] == up).all() and (tokens.dep[up] == "ROOT").all()


@pytest.mark.parametrize("string", LONG.values(), ids=LONG)
def test_long_sentences_are_cut_into_parts_that_lose_nothing(string):
    parts = language._cut(string)
    assert max(len(part) for _, part in parts) <= language.LONGEST
    assert len(parts) <= 3 * len(string) / language.LONGEST + 2  # so time is linear in the length
    assert all(string[begin : begin + len(part)] == part for begin, part in parts)
    assert "".join("".join(part.split()) for _, part in parts) == "".join(string.split())
    if "x" not in string and "“" not in string and "1" not in string:
        assert {word for _, part in parts for word in part.split()} == set(string.split())  # no word is broken


def test_one_sentence_in_two_places_is_read_alike():
    _, tokens, _ = read_language(PLAIN)
    what = ["lemma", "pos", "tag", "dep"]
    once, again = (tokens.loc[tokens.sentence == row].reset_index(drop=True) for row in (0, tokens.sentence.max()))
    assert_frame_equal(once[what], again[what])
    assert set(again.start - once.start) == {PLAIN[2].index("The harbour")}


@pytest.mark.usefixtures("empty_cache")
def test_neither_order_nor_company_changes_a_reading():
    texts = [*PLAIN, *ODD]
    read, back = read_language(texts).tokens, read_language(texts[::-1]).tokens
    cache.forget()
    alone = pd.concat([read_language([text]).tokens.assign(text=row) for row, text in enumerate(texts)])
    back = back.assign(text=len(texts) - 1 - back.text).sort_values("text", kind="stable")
    what = ["text", "start", "end", "lemma", "pos", "tag", "dep"]
    for other in (back, alone):
        got = other[what].astype({"lemma": str}).reset_index(drop=True)
        assert_frame_equal(got, read[what].astype({"lemma": str}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60) | st.text("a B.\"“”'’\n\t😀ش\ud800", max_size=60))
def test_any_text_is_read_in_its_place(text):
    sentences, tokens, _ = read_language([text], processes=1)
    assert not "".join(text[end:start] for end, start in zip([0, *tokens.end], [*tokens.start, len(text)])).strip()
    start, end = sentences.loc[tokens.sentence, ["start", "end"]].to_numpy().T
    assert (tokens.start >= start).all() and (tokens.end <= end).all()


def test_a_model_made_for_another_spacy_loads_without_a_warning(monkeypatch):
    import spacy

    monkeypatch.setattr(spacy.util, "is_compatible_version", lambda *versions, **options: False)
    with pytest.warns(UserWarning, match="W095"):
        spacy.load(language._model()[0], exclude=["ner"])
    language._pipeline.__wrapped__()  # warnings are errors here


# What is not read

def test_only_wanted_sentences_are_parsed_and_each_is_asked_about_once():
    asked = []
    read = read_language(PLAIN, wanted=lambda sentence: asked.append(sentence) or "bridge" in sentence)
    assert len(asked) == len(set(asked)) == 5
    assert read.sentences.parsed.tolist() == [True, False, False, False, False, True]
    assert set(read.tokens.sentence) == {0, 5} and set(read.entities.sentence) <= {0, 5}


@pytest.mark.parametrize("texts", [[], [""], PLAIN], ids=["no texts", "an empty text", "none wanted"])
def test_nothing_to_read_gives_tables_of_the_same_columns(texts):
    full = read_language(PLAIN)
    none = read_language(texts, wanted=lambda sentence: False)
    for table, like in zip(none, full, strict=True):
        assert list(table) == list(like)
        assert [kind.name for kind in table.dtypes] == [kind.name for kind in like.dtypes]
    assert not len(none.tokens) and not len(none.entities)


@pytest.mark.usefixtures("empty_cache")
def test_without_entities_the_tokens_are_the_same():
    without = read_language(PLAIN, entities=False)
    assert not len(without.entities)
    assert_frame_equal(without.tokens, read_language(PLAIN).tokens)


# What is kept

@pytest.mark.usefixtures("empty_cache")
def test_a_second_run_parses_nothing_and_says_the_same(request):
    texts = [*PLAIN, *ODD]
    first = read_language(texts)
    request.getfixturevalue("no_parser")
    same(read_language(texts), first)
    with pytest.raises(AssertionError, match="Something new"):
        read_language([*texts, "Something new."])


def test_without_a_cache_the_answer_is_the_same(monkeypatch):
    kept = read_language(PLAIN)
    monkeypatch.setenv("CROSSFRAME_CACHE", "off")
    same(read_language(PLAIN), kept)


@pytest.mark.parametrize("damage", ["flipped", "truncated", "another format"])
def test_damaged_entries_are_read_again(empty_cache, monkeypatch, damage):
    first = read_language(PLAIN)
    for path in empty_cache.glob("*.sqlite"):
        content = bytearray(path.read_bytes())
        if damage == "flipped":
            content[len(content) - 40] ^= 1
        path.write_bytes(content[: len(content) * 2 // 3] if damage == "truncated" else content)
    if damage == "another format":
        monkeypatch.setattr(language, "FORMAT", language.FORMAT + 1)
    read, strings = language._encode, []
    monkeypatch.setattr(language, "_encode", lambda what, some: strings.extend(some) or read(what, some))
    same(read_language(PLAIN), first)
    assert strings


def test_another_version_of_the_model_reads_again(empty_cache, monkeypatch):
    read_language(PLAIN)
    name, _, labels = language._model()
    monkeypatch.setattr(language, "_model", lambda: (name, "0.0.1", labels))
    read_language(PLAIN)
    assert len(list(empty_cache.glob("*.sqlite"))) == 4


# Several processes

def test_two_processes_say_the_same_from_a_script_without_a_main_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(f"""
import json, sys
from crossframe import language
language.CHUNK = 100
read = language.read_language({PLAIN!r}, processes=2, entities=False)
assert "spacy" not in sys.modules  # what is read elsewhere, or was read before, needs no parser here
print(json.dumps(read.tokens[["start", "end", "head", "lemma", "dep"]].astype(str).to_numpy().tolist()))
""", encoding="utf-8")
    run = subprocess.run([sys.executable, "-W", "error", str(script)], capture_output=True, text=True,
                         env=os.environ | {"CROSSFRAME_CACHE": str(tmp_path / "cache")})
    assert run.returncode == 0, run.stderr
    tokens = read_language(PLAIN, entities=False).tokens
    assert json.loads(run.stdout) == tokens[["start", "end", "head", "lemma", "dep"]].astype(str).to_numpy().tolist()


# What a caller may get wrong

@pytest.mark.parametrize("texts", ["one text", ["a", None], [1]])
def test_what_is_no_list_of_texts_is_refused(texts):
    with pytest.raises(DataError, match="takes a list of texts, each a str"):
        read_language(texts)


def test_a_generator_and_a_column_of_texts_will_do():
    want = read_language(PLAIN)
    same(read_language(text for text in PLAIN), want)
    same(read_language(pd.Series(PLAIN, index=list("abc"))), want)


@pytest.mark.parametrize("processes", [0, -1])
def test_processes_must_be_positive(processes):
    with pytest.raises(DataError, match=f"processes={processes} is not positive"):
        read_language(PLAIN, processes=processes)


def test_a_model_that_is_not_installed_is_said(monkeypatch):
    language._model.cache_clear()
    monkeypatch.setattr(language, "MODELS", ("no_such_model",))
    with pytest.raises(MissingPackageError, match="no_such_model is not installed; .*pip install crossframe"):
        read_language(PLAIN)
    language._model.cache_clear()
