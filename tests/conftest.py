"""Fixtures every test may use: shared data, the cast, and sign-in."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import is_hypothesis_test
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests import database, signing_in, thorough
from tests.cast import Cast, build_cast, load_tables
from tests.stock import STOCK
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import ErasableValue, Event, Head

# An example that is slow on a busy machine is no wrong answer: nothing here promises how long
# one takes. What does is measured by `make bench`.
hypothesis_settings.register_profile("zhuqi", deadline=None, max_examples=thorough.examples(100))
hypothesis_settings.load_profile("zhuqi")


# On PostgreSQL only what can differ there is run again. What asks for no database cannot: rules,
# arithmetic, templates and their words, and the command, which brings an SQLite file of its own.
# Neither do these, which read pages whose rows are tried on both elsewhere. But what `make test`
# leaves out (`tests.thorough`), and of properties all examples, is tried there.
ON_ONE_DATABASE = {
    "tests/interfaces/desk/test_registers.py": "forms of tables; their rows: tests/foundation",
    "tests/interfaces/api/test_described.py": "answers of the API, asked over WSGI, which closes a"
    " connection to a server; the operations themselves are tried on both",
    "tests/interfaces/shell": "layout, parts, wording, sign-in pages",
    "tests/test_database.py": "what SQLite is taught and PostgreSQL does by itself, but for"
    " bulk_update, where it cuts the text and says nothing",
}
# The rest in part (`make test-postgres`), another one every time: SQLite has tried it, and what a
# database does otherwise shows in many tests at once. Of these less than of rules and queries: what
# they read and do is tried on both below them.
PAGES = (
    "tests/interfaces/desk/",
    "tests/interfaces/portal/",
    "tests/interfaces/api/",
)
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what does not differ by database, elsewhere the part not drawn."""
    seed = config.getoption("randomly_seed", 0)
    elsewhere = {item for item in items if not _is_the_same_everywhere(item)}
    out = set(thorough.left_out(items, seed, elsewhere.__contains__))
    if connection.vendor == "postgresql":
        out |= set(items) - elsewhere
        out |= set(_not_drawn_on_postgres(elsewhere, seed))
    config.hook.pytest_deselected(items=[item for item in items if item in out])
    items[:] = [item for item in items if item not in out]


class LongOnesFirst:
    """After the order is drawn: what is thorough takes long, and begun last it would keep one
    worker busy while the others have nothing left. Nor are two asked for the same sample city."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """In the order drawn otherwise."""
        items.sort(key=lambda item: item.get_closest_marker("thorough") is None)


def pytest_configure(config: pytest.Config) -> None:
    """Register what has to come after pytest-randomly."""
    config.pluginmanager.register(LongOnesFirst(), "long ones first")


def _not_drawn_on_postgres(items: set[pytest.Item], seed: int) -> list[pytest.Item]:
    tried = [item for item in items if not _is_tried_only_there(item)]
    swept = thorough.in_part(tried, items.__contains__)
    pages = [item for item in tried if item.nodeid.startswith(PAGES) and item not in swept]
    others = set(tried).difference(pages)
    return [
        *thorough.not_drawn(pages, thorough.PAGES_ONE_IN, f"{seed} pages"),
        *thorough.not_drawn(others, thorough.OTHERS_ONE_IN, f"{seed} others"),
    ]


def _is_tried_only_there(item: pytest.Item) -> bool:
    """Left out by `make test`, of PostgreSQL itself, or a property, of which it tries a quarter."""
    marked = item.get_closest_marker("thorough") or item.get_closest_marker("postgres")
    return marked is not None or is_hypothesis_test(getattr(item, "obj", None))


def _is_the_same_everywhere(item: pytest.Item) -> bool:
    if item.get_closest_marker("e2e") or item.nodeid.startswith("tests/e2e/"):
        return False  # chosen by its marker, whatever database the tests before it were run on
    if item.get_closest_marker("thorough") or item.get_closest_marker("in_part"):
        return False  # `make test` leaves it out: this is where it is run
    if is_hypothesis_test(getattr(item, "obj", None)):
        return False  # `make test` tries a quarter of its examples
    asks = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    if asks is None and not _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return item.nodeid.startswith(tuple(ON_ONE_DATABASE))


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
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", database.empty):
        yield
    with django_db_blocker.unblock():
        database.destroy()


def pytest_collection_finish() -> None:
    """Whatever is there now stays: the garbage collector need not look at it after every test, and
    at what comes only when there is much: at its usual pace it takes a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_runtest_setup() -> None:
    """Before the first fixture of a test: nothing of the one before is counted or remembered."""
    STOCK.begin()
    for name in settings.CACHES:
        caches[name].clear()
    # The seals of the test before went with its rows; what the file remembers of them would be
    # called missing.
    Path(settings.SEAL_LOG).unlink(missing_ok=True)


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
