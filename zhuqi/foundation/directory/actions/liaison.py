"""包联: who looks after which firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zhuqi.foundation.access import Actor, NotNow
from zhuqi.foundation.audit.actions import Entry, record_many
from zhuqi.foundation.directory.actions.store import BATCH
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official
from zhuqi.foundation.directory.rules import refuse_bad_period


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """A link that is to be made."""

    enterprise: Enterprise
    official: Official
    since: date


def link_liaison(
    *,
    enterprise: Enterprise,
    official: Official,
    since: date,
    by: Actor,
    now: datetime | None = None,
) -> LiaisonLink:
    """The official looks after the firm from a day on. NotNow if they already do."""
    draft = LinkDraft(enterprise=enterprise, official=official, since=since)
    return link_liaisons([draft], by=by, now=now)[0]


@transaction.atomic
def link_liaisons(
    drafts: Sequence[LinkDraft], *, by: Actor, now: datetime | None = None
) -> list[LiaisonLink]:
    """`link_liaison` for many: all or none."""
    links = [
        LiaisonLink(enterprise=draft.enterprise, official=draft.official, since=draft.since)
        for draft in drafts
    ]
    try:
        with transaction.atomic():
            LiaisonLink.objects.bulk_create(links, batch_size=BATCH)
    except IntegrityError as error:
        raise NotNow("该干部正在联系服务该企业，无需重复登记", state="联系中") from error
    record_many([_entry(link, "enterprise.liaison_linked", by) for link in links], now=now)
    return links


@transaction.atomic
def end_liaison(
    *, link: LiaisonLink, until: date, by: Actor, now: datetime | None = None
) -> LiaisonLink:
    """The last day of a link. NotNow if it has one already."""
    locked = LiaisonLink.objects.select_for_update().get(pk=link.pk)
    if locked.until is not None:
        raise NotNow("该联系服务关系已经解除", state=locked.until.isoformat())
    refuse_bad_period(locked.since, until)
    locked.until = until
    locked.save(update_fields=["until"])
    record_many([_entry(locked, "enterprise.liaison_ended", by)], now=now)
    return locked


def _entry(link: LiaisonLink, kind: str, by: Actor) -> Entry:
    data = {
        "link": link.pk,
        "official": link.official_id,
        "since": link.since,
        "until": link.until,
    }
    return Entry(
        object_type="enterprise", object_id=link.enterprise_id, kind=kind, by=by, data=data
    )
