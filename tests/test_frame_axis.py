"""Frame axes against plain loops, held-out words, symmetries, null worlds, planted leanings and error texts."""

import gzip
import re
import socket
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.datasets import demo, demo_ground_truth
from crossframe.lexicons import load_lexicon
from crossframe.measure.axes import Axis, axis_scores, cosines, load_axes
from crossframe.models import static
from crossframe.models.own_vectors import look_up
from crossframe.models.static import text_vectors, word_vectors
from crossframe.schema import FRAME_AXIS, names
from crossframe.tokens import STOP_WORDS, tokenize

SHARED = Path(__file__).parents[2] / "shared"
MOOD = {"mood": ("gloomy sad", "cheerful happy")}
TEXTS = [
    "A gloomy, sad morning in the harbour. The mayor wept.", "Cheerful crowds danced; a happy mayor sang, sang and sang!",
    "The ferry sails at 9. It is 12 metres long.", "", "1,000", "Sad? Happy? Neither, said the pilot.",
]
# Written before the poles were settled, but for cheating-fairness: none of them is a seed.
HELD_OUT = {
    "negative-positive": ("poor nasty dreadful inferior disastrous", "nice superb fantastic pleasant valuable"),
    "harm-care": ("injury torture damage beating brutal", "help nurse caring safeguard gentle"),
    "cheating-fairness": ("cheated bias discriminate bigotry crooked", "equitable neutral rightful proportional balanced"),
    "betrayal-loyalty": ("betrayed traitors deserted treacherous backstab", "comrades solidarity ally faithfully patriotic"),
    "subversion-authority": ("rebels mutiny anarchy disobedience revolt", "obedience command hierarchy rank compliance"),
    "degradation-sanctity": ("dirty filth obscene sin rotten", "saint purity sanctity temple soul"),
    "dangerous-safe": ("hazard unsafe perilous risky killer", "safer harmless sheltered guarded security"),
    "weak-strong": ("frail helpless powerlessness thin soft", "forceful power solid firm muscle"),
    "illegal-legal": ("felony outlawed criminals theft smuggling", "constitutional court authorized judge statute"),
    "war-peace": ("bombing combat troops missiles warfare", "treaty reconciliation talks peacemaker harmony"),
    "uncertain-certain": ("perhaps ambiguous unknown probably speculation", "undoubtedly proven confirmed exactly obvious"),
    "poor-rich": ("homeless bankrupt hungry beggar unemployed", "millionaire billionaire lavish prosperous treasure"),
    "corrupt-honest": ("bribe crook scam deceit embezzlement", "sincerely candid genuine trustworthy upright"),
    "traditional-modern": ("historic heritage medieval customs antique", "digital novel technology advanced latest"),
    "oppression-freedom": ("repression regime enslaved jail persecution", "freely liberal emancipation autonomy liberties"),
    "conflict-cooperation": ("fight quarrel opposition feud argue", "cooperate together alliance joint partnership"),
    "fear-hope": ("frightened dread alarm threat horror", "optimistic promise faith aspiration bright"),
    "foreign-domestic": ("overseas migrant stranger aliens refugees", "homeland locals nationwide neighborhood hometown"),
    "public-private": ("municipal state-run citizens taxpayers civic", "entrepreneur investor shareholder firm owner"),
    "secular-religious": ("physics biology rational skeptic atheism", "bible worship priest gospel pray"),
    "decline-growth": ("drop slump shrinking collapse downturn", "growing surge expansion climb soar"),
    "individual-collective": ("solitary oneself lone person selfish", "jointly communal collectively union society"),
    "emotional-rational": ("furious tears sentimental outrage heart", "analysis reasoning data logically objective"),
    "punishment-mercy": ("sentenced retribution punitive jail punished", "merciful clemency forgiving leniency compassion"),
}


def frame(*texts, **columns):
    return pd.DataFrame({"outlet": "A", "text": list(texts), **columns})


def area(low, high):
    """Share of pairs of which the high one is higher: area under the ROC curve."""
    return np.mean([(b > a) + (b == a) / 2 for a in low for b in high])


# Vectors


def test_vectors_come_from_the_wheel_and_no_network(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    static._tokenizer.cache_clear()
    static._vectors.cache_clear()
    rows = word_vectors(["ferry", "Obama", "obama", "ferry"])
    assert rows.shape == (4, 256) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    assert (rows[0] == rows[3]).all() and rows[1] @ rows[2] > 0.8


def test_a_word_is_the_mean_of_its_pieces_and_whole_with_a_capital_where_it_is_not_without():
    vectors, _ = static._vectors()
    piece = {text: static._tokenizer().token_to_id(text) for text in ("▁un", "just", "▁Trump", "▁may", "▁May")}
    rows = word_vectors(["unjust", "trump", "may", "May"])
    want = [vectors[piece["▁un"]] + vectors[piece["just"]], *(vectors[piece[each]] for each in ("▁Trump", "▁may", "▁May"))]
    np.testing.assert_allclose(rows, [row / np.linalg.norm(row) for row in want], rtol=1e-4, atol=1e-6)


def test_what_has_no_letter_or_no_piece_has_no_vector():
    rows = word_vectors(["1,000", "--", "", "\U00010348\U00010349", "covid-19", "é", "ζ"])
    assert np.isnan(rows).all(axis=1).tolist() == [True] * 4 + [False] * 3
    assert not np.isnan(rows).any(axis=1)[4:].any() and word_vectors([]).shape == (0, 256)


def test_texts_are_means_of_their_pieces_and_empty_ones_zeros():
    words = word_vectors(["war", "peace"])
    both, none, blank, longer = text_vectors(["war", "", "  ", "war " * 3])
    np.testing.assert_allclose(both, words[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(longer, both, atol=0.02)
    assert not none.any() and not blank.any() and text_vectors([]).shape == (0, 256)


@pytest.mark.parametrize("function", [word_vectors, text_vectors])
@pytest.mark.parametrize("bad", ["ferry", ["ferry", None]])
def test_vectors_take_lists_of_text(function, bad):
    with pytest.raises(cf.DataError, match="each a str"):
        function(bad)


def test_words_of_known_polarity_are_told_apart():
    scores = load_lexicon("vader").scores
    seeds = {seed for axis in load_axes("negative-positive") for seed in axis.low + axis.high}
    words = [word for word in scores if word.isalpha() and abs(scores[word]) >= 2 and word not in seeds]
    place = axis_scores("negative-positive", words)
    assert len(place) > 1000
    low, high = ([place[word] for word in place if scores[word] * side > 0] for side in (-1, 1))
    assert np.mean(np.searchsorted(np.sort(low), high) / len(low)) > 0.85


# Axes


def test_every_ready_axis_parts_words_that_are_no_seeds():
    ready = {axis.name: axis for axis in load_axes()}
    assert set(ready) == set(HELD_OUT)
    areas = {}
    for name, poles in HELD_OUT.items():
        low, high = map(str.split, poles)
        assert not {*low, *high} & {*ready[name].low, *ready[name].high}
        place = axis_scores(name, low + high)
        areas[name] = area([place[word] for word in low], [place[word] for word in high])
    assert min(areas.values()) >= 0.8 and np.mean(list(areas.values())) >= 0.93


@pytest.mark.parametrize("axis", load_axes(), ids=lambda axis: axis.name)
def test_every_ready_axis_parts_its_own_pairs_left_out(axis):
    pairs = list(zip(axis.low, axis.high, strict=True))
    assert len(pairs) >= 7 and axis.name.count("-") == 1
    right = []
    for out in pairs:
        low, high = zip(*(pair for pair in pairs if pair != out))
        place = axis_scores({"rest": (low, high)}, list(out))
        right.append(place[out[0]] < place[out[1]])
    assert np.mean(right) > 0.85


def test_axes_have_a_card():
    card = files("crossframe.lexicons").joinpath("cards", "axes.md").read_text(encoding="utf-8")
    assert "Licence: MIT" in card and [axis.name for axis in load_axes() if axis.name not in card] == []


def test_axes_are_given_in_any_form():
    mood = Axis("mood", ("gloomy", "sad"), ("cheerful", "happy"))
    forms = [MOOD, mood, [mood], {"mood": (["Gloomy", "sad"], ["cheerful", "happy"])}, {"mood": ("gloomy, SAD", "cheerful; happy")}]
    assert all(load_axes(form) == [mood] for form in forms)
    assert [axis.name for axis in load_axes(["war-peace", ("sad gloomy", ["U.S.", "happy"])])] == ["war-peace", "sad-u.s."]
    assert load_axes("war-peace") == [axis for axis in load_axes() if axis.name == "war-peace"]


def test_cosines_are_those_of_the_paper_for_one_word_a_pole():
    rng = np.random.default_rng(1)
    own = pd.DataFrame(rng.normal(size=(6, 4)), index=["low", "high", "a", "b", "c", "zero"])
    own.loc["zero"] = 0
    unit = own.div(np.linalg.norm(own, axis=1), axis=0)
    way = unit.loc["high"] - unit.loc["low"]
    want = [unit.loc[word] @ way / np.linalg.norm(way) for word in "abc"]
    got = cosines(load_axes([("low", "high")]), ["a", "b", "c", "zero", "none"], vectors=own)[:, 0]
    np.testing.assert_allclose(got[:3], want, rtol=1e-5)
    assert np.isnan(got[3:]).all()


def test_net_of_an_axis_only_what_runs_across_it_counts():
    own = pd.DataFrame({"x": [-1.0, 1, -1, 1, 0.6, -0.6], "y": [0.0, 0, -1, 1, 0.8, 0.8]}, index=list("lhLHab")).rename(
        {"l": "bad", "h": "good", "L": "harm", "H": "care"})
    tone, care = load_axes({"tone": ("bad", "good"), "care": ("harm", "care")})
    plain, net = (cosines([tone, care], ["a", "b"], vectors=own, net_of=other) for other in (None, tone))
    np.testing.assert_allclose(plain, [[0.6, 1.4 / 2**0.5], [-0.6, 0.2 / 2**0.5]], atol=1e-6)
    np.testing.assert_allclose(net, [[0.6, 0.8], [-0.6, 0.8]], atol=1e-6)


# The measure


def by_hand(texts, scores, stops):
    """Bias and intensity of texts by loops over words."""
    heard = [[scores[term] for term, _, _ in tokenize(text) if term in scores and term not in stops] for text in texts]
    every = [score for each in heard for score in each]
    baseline = sum(every) / len(every)
    bias = [sum(each) / len(each) if each else np.nan for each in heard]
    return bias, [sum((score - baseline) ** 2 for score in each) / len(each) if each else np.nan for each in heard], baseline


@pytest.mark.parametrize("stop_words", ["english", None, ["mayor"]])
def test_it_is_the_published_formulas_written_as_loops(stop_words):
    stops = STOP_WORDS if stop_words == "english" else stop_words or ()
    words = {term for text in TEXTS for term, _, _ in tokenize(text)}
    result = cf.frame_axis(frame(*TEXTS), MOOD, stop_words=stop_words)
    bias, intensity, baseline = by_hand(TEXTS, axis_scores(MOOD, sorted(words)), stops)
    np.testing.assert_allclose(result.table.bias, bias, rtol=1e-9)
    np.testing.assert_allclose(result.table.intensity, intensity, rtol=1e-9)
    assert result.about["baseline"]["mood"] == pytest.approx(baseline)
    assert list(result.table.columns) == names(FRAME_AXIS)
    assert result.table.n_matched.tolist()[3:5] == [0, 0] and (result.table.words[3:5] == "").all()


def test_rows_are_texts_and_axes_in_order():
    table = cf.frame_axis(frame(*TEXTS, story=None), ["war-peace", "harm-care"]).table
    assert table.axis.tolist() == ["war-peace", "harm-care"] * 6
    assert table.article.tolist() == [str(row // 2) for row in range(12)] and (table.story == "").all()
    assert table.end.tolist() == [len(text) for text in TEXTS for _ in range(2)]
    alone = cf.frame_axis(frame(*TEXTS), "harm-care").table
    pd.testing.assert_frame_equal(alone, table[table.axis == "harm-care"].reset_index(drop=True))


def test_swapped_poles_turn_the_bias_and_keep_the_intensity():
    some = frame(*TEXTS)
    one = cf.frame_axis(some, MOOD)
    other = cf.frame_axis(some, {"mood": MOOD["mood"][::-1]})
    np.testing.assert_allclose(other.table.bias, -one.table.bias, atol=1e-12)
    np.testing.assert_allclose(other.table.intensity, one.table.intensity, atol=1e-12)
    assert other.table.words.tolist() == one.table.words.tolist()


@pytest.mark.parametrize("axis", load_axes(), ids=lambda axis: axis.name)
def test_a_text_of_one_poles_words_is_on_its_side(axis):
    table = cf.frame_axis(frame(" ".join(axis.low), " ".join(axis.high), "The ferry sails."), axis.name, stop_words=None).table
    assert table.bias[0] < -0.1 and table.bias[1] > 0.1 and table.intensity[:2].min() > table.intensity[2]
    assert re.match(rf"(?:{'|'.join(axis.low)}) \(1\), ", table.words[0])


def test_words_are_those_that_move_it_most():
    text = "Happy, happy day: a sad pilot, a cheerful, cheerful, cheerful crew, a gloomy sky."
    result = cf.frame_axis(frame(text, "Gloomy. Sad, sad harbour."), MOOD)
    scores = axis_scores(MOOD, ["happy", "cheerful", "day", "pilot", "crew", "sky"])
    push = {word: scores[word] - result.about["baseline"]["mood"] for word in scores}
    uses = {"happy": 2, "cheerful": 3}
    want = sorted((word for word in push if push[word] > 0), key=lambda word: -push[word] * uses.get(word, 1))[:5]
    assert result.table.words[0] == ", ".join(f"{word} ({uses.get(word, 1)})" for word in want)
    assert result.table.words[1].startswith("sad (2), gloomy (1)")


def test_the_order_of_articles_does_not_matter():
    some = frame(*TEXTS, id=list("abcdef"))
    one, other = (cf.frame_axis(each, MOOD).table.sort_values("article", ignore_index=True) for each in (some, some.iloc[::-1]))
    pd.testing.assert_frame_equal(one, other)


def test_sentences_are_rows_whose_words_add_up():
    whole = cf.frame_axis(frame(*TEXTS), MOOD).table
    result = cf.frame_axis(frame(*TEXTS), MOOD, level="sentence")
    rows = result.table[result.table.n_matched > 0]
    np.testing.assert_allclose(
        (rows.bias * rows.n_matched).groupby(rows.article).sum(), (whole.bias * whole.n_matched)[whole.n_matched > 0])
    assert [TEXTS[int(row.article)][row.start : row.end] for row in rows.itertuples()][1] == "The mayor wept."
    assert result.evidence(0)["match"].tolist() == ["A gloomy, sad morning in the harbour."]


def test_only_one_voice_is_read_where_that_is_asked():
    text = "“A happy day,” she said. The sad ferry left."
    said = pd.DataFrame({"article": ["0"], "start": [0], "end": [14]})
    got = {voice: cf.frame_axis(frame(text), MOOD, voice=voice, sources=said).table.iloc[0] for voice in ("all", "outlet", "quoted")}
    assert got["quoted"].n_matched == 2 and got["outlet"].n_matched == got["all"].n_matched - 2
    assert got["quoted"].bias > got["all"].bias > got["outlet"].bias


def test_what_is_known_of_axes_and_words_is_told():
    about = cf.frame_axis(frame(*TEXTS), MOOD).about
    assert about["axes"] == {"mood": (["gloomy", "sad"], ["cheerful", "happy"])} and about["unmatched"] == {"mood": []}
    assert 0.8 < about["coverage"] < 1 and about["measure"] == "frame_axis" and "net_of" not in about["caution"]
    about = cf.frame_axis(frame("One article only."), ["war-peace", "harm-care"]).about
    assert "war" in about["unmatched"]["war-peace"] and "With one article" in about["caution"] and "net_of=" in about["caution"]


def test_empty_texts_are_not_scored():
    table = cf.frame_axis(frame("", "…", "2019")).table
    assert table.bias.isna().all() and table.intensity.isna().all() and (table.n_matched == 0).all() and (table.words == "").all()


# Outlets


def test_a_word_shift_of_an_axis_adds_up_to_the_pooled_gap():
    texts = ["War and attack in the town.", "A happy peace, a calm town.", "The troops left, a battle ended.", "Calm talks again."] * 6
    corpus = frame(*texts).assign(outlet=["A", "B"] * 12)
    shift = cf.wordshift(corpus, target="A", reference="B", kind="weighted", scores="war-peace", stop_words="english", min_count=1)
    table = cf.frame_axis(corpus, "war-peace").table
    pooled = (table.bias * table.n_matched).groupby(table.outlet).sum() / table.n_matched.groupby(table.outlet).sum()
    assert shift.table.estimate.sum() == pytest.approx(pooled["A"] - pooled["B"])
    assert shift.table.set_index("term").estimate["war"] < 0


@pytest.fixture(scope="module")
def matched():
    return cf.match_stories(cf.read(demo()))


@pytest.mark.parametrize("match", [None, "story"])
def test_planted_leanings_are_found(matched, match):
    truth = demo_ground_truth()
    order = truth[(truth.kind == "sentiment") & (truth.direction != "same")]
    scores = cf.frame_axis(matched, "negative-positive")
    assert len(order) > 3
    for row in order.itertuples():
        got = cf.contrast(scores, value="bias", target=row.outlet, reference=row.reference, match=match).table.iloc[0]
        assert np.sign(got.estimate) == (1 if row.direction in ("more", "higher") else -1) and got.p_value < 0.05, row
    cost = cf.contrast(cf.frame_axis(matched, net_of="negative-positive"), within="axis", value="bias", match=match,
                       target="The Quay Ledger").table.set_index("axis")
    assert cost.loc["public-private", "estimate"] > 0 and cost.loc["public-private", "p_adjusted"] < 0.05
    assert cost.index[0] == "public-private"  # what things cost whom: the ledger's frame


def test_outlets_shuffled_within_stories_show_none(matched):
    table = cf.frame_axis(matched, list(HELD_OUT)[::4]).table
    articles = table[["article", "outlet", "story"]].drop_duplicates()
    rng, found = np.random.default_rng(4), []
    for _ in range(12):
        drawn = articles.groupby("story").outlet.transform(lambda each: rng.permutation(each))
        shuffled = table.assign(outlet=table.article.map(dict(zip(articles.article, drawn))))
        found.append(cf.contrast(shuffled, within="axis", value="bias", match="story").table)
    found = pd.concat(found)
    assert (found.p_value < 0.05).mean() <= 0.1 and (found.p_adjusted < 0.05).mean() <= 0.03


@pytest.mark.skipif(not (SHARED / "data/abp/articles.parquet").exists(), reason="the real articles are not here")
def test_random_halves_of_one_outlet_differ_at_the_5_percent_rate():
    articles = pd.read_parquet(SHARED / "data/abp/articles.parquet", columns=["id", "outlet", "text"])
    part = articles[articles.outlet == "Politico"].head(100)
    table = cf.frame_axis(part, list(HELD_OUT)[::4]).table
    rng, alarms = np.random.default_rng(2), {"bias": [], "intensity": []}
    for _ in range(15):
        half = dict(zip(part.id, rng.permuted(np.repeat(["A", "B"], 50))))
        halves = table.assign(outlet=table.article.map(half))
        for value, found in alarms.items():
            found += (cf.contrast(halves, within="axis", value=value, target="A").table.p_value < 0.05).tolist()
    assert all(0.0 < np.mean(found) < 0.13 for found in alarms.values())


# Vectors of the user's own


OWN = pd.DataFrame(
    {"x": [1.0, -1.0, 0.2, 0.0], "y": [0.1, 0.1, 1.0, 2.0]}, index=["happy", "sad", "harbour", "Ferry"])


@pytest.mark.parametrize("form", ["table", "text", "header", "gz"])
def test_own_vectors_are_read_from_a_table_or_a_file(tmp_path, form):
    lines = [f"{word} {row.x} {row.y}" for word, row in OWN.iterrows()]
    text = "\n".join(["4 2", *lines] if form == "header" else lines) + "\n"
    path = tmp_path / ("own.vec.gz" if form == "gz" else "own.vec")
    path.write_bytes(gzip.compress(text.encode()) if form == "gz" else text.encode())
    result = cf.frame_axis(frame("A happy ferry.", "The sad harbour.", "Nothing known."), [("sad", "happy")],
                           vectors=OWN if form == "table" else path)
    way = np.array([2, 0]) / 2
    rows = OWN.to_numpy() / np.linalg.norm(OWN, axis=1)[:, None] @ way
    np.testing.assert_allclose(result.table.bias, [(rows[0] + rows[3]) / 2, (rows[1] + rows[2]) / 2, np.nan], rtol=1e-5)
    assert result.table.n_matched.tolist() == [2, 2, 0] and result.about["coverage"] == pytest.approx(4 / 6)


def test_a_word_as_spelled_comes_before_one_with_capitals():
    both = pd.DataFrame([[1.0, 0], [0, 1]], index=["Us", "us"])
    assert look_up(["us"], both).tolist() == look_up(["us"], both.iloc[::-1]).tolist() == [[0, 1]]


@pytest.mark.parametrize("vectors, message", [
    (OWN.drop("sad"), "seed word 'sad' has no vector"),
    (pd.concat([OWN, OWN]), "'happy' stands twice"),
    (OWN.astype(str), "column 'x' of the table holds no numbers"),
    (OWN.reset_index(drop=True), "index must hold words"),
    (OWN.iloc[:0], "no rows"),
    (3, "not int"),
    ("nowhere.vec", "nowhere.vec: there is no such file"),
])
def test_own_vectors_that_do_not_do_are_refused(vectors, message):
    with pytest.raises(cf.DataError, match=re.escape(message)):
        cf.frame_axis(frame("A happy ferry."), [("sad", "happy")], vectors=vectors)


@pytest.mark.parametrize("content, message", [
    (b"happy 1 2\nsad 1\n", "line 2: a word and 2 numbers"), (b"happy one two\n", "line 1: a word and its numbers"),
    (b"", "holds no vectors"), (b"\xff\xfe\x00\x01", "no UTF-8 text"),
])
def test_files_of_vectors_that_do_not_do_are_refused(tmp_path, content, message):
    path = tmp_path / "own.vec"
    path.write_bytes(content)
    with pytest.raises(cf.DataError, match=re.escape(message)):
        cf.frame_axis(frame("A happy ferry."), [("sad", "happy")], vectors=path)


# Bad input


@pytest.mark.parametrize("axes, message", [
    ("peace-war", "no ready axis is called 'peace-war'; there are negative-positive, "),
    (("sad", "happy"), 'axes=[("gloomy sad", "cheerful happy")]'),
    ({"mood": ("sad glad", "happy glad")}, "axis 'mood': 'glad' stands in both poles"),
    ({"mood": ("sad Sad", "happy")}, "axis 'mood': 'sad' stands twice in one pole"),
    ({"mood": ("sad", "")}, "axis 'mood': the high pole has no words"),
    ({"mood": ("sad", "1,000")}, "axis 'mood': the seed word '1,000' has no vector"),
    ({"mood": (["very sad"], ["happy"])}, "the seed 'very sad' is not one word"),
    ({"mood": "sad"}, "axis 'mood' has two poles"), ([("sad",)], "an axis has two poles"),
    ({"mood": (3, "happy")}, "a pole is a text"), ([], "axes is empty"), (3, "not int"),
    ([("sad", "happy"), ("sad gloomy", "happy")], "two axes are called 'sad-happy'"),
    ({"same": ("trump", "Trump")}, "'trump' stands in both poles"),
])
def test_axes_that_do_not_do_are_refused(axes, message):
    with pytest.raises(cf.DataError, match=re.escape(message)):
        cf.frame_axis(frame("A happy ferry."), axes)


@pytest.mark.parametrize("options", [{"axes": {"mood": ("zxqvvkw sad", "happy")}}, {"axes": "war-peace", "net_of": [("sad", "zxqvvkw")]}])
def test_a_seed_that_is_no_word_anywhere_is_refused(options):
    with pytest.raises(cf.DataError, match="the seed word 'zxqvvkw' is not in the vocabulary of the vectors and used by no "
                                           "text, .*; check its spelling, take it out, or use another word"):
        cf.frame_axis(frame("A happy ferry."), **options)


def test_a_rare_word_that_the_texts_use_may_be_a_seed():
    mood = {"mood": ("zxqvvkw", "happy")}
    assert cf.frame_axis(frame("A happy Zxqvvkw."), mood).table.bias.notna().all()
    assert cf.frame_axis(frame("A happy ferry."), {"war": ("dovish", "hawkish")}).table.bias.notna().all()
    text = 'The ferry sank. "A zxqvvkw is a zxqvvkw," said the pilot.'
    assert cf.frame_axis(frame(text), mood, voice="outlet").about["unmatched"] == {"mood": ["zxqvvkw", "happy"]}


def test_a_pole_that_no_text_uses_is_named():
    mood = {"mood": ("sad angry", "glad happy"), "tone": ("happy", "glad")}
    about = cf.frame_axis(frame("A happy ferry."), mood).about
    assert "No text uses a seed word of these poles, only what is like them: mood (low), tone (high)." in about["caution"]
    assert "No text uses" not in cf.frame_axis(frame("A happy, sad ferry."), {"mood": ("sad angry", "happy")}).about["caution"]
    many = cf.frame_axis(frame("A ferry."))
    assert "and 43 more (about['unmatched'])." in many.about["caution"]  # of the 48 of the ready ones


def test_own_vectors_without_the_ready_seeds_ask_for_axes():
    own = pd.DataFrame(np.eye(2), index=["sad", "happy"])
    with pytest.raises(cf.DataError, match="has no vector; name axes= whose seeds the vectors have, e.g. axes="):
        cf.frame_axis(frame("A happy ferry."), vectors=own)


def test_poles_that_coincide_are_refused():
    own = pd.DataFrame([[1.0, 0], [2, 0]], index=["glad", "happy"])
    with pytest.raises(cf.DataError, match="its poles coincide, glad and happy have the same vector"):
        cf.frame_axis(frame("A happy ferry."), [("glad", "happy")], vectors=own)


@pytest.mark.parametrize("options, message", [
    ({"level": "word"}, "article, sentence"), ({"voice": "mine"}, "'quoted'"), ({"stop_words": "german"}, "'english'"),
    ({"net_of": ["war-peace", "harm-care"]}, "one axis is needed here, got 2"), ({"net_of": "tone"}, "no ready axis"),
    ({"axes": {"again": ("sad", "happy")}, "net_of": [("sad", "happy")]}, "axis 'again' is axis 'sad-happy' over again"),
])
def test_wrong_arguments_are_refused(options, message):
    with pytest.raises(cf.DataError, match=message):
        cf.frame_axis(frame("A happy ferry."), **options)


def test_a_column_is_asked_for_by_name():
    with pytest.raises(cf.DataError, match="frame_axis needs column outlet"):
        cf.frame_axis(pd.DataFrame({"text": ["x"]}))


def test_texts_that_are_numbers_are_refused():
    with pytest.raises(cf.DataError, match="text is no str in 1 of 1 rows"):
        cf.frame_axis(pd.DataFrame({"outlet": ["A"], "text": [5]}))
