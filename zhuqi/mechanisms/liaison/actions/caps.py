"""How often a firm is visited: a table per office, by the day from which it holds."""

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.reference_tables.table import Table, Values
from zhuqi.mechanisms.liaison.models import VisitCap

MOST_A_MONTH, FARTHEST = 31, 60
TAKEN = "这个活动办从这一天起的规定已经有了"


def _settled(row: VisitCap, wanted: Values) -> Values:
    most, near = wanted.get("most", row.most), wanted.get("near", row.near)
    if not 1 <= int(most) <= MOST_A_MONTH:
        raise NotValid({"most": f"每月 1 到 {MOST_A_MONTH} 次"})
    if not 0 <= int(near) <= FARTHEST:
        raise NotValid({"near": f"前后 0 到 {FARTHEST} 天"})
    office, since = (
        wanted.get("office", row.office_id and row.office),
        wanted.get("since", row.since),
    )
    same = VisitCap.objects.filter(office=office, since=since).exclude(pk=row.pk)
    if same.exists():
        raise NotValid({"since": TAKEN})
    return wanted


CAPS = Table(
    VisitCap,
    object_type="visit_cap",
    fields=("office", "since", "most", "near"),
    taken=TAKEN,
    settle=_settled,
)
