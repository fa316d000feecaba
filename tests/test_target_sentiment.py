"""cf.target_sentiment: mentions in their sentences, scored by a stand-in model that counts words, with voice and speaker."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import cache
from crossframe.schema import TARGET_SENTIMENT, names


class Words:
    """A stand-in: favourable where *brave* stands in the sentence, unfavourable where *liar* does, else unsure."""

    threshold, english = 0.6, True

    def __init__(self):
        self.read = []

    def predict_proba(self, sentences, starts, ends):
        self.read += [text[start:end] for text, start, end in zip(sentences, starts, ends, strict=True)]
        rows = [(0.1, 0.2, 0.7) if "brave" in text else (0.8, 0.1, 0.1) if "liar" in text else (0.3, 0.5, 0.2)
                for text in sentences]
        return np.array(rows)


class Kept(Words):
    kept_as = "words of a test 1"


TEXTS = ["Mayor Ada Rook is brave. She met Carl Sill. “Rook is a liar,” Sill said.", "Ada Rook is brave.", "It rained."]
FRAME = pd.DataFrame({"id": list("abc"), "outlet": ["A", "B", "B"], "story": ["s", "s", None], "text": TEXTS})
SAID = pd.DataFrame({"article": ["a"], "start": [45], "end": [61], "speaker": ["Carl Sill"]})
TARGETS = ["Ada Rook", "Carl Sill"]


def score(frame=FRAME, targets=TARGETS, **options):
    return cf.target_sentiment(frame, targets, **{"model": Words(), "sources": SAID} | options)


def test_every_mention_has_its_sentence_score_voice_and_speaker():
    table = score().table
    columns = ["article", "mention", "form", "score", "label", "voice", "speaker"]
    want = [("a", "Mayor Ada Rook", "title", 0.6, "positive", "outlet", ""), ("a", "She", "pronoun", -0.1, "", "outlet", ""),
            ("a", "Carl Sill", "name", -0.1, "", "outlet", ""),
            ("a", "Rook", "partial", -0.7, "negative", "quoted", "Carl Sill"),
            ("a", "Sill", "partial", -0.7, "negative", "outlet", ""), ("b", "Ada Rook", "name", 0.6, "positive", "outlet", "")]  # fmt: skip
    got = table[columns].assign(score=table.score.round(9))
    assert list(got.itertuples(index=False, name=None)) == want
    assert list(table) == names(TARGET_SENTIMENT) and table.story.tolist() == ["s"] * 6
    for row in table.itertuples():
        text = TEXTS["abc".index(row.article)]
        assert text[row.start : row.end] == row.mention and row.sentence_start <= row.start < row.end <= row.sentence_end
        assert text[row.sentence_start : row.sentence_end].endswith((".", "said."))
        assert row.negative + row.neutral + row.positive == pytest.approx(1)


def test_voices_part_the_mentions_between_them():
    every = score().table
    parts = pd.concat([score(voice=voice).table for voice in ("outlet", "quoted")])
    parts = parts.sort_values(["article", "start"], ignore_index=True)
    pd.testing.assert_frame_equal(every, parts)
    assert "Only what they quote" in score(voice="quoted").about["reads"]
    assert "Not mentioned in this voice: 'Carl Sill'." in score(voice="quoted").about["caution"]


def test_renamed_targets_have_the_same_scores_at_the_same_places():
    renamed = FRAME.assign(text=FRAME.text.str.replace("Ada Rook", "Eva Moor").str.replace("Rook", "Moor"))
    one, two = score(targets=["Ada Rook"]).table, score(renamed, ["Eva Moor"]).table
    pd.testing.assert_frame_equal(one.drop(columns=["target", "mention"]), two.drop(columns=["target", "mention"]))


def test_the_order_of_articles_changes_nothing_else():
    turned = score(FRAME.iloc[::-1]).table
    pd.testing.assert_frame_equal(turned.sort_values(["article", "start"], ignore_index=True), score().table)


def test_about_says_what_was_found_and_what_was_not():
    about = score(targets=["Ada Rook", "Turkey", "sanctions"]).about
    assert about["kinds"] == {"Ada Rook": "person", "Turkey": "country", "sanctions": "thing"}
    assert about["names"] == {"Ada Rook": {"Mayor Ada Rook": 1, "She": 1, "Rook": 1, "Ada Rook": 1}, "Turkey": {}, "sanctions": {}}
    assert about["forms"] == {"title": 1, "pronoun": 1, "partial": 1, "name": 1}
    assert about["not_found"] == ["Turkey", "sanctions"] and "No article mentions 'Turkey', 'sanctions'." in about["caution"]
    assert about["abstains"] == 0.25 and about["threshold"] == 0.6 and about["n_articles"] == 3
    assert about["parameters"] == {"targets": ["Ada Rook", "Turkey", "sanctions"], "pronouns": True, "voice": "all", "most": 12}


def test_evidence_is_the_mention_in_its_sentence():
    line = score().evidence(3).iloc[0]
    assert (line.left, line.match, line.right) == ("“", "Rook", " is a liar,” Sill said.")


def test_what_is_the_same_is_read_once():
    model = Words()
    twice = pd.concat([FRAME, FRAME.assign(id=list("xyz"))])
    table = score(twice, model=model, sources=SAID).table
    assert len(table) == 12 and len(model.read) == 6


def test_what_was_read_is_kept_by_sentence_place_and_model(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path))
    first, second = Kept(), Kept()
    one, two = score(model=first), score(model=second)
    assert len(first.read) == 6 and second.read == []
    pd.testing.assert_frame_equal(one.table, two.table)
    more = FRAME.assign(text=FRAME.text + " Rook left.")
    score(more, model=second)
    assert set(second.read) == {"Rook"}  # new sentences alone
    cache.forget(Kept.kept_as)


def test_the_main_targets_where_none_are_named():
    texts = ["Ada Rook is brave. Carl Sill left.", "Ada Rook is a liar. Turkey won.", "Turkey lost to Ms Moor."]
    frame = pd.DataFrame({"outlet": ["A", "B", "A"], "text": texts})
    said = SAID.iloc[:0]
    assert list(score(frame, None, sources=said).about["kinds"]) == ["Ada Rook", "Turkey"]
    result = score(frame, None, sources=said, most=1)
    assert list(result.about["kinds"]) == ["Ada Rook"] and result.about["parameters"]["most"] == 1


def test_a_model_that_cannot_read_a_sentence_says_nothing():
    class Blind(Words):
        def predict_proba(self, sentences, starts, ends):
            return np.full((len(sentences), 3), np.nan)

    table = score(model=Blind()).table
    assert table.score.isna().all() and (table.label == "").all()


def test_other_languages_are_said_not_guessed():
    frame = pd.DataFrame({"id": ["de"], "outlet": ["A"], "text": [
        "Ada Rook ist mutig und hat den Hafen wieder geöffnet, obwohl viele Leute dagegen waren und es lange geregnet hat."]})
    result = score(frame, ["Ada Rook"], sources=SAID.iloc[:0])
    assert "1 of 1 articles does not read as English (de): it is not scored." in result.about["caution"]
    assert result.table.mention.tolist() == ["Ada Rook"] and result.table.label.tolist() == [""]
    assert result.table[["negative", "neutral", "positive", "score"]].isna().all(axis=None)
    assert result.about["not_english"] == 1 and np.isnan(result.about["abstains"])


def test_what_is_not_english_leaves_the_rest_as_it_is():
    german = pd.DataFrame({"id": ["de"], "outlet": ["A"], "text": ["Ada Rook ist mutig und hat den Hafen wieder geöffnet."]})
    model = Words()
    result = score(pd.concat([german, FRAME]), model=model)
    pd.testing.assert_frame_equal(result.table[1:].reset_index(drop=True), score().table)
    assert len(model.read) == 6 and result.about["abstains"] == score().about["abstains"]
    model.english = False
    assert score(german, ["Ada Rook"], model=model, sources=SAID.iloc[:0]).about["not_english"] == 0 and len(model.read) == 7


def test_a_sentence_of_ten_thousand_words():
    text = "Ada Rook, who is brave, left the pier " + "and left it again " * 2_500 + "with Carl Sill."
    frame = pd.DataFrame({"id": ["a"], "outlet": ["A"], "text": [text]})
    table = score(frame, sources=SAID.iloc[:0]).table
    assert table.mention.tolist() == ["Ada Rook", "Carl Sill"] and table.sentence_end.tolist() == [len(text)] * 2
    assert table.label.tolist() == ["positive"] * 2


def test_no_mention_in_a_voice_is_an_empty_table():
    result = score(FRAME.iloc[1:2], ["Ada Rook"], voice="quoted", sources=SAID.iloc[:0])
    assert len(result.table) == 0 and list(result.table) == names(TARGET_SENTIMENT)
    assert np.isnan(result.about["abstains"])


@pytest.mark.parametrize(
    ("targets", "options", "message"),
    [
        (["Ada Rock"], {}, "no article mentions 'Ada Rock'. Near 'Ada Rock' stand 'Ada Rook'"),
        (["Turkey,Russia"], {}, "no article mentions 'Turkey,Russia'. If that is several names in one, give each by"),
        ([""], {}, r"targets\[''\] holds ''; a name is a str with a letter"),
        ([], {}, "targets is empty; name somebody, or leave it out"),
        (TARGETS, {"voice": "loud"}, "voice='loud' is not known"),
        (None, {"most": 0}, "most=0 is no count"),
        (TARGETS, {"sources": pd.DataFrame({"article": ["a"]})}, "sources needs column start, end"),
    ])  # fmt: skip
def test_what_cannot_be_used_is_refused(targets, options, message):
    with pytest.raises(cf.DataError, match=message):
        score(targets=targets, **options)


def test_a_model_with_two_answers_is_refused():
    class Two:
        def predict_proba(self, sentences, starts, ends):
            return np.full((len(sentences), 2), 0.5)

    with pytest.raises(cf.DataError, match=r"model gave probabilities of shape \(\d+, 2\) for \d+ mentions; what is wanted"):
        cf.target_sentiment(FRAME, ["Ada Rook"], model=Two(), sources=SAID.iloc[:0])


@pytest.mark.parametrize("targets", [["Rook" * 1_250], ["Ada Rook", "Rook" * 1_250], {"Rook" * 1_250: [""]}])
def test_a_name_of_thousands_of_letters_is_not_repeated_in_full(targets):
    try:
        said = score(targets=targets).about["caution"]
    except cf.DataError as error:
        said = str(error)
    assert "'RookRook" in said and len(said) < 500


def test_nobody_to_find_is_said():
    frame = pd.DataFrame({"outlet": ["A"], "text": ["it rained."]})
    with pytest.raises(cf.DataError, match="name the targets"):
        score(frame, None)


def test_the_model_itself_reads_plain_sentences():
    texts = ["Critics condemned Ada Rook as a corrupt and cruel liar.", "Everybody praised Ada Rook, the brave and honest hero."]
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": texts})
    table = cf.target_sentiment(frame, ["Ada Rook"], sources=SAID.iloc[:0]).table
    assert table.score.iloc[0] < 0 < table.score.iloc[1]
