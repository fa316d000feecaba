"""Keywords in context: as many lines as keyness counts, each where it says, and the lines behind a row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossframe import DataError, Result, keyness
from crossframe.measure.kwic import evidence, kwic
from crossframe.schema import KWIC, names
from crossframe.sentences import split_sentences
from crossframe.tokens import as_arrow, candidates, count_terms, find_uses, parse_term, words

NEWS = pd.DataFrame({
    "id": ["a", "b", "c", "d"],
    "outlet": ["Gazette", "Gazette", "Herald", "Herald"],
    "text": [
        "The tax relief bill passed. Mayor Rook’s TAX relief is new.\n\nNobody in the U.S. pays more tax.",
        "A bus came.",
        "The Taxes rose. “Tax relief,” said Vale. The U.S tax, he said, will go.",
        "No tax, relief or bus: Rook.",
    ],
})


def lines(term, **options):
    table = kwic(NEWS, term, **options).table
    return [f"{row.article}|{row.left}[{row.match}]{row.right}" for row in table.itertuples()]


def test_lines_stand_in_their_sentences():
    assert lines("tax relief") == [
        "a|The [tax relief] bill passed.", "a|Mayor Rook’s [TAX relief] is new.", "c|“[Tax relief],” said Vale."]


@pytest.mark.parametrize(("term", "matches"), [
    ("Tax", ["tax", "TAX", "tax", "Tax", "tax", "tax"]),
    ("tax*", ["tax", "TAX", "tax", "Taxes", "Tax", "tax", "tax"]),
    ("*es", ["Taxes"]),
    ("*ax*", ["tax", "TAX", "tax", "Taxes", "Tax", "tax", "tax"]),
    ("rook's", ["Rook", "Rook"]),
    ("u.s.", ["U.S.", "U.S"]),
    ("U.S. * more", ["U.S. pays more"]),
    ("us", []),
    ("bus", ["bus", "bus"]),
    ("rélief", []),
])
def test_terms_follow_the_word_rule(term, matches):
    assert kwic(NEWS, term).table.match.tolist() == matches


def test_the_table_has_its_columns_and_true_places():
    table = kwic(NEWS, "t*").table
    assert list(table) == names(KWIC)
    text = NEWS.set_index("id").text
    for row in table.itertuples():
        assert text[row.article][row.start : row.end] == row.match
        around = text[row.article][row.start - len(row.left) : row.end + len(row.right)]
        assert around == row.left + row.match + row.right


def test_width_and_outlets_limit_what_is_shown():
    assert lines("tax", outlets="Herald", width=4) == ["c|“[Tax] rel", "c|U.S [tax], he", "d|No [tax], re"]
    assert lines("bus", width=0) == ["b|[bus]", "d|[bus]"]


def test_few_lines_come_from_as_many_articles_as_may_be():
    texts = ["tax tax. bus"] * 30 + ["none"] * 30 + ["tax"] * 3
    frame = pd.DataFrame({"outlet": ["A"] * 60 + ["B"] * 3, "text": texts})
    table = kwic(frame, "tax", n=10).table
    assert table.groupby("outlet").article.agg(["size", "nunique"]).to_numpy().tolist() == [[10, 10], [3, 3]]
    shown = table.article[table.outlet == "A"].astype(int)
    assert shown.is_monotonic_increasing and np.diff([-1, *shown, 30]).max() <= 6
    assert len(kwic(frame, "tax", n=50).table) == 50 + 3
    assert len(kwic(frame, "tax").table) == 63


def test_no_use_is_no_error():
    result = kwic(NEWS, "zebra")
    assert len(result.table) == 0 and list(result.table) == names(KWIC)
    assert "zebra" in result.about["caution"]


@pytest.mark.parametrize(("term", "options", "message"), [
    ("...", {}, "holds no word"),
    ("*", {}, "holds no word"),
    ("ta*x", {}, "either end of one word"),
    (7, {}, "term must be a string"),
    ("tax", {"outlets": "Globe"}, "no outlet 'Globe'; there are Gazette, Herald"),
    ("tax", {"n": 0}, "n must be None or a whole number of 1"),
    ("tax", {"width": -1}, "width must be None or a whole number of 0"),
])
def test_errors_say_what_is_wrong(term, options, message):
    with pytest.raises(DataError, match=message):
        kwic(NEWS, term, **options)


# ---- as many as keyness counts -----------------------------------------------------------------------------------
PIECES = st.sampled_from([" ", " ", "\n\n", "\n", *"""
    tax Tax TAX’s tax, U.S. U.S u.s.-led don’t don't K ﬁ İ I\u0307 i é e\u0301 É ế ê\u0301
    e\u0323\u0302 \u212a \u212b å \ufa0a 見 \u0958 क़ ς Σ Ὀδός
    x@y.z http://tax co\u00adop co‐op 1,000 3.5 \u200b \u0301 . , ' - a.b 人 \u0f43""".split()])


TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.integers(1, 2))
def test_every_ngram_is_found_as_often_as_it_is_counted(texts, n):
    counts = count_terms(texts, ngrams=n)
    column = as_arrow(texts)
    for term, total in zip(counts.terms, np.asarray(counts.matrix.sum(axis=0)).ravel(), strict=True):
        slots = parse_term(term)
        if [slot.core for slot in slots] != term.split(" "):
            continue  # what folding wrote is read otherwise than the text was
        found = find_uses(column, candidates(column, slots), slots)
        places = [(row, offset + start, offset + end) for row, offset, _, uses in found for start, end in uses]
        assert len(places) == total
        assert places == [(row, *place) for row, text in enumerate(texts) for place in every(text, term, n)]


def every(text, term, n):
    """Where a term stands, looking at every word."""
    found = list(words(text))
    for i in range(len(found) - n + 1):
        if " ".join(word[0] for word in found[i : i + n]) == term and all(word[3] for word in found[i + 1 : i + n]):
            yield found[i][1], found[i + n - 1][2]


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.sampled_from(["Mr. ", "One. Two ", "? "]), max_size=20).map("".join))
def test_context_is_the_sentence_of_the_whole_text(text):
    frame = pd.DataFrame({"outlet": ["A"], "text": [text]})
    spans = split_sentences(text).tolist()
    for row in kwic(frame, "tax").table.itertuples():
        assert [row.start - len(row.left), row.end + len(row.right)] in spans


def test_news_has_as_many_lines_as_keyness_counts(shared):
    frame = pd.read_parquet(shared / "data/abp/articles.parquet", columns=["id", "outlet", "text"]).head(300)
    counts = count_terms(frame.text, ngrams=(1, 2), min_count=3)
    total = dict(zip(counts.terms, np.asarray(counts.matrix.sum(axis=0)).ravel(), strict=True))
    chosen = [*counts.terms[:: len(counts.terms) // 40], "don't", "u.s.", "mr obama"]
    for term in chosen:
        assert len(kwic(frame, term).table) == total[term], term


# ---- evidence ----------------------------------------------------------------------------------------------------
def test_evidence_of_a_term_shows_its_outlet_first_and_then_the_rest():
    frame = pd.concat([NEWS, NEWS.assign(outlet="Post", id=[*"efgh"])], ignore_index=True)
    result = keyness(frame, target="Herald", min_count=1)
    table = result.evidence("tax", n=2)
    assert list(table) == names(KWIC)
    assert table.outlet.tolist()[:2] == ["Herald", "Herald"] and len(table) == 4
    assert "Herald" not in set(table.outlet[2:])
    row = int(np.flatnonzero(result.table.term == "tax")[0])
    pd.testing.assert_frame_equal(result.evidence(row, n=2), table)
    assert len(result.evidence("tax", n=None)) == len(kwic(frame, "tax").table)


def test_evidence_counts_what_the_row_counts():
    result = keyness(NEWS, target="Gazette", reference="Herald", ngrams=(1, 2), min_count=1)
    for k, row in enumerate(result.table.itertuples()):
        shown = result.evidence(k, n=None).outlet
        assert ((shown == "Gazette").sum(), (shown == "Herald").sum()) == (row.n, row.n_reference), row.term


def test_evidence_of_a_word_of_a_scale_is_all_its_lines_whoever_wrote_them():
    scale = Result(pd.DataFrame({"term": ["tax"], "estimate": [1.0]}), {"measure": "scaling", "by": "outlet"}, NEWS)
    pd.testing.assert_frame_equal(scale.evidence("tax", n=None), kwic(NEWS, "tax").table, check_dtype=False)
    assert len(scale.evidence(0, n=1)) == 1


def test_evidence_of_a_passage_is_its_sentence():
    table = pd.DataFrame({"article": ["c"], "start": [22], "end": [25], "score": [1.0]})
    got = evidence(Result(table, {"measure": "sentiment"}, NEWS), 0)
    text = NEWS.text[2]
    assert got.to_dict("records") == [{"article": "c", "outlet": "Herald", "start": 22, "end": 25, "left": text[16:22],
                                       "match": text[22:25], "right": text[25:40]}]


@pytest.mark.parametrize(("table", "articles", "row", "message"), [
    ({"term": ["tax"], "outlet": ["Herald"]}, NEWS, "bus", "term 'bus' is not in the table; it has tax"),
    ({"term": ["tax"], "outlet": ["Herald"]}, NEWS, 1, "row 1 is not in the table of 1 rows"),
    ({"term": ["tax"], "outlet": ["Herald"]}, None, 0, "leads back to no passages"),
    ({"outlet": ["Herald"], "estimate": [1.0]}, NEWS, 0, "contrast leads back to no passages; ask the table"),
    ({"outlet": ["Herald"], "article": ["c"]}, NEWS, 0, "no passages; ask .* of a scale its words"),
    ({"article": ["c"], "start": [0], "end": [3]}, NEWS, "tax", "the table has no terms; give a position"),
])
def test_evidence_says_what_it_cannot_show(table, articles, row, message):
    with pytest.raises(DataError, match=message):
        evidence(Result(pd.DataFrame(table), {"measure": "contrast"}, articles), row)
