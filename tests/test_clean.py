"""Cleaning tables of articles: the audit, the lines an outlet repeats, and real and invented pages."""

import hashlib
import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crossframe.clean import REASONS, clean_articles, clean_text, count_lines, learn_lines, raw_positions
from crossframe.errors import DataError
from crossframe.schema import REMOVED, names

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "data" / "demo" / "gold"
SHARED = Path(__file__).parents[2] / "shared"
shared = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the folder shared/ with real articles is not here")

DOERS = ("captain", "mayor", "diver", "pilot", "clerk", "owner", "keeper", "baker")
DEEDS = ("counted", "hid", "mended", "sold", "lost", "found", "painted", "carried")
THINGS = ("nets", "lamps", "boats", "ropes", "maps", "coats", "bells", "clocks")
SLOGAN = "The tide brings what the tide will bring, and we write it down."
MASTER = "He has been harbour master since the great storm."


def story(number):
    """An article of nine lines that no other number gives."""
    draw = random.Random(number)
    return [f"On day {number} of spring the {draw.choice(DOERS)} {draw.choice(DEEDS)} the {word(number, line)} "
            f"{draw.choice(THINGS)} and told the {draw.choice(DOERS)} of it." for line in range(9)]


def word(number, line):
    """A made-up word for each pair, without digits, since digits do not count in comparing lines."""
    return "".join("bcdfghjklm"[int(digit)] + "aeiou"[line % 5] for digit in f"{number}{line}")


def table(texts, **columns):
    return pd.DataFrame({"id": [f"a{place}" for place in range(len(texts))], "outlet": "Courier",
                         "text": ["\n\n".join(lines) for lines in texts], **columns})


def recurring_lines(articles, **options):
    removed = clean_articles(articles, **options)[1]
    return removed[removed.reason == "recurring"]


def demo_pages():
    return pd.read_csv(DEMO / "articles.csv", dtype=str, keep_default_na=False)


# The audit


def test_the_kept_text_is_the_raw_text_without_the_removals():
    articles = table([["COURIER", *story(0), "Read more", "Advertisement"], story(1)], author=["", None])
    kept, removed = clean_articles(articles)
    assert list(removed) == names(REMOVED)
    assert removed[["article", "text", "reason"]].to_numpy().tolist() == [
        ["a0", "COURIER", "masthead"], ["a0", "Read more", "related"], ["a0", "Advertisement", "advertisement"]]
    assert kept.text.tolist() == ["\n\n".join(story(0)), "\n\n".join(story(1))]
    assert kept.raw.tolist() == articles.text.tolist()
    raw = kept.set_index("id").raw
    assert [raw[row.article][row.start:row.end] for row in removed.itertuples()] == removed.text.tolist()
    assert set(removed.reason) <= set(REASONS)


def test_rows_columns_and_index_stay_as_they_were():
    articles = table([story(0), story(1)], mine=[3.5, 4.5]).set_index(pd.Index([7, 7]))
    kept = clean_articles(articles)[0]
    assert kept.index.tolist() == [7, 7] and list(kept) == [*articles, "raw"] and kept.mine.tolist() == [3.5, 4.5]
    assert list(articles) == ["id", "outlet", "text", "mine"]


def test_articles_without_ids_are_numbered():
    removed = clean_articles(pd.DataFrame({"text": ["Advertisement", "\n".join(story(0)), "Read more"]}))[1]
    assert removed.article.tolist() == ["0", "2"]


def test_a_table_without_rows_gives_tables_without_rows():
    kept, removed = clean_articles(pd.DataFrame({"text": [], "outlet": []}, dtype="str"))
    assert len(kept) == len(removed) == 0 and list(removed) == names(REMOVED) and "raw" in kept


def test_a_missing_text_or_column_is_an_error_that_says_so():
    with pytest.raises(DataError, match="cleaning needs column text; the table has outlet"):
        clean_articles(pd.DataFrame({"outlet": ["Courier"]}))
    with pytest.raises(DataError, match="text is missing in 1 of 2 rows; fill or drop them"):
        clean_articles(pd.DataFrame({"text": ["It rained.", None]}))


def pages():
    """Texts of all sorts: the demo corpus as it would be saved, scrambled, and with white space of every kind."""
    removed = pd.read_csv(DEMO / "removed.csv", dtype=str, keep_default_na=False)
    draw = random.Random(5)
    for row in demo_pages().itertuples():
        lines = [*row.text.split("\n\n"), *removed.line[removed.article == row.id]]
        yield "\n\n".join(lines)
        draw.shuffle(lines)
        yield "".join(line + draw.choice(["\n", " \n\n\n\t", "\r\n\r\n", "\n \n", "  "]) for line in lines)


def test_positions_lead_from_each_kept_character_to_the_same_one_in_the_raw_text():
    for raw in pages():
        kept, spans = clean_text(raw)
        positions = raw_positions(raw, spans)
        assert "".join(raw[place] for place in positions) == kept
        assert (np.diff(positions) > 0).all()
        inside = np.zeros(len(raw) + 1, dtype=bool)
        for start, end, _ in spans:
            assert not inside[start:end].any() and raw[start:end].strip()
            inside[start:end] = True
        assert not inside[positions].any()
        left = "".join(letter for letter, out in zip(raw, inside[:-1], strict=True) if not out)
        assert "".join(left.split()) == "".join(kept.split())


def test_white_space_is_tidied_as_documented():
    assert clean_text(" One.  Two. \n \n\n\tThree.\r\nFour.\n")[0] == "One. Two.\n\nThree.\nFour."


def test_a_second_cleaning_takes_nothing_more():
    for raw in list(pages())[::2]:
        kept = clean_text(raw)[0]
        assert clean_text(kept) == (kept, [])


# Lines an outlet repeats


def test_a_line_at_the_end_of_many_articles_is_learnt():
    articles = table([[*story(number), SLOGAN] if number < 5 else story(number) for number in range(60)])
    assert recurring_lines(articles).article.tolist() == ["a0", "a1", "a2", "a3", "a4"]
    assert set(recurring_lines(articles).text) == {SLOGAN}


def test_a_line_of_four_articles_or_under_one_in_a_hundred_stays():
    few = [[*story(number), SLOGAN] if number < 4 else story(number) for number in range(60)]
    rare = [[*story(number), SLOGAN] if number < 5 else story(number) for number in range(501)]
    assert len(recurring_lines(table(few))) == len(recurring_lines(table(rare))) == 0


def test_a_line_amid_the_text_must_recur_more_often():
    def inside(often):
        return table([[*story(number)[:5], *([SLOGAN] if number < often else []), *story(number)[5:]]
                      for number in range(60)])

    assert len(recurring_lines(inside(19))) == 0
    assert len(recurring_lines(inside(20))) == 20


def test_another_outlets_lines_teach_nothing():
    articles = table([[*story(number), SLOGAN] for number in range(8)], outlet=["Courier", "Lantern"] * 4)
    assert len(recurring_lines(articles)) == 0
    assert len(recurring_lines(articles.assign(outlet="Courier"))) == 8
    assert len(recurring_lines(articles.assign(outlet=None))) == 0


def test_case_digits_and_spaces_do_not_part_lines():
    forms = [f"The {number} boats of  THE fleet are at sea, and {number} more at home." for number in range(3, 9)]
    articles = table([[*story(number), form if number % 2 else form.title()] for number, form in enumerate(forms)])
    assert len(recurring_lines(articles)) == 6


def test_a_recurring_sentence_goes_from_the_end_of_a_paragraph_alone():
    texts = [[*story(number)[:-1], f"{story(number)[-1]} {SLOGAN}"] for number in range(10)]
    kept, removed = clean_articles(table(texts))
    assert removed.text.tolist() == [SLOGAN] * 10 and set(removed.reason) == {"recurring"}
    assert kept.text.tolist() == ["\n\n".join(story(number)) for number in range(10)]
    assert (kept.raw[3][removed.start[3]:removed.end[3]]) == SLOGAN


def test_a_sentence_amid_paragraphs_stays_however_often_it_recurs():
    texts = [[*story(number)[:4], f"{story(number)[4]} {MASTER} It was late.", *story(number)[5:]]
             for number in range(40)]
    assert len(recurring_lines(table(texts))) == 0


def test_headings_and_speakers_names_stay():
    texts = [[story(number)[0], "What we know", *story(number)[1:5], "Ada Holm", *story(number)[5:]]
             if number < 30 else story(number) for number in range(100)]
    assert len(recurring_lines(table(texts))) == 0
    everywhere = [[story(number)[0], "What we know", *story(number)[1:]] for number in range(12)]
    assert set(recurring_lines(table(everywhere)).text) == {"What we know"}


def test_copies_of_an_article_are_not_its_outlets_lines():
    copies = [story(0)[:7] + story(number)[:2] for number in range(1, 9)]
    assert len(recurring_lines(table(copies + [story(number) for number in range(20, 30)]))) == 0


def test_what_is_learnt_does_not_depend_on_the_order_of_the_articles():
    articles = table([[*story(number), *([SLOGAN] if number % 3 else []), "Advertisement"] for number in range(30)])
    mixed = articles.sample(frac=1, random_state=3)
    kept, removed = clean_articles(articles)
    kept_mixed, removed_mixed = clean_articles(mixed)
    pd.testing.assert_frame_equal(kept, kept_mixed.sort_index())
    first, second = (gone.sort_values(["article", "start"], ignore_index=True) for gone in (removed, removed_mixed))
    pd.testing.assert_frame_equal(first, second)


def test_counts_of_parts_add_up_to_the_counts_of_the_whole():
    articles = table([[*story(number), SLOGAN, MASTER] for number in range(40)], outlet=["Courier", "Lantern"] * 20)
    counts = count_lines(articles)
    parts = pd.concat([count_lines(articles[start::3]) for start in (2, 0, 1)])
    summed = parts.groupby(["outlet", "kind", "key"], as_index=False).sum()
    key = ["outlet", "kind", "key"]
    pd.testing.assert_frame_equal(summed, counts.sort_values(key, ignore_index=True)[list(summed)], check_dtype=False)
    learnt = learn_lines(summed)
    pieces = [clean_articles(articles[start::3], learnt=learnt) for start in range(3)]
    kept, removed = clean_articles(articles)
    pd.testing.assert_frame_equal(pd.concat([piece for piece, _ in pieces]).sort_index(), kept)
    assert sum(len(gone) for _, gone in pieces) == len(removed) == 80


def test_nothing_learnt_takes_nothing():
    nothing = learn_lines(count_lines(table([story(0)])))
    assert len(nothing) == 0 and list(nothing) == ["outlet", "kind", "key", "goes"]
    assert len(recurring_lines(table([[*story(number), SLOGAN] for number in range(9)]), learnt=nothing)) == 0


# Pages


def test_the_demo_pages_come_out_as_their_gold_texts():
    gold = demo_pages().set_index("id")
    removed = pd.read_csv(DEMO / "removed.csv", dtype=str, keep_default_na=False)
    tails = "plea newsletter social app copyright contributed agencies subscription".split()
    ends = removed[removed.reason.isin(tails)]
    for place, lines in ends.groupby("article").line:
        row = gold.loc[place]
        byline = [f"By {row.author}"] if row.author else []
        raw = "\n\n".join([row.title, row.outlet, *byline, row.text, "Read more", *lines])
        kept = clean_text(raw, title=row.title, outlet=row.outlet, author=row.author)[0]
        assert kept.split() == row.text.split()


@pytest.mark.parametrize("column", ["text", "said"])
def test_not_a_sentence_of_the_demo_articles_is_taken(column):
    texts = demo_pages().text if column == "text" else pd.read_csv(DEMO / "sources.csv").said
    assert [spans for text in texts if (spans := clean_text(text)[1])] == []


SEEDS = pd.DataFrame(  # lines counted from 0; the kept text is known by its hash
    [("000_02aac00e6d8147fc.txt", "The Moscow Times", 2, [0, 2, 4, 20, 22, 24, 26, 28],
      ["plea", "title", "credit", "related", *["plea"] * 4], "21a2d4b9c5204642"),
     ("002_fc24d44462983295.txt", "CGTN", 0, [0, 1, 2, 3, 5, 13, 15, 25, 27],
      ["title", "masthead", "placeholder", *["caption"] * 4, "contributed", "related"], "ea10dcc63ebcc0ef")],
    columns=["file", "outlet", "title", "gone", "reasons", "sha"])


@shared
@pytest.mark.parametrize("seed", list(SEEDS.itertuples()), ids=SEEDS.outlet)
def test_the_two_real_articles_come_out_right(seed):
    raw = (SHARED / "seeds" / seed.file).read_text(encoding="utf-8")
    lines = raw.split("\n")
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
    known = {"title": lines[seed.title], "outlet": seed.outlet}
    kept, removed = clean_text(raw, **known)
    assert [why for *_, why in removed] == seed.reasons
    assert [int(np.searchsorted(starts, start, side="right") - 1) for start, *_ in removed] == seed.gone
    own = [line.strip() for place, line in enumerate(lines) if line.strip() and place not in seed.gone]
    assert kept.split("\n\n") == own and len(own) == 7
    assert hashlib.sha256(kept.encode()).hexdigest()[:16] == seed.sha
    assert clean_text(kept, **known) == (kept, [])


@shared
def test_body_sentences_of_annotated_articles_stay():
    sentences, gone = 0, []
    for path in sorted((SHARED / "data" / "basil").glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        body = [part["sentence"] for part in article["body"]]
        sentences += len(body)
        gone += [why for *_, why in clean_text("\n\n".join(body), title=article["title"], outlet=article["source"])[1]]
    assert sentences > 3_000
    assert len([why for why in gone if why not in ("title", "dateline")]) <= 5  # each seen: none is the article's
