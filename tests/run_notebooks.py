"""Run the notebooks: `make notebooks` stores what they print, tests/test_notebooks.py compares it.

`python tests/run_notebooks.py 04_sentiment 07_whose_voice` runs those alone.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])")


def read(path):
    """The notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def run(path):
    """The notebook after a run from top to bottom in a fresh kernel, started in its own folder."""
    notebook = read(path)
    os.environ["TQDM_DISABLE"] = "1"  # no progress bars among the outputs
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False,
                            resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def printed(notebook):
    """What a reader sees, cell by cell: words and numbers, without pictures, markup and layout."""
    return [[text for output in cell.outputs for text in shown(output)]
            for cell in notebook.cells if cell.cell_type == "code"]


def shown(output):
    """The words and numbers of one output: of its table where it has one."""
    if output.output_type == "stream":
        return words(output.text)
    if output.output_type == "error":
        return [output.ename, *words(output.evalue)]
    if "text/html" in output.data:
        return words(re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", " ", output.data["text/html"]))
    return words(output.data.get("text/plain", ""))


def words(text):
    """Words as they stand, numbers as floats; addresses in memory left out."""
    pieces = re.sub(r"\b0x[0-9a-f]+", "", text).split()
    return [float(piece.replace(",", "").replace("−", "-")) if NUMBER.fullmatch(piece) else piece for piece in pieces]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="crossframe-cache-", ignore_cleanup_errors=True) as folder:
        os.environ["CROSSFRAME_CACHE"] = folder  # what earlier rules found is not stored
        for each in [FOLDER / f"{name}.ipynb" for name in sys.argv[1:]] or NOTEBOOKS:
            print(each.name, flush=True)
            nbformat.write(run(each), each)
