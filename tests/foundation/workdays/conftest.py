"""The published notices, where the shared data lies beside the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def notices_folder() -> Path:
    """The folder holiday-cn. Its absence skips a test at home and fails it in CI."""
    shared = Path(os.environ.get("ZHUQI_SHARED") or ROOT.parent / "shared")
    folder = shared / "data" / "codes" / "holiday-cn"
    if not folder.is_dir():
        reason = f"no published notices at {folder}: set ZHUQI_SHARED"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
