import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

import crossframe as cf
from crossframe.corpus import Corpus
from crossframe.datasets import demo
from crossframe.errors import DataError
from crossframe.match.features import features_of
from crossframe.match.linkage import link
from crossframe.match.pairs import alike_pairs, reach_of
from crossframe.schema import MATCH, STORY_PAIRS, names

GOLD = Path(__file__).parents[1] / "data" / "demo" / "gold" / "articles.csv"
COMMON = "the of and to in that it was for on people said year new time government state public week plan work".split()


def invented_word(rng):
    return "".join(rng.choice(list("bdfgklmnprstvz")) + rng.choice(list("aeiou")) for _ in range(4))


def world(n_stories=20, tellers=3, *, seed=0, own=14, days_apart=5, n_words=120):
    """Invented articles: words of its own for every story, words of its own for every article, and common ones."""
    rng, rows = np.random.default_rng(seed), []
    for story in range(n_stories):
        subject = [invented_word(rng) for _ in range(own)]
        for teller in range(tellers):
            detail = [invented_word(rng) for _ in range(own)]
            text = " ".join(rng.choice([*subject, *subject, *detail, *COMMON, *COMMON], n_words))
            rows.append({"id": f"{story}-{teller}", "outlet": f"outlet {teller}", "title": " ".join(subject[:4]),
                         "date": pd.Timestamp("2024-01-01") + pd.Timedelta(days=days_apart * story + teller % 2),
                         "text": text, "event": story})
    return pd.DataFrame(rows)


def match(frame, **options):
    return cf.match_stories(frame.drop(columns="event", errors="ignore"), **options).articles


def partition(articles):
    return {frozenset(ids) for ids in articles.groupby("story").id.agg(list)}


def truth(frame):
    return {frozenset(ids) for ids in frame.groupby("event").id.agg(list)}


@pytest.mark.parametrize("change", [
    lambda frame: frame, lambda frame: frame.drop(columns="date"), lambda frame: frame.assign(date=pd.NaT),
    lambda frame: frame.assign(date="2024-01-01"), lambda frame: frame.drop(columns=["title", "outlet"]),
    lambda frame: frame.assign(outlet="one"), lambda frame: frame.assign(date=frame.date.where(frame.event % 2 == 0)),
], ids=["dated", "no date column", "all NaT", "all one date", "neither title nor outlet", "one outlet", "half undated"])
def test_invented_stories_are_found(change):
    frame = world()
    assert partition(match(change(frame))) == truth(frame)


def test_the_demo_stories_are_found():
    articles, gold = cf.read(demo()).articles.drop(columns="story", errors="ignore"), pd.read_csv(GOLD)
    event = articles.title.map(dict(zip(gold.title, gold.story, strict=True)))
    assert event.notna().all() and event.nunique() == gold.story.nunique()
    assert partition(match(articles)) == truth(articles.assign(event=event))
    # Without dates two votes on one levy are hard to tell apart; most pairs come out right all the same.
    same, said = (np.equal.outer(codes, codes)[np.triu_indices(len(articles), 1)]
                  for codes in (event.to_numpy(), match(articles.drop(columns="date")).story.to_numpy()))
    assert (same & said).sum() / (same | said).sum() > 0.6


def test_the_order_of_the_rows_changes_nothing():
    frame = world(own=6)
    one = match(frame).set_index("id")
    for seed in range(3):
        shuffled = frame.sample(frac=1, random_state=seed)
        other = match(shuffled)
        assert other.id.tolist() == shuffled.id.tolist()
        pd.testing.assert_frame_equal(other.set_index("id").loc[one.index, names(MATCH)], one[names(MATCH)])


def test_articles_that_share_only_common_words_are_not_joined():
    frame = world(tellers=1, n_stories=60, days_apart=0)
    assert match(frame).story_size.max() == 1


def test_a_corpus_stays_one_and_a_frame_becomes_one():
    frame = world(3)
    corpus = cf.read(frame.drop(columns="event"), clean=False)
    matched = cf.match_stories(corpus)
    assert matched.removed is corpus.removed and matched.articles.id.tolist() == corpus.articles.id.tolist()
    plain = cf.match_stories(frame)
    assert isinstance(plain, Corpus) and not len(plain.removed) and plain.articles.event.tolist() == frame.event.tolist()
    assert set(names(MATCH)) <= set(plain.articles)


def test_scores_are_the_mean_likeness_and_the_rival_the_nearest_of_another_story():
    frame = world(4, days_apart=1)
    got = match(frame).set_index("id")
    vectors = features_of(frame.text, frame.title).vectors(np.arange(len(frame)))
    alike = pd.DataFrame((vectors @ vectors.T).toarray(), index=frame.id, columns=frame.id)
    for one in frame.itertuples():
        same = frame.id[(frame.event == one.event) & (frame.id != one.id)]
        assert got.story_score[one.id] == pytest.approx(alike.loc[one.id, same].mean(), abs=1e-5)
        near = frame.id[(frame.event != one.event) & ((frame.date - one.date).abs().dt.days <= 3)]
        rival = alike.loc[one.id, near].max()
        assert got.story_rival[one.id] == pytest.approx(rival, abs=1e-5) if rival >= 0.08 else got.story_rival.isna()[one.id]
    assert (got.story_size == 3).all()


def test_the_name_of_a_story_is_its_first_day_and_its_words_and_names_differ():
    got = match(pd.concat([world(1), world(1).assign(id=list("abc"), date="2025-06-01")], ignore_index=True))
    assert got.story.nunique() == 2
    assert got.story[0].startswith("2024-01-01 ") and got.story[3].startswith("2025-06-01 ")
    assert len(match(world(2).assign(date=None)).story[0].split()) == 3
    twins = match(world(2, tellers=1).assign(text="Rain fell, and more rain fell.", title="", date=["2024-01-01", "2024-01-20"]),
                  days=1).drop(columns="date")
    assert twins.story.nunique() == 2


def test_articles_beyond_the_window_are_not_joined_but_undated_ones_are():
    far = world(1, tellers=2).assign(date=["2024-01-01", "2024-01-09"])
    assert match(far).story_size.tolist() == [1, 1] and match(far, days=8).story_size.tolist() == [2, 2]
    assert match(far.assign(date=["2024-01-01", None])).story_size.tolist() == [2, 2]


def test_a_running_story_does_not_snowball():
    frame = world(1, tellers=40)
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(40), unit="D")
    span = match(frame).groupby("story").date.agg(lambda dates: (dates.max() - dates.min()).days)
    assert span.max() <= 12


def test_boilerplate_in_all_articles_glues_nothing():
    rng = np.random.default_rng(3)
    plea = " ".join(invented_word(rng) for _ in range(40))
    frame = world(15, days_apart=0)
    assert partition(match(frame.assign(text=frame.text + " " + plea))) == truth(frame)


def test_a_roundup_does_not_glue_the_stories_it_tells():
    frame = world(5, days_apart=0)
    briefing = pd.DataFrame([{"id": "briefing", "outlet": "outlet 0", "date": frame.date[0], "event": -1,
                              "title": "Your morning briefing", "text": " ".join(frame.text[::3].str[:250])}])
    got = match(pd.concat([frame, briefing], ignore_index=True))
    assert partition(got[got.id != "briefing"]) == truth(frame)


def test_ten_thousand_copies_are_one_story():
    frame = world(2)
    many = pd.concat([pd.DataFrame({"id": [f"copy {i}" for i in range(10_000)], "outlet": "wire", "title": "",
                                    "date": [None, "2024-01-01"] * 5_000, "text": frame.text[0], "event": 0}), frame])
    got = match(many)
    assert got.story.nunique() == 2 and got.story_size.max() == 10_003


def test_copies_with_a_word_changed_are_one_story():
    text = world(1).text[0]
    frame = pd.DataFrame({"outlet": "wire", "text": [f"{text} number{i}" for i in range(3_000)]})
    assert match(frame).story_size.tolist() == [3_000] * 3_000


def test_odd_articles():
    frame = world(3)
    odd = pd.DataFrame({"id": ["none", "blank", "short", "huge"], "outlet": "x", "date": frame.date[0], "event": -1,
                        "title": ["", "", "Rain", ""], "text": ["", " \n", "Rain.", " ".join(frame.text) * 60]})
    got = match(pd.concat([frame, odd], ignore_index=True)).set_index("id")
    assert got.story_size[["none", "blank", "short"]].tolist() == [1, 1, 1]
    assert got.story.nunique() >= 6 and got.story.notna().all() and got.story_score["none"] != 0
    assert partition(match(frame)) == truth(frame)
    alone = match(frame[:1])
    assert alone.story_size.tolist() == [1] and alone.story_score.isna().all() and alone.story_rival.isna().all()


def test_texts_that_are_not_english_are_weighed_by_themselves():
    frame = world(12)
    foreign = frame.assign(text=frame.text.replace({word: word[::-1] + "en" for word in COMMON}, regex=True))
    assert partition(match(foreign)) == truth(frame)


# What the caller knows is kept.

def test_own_stories_stay_and_the_rest_is_matched_to_them():
    frame = world(6).assign(story=None)
    frame.loc[[0, 4], "story"] = ["mine", " "]
    frame.loc[[6, 9], "story"] = "joined by hand"
    got = match(frame).set_index("id")
    assert (got.story[["0-0", "0-1", "0-2"]] == "mine").all()
    assert (got.story[["2-0", "3-0", "2-1", "3-2"]] == "joined by hand").all() and got.story_size["2-0"] == 6
    assert got.story.notna().all() and got.story.nunique() == 5
    split = world(1).assign(story=["a", "b", None])
    assert match(split).story[:2].tolist() == ["a", "b"] and match(split).story[2] in "ab"


def test_all_stories_given_are_described_only():
    frame = world(4).assign(story=lambda frame: frame.event.astype(str))
    got = match(frame)
    assert got.story.tolist() == frame.story.tolist() and got.story_size.eq(3).all() and got.story_score.gt(0.1).all()


@pytest.mark.parametrize("suffix", ["frame", ".csv", ".parquet"])
def test_corrections_are_kept_exactly(suffix, tmp_path):
    frame = world(4)
    verdicts = pd.DataFrame({"article": ["0-0", "1-0", "3-0"], "other": ["2-1", "1-1", "3-1"], "note": "",
                             "verdict": ["same", "Different", ""]})
    if suffix == ".csv":
        verdicts.to_csv(tmp_path / "v.csv", index=False)
    elif suffix == ".parquet":
        verdicts.to_parquet(tmp_path / "v.parquet")
    got = match(frame, corrections=verdicts if suffix == "frame" else tmp_path / f"v{suffix}").set_index("id").story
    assert got["0-0"] == got["2-1"] == got["0-2"] == got["2-0"] and got["1-0"] != got["1-1"] and got["3-0"] == got["3-1"]


def test_different_holds_against_everything_and_for_copies():
    frame = world(1, tellers=30)
    frame["text"] = frame.text[0]
    pairs = pd.DataFrame({"article": "0-0", "other": [f"0-{i}" for i in range(1, 10)], "verdict": "different"})
    story = match(frame, corrections=pairs).set_index("id").story
    assert not story[pairs.other].eq(story["0-0"]).any() and story.nunique() == 2


@pytest.mark.parametrize("verdicts, message", [
    ([("0-0", "0-1", "same"), ("0-1", "1-0", "same"), ("0-0", "1-0", "different")],
     "'different' on '0-0' and '1-0', which other verdicts join: '0-0' and '0-1'; '0-1' and '1-0'; mend"),
    ([("0-0", "0-0", "different")], "'0-0' and itself"),
    ([("0-0", "9-9", "same")], "1 ids are not among the 6 articles: 9-9"),
    ([("0-0", "0-1", "maybe")], "'maybe' is neither 'same' nor 'different'"),
])
def test_corrections_that_cannot_be_kept_are_named(verdicts, message):
    table = pd.DataFrame(verdicts, columns=["article", "other", "verdict"])
    with pytest.raises(DataError, match=re.escape(message)):
        match(world(2), corrections=table)


@pytest.mark.parametrize("verdict, other, message", [
    ("different", "0-1", "which the story column puts in one story, 'a'"),
    ("same", "1-0", "joins articles that the story column puts in 'a' and in 'b'"),
])
def test_corrections_against_own_stories_are_named(verdict, other, message):
    frame = world(2).assign(story=["a"] * 3 + ["b"] * 3)
    with pytest.raises(DataError, match=message):
        match(frame, corrections=pd.DataFrame({"article": ["0-0"], "other": [other], "verdict": [verdict]}))


@pytest.mark.parametrize("call, message", [
    (lambda frame: match(frame, days=-1), "days must be 0 or more, got -1"),
    (lambda frame: match(frame, days="3"), "days must be 0 or more, got '3'"),
    (lambda frame: match(frame, threshold=0), "threshold must lie above 0 and not above 1, got 0"),
    (lambda frame: match(frame, corrections=[1]), "not list"),
    (lambda frame: match(frame, corrections="there.csv"), "there is no file there.csv"),
    (lambda frame: match(frame, corrections="there.xlsx"), "neither a .csv nor a .parquet"),
    (lambda frame: match(frame, corrections=pd.DataFrame({"article": []})), "corrections needs column other, verdict"),
    (lambda frame: match(frame.assign(id="x")), "id 'x' stands twice"),
    (lambda frame: match(frame.drop(columns="text")), "match_stories needs column text"),
    (lambda frame: match(frame[:0]), "was given no articles"),
    (lambda frame: match(match(frame)), "were matched already"),
    (lambda frame: cf.story_pairs(frame), "story_pairs needs column story"),
    (lambda frame: cf.story_pairs(match(frame), n=0), "n must be 1 or more, got 0"),
])
def test_errors_name_the_value_and_the_remedy(call, message):
    with pytest.raises(DataError, match=re.escape(message)):
        call(world(2))


# The parts, against independent answers.

def test_linkage_agrees_with_scipy():
    rng = np.random.default_rng(1)
    for threshold in (0.3, 0.5, 0.6):
        alike = rng.random((40, 40)) ** 2
        alike = (alike + alike.T) / 2
        np.fill_diagonal(alike, 1)
        want = fcluster(linkage(squareform(1 - alike, checks=False), "average"), 1 - threshold, "distance")
        left, right = np.tril_indices(40, -1)
        got = link(np.arange(40), left, right, alike[left, right], threshold)
        assert np.array_equal(np.equal.outer(got, got), np.equal.outer(want, want))


def test_linkage_keeps_labels_and_enemies_apart():
    left, right = np.tril_indices(6, -1)
    got = link(np.arange(6), left, right, np.full(15, 0.9), 0.5, label={0: "a", 1: "b"}, apart=[(2, 3), (2, 4)])
    assert got[0] != got[1] and got[2] not in got[[3, 4]] and len(set(got)) == 2


def test_pairs_are_all_pairs_within_reach():
    frame = world(30, days_apart=1).sort_values("date", ignore_index=True)
    frame.loc[80:, "date"] = pd.NaT
    vectors = features_of(frame.text, frame.title).vectors(np.arange(len(frame)))
    first = reach_of(frame.date.to_numpy().astype("datetime64[D]"), 2)
    got = alike_pairs(vectors, first, np.full(90, 0.2))
    alike = np.tril((vectors @ vectors.T).toarray(), -1)
    days = np.abs(np.subtract.outer(frame.date.to_numpy(), frame.date.to_numpy()) / np.timedelta64(1, "D"))
    left, right = np.nonzero((alike >= 0.2) & ~(days > 2))
    assert {*zip(got.left, got.right, strict=True)} == {*zip(left, right, strict=True)}
    np.testing.assert_allclose(alike[got.left, got.right], got.alike, rtol=1e-5)


def test_story_pairs_are_the_doubtful_ones_and_can_be_given_back():
    frame = world(12, own=8, days_apart=1)
    matched = cf.match_stories(frame)
    result = cf.story_pairs(matched, n=10)
    table = result.table
    assert list(table) == names(STORY_PAIRS) and (table.verdict == "").all()
    story = matched.articles.set_index("id").story
    assert (story[table.article].to_numpy() == story[table.other].to_numpy()).tolist() == table.matched.tolist()
    assert table.similarity[table.matched].is_monotonic_increasing
    assert table.similarity[~table.matched].is_monotonic_decreasing
    assert table.equals(cf.story_pairs(matched, n=10).table)
    table["verdict"] = np.where(table.matched, "different", "same")
    again = match(frame, corrections=table).set_index("id").story
    assert (again[table.article].to_numpy() == again[table.other].to_numpy()).tolist() == (~table.matched).tolist()
