"""How bodies, items and decisions read in a line."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.meetings.enums import (
    OPEN_DECISIONS,
    OPEN_ITEMS,
    WITH_UNIT,
    Ground,
)
from zhuqi.mechanisms.meetings.models import Body, Decision, Item, Meeting


def body_url(row: Body) -> str:
    """Its page."""
    return reverse("desk:meeting_body", args=[row.pk])


def item_url(row: Item) -> str:
    """Its page."""
    return reverse("desk:meeting_item", args=[row.pk])


def meeting_url(row: Meeting) -> str:
    """Its page."""
    return reverse("desk:meeting", args=[row.pk])


def decision_url(row: Decision) -> str:
    """Its page."""
    return reverse("desk:meeting_decision", args=[row.pk])


def ground_of(row: Item) -> str:
    """Why it is put: 多次催办未果（4 次）, and how often it was put off."""
    counted = {Ground.URGED.value: _now("%(n)s 次"), Ground.COMMON.value: _now("%(n)s 件")}
    said = str(row.get_ground_display())
    if row.measured and (words := counted.get(row.ground)):
        said += f"（{words % {'n': row.measured}}）"
    if row.deferred:
        said += _now("，推迟过 %(n)s 次") % {"n": row.deferred}
    return said


def item_state(row: Item) -> SafeString:
    """Where it stands."""
    return state_pill(row, OPEN_ITEMS)


def decision_state(row: Decision) -> SafeString:
    """Where it stands."""
    return state_pill(row, OPEN_DECISIONS)


def due_of(row: Decision) -> Cell | str:
    """By when, and how that stands while it is with a unit."""
    if row.due is None:
        return ""
    return Cell(wording.day(row.due), below=day_mark(row.due) if row.state in WITH_UNIT else "")


def case_fact(row: Item | Decision, person: Person) -> list[Fact]:
    """The case it is about, where the person may see that."""
    if row.case_id is None:
        return []
    seen = Case.objects.visible_to(person.scope).filter(pk=row.case_id).values_list("number")
    found = seen.first()
    if found is None:
        return [Fact(_now("诉求"), _now("诉求按各人的权限查看"))]
    return [Fact(_now("诉求"), found[0], url=reverse("desk:case", args=[found[0]]))]


def title_in(decision: Decision) -> str:
    """The item of a decision, read as the decision's case may be read."""
    hidden = decision.case.redaction if decision.case else None
    return hidden.over(decision.item.title) if hidden else decision.item.title
