"""`make bench`: a dictionary of 2,000 entries counted in every article, beside a Python loop and scikit-learn.

No time is asserted; that all count the same is, where they can.
"""

import re
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

import crossframe as cf
from crossframe.tokens import count_terms

CATEGORIES, SEED, KINDS = 10, 7, {"word": 1400, "wildcard": 300, "phrase": 300}
SAMPLE = 2_000  # articles that the loop is timed on; it needs many minutes for all


def made(texts):
    """A dictionary drawn from the corpus's own words: category -> entries; every tenth frequent word in turn."""
    rng = np.random.default_rng(SEED)
    words, pairs = (count_terms(texts.iloc[::20], ngrams=n, min_count=20, stop_words="english").terms for n in (1, 2))
    words = [word for word in words if re.fullmatch("[a-z]{4,}", word)]
    pairs = [pair for pair in pairs if re.fullmatch("[a-z]{3,} [a-z]{3,}", pair)]
    chosen = rng.choice(words, KINDS["word"] + KINDS["wildcard"], replace=False).tolist()
    entries = [*chosen[: KINDS["word"]], *(word[:5] + "*" for word in chosen[KINDS["word"] :]),
               *rng.choice(pairs, KINDS["phrase"], replace=False).tolist()]
    return {f"category {k}": sorted(set(entries[k::CATEGORIES])) for k in range(CATEGORIES)}


@pytest.fixture(scope="module")
def work(abp):
    return abp, made(abp.text)


def crossframe(articles, categories):
    """cf.frames: rates, counts, the words behind them, entries that never match, coverage."""
    return cf.frames(articles, categories).table.n_matched.to_numpy().reshape(len(articles), -1)


def python_loop(articles, categories):
    """Word by word: is it, or the phrase that begins with it, among the entries of a category?"""
    word = re.compile(r"\w+(?:['’-]\w+)*")
    plain = {name: {entry for entry in entries if "*" not in entry} for name, entries in categories.items()}
    starts = {name: tuple(entry[:-1] for entry in entries if "*" in entry) for name, entries in categories.items()}
    rows = []
    for text in articles.text:
        found, words = Counter(), word.findall(text.lower())
        for at, one in enumerate(words):
            two = one + " " + words[at + 1] if at + 1 < len(words) else one
            for name in categories:
                found[name] += one in plain[name] or two in plain[name] or one.startswith(starts[name])
        rows.append([found[name] for name in categories])
    return np.array(rows)


def scikit_learn(articles, categories):
    """CountVectorizer with the entries as its vocabulary, wildcards written out beforehand; a word counts in all."""
    from sklearn.feature_extraction.text import CountVectorizer

    seen = CountVectorizer(token_pattern=r"(?u)\b\w+\b").fit(articles.text).get_feature_names_out()
    written = {name: {word for entry in entries for word in _written_out(entry, seen)} for name, entries in categories.items()}
    terms = sorted(set().union(*written.values()))
    vectorizer = CountVectorizer(vocabulary=terms, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b")
    belongs = np.array([[term in written[name] for name in categories] for term in terms], np.int32)
    return vectorizer.transform(articles.text) @ belongs


def _written_out(entry, seen):
    if "*" not in entry:
        return [entry]
    low, high = np.searchsorted(seen, [entry[:-1], entry[:-1] + "\U0010ffff"])
    return seen[low:high].tolist()


WAYS = {"crossframe": crossframe, "scikit_learn": scikit_learn, "python_loop": python_loop}


@pytest.mark.parametrize("package", WAYS)
def test_all_articles(benchmark, work, package):
    articles, categories = work
    benchmark.group = f"dictionary of {sum(map(len, categories.values())):,} entries: all {len(articles):,} articles"
    runs = 3 if package == "crossframe" else 1
    counts = benchmark.pedantic(WAYS[package], [articles, categories], rounds=runs, warmup_rounds=int(runs > 1))
    assert counts.shape == (len(articles), CATEGORIES)


@pytest.mark.parametrize("package", WAYS)
def test_some_articles(benchmark, work, package):
    articles, categories = work[0].sample(SAMPLE, random_state=SEED), work[1]
    benchmark.group = f"dictionary of {sum(map(len, categories.values())):,} entries: {SAMPLE:,} articles"
    counts = benchmark.pedantic(WAYS[package], [articles, categories], rounds=3 if package == "crossframe" else 1,
                                warmup_rounds=int(package == "crossframe"))
    if package != "crossframe":  # other rules for words (possessives, hyphens, breaks in phrases): nearly the same
        ours = crossframe(articles, categories)
        assert np.corrcoef(counts.ravel(), ours.ravel())[0, 1] > 0.97


def test_peak_memory(abp, note):
    script = (f"import sys, pandas as pd; sys.path.insert(0, {str(__file__).rpartition('/')[0]!r}); import crossframe as cf; "
              f"from test_dictionary_speed import made; frame = pd.read_parquet({abp.attrs['file']!r}, "
              "columns=['outlet', 'text']); before = open('/proc/self/status').read(); cf.frames(frame, made(frame.text)); "
              "print(before, open('/proc/self/status').read())")
    status = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    before, after = (int(kilobytes) / 2**20 for kilobytes in re.findall(r"VmHWM:\s+(\d+) kB", status))
    note[f"peak memory on all {len(abp):,} articles, frames by a dictionary"] = f"{after:.2f} GB, the table alone {before:.2f}"
    assert after > before
