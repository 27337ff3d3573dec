"""Reads that pages share: inboxes, what is in force, what works."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.notices.channels import apprise, email, sms
from zhuqi.foundation.notices.enums import Channel, Part, Topic
from zhuqi.foundation.notices.models import (
    Delivery,
    Gateway,
    Message,
    NotificationPreference,
    QuietHours,
    TextVersion,
)
from zhuqi.foundation.notices.rules import DEFAULT_QUIET, NotificationPreferences, Quiet
from zhuqi.foundation.notices.texts import Wording, text_of

TOGETHER = timedelta(minutes=10)
# More unread than this is shown as "99+": counting on would cost and tell nothing.
MOST_COUNTED = 100

_PROBLEMS = {
    Channel.EMAIL: email.problem,
    Channel.CHAT: apprise.problem,
    Channel.SMS: sms.problem,
}


def inbox(scope: Scope) -> QuerySet[Message]:
    """One's own messages, newest first."""
    return Message.objects.visible_to(scope).order_by("-id")


def told_together(newest: Message, earlier: Message) -> bool:
    """True for different steps of one thing, told one person within minutes: they read as one."""
    return (
        bool(newest.object_ref)
        and newest.text_code != earlier.text_code
        and (newest.object_type, newest.object_ref) == (earlier.object_type, earlier.object_ref)
        and timedelta(0) <= newest.created_at - earlier.created_at <= TOGETHER
    )


def unread_count(scope: Scope) -> int:
    """How many are unread, at most MOST_COUNTED; one read of a small index."""
    return len(_UNREAD(user=scope.user_id))


_UNREAD = Prepared(
    lambda user: (
        Message.objects.of(user)
        .filter(read_at__isnull=True)
        .order_by("-id")
        .values_list("pk")[:MOST_COUNTED]
    )
)


def problem_of(gateway: Gateway) -> str:
    """Why nothing can be sent by this gateway now; "" where it can."""
    return _PROBLEMS[Channel(gateway.channel)](gateway)


def working_gateways() -> list[Gateway]:
    """The gateways by which something can be sent now. One query."""
    return [row for row in Gateway.objects.filter(enabled=True) if not problem_of(row)]


def gateways() -> list[Gateway]:
    """Everything that is set up, with units. One query."""
    return list(Gateway.objects.select_related("unit").order_by("channel", "pk"))


def sms_ready() -> bool:
    """True if texts to phones can be sent: pages offer codes only then."""
    return any(row.channel == Channel.SMS for row in working_gateways())


def email_ready() -> bool:
    """True if letters can be sent: pages let people change their mailbox only then."""
    return any(row.channel == Channel.EMAIL for row in working_gateways())


def wordings(codes: Iterable[str]) -> dict[tuple[str, Part], Wording]:
    """The wordings in force of both parts of each code. One query."""
    wanted = set(codes)
    found = {(code, part): text_of(code).shipped(part) for code in wanted for part in Part}
    rows = TextVersion.objects.filter(code__in=wanted).order_by("number")
    for row in rows:
        found[row.code, Part(row.part)] = Wording(row.title, row.body)
    return found


def wording_of(code: str, part: Part) -> tuple[int, Wording]:
    """The version in force and its wording."""
    row = history(code, part).first()
    if row is None:
        return 0, text_of(code).shipped(part)
    return row.number, Wording(row.title, row.body)


def newest_versions() -> dict[tuple[str, Part], TextVersion]:
    """What is in force where something was published, by code and part. One query."""
    rows = TextVersion.objects.order_by("number")
    return {(row.code, Part(row.part)): row for row in rows}


def last_deliveries(limit: int) -> list[Delivery]:
    """The newest notices that left or should leave the house."""
    return list(Delivery.objects.select_related("unit").order_by("-id")[:limit])


def preferences_of(user_ids: Iterable[int]) -> dict[int, NotificationPreferences]:
    """What people chose, by user. One query."""
    found: dict[int, dict[tuple[Topic, Channel], bool]] = {}
    for row in NotificationPreference.objects.filter(user__in=list(user_ids)):
        found.setdefault(row.user_id, {})[Topic(row.topic), Channel(row.channel)] = row.wanted
    return dict(found)


def quiet_of(user_ids: Iterable[int]) -> dict[int, Quiet]:
    """The quiet hours of each of them, chosen or by default. One query."""
    wanted = list(user_ids)
    chosen = {
        row.user_id: Quiet(row.begins, row.ends)
        for row in QuietHours.objects.filter(user__in=wanted)
    }
    return {user_id: chosen.get(user_id, DEFAULT_QUIET) for user_id in wanted}


def history(code: str, part: Part) -> QuerySet[TextVersion]:
    """What was published of a text's part, newest first."""
    return TextVersion.objects.filter(code=code, part=part).order_by("-number")
