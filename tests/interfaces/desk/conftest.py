"""What the desk's stories share."""

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """WhiteNoise warns of a missing directory, and warnings are errors here."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
