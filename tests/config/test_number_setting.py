"""Numbers among the settings have a range: a million submits an hour would be a million turns."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhuqi.config.environment import number


@pytest.mark.parametrize("raw", ["", "1", "20", " 1000 "])
def test_within_its_range_it_is_taken(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("ZHUQI_X", raw)
    assert number("ZHUQI_X", default=20, most=1000) == int(raw or 20)


@pytest.mark.parametrize("raw", ["0", "-1", "1001", "1000000", "9" * 5000, "²", "٣", "1e3", "x"])
def test_beyond_it_the_program_says_so_at_its_start(
    monkeypatch: pytest.MonkeyPatch, raw: str
) -> None:
    monkeypatch.setenv("ZHUQI_X", raw)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 1000"):
        number("ZHUQI_X", default=20, most=1000)
