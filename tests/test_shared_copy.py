"""Shared copy: what articles have in common word for word, and a corpus without it."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe import datasets
from crossframe.clean.text import kept_slices
from crossframe.match import runs as compiled
from crossframe.match.quotes import quoted_spans
from crossframe.match.shared import outlet_shares
from crossframe.schema import SHARED, names
from crossframe.tokens import as_arrow, tokenize, word_codes

SYLLABLES = [a + b for a in "b d f g k l m n p r s t v z".split() for b in "a e i o u".split()]
RNG = np.random.default_rng(11)
WORDS = ["".join(RNG.choice(SYLLABLES, RNG.integers(2, 4))) for _ in range(4_000)]


def prose(n, seed):
    """Sentences of n invented words in all; two seeds have no run of words in common."""
    words = np.random.default_rng(seed).choice(WORDS, n).tolist()
    pieces = [" ".join(words[k : k + 12]).capitalize() + "." for k in range(0, n, 12)]
    return "\n\n".join(" ".join(pieces[k : k + 3]) for k in range(0, len(pieces), 3))


def articles(*texts, outlets=None, dates=None, **columns):
    frame = pd.DataFrame({"id": [f"a{k}" for k in range(len(texts))], "outlet": outlets or list("ABCDEFGHIJ")[: len(texts)],
                          "text": list(texts), **columns})
    return frame if dates is None else frame.assign(date=pd.to_datetime(pd.Series(dates)))


def terms(text):
    return [term for term, _, _ in tokenize(text)]


WIRE = prose(60, 1)
PAIR = articles(prose(90, 2) + "\n\n" + WIRE + "\n\n" + prose(30, 3), prose(30, 4) + "\n\n" + WIRE, dates=["2025-03-04", "2025-03-02"])


def test_a_passage_is_found_with_its_characters_from_both_sides():
    result = cf.shared_copy(PAIR)
    assert list(result.table) == names(SHARED)
    one, other = result.table.itertuples(index=False)
    for row in (one, other):
        assert PAIR.text[int(row.article[1:])][row.start : row.end] == WIRE.rstrip(".")
    assert (one.article, one.other, one.outlet, one.outlet_other) == ("a0", "a1", "A", "B")
    assert (one.start_other, one.end_other) == (other.start, other.end)
    assert one.n_words == 60 and one.share == pytest.approx(60 / 180) and other.share == pytest.approx(60 / 90)
    assert one.first == other.first == "a1"


def test_what_is_set_otherwise_is_the_same():
    typeset = "“" + WIRE.upper().replace(" ", "  ").replace("\n\n", "\n") + "”, it said"
    table = cf.shared_copy(articles(WIRE, prose(30, 5) + " " + typeset), quotes=True).table
    assert table.n_words.tolist() == [60, 60]
    accents = "São Tomé déjà vu " * 2 + "Zoë naïve café résumé façade Ångström coöperate fiancée señor über"
    decomposed = pd.Series([accents]).str.normalize("NFD")[0]
    assert cf.shared_copy(articles(accents + " one", decomposed + " two"), min_words=12).table.n_words.tolist() == [18, 18]


def every_run(one, other, least):
    """All maximal runs of equal words, by comparing every word with every word."""
    found = set()
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] == other[j] and not (i and j and one[i - 1] == other[j - 1]):
                n = 0
                while i + n < len(one) and j + n < len(other) and one[i + n] == other[j + n]:
                    n += 1
                if n >= least:
                    found.add((i, j, n))
    return found


def test_runs_are_those_that_comparing_every_word_finds():
    rng = np.random.default_rng(3)
    pool = [rng.integers(0, 3, 14).tolist() for _ in range(4)]  # three words only: runs overlap in every way
    texts = [" ".join(WORDS[k] for _ in range(4) for k in pool[rng.integers(4)] + rng.integers(0, 60, 6).tolist())
             for _ in range(6)]
    codes, rows = word_codes(as_arrow(pd.Series(texts)))
    found = compiled.runs(codes, rows, compiled.shingles(codes, rows), np.full(6, np.nan), np.inf)
    for a in range(6):
        for b in range(a):
            got = {(i - rows[a], j - rows[b], n) for _, _, i, j, n in found[(found[:, 0] == a) & (found[:, 1] == b)]}
            assert got == every_run(terms(texts[a]), terms(texts[b]), compiled.SHINGLE)


@pytest.mark.parametrize("change, words", [
    (lambda w: [*w[:30], "changed", *w[31:]], 59),
    (lambda w: [*w[:30], "put", "in", "here", "now", "too", *w[30:]], 60),
    (lambda w: w[:30] + w[35:], 55),
    (lambda w: [*w[:20], "one", *w[21:26], "two", *w[27:]], 58),
])
def test_small_gaps_are_bridged(change, words):
    edited = " ".join(change(WIRE.split()))
    table = cf.shared_copy(articles(WIRE + " " + prose(40, 6), prose(40, 7) + " " + edited)).table
    assert table.n_words.tolist() == [words, words]
    assert table.end.iloc[0] == len(WIRE) - 1 and table.start.iloc[1] == len(prose(40, 7)) + 1


def test_wider_gaps_are_not():
    edited = " ".join([*WIRE.split()[:30], *prose(6, 8).split(), *WIRE.split()[30:]])
    assert cf.shared_copy(articles(WIRE + " " + prose(90, 6), prose(90, 7) + " " + edited)).table.n_words.tolist() == [30] * 4


def test_unrelated_articles_share_nothing():
    result = cf.shared_copy(articles(*(prose(300, seed) for seed in range(20, 30))))
    assert not len(result.table) and list(result.table) == names(SHARED)
    assert result.about["n_passages"] == result.about["n_pairs"] == 0


def test_rows_do_not_depend_on_the_order_of_the_articles():
    texts = [prose(50, 40) + WIRE, prose(80, 41) + WIRE, WIRE + prose(60, 42), prose(40, 43), prose(50, 40) + prose(30, 44)]
    frame = articles(*texts, dates=["2025-03-04", None, "2025-03-02", "2025-03-02", "2025-03-04"])
    key = ["article", "other", "start"]
    want = cf.shared_copy(frame).table.sort_values(key, ignore_index=True)
    got = cf.shared_copy(frame.iloc[[3, 1, 4, 0, 2]]).table.sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(got, want)
    swapped = got.rename(columns={"article": "other", "other": "article", "outlet": "outlet_other", "outlet_other": "outlet",
                                  "start": "start_other", "start_other": "start", "end": "end_other", "end_other": "end"})
    columns = [name for name in names(SHARED) if name != "share"]
    pd.testing.assert_frame_equal(swapped.sort_values(key, ignore_index=True)[columns], want[columns])


def test_who_is_first_only_where_dates_tell():
    for dates, first in ((["2025-03-02", "2025-03-02"], ""), ([None, "2025-03-02"], ""), (["2025-03-03", "2025-03-02"], "a1")):
        assert set(cf.shared_copy(articles(WIRE, WIRE, dates=dates)).table["first"]) == {first}
    assert set(cf.shared_copy(articles(WIRE, WIRE)).table["first"]) == {""}


def test_demo_has_the_planted_copies_and_no_others():
    gold = pd.read_csv(datasets.demo().parent / "gold" / "shared_copy.csv")
    articles = cf.read(datasets.demo())
    known = pd.read_csv(datasets.demo().parent / "gold" / "articles.csv").set_index("title").id
    id = articles.articles.set_index("id").title.map(known)
    table = cf.shared_copy(articles).table
    got = {frozenset((id[row.article], id[row.other])) for row in table.itertuples()}
    assert got == {frozenset(pair) for pair in gold[["article", "other"]].itertuples(index=False)}
    assert table.share.min() > 0.7


SPEECH = " ".join(WIRE.split()[:40])


def test_quotations_are_left_out():
    frame = articles(f"{prose(60, 50)} “{SPEECH},” he said.", f'{prose(60, 51)} She heard: "{SPEECH}" and left.')
    result = cf.shared_copy(frame)
    assert not len(result.table) and result.about["n_quoted"] == 1
    assert cf.shared_copy(frame, quotes=True).table.n_words.tolist() == [40, 40]


def test_copies_keep_their_quotations():
    text = f"{prose(40, 52)} “{SPEECH},” he said. {prose(40, 53)}"
    edited = text.replace("he said", "according to a man whom nobody of us knew at all")
    assert cf.shared_copy(articles(text, edited)).table.n_words.sum() >= 2 * 118


@pytest.mark.parametrize("text, quoted", [
    ('He wrote: "Acted meek, saying "Tariffs are bad" and so on." She left.', ['Acted meek, saying "Tariffs are bad" and so on.']),
    ("he said.”\n“And so on\n“And on.” End", ["And so on", "And on."]),
    ('A 6" pipe, a 5" hose. "Yes," he said. ("Sure.")', ["Yes,", "Sure."]),
    ("”Wrong mark.” End", ["Wrong mark."]),
    ("«Oui», dit-il. 「はい」と", ["Oui", "はい"]),
    ("ADA HOLM: Hi.\n\nBob Vale: Yes.\n\nADA HOLM: Bye.\n\nThe end.", ["ADA HOLM: Hi.", "Bob Vale: Yes.", "ADA HOLM: Bye."]),
    ("The aim: peace.\n\nDon't 'quote' it.", []),
    ("Soon! — Ada Holm (@adaholm) May 3, 2025 Nobody came.", ["Soon! — Ada Holm (@adaholm) May 3, 2025"]),
    ("", []),
])
def test_what_counts_as_quoted(text, quoted):
    assert [text[start:end] for start, end in quoted_spans(text)] == quoted


NOTICE = " ".join(prose(24, 60).split())


def test_an_outlets_recurring_lines_are_left_out():
    texts = [prose(80, 70 + k) + "\n\n" + NOTICE for k in range(6)]
    result = cf.shared_copy(articles(*texts, outlets=["A"] * 5 + ["B"]))
    assert not len(result.table) and result.about["n_recurring"] == 15
    few = cf.shared_copy(articles(*texts, outlets=list("AAAABC")))
    assert few.about["n_pairs"] == 15


def test_what_comes_again_for_months_is_left_out():
    texts = [prose(80, 80 + k) + "\n\n" + NOTICE for k in range(3)]
    assert cf.shared_copy(articles(*texts, dates=["2025-01-05", "2025-02-05", "2025-02-09"])).about["n_pairs"] == 3
    result = cf.shared_copy(articles(*texts, dates=["2025-01-05", "2025-02-05", "2025-03-09"]))
    assert not len(result.table) and result.about["n_recurring"] == 3


def test_within_a_story_and_within_some_days():
    frame = articles(*[prose(30, k) + " " + WIRE for k in range(90, 93)], dates=["2025-03-01", "2025-03-03", "2025-03-09"],
                     story=["s", "t", "s"])
    pairs = [set(map(frozenset, cf.shared_copy(frame, **options).table[["article", "other"]].to_numpy()))
             for options in ({}, {"within": "story"}, {"days": 3})]
    a, b, c = map(frozenset, (("a0", "a1"), ("a0", "a2"), ("a1", "a2")))
    assert pairs == [{a, b, c}, {b}, {a}]
    undated = frame.assign(date=[frame.date[0], pd.NaT, frame.date[2]])
    assert cf.shared_copy(undated, days=3).about["n_pairs"] == 2


def test_ten_thousand_copies_are_paired_with_the_first():
    frame = pd.DataFrame({"outlet": [f"o{k % 7}" for k in range(10_000)], "text": [WIRE] * 10_000,
                          "date": pd.Timestamp("2025-03-05") - pd.to_timedelta(np.arange(10_000) % 3, "D")})
    result = cf.shared_copy(frame)
    assert len(result.table) == 2 * 9_999 and result.about["n_crowded"] == 53
    first = min(str(k) for k in range(10_000) if k % 3 == 2)  # of the earliest day, all being of one length
    assert set(result.table.loc[result.table.article != first, "other"]) == {first}
    left = cf.without_shared(frame, result)
    assert left.articles.id.tolist() == [first] and len(left.lost) == 9_999


def test_a_crowded_line_does_not_hide_what_two_articles_share():
    texts = [prose(40, 200 + k) + " " + NOTICE for k in range(120)]
    texts[50] += " " + WIRE
    texts[70] += " " + WIRE
    days = pd.Timestamp("2025-03-01") + pd.to_timedelta(np.arange(120) // 6, "D")
    frame = pd.DataFrame({"outlet": [f"o{k}" for k in range(120)], "text": texts, "date": days})
    table = cf.shared_copy(frame).table
    pair = table[(table.article == "70") & (table.other == "50")]
    assert pair.n_words.tolist() == [84]
    assert len(table) == 2 * (119 + 1)


def test_one_article_that_repeats_itself_ends():
    chant = "la " * 5_000
    result = cf.shared_copy(articles(chant, chant + prose(30, 300), prose(30, 301) + " " + chant))
    assert result.about["n_pairs"] == 3 and result.table.share.between(0, 1).all()


@pytest.mark.parametrize("text", [
    "Паром сел на мель у берега в понедельник утром сорок человек были на борту всех сняли до полудня никто не пострадал совсем",
    "渡輪週一清晨在岸邊擱淺船上四十人中午前全部獲救無人受傷",
    "रविवार सुबह तट के पास नौका फँस गई और सब लोग दोपहर तक बचा लिए गए किसी को चोट नहीं आई यह बताया गया",
])
def test_other_scripts(text):
    table = cf.shared_copy(articles(prose(30, 400) + " " + text, text), min_words=15).table
    assert table.share.max() == 1 and (table.end - table.start).nunique() == 1 and table.end.max() == 0 + len(prose(30, 400)) + 1 + len(text)


@pytest.mark.parametrize("frame", [
    articles("", "", "  \n "), articles("Too short.", "Too short."), articles(WIRE), articles(WIRE, prose(60, 1)[:40]),
])
def test_too_little_to_share(frame):
    assert not len(cf.shared_copy(frame).table)
    assert cf.without_shared(frame).articles.text.tolist() == frame.text.tolist()


def test_one_outlet_and_no_ids():
    table = cf.shared_copy(PAIR.drop(columns=["id", "date"]).assign(outlet="A")).table
    assert table.article.tolist() == ["0", "1"] and set(table.outlet_other) == {"A"}
    assert cf.shared_copy(PAIR.assign(id=[7, 8])).table.other.tolist() == ["8", "7"]


@pytest.mark.parametrize("call, message", [
    (lambda: cf.shared_copy(PAIR.assign(id="x")), "stands twice"),
    (lambda: cf.shared_copy(PAIR.drop(columns="text")), "needs column text"),
    (lambda: cf.shared_copy(PAIR.assign(text=None)), "text is missing"),
    (lambda: cf.shared_copy(PAIR, within="story"), "needs column story"),
    (lambda: cf.shared_copy(PAIR.assign(story=""), within="story"), "match_stories"),
    (lambda: cf.shared_copy(PAIR, min_words=5), "8 or more, got 5"),
    (lambda: cf.shared_copy(PAIR, days=-1), "0 or more"),
    (lambda: cf.without_shared(PAIR, keep="last"), "neither 'first' nor 'none'"),
    (lambda: cf.without_shared(PAIR.iloc[:1], cf.shared_copy(PAIR)), "'a1'"),
    (lambda: cf.without_shared(PAIR.assign(text=PAIR.text + "!"), cf.shared_copy(PAIR)), "not the one that shared"),
    (lambda: cf.without_shared(articles(WIRE, WIRE), keep="none"), "nothing is left"),
    (lambda: cf.without_shared(PAIR, "shared"), "what cf.shared_copy gives"),
])
def test_messages(call, message):
    with pytest.raises(cf.DataError, match=message):
        call()


def test_a_passage_stays_with_its_first_carrier():
    corpus = cf.without_shared(PAIR)
    assert corpus.articles.text.tolist() == [prose(90, 2) + "\n\n" + prose(30, 3), PAIR.text[1]]
    assert corpus.removed.to_dict("records") == [
        {"article": "a0", "start": len(prose(90, 2)) + 2, "end": len(prose(90, 2)) + 2 + len(WIRE), "text": WIRE, "reason": "shared copy"}]
    assert corpus.articles.raw.tolist() == PAIR.text.tolist()
    neither = cf.without_shared(PAIR, keep="none")
    assert neither.articles.text.tolist() == [prose(90, 2) + "\n\n" + prose(30, 3), prose(30, 4)]


def test_ties_go_to_the_longest():
    frame = articles(WIRE, WIRE + "\n\n" + prose(20, 500), dates=["2025-03-04"] * 2)
    corpus = cf.without_shared(frame)
    assert corpus.articles.id.tolist() == ["a1"]
    assert corpus.lost.reason.tolist() == ["nothing of article 'a0' is left without what it shares with other articles (shared copy)."]


def test_sentences_go_with_most_of_their_words_and_stay_with_few():
    words = WIRE.split()
    mixed = "Then " + " ".join(words[:24]).replace(".", "").lower() + " too. " + "Nobody of the crew and none of the guests knew " \
        + "what to do about all of this or whom to call: " + " ".join(words[24:32]) + " Later they did."
    frame = articles(" ".join(words[:32]), mixed, dates=["2025-03-01", "2025-03-02"])
    table = pd.DataFrame([("a1", "a0", 5, mixed.index(" too."), ), ("a1", "a0", mixed.index(words[24]), mixed.index(" Later"))],
                         columns=["article", "other", "start", "end"])
    kept = cf.without_shared(frame, table).articles.text[1]
    assert kept == "Nobody of the crew and none of the guests knew what to do about all of this or whom to call: Later they did."


def test_removals_lead_from_raw_to_text_after_cleaning_too():
    before = cf.read(datasets.demo())
    after = cf.without_shared(before)
    rows = after.removed[after.removed.reason == "shared copy"]
    assert len(rows) > 5 and len(after) + len(after.lost) == len(before) + len(before.lost)
    raw = before.articles.set_index("id").raw
    assert all(raw[row.article][row.start : row.end] == row.text for row in rows.itertuples())
    for id, text in after.articles.set_index("id").text[rows.article.unique()].items():
        gone = sorted(after.removed.loc[after.removed.article == id, ["start", "end"]].itertuples(index=False))
        assert text == "".join(raw[id][start:end] for start, end in kept_slices(raw[id], gone))
        assert "  " not in text and "\n\n\n" not in text and text == text.strip()
    assert not len(cf.shared_copy(after).table)
    again = cf.without_shared(after)
    pd.testing.assert_frame_equal(again.articles, after.articles)
    pd.testing.assert_frame_equal(again.removed, after.removed)


def test_outlet_shares_count_characters_once():
    frame = articles(WIRE + " " + prose(60, 600), WIRE, WIRE, outlets=["A", "B", "B"])
    shares = outlet_shares(cf.shared_copy(frame))
    assert shares.loc["A", "B"] == pytest.approx((len(WIRE) - 1) / len(frame.text[0]))
    assert shares.loc["B", "A"] == shares.loc["B", "B"] == pytest.approx((len(WIRE) - 1) / len(WIRE))
    assert shares.loc["A", "A"] == 0


def test_plot():
    ax = cf.shared_copy(PAIR).plot()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["A", "B"]
    assert [text.get_text() for text in ax.texts][:4] == ["", "33", "68", ""]
    assert "No two" in cf.shared_copy(articles(WIRE, prose(50, 2))).plot().texts[0].get_text()
