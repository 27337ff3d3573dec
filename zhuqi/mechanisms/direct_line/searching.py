"""What of a letter is searched: everything, by whoever sees it."""

from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.direct_line.models import Letter

LETTER_TEXTS = Searched(
    "letter",
    Letter,
    (
        Text("ma", ("enterprise__name", "title"), heading=True),
        Text("mb", ("body", "answer", "reason", "sender__name")),
    ),
)
