"""Who keeps the marked texts of a place: its own office's keeper, else the one above it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit

_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Keeping:
    """An office, and the one whose keeper looks after its marked texts; None where there is none
    up to the top."""

    office: Unit
    keeper: Unit | None


def keepings(now: datetime | None = None) -> list[Keeping]:
    """Every office that keeps a ledger, with its keeper's. Two queries."""
    offices = list(
        Unit.objects.filter(kind=UnitKind.OFFICE, active=True)
        .select_related("region", "contact")
        .order_by("region__code", "pk")
    )
    held = RoleAssignment.objects.filter(
        running(now or timezone.now()), role=Role.KEEPER, user__is_active=True
    )
    with_keeper = set(held.order_by().values_list("unit_id", flat=True))
    by_region: dict[str, list[Unit]] = {}
    for office in offices:
        by_region.setdefault(office.region.code, []).append(office)
    return [Keeping(office, _nearest(office, by_region, with_keeper)) for office in offices]


def _nearest(
    office: Unit, by_region: dict[str, list[Unit]], with_keeper: Collection[int]
) -> Unit | None:
    if office.pk in with_keeper:
        return office
    rank = _RANKS[Level(office.level)]
    for code in codes.lineage(office.region.code):
        above = [unit for unit in by_region.get(code, ()) if _RANKS[Level(unit.level)] < rank]
        for unit in sorted(above, key=lambda unit: -_RANKS[Level(unit.level)]):
            if unit.pk in with_keeper:
                return unit
    return None


def keeper_of(office: Unit, now: datetime | None = None) -> Unit | None:
    """The office whose keeper looks after what is held back in this one."""
    return next((k.keeper for k in keepings(now) if k.office.pk == office.pk), None)


def kept_by(office_ids: Collection[int], now: datetime | None = None) -> list[int]:
    """These offices, and those below that have no keeper of their own."""
    below = [k.office.pk for k in keepings(now) if k.keeper and k.keeper.pk in office_ids]
    return sorted({*office_ids, *below})


def phone_of(office: Unit | None) -> str:
    """Where somebody is reached who can say what becomes of it."""
    if office is None:
        return ""
    return office.phone or (office.contact.phone if office.contact else "")
