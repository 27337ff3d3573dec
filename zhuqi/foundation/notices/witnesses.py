"""The newest seal's number and value, told to where the database and its file don't reach.

Who can write both can take the last seals away, and nothing left inside would show it. So each
seal goes to an address outside by HTTP and to mailboxes, where these are configured, and to the
audit administrators' inbox, from where their mail carries it on. `zhuqi check audit --witness`
compares what they kept.
"""

import json
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.audit.models import Seal
from zhuqi.foundation.notices.actions.notifying import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.texts import Text, declare

TEXT = "audit.seal"
# An inbox is for people: the seals of ten minutes make one line, the quiet ones of an hour.
AT_ONCE, QUIET = timedelta(minutes=10), timedelta(hours=1)
_TIMEOUT = 20

declare(
    Text(
        code=TEXT,
        label="日志封存见证 · 告知审计管理员",
        topic=Topic.ACCOUNT,
        title="日志封存到第 {号} 次",
        body="第{号}次封存，{时间}，封存值 {值}。请另存或转发到本系统之外，"
        "核对日志时用 zhuqi check audit --witness 对照。",
        short="日志第{号}次封存，封存值 {值}",
        placeholders={"号": "128", "时间": "2026-11-24 17:30", "值": "3f" * 32},
    )
)


class WitnessError(OSError):
    """A witness outside could not be told; tried again."""


def line_of(seal: Seal) -> str:
    """A seal in one line, as people and `check audit --witness` read it."""
    return f"第{seal.number}次封存，{_moment(seal)}，封存值 {seal.mac}。"


def tell_outside(number: int) -> None:
    """Tell the witnesses outside of one seal. WitnessError where one of them can't be reached."""
    seal = Seal.objects.get(number=number)
    for url in settings.WITNESS_URLS:
        _post(url, seal)
    if settings.WITNESS_MAIL:
        _mail(seal)


def tell_inboxes(now: datetime, *, at_once: bool = False) -> int:
    """Tell the audit administrators of the newest seal, unless they were told of one just now."""
    seal = Seal.objects.order_by("number").last()
    told = Message.objects.filter(text_code=TEXT).order_by("-created_at").first()
    rest = AT_ONCE if at_once else QUIET
    if seal is None or (told is not None and told.created_at > now - rest):
        return 0
    values = {"号": str(seal.number), "时间": _moment(seal), "值": seal.mac}
    notices = [
        Notice(user_id=user, text_code=TEXT, values=values, key=f"{TEXT}:{seal.number}")
        for user in _audit_administrators(now)
    ]
    with transaction.atomic():
        return notify(notices, now=now)


def _audit_administrators(now: datetime) -> Iterator[int]:
    held = RoleAssignment.objects.filter(running(now), role=Role.AUDIT_ADMIN)
    yield from held.order_by("user_id").values_list("user_id", flat=True).distinct()


def _moment(seal: Seal) -> str:
    return f"{timezone.localtime(seal.sealed_at):%Y-%m-%d %H:%M}"


def _post(url: str, seal: Seal) -> None:
    told = {
        "number": seal.number,
        "sealed_at": seal.sealed_at.isoformat(),
        "head_count": seal.head_count,
        "mac": seal.mac,
        "key_id": seal.key_id,
    }
    request = Request(  # noqa: S310 (the settings allow http and https only)
        url,
        data=json.dumps(told).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=_TIMEOUT) as answer:
            answer.read(1024)
    except (URLError, TimeoutError, OSError) as error:
        raise WitnessError(f"封存见证 {urlsplit(url).hostname} 没有收下：{error}") from error


def _mail(seal: Seal) -> None:
    letter = EmailMessage(
        f"日志封存到第 {seal.number} 次", line_of(seal), to=list(settings.WITNESS_MAIL)
    )
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as error:
        raise WitnessError(f"封存见证的邮件没有发出：{error}") from error
