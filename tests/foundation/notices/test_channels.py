"""Letters and messengers, against servers that really listen on this machine."""

import email
from email import policy

import pytest
from pytest_django import Settings

from tests.foundation.notices.gateways import MailServer, SmsServer, free_port
from zhuqi.config.environment import Mail, mail_from_url
from zhuqi.foundation.notices.channels import apprise
from zhuqi.foundation.notices.channels import email as letters
from zhuqi.foundation.notices.channels.parcel import Parcel, Unsent
from zhuqi.foundation.notices.models import Gateway

PARCEL = Parcel(id="ab12" * 8, to="zhao@example.com", title="您的诉求已办结", text="请打开查看。")
ON = Gateway(channel="email", enabled=True)


def test_a_letter_in_chinese_arrives_with_its_stable_id(mail: MailServer) -> None:
    assert letters.problem(ON) == ""
    letters.send(ON, PARCEL)

    [raw] = mail.letters
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"].strip() == "您的诉求已办结"
    assert letter["Message-ID"] == f"<{'ab12' * 8}@xuchang.example>"
    assert letter.get_content().strip() == "请打开查看。"
    assert mail.to == ["zhao@example.com"]


@pytest.mark.parametrize(("reply", "again"), [("550 no such box", False), ("451 later", True)])
def test_an_address_that_is_refused_for_good_is_not_tried_again(
    mail: MailServer, reply: str, *, again: bool
) -> None:
    mail.recipient_reply = reply
    with pytest.raises(Unsent) as caught:
        letters.send(ON, PARCEL)

    assert caught.value.again is again
    assert "zhao" not in caught.value.reason
    assert mail.letters == []


def test_a_server_that_refuses_the_letter_may_be_asked_again(mail: MailServer) -> None:
    mail.data_reply = "452 full"
    with pytest.raises(Unsent) as caught:
        letters.send(ON, PARCEL)

    assert caught.value.again
    assert not caught.value.unknown


def test_a_server_that_hangs_up_after_the_letter_leaves_it_unknown(mail: MailServer) -> None:
    mail.data_reply = ""
    with pytest.raises(Unsent) as caught:
        letters.send(ON, PARCEL)

    assert caught.value.unknown


def test_no_server_is_no_letter(settings: Settings, mail: MailServer) -> None:
    settings.EMAIL_PORT = free_port()
    with pytest.raises(Unsent) as caught:
        letters.send(ON, PARCEL)
    assert caught.value.reason == "连不上邮件服务器"
    assert mail.letters == []

    settings.EMAIL_HOST = ""
    assert "ZHUQI_EMAIL_URL" in letters.problem(ON)


def test_the_mail_server_s_url_is_read() -> None:
    assert mail_from_url("") == Mail()
    assert mail_from_url("smtp://me%40x:p%3Aw@mail.example") == Mail(
        "mail.example", 587, "me@x", "p:w", starttls=True
    )
    assert mail_from_url("smtps://mail.example:4650").port == 4650
    assert not mail_from_url("smtp+plain://localhost").starttls
    for wrong in ("http://x", "smtp://", "mail.example"):
        with pytest.raises(Exception, match="ZHUQI_EMAIL_URL"):
            mail_from_url(wrong)


# Messengers


def chat(monkeypatch: pytest.MonkeyPatch, *addresses: str, unit_id: int | None = None) -> Gateway:
    monkeypatch.setenv("ZHUQI_NOTICES_CHAT", " ".join(addresses))
    return Gateway(channel="chat", enabled=True, variable="ZHUQI_NOTICES_CHAT", unit_id=unit_id)


PERSON = {"phone": "13800138000", "email": "", "username": "a b/c?d=e"}


def test_a_messenger_is_told_by_the_person_s_own_address(
    sms: SmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = sms.url.removeprefix("http://")
    gateway = chat(monkeypatch, f"json://{host}/u/{{username}}/{{phone}}")
    assert apprise.problem(gateway) == ""
    assert apprise.needs(gateway) == {"username", "phone"}

    apprise.send(gateway, PARCEL, PERSON)

    [asked] = sms.asked
    assert asked.json["title"] == "您的诉求已办结"
    assert asked.json["message"] == "请打开查看。"
    assert asked.path.rstrip("/").endswith("13800138000")
    assert "?" not in asked.path


def test_a_messenger_that_refuses_may_be_asked_again(
    sms: SmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms.answer = lambda: (500, b"")
    gateway = chat(monkeypatch, f"json://{sms.url.removeprefix('http://')}/{{phone}}")
    with pytest.raises(Unsent) as caught:
        apprise.send(gateway, PARCEL, PERSON)

    assert caught.value.again
    assert "13800138000" not in caught.value.reason


def test_an_address_of_a_messenger_nobody_knows_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Unsent) as caught:
        apprise.send(chat(monkeypatch, "no-such://s3cr3t/{phone}"), PARCEL, PERSON)

    assert not caught.value.again
    assert "s3cr3t" not in caught.value.reason


def test_what_is_wrong_with_a_messenger_is_said_without_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert apprise.problem(chat(monkeypatch)) == "服务器上没有设置环境变量：ZHUQI_NOTICES_CHAT"
    assert "读不懂" in apprise.problem(chat(monkeypatch, "s3cr3t/{phone}"))
    assert "s3cr3t" not in apprise.problem(chat(monkeypatch, "s3cr3t/{phone}"))
    assert "{phone}" in apprise.problem(chat(monkeypatch, "json://localhost/all"))
    assert apprise.problem(chat(monkeypatch, "json://localhost/all", unit_id=1)) == ""
    assert "个人" in apprise.problem(chat(monkeypatch, "json://localhost/{phone}", unit_id=1))
    off = chat(monkeypatch, "json://localhost/{phone}")
    off.enabled = False
    assert apprise.problem(off) == "通道没有启用"
    off.enabled, off.variable = True, "PATH"
    assert apprise.problem(off) == "没有写明环境变量"
