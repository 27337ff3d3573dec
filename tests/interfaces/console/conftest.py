"""Places where the command runs, and the command called in this very process."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import database
from tests.interfaces.console.console_place import Place, copy_of
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
def built_city(
    migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, CompletedProcess[str]]:
    """A server with the smallest sample city, to be copied, not changed; and what building it
    said. Where it stands, the building of one was killed before."""
    data = copy_of(migrated, tmp_path_factory.mktemp("city") / "data")
    with Place(data).started("sample", "--size", "tiny") as building:
        building.says("企业 18/56 家")
        building.process.kill()
        building.process.wait()
    built = Place(data).zhuqi("sample", "--if-empty", "--size", "tiny", "--seed", "7")
    assert built.returncode == 0, built.stderr
    return data, built


@pytest.fixture
def city(built_city: tuple[Path, CompletedProcess[str]], tmp_path: Path) -> Place:
    """A small invented city with a scanned paper, at work."""
    return Place(copy_of(built_city[0], tmp_path / "city"))
