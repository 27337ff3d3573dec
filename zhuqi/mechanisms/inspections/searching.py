"""What of rounds, inspections and findings is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, Recheck

ROUND_TEXTS = Searched(
    "inspection",
    InspectionRound,
    (Text("ia", ("title",), heading=True), Text("ib", ("basis", "reason"))),
)
FINDING_TEXTS = Searched(
    "finding",
    Finding,
    (
        Text("ja", ("number", "unit__name"), heading=True),
        Text("jb", ("text", "demand", "reply")),
    ),
    beside={"recheck": Columns(Recheck, {"jb": ("remark", "reply")}, "finding_id")},
)
