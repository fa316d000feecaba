"""The outlet's own voice and those it quotes: a partition of every text, and every measure of one of them alone."""

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare.evidence import sentences_behind
from crossframe.datasets import demo, demo_ground_truth
from crossframe.errors import DataError
from crossframe.match.copies import carried
from crossframe.measure.voices import heard, in_voice, stretches, voice_of
from crossframe.quotes import marked_spans
from crossframe.schema import VOICES, names
from crossframe.tokens import count_terms, tokenize
from crossframe.tokens.compiled import count_compiled
from crossframe.tokens.count import as_arrow

GOLD = Path(__file__).parents[1] / "data/demo/gold/sources.csv"
NOTHING = pd.DataFrame({"article": [], "start": [], "end": []})


def said(*texts, kind="direct", **more):
    """A table of sources and its articles, from texts in which what is said stands in [ ], the source or cue in { }."""
    rows, plain = [], []
    for number, text in enumerate(texts):
        bare, opened, within = "", None, []
        for char in text:
            if char == "[":
                opened, within = len(bare), []
            elif char == "]":
                cue = within or [pd.NA, pd.NA]
                rows.append({"article": str(number), "start": opened, "end": len(bare), "cue_start": cue[0],
                             "cue_end": cue[1], "kind": kind, **more})
            elif char in "{}":
                within.append(len(bare))
            else:
                bare += char
        plain.append(bare)
    frame = pd.DataFrame({"id": [str(n) for n in range(len(texts))], "text": plain})
    return frame.assign(outlet=["A", "B"] * (len(texts) // 2) + ["A"] * (len(texts) % 2)), pd.DataFrame(rows)


def pieces(frame, sources, voice="quoted", **options):
    table = cf.voices(frame, sources=sources, **options).table
    texts = frame.set_index("id").text
    return [texts[row.article][row.start : row.end] for row in table[table.voice == voice].itertuples()]


@pytest.mark.parametrize("text, kind, quoted", [
    ("[“We stay,” {said} Ada Rook of Kelm, “for now.”] She left.", "direct", ["“We stay,”", "“for now.”"]),
    ("[“We stay,” she {added}. “We like it.”] She left.", "direct", ["“We stay,”", "“We like it.”"]),
    ("[The ward, {Rook said}, will close]. She left.", "indirect", ["The ward", "will close"]),
    ("Rook {said} [the ward will “never” close].", "mixed", ["the ward will “never” close"]),
    ("[The ward, {she said}, “is rotten”].", "mixed", ["The ward", "“is rotten”"]),
    ("[“We began here.\n\n“We end here,”] she said.", "direct", ["“We began here.\n\n“We end here,”"]),
    ("Rook: [We began here,”] she said.", "direct", ["We began here,”"]),
    ("[“A,” {he said}, “b,” he went on, “c.”]", "direct", ["“A,”", "“b,” he went on, “c.”"]),
    ("[{Rook said}]", "indirect", []),
])
def test_cue_and_source_in_the_middle_are_the_outlets(text, kind, quoted):
    frame, sources = said(text, kind=kind)
    assert pieces(frame, sources) == quoted


def test_kinds_narrow_what_is_quoted():
    text = "[“We stay,”] she said. She said [it was “a fine house” for all]. She said [they will stay]."
    frame, sources = said(text)
    sources["kind"] = ["direct", "mixed", "indirect"]
    every = ["“We stay,”", "it was “a fine house” for all", "they will stay"]
    assert pieces(frame, sources) == every
    assert pieces(frame, sources, kinds=("direct", "mixed")) == ["“We stay,”", "“a fine house”"]
    assert pieces(frame, sources, kinds="mixed") == ["“a fine house”"]
    assert pieces(frame, sources, kinds=("mixed", "indirect")) == every[1:]
    assert pieces(frame, sources, kinds=("direct", "indirect")) == [every[0], every[2]]


def test_the_table_names_speakers_and_rows_and_may_be_given_back():
    frame, sources = said("He said [it rains]. [It pours], she said.", "Dry.", speaker="Ada Rook")
    result = cf.voices(frame.assign(story="flood"), sources=sources)
    assert list(result.table.columns) == names(VOICES)
    quoted = result.table[result.table.voice == "quoted"]
    assert quoted.speaker.tolist() == ["Ada Rook", "Ada Rook"] and quoted.source_row.tolist() == [0, 1]
    own = result.table[result.table.voice == "outlet"]
    assert set(own.speaker) == set(own.kind) == {""} and own.source_row.isna().all()
    assert set(result.table.story) == {"flood"} and result.about["n_quoting"] == 1 and result.about["n_attributions"] == 2
    again = cf.voices(frame.assign(story="flood"), sources=result)
    pd.testing.assert_frame_equal(again.table, result.table)
    narrowed = cf.voices(frame, sources=sources.assign(kind=["direct", "indirect"]), kinds="direct")
    assert cf.keyness(frame, voice="quoted", sources=narrowed, min_count=1).about["n_words"] == 2


def test_sources_may_be_kept_as_csv_and_corrected(tmp_path):
    frame, sources = said("[“Rain,” {she said}, “and wind.”] They left.", "Dry. [They left], {he} said.", speaker="")
    sources["content"] = ["“Rain,” she said, “and wind.”", "They left"]
    result = cf.Result(sources, {}, frame)
    sources.to_csv(tmp_path / "sources.csv", index=False)
    read = pd.read_csv(tmp_path / "sources.csv")
    assert pieces(frame, read) == pieces(frame, result) == ["“Rain,”", "“and wind.”", "They left"]
    assert pieces(frame, read.drop(index=0)) == ["They left"]  # a false row struck out
    read.loc[1, "end"] -= 5
    assert pieces(frame, read.drop(columns="content"))[2] == "They"


def test_words_in_marks_that_nobody_said_are_the_outlets():
    frame, _ = said("The “reform” passed.")
    result = cf.voices(frame, sources=NOTHING)
    assert result.table.voice.tolist() == ["outlet"] and "Nothing is quoted" in result.about["caution"]


@pytest.fixture(scope="module")
def odd():
    """300 articles of odd characters, and sources that need not make sense."""
    rng, letters = np.random.default_rng(7), np.array(list("ab  “”\"\"',.\n\n\u2029é\U0001f600שלSs-!"))
    texts, rows = ["".join(rng.choice(letters, rng.integers(0, 60))) for _ in range(300)], []
    for number, text in enumerate(texts):
        edges = np.unique(rng.integers(0, len(text) + 1, rng.integers(0, 9)))
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            cue = np.sort(rng.integers(0, len(text) + 1, 2))
            rows.append((str(number), start, end, *cue, rng.choice(["direct", "indirect", "mixed"])))
    frame = pd.DataFrame({"id": [str(n) for n in range(300)], "outlet": "A", "text": texts})
    return frame, pd.DataFrame(rows, columns=["article", "start", "end", "cue_start", "cue_end", "kind"])


@pytest.mark.parametrize("kinds", [("direct", "mixed", "indirect"), ("direct", "mixed"), ("mixed",)])
def test_voices_are_a_partition_of_every_text_in_any_order(odd, kinds):
    frame, sources = odd
    table = cf.voices(frame, sources=sources, kinds=kinds).table
    stretches_of = dict(list(table.groupby("article")))
    for id, text in frame.set_index("id").text.items():
        rows = stretches_of.get(id, table.head(0))
        assert "".join(text[start:end] for start, end in zip(rows.start, rows.end)) == text
    assert (table.start < table.end).all() and len(table) > 400
    turned = cf.voices(frame.iloc[::-1], sources=sources.iloc[::-1].reset_index(drop=True), kinds=kinds).table
    assert (len(sources) - 1 - turned.source_row.dropna()).isin(table.source_row.dropna()).all()
    pd.testing.assert_frame_equal(*(
        each.drop(columns="source_row").sort_values(["article", "start"], ignore_index=True) for each in (table, turned)))


def test_counts_of_both_voices_add_up_to_all_where_no_edge_cuts_a_word(odd):
    frame, sources = odd
    table, texts, counts = cf.voices(frame, sources=sources).table, frame.set_index("id").text, {}
    around = pd.Series([texts[row.article][max(row.start - 2, 0) : row.start + 2] for row in table.itertuples()])
    cut = set(table.article[(table.start > 0) & around.str.contains(r"\w.?\w|[-']")])
    whole = frame[~frame.id.isin(cut)].reset_index(drop=True)
    for voice in ("all", "outlet", "quoted"):
        heard_there = heard(whole, voice, sources)
        assert heard_there.str.len().tolist() == whole.text.str.len().tolist()
        found = count_terms(heard_there)
        counts[voice] = pd.DataFrame(found.matrix.toarray(), columns=found.terms)
    assert len(whole) > 60 and min(counts[voice].to_numpy().sum() for voice in counts) > 30
    both = counts["outlet"].add(counts["quoted"], fill_value=0).astype(int)
    pd.testing.assert_frame_equal(both, counts["all"], check_dtype=False)


def test_a_word_that_an_edge_cuts_is_a_word_in_each_voice():
    frame, sources = said("The tax[payer] paid.")
    quoted, own = (tokenize(heard(frame, voice, sources)[0]) for voice in ("quoted", "outlet"))
    assert quoted == [("payer", 7, 12)]
    assert own == [("the", 0, 3), ("tax", 4, 7), ("paid", 13, 17)]


def test_ngrams_do_not_go_beyond_a_voice_however_short_the_other():
    frame, sources = said("a b[ ]c d [e] f g", "a b", "c d", "f g")
    for count in (lambda texts: count_terms(texts, ngrams=2).terms,
                  lambda texts: count_compiled(as_arrow(texts), 2, 2, frozenset(), 1)[1]):
        assert count(heard(frame, "outlet", sources)).tolist() == ["a b", "c d", "f g"]


def test_compiled_and_plain_count_a_voice_alike():
    frame, sources = said(*["“Go,” he said. [“Tax relief’s US plan, now!”] http://a.b/[c d] don[’t say] é[́a b] so" * 3] * 2)
    for voice in ("outlet", "quoted"):
        texts = heard(frame, voice, sources)
        plain, compiled = count_terms(texts, ngrams=(1, 2)), count_compiled(as_arrow(texts), 1, 2, frozenset(), 1)
        assert plain.terms.tolist() == compiled[1].tolist()
        assert plain.matrix.toarray().tolist() == compiled[0].toarray().tolist()


@pytest.fixture(scope="module")
def world():
    """Outlet A quotes what outlet B says itself: only the voices tell them apart."""
    a, b = "The town voted. [“A cruel levy, a bad levy,”] {} said. It rained.", "A cruel levy, a bad levy. [“The town voted,”] {} said. It rained."
    texts = [text.format(name) for name in ("Rook", "Vale", "Quill", "Holm", "Sill", "Moss", "Obray") for text in (a, b)]
    frame, sources = said(*texts)
    return frame.assign(story=[f"s{n // 2}" for n in range(len(frame))]), sources


def test_keyness_tells_own_words_from_quoted_ones(world):
    frame, sources = world
    for match in (None, "story"):
        tables = {voice: cf.keyness(frame, target="A", reference="B", voice=voice, sources=sources, match=match)
                  for voice in ("all", "outlet", "quoted")}
        levy = {voice: result.table.set_index("term").loc["levy"] for voice, result in tables.items()}
        assert levy["all"].n == levy["all"].n_reference == 14 and levy["all"].p_value > 0.9
        assert (levy["outlet"].n, levy["outlet"].n_reference) == (0, 14) and levy["outlet"].p_adjusted < 0.05
        assert (levy["quoted"].n, levy["quoted"].n_reference) == (14, 0) and levy["quoted"].estimate > 0
        assert tables["outlet"].about["voice"] == "outlet" and "say themselves" in tables["outlet"].about["reads"]
    lines = tables["outlet"].evidence("levy")
    assert set(lines.outlet) == {"B"} and set(lines.left) == {"A cruel ", "A cruel levy, a bad "}
    lines = tables["quoted"].evidence("levy")
    assert set(lines.outlet) == {"A"}
    texts = frame.set_index("id").text
    assert all(texts[row.article][row.start : row.end] == "levy" for row in lines.itertuples())


def test_an_article_that_says_nothing_takes_no_part():
    frame, sources = said(*["One tax here. [Two taxes.]"] * 6, *["Three taxes here."] * 2)
    about = cf.keyness(frame, voice="quoted", sources=sources, min_count=1).about
    assert about["n_silent"] == 2 and about["n_words"] == 12
    same = cf.keyness(frame.head(6), voice="quoted", sources=sources, min_count=1).table
    pd.testing.assert_frame_equal(cf.keyness(frame, voice="quoted", sources=sources, min_count=1).table, same)


def test_matched_keyness_counts_stories_that_both_tell_in_that_voice(world):
    frame, sources = world
    sources = sources[sources.article.astype(int) < 12]  # the last story quotes nobody
    about = cf.keyness(frame, voice="quoted", sources=sources, match="story").about
    assert about["n_stories"] == {"A": 6, "B": 6} and about["n_matched"] == {"A": 6, "B": 6}


def test_distance_and_topic_control_take_a_voice(world):
    frame, sources = world
    apart = {voice: cf.distance(frame, voice=voice, sources=sources).table.estimate[0] for voice in ("all", "outlet")}
    assert apart["outlet"] > 0.05 > apart["all"]
    control = cf.topic_control(frame, target="A", voice="outlet", sources=sources)
    assert set(control.table.term) >= {"levy", "voted"} and set(control.table.verdict) == {"holds"}
    assert len(control.evidence("levy")) == 10 and not len(cf.topic_control(frame, sources=sources).table)


def test_kwic_shows_uses_of_one_voice_in_their_whole_sentence(world):
    frame, sources = world
    whole = cf.kwic(frame, "levy").table
    parts = [cf.kwic(frame, "levy", voice=voice, sources=sources) for voice in ("outlet", "quoted")]
    both = pd.concat([part.table for part in parts]).merge(whole, how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert parts[1].table.right.iloc[0] == ", a bad levy,” Rook said."
    assert parts[1].evidence(0).match[0] == "levy"
    two = cf.kwic(frame, "levy", voice="quoted", sources=sources, n=2).table
    assert len(two) == 2 and two.article.nunique() == 2


def test_kwic_finds_as_many_as_keyness_counts_where_edges_lie_anywhere():
    rng, word = np.random.default_rng(3), "tax cut, tax. “Tax cut” of taxes\n\nUS tax cut’s "
    frame = pd.DataFrame({"id": [str(n) for n in range(30)], "outlet": ["A", "B"] * 15, "text": [word * 8] * 30})
    edges = [sorted(rng.choice(len(word) * 8, 8, replace=False)) for _ in range(30)]
    sources = pd.DataFrame([(str(n), *pair) for n, each in enumerate(edges) for pair in zip(each[::2], each[1::2])],
                           columns=["article", "start", "end"])
    for voice in ("outlet", "quoted"):
        table = cf.keyness(frame, voice=voice, sources=sources, ngrams=(1, 2), min_count=1, target="A").table
        inside = dict(zip(frame.id, stretches(frame, voice, sources)))
        for row in table[table.term.isin(["tax", "tax cut", "u.s."])].itertuples():
            lines = cf.kwic(frame, row.term, voice=voice, sources=sources).table
            assert (lines.outlet == "A").sum() == row.n and (lines.outlet == "B").sum() == row.n_reference
            for line in lines.itertuples():
                assert ((inside[line.article][:, 0] <= line.start) & (line.end <= inside[line.article][:, 1])).any()


def test_sources_are_carried_over_to_texts_without_shared_copy():
    wire = ("“The ferry ran aground off Lindmoor shortly before dawn on Monday with forty people on board,” said Ada Holm, "
            "“and the coast guard took all of them off by noon that very day.”")
    rows = pd.DataFrame({"outlet": ["A", "B"], "text": [f"  Rain.\n\n\n{wire} Rook said [it was late].",
                                                        f"“Dry,” said Sill. {wire} He said “Go.”"]})
    before = cf.read(rows)
    after = cf.without_shared(before, keep="none")
    texts, left = before.articles.set_index("id").text, after.articles.set_index("id").text
    assert not left.str.contains("ferry").any()
    words = [(id, *found.span()) for id, text in texts.items() for found in re.finditer(r"\S+", text)]
    table = pd.DataFrame(words, columns=["article", "start", "end"])
    moved = carried(table.assign(word=[texts[id][a:b] for id, a, b in words]), before, after)
    assert [left[row.article][row.start : row.end] for row in moved.itertuples()] == moved.word.tolist()
    assert moved.groupby("article", sort=False).word.agg(" ".join).tolist() == [" ".join(text.split()) for text in left]
    said_there = pd.DataFrame({"article": left.index[1], "start": [0, texts.iloc[1].index("“Go")], "end": [6, len(texts.iloc[1])]})
    quoted = pieces(after.articles, carried(said_there, before, after))
    assert quoted == ["“Dry,”", "“Go.”"]
    with pytest.raises(DataError, match="Was it taken from another text"):
        cf.keyness(after, voice="outlet", sources=said_there)


def test_sentences_behind_show_uses_of_one_voice(world):
    frame, sources = world
    sides = (frame.outlet == "A").to_numpy().astype(int)
    uses = sentences_behind(frame, ["levy"], sides, texts=heard(frame, "quoted", sources))
    assert set(uses.side) == {1} and len(uses) == 6
    first = uses.iloc[0]
    assert frame.text[first.article][first.sentence_start : first.sentence_end] == "“A cruel levy, a bad levy,” Rook said."


def test_coverage_says_who_carries_a_point_in_which_voice():
    frame, sources = said("The ward will close in May. Rain fell on Kelm all day and night.", "Rook said [the ward will close in May].",
                          "[“The ward closes in May,”] Rook said. Rain fell on Kelm all day and night.")
    frame = frame.assign(outlet=["A", "B", "C"])
    every = cf.coverage(frame, story="all", sources=sources)
    ward = every.table[every.table.statement.str.contains("ward")].set_index("outlet")
    assert ward.voice.to_dict() == {"A": "outlet", "B": "quoted", "C": "quoted"} and set(ward.n_outlets) == {3}
    for voice, outlets in {"outlet": {"A"}, "quoted": {"B", "C"}}.items():
        result = cf.coverage(frame, story="all", voice=voice, sources=sources)
        table = result.table[result.table.statement.str.contains("ward")]
        assert set(table.outlet) == outlets and set(table.n_outlets) == {len(outlets)}
        assert set(table.point) == set(ward.point) and set(result.table.voice) == {voice}
        left = cf.left_out(result, at_least=1).table
        left = left[left.point.isin(ward.point)].set_index("outlet")
        assert set(left.index) == {"A", "B", "C"} - outlets
        assert not left.nearest.str.contains("ward").any()


@pytest.mark.parametrize("level", ["article", "sentence", "text", "word"])
def test_sentiment_of_one_voice_is_that_of_its_stretches(level):
    frame, sources = said("It is not [good] and very [bad!] Then a good day. [“A fine plan,” {he said}, “a fine plan.”]")
    quoted = cf.sentiment(frame, voice="quoted", sources=sources, level=level).table
    words = ["good", "bad!", "“A fine plan,”", "“a fine plan.”"]
    alone = cf.valence(words, typography="straight")
    assert quoted.n_matched.sum() == 4
    if level == "sentence":
        assert quoted.score.tolist() == alone.tolist()  # "not" and "very" do not reach in
    if level == "article":
        assert quoted.score.tolist() == [pytest.approx(alone.mean())]
    if level == "text":
        separate = cf.valence(["good. xx xx xx xx bad! xx xx xx xx fine xx xx xx xx fine"])
        assert quoted.score.tolist() == pytest.approx(separate.tolist())
    if level in ("sentence", "word"):
        inside = stretches(frame, "quoted", sources)[0]
        for row in quoted.itertuples():
            assert ((inside[:, 0] <= row.start) & (row.end <= inside[:, 1])).any()


def test_sentiment_of_both_voices_has_all_words_where_no_rule_crosses():
    frame, sources = said("A good plan, [a bad plan], he said. Fine! [“Awful,”] she said.", "Nothing here.")
    parts = [cf.sentiment(frame, voice=voice, sources=sources, level="word").table for voice in ("outlet", "quoted")]
    whole = cf.sentiment(frame, level="word").table
    both = pd.concat(parts).sort_values("start", ignore_index=True)
    pd.testing.assert_frame_equal(both, whole)
    silent = cf.sentiment(frame, voice="quoted", sources=sources).table
    assert silent.n_matched.tolist() == [2, 0] and silent.score.isna().tolist() == [False, True]
    assert "quotations count as the outlet" not in (cf.sentiment(frame, voice="outlet", sources=sources).about["caution"])


def test_rows_of_other_measures_are_kept_by_most_of_their_letters():
    frame, sources = said("[“Too late,”] she said.", "Nobody spoke.")
    rows = pd.DataFrame({"article": ["0", "0", "0", "1"], "start": [1, 0, 5, 0], "end": [4, 21, 18, 6], "n": [1, 2, 3, 4]})
    assert voice_of(rows, frame, sources).tolist() == ["quoted", "outlet", "outlet", "outlet"]
    assert in_voice(rows, frame, "quoted", sources).n.tolist() == [1]
    assert in_voice(rows, frame, "outlet", sources).n.tolist() == [2, 3, 4]
    assert in_voice(rows, frame, "all").n.tolist() == [1, 2, 3, 4]
    assert len(in_voice(rows.head(0), frame, "quoted", sources)) == 0


@pytest.mark.parametrize("text", [
    "", "[“all of it”]", "[“One. ”Two. “Three] \" four [five” six “", "[AND YOU SHALL ALL PAY]" * 3,
    "\U0001f600 [\U0001f600 “\U0001f622”] \U0001f600", "הוא אמר [״מחר״] ולא", "[" + "word " * 5000 + "] he said.",
    "[a]" * 2000, "“" * 500 + "[x]" + "”" * 500,
], ids=["empty", "quoted", "unbalanced", "capitals", "emoji", "right to left", "long", "many", "marks"])
def test_odd_texts_are_read(text):
    frame, sources = said(text, "A plain tax [“a tax”] here.")
    table = cf.voices(frame, sources=sources).table
    assert table.groupby("article", sort=False).apply(lambda rows: (rows.end - rows.start).sum()).sum() == frame.text.str.len().sum()
    for voice in ("outlet", "quoted"):
        assert len(cf.sentiment(frame, voice=voice, sources=sources, level="sentence").table) >= 0
        assert len(cf.kwic(frame, "tax", voice=voice, sources=sources).table) == 1
        assert cf.keyness(frame, voice=voice, sources=sources, min_count=1).about["n_words"] >= 2


def test_marks_are_read_once_a_text_however_many_quotations(monkeypatch):
    read, module = [], sys.modules["crossframe.measure.said"]
    monkeypatch.setattr(module, "marked_spans", lambda text, **options: read.append(len(text)) or marked_spans(text, **options))
    frame, sources = said("[“We stay,” {he said}, “for now.”] " * 300, "[“Go,” {he} then {said}, “now.”]")
    assert len(pieces(frame, sources)) == 602
    assert sum(read) < 1.1 * frame.text.str.len().sum()


FRAME, SOURCES = said("He said [it rains].", "She said [it pours].")


@pytest.mark.parametrize("options, message", [
    ({"sources": [1]}, "what cf.sources or cf.voices gave, or a table, not list"),
    ({"sources": SOURCES.drop(columns="end")}, "sources needs column end"),
    ({"sources": SOURCES.assign(end=99)}, "8 to 99 is no passage of article '0', which has 17 characters"),
    ({"sources": SOURCES.assign(end=np.nan)}, "is no passage of article '0'"),
    ({"sources": SOURCES.assign(start=SOURCES.end)}, "is no passage of article '0'"),
    ({"sources": SOURCES.assign(article=["x", "y"])}, "knows none of these articles: its first is 'x', theirs '0'"),
    ({"sources": SOURCES.assign(content="it snows")}, "is 'it rains', not 'it snows' as its column content says"),
    ({"sources": SOURCES, "kinds": "quote"}, "kinds='quote': name one or more of direct, mixed, indirect"),
    ({"sources": SOURCES, "kinds": ()}, "name one or more of"),
    ({"sources": SOURCES.drop(columns="kind"), "kinds": "direct"}, "kind '' is none of direct"),
    ({"sources": cf.Result(SOURCES, {}, FRAME.head(1))}, "was made without article '1'"),
])
def test_sources_that_do_not_fit_are_refused(options, message):
    with pytest.raises(DataError, match=message):
        cf.voices(FRAME, **options)


@pytest.mark.parametrize("measure", [
    cf.keyness, cf.distance, cf.sentiment, lambda frame, **options: cf.kwic(frame, "it", **options),
    lambda frame, **options: cf.topic_control(frame.assign(story="s"), **options),
    lambda frame, **options: cf.coverage(frame, story="all", **options),
], ids=["keyness", "distance", "sentiment", "kwic", "topic_control", "coverage"])
def test_an_unknown_voice_is_refused_by_every_measure(measure):
    for voice in ("quotes", None, 1, ["outlet"]):
        with pytest.raises(DataError, match="'outlet' is what the outlet says itself, 'quoted' what it quotes, 'all' both"):
            measure(FRAME, voice=voice)


def test_a_voice_in_which_nobody_speaks_is_refused():
    with pytest.raises(DataError, match="voice='quoted': no article has a word in this voice"):
        cf.keyness(FRAME, voice="quoted", sources=NOTHING)


@pytest.fixture(scope="module")
def demo_corpus():
    """The demo articles, and who is quoted where by the gold table."""
    corpus = cf.read(demo())
    gold = pd.read_csv(GOLD, keep_default_na=False)
    names_of = pd.read_csv(GOLD.with_name("articles.csv"), keep_default_na=False)
    id_of = corpus.articles.set_index(["outlet", "title"]).id
    gold["article"] = gold.article.map({row.id: id_of[row.outlet, row.title] for row in names_of.itertuples()})
    texts = corpus.articles.set_index("id").text
    gold["start"] = [texts[row.article].find(row.said) for row in gold.itertuples()]
    gold["end"], gold["kind"] = gold.start + gold.said.str.len(), gold.form
    return corpus, gold[gold.start >= 0]


def found(corpus, voice, sources, **options):
    """(outlet, term) pairs that differ."""
    table = cf.keyness(corpus, voice=voice, sources=sources, **options).table
    return set(table.loc[(table.p_adjusted < 0.05) & (table.estimate > 0), ["outlet", "term"]].itertuples(index=False, name=None))


def test_planted_words_are_found_in_the_voice_that_uses_them(demo_corpus):
    corpus, sources = demo_corpus
    truth = demo_ground_truth()
    planted = {(row.outlet, row.item) for row in truth[truth.kind == "lexical"].itertuples()}
    quoted = {("The Harbour Post", "squeeze"), ("Kelmoran Sentinel", "stability")}  # three in four uses, by the gold table
    assert planted <= found(corpus, "all", sources)
    assert planted - found(corpus, "outlet", sources) == quoted
    assert planted & found(corpus, "quoted", sources) == quoted
    assert "i" in set(cf.keyness(corpus).table.term)  # Lantern 24 quotes the street
    assert "i" not in set(cf.keyness(corpus, voice="outlet", sources=sources, min_count=1).table.term)


def test_tone_differs_in_both_voices_and_shuffled_outlets_differ_in_none(demo_corpus):
    corpus, sources = demo_corpus
    corpus = cf.match_stories(corpus)
    for voice in ("outlet", "quoted"):
        tone = cf.sentiment(corpus, voice=voice, sources=sources)
        p_adjusted = cf.contrast(tone, match="story").table.set_index("outlet").p_adjusted
        assert p_adjusted[["Kelmoran Sentinel", "The Harbour Post"]].max() < 0.001
    hits = []
    for seed, voice in [(0, "outlet"), (0, "quoted"), (1, "outlet"), (1, "quoted")]:
        shuffle = np.random.default_rng(seed).permutation
        mixed = corpus.articles.assign(outlet=corpus.articles.groupby("story").outlet.transform(shuffle))
        hits += found(mixed, voice, sources) | found(mixed, voice, sources, match="story")
        tone = cf.contrast(cf.sentiment(mixed, voice=voice, sources=sources), match="story").table
        hits += tone.outlet[tone.p_adjusted < 0.05].tolist()
    assert len(hits) <= 4  # of 4 x 12 families, of which 5% may err


def test_compare_takes_a_voice_from_full_texts_and_counts_what_is_left(demo_corpus):
    corpus, sources = demo_corpus
    corpus = cf.match_stories(corpus)
    comparison = cf.compare(corpus, voice="outlet", sources=sources, cover=1)
    keyness, parameters = comparison.results["keyness"], comparison.about["parameters"]
    left = carried(cf.voices(corpus, sources=sources).table, corpus, comparison.corpus)
    alone = cf.keyness(comparison.corpus, voice="outlet", sources=left)
    pd.testing.assert_frame_equal(keyness.table, alone.table)
    assert parameters["voice"] == "outlet" == comparison.results["keyness_matched"].about["voice"]
    assert {"sentiment", "distance", "topic_control"} <= set(comparison.results)
    assert all(comparison.results[name].about["voice"] == "outlet" for name in ("sentiment", "distance", "topic_control"))
    assert "direct and indirect quotations were left out" in comparison.methods()
    assert any("so was indirect speech" in note for note in comparison.notes)
    assert set(comparison.results["coverage"].table.voice) == {"outlet", "quoted"}
    assert len(keyness.evidence("regime", n=None)) == alone.table[alone.table.term == "regime"].n.sum()
    with pytest.raises(DataError, match="voice='both' is not known"):
        cf.compare(corpus, voice="both")


def test_sources_are_looked_for_where_none_are_given():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["“The levy is cruel,” said Ada Rook.", "The levy is cruel."]})
    got = cf.keyness(frame, voice="quoted", min_count=1).about["n_words"]
    assert got == cf.keyness(frame, voice="quoted", sources=cf.sources(frame), min_count=1).about["n_words"] == 4
    assert cf.kwic(frame, "levy", voice="outlet").table.article.tolist() == ["1"]
