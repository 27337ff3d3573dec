"""Texts to phones by an HTTP template, against a server that really listens on this machine."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foundation.notices.gateways import SmsServer, free_port, sms_gateway, sms_server
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.notices.channels import sms as channel
from zhuqi.foundation.notices.channels.parcel import Parcel, Unsent

PARCEL = Parcel(id="ab12" * 8, to="13800138000", title="", text="您的诉求已办结，请评价。")


def refused(server: SmsServer, **changes: object) -> Unsent:
    with pytest.raises(Unsent) as caught:
        channel.send(sms_gateway(server, **changes), PARCEL)
    return caught.value


def test_a_text_in_chinese_arrives_as_written_with_number_and_stable_id(sms: SmsServer) -> None:
    answer = channel.send(sms_gateway(sms), PARCEL)

    [asked] = sms.asked
    assert asked.method == "POST"
    assert asked.path == "/send?appid=7"
    assert asked.json == {
        "mobile": "13800138000",
        "content": "【许昌助企】您的诉求已办结，请评价。",
        "uid": "ab12" * 8,
        "n": 1,
    }
    assert asked.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert answer.startswith("HTTP 200")


@pytest.mark.parametrize(
    "hostile",
    [
        '", "mobile": "13911111111',
        "\\",
        'a"}\r\n{"b',
        "{phone}{id}{secret:ZHUQI_NOTICES_KEY}",
        "\u2028</script>&a=b",
        "😀\x00",
    ],
)
def test_a_value_that_tries_to_be_json_stays_a_value(sms: SmsServer, hostile: str) -> None:
    channel.send(sms_gateway(sms), Parcel(id="x", to="13800138000", title="", text=hostile))

    [asked] = sms.asked
    assert asked.json["mobile"] == "13800138000"
    assert asked.json["content"] == f"【许昌助企】{hostile}"
    assert set(asked.json) == {"mobile", "content", "uid", "n"}


def test_whatever_the_text_a_json_gateway_reads_it_back_unchanged() -> None:
    with sms_server() as server:

        @given(st.text(max_size=200, alphabet=st.characters(exclude_categories=["Cs"])))
        def reads_back(text: str) -> None:
            server.asked.clear()
            gateway = sms_gateway(server)
            channel.send(gateway, Parcel(id="x", to="13800138000", title="", text=text))
            assert server.asked[0].json["content"] == f"【许昌助企】{text}"

        reads_back()


def test_a_form_keeps_its_fields_apart_whatever_the_text_says(sms: SmsServer) -> None:
    gateway = sms_gateway(sms, body_format="form", body="mobile={phone}\ncontent={text}\nsign=助企")

    channel.send(gateway, Parcel(id="x", to="13800138000", title="", text="a&mobile=1%20+b=\n"))

    [asked] = sms.asked
    assert asked.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert asked.body == (
        b"mobile=13800138000&content=a%26mobile%3D1%2520%2Bb%3D%0A&sign=%E5%8A%A9%E4%BC%81"
    )


def test_a_gateway_of_the_old_days_gets_gbk(sms: SmsServer) -> None:
    gateway = sms_gateway(
        sms,
        method="GET",
        body_format="none",
        body="",
        charset="gb18030",
        url=f"{sms.url}/s?m={{phone}}&c={{text}}",
    )

    channel.send(gateway, PARCEL)

    [asked] = sms.asked
    assert asked.method == "GET"
    assert asked.body == b""
    assert asked.path.startswith("/s?m=13800138000&c=%C4%FA%B5%C4")


def test_values_in_the_address_cannot_add_parameters(sms: SmsServer) -> None:
    gateway = sms_gateway(
        sms, method="GET", body_format="none", url=f"{sms.url}/s?m={{phone}}&c={{text}}"
    )

    channel.send(gateway, Parcel(id="x", to="13800138000", title="", text="a&m=1#/../?"))

    assert sms.asked[0].query == {"m": ["13800138000"], "c": ["a&m=1#/../?"]}


def test_secrets_come_from_the_environment_and_never_come_back(sms: SmsServer) -> None:
    environment = {"ZHUQI_NOTICES_KEY": "s3cr3t"}
    sms.answer = lambda: (200, b'{"code": 9, "msg": "key s3cr3t of 13800138000 has no credit"}')
    gateway = sms_gateway(sms, headers="Authorization: Bearer {secret:ZHUQI_NOTICES_KEY}")

    with pytest.raises(Unsent) as caught:
        channel.send(gateway, PARCEL, environment)

    assert sms.asked[0].headers["Authorization"] == "Bearer s3cr3t"
    assert "s3cr3t" not in caught.value.reason
    assert "13800138000" not in caught.value.reason
    assert "has no credit" in caught.value.reason


def test_a_secret_that_is_not_set_is_named_and_nothing_leaves(sms: SmsServer) -> None:
    gateway = sms_gateway(sms, headers="X-Key: {secret:ZHUQI_NOTICES_KEY}")

    assert channel.problem(gateway, {}) == "服务器上没有设置环境变量：ZHUQI_NOTICES_KEY"
    with pytest.raises(Unsent) as caught:
        channel.send(gateway, PARCEL, {})
    assert not caught.value.again
    assert sms.asked == []


def test_a_gateway_that_is_broken_may_be_asked_again(sms: SmsServer) -> None:
    sms.answer = lambda: (500, b"oops")

    failure = refused(sms)

    assert failure.again
    assert not failure.unknown
    assert failure.reason == "网关答复 HTTP 500 oops"


def test_a_gateway_that_finds_the_request_wrong_is_not_asked_again(sms: SmsServer) -> None:
    sms.answer = lambda: (400, "号码不对".encode())

    assert not refused(sms).again


def test_two_hundred_with_the_wrong_words_is_no_success(sms: SmsServer) -> None:
    for body in (b'{"code": 15, "msg": "x"}', b'{"data": 0}', b"[]", b"OK", b"", b"\xff\xfe"):
        sms.answer = lambda body=body: (200, body)  # type: ignore[misc]
        assert refused(sms).reason.startswith("网关没有接受")


def test_success_may_be_a_word_or_a_place_deep_in_the_answer(sms: SmsServer) -> None:
    sms.answer = lambda: (200, b'{"list": [{"ok": true}]}')
    channel.send(sms_gateway(sms, ok_path="list.0.ok", ok_value="true"), PARCEL)
    sms.answer = lambda: (200, "提交成功".encode("gb18030"))
    channel.send(sms_gateway(sms, ok_path="", ok_value="成功"), PARCEL)
    sms.answer = lambda: (202, b"")
    channel.send(sms_gateway(sms, ok_path="", ok_value="", ok_statuses="200,202"), PARCEL)


def test_a_gateway_that_does_not_answer_leaves_it_unknown(sms: SmsServer) -> None:
    def sleepy() -> tuple[int, bytes]:
        time.sleep(1.5)
        return 200, b""

    sms.answer = sleepy

    failure = refused(sms, timeout=1)

    assert failure.unknown
    assert failure.again
    assert failure.reason == "网关没有按时答复，可能已经发出"


def test_nobody_listening_is_known_not_to_have_arrived() -> None:
    failure = refused(SmsServer(f"http://127.0.0.1:{free_port()}"))

    assert failure.reason == "网关拒绝连接"
    assert not failure.unknown


def test_a_gateway_cannot_send_us_and_our_secrets_elsewhere(sms: SmsServer) -> None:
    sms.answer = lambda: (302, b"")

    assert refused(sms).reason.startswith("网关答复 HTTP 302")
    assert len(sms.asked) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "ftp://x/{phone}{text}"}, "url"),
        ({"url": "http://"}, "url"),
        ({"url": "http://{phone}.example.com/"}, "url"),
        ({"url": "http://x/{secret:ZHUQI_SECRET_KEY}"}, "url"),
        ({"url": "http://x/{secret:PATH}"}, "url"),
        ({"body": '{"a": "{phone}"'}, "body"),
        ({"body": '{"a": "{phone}{text}{user}"}'}, "body"),
        ({"body": '{"a": "{phone}"}'}, "body"),
        ({"body_format": "form", "body": "{phone}{text}"}, "body"),
        ({"headers": "no colon"}, "headers"),
        ({"headers": "X: {text}"}, "headers"),
        ({"headers": "X-Name: 助企"}, "headers"),
        ({"headers": "X Y: 1"}, "headers"),
        ({"ok_statuses": "fine"}, "ok_statuses"),
        ({"ok_statuses": "200,500"}, "ok_statuses"),
        ({"ok_value": ""}, "ok_value"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": 600}, "timeout"),
    ],
)
def test_a_template_that_cannot_work_is_refused_at_its_field(
    sms: SmsServer, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(NotValid) as caught:
        channel.check(sms_gateway(sms, **changes))

    assert list(caught.value.errors) == [field]


def test_a_template_that_works_passes(sms: SmsServer) -> None:
    channel.check(sms_gateway(sms, headers="X-Key: {secret:ZHUQI_NOTICES_KEY}\n\nX-Id: {id}"))
