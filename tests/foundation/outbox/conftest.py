"""A registry of its own for every test, so that stories can declare what is owed."""

from collections.abc import Iterator

import pytest

from zhuqi.foundation.outbox import registry


@pytest.fixture(autouse=True)
def _own_registry() -> Iterator[None]:
    with registry.isolated_registry():
        yield
