"""What several test modules share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared():
    """The folder of real corpora beside the checkout; tests that need it are skipped where it is not there."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("real corpora are not beside this checkout (../shared)")
    return folder
