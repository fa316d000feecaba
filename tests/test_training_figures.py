"""analysis/training/figures.py: the figures of model cards."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis" / "training"))

from figures import (  # noqa: E402
    by_group,
    calibration_error,
    kept_share,
    markdown,
    probabilities,
    reliability,
    reliability_table,
    shift,
    split,
    temperature,
    threshold_for,
)


def drawn(n=20_000, k=3, seed=0):
    """Logits, and labels drawn from the probabilities that they mean."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, k)) * 2
    labels = (np.log(rng.exponential(size=(n, k))) - logits).argmin(axis=1)
    return logits, labels


def test_temperature_undoes_what_was_multiplied():
    logits, labels = drawn()
    assert temperature(logits, labels) == pytest.approx(1, abs=0.03)
    assert temperature(3 * logits, labels) == pytest.approx(3 * temperature(logits, labels), rel=1e-3)


def test_temperature_of_one_logit_is_a_logistic_regression_without_intercept():
    rng = np.random.default_rng(1)
    logit = rng.normal(size=3_000) * 4
    label = (rng.random(3_000) < 1 / (1 + np.exp(-logit / 2))).astype(int)
    slope = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(logit[:, None], label).coef_[0, 0]
    assert temperature(logit, label) == pytest.approx(1 / slope, rel=1e-3)


def test_true_probabilities_have_no_calibration_error_and_sharpened_ones_do():
    logits, labels = drawn()
    assert calibration_error(probabilities(logits), labels) < 0.012
    sharp = probabilities(logits, 0.3)
    assert calibration_error(sharp, labels) > 0.08
    table = reliability_table(probabilities(logits), labels)
    assert table["n"].sum() == len(labels)
    assert ((table.conf_low <= table["said"]) & (table["said"] <= table.conf_high)).mean() >= 0.8


@pytest.mark.parametrize("seed", range(5))
def test_threshold_is_the_smallest_that_holds(seed):
    logits, labels = drawn(300, seed=seed)
    proba = probabilities(logits).round(2)  # many equal ones
    top, right = proba.max(axis=1), proba.argmax(axis=1) == labels
    want = min(cut for cut in np.unique(top) if right[top >= cut].mean() >= 0.9)
    assert threshold_for(proba, labels) == want
    assert kept_share(proba, want) == np.mean(top >= want)


def test_an_accuracy_never_reached_keeps_nothing():
    proba = np.array([[0.9, 0.1], [0.6, 0.4]])
    assert threshold_for(proba, [1, 1]) == np.inf
    assert kept_share(proba, np.inf) == 0


def test_figures_by_group_are_those_of_each_group_alone():
    table = by_group(list("aabbab"), list("aabaab"), {"outlet": list("XXXYYY"), "length": pd.Categorical(
        ["short", "long", "short", "long", "short", "short"], categories=["short", "long"])}, least=1)
    assert table[["group", "value", "n"]].to_numpy().tolist() == [
        ["outlet", "X", 3], ["outlet", "Y", 3], ["length", "short", 4], ["length", "long", 2]]
    assert table.accuracy.tolist() == pytest.approx([1, 2 / 3, 1, 0.5])
    assert table.macro_f1.tolist() == pytest.approx([1, (2 / 3 + 2 / 3) / 2, 1, (2 / 3 + 0) / 2])


def test_small_groups_are_taken_together_and_said_to_be():
    table = by_group([1] * 30, [1] * 30, {"outlet": ["A"] * 25 + ["B", "B", "C", "C", None]})
    assert table["value"].tolist() == ["A", "3 with fewer than 20"]
    assert table["n"].tolist() == [25, 5]
    assert table["macro_f1"].isna().all()  # of one label alone F1 says nothing that accuracy does not


def test_a_split_holds_out_whole_groups_and_the_share_of_rows():
    groups = np.random.default_rng(3).integers(0, 400, 5_000)
    held = split(groups, 0.2, seed=1)
    assert held.mean() == pytest.approx(0.2, abs=0.01)
    assert not set(groups[held]) & set(groups[~held])
    assert (held == split(groups, 0.2, seed=1)).all()
    assert (held != split(groups, 0.2, seed=2)).any()


def test_drawing_is_small_and_well_formed(tmp_path, capsys):
    logits, labels = drawn(2_000)
    error = reliability(probabilities(logits), labels, tmp_path / "a.svg", title="A & B")
    assert f"{error:.4f}" in capsys.readouterr().out
    assert (tmp_path / "a.svg").stat().st_size < 8_000
    drawing = ElementTree.parse(tmp_path / "a.svg").getroot()
    points = [float(point.get("cx")) for point in drawing.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(points) == 10
    assert points == sorted(points)


def test_markdown():
    table = pd.DataFrame({"value": ["A|B", "C"], "n": [1200, 3], "macro_f1": [0.81249, np.nan]})
    assert markdown(table) == "| value | n | macro_f1 |\n| :-- | --: | --: |\n| A\\|B | 1,200 | 0.812 |\n| C | 3 |  |"


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_a_shift_is_found_whatever_the_share_of_labels(share):
    """Two normals a distance of 2 apart and 0.7 too high: midway between them both are alike."""
    rng = np.random.default_rng(3)
    labels = (rng.random(40_000) < share).astype(int)
    odds = rng.normal(2 * labels - 1 + 0.7)
    assert shift(odds, labels) == pytest.approx(0.7, abs=0.05)
    assert shift(odds - 0.7, labels) == pytest.approx(0, abs=0.05)
