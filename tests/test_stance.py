"""Stance by hand counts, symmetries, null worlds and planted differences, with a model whose answers are known."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.errors import DataError
from crossframe.schema import STANCE, names

SAYS = {"lied": (0.92, 0.06, 0.02), "met": (0.03, 0.94, 0.03), "saved": (0.02, 0.06, 0.92), "left": (0.55, 0.40, 0.05)}
NOBODY = pd.DataFrame(columns=["article", "start", "end", "kind", "speaker"])


class Reads:
    """Reads a sentence by the first of these words in it; sure of an answer from .9 on."""

    threshold, english = 0.9, True
    classes_ = np.array([-1, 0, 1])

    def predict_proba(self, sentences, starts, ends):
        return np.array([next((SAYS[word] for word in text.split() if word in SAYS), SAYS["met"]) for text in sentences])


def text(*verbs, who="Ada Rook"):
    return " ".join(f"{who} {verb} them in town." for verb in verbs)


def frame(*texts, **columns):
    return pd.DataFrame({"outlet": "A", "text": list(texts), **columns})


def stance(data, targets=("Ada Rook",), *, sources=NOBODY, **options):
    return cf.stance(data, list(targets), model=Reads(), sources=sources, **options)


def test_a_row_is_gathered_from_its_mentions_by_hand():
    row = stance(frame(text("lied", "lied", "saved", "met", "left"))).table.iloc[0]
    assert list(row.index) == names(STANCE)
    assert (row.n_mentions, row.n_matched, row.label, row.kind, row.voice) == (5, 4, "negative", "person", "all")
    assert row.score == pytest.approx((-0.90 - 0.90 + 0.90 + 0) / 4)
    assert (row.negative, row.neutral, row.positive) == (0.5, 0.25, 0.25)
    assert row.against == pytest.approx((0.92 + 0.92 + 0.55) / 3) and row.favour == pytest.approx((0.92 + 0.05 + 0.03) / 3)


def test_without_abstention_every_mention_counts_with_its_likeliest_label():
    row = stance(frame(text("lied", "left")), abstain=False).table.iloc[0]
    assert (row.n_mentions, row.n_matched, row.negative) == (2, 2, 1.0)
    assert row.score == pytest.approx((-0.90 - 0.50) / 2)


def test_a_target_never_named_and_one_of_which_the_model_is_never_sure():
    result = stance(frame(text("lied"), "It rained in town.", text("left", "left")))
    table = result.table
    assert table.n_mentions.tolist() == [1, 0, 2] and table.n_matched.tolist() == [1, 0, 0]
    assert table.score.isna().tolist() == [False, True, True] and table.label.tolist() == ["negative", "", ""]
    assert table[["negative", "neutral", "positive"]].isna().sum(axis=1).tolist() == [0, 3, 3]
    assert np.isnan(table.against[1]) and table.against[2] == pytest.approx(1.1 / 3)
    assert result.evidence(1).empty and len(result.evidence(2)) == 2


@pytest.mark.parametrize("verbs, label", [
    (("lied", "saved"), "mixed"), (("lied", "met"), "neutral"), (("lied", "saved", "met"), "neutral"), (("saved",), "positive")])
def test_the_label_is_the_commonest(verbs, label):
    assert stance(frame(text(*verbs))).table.label[0] == label


def test_rows_are_all_articles_by_all_targets():
    texts = text("lied"), text("saved", who="Bram Sill"), text("met") + " " + text("lied", who="Bram Sill")
    result = stance(frame(*texts, story=["s", "t", ""]), ["Ada Rook", "Bram Sill", "Quay Union"])
    table = result.table
    assert list(zip(table.article, table.target)) == [(str(a), t) for a in range(3) for t in ("Ada Rook", "Bram Sill", "Quay Union")]
    assert table.n_mentions.tolist() == [1, 0, 0, 0, 1, 0, 1, 1, 0]
    assert table.story.tolist() == ["s"] * 3 + ["t"] * 3 + [""] * 3
    assert "No article mentions 'Quay Union'." in result.about["caution"] and result.about["not_found"] == ["Quay Union"]
    assert len(result.about["mentions"]) == table.n_mentions.sum()
    alone = stance(frame(*texts, story=["s", "t", ""]), ["Bram Sill"]).table
    pd.testing.assert_frame_equal(table[table.target == "Bram Sill"].reset_index(drop=True), alone)


def quoted(texts, parts):
    """A table of sources in which these parts of the texts are what Moor says."""
    rows = [(str(at), texts[at].index(part), texts[at].index(part) + len(part)) for at, part in parts]
    return pd.DataFrame(rows, columns=["article", "start", "end"]).assign(kind="direct", speaker="Cleo Moor")


def test_voices_are_gathered_apart_and_add_up():
    texts = [text("met", "saved") + " " + text("lied"), text("saved")]
    said = quoted(texts, [(0, text("lied"))])
    both = stance(frame(*texts), sources=said, by_voice=True).table
    assert both.voice.tolist() == ["outlet", "quoted"] * 2
    assert both.n_mentions.tolist() == [2, 1, 1, 0] and both.score.isna().tolist() == [False] * 3 + [True]
    assert both.score[:3].tolist() == pytest.approx([0.45, -0.90, 0.90])
    for voice in ("outlet", "quoted"):
        one = stance(frame(*texts), sources=said, voice=voice).table
        pd.testing.assert_frame_equal(both[both.voice == voice].reset_index(drop=True), one)
    every = stance(frame(*texts), sources=said).table
    assert every.n_mentions.tolist() == both.groupby("article").n_mentions.sum().tolist()
    assert every.score[0] == pytest.approx((0 + 0.90 - 0.90) / 3)


def test_nobody_is_asked_who_speaks_where_voices_do_not_matter(monkeypatch):
    def refused(*_, **__):
        raise AssertionError("attributions were looked for")

    monkeypatch.setattr("crossframe.measure.said.find_sources", refused)
    result = stance(frame(text("lied")), sources=None)
    assert result.about["mentions"].voice.tolist() == ["all"] and result.table.n_mentions.tolist() == [1]
    with pytest.raises(AssertionError, match="attributions"):
        stance(frame(text("lied")), sources=None, by_voice=True)


def test_evidence_shows_the_mentions_behind_a_row_the_strongest_first():
    texts = [text("met", "left", "saved") + " " + text("lied"), text("saved")]
    result = stance(frame(*texts), sources=quoted(texts, [(0, text("lied"))]), by_voice=True)
    own = result.evidence(0)
    assert [line.split()[0] for line in own.right] == ["saved", "met", "left"]  # of "left" the model is not sure
    assert own.match.tolist() == ["Ada Rook"] * 3 and set(own.article) == {"0"}
    assert [texts[0][start:end] for start, end in zip(own.start, own.end)] == ["Ada Rook"] * 3
    assert len(result.evidence(0, n=1)) == 1 and result.evidence(1).right.str.contains("lied").tolist() == [True]


def test_order_of_articles_and_targets_changes_nothing():
    texts, targets = [text("lied", "met"), text("saved"), text("lied", who="Bram Sill")], ["Ada Rook", "Bram Sill"]
    one = frame(*texts, id=["a", "b", "c"])
    keys, columns = ["article", "target"], names(STANCE)
    want = stance(one, targets).table.sort_values(keys, ignore_index=True)[columns]
    got = stance(one.iloc[::-1], targets[::-1]).table.sort_values(keys, ignore_index=True)[columns]
    pd.testing.assert_frame_equal(got, want)


def world(rng, tone, *, stories=24, length=(1, 6)):
    """Two outlets on the same stories; `tone`: the verbs that each draws from, and some stories are bad for all."""
    rows = []
    for story in range(stories):
        bad = rng.random() < 0.5
        for outlet in "AB":
            verbs = rng.choice(tone[outlet] + ["lied"] * (3 * bad), rng.integers(*length))
            rows.append((f"{outlet}{story}", outlet, f"s{story}", text(*verbs)))
    return pd.DataFrame(rows, columns=["id", "outlet", "story", "text"])


def test_a_planted_difference_is_found_within_stories_and_turns_round_with_the_outlets():
    data = world(np.random.default_rng(1), {"A": ["lied", "lied", "met"], "B": ["met", "saved", "met"]})
    result = stance(data)
    found = cf.contrast(result, within="target", match="story", target="A", reference="B").table.iloc[0]
    assert found.target == "Ada Rook" and found.n_clusters > 15
    assert found.estimate < -0.4 and found.conf_high < 0 and found.p_value < 1e-4
    swapped = stance(data.assign(outlet=data.outlet.map({"A": "B", "B": "A"})))
    turned = cf.contrast(swapped, within="target", match="story", target="A", reference="B").table.iloc[0]
    assert turned.estimate == pytest.approx(-found.estimate) and turned.p_value == pytest.approx(found.p_value)
    means = cf.means(result, within="target").table.set_index("outlet")
    assert means.conf_high["A"] < means.conf_low["B"] and (means.n == 24).any()


def test_a_difference_planted_in_one_voice_and_one_target_is_found_there_only():
    rng, rows = np.random.default_rng(2), []
    for story in range(30):
        for outlet in "AB":
            own, said = rng.choice(["lied", "met", "saved"], 2)
            own = rng.choice(["lied", "lied", "met"]) if outlet == "A" else rng.choice(["saved", "met"])
            other = rng.choice(["lied", "met", "saved"], 2)
            rows.append((f"{outlet}{story}", outlet, f"s{story}", f"{text(own)} {text(said)} {text(*other, who='Bram Sill')}", said))
    data = pd.DataFrame(rows, columns=["id", "outlet", "story", "text", "said"])
    places = [(row.id, row.text.index("town. ") + 6, row.text.index("town. ") + 6 + len(text(row.said))) for row in data.itertuples()]
    said = pd.DataFrame(places, columns=["article", "start", "end"])
    result = stance(data, ["Ada Rook", "Bram Sill"], sources=said, by_voice=True)
    table = cf.contrast(result, within=["target", "voice"], match="story", target="A").table.set_index(["target", "voice"])
    assert len(table) == 3  # nobody who is quoted mentions Sill
    assert table.p_adjusted["Ada Rook", "outlet"] < 1e-4 and table.estimate["Ada Rook", "outlet"] < -0.5
    assert table.p_adjusted.drop(("Ada Rook", "outlet")).min() > 0.05


def shuffled(rng, options, times=150):
    """p values of outlets that are alike: their names are drawn anew in every story."""
    alike = {"A": ["lied", "met", "met", "saved"], "B": ["lied", "met", "met", "saved"]}
    rows = stance(world(rng, alike, stories=30)).table
    found = []
    for _ in range(times):
        flip = rng.random(30) < 0.5
        outlet = np.where(flip[rows.story.str[1:].astype(int)], np.where(rows.outlet == "A", "B", "A"), rows.outlet)
        found.append(cf.contrast(rows.assign(outlet=outlet), within="target", target="A", **options).table.p_value[0])
    return np.array(found)


@pytest.mark.parametrize("options", [{"match": "story"}, {}])
def test_outlets_that_are_alike_differ_no_oftener_than_the_level_says(options):
    p_values = shuffled(np.random.default_rng(3), options)
    assert np.isfinite(p_values).all() and (p_values < 0.05).mean() < 0.10 and (p_values < 0.5).mean() > 0.25


def test_the_score_does_not_hang_on_how_often_a_target_is_mentioned_but_against_does():
    rng, alike = np.random.default_rng(4), ["lied", "met", "met", "saved"]
    short, long = (world(rng, {"A": alike, "B": alike}, stories=40, length=length) for length in ((1, 3), (8, 12)))
    data = pd.concat([short.assign(outlet="Short"), long.assign(outlet="Long", id="l" + long.id)], ignore_index=True)
    result = stance(data)
    score, against = (cf.contrast(result, within="target", target="Long", value=value).table.iloc[0] for value in ("score", "against"))
    assert score.p_value > 0.05 and against.conf_low > 0.2


def test_without_targets_the_main_ones_are_taken():
    data = frame(text("lied"), text("saved"))
    given, found = cf.stance(data, None, model=Reads()), cf.stance(data, model=Reads())
    assert "Ada Rook" in set(found.table.target)
    pd.testing.assert_frame_equal(found.table, given.table)


@pytest.mark.parametrize("targets, options, message", [
    (["Ada Rook"], {"voice": "own"}, "voice='own' is not known"),
    (["Ada Rook"], {"voice": "quoted", "by_voice": True}, "by_voice=True gives a row for each voice, voice='quoted' asks for one"),
    (["Cleo Moor"], {}, "no article mentions 'Cleo Moor'"),
    ([" "], {}, "' '"),
    ([], {}, "targets is empty"),
])
def test_what_cannot_be_asked_is_refused(targets, options, message):
    with pytest.raises(DataError, match=message):
        stance(frame(text("lied")), targets, **options)


def test_a_text_of_ten_thousand_words_and_one_in_another_language():
    long = "Ada Rook lied to " + " ".join(["him and"] * 5000) + " them."
    result = stance(frame(long, "Ада Рук солгала избирателям, и это видели все.", text("saved")))
    assert result.table.n_mentions.tolist() == [1, 0, 1] and result.table.score[0] == pytest.approx(-0.90)
    assert "1 of 3 articles does not read as English (1)" in result.about["caution"]


def test_it_explains_itself():
    result = stance(frame(text("lied"), text("saved")), voice="all")
    assert {"measure", "reads", "caution", "parameters", "n_articles"} <= set(result.about)
    assert result.about["measure"] == "stance" and result.about["parameters"]["abstain"] is True
    assert "score above 0" in result.about["reads"]
    assert "All 2 values of target are taken together" in cf.contrast(
        stance(frame(text("lied"), text("saved", who="Bram Sill"), outlet=["A", "B"]), ["Ada Rook", "Bram Sill"])).about["caution"]


def test_voices_taken_together_are_said():
    texts = [text("lied") + " " + text("saved")] * 2
    both = stance(frame(*texts, outlet=["A", "B"]), sources=quoted(texts, [(0, text("lied"))]), by_voice=True)
    said = cf.contrast(both, within="target").about["caution"]
    assert "All 2 values of voice are taken together: give the rows of one, or within=['target', 'voice']" in said
    assert "taken together" not in cf.contrast(both, within=["target", "voice"]).about["caution"]


def test_a_mean_of_stance_says_which_table_leads_back_to_sentences():
    means = cf.means(stance(frame(text("lied"))), within="target")
    with pytest.raises(DataError, match=r"stance\(...\).evidence\(row\)"):
        means.evidence(0)


@pytest.mark.parametrize("abstain", ["no", None, 0.9, 1])
def test_abstain_is_yes_or_no(abstain):
    with pytest.raises(DataError, match="abstain must be True or False"):
        stance(frame(text("lied")), abstain=abstain)
