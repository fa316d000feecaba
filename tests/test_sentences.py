"""Sentence boundaries: by example, by what must hold of every text, and against readers' own division of news."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossframe.sentences import split_sentences

BASIL = Path(__file__).parents[2] / "shared/data/basil"


def sentences(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("marked", [
    "Mr. Rook met Gov. Vale in St. Orin.| Sen. Ash did not.",
    "J. R. Rook spoke first.| George W. Vale left.",
    "They live in the U.S.| The tax is new.| U.S. President Vale paid it.",
    "She came at 9 a.m. Friday.| He came at 10 p.m.| It rained.",
    "Rook Inc. sold it.| Vale bought Orin Corp.| In 2016 it failed.",
    "A fine of $3.5 million and No. 5 on Jan. 6 and pp. 3 to 4.| 12 left.",
    "“We won’t go.”| “Why?” he asked.| “Because!” she said.",
    '"Stop."| He went on.| (They had not.)| She left.',
    "He said he would... and did.| Then... nothing.",
    "She waited … and left.| So it is …| They slept.",
    "It ended . . . or so they said.| It began.",
    "One (Rook, R-Calif.) voted.| Vale, of Boise, Idaho, did not.",
    "AUGUSTA, Me. — The vote failed.| It was close.",
    "A headline with no stop|\n\nThe first line.|\nThe second|\n\n\nThe third",
    "This line was wrapped by\nMr. Vale and goes on\nhere.| And it\nends.",
    "The tax was cut.|The vote was close.| See vale.com for more.",
    "1. The tax.| 2. The vote.",
    "Wow!!| Really?!| Yes.",
    "税は上がった。|彼は言った。|「はい。」|終わり",
    "यह कर है।| वह गया।",
    "Rook vs. Vale is old.| Read of the U.K.| “Call it off.”",
    "Dr. No. 5 is not etc. and so on, etc.| The end.",
])
def test_sentences_end_at_the_marks(marked):
    text = marked.replace("|", "")
    assert sentences(text) == [part.strip() for part in marked.split("|")]


def test_no_words_no_sentences():
    for text in ("", " \n\n "):
        assert split_sentences(text).shape == (0, 2)


MARKS = "aA1.!?…\"'”“’)(—\n\r \t\u2028\u2029。।"
PIECES = st.sampled_from([*MARKS, "Mr.", "U.S.", "...", "word ", "The ", "\n\n", ". "])


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_every_character_but_space_lies_in_exactly_one_sentence(text):
    spans = split_sentences(text)
    covered = np.zeros(len(text), int)
    for start, end in spans:
        covered[start:end] += 1
        assert text[start:end] == text[start:end].strip() != ""
    assert covered.max(initial=0) <= 1
    assert [char for char, n in zip(text, covered, strict=True) if not n and not char.isspace()] == []
    assert (np.diff(spans[:, 0]) > 0).all()


@pytest.mark.parametrize("text", [
    "word " * 200_000, "." * 1_000_000, "a. " * 100_000, ". ((((((" * 50_000, "X\n" * 200_000, "1. " * 100_000,
    "a." + " " * 1_000_000 + "b", '."' * 300_000, "U." * 300_000,
])
def test_hostile_texts_are_split_in_linear_time(text):
    spans = split_sentences(text)  # anything worse than linear would not come back
    assert len(spans) >= 1 and spans[-1, 1] == len(text.rstrip())


@pytest.mark.skipif(not BASIL.exists(), reason="the shared corpora are not here")
def test_boundaries_are_those_that_annotators_were_given():
    hits = found = wanted = 0
    for path in sorted(BASIL.glob("*.json")):
        body = [sentence for row in json.loads(path.read_text())["body"] if (sentence := row["sentence"].strip())]
        want = set(np.cumsum([len(sentence) + 1 for sentence in body])[:-1] - 1)
        got = set(split_sentences(" ".join(body))[:-1, 1])
        hits, found, wanted = hits + len(want & got), found + len(got), wanted + len(want)
    assert 2 * hits / (found + wanted) > 0.97
