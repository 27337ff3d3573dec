"""Administrators set up how notices leave the house, and try it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.validators import clean_email
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.actions.sending import dispatch
from zhuqi.foundation.notices.addresses import masked, mobile
from zhuqi.foundation.notices.channels import sms
from zhuqi.foundation.notices.channels.parcel import VARIABLE, Parcel, Unsent
from zhuqi.foundation.notices.enums import Channel, NoticeEvent, Part
from zhuqi.foundation.notices.models import Gateway
from zhuqi.foundation.notices.queries import problem_of, wordings
from zhuqi.foundation.notices.texts import filled

OBJECT = "notice_gateway"
TEST = "notices.test"
FIELDS: dict[Channel, tuple[str, ...]] = {
    Channel.EMAIL: ("enabled",),
    Channel.CHAT: ("enabled", "variable"),
    Channel.SMS: (
        "enabled", "method", "url", "headers", "body_format", "body", "charset", "ok_statuses",
        "ok_path", "ok_value", "timeout",
    ),
}  # fmt: skip


def configure_gateway(
    *,
    channel: Channel,
    settings: Mapping[str, Any],
    by: Person,
    unit: Unit | None = None,
    now: datetime | None = None,
) -> Gateway:
    """Set up a channel (for chat also a unit's group robot); only a change is written and logged.

    NotValid, field by field, for what could not work. Values of secrets are never settings.

    NotYours for all but a system administrator; NotNow if somebody else sets up the same channel at
    the same moment.
    """
    _may(by)
    if unit is not None and channel != Channel.CHAT:
        raise NotValid({"unit": "只有企业微信等可以设单位群"})
    try:
        with transaction.atomic():
            gateway = (
                Gateway.objects.select_for_update().filter(channel=channel, unit=unit).first()
            ) or Gateway(channel=channel, unit=unit)
            changes = _applied(gateway, channel, settings)
            _check(gateway)
            if changes or gateway.pk is None:
                gateway.save()
                record(
                    object_type=OBJECT,
                    object_id=gateway.pk,
                    kind=NoticeEvent.CONFIGURED,
                    by=by.actor,
                    data={
                        "channel": channel,
                        "unit": unit.pk if unit else None,
                        "changes": changes,
                    },
                    now=now or timezone.now(),
                )
    except IntegrityError:
        raise NotNow("这个通道刚刚被其他人设置过，请核对后再保存") from None
    return gateway


def _may(by: Person) -> None:
    if not by.scope.holds(Role.SYSTEM_ADMIN):
        raise NotYours("只有系统管理员可以设置发送通道")


def _applied(
    gateway: Gateway, channel: Channel, settings: Mapping[str, Any]
) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for name in FIELDS[channel]:
        before, after = getattr(gateway, name), settings.get(name, getattr(gateway, name))
        if isinstance(after, str):
            after = after.replace("\x00", "").replace("\r\n", "\n").strip()
        if before != after:
            setattr(gateway, name, after)
            changes[name] = [before, after]
    return changes


def _check(gateway: Gateway) -> None:
    if gateway.channel == Channel.SMS:
        sms.check(gateway)
    if gateway.channel == Channel.CHAT and not VARIABLE.fullmatch(gateway.variable):
        raise NotValid({"variable": "变量名须以 ZHUQI_NOTICES_ 开头，只用大写字母、数字和下划线"})


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a test: whether it went, and what was answered."""

    went: bool
    answer: str


def try_out(*, gateway: Gateway, to: str, by: Person, now: datetime | None = None) -> Trial:
    """Really send the test text, here and now, and say what the other side answered.

    Must run outside a transaction: it waits for the network. NotValid if `to` is no address of
    this channel, NotNow if the channel is off or not complete.

    NotYours for all but a system administrator.
    """
    _may(by)
    moment = now or timezone.now()
    channel = Channel(gateway.channel)
    address = _address(channel, to) if gateway.unit_id is None else str(gateway.unit)
    if why_not := problem_of(gateway):
        raise NotNow(why_not)
    words = wordings([TEST])
    values = {"时间": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"}
    body = words[TEST, Part.FULL if channel == Channel.EMAIL else Part.SHORT].body
    parcel = Parcel(
        id=f"test{moment:%Y%m%d%H%M%S%f}",
        to=address,
        title=filled(words[TEST, Part.FULL].title, values),
        text=filled(body, values),
    )
    try:
        trial = Trial(went=True, answer=dispatch(gateway, parcel, _person(channel, address)))
    except Unsent as failure:
        trial = Trial(went=False, answer=failure.reason)
    with transaction.atomic():
        record(
            object_type=OBJECT,
            object_id=gateway.pk,
            kind=NoticeEvent.TESTED,
            by=by.actor,
            data={"to": masked(channel, address), "went": trial.went, "answer": trial.answer},
            now=moment,
        )
    return trial


def _address(channel: Channel, to: str) -> str:
    if channel == Channel.SMS:
        number = mobile(to)
        if not number:
            raise NotValid({"to": "请填写11位手机号"})
        return number
    if channel == Channel.EMAIL:
        try:
            return clean_email(to)
        except NotValid as refusal:
            raise NotValid({"to": refusal.reason}) from None
    if not to.strip():
        raise NotValid({"to": "请填写对方在企业微信等里的账号"})
    return to.strip()


def _person(channel: Channel, address: str) -> dict[str, str]:
    """For chat the one word typed stands for whatever the address asks for."""
    return dict.fromkeys(("phone", "email", "username"), address if channel == Channel.CHAT else "")
