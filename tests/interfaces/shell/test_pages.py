"""The shell's own pages: nothing inline, nothing of a framework's face."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from zhuqi.interfaces.shell import sign_ins
from zhuqi.interfaces.shell.sign_ins import SampleSignIn

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.shell.urls")]

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
PEOPLE = [
    SampleSignIn("活动办受理", "he.fan", "pw-1", "何帆", "市活动办", "市活动办"),
    SampleSignIn("企业", "13900000001", "pw-2", "赵总", "钻石公司", "企业"),
]


@pytest.fixture
def sample(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample city with two people to sign in as."""
    settings.SAMPLE_MODE = True
    monkeypatch.setattr(sign_ins, "_providers", [lambda: PEOPLE])


@pytest.mark.parametrize(
    "address", ["/shell/styleguide/", "/shell/styleguide/portal/", "/accounts/login/"]
)
@pytest.mark.usefixtures("sample")
def test_pages_hold_no_inline_style_or_script(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not INLINE.findall(response.content.decode())


def test_the_style_guide_is_of_the_sample_city_only(client: Client) -> None:
    assert client.get("/shell/styleguide/").status_code == 404


@pytest.mark.usefixtures("sample")
def test_the_sample_citys_people_stand_on_its_sign_in_page(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "he.fan" in page
    assert "样例城市" in page


def test_a_real_city_never_shows_them(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(sign_ins, "_providers", [lambda: PEOPLE])
    settings.SAMPLE_MODE = False
    page = client.get("/accounts/login/").content.decode()
    assert "he.fan" not in page
    assert "样例城市" not in page


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/nowhere/", 404, "没有找到这一页"),
        ("/denied/", 403, "没有权限"),
        ("/broken/", 500, "系统出了问题"),
    ],
)
def test_errors_speak_plainly_in_our_own_page(
    client: Client, address: str, status: int, word: str
) -> None:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    page = response.content.decode()
    assert word in page
    assert 'lang="zh-Hans"' in page
    assert not INLINE.findall(page)


def test_a_stale_form_says_that_nothing_is_lost() -> None:
    response = Client(enforce_csrf_checks=True).post("/write/")
    assert response.status_code == 403
    assert "您填写的内容没有丢失，请返回重新提交" in response.content.decode()


def test_a_stale_part_of_a_page_answers_with_a_banner() -> None:
    response = Client(enforce_csrf_checks=True).post("/write/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "<html" not in response.content.decode()
    assert response["HX-Retarget"] == "#messages"


def test_signing_out_asks_first(client: Client, django_user_model: Callable[..., object]) -> None:
    user = django_user_model.objects.create(username="zhou")  # type: ignore[attr-defined]
    client.force_login(user)
    assert "确定要退出吗" in client.get("/accounts/logout/").content.decode()
    assert "保存新密码" in client.get("/accounts/password/").content.decode()
