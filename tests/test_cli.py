"""The command line: exit codes, one line on what is wrong, and the report where it says it is."""

import json
import os
import subprocess
import sys

import pandas as pd
import pytest

import crossframe as cf
from crossframe import cache
from crossframe.cli import main

TEXT = "The {word} plan was heard on Tuesday. Members spoke of the {word} for hours. Item {k} came last."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a table of two outlets, into which the command is called."""
    rows = [{"outlet": outlet, "text": TEXT.format(word=word, k=k)}
            for outlet, word in (("Mercury", "levy"), ("Beacon", "relief")) for k in range(6)]
    pd.DataFrame(rows).to_csv(tmp_path / "articles.csv", index=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args):
    """The exit code of a call."""
    with pytest.raises(SystemExit) as stop:
        main(list(args))
    return stop.value.code


def test_compare_writes_the_report_and_says_where(folder, capsys):
    assert run("compare", "articles.csv", "-o", "out.html") == 0
    assert capsys.readouterr().out.strip() == f"The report is in {folder / 'out.html'}"
    assert (folder / "out.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_command_gives_the_bytes_that_the_library_gives(folder):
    command = [sys.executable, "-c", "from crossframe.cli import main; main()", "compare", "articles.csv"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert done.returncode == 0, done.stderr
    cf.compare(cf.read(["articles.csv"])).save("library.html")
    assert (folder / "report.html").read_bytes() == (folder / "library.html").read_bytes()


def test_compare_takes_its_options(folder, capsys):
    pd.read_csv("articles.csv").rename(columns={"text": "body", "outlet": "paper"}).to_csv("other.csv", index=False)
    assert run("compare", "other.csv", "--columns", "text=body", "--columns", "outlet=paper", "--target", "Mercury",
               "--min-count", "3", "--excel", "t.xlsx", "--tables", "tables", "--sentences", "0") == 0
    assert (folder / "t.xlsx").stat().st_size > 1000
    keyness = pd.read_csv(folder / "tables" / "keyness.csv")
    assert set(keyness.outlet) == {"Mercury"} and (keyness.n + keyness.n_reference).min() >= 3


def test_compare_counts_one_voice_and_leaves_voices_unread(folder):
    articles = pd.read_csv("articles.csv")
    articles["text"] = "Rain fell on the quay. “The tariff must go,” said Ada Rook."
    articles.to_csv("articles.csv", index=False)
    heard = {}
    for voice in ("outlet", "quoted"):
        assert run("compare", "articles.csv", "--voice", voice, "--no-voices", "--no-frames", "--copies",
                   "keep", "--tables", voice) == 0
        heard[voice] = set(pd.read_csv(folder / voice / "keyness.csv").term)
        skipped = json.loads((folder / voice / "manifest.json").read_text("utf-8"))["skipped"]
        assert skipped["sources"] == "Voices were not read."
        assert not (folder / voice / "sources.csv").exists()
    assert "tariff" in heard["quoted"] - heard["outlet"] and "quay" in heard["outlet"] - heard["quoted"]


@pytest.mark.parametrize("part", ["voices", "frames"])
@pytest.mark.parametrize("flag, wanted", [((), None), (("--{}",), True), (("--no-{}",), False)])
def test_voices_and_frames_are_read_as_the_library_is_asked_to(folder, monkeypatch, part, flag, wanted):
    asked = []

    def compare(corpus, **options):
        asked.append(options[part])
        raise cf.DataError("enough")

    monkeypatch.setattr(cf, "compare", compare)
    assert run("compare", "articles.csv", *(each.format(part) for each in flag)) == 2
    assert asked == [wanted]


@pytest.mark.parametrize("given, wanted", [
    ((), (None, None)), (("--stance",), (True, None)), (("--no-stance",), (False, None)),
    (("--targets", "Turkey", "--targets", "NATO"), (["Turkey", "NATO"], None)),
    (("--claim", "The levy was lawful.", "--claim", "It rained."), (None, ["The levy was lawful.", "It rained."]))])
def test_targets_and_claims_reach_the_library(folder, monkeypatch, given, wanted):
    asked = []

    def compare(corpus, **options):
        asked.append((options["targets"], options["claims"]))
        raise cf.DataError("enough")

    monkeypatch.setattr(cf, "compare", compare)
    assert run("compare", "articles.csv", *given) == 2
    assert asked == [wanted]


def test_targets_that_no_article_mentions_are_told_on_the_command_line(folder, capsys):
    assert run("compare", "articles.csv", "--targets", "Zeb Quill", "--no-voices", "--no-frames") == 0
    assert "note: what targets ask for is not in the report: no article mentions 'Zeb Quill'." in capsys.readouterr().err


def test_forget_empties_the_cache(folder, monkeypatch, capsys):
    monkeypatch.setenv("CROSSFRAME_CACHE", str(folder / "cache"))
    cache.keep("example 1", {"a": b"one"})
    assert run("forget") == 0
    assert cache.kept("example 1", ["a"]) == {} and not list((folder / "cache").iterdir())
    assert str(folder / "cache") in capsys.readouterr().out
    monkeypatch.setenv("CROSSFRAME_CACHE", "off")
    assert run("forget") == 0
    assert "The cache is off" in capsys.readouterr().out


def test_read_saves_articles_and_removals(folder, capsys):
    assert run("read", "articles.csv", "-o", "corpus.parquet", "--removed", "removed.csv") == 0
    assert len(pd.read_parquet(folder / "corpus.parquet")) == 12
    assert list(pd.read_csv(folder / "removed.csv").columns) == ["article", "start", "end", "text", "reason"]
    assert "12 rows are in" in capsys.readouterr().out


def test_what_was_read_can_be_compared(folder):
    assert run("read", "articles.csv", "-o", "corpus.csv") == 0
    assert run("compare", "corpus.csv", "--no-voices", "--no-frames") == 0


@pytest.mark.parametrize("args, says", [
    (("compare", "gone.csv"), "gone.csv"),
    (("compare", "empty"), "empty"),
    (("compare", "articles.csv", "--target", "Herald"), "no outlet 'Herald'; there are 'Beacon', 'Mercury'"),
    (("compare", "articles.csv", "--outlet", "Mercury"), "a comparison needs two"),
    (("compare", "articles.csv", "--columns", "text"), "--columns takes NAME=YOURS, e.g. text=body, not 'text'"),
    (("compare", "articles.csv", "--lexicon", "nosuch"), "nosuch"),
    (("compare", "articles.csv", "--voice", "loud"), "voice='loud' is not known; 'outlet' is what the outlet says itself"),
    (("compare", "articles.csv", "-o", "nowhere/r.html"), "no folder nowhere"),
    (("compare", "articles.csv", "-o", "empty"), "empty is a folder"),
    (("compare", "notext.csv"), "text"),
    (("read", "articles.csv", "-o", "corpus.txt"), "saved as .parquet or .csv"),
    (("lab", "gone"), "no folder gone"),
])
def test_bad_input_is_one_line_and_exit_code_2(folder, capsys, args, says):
    (folder / "empty").mkdir()
    (folder / "notext.csv").write_text("outlet,day\nMercury,1\n", "utf-8")
    assert run(*args) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert [line for line in lines if line.startswith("crossframe: ")] == lines[-1:]
    assert says in lines[-1] and "Traceback" not in "\n".join(lines)


def test_unknown_option_is_exit_code_2(folder, capsys):
    assert run("compare", "articles.csv", "--tarket", "Mercury") == 2
    assert "--tarket" in capsys.readouterr().err


def test_collect_reads_the_rest_and_says_what_is_missing(folder, capsys):
    (folder / "broken.json").write_text("{", "utf-8")
    assert run("compare", ".") == 2
    assert run("compare", ".", "--errors", "collect", "--no-voices", "--no-frames") == 0
    assert "broken.json" in capsys.readouterr().err
    assert "broken.json" in (folder / "report.html").read_text("utf-8")


def test_version_and_help(capsys):
    assert run("--version") == 0
    assert capsys.readouterr().out.strip() == f"crossframe {cf.__version__}"
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert all(command in text for command in ("compare", "read", "demo", "lab", "forget"))
    for command in ("compare", "read", "demo", "lab", "forget"):
        assert run(command, "--help") == 0
        assert f"crossframe {command}" in capsys.readouterr().out


def test_lab_opens_the_notebooks_or_says_what_is_missing(monkeypatch, capsys):
    import importlib.util

    calls = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name == "jupyterlab" or None)
    monkeypatch.setattr(subprocess, "call", lambda command: calls.append(command) or 0)
    assert run("lab") == 0
    assert calls[0][1:3] == ["-m", "jupyterlab"] and calls[0][3].endswith("notebooks")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert run("lab") == 2
    assert "pip install 'crossframe[notebooks]'" in capsys.readouterr().err


def test_starting_is_light():
    script = "import sys, crossframe.cli; print(*sorted(name for name in sys.modules if '.' not in name))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & {"scipy", "numba", "matplotlib", "sklearn", "jinja2", "openpyxl", "trafilatura"} == set()
