"""What a person wants to be told by, and when not."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.notices.enums import NoticeEvent
from zhuqi.foundation.notices.models import NotificationPreference, QuietHours
from zhuqi.foundation.notices.queries import preferences_of, quiet_of
from zhuqi.foundation.notices.rules import NotificationPreferences, Quiet, wants_channel

OBJECT = "notice_wishes"


def choose_preferences(
    *, preferences: NotificationPreferences, quiet: Quiet, by: Person, now: datetime | None = None
) -> Mapping[str, list[str]]:
    """Keep what the person chose for themselves; returns what changed, by its name in the log.

    Topics and channels not in `preferences` stay as they are. Nothing is written if nothing
    changed. NotYours for who is not signed in.
    """
    user_id = by.actor.user_id
    if not user_id:
        raise NotYours("请先登录")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        firm = user.official_id is None
        kept = preferences_of([user_id]).get(user_id, {})
        changes: dict[str, list[str]] = {}
        for (topic, channel), want in preferences.items():
            before = wants_channel(topic, channel, firm=firm, preferences=kept)
            if before != want:
                NotificationPreference.objects.update_or_create(
                    user=user, topic=topic, channel=channel, defaults={"wanted": want}
                )
                changes[f"{topic}.{channel}"] = [_word(before), _word(want)]
        before_quiet = quiet_of([user_id])[user_id]
        if before_quiet != quiet:
            QuietHours.objects.update_or_create(
                user=user, defaults={"begins": quiet.begins, "ends": quiet.ends}
            )
            changes["quiet"] = [_hours(before_quiet), _hours(quiet)]
        if changes:
            record(
                object_type=OBJECT,
                object_id=user_id,
                kind=NoticeEvent.CHOSEN,
                by=by.actor,
                data={"changes": changes},
                now=now or timezone.now(),
            )
    return changes


def _word(want: bool) -> str:  # noqa: FBT001 (a value to be named)
    return "on" if want else "off"


def _hours(quiet: Quiet) -> str:
    return f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}"
