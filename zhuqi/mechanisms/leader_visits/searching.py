"""What of a leader's visit is searched: everything, by whoever is named."""

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.leader_visits.models import Demand, LeaderVisit

LEADER_VISIT_TEXTS = Searched(
    "leader_visit",
    LeaderVisit,
    (
        Text("pa", ("purpose", "leader__name"), heading=True),
        Text("pb", ("route", "attends", "may_ask", "said", "reason")),
    ),
    beside={"demand": Columns(Demand, {"pb": ("what", "unit", "outcome")}, "visit_id")},
)
