"""Many sheets judged at once, before one verb is done to all of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from zhuqi.foundation.access import NotYours, Person, Refusal
from zhuqi.foundation.audit.models import Event
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.actions import SHEETS, SheetChange, facts_of
from zhuqi.mechanisms.supervision.enums import OBJECT, SheetKind, SheetVerb
from zhuqi.mechanisms.supervision.lifecycle import SUPERVISION
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.queries import CHUNK, Judged, Urgeable
from zhuqi.mechanisms.supervision.rules import why_not


def standings(
    person: Person, sheets: Sequence[int], verb: SheetVerb, now: datetime
) -> Iterator[Urgeable]:
    """Of these sheets those the person sees, in their order, with why the verb can't be done to
    each. A fixed number of queries for every `CHUNK` of them."""
    for start in range(0, len(sheets), CHUNK):
        chunk = sheets[start : start + CHUNK]
        rows = queries.sheets(person.scope).filter(pk__in=chunk)
        rows = rows.select_related("case__boundary", "unit__parent__parent__parent")
        found = {sheet.pk: sheet for sheet in rows.order_by("pk")}
        about = {sheet.case_id for sheet in found.values()} if verb == SheetVerb.ISSUE else set()
        judged = {kind: queries.judged(about, kind, now) for kind in SheetKind} if about else {}
        for pk in chunk:
            if sheet := found.get(pk):
                yield Urgeable(pk, sheet.version, _why_not(person, sheet, verb, judged))


def _why_not(
    person: Person, sheet: SupervisionSheet, verb: SheetVerb, judged: dict[SheetKind, Judged]
) -> str:
    try:
        SUPERVISION.decide(facts_of(sheet, person), verb)
    except Refusal as refusal:
        return refusal.reason
    kind = SheetKind(sheet.kind)
    if kind not in judged:
        return ""
    return why_not(kind, replace(judged[kind].standing(sheet.case, sheet.unit, kind), earlier=""))


@contextmanager
def at_hand(person: Person, pk: int, seen: int) -> Iterator[SheetChange]:
    """One of them for its verb. NotYours where it is not seen, NotNow where it was changed."""
    if not queries.sheets(person.scope).filter(pk=pk).exists():
        raise NotYours("这份单子您已经看不到了")
    with SHEETS.open(pk, by=person, seen=seen) as change:
        yield change


def issued_by(job: int, cases: Sequence[int]) -> Mapping[int, int]:
    """The sheet that a job issued about each of these cases, by case."""
    found: dict[int, int] = {}
    for start in range(0, len(cases), CHUNK):
        sheets = SupervisionSheet.objects.filter(case__in=cases[start : start + CHUNK])
        of_case = dict(sheets.order_by().values_list("pk", "case_id"))
        events = Event.objects.filter(
            object_type=OBJECT, object_id__in=of_case, kind=f"{OBJECT}.{SheetVerb.ISSUE}"
        )
        for event in events.order_by("pk"):
            if event.facts.get("job") == job:
                found[of_case[event.object_id]] = event.object_id
    return found
