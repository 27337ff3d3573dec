"""What figures count of looking back, read from the log: drawn, verified or not, whose fault."""

from collections.abc import Collection, Iterable, Iterator

from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.findings import Finding, FindingSource, Found
from zhuqi.mechanisms.lookback.actions.noun import DRAWN, OBJECT
from zhuqi.mechanisms.lookback.enums import LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack

V = LookBackVerb
_SAYS = {
    f"{OBJECT}.{word}": finding
    for word, finding in (
        (DRAWN, Finding.SAMPLED),
        (V.VERIFY.value, Finding.VERIFIED),
        (V.DOUBT.value, Finding.NOT_VERIFIED),
        (V.GIVE_UP.value, Finding.UNREACHABLE),
        (V.FIND_FAULT.value, Finding.FAULT),
        (V.FIND_NO_FAULT.value, Finding.NO_FAULT),
        (V.CALL_ANEW.value, Finding.CALLED_ANEW),
        (V.DROP.value, Finding.DROPPED),
    )
}


def _read(cases: Collection[int]) -> Iterator[Found]:
    of = dict(LookBack.objects.filter(case__in=cases).order_by().values_list("pk", "case_id"))
    if not of:
        return
    events = Event.objects.filter(object_type=OBJECT, object_id__in=of, kind__in=_SAYS)
    told = events.order_by("pk").values_list("object_id", "pk", "occurred_at", "kind")
    for row, event, at, kind in told:
        yield Found(of[row], event, at, _SAYS[kind])


def _cases(rows: Collection[int]) -> Iterable[int]:
    found = LookBack.objects.filter(pk__in=rows).order_by()
    return found.values_list("case_id", flat=True) if rows else ()


SOURCE = FindingSource(OBJECT, _read, _cases)
