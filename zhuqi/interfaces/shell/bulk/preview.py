"""What would become of the chosen rows: how many can be done, how many not, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.shell.bulk.choosing import written
from zhuqi.interfaces.shell.bulk.declared import BulkRows, RowName, Standing

# So many rows of a reason are told by name.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that can't be done for the same reason, or with none those that can; the first of them
    by name."""

    reason: str
    count: int
    rows: Sequence[RowName]

    @property
    def many(self) -> str:
        """How many, as it is written."""
        return f"{self.count:,}"

    @property
    def more(self) -> str:
        """How many are not named; "" where all are."""
        left = self.count - len(self.rows)
        return f"{left:,}" if left else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows that can be done as they were seen; `groups` has these first, then the others by
    their reasons, most first."""

    possible: Sequence[Standing]
    groups: Sequence[Group]

    @property
    def total(self) -> str:
        """How many rows were chosen that the person sees."""
        return f"{sum(one.count for one in self.groups):,}"

    @property
    def can(self) -> str:
        """How many can be done."""
        return f"{len(self.possible):,}"

    @property
    def cannot(self) -> str:
        """How many can't; "" where all can."""
        refused = sum(one.count for one in self.groups if one.reason)
        return f"{refused:,}" if refused else ""

    @property
    def rows(self) -> str:
        """Those that can be done, for the form to send back."""
        return written(self.possible)


def preview(
    rows: BulkRows[Any, Any],
    verb: Any,
    person: Person,
    ids: Sequence[int],
    seen: Mapping[int, int] | None = None,
) -> Preview:
    """Judged now. `seen`: the versions of an earlier look; what changed since can't be done."""
    possible: list[Standing] = []
    reasons: dict[str, list[int]] = {}
    for one in rows.standings(person, ids, verb, rows.bulk(verb).alone):
        reason = one.reason
        if not reason and seen is not None and seen.get(one.pk) != one.version:
            reason = _("刚刚有了变化，请重新选择")
        if reason:
            reasons.setdefault(reason, []).append(one.pk)
        else:
            possible.append(one)
    groups = {"": [one.pk for one in possible], **reasons}
    named = rows.names(person, [pk for several in groups.values() for pk in several[:NAMED]])
    told = [
        Group(reason, len(several), [named[pk] for pk in several[:NAMED] if pk in named])
        for reason, several in groups.items()
        if several
    ]
    return Preview(possible, sorted(told, key=lambda one: (bool(one.reason), -one.count)))
