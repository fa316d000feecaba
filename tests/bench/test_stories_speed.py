"""How long matching takes as the collection grows, with dates and without. No time is asserted."""

import pandas as pd
import pytest

import crossframe as cf
from conftest import ABP


@pytest.mark.parametrize("dates", ["dated", "without dates"])
@pytest.mark.parametrize("n", [5_000, 10_000, 23_316])
def test_stories(benchmark, n, dates):
    if not ABP.exists():
        pytest.skip(f"no articles to time on: {ABP} is not there")
    articles = pd.read_parquet(ABP, columns=["id", "outlet", "date", "title", "text"])
    frame = articles.sample(n, random_state=7, ignore_index=True)
    frame = frame if dates == "dated" else frame.drop(columns="date")
    benchmark.group = f"stories, {dates}: {n:,} articles, {frame.text.str.len().sum() / 1e6:.0f} MB"
    matched = benchmark.pedantic(cf.match_stories, [frame], rounds=2, warmup_rounds=int(n == 5_000))
    assert len(matched) == n
