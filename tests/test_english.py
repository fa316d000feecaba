"""Other languages are told from English by few words, and no measure guesses what they say."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import datasets
from crossframe.measure.english import not_english, reads_english

FOREIGN = {
    "German": "Die Bürgermeisterin sagte am Montag, der Hafen bleibe geschlossen, bis die Brücke repariert ist.",
    "German with a name": "Rook will den Zoll am Hafen senken und hat damit im Rat eine Mehrheit gefunden.",
    "Turkish": "Rook limandaki vergiyi indirmek istiyor, ama meclis bu teklifi dün akşam reddetti.",
    "Turkish, longer": "Belediye başkanı pazartesi günü limanın köprü onarılana kadar kapalı kalacağını söyledi ve halktan "
                       "biraz daha sabır istedi, çünkü işler uzadı.",
    "French": "La maire a déclaré lundi que le port resterait fermé jusqu'à la réparation du pont.",
    "French without accents": "Les voisins ne sont pas contents, et ils le disent dans la rue avec leur maire.",
    "Spanish": "La alcaldesa dijo el lunes que el puerto seguirá cerrado hasta que se repare el puente.",
    "Spanish without accents": "Los vecinos protestaron ayer contra la tasa que propone Ada Rook.",
    "Russian": "Жители протестовали вчера против нового сбора, который предлагает Ada Rook.",
    "Chinese": "Ada Rook 昨天在议会提出降低港口税，但遭到反对派强烈批评。",
    "Arabic": "قالت رئيسة البلدية إن الميناء سيبقى مغلقا حتى إصلاح الجسر.",
    "Italian": "Il sindaco ha detto che il porto resta chiuso e che i cittadini non sono contenti della tassa.",
    "Polish": "Burmistrz powiedziała, że port jest zamknięty i nie wiadomo, kiedy się otworzy.",
}
ENGLISH = [
    "Rook left.", "42", "", "It rained.", "Mayor Ada von der Rook criticizes Bill de Sill", "Voters rejected Rook’s plan yesterday",
    "Café closes", "La Rue mayor Jean de la Cour praises Le Havre levy", "The fiancée of Señor García wept at the café.",
    "The crowd shouted “el pueblo unido” while the mayor of Ossel was in the hall with her guests.", "NATO, EU, UN",
]  # fmt: skip


@pytest.mark.parametrize("language", FOREIGN)
def test_one_sentence_of_another_language_is_told(language):
    assert not reads_english(pd.Series([FOREIGN[language]]))[0]


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_is_english_whatever_names_are_in_it(text):
    assert reads_english(pd.Series([text]))[0]


def test_the_bundled_corpus_is_english_by_article_and_by_sentence():
    texts = cf.read(datasets.demo()).articles.text
    assert reads_english(texts).all()
    assert reads_english(texts.str.split(". ", regex=False).explode().reset_index(drop=True)).all()


def test_the_sentence_says_whether_there_are_scores():
    frame = pd.DataFrame({"id": list(FOREIGN)[:4], "text": list(FOREIGN.values())[:4]})
    listed = " 4 of 4 articles do not read as English (German, German with a name, Turkish, ...): "
    assert not_english(frame) == listed + "their scores say nothing."
    assert not_english(frame, np.zeros(4, bool)) == listed + "they are not scored."
    assert not_english(frame, np.ones(4, bool)) == ""


@pytest.fixture
def frame():
    return pd.DataFrame({"id": ["tr", "en"], "outlet": ["A", "B"], "text": [FOREIGN["Turkish"], "Ada Rook lied to the voters."]})


def test_stance_of_another_language_is_nan(frame):
    result = cf.stance(frame, ["Rook"], abstain=False)
    assert result.table.n_mentions.tolist() == [1, 1] and result.table.n_matched.tolist() == [0, 1]
    assert result.table.score.isna().tolist() == [True, False] and result.table.label.tolist() == ["", "negative"]
    assert result.table[["negative", "neutral", "positive", "against", "favour"]].isna().all(axis=1).tolist() == [True, False]
    assert "(tr): it is not scored." in result.about["caution"] and result.about["not_english"] == 1


@pytest.mark.parametrize("level, rows", [("article", 2), ("sentence", 1)])
def test_loaded_words_are_not_looked_for_in_another_language(frame, level, rows):
    class Every:
        intercept, english = 1.0, True

        def explain(self, sentences, *, progress=True):
            each = [(at, 0, len(text), text, 1.0) for at, text in enumerate(sentences)]
            return pd.DataFrame(each, columns=["sentence", "start", "end", "word", "contribution"])

    result = cf.loaded_language(frame, level=level, model=Every())
    assert len(result.table) == rows and result.table.n_matched.tolist() == [0, 1][-rows:]
    assert result.table.score.isna().tolist() == [True, False][-rows:] and result.about["not_english"] == 1
    assert "(tr): it is not scored." in result.about["caution"]


def test_a_claim_is_not_looked_for_in_another_language(frame):
    class Blank:
        english = True

        def read(self, claims, texts):
            self.texts = list(texts)
            rows = [(pd.NA, pd.NA, *[0.25 if text else np.nan] * 4, "discuss" if text else "") for text in texts]
            return pd.DataFrame(rows, columns=["start", "end", "agree", "disagree", "discuss", "unrelated", "label"])

    result = cf.claim_stance(frame, "Ada Rook lied.", model=Blank())
    assert result.table.agree.isna().tolist() == [True, False] and result.table.label.tolist() == ["", "discuss"]
    assert "(tr): it is not scored." in result.about["caution"] and result.about["not_english"] == 1
