"""标签: the tags there are, and those a firm has."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from django.db import transaction

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.directory.models import Enterprise, Tag
from zhuqi.foundation.directory.rules import may_tend
from zhuqi.foundation.reference_tables.rows import locked_row, record_changes
from zhuqi.foundation.reference_tables.table import Table, Values

_USES = ("for_cases", "for_enterprises")


def _settled(row: Tag, wanted: Values) -> Values:
    """NotValid for a tag that is for nothing."""
    if not any(wanted.get(use, getattr(row, use)) for use in _USES):
        raise NotValid({"for_cases": "请至少选择一种用途"})
    return wanted


# What has a retired tag keeps it.
TAGS = Table(
    Tag,
    object_type="tag",
    fields=("name", *_USES, "note", "order"),
    taken="已有同名标签",
    settle=_settled,
)


@transaction.atomic
def tag_enterprise(
    *, enterprise: Enterprise, tags: Collection[Tag], by: Person, now: datetime | None = None
) -> None:
    """The firm has these tags and no others. The same again leaves no event.

    NotYours for anyone but the office that serves the firm.

    NotValid for a tag retired, or not meant for firms.
    """
    row = locked_row(enterprise)
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
