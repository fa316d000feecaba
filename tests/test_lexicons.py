"""Lexicons: every door, what is left out, and what the errors say."""

import re

import pandas as pd
import pytest

from crossframe.errors import DataError, MissingPackageError, ReadError
from crossframe.lexicons import Lexicon, load_lexicon
from crossframe.lexicons.lexicon import term_form
from crossframe.lexicons.packaged import PACKAGED, package_file

DIC = ("%\n1\tposemo (positive)\n2\tnegemo\n3\tsea\n%\n"
       "calm*\t1\nfell apart\t2\nharbour\t3\nlike\t(02 134)1/3\nhappy sad\t1\t2\n")
DICX = "DicTerm,PosEmo,NegEmo\ncalm*,X,\ngrim,,X\n"
YAML = "tone:\n  positive: [calm*, 'no worries']\n  negative:\n    - grim\n    - no\nplace: [harbour]\n"


def written(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_vader_comes_from_its_package_and_says_what_it_cannot_find():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    theirs, ours = SentimentIntensityAnalyzer().lexicon, load_lexicon("vader")
    assert ours.scores.keys() | ours.left_out.keys() == theirs.keys()
    assert all(theirs[term] == score for term, score in ours.scores.items())
    assert {"fed up", "can't stand", ":D"} <= ours.left_out.keys()
    assert load_lexicon("vader") is ours


@pytest.mark.parametrize("name", PACKAGED)
def test_every_lexicon_has_its_card(name):
    from importlib.resources import files

    card = files("crossframe.lexicons").joinpath("cards", f"{name}.md").read_text(encoding="utf-8")
    assert [part for part in ("Source:", "Licence", "Gaps:", "Scale of a score:", "Cite:") if part not in card] == []


@pytest.mark.parametrize("rules", [None, "vader", "negation", "plain"])
@pytest.mark.parametrize("name", PACKAGED)
def test_every_installed_lexicon_loads_under_every_rule(name, rules):
    try:
        lexicon = load_lexicon(name, rules=rules)
    except MissingPackageError:
        pytest.skip(f"the package that holds {name} is not installed")
    assert len(lexicon) > 2500 and lexicon.rules == (rules or ("vader" if name == "vader" else "negation"))
    assert lexicon.table.score.between(-5, 5).all() and lexicon.table.term.is_unique
    assert not any(term in lexicon.negators for term in lexicon.scores) or lexicon.rules == "vader"


def test_a_lexicon_not_installed_says_where_it_comes_from():
    with pytest.raises(MissingPackageError, match="'x' is read from the package no_such_package: pip install no_such"):
        package_file("no_such_package", "list.txt", lexicon="x")


@pytest.mark.parametrize("name, text", [
    ("list.csv", "term,score\nCalm,1.5\nfell  apart,-2\n"),
    ("list.csv", "\ufeffword,valence,note\ncalm,1.5,x\nfell apart,-2,\n"),
    ("list.tsv", "word\tvalue\ncalm\t1.5\nfell apart\t-2\n"),
    ("list.txt", "; a comment\ncalm\t1.5\n\nfell apart\t-2\n"),
])
def test_files_with_scores(tmp_path, name, text):
    lexicon = load_lexicon(written(tmp_path, name, text))
    assert lexicon.scores == {"calm": 1.5, "fell apart": -2.0}
    assert lexicon.name == "list" and "-2 to 1.5" in lexicon.card
    assert lexicon.table.kind.tolist() == ["word", "phrase"]


@pytest.mark.parametrize("name, text, scores", [
    ("list.csv", "term,category\ncalm,positive\ngrim,Negative\nharbour,place\n", {"calm": 1, "grim": -1}),
    ("list.dic", DIC, {"calm*": 1, "fell apart": -1}),
    ("list.dicx", DICX, {"calm*": 1, "grim": -1}),
    ("list.yml", YAML, {"calm*": 1, "no worries": 1, "grim": -1}),
])
def test_files_with_categories(tmp_path, name, text, scores):
    lexicon = load_lexicon(written(tmp_path, name, text))
    assert lexicon.scores == scores and "Categories scored" in lexicon.card


def test_what_a_file_holds_but_cannot_be_scored_is_said(tmp_path):
    lexicon = load_lexicon(written(tmp_path, "list.dic", DIC))
    assert lexicon.left_out == {"like": "counts only beside another word",
                                "happy sad": "stands in categories with different scores"}
    assert load_lexicon({"no": -1, "calm": 1}).left_out == {"no": "is read as a negation"}
    assert load_lexicon({"no": -1, "calm": 1}, rules="plain").scores == {"no": -1, "calm": 1}
    assert load_lexicon({"very": 1, "calm": 1}, rules="vader").left_out == {"very": "is read as a booster"}
    assert load_lexicon({"h*ppy": 1, "calm": 1, "*": 2, "what?": 1}).left_out.keys() == {"h*ppy", "*", "what?"}


def test_categories_are_chosen_by_name(tmp_path):
    path = written(tmp_path, "list.dic", DIC)
    assert load_lexicon(path, categories={"sea": 2, "negemo": -1}).scores == {
        "harbour": 2, "fell apart": -1, "happy sad": -1}
    nested = written(tmp_path, "list.yaml", YAML)
    assert load_lexicon(nested, categories={"tone/negative": -2}).scores == {"grim": -2}


def test_hu_and_lius_folder_with_comments_and_old_encoding(tmp_path):
    written(tmp_path, "positive-words.txt", ";;;;\n; Opinion Lexicon\n\nenvious\ncalm\nno-frills\n")
    written(tmp_path, "negative-words.txt", "grim\nna\xefve\nenvious\n", encoding="latin-1")
    lexicon = load_lexicon(tmp_path)
    assert lexicon.scores == {"calm": 1, "no-frills": 1, "grim": -1, "naïve": -1}
    assert list(lexicon.left_out) == ["envious"]


def test_tables_and_dicts():
    frame = pd.DataFrame({"Term": ["calm", "grim"], "Score": [1, -2]})
    assert load_lexicon(frame).scores == load_lexicon({"calm": 1, "grim": -2}).scores
    assert load_lexicon({"positive": ["calm"], "negative": {"grim"}}).scores == {"calm": 1, "grim": -1}
    lexicon = load_lexicon({"calm": 1})
    assert load_lexicon(lexicon) is lexicon and isinstance(lexicon, Lexicon)


def test_terms_are_spelled_as_words_are_read():
    terms = ["U.S.", "Can’t", "(calm)", "calm  SEA*", "*!*"]
    spelled = [term_form(term, keep_short=False, wildcards=True) for term in terms]
    assert spelled == ["u.s", "can't", "calm", "calm sea*", None]
    assert term_form(":*", keep_short=True, wildcards=False) == ":*"


@pytest.mark.parametrize("source, options, said", [
    ("no-such-list", {}, "no lexicon and no file is called 'no-such-list'; the lexicons are vader, afinn"),
    (7, {}, "not int"),
    ({}, {}, "'own dict' holds no terms"),
    ({"no": 1}, {}, "no terms that can be scored"),
    ({"calm": float("nan")}, {}, "score of 'calm' is nan, not a number"),
    ({"calm": 1, "Calm": 2}, {}, "'calm' has two scores, 1 and 2; keep one"),
    ({"": 1}, {}, "a lexicon's terms are words, got ''"),
    ({"care": ["calm"], "harm": ["grim"]}, {}, "it has care, harm: say which count and how"),
    ({"care": ["calm"]}, {"categories": {"harm": 1}}, "it has care"),
    ({"care": ["calm"], "harm": ["grim"]}, {"categories": {"care": 1, "hurt": -1}}, "no category 'hurt'; it has care"),
    ({"calm": 1}, {"categories": {"care": 1}}, "has scores, not categories"),
    ("vader", {"categories": {"care": 1}}, "has its own scores"),
    ({"calm": 1}, {"rules": "valence"}, "rules is one of vader, negation, plain, got 'valence'"),
    (pd.DataFrame({"word": ["calm"]}), {}, "a column term and a column score or category; it has word"),
    (pd.DataFrame({"term": ["calm", "grim"], "score": ["1", "low"]}), {}, "row 2 lacks a term or a number as its"),
])
def test_errors_say_what_was_wrong(source, options, said):
    with pytest.raises(DataError, match=re.escape(said)):
        load_lexicon(source, **options)


@pytest.mark.parametrize("name, text, line, said", [
    ("list.txt", "calm\t1\ngrim\n", 2, "each line is a term, a tab and a score, not 'grim'"),
    ("list.xyz", "calm", None, "a lexicon file ends in .csv"),
    ("list.csv", "", None, "the file is empty"),
    ("list.csv", "a\0b", None, "the file is no text"),
    ("list.csv", 'term,score\ncalm,1,2,3\n"', None, "cannot be read as a table"),
    ("list.dic", "calm\t1\n", None, "between two lines of %"),
    ("list.dic", "%\n1\tposemo\n%\ncalm\t1\ngrim\t7\n", 5, "the category 7, which the header lacks"),
    ("list.dic", "%\n1\tposemo\n%\ncalm\n", 4, "names no category"),
    ("list.yml", "tone: [calm\n", 2, "is no YAML"),
    ("list.yml", "- calm\n", None, "categories over lists of terms"),
])
def test_bad_files_are_named_with_line_and_remedy(tmp_path, name, text, line, said):
    path = written(tmp_path, name, text)
    with pytest.raises(ReadError, match=re.escape(said)) as error:
        load_lexicon(path)
    assert error.value.file == path and error.value.line == line


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(ReadError, match="holds no .txt lists"):
        load_lexicon(tmp_path)


def test_options_beside_a_lexicon_are_refused():
    with pytest.raises(DataError, match="has its rules already"):
        load_lexicon(load_lexicon({"calm": 1}), rules="plain")
