"""What of a service day and of what was said there is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.service_days.models import ServiceDay, ServiceWord

DAY_TEXTS = Searched(
    "service_day", ServiceDay, (Text("xa", ("place", "topics", "summary"), heading=True),)
)
WORD_TEXTS = Searched(
    "service_word",
    ServiceWord,
    (
        Text("xb", ("enterprise__name", "topic"), heading=True),
        Text("xc", ("body", "answer", "reason")),
    ),
)
