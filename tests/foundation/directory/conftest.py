"""The corner, and a handler for what the ledger of cases would handle."""

import pytest

from tests.foundation.directory.corner import Corner, build_corner
from zhuqi.foundation.outbox.registry import handler, handlers


@pytest.fixture(autouse=True)
def _somebody_handles_calendar_changes() -> None:
    """The ledger of cases registers this; the directory's stories do without it."""
    if "calendar.changed" not in handlers():
        handler("calendar.changed")(lambda _payload: None)


@pytest.fixture
def corner(db: None) -> Corner:  # noqa: ARG001 (opens the database)
    """The corner, with nothing in it yet."""
    return build_corner()
