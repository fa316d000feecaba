"""cf.valence with VADER's lexicon is vaderSentiment's compound; compiled or not, texts are read alike."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import crossframe as cf
from crossframe.lexicons import load_lexicon
from crossframe.measure.reader import Reader

VADER = SentimentIntensityAnalyzer()
RULES = """
The harbour plan is good.|The harbour plan is very good!|The harbour plan is VERY GOOD, honestly!!!|THE PLAN IS GOOD
The plan isn't good.|The plan is not really all that good.|Never so good a plan.|Never this good, never.
It was never good.|Without doubt a good plan.|Without a doubt a good plan.|Without any doubt a disaster
Despite a good start it failed.|No good came of it.|No, good grief.|There is no good or great reason.|no fun nor joy
no kind of help|No.|no no no good|A kind of good plan|kind of|It was sort of nice|just enough good will
the least helpful plan|at least helpful|least helpful|Very least helpful|It is barely good|hardly any good at all
The plan is GOOD but the cost is a disaster.|but good|good but|Great, good and bad, but nice, awful and great
1.8 good GOOD good but good GOOD|nice nice but nice but nice bad|The plan is the bomb|that is the shit
the kiss of death for it|to die for|He waited at the bus stop with joy|bad ass plan|Yeah right, great
my beating heart loves it|kiss of death|so good|so so good|so very so good|this is this good|What a mess???
What a mess?|A mess? Really??|Is it good?! Is it?!|good!!!!!!|!!!|?|...|good?????|:) and :( and :D|;-) ok|:P
Fed up with it|can't stand it|screwed up|(good)|"good"|'good'|good-looking plan|well-good|good,bad|good/bad|**good**
COULDN'T be better|couldn't've been better|DON'T like|don't!like|uh-uh good|nope good|nothing good, nowhere|n't good
I|a|ok|OK|no|NO|NO GOOD|sad SAD|lol LOL|hmm|x|  good  |\tgood\n|good\u00a0plan|good\u2003bad\u3000sad|good\x1cbad
""".strip().replace("\n", "|").split("|")
SIGNS = ["😀", "good😀", "😀good", "😀 😀😀", "a 💘b!", "❤️ love", "🔛 🆙 good", "☺☹", "©good", "it’s good", "“good”",
         "don’t like", "good—bad", "good…", "ÉCLAT good", "éclat GOOD plan", "Kind of good", "ſad", "DŽ good",
         "ǅ GOOD bad", "İ GOOD x", "ΑΣ GOOD", "\ud800 good", "a\x00good", "\x00", "𝐆𝐎𝐎𝐃 good", "’no’ good",
         "“ok”", "n’t", "’", "–", "\u200bgood", "\ufeffgood", "good\u2028bad", "ªº GOOD", "ẞ GOOD bad"]
WORDS = [*"""
good bad great awful nice death kiss the shit bomb of to die for bus stop yeah right heart beating no not never so this
least at very without doubt but kind sort just enough hardly most uber or nor isn't GOOD NOT BUT VERY No :) :( lol ! ?
!!! ... 😀 “good” don’t é É plan it was
""".split(), "\u00a0", "\n"]


def compound(text):
    return VADER.polarity_scores(text)["compound"]


def check(texts, scores):
    """The same to 1e-4; NaN only where vaderSentiment says 0."""
    want = np.array([compound(text) for text in texts])
    assert len(scores) == len(texts)
    assert np.nan_to_num(scores) == pytest.approx(want, abs=1e-4)


@pytest.fixture(scope="module")
def compiled():
    """A reader that takes the compiled path whatever the size of the texts."""
    reader = Reader(load_lexicon("vader"), straight=False)
    reader.read = reader._scan
    return reader


def test_every_rule_gives_the_compound():
    check(RULES, cf.valence(RULES))


def test_hostile_characters_give_the_compound():
    check(SIGNS, cf.valence(SIGNS))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_run_of_loaded_words_gives_the_compound(text):
    check([text], cf.valence([text]))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.text(max_size=8), st.sampled_from(WORDS)), max_size=8).map(" ".join))
def test_any_text_gives_the_compound(text):
    check([text], cf.valence([text]))


@pytest.mark.parametrize("straight", [False, True])
def test_compiled_and_plain_reading_are_alike(straight):
    rng = np.random.default_rng(5)
    texts = [*RULES, *SIGNS, "", " ", "good" * 3000, " ".join(WORDS) * 40]
    texts += [" ".join(rng.choice([*WORDS, *SIGNS], size=size)) for size in range(60)]
    texts = [text for text in texts if "\ud800" not in text]
    reader = Reader(load_lexicon("vader"), straight=straight)
    plain, compiled = reader._split(texts), reader._scan(texts)
    for name in ("n_words", "exclaims", "questions", "code", "shout"):
        assert np.array_equal(getattr(plain, name), getattr(compiled, name)), name
    gaps = plain.code == 0
    assert np.array_equal(plain.text[~gaps], compiled.text[~gaps])


def test_texts_next_to_each_other_do_not_touch(compiled):
    texts = ["good n", "'t good", "'tis n'", "t good", "go", "od"]
    want = Reader(load_lexicon("vader"), straight=False)._split(texts)
    assert np.array_equal(compiled.read(texts).code, want.code)


def test_lone_surrogates_are_read_in_many_texts_too(compiled):
    texts = ["\ud800 good", "good"] * 3
    assert np.array_equal(compiled.read(texts).code, Reader(load_lexicon("vader"), straight=False)._split(texts).code)


def test_white_space_is_what_str_split_takes_for_it(compiled):
    signs = [chr(point) for point in range(0x3100) if chr(point) not in load_lexicon("vader").emoji]
    texts = [f"good{sign}good" for sign in signs]
    assert compiled.read(texts).n_words.tolist() == [len(text.split()) for text in texts]
    assert [len(re.findall(r"\S+", text)) for text in texts] == [len(text.split()) for text in texts]


def test_straight_reading_is_that_of_the_text_set_straight():
    printed = ["“Good,” it’s said—don’t like it…", "‘bad’ – ‘good’", "plain good", "“ok”"]
    straight = ['"Good," it\'s said don\'t like it ', "'bad'   'good'", "plain good", '"ok"']
    assert cf.valence(printed, typography="straight") == pytest.approx(cf.valence(straight), nan_ok=True)
    assert cf.valence(printed[:1]) != pytest.approx(cf.valence(straight[:1]))


def real_sentences(shared):
    """Some thousands of sentences of three corpora, and whole articles."""
    articles = pd.read_parquet(shared / "data" / "abp" / "articles.parquet", columns=["text"]).text
    articles = articles.sample(150, random_state=3)
    mtsc = pd.read_json(shared / "data" / "newsmtsc" / "train.jsonl", lines=True)
    columns = [name for name in mtsc if "sentence" in name and mtsc[name].map(type).eq(str).all()]
    sentences = [each for text in articles for each in re.split(r"(?<=[.!?])\s+|\n+", text)]
    return sentences + mtsc[columns[0]].drop_duplicates().head(2000).tolist(), articles.head(25).tolist()


def test_real_sentences_and_articles_give_the_compound(shared):
    for texts in real_sentences(shared):
        want, got = np.array([compound(text) for text in texts]), cf.valence(texts)
        assert np.mean(np.abs(np.nan_to_num(got) - want) <= 1e-4) >= 0.999
        assert (want[np.isnan(got)] == 0).all()
