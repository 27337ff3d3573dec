"""What of a unit is searched: its names, and how they are read."""

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.foundation.search.words import latin

UNIT_TEXTS = Searched(
    "unit",
    Unit,
    (
        Text("ua", ("name", "short_name", "former_names"), heading=True),
        Text("ui", ("initials",), heading=True, spelled=latin),
    ),
)
