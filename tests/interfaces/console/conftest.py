"""Places where the command runs, and the command called in this very process."""

from pathlib import Path

import pytest

from tests import database
from tests.interfaces.console.console_place import BuiltCity, Place, copy_of, people
from tests.scenes.console import zhuqi

__all__ = ["built_city", "city", "migrated", "place", "ready", "zhuqi"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A server on which nothing was done yet."""
    data = tmp_path / "data"
    data.mkdir()
    return Place(data)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a server after `zhuqi migrate`; to be copied, not changed."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    data.mkdir()
    database.lay_out(data / "zhuqi.sqlite3")
    done = Place(data).zhuqi("migrate")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def ready(migrated: Path, tmp_path: Path) -> Place:
    """A server whose tables are there, and nothing in them but the code tables."""
    return Place(copy_of(migrated, tmp_path / "ready"))


@pytest.fixture(scope="session")
def built_city(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltCity:
    """Built once where building it had been killed; for every test that needs a city."""
    place = Place(copy_of(migrated, tmp_path_factory.mktemp("city") / "data"))
    with place.started("sample", "--size", "tiny") as building:
        building.says("企业 18/56 家")
        building.process.kill()
        building.process.wait()
    left = people(place)
    built = place.zhuqi("sample", "--if-empty", "--size", "tiny", "--seed", "7")
    return BuiltCity(place.data, built, left)


@pytest.fixture
def city(built_city: BuiltCity, tmp_path: Path) -> Place:
    """A server with a small invented city, a scanned paper in it."""
    return Place(copy_of(built_city.data, tmp_path / "city"))
