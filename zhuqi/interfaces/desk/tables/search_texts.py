"""What of a unit is searched: its names, and how they are read."""

from typing import Final

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import Kind
from zhuqi.foundation.search.queries import Reading
from zhuqi.foundation.search.words import latin

KIND: Final = "unit"
NAME, READ_AS = "ua", "ui"
READINGS = (Reading(NAME, heading=True), Reading(READ_AS, spelled=latin, heading=True))

UNIT_KIND = Kind(
    rows=Unit.objects.all,
    parts={
        "unit": Columns(
            Unit, {NAME: ("name", "short_name", "former_names"), READ_AS: ("initials",)}
        ).part
    },
    codes=frozenset({NAME, READ_AS}),
)
