"""Fixtures every test may use: shared data, the cast, and sign-in."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests import database, signing_in
from tests.cast import Cast, build_cast, load_tables
from tests.stock import STOCK
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import ErasableValue, Event, Head

# An example that is slow on a busy machine is no wrong answer: nothing here promises how long
# one takes. What does is measured by `make bench`.
hypothesis_settings.register_profile("zhuqi", deadline=None)
hypothesis_settings.load_profile("zhuqi")


@pytest.fixture(autouse=True)
def _skip_without_postgres(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set ZHUQI_TEST_DATABASE_URL")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The shared data beside the project; without it a test is skipped, in CI it fails."""
    root = Path(__file__).resolve().parent.parent
    path = Path(os.environ.get("ZHUQI_SHARED", root.parent / "shared"))
    if not (path / "data").is_dir():
        message = f"shared data not found at {path}; set ZHUQI_SHARED"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,  # noqa: ARG001
    django_db_modify_db_settings: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A migrated database, and the tables that come with the program, once: putting them in for
    every test takes longer than most tests. A test that empties the database gets them again with
    its cast."""
    with django_db_blocker.unblock():
        database.create()
        load_tables()
        STOCK.open()
    yield
    with django_db_blocker.unblock():
        database.destroy()


def pytest_runtest_setup() -> None:
    """Before the first fixture of a test."""
    STOCK.begin()


@pytest.fixture
def empty_log(db: None) -> None:  # noqa: ARG001 (pytest-django's way to ask for the database)
    """As if nothing had ever happened: the tables that come with the program left events too."""
    for model in (ErasableValue, Head, Event):
        model.objects.all().delete()


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 (pytest-django's way to ask for the database)
    """A small city: two offices, four units, three firms, and everyone who works with them."""
    return build_cast()


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Sign a user in without the form."""

    def _sign_in(user: User) -> Client:
        return signing_in.sign_in(client, user)

    return _sign_in
