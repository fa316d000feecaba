"""Coverage: points across outlets, who carries them, and what may not be concluded."""

import re
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare.alike import Passages, read_words
from crossframe.compare.points import group_passages
from crossframe.errors import DataError
from crossframe.measure.passages import split_passages
from crossframe.measure.without_speaker import without_speaker
from crossframe.schema import COVERAGE, LEFT_OUT, names

matplotlib.use("Agg")
DEMO = Path(__file__).parents[1] / "data" / "demo"
STORY = [
    ("Mercury", "The council approved the ferry levy by 61 votes to 54 on Tuesday. Mayor Ada Rook said the money will repair "
                "two piers. A petition against it has 31,000 names."),
    ("Beacon", "By 61 votes to 54 the ferry levy won the council's approval. “It will pay for the repair of two piers,” "
               "said Ada Rook, the mayor. Fishermen called for a strike on Monday."),
    ("Courier", "Fishermen will strike on Monday. The levy starts on 1 November. Some 31,000 people have signed a petition "
                "against it."),
]


def story(rows=STORY, name="levy"):
    return pd.DataFrame(rows, columns=["outlet", "text"]).assign(story=name)


@pytest.fixture(scope="module")
def result():
    return cf.coverage(story())


def carriers(table):
    """What each point's passages say, by outlet: a set of frozensets of outlets."""
    return {frozenset(part.outlet) for _, part in table.groupby(["story", "point"])}


def points_of(result, text):
    """The outlets that carry the points whose statement holds a text."""
    table = result.table[result.table.statement.str.contains(text, regex=False)]
    return set(table.outlet)


def test_one_fact_in_other_words_is_one_point(result):
    assert points_of(result, "61 votes") == {"Mercury", "Beacon"}
    assert points_of(result, "piers") == {"Mercury", "Beacon"}
    assert points_of(result, "strike") == {"Beacon", "Courier"}
    assert points_of(result, "petition") == {"Mercury", "Courier"}
    assert points_of(result, "1 November") == {"Courier"}


def test_the_table_keeps_its_contract(result):
    table = result.table
    assert list(table.columns) == names(COVERAGE)
    texts = result.articles.set_index("id").text
    for row in table.itertuples():
        passage = texts[row.article][row.start : row.end]
        assert passage and passage == passage.strip()
        assert row.position == pytest.approx(row.start / len(texts[row.article]))
    assert set(table.n_story_outlets) == {3} and table.n_outlets.is_monotonic_decreasing
    counted = table.groupby("point").outlet.transform("nunique")
    assert (table.n_outlets == counted).all()
    alone = table.groupby("point").article.transform("size") == 1
    assert table.similarity[alone].isna().all() and table.similarity[~alone].between(0, 1).all()
    assert (table.statement.map(lambda text: any(text in whole for whole in texts))).all()
    assert result.about["stories"] == {"levy": ["Mercury", "Beacon", "Courier"]}
    assert "not the same as a point left out" in result.about["caution"] and "MiniLM" in result.about["model"]


def test_every_passage_is_in_some_point(result):
    for id, text in result.articles.set_index("id").text.items():
        carried = result.table[result.table.article == id]
        assert {start for _, start, _ in split_passages(text).tolist()} == set(carried.start)


def test_the_order_of_articles_does_not_matter(result):
    turned = cf.coverage(story(STORY[::-1]))
    assert carriers(turned.table) == carriers(result.table)
    assert sorted(turned.table.groupby("point").outlet.agg(lambda o: tuple(sorted(o)))) == sorted(
        result.table.groupby("point").outlet.agg(lambda o: tuple(sorted(o))))


@pytest.mark.parametrize("one, other", [
    ("The bill passed by 61 votes to 54.", "The bill passed by 70 votes to 40."),
    ("The system will be ready by April 2020.", "The system will be ready by May 2021."),
    ("Fourteen people were hurt at the gate.", "Ninety people were hurt at the gate."),
])
def test_facts_that_contradict_each_other_in_a_number_stay_apart(one, other):
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": [one, other]})
    assert cf.coverage(frame, story="all").table.n_outlets.max() == 1
    assert cf.coverage(frame.assign(text=one), story="all").table.n_outlets.max() == 2


def test_a_higher_threshold_never_puts_more_together():
    pairs = [(cf.coverage(story(), threshold=threshold).table.groupby("point").size() - 1).sum()
             for threshold in (0.5, 0.9985, 0.9995, 0.999999)]
    assert pairs == sorted(pairs, reverse=True) and pairs[0] > pairs[-1]


def test_stories_do_not_touch_each_other(result):
    both = pd.concat([story(), story(name="other")], ignore_index=True)
    got = cf.coverage(both)
    for _, part in got.table.groupby("story"):
        pd.testing.assert_frame_equal(part.drop(columns=["story", "article"]).reset_index(drop=True),
                                      result.table.drop(columns=["story", "article"]))
    pd.testing.assert_frame_equal(cf.coverage(both, story="other").table,
                                  got.table[got.table.story == "other"].reset_index(drop=True))


def test_left_out_names_the_outlet_and_its_nearest_passage(result):
    table = cf.left_out(result).table
    assert list(table.columns) == names(LEFT_OUT)
    got = {(row.outlet, row.carried_by) for row in table.itertuples()}
    assert ("Courier", "Beacon, Mercury") in got and ("Mercury", "Beacon, Courier") in got
    texts = result.articles.set_index("id")
    for row in table.itertuples():
        assert texts.text[row.article][row.start : row.end] == row.nearest
        assert texts.outlet[row.article] == row.outlet and row.outlet not in row.carried_by.split(", ")
    every = cf.left_out(result, at_least=1).table
    assert len(every) == sum(3 - n for n in result.table.drop_duplicates("point").n_outlets)


def test_carried_and_left_out_make_up_all_outlets(result):
    left = cf.left_out(result, at_least=1).table
    for (name, point), part in result.table.groupby(["story", "point"]):
        missing = left[(left.story == name) & (left.point == point)].outlet
        assert sorted([*part.outlet.unique(), *missing]) == ["Beacon", "Courier", "Mercury"]


def test_short_sentences_go_on_and_long_attributions_stand_alone():
    text = ("Our goal is to build it with Kelm. We will do this. We will go further,” Rook told dockers on the third "
            "anniversary of the flood.\nIt is over.")
    assert [text[start:end] for _, start, end in split_passages(text)] == [
        "Our goal is to build it with Kelm. We will do this. We will go further,”",
        "Rook told dockers on the third anniversary of the flood.", "It is over."]


def test_a_countrys_names_are_one():
    from crossframe.measure.places import with_countries

    assert with_countries("Turkish talks with Moscow’s envoy") == "Turkey talks with Russia’s envoy"
    assert with_countries("Russians in the U.S. and the Polishing of Berlin Times") == (
        "Russia in the United States and the Polishing of Berlin Times")


@pytest.mark.parametrize("text, cuts", [
    ("Rook began the closure of the ward, halting the training of nurses there.", ["halting"]),
    ("Rook said the ward will close, despite the threat of a strike, and added that he will resign.",
     ["despite", "and added"]),
    ("The old ward closed because the ministry had cut its money.", ["because"]),
    ("Because the ministry had cut its money, the ward was closed.", ["the ward"]),
    ("The ministry blamed the town, which has refused to pay its share.", ["which"]),
    ("The ward will close in May; the nurses will move to Castlow.", ["the nurses"]),
    ("The price of bread, milk and coal rose.", []),
    ("Police and firemen pulled 20 people from the water.", []),
    ("“It is over,” said Bram Sill.", []),
])
def test_sentences_are_cut_into_clauses(text, cuts):
    starts = [0, *(text.index(cut) for cut in cuts)]
    assert split_passages(text)[:, 1].tolist() == starts


def test_passages_cover_a_text_without_overlap():
    for text in pd.read_csv(DEMO / "gold" / "articles.csv").text:
        spans = split_passages(text)[:, 1:].ravel()
        assert (np.diff(spans) >= 0).all()
        kept = np.zeros(len(text), bool)
        for start, end in spans.reshape(-1, 2):
            kept[start:end] = True
        assert not re.search(r"\S", "".join(char for char, inside in zip(text, kept) if not inside))


def test_who_says_it_is_taken_off():
    assert without_speaker("Mayor Ada Rook told reporters on Monday that the ward will close.") == "the ward will close."
    assert without_speaker("“The ward will close in May,” she said.") == "“The ward will close in May"
    assert without_speaker("The mayor said so.") == "The mayor said so."
    assert without_speaker("The ward will close in May.") == "The ward will close in May."


def test_numbers_are_read_however_written():
    for text in ("2.1 billion", "2,100 million", "2100000000"):
        assert read_words(text)[1]["number"] == {"#2.1e+09"}
    assert read_words("Sixty-three were held")[1]["number"] == read_words("63 were held")[1]["number"] == {"#63"}
    assert read_words("in April 2020")[1] == {"number": set(), "year": {"#2020"}, "month": {"april"}}
    assert read_words("It may not march")[1]["month"] == set() and read_words("It may not march")[2]


def test_linkage_does_not_snowball():
    # Four passages in a row, each near the next only: single linkage would make them one.
    angles = np.array([0.0, 0.45, 0.9, 1.35])
    meaning = np.column_stack([np.cos(angles), np.sin(angles)])
    passages = Passages(["aa", "bb", "cc", "dd"], meaning, np.arange(4), np.ones(4, int), 4)
    near = passages.alike(np.arange(4), np.arange(4))
    assert (np.diag(near, 1) > 0.5).all() and near[0, 3] < 0.5
    assert group_passages(passages, 0.5).group.nunique() > 1


def test_blocks_give_what_all_at_once_gives(monkeypatch):
    rng = np.random.default_rng(1)
    facts = np.concatenate([np.eye(12)[:6] + np.eye(12)[11], np.eye(12)[:6] - np.eye(12)[11]])  # of two kinds
    meaning = np.repeat(facts, 3, axis=0) + rng.normal(0, 0.02, (36, 12))
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    passages = Passages(["xx"] * 36, meaning, np.tile(np.arange(3), 12), np.repeat(np.arange(12) * 2, 3), 3)
    monkeypatch.setattr(passages, "kin", np.full(36, 0.5))

    def points():
        return {frozenset(part) for _, part in group_passages(passages, 0.5).groupby("group")["copy"]}

    whole = points()
    assert whole == {frozenset(range(n, n + 3)) for n in range(0, 36, 3)}
    monkeypatch.setattr(sys.modules["crossframe.compare.points"], "MOST", 18)
    assert points() == whole


def test_ten_thousand_copies_of_one_article_are_read_once():
    frame = pd.DataFrame({"outlet": [f"outlet {n % 50}" for n in range(10_000)], "text": STORY[0][1]})
    table = cf.coverage(frame, story="all").table
    assert table.point.nunique() == 3 and len(table) == 30_000 and set(table.n_outlets) == {50}


def test_one_outlet_or_one_article_tells_alone():
    one = cf.coverage(story(STORY[:1]))
    assert set(one.table.n_outlets) == {1} and len(one.table) == 3 and len(cf.left_out(one).table) == 0
    same = cf.coverage(story([("Mercury", text) for _, text in STORY]))
    assert set(same.table.n_outlets) == {1} and same.table.groupby("point").article.nunique().max() == 2


def test_empty_texts_carry_nothing():
    result = cf.coverage(story([*STORY, ("Herald", "")]))
    assert "Herald" not in set(result.table.outlet) and set(result.table.n_story_outlets) == {4}
    left = cf.left_out(result).table
    herald = left[left.outlet == "Herald"]
    assert len(herald) and herald.nearest_similarity.isna().all() and (herald.nearest == "").all()
    assert len(cf.coverage(story([("Mercury", ""), ("Beacon", " \n ")])).table) == 0


def test_articles_without_a_story_are_counted_not_used():
    frame = pd.concat([story(), story(name="")], ignore_index=True)
    result = cf.coverage(frame)
    assert result.about["n_no_story"] == 3 and result.about["n_articles"] == 3


@pytest.mark.parametrize("change, options, message", [
    (lambda f: f.drop(columns="story"), {}, "run cf.match_stories first"),
    (lambda f: f.drop(columns="text"), {}, "coverage needs column text"),
    (lambda f: f.assign(id="x"), {}, "'x' stands twice"),
    (lambda f: f.assign(story=""), {}, "no article has a story"),
    (lambda f: f, {"story": "flood"}, "no story 'flood'; there are levy"),
    (lambda f: f, {"threshold": 1.5}, "between 0 and 1, got 1.5"),
    (lambda f: f, {"by": "lean"}, "coverage needs column lean"),
    (lambda f: f.iloc[:0], {}, "was given no articles"),
])
def test_errors_name_the_value_and_the_remedy(change, options, message):
    with pytest.raises(DataError, match=message):
        cf.coverage(change(story()), **options)


def test_left_out_takes_a_coverage_result_only(result):
    with pytest.raises(DataError, match="what cf.coverage"):
        cf.left_out(result.table)
    with pytest.raises(DataError, match="at_least must be a whole number"):
        cf.left_out(result, at_least=0)


def test_plots_show_points_and_tellers(result):
    both = cf.coverage(pd.concat([story(), story(STORY[:2], name="older")], ignore_index=True))
    ax = both.plot()
    assert len([line for line in ax.lines if line.get_marker() == "s"]) == len(
        result.table.drop_duplicates(["point", "outlet"]))
    assert "levy" in ax.get_title(loc="left") and "not the same as left out" in " ".join(
        " ".join(text.get_text().split()) for text in ax.texts)
    stories = both.plot(kind="stories")
    assert len(stories.lines) == 5
    with pytest.raises(DataError, match="no story 'x'"):
        both.plot(story="x")
    sys.modules["matplotlib.pyplot"].close("all")


def test_demo_points_are_found_and_kept_apart():
    gold = pd.read_csv(DEMO / "gold" / "points.csv")
    articles = pd.read_csv(DEMO / "gold" / "articles.csv").query("story == 'levy-vote'")
    result = cf.coverage(articles)
    table = result.table
    text = articles.set_index("id").text
    found = {}
    for row in gold[gold.story == "levy-vote"].itertuples():
        start = text[row.article].index(row.evidence)
        middle = start + len(row.evidence) // 2
        hit = table[(table.article == row.article) & (table.start <= middle) & (middle < table.end)]
        found[row.point, row.article] = set(hit.point)
    same = [bool(found[one] & found[two]) for one in found for two in found if one[0] == two[0] and one[1] < two[1]]
    other = [bool(found[one] & found[two]) for one in found for two in found if one[0] < two[0] and one[1] != two[1]]
    assert np.mean(same) > 0.5 and np.mean(other) < 0.02


def test_real_articles_on_one_event_share_what_they_share(shared):
    corpus = cf.read(sorted((shared / "seeds").glob("*.txt")))
    result = cf.coverage(corpus, story="all")
    text = corpus.articles.set_index("id").text
    said = {point: " | ".join(text[row.article][row.start : row.end] for row in part.itertuples())
            for point, part in result.table.groupby("point")}
    both = [said[point] for point in result.table.point[result.table.n_outlets == 2].unique()]
    alone = [said[point] for point in result.table.point[result.table.n_outlets == 1].unique()]
    for one, other in [("April 2020", "April 2020"), ("delivered", "delivered"), ("warned", "threat"),
                       ("Bloomberg", "Bloomberg"), ("expulsion", "remove"), ("co-producing", "jointly produce")]:
        assert any(re.search(rf"{one}.*\|.*{other}", point) for point in both), one
    for words in ("pilots", "G20", "Patriot", "NATO membership"):
        assert any(words in point for point in alone) and not any(words in point for point in both), words


def test_articles_of_different_stories_share_next_to_nothing():
    articles = pd.read_csv(DEMO / "gold" / "articles.csv")
    two = articles[articles.outlet == "The Quay Ledger"].drop_duplicates("story").set_index("story")
    one = articles[(articles.outlet == "Lantern 24") & articles.story.isin(two.index)].drop_duplicates("story").head(6)
    two = two.loc[one.story]

    def shared(shift):
        other = two.reset_index().assign(story=np.roll(one.story, shift))
        return (cf.coverage(pd.concat([one, other], ignore_index=True)).table.n_outlets > 1).mean()

    assert shared(0) > 0.2 and shared(3) < 0.05
