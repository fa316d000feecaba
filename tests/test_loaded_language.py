"""Loaded language: what words add makes up the score, and articles, voices and evidence follow from it."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import cache
from crossframe.models import LoadedLanguage
from crossframe.models.loaded_language import LONGEST
from crossframe.schema import LOADED, LOADED_WORDS, names
from crossframe.tokens import tokenize

LOADED_TEXT = "The brazen council rammed the sham levy through. It was Monday. What a vile scam!"
PLAIN_TEXT = "The council passed the levy. Seven members voted for it, four against it."


class ByList:
    """A stand-in whose answers can be worked out by hand: each word of a list adds its number."""

    intercept = -2.0
    english = True
    ADDS = {"brazen": 3.0, "rammed": 1.5, "sham": 0.5, "vile": 3.0, "scam": 2.5, "levy": -1.0}

    def __init__(self):
        self.asked = []

    def explain(self, sentences, *, progress=True):
        self.asked += sentences
        rows = [(row, start, end, text[start:end], self.ADDS.get(term, 0.0))
                for row, text in enumerate(sentences) for term, start, end in tokenize(text)]
        table = pd.DataFrame(rows, columns=["sentence", "start", "end", "word", "contribution"])
        return table.astype({"sentence": int, "start": int, "end": int, "word": "str", "contribution": float})


@pytest.fixture
def corpus():
    return pd.DataFrame({"id": ["a", "b", "c"], "outlet": ["Lantern", "Courier", "Courier"],
                         "text": [LOADED_TEXT, PLAIN_TEXT, "* * *"], "story": ["s", "s", None]})


def test_an_article_is_the_share_of_its_loaded_sentences(corpus):
    table = cf.loaded_language(corpus, model=ByList()).table
    assert table.columns.tolist() == names(LOADED)
    np.testing.assert_allclose(table.score, [2 / 3, 0, np.nan])
    assert table.n_matched.tolist() == [3, 2, 0] and table.n_loaded.tolist() == [2, 0, 0]
    assert table.words.tolist() == ["brazen (1), vile (1), scam (1)", "", ""]
    assert table.end.tolist() == corpus.text.str.len().tolist() and table.story.tolist() == ["s", "s", ""]


def test_a_sentence_has_the_probability_that_its_words_add_up_to(corpus):
    table = cf.loaded_language(corpus, level="sentence", model=ByList()).table
    np.testing.assert_allclose(np.log(table.score) - np.log1p(-table.score), [2, -2, 3.5, -3, -2], atol=1e-6)
    assert table.n_loaded.tolist() == [1, 0, 1, 0, 0] and table.words.tolist() == ["brazen", "", "vile, scam", "", ""]
    spans = zip(table.start, table.end)
    assert [LOADED_TEXT[a:b] for a, b in list(spans)[:3]] == [
        "The brazen council rammed the sham levy through.", "It was Monday.", "What a vile scam!"]


def test_the_words_named_are_the_fewest_without_which_a_sentence_is_not_loaded(corpus):
    table = cf.loaded_language(corpus, level="word", model=ByList()).table
    assert table.columns.tolist() == names(LOADED_WORDS)
    assert table.word.tolist() == ["brazen", "vile", "scam"] and table.contribution.tolist() == [3, 3, 2.5]
    assert [LOADED_TEXT[a:b] for a, b in zip(table.start, table.end)] == table.word.tolist()


def test_evidence_shows_the_words_in_their_sentences(corpus):
    by_article = cf.loaded_language(corpus, model=ByList())
    lines = by_article.evidence(0)
    assert (lines.left + lines.match + lines.right).tolist() == [
        "What a vile scam!", "The brazen council rammed the sham levy through."]
    assert lines.match.tolist() == ["vile", "brazen"] and len(by_article.evidence(0, n=1)) == 1
    assert by_article.evidence(1).empty
    by_sentence = cf.loaded_language(corpus, level="sentence", model=ByList())
    assert by_sentence.evidence(2).match.tolist() == ["vile", "scam"]
    assert by_sentence.evidence(1).match.tolist() == ["It was Monday."]
    assert cf.loaded_language(corpus, level="word", model=ByList()).evidence(0).match.tolist() == ["brazen"]


def test_sentences_count_in_the_voice_of_most_of_their_letters(corpus):
    text = '"What a vile, vile scam," said Ada Rook. The brazen levy passed.'
    frame = pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": [text]})
    said = pd.DataFrame({"article": ["a"], "start": [0], "end": [24]})
    scores = {voice: cf.loaded_language(frame, level="sentence", model=ByList(), voice=voice, sources=said)
              for voice in ("all", "outlet", "quoted")}
    assert {voice: len(found.table) for voice, found in scores.items()} == {"all": 2, "outlet": 1, "quoted": 1}
    assert scores["quoted"].table.score[0] > 0.5 and scores["outlet"].table.score[0] == pytest.approx(0.5)
    article = cf.loaded_language(frame, model=ByList(), voice="quoted", sources=said)
    assert article.table.n_matched[0] == 1 and article.evidence(0).match.tolist() == ["vile"]
    assert "Only what they quote" in article.about["reads"]


def test_what_was_read_is_kept_and_read_once(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path))
    model = ByList()
    model.kept_as = "by list 1"
    first = cf.loaded_language(corpus, level="word", model=model).table
    asked = len(model.asked)
    again = cf.loaded_language(corpus.iloc[::-1], level="word", model=model).table
    assert len(model.asked) == asked == 6
    pd.testing.assert_frame_equal(again.sort_values("start", ignore_index=True), first)
    cache.forget("by list 1")
    cf.loaded_language(corpus, model=model)
    assert len(model.asked) == 2 * asked


def test_outlets_whose_words_are_drawn_alike_do_not_differ():
    rng = np.random.default_rng(3)
    words = np.array(["the", "levy", "council", "brazen", "vile"])
    texts = [" ".join(f"{' '.join(rng.choice(words, 6)).capitalize()}." for _ in range(8)) for _ in range(80)]
    low = 0
    for seed in range(20):
        outlet = np.random.default_rng(seed).permutation(np.repeat(["Lantern", "Courier"], 40))
        found = cf.loaded_language(pd.DataFrame({"outlet": outlet, "text": texts}), model=ByList())
        low += bool((cf.contrast(found).table.p_value < 0.05).any())
    assert low <= 3


@pytest.mark.parametrize("options, said", [
    ({"level": "paragraph"}, "level is one of article, sentence, word, got 'paragraph'"),
    ({"voice": "mine"}, "voice='mine' is not known"),
])
def test_what_is_not_known_is_said(corpus, options, said):
    with pytest.raises(cf.DataError, match=said):
        cf.loaded_language(corpus, model=ByList(), **options)


def test_a_text_in_another_language_is_said_to_be_one(corpus):
    frame = pd.DataFrame({"outlet": ["A"], "text": ["Цены на хлеб снова выросли, сообщил совет."]})
    assert "does not read as English" in cf.loaded_language(frame, model=ByList()).about["caution"]
    assert "English" not in cf.loaded_language(corpus, model=ByList()).about["caution"]


def test_texts_without_a_sentence():
    result = cf.loaded_language(pd.DataFrame({"outlet": ["A"], "text": [""]}), model=ByList())
    assert result.table.score.isna().all() and result.table.n_matched.tolist() == [0]
    assert cf.loaded_language(pd.DataFrame({"outlet": ["A"], "text": [""]}), level="word", model=ByList()).table.empty


SENTENCES = ["The council passed the levy on Monday.", "The shameless council rammed its brazen, disgraceful levy through!",
             "“Radical” activists – 40 of them – don't like the U.S.-led plan, she said.", "Ministers will meet in May."]


def test_contributions_and_the_intercept_are_the_log_odds():
    model = LoadedLanguage()
    words, proba = model.explain(SENTENCES), model.predict_proba(SENTENCES)
    odds = model.intercept + words.groupby("sentence").contribution.sum().to_numpy()
    np.testing.assert_allclose(np.log(proba[:, 1]) - np.log(proba[:, 0]), odds, atol=1e-9)
    np.testing.assert_allclose(proba.sum(axis=1), 1)
    spans = zip(words.sentence, words.start, words.end, words.word)
    assert all(SENTENCES[row][start:end] == word for row, start, end, word in spans)
    third = words.word[words.sentence == 2].tolist()
    assert third == ["“", "Radical", "”", "activists", "–", "40", "of", "them", "–", "don't", "like", "the", "U.S.-led",
                     "plan", ",", "she", "said", "."]


def test_loaded_wording_is_told_from_plain_and_its_words_are_named():
    model = LoadedLanguage()
    assert model.predict(SENTENCES).tolist()[:2] == [0, 1] and model.predict(SENTENCES)[3] == 0
    words = model.explain(SENTENCES[1:2]).nlargest(3, "contribution").word
    assert set(words) <= {"shameless", "rammed", "brazen", "disgraceful"}


def test_a_sentence_reads_alike_alone_and_among_others():
    model = LoadedLanguage()
    alone = [model.predict_proba([text])[0, 1] for text in SENTENCES]
    np.testing.assert_allclose(model.predict_proba(SENTENCES)[:, 1], alone, atol=0.03)


def test_a_very_long_sentence_is_the_mean_of_its_parts():
    model, part = LoadedLanguage(), "the council passed this bill " * (LONGEST // 5)  # a piece a word
    twice = part * 2
    odds = [model.intercept + model.explain([text]).contribution.sum() for text in (part, twice)]
    assert odds[1] == pytest.approx(odds[0], abs=0.05)
    words = model.explain(["brazen " * 10_000])
    assert len(words) == 10_000 and np.isfinite(words.contribution).all()


def test_what_is_no_sentence_is_refused_or_has_no_score():
    model = LoadedLanguage()
    assert np.isnan(model.predict_proba(["", "* * *"])).all()
    assert model.predict_proba([]).shape == (0, 2) and model.explain([]).empty
    with pytest.raises(cf.DataError, match=r"sentence 1 has no word: '--'"):
        model.predict(["A plan.", "--"])
    for wrong in ("A plan.", ["A plan.", None]):
        with pytest.raises(cf.DataError, match="a list of texts or a column"):
            model.predict(wrong)


def test_the_card_has_the_licence_and_the_figures():
    card = LoadedLanguage().card
    assert "AGPL-3.0" in card and "grouped by outlet" in card and 0.5 < LoadedLanguage().threshold < 1
