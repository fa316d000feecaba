"""`make bench`: reading articles with spaCy, as it is, through crossframe, and from the disk the second time."""

from pathlib import Path

import pytest

from crossframe import cache, language
from crossframe.language import read_language

POLNEAR = Path(__file__).parents[3] / "shared" / "data" / "polnear" / "train" / "text"


@pytest.fixture(scope="module")
def articles():
    if not POLNEAR.is_dir():
        pytest.skip(f"no articles to time on: {POLNEAR} is not there")
    return [path.read_text(encoding="utf-8") for path in sorted(POLNEAR.glob("*.txt"))[:500]]


def spacy(texts):
    """The full pipeline over whole articles, and nothing kept of it."""
    return sum(len(doc) for doc in language._pipeline().pipe(texts))


def crossframe(texts):
    """All sentences, names included, in one process."""
    return len(read_language(texts, processes=1).tokens)


def crossframe_all_cores(texts):
    """The same in as many processes as there are cores."""
    return len(read_language(texts).tokens)


def crossframe_no_names(texts):
    """Words and dependencies alone."""
    return len(read_language(texts, entities=False, processes=1).tokens)


@pytest.mark.parametrize("package", [spacy, crossframe, crossframe_all_cores, crossframe_no_names],
                         ids=lambda function: function.__name__)
def test_first_run(benchmark, articles, package):
    language._pipeline()("Loaded.")
    benchmark.group = f"reading {len(articles)} articles, {sum(len(text.split()) for text in articles):,} words"
    assert benchmark.pedantic(package, [articles], setup=cache.forget, rounds=1) > 100_000


@pytest.mark.parametrize("package", ["crossframe"])
def test_second_run(benchmark, articles, note, package):
    assert read_language(articles)
    benchmark.group = f"reading {len(articles)} articles again"
    tokens = benchmark.pedantic(crossframe, [articles], rounds=5, warmup_rounds=1)
    on_disk = sum(path.stat().st_size for path in cache.folder().iterdir())
    note["on disk, a token"] = f"{on_disk / tokens:.0f} bytes"


def test_a_thousand_keys(benchmark, articles):
    entries = {f"{k:032x}": bytes(300) for k in range(20_000)}
    cache.keep("bench", entries)
    benchmark.group = "1,000 of 20,000 entries"
    assert len(benchmark(cache.kept, "bench", list(entries)[::20])) == 1_000
