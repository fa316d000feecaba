"""Dictionaries: every door gives the same, what is left out is said, and what the errors say."""

import dataclasses
import json
import re

import pandas as pd
import pytest

import crossframe as cf
from crossframe.lexicons import Dictionary, load_dictionary, load_lexicon
from crossframe.lexicons.dictionary import entry_form, says_nothing
from crossframe.lexicons.load_dictionary import PACKAGED

WANTED = {"sea": ("harbour*", "low tide", "u.s. navy"), "land/road": ("lane", "harbour*"), "land/rail": ("train",)}
NESTED = {"sea": ["harbour*", "low_tide", "U.S. Navy"], "land": {"road": ["Lane", "harbour*"], "rail": ["train"]}}
FILES = {
    "list.dic": ("%\n1\tsea\n2\tland/road (Roads)\n3\tland/rail\n%\nharbour*\t1\t2\nlow tide\t1\nU.S. Navy\t1\n"
                 "lane\t2\ntrain\t3\n"),
    "list.dicx": ("DicTerm,sea,land/road,land/rail\nharbour*,X,X,\nlow tide,X,,\nU.S. Navy,X,,\nLane,,X,\ntrain,,,X\n"),
    "list.yml": ("sea:\n  - harbour*\n  - low_tide\n  - U.S. Navy\nland:\n  road: [lane, 'harbour*']\n  rail: [train]\n"),
    "list.lc3": "+sea\nharbour*\nlow tide\nU.S. Navy\n+land/road\nlane\nharbour*\n\n+land/rail\ntrain\n",
    "list.json": json.dumps(NESTED),
    "rows.json": json.dumps([{"term": term, "category": category} for category, terms in WANTED.items() for term in terms]),
    "list.csv": ("category,entry\nsea,harbour*\nsea,low  tide\nsea,U.S. Navy\nland/road,lane\nland/road,harbour*\n"
                 "land/rail,train\n"),
    "list.tsv": "Word\tFrame\nharbour*\tsea\nlow tide\tsea\nU.S. Navy\tsea\nlane\tland/road\nharbour*\tland/road\ntrain\tland/rail\n",
    "wide.csv": "sea,land/road,land/rail\nharbour*,lane,train\nlow tide,harbour*,\nU.S. Navy,,\n",
    "marks.csv": "term,sea,land/road,land/rail\nharbour*,1,1,0\nlow tide,1,0,0\nU.S. Navy,1,0,0\nLane,0,1,0\ntrain,0,0,1\n",
}


def written(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def as_sets(dictionary):
    return {category: set(entries) for category, entries in dictionary.categories.items()}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_same_dictionary(tmp_path, name):
    dictionary = load_dictionary(written(tmp_path, name, FILES[name]))
    assert as_sets(dictionary) == {category: set(entries) for category, entries in WANTED.items()}
    assert list(dictionary.categories) == list(WANTED) and dictionary.left_out == {}
    assert dictionary.name == name.split(".")[0] and len(dictionary) == 6


@pytest.mark.parametrize("source", [
    NESTED, pd.DataFrame([(term, category) for category, terms in WANTED.items() for term in terms], columns=["Term", "Category"]),
    pd.DataFrame({category: pd.Series(terms) for category, terms in WANTED.items()}),
])
def test_tables_and_dicts_give_it_too(source):
    assert load_dictionary(source).categories == WANTED


def test_marks_are_ones_crosses_yes_or_the_term_itself():
    table = pd.DataFrame({"word": ["calm", "tide", "lane"], "a": ["x", "X ", ""], "b": ["yes", "no", "TRUE"],
                          "c": [1.0, 0, None], "d": ["calm", None, "lane"]})
    assert load_dictionary(table).categories == {
        "a": ("calm", "tide"), "b": ("calm", "lane"), "c": ("calm",), "d": ("calm", "lane")}


def test_a_folder_of_lists_is_a_file_a_category(tmp_path):
    written(tmp_path, "sea-words.txt", "; a comment\nharbour*\nlow tide\n")
    written(tmp_path, "rail.txt", "train\n")
    assert load_dictionary(tmp_path).categories == {"rail": ("train",), "sea": ("harbour*", "low tide")}


def test_categories_keep_their_spelling_and_entries_stand_once():
    dictionary = load_dictionary({"Cost of Living": ["Tax", "tax ", "TAX", "price’s", "don’t"], "B": {"tide"}}, name="mine")
    assert dictionary.categories == {"Cost of Living": ("tax", "price", "don't"), "B": ("tide",)}
    assert dictionary.name == "mine" and "Source: your own" in dictionary.card
    assert repr(dictionary) == ("Dictionary('mine', 2 categories, 4 entries, exclusive=False, negation='ignore', "
                                "0 left out)")
    assert load_dictionary({"a": ["tax", "tax cut", "tax*"]}).table.kind.tolist() == ["word", "phrase", "wildcard"]


def test_a_dictionary_is_returned_as_it_is():
    dictionary = load_dictionary({"a": ["tax"]})
    assert cf.load_dictionary(dictionary) is dictionary and isinstance(dictionary, Dictionary)
    with pytest.raises(cf.DataError, match="has its rules already"):
        load_dictionary(dictionary, negation="drop")
    assert dataclasses.replace(dictionary, negation="drop").negation == "drop"


@pytest.mark.parametrize("entry, form", [
    ("U.S.", "u.s."), ("Can’t", "can't"), ("(calm)", "calm"), ("calm  SEA*", "calm sea*"), ("multi_word_s*", "multi word s*"),
    ("mother's tongue", "mother tongue"), ("wom?n", "wom?n"), ("*ism", "*ism"), ("in * of", "in * of"), ("R&D", "r d"),
    ("Mr. Rook", "mr rook"), ("long‐term*", "long-term*"), ("減税", "減 税"), ("n’*", "n'*"), ("नीति*", "नीति*"), ("3.5", "3.5"),
])
def test_entries_are_spelled_as_words_are_counted(entry, form):
    assert entry_form(entry) == (form, "")
    assert entry_form(form)[0] == form and not says_nothing(form)


def test_what_cannot_be_read_is_left_out_and_said(tmp_path):
    text = "%\n1\tsea\n%\nharbour*\t1\n:)\t1\nlike\t(02 134)1/3\nwho?\t1\ntax,*\t1\nand/or\t1\n"
    dictionary = load_dictionary(written(tmp_path, "list.dic", text))
    assert dictionary.categories == {"sea": ("harbour*",)}
    assert dictionary.left_out == {
        ":)": "holds no word", "like": "counts only beside another word", "who?": "has a question mark, which is no part of a word",
        "tax,*": "'tax,*' has a wildcard beside punctuation", "and/or": "'and/or' has punctuation between its words"}
    assert "5 left out" in repr(dictionary)


def test_a_list_in_capitals_means_the_pronoun():
    assert load_dictionary({"a": ["US", "THEM"]}).categories == {"a": ("us", "them")}
    assert load_dictionary({"a": ["US", "them"]}).categories == {"a": ("u.s.", "them")}


def test_denials_are_known_by_their_names():
    lists = {"Positive": ["good"], "neg_positive": ["not good"], "a/bad": ["ill"], "a/neg_bad": ["not ill"], "neg_x": ["no"]}
    assert load_dictionary(lists).denials == {"Positive": "neg_positive", "a/bad": "a/neg_bad"}


def test_negators_are_given_or_english():
    english = load_dictionary({"a": ["tax"]}).negators
    assert {"not", "no", "never", "without", "don't"} <= set(english)
    assert load_dictionary({"a": ["impôt"]}, negators=["ne", "n’*", "Pas"]).negators == ("ne", "n'*", "pas")


@pytest.mark.parametrize("name", PACKAGED)
def test_what_comes_with_crossframe_loads_and_has_its_card(name):
    dictionary = load_dictionary(name)
    assert len(dictionary.categories) >= 5 and min(map(len, dictionary.categories.values())) >= 20
    assert dictionary.left_out == {} and dictionary.name == name
    assert [part for part in ("Source", "icence") if part not in dictionary.card] == []


def test_tables_of_spreadsheets_with_semicolons_are_read(tmp_path):
    assert load_dictionary(written(tmp_path, "list.csv", "term;category\r\ntax*;cost\r\n")).categories == {"cost": ("tax*",)}
    assert load_dictionary(written(tmp_path, "list.csv", "cost;sea\ntax;tide\nlevy;\n")).categories == {
        "cost": ("tax", "levy"), "sea": ("tide",)}
    assert load_lexicon(written(tmp_path, "list.csv", "term;score\ncalm;1\n")).scores == {"calm": 1}


def test_lexicons_read_the_new_formats_too(tmp_path):
    assert load_lexicon(written(tmp_path, "list.lc3", "+POSITIVE\nCALM*\n+NEGATIVE\nGRIM\n")).scores == {"calm*": 1, "grim": -1}
    assert load_lexicon(written(tmp_path, "list.json", '{"calm": 1.5, "grim": -2}')).scores == {"calm": 1.5, "grim": -2}
    assert load_lexicon(written(tmp_path, "list.json", '{"positive": ["calm"], "negative": ["grim"]}')).scores == {"calm": 1, "grim": -1}


@pytest.mark.parametrize("source, options, said", [
    ({}, {}, "the dictionary 'own dict' holds no entries"),
    (pd.DataFrame({"term": [], "category": []}), {}, "the dictionary 'own table' holds no entries"),
    ({"sea": [], "land": ["road"]}, {}, "the category 'sea' holds no entries; fill it or take it out"),
    ({"sea": {"tide": None}}, {}, "the category 'sea/tide' holds no entries"),
    ({" ": ["tide"]}, {}, "a category has no name"),
    ({"sea": [":-)"], "land": ["road"]}, {}, "no entry of category 'sea' can be read; ':-)' holds no word"),
    ({"sea": ["tide", "*"]}, {}, "category 'sea': '*' matches every word; take it out, or write letters beside the wildcard"),
    ({"sea": ["??"]}, {}, "'??' matches every word"),
    ({"sea": ["* *"]}, {}, "'* *' matches every word"),
    ({"sea": ["tide", ""]}, {}, "category 'sea': entries are words, got ''"),
    ({"sea": ["tide", 3]}, {}, "category 'sea': entries are words, got 3"),
    ({"sea": ["tide", None]}, {}, "entries are words, got None"),
    ({"sea": 1.5}, {}, "entries are words, got 1.5"),
    ("no-such-list", {}, "no dictionary and no file is called 'no-such-list'; the dictionaries are generic, policy_words"),
    (7, {}, "a dictionary is a name, a file, a DataFrame or a dict, not int"),
    ({"a": ["tax"]}, {"negation": "flip"}, "negation is one of ignore, drop, split, got 'flip'"),
    ({"a": ["tax"]}, {"exclusive": "yes"}, "exclusive is True or False, got 'yes'"),
    ({"a": ["tax"]}, {"negators": "not"}, "negators is a list of words, got 'not'"),
    ({"a": ["tax"]}, {"negators": ["not", "by no means"]}, "a negator is one word, got 'by no means'"),
    ({"a": ["tax"]}, {"negators": ["*"]}, "a negator is one word, got '*'"),
    (pd.DataFrame({"word": ["calm"], "score": [1]}), {}, "has scores, not categories; cf.sentiment(corpus, lexicon=...)"),
    (pd.DataFrame({"word": ["calm", "tide"], "domain": ["mood", "sea"]}), {},
     "the table: column 'domain' says 'mood', which is no mark. Beside 'word' a column is a category, with 1 or x"),
    (pd.DataFrame({"word": ["calm"], "sea": [0.5]}), {}, "column 'sea' says '0.5', which is no mark"),
    (pd.DataFrame({"sea": ["tide"], "land": [None]}), {}, "the category 'land' holds no entries"),
])
def test_errors_say_what_was_wrong(source, options, said):
    with pytest.raises(cf.DataError, match=re.escape(said)):
        load_dictionary(source, **options)


@pytest.mark.parametrize("name, text, line, said", [
    ("list.lc3", "\ntide\n+sea\n", 2, "'tide' stands before the first category; a category is a line such as +positive"),
    ("list.json", '{"sea": ["tide"\n"lane"]}', 2, "is no JSON"),
    ("list.json", '["tide"]', None, "holds categories over lists of terms, or rows with term and category"),
    ("list.json", '{"tide": 1}', None, "has scores, not categories"),
    ("list.dic", "tide\t1\n", None, "a LIWC dictionary begins with its categories between two lines of %"),
    ("list.dic", "%\n1\tsea\n%\ntide\t2\n", 4, "names the category 2, which the header lacks"),
    ("list.yml", "sea: [tide\n", None, "is no YAML"),
    ("list.txt", "tide\n", None, "a .txt file says no category"),
    ("list.ods", "tide\n", None, "ends in .csv, .tsv"),
    ("list.csv", "  \n", None, "the file is empty"),
    ("list.csv", "entry,category\ntide,\n", None, "row 1 lacks a term or a category"),
])
def test_files_that_cannot_be_read_are_named_with_the_line(tmp_path, name, text, line, said):
    with pytest.raises(cf.DataError, match=re.escape(said)) as caught:
        load_dictionary(written(tmp_path, name, text))
    assert name in str(caught.value) and (line is None or caught.value.line == line)


def test_old_encodings_are_read(tmp_path):
    text = "category,entry\nmer,marée*\nmer,Fußgänger\n"
    for encoding in ("utf-8-sig", "cp1252"):
        assert load_dictionary(written(tmp_path, "list.csv", text, encoding)).categories == {"mer": ("marée*", "fußgänger")}
