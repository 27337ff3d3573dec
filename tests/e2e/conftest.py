"""A running server with the cast in it, and windows onto it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import browser as browsers
from tests.e2e import server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory drives a browser."""
    here = str(server.ROOT / "tests" / "e2e")
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.e2e)


# Of the package, not of the session: a browser's event loop must not outlive these tests.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, where it is required they fail."""
    if browsers.chromium_path() is None:
        if os.environ.get("ZHUQI_REQUIRE_BROWSER") == "1" or os.environ.get("CI") == "true":
            pytest.fail(browsers.MISSING)
        pytest.skip(browsers.MISSING)
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("zhuqi")
    return data, server.fill(data, "tests.e2e.fill")


@pytest.fixture(scope="package")
def data(_filled: tuple[Path, dict[str, Any]]) -> Path:
    """A data directory with the cast and the scene in its database."""
    return _filled[0]


@pytest.fixture(scope="package")
def address(data: Path) -> Iterator[str]:
    """`zhuqi web` on that directory."""
    with server.serving(data, ZHUQI_SAMPLE="0") as address:
        yield address


@pytest.fixture(scope="package")
def scene(_filled: tuple[Path, dict[str, Any]]) -> dict[str, str]:
    """Numbers of cases by state, and a firm's and a person's id; tests only look at these."""
    numbers: dict[str, str] = _filled[1]["scene"]
    return numbers


@pytest.fixture(scope="package")
def _windows(
    chromium: Browser, address: str, _filled: tuple[Path, dict[str, Any]]
) -> browsers.Windows:
    """The sign-in form, its two pages and its slow hash, are for the tests of signing in."""
    told = _filled[1]
    return browsers.Windows(chromium, address, told["cookie"], told["sessions"])


@pytest.fixture
def windows(_windows: browsers.Windows) -> Iterator[browsers.Windows]:
    """Windows of one test; an error in the console or of the server fails it."""
    yield _windows
    assert _windows.close() == []


@pytest.fixture
def browse(windows: browsers.Windows) -> Callable[..., Page]:
    """`browse("zhao", phone=True)`: a page of someone signed in."""
    return windows.browse
