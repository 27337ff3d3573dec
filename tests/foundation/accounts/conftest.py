"""The city of these stories, and a cache in which nobody has tried anything yet."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.foundation.accounts.accounts_cast import City, build


@pytest.fixture
def town(db: None) -> City:  # noqa: ARG001 (a city needs a database)
    """Two counties, their offices, and everyone in the stories."""
    return build()


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
