"""标签: the tags there are, and those a firm has."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, TypedDict, Unpack

from django.db import transaction

from zhuqi.foundation.access import Actor, NotValid, Person
from zhuqi.foundation.directory.actions.store import (
    alter,
    enter,
    locked,
    record_changes,
    switch,
    tidied,
)
from zhuqi.foundation.directory.models import Enterprise, Tag
from zhuqi.foundation.directory.rules import may_tend

OBJECT = "tag"
FIELDS = ("name", "for_cases", "for_enterprises", "note", "order")
_TAKEN = "已有同名标签"


class TagChanges(TypedDict, total=False):
    """What of a tag can be changed: all of it."""

    name: str
    for_cases: bool
    for_enterprises: bool
    note: str
    order: int


@transaction.atomic
def add_tag(
    *, by: Actor, reason: str = "", now: datetime | None = None, **given: Unpack[TagChanges]
) -> Tag:
    """A new tag. NotValid for a name in use, or a tag for nothing."""
    row = Tag(**tidied(given))
    _refuse_useless(row)
    return enter(
        row, object_type=OBJECT, fields=FIELDS, taken=_TAKEN, by=by, reason=reason, now=now
    )


@transaction.atomic
def change_tag(
    *,
    tag: Tag,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[TagChanges],
) -> Tag:
    """Change what differs. What has the tag shows its new name."""
    row, wanted = locked(tag), tidied(changes)
    _refuse_useless(Tag(**{name: wanted.get(name, getattr(row, name)) for name in FIELDS}))
    return alter(row, wanted, object_type=OBJECT, taken=_TAKEN, by=by, reason=reason, now=now)


@transaction.atomic
def retire_tag(*, tag: Tag, by: Actor, reason: str = "", now: datetime | None = None) -> Tag:
    """It can't be put on anything new; what has it keeps it."""
    return switch(locked(tag), on=False, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def restore_tag(*, tag: Tag, by: Actor, reason: str = "", now: datetime | None = None) -> Tag:
    """Into use again."""
    return switch(locked(tag), on=True, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def tag_enterprise(
    *, enterprise: Enterprise, tags: Collection[Tag], by: Person, now: datetime | None = None
) -> None:
    """The firm has these tags and no others. The same again leaves no event.

    NotYours for anyone but the office that serves the firm.
    """
    row = locked(enterprise)
    may_tend(by, {row.office_id})
    before = list(row.tags.all())
    if {tag.pk for tag in tags} == {tag.pk for tag in before}:
        return
    refuse_unusable(tags, before, for_="enterprises")
    row.tags.set(tags)
    changed: dict[str, list[object]] = {
        "tags": [sorted(tag.name for tag in some) for some in (before, tags)]
    }
    record_changes(row, changed, object_type="enterprise", kind="tagged", by=by.actor, now=now)


def refuse_unusable(
    tags: Collection[Tag], before: Collection[Tag], *, for_: Literal["cases", "enterprises"]
) -> None:
    """NotValid for a tag newly put on that is retired or meant for something else."""
    fresh = {tag.pk for tag in tags} - {tag.pk for tag in before}
    # Read anew: the page that offered it may have stood open while it was retired.
    usable = {"active": True, f"for_{for_}": True}
    wrong = Tag.objects.filter(pk__in=fresh).exclude(**usable).first()
    if wrong is not None:
        raise NotValid({"tags": f"标签“{wrong.name}”已停用或不用于此处"})


def _refuse_useless(tag: Tag) -> None:
    if not (tag.for_cases or tag.for_enterprises):
        raise NotValid({"for_cases": "请至少选择一种用途"})
