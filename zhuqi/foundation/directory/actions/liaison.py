"""包联: who looks after which firm. The office that serves a firm decides; each link has dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, Person
from zhuqi.foundation.audit.actions import Entry, record_many
from zhuqi.foundation.directory.enums import EnterpriseEvent, LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.directory.rules import may_tend, refuse_bad_period, refuse_day_outside
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.reference_tables.rows import BATCH

# Owed when somebody else looks after a firm than before.
CHANGED = "liaison.changed"
# What is said of a link that nothing but itself is about.
_BY_ITSELF: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """A link that is to be made: an official in person, or (`kind` unit) a unit as such."""

    enterprise: Enterprise
    since: date
    official: Official | None = None
    unit: Unit | None = None
    kind: LiaisonKind = LiaisonKind.OFFICIAL


def link_liaison(
    *,
    enterprise: Enterprise,
    since: date,
    by: Person,
    official: Official | None = None,
    unit: Unit | None = None,
    kind: LiaisonKind = LiaisonKind.OFFICIAL,
    now: datetime | None = None,
) -> LiaisonLink:
    """Official or unit looks after the firm from a day on. NotNow if they already do.

    NotYours for all but the firm's office; NotValid for a day outside the calendar, or an official
    or unit that is missing or not in use.
    """
    draft = LinkDraft(enterprise=enterprise, official=official, unit=unit, kind=kind, since=since)
    return link_liaisons([draft], by=by, now=now)[0]


@transaction.atomic
def link_liaisons(
    drafts: Sequence[LinkDraft],
    *,
    by: Person,
    now: datetime | None = None,
    occasion: Mapping[str, object] = _BY_ITSELF,
) -> list[LiaisonLink]:
    """`link_liaison` for many: all or none. `occasion` is said by every event.

    NotYours, NotNow and NotValid as there.
    """
    may_tend(by, {draft.enterprise.office_id for draft in drafts})
    links = [_link(draft) for draft in drafts]
    try:
        with transaction.atomic():
            LiaisonLink.objects.bulk_create(links, batch_size=BATCH)
    except IntegrityError as error:
        raise NotNow(_("该干部或单位正在包联该企业，无需重复登记"), state=_("包联中")) from error
    kind = EnterpriseEvent.LIAISON_LINKED
    record_many([_entry(link, kind, by, occasion) for link in links], now=now)
    return links


def _link(draft: LinkDraft) -> LiaisonLink:
    refuse_day_outside(draft.since)
    if draft.kind == LiaisonKind.UNIT:
        if draft.unit is None or not draft.unit.active:
            raise NotValid({"unit": _("请选择包联单位")})
        return LiaisonLink(
            enterprise=draft.enterprise, kind=draft.kind, unit=draft.unit, since=draft.since
        )
    if draft.official is None:
        raise NotValid({"official": _("请选择包联干部")})
    if not draft.official.active:
        raise NotValid({"official": _("%(name)s已不在岗") % {"name": draft.official}})
    return LiaisonLink(
        enterprise=draft.enterprise, kind=draft.kind, official=draft.official, since=draft.since
    )


@transaction.atomic
def end_liaison(
    *, link: LiaisonLink, until: date, by: Person, now: datetime | None = None
) -> LiaisonLink:
    """The last day of a link. NotNow if it has one already.

    NotYours for all but the firm's office; NotValid for a day outside the calendar or before the
    first.
    """
    [locked] = _locked([link.pk])
    may_tend(by, {locked.enterprise.office_id})
    if locked.until is not None:
        raise NotNow("该联系服务关系已经解除", state="已解除")
    refuse_day_outside(until)
    refuse_bad_period(locked.since, until)
    locked.until = until
    locked.save(update_fields=["until"])
    record_many([_entry(locked, EnterpriseEvent.LIAISON_ENDED, by)], now=now)
    return locked


@transaction.atomic
def hand_over_liaison(
    *,
    links: Iterable[LiaisonLink],
    to: Official,
    since: date,
    by: Person,
    now: datetime | None = None,
) -> list[LiaisonLink]:
    """From a day on `to` looks after the firms of these links; the one before, to the day before.

    All or none. A firm that `to` looks after already is only taken off the other's list. Returns
    the new links.

    NotYours for all but the firms' office; NotNow where a link has ended; NotValid without links,
    for links that are `to`'s own, or where `to` is not in use.
    """
    refuse_day_outside(since)
    old = _locked([link.pk for link in links])
    may_tend(by, {link.enterprise.office_id for link in old})
    if not old:
        raise NotValid({"links": _("请选择要交接的企业")})
    if any(link.official_id == to.pk for link in old):
        raise NotValid({"to": _("交出人和接手人是同一个人")})
    _end(old, since, by, now, {"handed_to": to.pk})
    firms = {link.enterprise_id: link for link in old}
    kept = LiaisonLink.objects.filter(official=to, until=None, enterprise__in=firms)
    held = set(kept.order_by().values_list("enterprise_id", flat=True))
    drafts = [
        LinkDraft(
            enterprise=link.enterprise,
            official=to,
            since=since,
            kind=_kind_in_person(link),
        )
        for pk, link in firms.items()
        if pk not in held
    ]
    return _told(link_liaisons(drafts, by=by, now=now))


@transaction.atomic
def change_liaisons(
    *,
    ends: Iterable[int],
    drafts: Sequence[LinkDraft],
    since: date,
    occasion: Mapping[str, object],
    by: Person,
    now: datetime | None = None,
) -> list[LiaisonLink]:
    """动态调整: the links of these ids end with the day before, and others begin. All or none.

    `occasion` is said by every event: what decided it. Returns the new links. NotYours, NotNow and
    NotValid as for `link_liaison` and `hand_over_liaison`.
    """
    refuse_day_outside(since)
    old = _locked(ends)
    may_tend(by, {link.enterprise.office_id for link in old})
    _end(old, since, by, now, occasion)
    return _told(link_liaisons(drafts, by=by, now=now, occasion=occasion))


def _told(links: list[LiaisonLink]) -> list[LiaisonLink]:
    """Firms are owed word of who looks after them from now on."""
    enqueue_many(
        [
            NewOutboxItem(kind=CHANGED, key=f"{CHANGED}:{link.pk}", payload={"link": link.pk})
            for link in links
        ]
    )
    return links


def _end(
    links: Sequence[LiaisonLink],
    since: date,
    by: Person,
    now: datetime | None,
    more: Mapping[str, object],
) -> None:
    """Their last day is the one before, or their first where that is later."""
    for link in links:
        if link.until is not None:
            raise NotNow(
                _("%(firm)s的联系服务关系已经解除") % {"firm": link.enterprise},
                state="已解除",
            )
        link.until = max(link.since, since - timedelta(days=1))
    LiaisonLink.objects.bulk_update(links, ["until"], batch_size=BATCH)
    kind = EnterpriseEvent.LIAISON_ENDED
    record_many([_entry(link, kind, by, more) for link in links], now=now)


def _kind_in_person(link: LiaisonLink) -> LiaisonKind:
    """What a person becomes who takes over a link: a leader for a leader, else an official."""
    kind = LiaisonKind(link.kind)
    return LiaisonKind.OFFICIAL if kind == LiaisonKind.UNIT else kind


def _locked(ids: Iterable[int]) -> list[LiaisonLink]:
    rows = LiaisonLink.objects.select_for_update(of=("self",)).select_related("enterprise")
    return list(rows.filter(pk__in=list(ids)).order_by("pk"))


def _entry(
    link: LiaisonLink,
    kind: EnterpriseEvent,
    by: Person,
    more: Mapping[str, object] = _BY_ITSELF,
) -> Entry:
    data: dict[str, object] = {
        "link": link.pk,
        "kind": str(link.kind),
        "official": link.official_id,
        "unit": link.unit_id,
        "since": link.since,
        "until": link.until,
        **more,
    }
    return Entry(
        object_type="enterprise",
        object_id=link.enterprise_id,
        kind=kind.value,
        by=by.actor,
        data=data,
    )
