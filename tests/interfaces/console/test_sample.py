"""`zhuqi sample` fills an empty database once, and never a place with real people."""

import pytest

from tests.interfaces.console.console_place import BuiltCity, Place, people

pytestmark = pytest.mark.thorough


def test_a_city_is_built_once_and_its_people_are_named(built_city: BuiltCity, city: Place) -> None:
    built = built_city.built
    assert built.returncode == 0, built.stderr
    assert "企业 56 家" in built.stdout
    assert "用时" in built.stdout
    assert "qiye " in built.stdout
    assert "安全管理员" in built.stdout
    before = people(city)

    quiet = city.zhuqi("sample", "--if-empty")
    assert quiet.returncode == 0
    assert "未生成" in quiet.stdout
    refused = city.zhuqi("sample")
    assert refused.returncode == 1
    assert "已有数据" in refused.stderr
    assert people(city) == before > 0

    assert city.zhuqi("check", "clocks").returncode == 0
    assert city.zhuqi("check", "audit").returncode == 0


def test_no_city_in_production(ready: Place) -> None:
    ready.extra["ZHUQI_PRODUCTION"] = "1"

    done = ready.zhuqi("sample", "--if-empty")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert people(ready) == 0


def test_a_build_that_is_killed_leaves_nothing_and_the_next_one_starts_anew(
    built_city: BuiltCity,
) -> None:
    assert built_city.left == 0
    assert built_city.built.returncode == 0, built_city.built.stderr
    assert "样例城市已生成" in built_city.built.stdout
