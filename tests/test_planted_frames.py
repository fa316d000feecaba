"""The frames planted in the demo corpus are found by the word lists, and none where outlets are shuffled within stories."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import demo, demo_ground_truth

SCHEMES = {"generic": "generic", "policy": "policy_words"}  # as ground_truth.csv calls them: as cf.frames does
TRUTH = demo_ground_truth()
MATCHES = pytest.mark.parametrize("match", [None, "story"])


@pytest.fixture(scope="module")
def corpus():
    return cf.match_stories(cf.read(demo()))


@pytest.fixture(scope="module")
def scores(corpus):
    """Of both word lists, frames named as the ground truth names them."""
    tables = {name: cf.frames(corpus, scheme).table for name, scheme in SCHEMES.items()}
    return {name: table.assign(frame=f"{name}: " + table.frame) for name, table in tables.items()}


@MATCHES
def test_every_planted_frame_is_found_and_no_other(scores, match):
    found = pd.concat([cf.contrast(table, within="frame", match=match).table for table in scores.values()])
    found = found.set_index(["outlet", "frame"])
    listed = TRUTH[TRUTH.kind.str.startswith("frame") & (TRUTH.direction == "more")]
    for row in listed[listed.kind == "frame"].itertuples():
        here = found.loc[(row.outlet, row.item)]
        assert here.p_adjusted < 0.01 and here["mean"] > 2 * here.mean_reference, row
    more = found[(found.estimate > 0) & (found.p_adjusted < 0.05)]
    assert set(more.index) <= set(zip(listed.outlet, listed.item, strict=True))


@MATCHES
def test_outlets_alike_in_a_frame_are_not_told_apart(scores, match):
    alike = TRUTH[(TRUTH.kind == "frame") & (TRUTH.direction == "same")]
    assert len(alike) == 4
    for row in alike.itertuples():
        table = scores[row.item.split(":")[0]]
        found = cf.contrast(table, within="frame", match=match, target=row.outlet, reference=row.reference).table
        assert found.set_index("frame").p_value[row.item] > 0.2, row


def shuffled(table, articles, seed):
    """Scores under outlets drawn anew for the articles of every story."""
    rng = np.random.default_rng(seed)
    names = articles.groupby("story").outlet.transform(lambda own: rng.permutation(own.to_numpy()))
    return table.assign(outlet=table.article.map(dict(zip(articles.id, names, strict=True))))


@MATCHES
def test_outlets_shuffled_within_stories_show_no_frame(corpus, scores, match):
    both = pd.concat(scores.values(), ignore_index=True)
    options = {"within": "frame", "match": match, "method": "permutation", "draws": 99}
    worlds = [cf.contrast(shuffled(both, corpus.articles, seed), **options).table for seed in range(8)]
    tested = pd.concat(worlds, keys=range(8), names=["world"]).dropna(subset="p_value")
    assert len(tested) > 350
    assert (tested.p_value < 0.05).mean() < 0.08
    found = (tested.p_adjusted < 0.05).groupby([tested.outlet, "world"]).any()
    assert len(found) == 32 and found.sum() <= 4  # of 32 families of frames, each at 1 in 20


def test_every_planted_frame_leads_to_its_words(corpus):
    result = cf.frames(corpus, "generic")
    table = result.table
    row = table.index[(table.outlet == "The Quay Ledger") & (table.frame == "economic_consequences")
                      & table.words.str.contains("cost")][0]
    assert "cost" in " ".join(result.evidence(row).astype(str).to_numpy().ravel())
