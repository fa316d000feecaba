"""Imports run one way, and `import crossframe` stays light."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis" / "crossframe"
LAYERS = (
    "errors schema result jit cache read clean corpus sentences quotes tokens match language lexicons models measure compare validate "
    "present engine datasets cli"
).split()
# The doors the other way, opened only when called: (module, what it asks).
LAZY_DOORS = {
    ("result", "present"),  # Result.plot and its look in Jupyter
    ("result", "measure.kwic"),  # Result.evidence
    ("compare.comparison", "present.report"),  # Comparison.save
    ("compare.comparison", "present.workbook"),  # Comparison.to_excel
}
# Third-party packages a module may import at its top; everything else waits until it is needed.
LIGHT = {"numpy", "pandas"}
# ... but for the command line and the compiled loops, which are themselves imported only when needed.
HEAVY_MODULES = {
    "cli": {"typer"}, "compare.partisanship": {"numba"}, "compare.thinning": {"numba"}, "match.nearest": {"numba"}, "match.runs": {"numba"}, "tokens.kernel": {"numba"},
}


def modules():
    """Every module of the package: dotted name below crossframe -> its syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name and name != "__main__":
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(node):
    """The full names an import statement asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "write imports in full: from crossframe.x import y"
        return [node.module] if node.module != "crossframe" else [f"crossframe.{alias.name}" for alias in node.names]
    return []


def runs_at_import(tree):
    """The statements of a module that run when it is imported: not the bodies of functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from runs_at_import(node)


def upward(trees):
    """(module, what it imports) where the import runs against the order of LAYERS and is no lazy door."""
    rank = {layer: place for place, layer in enumerate(LAYERS)} | {"__version__": 0}
    for module, tree in trees:
        lazy = set(map(id, ast.walk(tree))) - set(map(id, runs_at_import(tree)))
        for node in ast.walk(tree):
            for name in imported(node):
                asked = name.removeprefix("crossframe.")
                if asked == name or rank.get(asked.split(".")[0], len(rank)) <= rank[module.split(".")[0]]:
                    continue
                if (module, asked) not in LAZY_DOORS or id(node) not in lazy:
                    yield module, asked


def test_every_module_has_its_place_in_the_order():
    assert {name.split(".")[0] for name, _ in modules()} <= set(LAYERS)


def test_imports_run_one_way():
    assert list(upward(modules())) == []


@pytest.mark.parametrize("module, source", [
    ("measure.naming", "from crossframe.compare.keyness import keyness"),
    ("errors", "from crossframe import present"),
    ("present", "from crossframe import keyness"),  # the public door is for users
    ("clean", "def f():\n    import crossframe.cli"),
    ("result", "from crossframe.present import draw"),  # a door, but not a lazy one
])
def test_an_import_against_the_order_is_seen(module, source):
    assert [got for got, _ in upward([(module, ast.parse(source))])] == [module]


def test_module_tops_import_nothing_heavy():
    free = LIGHT | {"crossframe"} | set(sys.stdlib_module_names)
    heavy = {
        (module, name)
        for module, tree in modules()
        for node in runs_at_import(tree)
        for name in imported(node)
        if name.split(".")[0] not in free | HEAVY_MODULES.get(module, set())
        or name.removeprefix("crossframe.") in HEAVY_MODULES
    }
    assert not heavy


def test_importing_crossframe_loads_nothing_heavy():
    script = "import sys, crossframe; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    heavy = "scipy numba sklearn joblib spacy matplotlib trafilatura lxml docx fastwarc vaderSentiment jinja2 openpyxl rich IPython"
    assert "pandas" in loaded
    assert set(heavy.split()) & set(loaded) == set()


def test_architecture_names_what_there_is():
    listed = re.findall(r"^  (\w+(?:\.py|/)) ", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE)
    there = [path for layer in LAYERS for path in (f"{layer}.py", f"{layer}/") if (PACKAGE / path).exists()]
    assert listed == there
