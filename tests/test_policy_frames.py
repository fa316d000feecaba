"""Classifiers of frames: what they learn, what they refuse, and that articles are the mean of their sentences."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import cache, datasets
from crossframe.models import FrameClassifier, PolicyFrames
from crossframe.models.sentence_features import sentence_features, word_features
from crossframe.schema import FRAMES

SHARED = Path(__file__).parents[2] / "shared" / "data"
SENTENCES = ["Taxes will rise again.", "The budget is too small.", "Prices of bread have doubled.", "Loans are dear.",
             "Nurses treat the sick.", "The clinic has closed.", "A virus spreads in schools.", "Doctors want rest."]
LABELS = ["money"] * 4 + ["health"] * 4


def fitted(**options):
    return FrameClassifier(encoder=False, words=False, **options).fit(SENTENCES, LABELS)


@pytest.mark.parametrize("encoder", [True, False])
def test_sentences_get_the_frame_that_they_speak_of(encoder):
    plain = {
        "The new tariff will cost exporters 40 million crowns a year and destroy hundreds of jobs.": "economic",
        "The court sentenced two smugglers to nine years in prison.": "legality_and_crime",
        "Hospitals warn that the smoke causes asthma and heart disease.": "health_and_safety",
        "Three in four voters oppose the plan, a new poll shows.": "public_opinion",
        "Troops were sent to the border to stop an armed attack.": "security_and_defense",
    }
    assert PolicyFrames(encoder=encoder).predict(list(plain)).tolist() == list(plain.values())


def test_probabilities_are_those_of_a_logistic_regression_on_the_same_numbers():
    from sklearn.linear_model import LogisticRegression

    labels = ["money", "money", "bread", "bread", "health", "health", "school", "school"]
    numbers = sentence_features(SENTENCES, encoder=False)
    want = LogisticRegression(C=10.0, max_iter=5_000).fit(numbers, labels)
    got = FrameClassifier(encoder=False, words=False).fit(SENTENCES, labels)
    assert got.classes_.tolist() == want.classes_.tolist()
    np.testing.assert_allclose(got.predict_proba(SENTENCES), want.predict_proba(numbers), atol=1e-5)


def test_two_frames_are_as_good_as_three():
    from sklearn.linear_model import LogisticRegression

    numbers = sentence_features(SENTENCES, encoder=False)
    want = LogisticRegression(C=10.0, max_iter=5_000).fit(numbers, LABELS).predict_proba(numbers)
    np.testing.assert_allclose(fitted().predict_proba(SENTENCES), want, atol=1e-5)


def test_a_dictionary_adds_its_matches_and_no_more_than_two_count():
    scheme = cf.load_dictionary({"cost": ["tax*", "price tag"], "sea": ["ferry"]})
    numbers = sentence_features(["Taxes, tax, taxed, tax.", "A price tag on the ferry.", "None."], scheme, encoder=False)
    np.testing.assert_allclose(numbers[:, -2:], [[0.4, 0], [0.2, 0.2], [0, 0]], atol=1e-7)
    model = fitted(dictionary={"cost": ["krel"], "sick": ["brell"]})
    assert model.coef_.shape == (2, 258)


def test_words_that_no_vector_tells_apart_are_learnt():
    sentences = ["krel brell", "krel brell krel", "oda brell", "oda brell oda"]
    model = FrameClassifier(encoder=False).fit(sentences, ["a", "a", "b", "b"])
    assert model.predict(["Krel!", "oda"]).tolist() == ["a", "b"]
    assert model.coef_.shape == (2, 256 + 3)
    assert (np.sign(model.word_scores(["krel", "oda"])) == [[1, -1], [-1, 1]]).all()


def test_words_by_themselves_are_sentences_of_one_word_without_the_encoder():
    words = ["tax", "nurse"]
    np.testing.assert_allclose(word_features(words, encoder=False), sentence_features(words, encoder=False), atol=1e-6)
    assert not word_features(words)[:, :384].any()
    assert np.allclose(fitted().word_scores(["tax", "nurse", "the"]).sum(axis=1), 0)
    assert fitted().word_scores(["budget"])[0].argmax() == 1


def test_a_sentence_is_read_by_itself():
    model, sentences = PolicyFrames(), ["A tax.", "The court will hear the long case of the four smugglers in May."]
    together = model.predict_proba([*sentences, "A far longer sentence " + "about this and that " * 20])
    np.testing.assert_allclose(together[:2], np.vstack([model.predict_proba([each]) for each in sentences]), atol=0.02)


def test_probabilities_sum_to_one_and_nothing_is_said_of_nothing():
    proba = fitted().predict_proba(["Taxes.", " — ", "", "税"])
    assert np.isnan(proba[1:3]).all()
    np.testing.assert_allclose(proba[[0, 3]].sum(axis=1), 1)
    with pytest.raises(cf.DataError, match="sentence 1 has no word: ' — '"):
        fitted().predict(["Taxes.", " — "])


def test_explain_is_the_change_where_a_word_is_left_out():
    model, sentence = fitted(), "The tax on nurses."
    table = model.explain(sentence, "money")
    assert table.word.tolist() == ["The", "tax", "on", "nurses"]
    proba = model.predict_proba([sentence, "The  on nurses."])[:, 1]
    odds = np.log(proba / (1 - proba))
    assert table.effect[1] == pytest.approx(odds[0] - odds[1])
    assert table.effect[1] > 0 > table.effect[3]
    assert (model.explain(sentence, "health").effect + table.effect).abs().max() < 1e-9


def test_scikit_learn_takes_it():
    from sklearn.base import clone
    from sklearn.model_selection import cross_val_predict

    said = cross_val_predict(FrameClassifier(encoder=False), SENTENCES, LABELS, cv=4)
    assert np.mean(said == np.array(LABELS)) >= 0.75
    assert clone(FrameClassifier(C=3.0)).C == 3.0
    assert clone(PolicyFrames(encoder=False)).encoder is False


@pytest.mark.parametrize(("sentences", "labels", "says"), [
    (SENTENCES, LABELS[:3], "8 sentences have 3 labels"),
    (SENTENCES, [*LABELS[:7], None], "label 7 is missing"),
    (SENTENCES, ["one"] * 8, r"two frames or more to tell apart, got \['one'\]"),
    (SENTENCES, [*LABELS[:7], "alone"], "the frame 'alone' has one sentence"),
    ("Taxes.", ["a"], "a list of texts"),
    (pd.DataFrame({"text": SENTENCES}), LABELS, "a list of texts or a column of them"),
])
def test_what_cannot_be_learnt_from_is_refused(sentences, labels, says):
    with pytest.raises(cf.DataError, match=says):
        FrameClassifier(encoder=False).fit(sentences, labels)


def test_other_refusals():
    with pytest.raises(cf.DataError, match="learnt nothing yet"):
        FrameClassifier().predict(["A tax."])
    with pytest.raises(cf.DataError, match="no frame 'sea'; there are health, money"):
        fitted().explain("A tax.", "sea")
    with pytest.raises(cf.DataError, match="C must be above 0, got 0"):
        FrameClassifier(encoder=False, C=0).fit(SENTENCES, LABELS)
    with pytest.raises(cf.DataError, match="no parameter 'depth'"):
        FrameClassifier().set_params(depth=3)


def test_refitted_policy_frames_are_not_kept_as_the_trained_ones():
    model = PolicyFrames(encoder=False).fit(SENTENCES, LABELS)
    assert model.kept_as is None
    assert model.classes_.tolist() == ["health", "money"]


TEXTS = ["Taxes will rise again in May. “Nurses treat the sick in Brell,” said Ada Moss. Budgets are small.", "—", ""]
ARTICLES = pd.DataFrame({"id": list("abc"), "outlet": ["Post", "Post", "Ledger"], "text": TEXTS, "story": ["s"] * 3})


def test_an_article_is_the_mean_of_its_sentences():
    articles, sentences = (cf.frames(ARTICLES, fitted(), level=level).table for level in ("article", "sentence"))
    assert list(articles.columns) == [column.name for column in FRAMES]
    of_a = sentences[sentences.article == "a"]
    assert [TEXTS[0][start:end] for start, end in zip(of_a.start[::2], of_a.end[::2])] == [
        "Taxes will rise again in May.", "“Nurses treat the sick in Brell,” said Ada Moss.", "Budgets are small."]
    want = of_a.groupby("frame").score.mean()
    got = articles[articles.article == "a"].set_index("frame")
    pd.testing.assert_series_equal(got.score, want, check_names=False)
    assert (got.n_matched == 3).all() and (got.n_words == 18).all()
    empty = articles[articles.article != "a"]
    assert len(empty) == 4 and empty.score.isna().all() and (empty.n_matched == 0).all()
    assert got.words["money"].startswith("taxes (1)") and "nurses" in got.words["health"]


def test_one_voice_is_the_mean_of_its_sentences():
    said = pd.DataFrame({"article": ["a"], "start": [30], "end": [62]})
    sentences = cf.frames(ARTICLES, fitted(), level="sentence").table
    for voice, chosen in (("quoted", [1]), ("outlet", [0, 2])):
        got = cf.frames(ARTICLES, fitted(), voice=voice, sources=said).table
        money = sentences[sentences.frame == "money"].score.to_numpy()
        assert got.score[got.frame == "money"].iloc[0] == pytest.approx(money[chosen].mean())


def test_evidence_is_the_sentence_of_highest_score():
    result = cf.frames(ARTICLES, fitted())
    row = result.table.index[result.table.frame == "health"][0]
    assert result.evidence(row, n=1).match.tolist() == ["“Nurses treat the sick in Brell,” said Ada Moss."]


def test_what_was_read_is_kept(monkeypatch):
    cache.forget(PolicyFrames(encoder=False).kept_as)
    first = cf.frames(ARTICLES, PolicyFrames(encoder=False)).table
    monkeypatch.setattr(PolicyFrames, "predict_proba", lambda self, sentences: pytest.fail("read again"))
    pd.testing.assert_frame_equal(first, cf.frames(ARTICLES, PolicyFrames(encoder=False)).table, check_exact=False,
                                  rtol=1e-6)


def test_a_model_of_ones_own_needs_no_word_scores():
    class Coin:
        classes_ = np.array(["heads", "tails"])

        def predict_proba(self, sentences):
            return np.full((len(sentences), 2), 0.5)

    table = cf.frames(ARTICLES, Coin()).table
    assert table.score.dropna().eq(0.5).all() and table.words.eq("").all()


def test_planted_cost_is_found_and_shuffled_outlets_show_none():
    corpus = cf.read(datasets.demo())
    scores = cf.frames(corpus, PolicyFrames(encoder=False))
    found = cf.contrast(scores, within="frame").table.set_index(["outlet", "frame"])
    assert found.loc[("The Quay Ledger", "economic"), "estimate"] > 0
    assert found.loc[("The Quay Ledger", "economic"), "p_adjusted"] < 0.01
    rng, hits = np.random.default_rng(3), []
    for _ in range(10):
        mixed = scores.table.assign(outlet=_shuffled(scores.table, rng))
        hits.append(cf.contrast(mixed, within="frame").table.p_value.lt(0.05).mean())
    assert np.mean(hits) < 0.12


def _shuffled(table, rng):
    """Outlets dealt anew among the articles."""
    outlets = table.drop_duplicates("article").set_index("article").outlet
    return table.article.map(dict(zip(outlets.index, rng.permutation(outlets.to_numpy()))))


def test_needs_neither_a_network_nor_torch():
    code = ("import socket, sys\n"
            "def none(*a, **k): raise OSError('no network here')\n"
            "socket.socket = socket.create_connection = none\n"
            "import crossframe as cf\n"
            "print(cf.models.PolicyFrames().predict(['Taxes will rise and jobs will go.'])[0], 'torch' in sys.modules)\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["economic", "False"], done.stderr


@pytest.mark.skipif(not (SHARED / "frac").is_dir(), reason="the labelled sentences of ../shared/data/frac are not there")
def test_sentences_not_seen_in_training():
    from sklearn.metrics import f1_score
    from sklearn.model_selection import train_test_split

    sys.path.insert(0, str(Path(__file__).parents[1] / "analysis" / "training"))
    import policy_frames as training

    frame = pd.read_csv(SHARED / "frac" / "sentences.csv")
    frame["frame"] = frame.label.map(training.FRAMES)
    rest, held_out = train_test_split(frame, test_size=training.HELD_OUT, stratify=frame.label, random_state=training.SEED)
    said = training.learn(rest, training.examples(), encoder=False).predict(held_out.sentence)
    assert f1_score(held_out.frame, said, average="macro") > 0.66
