"""`make bench`: mentions, sentences and pairs a second, beside vaderSentiment and the same network in 32 bits; all of abp."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from in_32_bits import in_32_bits

from crossframe import models
from crossframe.datasets import babe, fnc1, newsmtsc

DATA = Path(__file__).parents[3] / "shared" / "data"
ALL_OF_ABP = """
import json, resource, sys, time
import pandas as pd
import crossframe as cf

articles, clock = pd.read_parquet(sys.argv[1], columns=["outlet", "text"]).head(int(sys.argv[2])), time.perf_counter()
stance = cf.stance(articles, ["Donald Trump", "Hillary Clinton"])
print(json.dumps({"seconds": time.perf_counter() - clock, "articles": len(articles), "mentions": int(stance.table.n_mentions.sum()),
                  "GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}))
"""


def rows_of(reader, name, n):
    if not (DATA / name).exists():
        pytest.skip(f"nothing to time on: {DATA / name} is not there")
    return reader(DATA / name).sample(n, random_state=7)


@pytest.fixture(scope="module")
def mentions():
    return rows_of(newsmtsc, "newsmtsc/train.jsonl", 1_000)


def crossframe(mentions, folder):
    model = models.TargetSentiment()
    return lambda: model.predict(mentions.sentence, mentions.start, mentions.end, progress=False)


def in32bits(mentions, folder):
    model = models.TargetSentiment()
    in_32_bits(model.path, folder / "whole.onnx")
    model.path = folder / "whole.onnx"
    return lambda: model.predict(mentions.sentence, mentions.start, mentions.end, progress=False)


def vaderSentiment(mentions, folder):
    """Of the whole sentence: it knows no target."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    return lambda: [vader.polarity_scores(sentence)["compound"] for sentence in mentions.sentence]


@pytest.mark.parametrize("package", [crossframe, in32bits, vaderSentiment], ids=lambda function: function.__name__)
def test_target_sentiment(benchmark, mentions, note, tmp_path, package):
    benchmark.group = f"sentiment of {len(mentions):,} mentions"
    assert len(benchmark.pedantic(package(mentions, tmp_path), rounds=3, warmup_rounds=1)) == len(mentions)
    note[f"mentions a second, {package.__name__}"] = f"{len(mentions) / benchmark.stats.stats.min:,.0f}"


def claims(model):
    pairs = rows_of(fnc1, "fnc1", 1_500)
    return lambda: model.predict(pairs.claim, pairs.text, progress=False)


def targets(model):
    rows = rows_of(newsmtsc, "newsmtsc/train.jsonl", 1_000)
    return lambda: model.predict(rows.sentence, rows.start, rows.end, progress=False)


@pytest.mark.parametrize("make, reader", [(models.TargetSentiment, targets), (models.ClaimStance, claims)],
                         ids=["target sentiment", "claim stance"])
def test_eight_bits_say_what_32_say(make, reader, note, tmp_path):
    """Of the same weights; analysis/training compares with the network as it was learnt."""
    model = make()
    small = reader(model)()
    in_32_bits(model.path, tmp_path / "whole.onnx")
    model.path = tmp_path / "whole.onnx"
    same = (small == reader(model)()).mean()
    note[f"labels that eight bits and 32 share, {make.__name__}"] = f"{same:.3f}"
    assert same > 0.98, f"{make.__name__}: eight bits change {1 - same:.1%} of {len(small):,} labels"


@pytest.mark.parametrize("package", ["crossframe"])
def test_loaded_language(benchmark, note, package):
    sentences, model = rows_of(babe, "babe/sentences.csv", 1_000).text, models.LoadedLanguage()
    benchmark.group = f"loaded wording of {len(sentences):,} sentences"
    benchmark.pedantic(model.predict, [sentences], {"progress": False}, rounds=3, warmup_rounds=1)
    note["sentences a second, loaded language"] = f"{len(sentences) / benchmark.stats.stats.min:,.0f}"


@pytest.mark.parametrize("package", ["crossframe"])
def test_claim_stance(benchmark, note, package):
    pairs, model = rows_of(fnc1, "fnc1", 300), models.ClaimStance()
    benchmark.group = f"stance of {len(pairs):,} articles toward a claim each"
    benchmark.pedantic(model.predict, [pairs.claim, pairs.text], {"progress": False}, rounds=2, warmup_rounds=1)
    note["pairs a second, claim stance"] = f"{len(pairs) / benchmark.stats.stats.min:,.0f}"


@pytest.mark.parametrize("package", ["crossframe"])
@pytest.mark.parametrize("n", [2_000, 30_000], ids=["some", "all"])
def test_stance_in_abp(benchmark, abp, note, tmp_path, n, package):
    """In a process of its own, for its memory; with nothing kept from before."""
    def run():
        command = [sys.executable, "-c", ALL_OF_ABP, abp.attrs["file"], str(n)]
        done = subprocess.run(command, env=os.environ | {"CROSSFRAME_CACHE": str(tmp_path)}, check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    benchmark.group = f"stance toward two targets, {min(n, len(abp)):,} articles"
    said = benchmark.pedantic(run, rounds=1)
    note[f"stance in {said['articles']:,} articles"] = f"{said['mentions']:,} mentions, {said['seconds']:.0f} s, peak memory {said['GB']:.1f} GB"
