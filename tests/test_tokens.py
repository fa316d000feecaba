"""The word rule and the counting kernel, held against a third implementation that reads character by character."""

import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossframe import DataError
from crossframe.sentences import TITLES
from crossframe.tokens import STOP_WORDS, as_arrow, compiled, count, count_terms, rule, tokenize, words

ABP = Path(__file__).parents[2] / "shared/data/abp/articles.parquet"


# ---- the reference: plain, slow, one character after another -----------------------------------------------------
LETTER, NUMBER, MARK, NOTHING, APOSTROPHE, HYPHEN, SINGLE, GAP, BREAK = "LNM0'-1 |"


def kind(text, i):
    char = text[i] if 0 <= i < len(text) else "\n"
    category = unicodedata.category(char)
    if char in "'’‘ʼʻ＇":
        return APOSTROPHE
    if char in "-‐‑":
        return HYPHEN
    if category == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return NOTHING
    name = unicodedata.name(char, "")
    if category == "Lo" and (name.startswith("CJK") and "IDEOGRAPH" in name or name.startswith("HIRAGANA")):
        return SINGLE
    if category[0] in "LNM":
        return category[0]
    between = f"a{char}b"
    space = len(between.split()) == 2 and len(between.splitlines()) == 1
    return GAP if space or char in "%‰@#&_" or category == "Sc" else BREAK


def past(text, i, kinds):
    while i < len(text) and kind(text, i) in kinds:
        i += 1
    return i


def past_ascii(text, i, extra, most=10**9):
    j = i
    while j < len(text) and j - i < most and text[j] < "\x7f" and (text[j].isalnum() or text[j] in extra):
        j += 1
    return j


def address(text, i):
    rest = "!#$%&'()*+,-./:;=?@[\\]^_`{|}~"
    if not past_ascii(text, i, "") > i:
        return i
    if text[i : i + 4].lower() == "www." and past_ascii(text, i + 4, "") > i + 4:
        return past_ascii(text, i, rest)
    j = past_ascii(text, i, "._%+-", 64)
    if text[j : j + 3] == "://":
        return past_ascii(text, j, rest)
    if text[j : j + 1] == "@" and past_ascii(text, j + 1, "") > j + 1:
        return past_ascii(text, j + 1, ".-")
    ends = [text[j - n : j] for n in (2, 3, 4) if j - n > 0 and text[j - n - 1] == "."]
    if text[j : j + 1] == "/" and any(end.isascii() and end.isalpha() and end.islower() for end in ends):
        return past_ascii(text, j, rest)
    return i


def initials(text, i):
    """One past U.S. and the like, or i."""
    letters, j = 0, i
    while kind(text, j) == LETTER:
        after = past(text, j + 1, MARK + NOTHING)
        if kind(text, after) in LETTER + NUMBER or letters == 0 and text[after : after + 1] != ".":
            break
        letters, end, j = letters + 1, after, after + 1
        if text[after : after + 1] != ".":
            break
    return i if letters < 2 else end + (text[end : end + 1] == ".")


def run(text, i):
    while True:
        j = past(text, i, LETTER + NUMBER + MARK + NOTHING)
        if not (text[j : j + 1] in (".", ",") and kind(text, j - 1) == NUMBER and kind(text, j + 1) == NUMBER):
            return j
        i = j + 1


def reference(text):
    """Terms, where their words stand, and whether each may follow the one before it in an n-gram."""
    found, i, end, between = [], 0, 0, None
    while i < len(text):
        if kind(text, i) not in LETTER + NUMBER + SINGLE:
            i += 1
            continue
        if (j := address(text, i)) > i:
            found.append(None)
        else:
            j = past(text, i + 1, MARK + NOTHING) if kind(text, i) == SINGLE else initials(text, i)
            j = run(text, i) if j == i else j
            joins = kind(text, i) != SINGLE
            while joins and kind(text, j) in APOSTROPHE + HYPHEN and kind(text, j + 1) in LETTER + NUMBER:
                part = initials(text, j + 1)
                j = run(text, j + 1) if part == j + 1 else part
            between = text[end:i]
            title = found and found[-1] and found[-1][0] in TITLES and between[:1] == "."
            free = all(kind(between, k) in GAP + MARK + NOTHING + APOSTROPHE for k in range(bool(title), len(between)))
            if text[i:j] in ("s", "S") and i and kind(text, i - 1) == APOSTROPHE:
                found += [] if found and found[-1] and free else [None]
                i = end = j
                continue
            found.append((rule.fold(text[i:j]), bool(found and found[-1] and free)))
        i = end = j
    return [word for word in found if word]


def ngrams_of(text, low, high):
    """All n-grams of a text, by the reference."""
    found = reference(text)
    for n in range(low, high + 1):
        for i in range(len(found) - n + 1):
            if all(follows for _, follows in found[i + 1 : i + n]):
                yield tuple(term for term, _ in found[i : i + n])


PIECES = st.sampled_from([" ", "\n", "\xa0", *"""
    . , : ; / @ # - ' ’ ‘ ‐ – — " “ ” _ % $ € & ( ) [ ] ! ? …
    \u2028 \x85 \xad \u200b \u200d \ufeff \ufe0f \u0301 \u0307 \u20e3
    a b x é É ß İ I ı Σ ς ö U S u.s. U.S U.S. a.m. ph.d 1 2 3.5 1,000 ٣ ½ ² don't It’s mayor's S's www. http:// x@y.z
    .com/ uk/ Mr mr. Sen 人 は カ ー 々 한 ไทย д Я \u0958 \u1100\u1161 𝐁 \U000e0100 \U0001f600 ｆ ＇ ʼ word Words of the
    """.split(" ")])
TEXTS = st.one_of(st.text(max_size=20), st.lists(PIECES | st.characters(codec="utf-8"), max_size=25).map("".join))
LENGTHS = st.sampled_from([(1, 1), (2, 2), (3, 3), (1, 3)])
STOPS = st.sampled_from([frozenset(), frozenset({"the", "of", "u.s.", "a"})])


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_words_are_those_of_the_reference(text):
    assert [(term, follows) for term, _, _, follows in words(text)] == reference(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), LENGTHS, st.sampled_from([1, 2]), STOPS)
def test_kernel_counts_what_the_reference_counts(texts, lengths, min_count, stops):
    want = [Counter(ngrams_of(text, *lengths)) for text in texts]
    corpus = sum(want, Counter())
    keep = sorted(" ".join(key) for key in corpus if corpus[key] >= min_count and not {key[0], key[-1]} & stops)
    for counted in (count._count_plain, compiled.count_compiled):
        matrix, terms, totals = counted(as_arrow(texts), *lengths, stops, min_count)
        assert terms.tolist() == keep
        assert totals.tolist() == [row.total() for row in want]
        assert matrix.toarray().tolist() == [[row[tuple(term.split(" "))] for term in keep] for row in want]


def same(one, other):
    assert one[1].tolist() == other[1].tolist()
    assert one[2].tolist() == other[2].tolist()
    for field in ("data", "indices", "indptr"):
        a, b = getattr(one[0], field), getattr(other[0], field)
        assert a.dtype == b.dtype and np.array_equal(a, b)


@pytest.mark.skipif(not ABP.exists(), reason="the shared corpora are not here")
@pytest.mark.parametrize("lengths", [(1, 1), (1, 3)])
def test_kernel_and_plain_python_agree_on_news(lengths, monkeypatch):
    monkeypatch.setattr(compiled, "PART_BYTES", 300_000)
    texts = as_arrow(pd.read_parquet(ABP, columns=["text"]).text.sample(250, random_state=1))
    same(count._count_plain(texts, *lengths, STOP_WORDS, 3), compiled.count_compiled(texts, *lengths, STOP_WORDS, 3))


def test_parts_merge_to_the_whole(monkeypatch):
    rng = np.random.default_rng(3)
    vocabulary = np.array("Mayor's mayor Mayor’s tax Tax. u.s. U.S naïve nai\u0308ve a-b –".split())
    texts = as_arrow([" ".join(rng.choice(vocabulary, n)) for n in rng.integers(0, 40, 60)])
    whole = compiled.count_compiled(texts, 1, 3, frozenset(), 2)
    monkeypatch.setattr(compiled, "PART_BYTES", 50)
    for cores in (2, 5):
        monkeypatch.setattr(compiled.os, "sched_getaffinity", lambda _, n=cores: range(n), raising=False)
        assert len(compiled._cuts(compiled._buffers(texts)[1])) == cores - 1
        same(whole, compiled.count_compiled(texts, 1, 3, frozenset(), 2))


def test_the_tables_grow():
    many = " ".join(f"w{i}x{i % 7}" for i in range(70_000))
    texts = [many, many[: len(many) // 2], "z" * 2_000_000 + " " + "é" * 700_000, "y" * 600_000, ""]
    for lengths in ((1, 1), (2, 2)):
        texts = texts if lengths == (1, 1) else texts[:2]
        same(count._count_plain(as_arrow(texts), *lengths, frozenset(), 1),
             compiled.count_compiled(as_arrow(texts), *lengths, frozenset(), 1))


def test_the_kernel_compiles_where_nothing_can_be_written(monkeypatch):
    import numba

    from crossframe.jit import jit

    def njit(function, *, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_only(function, **options)

    compile_only = numba.njit
    monkeypatch.setattr(numba, "njit", njit)
    assert jit(lambda number: number + 1)(1) == 2


# ---- what a word is ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "want"), [
    ("The mayor's tax, the mayor’s tax", "the mayor tax the mayor tax"),
    ("JAMES'S workers' S's", "james workers s"),
    ("Don’t, it's he'll I'm that’s LET'S somebody's", "don't it's he'll i'm that's let's somebody"),
    ("‘quoted’ 'em rock'n'roll O'Hara", "quoted em rock'n'roll o'hara"),
    ("long-term co‑op – a—b c--d e- -f", "long-term co-op a b c d e f"),
    ("U.S. U.S u.k. U.S.-led non-U.S. U.S.'s a.m. in B.The", "u.s. u.s. u.k. u.s.-led non-u.s. u.s. a.m. in b the"),
    ("1,000 3.5% $2.50 10:30 2, 3. 1990s 5-year 1.a", "1,000 3.5 2.50 10 30 2 3 1990s 5-year 1 a"),
    ("caf\u00e9 cafe\u0301 CAFÉ stra\u00dfe İzmir", "café café café straße izmir"),
    ("co\u00adop zero\u200bwidth \ufeffbom", "coop zerowidth bom"),
    ("東京は カタカナ 한국어 Привет ไทย", "東 京 は カタカナ 한국어 привет ไทย"),
    ("@name #tag snake_case and/or site.com said.The", "name tag snake case and or site com said the"),
    ("see http://a.org/b?c=d www.a.org, a.b@c.org pic.site.com/Ab1 here", "see here"),
    ("☀️ 😀 ~~ …", ""),
])
def test_words(text, want):
    assert " ".join(term for term, _, _ in tokenize(text)) == want


@pytest.mark.parametrize(("text", "want"), [
    ("Mr. Rook met Sen. Vale. Then, she left", {"mr rook", "rook met", "met sen", "sen vale", "she left"}),
    ("the U.S. economy", {"the u.s.", "u.s. economy"}),
    ("one two\nthree four", {"one two", "three four"}),
    ('she said "no more" (twice) – again', {"she said", "no more"}),
    ("workers' pay of $5 a day", {"workers pay", "pay of", "of 5", "5 a", "a day"}),
])
def test_ngrams_keep_within_a_phrase(text, want):
    assert set(count_terms([text], ngrams=2).terms) == want


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_characters_of_a_word_fold_to_its_term(text):
    end = 0
    for term, start, stop in tokenize(text):
        assert end <= start < stop <= len(text)
        assert rule.fold(text[start:stop]) == rule.fold(term) == term
        end = stop


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N", "Zs"]), max_size=20))
def test_composed_and_decomposed_letters_are_one(text):
    one, other = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [word[0] for word in tokenize(one)] == [word[0] for word in tokenize(other)]


# ---- the interface -----------------------------------------------------------------------------------------------
def test_all_kinds_of_columns_count_alike():
    texts = ["A tax cut", "No tax", ""]
    want = count_terms(texts)
    for other in (np.array(texts, object), pd.Series(texts), pd.Series(texts, dtype=object),
                  pd.Series(texts, dtype="category"), pd.Series(["skip", *texts]).iloc[1:]):
        got = count_terms(other)
        assert got.terms.tolist() == want.terms.tolist() == ["a", "cut", "no", "tax"]
        assert got.matrix.toarray().tolist() == want.matrix.toarray().tolist()
        assert got.totals.tolist() == [3, 2, 0]


def test_stop_words_leave_totals_alone_and_phrases_whole():
    text = "the rule of law and the state of the union"
    counts = count_terms([text], ngrams=(1, 3), stop_words="english")
    assert set(counts.terms) == {"rule", "law", "state", "union", "rule of law"}
    assert counts.totals.tolist() == [10 + 9 + 8]
    assert set(count_terms([text], stop_words=["THE"]).terms) == {"rule", "of", "law", "and", "state", "union"}


def test_stop_words_are_single_words():
    assert [word for word in STOP_WORDS if [term for term, _, _ in tokenize(word)] != [word]] == []


def test_no_texts_and_no_words():
    for texts in ([], ["", "…"]):
        counts = count_terms(texts)
        assert counts.matrix.shape == (len(texts), 0) and counts.totals.tolist() == [0] * len(texts)


@pytest.mark.parametrize(("texts", "options", "message"), [
    (["a", None], {}, "1 of 2 texts are missing .first: number 1."),
    ([1, 2], {}, "texts must be strings"),
    (["\ud800"], {}, "texts must be strings of valid Unicode"),
    (["a"], {"ngrams": 4}, "ngrams must be 1, 2, 3 or a pair"),
    (["a"], {"ngrams": (2, 1)}, "got .2, 1."),
    (["a"], {"min_count": 0}, "min_count must be a whole number"),
    (["a"], {"stop_words": "german"}, "stop_words must be None, 'english' or a list"),
    (["a"], {"stop_words": ["of the"]}, "'of the' is not one word"),
])
def test_errors_say_what_is_wrong(texts, options, message):
    with pytest.raises(DataError, match=message):
        count_terms(texts, **options)


def test_us_in_capitals_is_the_country_and_a_lone_clitic_no_word():
    text = "Join us in the US, said the U.S. envoy: Obama 's plan is Obama’s. 'S"
    terms = [term for term, _, _ in tokenize(text)]
    assert terms == "join us in the u.s. said the u.s. envoy obama plan is obama".split()
    counts = count_terms([text] * 2)
    assert dict(zip(counts.terms, counts.matrix.toarray()[0]))["us"] == 1
    assert "obama plan" in count_terms([text], ngrams=2).terms
