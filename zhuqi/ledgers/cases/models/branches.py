"""What one may see as branches: each gives its first rows from an index, however many there are.

All ids of everything one may see, sorted, to show fifty of them, costs a second at a million cases.
The first fifty of each branch, merged, are the same fifty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q

from zhuqi.foundation.keyset import Marks, Stretch

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.models.case import CaseQuerySet

# Whoever sees by more ways than this is asked for all at once.
MOST = 12
# A unit's rows lie in this order in the narrow table.
_OF_A_UNIT = {"due_at": "seat__due_at", "submitted_at": "seat__submitted_at", "pk": "seat__case_id"}


@dataclass(frozen=True, slots=True)
class Branches:
    """The ways by which rows are reached: by units involved, and by conditions on the row itself.

    `condition` is what a queryset's WHERE says of all of them together.
    """

    condition: Any
    units: tuple[int, ...] = ()
    others: tuple[Q, ...] = ()

    def ids(self, rows: "CaseQuerySet", stretch: Stretch) -> list[int] | None:
        """Ids of a stretch of `rows`, in order. None where branches are no shorter way: there are
        too many, another order is asked for, or `rows` says more than that all conditions hold."""
        names = [key.name for key in stretch.keys]
        if len(self.units) + len(self.others) > MOST or names[-1] != "pk":
            return None
        if self.units and not _OF_A_UNIT.keys() >= set(names):
            return None
        bare = self._without(rows)
        if bare is None:
            return None
        found = (marks for branch in self._stretches(bare, stretch) for marks in branch)
        return [marks[-1] for marks in stretch.first(found)]

    def _without(self, rows: "CaseQuerySet") -> "CaseQuerySet | None":
        """The rows without the condition that branches stand for."""
        bare = rows.select_related(None).prefetch_related(None).order_by()
        where = bare.query.where
        rest = [child for child in where.children if child is not self.condition]
        if where.connector != "AND" or where.negated or len(rest) + 1 != len(where.children):
            return None
        where.children = rest
        return bare

    def _stretches(self, bare: "CaseQuerySet", stretch: Stretch) -> Iterator[Iterable[Marks]]:
        names = [key.name for key in stretch.keys]
        for condition in self.others:
            yield stretch.of(bare.filter(condition)).values_list(*names)
        for unit in self.units:
            seat: dict[str, object] = {"seat__unit": unit}
            if bare.age is not None:
                seat["seat__historical"] = bare.age
            seated = bare.alias(seat=FilteredRelation("involvements")).filter(**seat)
            paths = [_OF_A_UNIT[name] for name in names]
            # A unit may be involved in a case twice, as what handed it up and as what leads it.
            yield stretch.of(seated.distinct(), _OF_A_UNIT).values_list(*paths)
