"""Frames by a dictionary against a plain reading of the rules, hand counts, planted differences, null worlds and bad input."""

import re
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crossframe as cf
from crossframe.datasets import demo
from crossframe.lexicons import entries, load_dictionary, settling
from crossframe.lexicons.entries import find_entries
from crossframe.schema import FRAME_WORDS, FRAMES, names
from crossframe.tokens import spans, word_stream, words
from crossframe.tokens import stream as streams

WORDS = "tax taxes taxed cut cuts tide tidal low not never no sea".split()
ENTRIES = ["tax", "tax*", "*s", "t?x", "t*d*", "cut", "tax cut", "tax* cut", "low tide", "* tide", "tide *", "not tax", "sea",
           "tax cut tax", "cut* t*", "no sea", "low", "*a*"]
BREAKS = [", ", ". ", "\n", " – ", " (", "”"]


def frame(*texts, **columns):
    return pd.DataFrame({"outlet": "A", "text": list(texts), **columns})


# ---- the reference: plain, slow, one word after another -----------------------------------------------------------
def reference(words, joined, dictionary, negators=("not", "never", "no")):
    """(start, size, category, negated) of the matches that count in one text."""
    listed = [(entry.split(), category) for category, some in dictionary.categories.items() for entry in some]
    groups = [listed] if dictionary.exclusive else [[each for each in listed if each[1] == category]
                                                    for category in dictionary.categories]
    found = []
    for group in groups:
        at = 0
        while at < len(words):
            fitting = [each for each in group if stands(each[0], words, joined, at)]
            if not fitting:
                at += 1
                continue
            longest, category = max(fitting, key=lambda each: len(each[0]))  # the first of the longest
            before = range(at - 1, max(-1, at - 4), -1)
            negated = any(words[k] in negators and all(joined[k + 1 : at + 1]) for k in before)
            found.append((at, len(longest), category, negated))
            at += len(longest)
    if dictionary.negation == "drop":
        found = [each for each in found if not each[3]]
    if dictionary.negation == "split":
        found = [(at, size, "neg_" * negated + category, negated) for at, size, category, negated in found]
    return sorted(found)


def stands(pattern, words, joined, at):
    here = words[at : at + len(pattern)]
    return (len(here) == len(pattern) and all(joined[at + 1 : at + len(pattern)])
            and all(fnmatchcase(word, piece) for word, piece in zip(here, pattern)))


texts = st.lists(st.tuples(st.sampled_from(WORDS), st.one_of(st.just(" "), st.just(" "), st.just(" "), st.sampled_from(BREAKS))), max_size=25)
lists = st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=6), min_size=1, max_size=4)


def matched(some, dictionary):
    """What `find_entries` finds in texts given as (word, what follows it): text by text, as `reference` gives it."""
    stream = word_stream(["".join(word + after for word, after in text) for text in some])
    matches = find_entries(stream, dictionary)
    row = np.searchsorted(stream.rows, matches.start, side="right") - 1
    rows = zip((matches.start - stream.rows[row]).tolist(), matches.size.tolist(),
               [matches.categories[each] for each in matches.category], matches.negated.tolist())
    got = [[] for _ in some]
    for at, each in zip(row.tolist(), rows):
        got[at].append(each)
    return [sorted(each) for each in got], matches


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4), lists, st.booleans(), st.sampled_from(["ignore", "drop", "split"]))
def test_matches_are_those_of_a_plain_reading_of_the_rules(some, categories, exclusive, negation):
    dictionary = load_dictionary(categories, exclusive=exclusive, negation=negation, negators=["not", "never", "no"])
    got, _ = matched(some, dictionary)
    for text, found in zip(some, got):
        words = [word for word, _ in text]
        joined = [False, *(after == " " for _, after in text[:-1])] if text else []
        assert found == reference(words, joined, dictionary)


def world(seed, n=40, size=300):
    rng = np.random.default_rng(seed)
    return [[(str(word), " " if rng.random() < 0.8 else BREAKS[rng.integers(len(BREAKS))])
             for word in rng.choice(WORDS, size)] for _ in range(n)]


@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("negation", ["ignore", "drop", "split"])
def test_the_compiled_way_gives_what_plain_python_gives(monkeypatch, exclusive, negation):
    some = world(3)
    lists = {"a": ENTRIES[:9], "neg_a": ENTRIES[11:13], "b": ENTRIES[5:], "c": ["sea", "tax cut*"]}
    dictionary = load_dictionary(lists, exclusive=exclusive, negation=negation)
    plain, matches = matched(some, dictionary)
    monkeypatch.setattr(settling, "PLAIN", 0)
    monkeypatch.setattr(streams, "PLAIN_BYTES", 0)
    compiled, again = matched(some, dictionary)
    assert plain == compiled and sum(map(len, plain)) > 3000
    assert (matches.uses == again.uses).all() and matches.n_covered == again.n_covered


@pytest.mark.parametrize("negation", ["ignore", "drop"])
def test_what_stands_within_a_denial_is_negated(negation):
    lists = {"good": ["tax*", "low tide", "sea"], "neg_good": ["not tax", "no *", "tide cut", "low * sea"]}
    dictionary = load_dictionary(lists, negation=negation, negators=["never"])
    alone = {category: load_dictionary({category: lists[category]}) for category in lists}
    for text, found in zip(some := world(5), matched(some, dictionary)[0]):
        words, joined = [word for word, _ in text], [False, *(after == " " for _, after in text[:-1])]
        denials = reference(words, joined, alone["neg_good"], negators=())
        own = [(at, size, name, by_never or any(a <= at < a + n for a, n, _, _ in denials))
               for at, size, name, by_never in reference(words, joined, alone["good"], negators=["never"])]
        assert found == sorted([*denials, *(each for each in own if negation == "ignore" or not each[3])])


def counts(text, dictionary):
    table = cf.frames(frame(text), dictionary).table
    return dict(zip(table.frame, table.n_matched))


def test_denials_in_the_way_of_lsd2015_by_hand():
    lists = {"positive": ["good", "lie*"], "neg_positive": ["not good", "best not"]}
    text = "A good man. This is not good. Never a good day, not one lie, but good. The best not good."
    for options, want in {
        ("ignore", False): {"positive": 6, "neg_positive": 2}, ("drop", False): {"positive": 2, "neg_positive": 2},
        ("split", False): {"positive": 2, "neg_positive": 5}, ("ignore", True): {"positive": 5, "neg_positive": 2},
        ("drop", True): {"positive": 2, "neg_positive": 2}, ("split", True): {"positive": 2, "neg_positive": 5},
    }.items():
        dictionary = load_dictionary(lists, negation=options[0], exclusive=options[1])
        assert counts(text, dictionary) == want, options
    assert "may count for positive, too" in cf.frames(frame(text), load_dictionary(lists)).about["caution"]


@pytest.mark.parametrize("text, n", [
    ("no tax", 0), ("not a very high tax", 1), ("not a high tax", 0), ("not, however, tax", 1), ("He did not. Tax", 1),
    ("don’t tax", 0), ("tax not", 1), ("not\ntax", 1), ("not “tax”", 1), ("not-tax tax", 1),
])
def test_a_negator_reaches_three_words_and_over_no_mark(text, n):
    assert counts(text, load_dictionary({"a": ["tax"]}, negation="drop")) == {"a": n}


def test_other_languages_have_their_own_negators():
    dictionary = load_dictionary({"coût": ["impôt*"], "peur": ["crise"]}, negation="split", negators=["pas", "n’*", "sans"])
    text = "Il n’y a pas d'impôts. Pas de crise, sans impôt ! L’impôt monte ; impôts."
    assert counts(text, dictionary) == {"coût": 1, "peur": 0, "neg_coût": 1, "neg_peur": 1}
    assert counts("減税は良い。減税", load_dictionary({"税": ["減税"]})) == {"税": 2}


def test_scores_and_words_are_hand_counts():
    result = cf.frames(frame("Tax, tax and taxes. A tax cut.", "", "Rook left.", "–"), {"money": ["tax*", "tax cut"], "x": ["rook"]})
    table = result.table
    assert list(table.columns) == names(FRAMES) and len(table) == 8
    money = table[table.frame == "money"]
    np.testing.assert_allclose(money.score, [1000 * 4 / 7, np.nan, 0, np.nan])
    assert money.n_matched.tolist() == [4, 0, 0, 0] and money.n_words.tolist() == [7, 0, 2, 0]
    assert money.words.tolist() == ["tax (2), tax cut (1), taxes (1)", "", "", ""]
    assert table.start.eq(0).all() and money.end.tolist() == [30, 0, 10, 1]
    assert result.about["coverage"] == pytest.approx(6 / 9) and result.about["frames"] == ["money", "x"]


def test_levels_agree_and_rows_lead_back():
    texts = ["The tax rose. A tax cut?\n\nNo sea.", "Sea! “A tax,” she said.", "Nothing."]
    some = frame(*texts, id=list("abc"), story=["s", "s", None], outlet=["A", "B", "A"])
    lists = {"money": ["tax*", "tax cut"], "water": ["sea"]}
    by_article, by_sentence, by_word = (cf.frames(some, lists, level=level) for level in ("article", "sentence", "word"))
    assert list(by_word.table.columns) == names(FRAME_WORDS) and by_word.table.story.eq("s").all()
    for row in by_word.table.itertuples():
        assert texts["abc".index(row.article)][row.start : row.end] == row.matched
    summed = by_sentence.table.groupby(["article", "frame"], sort=False).n_matched.sum()
    assert summed.tolist() == by_article.table.n_matched.tolist() == [2, 1, 1, 1, 0, 0]
    assert by_word.table.groupby(["article", "frame"]).size().tolist() == [2, 1, 1, 1]
    assert by_word.table.negated.tolist() == [False, False, True, False, False]
    sentences = by_sentence.table[by_sentence.table.frame == "money"]
    assert sentences.words.tolist() == ["tax (1)", "tax cut (1)", "", "", "tax (1)", ""]
    assert texts[0][sentences.start.iloc[1] : sentences.end.iloc[1]] == "A tax cut?"
    lines = by_article.evidence(0)
    assert lines[["left", "match", "right"]].to_numpy().tolist() == [["The ", "tax", " rose."], ["A ", "tax cut", "?"]]
    assert len(by_article.evidence(0, n=1)) == 1 and len(by_article.evidence(4)) == 0
    assert by_sentence.evidence(2).match.tolist() == ["tax cut"]
    assert by_word.evidence(2)[["article", "left", "match"]].to_numpy().tolist() == [["a", "No ", "sea"]]
    with pytest.raises(cf.DataError, match="row 9 is not in the table of 6 rows"):
        by_article.evidence(9)


def test_evidence_shows_as_many_lines_as_were_counted():
    lists = {"a": ["t*", "low tide"], "neg_a": ["not tax"], "b": ["sea", "cut*"]}
    texts = ["".join(word + after for word, after in text) for text in world(9, n=3)]
    for negation in ("ignore", "drop", "split"):
        result = cf.frames(frame(*texts), load_dictionary(lists, negation=negation))
        assert [len(result.evidence(row, n=None)) for row in range(len(result.table))] == result.table.n_matched.tolist()


def test_only_one_voice_is_read_where_that_is_asked():
    some, lists = frame("“A tax,” she said. No tax came.", "He left."), {"money": ["tax"]}
    said = pd.DataFrame({"article": ["0"], "start": [0], "end": [8]})
    for voice, n_words, place in (("outlet", [5, 2], 22), ("quoted", [2, 0], 3)):
        result = cf.frames(some, lists, voice=voice, sources=said)
        assert result.table.n_words.tolist() == n_words and result.table.n_matched.tolist() == [1, 0]
        assert result.evidence(0).start.tolist() == [place]
        word = cf.frames(some, lists, voice=voice, sources=said, level="word").table
        assert word.start.tolist() == [place]
        sentences = cf.frames(some, lists, voice=voice, sources=said, level="sentence").table
        assert sentences.n_matched.tolist() == [int(place == 3), int(place == 22), 0]
        assert sentences.score.isna().tolist() == [False, place == 3, place == 3]
    assert "they quote" in result.about["reads"]


def test_what_never_matches_is_listed_and_said():
    result = cf.frames(frame("The tax rose."), {"money": ["tax*", "levy", "tax rebate"], "sea": ["tide"], "air": ["wind*"]})
    assert result.about["unmatched"] == {"money": ["levy", "tax rebate"], "sea": ["tide"], "air": ["wind*"]}
    assert "No word here matches sea, air: a score of 0 says that the words are missing" in result.about["caution"]
    assert "matches 33% of all words" in result.about["caution"]
    assert result.table.score.tolist() == [pytest.approx(1000 / 3), 0, 0]


def test_an_entry_that_another_one_shadows_is_no_unmatched_entry():
    result = cf.frames(frame("A tax cut."), load_dictionary({"a": ["tax cut", "cut"], "b": ["tax"]}, exclusive=True))
    assert result.about["unmatched"] == {"a": [], "b": []} and result.table.n_matched.tolist() == [1, 0]


def test_wildcards_anywhere_in_a_word_find_what_fnmatch_finds():
    rng = np.random.default_rng(2)
    terms = ["".join(rng.choice(list("abc'"), rng.integers(1, 7))).strip("'") or "a" for _ in range(400)]
    stream = word_stream([", ".join(terms)])
    vocabulary = entries.Vocabulary(stream)
    patterns = ["a*", "*a", "a*b", "*ab*", "?", "a?", "?a*", "*", "**", "a?*c", "abc", "*'*", "zz*", "*zz", "b*?", "?*?"]
    for pattern in patterns:
        want = [term for term in stream.terms if fnmatchcase(term, pattern)]
        assert sorted(stream.terms[vocabulary.matching(pattern)]) == sorted(want), pattern


def planted(rng, rate, n=40):
    sides = np.array(["The ferry sails today.", "The ferry tax rises today."])
    return [" ".join(sides[(rng.random(20) < rate).astype(int)]) for _ in range(n)]


def test_a_planted_difference_is_found_and_shuffled_outlets_show_none():
    rng, alarms = np.random.default_rng(8), []
    texts = [*planted(rng, 0.3), *planted(rng, 0.5)]
    outlet, story = np.repeat(["Plain", "Costly"], 40), np.tile(np.arange(40).astype(str), 2)
    scores = cf.frames(pd.DataFrame({"outlet": outlet, "story": story, "text": texts}), {"cost": ["tax*"]})
    row = cf.contrast(scores, match="story").table.set_index("outlet").loc["Costly"]
    assert row.estimate > 0 and row.p_value < 0.001
    for _ in range(60):
        swap = np.tile(rng.random(40) < 0.5, 2)
        table = scores.table.assign(outlet=np.where(swap, outlet[::-1], outlet))
        alarms.append(cf.contrast(table, match="story", target="Costly").table["p_value"].iloc[0] < 0.05)
    assert np.mean(alarms) <= 0.13


def test_the_order_of_articles_does_not_matter():
    some = frame("A tax.", "No sea, no tax cut.", "", id=["a", "b", "c"])
    for level in ("article", "sentence", "word"):
        one, other = (cf.frames(each, {"x": ["tax*", "tax cut"], "y": ["sea"]}, level=level).table for each in (some, some.iloc[::-1]))
        pd.testing.assert_frame_equal(*(each.sort_values(["article", "start", "frame"], ignore_index=True) for each in (one, other)))


BAD = {
    "empty": "", "marks": "“" * 500 + "tax”", "emoji": "🚢 tax 🚢 tax cut", "capitals": "THE TAX CUT. " * 20, "long": "tax " * 5000,
    "right to left": "ضريبة غدا. מס מחר.", "letters": "tax" * 20_000, "address": "www.tax.org/tax tax@tax.org", "nul": "tax\0tax",
    "accents": "ta\u0301x tax\u200b tax\u00adcut",
}


@pytest.mark.parametrize("level", ["article", "sentence", "word"])
def test_bad_texts_are_counted_as_tokenize_reads_them(level):
    result = cf.frames(frame(*BAD.values(), id=list(BAD)), {"a": ["tax", "tax cut"], "right": ["מס"]}, level=level)
    table = result.table.assign(n=1) if level == "word" else result.table.assign(n=result.table.n_matched)
    got = table.groupby("article").n.sum()
    assert got[got > 0].to_dict() == {"marks": 1, "emoji": 2, "capitals": 20, "long": 5000, "right to left": 1, "nul": 2, "accents": 1}
    assert all(0 <= row.start <= row.end <= len(BAD[row.article]) for row in table.itertuples())


def test_texts_without_a_word_are_not_scored():
    result = cf.frames(frame("", "…"), {"a": ["tax"], "b": ["sea tide"]})
    assert result.table.score.isna().all() and (result.table.n_matched == 0).all() and np.isnan(result.about["coverage"])
    assert len(cf.frames(frame(""), {"a": ["tax"]}, level="sentence").table) == 0
    word = cf.frames(frame(""), {"a": ["tax"]}, level="word").table
    assert list(word.columns) == names(FRAME_WORDS) and len(word) == 0


@pytest.mark.parametrize("scheme, options, message", [
    ({"a": ["tax"]}, {"level": "story"}, "level is one of article, sentence, word, got 'story'"),
    ({"a": ["tax"]}, {"voice": "mine"}, "'quoted'"), ("polciy", {}, "the dictionaries are generic, policy_words"),
    ({}, {}, "holds no entries"), ({"a": ["*"]}, {}, "'*' matches every word"), (None, {}, "not NoneType"),
    ({"a": ["impôt", "taxe"]}, {}, "the dictionary 'own dict' matches no word of these texts (its first entry: 'impôt'; their "
     "first words: 'a tax rose'); is it in their language?"),
])
def test_wrong_arguments_are_refused(scheme, options, message):
    with pytest.raises(cf.DataError, match=re.escape(message)):
        cf.frames(frame("A tax rose."), scheme, **options)


def test_one_article_is_described_and_not_tested():
    row = cf.frames(frame("A tax rose. A tax fell."), {"a": ["tax"]})
    assert row.table.score.tolist() == [pytest.approx(2000 / 6)] and row.about["n_articles"] == 1


class Model:
    """Reads sentences: "cost" where they speak of a tax."""

    classes_ = np.array(["cost", "other"])

    def predict_proba(self, sentences):
        cost = np.array([0.9 if "tax" in sentence else 0.1 for sentence in sentences])
        return np.column_stack([cost, 1 - cost])


def test_a_model_is_a_scheme_too():
    pytest.importorskip("crossframe.measure.model_frames")
    result = cf.frames(frame("A tax rose. He left."), Model())
    assert result.table.set_index("frame").score.to_dict() == pytest.approx({"cost": 0.5, "other": 0.5})
    assert result.about["frames"] == ["cost", "other"] and result.about["scheme"] == "Model"
    assert result.evidence(0, n=1).match.tolist() == ["A tax rose."]
    said = pd.DataFrame({"article": ["0"], "start": [0], "end": [8]})
    quoted = cf.frames(frame("“A tax,” she said. No tax came. He left."), Model(), voice="outlet", sources=said)
    assert quoted.evidence(0).match.tolist() == ["“A tax,” she said.", "No tax came.", "He left."]
    with pytest.raises(cf.DataError, match="level='word' is for dictionaries"):
        cf.frames(frame("A tax."), Model(), level="word")


@pytest.mark.parametrize(("scheme", "message"), [
    (cf.models.FrameClassifier(), "this FrameClassifier has learnt nothing yet; call fit"),
    (cf.models.FrameClassifier, r"FrameClassifier is a class; make one, FrameClassifier\(\), and call fit"),
])
def test_a_model_that_has_learnt_nothing_is_refused(scheme, message):
    with pytest.raises(cf.DataError, match=message):
        cf.frames(frame("A tax."), scheme)


def test_the_demo_corpus_is_read_by_what_comes_with_crossframe():
    corpus = cf.read(demo())
    for scheme in ("generic", "policy_words"):
        result = cf.frames(corpus, scheme)
        assert len(result.table) == len(corpus) * len(result.about["frames"]) and 0.01 < result.about["coverage"] < 0.5
        assert result.table.groupby("frame").n_matched.sum().min() > 0


def test_places_of_words_are_those_that_words_gives():
    some = [*BAD.values(), "'s s's S’s ’s", "mayor’s it's ss's a's 's", "www.a.s's as's@b.org İs’s", *("".join(map("".join, text)) for text in world(4, n=3))]
    assert [spans(text) for text in some] == [[(start, end) for _, start, end, _ in words(text)] for text in some]


FOREIGN = pd.DataFrame({"id": ["ru", "zh", "de", "en", "no"], "outlet": list("abcde"), "text": [
    "Цены на хлеб снова выросли, и люди недовольны.", "税收", "Die Steuern sind wieder gestiegen, und die Leute in der Stadt " * 4,
    "The taxes have gone up again, and the people of the town are not pleased.", "42"]})


@pytest.mark.parametrize("scheme", ["generic", "policy_words"])
def test_texts_that_are_not_english_are_named(scheme):
    said = " 3 of 5 articles do not read as English (ru, zh, de): their scores say nothing."
    assert cf.frames(FOREIGN, scheme).about["caution"].endswith(said)
    assert "English" not in cf.frames(FOREIGN.iloc[3:], scheme).about["caution"]
    assert "English" not in cf.frames(FOREIGN, {"cost": ["taxes"]}).about["caution"]


def test_a_model_and_the_ready_axes_name_them_too():
    assert "(ru, zh, de)" in cf.frames(FOREIGN, cf.models.PolicyFrames(encoder=False)).about["caution"]
    assert "(ru, zh, de)" in cf.frame_axis(FOREIGN, "war-peace").about["caution"]
