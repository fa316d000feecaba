"""Every notebook runs from top to bottom and prints what is stored in it."""

import ast

import nbformat
import pytest

import run_notebooks as notebooks

EACH = pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=lambda path: path.stem)


def sources(path):
    """The code of every cell, without lines meant for IPython."""
    cells = [cell for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    return ["\n".join(line for line in cell.source.splitlines() if not line.startswith(("%", "!"))) for cell in cells]


def differences(stored, again):
    """The cells whose printed output is another: (cell, stored, again); numbers may differ by one in a thousand."""
    assert len(stored) == len(again)
    return [(cell, old, new) for cell, (old, new) in enumerate(zip(stored, again, strict=True)) if not alike(old, new)]


def alike(old, new):
    return len(old) == len(new) and all(map(same, old, new))


def same(old, new):
    if isinstance(old, float) and isinstance(new, float):
        return old == pytest.approx(new, rel=1e-3, abs=1e-9, nan_ok=True)
    return old == new


def test_there_are_notebooks():
    assert notebooks.NOTEBOOKS


@EACH
def test_prints_what_is_stored(path):
    assert differences(notebooks.printed(notebooks.read(path)), notebooks.printed(notebooks.run(path))) == []


@EACH
def test_is_stored_with_outputs_and_without_errors(path):
    code = [cell for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert any(cell.outputs for cell in code)
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert path.stat().st_size < 400_000


@EACH
def test_defines_no_function_longer_than_a_line(path):
    defined = [node for source in sources(path) for node in ast.walk(ast.parse(source))
               if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert [node.name for node in defined if node.end_lineno > node.lineno] == []


@EACH
def test_opens_with_words_and_imports_crossframe(path):
    assert notebooks.read(path).cells[0].cell_type == "markdown"
    assert "import crossframe as cf" in "\n".join(sources(path))


def test_a_run_prints_what_the_code_says(tmp_path):
    frame = "import pandas as pd; pd.DataFrame({'outlet': ['Herald'], 'rate': [0.25]})"
    cells = [nbformat.v4.new_code_cell(source) for source in ("print('words', 2 / 3)", frame)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path := tmp_path / "one.ipynb")
    printed = notebooks.printed(notebooks.run(path))
    assert printed == [["words", pytest.approx(2 / 3)], ["outlet", "rate", 0.0, "Herald", 0.25]]


def test_a_changed_number_and_a_changed_word_are_seen():
    stored = [["term", 1.0, 0.25], ["tax"]]
    assert differences(stored, [["term", 1.0, 0.2501], ["tax"]]) == []
    assert [cell for cell, *_ in differences(stored, [["term", 1.0, 0.26], ["cut"]])] == [0, 1]


def test_numbers_are_read_and_addresses_left_out():
    got = notebooks.words("<Axes at 0x7f3a> 1,790 −0.25 1e-3 2019-07-12")
    assert got == ["<Axes", "at", ">", 1790.0, -0.25, 0.001, "2019-07-12"]
