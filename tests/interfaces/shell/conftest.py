"""What a page needs to be answered in a test: the directory of static files exists."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _static_directory() -> None:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
