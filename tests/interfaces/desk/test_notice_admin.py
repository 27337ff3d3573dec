"""The system administrator rewords what people read and sets up how it leaves the house."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast, person
from tests.foundation.notices.gateways import SmsServer, sms_gateway, sms_server
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import configure_gateway, go_back, publish_wording
from zhuqi.foundation.notices.enums import Channel, Part
from zhuqi.foundation.notices.models import Gateway, TextVersion
from zhuqi.foundation.notices.queries import wording_of, wordings
from zhuqi.foundation.notices.texts import Wording, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CODE = "case.assign.lead"
PAGE = f"/desk/admin/texts/{CODE}/"
NEW = {"part": "full", "title": "请签收新交办", "body": "编号 {编号}，请在 {时限} 前办理。"}


def post(client: Client, step: str, **more: Any) -> Any:
    return client.post(PAGE, {**NEW, "seen": 0, "step": step, **more})


def test_a_published_text_is_what_the_next_message_says(cast: Cast, sign_in: SignIn) -> None:
    response = post(sign_in(cast.system_admin), "publish")

    assert response.status_code == 302
    version = TextVersion.objects.get()
    assert (version.number, version.published_by) == (1, "系统员")
    assert wordings([CODE])[CODE, Part.FULL] == Wording(NEW["title"], NEW["body"])
    assert wordings([CODE])[CODE, Part.SHORT] == text_of(CODE).shipped(Part.SHORT)
    event = Event.objects.get(object_type="notice_text")
    assert event.facts["changes"]["title"] == ["新交办，请签收", "请签收新交办"]


def test_a_preview_shows_it_with_examples_and_publishes_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    response = post(sign_in(cast.system_admin), "preview")

    assert "编号 1000-26-0128-4，请在 11月24日 17:30 前办理。" in response.content.decode()
    assert not TextVersion.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{密码}", "没有这个占位符：{密码}"),
        ("{}", "没有这个占位符：{}"),
        ("{编号", "大括号只能用来写占位符"),
        ("{{编号}}", "大括号只能用来写占位符"),
        ("", "请填写正文"),
        ("字" * 1001, "最多 1000 字，现在 1001 字"),
        ("{编号.__class__}", "没有这个占位符"),
    ],
)
def test_what_can_t_be_published_is_said_at_the_field_and_kept(
    cast: Cast, sign_in: SignIn, body: str, sentence: str
) -> None:
    for step in ("publish", "preview"):
        response = post(sign_in(cast.system_admin), step, body=body)

        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert NEW["title"] in response.content.decode()
    assert not TextVersion.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    post(client, "publish")
    response = post(client, "publish", title="另一种写法", seen=0)

    assert response.status_code == 409
    page = response.content.decode()
    assert "另一种写法" in page
    assert "刚刚被其他人改过" in page
    assert TextVersion.objects.count() == 1


def test_publishing_what_stands_there_already_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    shipped = text_of(CODE).shipped(Part.FULL)
    post(sign_in(cast.system_admin), "publish", title=shipped.title, body=shipped.body)

    assert not TextVersion.objects.exists()
    assert not Event.objects.filter(object_type="notice_text").exists()


def test_every_version_can_be_gone_back_to_and_that_is_a_version_too(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    post(client, "publish")
    post(client, "publish", title="第二种", seen=1)
    page = client.get(PAGE).content.decode()
    assert "第 2 版" in page
    assert "恢复到此版本" in page

    post(client, "back", number=1, seen=2)
    assert wording_of(CODE, Part.FULL) == (3, Wording(NEW["title"], NEW["body"]))
    post(client, "back", number=0, seen=3)
    assert wording_of(CODE, Part.FULL) == (4, text_of(CODE).shipped(Part.FULL))
    assert post(client, "back", number=99, seen=4).status_code == 422
    assert "恢复到随系统装入的文字" in client.get(PAGE).content.decode()


def test_texts_are_found_by_what_they_are_for(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    found = client.get("/desk/admin/texts/?q=逾期").content.decode()

    assert "已经逾期 · 提醒经办" in found
    assert CODE not in found
    assert client.get("/desk/admin/texts/no.such/").status_code == 404
    assert client.post(PAGE, {"part": "nonsense"}).status_code == 422


def test_nobody_else_rewords_or_sets_up_anything(cast: Cast) -> None:
    for who in (cast.audit_admin, cast.security_admin, cast.he_fan, cast.zhao):
        with pytest.raises(NotYours):
            publish_wording(
                code=CODE, part=Part.FULL, wording=Wording("a", "b"), seen=0, by=person(who)
            )
        with pytest.raises(NotYours):
            go_back(code=CODE, part=Part.FULL, number=0, seen=0, by=person(who))
        with pytest.raises(NotYours):
            configure_gateway(channel=Channel.EMAIL, settings={"enabled": True}, by=person(who))


# Channels

SMS = "/desk/admin/gateways/sms/"


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    """A gateway that really listens."""
    with sms_server() as server:
        yield server


def settings_of(server: SmsServer, **changes: object) -> dict[str, object]:
    row = sms_gateway(server)
    names = (
        "method", "url", "headers", "body_format", "body", "charset", "ok_statuses", "ok_path",
        "ok_value", "timeout",
    )  # fmt: skip
    return (
        {"step": "save", "enabled": "on"} | {name: getattr(row, name) for name in names} | changes
    )


def test_setting_up_texts_and_sending_one_for_real(
    cast: Cast, sign_in: SignIn, sms: SmsServer
) -> None:
    client = sign_in(cast.system_admin)
    assert "没有设置" in client.get("/desk/admin/gateways/").content.decode()
    assert client.post(SMS, settings_of(sms)).status_code == 302
    assert "可以发送" in client.get("/desk/admin/gateways/").content.decode()

    response = client.post(SMS, {"step": "trial", "to": "138 0013 8000"})

    assert "这是助企平台的试发消息" in sms.asked[0].json["content"]
    page = response.content.decode()
    assert "已发出，对方的答复：" in page
    assert "HTTP 200" in page
    event = Event.objects.get(object_type="notice_gateway", kind="tested")
    assert event.facts["to"] == "138****8000"


def test_a_test_that_fails_shows_what_the_gateway_said(
    cast: Cast, sign_in: SignIn, sms: SmsServer
) -> None:
    client = sign_in(cast.system_admin)
    client.post(SMS, settings_of(sms))
    sms.answer = lambda: (200, '{"code": 15, "msg": "签名未报备"}'.encode())

    page = client.post(SMS, {"step": "trial", "to": "13800138000"}).content.decode()

    assert "没有发出" in page
    assert "签名未报备" in page


def test_a_test_needs_an_address_and_a_channel_that_is_on(
    cast: Cast, sign_in: SignIn, sms: SmsServer
) -> None:
    client = sign_in(cast.system_admin)
    assert client.post(SMS, {"step": "trial", "to": "13800138000"}).status_code == 409
    client.post(SMS, settings_of(sms, enabled=""))
    assert client.post(SMS, {"step": "trial", "to": "13800138000"}).status_code == 409
    client.post(SMS, settings_of(sms))
    assert client.post(SMS, {"step": "trial", "to": "0374-2961234"}).status_code == 422
    assert sms.asked == []


def test_a_template_that_cannot_work_is_refused_and_what_was_typed_kept(
    cast: Cast, sign_in: SignIn, sms: SmsServer
) -> None:
    typed = settings_of(sms, body='{"a": "{phone}{text}{user}"}')
    response = sign_in(cast.system_admin).post(SMS, typed)

    assert response.status_code == 422
    page = response.content.decode()
    assert "不认识的占位符或变量名：{user}" in page
    assert "{phone}{text}{user}" in page
    assert not Gateway.objects.exists()


def test_the_platform_s_own_secrets_cannot_be_sent_anywhere(
    cast: Cast, sign_in: SignIn, sms: SmsServer
) -> None:
    for name in ("ZHUQI_SECRET_KEY", "ZHUQI_DATABASE_URL", "PATH", "ZHUQI_NOTICES"):
        typed = settings_of(sms, headers=f"X-Key: {{secret:{name}}}")
        assert sign_in(cast.system_admin).post(SMS, typed).status_code == 422


def test_saving_the_same_again_is_no_event(cast: Cast, sign_in: SignIn, sms: SmsServer) -> None:
    client = sign_in(cast.system_admin)
    client.post(SMS, settings_of(sms))
    client.post(SMS, settings_of(sms))

    assert Event.objects.filter(object_type="notice_gateway").count() == 1
    client.post(SMS, settings_of(sms, timeout=7))
    changed = Event.objects.filter(object_type="notice_gateway").order_by("-seq").first()
    assert changed is not None
    assert changed.facts["changes"] == {"timeout": [5, 7]}
    assert "系统员" in client.get(SMS).content.decode()


def test_a_unit_s_group_has_a_page_of_its_own(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.system_admin)
    asked = client.get(f"/desk/admin/gateways/?unit={cast.industry.pk}")
    page = f"/desk/admin/gateways/unit/{cast.industry.pk}/"
    assert asked["Location"] == page
    assert client.get("/desk/admin/gateways/?unit=x").status_code == 302
    assert client.get("/desk/admin/gateways/unit/999999/").status_code == 404
    assert client.get("/desk/admin/gateways/carrier-pigeon/").status_code == 404

    assert client.post(page, {"variable": "HOME", "enabled": "on"}).status_code == 422
    with sms_server() as group:
        address = f"json://{group.url.removeprefix('http://')}/g"
        monkeypatch.setenv("ZHUQI_NOTICES_INDUSTRY", address)
        client.post(page, {"variable": "ZHUQI_NOTICES_INDUSTRY", "enabled": "on"})
        tried = client.post(page, {"step": "trial"}).content.decode()
        assert "对方已接受" in tried
        assert len(group.asked) == 1
    assert address not in client.get(page).content.decode()


def test_mail_can_be_switched_on_only_with_a_server(
    cast: Cast, sign_in: SignIn, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    client = sign_in(cast.system_admin)
    client.post("/desk/admin/gateways/email/", {"enabled": "on"})

    assert "ZHUQI_EMAIL_URL" in client.get("/desk/admin/gateways/").content.decode()


def test_only_chat_has_groups(cast: Cast) -> None:
    with pytest.raises(NotValid):
        configure_gateway(
            channel=Channel.SMS, unit=cast.industry, settings={}, by=person(cast.system_admin)
        )
    with pytest.raises(NotNow):
        publish_wording(
            code=CODE, part=Part.FULL, wording=Wording("a", "b"), seen=5,
            by=person(cast.system_admin),
        )  # fmt: skip


def test_the_pages_cost_the_same_whatever_they_list(cast: Cast, sign_in: SignIn) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zhuqi.foundation.notices.models import Delivery

    client = sign_in(cast.system_admin)
    client.get("/desk/admin/gateways/")

    def row(number: int) -> None:
        Delivery.objects.create(
            key=f"k{number}", channel="chat", unit=cast.industry, text_code=CODE,
            created_at=cast.sun.joined_at, send_at=cast.sun.joined_at,
        )  # fmt: skip

    row(1)
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/admin/gateways/")
    row(2)
    row(3)
    with CaptureQueriesContext(connection) as three:
        assert "新交办" not in client.get("/desk/admin/gateways/").content.decode()
    assert len(one) == len(three)
