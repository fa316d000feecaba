"""Hedging against hand-read sentences, an independent count, planted differences, null worlds and bad input."""

import re
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.measure.markers import find_markers, markers
from crossframe.schema import HEDGING, HEDGING_RATES, names

WORDS = ["hedge", "booster", "evidential"]


def terms(text):
    return [term for _, _, term in find_markers(text)]


def frame(*texts, **columns):
    return pd.DataFrame({"outlet": "A", "text": list(texts), **columns})


@pytest.mark.parametrize("text, want", [
    ("The ferry may sail in May, or on May 3.", ["may"]),
    ("In May the army showed its military might.", []),
    ("They might sail. His might was gone, and the might of the fleet with it.", ["might"]),
    ("It could sink. She could not swim, and nobody could see him as fast as he could run.", ["could"]),
    ("About 300 people asked about 20 boats; he spoke about the levy.", ["about"]),
    ("He left about half of it, around $20, and walked around two trees.", ["about", "around"]),
    ("Some 40 pickets and some friends came, at least some of them.", ["some"]),
    ("Rather a poor plan, rather than a good one; he would rather go. It is a rather odd plan.", ["rather"]),
    ("It seems likely, more likely than not; the most likely end.", ["seems", "likely", "most likely"]),
    ("As soon as possible, if possible. A possible strike.", ["possible"]),
    ("He is said to have fled. It is said that she stayed. He said to stay.", ["is said to", "it is said"]),
    ("The theft was reported to the police. The minister was reported to be ill.", ["was reported to"]),
    ("The alleged thief fled. She alleged that he lied. Rook has alleged fraud.", ["alleged"]),
    ("Clearly he spoke clearly. He did not speak very clearly.", ["clearly"]),
    ("Certainly not. It is not certainly so.", ["certainly"]),
    ("Nobody knows for certain. He aims for certain posts. He will go, for certain.", ["for certain"]),
    ("He doesn’t really care; it isn't really so. It really is.", ["really"]),
    ("No doubt he lies. He left no doubt. There is no doubt.", ["no doubt", "there is no doubt"]),
    ("This kind of boat is kind of slow, sort of.", ["kind of", "sort of"]),
    ("Polls suggest a win; he suggested a walk.", ["suggest"]),
    ("Police suspected him. The suspected thief, a suspected thief and thieves.", ["suspected", "suspected"]),
    ("A well-nigh so-called expert. The so-called so called.", ["so-called", "so-called"]),
    ("PERHAPS HE LIED. Perhaps-not, unperhaps, perhaps’s", ["perhaps"]),
    ("I’m sure he lied, in   fact, it’s clear", ["i'm sure", "in fact", "it's clear"]),
])
def test_markers_are_told_from_words_spelled_alike(text, want):
    assert terms(text) == want


def test_markers_are_where_they_say():
    text = "İ “In\nfact,” he says, “it’s  possible.” PERHAPS. Perhaps…"
    assert [text[start:end].lower().replace("’", "'").split() for start, end, _ in find_markers(text)] == \
        [term.split() for term in terms(text)] == [["in", "fact"], ["it's", "possible"], ["perhaps"], ["perhaps"]]


def test_every_marker_of_the_list_can_be_found_and_the_list_is_sound():
    known = markers()
    assert len(known) > 250 and {marker.kind for marker in known.values()} == {*WORDS, "scare_quote"}
    plain = [term for term, marker in known.items() if marker.before is None and marker.after is None]
    assert [term for term in plain if terms(f"So {term} it was.") != [term]] == []
    assert "Hyland" in files("crossframe.lexicons").joinpath("cards", "hedging.md").read_text(encoding="utf-8")


def test_rates_are_counts_by_an_independent_reading():
    rng, vocabulary = np.random.default_rng(5), ["ferry", "mayor", "perhaps", "certainly", "reportedly", "left", "the"]
    texts = [" ".join(rng.choice(vocabulary, 40)) + "." for _ in range(20)]
    rates = cf.hedging(frame(*texts), level="article").table
    for kind, word in zip(WORDS, ["perhaps", "certainly", "reportedly"]):
        want = [1000 * len(re.findall(word, text)) / 40 for text in texts]
        np.testing.assert_allclose(rates[kind], want)
    assert list(rates.columns) == names(HEDGING_RATES) and rates["scare_quote"].isna().all()
    assert (rates["n_words"] == 40).all()


def planted(rng, rate, n=40):
    """Articles of an outlet of which every sentence hedges at a rate."""
    sides = np.array(["The ferry sails today.", "The ferry may sail today."])
    return [" ".join(sides[(rng.random(20) < rate).astype(int)]) for _ in range(n)]


def test_a_planted_difference_is_found_and_shuffled_outlets_show_none():
    rng, alarms = np.random.default_rng(8), []
    texts = [*planted(rng, 0.3), *planted(rng, 0.5)]
    outlet, story = np.repeat(["Plain", "Wary"], 40), np.tile(np.arange(40).astype(str), 2)
    rates = cf.hedging(pd.DataFrame({"outlet": outlet, "story": story, "text": texts}), level="article", kinds="hedge")
    for match in (None, "story"):
        row = cf.contrast(rates, value="hedge", match=match).table.set_index("outlet").loc["Wary"]
        assert row.estimate > 0 and row.p_value < 0.001
    for _ in range(100):
        swap = np.tile(rng.random(40) < 0.5, 2)
        table = rates.table.assign(outlet=np.where(swap, outlet[::-1], outlet))
        alarms.append(cf.contrast(table, value="hedge", match="story", target="Wary").table["p_value"].iloc[0] < 0.05)
    assert np.mean(alarms) <= 0.11


def test_shares_of_kinds_by_outlet_can_be_asked():
    texts = ["Perhaps. Reportedly.", "Certainly. Clearly."] * 8
    rows = cf.hedging(frame(*texts).assign(outlet=["A", "B"] * 8))
    shares = cf.shares(rows, of="kind").table.set_index(["outlet", "value"])
    assert shares.loc[("B", "booster"), "share"] == 1 and shares.loc[("A", "hedge"), "share"] == 0.5


def test_scare_quotes_are_told_from_what_somebody_said():
    text = "Their “so called reform” closed the so-called pier. It was, in the end, “a sham”."
    said = pd.DataFrame({"article": ["0", "0"], "start": [72, 58], "end": [80, 61]})
    assert text[72:80] == "“a sham”"
    result = cf.hedging(frame(text), kinds="scare_quote", sources=said)
    assert result.table["marker"].tolist() == ["so called reform", "so-called"]
    assert [text[row.start:row.end] for row in result.table.itertuples()] == result.table["marker"].tolist()
    other = cf.hedging(frame(text), kinds="scare_quote", sources=said.iloc[1:]).table
    assert other["marker"].tolist() == ["so called reform", "so-called", "a sham"]
    rates = cf.hedging(frame(text), level="article", kinds=("scare_quote", "hedge"), sources=said).table.iloc[0]
    assert rates.scare_quote == pytest.approx(2000 / rates.n_words) and rates.n_matched == 2 and rates.hedge == 0
    assert np.isnan(rates.booster)


def test_rows_lead_back_to_sentences():
    text = "The ferry sails. Perhaps it sinks.\n\nIt will certainly sink."
    result = cf.hedging(frame(text, story="a"))
    assert list(result.table.columns) == names(HEDGING)
    assert result.table[["story", "sentence", "marker"]].to_numpy().tolist() == [["a", 2, "perhaps"], ["a", 3, "certainly"]]
    assert result.evidence(1).iloc[0][["left", "match"]].tolist() == ["It will ", "certainly"]


def test_only_one_voice_is_read_where_that_is_asked():
    text = "“Perhaps we stay,” she said. He will certainly go."
    said = pd.DataFrame({"article": ["0"], "start": [0], "end": [18]})
    options = {"sources": said}
    got = {voice: cf.hedging(frame(text), voice=voice, **options).table["marker"].tolist() for voice in ("all", "outlet", "quoted")}
    assert got == {"all": ["perhaps", "certainly"], "outlet": ["certainly"], "quoted": ["perhaps"]}
    quoted = cf.hedging(frame(text), voice="quoted", level="article", **options).table.iloc[0]
    assert quoted.n_words == 3 and quoted.hedge == pytest.approx(1000 / 3) and quoted.booster == 0
    assert cf.hedging(frame(text, "He left."), voice="quoted", level="article", **options).table["hedge"].isna().tolist() == [False, True]


def test_the_order_of_articles_does_not_matter():
    some = frame("Perhaps.", "It may rain.", "", id=["a", "b", "c"])
    for level, keys in (("marker", ["article", "start"]), ("article", ["article"])):
        one, other = (cf.hedging(each, level=level).table for each in (some, some.iloc[::-1]))
        pd.testing.assert_frame_equal(*(each.sort_values(keys, ignore_index=True) for each in (one, other)))


BAD = {
    "empty": "", "marks": "“" * 500 + "perhaps”", "emoji": "🚢 perhaps 🚢", "capitals": "THE MAYOR PERHAPS LIED. " * 20,
    "right to left": "ربما غدا. אולי מחר.", "long": "perhaps " * 5000, "spaces": "in " + " " * 20_000 + "fact",
    "almost": "it is it is " * 5000, "letters": "perhap" * 20_000,
}


def test_bad_input_gives_places_inside_the_text():
    table = cf.hedging(frame(*BAD.values(), id=list(BAD))).table
    assert all(0 <= row.start < row.end <= len(BAD[row.article]) for row in table.itertuples())
    assert table["article"].value_counts().to_dict() == {"long": 5000, "capitals": 20, "marks": 1, "emoji": 1, "spaces": 1}
    rates = cf.hedging(frame("", "…"), level="article").table
    assert rates["hedge"].isna().all() and (rates["n_matched"] == 0).all()


@pytest.mark.parametrize("options, message", [
    ({"level": "sentence"}, "marker, article"), ({"kinds": "hedges"}, "hedge, booster"), ({"kinds": []}, "kinds is empty"),
    ({"voice": "mine"}, "'quoted'"),
])
def test_wrong_arguments_are_refused(options, message):
    with pytest.raises(cf.DataError, match=message):
        cf.hedging(frame("Perhaps."), **options)
