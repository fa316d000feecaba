"""Tables for readers: rounded late, escaped always, cut only where they say so."""

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from crossframe.present import formatted, html, rounded
from crossframe.result import Result


class Reader(HTMLParser):
    """The cells of the first table, and the tags used, as a browser would see them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.rows, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        self.text += data
        if self.tags[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def keyness(terms=("levy",), **columns):
    table = pd.DataFrame({"term": list(terms), "n": 12345, "estimate": 1.23456, "p_value": 0.04}).assign(**columns)
    return Result(table, {"measure": "keyness", "reads": "above 0: more in Mercury", "caution": None})


def test_numbers_are_rounded_as_the_largest_of_their_column_needs():
    table = pd.DataFrame({"share": [0.12345, 0.00012], "length": [1234.56, 7.89], "n": [3, 4]})
    assert rounded(table).to_dict("list") == {"share": [0.123, 0.0], "length": [1235.0, 8.0], "n": [3, 4]}
    assert formatted(table).to_dict("list") == {"share": ["0.123", "0.000"], "length": ["1,235", "8"], "n": ["3", "4"]}


def test_an_estimate_and_its_interval_share_their_decimals():
    table = pd.DataFrame({"estimate": [0.0123], "std_error": [0.004567], "conf_low": [-0.1], "conf_high": [np.inf]})
    assert formatted(table).iloc[0].tolist() == ["0.0123", "0.0046", "-0.1000", "∞"]


@pytest.mark.parametrize("p", [0.9, 0.0512, 0.00099, 3.4e-12, 1e-300])
def test_a_small_p_value_never_becomes_zero(p):
    got = rounded(pd.DataFrame({"p_value": [p]})).p_value[0]
    assert got > 0 and got == pytest.approx(p, rel=0.5)


def test_p_values_are_printed_as_papers_do():
    cells = formatted(pd.DataFrame({"p_value": [0.0234, 0.0004, 1.0, np.nan]})).p_value
    assert cells.tolist() == [".023", "<.001", "1.000", "–"]


def test_cells_without_a_value_say_so_in_every_type():
    table = pd.DataFrame({"score": [np.nan], "n": pd.array([pd.NA], dtype="Int64"), "date": [pd.NaT], "title": [None]})
    assert formatted(table).iloc[0].tolist() == ["–"] * 4


def test_rounding_leaves_the_table_as_it_was():
    table = keyness().table
    before = table.copy()
    rounded(table), formatted(table), html(keyness())
    pd.testing.assert_frame_equal(table, before)


def test_whatever_a_term_holds_is_shown_and_never_run():
    evil = '<script>alert("1")</script>'
    page = html(Result(keyness([evil]).table, {"measure": evil, "reads": evil, "caution": evil}))
    seen = Reader(page)
    assert seen.rows[1][0] == evil and seen.text.count(evil) == 4
    assert set(seen.tags) <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td"}


def test_the_page_says_what_points_where_and_how_many_rows_are_left():
    seen = Reader(html(keyness(map(str, range(4330)))))
    assert "keyness, 4,330 rows. Above 0: more in Mercury." in seen.text
    assert "… and 4,310 more rows" in seen.text and len(seen.rows) == 21
    assert "more row" not in Reader(html(keyness("abc"))).text


def test_the_caution_is_shown_where_there_is_one():
    page = html(Result(keyness().table, {"measure": "keyness", "caution": "two articles can be described, not tested"}))
    assert "Caution: Two articles can be described, not tested." in Reader(page).text
    assert "Caution" not in html(keyness())


def test_heads_tell_the_unit_of_their_column():
    assert 'title="uses in the target outlet (uses)"' in html(keyness())


def test_long_cells_and_empty_tables_are_shown_too():
    page = Reader(html(keyness(["a" * 500])))
    assert page.rows[1][0] == "a" * 119 + "…"
    assert Reader(html(keyness([]))).rows == [["term", "n", "estimate", "p_value"]]


def test_notebooks_get_the_page():
    assert keyness()._repr_html_() == html(keyness())


def test_a_result_prints_what_it_is_how_to_read_it_and_its_table():
    result = Result(pd.DataFrame({"n": [3, 4]}), {"measure": "shares", "reads": "above 0: more.", "caution": None, "x": "y" * 99})
    assert repr(result) == "<Result: shares, 2 rows>\nabove 0: more.\n   n\n0  3\n1  4"
