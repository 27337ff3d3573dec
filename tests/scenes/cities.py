"""Sample cities, each size built once a session."""

from datetime import datetime

from tests.stock import stocked
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.sample.build import Built, build

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=SHANGHAI)


@stocked
def built_once(size: str) -> Built:
    """A city of this size; what is said of it here only reads it."""
    return build(now=NOW, size=size)
