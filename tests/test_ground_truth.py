"""What was planted in the demo corpus is found from its messy pages, and nothing is where names are shuffled."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import demo, demo_ground_truth

GOLD = Path(__file__).parents[1] / "data/demo/gold"


@pytest.fixture(scope="module")
def corpus():
    return cf.read(demo())


@pytest.fixture(scope="module")
def gold(corpus):
    """The gold table in the order of the corpus, by outlet and title."""
    table = pd.read_csv(GOLD / "articles.csv", keep_default_na=False).set_index(["outlet", "title"])
    return table.loc[list(zip(corpus.articles.outlet, corpus.articles.title))].reset_index()


def squeezed(text):
    return " ".join(text.split())


def test_cleaning_leaves_the_articles_own_text(corpus, gold):
    got, want = corpus.articles.text.map(squeezed), gold.text.map(squeezed)
    lost = [line for a, b in zip(got, gold.text) for line in b.split("\n\n") if squeezed(line) not in a]
    assert lost == []
    assert (got == want).mean() >= 0.95, corpus.articles.id[(got != want).to_numpy()].tolist()


def test_every_planted_word_is_found_and_no_other(corpus):
    truth = demo_ground_truth()
    words = truth[truth.kind.str.startswith("lexical") & (truth.direction == "more")]
    table = cf.keyness(corpus).table
    found = table[(table.p_adjusted < 0.05) & (table.estimate > 0)]
    for outlet in corpus.articles.outlet.unique():
        listed = words[words.outlet == outlet]
        terms = set(found.term[found.outlet == outlet])
        assert set(listed.item[listed.kind == "lexical"]) <= terms
        assert terms <= set(listed.item)


@pytest.fixture(scope="module")
def matched(corpus):
    return cf.match_stories(corpus)


def test_every_story_is_found_whole_and_apart(matched, gold):
    pairs = set(zip(gold.story, matched.articles.story))
    assert len(pairs) == gold.story.nunique() == matched.articles.story.nunique()


def test_planted_words_are_found_on_the_same_stories_and_hardly_another(matched):
    truth = demo_ground_truth()
    words = truth[truth.kind.str.startswith("lexical") & (truth.direction == "more")]
    table = cf.keyness(matched, match="story").table
    found, others = table[(table.p_adjusted < 0.05) & (table.estimate > 0)], 0
    for outlet in matched.articles.outlet.unique():
        listed, terms = words[words.outlet == outlet], set(found.term[found.outlet == outlet])
        assert set(listed.item[listed.kind == "lexical"]) <= terms
        others += len(terms - set(listed.item))
    assert others <= 5  # the test cannot know of every habit of the texts


def test_tone_differs_within_stories_and_is_framing_not_selection(matched):
    tone = cf.sentiment(matched)
    table = cf.contrast(tone, match="story").table.set_index("outlet")
    assert table.p_adjusted["Kelmoran Sentinel"] < 0.001 and table.estimate["Kelmoran Sentinel"] > 0.3
    assert table.p_adjusted["The Harbour Post"] < 0.001 and table.estimate["The Harbour Post"] < -0.3
    parts = cf.decompose(tone).table.set_index(["outlet", "part"])
    for outlet in ("Kelmoran Sentinel", "The Harbour Post"):
        assert parts.p_adjusted[outlet, "framing"] < 0.001
        assert parts.p_adjusted[outlet, "selection"] > 0.1
        assert parts.share[outlet, "framing"] > 0.85


def test_outlets_shuffled_within_stories_find_nothing(matched):
    hits, low = 0, []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        names = matched.articles.groupby("story").outlet.transform(lambda own, rng=rng: rng.permutation(own.to_numpy()))
        table = cf.keyness(matched.articles.assign(outlet=names), match="story").table
        hits += int((table.p_adjusted < 0.05).sum())
        low.append((table.p_value.dropna() < 0.05).mean())
    assert hits == 0
    assert np.mean(low) < 0.06


def test_tone_differs_where_it_was_planted(corpus):
    table = cf.contrast(cf.sentiment(corpus)).table.set_index("outlet")
    assert table.p_adjusted["Kelmoran Sentinel"] < 0.001 and table.estimate["Kelmoran Sentinel"] > 0.3
    assert table.p_adjusted["The Harbour Post"] < 0.001 and table.estimate["The Harbour Post"] < -0.3
    pair = cf.contrast(cf.sentiment(corpus), target="Lantern 24", reference="The Quay Ledger").table
    assert pair.p_value[0] > 0.2


def test_shuffled_names_find_nothing(corpus):
    hits, low = 0, []
    for seed in range(8):
        names = np.random.default_rng(seed).permutation(corpus.articles.outlet)
        table = cf.keyness(corpus.articles.assign(outlet=names)).table
        hits += int((table.p_adjusted < 0.05).sum())
        low.append((table.p_value.dropna() < 0.05).mean())
        tone = cf.contrast(cf.sentiment(corpus.articles.assign(outlet=names))).table
        hits += int((tone.p_adjusted < 0.01).sum())
    assert hits == 0
    assert np.mean(low) < 0.06
