"""The word lists of frames and their cards: every list has one, and what it states of the list is so."""

import re
from pathlib import Path

import pandas as pd
import pytest

import crossframe as cf
from crossframe.lexicons import load_dictionary

FOLDER = Path(cf.__file__).parent / "lexicons"
LISTS = {"generic": "generic_frames", "policy_words": "policy_frames"}
POLICY = ["economic", "morality", "fairness_and_equality", "legality_and_crime", "political_and_policy",
          "security_and_defense", "health_and_safety", "cultural_identity", "public_opinion"]
GENERIC = ["conflict", "human_interest", "economic_consequences", "morality", "responsibility"]
NAMES = {"generic": GENERIC, "policy_words": POLICY}
EACH = pytest.mark.parametrize("name", LISTS)


def rows(name):
    return pd.read_csv(FOLDER / f"{LISTS[name]}.csv", keep_default_na=False)


def card(name):
    return (FOLDER / "cards" / f"{LISTS[name]}.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_list_of_words_has_a_card(path):
    own = FOLDER / "cards" / f"{path.stem}.md"
    named = [other for other in (FOLDER / "cards").glob("*.md") if f"`{path.name}`" in other.read_text("utf-8")]
    assert own.exists() or named


@EACH
def test_cards_say_what_a_reader_must_know(name):
    text = card(name)
    assert [part for part in ("Source:", "Licence:", "Scale of a score:", "Gaps:", "Not for:", "Cite:") if part not in text] == []
    assert all(f"{frame} " in text for frame in NAMES[name])
    assert int(re.search(r"([\d,]+) words, stems", text)[1].replace(",", "")) == len(rows(name))


@EACH
def test_precision_in_the_card_adds_up(name):
    text = card(name)
    right = [int(n) for n in re.findall(r"(\d+) of 20 \|", text)]
    total = re.search(r"(\.\d\d) \((\d+) of (\d+)\)", text)
    assert len(right) == len(NAMES[name]) and sum(right) == int(total[2]) and 20 * len(right) == int(total[3])
    assert float(total[1]) == round(sum(right) / 20 / len(right), 2)


@EACH
def test_lists_have_their_frames_and_no_entry_twice(name):
    table = rows(name)
    assert table.category.unique().tolist() == NAMES[name]
    assert table.category.value_counts().min() >= 140
    twice = table.entry[table.entry.duplicated()].tolist()
    assert twice == (["blame game"] if name == "generic" else [])
    assert (table.entry == table.entry.str.lower().str.strip()).all()
    assert not table.entry.str.contains(r"^\w{0,2}\*|\*\w", regex=True).any()


@EACH
def test_every_entry_is_read(name):
    dictionary = load_dictionary(name)
    assert list(dictionary.categories) == NAMES[name] and not dictionary.left_out
    assert sum(map(len, dictionary.categories.values())) == len(rows(name))


def test_descriptions_and_examples_of_all_ten_frames():
    table = pd.read_csv(FOLDER / "frame_descriptions.csv")
    counts = pd.crosstab(table.category, table.kind)
    assert table.category.unique().tolist() == [*POLICY, "other"]
    assert counts.description.min() >= 6 and counts.example.min() >= 12 and counts.example["other"] >= 20
    assert table.text.is_unique


def test_examples_speak_the_words_of_their_own_frame():
    table = pd.read_csv(FOLDER / "frame_descriptions.csv").query("kind == 'example'")
    table = table.assign(id=table.index.astype(str), outlet=table.category)
    scores = cf.frames(table, "policy_words").table.pivot(index="article", columns="frame", values="n_matched")
    scores = scores.loc[table.id]
    framed = (table.category != "other").to_numpy()
    own = [scores.loc[row.id, row.category] for row in table[framed].itertuples()]
    assert (pd.Series(own) > 0).mean() > 0.65
    assert scores[~framed].sum().sum() == 0
