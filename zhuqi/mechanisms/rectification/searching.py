"""What of the ledger of rectification is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.rectification.models import Progress, Rectification

RECTIFICATION_TEXTS = Searched(
    "rectify",
    Rectification,
    (
        Text("ka", ("problem", "unit__name"), heading=True),
        Text("kb", ("measure", "proof", "reason")),
    ),
    beside={"progress": Columns(Progress, {"kb": ("text",)}, "rectification_id")},
)
