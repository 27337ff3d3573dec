"""What of a visit is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.liaison.models import FollowUp, Visit, VisitAccount, VisitNeed

VISIT_TEXTS = Searched(
    "visit",
    Visit,
    (
        Text("va", ("enterprise__name", "purpose"), heading=True),
        Text("vb", ("said", "goers", "present", "reason", "visitor__name")),
    ),
    beside={
        "follow_up": Columns(FollowUp, {"vb": ("what", "outcome")}, "visit_id"),
        "visit_need": Columns(VisitNeed, {"vb": ("title", "body", "wish")}, "visit_id"),
        "visit_added": Columns(VisitAccount, {"vb": ("present", "said")}, "visit_id"),
    },
)
