"""What all tests share."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest


def pytest_collection_finish() -> None:
    """Set what was collected apart: thousands of tests need not be searched for waste each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the published data sets that are not part of the project.

    Set ``DAFENG_SHARED_DATA`` to a folder that holds them; beside the checkout is looked at first.
    """
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("DAFENG_SHARED_DATA", str(beside)))
    if not folder.is_dir():
        pytest.skip(f"published data sets are absent: no folder {folder} (DAFENG_SHARED_DATA)")
    return folder
