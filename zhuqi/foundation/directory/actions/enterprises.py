"""Firms: one or four thousand enter by the same rule."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from zhuqi.foundation.access import Actor, NotNow, NotValid, Person
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.directory.enums import (
    EnterpriseEvent,
    EnterpriseStatus,
    Sector,
    SizeClass,
    UnitKind,
)
from zhuqi.foundation.directory.models import Enterprise, EnterpriseContact, Region, Unit
from zhuqi.foundation.directory.queries import offices_for, successors
from zhuqi.foundation.directory.rules import (
    judged_code,
    judged_industry,
    judged_size,
    may_tend,
    refuse_impossible_numbers,
)
from zhuqi.foundation.reference_tables.rows import BATCH, apply_changes, check_columns, plain
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.typed import phone

_TAKEN = "该统一社会信用代码已有登记"
STALE = "企业信息刚刚被其他人更新过，您填的内容没有丢失，请核对后再保存"
_SIZED_BY = frozenset({"industry", "employees", "revenue", "assets"})
_RECORDED = (
    "name", "uscc", "uscc_warning", "status", "industry", "size_class", "employees", "revenue",
    "assets", "region", "park", "office", "sector", "parent_group", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A firm's own person; the first of a list is the primary one."""

    name: str
    phone: str = ""
    title: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseDraft:
    """A firm as entered. `office` None: the one that keeps the region's ledger. `size_class`
    None: by the statistical method where the data suffice. Amounts in 10,000 yuan."""

    name: str
    region: Region
    uscc: str = ""
    status: EnterpriseStatus = EnterpriseStatus.OPERATING
    industry: str = ""
    size_class: SizeClass | None = None
    employees: int | None = None
    revenue: Decimal | None = None
    assets: Decimal | None = None
    park: Unit | None = None
    office: Unit | None = None
    sector: Sector = Sector.OTHER
    parent_group: Enterprise | None = None
    address: str = ""
    contacts: tuple[ContactDraft, ...] = ()
    is_sample: bool = False


class EnterpriseChanges(TypedDict, total=False):
    """What of a firm can be changed. `size_class` is worked out anew unless given."""

    name: str
    uscc: str
    status: EnterpriseStatus
    industry: str
    size_class: SizeClass
    employees: int | None
    revenue: Decimal | None
    assets: Decimal | None
    region: Region
    park: Unit | None
    office: Unit
    sector: Sector
    parent_group: Enterprise | None
    address: str


@dataclass(slots=True)
class _Places:
    """What the drafts refer to, fetched once for all of them."""

    regions: dict[int, Region]
    offices: dict[int, Unit]
    taken: set[str] = field(default_factory=set)


def add_enterprise(
    draft: EnterpriseDraft,
    *,
    by: Actor,
    refuse_bad_codes: bool = True,
    now: datetime | None = None,
) -> Enterprise:
    """Enter a firm. NotValid, field by field; a doubtful code is stored with its warning."""
    return add_enterprises([draft], by=by, refuse_bad_codes=refuse_bad_codes, now=now)[0]


@transaction.atomic
def add_enterprises(
    drafts: Sequence[EnterpriseDraft],
    *,
    by: Actor,
    refuse_bad_codes: bool = True,
    now: datetime | None = None,
) -> list[Enterprise]:
    """Enter many: all or none. Errors of the n-th draft (from 1) are keyed "n.field" when there is
    more than one. `refuse_bad_codes=False` leaves an impossible code out and notes it.

    NotValid for a code that is wrong or taken, figures out of bounds, an unknown industry, a park
    or office that is none, or a region that no office serves.
    """
    places = _places(drafts)
    rows: list[Enterprise] = []
    errors: dict[str, str] = {}
    for number, draft in enumerate(drafts, start=1):
        try:
            rows.append(_new_row(draft, places, refuse_bad_codes=refuse_bad_codes))
        except NotValid as refusal:
            mark = f"{number}." if len(drafts) > 1 else ""
            errors |= {f"{mark}{name}": text for name, text in refusal.errors.items()}
    if errors:
        raise NotValid(errors)
    _insert(rows)
    contacts = _contacts_of(rows, [draft.contacts for draft in drafts])
    EnterpriseContact.objects.bulk_create(
        [contact for several in contacts for contact in several], batch_size=BATCH
    )
    record_many(
        [_added(row, several, by) for row, several in zip(rows, contacts, strict=True)], now=now
    )
    return rows


def _places(drafts: Sequence[EnterpriseDraft]) -> _Places:
    regions = successors(draft.region for draft in drafts)
    wanting = {draft.region.pk for draft in drafts if draft.office is None}
    offices = offices_for([regions[pk] for pk in wanting]) if wanting else {}
    return _Places(regions, offices, _taken([draft.uscc for draft in drafts]))


def _taken(texts: Collection[str]) -> set[str]:
    """Of the codes entered, those already in the register."""
    codes = {code for text in texts if (code := _stored_form(text))}
    wanted, found = sorted(codes), set[str]()
    for start in range(0, len(wanted), BATCH):
        rows = Enterprise.objects.filter(uscc__in=wanted[start : start + BATCH])
        found |= {code for code in rows.order_by().values_list("uscc", flat=True) if code}
    return found


def _stored_form(text: str) -> str | None:
    return judged_code(text, EnterpriseStatus.OPERATING, refuse=False)[0]


def _new_row(draft: EnterpriseDraft, places: _Places, *, refuse_bad_codes: bool) -> Enterprise:
    code, warning = judged_code(draft.uscc, draft.status, refuse=refuse_bad_codes)
    if code is not None:
        if code in places.taken:
            raise NotValid({"uscc": _TAKEN})
        places.taken.add(code)
    region = places.regions[draft.region.pk]
    office = draft.office or places.offices.get(region.pk)
    if office is None:
        raise NotValid({"region": f"{region.name}及其上级尚未设置活动办"})
    refuse_impossible_numbers(draft.employees, draft.revenue, draft.assets)
    industry = judged_industry(draft.industry)
    row = Enterprise(
        name=tidy(draft.name),
        uscc=code,
        uscc_warning=warning,
        status=draft.status,
        industry=industry,
        size_class=draft.size_class
        or judged_size(industry, draft.employees, draft.revenue, draft.assets),
        employees=draft.employees,
        revenue=draft.revenue,
        assets=draft.assets,
        region=region,
        park=draft.park,
        office=office,
        sector=draft.sector,
        parent_group=draft.parent_group,
        address=tidy(draft.address),
        is_sample=draft.is_sample,
    )
    _check(row)
    return row


def _check(row: Enterprise) -> None:
    check_columns(row)
    if row.park is not None and row.park.kind != UnitKind.PARK:
        raise NotValid({"park": "所选单位不是园区"})
    if row.office.kind != UnitKind.OFFICE:
        raise NotValid({"office": "所选单位不是活动办"})
    if row.parent_group_id is not None and row.parent_group_id == row.pk:
        raise NotValid({"parent_group": "企业不能是自己的上级集团"})


def _insert(rows: list[Enterprise]) -> None:
    try:
        with transaction.atomic():
            Enterprise.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as error:
        raise NotValid({"uscc": _TAKEN}) from error


def _contacts_of(
    rows: Sequence[Enterprise], drafts: Sequence[Sequence[ContactDraft]]
) -> list[list[EnterpriseContact]]:
    made = [
        [_contact(row, draft, is_primary=place == 0) for place, draft in enumerate(several)]
        for row, several in zip(rows, drafts, strict=True)
    ]
    for contact in (contact for several in made for contact in several):
        check_columns(contact)
    return made


def _contact(row: Enterprise, draft: ContactDraft, *, is_primary: bool) -> EnterpriseContact:
    return EnterpriseContact(
        enterprise=row,
        name=tidy(draft.name),
        title=tidy(draft.title),
        phone=phone(draft.phone) or tidy(draft.phone),
        email=tidy(draft.email),
        is_primary=is_primary,
    )


def _erasable(contacts: Sequence[EnterpriseContact]) -> dict[str, str]:
    """A contact's name, phone and e-mail may have to be erased; the title may stay."""
    return {
        f"contact{number}_{name}": value
        for number, contact in enumerate(contacts, start=1)
        for name in ("name", "phone", "email")
        if (value := getattr(contact, name))
    }


def _added(row: Enterprise, contacts: Sequence[EnterpriseContact], by: Actor) -> Entry:
    return Entry(
        object_type="enterprise",
        object_id=row.pk,
        kind=EnterpriseEvent.ADDED.value,
        by=by,
        data={name: plain(getattr(row, name)) for name in _RECORDED},
        erasable=_erasable(contacts),
        first=True,
    )


@transaction.atomic
def change_enterprise(
    *,
    enterprise: Enterprise,
    by: Actor,
    now: datetime | None = None,
    **changes: Unpack[EnterpriseChanges],
) -> Enterprise:
    """Change what differs; the event holds before and after. Nothing different: no event.

    NotValid for a code that is wrong or taken, figures out of bounds, an unknown industry, or a
    park, office or group that can't be. Money in 万元.
    """
    locked = (
        Enterprise.objects.select_for_update(of=("self",))
        .select_related("region", "park", "office", "parent_group")
        .get(pk=enterprise.pk)
    )
    changed = changed_by(locked, changes)
    if not changed:
        return locked
    locked.version += 1
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise NotValid({"uscc": _TAKEN}) from error
    record(
        object_type="enterprise",
        object_id=locked.pk,
        kind=EnterpriseEvent.CHANGED.value,
        by=by,
        data=changed,
        now=now,
    )
    return locked


@transaction.atomic
def edit_enterprise(
    *,
    enterprise: Enterprise,
    seen: int,
    by: Person,
    now: datetime | None = None,
    **changes: Unpack[EnterpriseChanges],
) -> Enterprise:
    """`change_enterprise` by whoever keeps the firm's file, on the page they see.

    NotNow if the facts were changed since version `seen`.

    NotYours for all but the firm's office; NotValid as there.
    """
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    may_tend(by, {locked.office_id})
    if seen != locked.version:
        raise NotNow(STALE, state=str(locked.get_status_display()))
    return change_enterprise(enterprise=locked, by=by.actor, now=now, **changes)


def changed_by(row: Enterprise, changes: EnterpriseChanges) -> dict[str, list[object]]:
    """Put the changes into the row (in memory) and judge it: field → [before, after]. NotValid."""
    changed = apply_changes(row, _wanted(row, changes))
    if changed:
        _check(row)
    others = Enterprise.objects.filter(uscc=row.uscc).exclude(pk=row.pk)
    if "uscc" in changed and row.uscc and others.exists():
        raise NotValid({"uscc": _TAKEN})
    return changed


def _wanted(row: Enterprise, changes: EnterpriseChanges) -> dict[str, Any]:
    """The columns as they are to be, those that follow from others included."""
    wanted: dict[str, Any] = dict(changes)
    for name in {"name", "address"} & wanted.keys():
        wanted[name] = tidy(wanted[name])
    if "region" in changes:
        wanted["region"] = successors([changes["region"]])[changes["region"].pk]
    if "industry" in changes:
        wanted["industry"] = judged_industry(changes["industry"])
    if {"uscc", "status"} & wanted.keys():
        status = EnterpriseStatus(wanted.get("status", row.status))
        code = wanted.get("uscc", row.uscc) or ""
        wanted["uscc"], wanted["uscc_warning"] = judged_code(code, status, refuse=True)
    sizes = {name: wanted.get(name, getattr(row, name)) for name in _SIZED_BY}
    refuse_impossible_numbers(sizes["employees"], sizes["revenue"], sizes["assets"])
    if _SIZED_BY & wanted.keys() and "size_class" not in changes:
        wanted["size_class"] = judged_size(**sizes) or row.size_class
    return wanted
