"""`make bench`: the same work done by crossframe and by its peers, side by side. No time is asserted."""

import os
import re
import subprocess
import sys

import peers
import pytest

import crossframe as cf
from crossframe.tokens import count_terms


def crossframe(frame):
    """cf.keyness: intervals, p values, dispersion, G2, log-odds z."""
    return cf.keyness(frame, by="side", target="target", reference="reference").table


KEYNESS = {"crossframe": crossframe, "scikit_learn": peers.scikit_learn, "pycorpdiff": peers.pycorpdiff,
           "scattertext": peers.scattertext, "scattertext_words": peers.scattertext_words, "convokit": peers.convokit}
RUNS = {"crossframe": 9, "scikit_learn": 5, "pycorpdiff": 3, "scattertext": 2, "scattertext_words": 2, "convokit": 1}
# Gigabytes on all articles: every word kept; pairs of words; a dense count matrix.
NEEDS = {"pycorpdiff": 17, "scattertext": 17, "convokit": 30}
CORPORA = ["CNN and Fox News", "5,000 left and right", "all, left and the rest"]


def free_gigabytes():
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


@pytest.mark.parametrize("package", KEYNESS)
@pytest.mark.parametrize("name", CORPORA)
def test_keyness(benchmark, corpora, name, package):
    if name == CORPORA[-1] and free_gigabytes() < NEEDS.get(package, 0):
        pytest.skip(f"{package} takes {NEEDS[package]} GB of memory here, more than is free")
    frame, fast = corpora[name], package in ("crossframe", "scikit_learn")
    runs = RUNS[package] if name == CORPORA[0] else 3 if fast else 1
    benchmark.group = f"keyness: {name}, {len(frame):,} articles, {frame.text.str.len().sum() / 1e6:.0f} MB"
    table = benchmark.pedantic(KEYNESS[package], [frame], rounds=runs, warmup_rounds=int(fast))
    assert len(table) > 10_000


def vectorizer(texts):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer().fit_transform(texts)


COUNTING = {"crossframe": lambda texts: count_terms(texts).matrix, "scikit_learn": vectorizer}


@pytest.mark.parametrize("package", COUNTING)
def test_counting_alone(benchmark, corpora, package):
    texts = corpora[CORPORA[0]].text
    benchmark.group = f"counting alone: {CORPORA[0]}, {len(texts):,} articles, {texts.str.len().sum() / 1e6:.0f} MB"
    assert benchmark.pedantic(COUNTING[package], [texts], rounds=RUNS[package], warmup_rounds=1).shape[0] == len(texts)


def vader(texts):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return [analyzer.polarity_scores(text)["compound"] for text in texts]


VALENCE = {"crossframe": lambda texts: cf.valence(texts), "vaderSentiment": vader}


@pytest.mark.parametrize("package", VALENCE)
@pytest.mark.parametrize("unit, n", [("sentences", 20_000), ("articles", 300)])
def test_valence(benchmark, corpora, unit, n, package):
    texts = corpora[CORPORA[0]].text
    if unit == "sentences":
        texts = texts.map(lambda text: re.split(r"(?<=[.!?])\s+", text)).explode()
    texts = texts.sample(n, random_state=7).tolist()
    benchmark.group = f"valence: {n:,} {unit}, {sum(map(len, texts)) / 1e6:.1f} MB"
    scores = benchmark.pedantic(VALENCE[package], [texts], rounds=5 if package == "crossframe" else 2, warmup_rounds=1)
    assert len(scores) == n


@pytest.mark.parametrize("what, call", [
    ("reading the table alone", "frame"),
    ("keyness, left and the rest", "cf.keyness(frame, by='lean', target='left')"),
    ("keyness, every outlet of 200 articles or more and the rest",
     "cf.keyness(frame[frame.groupby('outlet').outlet.transform('size') >= 200])"),
])
def test_peak_memory(abp, note, what, call):
    # VmHWM, because what getrusage gives is handed down from the process that starts the script
    script = (f"import pandas as pd, crossframe as cf; frame = pd.read_parquet({abp.attrs['file']!r}, "
              f"columns=['outlet', 'lean', 'text']); {call}; print(open('/proc/self/status').read())")
    status = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    kilobytes = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
    note[f"peak memory on all {len(abp):,} articles, {what}"] = f"{kilobytes / 2**20:.2f} GB"
    assert kilobytes > 0
