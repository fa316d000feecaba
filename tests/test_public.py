"""The public door: every name explains itself, and README names only what exists."""

import inspect
import re
from pathlib import Path

import pytest

import crossframe as cf

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FUNCTIONS = [name for name in cf.__all__ if inspect.isfunction(getattr(cf, name))]


def test_all_is_sorted_and_exists():
    assert list(cf.__all__) == sorted(set(cf.__all__))
    assert [name for name in cf.__all__ if not hasattr(cf, name)] == []


@pytest.mark.parametrize("name", cf.__all__)
def test_every_public_name_says_what_it_is(name):
    assert len(inspect.getdoc(getattr(cf, name)).splitlines()[0]) > 20


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_documented(name):
    doc = inspect.getdoc(getattr(cf, name))
    parts = re.findall(r"^(\w+)\n-+$", doc, re.MULTILINE)
    assert {"Parameters", "Returns", "Raises", "Examples"} <= set(parts)
    described = doc.split("Parameters\n")[1].split("Returns\n")[0]
    missing = [each for each in inspect.signature(getattr(cf, name)).parameters
               if not re.search(rf"^(\w+, )*\**{each}(, \**\w+)* :", described, re.MULTILINE)]
    assert missing == []


def test_readme_names_targets_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert {"demo", "test"} <= named <= targets


def test_readme_names_functions_that_exist():
    assert set(re.findall(r"\bcf\.([a-z]\w*)", README)) <= {*cf.__all__}


def test_readme_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_figures_of_models_stand_in_their_cards():
    rows = re.findall(r"^\| \[`\w+`\]\((\S+\.md)\) \|(.*)$", README, re.MULTILINE)
    assert rows
    for card, row in rows:
        figures, text = re.findall(r"\.\d+", row), (ROOT / card).read_text(encoding="utf-8")
        assert figures and [figure for figure in figures if figure not in text] == []


def test_readme_code_runs(tmp_path, monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    space = {}
    for block in blocks:
        exec(block, space)  # a failure is the assertion
