"""An empty folder to keep files in; a registry that is put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.scenes.buckets import in_bucket, s3_server
from tests.scenes.console import zhuqi
from zhuqi.foundation.attachments import links

__all__ = ["in_bucket", "s3_server", "zhuqi"]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where attachments are kept in this test."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    return tmp_path / "kept"


@pytest.fixture
def openers() -> Iterator[dict[str, links.Opener]]:
    """The registry, put back afterwards."""
    before = dict(links._openers)
    yield links._openers
    links._openers.clear()
    links._openers.update(before)
