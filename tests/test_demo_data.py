"""The demo corpus is what its ground truth says, by the simplest code that can tell."""

import difflib
import html
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import crossframe as cf
from crossframe import datasets

DEMO = Path(__file__).parents[1] / "data" / "demo"
OUTLETS = ["Kelmoran Sentinel", "Lantern 24", "The Harbour Post", "The Quay Ledger"]
REAL = (
    "Associated Press|Reuters|Agence France|Bloomberg|BBC|CNN|Fox News|Sky News|Al Jazeera|Xinhua|TASS|Guardian|"
    "Telegraph|New York Times|Washington Post|Wall Street Journal|USA Today|Los Angeles Times|Financial Times|"
    "Huffington Post|Breitbart|Politico|Daily Mail|Le Monde|Der Spiegel|Moscow Times|CGTN|Twitter|Facebook|YouTube")


def gold(name):
    return pd.read_csv(DEMO / "gold" / f"{name}.csv", dtype=str, keep_default_na=False)


ARTICLES = gold("articles")
TRUTH = datasets.demo_ground_truth()
TEXT = ARTICLES.set_index("id").text
OWN = ARTICLES[ARTICLES.wire == ""]


def squeezed(text):
    return " ".join(text.split())


def visible(path):
    """All that a page shows, in one line."""
    if path.suffix == ".docx":
        from docx import Document

        return squeezed("\n".join(paragraph.text for paragraph in Document(path).paragraphs))
    if path.suffix == ".csv":
        return squeezed(" ".join(pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel()))
    text = path.read_text("utf-8")
    return squeezed(html.unescape(re.sub("<[^>]*>", " ", text)) if path.suffix == ".html" else text)


PAGES = {file: visible(DEMO / "articles" / file) for file in ARTICLES.file.unique()}


def article_rates():
    """Uses of every word a thousand, a row an article; words used five times or more."""
    words = [re.findall(r"[a-z]+", text.lower().replace("’s", "").replace("'s", "")) for text in ARTICLES.text]
    counts = pd.DataFrame([pd.Series(one).value_counts() for one in words]).fillna(0).reset_index(drop=True)
    counts = counts.loc[:, counts.sum() >= 5]
    return counts.div([len(one) / 1000 for one in words], axis=0)


RATES = article_rates()


class Permuted:
    """How far a mean rate lies from all articles' mean where the outlets' names mean nothing."""

    def __init__(self, n, draws=4000):
        rng = np.random.default_rng(3)
        chosen = np.argsort(rng.random((draws, len(RATES))), axis=1)[:, :n]
        self.rates, self.n = RATES.to_numpy(), n
        self.null = np.sort(np.abs(self.rates[chosen].mean(1) - self.rates.mean(0)), axis=0)

    def more(self, chosen):
        """Words used more in the chosen articles, after Benjamini and Hochberg's adjustment."""
        gap = self.rates[chosen].mean(0) - self.rates.mean(0)
        below = [np.searchsorted(null, value - 1e-9) for null, value in zip(self.null.T, np.abs(gap), strict=True)]
        p = (1 + len(self.null) - np.array(below)) / (1 + len(self.null))
        return set(RATES.columns[(stats.false_discovery_control(p) < 0.05) & (gap > 0)])


PERMUTED = {n: Permuted(n) for n in (15, 16)}


def test_there_are_four_outlets_and_unbalanced_stories():
    assert ARTICLES.outlet.value_counts().to_dict() == dict(zip(OUTLETS, (16, 15, 16, 15), strict=True))
    told = pd.crosstab(ARTICLES.story, ARTICLES.outlet)
    assert len(told) == 21 and (told.sum(axis=1) == 1).sum() == 5 and told.to_numpy().max() == 2
    shared = told[(told.sum(axis=1) > 1) & ~told.index.isin(ARTICLES.story[ARTICLES.wire != ""])]
    assert len(shared) == 13 and ((shared == 0).sum() == 1).all()


def test_no_article_is_empty_or_of_unusual_length():
    n = ARTICLES.text.str.split().str.len()
    assert n.between(200, 380).all()
    assert not ARTICLES.text.duplicated().any() and ARTICLES.id.is_unique
    assert (ARTICLES.title != "").all() and (ARTICLES.date == "").sum() == 3


def test_files_are_what_the_sources_give(tmp_path):
    subprocess.run([sys.executable, DEMO / "make_demo.py", tmp_path], check=True)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    kept = sorted(path.relative_to(DEMO) for place in ("articles", "gold") for path in (DEMO / place).rglob("*.*"))
    assert made == sorted([*kept, Path("ground_truth.csv")])
    read = {name: visible if name.suffix == ".docx" else Path.read_bytes for name in made}
    assert [name for name in made if read[name](tmp_path / name) != read[name](DEMO / name)] == []


def test_every_paragraph_and_every_removed_line_stands_in_its_file():
    for article in ARTICLES.itertuples():
        missing = [part for part in article.text.split("\n\n") if squeezed(part) not in PAGES[article.file]]
        assert not missing and squeezed(article.title) in PAGES[article.file], article.id
    removed = gold("removed")
    assert all(line in PAGES[file] for line, file in zip(removed.line, removed.file, strict=True))
    assert {"caption", "credit", "plea", "newsletter", "placeholder", "related", "agencies"} <= set(removed.reason)
    kept = removed.article.map(TEXT).str.split("\n\n")
    assert not any(line in paragraphs for line, paragraphs in zip(removed.line, kept, strict=True))


def test_nobody_real_publishes_here():
    found = {file: re.findall(rf"\b(?:{REAL})\b", page) for file, page in PAGES.items()}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize("outlet", OUTLETS)
def test_planted_words_stand_in_most_of_the_outlets_articles_and_hardly_elsewhere(outlet):
    planted = TRUTH[(TRUTH.kind == "lexical") & (TRUTH.outlet == outlet)].item
    assert len(planted) >= 10
    for word in planted:
        uses = ARTICLES.text.str.count(rf"(?i)\b{word}\b")
        assert (uses[ARTICLES.outlet == outlet] > 0).sum() >= 9, word
        assert uses[ARTICLES.outlet != outlet].sum() <= 5, word


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_permutation_test_finds_the_planted_words_and_no_others(outlet):
    chosen = (ARTICLES.outlet == outlet).to_numpy()
    found = PERMUTED[chosen.sum()].more(chosen)
    listed = TRUTH[TRUTH.outlet == outlet].groupby("kind").item.agg(set)
    assert listed["lexical"] <= found
    assert found <= listed["lexical"] | listed["lexical side effect"]


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(OUTLETS, 2)))
@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # words of one outlet alone
def test_welchs_test_on_article_rates_finds_the_planted_words_of_any_two_outlets(one, other):
    here, there = RATES[ARTICLES.outlet == one], RATES[ARTICLES.outlet == other]
    used = RATES.columns[(here.sum() + there.sum()) > 0]
    test = stats.ttest_ind(here[used], there[used], equal_var=False)
    lean = pd.Series(np.sign(test.statistic) * (stats.false_discovery_control(test.pvalue) < 0.05), used)
    for outlet, sign in ((one, 1), (other, -1)):
        planted = TRUTH[(TRUTH.kind == "lexical") & (TRUTH.outlet == outlet)].item
        assert set(planted) <= set(lean.index[lean == sign])


def test_shuffled_outlets_find_nothing():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(25):
        names = rng.permutation(ARTICLES.outlet)
        hits += sum(bool(PERMUTED[chosen.sum()].more(chosen)) for chosen in (names == outlet for outlet in OUTLETS))
    assert hits <= 5  # of 100; each may come out at 1 in 20 by chance


def test_sentiment_is_lower_in_one_outlet_higher_in_another_and_alike_in_two():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    sentences = OWN.text.str.split(r"(?<=[.!?])[”\"]?\s+", regex=True)
    score = sentences.map(lambda parts: np.mean([vader.polarity_scores(part)["compound"] for part in parts]))
    by = {outlet: score[OWN.outlet == outlet] for outlet in OUTLETS}
    for row in TRUTH[TRUTH.kind == "sentiment"].itertuples():
        gap = by[row.outlet].mean() - by[row.reference].mean()
        p = stats.ttest_ind(by[row.outlet], by[row.reference], equal_var=False).pvalue
        assert {"lower": gap < -0.1 and p < 1e-4, "higher": gap > 0.1 and p < 1e-4, "same": p > 0.3}[row.direction], row


def test_agency_copy_is_nearly_equal_and_nothing_else_is():
    shared = gold("shared_copy")
    pairs = set(zip(shared.article, shared.other, strict=True))
    assert len(pairs) == 7
    words = {name: text.replace("“", '"').replace("”", '"').split() for name, text in TEXT.items()}
    for _, ids in ARTICLES.groupby("story").id:
        for one in ids:
            for other in ids[ids > one]:
                alike = difflib.SequenceMatcher(None, words[one], words[other], autojunk=False).ratio()
                assert (alike > 0.8) if (one, other) in pairs else (alike < 0.4), (one, other, alike)


def test_voices_stand_in_the_text_and_differ_as_said():
    sources = gold("sources")
    assert all(said in squeezed(text) for said, text in zip(sources.said, sources.article.map(TEXT), strict=True))
    share = pd.crosstab(sources.outlet, sources.kind, normalize="index")
    for row in TRUTH[TRUTH.kind == "sources"].itertuples():
        rest = share.drop(row.outlet)[row.item.split(" or ")].sum(axis=1)
        assert share.loc[row.outlet, row.item.split(" or ")].sum() > max(0.7, rest.max() + 0.1)
    assert set(sources.form) == {"direct", "indirect", "mixed"}


def test_acts_of_force_are_told_as_said():
    agency = gold("agency")
    assert all(clause in squeezed(text) for clause, text in zip(agency.clause, agency.article.map(TEXT), strict=True))
    by = agency.groupby("outlet")
    assert ((agency.voice == "passive") & (agency.doer == "")).groupby(agency.outlet).mean()["Kelmoran Sentinel"] == 1
    assert ((agency.voice == "active") & (agency.doer != "")).groupby(agency.outlet).mean()["The Harbour Post"] == 1
    assert (by.size()[["Kelmoran Sentinel", "The Harbour Post"]] >= 10).all()


def test_frames_differ_as_said():
    planted = tomllib.loads((DEMO / "planted.toml").read_text("utf-8"))["frames"]
    rows = TRUTH[TRUTH.kind == "frame"]
    assert sorted(rows.item) == sorted(2 * [item for frame in planted.values() for item in frame["items"]])
    for frame in planted.values():
        uses = ARTICLES.text.str.count(rf"(?i)\b(?:{'|'.join(frame['words'])})\b")
        rate = uses / ARTICLES.text.str.split().str.len()
        for row in rows[rows.item.isin(frame["items"])].itertuples():
            here = ARTICLES.outlet == row.outlet
            there = ~here if row.reference == "the rest" else ARTICLES.outlet == row.reference
            test = stats.ttest_ind(rate[here], rate[there], equal_var=False)
            if row.direction == "same":
                assert test.pvalue > 0.3, row
            else:
                assert rate[here].mean() > 3 * rate[there].mean() and test.pvalue < 1e-3, row
                assert row.detail.startswith(f"{uses[here].sum()} uses in {(uses[here] > 0).sum()} of {here.sum()} ")
                assert row.detail.endswith(f"; {uses[there].sum()} elsewhere")


def test_stances_stand_in_the_text_and_differ_as_said():
    stances = gold("stances")
    texts = stances.article.map(TEXT).map(squeezed)
    assert all(sentence in text for sentence, text in zip(stances.sentence, texts, strict=True))
    assert all(target in sentence for target, sentence in zip(stances.target, stances.sentence, strict=True))
    lean = stances.lean.map({"negative": -1, "neutral": 0, "positive": 1})
    mean, n = (lean.groupby([stances.target, stances.voice, stances.outlet]).agg(how).unstack() for how in ("mean", "size"))
    assert (n >= 6).to_numpy().all()  # as many stories as a test within stories asks for
    for row in TRUTH[TRUTH.kind.str.endswith("stance") & TRUTH.item.isin(stances.target)].itertuples():
        here = mean.loc[(row.item, "quoted" if row.kind == "quoted stance" else "outlet")]
        gap = here[row.outlet] - here[row.reference]
        assert {"lower": gap == -2, "higher": gap == 2, "same": gap == 0}[row.direction], row


def test_points_are_carried_or_left_out_as_said():
    points = gold("points")
    assert all(text in squeezed(whole) for text, whole in zip(points.evidence, points.article.map(TEXT), strict=True))
    assert (points.groupby("story").point.nunique() >= 5).all()
    left_out = TRUTH[TRUTH.kind == "point left out"]
    carried = set(zip(points.outlet, points.story + " " + points.point, strict=True))
    assert not carried & set(zip(left_out.outlet, left_out.item, strict=True))
    assert left_out.item.str.split().str[0].nunique() == 13


def test_names_of_one_referent_differ_by_outlet():
    for row in TRUTH[TRUTH.kind == "naming"].itertuples():
        told = ARTICLES[ARTICLES.story == "lowtown-camp"] if row.detail == "the camp in Lowtown" else ARTICLES
        uses = told.text.str.count(rf"(?i)\b{row.item}\b").groupby(told.outlet).sum()
        assert uses[row.outlet] > 5 * uses.drop(row.outlet).sum(), row


def test_datasets_finds_the_corpus():
    assert datasets.demo().resolve() == (DEMO / "articles").resolve()
    assert sum(1 for path in datasets.demo().rglob("*.*")) == len(PAGES)
    assert TRUTH.columns.tolist() == ["kind", "outlet", "reference", "item", "direction", "detail", "evidence"]


def test_read_gives_the_gold_outlets_titles_dates_and_authors():
    articles = cf.read(datasets.demo(), clean=False).articles
    columns = ["title", "outlet", "date", "author"]
    read = articles.assign(date=articles.date.dt.strftime("%Y-%m-%d"), title=articles.title.map(squeezed))[columns]
    want = ARTICLES[columns].sort_values(columns[:2]).to_numpy().tolist()
    assert read.fillna("").sort_values(columns[:2]).to_numpy().tolist() == want
