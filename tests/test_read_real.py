"""Real corpora read whole: nothing lost, and the same as read by hand."""

import json
from pathlib import Path

import pandas as pd
import pytest

import crossframe as cf

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the research corpora are not in ../shared/data")


def test_events_told_by_three_outlets():
    corpus = cf.read(DATA / "basil", clean=False)
    assert corpus.outlets[["outlet", "articles"]].values.tolist() == [["fox", 50], ["hpo", 50], ["nyt", 50]]
    assert corpus.outlet_spellings.written.tolist() == ["FOX", "HPO", "NYT", "fox", "hpo", "nyt"]
    assert corpus.problems.file.str.endswith("README.md").tolist() == [True]
    assert corpus.articles.date.notna().all()
    for article in corpus.articles.sample(20, random_state=0).itertuples():
        by_hand = json.loads(Path(article.source).read_text(encoding="utf-8"))
        assert article.text == " ".join(sentence["sentence"] for sentence in by_hand["body"])
        assert article.title == by_hand["title"]


def test_articles_as_scraped():
    path = DATA / "abp" / "articles.parquet"
    by_hand = pd.read_parquet(path, columns=["id", "outlet", "date", "text"])
    corpus = cf.read(path, clean=False)
    articles = corpus.articles
    assert (articles.id.to_numpy() == by_hand.id.to_numpy()).all()
    assert (articles.text.to_numpy() == by_hand.text.to_numpy()).all()
    assert not len(corpus.lost)
    assert articles.date.isna().sum() == (by_hand.date == "").sum() + len(corpus.problems)
    assert corpus.problems.reason.str[:17].tolist() == ["date '2050-09-30'"]
    folded = by_hand.outlet.str.strip() != articles.outlet
    other = {"Newsmax (News)": 6, "The American Spectator": 2, "DesMoines Register": 1}
    assert by_hand.outlet[folded].value_counts().to_dict() == other
    assert list(articles)[-2:] == ["topic", "lean"]


def test_texts_in_folders():
    corpus = cf.read([DATA / "polnear" / part / "text" for part in ("train", "dev")], clean=False)
    assert len(corpus) == 924
    assert not len(corpus.lost)
    for article in corpus.articles.sample(50, random_state=0).itertuples():
        assert article.text == Path(article.source).read_text(encoding="utf-8")


def test_tables_of_claims_and_sentences():
    bodies = cf.read(DATA / "fnc1" / "train_bodies.csv", outlet="unknown", clean=False, errors="collect")
    by_hand = pd.read_csv(DATA / "fnc1" / "train_bodies.csv")
    assert len(bodies) + len(bodies.lost) == len(by_hand)
    assert bodies.articles.id.astype(int).isin(by_hand["Body ID"]).all()
    babe = cf.read(DATA / "babe" / "sentences.csv", clean=False)
    by_hand = pd.read_csv(DATA / "babe" / "sentences.csv")
    assert babe.articles.text.tolist() == by_hand.text.tolist()
    assert babe.articles.outlet.nunique() == by_hand.outlet.nunique()
