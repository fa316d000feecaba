"""`make bench`: who said what, beside spaCy's full pipeline over the same articles on the same cores; and again from disk."""

import os
import resource
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import crossframe as cf
from crossframe import cache, language
from crossframe.models.attribution import find_attributions

POLNEAR = Path(__file__).parents[3] / "shared" / "data" / "polnear" / "train" / "text"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


@pytest.fixture(scope="module")
def articles():
    if not POLNEAR.is_dir():
        pytest.skip(f"no articles to time on: {POLNEAR} is not there")
    texts = [path.read_text(encoding="utf-8") for path in sorted(POLNEAR.glob("*.txt"))[:300]]
    return pd.DataFrame({"outlet": "A", "text": texts})


@contextmanager
def on_cores(n):
    """Only so many cores, where the system lets a process choose them."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system does not let a process choose its cores")
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_of_them)[:n])
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_of_them)


def crossframe(articles, n):
    return len(cf.sources(articles).table)


def spacy(articles, n):
    """The full pipeline, in as many processes as there are cores; nothing kept of it."""
    return sum(len(doc) for doc in language._pipeline().pipe(articles["text"], **({"n_process": n} if n > 1 else {})))


@pytest.mark.parametrize("n", sorted({1, CORES}))
@pytest.mark.parametrize("package", [crossframe, spacy], ids=lambda function: function.__name__)
def test_first_run(benchmark, articles, package, n):
    find_attributions(["Loaded, she said."])
    language._pipeline()("Loaded.")
    words = articles["text"].str.split().str.len().sum()
    benchmark.group = f"sources of {len(articles)} articles, {words:,} words, {n} core{'s' * (n > 1)}"
    with on_cores(n):
        assert benchmark.pedantic(package, [articles, n], setup=cache.forget, rounds=1) > 1_000


@pytest.mark.parametrize("package", ["crossframe"])
def test_second_run(benchmark, articles, package):
    assert crossframe(articles, CORES)
    benchmark.group = f"sources of {len(articles)} articles again"
    benchmark.pedantic(crossframe, [articles, CORES], rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("package", ["crossframe"])
def test_all_of_abp(benchmark, abp, note, package):
    cache.forget()
    benchmark.group = f"sources of {len(abp):,} articles"
    n = benchmark.pedantic(crossframe, [abp[["outlet", "text"]], CORES], rounds=1)
    note["attributions in all articles"] = f"{n:,}"
    note["peak memory of the whole run"] = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB"


@pytest.mark.parametrize("package", ["x2000", "x4000", "x8000"])
@pytest.mark.parametrize("text", ["“The pier is closed,” Ada Holm said.\n", "“No “that ”it was “so, she “said. ",
                                  "the pier and the mole and the quay said Ada Holm "], ids=["quotations", "marks", "sentence"])
def test_time_grows_with_the_length_of_an_article(benchmark, text, package):
    """Twice the length takes twice the time, whatever stands in it."""
    long = pd.DataFrame({"outlet": ["A"], "text": [text * int(package[1:])]})
    benchmark.group = f"one article of {text[:24]!r} again and again"
    benchmark.pedantic(crossframe, [long, CORES], setup=cache.forget, rounds=1)
