"""What of a service day is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

SERVICE_DAY_TEXTS = Searched(
    "service_day",
    ServiceDay,
    (Text("pc", ("topics", "place"), heading=True), Text("pd", ("minutes", "reason"))),
    beside={"speech": Columns(Speech, {"pd": ("said", "topic", "solved")}, "service_day_id")},
)
