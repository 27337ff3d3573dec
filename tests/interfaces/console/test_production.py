"""A new production server is set up by the commands alone, as docs/operations.md says."""

import re
import secrets

import pytest

from tests.interfaces.console.console_place import Place, fetch, free_port

pytestmark = pytest.mark.thorough


@pytest.fixture
def server(place: Place) -> Place:
    """An intranet server without a certificate, without data and without tables."""
    place.extra |= {
        "ZHUQI_PRODUCTION": "1",
        "ZHUQI_HOSTS": "zhuqi.example.gov.cn",
        "ZHUQI_HTTPS": "0",
        "ZHUQI_SEAL_KEY": secrets.token_urlsafe(48),
        "ZHUQI_PORT": str(free_port()),
        "ZHUQI_WEB_PROCESSES": "1",
    }
    return place


def test_migrate_an_office_three_administrators_and_it_serves(server: Place) -> None:
    assert "zhuqi.E011" in server.zhuqi("check", "deploy").stderr
    first, again = server.zhuqi("migrate"), server.zhuqi("migrate")
    assert (first.returncode, again.returncode) == (0, 0)
    assert "静态文件已收集到" in first.stdout
    assert "代码表更新 0 行，时限、签发方案新增 0 个" in again.stdout

    office = ("--region", "411025", "--prefix", "1025", "--name", "襄城县活动办")
    assert server.zhuqi("office", "add", *office, "--scheme", "13710").returncode == 0
    for role, name in (("security_admin", "anquan"), ("system_admin", "xitong")):
        person = ("--username", name, "--name", "某人", "--role", role, "--unit", "1025")
        made = server.zhuqi("user", "add", *person)
        assert re.search(r"一次性密码：\S{14,}", made.stdout), made.stderr

    # What the commands cannot do is named: second factors, a keeper of marked texts, a phone.
    checked = server.zhuqi("check")
    assert checked.returncode == 1
    for words in ("没有设置二次验证", "没有保密员", "没有值班电话", "日志完整", "时限与日志一致"):
        assert words in checked.stdout + checked.stderr
    with server.started("run") as running:
        running.says("助企已启动")
        status, _headers, text = fetch(server, "/accounts/login/", "zhuqi.example.gov.cn")
        assert status == 200
        assert "xuchang-2026" not in running.text
        assert "xuchang-2026" not in text
        style = re.search(r'href="(/static/[^"]+\.css)"', text)
        assert style is not None
        status, headers, _text = fetch(server, style.group(1), "zhuqi.example.gov.cn")
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert fetch(server, "/accounts/login/", "elsewhere.example")[0] == 400
