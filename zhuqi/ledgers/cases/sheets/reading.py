"""A case opened to another office for a time; rooms above call it inside the change that is the
reason, whose event vouches for the rows."""

from collections.abc import Collection

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import chain_of
from zhuqi.ledgers.cases.enums import InvolvementRole
from zhuqi.ledgers.cases.models import Case, Involvement, Recusal

SISTER = InvolvementRole.SISTER


def let_read(case: Case, unit: Unit) -> None:
    """The unit's people read the case from now on, and may do nothing to it. Again is no more.

    NotValid where the unit, or one above it, has to keep away from the case (回避).
    """
    bound = [one.pk for one in chain_of(unit)]
    if Recusal.objects.filter(case=case, unit__in=bound, lifted_at=None).exists():
        raise NotValid(f"“{unit}”应当回避，不能看这件诉求")
    row = Involvement(case=case, unit=unit, role=SISTER)
    for name in Involvement.SORTED_BY:
        setattr(row, name, getattr(case, name))
    if not Involvement.objects.filter(case=case, unit=unit, role=SISTER).exists():
        insert_rows([row])


def end_reading(pairs: Collection[tuple[int, int]]) -> None:
    """What was opened of these (case, unit) is closed; what a unit sees by another reason stays."""
    wanted, cases = set(pairs), sorted({case for case, _unit in pairs})
    open_ones = Involvement.objects.filter(case__in=cases, role=SISTER).order_by()
    gone = [
        pk for pk, case, unit in open_ones.values_list("pk", "case_id", "unit_id")
        if (case, unit) in wanted
    ]  # fmt: skip
    Involvement.objects.filter(pk__in=gone).delete()
