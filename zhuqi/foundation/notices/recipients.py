"""Who may be told for a unit: whoever holds a role there, and who stands in for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, User
from zhuqi.foundation.accounts.queries import people_holding


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who may be told, and for which unit (None: for themselves)."""

    user: User
    unit: int | None = None


def people_of(unit: int, *roles: Role) -> list[Recipient]:
    """Whoever holds one of the roles in a unit, and their deputies."""
    found = [Recipient(user, unit) for role in roles for user in people_holding(role, unit)]
    return [*found, *deputies_of(found)]


def deputies_of(found: Sequence[Recipient]) -> Iterator[Recipient]:
    """Whoever stands in, in the unit they are told for, for those of them who are away."""
    units = {one.user.pk: one.unit for one in found if one.unit}
    stand_ins = Deputy.objects.running(timezone.localdate()).filter(absent__in=list(units))
    for row in stand_ins.select_related("deputy").order_by("pk"):
        if row.unit_id == units[row.absent_id]:
            yield Recipient(row.deputy, row.unit_id)


def stand_ins_of(user: User) -> list[Recipient]:
    """Whoever stands in for a person who is away, each in the unit they do it for."""
    rows = Deputy.objects.running(timezone.localdate()).filter(absent=user)
    return [Recipient(row.deputy, row.unit_id) for row in rows.select_related("deputy")]
