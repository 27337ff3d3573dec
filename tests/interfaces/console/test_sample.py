"""`zhuqi sample` fills an empty database once, and never a place with real people."""

import sqlite3

import pytest

from tests.interfaces.console.console_place import Place

pytestmark = pytest.mark.thorough


def users(place: Place) -> int:
    with sqlite3.connect(place.data / "zhuqi.sqlite3") as database:
        (count,) = database.execute("select count(*) from accounts_user").fetchone()
        assert isinstance(count, int)
        return count


def test_a_city_is_built_once_and_its_people_are_named(ready: Place) -> None:
    built = ready.zhuqi("sample", "--if-empty", "--size", "tiny", "--seed", "7")

    assert built.returncode == 0, built.stderr
    assert "企业 56 家" in built.stdout
    assert "用时" in built.stdout
    assert "qiye " in built.stdout
    assert "安全管理员" in built.stdout
    before = users(ready)

    quiet = ready.zhuqi("sample", "--if-empty")
    assert quiet.returncode == 0
    assert "未生成" in quiet.stdout
    refused = ready.zhuqi("sample")
    assert refused.returncode == 1
    assert "已有数据" in refused.stderr
    assert users(ready) == before

    assert ready.zhuqi("check", "clocks").returncode == 0
    assert ready.zhuqi("check", "audit").returncode == 0


def test_no_city_in_production(ready: Place) -> None:
    ready.extra["ZHUQI_PRODUCTION"] = "1"

    done = ready.zhuqi("sample", "--if-empty")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert users(ready) == 0


def test_a_build_that_is_killed_leaves_nothing_and_the_next_one_starts_anew(ready: Place) -> None:
    with ready.started("sample", "--size", "town") as building:
        building.says("企业 180/400 家")
        building.process.kill()
        building.process.wait()
    assert users(ready) == 0

    again = ready.zhuqi("sample", "--if-empty", "--size", "tiny", "--quiet")

    assert again.returncode == 0, again.stderr
    assert "样例城市已生成" in again.stdout
    assert "xuchang-2026" not in again.stdout
    assert ready.zhuqi("check", "audit").returncode == 0
