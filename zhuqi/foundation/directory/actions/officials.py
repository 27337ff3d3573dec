"""Officials and the posts they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.models import Official, Post, Unit
from zhuqi.foundation.directory.rules import refuse_bad_period
from zhuqi.foundation.reference_tables.rows import (
    BATCH,
    apply_changes,
    check_columns,
    locked_row,
    reason_data,
    tidied,
)
from zhuqi.foundation.reference_tables.table import Table
from zhuqi.foundation.reference_tables.text import tidy


def _posts(row: Official) -> str:
    count = row.posts.filter(_runs()).count()
    return f"还有 {count} 个职务没有结束" if count else ""


def _firms(row: Official) -> str:
    count = row.liaised.filter(_runs()).count()
    return f"还有 {count} 家企业由其包联" if count else ""


def _runs() -> Q:
    return Q(until=None) | Q(until__gte=timezone.localdate())


# What an official is comes with `give_post`. Phone and e-mail may have to be erased.
OFFICIALS = Table(
    Official,
    object_type="official",
    fields=("name",),
    private=("phone", "email"),
    quiet=("is_sample",),
    guard_retire=(_posts, _firms),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """A post that is to be given."""

    official: Official
    unit: Unit
    title: str
    since: date
    until: date | None = None


def give_post(
    *,
    official: Official,
    unit: Unit,
    title: str,
    since: date,
    by: Actor,
    until: date | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Post:
    """What the official is in a unit from a day on; several posts at once are usual.

    NotValid for a period that ends before it begins, or a title too long.
    """
    draft = PostDraft(official=official, unit=unit, title=title, since=since, until=until)
    return give_posts([draft], by=by, reason=reason, now=now)[0]


@transaction.atomic
def give_posts(
    drafts: Iterable[PostDraft], *, by: Actor, reason: str = "", now: datetime | None = None
) -> list[Post]:
    """`give_post` for many: all or none.

    NotValid as there.
    """
    posts = [
        Post(
            official=draft.official,
            unit=draft.unit,
            title=tidy(draft.title),
            since=draft.since,
            until=draft.until,
        )
        for draft in drafts
    ]
    for post in posts:
        refuse_bad_period(post.since, post.until)
        check_columns(post)
    Post.objects.bulk_create(posts, batch_size=BATCH)
    record_many(
        [
            Entry(
                object_type=OFFICIALS.object_type,
                object_id=post.official_id,
                kind="official.post_given",
                by=by,
                data={
                    "post": post.pk,
                    "unit": post.unit_id,
                    "title": post.title,
                    "since": post.since,
                    "until": post.until,
                    **reason_data(reason),
                },
            )
            for post in posts
        ],
        now=now,
    )
    return posts


class PostChanges(TypedDict, total=False):
    """What of a post can be mended. Another unit or person is another post."""

    title: str
    since: date
    until: date | None


@transaction.atomic
def change_post(
    *,
    post: Post,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[PostChanges],
) -> Post:
    """Mend a title or a date. Nothing different: no event.

    NotValid for a period that ends before it begins, or a title too long.
    """
    row = locked_row(post)
    if changed := apply_changes(row, tidied(changes)):
        refuse_bad_period(row.since, row.until)
        check_columns(row)
        row.save()
        data = {"changes": changed, **reason_data(reason)}
        _record_post(row, data, kind="post_changed", by=by, now=now)
    return row


@transaction.atomic
def end_post(
    *, post: Post, until: date, by: Actor, reason: str = "", now: datetime | None = None
) -> Post:
    """The last day of a post. NotNow if it has one already.

    NotValid for a day before the first.
    """
    row = locked_row(post)
    if row.until is not None:
        raise NotNow("该职务已经结束", state="已结束")
    refuse_bad_period(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    data = {"unit": row.unit_id, "changes": {"until": [None, until]}, **reason_data(reason)}
    _record_post(row, data, kind="post_ended", by=by, now=now)
    return row


@transaction.atomic
def resume_post(*, post: Post, by: Actor, reason: str = "", now: datetime | None = None) -> Post:
    """An ended post runs on, as if it had not ended. NotNow if it runs, or its unit is retired."""
    row = locked_row(post)
    if row.until is None:
        raise NotNow("该职务没有结束", state="在任")
    if not row.unit.active:
        raise NotNow(f"{row.unit}已停用，请先恢复单位", state="已停用")
    if not row.official.active:
        raise NotNow(f"{row.official}已不在岗，请先恢复", state="已停用")
    changed = apply_changes(row, {"until": None})
    row.save(update_fields=["until"])
    data = {"changes": changed, **reason_data(reason)}
    _record_post(row, data, kind="post_resumed", by=by, now=now)
    return row


def _record_post(
    post: Post, data: Mapping[str, object], *, kind: str, by: Actor, now: datetime | None
) -> None:
    record(
        object_type=OFFICIALS.object_type,
        object_id=post.official_id,
        kind=f"official.{kind}",
        by=by,
        data={"post": post.pk, **data},
        now=now,
    )
