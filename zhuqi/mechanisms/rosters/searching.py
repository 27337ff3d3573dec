"""What of a roster is searched: its name, its criteria and source, by whoever sees it."""

from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.rosters.models import NamedRoster

ROSTER_TEXTS = Searched(
    "named_roster",
    NamedRoster,
    (
        Text("qa", ("name",), heading=True),
        Text("qb", ("criteria", "source", "source_number")),
    ),
)
