"""Corpora to work on: the bundled one, with its list of known differences, and readers of public research corpora.

The readers open the original distributions, which are not part of crossframe: get them from their authors, mind the
licence that each docstring names, and cite the work.
"""

from crossframe.datasets.attributions import polnear
from crossframe.datasets.bundled import demo, demo_ground_truth
from crossframe.datasets.claims import fnc1
from crossframe.datasets.events import basil
from crossframe.datasets.sentences import babe, newsmtsc

__all__ = ["babe", "basil", "demo", "demo_ground_truth", "fnc1", "newsmtsc", "polnear"]
