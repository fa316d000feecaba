"""Planted stances and loaded wording are found, what an outlet says and what it quotes apart; in shuffled outlets none is."""

import tomllib

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import demo, demo_ground_truth

HOME = demo().parent
TRUTH = demo_ground_truth()
TARGETS = {name: stance["names"] for name, stance in tomllib.loads((HOME / "planted.toml").read_text("utf-8"))["stance"].items()}
VOICE = {"stance": "outlet", "quoted stance": "quoted"}
MARKED = pd.read_csv(HOME / "gold" / "stances.csv")


@pytest.fixture(scope="module")
def corpus():
    return cf.match_stories(cf.read(demo()))


@pytest.fixture(scope="module")
def said(corpus):
    return cf.sources(corpus)


@pytest.fixture(scope="module")
def stances(corpus, said):
    """A score an article and target, in the outlet's voice and in quoted ones."""
    return {voice: cf.stance(corpus, TARGETS, voice=voice, sources=said) for voice in ("outlet", "quoted")}


class Reader:
    """Reads the marked sentences as they were meant, and takes all others for neutral."""

    classes_, threshold, kept_as, card, english = np.array([-1, 0, 1]), 0.5, "planted stances", {}, True

    def predict_proba(self, sentences, starts, ends):
        shares = np.full((len(sentences), 3), 0.1)
        shares[np.arange(len(sentences)), [self._lean(each) for each in sentences]] = 0.8
        return shares

    def _lean(self, sentence):
        text = " ".join(sentence.split())
        return next((["negative", "neutral", "positive"].index(row.lean) for row in MARKED.itertuples()
                     if row.sentence in text), 1)


def test_every_marked_sentence_is_a_mention_in_its_voice(corpus, said):
    table = cf.target_sentiment(corpus, TARGETS, model=Reader(), sources=said).table
    text = corpus.articles.set_index("id").text
    sentences = [" ".join(text[row.article][row.sentence_start:row.sentence_end].split()) for row in table.itertuples()]
    table = table.assign(sentence=sentences)
    missed = []
    for row in MARKED.itertuples():
        here = table[(table.outlet == row.outlet) & (table.target == row.target) & (table.voice == row.voice)
                     & (table.label == row.lean)]
        missed += [] if here.sentence.str.contains(row.sentence, regex=False).any() else [row.sentence]
    assert missed == []


@pytest.mark.parametrize("match", [None, "story"])
@pytest.mark.parametrize("row", list(TRUTH[TRUTH.kind.isin(VOICE)].itertuples()), ids=lambda row: f"{row.item}, {row.outlet}, {row.kind}")
def test_every_planted_stance_is_found_and_no_null(stances, row, match):
    result = stances[VOICE[row.kind]]
    one = result.table[result.table.target == row.item]
    found = cf.contrast(one, match=match, target=row.outlet, reference=row.reference).table.iloc[0]
    sign = {"lower": -1, "same": 0, "higher": 1}[row.direction]
    if sign:
        assert sign * found.estimate > 0.3 and found.p_value < 0.01, found
    else:
        assert found.p_value > 0.2, found
