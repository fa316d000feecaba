"""What several test modules share."""

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config):
    """What is cached on disk lies in a folder of this run, shared by its workers; doctests included."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="crossframe-cache-", ignore_cleanup_errors=True)
        config.add_cleanup(folder.cleanup)
        os.environ["CROSSFRAME_CACHE"] = folder.name


@pytest.fixture(scope="session")
def shared():
    """The folder of real corpora beside the checkout; tests that need it are skipped where it is not there."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("real corpora are not beside this checkout (../shared)")
    return folder
