"""Claims: passages found, the model's contract, the measure's table, and what it refuses."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.errors import DataError
from crossframe.models.claim_passages import CUES, LONGEST, ROOM, look_for, read_texts, shown
from crossframe.models.claim_stance import CLASSES, calibrated, gathered, unasked
from crossframe.schema import CLAIM_STANCE, names
from crossframe.sentences import split_sentences

CLAIM = "The ferry line will close."
DENIES = "Good news for commuters. The ferry line will not close, the harbour office said on Monday. Reports are false."
AFFIRMS = "The ferry line will close in May, the harbour office confirmed on Monday. Four thousand people use it daily."
BESIDE = "A wolf killed forty sheep near the village of Ossel. Farmers have asked for a fence."
FILLER = "Nobody at the market wished to speak about the weather. "
RARITY = np.where(np.arange(30_522) < 3_000, 1.0, 6.0)  # frequent pieces have low numbers


@pytest.fixture(scope="module")
def model():
    return cf.models.ClaimStance()


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame({"outlet": ["A", "B", "C"], "text": [DENIES, AFFIRMS, BESIDE]})


class Plain:
    """A model that goes by one word, so that the measure can be judged by itself."""

    classes_ = np.array(CLASSES, object)

    def __init__(self):
        self.asked = []

    def read(self, claims, texts):
        self.asked += zip(claims, texts)
        rows = []
        for claim, text in zip(claims, texts):
            at = text.lower().find(claim.split()[-1].strip("."))
            label = "" if not text.strip() else "discuss" if at >= 0 else "unrelated"
            proba = [np.nan] * 4 if not label else [float(each == label) for each in CLASSES]
            place = (at, at + 5) if label == "discuss" else (pd.NA, pd.NA)
            rows.append((*place, *proba, label))
        table = pd.DataFrame(rows, columns=["start", "end", *CLASSES, "label"])
        return table.astype({"start": "Int64", "end": "Int64"})


def found(claim, text):
    reads = dict(zip((claim, text), read_texts([claim, text])))
    return reads, look_for([claim], [text], reads, RARITY)[0]


@pytest.mark.parametrize("text", [DENIES, "“Too late,” she said.\n\nNo. 5 sank — twice; Ærø’s ferry, too.", " A. \n"])
def test_passages_are_the_sentences_of_a_text(text):
    spans = read_texts([text])[0].spans
    assert [text[a:b] for a, b in spans] == [text[a:b] for a, b in split_sentences(text)]


def test_equal_words_have_equal_numbers_and_others_do_not():
    words = read_texts(["Ferries sank. Unsinkable ferries sank, UNSINKABLE."])[0].words
    assert words[0] == words[4] and words[1] == words[5] and words[3] == words[7]
    assert len(set(words.tolist())) == 5  # ferries, sank, unsinkable, stop, comma
    assert len({tuple(read.words.tolist()) for read in read_texts(CUES)}) == len(CUES)


def test_a_sentence_of_ten_thousand_words_is_cut_and_its_passage_found():
    text = "the market was quiet and " * 2_000 + "the ferry line will close and " + "the market was quiet and " * 50
    reads, one = found(CLAIM, text)
    assert np.diff(reads[text].bounds).max() <= LONGEST
    best = reads[text].spans[one.passages[one.scores.argmax()]]
    assert "ferry line" in text[best[0] : best[1]]
    ids, kinds, _ = shown(reads[CLAIM], reads[text], one)
    assert len(ids) == len(kinds) <= ROOM + len(reads[CLAIM].ids) + 3


def test_a_passage_far_down_is_shown_with_the_first_one():
    text = FILLER * 300 + "The ferry line will close." + FILLER * 300
    reads, one = found(CLAIM, text)
    _, _, owner = shown(reads[CLAIM], reads[text], one)
    assert {0, 300} <= set(owner.tolist())
    assert (np.diff(owner[owner >= 0]) >= 0).all()


def test_a_claim_that_stands_in_the_text_shares_all_and_one_that_does_not_shares_little():
    assert found(CLAIM, FILLER + CLAIM)[1].features[:5] == pytest.approx(1)
    assert found(CLAIM, BESIDE)[1].features[:5].max() < 0.5


def test_scores_are_sums_over_the_pieces_of_passages():
    said = np.random.default_rng(0).normal(size=(9, 5)).astype(np.float32)
    owner = np.array([-1, -1, -1, 0, 0, 0, 4, 4, -1])
    scores, parts = gathered(said, owner)
    loud = np.exp(said[owner >= 0, 4].astype(float))
    assert scores == pytest.approx((loud[:, None] * said[owner >= 0, :4]).sum(axis=0) / loud.sum())
    assert parts.sum(axis=0) == pytest.approx(scores) and not parts[owner < 0].any()


def test_probabilities_add_up_and_nearness_takes_from_unrelated():
    scores = np.random.default_rng(0).normal(size=(6, 4))
    far, near = (calibrated(scores.copy(), np.full(6, each), 0.8, np.zeros(4), 0.5) for each in (-2.0, 2.0))
    assert far.sum(axis=1) == pytest.approx(1) and (near[:, 3] < far[:, 3]).all()
    assert unasked(np.array([-9.0, -5.0])).sum(axis=1) == pytest.approx(1)


def test_the_model_on_plain_examples(model):
    said = model.predict([CLAIM] * 3, [DENIES, AFFIRMS, BESIDE])
    assert said.tolist() == ["disagree", "agree", "unrelated"]


def test_probabilities_are_in_the_order_of_the_classes(model):
    proba = model.predict_proba([CLAIM] * 4, [DENIES, AFFIRMS, BESIDE, " \n"])
    assert proba[:3].sum(axis=1) == pytest.approx(1) and np.isnan(proba[3]).all()
    label = model.classes_[(proba[:3] * model.decision).argmax(axis=1)]
    assert label.tolist() == model.predict([CLAIM] * 3, [DENIES, AFFIRMS, BESIDE]).tolist()


def test_evidence_is_a_passage_and_missing_where_unrelated(model):
    places = model.evidence([CLAIM, CLAIM], [DENIES, BESIDE])
    assert DENIES[places.start[0] : places.end[0]] == "The ferry line will not close, the harbour office said on Monday."
    assert places.loc[1].isna().all()


def test_the_card_says_what_it_must_not_be_used_for(model):
    assert "must not be used" in model.card


def test_the_table_has_a_row_an_article_and_claim(frame):
    result = cf.claim_stance(frame.assign(story="s"), [CLAIM, "It was a bear."], model=Plain())
    table = result.table
    assert table.columns.tolist() == names(CLAIM_STANCE)
    assert table.article.tolist() == ["0", "0", "1", "1", "2", "2"] and set(table.story) == {"s"}
    assert table.label.tolist() == ["discuss", "unrelated", "discuss", "unrelated", "unrelated", "unrelated"]
    assert table.start.isna().tolist() == [False, True, False, True, True, True]
    assert result.about["n_articles"] == 3 and "It was a bear." in result.about["caution"]


def test_evidence_of_a_row_is_its_passage_and_of_an_unrelated_one_nothing(frame):
    result = cf.claim_stance(frame, CLAIM, model=Plain())
    assert result.evidence(0)["match"].tolist() == ["close"]
    assert not len(result.evidence(2))


def test_only_the_voice_asked_for_is_read():
    text = "“The ferry line will close,” said Bram Sill. It rained all day."
    said = pd.DataFrame({"article": ["0"], "start": [0], "end": [28]})
    one = pd.DataFrame({"outlet": ["A"], "text": [text]})
    of = {voice: cf.claim_stance(one, CLAIM, model=Plain(), voice=voice, sources=said).table.loc[0]
          for voice in ("all", "outlet", "quoted")}
    assert [of[voice].label for voice in of] == ["discuss", "unrelated", "discuss"]
    assert of["quoted"].start == of["all"].start == text.index("close")


def test_an_article_without_a_word_is_not_scored(frame):
    row = cf.claim_stance(pd.concat([frame, pd.DataFrame({"outlet": ["D"], "text": [" "]})]), CLAIM).table.loc[3]
    assert row[["start", "end", *CLASSES]].isna().all() and row.label == ""


def test_what_was_read_is_kept_and_read_again_alike(frame, tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path))
    model = Plain()
    model.kept_as = "plain claims 1"
    empty = pd.concat([frame, pd.DataFrame({"outlet": ["D"], "text": [" "]})], ignore_index=True)
    first = cf.claim_stance(empty, CLAIM, model=model).table
    again = cf.claim_stance(empty[::-1], CLAIM, model=model).table
    assert len(model.asked) == 4
    pd.testing.assert_frame_equal(first.drop(columns="article"), again[::-1].reset_index(drop=True).drop(columns="article"))
    cf.claim_stance(empty, "Sheep close.", model=model)
    assert len(model.asked) == 8


def test_other_languages_are_said(frame):
    strange = pd.DataFrame({"outlet": ["A"], "text": ["Паром больше не ходит, сообщили в порту. " * 8]})
    about = cf.claim_stance(pd.concat([frame, strange], ignore_index=True), CLAIM).about
    assert "does not read as English" in about["caution"]


@pytest.mark.parametrize("claim, said", [
    ("", "has no word"), (" ?! ", "has no word"), ([CLAIM, CLAIM], "stands twice"), ([], "got \\[\\]"), (5, "got 5"),
    ([CLAIM, None], "a list of sentences"),
])
def test_a_claim_that_cannot_be_asked_is_refused(frame, claim, said):
    with pytest.raises(DataError, match=said):
        cf.claim_stance(frame, claim, model=Plain())


@pytest.mark.parametrize("claims, texts, said", [
    ([CLAIM], [], "1 claims and 0 texts"), (CLAIM, [DENIES], "claims is a list"), ([CLAIM], [None], "texts is a list"),
    (["..."], [DENIES], "claim 0 has no word"),
])
def test_the_model_refuses_what_it_cannot_read(model, claims, texts, said):
    with pytest.raises(DataError, match=said):
        model.predict(claims, texts)


def test_predict_refuses_a_text_without_a_word_and_takes_no_pairs(model):
    with pytest.raises(DataError, match="text 1 has no word"):
        model.predict([CLAIM] * 2, [DENIES, "..."])
    assert model.predict([], []).shape == (0,) and model.predict_proba([], []).shape == (0, 4)
