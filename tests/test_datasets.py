"""Readers of public research corpora, on invented files."""

import json

import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import babe, basil, fnc1, newsmtsc, polnear
from crossframe.errors import ReadError

BABE_COLUMNS = ["text", "news_link", "outlet", "topic", "type", "label_bias", "label_opinion", "biased_words"]
BABE_ROWS = [
    ["The \"reform\"; a sham, said all.", "https://lantern.example/1", "The Lantern", "roads", "left", "Biased", "No agreement", "['sham', 'reform']"],
    ["The vote is on Monday.", "", "Quay Ledger", "roads", "", "Non-biased", "Entirely factual", "[]"],
    ["Many think so.", "", "Quay Ledger", "ferry", "center", "No agreement", "No agreement", "[]"],
]


def sentence(gid, text, *targets):
    return {"primary_gid": gid, "sentence_normalized": text, "targets": [
        {"Input.gid": gid, "from": text.index(mention), "to": text.index(mention) + len(mention), "mention": mention, "polarity": polarity}
        for mention, polarity in targets]}


def lines(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_newsmtsc(tmp_path):
    path = lines(tmp_path / "train.jsonl",
                 sentence("allsides_12_5_3_Ada Holm_0_8", "Ada Holm, the “fool”, beat Bo Rook.\u2028", ("Ada Holm", 2.0), ("Bo Rook", 6.0)), "",
                 sentence("polusa_v1_77_-1_0_Rook_1_5", "As Rook said.", ("Rook", 4)),
                 sentence("allsides_13_5_1_Rook_0_4", "Rook left.", ("Rook", 4)))
    table = newsmtsc(path)
    assert table.columns.tolist() == ["sentence", "start", "end", "mention", "label", "article", "n_targets"]
    assert [row.sentence[row.start:row.end] for row in table.itertuples()] == table.mention.tolist()
    assert table.label.tolist() == [-1, 1, 0, 0]
    assert table.article.tolist() == ["allsides 5", "allsides 5", "polusa 77", "allsides 5"]
    assert table.n_targets.tolist() == [2, 2, 1, 1]


@pytest.mark.parametrize(("line", "words"), [
    ("not json", "train.jsonl, line 2: not JSON"),
    ("[1]", "line 2: a JSON object is wanted, not list"),
    ({"sentence": "An invented line."}, "line 2: .*primary_gid, sentence_normalized"),
    (sentence("polusa_v1_7_-1_0_Rook_0_4", "Rook left.", ("Rook", 5)), r"line 2: .*polarity 2, 4 or 6; this one fails at 5"),
    (sentence("Rook", "Rook left.", ("Rook", 4)), "line 2: .*primary_gid"),
])
def test_a_line_that_is_not_of_newsmtsc(tmp_path, line, words):
    path = lines(tmp_path / "train.jsonl", sentence("polusa_v1_7_-1_0_Rook_0_4", "Rook left.", ("Rook", 4)), line)
    with pytest.raises(ReadError, match=words):
        newsmtsc(path)


def test_newsmtsc_without_targets(tmp_path):
    with pytest.raises(ReadError, match="no targets in it"):
        newsmtsc(lines(tmp_path / "train.jsonl", sentence("polusa_v1_7_-1", "Rook left.")))


@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_babe_with_any_divider(tmp_path, sep):
    path = tmp_path / "labels.csv"
    pd.DataFrame(BABE_ROWS, columns=BABE_COLUMNS).to_csv(path, sep=sep, index=False, encoding="utf-8-sig")
    table = babe(path)
    assert table.text.tolist() == [row[0] for row in BABE_ROWS]
    assert table.loaded.tolist() == [1, 0, pd.NA]
    assert table.words.tolist() == [["sham", "reform"], [], []]
    assert table.outlet.tolist() == ["The Lantern", "Quay Ledger", "Quay Ledger"]
    assert table.lean.isna().tolist() == [False, True, False]


@pytest.mark.parametrize(("column", "value", "words"), [
    ("label_bias", "biased", r"label_bias is one of \['Biased', 'Non-biased', 'No agreement'\], here also \['biased'\]"),
    ("biased_words", "sham", r"line 4: biased_words is a list such as \['farcical'\], here 'sham'"),
])
def test_babe_with_other_labels(tmp_path, column, value, words):
    table = pd.DataFrame(BABE_ROWS, columns=BABE_COLUMNS)
    table.loc[2, column] = value
    table.to_csv(tmp_path / "labels.csv", index=False)
    with pytest.raises(ReadError, match=words):
        babe(tmp_path / "labels.csv")


def claims(folder, part="train", *, bodies="Body ID,articleBody\n4,\"The pier,\nopen.\"\n9,No.\n",
           stances="Headline,Body ID,Stance\nPier closed,4,disagree\nFerry late,9,unrelated\nPier open,4,agree\n"):
    (folder / f"{part}_bodies.csv").write_text(bodies, encoding="utf-8")
    (folder / f"{part}_stances.csv").write_text(stances, encoding="utf-8")


def test_fnc1(tmp_path):
    claims(tmp_path)
    claims(tmp_path, "competition_test", bodies="Body ID,articleBody\n4,Of another part.\n", stances="Headline,Body ID,Stance\nA,4,discuss\n")
    (tmp_path / "test_stances_unlabeled.csv").write_text("Headline,Body ID\nA,4\n", encoding="utf-8")
    table = fnc1(tmp_path)
    assert table.part.tolist() == ["competition_test", "train", "train", "train"]
    assert table.text.tolist() == ["Of another part.", "The pier,\nopen.", "No.", "The pier,\nopen."]
    assert table.stance.tolist() == ["discuss", "disagree", "unrelated", "agree"]
    assert table.body.tolist() == [4, 4, 9, 4]


@pytest.mark.parametrize(("files", "words"), [
    ({"stances": "Headline,Body ID,Stance\nA,4,denies\n"}, r"a stance is one of .*, here also \['denies'\]"),
    ({"stances": "Headline,Body ID,Stance\nA,4,agree\nB,5,agree\n"}, "line 3: train_bodies.csv has no article '5'"),
    ({"stances": "Headline,Stance\nA,agree\n"}, r"FNC-1 has columns \['Body ID'\], this file only \['Headline', 'Stance'\]"),
    ({"bodies": ""}, "train_bodies.csv: not a table"),
])
def test_fnc1_that_is_not(tmp_path, files, words):
    claims(tmp_path, **files)
    with pytest.raises(ReadError, match=words):
        fnc1(tmp_path)


def test_fnc1_without_its_articles(tmp_path):
    claims(tmp_path)
    (tmp_path / "train_bodies.csv").unlink()
    with pytest.raises(ReadError, match=r"train_bodies.csv: there is no such file; FNC-1 must be fetched"):
        fnc1(tmp_path)


def event(folder, name, sentences, **sentiment):
    """An article whose sentences are (text, marked words or None, first character, last)."""
    span = {"target": "Ada Holm", "polarity": "Negative", "aim": "Direct", "bias": "Lexical", "quote": "Yes", "speaker": "Bo Rook"}
    body = [{"sentence": text, "sentence-index": at, "annotations": [span | {"text": marked, "start": start, "end": end}] if marked else []}
            for at, (text, marked, start, end) in enumerate(sentences)]
    said = {"stance": "Left", "author-sentiment": {"main-event": "Neutral", **sentiment}}
    (folder / name).write_text(json.dumps({"title": "The vote", "date": "2031-05-02", "url": "https://lantern.example",
                                           "body": body, "article-level-annotations": said}), encoding="utf-8")


def test_basil(tmp_path):
    (tmp_path / "data").mkdir()
    event(tmp_path / "data", "10_nyt.json", [("Nothing.", None, 0, 0)], Holm="Neutral")
    event(tmp_path / "data", "2_HPO.json", [
        (" A sham, a sham! ", "sham", 12, 15),  # the second, its end that of its last character
        ("", None, 0, 0), ("Then a farce", "a farce", 0, 4),  # another place than said
    ], Holm="Slightly positive", Rook="Negative")
    (tmp_path / "data" / "notes.json").write_text("{}", encoding="utf-8")
    articles, sentiments, spans = basil(tmp_path)
    assert articles[["id", "outlet", "story"]].to_numpy().tolist() == [["2_hpo", "HuffPost", 2], ["10_nyt", "The New York Times", 10]]
    assert articles.text[0] == "A sham, a sham! Then a farce"
    assert sentiments.to_numpy().tolist() == [["2_hpo", "Holm", 1], ["2_hpo", "Rook", -1], ["10_nyt", "Holm", 0]]
    assert spans[["start", "end"]].to_numpy().tolist() == [[10, 14], [21, 28]]
    assert spans.loc[0, ["target", "polarity", "kind", "quoted", "speaker"]].tolist() == ["Ada Holm", -1, "lexical", True, "Bo Rook"]
    assert cf.read(articles, clean=False).articles.story.astype(str).tolist() == ["2", "10"]


def test_basil_that_is_not(tmp_path):
    (tmp_path / "1_fox.json").write_text('{"body": []}', encoding="utf-8")
    with pytest.raises(ReadError, match=r"1_fox.json: an article of BASIL has .*fails at 'article-level-annotations'"):
        basil(tmp_path)


@pytest.mark.parametrize("reader", [fnc1, basil])
def test_a_folder_without_the_corpus(tmp_path, reader):
    with pytest.raises(ReadError, match="there is no file such as .* must be fetched from its authors first"):
        reader(tmp_path)


@pytest.mark.parametrize("reader", [newsmtsc, babe])
def test_a_file_that_is_not_there_or_a_folder_or_not_text(tmp_path, reader):
    with pytest.raises(ReadError, match="there is no such file; .* must be fetched from its authors first"):
        reader(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="this is a folder; .* is read from a file"):
        reader(tmp_path)
    (tmp_path / "bytes").write_bytes(b"text\xff")
    with pytest.raises(ReadError, match="not UTF-8 at byte 4"):
        reader(tmp_path / "bytes")


def test_polnear(tmp_path):
    for folder in ("text", "attributions"):
        (tmp_path / "train" / folder).mkdir(parents=True)
    (tmp_path / "train" / "text" / "lantern_1.txt").write_text("Holm said it was late.", encoding="utf-8")
    marks = "T1\tAttribution 10 21\tit was late\nT2\tAttribution 0 4\tHolm\nT3\tAttribution 5 9\tsaid\nE1\tContent:T1 Source:T2 Cue:T3\n"
    for annotator in ("a", "b"):
        (tmp_path / "train" / "attributions" / f"lantern_1_{annotator}.ann").write_text(marks, encoding="utf-8")
    articles, found = polnear(tmp_path)
    assert articles.to_numpy().tolist() == [["lantern_1", "lantern", "train", "Holm said it was late."]]
    assert found.annotator.tolist() == [0, 1]
    assert found.loc[0, ["start", "end", "source_start", "source_end", "cue_start", "cue_end"]].tolist() == [10, 21, 0, 4, 5, 9]


@pytest.mark.parametrize(("reader", "name", "n"), [(newsmtsc, "newsmtsc/train.jsonl", 8_739), (babe, "babe/sentences.csv", 2_717), (fnc1, "fnc1", 49_972)])
def test_the_corpora_themselves(shared, reader, name, n):
    assert len(reader(shared / "data" / name)) == n


def test_basil_itself(shared):
    articles, sentiments, spans = basil(shared / "data" / "basil")
    assert (len(articles), articles.story.nunique(), len(spans)) == (150, 50, 864)
    assert sentiments.article.isin(articles.id).all()
