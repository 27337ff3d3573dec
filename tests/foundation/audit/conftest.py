"""A log of its own for every test: the file of seals must not be shared."""

from pathlib import Path
from typing import Any

import pytest

from tests.foundation.audit.audit_cast import Log


@pytest.fixture(autouse=True)
def _own_seal_log(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_LOG = tmp_path / "seals.log"
    settings.SEAL_KEY = "key of this test"


@pytest.fixture(autouse=True)
def _own_log(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("empty_log")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """The log of this test."""
    return Log(tmp_path / "seals.log")
