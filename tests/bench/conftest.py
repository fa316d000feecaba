"""The corpora to time on, and the table of ratios at the end."""

import importlib.metadata
import platform
from pathlib import Path

import pandas as pd
import pytest

ABP = Path(__file__).parents[3] / "shared" / "data" / "abp" / "articles.parquet"
PACKAGES = "crossframe numpy pandas scipy scikit-learn spacy pycorpdiff scattertext convokit vaderSentiment onnxruntime".split()
notes = {}  # what is measured without a stopwatch, for the last lines


@pytest.fixture(scope="session")
def abp():
    """All articles: columns outlet, lean, text; attrs["file"], where they were read from."""
    if not ABP.exists():
        pytest.skip(f"no articles to time on: {ABP} is not there")
    articles = pd.read_parquet(ABP, columns=["outlet", "lean", "text"])
    articles.attrs["file"] = str(ABP)
    return articles


@pytest.fixture(scope="session")
def corpora(abp):
    """Name -> articles with `text` and `side`, the side to be described and the side to compare it with."""
    pair = abp[abp.outlet.isin(["CNN (Web News)", "Fox News"])]
    some = abp[abp.lean.isin(["left", "right"])].sample(5_000, random_state=7)
    return {
        "CNN and Fox News": two_sides(pair, pair.outlet == "CNN (Web News)"),
        "5,000 left and right": two_sides(some, some.lean == "left"),
        "all, left and the rest": two_sides(abp, abp.lean == "left"),
    }


def two_sides(articles, target):
    return pd.DataFrame({
        "text": articles.text.to_numpy(),
        "side": target.map({True: "target", False: "reference"}).to_numpy(),
    })


@pytest.fixture(scope="session")
def note():
    """A line for the end of the run: note["what"] = "figure"."""
    return notes


def pytest_terminal_summary(terminalreporter):
    session = getattr(terminalreporter.config, "_benchmarksession", None)
    if session is None or not session.benchmarks:
        return
    rows = pd.DataFrame([(b.group, b.name, b.stats.min, b.stats.rounds) for b in session.benchmarks],
                        columns=["on", "package", "seconds", "runs"])
    rows["package"] = rows.package.str.extract(r"\[(?:.*-)?(\w+)\]", expand=False)
    ours = rows[rows.package == "crossframe"].set_index("on").seconds
    rows["times crossframe"] = rows.seconds / rows["on"].map(ours)
    write = terminalreporter.write_line
    terminalreporter.section("fastest run of each, in seconds, and as a multiple of crossframe's")
    write(rows.sort_values(["on", "seconds"], kind="stable").to_string(index=False, float_format="{:.3f}".format))
    for what, figure in notes.items():
        write(f"{what}: {figure}")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    write(f"Python {platform.python_version()}, {versions}")
