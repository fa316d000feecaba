"""Comparison: who is held against whom, what is said, and that the same input gives the same answer."""

import json
from functools import partial

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare.evidence import sentences_behind
from crossframe.compare.manifest import digest_of, inputs
from crossframe.compare.notes import may_not, surest

plain = partial(cf.compare, match=None, copies="keep", frames=False, targets=False)  # the articles repeat one another word for word

COMMON = "The council met on Tuesday and heard the {word} plan. Members spoke of the {word} and went home {mood}."
WORDS = {"Mercury": ("levy", "angry"), "Beacon": ("relief", "happy"), "Courier": ("charge", "sad")}


def invented(outlets, n):
    """n articles an outlet, each outlet with a word and a mood of its own in most of them."""
    rows = []
    for outlet in outlets:
        for k in range(n):
            word, mood = WORDS[outlet] if k % 4 else ("harbour", "tired")
            text = f"{COMMON.format(word=word, mood=mood)} Item {k} came last."
            rows.append({"outlet": outlet, "date": f"2024-03-{1 + k % 28:02d}", "title": f"{outlet} {k}",
                         "author": f"A{k % 6}", "text": text})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def pair():
    return plain(invented(["Mercury", "Beacon"], 12))


@pytest.fixture(scope="module")
def three():
    return plain(invented(["Mercury", "Beacon", "Courier"], 12))


def test_two_outlets_are_held_against_each_other(pair):
    assert pair.about["compared"] == ["Beacon", "Mercury"] and pair.about["pair"]
    assert set(pair.results["keyness"].table.outlet) == {"Beacon"}


def test_pair_equals_keyness_called_alone(pair):
    alone = cf.keyness(invented(["Mercury", "Beacon"], 12), target="Beacon", reference="Mercury").table
    pd.testing.assert_frame_equal(pair.results["keyness"].table, alone)


def test_three_outlets_are_held_against_all_others(three):
    assert set(three.results["keyness"].table.outlet) == {"Mercury", "Beacon", "Courier"}
    alone = cf.keyness(invented(["Mercury", "Beacon", "Courier"], 12), target="Courier").table
    got = three.results["keyness"].table
    pd.testing.assert_frame_equal(got[got.outlet == "Courier"].reset_index(drop=True), alone)


def test_of_many_outlets_the_largest_are_compared_and_the_rest_is_named():
    papers = [invented(["Mercury"], 3).assign(outlet=f"Paper {k:02d}") for k in range(14)]
    frame = pd.concat([*papers, invented(["Beacon"], 5)])
    comparison = plain(frame)
    assert len(comparison.about["compared"]) == 12 and comparison.about["compared"][0] == "Beacon"
    assert comparison.about["left_out"] == {"Paper 11": 3, "Paper 12": 3, "Paper 13": 3}
    assert any("3 further outlets (9 articles" in note for note in comparison.notes)
    assert comparison.about["rows"]["compared"] == len(frame)  # they still count among all others
    assert set(comparison.results["keyness"].table.outlet) <= set(comparison.about["compared"])


def test_outlets_left_out_still_stand_among_all_others():
    frame = invented(["Mercury", "Beacon", "Courier"], 12)
    chosen = plain(frame, outlets=["Mercury", "Beacon"]).results["keyness"].table
    whole = plain(frame).results["keyness"].table
    whole, chosen = (table[table.outlet == "Mercury"].reset_index(drop=True) for table in (whole, chosen))
    pd.testing.assert_frame_equal(whole, chosen)


def test_by_compares_any_column():
    frame = invented(["Mercury", "Beacon"], 12).rename(columns={"outlet": "desk"}).assign(outlet="Mercury")
    assert plain(frame, by="desk").about["compared"] == ["Beacon", "Mercury"]


@pytest.mark.parametrize("options, says", [
    ({"target": "Herald"}, "no outlet 'Herald'; there are 'Beacon', 'Mercury'"),
    ({"reference": "Mercury"}, "needs a target"),
    ({"target": "Mercury", "reference": "Mercury"}, "another outlet"),
    ({"target": "Mercury", "outlets": ["Beacon"]}, "not both"),
    ({"cluster": "desk"}, "needs column desk"),
    ({"lexicon": "nosuch"}, "nosuch"),
    ({"min_count": 0}, "min_count"),
    ({"ngrams": 4}, "ngrams"),
    ({"stop_words": "klingon"}, "stop_words"),
    ({"frames": "policy"}, "frames must be True, False or None .*, got 'policy'"),
])
def test_what_is_asked_wrongly_is_refused(options, says):
    with pytest.raises(cf.DataError, match=says):
        plain(invented(["Mercury", "Beacon"], 3), **options)


def test_one_outlet_alone_is_refused():
    with pytest.raises(cf.DataError, match="all 4 articles are of one outlet, 'Mercury'"):
        plain(invented(["Mercury"], 4))


def test_planted_words_are_named_and_the_null_world_names_none(pair):
    assert "“relief”" in pair.findings[1] and "“levy”" in pair.findings[1] and "Most surely" in pair.findings[1]
    frame = invented(["Mercury", "Beacon"], 24)
    coin = np.random.default_rng(3).permutation(len(frame)) % 2
    shuffled = plain(frame.assign(outlet=np.where(coin, "One", "Two")))
    assert "none of" in shuffled.findings[1]
    assert not (shuffled.results["keyness"].table.p_adjusted < 0.05).any()


def test_frames_are_left_unread_where_told_so(pair):
    assert not any("frame" in name or name == "wordshift" for name in pair.results)
    assert pair.skipped["frames"] == "Frames were not read." and pair.manifest["parameters"]["frames"] is False
    assert not any("frames" in sentence for sentence in (*pair.findings, *pair.notes)) and "Boydstun" not in pair.methods()


def test_two_articles_are_described_and_not_tested():
    comparison = plain(invented(["Mercury", "Beacon"], 1), frames=None)
    for name in ("keyness", "sentiment_contrast", "frame_axis_contrast", "wordshift"):
        table = comparison.results[name].table
        assert table[["std_error", "conf_low", "conf_high", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert "two articles can be described, not tested" in may_not(comparison)[0]
    assert "too few articles to test" in comparison.methods()
    assert not any("differ beyond chance" in sentence for sentence in comparison.findings)


def test_mirrored_outlets_give_mirrored_results():
    frame = invented(["Mercury", "Beacon"], 8)
    one, two = (plain(frame, target=a, reference=b).results["keyness"].table.set_index("term").estimate
                for a, b in (("Mercury", "Beacon"), ("Beacon", "Mercury")))
    np.testing.assert_allclose(one, -two.reindex(one.index), atol=1e-5)


def test_notes_say_what_the_data_lack():
    frame = invented(["Mercury", "Beacon"], 6)
    frame.loc[frame.outlet == "Mercury", "date"] = "2021-01-02"
    frame.loc[0, "date"] = None
    notes = plain(frame).notes
    assert any("1 of 12 articles has no date" in note for note in notes)
    assert any("Mercury ends 2 January 2021, Beacon begins 1 March 2024" in note for note in notes)
    assert any("fewer than ten articles: Beacon (6) and Mercury (6)" in note for note in notes)
    assert any("Stories were not matched" in note for note in notes)


def test_articles_of_unknown_outlet_are_left_out_and_counted():
    frame = invented(["Mercury", "Beacon"], 6)
    frame.loc[[0, 1], "outlet"] = None
    comparison = plain(frame)
    assert comparison.about["rows"] | {"terms": 0} == {"read": 12, "lost": 0, "articles": 12, "with_outlet": 10,
                                                       "compared": 10, "with_words": 10, "scored": 10, "terms": 0}
    assert any("2 articles whose outlet is not known" in note for note in comparison.notes)
    with pytest.raises(cf.DataError, match="no article says its outlet"):
        plain(frame.assign(outlet=None))


def test_articles_without_a_word_of_the_lexicon_are_said_not_to_be_scored():
    frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"] * 3, "text": "table chair table chair"})
    comparison = plain(frame)
    assert "sentiment_contrast" not in comparison.results
    assert "lexicon 'vader' knows" in comparison.skipped["sentiment_contrast"]


def test_overview_counts_by_hand(pair):
    table = pair.results["corpus"].table.set_index("outlet")
    frame = invented(["Mercury", "Beacon"], 12)
    assert table.articles.to_dict() == {"Beacon": 12, "Mercury": 12}
    assert table.words["Mercury"] == sum(len(text.split()) for text in frame.text[frame.outlet == "Mercury"])
    assert str(table["first"]["Mercury"].date()) == "2024-03-01" and table.undated.sum() == 0


def test_a_corpus_brings_its_audit_and_a_table_says_it_has_none(tmp_path, pair):
    assert "cleaning" not in pair.results and "cf.read" in pair.skipped["cleaning"]
    frame = invented(["Mercury", "Beacon"], 6)
    frame["text"] = [f"{text}\n\nRead more: {k} other things you missed" for k, text in enumerate(frame.text)]
    frame.to_csv(tmp_path / "articles.csv", index=False)
    comparison = plain(cf.read(tmp_path / "articles.csv"))
    assert comparison.results["cleaning"].table.passages.sum() == len(comparison.corpus.removed) > 0
    assert comparison.results["cleaning"].table.characters.sum() == comparison.corpus.removed.text.str.len().sum()
    assert comparison.manifest["inputs"]["each"][0]["of"] == "file"


def test_manifest_is_the_same_twice_and_follows_the_input(pair):
    again = plain(invented(["Mercury", "Beacon"], 12)).manifest
    assert json.dumps(again) == json.dumps(pair.manifest)
    other = invented(["Mercury", "Beacon"], 12)
    other.loc[0, "text"] += " More."
    assert plain(other).manifest["inputs"]["sha256"] != pair.manifest["inputs"]["sha256"]
    assert {"crossframe", "python", "numpy", "pandas"} <= set(pair.manifest["versions"])
    assert pair.manifest["rows"]["read"] == 24 and pair.manifest["parameters"]["min_count"] == 5


def test_inputs_hash_the_file_or_else_its_texts(tmp_path):
    import hashlib

    (tmp_path / "a.txt").write_bytes(b"one\r\n")
    frame = pd.DataFrame({"text": ["one", "two"], "source": [str(tmp_path / "a.txt"), "gone.txt"]})
    first, second = inputs(frame)
    assert first["sha256"] == hashlib.sha256(b"one\r\n").hexdigest() and first["of"] == "file"
    assert second["sha256"] == hashlib.sha256(b"two\0").hexdigest() and second["of"] == "texts"
    assert digest_of([first, second]) != digest_of([second, first])


def test_methods_holds_the_numbers_and_its_references(pair):
    text = pair.methods()
    paragraph, references = text.split("\n\n")
    assert "24 articles (Beacon: 12; Mercury: 12)" in paragraph and "used at least 5 times" in paragraph
    assert all(name in references for name in ("Benjamini", "Hutto", "Lijffijt", "Monroe"))
    assert "the author, not the word" in plain(invented(["Mercury", "Beacon"], 12), cluster="author").methods()


def test_tables_and_workbook_hold_every_row(pair, tmp_path):
    import openpyxl

    pair.save_tables(tmp_path / "tables")
    keyness = pair.results["keyness"].table
    written = pd.read_csv(tmp_path / "tables" / "keyness.csv")
    pd.testing.assert_frame_equal(written, keyness, check_dtype=False, rtol=1e-15)
    manifest = json.loads((tmp_path / "tables" / "manifest.json").read_text("utf-8"))
    assert manifest == json.loads(json.dumps(pair.manifest))
    book = openpyxl.load_workbook(pair.to_excel(tmp_path / "tables.xlsx"), read_only=True)
    assert book.sheetnames[0] == "about" and book.sheetnames[-1] == "manifest"
    assert [row[0] for row in book["keyness"].iter_rows(values_only=True)] == ["term", *keyness.term]


def test_workbook_takes_text_as_text(tmp_path):
    import openpyxl

    frame = invented(["Mercury", "Beacon"], 6).assign(outlet=lambda t: t.outlet.replace("Mercury", "=1+1\x07"))
    book = openpyxl.load_workbook(plain(frame).to_excel(tmp_path / "t.xlsx"))
    assert "=1+1 " in [cell.value for cell in book["corpus"]["A"]] and book["corpus"]["A3"].data_type == "s"


def test_surest_follows_the_order_of_the_table_on_either_side():
    rows = pd.DataFrame({"term": ["first", "other", "second", "level"], "estimate": [0.5, -1.0, 5.0, 0.0]})
    assert surest(rows, 5).term.tolist() == ["first", "second"]
    assert surest(rows, 1).term.tolist() == ["first"]
    assert surest(rows, 5, side=-1).term.tolist() == ["other"]


def test_sentences_behind_agree_with_the_counts():
    frame = invented(["Mercury", "Beacon"], 9)
    sides = (frame.outlet == "Beacon").to_numpy(dtype=int)
    uses = sentences_behind(frame, ["levy", "the council"], sides, each=4)
    found = uses.groupby(["term", "side"]).size().to_dict()
    assert found == {("levy", 0): 4, ("the council", 0): 4, ("the council", 1): 4}
    for use in uses.itertuples():
        text = frame.text[use.article]
        assert text[use.start:use.end].lower() == use.term
        assert use.sentence_start <= use.start < use.end <= use.sentence_end
    assert uses[uses.term == "levy"].article.nunique() == 4  # spread over articles where there are enough


def test_few_articles_give_several_sentences_each():
    frame = invented(["Mercury", "Beacon"], 2)
    uses = sentences_behind(frame, ["levy"], np.zeros(len(frame), dtype=int), each=6)
    assert uses.article.tolist() == [1, 1]  # the one article that has it has it twice


def test_shows_itself_in_a_notebook_escaped():
    frame = invented(["Mercury", "Beacon"], 2).assign(outlet=lambda t: t.outlet.replace("Mercury", "<b>M</b>"))
    html = plain(frame)._repr_html_()
    assert "&lt;b&gt;M&lt;/b&gt;" in html and "<b>M</b>" not in html
