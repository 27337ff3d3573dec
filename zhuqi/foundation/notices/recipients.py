"""Who may be told for a unit: whoever holds a role there, and who stands in for them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, User
from zhuqi.foundation.accounts.queries import people_holding_each


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who may be told, and for which unit (None: for themselves)."""

    user: User
    unit: int | None = None


def people_of(unit: int, *roles: Role) -> list[Recipient]:
    """Whoever holds one of the roles in a unit, and their deputies."""
    return people_of_each([unit], *roles)


def people_of_each(units: Collection[int], *roles: Role) -> list[Recipient]:
    """Whoever holds one of the roles in one of the units, unit by unit, then their deputies; two
    queries for any number of them."""
    holders = people_holding_each([(role, unit) for unit in units for role in roles])
    groups = [
        [Recipient(user, unit) for role in roles for user in holders[role, unit]] for unit in units
    ]
    return [one for group in with_deputies(groups) for one in group]


def with_deputies(groups: Sequence[Sequence[Recipient]]) -> list[list[Recipient]]:
    """Each group, and whoever stands in, in the unit they are told for, for those of it who are
    away; one query for all of them."""
    people = {one.user.pk for group in groups for one in group if one.unit}
    stand_ins = Deputy.objects.running(timezone.localdate()).filter(absent__in=people)
    rows = list(stand_ins.select_related("deputy").order_by("pk"))
    return [[*group, *_standing_in(group, rows)] for group in groups]


def _standing_in(group: Sequence[Recipient], rows: Collection[Deputy]) -> Iterator[Recipient]:
    units = {one.user.pk: one.unit for one in group if one.unit}
    for row in rows:
        if row.absent_id in units and row.unit_id == units[row.absent_id]:
            yield Recipient(row.deputy, row.unit_id)


def stand_ins_of(user: User) -> list[Recipient]:
    """Whoever stands in for a person who is away, each in the unit they do it for."""
    rows = Deputy.objects.running(timezone.localdate()).filter(absent=user)
    return [Recipient(row.deputy, row.unit_id) for row in rows.select_related("deputy")]
