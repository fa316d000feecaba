"""What a model card says of a classifier: its figures by group, whether its probabilities hold, when it abstains.

Everywhere ``proba`` has shape (n, k), rows that add up to 1; ``labels`` are the n true columns, 0 to k - 1. Needs
numpy, pandas, scipy and scikit-learn only.
"""

from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

BINS = 10
SIZE, EDGE = 200, 40  # of the drawing inside its frame, and of what is around it, in pixels


def split(groups, share, seed):
    """Rows to hold out, whole groups only: boolean, shape (n,), True for about ``share`` of the rows.

    Where rows must be new in two ways (claim and body), hold out ``split(claims, ...) & split(bodies, ...)`` and learn
    from rows that neither split holds out.
    """
    codes, names = pd.factorize(np.asarray(groups, dtype=object), use_na_sentinel=False)
    order = np.random.default_rng(seed).permutation(len(names))
    sizes = np.bincount(codes, minlength=len(names))[order]
    before = np.cumsum(sizes) - sizes
    held = np.zeros(len(names), dtype=bool)
    held[order] = before + sizes / 2 <= share * len(codes)
    return held[codes]


def temperature(logits, labels):
    """The number by which logits of unseen rows are divided to make their labels likeliest (Guo et al. 2017).

    Logits of shape (n,) are those of column 1 of two.
    """
    logits = _columns(logits)
    rows, labels = np.arange(len(logits)), np.asarray(labels)

    def loss(log_temperature):
        return -log_softmax(logits / np.exp(log_temperature), axis=1)[rows, labels].mean()

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-6}).x))


def shift(odds, labels):
    """The log odds at which a logistic regression that weighs 0 and 1 alike finds them alike (Platt 1999)."""
    line = LogisticRegression(C=1e6, class_weight="balanced").fit(np.asarray(odds)[:, None], labels)
    return -float(line.intercept_[0] / line.coef_[0, 0])


def probabilities(logits, temperature=1.0):
    """Logits of shape (n, k), or (n,) for the second of two columns, as probabilities of shape (n, k)."""
    return softmax(_columns(logits) / temperature, axis=1)


def _columns(logits):
    logits = np.asarray(logits, dtype=np.float64)
    return logits if logits.ndim == 2 else np.column_stack([np.zeros_like(logits), logits])


def threshold_for(proba, labels, accuracy=0.9):
    """The smallest top probability such that, of rows with it or more, this share is right; infinite if none is."""
    top, right = _top(proba, labels)
    order = np.argsort(-top, kind="stable")
    top, share = top[order], np.cumsum(right[order]) / np.arange(1, len(top) + 1)
    last_of_equals = np.append(top[1:] < top[:-1], True)
    enough = np.flatnonzero(last_of_equals & (share >= accuracy))
    return float(top[enough[-1]]) if len(enough) else np.inf


def kept_share(proba, threshold):
    """The share of rows whose top probability reaches ``threshold``."""
    return float((np.asarray(proba).max(axis=1) >= threshold).mean())


def by_group(labels, said, groups, *, least=20):
    """Macro-F1 and accuracy of each value of each grouping.

    Parameters
    ----------
    labels, said : sequence, length n
        True labels and the model's, of any kind.
    groups : dict
        Name of a grouping -> its n values. Values of a pandas Categorical keep their order.
    least : int
        Values with fewer rows are taken together.

    Returns
    -------
    DataFrame
        group, value, n, macro_f1 (over the labels that the group's rows truly have; NaN where they have one), accuracy.
    """
    labels, said, rows = np.asarray(labels), np.asarray(said), []
    for name, values in groups.items():
        values = pd.Series(values).reset_index(drop=True)
        counts = values.value_counts(sort=False, dropna=False)
        few = values.isin(counts.index[counts < least])
        enough = values[~few]
        parts = [(str(value), part) for value, part in enough.groupby(enough, observed=True, dropna=False)]
        if few.any():
            parts.append((f"{values[few].nunique(dropna=False)} with fewer than {least}", values[few]))
        for value, part in parts:
            rows.append({"group": name, "value": value, **_figures(labels[part.index], said[part.index])})
    return pd.DataFrame(rows)


def _figures(labels, said):
    own = np.unique(labels)
    f1 = f1_score(labels, said, labels=own, average="macro", zero_division=0) if len(own) > 1 else np.nan
    return {"n": len(labels), "macro_f1": float(f1), "accuracy": float(accuracy_score(labels, said))}


def reliability_table(proba, labels):
    """How often the likeliest label is right, by how likely it is said to be.

    Returns
    -------
    DataFrame
        Ten parts of as many rows (fewer where probabilities are equal): n, said (mean top probability), right (share),
        conf_low, conf_high (95%, Wilson 1927).
    """
    top, right = _top(proba, labels)
    parts = pd.DataFrame({"said": top, "right": right}).groupby(pd.qcut(top, BINS, duplicates="drop"), observed=True)
    table = parts.agg(n=("said", "size"), said=("said", "mean"), right=("right", "mean")).reset_index(drop=True)
    if table.empty:  # one probability throughout
        table = pd.DataFrame({"n": [len(top)], "said": [top.mean()], "right": [right.mean()]})
    z, n, p = 1.96, table["n"], table["right"]
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(conf_low=(middle - half) / (1 + z**2 / n), conf_high=(middle + half) / (1 + z**2 / n))


def calibration_error(proba, labels):
    """Expected calibration error: mean distance between said and right over the parts of ``reliability_table``."""
    table = reliability_table(proba, labels)
    return float(np.average((table["said"] - table["right"]).abs(), weights=table["n"]))


def reliability(proba, labels, path, *, title="On rows held out"):
    """Draw ``reliability_table`` as a small SVG for the card; print and return the expected calibration error."""
    table, error = reliability_table(proba, labels), calibration_error(proba, labels)
    low = np.floor(10 * min(table["said"].min(), table["conf_low"].min())) / 10
    Path(path).write_text(_drawing(table, low, f"{title}: {len(labels):,} rows, calibration error {error:.3f}"),
                          encoding="utf-8")
    print(f"expected calibration error {error:.4f}")
    return error


def markdown(frame, decimals=3):
    """A table for a card: numbers with a point rounded, those without one with commas, others as they are."""
    cells = [[_cell(value, decimals) for value in row] for row in frame.itertuples(index=False)]
    edge = ["--:" if pd.api.types.is_numeric_dtype(frame[name]) else ":--" for name in frame.columns]
    return "\n".join("| " + " | ".join(row) + " |" for row in [[str(name) for name in frame.columns], edge, *cells])


def _cell(value, decimals):
    if isinstance(value, (float, np.floating)):
        return "" if np.isnan(value) else f"{value:.{decimals}f}"
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value).replace("|", r"\|")


def _top(proba, labels):
    """The likeliest column's probability of each row, and whether it is the true one."""
    proba, labels = np.asarray(proba, dtype=np.float64), np.asarray(labels)
    return proba.max(axis=1), proba.argmax(axis=1) == labels


def _drawing(table, low, title):
    def x(share):
        return round(EDGE + (share - low) / (1 - low) * SIZE, 1)

    def y(share):
        return round(EDGE + SIZE - (share - low) / (1 - low) * SIZE, 1)

    lines = [f'<line x1="{x(low)}" y1="{y(low)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 3"/>']
    ticks = np.arange(0, 11, 1 if low >= 0.5 else 2) / 10
    for at in ticks[ticks >= low]:
        lines += [f'<text x="{x(at)}" y="{y(low) + 14}" text-anchor="middle">{at:.1f}</text>',
                  f'<text x="{x(low) - 5}" y="{y(at) + 4}" text-anchor="end">{at:.1f}</text>']
    for row in table.itertuples():
        at, ends = x(row.said), f'y1="{y(row.conf_low)}" y2="{y(row.conf_high)}"'
        lines += [f'<line x1="{at}" x2="{at}" {ends} stroke="#1f6f8b"/>',
                  f'<circle cx="{at}" cy="{y(row.right)}" r="3.5" fill="#1f6f8b"/>']
    middle, width, height = EDGE + SIZE / 2, SIZE + 2 * EDGE + 40, SIZE + 2 * EDGE + 10
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="10">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#ccc"/>',
        f'<text x="{EDGE}" y="{EDGE - 14}">{escape(title)}</text>',
        *lines,
        f'<text x="{middle}" y="{EDGE + SIZE + 32}" text-anchor="middle">probability of the label chosen</text>',
        f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">share that is right</text>',
        "</svg>", ""])
