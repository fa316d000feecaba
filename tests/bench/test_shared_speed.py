"""`make bench`: how long shared copy takes to find as articles grow in number, and what memory it needs."""

import re
import subprocess
import sys

import pytest

import crossframe as cf

SIZES = [5_000, 10_000, 23_316]


@pytest.mark.parametrize("package", ["crossframe"])
@pytest.mark.parametrize("n", SIZES)
def test_shared_copy(benchmark, abp, n, package):
    some = abp.sample(n, random_state=7, ignore_index=True) if n < len(abp) else abp
    benchmark.group = f"shared copy, {len(some):,} articles, {some.text.str.len().sum() / 1e6:.0f} MB"
    result = benchmark.pedantic(cf.shared_copy, [some], rounds=2 if n < 20_000 else 1, warmup_rounds=int(n == SIZES[0]))
    assert result.about["n_pairs"] > 10


def test_ten_thousand_copies_of_one_article(benchmark, abp):
    text = abp.text[abp.text.str.len() > 5_000].iloc[0]
    frame = abp.iloc[:10_000].assign(text=[f"{text}\n\n{k}" for k in range(10_000)])
    benchmark.group = "shared copy, one article 10,000 times, each with a word of its own"
    assert len(benchmark.pedantic(cf.shared_copy, [frame], rounds=1).table) == 2 * 9_999


def test_memory(abp, note):
    script = (f"import pandas as pd, crossframe as cf; frame = pd.read_parquet({abp.attrs['file']!r}, "
              "columns=['outlet', 'date', 'text']); cf.shared_copy(frame); print(open('/proc/self/status').read())")
    status = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    kilobytes = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
    note[f"peak memory on all {len(abp):,} articles, shared_copy"] = f"{kilobytes / 2**20:.2f} GB"
    assert kilobytes > 0
