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
    """A score an article and target, in the outlet's voice and in quoted ones, of all mentions."""
    return {voice: cf.stance(corpus, TARGETS, voice=voice, sources=said, abstain=False).table for voice in VOICE.values()}


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
@pytest.mark.parametrize("row", list(TRUTH[TRUTH.kind.isin(VOICE)].itertuples()),
                         ids=lambda row: f"{row.item}, {row.outlet}, {row.kind}")
def test_every_planted_stance_is_found_and_no_null(stances, row, match):
    one = stances[VOICE[row.kind]].query("target == @row.item")
    found = cf.contrast(one, match=match, target=row.outlet, reference=row.reference).table.iloc[0]
    if row.direction == "same":
        assert abs(found.estimate) < 0.25 and found.p_value > 0.05, found
    else:
        sign = {"lower": -1, "higher": 1}[row.direction]
        assert sign * found.estimate > 0.3 and found.p_value < 0.05, found


def test_one_target_runs_against_the_tone_of_both_papers(corpus, stances):
    tone = cf.sentiment(corpus, voice="outlet").table.groupby("outlet").score.mean()
    stance = stances["outlet"].query("target == 'Joss Weatherell'").groupby("outlet").score.mean()
    post, sentinel = "The Harbour Post", "Kelmoran Sentinel"
    assert tone[post] < tone[sentinel] and stance[post] > stance[sentinel]


def test_what_the_model_is_sure_of_says_the_same(corpus, said, stances):
    sure = cf.stance(corpus, TARGETS, voice="outlet", sources=said).table
    both = sure.merge(stances["outlet"], on=["article", "target"], suffixes=("", "_all")).dropna(subset="score")
    assert 40 < len(both) < stances["outlet"].score.notna().sum()
    assert (both.score * both.score_all < 0).mean() < 0.05


def shuffled(table, articles, seed):
    """Scores under outlets drawn anew for the articles of every story."""
    rng = np.random.default_rng(seed)
    names = articles.groupby("story").outlet.transform(lambda own: rng.permutation(own.to_numpy()))
    return table.assign(outlet=table.article.map(dict(zip(articles.id, names, strict=True))))


def test_outlets_shuffled_within_stories_show_no_stance(corpus, stances):
    both = pd.concat(stances.values(), ignore_index=True)
    options = {"within": ["target", "voice"], "match": "story", "method": "permutation", "draws": 99}
    worlds = [cf.contrast(shuffled(both, corpus.articles, seed), **options).table for seed in range(8)]
    tested = pd.concat(worlds, keys=range(8), names=["world"]).dropna(subset="p_value")
    assert len(tested) > 100
    assert (tested.p_value < 0.05).mean() < 0.09
    assert (tested.p_adjusted < 0.05).groupby([tested.outlet, "world"]).any().sum() <= 4


def test_loaded_wording_differs_as_planted(corpus, said):
    """The Post's blame is found surely; the Sentinel's praise is wording too, which the model hears less (its card)."""
    scores = cf.loaded_language(corpus, voice="outlet", sources=said)
    found = {}
    for row in TRUTH[TRUTH.kind == "loaded"].itertuples():
        one = cf.contrast(scores, match="story", target=row.outlet, reference=row.reference).table.iloc[0]
        found.setdefault((row.outlet, row.direction), []).append(one)
    blame, praise = found["The Harbour Post", "more"], found["Kelmoran Sentinel", "more"]
    [(same, *none)] = [each for (_, direction), each in found.items() if direction == "same"]
    assert not none and abs(same.estimate) < 0.05 and same.p_value > 0.05
    assert len(blame) == 2 and all(each.estimate > 0.1 and each.p_value < 0.05 for each in blame)
    assert len(praise) == 2 and all(each.estimate > 0.05 for each in praise) and min(each.p_value for each in praise) < 0.05
