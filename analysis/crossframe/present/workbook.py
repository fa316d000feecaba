"""A comparison as an Excel workbook: every table a sheet, after one that says how to read them."""

import json
import re

import pandas as pd

from crossframe.errors import DataError

MOST_ROWS = 1_048_575  # of a sheet, below its heading
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what a workbook cannot hold
LONGEST = 32_767  # characters of a cell
# A row an article and frame, axis or target, or a row a mention: they grow long first.
SCORES = ("frames", "generic_frames", "frame_axis", "target_sentiment", "stance", "claim_stance", "loaded_language")
MOST_SCORES = 100_000  # rows of such a table that are written



def write_workbook(comparison, path):
    """Write the workbook.

    Parameters
    ----------
    comparison : Comparison
    path : Path
        Scores of articles by frame, axis or target are left to the CSV files where they have more than 100,000 rows;
        the first sheet says so.

    Returns
    -------
    Path

    Raises
    ------
    DataError
        A table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    tables = {name: result.table for name, result in comparison.results.items()}
    tables = {name: table for name, table in tables.items() if not _too_long(name, table)}
    tables |= {"removed": comparison.corpus.removed, "problems": comparison.corpus.problems}
    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise DataError(f"{name} has {len(table):,} rows and a sheet holds {MOST_ROWS:,}; write CSV files instead: "
                            "save_tables(folder), --tables on the command line.")
    book = Workbook(write_only=True)
    for name, table in {"about": _about(comparison), **tables, "manifest": _manifest(comparison)}.items():
        _sheet(book.create_sheet(name), table)
    book.save(path)
    return path


def _sheet(sheet, table):
    from openpyxl.cell import WriteOnlyCell

    def plain(text):
        """Text stays text, also where it begins like a formula."""
        cell = WriteOnlyCell(sheet, _CONTROL.sub(" ", text)[:LONGEST])
        cell.data_type = "s"
        return cell

    sheet.freeze_panes = "A2"
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append([plain(value) if isinstance(value, str) else _cell(value) for value in row])


def _cell(value):
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_localize(None).to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def _too_long(name, table):
    """Whether a table is left to the CSV files."""
    return name in SCORES and len(table) > MOST_SCORES


def _about(comparison):
    rows = [("finding", text) for text in comparison.findings]
    rows += [("what may and may not be concluded", text) for text in comparison.notes]
    results = comparison.results
    rows += [(f"how to read {name}", result.about["reads"]) for name, result in results.items()]
    rows += [(f"not in this workbook: {name}", f"its {len(result.table):,} rows are in the CSV files: "
              "save_tables(folder), --tables on the command line.") for name, result in results.items()
             if _too_long(name, result.table)]
    rows += [(f"not done: {name}", reason) for name, reason in comparison.skipped.items()]
    return pd.DataFrame([*rows, ("methods", comparison.methods())], columns=["what", "text"])


def _manifest(comparison):
    rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in comparison.manifest.items()]
    return pd.DataFrame(rows, columns=["key", "value"])
