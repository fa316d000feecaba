"""Tables for readers: rounded to what the numbers can bear, and shown in notebooks with what they mean."""

from html import escape

import numpy as np
import pandas as pd

from crossframe import schema

P_VALUES = ("p_value", "p_adjusted")
INTERVAL = ("estimate", "std_error", "conf_low", "conf_high")  # share the decimals of the largest estimate
DECIMALS = {"rate": 1, "rate_reference": 1, "dispersion": 2, "g2": 1, "log_odds_z": 1}
LONGEST = 120  # letters of a cell shown in a notebook


def rounded(table):
    """Round a table's numbers; they stay numbers, so that a spreadsheet can sort them.

    Columns keep the decimals that three significant digits of their largest number need, an estimate and its interval
    the same ones. A p value below .001 keeps one significant digit: it is never 0.

    Parameters
    ----------
    table : DataFrame
        Not changed.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> rounded(pd.DataFrame({"term": ["tax"], "estimate": [1.23456], "p_value": [0.000432]}))
      term  estimate  p_value
    0  tax      1.23   0.0004
    """
    columns = {name: table[name].round(decimals) for name, decimals in _decimals(table).items()}
    return table.assign(**columns, **{name: table[name].map(_round_p) for name in P_VALUES if name in table})


def formatted(table):
    """A table's cells as text for print: rounded, thousands apart, p as ".023" or "<.001", "–" where there is no value.

    Parameters
    ----------
    table : DataFrame
        Not changed.

    Returns
    -------
    DataFrame of str
        Same rows and columns.

    Examples
    --------
    >>> formatted(pd.DataFrame({"term": ["tax"], "n": [12000], "estimate": [1.23456], "p_value": [0.000432]}))
      term       n estimate p_value
    0  tax  12,000     1.23   <.001
    """
    decimals = _decimals(table)
    cells = {name: [_text(value, decimals.get(name), name in P_VALUES) for value in table[name]] for name in table}
    return pd.DataFrame(cells, index=table.index, dtype=str)


def html(result, *, n=20):
    """Show a result in a notebook: what it is, which way it points, what may not be concluded, and its first rows.

    Parameters
    ----------
    result : Result
    n : int
        Rows shown; a line below says how many more there are.

    Returns
    -------
    str
        HTML that carries its own style and changes nothing around it; everything that came from a text is escaped.
    """
    table, about = result.table, result.about
    more = len(table) - n
    return "".join([
        "<div>",
        _line(f"<b>{escape(str(about['measure']))}</b>, {len(table):,} {'row' if len(table) == 1 else 'rows'}"
              + (f". {_sentence(about['reads'])}" if about.get("reads") else "")),
        _line(f"<b>Caution:</b> {_sentence(about['caution'])}") if about.get("caution") else "",
        _grid(table.head(n), _meanings(about["measure"])),
        _line(f"… and {more:,} more {'row' if more == 1 else 'rows'}; .table holds them all.") if more > 0 else "",
        "</div>"])


def _decimals(table):
    """Decimals of every column of floats but the p values."""
    floats = [name for name in table if pd.api.types.is_float_dtype(table[name]) and name not in P_VALUES]
    found = {name: DECIMALS[name] if name in DECIMALS else _needed(table[name]) for name in floats}
    shared = max(2, found.get("estimate", 2))
    return {name: shared if name in INTERVAL else decimals for name, decimals in found.items()}


def _needed(column):
    """Decimals that three significant digits of the column's largest number take."""
    largest = column[np.isfinite(column)].abs().max()
    return 2 if pd.isna(largest) or largest == 0 else int(np.clip(2 - np.floor(np.log10(largest)), 0, 9))


def _round_p(p):
    return p if pd.isna(p) or p <= 0 else round(p, max(3, -int(np.floor(np.log10(p)))))


def _text(value, decimals, is_p):
    """One cell."""
    if pd.isna(value):
        return "–"
    if is_p:
        return "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if decimals is not None:
        return f"{value:,.{decimals}f}".replace("inf", "∞")
    return f"{value:,}" if isinstance(value, int | np.integer) and not isinstance(value, bool) else str(value)


def _meanings(measure):
    """What the columns of a measure mean, for those who rest on their heads."""
    columns = getattr(schema, measure.upper(), ())
    return {column.name: f"{column.meaning} ({column.unit})" if column.unit else column.meaning for column in columns}


def _grid(table, meanings):
    style = {name: f"text-align:{'right' if pd.api.types.is_numeric_dtype(table[name]) else 'left'};"
                   "padding:2px 8px;white-space:nowrap" for name in table}
    heads = "".join(f'<th style="{style[name]}" title="{escape(meanings.get(name, ""))}">{escape(str(name))}</th>'
                    for name in table)
    rows = "".join("<tr>" + "".join(f'<td style="{style[name]}">{escape(_cut(cell))}</td>'
                                    for name, cell in zip(table, row)) + "</tr>"
                   for row in formatted(table).itertuples(index=False, name=None))
    return (f'<div style="overflow-x:auto"><table style="border-collapse:collapse"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>")


def _cut(text):
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


def _line(content):
    return f'<p style="margin:4px 0;max-width:50em">{content}</p>'


def _sentence(text):
    """A sentence of ours, escaped, with a capital and a full stop."""
    text = str(text).strip()
    return escape(text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else "."))
