"""TargetSentiment: what it says, that it says it of each mention alone, and what it refuses."""

import json

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.models import TargetSentiment
from crossframe.models.target_sentiment import LONGEST, marked

MODEL = TargetSentiment()
SENTENCE = "Rook praised Moor as brave and decent."
LIE = "Rook is a corrupt liar, Moor told the council."
MENTIONS = [(SENTENCE, "Moor"), (SENTENCE, "Rook"), (LIE, "Rook"), (LIE, "Moor"), ("Rook will speak in Kelmora on Monday.", "Rook")]


def proba(*mentions):
    places = [sentence.index(target) for sentence, target in mentions]
    ends = [start + len(target) for start, (_, target) in zip(places, mentions, strict=True)]
    return MODEL.predict_proba([sentence for sentence, _ in mentions], places, ends)


def test_clear_examples():
    assert MODEL.classes_[proba(*MENTIONS).argmax(axis=1)][[0, 2, 4]].tolist() == [1, -1, 0]
    assert MODEL.predict([LIE], [0], [4]).tolist() == [-1]


def test_targets_of_one_sentence_are_told_apart():
    said = proba(*MENTIONS[:4])
    assert said[0, 2] > said[1, 2] + 0.2 and said[2, 0] > said[3, 0] + 0.3


def test_a_mention_gets_the_same_alone_among_others_and_in_any_order():
    together = proba(*MENTIONS)
    assert (together == np.vstack([proba(each) for each in MENTIONS])).all()
    assert (together[::-1] == proba(*MENTIONS[::-1])).all()
    np.testing.assert_allclose(together.sum(axis=1), 1)


def test_threshold_and_card_lie_beside_the_weights():
    settings = json.loads(MODEL.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert MODEL.threshold == settings["threshold"] and 0.5 < MODEL.threshold < 1
    assert "Limits" in MODEL.card


def test_of_ten_thousand_words_those_around_the_target_are_read():
    far = "and the pier stayed shut " * 2_000
    long, other = (f"{start}{far}Rook is a corrupt liar {far}{end}." for start, end in (("Brave ", ""), ("", "Shame")))
    assert len(long.split()) > 10_000
    (ids, kinds), = marked([long], [long.index("Rook")], [long.index("Rook") + 4])
    assert len(ids) == LONGEST + 2 and kinds.sum() == 1
    assert (proba((long, "Rook")) == proba((other, "Rook"))).all()


@pytest.mark.parametrize("kind", [list, tuple, iter, np.array, pd.Series])
def test_any_listing_is_read(kind):
    assert MODEL.predict(kind([LIE, SENTENCE]), kind([0, 13]), kind([4, 17])).tolist() == [-1, 1]


def test_nothing_gives_nothing():
    assert MODEL.predict([], [], []).shape == (0,) and MODEL.predict_proba([], [], []).shape == (0, 3)


@pytest.mark.parametrize(("start", "end"), [(30, 40), (-3, 4), (4, 4), (9, 4), (50, 60)])
def test_a_span_outside_the_sentence_or_empty(start, end):
    with pytest.raises(cf.DataError, match=rf"sentence 1 goes from {start} to {end}, which is empty or outside the sentence of 38 characters: 'Rook praised"):
        MODEL.predict([SENTENCE, SENTENCE], [0, start], [4, end])


@pytest.mark.parametrize(("arguments", "words"), [
    ((["A \u200b b"], [2], [3]), "nothing but spaces"),
    (([SENTENCE], [4], [5]), "nothing but spaces"),
    (([SENTENCE], [0.0], [4.0]), "goes from 0.0 to 4.0; both are whole numbers"),
    (([SENTENCE], [np.nan], [4]), "goes from nan to 4; both are whole numbers"),
    (([SENTENCE], [False], [True]), "whole numbers"),
    (([SENTENCE], ["0"], ["4"]), "goes from '0' to '4'; both are whole numbers"),
    (([SENTENCE], 0, 4), "lists of whole numbers, one a sentence; got 0 and 4"),
    (([SENTENCE], None, None), "lists of whole numbers, one a sentence; got None"),
    (([SENTENCE, SENTENCE], [0], [4]), "2 sentences, 1 starts and 1 ends"),
    ((SENTENCE, [0], [4]), "list of texts .* got one str"),
    (([None], [0], [4]), "at place 0 stands None"),
    (([5], [0], [4]), "at place 0 stands 5"),
])
def test_what_is_no_mention_is_refused(arguments, words):
    with pytest.raises(cf.DataError, match=words):
        MODEL.predict(*arguments)
