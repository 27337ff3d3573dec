"""What of a batch is searched: its name, its reason, by whoever sees it."""

from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.adjustments.models import Adjustment

ADJUSTMENT_TEXTS = Searched(
    "adjust",
    Adjustment,
    (Text("la", ("title",), heading=True), Text("lb", ("basis", "reason"))),
)
