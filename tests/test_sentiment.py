"""cf.sentiment: levels, offsets, what is not scored, other lexicons and their rules."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.lexicons import load_lexicon
from crossframe.schema import SENTIMENT, names
from crossframe.sentences import split_sentences

LIST = {"calm": 1.0, "safe": 2.0, "grim": -1.0, "ruin*": -3.0, "fell apart": -2.0, "apart": 1.0}
TEXTS = [
    "The ferry plan is good. It isn’t a great plan, though! The mayor of Eastmere spoke on Monday.",
    "“A disaster,” said the harbour master — and 😂 nobody LAUGHED. Fares rise by 4 percent.",
    "The council met at noon. The council left at one.",
    "",
]
FRAME = pd.DataFrame({"id": list("abcd"), "outlet": ["Mercury", "Beacon", "Mercury", "Beacon"],
                      "story": ["ferry", "ferry", None, "ferry"], "text": TEXTS})


def plain_score(text, scores, negators=()):
    """The mean score of the matched words, in plain Python: no phrases, no wildcards."""
    words = [word.strip(".,!?").lower() for word in text.split()]
    found = [(-1 if set(words[max(place - 3, 0):place]) & set(negators) else 1) * scores[word]
             for place, word in enumerate(words) if word in scores]
    return np.mean(found) if found else np.nan


def test_columns_story_and_what_the_result_says():
    result = cf.sentiment(FRAME)
    assert list(result.table) == names(SENTIMENT)
    assert result.table.story.tolist() == ["ferry", "ferry", "", "ferry"]
    assert result.about["measure"] == "sentiment" and "-1 to 1" in result.about["reads"]
    assert "MIT" in result.about["card"] and "quotations" in result.about["caution"]
    assert result.articles.id.tolist() == list("abcd")
    assert result.about["coverage"]["articles"] == 0.5


def test_an_article_is_the_mean_of_its_scored_sentences():
    sentences = cf.sentiment(FRAME, level="sentence").table
    articles = cf.sentiment(FRAME).table.set_index("article")
    by_hand = sentences.groupby("article").agg(score=("score", "mean"), n_matched=("n_matched", "sum"))
    assert articles.score[["a", "b", "c"]].to_numpy() == pytest.approx(by_hand.score.to_numpy(), nan_ok=True)
    assert articles.n_matched[["a", "b", "c"]].tolist() == by_hand.n_matched.tolist()


def test_no_word_matched_is_nan_and_never_0():
    for level in ("article", "text"):
        table = cf.sentiment(FRAME, level=level).table.set_index("article")
        assert table.score[["c", "d"]].isna().all() and (table.n_matched[["c", "d"]] == 0).all()
        assert table.score[["a", "b"]].notna().all() and (table.n_matched[["a", "b"]] > 0).all()


def test_sentences_stand_where_they_are_said_to():
    table = cf.sentiment(FRAME, level="sentence").table
    spans = [(each, *span) for each, text in zip("abcd", TEXTS, strict=True) for span in split_sentences(text).tolist()]
    assert list(table[["article", "start", "end"]].itertuples(index=False, name=None)) == spans
    straight = [TEXTS["abcd".index(each)][start:end] for each, start, end in spans]
    assert table.score.to_numpy() == pytest.approx(cf.valence(straight, typography="straight"), nan_ok=True)


def test_words_stand_where_they_are_said_to_and_make_the_score():
    words = cf.sentiment(FRAME, level="word").table
    said = [TEXTS["abcd".index(row.article)][row.start:row.end] for row in words.itertuples()]
    assert said == ["good", "great", "disaster", "😂", "😂", "LAUGHED"]  # face with tears of joy: two words in one sign
    assert [each.lower() for each in said] == words.term.tolist()
    total = words[words.article == "a"].score.iloc[0]
    sentence = cf.sentiment(FRAME, level="sentence").table.score.iloc[0]
    assert sentence == pytest.approx(total / np.sqrt(total**2 + 15))


def test_words_add_up_to_plain_scores():
    lexicon = load_lexicon(LIST)
    frame = pd.DataFrame({"outlet": "Beacon", "text": ["Never calm, but safe. It fell apart: ruinous! Not grim."]})
    words = cf.sentiment(frame, lexicon=lexicon, level="word").table
    assert words.term.tolist() == ["calm", "safe", "fell apart", "ruinous", "grim"]
    assert words.score.tolist() == [-1, -2, -2, -3, 1]
    text = cf.sentiment(frame, lexicon=lexicon, level="text").table
    assert text.score[0] == pytest.approx(words.score.mean()) and text.n_matched[0] == 5


def test_many_articles_score_as_each_does_alone():
    rng = np.random.default_rng(11)
    words = np.array("good bad calm not very plan harbour , but disaster ! don’t — grim nice".split())
    texts = [" ".join(rng.choice(words, size=60)) + "." for _ in range(40)]
    frame = pd.DataFrame({"outlet": "Mercury", "text": texts})
    alone = [cf.sentiment(frame.iloc[[place]]).table.score[0] for place in range(40)]
    assert cf.sentiment(frame).table.score.tolist() == pytest.approx(alone, nan_ok=True)
    assert cf.sentiment(frame.iloc[::-1]).table.score.tolist()[::-1] == pytest.approx(alone, nan_ok=True)


@pytest.mark.parametrize("rules, negators", [("plain", ()), ("negation", ("not", "never", "no"))])
def test_other_rules_are_the_mean_of_the_matched_words(rules, negators):
    scores = {"calm": 1.0, "safe": 2.0, "grim": -1.0}
    rng = np.random.default_rng(3)
    words = [*scores, "not", "never", "no", "plan", "harbour", "GRIM,", "calm!", "but"]
    texts = [" ".join(rng.choice(words, size=rng.integers(1, 12))) for _ in range(200)]
    want = [plain_score(text, scores, negators) for text in texts]
    assert cf.valence(texts, load_lexicon(scores, rules=rules)) == pytest.approx(want, nan_ok=True)


@pytest.mark.parametrize("rules", ["plain", "negation"])
def test_a_lexicon_turned_round_turns_the_scores_round(rules):
    texts = ["calm and safe", "not calm", "a grim ruined pier", "it fell apart", "it never fell apart", "the plan"]
    turned = {term: -score for term, score in LIST.items()}
    once, again = (cf.valence(texts, load_lexicon(each, rules=rules)) for each in (LIST, turned))
    assert once == pytest.approx(-again, nan_ok=True)
    assert np.isnan(once).tolist() == [text == "the plan" for text in texts]


def test_phrases_match_as_wholes_the_longest_first():
    scores = {"fell apart": -2, "fell apart at sea": -5, "apart": 1, "sea*": 3, "sea": 2, "calm sea*": 4}
    lexicon = load_lexicon(scores)
    texts = ["It fell apart.", "It FELL  APART, at sea!", "fell, apart", "far apart", "fell", "fell apart at",
             "seas seaside sea", "a calm seaside", "fell apart fell apart", "at sea"]
    want = [-2, -5, -2, 1, np.nan, -2, 8 / 3, 4, -2, 2]
    assert cf.valence(texts, lexicon).tolist() == pytest.approx(want, nan_ok=True)


def test_phrases_do_not_cross_from_text_to_text():
    assert np.isnan(cf.valence(["it fell", "apart from"], {"fell apart": -2})).all()


def test_compiled_and_plain_reading_find_the_same_phrases():
    from crossframe.measure.reader import Reader

    lexicon = load_lexicon({"fell apart": -2, "fell apart at sea": -5, "apart": 1, "straße": 1, "naïve plan": -1})
    texts = ["It fell apart at sea — naïve plan.", "STRASSE Straße", "“Fell” apart", "😂 apart", "Naïve PLAN"] * 3
    reader = Reader(lexicon, straight=True)
    plain, compiled = reader._split(texts), reader._scan(texts)
    for reading in (plain, compiled):
        reader.vocabulary.merge_phrases(reading.code)
    assert np.array_equal(plain.code, compiled.code)


@pytest.mark.parametrize("lexicon", ["vader", {"calm*": 1, "fell apart": -2, "grim sea*": -3, "s*": 0.5}])
def test_threads_do_not_disturb_each_other(lexicon):
    rng = np.random.default_rng(2)
    words = np.array("calmer calmly good bad fell apart grim seaside seas storm plan not but sail".split())
    lists = [[" ".join(rng.choice(words, size=9)) for _ in range(400)] for _ in range(8)]
    lexicon = load_lexicon(lexicon)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda texts: cf.valence(texts, lexicon), lists * 3))
    for texts, scores in zip(lists * 3, together, strict=True):
        assert np.array_equal(cf.valence(texts, lexicon), scores, equal_nan=True)


def test_vader_rules_serve_other_lexicons():
    scores = {"calm": 2.0, "grim": -2.0}
    calm, very, negated = cf.valence(["calm", "very calm", "not calm"], load_lexicon(scores, rules="vader"))
    assert calm == pytest.approx(2 / np.sqrt(4 + 15))
    assert very > calm and negated == pytest.approx(-1.48 / np.sqrt(1.48**2 + 15))


def test_negators_of_another_language():
    lexicon = load_lexicon({"gut": 1.0}, negators=["nicht", "kein"])
    assert cf.valence(["nicht gut", "kein gut", "not gut", "gut"], lexicon).tolist() == [-1, -1, 1, 1]


def test_a_series_is_scored_as_its_list():
    series = pd.Series(["a good plan", "the plan"], index=[7, 3])
    assert cf.valence(series) == pytest.approx(cf.valence(series.tolist()), nan_ok=True)
    assert cf.valence([]).shape == (0,)


@pytest.mark.parametrize("call, said", [
    (lambda: cf.valence("good"), "one: \\[text\\]"),
    (lambda: cf.valence(["good", None]), "text 1 is None"),
    (lambda: cf.valence(["good"], typography="curly"), "printed, straight, got 'curly'"),
    (lambda: cf.valence(["good"], "vadr"), "no file is called 'vadr'; the lexicons are vader"),
    (lambda: cf.sentiment(FRAME, level="paragraph"), "article, sentence, text, word, got 'paragraph'"),
    (lambda: cf.sentiment(FRAME, voice="own"), "voice='own' is not known"),
    (lambda: cf.sentiment(FRAME.drop(columns="text")), "needs column text"),
])
def test_errors_say_what_was_wrong(call, said):
    with pytest.raises(cf.DataError, match=said):
        call()
