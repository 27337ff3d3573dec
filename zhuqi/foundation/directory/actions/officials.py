"""Officials and the posts they hold."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from zhuqi.foundation.access import Actor, NotNow
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.store import apply_changes, check_columns
from zhuqi.foundation.directory.models import Official, Post, Unit
from zhuqi.foundation.directory.rules import refuse_bad_period, tidy

# Values that may have to be erased; the chain holds their digest.
_PRIVATE = ("phone", "email")


class OfficialChanges(TypedDict, total=False):
    """What of an official can be changed."""

    name: str
    phone: str
    email: str
    active: bool


@transaction.atomic
def add_official(
    *,
    name: str,
    by: Actor,
    phone: str = "",
    email: str = "",
    is_sample: bool = False,
    now: datetime | None = None,
) -> Official:
    """Enter a person in office; what they are comes with `give_post`."""
    official = Official(name=tidy(name), phone=tidy(phone), email=tidy(email), is_sample=is_sample)
    check_columns(official)
    official.save()
    record(
        object_type="official",
        object_id=official.pk,
        kind="official.added",
        by=by,
        data={"name": official.name},
        erasable={field: value for field in _PRIVATE if (value := getattr(official, field))},
        now=now,
    )
    return official


@transaction.atomic
def change_official(
    *,
    official: Official,
    by: Actor,
    now: datetime | None = None,
    **changes: Unpack[OfficialChanges],
) -> Official:
    """Change what differs. Of phone and e-mail the event holds only the new value, erasable."""
    locked = Official.objects.select_for_update().get(pk=official.pk)
    wanted = {
        name: tidy(value) if isinstance(value, str) else value for name, value in changes.items()
    }
    changed = apply_changes(locked, wanted)
    if changed:
        check_columns(locked)
        locked.save()
        record(
            object_type="official",
            object_id=locked.pk,
            kind="official.changed",
            by=by,
            data={field: pair for field, pair in changed.items() if field not in _PRIVATE},
            erasable={field: str(changed[field][1]) for field in _PRIVATE if field in changed},
            now=now,
        )
    return locked


@transaction.atomic
def give_post(
    *,
    official: Official,
    unit: Unit,
    title: str,
    since: date,
    by: Actor,
    until: date | None = None,
    now: datetime | None = None,
) -> Post:
    """What the official is in a unit from a day on; several posts at once are usual."""
    refuse_bad_period(since, until)
    post = Post(official=official, unit=unit, title=tidy(title), since=since, until=until)
    check_columns(post)
    post.save()
    record(
        object_type="official",
        object_id=official.pk,
        kind="official.post_given",
        by=by,
        data={
            "post": post.pk,
            "unit": unit.pk,
            "title": post.title,
            "since": since,
            "until": until,
        },
        now=now,
    )
    return post


@transaction.atomic
def end_post(*, post: Post, until: date, by: Actor, now: datetime | None = None) -> Post:
    """The last day of a post. NotNow if it has one already."""
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.until is not None:
        raise NotNow("该职务已经结束", state=locked.until.isoformat())
    refuse_bad_period(locked.since, until)
    locked.until = until
    locked.save(update_fields=["until"])
    record(
        object_type="official",
        object_id=locked.official_id,
        kind="official.post_ended",
        by=by,
        data={"post": locked.pk, "unit": locked.unit_id, "until": until},
        now=now,
    )
    return locked
